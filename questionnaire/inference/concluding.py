"""Concludes: puts what is open into the words of the rule base, as one assessment.

What follows from the answers ``reasoning`` has settled; here is what is told of it, in which order.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

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
from questionnaire.inference.matched import Matched
from questionnaire.inference.reasoning import (
    Reasoner,
    counting,
    fired_flags,
    levels_shown,
    urgency_of,
)
from questionnaire.inference.route import Route
from questionnaire.knowledge.conditions import questions_in
from questionnaire.knowledge.gates import MESSAGES, RECOMMENDATION, key_of
from questionnaire.knowledge.model import LINE_KEYS, Factor, Notice, RedFlag, Rulebook


def conclude(route: Route, reasoner: Reasoner) -> Assessment:
    """Returns the assessment of a route."""
    matched = reasoner.open(route)
    rulebook = matched.rulebook
    flags = _raised(matched)
    urgency = urgency_of(matched)
    factors = _shown_factors(matched)
    unchecked = reasoner.unchecked(route)
    return Assessment(
        rulebook=identity_of(rulebook),
        answers=route.answers,
        assumed=_assumed(route, matched),
        set_aside=route.set_aside,
        unanswered=route.unanswered,
        unchecked=unchecked,
        urgency=urgency,
        headline=_headline(urgency, flags, rulebook),
        red_flags=flags,
        factors=factors,
        totals=matched.totals,
        notices=tuple(
            ShownNotice(
                notice.id, matched.filled(notice.text), _signs(notice, rulebook), notice.sources
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


def _shown_factors(matched: Matched) -> tuple[ShownFactor, ...]:
    """Returns what stands out: by level, then total, then grade, then id."""
    rulebook = matched.rulebook
    shown = [
        _shown_factor(rulebook.factors[id_], level, matched) for id_, level in levels_shown(matched)
    ]
    rank = list(rulebook.levels).index
    return tuple(sorted(shown, key=lambda one: (-rank(one.level), -one.total, one.grade, one.id)))


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
            for rule in counting(factor, matched.opened)
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
    opened = through.opened[key]
    told = through.with_ticked(flag.because, opened) if flag.because is not None else ""
    return RaisedFlag(
        id=flag.id,
        sign=flag.sign,
        because=told or flag.sign,
        urgency=flag.urgency,
        time_frame=flag.time_frame or matched.rulebook.urgencies[flag.urgency].time_frame,
        instead=instead,
        advice=through.lines(key, flag.advice),
        evidence=through.evidence(opened),
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
