"""The same rules in other engines, translated from the conditions of a rule base.

Each engine is made once from gates and then finds which of them are open for a flat fact: whole
numbers by name, what is unknown left out.  An engine that leaves missing names out of its own
accord is not asked to guard them; the others are told that what is missing fails every test.
"""

import json
from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import lru_cache
from typing import Any, Protocol, TypeAlias

import clips
import rule_engine
import zen

from questionnaire.inference.engine import Network, Test
from questionnaire.inference.facts import Values, encoded, fact, known, reader
from questionnaire.inference.matcher import REMEMBERED
from questionnaire.knowledge.conditions import (
    And,
    Condition,
    DerivedCondition,
    Not,
    Or,
    questions_in,
)
from questionnaire.knowledge.gates import Gate
from questionnaire.knowledge.model import Answer
from questionnaire.knowledge.normal_form import (
    Conjunction,
    Subject,
    conjunctions,
    normal_form,
)

Names: TypeAlias = Mapping[Subject, str]
Gates: TypeAlias = Mapping[Hashable, Gate]


class Peer(Protocol):
    """An engine that matches gates."""

    def match(self, fact: dict[str, int]) -> set[Hashable]:
        """Returns the gates that are open."""


class DurableRules:
    """What we use: a network of conjunctions."""

    def __init__(self, gates: Gates, names: Names) -> None:
        self._gates = gates
        self._network = Network(
            {
                (key, wanted, number): [
                    Test(names[each.subject], each.operator, encoded(each.constant))
                    for each in conjunction
                ]
                for key, gate in gates.items()
                for wanted, condition in ((True, gate.when), (False, gate.unless))
                for number, conjunction in enumerate(conjunctions(condition))
            }
        )

    def match(self, fact: dict[str, int]) -> set[Hashable]:
        """Returns the gates that are open."""
        matched = self._network.match(self._network.part(fact))
        held = {(key, wanted) for key, wanted, _ in matched}
        return {
            key
            for key, gate in self._gates.items()
            if (key, False) not in held and (gate.when is None or (key, True) in held)
        }


class ZenExpression:
    """zen-engine, driven hard: all rules as one list of expressions, without decisions."""

    def __init__(self, gates: Gates, names: Names) -> None:
        self._keys = list(gates)
        texts = [_expression(gate, names) for gate in gates.values()]
        self._expression = zen.compile_expression(f"[{', '.join(texts)}]")

    def match(self, fact: dict[str, int]) -> set[Hashable]:
        """Returns the gates that are open."""
        held = self._expression.evaluate(fact)
        return {key for key, holds in zip(self._keys, held, strict=True) if holds}


class ZenTable:
    """zen-engine as meant: a decision table that collects the rows that hold."""

    def __init__(self, gates: Gates, names: Names) -> None:
        self._keys = list(gates)
        table = {
            "hitPolicy": "collect",
            "inputs": [{"id": "when", "name": "when"}],
            "outputs": [{"id": "row", "name": "row", "field": "row"}],
            "rules": [
                {"_id": str(row), "when": _expression(gate, names), "row": str(row)}
                for row, gate in enumerate(gates.values())
            ],
        }
        graph = {
            "nodes": [
                {"id": "in", "name": "in", "type": "inputNode"},
                {"id": "table", "name": "table", "type": "decisionTableNode", "content": table},
                {"id": "out", "name": "out", "type": "outputNode"},
            ],
            "edges": [
                {"id": "1", "type": "edge", "sourceId": "in", "targetId": "table"},
                {"id": "2", "type": "edge", "sourceId": "table", "targetId": "out"},
            ],
        }
        self._engine = zen.ZenEngine()
        self._decision = self._engine.create_decision(json.dumps(graph))

    def match(self, fact: dict[str, int]) -> set[Hashable]:
        """Returns the gates that are open."""
        rows: Any = self._decision.evaluate(fact)["result"]
        return {self._keys[row["row"]] for row in rows}


class RuleEngine:
    """rule-engine, driven hard: all rules as one list, the missing filled in beforehand.

    A rule for each gate would take half as long again.
    """

    def __init__(self, gates: Gates, names: Names) -> None:
        self._blank = dict.fromkeys(names.values())
        self._keys = list(gates)
        texts = [_expression(gate, names) for gate in gates.values()]
        self._rule = rule_engine.Rule(f"[{', '.join(texts)}]")

    def match(self, fact: dict[str, int]) -> set[Hashable]:
        """Returns the gates that are open."""
        held = self._rule.evaluate(self._blank | fact)
        return {key for key, holds in zip(self._keys, held, strict=True) if holds}


