"""One piece of work after the other, done by several processes and given back in order.

No more pieces are in hand than the processes can do soon, whatever there is to come.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import connection, get_context, parent_process
from threading import Thread
from typing import TypeVar

Piece = TypeVar("Piece")
Made = TypeVar("Made")

_work: list[Callable[..., object]] = []
"""In a process that does the work: what is to be done with each piece."""


def done_by_processes(
    work: Callable[[Piece], Made], pieces: Iterable[Piece], jobs: int
) -> Iterator[Made]:
    """Yields what ``work`` makes of the pieces; it is sent once to each of so many processes.

    Raises:
        BrokenProcessPool: One of them was ended from outside.
    """
    if jobs == 1:
        yield from map(work, pieces)
        return
    # Whatever was started by threads or read from a terminal stays here: nothing is forked.
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), _begin, (work,))
    waiting: deque[Future[Made]] = deque()
    try:
        for piece in pieces:
            # The first one starts the processes.  They inherit that Ctrl-C is not for them.
            before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
            waiting.append(pool.submit(_do, piece))
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
            if len(waiting) > 2 * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(work: Callable[..., object]) -> None:
    _work.append(work)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Ends this process when the one that started it is gone, however that ended."""
    if (parent := parent_process()) is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _do(piece: Piece) -> Made:  # type: ignore[type-var]  # what is sent is what was given
    return _work[0](piece)  # type: ignore[return-value]
