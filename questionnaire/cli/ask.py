"""The command that asks, then prints the summary, and keeps what the person wants to keep."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, NoReturn

from questionnaire import Questionnaire
from questionnaire.cli.output import (
    UNUSABLE,
    complain,
    fail,
    give_up_output,
    load,
    report_problems,
    say,
)
from questionnaire.cli.places import agree_on_report, format_of, kept_from_others, require_places
from questionnaire.interview.answers_file import about_left_out, answers_text, load_answers
from questionnaire.interview.asker import asker_for, asks_beside_output
from questionnaire.interview.guarded_file import GuardedFile
from questionnaire.interview.keeping import offer_all, offer_to_keep
from questionnaire.interview.private_file import free_name, write_privately
from questionnaire.interview.protocol import Asker, InterviewStopped, Outcome
from questionnaire.interview.sentences import (
    NOT_KEPT,
    SCROLL_UP,
    SENT_AWAY,
    emergency,
    farewell,
    kept,
    lost,
    moved,
)
from questionnaire.interview.session import run
from questionnaire.knowledge.problems import Problem
from questionnaire.report.formats import rendered

if TYPE_CHECKING:
    from questionnaire.knowledge.model import Answers, Rulebook
    from questionnaire.report.report import Report


def ask(
    folder: Path | None,
    answers_file: Path | None,
    report_file: Path | None,
    *,
    plain: bool,
    replace: bool,
) -> None:
    """Asks, prints the summary, and writes what was asked for."""
    require_places(answers_file, report_file)
    questionnaire = load(folder)
    try:
        with kept_from_others(answers_file) as file:
            answers, news = _resumed(questionnaire, file)
            asker = _asker(plain=plain)
            if report_file is not None and not replace:
                report_file = agree_on_report(asker, report_file)
            replace = replace or (report_file is not None and os.path.lexists(report_file))
            if news:
                asker.tell(*news)
            outcome = _interview(questionnaire, asker, answers, file)
            report = questionnaire.report(outcome.answers)
            tell = partial(_tell, asker, report, report_file, replace=replace)
            keep = partial(_keep, questionnaire, asker, outcome, report, file)
            unwritten = False
            if not outcome.summary:
                _repeat_what_cannot_wait(asker, report)
                keep()
            elif _feeds_a_program():
                keep()
                unwritten = tell()
            else:
                unwritten = tell()
                keep()
    except InterviewStopped as stopped:
        complain("Stopped.")
        sys.exit(stopped.exit_status)
    if unwritten or outcome.lost:
        sys.exit(UNUSABLE)


def _resumed(
    questionnaire: Questionnaire, file: GuardedFile | None
) -> tuple[Answers, tuple[str, ...]]:
    """Returns the answers of an earlier session, if there was one, and what is to be said."""
    if file is None or not os.access(file.path, os.F_OK):
        return {}, ()
    saved = load_answers(file.path, questionnaire.rulebook)
    if saved.problems:
        fail(saved.problems, "The file was not changed. Nothing was started.")
    file.expect(saved.text)
    return saved.answers, about_left_out(saved, questionnaire.rulebook)


def _asker(*, plain: bool) -> Asker:
    try:
        return asker_for(plain=plain)
    except OSError as reason:
        what = f"The questions cannot be shown: {reason.strerror or reason}."
        how = "Leave the output to the terminal, and write the summary with --report FILE."
        fail([Problem("standard output", what, how)], "Nothing was started.")


def _interview(
    questionnaire: Questionnaire, asker: Asker, answers: Answers, file: GuardedFile | None
) -> Outcome:
    """Asks, or ends the program where the questions are broken off."""
    save = None if file is None else partial(_save, questionnaire.rulebook, asker, file)
    kept_in = "" if file is None else str(file.path)
    try:
        return run(questionnaire, asker, answers, keep=save, kept_in=kept_in)
    except InterviewStopped as stopped:
        _leave(questionnaire, asker, stopped, file)


def _save(rulebook: Rulebook, asker: Asker, file: GuardedFile, answers: Answers) -> None:
    """Writes the file of answers; says so where it is another one from now on."""
    before = file.path
    file.write(answers_text(rulebook, answers))
    if file.path != before:
        with suppress(OSError):  # the terminal; the answers are safe
            asker.tell(moved(before, file.path))


def _leave(
    questionnaire: Questionnaire,
    asker: Asker,
    stopped: InterviewStopped,
    file: GuardedFile | None,
) -> NoReturn:
    """Says what became of the answers, and repeats what cannot wait."""
    from questionnaire.cli.keep import offered_answers

    kept_in = file.path if file else None
    if (file is None or stopped.lost) and stopped.answers and stopped.reason == "interrupted":
        with suppress(InterviewStopped, OSError):  # once more is a plain no
            if file is not None:
                asker.tell(lost(file.path))
            path = offer_to_keep(asker, offered_answers(questionnaire, stopped.answers))
            kept_in, stopped.lost = path or kept_in, stopped.lost and path is None
    flags = questionnaire.fired_flags(stopped.answers)
    asker.tell(*farewell(questionnaire.rulebook, stopped, flags, kept_in))
    sys.stdout.flush()
    sys.exit(stopped.exit_status)


def _tell(asker: Asker, report: Report, report_file: Path | None, *, replace: bool) -> bool:
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


def _keep(
    questionnaire: Questionnaire,
    asker: Asker,
    outcome: Outcome,
    report: Report,
    file: GuardedFile | None,
) -> None:
    """Says where the answers are, and offers to keep them, and what came of them."""
    from questionnaire.cli.keep import offered_answers, offered_reports

    if file is not None:
        asker.tell(lost(file.path) if outcome.lost else kept(file.path))
    unkept = (file is None or outcome.lost) and bool(outcome.answers)
    answers = offered_answers(questionnaire, outcome.answers)
    if outcome.summary:
        offer_all(asker, [*offered_reports(report), *([answers] if unkept else [])])
    elif unkept:
        path = offer_to_keep(asker, answers)
        asker.tell(answers.kept(path) if path else NOT_KEPT)


def _show(asker: Asker, report: Report, *also: str) -> None:
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
    if also:
        asker.tell(*also)


def _send(asker: Asker, report: Report, *also: str) -> Iterator[Problem]:
    """Prints the summary where the person does not see it; what cannot wait is shown all the same.

    Returns what keeps it from being written: it costs no answers, as they can still be asked about.
    """
    from questionnaire.report.as_text import print_outline
    from questionnaire.report.summary import summary

    _repeat_what_cannot_wait(asker, report)
    asker.tell(*also, SENT_AWAY)
    try:
        print_outline(summary(report), plain=not asker.draws)
        sys.stdout.flush()
    except OSError as reason:
        give_up_output(sys.stdout)
        what = f"The summary could not be written: {reason.strerror}."
        yield Problem("standard output", what, "It can still be kept in a file.")


def _feeds_a_program() -> bool:
    """Tells whether the summary goes to another program: a pager wants the keys of the terminal."""
    return asks_beside_output() and stat.S_ISFIFO(os.fstat(sys.stdout.fileno()).st_mode)


def _repeat_what_cannot_wait(asker: Asker, report: Report, lines: int | None = None) -> None:
    """Says once more what to do in an emergency, all of it or so many lines."""
    urgencies = report.rulebook.urgencies
    flags = [flag for flag in report.assessment.shown_flags if urgencies[flag.urgency].interrupts]
    if flags:
        heading, what_to_do = emergency(report.rulebook, flags)
        asker.warn(heading, *what_to_do[:lines])


def _write_report(report: Report, path: Path) -> Iterator[Problem]:
    """Writes the report; returns what keeps it from being written."""
    try:
        write_privately(path, rendered(report, format_of(path)))
    except OSError as reason:
        why = reason.strerror or str(reason)
        how = "Keep your answers; questionnaire assess writes it from them, with --format."
        yield Problem(str(path), f"The report could not be written: {why}.", how)
