"""The record of a report: JSON that says what was answered and concluded, and by which rules.

A record is also a file of answers.  Under ``answers`` stands what the person answered and nothing
else: assumed answers are left out and those set aside put back.  So assessing a record again makes
the same assumptions, sets the same answers aside, and gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec
from msgspec import Struct
from msgspec.structs import asdict

from questionnaire.inference.assessment import (
    Assessment,
    Evidence,
    GivenAnswer,
    RaisedFlag,
    SetAside,
    ShownFactor,
    ShownLine,
    Suggestion,
)
from questionnaire.knowledge.answers import Json
from questionnaire.knowledge.model import LINE_KEYS, Answer, Rulebook, choices_of
from questionnaire.report.citations import sources_of_factor, sources_of_flag
from questionnaire.report.report import Report

_HIDDEN = re.compile(r"[\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
"""Characters that act on the terminal a record is printed on, or that nobody sees there."""


def record(report: Report) -> bytes:
    """Returns the record as UTF-8 with a newline at the end: the same value, the same bytes."""
    rulebook, assessment = report.rulebook, report.assessment
    order = list(rulebook.questions)
    set_aside = sorted(assessment.set_aside, key=lambda item: order.index(item.question))
    value: Json = {
        "rulebook": asdict(assessment.rulebook),
        "answers": given_answers(report),
        "assumed": _in_order(order, assessment.assumed),
        "set_aside": [_with_answer(rulebook, item) for item in set_aside],
        "unanswered": _in_order(order, assessment.unanswered),
        "urgency": assessment.urgency,
        "headline": assessment.headline,
        "red_flags": [_flag(rulebook, flag) for flag in assessment.red_flags],
        "factors": [_factor(rulebook, factor) for factor in assessment.factors],
        "totals": {factor: assessment.totals[factor] for factor in sorted(assessment.totals)},
        "notices": [asdict(notice) for notice in assessment.notices],
        "messages": _texts(assessment.messages),
        "suggestions": [_with_answer(rulebook, item) for item in report.suggestions],
        "recommendation": _texts(assessment.recommendation),
    }
    text = msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
    # Only texts hold such characters, and there JSON may write them so.
    return (_HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n").encode()


def given_answers(report: Report) -> dict[str, Json]:
    """Returns what the person answered, in the order of the rule base.

    Of a question whose boxes were partly set aside, all the boxes that were ticked.
    """
    rulebook, assessment = report.rulebook, report.assessment
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


def differences(earlier: object, assessment: Assessment) -> tuple[str, ...]:
    """Returns in what a decoded record differs from a new assessment of its answers.

    What is no record, such as a file of answers only, has nothing to differ in.
    """
    try:
        before = _concluded(msgspec.convert(earlier, _Result))
    except (msgspec.ValidationError, UnicodeEncodeError):  # msgspec takes no lone surrogates
        return ()
    after = _concluded(msgspec.convert(assessment, _Result, from_attributes=True))
    return tuple(
        f"{name}: {old.get(name, 'none')} before, {new.get(name, 'none')} now"
        for old, new in zip(before, after, strict=True)
        for name in sorted({*old, *new})
        if old.get(name) != new.get(name)
    )


class _Finding(Struct):
    rule: str
    weight: int


class _Factor(Struct):
    id: str
    level: str
    findings: list[_Finding]


class _Flag(Struct):
    id: str
    urgency: str


class _Result(Struct):
    """What a record and an assessment are compared in."""

    urgency: str
    red_flags: list[_Flag]
    factors: list[_Factor]
    totals: dict[str, int]


def _concluded(result: _Result) -> tuple[Mapping[str, str | int], ...]:
    """Returns the conclusions by name, one kind after the other."""
    findings = (found for factor in result.factors for found in factor.findings)
    return (
        {"urgency": result.urgency},
        {f"red flag {flag.id}": flag.urgency for flag in result.red_flags},
        {f"level {factor.id}": factor.level for factor in result.factors},
        {f"total {id_}": total for id_, total in result.totals.items()},
        {f"rule {found.rule}": found.weight for found in findings},
    )


def _flag(rulebook: Rulebook, flag: RaisedFlag) -> Json:
    return asdict(flag) | {
        "advice": _texts(flag.advice),
        "evidence": _evidence(rulebook, flag.evidence),
        "sources": sources_of_flag(flag),
    }


def _factor(rulebook: Rulebook, factor: ShownFactor) -> Json:
    findings = [
        asdict(finding) | {"evidence": _evidence(rulebook, finding.evidence)}
        for finding in factor.findings
    ]
    lines = {key: _texts(getattr(factor, key)) for key in LINE_KEYS}
    sources = sources_of_factor(rulebook, factor)
    return asdict(factor) | {"findings": findings, **lines, "sources": sources}


def _evidence(rulebook: Rulebook, evidence: Evidence) -> Json:
    return [
        _with_answer(rulebook, item) if isinstance(item, GivenAnswer) else asdict(item)
        for item in evidence
    ]


def _with_answer(rulebook: Rulebook, item: GivenAnswer | SetAside | Suggestion) -> Json:
    return asdict(item) | {"answer": _stored(rulebook, item.question, item.answer)}


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
