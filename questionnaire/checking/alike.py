"""What the rule base tells apart and people could not, because it is called the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from questionnaire.knowledge.gates import (
    Key,
    conclusion_gates,
    factor_place,
    flag_place,
    question_place,
)
from questionnaire.knowledge.model import Level, Rulebook, Urgency, choices_of
from questionnaire.knowledge.problems import Problem
from questionnaire.knowledge.wording import name_of

_ROOM: Final = 30
"""Characters of a question that a row of a narrow terminal has room for."""


def called_alike(rulebook: Rulebook) -> Iterator[Problem]:
    """Yields the things that have the name or label of another one beside them.

    Capitals and spaces make no difference to somebody who hears the words.
    """
    for question in rulebook.questions.values():
        place = question_place(question)
        choices = ((f'{place}, choices "{one.id}"', one.label) for one in choices_of(question))
        yield from _alike("label", choices)
    questions = rulebook.questions.values()
    yield from _alike("name", ((question_place(one), name_of(one)) for one in questions))
    factors = rulebook.factors.values()
    yield from _alike("name", ((factor_place(one), one.name) for one in factors))
    for kind, labels in (("level", rulebook.levels), ("urgency", rulebook.urgencies)):
        named = ((f'rulebook.toml: {kind} "{one.id}"', _words(one)) for one in labels.values())
        yield from _alike("label", named)
    sections = ((f"sections/{one.id}.toml", one.title) for one in rulebook.sections)
    yield from _alike("title", sections)
    flags = rulebook.red_flags.values()
    yield from _alike("sign", ((flag_place(one), one.sign) for one in flags))


def said_twice(rulebook: Rulebook) -> Iterator[Problem]:
    """Yields the lines of a card, and of the advice of a red flag, that another one says too."""
    places: dict[tuple[Key, str], str] = {}
    for gate in conclusion_gates(rulebook):
        if gate.key[0] in ("factor", "red flag") and gate.text:
            first = places.setdefault((gate.key[:-1], gate.text), gate.where)
            if first != gate.where:
                what = f"It says the same as {first}."
                yield Problem(gate.where, what, "Change one, or make one line of the two.")


def begin_alike(rulebook: Rulebook) -> Iterator[Problem]:
    """Yields the questions that nothing tells apart where there is room for the beginning only."""
    begun: dict[str, str] = {}
    for question in rulebook.questions.values():
        words = name_of(question)
        first = begun.setdefault(words.casefold()[:_ROOM], question.id)
        if first != question.id and len(words) > _ROOM:
            what = f'It begins like the question "{first}": “{words[:_ROOM].rstrip()}…”'
            how = "Give each a name, or a stem that they share and an item."
            yield Problem(question_place(question), what, how)


def _words(one: Level | Urgency) -> str:
    """Returns what people read of a level or an urgency."""
    return f"{one.label} {one.time_frame}" if isinstance(one, Urgency) else one.label


def _alike(key: str, named: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    """Yields each of (place, words) whose words stood at another place before."""
    places: dict[str, str] = {}
    for place, words in named:
        first = places.setdefault(" ".join(words.casefold().split()), place)
        if first != place:
            what = f'It has the {key} "{words}", like {first}.'
            yield Problem(place, what, "Give each one its own, as people tell them apart by it.")
