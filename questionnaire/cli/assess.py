"""The command that assesses saved answers."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from shutil import get_terminal_size

import click

from questionnaire import Questionnaire
from questionnaire.cli.output import (
    STANDARD_INPUT,
    UNUSABLE,
    complain,
    fail,
    load,
    report_problems,
    say,
    send,
)
from questionnaire.cli.sheets import read_sheet, report_on
from questionnaire.interview.asker import draws
from questionnaire.knowledge.problems import Problem
from questionnaire.report.formats import Format, rendered
from questionnaire.report.record import differences
from questionnaire.report.report import Report
from questionnaire.saved.answers_file import about_left_out


def assess_files(
    folder: Path | None, format_: Format, files: Sequence[Path], *, full: bool
) -> None:
    """Prints the assessments of files, and ends with a status if some of them cannot be used."""
    if files.count(STANDARD_INPUT) > 1:
        what = "- stands for standard input, which can be read once only."
        fail([Problem("standard input", what, "Name - once.")])
    questionnaire = load(folder)
    done = 0
    for path in files:
        before = "\n" if done and format_ in ("text", "markdown", "html") else ""
        done += _assess(
            questionnaire, path, format_, full=full, named=len(files) > 1, before=before
        )
    if done < len(files):
        if len(files) > 1:
            complain(f"{len(files) - done} of {len(files)} files could not be assessed.")
        sys.exit(UNUSABLE)


def _assess(
    questionnaire: Questionnaire,
    path: Path,
    format_: Format,
    *,
    full: bool,
    named: bool,
    before: str,
) -> bool:
    """Prints the assessment of a file; returns False if it cannot be used, after saying why."""
    rulebook = questionnaire.rulebook
    saved = read_sheet(path, rulebook)
    if saved.problems:
        report_problems(saved.problems)
        if named:
            complain("")
        return False
    report = report_on(questionnaire, saved.answers, saved)
    found = differences(saved.decoded, report)
    differs = (f"Different from the record: {one}." for one in found)
    for line in (*about_left_out(saved, rulebook), *differs):
        complain(f"{path}: {line}" if named else line)
    click.echo(before, file=sys.stdout, nl=False)
    if named and format_ in ("text", "markdown"):
        say(str(path))
        say("")
    if format_ == "text" and not full:
        _print_summary(report)
    elif format_ == "text" and sys.stdout.isatty():
        _show_document(report)
    else:
        send(rendered(report, format_))
    return True


def _print_summary(report: Report) -> None:
    from questionnaire.report.as_text import as_text, print_outline
    from questionnaire.report.summary import ELSEWHERE, summary

    outline = summary(report)
    # Whatever the environment says of its width, a file is always the same.
    print_outline(outline, width=None if sys.stdout.isatty() else 80)
    if sys.stdout.isatty() and ELSEWHERE in " ".join(as_text(outline, 80).split()):
        complain("")
        complain(f"What stands {ELSEWHERE} is shown with --full.")


def _show_document(report: Report) -> None:
    """Shows all that there is to tell at a terminal, as wide as it is and page by page."""
    from questionnaire.cli.screen import pages
    from questionnaire.report.as_text import all_of, as_text, print_outline
    from questionnaire.report.document import document

    outline = all_of(document(report))
    if not (draws(sys.stdout) and pages(as_text(outline, get_terminal_size().columns))):
        print_outline(outline)
