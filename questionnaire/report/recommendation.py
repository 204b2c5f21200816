"""The recommendation to see a doctor: every content ends with it, and then names its sources."""

from __future__ import annotations

from questionnaire.report.citations import Citations, sources
from questionnaire.report.outline import Outline, Paragraph, Part
from questionnaire.report.report import Report


def recommendation(report: Report, cited: Citations) -> Outline:
    """Returns the parts that close every content: the recommendation, then the sources."""
    lines = tuple(Paragraph(line.text) for line in report.assessment.recommendation)
    heading = report.rulebook.words.recommendation
    return Part(heading, lines, "boxed"), sources(report, cited)
