"""Matches the gates of a rule base on the rule engine.

The conditions become conjunctions of tests on one flat fact; what comes back is which gates are
open, and through which conjunctions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

from questionnaire.inference.engine import Network, Test
from questionnaire.inference.facts import Known, Reader, encoded, fact, reader
from questionnaire.knowledge.conditions import Condition, factors_in
from questionnaire.knowledge.gates import Gate, Key
from questionnaire.knowledge.normal_form import Conjunction, Subject, normal_form

Open: TypeAlias = Mapping[Key, tuple[Conjunction, ...]]
"""The gates that are open, each with the conjunctions that opened it."""
_Side: TypeAlias = Literal["when", "unless"]
_Name: TypeAlias = tuple[Key, _Side, int]
"""A conjunction: of which gate, on which side, and the how manieth."""


class Matcher:
    """Matches one set of gates against answers and totals."""

    def __init__(self, gates: Iterable[Gate]) -> None:
        gates = tuple(gates)
        self._always = frozenset(gate.key for gate in gates if gate.when is None)
        """Gates that nothing but their ``unless`` can shut."""
        self._conjunctions: dict[_Name, Conjunction] = {
            (gate.key, side, number): conjunction
            for gate in gates
            for side, condition in _sides(gate)
            for number, conjunction in enumerate(normal_form(condition))
        }
        self._readers: dict[Subject, Reader] = {
            literal.subject: reader(literal.subject)
            for conjunction in self._conjunctions.values()
            for literal in conjunction
        }
        self._network = Network(
            {name: _tests(conjunction) for name, conjunction in self._conjunctions.items()}
        )

    def match(
        self, answers: Known, totals: Mapping[str, int]
    ) -> dict[Key, tuple[Conjunction, ...]]:
        """Returns the open gates, each with the conjunctions of its ``when`` that hold.

        A gate without ``when`` is open with no conjunctions.
        """
        matched = self._network.match(fact(self._readers, answers, totals))
        through: dict[Key, list[int]] = {}
        shut = set()
        for key, side, number in matched:
            if side == "when":
                through.setdefault(key, []).append(number)
            else:
                shut.add(key)
        opened: dict[Key, tuple[Conjunction, ...]] = dict.fromkeys(self._always - shut, ())
        for key, numbers in through.items():
            if key not in shut:
                opened[key] = tuple(
                    self._conjunctions[key, "when", number] for number in sorted(numbers)
                )
        return opened


def stages(gates: Iterable[Gate], depth: Mapping[str, int]) -> tuple[list[Gate], ...]:
    """Splits gates by the totals that they read.

    ``depth`` says for each factor in which stage its total becomes known; a gate can be matched in
    the first stage after those of all totals that it reads.
    """
    count = max(depth.values(), default=0) + 2
    split: tuple[list[Gate], ...] = tuple([] for _ in range(count))
    for gate in gates:
        read = factors_in(gate.when, gate.unless)
        split[max((depth[factor] + 1 for factor in read), default=0)].append(gate)
    return split


def _sides(gate: Gate) -> Iterable[tuple[_Side, Condition]]:
    if gate.when is not None:
        yield "when", gate.when
    if gate.unless is not None:
        yield "unless", gate.unless


def _tests(conjunction: Conjunction) -> tuple[Test, ...]:
    return tuple(
        Test(literal.subject, literal.operator, encoded(literal.constant))
        for literal in conjunction
    )
