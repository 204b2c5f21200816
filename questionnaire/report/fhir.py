"""How a rule base is called in FHIR (R4): its address, its items, and the codes of its answers.

The Questionnaire and the answers to it have these in common.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final, TypeAlias
from uuid import NAMESPACE_OID, uuid5

from questionnaire.knowledge.model import Choice, NumberQuestion, Question, Rulebook
from questionnaire.knowledge.printable import printable

Element: TypeAlias = dict[str, Any]
"""A part of a FHIR resource: what JSON makes of it."""

UCUM: Final = "http://unitsofmeasure.org"
ABSENT: Final = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
"""The extension that says why there is no answer."""
_OWN: Final = "urn:uuid:"
_SPACES: Final = re.compile(r"\s+")


def canonical(rulebook: Rulebook) -> str:
    """Returns the address of the Questionnaire, the same for all versions.

    A rule base without an address has one that is made of its id and leads nowhere.
    """
    return rulebook.url or _made_up(rulebook.id)


def canonical_version(rulebook: Rulebook) -> str:
    """Returns the address of the Questionnaire as it is in this version."""
    return f"{canonical(rulebook)}|{version(rulebook)}"


def version(rulebook: Rulebook) -> str:
    """Returns the version, which is a part of addresses and so has no spaces."""
    return _SPACES.sub("-", printable(rulebook.version))


def section_link(section: str) -> str:
    """Returns the linkId of a section; that of a question is its id, which has no dot."""
    return f"section.{section}"


def choice_code(choice: Choice) -> str:
    """Returns what tells an answer from the others of its question."""
    return choice.code.code if choice.code else text(choice.id)


def choice_coding(rulebook: Rulebook, question: Question, choice: Choice) -> Element:
    """Returns the answer that stands for a choice, with the words that people read."""
    system = choice.code.system if choice.code else own_system(rulebook, question.id)
    return {"system": system, "code": choice_code(choice), "display": text(choice.label)}


def own_system(rulebook: Rulebook, name: str) -> str:
    """Returns a code system of the rule base: of the choices of a question, or of conclusions.

    The name of the latter has a dot in it, which that of no question has.
    """
    return f"{rulebook.url}/{name}" if rulebook.url else _made_up(rulebook.id, name)


def text(words: str) -> str:
    """Returns a text as FHIR allows it: safe to print, with no space in it but the plain one."""
    shown = printable(words)
    return shown if shown.isprintable() else _SPACES.sub(" ", shown)


def is_whole(question: NumberQuestion) -> bool:
    """Tells whether a question has whole numbers only, which FHIR tells from others."""
    return question.step.denominator == question.low.denominator == 1


def filled(element: Mapping[str, object]) -> Element:
    """Returns an element without what is empty, which FHIR does not allow."""
    return {key: value for key, value in element.items() if value not in (None, "", [], {})}


@lru_cache(4096)
def _made_up(rulebook_id: str, name: str | None = None) -> str:
    """Returns an address that leads nowhere, of a rule base or of something in it."""
    address = uuid5(NAMESPACE_OID, f"questionnaire/{rulebook_id}")
    return f"{_OWN}{address if name is None else uuid5(address, name)}"
