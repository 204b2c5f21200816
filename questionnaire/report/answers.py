"""Answers in the words of a report: each with its question, word for word."""

from __future__ import annotations

from collections.abc import Iterable

from questionnaire.inference.assessment import Assessment
from questionnaire.knowledge.model import Answer, ManyQuestion, Question
from questionnaire.knowledge.printable import as_label, sentence
from questionnaire.knowledge.wording import in_words, labels


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


def with_answers(given: Iterable[tuple[Question, Answer]]) -> tuple[str, ...]:
    """Returns questions with their answers, each once."""
    said: dict[str, None] = {}
    for question, answer in given:
        words = answer_in_words(question, answer)
        whole = sentence(words) if question.text.endswith("?") else words
        said[f"{as_label(question.text)} {whole}"] = None
    return tuple(said)


def _together(used: Answer, set_aside: Answer) -> Answer:
    """Returns the whole of an answer of which a part, or all, was set aside."""
    if isinstance(used, tuple) and isinstance(set_aside, tuple):
        return used + set_aside
    return set_aside
