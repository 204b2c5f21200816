"""The parts that several contents share, in the same words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from questionnaire.inference.assessment import (
    Assessment,
    Evidence,
    GivenAnswer,
    RaisedFlag,
    ReachedTotal,
    ShownLine,
)
from questionnaire.knowledge.model import Rulebook
from questionnaire.knowledge.printable import sentence
from questionnaire.report.answers import used, with_answers
from questionnaire.report.outline import (
    Bar,
    Block,
    Entry,
    Kind,
    Outline,
    Overview,
    Paragraph,
    Part,
    entry,
    part,
)
from questionnaire.report.report import Report

CARD = (
    ("What helps", "advice"),
    ("Foods", "foods"),
    ("To be checked", "tests"),
    ("Take care", "cautions"),
    ("Good to know", "notes"),
)
"""The keys of a factor's card that are advice, with the labels that people read."""


def nothing_answered(assessment: Assessment) -> bool:
    """Tells whether no question has an answer that the person gave."""
    return all(
        answer is None or question in assessment.assumed
        for question, answer in assessment.answers.items()
    )


def raised(report: Report) -> Outline:
    """Returns the red flags that are shown as one part for each urgency, the highest first.

    A time frame of its own makes an urgency of its own.  The first part carries the headline, even
    where no flag of its urgency is shown.
    """
    return tuple(
        Part(
            heading,
            tuple(chain.from_iterable(_flag(report, flag) for flag in flags)),
            kind_of(report.rulebook, urgency),
        )
        for urgency, heading, flags in flags_by_urgency(report)
    )


def flags_by_urgency(report: Report) -> Iterator[tuple[str, str, Sequence[RaisedFlag]]]:
    """Yields each urgency with its heading and the flags that are shown under it."""
    rulebook, assessment = report.rulebook, report.assessment
    order = list(rulebook.urgencies)
    apart: dict[tuple[str, str], list[RaisedFlag]] = {}
    for flag in sorted(assessment.shown_flags, key=lambda one: -order.index(one.urgency)):
        apart.setdefault((flag.urgency, flag.time_frame), []).append(flag)
    leading = next(iter(apart), None)
    if leading is None or leading[0] != assessment.urgency:
        yield assessment.urgency, assessment.headline, ()
    for told, flags in apart.items():
        urgency, time_frame = told
        heading = f"{rulebook.urgencies[urgency].label}, {time_frame}"
        leads = told == leading and urgency == assessment.urgency
        yield urgency, assessment.headline if leads else heading, flags


def kind_of(rulebook: Rulebook, urgency: str) -> Kind:
    """Returns how a part about an urgency stands out."""
    return "emergency" if rulebook.urgencies[urgency].interrupts else "boxed"


def notices(report: Report) -> Outline:
    """Returns what must be known before the rest is read, answers set aside included."""
    rulebook, assessment = report.rulebook, report.assessment
    blocks: list[Block] = []
    for notice in assessment.notices:
        blocks += [Paragraph(notice.text), *entry("", map(sentence, notice.signs))]
    if assessment.set_aside:
        given = with_answers(
            (rulebook.questions[item.question], item.answer) for item in assessment.set_aside
        )
        words = rulebook.messages.answers_set_aside.replace("{answers}", "; ".join(given))
        blocks.append(Paragraph(words))
    return part("Please note", blocks)


def overview(report: Report) -> Outline:
    """Returns all that stands out at one look, or what is said where nothing does."""
    rulebook, assessment = report.rulebook, report.assessment
    if assessment.factors:
        ranks = {level: rank for rank, level in enumerate(rulebook.levels, start=1)}
        bars = tuple(
            Bar(factor.name, rulebook.levels[factor.level].label, ranks[factor.level], len(ranks))
            for factor in assessment.factors
        )
        return (Part("What stands out", (Overview(bars),)),)
    if not assessment.messages:
        return ()
    heading = "Nothing was answered" if nothing_answered(assessment) else rulebook.words.no_factors
    first, *others = assessment.messages
    says = (Paragraph(first.text, "strong"), *(Paragraph(line.text) for line in others))
    return (Part(heading, says),)


def signs_not_checked(report: Report) -> Outline:
    """Lists the warning signs that no notice lists, by urgency, the highest first."""
    rulebook = report.rulebook
    listed = {sign for notice in report.assessment.notices for sign in notice.signs}
    _, *urgent = rulebook.urgencies.values()
    blocks: list[Block] = []
    for urgency in reversed(urgent):
        flags = [flag for flag in rulebook.red_flags.values() if flag.urgency == urgency.id]
        signs = entry("", (sentence(flag.sign) for flag in flags if flag.sign not in listed))
        if signs:
            blocks += [Paragraph(f"{urgency.label}, {urgency.time_frame}:", "strong"), *signs]
    return part(f"{rulebook.words.red_flags} that were not checked", blocks)


def evidence_in_words(report: Report, evidence: Evidence) -> tuple[str, ...]:
    """Returns the answers and totals that made a rule fire; what was not answered is left out."""
    given = (
        used(report, item.question, item.answer)
        for item in evidence
        if isinstance(item, GivenAnswer) and item.answer is not None
    )
    totals = (
        f"What you answered about “{report.rulebook.factors[item.factor].name}”"
        for item in evidence
        if isinstance(item, ReachedTotal)
    )
    return *given, *totals


def lines(label: str, shown: Sequence[ShownLine]) -> tuple[Entry, ...]:
    """Returns the lines as an entry, or nothing if there are none."""
    return entry(label, (line.text for line in shown))


def _flag(report: Report, flag: RaisedFlag) -> Iterator[Block]:
    yield Paragraph(sentence(flag.sign), "strong")
    yield from lines("What to do", flag.advice)
    yield from entry("Your answers", evidence_in_words(report, flag.evidence))
