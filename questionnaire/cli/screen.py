"""What is longer than the screen, shown by a pager: a program that turns its pages."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Final

from questionnaire.cli.output import say
from questionnaire.report.as_text import as_text, print_outline
from questionnaire.report.outline import Outline

_USUAL = "less"
_PROMPT = "?eThis is the end, b = back, q = close:Space = read on, b = back, q = close."
"""What less says below a page, in its own language of prompts."""
LIST: Final = 11
"""Lines that the list of what to see takes at least, with what stands above and below it."""


def print_or_page(outline: Outline, *, plain: bool) -> int:
    """Prints an outline, or gives it to a pager where it is longer than the screen.

    ``plain`` is for people who want nothing drawn, and for terminals that cannot: they get none.
    Below it the list must have room.  Returns how many lines were printed, with the empty one
    behind.
    """
    text = as_text(outline, shutil.get_terminal_size().columns, plain=plain)
    if not plain and pages(text, below=LIST):
        return 0
    say("")
    print_outline(outline, plain=plain)
    say("")
    return text.count("\n") + 1


def pages(text: str, *, below: int = 0) -> bool:
    """Gives a text that is longer than the screen to a pager, if there is one.

    Returns whether there was, when the person has closed it.
    """
    command = _command()
    is_long = text.count("\n") + below >= shutil.get_terminal_size().lines
    if not (is_long and command and sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    sys.stdout.flush()
    # What the person has set comes first, but nothing is kept.
    environment = {"LESS": f"-K -Ps{_PROMPT}$", **os.environ, "LESSHISTFILE": "-"}
    try:
        # The command is the person's own, from their own surroundings.
        pager = subprocess.Popen(command, stdin=subprocess.PIPE, env=environment)  # noqa: S603 - so
    except OSError:
        return False
    with pager, _deaf_to_interrupts():
        try:
            with suppress(BrokenPipeError):  # closed before the end
                pager.communicate(text.encode(sys.stdout.encoding, "replace"))
        except KeyboardInterrupt:  # a signal that ends the program
            pager.terminate()
            raise
    return True


def _command() -> Sequence[str]:
    """Returns the pager that the person has chosen, or the usual one; nothing if it is missing."""
    try:
        command = shlex.split(os.environ.get("PAGER", "")) or [_USUAL]
    except ValueError:
        return ()
    return command if shutil.which(command[0]) else ()


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Leaves Ctrl-C to the pager, which knows what to do with it: ``-K`` closes less."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
