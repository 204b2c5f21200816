"""Whether the files that were named can be written, looked at before anything is asked."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from questionnaire.cli.output import NOTHING_STARTED, STANDARD_INPUT, fail
from questionnaire.interview.keeping import agree_on_name
from questionnaire.interview.protocol import Asker
from questionnaire.knowledge.problems import Problem
from questionnaire.report.formats import ENDINGS, Format
from questionnaire.saved.guarded_file import GuardedFile, guarded
from questionnaire.saved.private_file import replaceable
from questionnaire.saved.refusals import said

_HOW: Final = {
    errno.EBUSY: "Go on there or end it, or name another file.",
    errno.EPERM: "Name another file, or a copy of it that is yours and that you may write to.",
}
"""What to do about a file that is in use, and about one that is not to be replaced."""


def require_places(answers_file: Path | None, report_file: Path | None) -> None:
    """Ends the program with a sentence if one of the files could not be written."""
    if answers_file == STANDARD_INPUT:
        what = "Answers are kept in a file, and - is none."
        fail([Problem("--answers -", what, "Name a file, such as answers.json.")], NOTHING_STARTED)
    if report_file is not None:
        format_of(report_file)
    for path in filter(None, (report_file, answers_file)):
        _require_folder(path)
        try:
            replaceable(path)
        except OSError as reason:
            _refuse(path, reason)
    if answers_file and report_file and _is_same(answers_file, report_file):
        what = "It cannot hold the answers and the report."
        fail([Problem(str(report_file), what, "Name two files.")], NOTHING_STARTED)


def format_of(path: Path) -> Format:
    """Returns the format that the ending of a report asks for, or ends the program."""
    format_ = ENDINGS.get(path.suffix.lower())
    if format_ is None:
        ending = f'The ending "{path.suffix}"' if path.suffix else "A name without an ending"
        what = f"{ending} does not say which kind of report to write."
        fail([Problem(str(path), what, f"Use one of {', '.join(ENDINGS)}.")], NOTHING_STARTED)
    return format_


def agree_on_report(asker: Asker, path: Path) -> Path:
    """Returns where the report may be written without harm to what is there, or ends the program.

    Where nobody can be asked, a file that is there is not replaced.
    """
    if not os.path.lexists(path):
        return path
    if not sys.stdin.isatty():
        how = "Name another file, or say --replace."
        fail([Problem(str(path), "There is a file already.", how)], NOTHING_STARTED)
    agreed = agree_on_name(asker, path)
    if agreed is None:
        asker.tell(NOTHING_STARTED)
        sys.exit(0)
    return agreed


@contextmanager
def kept_from_others(path: Path | None) -> Iterator[GuardedFile | None]:
    """Keeps other programs off the file of answers, or ends this one if that cannot be."""
    with ExitStack() as held:
        file = None
        if path is not None:
            try:
                file = held.enter_context(guarded(path))
            except OSError as reason:
                _refuse(path, reason)
        yield file


def _refuse(path: Path, reason: OSError) -> None:
    how = _HOW.get(reason.errno or 0, "Name another file.")
    what = f"It cannot be written: {said(reason)}."
    fail([Problem(str(path), what, how)], NOTHING_STARTED)


def _require_folder(path: Path) -> None:
    folder = Path(os.path.realpath(path)).parent
    if not os.access(folder, os.W_OK | os.X_OK):
        state = "may not be written to" if os.access(folder, os.F_OK) else "does not exist"
        how = "Make it first, or name another place."
        fail([Problem(str(path), f"The folder {folder} {state}.", how)], NOTHING_STARTED)


def _is_same(one: Path, other: Path) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)
