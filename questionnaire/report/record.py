"""The record of a report: JSON that says what was answered and concluded, and by which rules.

A record is also a file of answers with one sheet.  Under ``answers`` stands what the person
answered and nothing else: assumed answers are left out and those set aside put back.  So assessing
a record again makes the same assumptions, sets the same answers aside, and gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec
from msgspec import Struct
from msgspec.structs import asdict

from questionnaire.inference.assessment import (
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
from questionnaire.report.answers import answer_in_words, given
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
        "day": report.day.isoformat() if report.day else None,
        "answers": given_answers(report),
        "words": _words(report),
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
    return readable_json(value)


def readable_json(value: Json) -> bytes:
    """Returns JSON that is fit to be read by people and printed, as UTF-8 with a newline."""
    text = msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
    # Only texts hold such characters, and there JSON may write them so.
    return (_HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n").encode()


def given_answers(report: Report) -> dict[str, Json]:
    """Returns what the person answered, in the order of the rule base.

    Of a question whose boxes were partly set aside, all the boxes that were ticked.
    """
    rulebook, answers = report.rulebook, given(report.assessment)
    return {
        question: _stored(rulebook, question, answers[question])
        for question in _in_order(rulebook.questions, answers)
    }


def differences(earlier: object, report: Report) -> tuple[str, ...]:
    """Returns in what a decoded record differs from a new report on its answers.

    First what is concluded, then the words of all that both say.  What is no record, such as a file
    of answers only, has nothing to differ in.
    """
    try:
        before = msgspec.convert(earlier, _Recorded)
    except (msgspec.ValidationError, UnicodeEncodeError):  # msgspec takes no lone surrogates
        return ()
    after = msgspec.json.decode(record(report), type=_Recorded)
    concluded = (
        f"{name}: {old.get(name, 'none')} before, {new.get(name, 'none')} now"
        for old, new in zip(_concluded(before), _concluded(after), strict=True)
        for name in sorted({*old, *new})
        if old.get(name) != new.get(name)
    )
    said, says = _said(before), _said(after)
    words = (
        f"{name}: {_changed(lines, says[name])}"
        for name, lines in said.items()
        if lines != says.get(name, lines)
    )
    return (*concluded, *words)


class _Words(Struct):
    question: str
    answer: str


class _Finding(Struct):
    rule: str
    weight: int
    because: str = ""


class _Factor(Struct):
    id: str
    level: str
    findings: list[_Finding]
    name: str = ""
    advice: list[str] = []
    foods: list[str] = []
    tests: list[str] = []
    cautions: list[str] = []
    notes: list[str] = []
    at_risk: list[str] = []


class _Flag(Struct):
    id: str
    urgency: str
    sign: str = ""
    advice: list[str] = []


class _Notice(Struct):
    id: str
    text: str


class _Recorded(Struct):
    """What two records are compared in; the words are missing in those of older releases."""

    urgency: str
    red_flags: list[_Flag]
    factors: list[_Factor]
    totals: dict[str, int]
    headline: str = ""
    words: dict[str, _Words] = {}
    notices: list[_Notice] = []
    messages: list[str] = []
    recommendation: list[str] = []


def _concluded(recorded: _Recorded) -> tuple[Mapping[str, str | int], ...]:
    """Returns the conclusions by name, one kind after the other."""
    findings = (found for factor in recorded.factors for found in factor.findings)
    return (
        {"urgency": recorded.urgency},
        {f"red flag {flag.id}": flag.urgency for flag in recorded.red_flags},
        {f"level {factor.id}": factor.level for factor in recorded.factors},
        {f"total {id_}": total for id_, total in recorded.totals.items()},
        {f"rule {found.rule}": found.weight for found in findings},
    )


def _said(recorded: _Recorded) -> dict[str, list[str]]:
    """Returns the texts by what they are."""
    said = {"headline": [recorded.headline]}
    for id_, words in recorded.words.items():
        said |= {f"question {id_}": [words.question], f"answer to {id_}": [words.answer]}
    for flag in recorded.red_flags:
        said |= {f"sign of {flag.id}": [flag.sign], f"advice of {flag.id}": flag.advice}
    for factor in recorded.factors:
        said[f"name of {factor.id}"] = [factor.name]
        said |= {f"{key} of {factor.id}": getattr(factor, key) for key in LINE_KEYS}
        said |= {f"reason {found.rule}": [found.because] for found in factor.findings}
    said |= {f"notice {notice.id}": [notice.text] for notice in recorded.notices}
    return said | {"messages": recorded.messages, "recommendation": recorded.recommendation}


def _changed(before: Sequence[str], now: Sequence[str]) -> str:
    """Says which lines are gone, and which have come."""
    gone = " ".join(f"“{line}”" for line in before if line not in now)
    come = " ".join(f"“{line}”" for line in now if line not in before)
    if not gone and not come:
        return "the same lines, in another order now"
    return f"{gone or 'nothing'} before, {come or 'nothing'} now"


def _words(report: Report) -> Json:
    """Returns the answered questions and the answers as they read."""
    questions, answers = report.rulebook.questions, given(report.assessment)
    return {
        id_: {"question": question.text, "answer": answer_in_words(question, answers[id_])}
        for id_, question in questions.items()
        if id_ in answers
    }


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


def _in_order(known: Iterable[str], ids: Iterable[str]) -> list[str]:
    """Returns the ids, each once, in the order in which they are known."""
    wanted = set(ids)
    return [id_ for id_ in known if id_ in wanted]
