"""A report as a Bundle of FHIR R4: what was answered, what was found, and what to do.

It holds a response, an issue for each red flag, a risk for each factor and a plan with the
recommendation.  It names nobody: whom it is about knows only who passes it on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final
from uuid import NAMESPACE_OID, uuid5

import msgspec

from questionnaire.inference.assessment import RaisedFlag, ShownFactor
from questionnaire.knowledge.printable import sentence
from questionnaire.report import shared_parts
from questionnaire.report.answers import used
from questionnaire.report.as_markdown import as_markdown
from questionnaire.report.changes import what_could_change
from questionnaire.report.citations import (
    citations,
    origin,
    sources,
    sources_of_flag,
    sources_of_reasons,
)
from questionnaire.report.fhir import Element, filled, own_system, text
from questionnaire.report.fhir_response import response
from questionnaire.report.missing import missing
from questionnaire.report.outline import entry, part
from questionnaire.report.report import Report
from questionnaire.report.signs import evidence_in_words, signs_not_checked
from questionnaire.report.since import since

_PERSON: Final[Element] = {"display": "the person who answered"}
"""Where the standard asks whom something is about."""


def bundle(report: Report) -> bytes:
    """Returns the Bundle as UTF-8 with a newline at the end: the same value, the same bytes."""
    answers = _entry(response(report))
    basis = {"reference": answers["fullUrl"]}
    found = (
        *(_issue(report, flag, basis) for flag in report.assessment.red_flags),
        *(_risk(report, factor, basis) for factor in report.assessment.factors),
        _plan(report, basis),
    )
    value = {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [answers, *map(_entry, found)],
    }
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"


def _entry(resource: Element) -> Element:
    """Returns an entry; its address is made of what it holds, and says nothing else."""
    content = msgspec.json.encode(resource).decode()
    return {"fullUrl": uuid5(NAMESPACE_OID, content).urn, "resource": resource}


def _issue(report: Report, flag: RaisedFlag, basis: Element) -> Element:
    """Returns a red flag.

    Severity is how bad something is; of our urgencies only one that interrupts says as much.
    """
    urgency = report.rulebook.urgencies[flag.urgency]
    hidden = next((one.sign for one in report.assessment.red_flags if one.id == flag.instead), "")
    return filled(
        {
            "resourceType": "DetectedIssue",
            "meta": _tagged(report, flag.urgency),
            "status": "final",
            "code": _concept(report, "rulebook.red_flag", flag.id, sentence(flag.sign)),
            "severity": "high" if urgency.interrupts else None,
            "identifiedDateTime": _day(report),
            "implicated": [basis],
            "evidence": [
                {"code": [{"text": text(said)}], "detail": [basis]}
                for said in evidence_in_words(report, flag.evidence)
            ],
            "detail": _paragraphs(
                ("", [f"{urgency.label}, {flag.time_frame}."]),
                ("Told as part of", [f"{sentence(hidden)}."] if hidden else []),
                ("What to do", [line.text for line in flag.advice]),
                ("Sources", _sources(report, sources_of_flag(flag))),
            ),
        }
    )


def _risk(report: Report, factor: ShownFactor, basis: Element) -> Element:
    rulebook, known = report.rulebook, report.rulebook.factors[factor.id]
    grade = shared_parts.grade_in_words(rulebook, factor.grade)
    level = rulebook.levels[factor.level].label
    against = [found.because for found in factor.findings if found.weight < 0]
    prediction = {
        "outcome": _concept(report, "rulebook.factor", factor.id, factor.name),
        "qualitativeRisk": _concept(report, "rulebook.level", factor.level, level),
        "rationale": _paragraphs(
            ("", [found.because for found in factor.findings if found.weight > 0]),
            ("Against it", against),
        ),
    }
    notes = (
        ("Evidence", [grade, known.summary]),
        ("What it does", [known.role, known.link]),
        ("Sources", _sources(report, sources_of_reasons(factor))),
    )
    card = (
        (label, [line.text for line in getattr(factor, key)]) for label, key in shared_parts.CARD
    )
    return filled(
        {
            "resourceType": "RiskAssessment",
            "status": "final",
            "subject": _PERSON,
            "occurrenceDateTime": _day(report),
            "basis": [basis],
            "prediction": [filled(prediction)],
            # In one text, so that no advice is read without what to take care of.
            "mitigation": _paragraphs(*card),
            "note": [{"text": said} for said in map(_paragraphs, notes) if said],
        }
    )


def _plan(report: Report, basis: Element) -> Element:
    """Returns how soon to see somebody, all that no other resource says, and the recommendation."""
    assessment = report.assessment
    open_ = missing(report)
    assumed = (used(report, id_, assessment.answers[id_]) for id_ in assessment.assumed)
    others = (
        *shared_parts.nothing_stands_out(report),
        *shared_parts.notices(report, open_),
        *what_could_change(report),
        *since(report),
        *signs_not_checked(report, open_),
        *shared_parts.not_answered(report, open_),
        *part("Not asked", entry("", assumed)),
        sources(report, citations(report, ())),
    )
    told = as_markdown(assessment.headline, others).split("\n")
    return filled(
        {
            "resourceType": "CarePlan",
            "meta": _tagged(report, assessment.urgency),
            "status": "active",
            "intent": "proposal",
            "title": text(assessment.headline),
            "subject": _PERSON,
            "created": _day(report),
            "supportingInfo": [basis],
            "note": [{"text": "\n".join(map(text, told))}],
            "activity": [
                {"detail": {"status": "not-started", "description": text(line.text)}}
                for line in assessment.recommendation
            ],
        }
    )


def _tagged(report: Report, urgency: str) -> Element:
    """Returns the urgency of a resource, for which the standard has no element."""
    label = report.rulebook.urgencies[urgency].label
    return {"tag": [_coding(report, "rulebook.urgency", urgency, label)]}


def _concept(report: Report, name: str, id_: str, words: str) -> Element:
    return {"coding": [_coding(report, name, id_, words)], "text": text(words)}


def _coding(report: Report, name: str, id_: str, words: str) -> Element:
    return {"system": own_system(report.rulebook, name), "code": id_, "display": text(words)}


def _paragraphs(*labelled: tuple[str, Iterable[str]]) -> str:
    """Returns a paragraph of each label with its texts, without those that have none."""
    told = ((label, " ".join(filter(None, map(text, texts)))) for label, texts in labelled)
    return "\n".join(f"{label}: {said}" if label else said for label, said in told if said)


def _sources(report: Report, ids: Iterable[str]) -> Iterator[str]:
    for source in map(report.rulebook.sources.__getitem__, ids):
        yield f"{source.title} ({origin(source)})."


def _day(report: Report) -> str | None:
    return report.day.isoformat() if report.day else None
