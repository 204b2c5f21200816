"""Signals that end the program, turned into what Ctrl-C is, so that everything is put in order."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_ENDING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))


@contextmanager
def signals_interrupt() -> Iterator[list[int]]:
    """Raises ``KeyboardInterrupt`` at the first ending signal; the list then holds its number.

    Event loops let no other exception through from a signal.  Later signals are ignored, because
    a closing terminal sends more than one while the answers are brought to safety.
    """
    received: list[int] = []
    if threading.current_thread() is not threading.main_thread():
        yield received  # only the main thread can have signal handlers
        return

    def interrupt(number: int, _frame: FrameType | None) -> None:
        for ending in _ENDING:
            signal.signal(ending, signal.SIG_IGN)
        received.append(number)
        raise KeyboardInterrupt

    heard = [ending for ending in _ENDING if signal.getsignal(ending) is not signal.SIG_IGN]
    before = [(ending, signal.signal(ending, interrupt)) for ending in heard]
    try:
        yield received
    finally:
        for ending, handler in before:
            signal.signal(ending, handler)
