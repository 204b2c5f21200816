"""The whole of a report as one document in two parts: for the person, and for the doctor.

Every file that a report is written to holds this document, whatever its format.
"""

from __future__ import annotations

from msgspec import Struct

from questionnaire.report.details import details
from questionnaire.report.doctor_page import doctor_page
from questionnaire.report.outline import Outline
from questionnaire.report.report import Report
from questionnaire.report.summary import summary


class Document(Struct, frozen=True):
    """The contents of a report in the order in which they are read.

    Attributes:
        summary: What the person reads first; it stands alone.
        details: What the person may open after it.
        doctor_title: The heading of the page for the doctor.
        doctor_page: The page for the doctor; on paper it begins a sheet of its own.
    """

    title: str
    summary: Outline
    details: Outline
    doctor_title: str
    doctor_page: Outline


def document(report: Report) -> Document:
    """Returns the document of a report."""
    rulebook = report.rulebook
    return Document(
        title=rulebook.title,
        summary=summary(report),
        details=details(report),
        doctor_title=f"{rulebook.title}: {rulebook.words.document}",
        doctor_page=doctor_page(report),
    )
