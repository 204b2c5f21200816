"""Reasons: from the answers of a route to what is open, by the rules and nothing else.

The engine says which gates are open; the rest is arithmetic on that: totals, levels and their
caps, the highest urgency.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from questionnaire.inference.facts import Values
from questionnaire.inference.matched import Matched
from questionnaire.inference.matcher import Matcher, Open, stages
from questionnaire.inference.route import Route
from questionnaire.knowledge.bearing import read_by_red_flags
from questionnaire.knowledge.gates import FACTORS, Key, conclusion_gates, key_of
from questionnaire.knowledge.model import Answers, Factor, RedFlag, Rule, Rulebook
from questionnaire.knowledge.normal_form import Conjunction
from questionnaire.knowledge.reads import depths, totals_read


class _Stage(Struct, frozen=True):
    """What is matched together, and the factors whose totals are known then."""

    matcher: Matcher
    factors: tuple[Factor, ...]


class Reasoner:
    """Reasons by one rule base; made once, used for any number of answers."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        depth = depths({id_: totals_read(one) for id_, one in rulebook.factors.items()})
        self._asked_for = read_by_red_flags(rulebook)
        self._stages = tuple(
            _Stage(
                Matcher(gates),
                tuple(one for one in rulebook.factors.values() if depth[one.id] == stage),
            )
            for stage, gates in enumerate(stages(conclusion_gates(rulebook), depth))
        )

    def unchecked(self, route: Route) -> tuple[str, ...]:
        """Returns the questions of a route that red flags read and that have no answer."""
        return tuple(id_ for id_ in route.unanswered if id_ in self._asked_for)

    def open(self, route: Route) -> Matched:
        """Returns what the answers of a route open.

        Answers that were set aside count for nothing but red flags: nobody can tell which answers
        of those that do not fit together are wrong.
        """
        matched = self._match(route.answers)
        aside = {
            each.question: each.answer
            for each in route.set_aside
            if each.question not in route.path  # a part of an answer is an exclusive box
        }
        if not aside:
            return matched
        heard = self._match({**route.answers, **aside})
        late = {
            key: found
            for key, found in heard.opened.items()
            if key[0] == "red flag" and key[:2] not in matched.opened
        }
        return replace(matched, opened={**matched.opened, **late}, heard=heard, late=late)

    def _match(self, given: Answers) -> Matched:
        """Returns what answers open, matched stage by stage, each with the totals before it."""
        totals = dict.fromkeys(self._rulebook.factors, 0)
        opened: dict[Key, tuple[Conjunction, ...]] = {}
        for stage in self._stages:
            values: Values = {**given, **totals}
            opened |= stage.matcher.match(values)
            for factor in stage.factors:
                counted = counting(factor, opened)
                totals[factor.id] = max(0, sum(rule.weight for rule in counted))
        return Matched(self._rulebook, given, totals, opened)


def counting(factor: Factor, opened: Open) -> list[Rule]:
    """Returns which fired rules of a factor count; supporting ones only beside one that is not."""
    fired = [rule for rule in factor.rules if key_of("rule", rule.id) in opened]
    if any(rule.weight > 0 and not rule.supporting for rule in fired):
        return fired
    return [rule for rule in fired if not rule.supporting]


def levels_shown(matched: Matched) -> tuple[tuple[str, str], ...]:
    """Returns the factors that are shown, each with its level, in the order of the rule base."""
    if FACTORS not in matched.opened:
        return ()
    return tuple(
        (id_, level)
        for id_, factor in matched.rulebook.factors.items()
        if key_of("factor", id_) in matched.opened and (level := _level(factor, matched))
    )


def urgency_of(matched: Matched) -> str:
    """Returns the highest urgency of the red flags that fired, the lowest of all without one."""
    order = list(matched.rulebook.urgencies)
    fired = (flag.urgency for flag in fired_flags(matched))
    return max(fired, key=order.index, default=order[0])


def fired_flags(matched: Matched) -> tuple[RedFlag, ...]:
    """Returns the red flags that fired, in the order of the rule base."""
    flags = matched.rulebook.red_flags.values()
    return tuple([flag for flag in flags if key_of("red flag", flag.id) in matched.opened])


def _level(factor: Factor, matched: Matched) -> str | None:
    """Returns the level that the total reaches, under every cap that applies."""
    total = matched.totals[factor.id]
    reached = sum([total >= level.start for level in matched.rulebook.levels.values()])
    if not reached:
        return None
    ids = list(matched.rulebook.levels)
    counted = counting(factor, matched.opened)
    raising = [rule.up_to for rule in counted if rule.weight > 0]
    caps = [ids.index(cap) + 1 for cap in raising if cap is not None]
    if caps and len(caps) == len(raising):
        reached = min(reached, max(caps))
    if factor.up_to is not None:
        reached = min(reached, ids.index(factor.up_to) + 1)
    return ids[reached - 1]
