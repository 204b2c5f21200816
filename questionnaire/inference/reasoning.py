"""Concludes: from the answers of a route to the assessment, by the rules and nothing else.

The engine says which gates are open; the rest is arithmetic on that: totals, levels and their
caps, the highest urgency, the order of what stands out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from graphlib import TopologicalSorter
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from questionnaire.inference.assessment import (
    Assessment,
    Finding,
    GivenAnswer,
    RaisedFlag,
    ShownFactor,
    ShownLine,
    ShownNotice,
    identity_of,
    nothing_given,
)
from questionnaire.inference.facts import Values
from questionnaire.inference.matched import Matched
from questionnaire.inference.matcher import Matcher, Open, stages
from questionnaire.inference.route import Route
from questionnaire.knowledge.bearing import read_by_red_flags
from questionnaire.knowledge.conditions import questions_in
from questionnaire.knowledge.gates import (
    FACTORS,
    MESSAGES,
    RECOMMENDATION,
    Key,
    conclusion_gates,
    key_of,
)
from questionnaire.knowledge.model import (
    LINE_KEYS,
    Answers,
    Factor,
    Notice,
    RedFlag,
    Rule,
    Rulebook,
    totals_read,
)
from questionnaire.knowledge.normal_form import Conjunction


class _Stage(Struct, frozen=True):
    """What is matched together, and the factors whose totals are known then."""

    matcher: Matcher
    factors: tuple[Factor, ...]


class Reasoner:
    """Concludes by one rule base; made once, used for any number of answers."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        depth = _depths(rulebook.factors)
        self._signs = {notice.id: _signs(notice, rulebook) for notice in rulebook.notices}
        self._asked_for = read_by_red_flags(rulebook)
        self._stages = tuple(
            _Stage(
                Matcher(gates),
                tuple(one for one in rulebook.factors.values() if depth[one.id] == stage),
            )
            for stage, gates in enumerate(stages(conclusion_gates(rulebook), depth))
        )

    def conclude(self, route: Route) -> Assessment:
        """Returns the assessment of a route."""
        matched = self.open(route)
        rulebook = self._rulebook
        flags = _raised(matched)
        urgency = urgency_of(matched)
        factors = _shown_factors(matched)
        unanswered = tuple(id_ for id_ in route.path if route.answers.get(id_) is None)
        unchecked = self.unchecked(route)
        return Assessment(
            rulebook=identity_of(rulebook),
            answers=route.answers,
            assumed=_assumed(route, matched),
            set_aside=route.set_aside,
            unanswered=unanswered,
            unchecked=unchecked,
            urgency=urgency,
            headline=_headline(urgency, flags, rulebook),
            red_flags=flags,
            factors=factors,
            totals=matched.totals,
            notices=tuple(
                ShownNotice(
                    notice.id, matched.filled(notice.text), self._signs[notice.id], notice.sources
                )
                for notice in rulebook.notices
                if key_of("notice", notice.id) in matched.opened
            ),
            messages=() if factors else _message(flags, unchecked, route, matched),
            notes=tuple(
                note
                for id_ in route.path
                if id_ in route.answers
                for note in matched.lines(key_of("question", id_), rulebook.questions[id_].notes)
            ),
            recommendation=matched.lines(RECOMMENDATION, rulebook.recommendation),
        )

    def unchecked(self, route: Route) -> tuple[str, ...]:
        """Returns the questions of a route that red flags read and that have no answer."""
        path = (id_ for id_ in route.path if route.answers.get(id_) is None)
        return tuple(id_ for id_ in path if id_ in self._asked_for)

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
                counting = _counting(factor, opened)
                totals[factor.id] = max(0, sum(rule.weight for rule in counting))
        return Matched(self._rulebook, given, totals, opened)


def _assumed(route: Route, matched: Matched) -> dict[str, tuple[GivenAnswer, ...]]:
    """Returns the assumed answers, each with the given ones from which it follows in the end."""
    found: dict[str, tuple[GivenAnswer, ...]] = {}
    for id_, through in route.assumed.items():
        led = [
            found.get(item.question, (item,))
            for item in matched.evidence(through)
            if isinstance(item, GivenAnswer)
        ]
        found[id_] = tuple(dict.fromkeys(chain.from_iterable(led)))
    return found


