"""What the answers make known: the values of everything that conditions test, as whole numbers.

What is unknown has no value at all, and the engine fails every test on it; that is how "unknown is
not no" holds throughout.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from fractions import Fraction
from math import ceil, floor
from typing import Final, TypeAlias

from questionnaire.knowledge.conditions import (
    Amount,
    Answered,
    Arithmetic,
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
from questionnaire.knowledge.model import Answer, Answers
from questionnaire.knowledge.normal_form import Subject

SCALE: Final = 10**6
"""Constants of conditions have at most six decimals (``syntax.DECIMALS``)."""

Known: TypeAlias = Mapping[str, Fraction | str | Collection[str]]
"""Question id to answer; without the questions that have none."""


def known(answers: Answers) -> Known:
    """Returns the answers that say something, numbers exactly as they were given."""
    return {id_: _exact(answer) for id_, answer in answers.items() if answer is not None}


def encoded(number: Fraction | int) -> int:
    """Returns a whole number that compares with encoded constants as the number itself does.

    A number with more decimals than ``SCALE`` keeps lies strictly between two neighbours: the sum
    of its floor and its ceiling is odd, while that of every constant is even.
    """
    scaled = number * SCALE
    return floor(scaled) + ceil(scaled)


def fact(
    subjects: Iterable[Subject], answers: Known, totals: Mapping[str, int]
) -> dict[Hashable, int]:
    """Returns the encoded value of each subject that is known."""
    memo: dict[str, Fraction | None] = {}
    values: dict[Hashable, int] = {}
    for subject in subjects:
        value = _value(subject, answers, totals, memo)
        if value is not None:
            values[subject] = encoded(value)
    return values


def evaluate(
    number: Number, answers: Known, memo: dict[str, Fraction | None] | None = None
) -> Fraction | None:
    """Returns the exact value of a number, None if it is unknown.

    ``memo`` keeps the derived numbers that were worked out for the same answers.
    """
    memo = {} if memo is None else memo
    match number:
        case Constant(value):
            return value
        case Measure(question):
            answer = answers.get(question)
            return answer if isinstance(answer, Fraction) else None
        case Amount(question, amounts):
            answer = answers.get(question)
            return next((amount for choice, amount in amounts if choice == answer), None)
        case Count(question, boxes):
            ticked = answers.get(question)
            if ticked is None or isinstance(ticked, Fraction):
                return None
            return Fraction(sum(box in ticked for box in boxes))
        case DerivedNumber(id_, value):
            if id_ not in memo:
                memo[id_] = evaluate(value, answers, memo)
            return memo[id_]
        case Default(inner, otherwise):
            value_or_none = evaluate(inner, answers, memo)
            return otherwise if value_or_none is None else value_or_none
        case Extreme(which, numbers):
            values = [evaluate(one, answers, memo) for one in numbers]
            present = [value for value in values if value is not None]
            if len(present) < len(values):
                return None
            return min(present) if which == "min" else max(present)
        case Arithmetic(operator, left, right):
            a, b = evaluate(left, answers, memo), evaluate(right, answers, memo)
            if a is None or b is None:
                return None
            return a + b if operator == "+" else a - b if operator == "-" else a * b


def _value(
    subject: Subject,
    answers: Known,
    totals: Mapping[str, int],
    memo: dict[str, Fraction | None],
) -> Fraction | int | None:
    match subject:
        case str():
            return totals[subject]
        case Answered(question):
            return int(question in answers)
        case Chosen(question, choices):
            answer = answers.get(question)
            return None if answer is None else int(answer in choices)
        case Ticked(question, box):
            ticked = answers.get(question)
            return None if ticked is None or isinstance(ticked, Fraction) else int(box in ticked)
        case _:
            return evaluate(subject, answers, memo)


def _exact(answer: Answer) -> Fraction | str | Collection[str]:
    if isinstance(answer, str):
        return answer
    if isinstance(answer, tuple):
        return frozenset(answer)
    return Fraction(repr(answer))
