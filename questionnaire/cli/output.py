"""What the commands print, and how they end; nothing else prints or exits."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final, NoReturn, TextIO

import click

from questionnaire import Questionnaire
from questionnaire.knowledge.printable import printable
from questionnaire.knowledge.problems import Problem, Unusable

RULES_HAVE_PROBLEMS = 1
UNUSABLE = 2
STOPPED = 130
STANDARD_INPUT: Final = Path("-")


def load(folder: Path | None) -> Questionnaire:
    """Returns the questionnaire of a rule base, or ends the program with all that is wrong."""
    try:
        return Questionnaire.load(folder)
    except Unusable as unusable:
        report_problems(unusable.problems)
        complain("Nothing was started.")
        sys.exit(RULES_HAVE_PROBLEMS)


def report_problems(problems: Iterable[Problem]) -> None:
    """Prints all problems, a blank line between them, and how many there are."""
    listed = list(problems)
    for problem in listed:
        tell(problem)
    complain(f"{len(listed)} problem{'' if len(listed) == 1 else 's'}.")


def tell(problem: Problem) -> None:
    """Prints a problem, and a blank line behind it."""
    where, *lines = filter(None, (problem.where, problem.what, problem.how))
    complain(where)
    for line in lines:
        complain(line, indent="  ")
    complain("")


def fail(problems: Iterable[Problem], then: str = "") -> NoReturn:
    """Ends the program with problems, and a sentence on what became of the rest."""
    report_problems(problems)
    if then:
        complain(then)
    sys.exit(UNUSABLE)


def say(line: str) -> None:
    """Prints a line."""
    # click would go round a stream that is not made for UTF-8, unless the stream is named.
    click.echo(printable(line), file=sys.stdout)


def send(content: bytes) -> None:
    """Writes what is to go to a file or another program as it is."""
    sys.stdout.flush()
    click.echo(content, nl=False)


def complain(line: str, indent: str = "") -> None:
    """Prints a line where mistakes are told."""
    click.echo(indent + printable(line), file=sys.stderr)


def make_streams_sound() -> None:
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
