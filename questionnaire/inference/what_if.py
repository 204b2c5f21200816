"""What would change the result: the smallest change to one answer that lowers what it shows.

It is found by asking the engine again with the changed answer, never by reasoning beside it.  Only
what the rule base marks as a possible change is tried.  Of the other answers to one question that
no condition tells apart, the engine is asked about one.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from questionnaire.inference.alternatives import alternatives
from questionnaire.inference.assessment import Suggestion
from questionnaire.inference.facts import evaluate, known
from questionnaire.inference.reasoning import Reasoner, levels_shown, urgency_of
from questionnaire.inference.route import Route, Router
from questionnaire.knowledge.bearing import bearings
from questionnaire.knowledge.conditions import Comparison, Number, questions_in, walk
from questionnaire.knowledge.gates import change_key, gates
from questionnaire.knowledge.model import Answers, Rulebook


class _Result(Struct, frozen=True):
    """What an assessment comes to: urgency and shown levels, as ranks."""

    urgency: int
    levels: Mapping[str, int]

    def worsens(self, other: _Result) -> bool:
        """Tells whether the other result is worse in any way."""
        return other.urgency > self.urgency or any(
            level > self.levels.get(id_, 0) for id_, level in other.levels.items()
        )


class _Try(Struct, frozen=True):
    change: Suggestion  # without what it lowers
    size: Fraction
    result: _Result


class WhatIf:
    """Finds what would lower the result, for one rule base."""

    def __init__(self, rulebook: Rulebook, router: Router, reasoner: Reasoner) -> None:
        self._rulebook, self._router, self._reasoner = rulebook, router, reasoner
        self._urgencies, self._levels = list(rulebook.urgencies), list(rulebook.levels)
        self._bearings = bearings(rulebook)
        self._comparisons = _comparisons(rulebook)

    def suggestions(self, given: Answers) -> tuple[Suggestion, ...]:
        """Returns for each shown factor, and for the urgency, the smallest change that lowers it.

        Nothing is suggested while an urgency holds that interrupts.
        """
        route = self._router.route(given)
        now = self._result(route)
        if self._rulebook.urgencies[self._urgencies[now.urgency]].interrupts:
            return ()
        tries = sorted(self._tries(given, route, now), key=lambda one: one.size)
        found = []
        for one in tries:
            if one.result.urgency < now.urgency:
                urgency = self._urgencies[one.result.urgency]
                found.append(replace(one.change, urgency=urgency))
                break
        for id_, level in now.levels.items():
            for one in tries:
                left = one.result.levels.get(id_, 0)
                if left < level:
                    name = self._levels[left - 1] if left else None
                    found.append(replace(one.change, factor=id_, level=name))
                    break
        return tuple(found)

    def _tries(self, given: Answers, route: Route, now: _Result) -> Iterator[_Try]:
        opened = self._reasoner.open(route).opened
        for id_ in route.path:
            question, answer = self._rulebook.questions[id_], route.answers.get(id_)
            if question.change is None or answer is None or change_key(id_) not in opened:
                continue
            bearing = self._bearings[id_]
            if not bearing.red_flags and now.levels.keys().isdisjoint(bearing.factors):
                continue
            results: dict[Hashable, _Result] = {}
            for size, other, words in alternatives(question, question.change, answer):
                changed = self._router.route({**given, id_: other})
                alike = self._told_apart(id_, changed)
                result = results.get(alike) or self._result(changed)
                results[alike] = result
                if not now.worsens(result):
                    yield _Try(Suggestion(question=id_, answer=other, words=words), size, result)

    def _told_apart(self, changed: str, route: Route) -> Hashable:
        """Returns what is the same for two answers to a question that no condition tells apart."""
        if not isinstance(route.answers[changed], int | float):
            return route.answers[changed]
        others = tuple(item for item in route.answers.items() if item[0] != changed)
        answers = known(route.answers)
        order = []
        for left, right in self._comparisons.get(changed, ()):
            low, high = evaluate(left, answers), evaluate(right, answers)
            order.append(None if low is None or high is None else (low > high) - (low < high))
        return others, tuple(order)

    def _result(self, route: Route) -> _Result:
        matched = self._reasoner.open(route)
        levels = {id_: self._levels.index(level) + 1 for id_, level in levels_shown(matched)}
        return _Result(self._urgencies.index(urgency_of(matched)), levels)


def _comparisons(rulebook: Rulebook) -> dict[str, tuple[tuple[Number, Number], ...]]:
    """Returns for each question all numbers that conditions compare and that depend on it."""
    conditions = (side for gate in gates(rulebook) for side in (gate.when, gate.unless))
    found: dict[str, dict[tuple[Number, Number], None]] = {}
    for condition in conditions:
        for part in () if condition is None else walk(condition):
            if isinstance(part, Comparison):
                for question in questions_in(part):
                    found.setdefault(question, {})[part.left, part.right] = None
    return {question: tuple(pairs) for question, pairs in found.items()}
