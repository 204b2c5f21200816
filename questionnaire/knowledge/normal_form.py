"""Disjunctive normal form: a condition as the sets of literals that make it known to hold.

The engine matches literals that are known; an unknown one simply fails.  Once ``not`` has been
driven down to the literals, "some conjunction matches" is exactly "the condition is known to be
true" in the three-valued logic of the condition language.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from typing import Final, TypeAlias

from msgspec import Struct

from questionnaire.knowledge.conditions import (
    And,
    Answered,
    Arithmetic,
    Chosen,
    Comparison,
    Condition,
    Constant,
    DerivedCondition,
    Not,
    Number,
    Operator,
    Or,
    Reaches,
    Ticked,
)

LIMIT: Final = 64
"""Conjunctions in the normal form of one condition; more is a mistake or should be a count()."""

MOST_AT_ONCE: Final = 8 * LIMIT
"""Conjunctions while multiplying out; so many seldom shrink to few, and comparing them is slow."""

Subject: TypeAlias = Chosen | Ticked | Answered | Number | str
"""What a literal tests: a yes-or-no node as 1 or 0, a number, or a factor's total by its id."""

_OPPOSITE: Final[dict[Operator, Operator]] = {
    "<": ">=",
    "<=": ">",
    ">": "<=",
    ">=": "<",
    "==": "!=",
    "!=": "==",
}


class Literal(Struct, frozen=True, cache_hash=True):
    """One test of one subject against a constant."""

    subject: Subject
    operator: Operator
    constant: Fraction


def opposite(literal: Literal) -> Literal:
    """Returns the literal that matches where this one is known not to."""
    return Literal(literal.subject, _OPPOSITE[literal.operator], literal.constant)


Conjunction: TypeAlias = frozenset[Literal]


_TRUTH: Final = (Fraction(0), Fraction(1))


class TooManyConjunctions(Exception):  # noqa: N818 - named by the fault
    """The normal form of a condition has more than ``LIMIT`` conjunctions."""


@lru_cache(maxsize=4096)
def normal_form(condition: Condition) -> tuple[Conjunction, ...]:
    """Returns the conjunctions of literals any of which makes the condition known to hold.

    Conjunctions that contain another one are left out.

    Raises:
        TooManyConjunctions: There are more than ``LIMIT``.
    """
    conjunctions = _expand(condition, wanted=True)
    if len(conjunctions) > LIMIT:
        raise TooManyConjunctions
    return conjunctions


def conjunctions(condition: Condition | None) -> tuple[Conjunction, ...]:
    """Returns the normal form of a condition, nothing where there is none."""
    return () if condition is None else normal_form(condition)


def _expand(condition: Condition, *, wanted: bool) -> tuple[Conjunction, ...]:
    match condition:
        case Not(part):
            return _expand(part, wanted=not wanted)
        case DerivedCondition(_, value):
            return _expand(value, wanted=wanted)
        case And(parts) | Or(parts):
            expanded = [_expand(part, wanted=wanted) for part in parts]
            if isinstance(condition, And) == wanted:
                return _every(expanded)
            return _shortest(conjunction for some in expanded for conjunction in some)
        case Comparison():
            return (frozenset((_comparison(condition, wanted=wanted),)),)
        case Reaches(factor, least):
            return (frozenset((Literal(factor, ">=" if wanted else "<", Fraction(least)),)),)
        case Chosen() | Ticked() | Answered():
            return (frozenset((Literal(condition, "==", _TRUTH[wanted]),)),)


def _comparison(comparison: Comparison, *, wanted: bool) -> Literal:
    left, operator, right = comparison.left, comparison.operator, comparison.right
    if not wanted:
        operator = _OPPOSITE[operator]
    if isinstance(right, Constant):
        return Literal(left, operator, right.value)
    return Literal(Arithmetic("-", left, right), operator, Fraction(0))


def _every(alternatives: Iterable[tuple[Conjunction, ...]]) -> tuple[Conjunction, ...]:
    product: tuple[Conjunction, ...] = (frozenset(),)
    for some in alternatives:
        product = _shortest(left | right for left in product for right in some)
    return product


def _shortest(conjunctions: Iterable[Conjunction]) -> tuple[Conjunction, ...]:
    """Drops every conjunction that contains another; keeps the order."""
    distinct = tuple(dict.fromkeys(conjunctions))
    if len(distinct) > MOST_AT_ONCE:
        raise TooManyConjunctions
    if len(set(map(len, distinct))) <= 1:  # of one size none contains another
        return distinct
    return tuple(
        conjunction
        for conjunction in distinct
        if not any(other < conjunction for other in distinct)
    )
