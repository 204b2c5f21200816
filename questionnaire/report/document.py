"""The whole of a report as one document in two parts, whatever the format it is written in."""

from __future__ import annotations

from questionnaire.report.details import details
from questionnaire.report.doctor_page import doctor_page
from questionnaire.report.outline import Document
from questionnaire.report.report import Report
from questionnaire.report.summary import summary


def document(report: Report) -> Document:
    """Returns the document of a report."""
    rulebook = report.rulebook
    return Document(
        title=rulebook.title,
        summary=summary(report),
        details_title="Details",
        details=details(report),
        doctor_title=f"{rulebook.title}: {rulebook.words.document}",
        doctor_page=doctor_page(report),
    )
