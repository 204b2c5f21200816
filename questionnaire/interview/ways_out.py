"""The words that lead out of a question, where answers are typed and read whole."""

from __future__ import annotations

from typing import Final

from questionnaire.interview.protocol import Back, Given, Reply, Stop
from questionnaire.knowledge.model import Question

WHY: Final = ("why", "why?", "?", "w")
_BACK: Final = ("back", "b")
_SKIP: Final = ("not sure", "rather not say", "skip", "n")
_STOP: Final = ("stop", "quit", "q")


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
