"""Replays the cases and probes of a rule base with one of its rules or red flags changed.

What is open for each set of answers is asked of the engine once.  A change touches one gate, and
through totals those that read them; only these are worked out again, here and not by the engine.
"""

import operator
from functools import cache
from graphlib import TopologicalSorter

from msgspec import Struct

from questionnaire.checking.case_runs import Bench
from questionnaire.inference.facts import Known, encoded, known, reader
from questionnaire.inference.matched import Matched
from questionnaire.inference.reasoning import levels_shown, urgency_of
from questionnaire.knowledge.conditions import factors_in
from questionnaire.knowledge.gates import Key, conclusion_gates, key_of
from questionnaire.knowledge.normal_form import normal_form
from questionnaire.knowledge.reads import totals_read

COMPARE = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


class Failing(Struct, frozen=True):
    """The cases, by id, and the probes, by the keys of what they are of, that fail."""

    cases: tuple[str, ...]
    probes: tuple[Key, ...]


class Sheet(Struct):
    """Answers that count, what they open, and which cases and probes use it."""

    matched: Matched
    facts: Known
    cases: list
    probes: list


class Replay:
    def __init__(self, rulebook, cases):
        bench = Bench(rulebook)
        self.order = tuple(
            TopologicalSorter(
                {id_: totals_read(factor) for id_, factor in rulebook.factors.items()}
            ).static_order()
        )
        found = tuple(conclusion_gates(rulebook))
        self.known_gates = {gate.key for gate in found}
        self.reading = {gate.key: gate for gate in found if factors_in(gate.when, gate.unless)}
        sheets = {}

        def sheet(variant):
            name = frozenset(variant.answers.items())
            if name not in sheets:
                matched = bench.reasoner.open(bench.route(variant))
                sheets[name] = Sheet(matched, known(matched.answers), [], [])
            return sheets[name]

        for case in cases.cases:
            sheet(case.variant).cases.append(case)
        for probe in cases.probes:
            for wanted, variants in ((True, probe.fires), (False, probe.spares)):
                for variant in variants:
                    sheet(variant).probes.append((probe.of, wanted))
        self.sheets = tuple(sheets.values())

    def failing(self, mutation):
        """Returns the cases and probes that fail under a mutation."""
        gates = conclusion_gates(mutation.rulebook)
        gate = next((gate for gate in gates if gate.key == mutation.key), None)
        cases, probes = [], []
        for sheet in self.sheets:
            before = mutation.key in sheet.matched.opened
            after = gate is not None and holds(gate, sheet.facts, sheet.matched.totals)
            if before or after:
                found = self.replayed(sheet.matched, mutation, is_open=after)
                cases += [case.id for case in sheet.cases if not _passes(case, found)]
                probes += [
                    key
                    for key, wanted in sheet.probes
                    if key in self.known_gates and (key in found.opened) != wanted
                ]
        return Failing(tuple(dict.fromkeys(cases)), tuple(dict.fromkeys(probes)))

    def replayed(self, matched, mutation, *, is_open):
        """Returns what is open, and the totals, with one gate changed."""
        opened = set(matched.opened)
        _put(opened, mutation.key, is_open=is_open)
        totals, facts = dict(matched.totals), known(matched.answers)
        for id_ in self.order:
            factor = mutation.rulebook.factors[id_]
            for rule in factor.rules:
                key = key_of("rule", rule.id)
                if key in self.reading and key != mutation.key:
                    _put(opened, key, is_open=holds(rule, facts, totals))
            totals[id_] = total(factor, opened)
        if totals != matched.totals:
            for key, gate in self.reading.items():
                if key[0] != "rule" and key != mutation.key:
                    _put(opened, key, is_open=holds(gate, facts, totals))
        return Matched(mutation.rulebook, matched.answers, totals, dict.fromkeys(opened, ()))


def total(factor, opened):
    """Returns the sum of the weights that count, at least 0."""
    fired = [rule for rule in factor.rules if key_of("rule", rule.id) in opened]
    alone = [rule for rule in fired if not rule.supporting]
    counting = fired if any(rule.weight > 0 for rule in alone) else alone
    return max(0, sum(rule.weight for rule in counting))


def holds(gate, facts, totals):
    """Tells whether a gate is open."""
    values = {**facts, **totals}
    return (gate.when is None or _is_true(gate.when, values)) and not (
        gate.unless is not None and _is_true(gate.unless, values)
    )


def _is_true(condition, values):
    return any(
        all(
            (value := _reader(literal.subject)(values)) is not None
            and COMPARE[literal.operator](value, constant(literal))
            for literal in conjunction
        )
        for conjunction in normal_form(condition)
    )


_reader = cache(reader)


@cache
def constant(literal):
    """Returns the constant of a test as the values of its subject are encoded."""
    return encoded(literal.constant)


def _put(opened, key, *, is_open):
    if is_open:
        opened.add(key)
    else:
        opened.discard(key)


def _passes(case, matched):
    return (
        urgency_of(matched) == case.urgency
        and dict(levels_shown(matched)) == dict(case.levels)
        and all(key_of("red flag", id_) in matched.opened for id_ in case.flags)
    )
