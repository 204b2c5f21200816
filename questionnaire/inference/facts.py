"""What is known: the values of everything that conditions test, as whole numbers.

It comes from the answers and from the totals of factors, whose ids no question shares.

What is unknown has no value at all, and the engine fails every test on it; that is how "unknown is
not no" holds throughout.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor
from operator import add, mul, sub
from typing import Final, TypeAlias, cast

from questionnaire.knowledge.conditions import (
    Amount,
    Answered,
    Arithmetic,
    ChoiceId,
    Chosen,
    Constant,
    Count,
    Default,
    DerivedNumber,
    Extreme,
    Measure,
    Number,
    Ticked,
)
from questionnaire.knowledge.exact import DECIMALS, exact
from questionnaire.knowledge.model import Answer
from questionnaire.knowledge.normal_form import Subject

SCALE: Final = 10**DECIMALS
"""What makes every constant of a condition whole."""

Exact: TypeAlias = int | Fraction
"""An exact number; a whole one is an int, with which Python works far more quickly."""
Fact: TypeAlias = Exact | ChoiceId | frozenset[ChoiceId]
"""An answer as conditions read it."""
Values: TypeAlias = Mapping[str, Answer]
"""Answers by the id of the question, as they were given, and totals by that of the factor."""
Known: TypeAlias = Mapping[str, Fact]
"""The same as conditions read them; without what has no answer."""
Evaluator: TypeAlias = Callable[[Known], Exact | None]
"""Works out the exact value of a number, None where it is unknown."""
Reader: TypeAlias = Callable[[Known], int | None]
"""Reads the encoded value of a subject, None where it is unknown."""

_YES: Final = 2 * SCALE
"""One, encoded."""


def known(values: Values) -> Known:
    """Returns the values that say something, numbers exactly as they were given."""
    return {id_: _fact(value) for id_, value in values.items() if value is not None}


def encoded(number: Exact) -> int:
    """Returns a whole number that compares with encoded constants as the number itself does.

    A number with more decimals than ``SCALE`` keeps lies strictly between two neighbours: the sum
    of its floor and its ceiling is odd, while that of every constant is even.
    """
    if isinstance(number, int):
        return number * _YES
    scaled = number * SCALE
    return floor(scaled) + ceil(scaled)


def fact(readers: Mapping[Subject, Reader], values: Known) -> dict[Hashable, int]:
    """Returns the encoded value of each subject that is known."""
    return {
        subject: value for subject, read in readers.items() if (value := read(values)) is not None
    }


def evaluate(number: Number, answers: Known) -> Exact | None:
    """Returns the exact value of a number, None if it is unknown."""
    return evaluator(number)(answers)


@lru_cache(maxsize=4096)
def evaluator(number: Number) -> Evaluator:
    """Returns what works out a number; made once, because conditions are matched often."""
    match number:
        case Constant(value):
            constant = whole(value)
            return lambda _: constant
        case Measure(question):
            return lambda answers: cast("Exact | None", answers.get(question))
        case Amount(question, amounts):
            table = {choice: whole(amount) for choice, amount in amounts}
            return lambda answers: table.get(cast("ChoiceId", answers.get(question)))
        case Count(question, boxes):
            return _count(question, frozenset(boxes))
        case DerivedNumber(_, value):
            return evaluator(value)
        case Default(inner, otherwise):
            return _default(evaluator(inner), whole(otherwise))
        case Extreme(which, numbers):
            return _extreme(min if which == "min" else max, tuple(map(evaluator, numbers)))
        case Arithmetic(operator, left, right):
            work = {"+": add, "-": sub, "*": mul}[operator]
            return _arithmetic(work, evaluator(left), evaluator(right))


def reader(subject: Subject) -> Reader:
    """Returns what reads a subject; made once, because conditions are matched often."""
    match subject:
        case str():
            return lambda values: encoded(cast("int", values[subject]))
        case Answered(question):
            return lambda answers: _YES if question in answers else 0
        case Chosen(question, choices):
            return _chosen(question, frozenset(choices))
        case Ticked(question, box):
            return _ticked(question, box)
        case number:
            return _encoded(evaluator(number))


def _encoded(value_of: Evaluator) -> Reader:
    def read(answers: Known) -> int | None:
        value = value_of(answers)
        return None if value is None else encoded(value)

    return read


def _chosen(question: str, choices: frozenset[ChoiceId]) -> Reader:
    def read(answers: Known) -> int | None:
        answer = answers.get(question)
        return None if answer is None else _YES if answer in choices else 0

    return read


def _ticked(question: str, box: ChoiceId) -> Reader:
    def read(answers: Known) -> int | None:
        ticked = cast("frozenset[ChoiceId] | None", answers.get(question))
        return None if ticked is None else _YES if box in ticked else 0

    return read


def _count(question: str, boxes: frozenset[ChoiceId]) -> Evaluator:
    def count(answers: Known) -> int | None:
        ticked = cast("frozenset[ChoiceId] | None", answers.get(question))
        return None if ticked is None else len(boxes.intersection(ticked))

    return count


def _default(value_of: Evaluator, otherwise: Exact) -> Evaluator:
    def value_or_otherwise(answers: Known) -> Exact:
        value = value_of(answers)
        return otherwise if value is None else value

    return value_or_otherwise


def _extreme(
    choose: Callable[[Iterable[Exact]], Exact], values_of: Iterable[Evaluator]
) -> Evaluator:
    def extreme(answers: Known) -> Exact | None:
        values = [value_of(answers) for value_of in values_of]
        present = [value for value in values if value is not None]
        return choose(present) if len(present) == len(values) else None

    return extreme


def _arithmetic(
    work: Callable[[Exact, Exact], Exact], left_of: Evaluator, right_of: Evaluator
) -> Evaluator:
    def result(answers: Known) -> Exact | None:
        left = left_of(answers)
        if left is None:
            return None
        right = right_of(answers)
        return None if right is None else whole(work(left, right))

    return result


def whole(number: Exact) -> Exact:
    """Returns the same number, as an int if it is whole."""
    return number.numerator if number.denominator == 1 else number


def _fact(answer: float | ChoiceId | tuple[ChoiceId, ...]) -> Fact:
    match answer:
        case str():
            return answer
        case tuple():
            return frozenset(answer)
        case int():
            return answer
        case float():
            return whole(exact(answer))
