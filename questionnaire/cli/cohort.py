"""The command that assesses a cohort: a sheet a line comes in, a result a line goes out (NDJSON).

Lines are read as they are needed and written as they are done, in their order, so the memory that
it takes does not grow with the cohort.
"""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final

import click
from msgspec import Struct
from msgspec.structs import asdict

from questionnaire import Questionnaire
from questionnaire.cli.output import (
    STANDARD_INPUT,
    UNUSABLE,
    complain,
    ending_in_order,
    fail,
    load,
    send,
    tell,
)
from questionnaire.cli.processes import done_by_processes
from questionnaire.cli.sheets import sheet_in
from questionnaire.inference.assessment import identity_of
from questionnaire.interview.asker import draws
from questionnaire.knowledge.problems import Problem
from questionnaire.knowledge.wording import so_many
from questionnaire.saved.answers_file import MOST_BYTES
from questionnaire.saved.refusals import unreadable

_LINES: Final = 200
"""How many lines are assessed at once: some tenths of a second of work."""
_BYTES: Final = 1_000_000
"""How many bytes of them, if they are long."""
_ERASE: Final = "\r\x1b[K"
_ENDED = Problem(
    "--jobs",
    "A process that assessed was ended from outside. What was printed until then is right.",
    "Ask for fewer processes if memory was short.",
)


class _Line(Struct, frozen=True):
    """A line of a file, which its result names where there are several; or why it has no more."""

    source: str
    number: int
    text: bytes
    file: str | None
    unread: Problem | None = None


class _Told(Struct, frozen=True):
    """What there is to tell of a line: its result as it is written, or else what is wrong."""

    read: int
    result: bytes = b""
    problems: tuple[Problem, ...] = ()
    left_out: bool = False


def assess_cohort(folder: Path | None, files: Sequence[Path], *, jobs: int) -> None:
    """Prints a result for each line of files, and ends with a status if some cannot be used."""
    work = partial(_assessed, load(folder))
    sheets = unusable = left_out = 0
    try:
        with ending_in_order(), _progress(files) as advance:
            for told in done_by_processes(work, _chunks(_lines(files)), jobs):
                send(b"".join(line.result for line in told))
                sheets += len(told)
                problems = [line.problems for line in told if line.problems]
                advance(sum(line.read for line in told), sheets, bool(problems))
                for problem in (each for found in problems for each in found):
                    tell(problem)
                unusable += len(problems)
                left_out += sum(line.left_out for line in told)
    except BrokenProcessPool:
        fail([_ENDED])
    if left_out:
        complain(f"Of {so_many(left_out, 'sheet')} some answers did not fit and were left out.")
    if unusable:
        complain(f"{unusable:,} of {so_many(sheets, 'sheet')} could not be assessed.")
        sys.exit(UNUSABLE)


def _assessed(questionnaire: Questionnaire, lines: Sequence[_Line]) -> list[_Told]:
    return [_assessed_line(questionnaire, line) for line in lines]


def _assessed_line(questionnaire: Questionnaire, line: _Line) -> _Told:
    read = len(line.text)
    if line.unread is not None:
        return _Told(read, problems=(line.unread,))
    rulebook = questionnaire.rulebook
    where = f"{line.source}, line {line.number}"
    sheet = sheet_in(line.text.strip(), rulebook, where)
    if sheet.problems:
        return _Told(read, problems=sheet.problems)
    told = {
        "file": line.file,
        "line": line.number,
        "id": sheet.decoded.get("id"),
        "day": sheet.day and sheet.day.isoformat(),
        "rulebook": asdict(identity_of(rulebook)),
        **asdict(questionnaire.result_of_checked(sheet.answers)),
        "left_out": [_name(problem.where.removeprefix(f"{where}: ")) for problem in sheet.left_out],
    }
    known = {name: value for name, value in told.items() if value is not None}
    return _Told(read, f"{json.dumps(known)}\n".encode(), left_out=bool(sheet.left_out))


def _name(left_out: str) -> str:
    """Returns the id alone of what was left out: complaints call it "id", or in FHIR item "id"."""
    return left_out.removeprefix("item ").strip('"')


# Lines --------------------------------------------------------------------------------------------


def _lines(files: Sequence[Path]) -> Iterator[_Line]:
    """Yields the lines of files, empty ones left out; one without text where they end too early."""
    for path in files:
        source = "standard input" if path == STANDARD_INPUT else str(path)
        file = source if len(files) > 1 else None
        number = 0
        try:
            with _opened(path) as stream:
                while text := stream.readline(MOST_BYTES + 1):
                    number += 1
                    if not text.isspace():
                        yield _Line(source, number, text, file)
                    while len(text) > MOST_BYTES and not text.endswith(b"\n"):
                        text = stream.readline(MOST_BYTES + 1)
        except (OSError, ValueError) as reason:
            yield _Line(source, number, b"", file, unreadable(path, reason))


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    if path == STANDARD_INPUT:
        yield sys.stdin.buffer
    else:
        with path.open("rb") as stream:
            yield stream


def _chunks(lines: Iterable[_Line]) -> Iterator[Sequence[_Line]]:
    """Yields the lines, as many at once as are worth being sent to a process."""
    chunk: list[_Line] = []
    size = 0
    for line in lines:
        chunk.append(line)
        size += len(line.text)
        if len(chunk) == _LINES or size > _BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


# How far it is ------------------------------------------------------------------------------------


@contextmanager
def _progress(files: Sequence[Path]) -> Iterator[Callable[[int, int, bool], None]]:
    """Gives what moves a bar by so many bytes, and clears its line for what is wrong.

    There is one where mistakes go to a terminal that can draw, and the results go elsewhere.
    """
    if sys.stdout.isatty() or not draws(sys.stderr):
        yield lambda _read, _sheets, _wrong: None
        return
    size = _size(files)
    with click.progressbar(
        None if size else iter(lambda: 0, 1),  # of no length that click could know
        length=size,
        file=sys.stderr,
        item_show_func=lambda sheets: None if sheets is None else so_many(sheets, "sheet"),
    ) as bar:

        def advance(read: int, sheets: int, wrong: bool) -> None:  # noqa: FBT001 - see above
            bar.update(read, sheets)
            if wrong:
                click.echo(_ERASE, nl=False, file=sys.stderr)

        yield advance


def _size(files: Sequence[Path]) -> int | None:
    """Returns how many bytes there are to read, if all of them are in ordinary files."""
    size = 0
    for path in files:
        try:
            found = os.fstat(sys.stdin.fileno()) if path == STANDARD_INPUT else path.stat()
        except (OSError, ValueError):
            return None
        if not stat.S_ISREG(found.st_mode):
            return None
        size += found.st_size
    return size or None
