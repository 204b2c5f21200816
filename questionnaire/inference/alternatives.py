"""The other answers to a question that the rule base marks as a possible change, in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from fractions import Fraction
from math import ceil, floor
from typing import TypeAlias

from questionnaire.knowledge.exact import as_number, exact
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


def alternatives(
    question: Question, change: Change, thresholds: Collection[Fraction] | None, answer: Answer
) -> tuple[Alternative, ...]:
    """Returns other answers with the size and the words of the change, the smallest change first.

    The size is a part of all that could be answered, so that hours compare with cups.  An amount
    that is to come into a range is never changed to one outside of it.  Of numbers that no
    condition tells apart, because none of ``thresholds`` lies between them, the first is enough.
    """
    if isinstance(question, ManyQuestion):
        return tuple(_fewer_boxes(question, change, answer))
    return tuple(_other_amounts(question, change, thresholds, answer))


def _fewer_boxes(question: ManyQuestion, change: Change, answer: Answer) -> Iterator[Alternative]:
    ticked = answer if isinstance(answer, tuple) else ()
    exclusive = tuple(choice.id for choice in question.choices if choice.exclusive)
    for box, words in change.boxes.items():
        if box in ticked:
            left = tuple(other for other in ticked if other != box)
            yield Fraction(1, len(question.choices)), left or exclusive or None, words


def _other_amounts(
    question: Question, change: Change, thresholds: Collection[Fraction] | None, answer: Answer
) -> Iterator[Alternative]:
    low, high = change.low, change.high
    if low is None or high is None:
        return
    count, amounts = _nearer(question, answer, low, high, thresholds)
    for steps, other, amount in amounts:
        if low == high or low <= amount <= high:
            said = {
                Placeholder("new"): _new_in_words(question, other),
                Placeholder("old"): _old_in_words(question, answer),
            }
            yield Fraction(steps, count), other, fill(change.text, said.__getitem__)


def _new_in_words(question: Question, answer: Answer) -> str:
    words = in_words(question, answer)
    return f"no{words[1:]}" if isinstance(question, NumberQuestion) and answer == 0 else words


def _old_in_words(question: Question, answer: Answer) -> str:
    """Returns a number without its unit, because it stands after one with it."""
    if isinstance(question, NumberQuestion) and isinstance(answer, int | float):
        return number_in_words(answer) if answer else "none"
    return in_words(question, answer)


def _nearer(
    question: Question,
    answer: Answer,
    low: Fraction,
    high: Fraction,
    thresholds: Collection[Fraction] | None,
) -> tuple[int, Iterable[tuple[int, Answer, Fraction]]]:
    """Returns how many answers have an amount, and those that are nearer to a range.

    Each comes with how many steps away it is.
    """
    if isinstance(question, NumberQuestion) and isinstance(answer, int | float):
        now = exact(answer)
        aim = min(max(now, low), high)
        last = int(abs(aim - now) / question.step)
        by = question.step if aim > now else -question.step
        ahead: Iterable[int] = range(1, last + 1)
        if low < high:
            ahead = (last,) if last else ()
        elif thresholds is not None:
            away = [(constant - now) / by for constant in thresholds]
            reached = {1, *map(ceil, away), *(floor(steps) + 1 for steps in away)}
            ahead = sorted(steps for steps in reached if 1 <= steps <= last)
        count = int((question.high - question.low) / question.step) + 1
        values = ((steps, now + by * steps) for steps in ahead)
        return count, ((steps, as_number(value), value) for steps, value in values)
    amounts = [
        (choice.id, choice.amount) for choice in choices_of(question) if choice.amount is not None
    ]
    now = next(amount for other, amount in amounts if other == answer)
    aim = min(max(now, low), high)
    between = [
        (other, amount)
        for other, amount in amounts
        if min(now, aim) <= amount <= max(now, aim) and amount != now
    ]
    between.sort(key=lambda pair: abs(pair[1] - now))
    return len(amounts), ((steps, *pair) for steps, pair in enumerate(between, start=1))
