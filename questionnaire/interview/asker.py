"""By which means a person is asked: prompts where the terminal can draw them, else line by line."""

from __future__ import annotations

import io
import os
import sys
from typing import TextIO

from questionnaire.interview.plain import Plain
from questionnaire.interview.protocol import Asker

CANNOT_DRAW = "This terminal cannot draw lists, so the questions come line by line."


def asker_for(*, plain: bool = False) -> Asker:
    """Returns the asker that suits the standard streams."""
    if plain or not _can_draw():
        return _plain()
    try:
        # Imported here: plain sessions do not need it.
        from questionnaire.interview.prompts import Prompts  # noqa: PLC0415 - as said above

        return Prompts()
    except (OSError, EOFError, ImportError, AssertionError, RuntimeError, ValueError):
        asker = _plain()
        asker.tell(CANNOT_DRAW)
        return asker


def _can_draw() -> bool:
    dumb = os.environ.get("TERM", "").lower() in ("dumb", "unknown")
    return sys.stdin.isatty() and sys.stdout.isatty() and not dumb


def _plain() -> Plain:
    return Plain(_tolerant(sys.stdin), _tolerant(sys.stdout))


def _tolerant(stream: TextIO) -> TextIO:
    """Makes a stream show what it cannot decode or encode instead of failing on it."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="replace")
    return stream
