"""The page for the doctor: the answers first, then what the rules made of them.

It is meant for one or two sheets of paper and leaves out what a doctor knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from questionnaire.inference.assessment import Assessment, ShownFactor
from questionnaire.knowledge.conditions import choices_in
from questionnaire.knowledge.model import Question, Rulebook, choices_of
from questionnaire.knowledge.printable import as_label, sentence
from questionnaire.report import shared_parts
from questionnaire.report.answers import answer_in_words, with_answers
from questionnaire.report.changes import what_could_change
from questionnaire.report.citations import Citations, citations, numbers, sources, sources_of_flag
from questionnaire.report.outline import Entry, Outline, Part, Table, entry, part
from questionnaire.report.recommendation import recommendation
from questionnaire.report.report import Report


def doctor_page(report: Report) -> Outline:
    """Returns the page for the doctor."""
    assessment = report.assessment
    cited = citations(report, assessment.red_flags)
    end = (recommendation(report), sources(report, cited))
    notes = shared_parts.notices(report)
    if shared_parts.nothing_answered(assessment) and not assessment.red_flags:
        empty = shared_parts.overview(report)
        return *empty, *notes, *shared_parts.signs_not_checked(report), *end
    absent = _absent(report)
    said = _said(report, absent)
    denied = (Entry(_question(report, id_), (labels,)) for id_, labels in absent.items())
    unanswered = (_question(report, id_) for id_ in assessment.unanswered)
    tests = chain(*(shared_parts.lines(each.name, each.tests) for each in assessment.factors))
    return (
        _first(report),
        *_first_answers(report, said),
        *part("Asked about and not ticked", denied),
        *part("Not answered", entry("", unanswered)),
        *_other_answers(report, said),
        *notes,
        *_flags(report, cited),
        *_findings(report, cited),
        *part("Worth asking: could these be checked?", tests),
        *what_could_change(report),
        *end,
    )


def _first(report: Report) -> Part:
    """Returns the headline and the signs behind it, in an emergency also what to do."""
    first, *_ = shared_parts.raised(report)
    if first.kind == "emergency":
        return first
    signs = (sentence(flag.sign) for flag in report.assessment.shown_flags)
    return Part(first.heading, entry("", signs), "boxed")


def _said(report: Report, absent: Mapping[str, str]) -> tuple[str, ...]:
    """Returns the questions with an answer that says more than what is absent."""
    rulebook, assessment = report.rulebook, report.assessment
    return tuple(
        question
        for section in rulebook.sections
        for question in section.questions
        if assessment.answers.get(question) is not None
        and not (question in absent and _denied(rulebook.questions[question], assessment))
    )


def _first_answers(report: Report, said: Sequence[str]) -> Outline:
    """Returns what is to be read first: the questions that the rule base names, or else all."""
    rows = tuple(
        (_question(report, question), _answer(report, question))
        for question in report.rulebook.asked_first or said
        if question in said
    )
    return (Part("Answers", (Table(("Question", "Answer"), rows),)),) if rows else ()


def _other_answers(report: Report, said: Sequence[str]) -> Outline:
    """Returns the answers that need not be read first, closely set; assumed ones are marked."""
    rulebook, assessment = report.rulebook, report.assessment
    if not rulebook.asked_first:
        return ()
    others = [question for question in said if question not in rulebook.asked_first]
    given = with_answers(
        (rulebook.questions[question], assessment.answers[question])
        for question in others
        if question not in assessment.assumed
    )
    assumed = (
        f"{as_label(_question(report, question))} {_answer(report, question)}"
        for question in others
        if question in assessment.assumed
    )
    return part("Other answers", entry("", (*given, *assumed)))


def _question(report: Report, question: str) -> str:
    return report.rulebook.questions[question].text


def _answer(report: Report, question: str) -> str:
    assessment = report.assessment
    words = answer_in_words(report.rulebook.questions[question], assessment.answers[question])
    return f"{words} (taken from another answer)" if question in assessment.assumed else words


def _denied(question: Question, assessment: Assessment) -> bool:
    ticked = assessment.answers[question.id]
    return ticked == tuple(choice.id for choice in choices_of(question) if choice.exclusive)


def _absent(report: Report) -> dict[str, str]:
    """Returns by question the pertinent negatives: boxes of red flags that were left empty.

    Only a question with a box for "none" tells that the others were looked at.
    """
    rulebook, assessment = report.rulebook, report.assessment
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


def _flags(report: Report, cited: Citations) -> Outline:
    rulebook, flags = report.rulebook, report.assessment.red_flags
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


def _findings(report: Report, cited: Citations) -> Outline:
    factors = report.assessment.factors
    if not factors:
        return shared_parts.overview(report)
    rows = tuple(
        (_standing(report.rulebook, factor), " ".join(_reasons(factor, cited)))
        for factor in factors
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
