"""Answers in the words of a report: what was given, what was assumed, and what was set aside."""

from __future__ import annotations

from collections.abc import Iterable

from questionnaire.inference.assessment import Assessment, GivenAnswer, SetAside
from questionnaire.knowledge.conditions import questions_in
from questionnaire.knowledge.model import Answer, ManyQuestion, Question, choices_of
from questionnaire.knowledge.printable import as_label, sentence
from questionnaire.knowledge.wording import in_words, joined, labels, name_of
from questionnaire.report.report import Report

NO = "no"
"""The id of the choice that denies, of a question of yes and no."""


def given(assessment: Assessment) -> dict[str, Answer]:
    """Returns what the person answered: nothing that was assumed, and what was set aside too."""
    answers = {
        question: answer
        for question, answer in assessment.answers.items()
        if question not in assessment.assumed
    }
    for item in assessment.set_aside:
        answers[item.question] = _together(answers.get(item.question), item.answer)
    return answers


def answer_in_words(question: Question, answer: Answer) -> str:
    """Returns an answer that stands alone: boxes apart, because their labels may hold "and"."""
    if isinstance(question, ManyQuestion) and isinstance(answer, tuple) and answer:
        return "; ".join(labels(question, answer) or answer)
    return in_words(question, answer)


def is_denial(question: Question, answer: Answer) -> bool:
    """Tells whether an answer says no more than that nothing of what was asked is so."""
    return answer in (NO, tuple(choice.id for choice in choices_of(question) if choice.exclusive))


def with_answers(given: Iterable[tuple[Question, Answer]]) -> tuple[str, ...]:
    """Returns questions with their answers, each once."""
    said: dict[str, None] = {}
    for question, answer in given:
        name, words = as_label(name_of(question)), answer_in_words(question, answer)
        said[f"{name} {sentence(words) if name.endswith('?') else words}"] = None
    return tuple(said)


def _together(used: Answer, set_aside: Answer) -> Answer:
    """Returns the whole of an answer of which a part, or all, was set aside."""
    if isinstance(used, tuple) and isinstance(set_aside, tuple):
        return used + set_aside
    return set_aside


def used(report: Report, question: str, answer: Answer) -> str:
    """Returns a question with the answer that was used, marked where nobody gave it."""
    known = report.rulebook.questions[question]
    if question not in report.assessment.assumed:
        return with_answers([(known, answer)])[0]
    taken = f"not asked; taken as {answer_in_words(known, answer)}{_because(report, question)}"
    return f"{as_label(name_of(known))} {taken}"


def set_aside(report: Report, item: SetAside) -> str:
    """Returns an answer as it was given, and why it was not used."""
    question, assessment = report.rulebook.questions[item.question], report.assessment
    given = with_answers([(question, item.answer)])[0]
    if question.id in assessment.assumed:
        taken = answer_in_words(question, assessment.answers[question.id])
        return f"{given} (set aside; taken as {taken}{_because(report, question.id)})"
    if question.id in assessment.answers:
        return f"{given} (set aside, because other boxes were ticked too)"
    others = _given(assessment, questions_in(question.when, question.unless))
    return f"{given} (set aside; not asked where {_answers_are(report, others)})"


def _because(report: Report, question: str) -> str:
    evidence = report.assessment.assumed[question]
    return f", because {_answers_are(report, evidence)}" if evidence else ""


def _given(assessment: Assessment, questions: Iterable[str]) -> tuple[GivenAnswer, ...]:
    """Returns the answers to these questions; for assumed ones, the given ones that led to them.

    Where some are known, those that are not say nothing more.
    """
    found: dict[GivenAnswer, None] = {}
    for id_ in questions:
        answer = GivenAnswer(id_, assessment.answers.get(id_))
        found |= dict.fromkeys(assessment.assumed.get(id_, (answer,)))
    return tuple(item for item in found if item.answer is not None) or tuple(found)


def _answers_are(report: Report, given: Iterable[GivenAnswer]) -> str:
    said = []
    for item in given:
        question = report.rulebook.questions[item.question]
        words = answer_in_words(question, item.answer)
        says = "was not answered" if item.answer is None else f"is {words}"
        said.append(f"“{name_of(question)}” {says}")
    return joined(said)
