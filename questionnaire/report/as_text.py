"""An outline as text of a given width: on a terminal with weight and colour, elsewhere plain.

This is the only module that imports rich.  Texts reach it as ``Text``, never as markup, and no
meaning hangs on colour or on a symbol alone.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import zip_longest

from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.segment import Segment
from rich.style import Style
from rich.table import Table as Grid
from rich.text import Text

from questionnaire.knowledge.printable import as_label, is_web_address, printable
from questionnaire.report.outline import (
    Bar,
    Block,
    Document,
    Entry,
    Outline,
    Overview,
    Paragraph,
    Part,
    Reference,
    References,
    Table,
    Trend,
)

WIDEST = 100
"""Longer lines are hard to read, however wide the terminal is."""
_SIDE_BY_SIDE = 60  # columns from which labels stand beside their texts
_LABEL = 15  # columns of a label, with its space
_NARROWEST = 16  # columns of a column of a table, with the space beside it
_ADDRESS_PART = re.compile(r"[^/?&_=-]*(?:[/?&_=-]+|$)")
_TONES = {"plain": "", "strong": "bold", "quiet": "dim"}
_RULES = {"plain": "─", "below": "─", "card": "─", "boxed": "━", "emergency": "█"}
_HEADINGS = {
    "plain": "bold",
    "below": "bold",
    "card": "bold",
    "boxed": "bold yellow",
    "emergency": "bold red",
}


class _Console(Console):
    """A console that leaves it to the program how it ends when nobody reads any more."""

    def on_broken_pipe(self) -> None:
        """Raises the error that rich would end the program for."""
        raise  # noqa: PLE0704 - rich calls it where it handles that error


def as_text(outline: Outline, width: int, *, plain: bool = False) -> str:
    """Returns an outline as text without colours; if ``plain``, without drawn lines either."""
    # Everything that the environment could decide is said here, so the text is always the same.
    sheet = StringIO()
    console = Console(
        file=sheet, width=width, color_system=None, force_terminal=False, legacy_windows=False
    )
    _print(outline, console, plain=plain)
    return "".join(f"{line.rstrip()}\n" for line in sheet.getvalue().split("\n")[:-1])


def document_as_text(document: Document) -> str:
    """Returns a whole document as text for a file, whatever will show it."""
    return as_text(all_of(document), 80)


def all_of(document: Document) -> Outline:
    """Returns a whole document as one outline."""
    return (
        Part(document.title, kind="boxed"),
        *document.summary,
        Part(document.details_title, kind="boxed"),
        *document.details,
        Part(document.doctor_title, kind="boxed"),
        *document.doctor_page,
    )


def print_outline(outline: Outline, *, width: int | None = None, plain: bool = False) -> None:
    """Prints an outline, as wide as the standard output is unless told otherwise.

    ``plain`` is for terminals that draw nothing and for people who want nothing drawn, as those who
    are read to: a line across is many signs to them, and a bar is no word.
    """
    console = _Console(width=width)
    read_to = console.is_terminal and os.environ.get("ACCESSIBLE")
    if console.is_dumb_terminal or read_to or plain:
        width = width or shutil.get_terminal_size().columns  # rich takes 80 for a dumb one
        console = _Console(width=width, color_system=None, force_terminal=False)
        plain = True
    if console.is_terminal:
        _print(outline, console, plain=plain)
    else:
        plain = plain or console.options.ascii_only
        console.file.write(as_text(outline, console.width, plain=plain))
        console.file.flush()  # what cannot be written is told here, and not when Python ends


def _print(outline: Outline, console: Console, *, plain: bool) -> None:
    options = console.options
    console.width = min(options.max_width, WIDEST)
    for position, part in enumerate(outline):
        if position:
            console.print()
        console.print(_part(part, console.width, plain=plain or options.ascii_only))


def _part(part: Part, width: int, *, plain: bool) -> RenderableType:
    body = list(_spaced(part.blocks, width, plain=plain))
    style = _HEADINGS[part.kind]
    if plain:
        loud = part.kind in ("emergency", "boxed")
        return Group(_text(part.heading.upper() if loud else as_label(part.heading)), *body)
    heading = _text(part.heading, style)
    across = Rule(characters=_RULES[part.kind], style=style)
    match part.kind:
        case "emergency":
            return Group(across, Text(), heading, Text(), *body, Text(), across)
        case "boxed":
            return Group(across, heading, across, *body)
        case "plain" if heading.cell_len < width - 1:
            line = "─" * (width - heading.cell_len - 1)
            return Group(Text.assemble(heading, " ", (line, style)), *body)
        case "plain":
            return Group(heading, across, *body)
        case "below" | "card":
            line = "─" * min(heading.cell_len, width)
            return Group(heading, Text(line, style), *body)


def _spaced(blocks: Sequence[Block], width: int, *, plain: bool) -> Iterator[RenderableType]:
    """Yields the blocks with a blank line before each that begins something new."""
    for position, block in enumerate(blocks):
        if position and not isinstance(block, Entry):
            yield Text()
        yield _block(block, width, plain=plain)


def _block(block: Block, width: int, *, plain: bool) -> RenderableType:
    match block:
        case Paragraph(text, tone):
            return _text(text, _TONES[tone])
        case Entry(label, items):
            return _entry(label, items, width)
        case Overview():
            return _overview(block, width, plain=plain)
        case Table():
            return _table(block, width)
        case Trend():
            return _trend(block, width, plain=plain)
        case References(items):
            return _references(items, width)


def _entry(label: str, items: Sequence[str], width: int) -> RenderableType:
    if not label:
        return _bullets(items)
    texts = _text(items[0]) if len(items) == 1 else _bullets(items)
    if width >= _SIDE_BY_SIDE:
        return _Hanging([(_text(label, "bold"), texts)], _LABEL + 1)
    return Group(_text(as_label(label), "bold"), _Hanging([(Text(), texts)], 2))


def _bullets(items: Iterable[str]) -> _Hanging:
    return _Hanging([(Text("-"), _text(item)) for item in items], 2)


def _overview(overview: Overview, width: int, *, plain: bool) -> RenderableType:
    """Returns bars, levels and texts in columns, or where it is narrow the levels in the texts."""
    narrow = width < _SIDE_BY_SIDE
    grid = Grid.grid(padding=(0, 2, 0, 0), pad_edge=False)
    for _ in range((not plain) + (not narrow)):
        grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for bar in overview.bars:
        before = [*([] if plain else [_bar(bar)]), *([] if narrow else [_text(bar.level)])]
        name = _text(bar.name, "bold")
        if narrow:
            name = Text.assemble(name, " ", _text(f"({bar.level})"))
        about = Text.assemble(name, ". ", _text(bar.reason), overflow="fold")
        grid.add_row(*before, about)
    return grid


def _trend(trend: Trend, width: int, *, plain: bool) -> RenderableType:
    """Returns a column for each step, or where they would be too narrow a line, row by row."""
    if _too_many(trend.columns, width):
        entries: list[RenderableType] = []
        for row in trend.rows:
            steps = Grid.grid(padding=(0, 1, 0, 0), pad_edge=False)
            for column, bar in zip(trend.columns, row, strict=True):
                steps.add_row(_text(column), _level(bar, plain=plain))
            entries += [_text(as_label(row[0].name), "bold"), Padding(steps, (0, 0, 0, 2))]
        return Group(*entries)
    grid = _columns(("", *trend.columns))
    for row in trend.rows:
        grid.add_row(_text(row[0].name, "bold"), *(_level(bar, plain=plain) for bar in row))
    return grid


def _level(bar: Bar, *, plain: bool) -> Text:
    return _text(bar.level) if plain else _bar(bar) + Text(" ") + _text(bar.level)


def _bar(bar: Bar) -> Text:
    return Text("■" * bar.filled + "□" * (bar.whole - bar.filled), "yellow")


def _table(table: Table, width: int) -> RenderableType:
    """Returns columns, or where they would be too narrow to read, an entry for each row."""
    if _too_many(table.columns[1:], width):
        return Group(*(_stacked(table.columns, row) for row in table.rows))
    grid = _columns(table.columns)
    for row in table.rows:
        grid.add_row(*map(_text, row))
    return grid


def _stacked(columns: Sequence[str], row: Sequence[str]) -> RenderableType:
    """Returns a row as an entry; of more than two cells, the first one is its label."""
    cells = [f"{column}: {cell}" for column, cell in zip(columns, row, strict=True)]
    if len(columns) == len(("name", "value")):
        return _bullets(cells)
    items = _Hanging([(Text(), _bullets(cells[1:]))], 2)
    return Group(_text(as_label(row[0]), "bold"), items)


def _too_many(columns: Sequence[str], width: int) -> bool:
    """Tells whether so many columns beside a first one would be too narrow to read."""
    return width < max(_SIDE_BY_SIDE, (len(columns) + 1) * _NARROWEST)


def _columns(headings: Sequence[str]) -> Grid:
    grid = Grid.grid(padding=(0, 2, 0, 0), pad_edge=False)
    for _ in headings:
        grid.add_column(overflow="fold")
    grid.add_row(*(_text(heading, "bold") for heading in headings))
    return grid


def _references(references: Sequence[Reference], width: int) -> RenderableType:
    indent = len(f"{references[-1].number}. ")
    rows = []
    for reference in references:
        rows.append((Text(f"{reference.number}.".rjust(indent - 1)), _text(reference.text)))
        if address := reference.address:
            style = Style(link=address) if is_web_address(address) else ""
            lines = (_text(line, style) for line in _folded(address, width - indent))
            rows.append((Text(), Text("\n", overflow="fold").join(lines)))
    return _Hanging(rows, indent)


def _folded(address: str, room: int) -> Iterator[str]:
    """Yields the lines of an address that is broken where its parts end, if it must be."""
    line = ""
    for part in _ADDRESS_PART.findall(address):
        if line and len(line + part) > room:
            yield line
            line = ""
        line += part
    yield line


def _text(text: str, style: str | Style = "") -> Text:
    return Text(printable(text), style, overflow="fold")


class _Hanging:
    """Texts that hang from what stands before their first lines, as a label or the dash of a list.

    A grid of rich in another would fold them as well; a document then takes twice as long.
    """

    def __init__(self, rows: Sequence[tuple[Text, Text | _Hanging]], indent: int) -> None:
        self._rows, self._indent = rows, indent

    def lines(self, console: Console, width: int) -> Iterator[Text]:
        """Yields them folded, of at most so many columns."""
        room = max(width - self._indent, 1)
        for before, text in self._rows:
            marks = before.wrap(console, self._indent - 1)
            folded = (
                text.lines(console, room)
                if isinstance(text, _Hanging)
                else text.wrap(console, room)
            )
            for mark, line in zip_longest(marks, folded, fillvalue=Text()):
                yield Text.assemble(mark, " " * (self._indent - mark.cell_len), line)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        """Yields what is printed of them."""
        for line in self.lines(console, options.max_width):
            yield from line.render(console, end="\n")
