"""Steps: rules of one factor that divide the values of one number among them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Final, TypeAlias

from msgspec import Struct

from questionnaire.checking.satisfaction import Satisfaction
from questionnaire.knowledge.conditions import Condition, Number
from questionnaire.knowledge.gates import rule_place
from questionnaire.knowledge.model import Factor, Rule
from questionnaire.knowledge.normal_form import Conjunction, conjunctions
from questionnaire.knowledge.problems import Problem
from questionnaire.knowledge.wording import number_in_words

_ORDERED: Final = frozenset(("<", "<=", ">", ">="))

_Bound: TypeAlias = tuple[Fraction, bool]
"""Where a step begins or ends, and whether that value belongs to it."""


class _Step(Struct, frozen=True):
    rule: Rule
    number: Number
    beside: Conjunction
    low: _Bound | None
    high: _Bound | None


def overlaps(factor: Factor, reason: Satisfaction) -> Iterator[Problem]:
    """Yields the steps that both take the value at which one ends and the other begins."""
    for below, above, (end, ends), (begin, begins) in _neighbours(factor):
        if end == begin and ends and begins and _possible(below, end, end, reason):
            what = f'At {number_in_words(end)} the rule "{below.rule.id}" fires too.'
            yield Problem(rule_place(above.rule), what, "Write < in one and >= in the other.")


def gaps(factor: Factor, reason: Satisfaction) -> Iterator[Problem]:
    """Yields the steps between which some value is left out."""
    for below, above, (end, ends), (begin, begins) in _neighbours(factor):
        if end == begin:
            left_out = not ends and not begins and _possible(below, end, end, reason)
            values = f"At {number_in_words(end)}"
        else:
            # Far steps of equal weight may be the two ends of a scale: too little and too much.
            stairs = abs(below.rule.weight) != abs(above.rule.weight)
            left_out = end < begin and stairs and _possible(below, end, begin, reason, inside=True)
            values = f"Between {number_in_words(end)} and {number_in_words(begin)}"
        if left_out:
            what = f'{values} neither this rule nor "{below.rule.id}" fires.'
            yield Problem(rule_place(above.rule), what, "Begin one where the other ends.")


def _neighbours(factor: Factor) -> Iterator[tuple[_Step, _Step, _Bound, _Bound]]:
    """Yields each two steps of one number, where the lower one ends and the upper one begins."""
    families: dict[object, list[_Step]] = {}
    for rule in factor.rules:
        if (step := _step(rule)) is not None:
            key = step.number, step.beside, frozenset(conjunctions(rule.unless))
            families.setdefault(key, []).append(step)
    for family in families.values():
        ordered = sorted(family, key=lambda step: step.low[0] if step.low else Fraction(-(10**12)))
        for below, above in pairwise(ordered):
            if below.high is not None and above.low is not None:
                yield below, above, below.high, above.low


def _step(rule: Rule) -> _Step | None:
    """Returns a rule as a step, if its condition is a range of one number, perhaps beside more."""
    if rule.when is None or len(conjunctions(rule.when)) != 1:
        return None
    (conjunction,) = conjunctions(rule.when)
    ranged = [
        literal
        for literal in conjunction
        if literal.operator in _ORDERED and not isinstance(literal.subject, str | Condition)
    ]
    numbers = {literal.subject for literal in ranged}
    if len(numbers) != 1:
        return None
    lows = [(one.constant, one.operator == ">=") for one in ranged if one.operator in (">", ">=")]
    highs = [(one.constant, one.operator == "<=") for one in ranged if one.operator in ("<", "<=")]
    number = next(literal.subject for literal in ranged)
    if isinstance(number, str | Condition) or max(len(lows), len(highs)) > 1:
        return None
    beside = conjunction - frozenset(ranged)
    return _Step(rule, number, beside, *lows or (None,), *highs or (None,))


def _possible(
    step: _Step, low: Fraction, high: Fraction, reason: Satisfaction, *, inside: bool = False
) -> bool:
    """Tells whether the number is known to take a value from ``low`` to ``high``."""
    values = reason.values(step.number)
    if values is None:
        return True
    return any(
        value is not None and (low < value < high if inside else low <= value <= high)
        for value in values
    )
