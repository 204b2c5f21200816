"""How long an interview is: how many questions at least and at most, and how many minutes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, TypeAlias

from questionnaire.knowledge.model import Answers, Question, Rulebook, choices_of
from questionnaire.knowledge.printable import sentence
from questionnaire.knowledge.reads import answers_read
from questionnaire.knowledge.wording import so_many

if TYPE_CHECKING:
    from questionnaire import Questionnaire

Left: TypeAlias = Sequence[tuple[Question, bool]]
"""The questions that can still be asked, and whether each is whatever the other answers are."""

_WORDS_PER_MINUTE: Final = 200
_SECONDS_TO_ANSWER: Final = 5
"""Beside the reading: to make up one's mind, and to press the keys."""


def questions_left(questionnaire: Questionnaire, answers: Answers) -> Left:
    """Returns what can still be asked of somebody who has given these answers."""
    path, found = questionnaire.route(answers).path, dict[str, bool]()
    questions = questionnaire.rulebook.questions
    for name, question in questions.items():
        depends = any(read in found for read in answers_read(question))
        if name not in answers and (name in path or depends):
            found[name] = not depends
    return [(questions[name], certain) for name, certain in found.items()]


def how_long(rulebook: Rulebook, left: Left, answered: int = 0) -> str:
    """Says how many questions were answered, how many there are, and how many minutes they take."""
    before = f"You have answered {so_many(answered, 'question')} already. " if answered else ""
    if not left:
        return f"{before}No question is left."
    possible = [question for question, _ in left]
    certain = [question for question, is_certain in left if is_certain]
    minutes = _range(_minutes(rulebook, certain), _minutes(rulebook, possible), "minute")
    count = _range(len(certain), len(possible), "more question" if answered else "question")
    return f"{before}{sentence(count)}, about {minutes}."


def progress(section: str, number: int, answered: int, left: Left) -> str:
    """Says where in the interview a question stands, and how many there are in all."""
    least = answered + sum(certain for _, certain in left)
    return f"{section}, question {number} of {_span(least, answered + len(left))}"


def _minutes(rulebook: Rulebook, questions: Sequence[Question]) -> int:
    """Returns how long it takes to read and answer these questions."""
    asked = {question.section for question in questions}
    texts = [section.introduction for section in rulebook.sections if section.id in asked]
    for question in questions:
        labels = [choice.label for choice in choices_of(question)]
        texts += [question.text, question.help, *labels]
    reading = sum(len(text.split()) for text in texts) / _WORDS_PER_MINUTE
    return max(1, round(reading + len(questions) * _SECONDS_TO_ANSWER / 60))


def _range(least: int, most: int, noun: str) -> str:
    if least == most:
        return so_many(most, noun)
    return f"up to {so_many(most, noun)}" if least == 0 else f"{_span(least, most)} {noun}s"


def _span(least: int, most: int) -> str:
    return str(most) if least == most else f"{least} to {most}"
