"""What somebody typed for a number, in the unit of its question or in another that it names.

Nothing is taken for something else: what can be read in two ways, or falls between two answers,
comes back as a sentence that says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from math import floor

from questionnaire.knowledge.answers import fitting, number_wanted
from questionnaire.knowledge.model import NumberQuestion
from questionnaire.knowledge.printable import quoted
from questionnaire.knowledge.wording import number_in_words, singular

_FRACTIONS = {"½": " 1/2", "¼": " 1/4", "¾": " 3/4", "\u2044": "/"}
_PART = re.compile(
    r"(?:(?:(?P<whole>\d{1,15})\s+)?(?P<over>[1-3])/(?P<under>[2-4])"
    r"|(?P<decimal>\d{1,15}(?:[.,]\d{0,15})?|[.,]\d{1,15}))(?!\d|\s*/\s*\d)(?P<unit>\D*)"
)
_TWO_WAYS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
"""Thousands to one reader, decimals to another."""
_EACH = re.compile(r"\s*(?:/|\b(?:per|each|every)\b)\s*")


def read_number(question: NumberQuestion, text: str) -> int | float | str:
    """Returns the number that a person typed, or a sentence that says why it is no answer.

    "7", "7.5", "7,5", "7 1/2" and "7½" are understood, alone or before a unit, and so is "7 h 30
    min", where the question knows these units.
    """
    typed = " ".join(text.split())
    if not typed:
        return f"Nothing is entered yet. {number_wanted(question)}"
    sign, amount = (-1, typed[1:]) if typed[0] in "-\u2212" else (1, typed.removeprefix("+"))
    parts = _parts(amount)
    if any(_TWO_WAYS.fullmatch(part["decimal"] or "") for part in parts):
        how = "write it without the comma or point, or with fewer decimals."
        return f"{quoted(typed)} can be read in two ways: {how}"
    factors = [_factor(question, part["unit"]) for part in parts]
    known = [factor for factor in factors if factor is not None]
    if len(parts) > 1 and not _is_one_amount(parts, known):
        return f"{quoted(typed)} is more than one number: enter the one that fits best."
    if not parts or len(known) < len(parts):
        return _does_not_fit(question, typed)
    value = sum(_value(part) * factor for part, factor in zip(parts, known, strict=True))
    return _answer(question, typed, Fraction(sign * value))


def other_units(question: NumberQuestion) -> tuple[str, ...]:
    """Returns the other units that a question understands, one name for each."""
    named: dict[Fraction, str] = {}
    for name, factor in question.units.items():
        named.setdefault(factor, name)
    return tuple(name for factor, name in named.items() if factor != 1)


def spellings(question: NumberQuestion) -> Iterator[tuple[str, Fraction]]:
    """Yields all that may stand behind a number, and what one of it is in the question's unit.

    "cups a day" may be typed as "cups" or "cup" too, and each unit with and without "a day".
    """
    head, each, period = question.unit.partition(" a ")
    if period:
        yield f"a {period}".casefold(), Fraction(1)
    for name, factor in ((head, Fraction(1)), *question.units.items()):
        for form in dict.fromkeys((name, singular(name))):
            yield form.casefold(), factor
            if period and each not in form:
                yield f"{form}{each}{period}".casefold(), factor


def as_unit(text: str) -> str:
    """Returns a unit in the one way in which it is looked up: "L/day." is "l a day"."""
    return _EACH.sub(" a ", text.casefold().strip(" .")).strip()


def _parts(text: str) -> list[re.Match[str]]:
    """Returns the numbers of a text, each with its unit; none if there is anything else in it."""
    for drawn, written in _FRACTIONS.items():
        text = text.replace(drawn, written)
    parts = list(_PART.finditer(text.strip()))
    return parts if "".join(part[0] for part in parts) == text.strip() else []


def _factor(question: NumberQuestion, unit: str) -> Fraction | None:
    """Returns what one of a typed unit is in the question's unit, or None if it is not known."""
    typed = as_unit(unit)
    return dict(spellings(question)).get(typed) if typed else Fraction(1)


def _is_one_amount(parts: list[re.Match[str]], factors: list[Fraction]) -> bool:
    """Tells whether parts add up, as in "7 h 30 min": each in a unit smaller than the last."""
    has_units = all(part["unit"].strip() for part in parts)
    falls = all(larger > smaller for larger, smaller in pairwise(factors))
    return has_units and falls and len(factors) == len(parts)


def _value(part: re.Match[str]) -> Fraction:
    if part["decimal"]:
        return Fraction(f"0{part['decimal'].replace(',', '.')}")
    return int(part["whole"] or 0) + Fraction(int(part["over"]), int(part["under"]))


def _answer(question: NumberQuestion, typed: str, value: Fraction) -> int | float | str:
    if (number := fitting(question, value)) is not None:
        return number
    if not question.low < value < question.high:
        return _does_not_fit(question, typed)
    below = question.low + floor((value - question.low) / question.step) * question.step
    above = number_in_words(below + question.step, question.unit)
    between = f"{number_in_words(below)} and {above}"
    return f"{quoted(typed)} falls between {between}: enter one of the two."


def _does_not_fit(question: NumberQuestion, typed: str) -> str:
    others = other_units(question)
    also = f" Or write another unit behind it: {', '.join(others)}." if others else ""
    return f"{quoted(typed)} does not fit. {number_wanted(question)}{also}"
