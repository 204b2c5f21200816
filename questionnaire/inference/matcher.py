"""Matches the conditions of a rule base on the rule engine.

Everything that a rule base gates by ``when`` and ``unless`` has a key here.  The conditions become
conjunctions of tests on one flat fact; what comes back is which keys are open, and through which
conjunctions.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Generic, Literal, Protocol, TypeAlias, TypeVar

from msgspec import Struct

from questionnaire.inference.engine import Network, Test
from questionnaire.inference.facts import Known, Reader, encoded, fact, reader
from questionnaire.knowledge.conditions import Condition, factors_in
from questionnaire.knowledge.normal_form import Conjunction, Subject, normal_form

Key = TypeVar("Key", bound=Hashable)
_Side: TypeAlias = Literal["when", "unless"]
_Name: TypeAlias = tuple[Key, _Side, int]
"""A conjunction: of which gate, on which side, and the how manieth."""


class Gated(Protocol):
    """Anything in a rule base that holds only under conditions."""

    @property
    def when(self) -> Condition | None:
        """It holds only if this is known to be true."""

    @property
    def unless(self) -> Condition | None:
        """It does not hold if this is known to be true."""


class Gate(Struct, frozen=True):
    """A pair of conditions that stands on its own."""

    when: Condition | None = None
    unless: Condition | None = None


class Matcher(Generic[Key]):
    """Matches one set of gates against answers and totals."""

    def __init__(self, gates: Mapping[Key, Gated]) -> None:
        self._always = frozenset(key for key, gate in gates.items() if gate.when is None)
        """Gates that nothing but their ``unless`` can shut."""
        self._conjunctions: dict[_Name[Key], Conjunction] = {
            (key, side, number): conjunction
            for key, gate in gates.items()
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


def stages(gates: Mapping[Key, Gated], depth: Mapping[str, int]) -> tuple[dict[Key, Gated], ...]:
    """Splits gates by the totals that they read.

    ``depth`` says for each factor in which stage its total becomes known; a gate can be matched in
    the first stage after those of all totals that it reads.
    """
    count = max(depth.values(), default=0) + 2
    split: tuple[dict[Key, Gated], ...] = tuple({} for _ in range(count))
    for key, gate in gates.items():
        read = factors_in(gate.when, gate.unless)
        split[max((depth[factor] + 1 for factor in read), default=0)][key] = gate
    return split


def _sides(gate: Gated) -> Iterable[tuple[_Side, Condition]]:
    if gate.when is not None:
        yield "when", gate.when
    if gate.unless is not None:
        yield "unless", gate.unless


def _tests(conjunction: Conjunction) -> tuple[Test, ...]:
    return tuple(
        Test(literal.subject, literal.operator, encoded(literal.constant))
        for literal in conjunction
    )
