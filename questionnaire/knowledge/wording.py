"""Answers, numbers and lists in words, for sentences of the rule base and for reports.

It knows the model only: not where the words are printed, nor how.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date
from fractions import Fraction
from math import floor

from questionnaire.knowledge.conditions import ChoiceId
from questionnaire.knowledge.exact import exact
from questionnaire.knowledge.model import Answer, NumberQuestion, Question
from questionnaire.knowledge.printable import sentence

_GRAIN = Fraction(1, 100)
_SMALL_WORD = re.compile(r" (?:a|an|at|for|in|of|on|per|with) ")
_PLURAL = re.compile(r"(?<=ss|sh|ch)es\b|(?<=x)es\b|(?<=\w[^\Ws])s\b")
"""Ends a word; "s" and "ms" are symbols."""
_JOINT = re.compile(r",|\b(?:and|or)\b")


def name_of(question: Question) -> str:
    """Returns what a question is called among others: its name, its item, or else itself."""
    return question.name or sentence(question.item) or question.text


def in_words(question: Question, answer: Answer) -> str:
    """Returns an answer as it reads in the middle of a sentence.

    A number comes with its unit, a choice with its label, ticked boxes as "a, b and c" in the order
    of the question.  An exclusive box is named only where it stands alone.
    """
    if answer is None or answer == ():
        return question.skip
    if isinstance(answer, int | float):
        unit = question.unit if isinstance(question, NumberQuestion) else ""
        return number_in_words(answer, unit)
    boxes = answer if isinstance(answer, tuple) else (answer,)
    return labels_joined(labels(question, boxes) or boxes)


def labels(question: Question, boxes: Collection[ChoiceId]) -> tuple[str, ...]:
    """Returns the labels of these choices in the order of the question.

    An exclusive one is left out where others stand beside it.
    """
    if isinstance(question, NumberQuestion):
        return ()
    chosen = [choice for choice in question.choices if choice.id in boxes]
    others = [choice for choice in chosen if not choice.exclusive]
    return tuple(choice.label for choice in others or chosen)


def number_in_words(value: Fraction | float, unit: str = "", step: Fraction | None = None) -> str:
    """Returns a number with its unit: "7.5 cups a day", "1 cup a day", "570 mg".

    It is rounded, halves upwards, to ``step``, or without one to two decimals.
    """
    grain = step or _GRAIN
    rounded = floor(exact(value) / grain + Fraction(1, 2)) * grain
    digits = f"{float(rounded):.6f}".rstrip("0").rstrip(".")
    return f"{digits} {singular(unit) if rounded == 1 else unit}".rstrip()


def day_in_words(day: date, beside: date | None = None) -> str:
    """Returns "27 November 2026", without the year ``beside`` a day of the same one."""
    year = "" if beside and beside.year == day.year else f" {day.year}"
    return f"{day.day} {day:%B}{year}"


def so_many(number: int, noun: str) -> str:
    """Returns "1 sheet" or "1,200 sheets"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def joined(words: Sequence[str]) -> str:
    """Returns "a", "a and b" or "a, b and c"."""
    *first, last = words or ("",)
    return f"{', '.join(first)} and {last}" if first else last


def labels_joined(words: Sequence[str]) -> str:
    """Returns "a, b and c", or "a; b; and c" where a label holds a comma, "and" or "or"."""
    if len(words) > 1 and any(map(_JOINT.search, words)):
        return f"{'; '.join(words[:-1])}; and {words[-1]}"
    return joined(words)


def singular(unit: str) -> str:
    """Takes the plural off all that a unit counts: "cups or cans a day" is "cup or can a day".

    A small word, as in "a day" or "with meals", ends what is counted.
    """
    counted = _SMALL_WORD.split(unit, maxsplit=1)[0]
    return _PLURAL.sub("", counted) + unit.removeprefix(counted)
