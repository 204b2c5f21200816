"""The command that asks, then prints the summary."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, NoReturn

from questionnaire import Questionnaire
from questionnaire.cli.output import UNUSABLE, fail, load, report_problems, say
from questionnaire.interview.answers_file import (
    about_left_out,
    load_answers,
    save_answers,
)
from questionnaire.interview.asker import asker_for
from questionnaire.interview.private_file import write_privately
from questionnaire.interview.protocol import Asker, InterviewStopped, Outcome
from questionnaire.interview.sentences import SCROLL_UP, emergency, farewell, kept
from questionnaire.interview.session import offer_to_keep, run
from questionnaire.knowledge.problems import Problem
from questionnaire.report.formats import ENDINGS, Format, rendered

if TYPE_CHECKING:
    from questionnaire.knowledge.model import Answers
    from questionnaire.report.report import Report


def ask(
    folder: Path | None, answers_file: Path | None, report_file: Path | None, *, plain: bool
) -> None:
    """Asks, prints the summary, and writes what was asked for."""
    for path in filter(None, (report_file, answers_file)):
        _require_folder(path)
    if report_file is not None:
        _format_of(report_file)
    questionnaire = load(folder)
    answers, news = _resumed(questionnaire, answers_file)
    asker = asker_for(plain=plain)
    if news:
        asker.tell(*news)

    def save(answers: Answers, path: Path) -> None:
        save_answers(path, questionnaire.rulebook, answers)

    try:
        outcome = run(
            questionnaire,
            asker,
            answers,
            keep=None if answers_file is None else partial(save, path=answers_file),
            kept_in="" if answers_file is None else str(answers_file),
        )
    except InterviewStopped as stopped:
        kept_in = answers_file
        if answers_file is None and stopped.answers and stopped.reason == "interrupted":
            with suppress(KeyboardInterrupt, EOFError, OSError):  # once more is a plain no
                kept_in = offer_to_keep(asker, partial(save, stopped.answers))
        _leave(questionnaire, asker, stopped, kept_in)
    _finish(questionnaire, asker, outcome, report_file, None if answers_file else save)


def _resumed(questionnaire: Questionnaire, path: Path | None) -> tuple[Answers, tuple[str, ...]]:
    """Returns the answers of an earlier session, if there was one, and what is to be said."""
    if path is None or not os.access(path, os.F_OK):
        return {}, ()
    saved = load_answers(path, questionnaire.rulebook)
    if saved.problems:
        fail(saved.problems, "The file was not changed. Nothing was started.")
    return saved.answers, about_left_out(saved, questionnaire.rulebook)


def _leave(
    questionnaire: Questionnaire, asker: Asker, stopped: InterviewStopped, kept_in: Path | None
) -> NoReturn:
    """Says what became of the answers, and repeats what cannot wait."""
    flags = questionnaire.fired_flags(stopped.answers)
    asker.tell(*farewell(questionnaire.rulebook, stopped, flags, kept_in))
    sys.stdout.flush()
    sys.exit(stopped.exit_status)


def _finish(
    questionnaire: Questionnaire,
    asker: Asker,
    outcome: Outcome,
    report_file: Path | None,
    save: Callable[[Answers, Path], None] | None,
) -> None:
    """Prints the summary, writes the report, and offers ``save`` where answers could be lost."""
    unwritten: Problem | None = None
    report = questionnaire.report(outcome.answers)
    if not outcome.summary:
        _repeat_what_cannot_wait(asker, report)
    else:
        if report_file is not None:  # first, so that it is there even if the screen goes
            unwritten = _write_report(report, report_file)
        _show(asker, report)
        if unwritten is not None:
            report_problems([unwritten])
        elif report_file is not None:
            asker.tell(f"The summary is also in {report_file}.")
    if save is not None and outcome.answers and (outcome.ended != "finished" or unwritten):
        path = offer_to_keep(asker, partial(save, outcome.answers))
        if path is not None:
            asker.tell(kept(path))
    if unwritten is not None:
        sys.exit(UNUSABLE)


def _show(asker: Asker, report: Report) -> None:
    """Prints the summary; where its top leaves the screen, says so and repeats what cannot wait."""
    from questionnaire.report.as_text import as_text, print_outline
    from questionnaire.report.summary import summary

    outline = summary(report)
    say("")
    print_outline(outline, plain=not asker.draws)
    say("")
    _repeat_what_cannot_wait(asker, report, lines=1)
    columns, lines = get_terminal_size()
    if sys.stdout.isatty() and as_text(outline, columns).count("\n") >= lines:
        asker.tell(SCROLL_UP)


def _repeat_what_cannot_wait(asker: Asker, report: Report, lines: int | None = None) -> None:
    """Says once more what to do in an emergency, all of it or so many lines."""
    urgencies = report.rulebook.urgencies
    flags = [flag for flag in report.assessment.shown_flags if urgencies[flag.urgency].interrupts]
    if flags:
        heading, what_to_do = emergency(report.rulebook, flags)
        asker.warn(heading, *what_to_do[:lines])


def _write_report(report: Report, path: Path) -> Problem | None:
    """Writes the report; returns what keeps it from being written."""
    try:
        write_privately(path, rendered(report, _format_of(path)))
    except OSError as reason:
        why = reason.strerror or str(reason)
        how = "Keep your answers; questionnaire assess writes it from them, with --format."
        return Problem(str(path), f"The report could not be written: {why}.", how)
    return None


def _format_of(path: Path) -> Format:
    format_ = ENDINGS.get(path.suffix.lower())
    if format_ is None:
        ending = f'The ending "{path.suffix}"' if path.suffix else "A name without an ending"
        what = f"{ending} does not say which kind of report to write."
        fail([Problem(str(path), what, f"Use one of {', '.join(ENDINGS)}.")])
    return format_


def _require_folder(path: Path) -> None:
    """Ends the program if nothing can be written where the path points to."""
    folder = Path(os.path.realpath(path)).parent
    if not os.access(folder, os.W_OK | os.X_OK):
        state = "may not be written to" if os.access(folder, os.F_OK) else "does not exist"
        how = "Make it first, or name another place. Nothing was started."
        fail([Problem(str(path), f"The folder {folder} {state}.", how)])
