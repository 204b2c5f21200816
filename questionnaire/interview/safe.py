"""Where the answers of an interview are while it lasts, and whether all of them are there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from questionnaire.interview import sentences
from questionnaire.knowledge.model import Answers

Keep: TypeAlias = Callable[[Answers], None]
"""Puts the answers in a safe place.  Raises OSError where it cannot."""


class Safe:
    """Keeps answers one after the other; without ``keep`` there is no place for them.

    Args:
        keep: Puts all answers in their place.
        kept: What is there already.
    """

    def __init__(self, keep: Keep | None, kept: Answers) -> None:
        self._keep = keep
        self._kept = kept
        self._fails = False

    def put(self, answers: Answers) -> str:
        """Keeps the answers; returns a sentence where that fails, until it has worked again."""
        if self._keep is None:
            return ""
        try:
            self._keep(answers)
        except OSError as reason:
            told, self._fails = self._fails, True
            return "" if told else sentences.not_kept(reason)
        self._kept, self._fails = dict(answers), False
        return ""

    def catch_up(self, answers: Answers) -> bool:
        """Keeps what could not be kept before; tells whether nothing is lost."""
        if self._kept != answers:
            self.put(answers)
        return self._keep is None or self._kept == answers
