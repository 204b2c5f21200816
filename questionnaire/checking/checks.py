"""The checks of a rule base that is sound by itself: what its author should mend before it is used.

What is reported is proved from ranges, steps, choices and amounts; what cannot be decided is not
reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from msgspec import Struct

from questionnaire.checking.alike import begin_alike, called_alike, said_twice
from questionnaire.checking.condition_checks import (
    assumption_problems,
    condition_problems,
    gate_problems,
)
from questionnaire.checking.evidence import odd_addresses, unknown_copies, unsourced
from questionnaire.checking.haste import haste_problems
from questionnaire.checking.printing import bare_counts, misprinted
from questionnaire.checking.satisfaction import Satisfaction
from questionnaire.checking.steps import gaps, overlaps
from questionnaire.checking.unasked import unasked
from questionnaire.checking.unused import idle_keeps, only_counted, unused, unused_sources
from questionnaire.checking.watching import Watch, unwatched
from questionnaire.knowledge.conditions import Condition, derived_in
from questionnaire.knowledge.gates import derived_place, factor_place, flag_place, gates, rule_place
from questionnaire.knowledge.model import Factor, RedFlag, Rule, Rulebook, highest_total
from questionnaire.knowledge.normal_form import conjunctions, normal_form
from questionnaire.knowledge.problems import Problem

YEARS: Final = 3
"""After so many years a rule base should be reviewed again."""
MOST_WARNINGS: Final = 200
"""Warnings that are told at once; nobody reads more of them."""


class Checked(Struct, frozen=True):
    """What an author has to mend, and what an author should look at."""

    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def check(rulebook: Rulebook, *, today: date, watch: Watch = unwatched) -> Checked:
    """Returns all that is wrong with a rule base that could be loaded."""
    highest = {id_: highest_total(factor) for id_, factor in rulebook.factors.items()}
    reason = Satisfaction(rulebook.questions, highest)
    problems: list[Problem] = []
    broken: set[str] = set()
    for derived in rulebook.derived.values():
        if isinstance(derived.value, Condition) and broken.isdisjoint(derived_in(derived.value)):
            where = f"{derived_place(derived)}, value"
            if found := tuple(condition_problems(where, derived.value, reason)):
                problems += found
                broken.add(derived.id)
    for gate in watch(tuple(gates(rulebook)), "Conditions"):
        if broken.isdisjoint(derived_in(gate.when, gate.unless)):
            problems += gate_problems(gate, rulebook, reason)
        if reason.exhausted:
            return Checked((*dict.fromkeys(problems), _too_large(gate.where)), ())
    for question in rulebook.questions.values():
        problems += assumption_problems(question, reason)
    for factor in rulebook.factors.values():
        problems += _factor(factor, highest[factor.id], rulebook)
        problems += overlaps(factor, reason)[0]
    flags = rulebook.red_flags.values()
    problems += _same("red flag", ((flag_place(one), one.id, one) for one in flags))
    haste = tuple(haste_problems(rulebook, reason))
    problems += (_too_large("rulebook.toml: haste"),) if reason.exhausted else haste
    problems += (*unused(rulebook), *idle_keeps(rulebook))
    problems += (*called_alike(rulebook), *said_twice(rulebook), *misprinted(rulebook))
    warnings = tuple(_warnings(rulebook, reason, today))
    if len(warnings) > MOST_WARNINGS:
        left = f"There are {len(warnings) - MOST_WARNINGS:,} more."
        warnings = (*warnings[:MOST_WARNINGS], Problem("warnings", left, "Look at these first."))
    return Checked(tuple(dict.fromkeys(problems)), warnings)


def _too_large(where: str) -> Problem:
    what = "What is examined up to here has too many ways and values to look at them all."
    how = "Write count(…) instead of many alternatives, or let numbers have fewer values."
    return Problem(where, what, how)


def _factor(factor: Factor, highest: int, rulebook: Rulebook) -> Iterator[Problem]:
    lowest = next(iter(rulebook.levels.values()))
    if highest < lowest.start:
        what = (
            f"It can never be shown: its rules add up to {highest}, "
            f'and the level "{lowest.id}" begins at {lowest.start}.'
        )
        yield Problem(factor_place(factor), what, "Write more rules, or give them more weight.")
    for rule in factor.rules:
        if rule.when is None and rule.unless is None:
            what = "It has neither when nor unless, so it always counts."
            yield Problem(rule_place(rule), what, "Write a condition.")
    yield from _same("rule", ((rule_place(one), one.id, one) for one in factor.rules))


def _same(kind: str, placed: Iterable[tuple[str, str, Rule | RedFlag]]) -> Iterator[Problem]:
    """Yields each of (place, id, thing) that holds for the same people as one before it."""
    seen: dict[object, str] = {}
    for where, id_, thing in placed:
        unless = conjunctions(thing.unless) if isinstance(thing, Rule) else ()
        holds = thing.when and frozenset(normal_form(thing.when)), frozenset(unless)
        if (first := seen.setdefault(holds, id_)) != id_:
            what = f'It has the same condition as the {kind} "{first}".'
            yield Problem(where, what, f"Make one {kind} of the two, or change one.")


def _warnings(rulebook: Rulebook, reason: Satisfaction, today: date) -> Iterable[Problem]:
    reviewed = rulebook.reviewed
    if (reviewed.year + YEARS, reviewed.month, reviewed.day) < (today.year, today.month, today.day):
        what = f"The last review was on {reviewed}, more than {YEARS} years ago."
        yield Problem("rulebook.toml: reviewed", what, "Review it and change the date.")
    if reviewed > today:
        what = f"The last review was on {reviewed}, which is still to come."
        yield Problem("rulebook.toml: reviewed", what, "Write the day on which it was.")
    for factor in rulebook.factors.values():
        yield from overlaps(factor, reason)[1]
        yield from gaps(factor, reason)
        yield from _idle_caps(factor, rulebook)
    yield from unasked(rulebook, reason)
    yield from only_counted(rulebook)
    yield from bare_counts(rulebook)
    yield from begin_alike(rulebook)
    yield from unused_sources(rulebook)
    yield from unknown_copies(rulebook)
    yield from odd_addresses(rulebook)
    yield from unsourced(rulebook)


def _idle_caps(factor: Factor, rulebook: Rulebook) -> Iterator[Problem]:
    """Yields each ``up_to`` that names the highest level and so bounds nothing."""
    top = list(rulebook.levels)[-1]
    capped = [(f"{factor_place(factor)}: up_to", factor.up_to)]
    capped += [(f"{rule_place(rule)}, up_to", rule.up_to) for rule in factor.rules]
    for where, level in capped:
        if level == top:
            what = f'"{top}" is the highest level, so it bounds nothing.'
            yield Problem(where, what, "Take it out, or name a lower level.")
