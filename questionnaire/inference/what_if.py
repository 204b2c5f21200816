"""What would change the result: the smallest change to one answer that lowers what it shows.

It is found by asking the engine again with the changed answer, never by reasoning beside it.  Only
what the rule base marks as a possible change is tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache, partial
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from questionnaire.inference.alternatives import alternatives
from questionnaire.inference.assessment import Suggestion
from questionnaire.inference.matched import Matched
from questionnaire.inference.reasoning import Reasoner, levels_shown, urgency_of
from questionnaire.inference.route import Router
from questionnaire.knowledge.bearing import bearings_through_totals, thresholds
from questionnaire.knowledge.gates import conclusion_gates, key_of
from questionnaire.knowledge.model import Answers, Rulebook

REMEMBERED: Final = 64
"""Answers to a question of which the alternatives are remembered."""


class _Ranks(Struct, frozen=True):
    """What an assessment comes to: urgency and shown levels, as ranks."""

    urgency: int
    levels: Mapping[str, int]

    def worsens(self, other: _Ranks) -> bool:
        """Tells whether the others are worse in any way."""
        return other.urgency > self.urgency or any(
            level > self.levels.get(id_, 0) for id_, level in other.levels.items()
        )


class _Try(Struct, frozen=True):
    change: Suggestion  # without what it lowers
    size: Fraction
    ranks: _Ranks


class WhatIf:
    """Finds what would lower the result, for one rule base."""

    def __init__(self, rulebook: Rulebook, router: Router, reasoner: Reasoner) -> None:
        self._rulebook, self._router, self._reasoner = rulebook, router, reasoner
        self._urgencies, self._levels = list(rulebook.urgencies), list(rulebook.levels)
        self._bearings = bearings_through_totals(rulebook)
        told_apart = thresholds(rulebook)
        self._alternatives = {
            id_: lru_cache(maxsize=REMEMBERED)(
                partial(alternatives, question, question.change, told_apart.get(id_))
            )
            for id_, question in rulebook.questions.items()
            if question.change is not None
        }
        self._keeping = tuple(gate for gate in conclusion_gates(rulebook) if gate.keeps)

    def suggestions(self, given: Answers) -> tuple[Suggestion, ...]:
        """Returns for each shown factor, and for the urgency, the smallest change that lowers it.

        Nothing is suggested while an urgency holds that interrupts.
        """
        route = self._router.route(given)
        matched = self._reasoner.open(route)
        now = self._ranks(matched)
        if self._rulebook.urgencies[self._urgencies[now.urgency]].interrupts:
            return ()
        tries = sorted(self._tries(given, route.path, matched, now), key=lambda one: one.size)
        found = []
        for one in tries:
            if one.ranks.urgency < now.urgency:
                urgency = self._urgencies[one.ranks.urgency]
                found.append(replace(one.change, urgency=urgency))
                break
        for id_, level in now.levels.items():
            for one in tries:
                left = one.ranks.levels.get(id_, 0)
                if left < level:
                    name = self._levels[left - 1] if left else None
                    found.append(replace(one.change, factor=id_, level=name))
                    break
        return tuple(found)

    def _tries(
        self, given: Answers, path: Iterable[str], matched: Matched, now: _Ranks
    ) -> Iterator[_Try]:
        kept = self._kept(matched)
        for id_ in path:
            answer = matched.answers.get(id_)
            if answer is None or id_ in kept or key_of("change", id_) not in matched.opened:
                continue
            bearing = self._bearings[id_]
            if not bearing.red_flags and now.levels.keys().isdisjoint(bearing.factors):
                continue
            for size, other, words in self._alternatives[id_](answer):
                route = self._router.route({**given, id_: other})
                ranks = self._ranks(self._reasoner.open(route))
                if not now.worsens(ranks):
                    yield _Try(Suggestion(question=id_, answer=other, words=words), size, ranks)

    def _kept(self, matched: Matched) -> frozenset[str]:
        """Returns the questions of which what is told says that their answers stay as they are."""
        shown = {key_of("factor", id_) for id_, _ in levels_shown(matched)}
        return frozenset(
            id_
            for gate in self._keeping
            if gate.key in matched.opened
            and (gate.key[0] != "factor" or gate.key[:2] in shown)
            and (gate.key[0] != "red flag" or gate.key[:2] in matched.opened)
            for id_ in gate.keeps
        )

    def _ranks(self, matched: Matched) -> _Ranks:
        levels = {id_: self._levels.index(level) + 1 for id_, level in levels_shown(matched)}
        return _Ranks(self._urgencies.index(urgency_of(matched)), levels)
