"""Whether a text asks for more haste than the urgency under which it is printed.

A sentence asks for the haste of the highest urgency that has one of its words.  One that begins
with "if", "with", "when", "once" or "should", or has "if" or "unless" in it, speaks of what may
happen, and is no contradiction as long as the answers do not say that it has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from questionnaire.checking.satisfaction import Satisfaction, ways
from questionnaire.knowledge.gates import Gate, factor_place, flag_place, gates, question_place
from questionnaire.knowledge.model import RedFlag, Rulebook, Urgency
from questionnaire.knowledge.normal_form import normal_form
from questionnaire.knowledge.problems import Problem

_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+")
_CONDITION: Final = re.compile(
    r"^(?:and |but )?(?:if|with|when|once|should)\b(?P<first>.*),|\b(?:if|unless)\b(?P<then>.*)",
    re.IGNORECASE,
)


def hasty_sentences(text: str, urgencies: Mapping[str, Urgency]) -> Iterator[tuple[str, str]]:
    """Yields the sentences that ask for haste, each with the urgency whose words it has."""
    for sentence in _SENTENCE.split(text):
        for id_, words in reversed(_patterns(tuple(urgencies.values()))):
            if words.search(sentence):
                yield sentence, id_
                break


def condition_of(sentence: str) -> str | None:
    """Returns the words that say under which condition a sentence speaks, None if it has none."""
    found = _CONDITION.search(sentence)
    return None if found is None else found["first"] or found["then"] or ""


def haste_problems(rulebook: Rulebook, reason: Satisfaction) -> Iterator[Problem]:
    """Yields the texts that may be printed under a lower urgency than they ask for.

    A text without a condition of its own in words may ask for the urgency of its red flag, or of a
    red flag that is sure to be raised wherever the text is shown.
    """
    order = list(rulebook.urgencies)
    for where, text, gate in _texts(rulebook):
        for sentence, urgency in hasty_sentences(text, rulebook.urgencies):
            if condition_of(sentence) is not None or urgency == order[0]:
                continue
            flags = [
                flag
                for flag in rulebook.red_flags.values()
                if order.index(flag.urgency) >= order.index(urgency)
            ]
            if not _sure(gate, flags, rulebook, reason):
                yield Problem(
                    where,
                    f'"{sentence}" asks for {urgency}, but may be printed below it.',
                    "Raise a red flag of that urgency wherever it is shown, say it with less haste,"
                    " or write it with if.",
                )


def _texts(rulebook: Rulebook) -> Iterator[tuple[str, str, Gate]]:
    """Yields all that reports print and rule bases word: where it stands, and what shows it."""
    always = Gate(key=(), where="")
    for gate in gates(rulebook):
        if gate.text and not gate.if_it_happens:
            yield gate.where, gate.text, gate
    for flag in rulebook.red_flags.values():
        gate = Gate(key=("red flag", flag.id), where=flag_place(flag), when=flag.when)
        yield f"{gate.where}, sign", flag.sign, gate
        yield f"{gate.where}, because", flag.because or "", gate
        yield f"{gate.where}, time_frame", flag.time_frame or "", gate
    for question in rulebook.questions.values():
        if (change := question.change) is not None:
            for text in (change.text, *change.boxes.values()):
                yield f"{question_place(question)}, change", text, always
    for factor in rulebook.factors.values():
        for name in ("summary", "role", "link"):
            yield f"{factor_place(factor)}: {name}", getattr(factor, name), always


def _sure(gate: Gate, flags: Iterable[RedFlag], rulebook: Rulebook, reason: Satisfaction) -> bool:
    """Tells whether one of the flags is sure to be raised wherever the gate is open."""
    owner = rulebook.red_flags.get(gate.key[1]) if gate.key[:1] == ("red flag",) else None
    flags = tuple(flags)
    if owner in flags:
        return True
    outer = ways(owner.when if owner else None)
    return all(
        any(reason.entails(one | other, way) for flag in flags for way in normal_form(flag.when))
        for one in ways(gate.when)
        for other in outer
    )


@lru_cache(maxsize=64)
def _patterns(urgencies: tuple[Urgency, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (
            urgency.id,
            re.compile(rf"\b(?:{'|'.join(map(re.escape, urgency.haste))})\b", re.IGNORECASE),
        )
        for urgency in urgencies
        if urgency.haste
    )
