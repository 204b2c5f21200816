"""The summary on the screen, in the output and in the file for it."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from shutil import get_terminal_size

from questionnaire.cli.output import give_up_output, report_problems, say
from questionnaire.cli.places import format_of
from questionnaire.cli.screen import LIST
from questionnaire.interview.asker import asks_beside_output
from questionnaire.interview.protocol import Asker
from questionnaire.interview.sentences import SCROLL_UP, SENT_AWAY, emergency, urgent
from questionnaire.knowledge.problems import Problem
from questionnaire.report.as_text import as_text, print_outline
from questionnaire.report.formats import rendered
from questionnaire.report.recommendation import recommendation
from questionnaire.report.report import Report
from questionnaire.report.summary import summary
from questionnaire.saved.private_file import free_name, write_privately
from questionnaire.saved.refusals import said


def tell(asker: Asker, report: Report, report_file: Path | None, *, replace: bool) -> bool:
    """Prints the summary and writes the report; tells whether one could not be written."""
    problems: list[Problem] = []
    path = report_file if report_file is None or replace else free_name(report_file)
    if path is not None:  # first, so that it is there even if the screen goes
        problems += _write_report(report, path)
    also = (f"The summary is also in {path}.",) if path and not problems else ()
    if asks_beside_output():
        problems += _send(asker, report, *also)
    else:
        _show(asker, report, *also)
    if problems:
        report_problems(problems)
    return bool(problems)


def _show(asker: Asker, report: Report, *also: str) -> None:
    """Prints the summary; where its top will leave the screen, says so and what counts most."""
    outline = summary(report)
    say("")
    print_outline(outline, plain=not asker.draws)
    say("")
    columns, lines = get_terminal_size()
    length = as_text(outline, columns, plain=not asker.draws).count("\n")
    asker.leave_in_sight(length + 1)
    repeat_what_cannot_wait(asker, report, lines=1)
    if sys.stdout.isatty() and length + LIST >= lines:
        repeated = report.rulebook.urgencies[report.assessment.urgency].interrupts
        asker.tell(*([] if repeated else [f"{report.assessment.headline}."]), SCROLL_UP)
    if also:
        asker.tell(*also)


def _send(asker: Asker, report: Report, *also: str) -> list[Problem]:
    """Prints the summary where the person does not see it; what cannot wait is shown all the same.

    Returns what keeps it from being written: it costs no answers, as they can still be asked about.
    """
    repeat_what_cannot_wait(asker, report)
    asker.tell(*also, SENT_AWAY)
    try:
        print_outline(summary(report), plain=not asker.draws)
        sys.stdout.flush()
    except BrokenPipeError:  # somebody has read enough; what was to be kept is kept by now
        raise
    except OSError as reason:
        give_up_output(sys.stdout)
        what = f"The summary could not be written: {reason.strerror}."
        return [Problem("standard output", what, "It can still be kept in a file.")]
    return []


def feeds_a_program() -> bool:
    """Tells whether the summary goes to another program: a pager wants the keys of the terminal."""
    return asks_beside_output() and stat.S_ISFIFO(os.fstat(sys.stdout.fileno()).st_mode)


def repeat_what_cannot_wait(asker: Asker, report: Report, lines: int | None = None) -> None:
    """Says once more what to do in an emergency, all of it or so many lines."""
    if flags := urgent(report.rulebook, report.assessment.shown_flags):
        heading, what_to_do = emergency(report.rulebook, flags)
        asker.warn(heading, *what_to_do[:lines])


def tell_last(asker: Asker, report: Report) -> None:
    """Says last what counts most: what to do in an emergency, or else the advice for all."""
    if report.rulebook.urgencies[report.assessment.urgency].interrupts:
        repeat_what_cannot_wait(asker, report)
    else:
        print_outline((recommendation(report),), plain=not asker.draws)
        say("")
        asker.tell(f"{report.assessment.headline}.")


def _write_report(report: Report, path: Path) -> list[Problem]:
    """Writes the report; returns what keeps it from being written."""
    try:
        write_privately(path, rendered(report, format_of(path)))
    except OSError as reason:
        what = f"The report could not be written: {said(reason)}."
        how = "Keep your answers; questionnaire assess writes it from them, with --format."
        return [Problem(str(path), what, how)]
    return []
