"""What the summary leaves out, as parts that a person can open one by one."""

from __future__ import annotations

from itertools import chain

from questionnaire.inference.assessment import RaisedFlag, ShownFactor
from questionnaire.knowledge.printable import sentence
from questionnaire.report import shared_parts
from questionnaire.report.answers import set_aside
from questionnaire.report.changes import what_could_change
from questionnaire.report.citations import (
    Citations,
    citations,
    numbers,
    sources,
    sources_of_flag,
    sources_of_reasons,
)
from questionnaire.report.missing import Missing, missing
from questionnaire.report.outline import Block, Outline, Paragraph, Part, entry, part
from questionnaire.report.report import Report
from questionnaire.report.signs import evidence_in_words, signs_not_checked
from questionnaire.report.since import since_in_full


def details(report: Report) -> Outline:
    """Returns all that can be looked up, each part complete in itself.

    These are the signs that were found, a card for each factor that stands out, what could change
    it, what was left open, and the sources.  Where nothing was answered the summary says it all.
    """
    assessment = report.assessment
    cited = citations(report, assessment.shown_flags)
    cards = (_card(report, factor, cited) for factor in assessment.factors)
    told = (
        *_signs_found(report, cited),
        *cards,
        *what_could_change(report),
        *since_in_full(report),
    )
    if assessment.nothing_answered and not assessment.shown_flags:
        return *told, sources(report, cited)
    open_ = missing(report)
    left_open = (
        *signs_not_checked(report, open_),
        *shared_parts.not_answered(report, open_),
    )
    return *told, *left_open, *_notices(report, open_), sources(report, cited)


def _signs_found(report: Report, cited: Citations) -> Outline:
    """Returns each warning sign with what to do, how soon, and the answers behind it."""
    rulebook = report.rulebook
    order = list(rulebook.urgencies)

    def urgency(flag: RaisedFlag) -> int:
        return -order.index(flag.urgency)

    blocks: list[Block] = []
    for flag in sorted(report.assessment.shown_flags, key=urgency):
        blocks += [
            Paragraph(sentence(flag.sign), "strong"),
            *entry("How soon", [f"{sentence(flag.time_frame)}."]),
            *shared_parts.lines("What to do", flag.advice),
            *entry("Your answers", evidence_in_words(report, flag.evidence)),
            *entry("Sources", [numbers(cited, sources_of_flag(flag))]),
        ]
    return part(shared_parts.found_heading(rulebook), blocks, "card")


def _notices(report: Report, open_: Missing) -> Outline:
    notices = entry("", shared_parts.notices_in_words(report, open_))
    aside = (set_aside(report, one) for one in report.assessment.set_aside)
    in_full = part(shared_parts.NOTICES_IN_FULL, notices)
    return *in_full, *part(shared_parts.SET_ASIDE, entry("", aside))


def _card(report: Report, factor: ShownFactor, cited: Citations) -> Part:
    """Returns what is said about a factor."""
    level, known = report.rulebook.levels[factor.level], report.rulebook.factors[factor.id]
    meaning = f": {level.meaning}" if level.meaning else ""
    grade = shared_parts.grade_in_words(report.rulebook, factor.grade)
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
