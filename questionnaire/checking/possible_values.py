"""The values that a number of a condition can have, given the answers that questions can have."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import reduce
from itertools import pairwise, product
from math import ceil, floor, gcd, lcm, prod
from typing import Final, TypeAlias

from questionnaire.inference.facts import Exact, Fact, Known, evaluator, whole
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
    walk,
)
from questionnaire.knowledge.model import (
    ChoiceQuestion,
    ManyQuestion,
    NumberQuestion,
    Question,
)
from questionnaire.knowledge.normal_form import Subject

MOST_LISTED: Final = 2000
"""Answers of one question, or values of one number, that are looked at one by one."""

Domain: TypeAlias = tuple[Fact | None, ...]
"""The answers that a question can have; None stands for none."""
Values: TypeAlias = frozenset[Exact | None]
"""The values that a number can have; None stands for unknown."""
Spend: TypeAlias = Callable[[int], bool]
"""Takes so many steps of a budget; tells whether there were as many."""


def freely(_: int) -> bool:
    """Spends without a budget."""
    return True


def single_answers(question: Question) -> Domain | None:
    """Returns the answers to a question that has one at a time, None if too many to list."""
    match question:
        case NumberQuestion(low=low, step=step, count=count):
            if count > MOST_LISTED:
                return None
            return None, *(whole(low + number * step) for number in range(count))
        case ChoiceQuestion(choices=choices):
            return None, *(choice.id for choice in choices)
        case ManyQuestion():
            return None


def ticks(
    question: ManyQuestion, subjects: Iterable[Subject], most: int = MOST_LISTED
) -> Domain | None:
    """Returns the ways to tick boxes as far as these subjects tell them apart.

    Boxes that are always tested together are exchangeable, and one that nothing tests stands for
    all such.  None if the ways are more than ``most``.
    """
    tests = [
        frozenset((part.box,) if isinstance(part, Ticked) else part.boxes)
        for subject in subjects
        if not isinstance(subject, str)
        for part in walk(subject)
        if isinstance(part, Ticked | Count) and part.question == question.id
    ]
    classes: dict[tuple[bool, ...], list[ChoiceId]] = {}
    for choice in question.choices:
        if not choice.exclusive:
            classes.setdefault(tuple(choice.id in test for test in tests), []).append(choice.id)
    for in_test, boxes in classes.items():
        if not any(in_test):
            del boxes[1:]
    if prod(len(boxes) + 1 for boxes in classes.values()) > most:
        return None
    together = (
        frozenset(
            box
            for boxes, ticked in zip(classes.values(), counts, strict=True)
            for box in boxes[:ticked]
        )
        for counts in product(*(range(len(boxes) + 1) for boxes in classes.values()))
    )
    alone = (frozenset((choice.id,)) for choice in question.choices if choice.exclusive)
    # Ticking nothing is a skip, and an exclusive box beside others is set aside.
    return None, *(ticked for ticked in together if ticked), *alone


def values_of(
    number: Number, domains: Mapping[str, Domain | None], spend: Spend = freely
) -> Values | None:
    """Returns all values of a number, and perhaps more; None if they are too many to list.

    ``domains`` has the answers to every question that the number reads, None for too many.
    """
    match number:
        case Constant(value):
            return frozenset((whole(value),))
        case Measure(question) | Amount(question) | Count(question):
            domain = domains[question]
            if domain is None or not spend(len(domain)):
                return None
            value_of = evaluator(number)
            return frozenset(
                value_of(known_as(question, answer)) if _suits(number, answer) else None
                for answer in domain
            )
        case DerivedNumber(_, value):
            return values_of(value, domains, spend)
        case Default(inner, otherwise):
            values = values_of(inner, domains, spend)
            constant = whole(otherwise)
            return values and frozenset(constant if value is None else value for value in values)
        case Extreme(which, numbers):
            choose = min if which == "min" else max
            return _combined(choose, [values_of(part, domains, spend) for part in numbers], spend)
        case Arithmetic(sign, left, right):
            combine = {"+": operator.add, "-": operator.sub, "*": operator.mul}[sign]
            parts = [values_of(left, domains, spend), values_of(right, domains, spend)]
            return _combined(combine, parts, spend)


def _suits(number: Measure | Amount | Count, answer: Fact | None) -> bool:
    """Tells whether a number can be read from an answer, or only one of another rule base could."""
    match number:
        case Measure():
            return isinstance(answer, int | Fraction)
        case Amount():
            return isinstance(answer, str)
        case Count():
            return isinstance(answer, frozenset)


def known_as(question: str, answer: Fact | None) -> Known:
    """Returns what is known where this question alone has been answered."""
    return {} if answer is None else {question: answer}


def grid(number: Number, steps: Mapping[str, Fraction]) -> Fraction:
    """Returns what every value of a number is a multiple of, 0 if it is always 0.

    ``steps`` has the step of every number question that the number reads.
    """
    match number:
        case Constant(value):
            return abs(value)
        case Measure(question, low, _):
            return _common(low, steps[question])
        case Amount(_, amounts):
            return reduce(_common, (amount for _, amount in amounts), Fraction(0))
        case Count():
            return Fraction(1)
        case DerivedNumber(_, value):
            return grid(value, steps)
        case Default(inner, otherwise):
            return _common(grid(inner, steps), otherwise)
        case Extreme(_, numbers):
            return reduce(_common, (grid(part, steps) for part in numbers))
        case Arithmetic(sign, left, right):
            first, second = grid(left, steps), grid(right, steps)
            return first * second if sign == "*" else _common(first, second)


def _common(first: Fraction, second: Fraction) -> Fraction:
    """Returns the largest number of which both are multiples."""
    below = lcm(first.denominator, second.denominator)
    return Fraction(gcd(int(first * below), int(second * below)), below)


def value_at(subject: Subject, question: str, answer: Fact | None) -> Exact | None:
    """Returns the value of a subject that reads this question only; None if it is unknown."""
    match subject:
        case str():
            raise AssertionError("A total reads no question.")
        case Answered():
            return int(answer is not None)
        case Chosen(_, choices):
            return None if answer is None else int(answer in choices)
        case Ticked(_, box):
            return int(box in answer) if isinstance(answer, frozenset) else None
        case number:
            reads = (part for part in walk(number) if isinstance(part, Measure | Amount | Count))
            suits = all(_suits(part, answer) for part in reads)
            return evaluator(number)(known_as(question, answer if suits else None))


def between(low: Fraction, high: Fraction, step: Fraction) -> tuple[Fraction, Fraction] | None:
    """Returns the first and the last multiple of a step from ``low`` to ``high``, if any."""
    if step == 0:
        return (Fraction(0), Fraction(0)) if low <= 0 <= high else None
    first, last = ceil(low / step) * step, floor(high / step) * step
    return (first, last) if first <= last else None


def sample(
    bounds: tuple[Fraction, Fraction], constants: Iterable[Fraction], step: Fraction
) -> Iterator[Fraction]:
    """Yields the bounds of a number, the constants between them, and what lies between those.

    Only multiples of ``step`` are yielded.  If some value of the number compares with all constants
    in a certain way, one of these does.
    """
    low, high = bounds
    points = sorted({low, high, *(constant for constant in constants if low < constant < high)})
    yield from (point for point in points if between(point, point, step))
    for left, right in pairwise(points):
        for first, last in filter(None, (between(left, right, step),)):
            inside = first if first > left else first + step
            if step and inside < right and inside <= last:
                yield inside


def _combined(
    combine: Callable[[Exact, Exact], Exact], parts: Iterable[Values | None], spend: Spend
) -> Values | None:
    first, *rest = parts
    for part in rest:
        if first is None or part is None:
            return None
        pairs = len(first) * len(part)
        if pairs > MOST_LISTED * 10 or not spend(pairs):
            return None
        first = frozenset(
            None if left is None or right is None else whole(combine(left, right))
            for left, right in product(first, part)
        )
    return first if first is None or len(first) <= MOST_LISTED else None
