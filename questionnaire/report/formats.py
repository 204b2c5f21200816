"""Which content is told in which format, as the bytes of a file.

Any content can be had in any format: ``as_text(doctor_page(report))`` is one too.  Contents and
formats are imported when they are asked for, because none of the formats is quick to import.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from questionnaire.report.report import Report

Format: TypeAlias = Literal["text", "markdown", "html", "json", "fhir"]

ENDINGS: Final[Mapping[str, Format]] = {
    ".md": "markdown",
    ".html": "html",
    ".json": "json",
    ".txt": "text",
}
"""What the ending of a file says about its format."""


def rendered(report: Report, format_: Format) -> bytes:
    """Returns the whole document of a report, its record or its Bundle, as UTF-8."""
    from questionnaire.report.document import document

    match format_:
        case "json":
            from questionnaire.report.record import record

            return record(report)
        case "fhir":
            from questionnaire.report.fhir_bundle import bundle

            return bundle(report)
        case "text":
            from questionnaire.report.as_text import document_as_text

            return document_as_text(document(report)).encode()
        case "markdown":
            from questionnaire.report.as_markdown import document_as_markdown

            return document_as_markdown(document(report)).encode()
        case "html":
            from questionnaire.report.as_html import document_as_html

            return document_as_html(document(report)).encode()
