"""The command that asks, then prints the summary, and keeps what the person wants to keep."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from msgspec.structs import replace as changed

from questionnaire import Questionnaire
from questionnaire.cli.output import UNUSABLE, complain, fail, load
from questionnaire.cli.places import agree_on_report, kept_from_others, require_places
from questionnaire.cli.sheets import report_on, today, written_on
from questionnaire.interview.answers_file import (
    Sheet,
    about_left_out,
    answers_text,
    earlier_answers,
    load_answers,
    sheet_of,
)
from questionnaire.interview.asker import asker_for
from questionnaire.interview.guarded_file import GuardedFile
from questionnaire.interview.keeping import Offer, offer_all, offer_to_keep
from questionnaire.interview.protocol import Asker, InterviewStopped, Outcome
from questionnaire.interview.sentences import NOT_KEPT, farewell, kept, lost, moved
from questionnaire.interview.session import run
from questionnaire.knowledge.problems import Problem

if TYPE_CHECKING:
    from datetime import date

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
    with _making_what_stays():
        questionnaire = load(folder)
    try:
        with kept_from_others(answers_file) as file:
            sheet, news = _resumed(questionnaire, file, today())
            asker = _asker(plain=plain)
            if report_file is not None and not replace:
                report_file = agree_on_report(asker, report_file)
            replace = replace or (report_file is not None and os.path.lexists(report_file))
            if news:
                asker.tell(*news)
            outcome = _interview(questionnaire, asker, sheet, file)
            report = report_on(questionnaire, outcome.answers, sheet)
            keep = partial(_keep, questionnaire, asker, outcome, report, sheet, file)
            unwritten = _conclude(asker, outcome, report, keep, report_file, replace=replace)
    except InterviewStopped as stopped:
        complain("Stopped.")
        sys.exit(stopped.exit_status)
    if unwritten or outcome.lost:
        sys.exit(UNUSABLE)


@contextmanager
def _making_what_stays() -> Iterator[None]:
    """Spares Python looking for garbage among what is loaded: a tenth of the time to the start."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _resumed(
    questionnaire: Questionnaire, file: GuardedFile | None, day: date
) -> tuple[Sheet, tuple[str, ...]]:
    """Returns the sheet to answer today, with those before it, and what is to be said."""
    if file is None or not os.access(file.path, os.F_OK):
        return Sheet(answers={}, day=day), ()
    saved = load_answers(file.path, questionnaire.rulebook)
    if saved.problems:
        fail(saved.problems, "The file was not changed. Nothing was started.")
    file.expect(saved.text)
    # A file of an older release says no day, but it was written after every answer.
    dated = saved if saved.day else changed(saved, day=written_on(file.path))
    return sheet_of(day, dated), about_left_out(saved, questionnaire.rulebook)


def _asker(*, plain: bool) -> Asker:
    try:
        return asker_for(plain=plain)
    except OSError as reason:
        what = f"The questions cannot be shown: {reason.strerror or reason}."
        how = "Leave the output to the terminal, and write the summary with --report FILE."
        fail([Problem("standard output", what, how)], "Nothing was started.")


def _interview(
    questionnaire: Questionnaire, asker: Asker, sheet: Sheet, file: GuardedFile | None
) -> Outcome:
    """Asks, or ends the program where the questions are broken off."""
    save = None if file is None else partial(_save, questionnaire.rulebook, asker, sheet, file)
    kept_in = "" if file is None else str(file.path)
    try:
        return run(
            questionnaire,
            asker,
            sheet.answers,
            earlier=earlier_answers(sheet, questionnaire.rulebook),
            keep=save,
            kept_in=kept_in,
        )
    except InterviewStopped as stopped:
        _leave(questionnaire, asker, stopped, sheet, file.path if file else None)


def _save(
    rulebook: Rulebook, asker: Asker, sheet: Sheet, file: GuardedFile, answers: Answers
) -> None:
    """Writes the file of answers; says so where it is another one from now on."""
    before = file.path
    file.write(answers_text(rulebook, answers, sheet.day, sheet.earlier))
    if file.path != before:
        with suppress(OSError):  # the terminal; the answers are safe
            asker.tell(moved(before, file.path))


def _leave(
    questionnaire: Questionnaire,
    asker: Asker,
    stopped: InterviewStopped,
    sheet: Sheet,
    kept_in: Path | None,
) -> NoReturn:
    """Says what became of the answers, and repeats what cannot wait."""
    from questionnaire.cli.keep import offered_answers

    if (kept_in is None or stopped.lost) and stopped.answers and stopped.reason == "interrupted":
        with suppress(InterviewStopped, OSError):  # once more is a plain no
            if kept_in is not None:
                asker.tell(lost(kept_in))
            path = offer_to_keep(
                asker, offered_answers(questionnaire.rulebook, stopped.answers, sheet)
            )
            kept_in, stopped.lost = path or kept_in, stopped.lost and path is None
    flags = questionnaire.assess(stopped.answers).red_flags
    asker.tell(*farewell(questionnaire.rulebook, stopped, flags, kept_in))
    sys.stdout.flush()
    sys.exit(stopped.exit_status)


def _conclude(
    asker: Asker,
    outcome: Outcome,
    report: Report,
    keep: Callable[[], None],
    report_file: Path | None,
    *,
    replace: bool,
) -> bool:
    """Tells what comes of the answers and keeps it; returns whether something was not written."""
    from questionnaire.cli.tell import feeds_a_program, repeat_what_cannot_wait, tell

    if not outcome.summary:
        repeat_what_cannot_wait(asker, report)
        keep()
        return False
    if feeds_a_program():  # which must have the keys to itself, if it is a pager
        keep()
        return tell(asker, report, report_file, replace=replace)
    unwritten = tell(asker, report, report_file, replace=replace)
    keep()
    return unwritten


def _keep(
    questionnaire: Questionnaire,
    asker: Asker,
    outcome: Outcome,
    report: Report,
    sheet: Sheet,
    file: GuardedFile | None,
) -> None:
    """Says where the answers are, offers more to see and to keep, and says what came of it."""
    from questionnaire.cli.keep import offered_answers, offered_reports

    if file is not None:
        asker.tell(lost(file.path) if outcome.lost else kept(file.path))
    unkept = (file is None or outcome.lost) and bool(outcome.answers)
    answers = offered_answers(report.rulebook, outcome.answers, sheet)
    places: list[Path] = []
    try:
        if outcome.summary:
            noted = changed(answers, write=partial(_noted, answers.write, places))
            _look_further(asker, report, [*offered_reports(report), *([noted] if unkept else [])])
        elif unkept:
            path = offer_to_keep(asker, answers)
            asker.tell(answers.kept(path) if path else NOT_KEPT)
    except InterviewStopped as stopped:
        stopped.answers = outcome.answers if outcome.summary else {}  # else they were just offered
        stopped.assessed, stopped.lost = outcome.summary, outcome.lost and not places
        kept_in = file.path if file else None
        _leave(questionnaire, asker, stopped, sheet, places[-1] if places else kept_in)


def _noted(write: Callable[[Path], None], places: list[Path], path: Path) -> None:
    """Writes the answers, and notes where."""
    write(path)
    places.append(path)


def _look_further(asker: Asker, report: Report, offers: Sequence[Offer]) -> None:
    """Offers what there is to see and to keep; at a terminal, what to do has the last word."""
    from questionnaire.cli.menu import look_further
    from questionnaire.cli.tell import tell_last

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        offer_all(asker, offers)
    elif look_further(asker, report, offers):
        tell_last(asker, report)
