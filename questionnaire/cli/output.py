"""What the commands print, and how they end; nothing else prints or exits."""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
from collections.abc import Collection, Generator, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from shutil import get_terminal_size
from textwrap import fill
from time import monotonic
from typing import TYPE_CHECKING, Final, NoReturn, TextIO, TypeVar

import click

from questionnaire import Questionnaire
from questionnaire.inference.engine import EngineMissing
from questionnaire.interview.asker import draws
from questionnaire.interview.signals import ending_signals, noting_swallowed
from questionnaire.knowledge.printable import printable
from questionnaire.knowledge.problems import Problem, Unusable
from questionnaire.knowledge.wording import so_many

if TYPE_CHECKING:
    from questionnaire.checking.watching import Watch

_Item = TypeVar("_Item")

RULES_HAVE_PROBLEMS = 1
UNUSABLE = 2
STOPPED = 130
STANDARD_INPUT: Final = Path("-")
NOTHING_STARTED: Final = "Nothing was started."
_UNWRITTEN: Final = {
    errno.EPIPE: 141,
    errno.EIO: 129,  # nobody reads; others would be told by a signal
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EBADF), UNUSABLE),
}
"""What writing output fails with, and the statuses for it."""
_PATIENCE: Final = 1
"""Seconds after which somebody wants to see how far it is."""


@contextmanager
def ending() -> Iterator[None]:
    """Ends the program with a sentence and a status where another would show a traceback."""
    _make_streams_sound()
    try:
        with noting_swallowed(), _telling_failures():
            yield
    except (KeyboardInterrupt, EOFError):
        complain("Stopped.")
        sys.exit(STOPPED)
    except EngineMissing as missing:
        click.echo(missing, file=sys.stderr)
        sys.exit(UNUSABLE)
    except OSError as reason:
        if (status := _UNWRITTEN.get(reason.errno or 0)) is None:
            raise
        if status == UNUSABLE:
            with suppress(OSError):  # where mistakes are told may be what cannot be written
                complain(f"The output could not be written: {reason.strerror}.")
        give_up_output()
        sys.exit(status)


@contextmanager
def _telling_failures() -> Iterator[None]:
    """Prints what is wrong and what became of the rest, and ends the program."""
    try:
        yield
    except Failed as failed:
        report_problems(failed.problems)
        if failed.then:
            complain(failed.then)
        sys.exit(failed.status)


class Failed(Exception):  # noqa: N818 - named by what happened, as in our glossary
    """The program cannot go on; ``ending`` says why when nothing is drawn any more."""

    def __init__(self, problems: Iterable[Problem], then: str, status: int) -> None:
        super().__init__(then)
        self.problems = tuple(problems)
        self.then = then
        self.status = status


def load(folder: Path | None) -> Questionnaire:
    """Returns the questionnaire of a rule base, or ends the program with all that is wrong."""
    try:
        return Questionnaire.load(folder)
    except Unusable as unusable:
        from questionnaire.loading.files import shipped
        from questionnaire.loading.lines import with_lines

        problems = with_lines(unusable.problems, folder or shipped())
        raise Failed(problems, NOTHING_STARTED, RULES_HAVE_PROBLEMS) from None


def report_problems(problems: Iterable[Problem]) -> None:
    """Prints all problems, a blank line between them, and how many there are.

    What is the same in several places is said once, below all of them.
    """
    listed = list(problems)
    places: dict[tuple[str, str], list[str]] = {}
    for problem in listed:
        places.setdefault((problem.what, problem.how), []).append(problem.where)
    for said, where in places.items():
        _tell(where, said)
    complain(f"{so_many(len(listed), 'problem')}.")


def tell(problem: Problem) -> None:
    """Prints a problem, and a blank line behind it."""
    _tell([problem.where], (problem.what, problem.how))


def _tell(where: Iterable[str], said: Iterable[str]) -> None:
    for place in filter(None, where):
        complain(place)
    for line in filter(None, said):
        complain(line, indent="  ")
    complain("")


def fail(problems: Iterable[Problem], then: str = "") -> NoReturn:
    """Ends the program with problems, and a sentence on what became of the rest."""
    raise Failed(problems, then, UNUSABLE)


def say(line: str) -> None:
    """Prints a line."""
    # click would go round a stream that is not made for UTF-8, unless the stream is named.
    click.echo(printable(line), file=sys.stdout)


def send(content: bytes) -> None:
    """Writes what is to go to a file or another program as it is."""
    click.echo(content, nl=False)


def complain(line: str, indent: str = "") -> None:
    """Prints a line where mistakes are told; at a terminal no word of it is broken."""
    text = indent + printable(line)
    if sys.stderr.isatty():
        width = get_terminal_size().columns
        text = fill(
            text, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        )
    click.echo(text, file=sys.stderr)


@contextmanager
def ending_in_order() -> Iterator[None]:
    """Lets a signal that ends the program wait until all is put in order, as Ctrl-C does."""
    with ExitStack() as to_end:
        heard = to_end.enter_context(ending_signals())
        try:
            yield
        except KeyboardInterrupt:
            if heard.number is None:
                raise
            to_end.close()
            signal.raise_signal(heard.number)


@contextmanager
def watched() -> Iterator[Watch]:
    """Gives what shows how far long work is: at a terminal that can draw, where mistakes are told.

    Whatever ends the work, the terminal has its cursor back.
    """
    with ending_in_order(), ExitStack() as to_end:

        def watch(items: Collection[_Item], what: str) -> Iterable[_Item]:
            going = _shown(items, what)
            to_end.callback(going.close)
            return going

        yield watch if draws(sys.stderr) else lambda items, what: items  # noqa: ARG005 - see Watch


def _shown(items: Collection[_Item], what: str) -> Generator[_Item, None, None]:
    """Yields the items, with a bar where they take longer than anybody waits without one."""
    begun = monotonic()
    with ExitStack() as drawn:
        bar = None
        for done, item in enumerate(items, start=1):
            yield item
            if bar is not None:
                bar.update(1)
            elif monotonic() - begun > _PATIENCE:
                bar = drawn.enter_context(
                    click.progressbar(length=len(items), label=what, file=sys.stderr)
                )
                bar.update(done)


def _make_streams_sound() -> None:
    """Makes the standard streams such that neither odd text nor a closed stream is a fault."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            nothing = os.open(os.devnull, os.O_RDWR)
            # Like the streams that Python opens itself, it lasts as long as the process.
            setattr(sys, name, os.fdopen(nothing, mode, encoding="utf-8", closefd=False))
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def give_up_output(*streams: TextIO) -> None:
    """Sends what is still to be written nowhere, so that the end of the program does not fail."""
    for stream in streams or (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
