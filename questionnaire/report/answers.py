"""Answers in the words of a report: each with its question, word for word."""

from __future__ import annotations

from collections.abc import Iterable

from questionnaire.knowledge.model import Answer, ManyQuestion, Question
from questionnaire.knowledge.printable import as_label, sentence
from questionnaire.knowledge.wording import in_words, labels


def question_in_words(question: Question) -> str:
    """Returns a question; an item that follows the question proper stands in quotation marks.

    "How often did you feel so? Feeling tired" reads as two questions in a list.
    """
    stem, item = _stem_and_item(question)
    return f"{stem} “{item}”" if item else stem


def answer_in_words(question: Question, answer: Answer) -> str:
    """Returns an answer that stands alone: boxes apart, because their labels may hold "and"."""
    if isinstance(question, ManyQuestion) and isinstance(answer, tuple) and answer:
        return "; ".join(labels(question, answer) or answer)
    return in_words(question, answer)


def with_answers(given: Iterable[tuple[Question, Answer]]) -> tuple[str, ...]:
    """Returns questions with their answers; the items of one question together."""
    said: dict[str, list[str]] = {}
    for question, answer in given:
        stem, item = _stem_and_item(question)
        words = answer_in_words(question, answer)
        whole = f"“{item}”: {words}" if item else sentence(words) if stem.endswith("?") else words
        said.setdefault(as_label(stem), []).append(whole)
    return tuple(f"{stem} {'; '.join(dict.fromkeys(words))}" for stem, words in said.items())


def _stem_and_item(question: Question) -> tuple[str, str]:
    stem, mark, item = question.text.partition("? ")
    return f"{stem}{mark.strip()}", item.strip()
