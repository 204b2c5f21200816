"""What the summary leaves out, as parts that a person can open one by one."""

from __future__ import annotations

from itertools import chain

from questionnaire.inference.assessment import ShownFactor
from questionnaire.knowledge.printable import sentence
from questionnaire.report import shared_parts
from questionnaire.report.changes import what_could_change
from questionnaire.report.citations import (
    Citations,
    citations,
    numbers,
    sources,
    sources_of_reasons,
)
from questionnaire.report.outline import Block, Outline, Paragraph, Part, entry
from questionnaire.report.report import Report
from questionnaire.report.since import since_in_full


def details(report: Report) -> Outline:
    """Returns a card for each factor that stands out, what could change it, and the sources."""
    assessment = report.assessment
    cited = citations(report, assessment.shown_flags)
    cards = (_card(report, factor, cited) for factor in assessment.factors)
    return *since_in_full(report), *cards, *what_could_change(report), sources(report, cited)


def _card(report: Report, factor: ShownFactor, cited: Citations) -> Part:
    """Returns what is said about a factor."""
    level, known = report.rulebook.levels[factor.level], report.rulebook.factors[factor.id]
    meaning = f": {level.meaning}" if level.meaning else ""
    grade = f"{sentence(report.rulebook.grades[factor.grade])} (grade {factor.grade})."
    advice = (shared_parts.lines(label, getattr(factor, key)) for label, key in shared_parts.CARD)
    blocks: tuple[Block, ...] = (
        Paragraph(f"{sentence(level.label)}{meaning}.", "strong"),
        *entry("Evidence", [f"{grade} {known.summary}"]),
        *entry("Because", (found.because for found in factor.findings if found.weight > 0)),
        *entry("Against it", (found.because for found in factor.findings if found.weight < 0)),
        *entry("What it does", (known.role, known.link)),
        *chain(*advice),
        *entry("Sources", [numbers(cited, sources_of_reasons(factor))]),
    )
    return Part(factor.name, blocks, "card")
