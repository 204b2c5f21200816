"""The words that lead out of a question or a list, where answers are typed and read whole.

The last of each is a single letter, which is a key where there are keys.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from questionnaire.interview.protocol import Back, Given, Option, Reply, Stop, Word
from questionnaire.knowledge.model import Question

WHY: Final = ("why", "why?", "?", "w")
_BACK: Final = ("back", "b")
_SKIP: Final = ("not sure", "unsure", "don't know", "rather not say", "skip", "u")
_STOP: Final = ("stop", "quit", "q")
YES_NO: Final[Mapping[str, str]] = {"yes": "y", "no": "n"}
"""The letters for what is called so, options and choices alike; so they can mean nothing else."""
_WORDS: Final[Mapping[Word, Sequence[str]]] = {
    "stop": _STOP,
    "yes": ("yes", YES_NO["yes"]),
    "no": ("no", YES_NO["no"]),
}


def way_out(question: Question, typed: str) -> Reply | None:
    """Returns what a person wants who typed this instead of an answer, None if it is no such word.

    A word that only begins like one ("nine", "both") is none.
    """
    word = typed.casefold()
    if word in _BACK:
        return Back()
    if word in _STOP:
        return Stop()
    if word in _SKIP or word == question.skip.casefold():
        return Given(None)
    return None


def leaves(typed: str) -> bool:
    """Tells whether a person who typed this for a name wants none."""
    return typed.casefold() in (*_BACK, *_STOP)


def keys_of(options: Sequence[Option]) -> dict[str, int]:
    """Returns the letters that stand for some of these options, and the places of those."""
    worded = ((option.word, place) for place, option in enumerate(options))
    return {_WORDS[word][-1]: place for word, place in worded if word}


def place_of_word(options: Sequence[Option], typed: str) -> int | None:
    """Returns the place of the option that a word stands for, None if it stands for none."""
    worded = ((option.word, place) for place, option in enumerate(options))
    return next(
        (place for word, place in worded if word and typed.casefold() in _WORDS[word]), None
    )
