"""Placeholders in texts: which there are, and whether the answers to print are sure to be known."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from questionnaire.knowledge.conditions import Answered, Chosen, Ticked, needed
from questionnaire.knowledge.normal_form import Conjunction, Literal

_PLACEHOLDER: Final = re.compile(r"\{([a-z][a-z0-9_]*)( labels)?\}")
_LIKE_ONE: Final = re.compile(r"\{[^{}]*\}|\{[^\W\d]\w*|(?<!\w)\w*[^\W\d]\}")
_LETTER: Final = re.compile(r"[^\W\d_]")


class Placeholder(NamedTuple):
    """What stands between braces in a text.

    Attributes:
        id: The question or derived value whose answer takes its place.
        labels: Whether of a derived count the boxes are printed, and not how many they are.
    """

    id: str
    labels: bool = False

    def __str__(self) -> str:
        return f"{{{self.id} labels}}" if self.labels else f"{{{self.id}}}"


TICKED: Final = Placeholder("ticked")
"""In the reason of a red flag: the boxes that raised it."""


def placeholders(text: str) -> tuple[Placeholder, ...]:
    """Returns the placeholders of a text, each once."""
    return tuple(dict.fromkeys(map(_placeholder, _PLACEHOLDER.finditer(text))))


def misread(text: str) -> tuple[str, ...]:
    """Returns what has letters beside braces and is no placeholder all the same, each once."""
    around = _PLACEHOLDER.sub(lambda found: found[1], text)
    found = dict.fromkeys(filter(_LETTER.search, _LIKE_ONE.findall(around)))
    return tuple(f"{{{one}}}" if _PLACEHOLDER.fullmatch(one) else one for one in found)


def fill(text: str, word: Callable[[Placeholder], str]) -> str:
    """Returns the text with every placeholder replaced by what ``word`` says for it."""
    return _PLACEHOLDER.sub(lambda found: word(_placeholder(found)), text)


def _placeholder(found: re.Match[str]) -> Placeholder:
    return Placeholder(found[1], labels=found[2] is not None)


def proved(conjunction: Conjunction) -> frozenset[str]:
    """Returns the questions that are sure to be answered where the conjunction matches."""
    return frozenset[str]().union(*map(_proved_by, conjunction))


def _proved_by(literal: Literal) -> frozenset[str]:
    match literal.subject:
        case str():
            return frozenset()
        case Answered(question):
            return frozenset((question,)) if literal.constant == 1 else frozenset()
        case Chosen(question, _) | Ticked(question, _):
            return frozenset((question,))
        case number:
            return needed(number)
