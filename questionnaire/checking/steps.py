"""Steps: rules of one factor that divide the values of one number among them."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import groupby
from typing import Final, TypeAlias

from msgspec import Struct

from questionnaire.checking.satisfaction import Satisfaction
from questionnaire.knowledge.conditions import Condition, DerivedNumber, Number, Operator, bounds
from questionnaire.knowledge.gates import rule_place
from questionnaire.knowledge.model import Factor, Rule
from questionnaire.knowledge.normal_form import (
    Conjunction,
    Literal,
    conjunctions,
    opposite,
)
from questionnaire.knowledge.problems import Problem
from questionnaire.knowledge.wording import number_in_words

_End: TypeAlias = tuple[Fraction, int]
"""Where a step begins or ends: at a value (0), just before it (-1), or just after it (1)."""
_BEGINS: Final[Mapping[Operator, int]] = {">": 1, ">=": 0, "==": 0}
_ENDS: Final[Mapping[Operator, int]] = {"<": -1, "<=": 0, "==": 0}
_GRAIN: Final = Fraction(1, 100)
"""Finer numbers are not printed to the last decimal."""


class _Step(Struct, frozen=True):
    """The values of a number for which a rule fires, as far as they are one range."""

    low: _End
    high: _End
    rule: Rule
    number: Number

    @property
    def order(self) -> tuple[_End, _End]:
        return self.low, self.high


def overlaps(factor: Factor, reason: Satisfaction) -> tuple[list[Problem], list[Problem]]:
    """Returns the steps that share values without one being part of the other.

    Who has such a value gets the weights of both.  Where they are equal that may be meant, unless
    the two share their common end only; so those that are wrong come first, then the doubtful.
    """
    wrong: list[Problem] = []
    doubtful: list[Problem] = []
    for below, above in _overlapping(factor):
        if shared := _values(below.number, above.low, below.high, reason):
            what = f'{shared} the rule "{below.rule.id}" fires too.'
            how = "Let one end where the other begins: write < in one and >= in the other."
            common_end = above.low[0] == below.high[0]
            is_wrong = common_end or below.rule.weight != above.rule.weight
            (wrong if is_wrong else doubtful).append(Problem(rule_place(above.rule), what, how))
    return wrong, doubtful


def gaps(factor: Factor, reason: Satisfaction) -> Iterator[Problem]:
    """Yields the steps below which some values are left out, though a lower step is there."""
    for family in _families(factor):
        least, greatest = bounds(family[0].number)
        reached = family[0]
        for step in family[1:]:
            end, begin = reached.high, step.low
            # Two ends of a scale may stand for the same: too little and too much.
            ends = reached.low <= (least, 0) and step.high >= (greatest, 0)
            same = ends and abs(reached.rule.weight) == abs(step.rule.weight)
            meant = reached.rule is step.rule or (same and end[0] != begin[0])
            if end < begin and not meant:
                after, before = (end[0], end[1] + 1), (begin[0], begin[1] - 1)
                if left_out := _values(step.number, after, before, reason):
                    what = f'{left_out} neither this rule nor "{reached.rule.id}" fires.'
                    yield Problem(rule_place(step.rule), what, "Begin one where the other ends.")
            reached = max(reached, step, key=lambda one: one.high)


def _overlapping(factor: Factor) -> Iterator[tuple[_Step, _Step]]:
    """Yields two steps of which the second begins within the first and ends after it.

    Of several such first ones it is that which ends last.
    """
    for family in _families(factor):
        before: list[tuple[_End, int]] = []
        """Where the steps end that begin earlier, and the how manieth each is."""
        for _, beginning in groupby(enumerate(family), key=lambda pair: pair[1].low):
            together = list(beginning)
            for _, step in together:
                place = bisect_left(before, (step.high, -1)) - 1
                if place >= 0 and before[place][0] >= step.low:
                    below = family[before[place][1]]
                    if below.rule is not step.rule:
                        yield below, step
            for number, step in together:
                insort(before, (step.high, number))


def _families(factor: Factor) -> Iterator[list[_Step]]:
    """Yields the steps over one number under the same further conditions, in their order."""
    families: dict[object, list[_Step]] = {}
    for rule in factor.rules:
        found = list(_steps(rule))
        # Where ways to fire demand different things beside, the others may fill what one leaves.
        if len({beside for beside, _ in found}) == 1 or len(conjunctions(rule.when)) == 1:
            for beside, step in found:
                families.setdefault((step.number, beside), []).append(step)
    for family in families.values():
        yield sorted(family, key=lambda step: step.order)


def _steps(rule: Rule) -> Iterator[tuple[object, _Step]]:
    """Yields the ranges of numbers for which a rule fires, each with what else it demands."""
    shutting = conjunctions(rule.unless)
    for conjunction in conjunctions(rule.when):
        numbers = {number for one in conjunction if (number := _number(one)) is not None}
        for number in sorted(numbers, key=repr):  # a set has another order on every run
            narrowing = [shut for shut in shutting if _narrows(shut, number)]
            ranged = [literal for literal in conjunction if _number(literal) == number]
            ranged += [opposite(literal) for shut in narrowing for literal in shut]
            least, greatest = bounds(number)
            lows = [
                (one.constant, _BEGINS[one.operator]) for one in ranged if one.operator in _BEGINS
            ]
            highs = [(one.constant, _ENDS[one.operator]) for one in ranged if one.operator in _ENDS]
            low, high = max([(least, 0), *lows]), min([(greatest, 0), *highs])
            beside = conjunction.difference(ranged), frozenset(shutting).difference(narrowing)
            if low <= high:
                yield beside, _Step(low, high, rule, number)


def _number(literal: Literal) -> Number | None:
    """Returns the number of which a literal demands a range."""
    number = literal.subject
    if literal.operator == "!=" or isinstance(number, str | Condition):
        return None
    while isinstance(number, DerivedNumber):
        number = number.value
    return number


def _narrows(shut: Conjunction, number: Number) -> bool:
    """Tells whether a way of ``unless`` to hold only takes a range of the number away."""
    return all(_number(one) == number and one.operator != "==" for one in shut) and len(shut) == 1


def _values(number: Number, low: _End, high: _End, reason: Satisfaction) -> str:
    """Returns the values that a number may have from one end to the other, "" if there are none."""
    found = reason.between(number, low[0], high[0], above=low[1] > 0, below=high[1] < 0)
    if found is None:
        return ""
    first, last = found
    if first == last:
        return f"At {number_in_words(first)}"
    if first % _GRAIN or last % _GRAIN:
        return f"Between {number_in_words(low[0])} and {number_in_words(high[0])}"
    return f"From {number_in_words(first)} to {number_in_words(last)}"
