"""How a rule base is called in FHIR (R4): its address, its items, and the codes of its answers.

The Questionnaire and the answers to it have these in common.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final, TypeAlias
from uuid import NAMESPACE_OID, UUID, uuid5

from questionnaire.knowledge.model import Choice, NumberQuestion, Question, Rulebook
from questionnaire.knowledge.printable import printable

Element: TypeAlias = dict[str, Any]
"""A part of a FHIR resource: what JSON makes of it."""

UCUM: Final = "http://unitsofmeasure.org"
_OWN: Final = "urn:uuid:"


def canonical(rulebook: Rulebook) -> str:
    """Returns the address of the Questionnaire, the same for all versions.

    A rule base without an address has one that is made of its id and leads nowhere.
    """
    return rulebook.url or f"{_OWN}{_uuid(rulebook)}"


def section_link(section: str) -> str:
    """Returns the linkId of a section; that of a question is its id, which has no dot."""
    return f"section.{section}"


def choice_code(choice: Choice) -> str:
    """Returns what tells an answer from the others of its question."""
    return choice.code.code if choice.code else printable(choice.id)


def choice_coding(rulebook: Rulebook, question: Question, choice: Choice) -> Element:
    """Returns the answer that stands for a choice, with the words that people read."""
    system = choice.code.system if choice.code else answer_system(rulebook, question)
    return {"system": system, "code": choice_code(choice), "display": printable(choice.label)}


def answer_system(rulebook: Rulebook, question: Question) -> str:
    """Returns the code system of the choices of a question that have no code of another."""
    if rulebook.url:
        return f"{rulebook.url}/{question.id}"
    return f"{_OWN}{uuid5(_uuid(rulebook), question.id)}"


def is_whole(question: NumberQuestion) -> bool:
    """Tells whether a question has whole numbers only, which FHIR tells from others."""
    return question.step.denominator == question.low.denominator == 1


def as_number(value: Fraction) -> int | float:
    """Returns a number of a rule base as JSON has it."""
    return int(value) if value.denominator == 1 else float(value)


def filled(element: Mapping[str, object]) -> Element:
    """Returns an element without what is empty, which FHIR does not allow."""
    return {key: value for key, value in element.items() if value not in (None, "", [], {})}


def _uuid(rulebook: Rulebook) -> UUID:
    return uuid5(NAMESPACE_OID, f"questionnaire/{rulebook.id}")
