"""An outline as Markdown, in which every text is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from questionnaire.knowledge.printable import as_label, is_web_address, printable
from questionnaire.report.document import Document
from questionnaire.report.outline import (
    Bar,
    Block,
    Entry,
    Outline,
    Overview,
    Paragraph,
    Part,
    Reference,
    References,
    Table,
)

_MARKS = re.compile(r"[\\`*_\[\]<>&#|~$]|^[-+=]")
_NUMBERED = re.compile(r"^(\d+)([.)])")
_LEVELS = {"plain": "##", "below": "###", "card": "###"}


def as_markdown(title: str, outline: Outline) -> str:
    """Returns an outline as Markdown (CommonMark with tables)."""
    return "\n\n".join([f"# {_escaped(title)}", *_parts(outline)]) + "\n"


def document_as_markdown(document: Document) -> str:
    """Returns a whole document as Markdown."""
    person = as_markdown(document.title, (*document.summary, *document.details))
    return f"{person}\n{as_markdown(document.doctor_title, document.doctor_page)}"


def _parts(outline: Outline) -> Iterator[str]:
    for part in outline:
        text = "\n\n".join(_part(part))
        boxed = part.kind in {"boxed", "emergency"}
        yield "\n".join(f"> {line}".rstrip() for line in text.split("\n")) if boxed else text


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
            yield _bullets(map(_bar, bars))
        case Table(columns, rows):
            yield "\n".join([_row(columns), "|" + " --- |" * len(columns), *map(_row, rows)])
        case References(items):
            yield "\n".join(map(_reference, items))


def _bar(bar: Bar) -> str:
    return " ".join([f"{_strong(bar.name)}: {_escaped(bar.level)}.", _escaped(bar.reason)]).rstrip()


def _bullets(items: Iterator[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


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
