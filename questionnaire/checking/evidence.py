"""What rests on no source, and sources that do not say where they were read.

Whether a sentence makes a claim is guessed from its words, so what is found here is a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from questionnaire.knowledge.conditions import Condition, Constant, Number, derived_in, walk
from questionnaire.knowledge.gates import derived_place, gates, question_place
from questionnaire.knowledge.model import Question, Rulebook
from questionnaire.knowledge.printable import is_web_address, quoted
from questionnaire.knowledge.problems import Problem

# A digit that does not belong to a name, such as that of a vitamin, or a word that counts a unit.
_NUMBER: Final = re.compile(
    r"(?<![\w-])\d+(?:[.,]\d+)*"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|half)\s(?:an?\s)?"
    r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|times|cups|glasses|litres?|people)\b",
    re.IGNORECASE,
)
_STRONG: Final = re.compile(
    r"\b(?:never|must|do not|at once|dangerous|dangers?|harms?|harmful)\b", re.IGNORECASE
)
_CITE: Final = (
    'Write { text = "…", sources = ["…"] }; for your own judgement, cite a source that says '
    'read = "judgement".'
)
_CITE_BELOW: Final = (
    'Add sources = ["…"]; for your own judgement, cite a source that says read = "judgement".'
)


def unsourced(rulebook: Rulebook) -> Iterator[Problem]:
    """Yields what states a number, or anything strong, and rests on no source.

    A number of a line needs a source of the line itself, so that a reader finds it among those of
    the card; all else may rest on those of the card, red flag or question that the line is part of.
    """
    for question in rulebook.questions.values():
        yield from _question(question)
    constants = {id_: _constants(derived.value) for id_, derived in rulebook.derived.items()}
    for derived in rulebook.derived.values():
        inner = (constants[id_] for id_ in derived_in(derived.value))
        if not derived.sources and constants[derived.id].difference({0, 1}, *inner):
            what = "It is worked out with numbers that rest on no source."
            yield Problem(derived_place(derived), what, _CITE_BELOW)
    resting = {("question", one.id) for one in rulebook.questions.values() if one.sources}
    # The signs that follow such a notice are red flags, which have sources of their own.
    listing = {("notice", one.id) for one in rulebook.notices if one.signs or one.signs_of}
    for gate in gates(rulebook):
        owner = gate.key[:2]
        if not gate.text or gate.sources or owner in listing:
            continue
        how = _CITE_BELOW if owner[0] == "notice" else _CITE
        strong = owner not in resting and owner[0] not in ("factor", "red flag")
        yield from _claim(gate.text, gate.where, how, strong=strong)


def unknown_copies(rulebook: Rulebook) -> Iterator[Problem]:
    """Yields the sources that do not tell a reviewer where their text was read."""
    for source in rulebook.sources.values():
        where = f'sources.toml: "{source.id}"'
        if source.copy is None and source.read in ("copy", "report"):
            what = f"It was read as a {source.read}, and nothing says where."
            yield Problem(where, what, 'Add copy = "…" with that address.')
        if source.copy is not None and source.copy == source.address:
            what = "Its copy is its own address."
            yield Problem(f"{where}, copy", what, "Take it out, or name where it was read.")


def odd_addresses(rulebook: Rulebook) -> Iterator[Problem]:
    """Yields the addresses of sources that no link could lead to."""
    for source in rulebook.sources.values():
        for key, address in (("address", source.address), ("copy", source.copy)):
            if address is not None and not is_web_address(address):
                what = f"{quoted(address)} is no web address."
                how = "Write it whole, from https:// on and without spaces, or take it out."
                yield Problem(f'sources.toml: "{source.id}", {key}', what, how)


def _constants(value: Number | Condition) -> frozenset[Fraction]:
    return frozenset(part.value for part in walk(value) if isinstance(part, Constant))


def _question(question: Question) -> Iterator[Problem]:
    """Yields what is said beside a question; what may be answered states nothing."""
    if question.sources:
        return
    where = question_place(question)
    yield from _claim(question.why, f"{where}, why", _CITE_BELOW)
    yield from _claim(question.help, f"{where}, help", _CITE_BELOW)
    change = question.change
    if change is not None and change.low != change.high:
        what = "It suggests numbers that rest on no source."
        yield Problem(f"{where}, change", what, _CITE_BELOW)


def _claim(text: str, where: str, how: str, *, strong: bool = True) -> Iterator[Problem]:
    """Yields the first thing in a text that needs a source."""
    if found := _NUMBER.search(text):
        yield Problem(where, f"It states a number and cites no source: “{found[0]}”.", how)
    elif strong and (found := _STRONG.search(text)):
        yield Problem(where, f"It states something strong and cites no source: “{found[0]}”.", how)
