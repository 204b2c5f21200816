"""The command that says what a change of a rule base does, and to whom."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path

from questionnaire.checking.both import Both
from questionnaire.checking.concerns import CONCERNS, Concern
from questionnaire.checking.verdict import verdict
from questionnaire.cli.choices import DifferenceFormat
from questionnaire.cli.diff_words import json_of, outline_of
from questionnaire.cli.output import (
    RULES_HAVE_PROBLEMS,
    UNUSABLE,
    complain,
    fail,
    report_problems,
    send,
    watched,
)
from questionnaire.cli.sheets import read_sheet
from questionnaire.knowledge.model import Answers, Rulebook
from questionnaire.knowledge.problems import Problem
from questionnaire.knowledge.wording import day_in_words
from questionnaire.loading.cases import Cases, load_cases
from questionnaire.loading.files import shipped
from questionnaire.loading.lines import with_lines
from questionnaire.loading.rulebook import load
from questionnaire.report.as_markdown import as_markdown
from questionnaire.report.as_text import print_outline
from questionnaire.report.record import readable_json


def diff_folders(
    named: tuple[Path, Path | None],
    files: Sequence[Path],
    format_: DifferenceFormat,
    fail_on: Concern | None,
) -> None:
    """Prints what a change does; ends with a status if it concerns ``fail_on`` or more.

    The rule base that ships is the new one where none is named.
    """
    folders = (named[0], named[1] or shipped())
    both = Both(*_books(folders))
    records = tuple(_records(files, both))
    old, new = (
        _cases(folder, book) for folder, book in zip(folders, (both.old, both.new), strict=True)
    )
    with watched() as watch:
        found = verdict(both, (old, new), records, watch)
    outline = outline_of(found)
    match format_:
        case "text":
            print_outline(outline)
        case "markdown":
            send(as_markdown(f"{both.new.title}: what differs", outline).encode())
        case "json":
            send(readable_json(json_of(found)))
    grave = found.concern
    if fail_on and grave and CONCERNS.index(grave) >= CONCERNS.index(fail_on):
        sys.exit(RULES_HAVE_PROBLEMS)


def _books(folders: tuple[Traversable, Traversable]) -> Iterator[Rulebook]:
    """Yields the two rule bases, or ends with all that is wrong with them."""
    loaded = [load(folder) for folder in folders]
    for which, folder, (_, problems) in zip(("old", "new"), folders, loaded, strict=True):
        if problems:
            complain(f"The {which} rule base, {folder}, cannot be loaded:")
            report_problems(with_lines(problems, folder))
    for book, _ in loaded:
        if book is None:
            complain("Nothing was compared.")
            sys.exit(UNUSABLE)
        yield book


def _cases(folder: Traversable, book: Rulebook) -> Cases:
    cases, problems = load_cases(folder, book)
    if problems:
        complain(f"{folder}: some cases cannot be used; questionnaire check says why.")
    return cases


def _records(files: Sequence[Path], both: Both) -> Iterator[tuple[str, Answers]]:
    """Yields the sheets of files with their names, or ends with what is wrong with the files."""
    problems: list[Problem] = []
    for path in dict.fromkeys(files):
        # What fits neither is a mistake; what only one of them knows is what differs.
        old, new = (read_sheet(path, book) for book in (both.old, both.new))
        if old.problems and new.problems:
            problems += new.problems
        for before, now in zip(old.series, new.series, strict=False):
            day = f", {day_in_words(now.day)}" if now.day else ""
            yield f"{path}{day}", {**before.answers, **now.answers}
    if problems:
        fail(problems, "Nothing was compared.")
