"""An outline or a document as one HTML page that loads nothing, and reads well on paper too.

Texts go through ``_shown`` and nowhere else, which escapes them.  How it looks is ``page.css``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib.resources import files
from itertools import groupby

from questionnaire.knowledge.printable import as_label, is_web_address, printable
from questionnaire.report.as_svg import figure, level
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

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_ON_PAPER = "Only the details that were open are printed; all of them are in the file."


def as_html(title: str, outline: Outline) -> str:
    """Returns an outline as a page."""
    return _page(title, [_heading(title, 1), *_parts(outline, 2)])


def document_as_html(document: Document) -> str:
    """Returns a whole document as a page: the summary, what can be opened, the doctor's page."""
    return _page(
        document.title,
        [
            '<section id="summary" aria-labelledby="title">',
            _heading(document.title, 1, "title"),
            '<nav aria-label="Parts of this page">',
            _list(
                [
                    f'<a href="#details">{_shown(document.details_title)}</a>',
                    f'<a href="#doctor">{_shown(document.doctor_title)}</a>',
                ]
            ),
            "</nav>",
            f'<p class="on-paper">{_ON_PAPER}</p>',
            *_parts(document.summary, 2),
            "</section>",
            '<section id="details" aria-labelledby="details-title">',
            _heading(document.details_title, 2, "details-title"),
            *map(_card, document.details),
            "</section>",
            '<section id="doctor" aria-labelledby="doctor-title">',
            _heading(document.doctor_title, 2, "doctor-title"),
            *_parts(document.doctor_page, 3),
            "</section>",
        ],
    )


def _page(title: str, pieces: Iterable[str]) -> str:
    style = files("questionnaire.report").joinpath("page.css").read_text(encoding="utf-8")
    return "\n".join(
        [
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{_shown(title)}</title>\n<style>\n{style}</style>",
            "</head>\n<body>\n<main>",
            *pieces,
            "</main>\n</body>\n</html>\n",
        ]
    )


def _parts(outline: Outline, depth: int) -> Iterator[str]:
    for part in outline:
        yield f'<div class="part {part.kind}">'
        yield _heading(part.heading, depth + (part.kind == "below"))
        yield from _blocks(part)
        yield "</div>"


def _card(part: Part) -> str:
    heading = _heading(part.heading, 3)
    return "\n".join([f"<details>\n<summary>{heading}</summary>", *_blocks(part), "</details>"])


def _heading(text: str, depth: int, id_: str = "") -> str:
    name = f' id="{id_}"' if id_ else ""
    return f"<h{depth}{name}>{_shown(text)}</h{depth}>"


def _blocks(part: Part) -> Iterator[str]:
    # Labels that follow each other are one list of them.
    for labelled, blocks in groupby(part.blocks, _is_labelled):
        pieces = map(_block, blocks)
        yield from ["<dl>", *pieces, "</dl>"] if labelled else pieces


def _is_labelled(block: Block) -> bool:
    return isinstance(block, Entry) and block.label != ""


def _block(block: Block) -> str:
    match block:
        case Paragraph(text, "plain"):
            return f"<p>{_shown(text)}</p>"
        case Paragraph(text, tone):
            return f'<p class="{tone}">{_shown(text)}</p>'
        case Entry("", items):
            return _list(map(_shown, items))
        case Entry(label, items):
            said = "".join(f"<dd>{_shown(item)}</dd>\n" for item in items)
            return f"<div>\n<dt>{_shown(as_label(label))}</dt>\n{said}</div>"
        case Overview(bars):
            return _list(map(_bar, bars), "levels")
        case Table():
            return _table(block)
        case Trend(columns, rows):
            table = Table(("", *columns), tuple(_in_words(row) for row in rows))
            return "\n".join([_table(table), *(figure(columns, row) for row in rows)])
        case References(items):
            return "\n".join(["<ol>", *map(_reference, items), "</ol>"])


def _list(items: Iterable[str], kind: str = "") -> str:
    opening = f'<ul class="{kind}">' if kind else "<ul>"
    return "\n".join([opening, *(f"<li>{item}</li>" for item in items), "</ul>"])


def _bar(bar: Bar) -> str:
    name = _shown(bar.name)
    says = f"<b>{name}.</b> {_shown(bar.reason)}" if bar.reason else f"<b>{name}</b>"
    return f"<span>{says}</span>\n{level(bar)}\n<span>{_shown(bar.level)}</span>"


def _in_words(row: Sequence[Bar]) -> tuple[str, ...]:
    return (row[0].name, *(bar.level for bar in row))


def _table(table: Table) -> str:
    headings = "".join(f'<th scope="col">{_shown(column)}</th>' for column in table.columns)
    rows = (_row(table.columns, row) for row in table.rows)
    head = f"<table>\n<thead>\n<tr>{headings}</tr>\n</thead>\n<tbody>"
    return "\n".join([head, *rows, "</tbody>\n</table>"])


def _row(columns: Sequence[str], row: Sequence[str]) -> str:
    first, *others = row
    # On a narrow screen the cells stand below each other, each with its heading.
    cells = "".join(
        f'<td data-label="{_shown(as_label(column))}">{_shown(cell)}</td>'
        for column, cell in zip(columns[1:], others, strict=True)
    )
    return f'<tr><th scope="row">{_shown(first)}</th>{cells}</tr>'


def _reference(reference: Reference) -> str:
    address = reference.address or ""
    shown = _shown(address)
    link = f'<a href="{shown}">{shown}</a>' if is_web_address(address) else shown
    return f'<li value="{reference.number}">{_shown(reference.text)} {link}</li>'


def _shown(text: str) -> str:
    """Returns the text so that HTML shows every character of it, between tags and in quotes."""
    return escape(printable(text))
