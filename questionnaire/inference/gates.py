"""The gates of a rule base: everything in it that holds only under conditions, by key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from questionnaire.inference.matcher import Gate, Gated
from questionnaire.knowledge.model import LINE_KEYS, Line, Rulebook
from questionnaire.knowledge.normal_form import Conjunction

Key: TypeAlias = tuple[str, ...]
"""What kind of thing it is and its id; for a line its owner, and which one it is."""
Open: TypeAlias = Mapping[Key, tuple[Conjunction, ...]]
"""The gates that are open, each with the conjunctions that opened it."""

NO_FACTORS: Key = ("no factors",)
RECOMMENDATION: Key = ("recommendation",)
MESSAGE_KEYS = ("nothing_found", "nothing_found_beside_flags", "nothing_answered")


def rule_key(id_: str) -> Key:
    """Returns the key of a rule."""
    return ("rule", id_)


def factor_key(id_: str) -> Key:
    """Returns the key of a factor, and of the lines of its card."""
    return ("factor", id_)


def flag_key(id_: str) -> Key:
    """Returns the key of a red flag, and of its advice."""
    return ("red flag", id_)


def notice_key(id_: str) -> Key:
    """Returns the key of a notice."""
    return ("notice", id_)


def message_key(name: str) -> Key:
    """Returns the key of the lines of a message."""
    return ("message", name)


def change_key(question: str) -> Key:
    """Returns the key of the change that may be suggested for a question."""
    return ("change", question)


def line_key(owner: Key, number: int) -> Key:
    """Returns the key of a line, counted from 1."""
    return (*owner, str(number))


def gates(rulebook: Rulebook) -> dict[Key, Gated]:
    """Returns all gates that an assessment depends on; lines without conditions have none."""
    return dict(_gates(rulebook))


def _gates(rulebook: Rulebook) -> Iterator[tuple[Key, Gated]]:
    if rulebook.no_factors is not None:
        yield NO_FACTORS, Gate(when=rulebook.no_factors)
    for question in rulebook.questions.values():
        if question.change is not None:
            yield change_key(question.id), question.change
    for factor in rulebook.factors.values():
        yield factor_key(factor.id), Gate(unless=factor.unless)
        for rule in factor.rules:
            yield rule_key(rule.id), rule
        for key in LINE_KEYS:
            yield from _lines((*factor_key(factor.id), key), getattr(factor, key))
    for flag in rulebook.red_flags.values():
        yield flag_key(flag.id), Gate(when=flag.when)
        yield from _lines(flag_key(flag.id), flag.advice)
    for notice in rulebook.notices:
        yield notice_key(notice.id), notice
    for name in MESSAGE_KEYS:
        yield from _lines(message_key(name), getattr(rulebook.messages, name))
    yield from _lines(RECOMMENDATION, rulebook.recommendation)


def _lines(owner: Key, lines: Iterable[Line]) -> Iterator[tuple[Key, Gated]]:
    for number, line in enumerate(lines, start=1):
        if line.when is not None or line.unless is not None:
            yield line_key(owner, number), line
