"""Answers as a QuestionnaireResponse of FHIR R4, and what such a one answers.

It holds what the person answered and nothing else, in the words that were seen.  Answers that were
set aside are among it, because red flags read them; assumed ones are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from html import escape
from typing import Final

from msgspec import Struct, ValidationError, convert, field

from questionnaire.knowledge.answers import as_json, check_answer, fitting
from questionnaire.knowledge.conditions import ChoiceId
from questionnaire.knowledge.exact import as_number, exact
from questionnaire.knowledge.model import (
    Answer,
    Answers,
    ManyQuestion,
    NumberQuestion,
    Question,
    Rulebook,
    choices_of,
)
from questionnaire.knowledge.problems import Problem
from questionnaire.knowledge.typed_numbers import as_unit, spellings
from questionnaire.report.answers import answer_in_words, given
from questionnaire.report.fhir import (
    ABSENT,
    UCUM,
    Element,
    canonical,
    canonical_version,
    choice_coding,
    filled,
    is_whole,
    own_system,
    section_link,
    text,
)
from questionnaire.report.report import Report

RESPONSE = "QuestionnaireResponse"

_NOT_ASKED: Final = ("not-asked", "not-applicable", "not-performed", "not-permitted")
"""The reasons for no answer that say that nobody was asked."""


class Taken(Struct, frozen=True, kw_only=True):
    """What was taken from a response.

    Attributes:
        answers: The answers to questions of the rule base.
        day: When they were given, if the response says so.
        version: The version of the rule base that was answered, if the response names another.
        left_out: What could not be taken, item by item.
    """

    answers: Answers
    day: date | None
    version: str
    left_out: tuple[Problem, ...]


def response(report: Report) -> Element:
    """Returns the answers as a QuestionnaireResponse."""
    rulebook, answers = report.rulebook, given(report.assessment)
    complete = answers.keys() >= set(report.assessment.unanswered)
    return filled(
        {
            "resourceType": RESPONSE,
            "text": {"status": "generated", "div": _in_words(rulebook, answers)},
            "questionnaire": canonical_version(rulebook),
            "status": "completed" if complete else "in-progress",
            "authored": report.day.isoformat() if report.day else None,
            "item": [
                filled(
                    {
                        "linkId": section_link(section.id),
                        "text": text(section.title),
                        "item": [
                            _item(rulebook, rulebook.questions[id_], answers[id_])
                            for id_ in section.questions
                            if id_ in answers
                        ],
                    }
                )
                for section in rulebook.sections
                if not answers.keys().isdisjoint(section.questions)
            ],
        }
    )


def _item(rulebook: Rulebook, question: Question, answer: Answer) -> Element:
    unknown = [{"url": ABSENT, "valueCode": "asked-unknown"}] if answer is None else []
    return filled(
        {
            "extension": unknown,
            "linkId": question.id,
            "text": text(question.text),
            "answer": list(_values(rulebook, question, answer)),
        }
    )


def _values(rulebook: Rulebook, question: Question, answer: Answer) -> Iterator[Element]:
    if isinstance(answer, int | float):
        whole = isinstance(question, NumberQuestion) and is_whole(question)
        yield {"valueInteger" if whole else "valueDecimal": as_number(exact(answer))}
        return
    chosen = answer if isinstance(answer, tuple) else (answer,)
    for choice in choices_of(question):
        if choice.id in chosen:
            yield {"valueCoding": choice_coding(rulebook, question, choice)}


def _in_words(rulebook: Rulebook, answers: Answers) -> str:
    """Returns questions and answers as XHTML: numbers with units, and "not sure" in its words."""
    rows = (
        f"<p><b>{escape(text(question.text))}</b> "
        f"{escape(text(answer_in_words(question, answers[id_])))}</p>"
        for id_, question in rulebook.questions.items()
        if id_ in answers
    )
    # The title, because it must not be empty, not even where nothing was answered.
    told = f"<p>{escape(text(rulebook.title))}</p>{''.join(rows)}"
    return f'<div xmlns="http://www.w3.org/1999/xhtml">{told}</div>'


def taken(document: Mapping[str, object], rulebook: Rulebook, source: str) -> Taken | Problem:
    """Returns what a QuestionnaireResponse, or a Bundle with one, answers.

    What cannot be taken is named item by item; ``source`` says where, for a person to find it.
    """
    try:
        found = _response_in(document, source)
        return found if isinstance(found, Problem) else _taken(found, rulebook, source)
    except (ValidationError, UnicodeEncodeError) as reason:  # msgspec takes no lone surrogates
        return Problem(source, f"It is not written as FHIR has it: {reason}.")
    except RecursionError:
        return Problem(source, "It is nested too deep to be a response.")


class _Item(Struct):
    link: str = field(name="linkId")
    item: list[_Item] = []
    answer: list[dict[str, object]] = []
    extension: list[dict[str, object]] = []


class _Response(Struct):
    questionnaire: str = ""
    status: str = ""
    authored: str = ""
    item: list[_Item] = []


class _Entry(Struct):
    resource: dict[str, object] = {}


def _response_in(document: Mapping[str, object], source: str) -> _Response | Problem:
    kind, found = document.get("resourceType"), [document]
    if kind == "Bundle":
        entries = convert(document.get("entry", []), list[_Entry])
        found = [one.resource for one in entries if one.resource.get("resourceType") == RESPONSE]
        if len(found) != 1:
            what = f"The Bundle holds {len(found)} responses, and one is read at a time."
            return Problem(source, what, f"Give a {RESPONSE}, or a Bundle with one in it.")
    elif kind != RESPONSE:
        what = f"It is a resource of FHIR, {as_json(kind)}, which holds no answers."
        return Problem(source, what, f"Give a {RESPONSE}, or a Bundle with one in it.")
    (read,) = found
    for key in ("implicitRules", "modifierExtension"):
        if unknown := _modifier(read, key) or document.get(key):
            what = f"It has {key}, {as_json(unknown)}, which may change what its answers mean."
            return Problem(source, what, "Nothing like that is known here, so it cannot be read.")
    return convert(read, _Response)


def _modifier(element: object, key: str) -> object:
    """Returns what an element, or what it holds, has under a key that FHIR lets nobody pass over.

    Whatever stands in ``contained`` is a resource of its own, and no answer.
    """
    match element:
        case dict():
            if element.get(key):
                return element[key]
            held = [each for name, each in element.items() if name != "contained"]
        case list():
            held = element
        case _:
            return None
    return next(filter(None, (_modifier(each, key) for each in held)), None)


def _taken(response: _Response, rulebook: Rulebook, source: str) -> Taken | Problem:
    if response.status == "entered-in-error":
        return Problem(
            f"{source}: status", "The response was entered in error, so it counts no more."
        )
    url, _, version = response.questionnaire.partition("|")
    ours = canonical(rulebook)
    if not url:
        what = "It does not say which questionnaire it answers, so nobody knows what was asked."
        how = f"If it was this one, add {as_json({'questionnaire': ours})}."
        return Problem(f"{source}: questionnaire", what, how)
    if url != ours:
        what = f"It answers another questionnaire, {as_json(url)}."
        return Problem(f"{source}: questionnaire", what, f"This one is {as_json(ours)}.")
    if response.questionnaire == canonical_version(rulebook):
        version = ""
    links: dict[str, list[_Item]] = {}
    for item in _answered(response.item):
        links.setdefault(item.link, []).append(item)
    answers: dict[str, Answer] = {}
    left_out: list[Problem] = []
    for link, items in links.items():
        match _answer(rulebook, items, f"{source}: item {as_json(link)}"):
            case Problem() as problem:
                left_out.append(problem)
            case answer:
                answers[link] = answer
    if left_out and not answers:
        what = f"Nothing of it could be taken. {left_out[0].what}"
        return Problem(left_out[0].where, what, left_out[0].how)
    day = _day(response.authored, source)
    if isinstance(day, Problem):
        left_out.append(day)
        day = None
    return Taken(answers=answers, day=day, version=version, left_out=tuple(left_out))


def _answered(items: Iterable[_Item]) -> Iterator[_Item]:
    """Yields all items that answer something, at whatever depth; "not sure" is an answer too."""
    for item in items:
        if item.answer or any(
            one.get("url") == ABSENT and one.get("valueCode") not in _NOT_ASKED
            for one in item.extension
        ):
            yield item
        yield from _answered(item.item)
        for answer in item.answer:
            yield from _answered(convert(answer.get("item", []), list[_Item]))


def _answer(rulebook: Rulebook, items: list[_Item], where: str) -> Answer | Problem:
    """Returns what the items with the link of one question answer."""
    item, *others = items
    if (question := rulebook.questions.get(item.link)) is None:
        return Problem(where, "There is no such question.")
    if others:
        return Problem(where, f"It stands there {len(items)} times.")
    if not isinstance(question, ManyQuestion) and len(item.answer) > 1:
        return Problem(where, f"It has {len(item.answer)} answers, and takes one.")
    known = _choices(rulebook, question)
    values: list[object] = []
    for answer in item.answer:
        value = _value(question, known, answer)
        if value is None:
            return Problem(where, f"{as_json(answer)} is not an answer to it.")
        values.append(value)
    if isinstance(question, ManyQuestion):
        return check_answer(question, values or None, where)
    return check_answer(question, values[0] if values else None, where)


def _choices(rulebook: Rulebook, question: Question) -> dict[tuple[object, object], ChoiceId]:
    """Returns the choices by system and code, and by our own names with our system or none."""
    known: dict[tuple[object, object], ChoiceId] = {}
    own = own_system(rulebook, question.id)
    for choice in choices_of(question):
        coding = choice_coding(rulebook, question, choice)
        known[own, choice.id] = known[None, choice.id] = choice.id
        known[coding["system"], coding["code"]] = choice.id
    return known


def _value(
    question: Question,
    choices: Mapping[tuple[object, object], ChoiceId],
    answer: Mapping[str, object],
) -> object:
    """Returns an answer as a file of answers has it, or None if it is none of that question."""
    if sum(key.startswith("value") for key in answer) != 1:
        return None  # FHIR allows one, so nobody can tell which was meant
    match question, answer:
        case NumberQuestion(), {"valueInteger": number} | {"valueDecimal": number}:
            return number
        case NumberQuestion(), {"valueQuantity": dict(quantity)}:
            return _converted(question, quantity)
        case _, {"valueCoding": {"code": str(code), **others}}:
            system = others.get("system")
            return choices.get((system, code)) if isinstance(system, str | None) else None
        case _:
            return None


def _converted(question: NumberQuestion, quantity: Mapping[str, object]) -> int | float | None:
    """Returns a quantity in the unit of the question, or None if that cannot be told."""
    match quantity:
        case {"comparator": _} | {"value": bool()}:
            return None
        case {"value": int() | float() as value, "system": system, "code": code} if (
            system == UCUM and code == question.unit_code
        ):
            return fitting(question, exact(value))
        case {"value": int() | float() as value, "unit": str(unit)}:
            factor = dict(spellings(question)).get(as_unit(unit))
            other = question.unit_code and quantity.get("system") == UCUM and "code" in quantity
            if factor is None or (factor == 1 and other):  # the name and the code contradict
                return None
            return fitting(question, exact(value) * factor)
        case _:
            return None


def _day(authored: str, source: str) -> date | Problem | None:
    """Returns the day of a time, as it was where that was written."""
    try:
        return date.fromisoformat(authored[:10]) if authored else None
    except ValueError:
        what = f"{as_json(authored)} names no day, so it is not known when this was answered."
        return Problem(f"{source}: authored", what)
