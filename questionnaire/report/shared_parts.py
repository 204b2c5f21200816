"""The parts that several contents share, in the same words."""

from __future__ import annotations

from collections.abc import Sequence

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
from questionnaire.knowledge.wording import joined
from questionnaire.report.answers import with_answers
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
_QUESTIONS_NAMED = 3


def nothing_answered(assessment: Assessment) -> bool:
    """Tells whether no question has an answer that the person gave."""
    return all(
        answer is None or question in assessment.assumed
        for question, answer in assessment.answers.items()
    )


def raised(report: Report) -> Outline:
    """Returns the red flags that are shown as one part for each urgency, the highest first.

    The first part carries the headline, even where no flag of its urgency is shown.
    """
    rulebook, assessment = report.rulebook, report.assessment
    flags = assessment.shown_flags
    others = [
        _flags_of(rulebook, other.id, other.label, flags)
        for other in reversed(tuple(rulebook.urgencies.values()))
        if other.id != assessment.urgency and any(flag.urgency == other.id for flag in flags)
    ]
    return _flags_of(rulebook, assessment.urgency, assessment.headline, flags), *others


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
    if assessment.unchecked and not nothing_answered(assessment):
        blocks += _signs_of_unanswered(report)
    return part("Please note", blocks)


def _signs_of_unanswered(report: Report) -> tuple[Paragraph, ...]:
    """Says which unanswered questions kept warning signs from being checked.

    Those of which a notice has listed the signs are left out.
    """
    rulebook, assessment = report.rulebook, report.assessment
    shown = {notice.id for notice in assessment.notices}
    listed = {id_ for notice in rulebook.notices if notice.id in shown for id_ in notice.signs_of}
    texts = [
        f"“{rulebook.questions[id_].text}”" for id_ in assessment.unchecked if id_ not in listed
    ]
    if not texts:
        return ()
    more = len(texts) - _QUESTIONS_NAMED
    named = joined([*texts[:_QUESTIONS_NAMED], f"{more} more"] if more > 0 else texts)
    return (Paragraph(rulebook.messages.signs_not_checked.replace("{questions}", named)),)


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


def evidence_in_words(rulebook: Rulebook, evidence: Evidence) -> tuple[str, ...]:
    """Returns the answers and totals that made a rule fire; what was not answered is left out."""
    given = with_answers(
        (rulebook.questions[item.question], item.answer)
        for item in evidence
        if isinstance(item, GivenAnswer) and item.answer is not None
    )
    totals = (
        f"What you answered about “{rulebook.factors[item.factor].name}”"
        for item in evidence
        if isinstance(item, ReachedTotal)
    )
    return *given, *totals


def lines(label: str, shown: Sequence[ShownLine]) -> tuple[Entry, ...]:
    """Returns the lines as an entry, or nothing if there are none."""
    return entry(label, (line.text for line in shown))


def _flags_of(rulebook: Rulebook, urgency: str, heading: str, flags: Sequence[RaisedFlag]) -> Part:
    known = rulebook.urgencies[urgency]
    here = [flag for flag in flags if flag.urgency == urgency]
    kind: Kind = "emergency" if known.interrupts else "boxed"
    usual = here[0].time_frame if here else ""
    blocks: list[Block] = []
    if usual not in heading:
        blocks.append(Paragraph(f"{sentence(usual)}."))
    for flag in here:
        blocks += [
            Paragraph(sentence(flag.sign), "strong"),
            *entry("When", [flag.time_frame] if flag.time_frame != usual else []),
            *lines("What to do", flag.advice),
            *entry("Your answers", evidence_in_words(rulebook, flag.evidence)),
        ]
    return Part(heading, tuple(blocks), kind)
