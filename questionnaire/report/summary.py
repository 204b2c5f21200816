"""The summary for the person: what to do first, what stands out and why, what was left open.

An emergency, no answers at all, and answers in which nothing stands out are designs of their own.
The same report in another order, for the doctor, is ``doctor_page``.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain

from questionnaire.inference.assessment import ShownFactor
from questionnaire.knowledge.bearing import Bearing, bearings
from questionnaire.knowledge.model import Rulebook
from questionnaire.knowledge.printable import sentence
from questionnaire.knowledge.wording import joined
from questionnaire.report import shared_parts
from questionnaire.report.changes import what_could_change
from questionnaire.report.citations import Citations, citations, numbers, sources_of_reasons
from questionnaire.report.outline import Block, Outline, Paragraph, Part, entry
from questionnaire.report.recommendation import recommendation
from questionnaire.report.report import Report
from questionnaire.report.since import since

_NAMES_SHOWN = 3
_QUESTIONS_SHOWN = 10


def summary(report: Report) -> Outline:
    """Returns the summary for the person."""
    assessment = report.assessment
    cited = citations(report, assessment.shown_flags)
    end = recommendation(report, cited)
    notes = (*since(report), *shared_parts.notices(report))
    found = shared_parts.overview(report)
    first, *others = shared_parts.raised(report)
    cards = (_card(report, factor, cited) for factor in assessment.factors)
    rest = (*cards, *what_could_change(report), *_left_open(report), *end)
    if first.kind == "emergency":
        wait = Part("What follows can wait", (Paragraph("First do what stands above."),))
        return first, wait, *others, *notes, *found, *rest
    if assessment.shown_flags:
        return first, *others, *notes, *found, *rest
    if shared_parts.nothing_answered(assessment):
        return *found, *notes, *shared_parts.signs_not_checked(report), *end
    if assessment.factors or not found:
        return *notes, first, *found, *rest
    # A box without a sign in it would say twice to see somebody: here, and in the recommendation.
    (calm,) = found
    said = (*calm.blocks, Paragraph(f"{assessment.headline}."))
    return *notes, Part(calm.heading, said), *rest


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
    return Part(factor.name, blocks, "below")


def _left_open(report: Report) -> Outline:
    """Returns what was not answered: each question, or where most are open only how many."""
    rulebook = report.rulebook
    bearing = bearings(rulebook)
    matter = [id_ for id_ in report.assessment.unanswered if bearing[id_] != Bearing()]
    if not matter:
        return ()
    if len(matter) <= _QUESTIONS_SHOWN:
        items = (
            f"{rulebook.questions[id_].text} (bears on {_names(rulebook, bearing[id_])})"
            for id_ in matter
        )
        return (Part("Not answered, and might matter", entry("", items)),)
    counted = Counter(rulebook.questions[id_].section for id_ in matter)
    sections = (
        f"{section.title}: {counted[section.id]} of the questions"
        for section in rulebook.sections
        if section.id in counted
    )
    says = "Much was not answered, so this summary leaves out all that depends on it:"
    return (Part("Not answered, and might matter", (Paragraph(says), *entry("", sections))),)


def _names(rulebook: Rulebook, bearing: Bearing) -> str:
    names = [rulebook.words.red_flags.lower()] if bearing.red_flags else []
    names += [f"“{rulebook.factors[factor].name}”" for factor in bearing.factors]
    more = len(names) - _NAMES_SHOWN
    return joined([*names[:_NAMES_SHOWN], f"{more} more"] if more > 0 else names)
