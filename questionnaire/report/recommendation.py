"""The recommendation to see a doctor: every content ends with it."""

from __future__ import annotations

from questionnaire.report.outline import Block, Paragraph, Part, entry
from questionnaire.report.report import Report


def recommendation(report: Report, *, brief: bool = False) -> Part:
    """Returns the recommendation, which closes every content; brief, only what everybody is told.

    What depends on answers, and what to watch for, is said to the person.
    """
    first, *others = (line.text for line in report.assessment.recommendation)
    blocks: tuple[Block, ...] = (Paragraph(first, "strong"), *entry("", () if brief else others))
    return Part(report.rulebook.words.recommendation, blocks, "boxed")
