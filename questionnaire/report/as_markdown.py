"""An outline as Markdown, in which every text is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

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

_MARKS = re.compile(r"[\\`*_\[\]<>&#|~$]|^[-+=]")
_NUMBERED = re.compile(r"^(\d+)([.)])")


def as_markdown(title: str, outline: Outline) -> str:
    """Returns an outline as Markdown (CommonMark with tables)."""
    return _joined([_heading(title, 1), *_parts(outline, 2)])


def document_as_markdown(document: Document) -> str:
    """Returns a whole document as Markdown."""
    return _joined(
        [
            _heading(document.title, 1),
            *_parts(document.summary, 2),
            _heading(document.details_title, 2),
            *_parts(document.details, 3),
            _heading(document.doctor_title, 2),
            *_parts(document.doctor_page, 3),
        ]
    )


def _joined(pieces: Iterable[str]) -> str:
    return "\n\n".join(pieces) + "\n"


def _parts(outline: Outline, level: int) -> Iterator[str]:
    for part in outline:
        text = "\n\n".join(_part(part, level + (part.kind == "below")))
        boxed = part.kind in {"boxed", "emergency"}
        yield "\n".join(f"> {line}".rstrip() for line in text.split("\n")) if boxed else text


def _part(part: Part, level: int) -> Iterator[str]:
    yield _heading(part.heading, level)
    for block in part.blocks:
        yield from _block(block)


def _heading(text: str, level: int) -> str:
    return f"{'#' * level} {escaped(text)}"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(text, "strong"):
            yield _strong(text)
        case Paragraph(text):
            yield escaped(text)
        case Entry("", items):
            yield _bullets(escaped(item) for item in items)
        case Entry(label, items):
            yield " ".join([_strong(as_label(label)), *map(escaped, items)])
        case Overview(bars):
            yield _bullets(map(_bar, bars))
        case Table(columns, rows):
            yield "\n".join(_table(columns, rows))
        case Trend(columns, rows):
            names = ([row[0].name, *(bar.level for bar in row)] for row in rows)
            yield "\n".join(_table(("", *columns), names))
        case References(items):
            yield "\n".join(map(_reference, items))


def _bar(bar: Bar) -> str:
    return " ".join([f"{_strong(bar.name)}: {escaped(bar.level)}.", escaped(bar.reason)]).rstrip()


def _bullets(items: Iterator[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield _row(columns)
    yield "|" + " --- |" * len(columns)
    yield from map(_row, rows)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(map(escaped, cells)) + " |"


def _reference(reference: Reference) -> str:
    address = reference.address or ""
    shown = f"<{address}>" if is_web_address(address) else escaped(address)
    return f"{reference.number}. {escaped(reference.text)} {shown}".rstrip()


def _strong(text: str) -> str:
    # Between no text the asterisks would be a rule across the page.
    shown = escaped(text)
    return f"**{shown}**" if shown else ""


def escaped(text: str) -> str:
    """Returns the text so that Markdown shows every character of it and interprets none."""
    return _NUMBERED.sub(r"\1\\\2", _MARKS.sub(r"\\\g<0>", printable(text)))
