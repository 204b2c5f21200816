"""By which means a person is asked: prompts where the terminal can draw them, else line by line."""

from __future__ import annotations

import io
import os
import sys
from contextlib import redirect_stdout
from typing import TextIO

from questionnaire.interview.plain import Plain
from questionnaire.interview.protocol import Asker

CANNOT_DRAW = "This terminal cannot draw lists, so the questions come line by line."
NO_TERMINAL = "The terminal cannot be opened to draw on, so the questions come here, line by line."
_TERMINAL = "/dev/tty"


def asker_for(*, plain: bool) -> Asker:
    """Returns the asker that suits the standard streams.

    Raises:
        OSError: Somebody sits at a terminal, and the questions cannot be shown there.
    """
    screen = _screen()
    if screen is sys.stderr:
        return _plain(screen, NO_TERMINAL)
    if plain or not _can_draw(screen):
        return _plain(screen)
    try:
        # Imported here: plain sessions do not need it.
        from questionnaire.interview.prompts import Prompts  # noqa: PLC0415 - as said above

        with redirect_stdout(screen):  # prompt_toolkit stays with the one that it finds at first
            return Prompts()
    except (OSError, EOFError, ImportError, AssertionError, RuntimeError, ValueError):
        return _plain(screen, CANNOT_DRAW)


def asks_beside_output() -> bool:
    """Tells whether there is a terminal to ask at that is not where the output goes."""
    return sys.stdin.isatty() and not sys.stdout.isatty()


def draws(stream: TextIO) -> bool:
    """Tells whether a stream is a terminal that can draw, and that somebody wants to see drawn."""
    unable = os.environ.get("TERM", "").lower() in ("dumb", "unknown")
    return stream.isatty() and not unable and not os.environ.get("ACCESSIBLE")


def _screen() -> TextIO:
    """Returns what the questions are shown on: the output, unless that would hide them."""
    if not asks_beside_output():
        return sys.stdout
    try:
        terminal = os.open(_TERMINAL, os.O_WRONLY)
    except OSError:
        if sys.stderr.isatty():
            return sys.stderr
        raise
    # Like the standard streams it lasts as long as the process.
    return os.fdopen(terminal, "w", encoding=sys.stdout.encoding, closefd=False)


def _can_draw(screen: TextIO) -> bool:
    return sys.stdin.isatty() and draws(screen)


def _plain(screen: TextIO, *news: str) -> Plain:
    asker = Plain(_tolerant(sys.stdin), _tolerant(screen))
    if news:
        asker.tell(*news)
    return asker


def _tolerant(stream: TextIO) -> TextIO:
    """Makes a stream show what it cannot decode or encode instead of failing on it."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="replace")
    return stream