class Clips:
    """CLIPS: one fact with a slot for each name, and the agenda read instead of run."""

    def __init__(self, gates: Gates, names: Names) -> None:
        self._environment = clips.Environment()
        slots = " ".join(f"(slot {name} (default nil))" for name in names.values())
        self._environment.build(f"(deftemplate sheet {slots})")
        self._keys = {}
        for number, (key, gate) in enumerate(gates.items()):
            some = [_pattern(each, names) for each in conjunctions(gate.when)] or ["(sheet)"]
            none = [f"(not {_pattern(each, names)})" for each in conjunctions(gate.unless)]
            when = some[0] if len(some) == 1 else f"(or {' '.join(some)})"
            self._environment.build(f"(defrule r{number} {when} {' '.join(none)} =>)")
            self._keys[f"r{number}"] = key
        self._sheet = self._environment.find_template("sheet")

    def match(self, fact: dict[str, int]) -> set[Hashable]:
        """Returns the gates that are open."""
        self._sheet.assert_fact(**fact)
        opened = {self._keys[each.name] for each in self._environment.activations()}
        self._environment.reset()
        return opened


PEERS: Mapping[str, Callable[[Gates, Names], Peer]] = {
    "durable-rules, as we use it": DurableRules,
    "zen-engine, a decision table": ZenTable,
    "zen-engine, one list of expressions": ZenExpression,
    "rule-engine, one list of expressions": RuleEngine,
    "clipspy": Clips,
}


class PeerMatcher:
    """Stands in for ``matcher.Matcher`` with another engine; knows no conjunctions.

    Facts are remembered for it as they are for ours.
    """

    def __init__(self, gates: Iterable[Gate], peer: Callable[[Gates, Names], Peer]) -> None:
        found = {gate.key: gate for gate in gates}
        self._always = dict.fromkeys((key for key, gate in found.items() if gate.always_open), ())
        conditional = {key: gate for key, gate in found.items() if not gate.always_open}
        names = subjects(conditional)
        self._peer = peer(conditional, names) if conditional else None
        together: dict[tuple[str, ...], list[Subject]] = {}
        for subject in names:
            read = (subject,) if isinstance(subject, str) else questions_in(subject)
            together.setdefault(read, []).append(subject)
        self._parts = [
            (read, _remembered_part(read, {each: names[each] for each in some}))
            for read, some in together.items()
        ]

    def match(self, values: Values) -> dict[Hashable, tuple[()]]:
        """Returns the open gates."""
        if self._peer is None:
            return dict(self._always)
        known: dict[str, int] = {}
        for read, part in self._parts:
            known |= part(*map(values.get, read))
        return self._always | dict.fromkeys(self._peer.match(known), ())


def _remembered_part(read: tuple[str, ...], names: Names) -> Callable[..., dict[str, int]]:
    readers = {subject: reader(subject) for subject in names}

    @lru_cache(maxsize=REMEMBERED)
    def part(*values: Answer) -> dict[str, int]:
        found = fact(readers, known(dict(zip(read, values, strict=True))))
        return {names[subject]: value for subject, value in found.items()}

    return part


def subjects(gates: Gates) -> dict[Subject, str]:
    """Returns all that gates test, each with a name."""
    tested = {
        literal.subject: None
        for gate in gates.values()
        for condition in (gate.when, gate.unless)
        for conjunction in conjunctions(condition)
        for literal in conjunction
    }
    return {subject: f"s{number}" for number, subject in enumerate(tested)}


def _expression(gate: Gate, names: Names) -> str:
    """Writes a gate as zen-engine and rule-engine read it."""
    when = [_text(gate.when, names)] if gate.when is not None else []
    unless = [f"not ({_text(gate.unless, names)})"] if gate.unless is not None else []
    return " and ".join(when + unless)


def _text(condition: Condition, names: Names, *, wanted: bool = True) -> str:
    match condition:
        case Not(part):
            return _text(part, names, wanted=not wanted)
        case DerivedCondition(_, value):
            return _text(value, names, wanted=wanted)
        case And(parts) | Or(parts):
            word = " and " if isinstance(condition, And) == wanted else " or "
            return f"({word.join(_text(part, names, wanted=wanted) for part in parts)})"
        case test:
            ((literal,),) = normal_form(test if wanted else Not(test))
            name, constant = names[literal.subject], encoded(literal.constant)
            comparison = f"{name} {literal.operator} {constant}"
            return comparison if literal.operator == "==" else f"({name} != null and {comparison})"


def _pattern(conjunction: Conjunction, names: Names) -> str:
    """Writes a conjunction as CLIPS reads it."""
    tests: dict[str, list[str]] = {}
    for literal in conjunction:
        name, constant = names[literal.subject], encoded(literal.constant)
        operator = {"==": "=", "!=": "<>"}.get(literal.operator, literal.operator)
        tests.setdefault(name, []).append(f"({operator} ?{name} {constant})")
    slots = [
        f"({name} ?{name}&:(and (integerp ?{name}) {' '.join(tests[name])}))"
        for name in sorted(tests)
    ]
    return f"(sheet {' '.join(slots)})"
