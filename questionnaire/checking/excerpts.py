"""What of a rule base decides one thing: so that a probe need not match everything else.

Nothing is decided here.  An excerpt is a rule base, and the engine concludes from it as ever.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from questionnaire.knowledge.conditions import factors_in, questions_in
from questionnaire.knowledge.gates import Key, asking_gates, conclusion_gates, line_key
from questionnaire.knowledge.model import LINE_KEYS, MESSAGE_KEYS, Factor, Line, Rule, Rulebook

_NO_LINES: Final[dict[str, tuple[Line, ...]]] = dict.fromkeys(LINE_KEYS, ())


class Excerpts:
    """Cuts out of one rule base what decides each of its gates."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._rules = {
            rule.id: (factor.id, rule)
            for factor in rulebook.factors.values()
            for rule in factor.rules
        }
        self._empty = replace(
            rulebook,
            questions={},
            factors={},
            red_flags={},
            no_factors=None,
            notices=(),
            recommendation=(),
            messages=replace(rulebook.messages, **dict.fromkeys(MESSAGE_KEYS, ())),
        )

    def of(self, key: Key) -> Rulebook:
        """Returns a rule base in which the same answers open this gate, with little else in it."""
        cut = self._alone(key)
        totals: dict[str, Factor] = {}
        gates = conclusion_gates(cut)
        while new := {id_ for one in gates for id_ in factors_in(one.when, one.unless)} - {*totals}:
            added = {id_: self._rules_of(id_, *self._rulebook.factors[id_].rules) for id_ in new}
            totals |= added
            gates = conclusion_gates(replace(self._empty, factors=added))
        own = {
            id_: replace(card, rules=totals[id_].rules) if id_ in totals else card
            for id_, card in cut.factors.items()
        }
        return replace(cut, factors=totals | own)

    def read_by(self, excerpt: Rulebook) -> frozenset[str]:
        """Returns the questions that decide what an excerpt opens, and when they are asked."""
        conditions = conclusion_gates(excerpt)
        new = {id_ for gate in conditions for id_ in questions_in(gate.when, gate.unless)}
        read: set[str] = set()
        while new:
            read |= new
            asking = (gate for id_ in new for gate in asking_gates(self._rulebook.questions[id_]))
            new = {id_ for gate in asking for id_ in questions_in(gate.when, gate.unless)} - read
        return frozenset(read)

    def _alone(self, key: Key) -> Rulebook:
        """Returns the gate without the rules whose totals it reads."""
        whole, empty = self._rulebook, self._empty
        match key:
            case ("rule", id_):
                factor, rule = self._rules[id_]
                return replace(empty, factors={factor: self._rules_of(factor, rule)})
            case ("factor", id_, *_):
                card = whole.factors[id_]
                lines = {name: _only(key, getattr(card, name)) for name in LINE_KEYS}
                return replace(empty, factors={id_: replace(card, rules=(), **lines)})
            case ("red flag", id_, *_):
                flag = whole.red_flags[id_]
                return replace(
                    empty, red_flags={id_: replace(flag, advice=_only(key, flag.advice))}
                )
            case ("notice", id_):
                return replace(empty, notices=tuple(n for n in whole.notices if n.id == id_))
            case ("question" | "change", id_, *_):
                return replace(empty, questions={id_: whole.questions[id_]})
            case _:
                return replace(
                    empty,
                    no_factors=whole.no_factors,
                    recommendation=whole.recommendation,
                    messages=whole.messages,
                )

    def _rules_of(self, factor: str, *rules: Rule) -> Factor:
        """Returns a factor with these rules, and nothing else that depends on answers."""
        return replace(self._rulebook.factors[factor], rules=rules, unless=None, **_NO_LINES)


def _only(key: Key, lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(line for line in lines if line_key(key[:2], line) == key)
