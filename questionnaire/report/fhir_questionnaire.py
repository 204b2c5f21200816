"""A rule base as a FHIR Questionnaire (R4): what is asked, of whom, and which answers there are.

It only asks: what follows from answers is not in it.  What does not fit, docs/exchange.md lists.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from msgspec.structs import asdict

from questionnaire.knowledge.answers import number_wanted
from questionnaire.knowledge.conditions import Condition, factors_in
from questionnaire.knowledge.exact import as_number
from questionnaire.knowledge.model import (
    Choice,
    Line,
    ManyQuestion,
    NumberQuestion,
    Question,
    Rulebook,
    Section,
)
from questionnaire.knowledge.printable import is_web_address
from questionnaire.knowledge.wording import name_of
from questionnaire.report.as_markdown import escaped
from questionnaire.report.enable_when import enable_when
from questionnaire.report.fhir import (
    UCUM,
    Element,
    canonical,
    choice_coding,
    filled,
    is_whole,
    section_link,
    text,
    version,
)
from questionnaire.report.fhirpath import FhirPath, literal
from questionnaire.report.names import without_answers

_FHIR = "http://hl7.org/fhir/StructureDefinition/"
_SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"


def fhir_questionnaire(rulebook: Rulebook) -> str:
    """Returns the Questionnaire as JSON."""
    return json.dumps(_Form(rulebook).resource(), ensure_ascii=False, indent=2) + "\n"


class _Form:
    """Writes the Questionnaire of one rule base."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._path = FhirPath(rulebook)

    def resource(self) -> Element:
        rulebook = self._rulebook
        credits_ = dict.fromkeys(question.credit for question in rulebook.questions.values())
        name = "".join(map(str.capitalize, rulebook.id.split("_")))
        return filled(
            {
                "resourceType": "Questionnaire",
                "extension": [
                    _extension(f"{_FHIR}variable", "Expression", _expression(value, name))
                    for name, value in self._path.variables()
                ],
                "url": canonical(rulebook),
                "version": version(rulebook),
                "name": name,
                "title": text(rulebook.title),
                "status": "unknown",
                "subjectType": ["Patient"],
                "publisher": text(rulebook.publisher),
                "description": text(escaped(rulebook.audience)),
                "copyright": "\n\n".join(text(escaped(one)) for one in credits_ if one),
                "lastReviewDate": rulebook.reviewed.isoformat(),
                "item": [
                    *_displays("introduction", rulebook.introduction),
                    *map(self._section, rulebook.sections),
                    *self._lines("recommendation", rulebook.recommendation),
                ],
            }
        )

    def _section(self, section: Section) -> Element:
        link = section_link(section.id)
        items = [
            *_displays(f"{link}.introduction", [section.introduction]),
            *(self._question(self._rulebook.questions[id_]) for id_ in section.questions),
        ]
        kind = "group" if items else "display"
        return filled({"linkId": link, "text": text(section.title), "type": kind, "item": items})

    def _question(self, question: Question) -> Element:
        enabled = self._enabled(question)
        return filled(
            {
                **enabled,
                "extension": [*self._about(question), *enabled.get("extension", ())],
                "linkId": question.id,
                "code": [*map(asdict, question.codes)],
                "text": text(question.text),
                **self._kind(question),
                "item": [
                    *_displays(f"{question.id}.help", [question.help], "help"),
                    *_displays(f"{question.id}.why", [question.why], "flyover"),
                    *self._lines(f"{question.id}.note", question.notes),
                ],
            }
        )

    def _about(self, question: Question) -> Iterator[Element]:
        if (name := name_of(question)) != question.text:
            yield _extension(f"{_SDC}shortText", "String", text(name))
        for id_ in question.sources:
            address = self._rulebook.sources[id_].address
            if address is not None and is_web_address(address):
                yield _extension(f"{_FHIR}questionnaire-supportLink", "Uri", address)
        if isinstance(question, NumberQuestion):
            yield from _range(question)

    def _kind(self, question: Question) -> Element:
        """Returns which answers there are."""
        match question:
            case NumberQuestion():
                return {"type": "integer" if is_whole(question) else "decimal"}
            case _:
                return {
                    "type": "choice",
                    **({"repeats": True} if isinstance(question, ManyQuestion) else {}),
                    "answerOption": [self._option(question, one) for one in question.choices],
                }

    def _option(self, question: Question, choice: Choice) -> Element:
        coding = choice_coding(self._rulebook, question, choice)
        if choice.amount is not None:
            amount = as_number(choice.amount)
            coding = {"extension": [_extension(f"{_FHIR}ordinalValue", "Decimal", amount)]} | coding
        alone = _extension(f"{_FHIR}questionnaire-optionExclusive", "Boolean", value=True)
        return filled({"extension": [alone] if choice.exclusive else [], "valueCoding": coding})

    def _lines(self, link: str, lines: Sequence[Line]) -> Iterator[Element]:
        """Yields what is shown where it holds; what looks at totals no form can show."""
        for number, line in enumerate(lines, start=1):
            if not factors_in(line.when, line.unless):
                words = without_answers(line.text, self._rulebook)
                item = _display(f"{link}.{number}", words)
                yield item | self._shown(line.when, line.unless)

    def _enabled(self, question: Question) -> Element:
        if question.assume:
            return _enabled_by(self._path.asked(question))
        return self._shown(question.when, question.unless)

    def _shown(self, when: Condition | None, unless: Condition | None) -> Element:
        """Returns in which form fits best where an item is shown; nothing where it always is."""
        if unless is None and when is not None and (plain := enable_when(when, self._rulebook)):
            return plain
        return _enabled_by(self._path.applies(when, unless))


