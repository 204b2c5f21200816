"""The record of an assessment: JSON that says what was answered and concluded, and by which rules.

A record is also a file of answers.  Under ``answers`` stands what the person answered and nothing
else: assumed answers are left out and those set aside put back.  So assessing a record again makes
the same assumptions, sets the same answers aside, and gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, TypeAlias

import msgspec
from msgspec import Struct

from questionnaire.inference.assessment import (
    Assessment,
    Evidence,
    GivenAnswer,
    RaisedFlag,
    ShownFactor,
    ShownLine,
)
from questionnaire.knowledge.answers import Json
from questionnaire.knowledge.model import LINE_KEYS, Answer, Rulebook, choices_of
from questionnaire.report.citations import sources_of_factor, sources_of_flag

_What: TypeAlias = Literal["urgency", "red flag", "level", "total", "rule"]
_HIDDEN = re.compile(r"[\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
"""Characters that act on the terminal a record is printed on, or that nobody sees there."""


def record(rulebook: Rulebook, assessment: Assessment) -> bytes:
    """Returns the record as UTF-8 with a newline at the end: the same value, the same bytes."""
    order = list(rulebook.questions)
    set_aside = [
        {"question": item.question, "answer": _stored(rulebook, item.question, item.answer)}
        for item in sorted(assessment.set_aside, key=lambda item: order.index(item.question))
    ]
    value: Json = {
        "rulebook": msgspec.to_builtins(assessment.rulebook),
        "answers": given_answers(rulebook, assessment),
        "assumed": _in_order(order, assessment.assumed),
        "set_aside": set_aside,
        "unanswered": _in_order(order, assessment.unanswered),
        "urgency": assessment.urgency,
        "headline": assessment.headline,
        "red_flags": [_flag(rulebook, flag) for flag in assessment.red_flags],
        "factors": [_factor(rulebook, factor) for factor in assessment.factors],
        "totals": {factor: assessment.totals[factor] for factor in sorted(assessment.totals)},
        "notices": [
            {"id": notice.id, "text": notice.text, "signs": list(notice.signs)}
            for notice in assessment.notices
        ],
        "messages": _texts(assessment.messages),
        "recommendation": _texts(assessment.recommendation),
    }
    text = msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
    # Only texts hold such characters, and there JSON may write them so.
    return (_HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n").encode()


def given_answers(rulebook: Rulebook, assessment: Assessment) -> dict[str, Json]:
    """Returns what the person answered, in the order of the rule base.

    Of a question whose boxes were partly set aside, all the boxes that were ticked.
    """
    given: dict[str, Answer] = {
        question: answer
        for question, answer in assessment.answers.items()
        if question not in assessment.assumed
    }
    for item in assessment.set_aside:
        given[item.question] = _together(given.get(item.question), item.answer)
    return {
        question: _stored(rulebook, question, given[question])
        for question in _in_order(rulebook.questions, tuple(given))
    }


class Difference(Struct, frozen=True):
    """One thing that an earlier record and an assessment of its answers do not share.

    ``before`` or ``after`` is ``None`` where it stands on one side only.
    """

    what: _What
    id: str
    before: str | int | None
    after: str | int | None

    def __str__(self) -> str:
        before, after = ("none" if side is None else side for side in (self.before, self.after))
        name = f"{self.what} {self.id}".rstrip()
        return f"{name}: {before} before, {after} now"


def differences(earlier: object, assessment: Assessment) -> tuple[Difference, ...]:
    """Returns in what a decoded record differs from a new assessment of its answers.

    What is no record, such as a file of answers only, has nothing to differ in.
    """
    try:
        old = msgspec.convert(earlier, _Earlier)
    except (msgspec.ValidationError, UnicodeEncodeError):  # msgspec takes no lone surrogates
        return ()
    factors = assessment.factors
    pairs: tuple[tuple[_What, Mapping[str, str | int], Mapping[str, str | int]], ...] = (
        ("urgency", {"": old.urgency}, {"": assessment.urgency}),
        (
            "red flag",
            {flag.id: flag.urgency for flag in old.red_flags},
            {flag.id: flag.urgency for flag in assessment.red_flags},
        ),
        (
            "level",
            {factor.id: factor.level for factor in old.factors},
            {factor.id: factor.level for factor in factors},
        ),
        ("total", old.totals, assessment.totals),
        (
            "rule",
            {found.rule: found.weight for factor in old.factors for found in factor.findings},
            {found.rule: found.weight for factor in factors for found in factor.findings},
        ),
    )
    return tuple(
        Difference(what, id_, before.get(id_), after.get(id_))
        for what, before, after in pairs
        for id_ in sorted({*before, *after})
        if before.get(id_) != after.get(id_)
    )


class _EarlierFinding(Struct):
    rule: str
    weight: int


class _EarlierFactor(Struct):
    id: str
    level: str
    findings: list[_EarlierFinding]


class _EarlierFlag(Struct):
    id: str
    urgency: str


class _Earlier(Struct):
    urgency: str
    red_flags: list[_EarlierFlag]
    factors: list[_EarlierFactor]
    totals: dict[str, int]


def _flag(rulebook: Rulebook, flag: RaisedFlag) -> Json:
    return {
        "id": flag.id,
        "sign": flag.sign,
        "urgency": flag.urgency,
        "time_frame": flag.time_frame,
        "instead": flag.instead,
        "advice": _texts(flag.advice),
        "evidence": _evidence(rulebook, flag.evidence),
        "sources": list(sources_of_flag(flag)),
    }


def _factor(rulebook: Rulebook, factor: ShownFactor) -> Json:
    findings = [
        {
            "rule": finding.rule,
            "weight": finding.weight,
            "because": finding.because,
            "evidence": _evidence(rulebook, finding.evidence),
            "sources": list(finding.sources),
        }
        for finding in factor.findings
    ]
    return {
        "id": factor.id,
        "name": factor.name,
        "total": factor.total,
        "level": factor.level,
        "grade": factor.grade,
        "findings": findings,
        **{key: _texts(getattr(factor, key)) for key in LINE_KEYS},
        "sources": list(sources_of_factor(rulebook, factor)),
    }


def _evidence(rulebook: Rulebook, evidence: Evidence) -> Json:
    return [
        {"question": item.question, "answer": _stored(rulebook, item.question, item.answer)}
        if isinstance(item, GivenAnswer)
        else {"factor": item.factor, "total": item.total}
        for item in evidence
    ]


def _texts(shown: Sequence[ShownLine]) -> Json:
    return [line.text for line in shown]


def _stored(rulebook: Rulebook, question: str, answer: Answer) -> Json:
    """Returns an answer as it is written: boxes in the order of the question, 7.0 as 7."""
    if isinstance(answer, tuple):
        known = [choice.id for choice in choices_of(rulebook.questions[question])]
        return _in_order(known, answer)
    return int(answer) if isinstance(answer, float) and answer.is_integer() else answer


def _together(used: Answer, set_aside: Answer) -> Answer:
    """Returns the whole of an answer of which a part, or all, was set aside."""
    if isinstance(used, tuple) and isinstance(set_aside, tuple):
        return used + set_aside
    return set_aside


def _in_order(known: Iterable[str], ids: Iterable[str]) -> list[str]:
    """Returns the ids, each once, in the order in which they are known."""
    wanted = set(ids)
    return [id_ for id_ in known if id_ in wanted]
