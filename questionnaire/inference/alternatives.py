"""The other answers to a question that the rule base marks as a possible change, in words."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TypeAlias

from questionnaire.knowledge.model import (
    Answer,
    Change,
    ManyQuestion,
    NumberQuestion,
    Question,
    choices_of,
)
from questionnaire.knowledge.placeholders import Placeholder, fill
from questionnaire.knowledge.wording import in_words, number_in_words

Alternative: TypeAlias = tuple[Fraction, Answer, str]
"""The size of a change, the other answer, and the change in words."""


def alternatives(question: Question, change: Change, answer: Answer) -> tuple[Alternative, ...]:
    """Returns other answers with the size and the words of the change, the smallest change first.

    The size is a part of all that could be answered, so that hours compare with cups.  An amount
    that is to come into a range is never changed to one outside of it.
    """
    if isinstance(question, ManyQuestion):
        return tuple(_fewer_boxes(question, change, answer))
    return tuple(_other_amounts(question, change, answer))


def _fewer_boxes(question: ManyQuestion, change: Change, answer: Answer) -> Iterator[Alternative]:
    ticked = answer if isinstance(answer, tuple) else ()
    exclusive = tuple(choice.id for choice in question.choices if choice.exclusive)
    for box, words in change.boxes.items():
        if box in ticked:
            left = tuple(other for other in ticked if other != box)
            yield Fraction(1, len(question.choices)), left or exclusive or None, words


def _other_amounts(question: Question, change: Change, answer: Answer) -> Iterator[Alternative]:
    amounts = _amounts(question)
    now = next(amount for other, amount in amounts if other == answer)
    low, high = change.low, change.high
    aim = now if low is None or high is None else min(max(now, low), high)
    between = [
        (other, amount)
        for other, amount in amounts
        if min(now, aim) <= amount <= max(now, aim) and amount != now
    ]
    between.sort(key=lambda pair: abs(pair[1] - now))
    for steps, (other, amount) in enumerate(between, start=1):
        if low == high or low is None or high is None or low <= amount <= high:
            said = {
                Placeholder("new"): _new_in_words(question, other),
                Placeholder("old"): _old_in_words(question, answer),
            }
            yield Fraction(steps, len(amounts)), other, fill(change.text, said.__getitem__)


def _new_in_words(question: Question, answer: Answer) -> str:
    words = in_words(question, answer)
    return f"no{words[1:]}" if isinstance(question, NumberQuestion) and answer == 0 else words


def _old_in_words(question: Question, answer: Answer) -> str:
    """Returns a number without its unit, because it stands after one with it."""
    if isinstance(question, NumberQuestion) and isinstance(answer, int | float):
        return number_in_words(answer) if answer else "none"
    return in_words(question, answer)


def _amounts(question: Question) -> list[tuple[Answer, Fraction]]:
    """Returns every answer that has an amount."""
    if isinstance(question, NumberQuestion):
        count = int((question.high - question.low) / question.step)
        values = [question.low + question.step * number for number in range(count + 1)]
        return [(int(value) if value.denominator == 1 else float(value), value) for value in values]
    return [
        (choice.id, choice.amount) for choice in choices_of(question) if choice.amount is not None
    ]
