"""The values that a number of a condition can have, given the answers that questions can have."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import pairwise, product
from math import prod
from typing import Final, TypeAlias

from questionnaire.inference.facts import Fact
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
    bounds,
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
Values: TypeAlias = frozenset[Fraction | None]
"""The values that a number can have; None stands for unknown."""


def single_answers(question: Question) -> Domain | None:
    """Returns the answers to a question that has one at a time, None if too many to list."""
    match question:
        case NumberQuestion(low=low, high=high, step=step):
            count = int((high - low) / step) + 1
            if count > MOST_LISTED:
                return None
            return None, *(low + number * step for number in range(count))
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
        (part.box,) if isinstance(part, Ticked) else part.boxes
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


def values_of(number: Number, domains: Mapping[str, Domain | None]) -> Values | None:
    """Returns all values of a number, and perhaps more; None if they are too many to list.

    ``domains`` has the answers to every question that the number reads, None for too many.
    """
    match number:
        case Constant(value):
            return frozenset((value,))
        case Measure(question) | Amount(question) | Count(question):
            domain = domains[question]
            return None if domain is None else frozenset(_read(number, answer) for answer in domain)
        case DerivedNumber(_, value):
            return values_of(value, domains)
        case Default(inner, otherwise):
            values = values_of(inner, domains)
            return values and frozenset(otherwise if value is None else value for value in values)
        case Extreme(which, numbers):
            choose = min if which == "min" else max
            return _combined(choose, [values_of(part, domains) for part in numbers])
        case Arithmetic(sign, left, right):
            combine = {"+": operator.add, "-": operator.sub, "*": operator.mul}[sign]
            return _combined(combine, [values_of(left, domains), values_of(right, domains)])


def value_at(subject: Subject, question: str, answer: Fact | None) -> Fraction | None:
    """Returns the value of a subject that reads this question only; None if it is unknown."""
    match subject:
        case str():
            raise AssertionError("A total reads no question.")
        case Answered():
            return Fraction(answer is not None)
        case Chosen(_, choices):
            return None if answer is None else Fraction(answer in choices)
        case Ticked(_, box):
            return Fraction(box in answer) if isinstance(answer, frozenset) else None
        case number:
            # One answer gives one value.
            return next(iter(values_of(number, {question: (answer,)}) or (None,)))


def sample(number: Number, constants: Iterable[Fraction]) -> Iterator[Fraction]:
    """Yields the bounds of a number, the constants between them, and what lies between those.

    If some value of the number compares with all constants in a certain way, one of these does.
    """
    low, high = bounds(number)
    points = sorted({low, high, *(constant for constant in constants if low < constant < high)})
    yield from points
    yield from ((left + right) / 2 for left, right in pairwise(points))


def _combined(
    combine: Callable[[Fraction, Fraction], Fraction], parts: Iterable[Values | None]
) -> Values | None:
    first, *rest = parts
    for part in rest:
        if first is None or part is None or len(first) * len(part) > MOST_LISTED * 10:
            return None
        first = frozenset(
            None if left is None or right is None else combine(left, right)
            for left, right in product(first, part)
        )
    return first if first is None or len(first) <= MOST_LISTED else None


def _read(number: Measure | Amount | Count, answer: Fact | None) -> Fraction | None:
    match number, answer:
        case Measure(), Fraction():
            return answer
        case Amount(_, amounts), str():
            return dict(amounts).get(answer)  # none for a choice that only another rule base has
        case Count(_, boxes), frozenset():
            return Fraction(len(answer.intersection(boxes)))
        case _:
            return None
