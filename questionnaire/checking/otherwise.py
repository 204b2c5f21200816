"""Whom a thing can concern that is there as before, and only weighs or counts otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from questionnaire.checking.edits import Edit
from questionnaire.checking.inputs import Inputs
from questionnaire.checking.region import TooManyWays, opened
from questionnaire.checking.somebody import Shows, Ways
from questionnaire.knowledge.conditions import Reaches
from questionnaire.knowledge.gates import key_of
from questionnaire.knowledge.model import Factor, Level, RedFlag, Rule, Rulebook
from questionnaire.knowledge.normal_form import TooManyConjunctions


def comes_out_otherwise(edit: Edit) -> Shows | None:
    """Returns what tells that something comes out otherwise by an edit; None if nothing can."""
    match edit.thing:
        case ("red flag", id_):
            key = key_of("red flag", id_)
            return lambda one: (
                key in one.old.open & one.new.open and one.old.urgency != one.new.urgency
            )
        case ("rule" | "factor", _):
            factor = edit.path[1]
            return lambda one: (
                one.old.totals.get(factor, 0) != one.new.totals.get(factor, 0)
                or one.old.levels.get(factor) != one.new.levels.get(factor)
            )
        case ("level", _):
            return lambda one: one.old.levels != one.new.levels
        case _:
            return None


def reach(edit: Edit, inputs: Inputs) -> tuple[Ways, str, bool]:
    """Returns the ways outside of which the thing of an edit makes no difference.

    Or else a phrase for them, which follows "where".  Then whether that is sure.
    """
    ways: Ways = ()
    words, proved = "", False
    match edit.owners:
        case (Level() as before, Level() as now) if before.start != now.start:
            words, proved = _totals_between(before, now), inputs.same_totals
        case (Factor() as before, Factor() as now) if before.up_to != now.up_to:
            ways, proved = _above_caps(before, now, inputs)
        case (Rule() | RedFlag() as before, _):
            ways, proved = _opened((before,), inputs.old, inputs)
        case (Factor() as gone, None):
            ways, proved = _opened(_showing(gone), inputs.old, inputs)
        case (None, Factor() as come):
            ways, proved = _opened(_showing(come), inputs.new, inputs)
        case _:
            pass
    return ways, words, proved


def _opened(owners: Iterable[Rule | RedFlag], book: Rulebook, inputs: Inputs) -> tuple[Ways, bool]:
    """Returns the ways in which one of these holds, and whether that is sure."""
    sides = [inputs.sides(one, book) for one in owners]
    ways: Ways = ()
    if inputs.readable(*sides):
        with suppress(TooManyWays, TooManyConjunctions):
            for each in sides:
                ways += opened(each, inputs.reason)
            return ways, inputs.same(*sides)
    return (), False


def _showing(factor: Factor) -> Iterable[Rule]:
    """Returns the rules of which one must fire, so that a factor has a total."""
    return [rule for rule in factor.rules if rule.weight > 0 and not rule.supporting]


def _above_caps(before: Factor, now: Factor, inputs: Inputs) -> tuple[Ways, bool]:
    """Returns the way beyond the lower one of two ``up_to``, and whether that is sure."""
    levels = inputs.new.levels
    ids = list(levels)
    caps = [ids.index(one) for one in (before.up_to, now.up_to) if one in ids]
    if not caps or inputs.old.levels != levels or (beyond := min(caps) + 1) == len(ids):
        return (), False
    sides = Reaches(now.id, levels[ids[beyond]].start), None
    return opened(sides, inputs.reason), inputs.same(sides)


def _totals_between(before: Level, now: Level) -> str:
    """Returns the totals by which a factor has a level only before, or only now."""
    low, high = sorted((before.start, now.start))
    return f"a factor has {low}{f' to {high - 1}' if high - low > 1 else ''} points"
