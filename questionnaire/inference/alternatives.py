"""The other answers to a question that the rule base marks as a possible change, in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
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
_Nearer: TypeAlias = tuple[int, Answer, Fraction]
"""How many steps away another answer is, the answer, and what it amounts to."""


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
    if isinstance(question, NumberQuestion) and isinstance(answer, int | float):
        count = question.count
        nearer = _nearer_numbers(question, exact(answer), low, high, thresholds)
    else:
        known = ((choice.id, choice.amount) for choice in choices_of(question))
        amounts: dict[Answer, Fraction] = {id_: each for id_, each in known if each is not None}
        count, nearer = len(amounts), _nearer_choices(amounts, amounts[answer], low, high)
    for steps, other, amount in nearer:
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


def _nearer_numbers(
    question: NumberQuestion,
    now: Fraction,
    low: Fraction,
    high: Fraction,
    thresholds: Collection[Fraction] | None,
) -> Iterator[_Nearer]:
    """Yields the numbers on the way into a range, of a wide one only the last."""
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
    for steps in ahead:
        value = now + by * steps
        yield steps, as_number(value), value


def _nearer_choices(
    amounts: Mapping[Answer, Fraction], now: Fraction, low: Fraction, high: Fraction
) -> Iterator[_Nearer]:
    """Yields the choices on the way into a range, those with the same amount left out."""
    aim = min(max(now, low), high)
    between = [
        (choice, amount)
        for choice, amount in amounts.items()
        if min(now, aim) <= amount <= max(now, aim) and amount != now
    ]
    between.sort(key=lambda pair: abs(pair[1] - now))
    for steps, (choice, amount) in enumerate(between, start=1):
        yield steps, choice, amount
