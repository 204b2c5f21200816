"""What a text would print otherwise than its author meant, because of what its braces stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from questionnaire.knowledge.conditions import Count
from questionnaire.knowledge.gates import (
    Gate,
    factor_place,
    flag_place,
    gates,
    question_place,
)
from questionnaire.knowledge.model import NumberQuestion, Rulebook, choices_of
from questionnaire.knowledge.placeholders import Placeholder, fill, placeholders
from questionnaire.knowledge.problems import Problem

_BARE_ID: Final = re.compile(r"[\[<%$]?\b(?P<id>[a-z][a-z0-9_]*)\b[\]>%]?")
"""What may be an id in a text, with what people put around one that is to be filled in."""


def misprinted(rulebook: Rulebook) -> Iterator[Problem]:
    """Yields placeholders where none is filled in, with a unit behind them, or without braces."""
    known = rulebook.questions.keys() | rulebook.derived.keys()
    for place, text in _unfilled(rulebook):
        for found in placeholders(text):
            if found.id in known:
                how = "Answers are filled in lines, because and notices only: say it without."
                yield Problem(place, f"{found} would be printed as it stands.", how)
    for gate in gates(rulebook):
        for bare in _BARE_ID.finditer(fill(gate.text, lambda _: "")):
            if bare["id"] in known and ("_" in bare["id"] or bare[0] != bare["id"]):
                how = f"Write {{{bare['id']}}} to print the answer, or say it in words."
                yield Problem(gate.where, f"{bare[0]} would be printed as it stands.", how)
    for gate, found in _filled(rulebook):
        first, *more = _unit(found.id, rulebook).split() or [""]
        ends = [" ".join(more[place:]) for place in range(len(more) - 1)]
        words = "|".join((f"{re.escape(first.removesuffix('s'))}s?", *map(re.escape, ends)))
        behind = rf"{re.escape(str(found))}((?<=}})\w+| (?:{words})\b)"
        again = re.search(behind, gate.text, re.IGNORECASE)
        if first and again:
            words = again[1].strip()
            what = f'{found} is printed with its unit, and "{words}" stands behind it again.'
            yield Problem(gate.where, what, f"Write {found} alone.")


def bare_counts(rulebook: Rulebook) -> Iterator[Problem]:
    """Yields counts that print a number where the boxes themselves may be meant."""
    for gate, found in _filled(rulebook):
        derived = rulebook.derived.get(found.id)
        if derived is None or derived.unit or not isinstance(derived.value, Count) or found.labels:
            continue
        if re.search(rf"{re.escape(str(found))}(?! ?[\w(])", gate.text):
            what = f"{found} prints how many boxes were ticked, and nothing says of what."
            how = f"Write {{{found.id} labels}} to print which, or give it a unit."
            yield Problem(gate.where, what, how)


def _filled(rulebook: Rulebook) -> Iterator[tuple[Gate, Placeholder]]:
    for gate in gates(rulebook):
        yield from ((gate, found) for found in placeholders(gate.text))


def _unit(id_: str, rulebook: Rulebook) -> str:
    asked = rulebook.questions.get(id_)
    if isinstance(asked, NumberQuestion):
        return asked.unit
    return rulebook.derived[id_].unit if id_ in rulebook.derived else ""


def _unfilled(rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    """Yields texts that are printed as they stand, with their places."""
    yield from (("rulebook.toml: introduction", text) for text in rulebook.introduction)
    for section in rulebook.sections:
        yield f"sections/{section.id}.toml: introduction", section.introduction
    for question in rulebook.questions.values():
        for key in ("text", "why", "help"):
            yield f"{question_place(question)}, {key}", getattr(question, key)
        for choice in choices_of(question):
            yield f'{question_place(question)}, choices "{choice.id}"', choice.label
    for factor in rulebook.factors.values():
        for key in ("name", "summary", "role", "link", "evidence"):
            yield f"{factor_place(factor)}: {key}", getattr(factor, key)
    for flag in rulebook.red_flags.values():
        yield f"{flag_place(flag)}, sign", flag.sign
