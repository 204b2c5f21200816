"""Starts the program: little else is imported yet, so Ctrl-C ends it without a traceback."""

import os
import signal
from types import FrameType

_STOPPED = 128 + signal.SIGINT


def _leave(_number: int, _frame: FrameType | None) -> None:
    os.write(2, b"Stopped.\n")
    os._exit(_STOPPED)  # while something is imported, an exception could be taken for another


def main() -> None:
    """Runs the command line."""
    before = signal.getsignal(signal.SIGINT)
    if before is signal.default_int_handler:  # else it was started to ignore it
        signal.signal(signal.SIGINT, _leave)
    from questionnaire.cli import main as run  # noqa: PLC0415 - it takes time

    signal.signal(signal.SIGINT, before)
    run()


if __name__ == "__main__":
    main()
