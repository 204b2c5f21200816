"""Edits in words, for the author of the rule base."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import takewhile
from typing import Final

from msgspec import Struct
from msgspec.structs import astuple

from questionnaire.checking.edits import COLLECTIONS, Edit, split
from questionnaire.knowledge.condition_words import condition_in_words, number_in_terms, unit_of
from questionnaire.knowledge.conditions import (
    Comparison,
    Condition,
    Constant,
    DerivedCondition,
    DerivedNumber,
    Node,
    Number,
    walk,
)
from questionnaire.knowledge.model import LINE_KEYS, RedFlag, Rule, Rulebook
from questionnaire.knowledge.printable import quoted
from questionnaire.knowledge.wording import joined, number_in_words

NOTHING: Final = "nothing"
"""How a value that is not there reads."""
_LONG: Final = 120
"""Characters of texts of which only what differs is told."""
_SAYING: Final = ("text", "because", "sign", "help")
"""Keys beside a condition whose words may name its numbers."""
_AROUND: Final = 5
"""Words beside it that are told too."""
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
    if edit.owner == "Line" and (edit.key == "text" or None in edit.owners):
        # A line without an id goes by its text, which is told anyway.
        rest = tuple(part for part in rest if " " not in part and part != "text")
    elif rest:
        rest = (*rest[:-1], *_WRITTEN.get((edit.owner, edit.key), rest[-1:]))
    return ", ".join(quoted(part) if " " in part else part for part in rest)


def name_of_thing(kind: str, id_: str, rulebook: Rulebook) -> str:
    """Returns what something is called, "" where it has no name or is not there."""
    for name, called in COLLECTIONS.items():
        things = getattr(rulebook, name)
        if called == kind and isinstance(things, Mapping) and id_ in things:
            return value_in_words(things[id_], rulebook)
    return ""


def apart(before: str, now: str) -> tuple[str, str]:
    """Returns two long texts without most of what they begin and end with alike."""
    if min(len(before), len(now)) < _LONG:
        return before, now
    one, other = before.split(" "), now.split(" ")
    begin = _alike(one, other)
    end = min(_alike(one[::-1], other[::-1]), len(one) - begin, len(other) - begin)
    first = max(begin - _AROUND, 0)

    def cut(words: Sequence[str]) -> str:
        last = len(words) - max(end - _AROUND, 0)
        shown = [
            *(["…"] if first else []),
            *words[first:last],
            *(["…"] if last < len(words) else []),
        ]
        return " ".join(shown)

    return cut(one), cut(other)


def left_behind(edit: Edit, rulebook: Rulebook) -> Iterator[str]:
    """Yields which words still say a number that a condition beside them does not hold any more.

    In the lines of the card or red flag only a number with its unit is looked for.
    """
    before, now = (_constants(side) for side in edit.sides)
    if not now:
        return
    owner = edit.owners[1]
    beside = label(edit).rpartition(", ")[0]
    for key in _SAYING:
        text = getattr(owner, key, "")
        for number in map(number_in_words, sorted(before - now)):
            if _says(text, number):
                yield f"{', '.join(filter(None, (beside, key)))} still says {number}"
    lines = dict(_lines_around(owner, rulebook))
    compared = walk(edit.sides[0]) if lines and isinstance(edit.sides[0], Condition) else ()
    for part in dict.fromkeys(compared):
        if isinstance(part, Comparison) and isinstance(limit := part.right, Constant):
            unit = unit_of(part.left, rulebook).partition(" ")[0]
            number = f"{number_in_words(limit.value)} {unit}"
            for where, text in lines.items():
                if unit and limit.value not in now and _says(text, number):
                    yield f"{where} still says {number}"


def _lines_around(owner: Struct | None, rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    """Yields the lines of the card of a rule, or of a red flag: where they stand, and the text."""
    match owner:
        case Rule(factor=id_):
            shown: Struct = rulebook.factors[id_]
        case RedFlag():
            shown = owner
        case _:
            return
    for key in LINE_KEYS:
        for number, line in enumerate(getattr(shown, key, ()), start=1):
            yield f"{key} {quoted(line.id) if line.id else number}", line.text


def _says(text: str, number: str) -> bool:
    return bool(re.search(rf"(?<![\w.,]){re.escape(number)}(?!\w|[.,]\d)", text))


def otherwise_in(edit: Edit) -> tuple[str, ...]:
    """Returns the derived values that a condition or number names and that are otherwise now."""
    before, now = (
        {part.id: part for part in walk(side) if isinstance(part, DerivedNumber | DerivedCondition)}
        if isinstance(side, Condition | Number)
        else {}
        for side in edit.sides
    )
    return tuple(id_ for id_ in now if before.get(id_, now[id_]) != now[id_])


def _constants(value: object) -> frozenset[Fraction]:
    match value:
        case Constant(number):
            return frozenset((number,))
        case Node() | tuple():
            parts = value if isinstance(value, tuple) else astuple(value)
            return frozenset[Fraction]().union(*map(_constants, parts))
        case _:
            return frozenset()


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """Returns how many words two texts begin with alike."""
    return len([*takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))])


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
            texts = ("name", "text", "label", "sign", "title", "because", "code", "id", "answer")
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
