"""The summary for the person: what to do first, what stands out and why, what was left open.

An emergency, no answers at all, and answers in which nothing stands out are designs of their own.
The same values in another order, for the doctor, are ``appointment``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from questionnaire.inference.assessment import Assessment, ShownFactor
from questionnaire.knowledge.bearing import Bearing, bearings
from questionnaire.knowledge.model import Rulebook
from questionnaire.knowledge.printable import sentence
from questionnaire.knowledge.wording import joined
from questionnaire.report import shared_parts
from questionnaire.report.answers import question_in_words
from questionnaire.report.citations import (
    Citations,
    ending,
    numbers,
    sources_of_reasons,
)
from questionnaire.report.outline import Block, Entry, Outline, Paragraph, Part, entry

_NAMES_SHOWN = 3
_QUESTIONS_SHOWN = 10


def summary(rulebook: Rulebook, assessment: Assessment, changes: Sequence[str] = ()) -> Outline:
    """Returns the summary; ``changes`` are sentences on what would change the result."""
    flags = assessment.shown_flags
    cited, end = ending(rulebook, assessment, flags)
    notes = shared_parts.notices(rulebook, assessment)
    found = shared_parts.overview(rulebook, assessment)
    first, *others = shared_parts.raised(rulebook, assessment.urgency, assessment.headline, flags)
    rest = (
        *_cards(rulebook, assessment, cited),
        *shared_parts.would_change(changes),
        *_left_open(rulebook, assessment),
        *end,
    )
    if first.kind == "emergency":
        wait = Part("What follows can wait", (Paragraph("First do what stands above."),))
        return first, wait, *others, *notes, *found, *rest
    if flags:
        return first, *others, *notes, *found, *rest
    if shared_parts.nothing_answered(assessment):
        return *found, *notes, *shared_parts.signs_not_checked(rulebook, assessment), *end
    if assessment.factors or not found:
        return *notes, first, *found, *rest
    # A box without a sign in it would say twice to see somebody: here, and in the recommendation.
    (calm,) = found
    said = (*calm.blocks, Paragraph(f"{assessment.headline}."))
    return *notes, Part(calm.heading, said), *rest


def _cards(rulebook: Rulebook, assessment: Assessment, cited: Citations) -> Outline:
    return tuple(
        Part(
            factor.name,
            (
                *_level_and_grade(rulebook, factor),
                *_because(factor),
                *_what_it_does(rulebook, factor),
                *shared_parts.lines("What helps", factor.advice),
                *shared_parts.lines("Foods", factor.foods),
                *shared_parts.lines("To be checked", factor.tests),
                *shared_parts.lines("Take care", factor.cautions),
                *shared_parts.lines("Good to know", factor.notes),
                *entry("Sources", [numbers(cited, sources_of_reasons(factor))]),
            ),
            "below",
        )
        for factor in assessment.factors
    )


def _level_and_grade(rulebook: Rulebook, factor: ShownFactor) -> tuple[Block, ...]:
    level, known = rulebook.levels[factor.level], rulebook.factors[factor.id]
    meaning = f": {level.meaning}" if level.meaning else ""
    grade = f"{sentence(rulebook.grades[factor.grade])} (grade {factor.grade}). {known.summary}"
    return Paragraph(f"{sentence(level.label)}{meaning}.", "strong"), *entry("Evidence", [grade])


def _because(factor: ShownFactor) -> tuple[Entry, ...]:
    return (
        *entry("Because", (found.because for found in factor.findings if found.weight > 0)),
        *entry("Against it", (found.because for found in factor.findings if found.weight < 0)),
    )


def _what_it_does(rulebook: Rulebook, factor: ShownFactor) -> tuple[Entry, ...]:
    known = rulebook.factors[factor.id]
    return entry("What it does", (known.role, known.link))


def _left_open(rulebook: Rulebook, assessment: Assessment) -> Outline:
    """Returns what was not answered: each question, or where most are open only how many."""
    bearing = bearings(rulebook)
    matter = [id_ for id_ in assessment.unanswered if bearing[id_] != Bearing()]
    if not matter:
        return ()
    if len(matter) <= _QUESTIONS_SHOWN:
        items = (
            f"{question_in_words(rulebook.questions[id_])} "
            f"(bears on {_names(rulebook, bearing[id_])})"
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
