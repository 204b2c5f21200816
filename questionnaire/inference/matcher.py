"""Matches the gates of a rule base on the rule engine.

The conditions become conjunctions of tests on one flat fact; what comes back is which gates are
open, and through which conjunctions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Final, TypeAlias

from questionnaire.inference.engine import Network, Part, Test
from questionnaire.inference.facts import Reader, Values, encoded, fact, known, reader
from questionnaire.knowledge.conditions import factors_in, questions_in
from questionnaire.knowledge.gates import Gate, Key
from questionnaire.knowledge.model import Answer
from questionnaire.knowledge.normal_form import Conjunction, Subject, conjunctions

REMEMBERED: Final = 32
"""Answers to a question, or to those that are read together, of which the part is remembered."""

Open: TypeAlias = Mapping[Key, tuple[Conjunction, ...]]
"""The gates that are open, each with the conjunctions that opened it."""


class Matcher:
    """Matches one set of gates against answers and totals."""

    def __init__(self, gates: Iterable[Gate]) -> None:
        gates = tuple(gates)
        self._always: Open = {gate.key: () for gate in gates if gate.when is None}
        """Gates that nothing but their ``unless`` can shut."""
        self._conjunctions = tuple(
            (gate.key, shuts, conjunction)
            for gate in gates
            for shuts, condition in ((False, gate.when), (True, gate.unless))
            for conjunction in conjunctions(condition)
        )
        """All conjunctions, each with the key of its gate and whether it shuts it."""
        tests = {number: _tests(each) for number, (_, _, each) in enumerate(self._conjunctions)}
        # What reads the same comes into the same ruleset, so that an answer concerns few of them.
        order = sorted(tests, key=lambda number: _questions(self._conjunctions[number][2]))
        self._network = Network({number: tests[number] for number in order})
        together: dict[tuple[str, ...], dict[Subject, Reader]] = {}
        for _, _, conjunction in self._conjunctions:
            for subject in (literal.subject for literal in conjunction):
                together.setdefault(read_by(subject), {})[subject] = reader(subject)
        self._parts = tuple(
            (read, _remembered_part(self._network, read, readers))
            for read, readers in together.items()
        )

    def match(self, values: Values) -> dict[Key, tuple[Conjunction, ...]]:
        """Returns the open gates, each with the conjunctions of its ``when`` that hold.

        A gate without ``when`` is open with no conjunctions.  The values are answers, and the
        totals of all factors that the gates read.
        """
        value = values.get
        matched = self._network.match(*[part(*map(value, read)) for read, part in self._parts])
        opened, shut = dict(self._always), []
        for number in sorted(matched):
            key, shuts, conjunction = self._conjunctions[number]
            if shuts:
                shut.append(key)
            else:
                opened[key] = (*opened.get(key, ()), conjunction)
        for key in shut:
            opened.pop(key, None)
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


def read_by(subject: Subject) -> tuple[str, ...]:
    """Returns the questions that a subject reads, or the factor."""
    return (subject,) if isinstance(subject, str) else questions_in(subject)


def _questions(conjunction: Conjunction) -> list[str]:
    return sorted({id_ for literal in conjunction for id_ in read_by(literal.subject)})


def _remembered_part(
    network: Network[int], read: tuple[str, ...], readers: Mapping[Subject, Reader]
) -> Callable[..., Part]:
    """Returns what gives the part of a fact that follows from the values of what is read."""

    @lru_cache(maxsize=REMEMBERED)
    def part(*values: Answer) -> Part:
        return network.part(fact(readers, known(dict(zip(read, values, strict=True)))))

    return part


def _tests(conjunction: Conjunction) -> tuple[Test, ...]:
    return tuple(
        Test(literal.subject, literal.operator, encoded(literal.constant))
        for literal in conjunction
    )
