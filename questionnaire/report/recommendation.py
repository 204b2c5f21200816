"""The recommendation to see a doctor: every content ends with it."""

from __future__ import annotations

from questionnaire.report.outline import Block, Paragraph, Part, entry
from questionnaire.report.report import Report


def recommendation(report: Report) -> Part:
    """Returns the recommendation, which closes every content."""
    first, *others = (line.text for line in report.assessment.recommendation)
    blocks: tuple[Block, ...] = (Paragraph(first, "strong"), *entry("", others))
    return Part(report.rulebook.words.recommendation, blocks, "boxed")
