"""The document for the doctor as Markdown, and as HTML that prints well on A4.

This is the only module that imports markdown-it.  The HTML is made from the Markdown, so the two
cannot differ; texts are escaped for Markdown, and raw HTML is off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from markdown_it import MarkdownIt

from questionnaire.inference.assessment import Assessment
from questionnaire.knowledge.model import Rulebook
from questionnaire.knowledge.printable import as_label, is_web_address, printable
from questionnaire.report.doctor_page import appointment
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
)

_MARKS = re.compile(r"[\\`*_\[\]<>&#|~$]|^[-+=]")
_NUMBERED = re.compile(r"^(\d+)([.)])")
_LEVELS = {"plain": "##", "below": "###"}

_STYLE = """
@page { size: A4; margin: 10mm 12mm; }
body { font: 9pt/1.25 Arial, "Liberation Sans", Helvetica, sans-serif; color: #111;
  max-width: 46rem; margin: 1rem auto; padding: 0 1rem; }
h1 { font-size: 14pt; margin: 0 0 .5rem; }
h2 { font-size: 11pt; margin: .7rem 0 .2rem; border-bottom: 1px solid #555; }
h3 { font-size: 9.5pt; margin: .5rem 0 .1rem; }
h1, h2, h3 { break-after: avoid; }
p, ul, ol { margin: .12rem 0; }
ul, ol { padding-left: 1.3rem; }
li { break-inside: avoid; }
ol { font-size: 7.5pt; }
body > ol, body > ul { columns: 2; column-gap: 2rem; }
blockquote { margin: .6rem 0; padding: .4rem .8rem; border: 2px solid #111; break-inside: avoid; }
blockquote h2 { margin-top: 0; border: 0; }
table { border-collapse: collapse; width: 100%; margin: .3rem 0; }
th, td { text-align: left; vertical-align: top; padding: 0 .3rem;
  border-bottom: 1px solid #bbb; }
th:first-child { width: 30%; }
tr { break-inside: avoid; }
a { color: inherit; overflow-wrap: anywhere; }
@media print {
  body { font-size: 8.5pt; line-height: 1.18; margin: 0; padding: 0; max-width: none; }
  h2 { margin-top: .5rem; }
  body > p, body > ul { font-size: 7.5pt; }
  ol { font-size: 7pt; line-height: 1.15; }
  ol a { display: none; } /* on paper nobody can follow them, and they take a page of their own */
}
"""


def markdown(rulebook: Rulebook, assessment: Assessment, changes: Sequence[str] = ()) -> str:
    """Returns the document as Markdown (CommonMark with tables)."""
    return outline_markdown(_title(rulebook), appointment(rulebook, assessment, changes))


def outline_markdown(title: str, outline: Outline) -> str:
    """Returns any outline as Markdown."""
    return "\n\n".join([f"# {_escaped(title)}", *_parts(outline)]) + "\n"


def html(rulebook: Rulebook, assessment: Assessment, changes: Sequence[str] = ()) -> str:
    """Returns the document as one HTML page that loads nothing."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    body = reader.render(markdown(rulebook, assessment, changes))
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(printable(_title(rulebook)))}</title>\n<style>{_STYLE}</style>\n"
        f"</head>\n<body>\n{body}</body>\n</html>\n"
    )


def _title(rulebook: Rulebook) -> str:
    return f"{rulebook.title}: {rulebook.words.document}"


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
            yield _bullets(f"{_strong(bar.name)}: {_escaped(bar.level)}" for bar in bars)
        case Table(columns, rows):
            yield "\n".join([_row(columns), "|" + " --- |" * len(columns), *map(_row, rows)])
        case References(items):
            yield "\n".join(map(_reference, items))


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
