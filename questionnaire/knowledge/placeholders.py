"""Placeholders in texts: which there are, and whether the answers to print are sure to be known."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from questionnaire.knowledge.conditions import (
    Answered,
    Arithmetic,
    Chosen,
    Constant,
    Default,
    DerivedNumber,
    Extreme,
    Number,
    Ticked,
)
from questionnaire.knowledge.normal_form import Conjunction, Literal

_PLACEHOLDER: Final = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def placeholders(text: str) -> tuple[str, ...]:
    """Returns the ids between braces, each once."""
    return tuple(dict.fromkeys(_PLACEHOLDER.findall(text)))


def fill(text: str, word: Callable[[str], str]) -> str:
    """Returns the text with every placeholder replaced by what ``word`` says for its id."""
    return _PLACEHOLDER.sub(lambda found: word(found[1]), text)


def needed(number: Number) -> frozenset[str]:
    """Returns the questions that must be answered for the number to be known."""
    match number:
        case Constant() | Default():
            return frozenset()
        case DerivedNumber(_, value):
            return needed(value)
        case Arithmetic(_, left, right):
            return needed(left) | needed(right)
        case Extreme(_, numbers):
            return frozenset[str]().union(*map(needed, numbers))
        case _:
            return frozenset((number.question,))


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