def _depths(factors: Mapping[str, Factor]) -> dict[str, int]:
    """Returns for each factor the stage in which its total becomes known."""
    reads = {id_: totals_read(factor) for id_, factor in factors.items()}
    depths: dict[str, int] = {}
    for id_ in TopologicalSorter(reads).static_order():
        depths[id_] = max((depths[read] + 1 for read in reads[id_]), default=0)
    return depths


def _counting(factor: Factor, opened: Open) -> list[Rule]:
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


def _shown_factors(matched: Matched) -> tuple[ShownFactor, ...]:
    """Returns what stands out: by level, then total, then grade, then name."""
    rulebook = matched.rulebook
    shown = [
        _shown_factor(rulebook.factors[id_], level, matched) for id_, level in levels_shown(matched)
    ]
    rank = list(rulebook.levels).index
    return tuple(sorted(shown, key=lambda one: (-rank(one.level), -one.total, one.grade, one.id)))


def _level(factor: Factor, matched: Matched) -> str | None:
    """Returns the level that the total reaches, under every cap that applies."""
    total = matched.totals[factor.id]
    reached = sum([total >= level.start for level in matched.rulebook.levels.values()])
    if not reached:
        return None
    ids = list(matched.rulebook.levels)
    counting = _counting(factor, matched.opened)
    raising = [rule.up_to for rule in counting if rule.weight > 0]
    caps = [ids.index(cap) + 1 for cap in raising if cap is not None]
    if caps and len(caps) == len(raising):
        reached = min(reached, max(caps))
    if factor.up_to is not None:
        reached = min(reached, ids.index(factor.up_to) + 1)
    return ids[reached - 1]


def _shown_factor(factor: Factor, level: str, matched: Matched) -> ShownFactor:
    return ShownFactor(
        id=factor.id,
        name=factor.name,
        total=matched.totals[factor.id],
        level=level,
        grade=factor.grade,
        findings=tuple(
            Finding(
                rule=rule.id,
                weight=rule.weight,
                because=matched.filled(rule.because),
                evidence=matched.evidence(matched.opened[key_of("rule", rule.id)]),
                sources=rule.sources,
            )
            for rule in _counting(factor, matched.opened)
        ),
        **{
            key: matched.lines(key_of("factor", factor.id), getattr(factor, key))
            for key in LINE_KEYS
        },
    )


def _raised(matched: Matched) -> tuple[RaisedFlag, ...]:
    fired = fired_flags(matched)
    instead = {hidden: flag.id for flag in reversed(fired) for hidden in flag.instead_of}
    return tuple(_raised_flag(flag, instead.get(flag.id), matched) for flag in fired)


def _raised_flag(flag: RedFlag, instead: str | None, matched: Matched) -> RaisedFlag:
    key = key_of("red flag", flag.id)
    through = matched.through(key)
    return RaisedFlag(
        id=flag.id,
        sign=flag.sign,
        urgency=flag.urgency,
        time_frame=flag.time_frame or matched.rulebook.urgencies[flag.urgency].time_frame,
        instead=instead,
        advice=through.lines(key, flag.advice),
        evidence=through.evidence(through.opened[key]),
        sources=flag.sources,
    )


def _headline(urgency: str, flags: Sequence[RaisedFlag], rulebook: Rulebook) -> str:
    """Returns an urgency in words, with the time frame of the flag that leads."""
    usual = rulebook.urgencies[urgency]
    time_frame = next(
        (flag.time_frame for flag in flags if flag.urgency == urgency and flag.instead is None),
        usual.time_frame,
    )
    return f"{usual.label} {time_frame}"


def _signs(notice: Notice, rulebook: Rulebook) -> tuple[str, ...]:
    """Returns the warning signs that a notice lists, whatever was answered."""
    return tuple(
        flag.sign
        for flag in rulebook.red_flags.values()
        if flag.urgency in notice.signs
        or not set(notice.signs_of).isdisjoint(questions_in(flag.when))
    )


def _message(
    flags: Sequence[RaisedFlag], unchecked: Sequence[str], route: Route, matched: Matched
) -> tuple[ShownLine, ...]:
    """Returns what is said where no factor is shown.

    Comfort is only where no flag fired and all that flags ask for was answered.
    """
    rulebook = matched.rulebook
    if nothing_given(route.answers, route.assumed):
        name = "nothing_answered"
    elif flags:
        name = "nothing_found_beside_flags"
    elif unchecked:
        name = "nothing_found_unchecked"
    else:
        name = "nothing_found"
    return matched.lines(MESSAGES, getattr(rulebook.messages, name))
