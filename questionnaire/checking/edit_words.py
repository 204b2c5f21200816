"""Edits in words, for the author of the rule base."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from msgspec import Struct

from questionnaire.checking.edits import COLLECTIONS, Edit, split
from questionnaire.knowledge.condition_words import condition_in_words, number_in_terms
from questionnaire.knowledge.conditions import Condition, Number
from questionnaire.knowledge.model import Rulebook
from questionnaire.knowledge.printable import quoted
from questionnaire.knowledge.wording import joined, number_in_words

NOTHING: Final = "nothing"
"""How a value that is not there reads."""
_WRITTEN: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("Question", "low"): ("range", "smallest"),
    ("Question", "high"): ("range", "largest"),
    ("Change", "low"): ("towards", "smallest"),
    ("Change", "high"): ("towards", "largest"),
    ("Level", "start"): ("from",),
    ("Rulebook", "no_factors"): ("factors", "unless"),
}
"""How an author writes the keys that are called otherwise in the values."""


def label(edit: Edit) -> str:
    """Returns the name of a key, after that of the line or choice that it belongs to."""
    _, rest = split(edit.path)
    if rest:
        rest = (*rest[:-1], *_WRITTEN.get((edit.owner, edit.key), rest[-1:]))
    return ", ".join(quoted(part) if " " in part else part for part in rest)


def name_of_thing(kind: str, id_: str, rulebook: Rulebook) -> str:
    """Returns what something is called, "" where it has no name or is not there."""
    for name, called in COLLECTIONS.items():
        things = getattr(rulebook, name)
        if called == kind and isinstance(things, Mapping) and id_ in things:
            return value_in_words(things[id_], rulebook)
    return ""


def value_in_words(value: object, rulebook: Rulebook) -> str:
    """Returns a value of a rule base as a phrase."""
    match value:
        case None | "" | ():
            return NOTHING
        case bool():
            return "yes" if value else "no"
        case Fraction():
            return number_in_words(value)
        case _ if isinstance(value, Condition):
            return f"if {condition_in_words(value, rulebook)}"
        case _ if isinstance(value, Number):
            return number_in_terms(value, rulebook)
        case Struct():
            texts = ("text", "label", "name", "sign", "title", "because", "code", "id", "answer")
            return value_in_words(
                next(filter(None, (getattr(value, key, None) for key in texts)), None), rulebook
            )
        case Mapping():
            said = (f"{key}: {value_in_words(one, rulebook)}" for key, one in value.items())
            return "; ".join(said) or NOTHING
        case tuple():
            return joined([value_in_words(one, rulebook) for one in value])
        case _:
            return str(value)
