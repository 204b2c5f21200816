"""The recommendation to see a doctor: every content ends with it."""

from __future__ import annotations

from questionnaire.report.outline import Paragraph, Part
from questionnaire.report.report import Report


def recommendation(report: Report) -> Part:
    """Returns the recommendation, which closes every content."""
    lines = tuple(Paragraph(line.text) for line in report.assessment.recommendation)
    return Part(report.rulebook.words.recommendation, lines, "boxed")
