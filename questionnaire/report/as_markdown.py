"""An outline as Markdown, in which every text is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from questionnaire.knowledge.printable import as_label, is_web_address, printable
from questionnaire.report.outline import (
    Block,
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

_MARKS = re.compile(r"[\\`*_\[\]<>&#|~$]|^[-+=]")
_NUMBERED = re.compile(r"^(\d+)([.)])")
_LEVELS = {"plain": "##", "below": "###"}


def as_markdown(title: str, outline: Outline) -> str:
    """Returns an outline as Markdown (CommonMark with tables)."""
    return "\n\n".join([f"# {_escaped(title)}", *map(part_as_markdown, outline)]) + "\n"


def part_as_markdown(part: Part) -> str:
    """Returns one part as Markdown."""
    text = "\n\n".join(_part(part))
    boxed = part.kind in {"boxed", "emergency"}
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n")) if boxed else text


def _part(part: Part) -> Iterator[str]:
    yield f"{_LEVELS.get(part.kind, '##')} {_escaped(part.heading)}"
    for block in part.blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(text, "strong"):
            yield _strong(text)
        case Paragraph(text):
            yield _escaped(text)
        case Entry("", items):
            yield _bullets(_escaped(item) for item in items)
        case Entry(label, items):
            yield " ".join([_strong(as_label(label)), *map(_escaped, items)])
        case Overview(bars):
            yield _bullets(f"{_strong(bar.name)}: {_escaped(bar.level)}" for bar in bars)
        case Table(columns, rows):
            yield "\n".join(_table(columns, rows))
        case Trend(columns, rows):
            names = ([row[0].name, *(bar.level for bar in row)] for row in rows)
            yield "\n".join(_table(("", *columns), names))
        case References(items):
            yield "\n".join(map(_reference, items))


def _bullets(items: Iterator[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield _row(columns)
    yield "|" + " --- |" * len(columns)
    yield from map(_row, rows)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(map(_escaped, cells)) + " |"


def _reference(reference: Reference) -> str:
    address = reference.address or ""
    shown = f"<{address}>" if is_web_address(address) else _escaped(address)
    return f"{reference.number}. {_escaped(reference.text)} {shown}".rstrip()


def _strong(text: str) -> str:
    # Between no text the asterisks would be a rule across the page.
    escaped = _escaped(text)
    return f"**{escaped}**" if escaped else ""


def _escaped(text: str) -> str:
    """Returns the text so that Markdown shows every character of it and interprets none."""
    return _NUMBERED.sub(r"\1\\\2", _MARKS.sub(r"\\\g<0>", printable(text)))