def _range(question: NumberQuestion) -> Iterator[Element]:
    kind = "Integer" if is_whole(question) else "Decimal"
    yield _extension(f"{_FHIR}minValue", kind, as_number(question.low))
    yield _extension(f"{_FHIR}maxValue", kind, as_number(question.high))
    if question.unit or question.unit_code:
        code = {"system": UCUM, "code": question.unit_code} if question.unit_code else {}
        unit = filled({**code, "display": text(question.unit)})
        yield _extension(f"{_FHIR}questionnaire-unit", "Coding", unit)
    if question.step != 1:
        steps = f"(($this - {literal(question.low)}) / {literal(question.step)}).round(6)"
        yield {
            "url": f"{_FHIR}questionnaire-constraint",
            "extension": [
                _extension("key", "Id", "step"),
                _extension("severity", "Code", "error"),
                _extension("expression", "String", f"answer.value.all({steps} mod 1 = 0)"),
                _extension("human", "String", text(number_wanted(question))),
            ],
        }


def _displays(link: str, texts: Sequence[str], control: str = "") -> list[Element]:
    """Returns items that are only read, those of several texts numbered."""
    links = [link] if len(texts) == 1 else [f"{link}.{n}" for n in range(1, len(texts) + 1)]
    return [_display(one, words, control) for one, words in zip(links, texts, strict=True) if words]


def _display(link: str, words: str, control: str = "") -> Element:
    system = "http://hl7.org/fhir/questionnaire-item-control"
    concept = {"coding": [{"system": system, "code": control}]}
    shown_as = _extension(f"{_FHIR}questionnaire-itemControl", "CodeableConcept", concept)
    return filled(
        {
            "extension": [shown_as] if control else [],
            "linkId": link,
            "text": text(words),
            "type": "display",
        }
    )


def _enabled_by(expression: str) -> Element:
    if not expression:
        return {}
    extension = _extension(f"{_SDC}enableWhenExpression", "Expression", _expression(expression))
    return {"extension": [extension]}


def _expression(path: str, name: str = "") -> Element:
    return filled({"name": name, "language": "text/fhirpath", "expression": path})


def _extension(url: str, kind: str, value: object) -> Element:
    return {"url": url, f"value{kind}": value}
