"""Signals that end the program, turned into what Ctrl-C is, so that everything is put in order."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_ENDING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))

_swallowed: list[int] = []
"""What Python swallowed while it cleaned up, for the next who can do what it was to do."""


class Heard:
    """The first ending signal that was heard, or None."""

    def __init__(self) -> None:
        self.number: int | None = None
        self.deaf = False

    def interrupt(self, number: int, _frame: FrameType | None) -> None:
        """Notes the signal and raises ``KeyboardInterrupt``; event loops let nothing else through.

        Once ``deaf`` it does nothing: a closing terminal sends more than one signal, and the later
        ones must not disturb how the answers are brought to safety.
        """
        if self.deaf:
            return
        self.number = self.number or number
        raise KeyboardInterrupt

    def check(self) -> None:
        """Raises ``KeyboardInterrupt`` if a signal was heard.

        Python swallows what a signal raises while it cleans up behind the scenes, so whoever is
        about to wait has to look.
        """
        if self.number is not None:
            raise KeyboardInterrupt


@contextmanager
def ending_signals() -> Iterator[Heard]:
    """Listens to the signals that end a program, except those it was started to ignore."""
    heard = Heard()
    if threading.current_thread() is not threading.main_thread():
        yield heard  # only the main thread can have signal handlers
        return
    listened = [ending for ending in _ENDING if signal.getsignal(ending) is not signal.SIG_IGN]
    before = [(ending, signal.signal(ending, heard.interrupt)) for ending in listened]
    try:
        yield heard
    finally:
        for ending, handler in before:
            signal.signal(ending, handler)


def raise_swallowed() -> None:
    """Does what a signal was to do that Python swallowed, for whoever is about to wait."""
    if _swallowed:
        number = _swallowed[0]
        _swallowed.clear()
        signal.raise_signal(number)


@contextmanager
def put_off(end: Callable[[], None]) -> Iterator[list[int]]:
    """Puts off what a signal does, for an event loop, where nothing may raise at any moment.

    The signal asks the loop to ``end``, and does what it does afterwards.  Gives the list of those
    that came, to look at where it was too early to end; with one that was swallowed before.
    """
    heard: list[int] = []
    if threading.current_thread() is not threading.main_thread():
        yield heard
        return

    def note(number: int, _frame: FrameType | None) -> None:
        heard.append(number)
        end()

    numbers = (signal.SIGINT, *_ENDING)
    before = [(number, signal.getsignal(number)) for number in numbers]
    handled = [(number, handler) for number, handler in before if callable(handler)]
    for number, _ in handled:
        signal.signal(number, note)
    heard.extend(_swallowed)
    _swallowed.clear()
    try:
        yield heard
    finally:
        for number, handler in handled:
            signal.signal(number, handler)
        if heard:
            signal.raise_signal(heard[0])


@contextmanager
def noting_swallowed() -> Iterator[None]:
    """Notes what a signal raised and Python swallowed, and does not show it as a fault.

    Python does so where it cleans up behind the scenes, which may be at any moment.
    """
    show = sys.unraisablehook

    def note(swallowed: sys.UnraisableHookArgs) -> None:
        if isinstance(swallowed.exc_value, KeyboardInterrupt):
            _swallowed.append(signal.SIGINT)
        else:
            show(swallowed)

    sys.unraisablehook = note
    try:
        yield
    finally:
        sys.unraisablehook = show
        _swallowed.clear()


@contextmanager
def suspending_by(suspend: Callable[[], None]) -> Iterator[None]:
    """Lets ``suspend`` put the terminal in order where a signal stops the program for a while."""
    if not hasattr(signal, "SIGTSTP") or threading.current_thread() != threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTSTP, lambda *_: suspend())
    try:
        yield
    finally:
        signal.signal(signal.SIGTSTP, before)


def stop_for_a_while() -> None:
    """Stops the program, and those that it was started with, until the shell lets it go on."""
    if hasattr(signal, "SIGTSTP"):
        before = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.kill(0, signal.SIGTSTP)
        signal.signal(signal.SIGTSTP, before)
