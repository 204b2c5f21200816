"""The document for the doctor: the answers first, then what the rules made of them.

It is meant for one or two sheets of paper and leaves out what a doctor knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from questionnaire.inference.assessment import Assessment, RaisedFlag, ShownFactor
from questionnaire.knowledge.conditions import choices_in
from questionnaire.knowledge.model import Question, Rulebook, choices_of
from questionnaire.knowledge.printable import as_label, sentence
from questionnaire.report import shared_parts
from questionnaire.report.answers import answer_in_words, question_in_words, with_answers
from questionnaire.report.citations import (
    Citations,
    ending,
    numbers,
    sources_of_flag,
)
from questionnaire.report.outline import Entry, Outline, Part, Table, entry


def appointment(rulebook: Rulebook, assessment: Assessment, changes: Sequence[str] = ()) -> Outline:
    """Returns the document; ``changes`` are sentences on what would change the result."""
    cited, end = ending(rulebook, assessment, assessment.red_flags)
    notes = shared_parts.notices(rulebook, assessment)
    if shared_parts.nothing_answered(assessment) and not assessment.red_flags:
        empty = shared_parts.overview(rulebook, assessment)
        return *empty, *notes, *shared_parts.signs_not_checked(rulebook, assessment), *end
    absent = _absent(rulebook, assessment)
    denied = tuple(
        Entry(question_in_words(rulebook.questions[id_]), (labels,))
        for id_, labels in absent.items()
    )
    said = _said(rulebook, assessment, absent)
    return (
        _first(rulebook, assessment),
        *_first_answers(rulebook, assessment, said),
        *((Part("Asked about and not ticked", denied),) if denied else ()),
        *_open(rulebook, assessment),
        *_other_answers(rulebook, assessment, said),
        *notes,
        *_flags(rulebook, assessment.red_flags, cited),
        *_findings(rulebook, assessment, cited),
        *_worth_asking(assessment),
        *shared_parts.would_change(changes),
        *end,
    )


def _first(rulebook: Rulebook, assessment: Assessment) -> Part:
    """Returns the headline and the signs behind it, in an emergency also what to do."""
    flags = assessment.shown_flags
    first, *_ = shared_parts.raised(rulebook, assessment.urgency, assessment.headline, flags)
    if first.kind == "emergency":
        return first
    return Part(first.heading, entry("", (sentence(flag.sign) for flag in flags)), "boxed")


def _said(rulebook: Rulebook, assessment: Assessment, absent: Mapping[str, str]) -> tuple[str, ...]:
    """Returns the questions with an answer that says more than what is absent."""
    return tuple(
        question
        for section in rulebook.sections
        for question in section.questions
        if assessment.answers.get(question) is not None
        and not (question in absent and _denied(rulebook.questions[question], assessment))
    )


def _first_answers(rulebook: Rulebook, assessment: Assessment, said: Sequence[str]) -> Outline:
    """Returns what is to be read first: the questions that the rule base names, or else all."""
    rows = tuple(
        (question_in_words(rulebook.questions[question]), _answer(rulebook, assessment, question))
        for question in rulebook.asked_first or said
        if question in said
    )
    return (Part("Answers", (Table(("Question", "Answer"), rows),)),) if rows else ()


def _other_answers(rulebook: Rulebook, assessment: Assessment, said: Sequence[str]) -> Outline:
    """Returns the answers that need not be read first, closely set; assumed ones are marked."""
    if not rulebook.asked_first:
        return ()
    others = [question for question in said if question not in rulebook.asked_first]
    given = with_answers(
        (rulebook.questions[question], assessment.answers[question])
        for question in others
        if question not in assessment.assumed
    )
    assumed = (
        f"{as_label(question_in_words(rulebook.questions[question]))} "
        f"{_answer(rulebook, assessment, question)}"
        for question in others
        if question in assessment.assumed
    )
    items = entry("", (*given, *assumed))
    return (Part("Other answers", items),) if items else ()


def _answer(rulebook: Rulebook, assessment: Assessment, question: str) -> str:
    words = answer_in_words(rulebook.questions[question], assessment.answers[question])
    return f"{words} (taken from another answer)" if question in assessment.assumed else words


def _denied(question: Question, assessment: Assessment) -> bool:
    ticked = assessment.answers[question.id]
    return ticked == tuple(choice.id for choice in choices_of(question) if choice.exclusive)


def _absent(rulebook: Rulebook, assessment: Assessment) -> dict[str, str]:
    """Returns by question the pertinent negatives: boxes of red flags that were left empty.

    Only a question with a box for "none" tells that the others were looked at.
    """
    sought = choices_in(*(flag.when for flag in rulebook.red_flags.values()))
    absent = {}
    for question in rulebook.questions.values():
        ticked = assessment.answers.get(question.id)
        choices = choices_of(question)
        if isinstance(ticked, tuple) and any(choice.exclusive for choice in choices):
            labels = [
                choice.label
                for choice in choices
                if choice.id in sought.get(question.id, ()) and choice.id not in ticked
            ]
            if labels:
                absent[question.id] = "; ".join(labels)
    return absent


def _open(rulebook: Rulebook, assessment: Assessment) -> Outline:
    texts = entry(
        "", (question_in_words(rulebook.questions[question]) for question in assessment.unanswered)
    )
    return (Part("Not answered", texts),) if texts else ()


def _flags(rulebook: Rulebook, flags: Sequence[RaisedFlag], cited: Citations) -> Outline:
    if not flags:
        return ()
    rows = tuple(
        (
            sentence(flag.sign),
            f"{rulebook.urgencies[flag.urgency].label}: {flag.time_frame}",
            flag.id if flag.instead is None else f"{flag.id} (shown as {flag.instead})",
            numbers(cited, sources_of_flag(flag)),
        )
        for flag in flags
    )
    told = (line.text for flag in flags if flag.instead is None for line in flag.advice)
    columns = ("Sign", "Urgency", "Rule", "Sources")
    return (Part(rulebook.words.red_flags, (Table(columns, rows), *entry("What to do", told))),)


def _findings(rulebook: Rulebook, assessment: Assessment, cited: Citations) -> Outline:
    if not assessment.factors:
        return shared_parts.overview(rulebook, assessment)
    rows = tuple(
        (_standing(rulebook, factor), " ".join(_reasons(factor, cited)))
        for factor in assessment.factors
    )
    table = Table(("Factor", "Because (rule and weight; sources)"), rows)
    return (Part("What stands out", (table,)),)


def _standing(rulebook: Rulebook, factor: ShownFactor) -> str:
    level, grade = rulebook.levels[factor.level].label, rulebook.grades[factor.grade]
    return f"{factor.name}: {level} (total {factor.total}), {grade} (grade {factor.grade})"


def _reasons(factor: ShownFactor, cited: Citations) -> Iterator[str]:
    for finding in factor.findings:
        rests_on = f"{finding.rule} {finding.weight:+d}; {numbers(cited, finding.sources)}"
        yield f"{finding.because} ({rests_on})"


def _worth_asking(assessment: Assessment) -> Outline:
    tests = tuple(
        block
        for factor in assessment.factors
        for block in shared_parts.lines(factor.name, factor.tests)
    )
    return (Part("Worth asking: could these be checked?", tests),) if tests else ()
