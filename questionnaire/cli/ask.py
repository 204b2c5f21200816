"""The command that asks, then prints the summary, and keeps what the person wants to keep."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from msgspec.structs import replace as changed

from questionnaire import Questionnaire
from questionnaire.cli.output import UNUSABLE, complain, fail, load
from questionnaire.cli.places import agree_on_report, kept_from_others, require_places
from questionnaire.interview.answers_file import about_left_out, answers_text, load_answers
from questionnaire.interview.asker import asker_for
from questionnaire.interview.guarded_file import GuardedFile
from questionnaire.interview.keeping import Offer, offer_all, offer_to_keep
from questionnaire.interview.protocol import Asker, InterviewStopped, Outcome
from questionnaire.interview.sentences import NOT_KEPT, farewell, kept, lost, moved
from questionnaire.interview.session import run
from questionnaire.knowledge.problems import Problem

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
            unwritten = _conclude(questionnaire, asker, outcome, file, report_file, replace=replace)
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
        _leave(questionnaire, asker, stopped, file.path if file else None)


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
    kept_in: Path | None,
) -> NoReturn:
    """Says what became of the answers, and repeats what cannot wait."""
    from questionnaire.cli.keep import offered_answers

    if (kept_in is None or stopped.lost) and stopped.answers and stopped.reason == "interrupted":
        with suppress(InterviewStopped, OSError):  # once more is a plain no
            if kept_in is not None:
                asker.tell(lost(kept_in))
            path = offer_to_keep(asker, offered_answers(questionnaire, stopped.answers))
            kept_in, stopped.lost = path or kept_in, stopped.lost and path is None
    flags = questionnaire.assess(stopped.answers).red_flags
    asker.tell(*farewell(questionnaire.rulebook, stopped, flags, kept_in))
    sys.stdout.flush()
    sys.exit(stopped.exit_status)


def _conclude(
    questionnaire: Questionnaire,
    asker: Asker,
    outcome: Outcome,
    file: GuardedFile | None,
    report_file: Path | None,
    *,
    replace: bool,
) -> bool:
    """Tells what comes of the answers and keeps it; returns whether something was not written."""
    from questionnaire.cli.tell import feeds_a_program, repeat_what_cannot_wait, tell

    report = questionnaire.report(outcome.answers)
    keep = partial(_keep, questionnaire, asker, outcome, report, file)
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
    file: GuardedFile | None,
) -> None:
    """Says where the answers are, offers more to see and to keep, and says what came of it."""
    from questionnaire.cli.keep import offered_answers, offered_reports

    if file is not None:
        asker.tell(lost(file.path) if outcome.lost else kept(file.path))
    unkept = (file is None or outcome.lost) and bool(outcome.answers)
    answers = offered_answers(questionnaire, outcome.answers)
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
        _leave(questionnaire, asker, stopped, places[-1] if places else kept_in)


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
