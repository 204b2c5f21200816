"""The command that asks, then prints the summary, and keeps what the person wants to keep."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from msgspec import Struct
from msgspec.structs import replace as changed

from questionnaire import Questionnaire
from questionnaire.cli.output import NOTHING_STARTED, UNUSABLE, complain, fail, load
from questionnaire.cli.places import agree_on_report, kept_from_others, require_places
from questionnaire.cli.sheets import report_on, today, written_on
from questionnaire.interview.asker import asker_for
from questionnaire.interview.interview import Start
from questionnaire.interview.keeping import Offer, offer_all, offer_to_keep
from questionnaire.interview.protocol import Asker, InterviewStopped, Option, Outcome
from questionnaire.interview.sentences import (
    ASK_ON,
    CHANGE_AN_ANSWER,
    NOT_KEPT,
    NOTHING_ANSWERED,
    farewell,
    kept,
    lost,
    moved,
)
from questionnaire.interview.session import run
from questionnaire.knowledge.problems import Problem
from questionnaire.loading.files import read_head, shipped
from questionnaire.saved.answers_file import (
    Sheet,
    about_left_out,
    answers_text,
    earlier_answers,
    load_answers,
    sheet_of,
)
from questionnaire.saved.guarded_file import GuardedFile
from questionnaire.saved.refusals import said

if TYPE_CHECKING:
    from questionnaire.knowledge.model import Answers
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
    opening = read_head(folder or shipped()) or load(folder).rulebook
    try:
        with kept_from_others(answers_file) as file:
            visit = cache(partial(_begun, folder, file))
            asker = _asker(plain=plain)
            if report_file is not None and not replace:
                report_file = agree_on_report(asker, report_file)
            replace = replace or (report_file is not None and os.path.lexists(report_file))
            again: Answers | None = None
            try:
                outcome = run(asker, opening, lambda: _start(visit(), asker))
                tell = partial(_tell_and_keep, visit(), asker, report_file)
                failed, again = tell(outcome, replace=replace)
                while again is not None:
                    outcome = run(asker, None, partial(_start, visit(), asker, again))
                    failed, again = tell(outcome, replace=True)
            except InterviewStopped as stopped:
                if not visit.cache_info().currsize:
                    raise
                stopped.assessed = again is not None
                _leave(visit(), asker, stopped)
    except InterviewStopped as stopped:
        complain(f"Stopped. {NOTHING_ANSWERED}")
        sys.exit(stopped.exit_status)
    if failed:
        sys.exit(UNUSABLE)


class _Visit(Struct, frozen=True):
    """A rule base, the file of answers, and the sheet to answer today, with those before it."""

    questionnaire: Questionnaire
    file: GuardedFile | None
    sheet: Sheet
    news: tuple[str, ...] = ()


def _begun(folder: Path | None, file: GuardedFile | None) -> _Visit:
    """Loads everything, or ends the program with all that is wrong with it."""
    questionnaire = load(folder)
    if file is None or not os.access(file.path, os.F_OK):
        return _Visit(questionnaire, file, Sheet(answers={}, day=today()))
    saved = load_answers(file.path, questionnaire.rulebook)
    if saved.problems:
        fail(saved.problems, f"The file was not changed. {NOTHING_STARTED}")
    file.expect(saved.text)
    # A file of an older release says no day, but it was written after every answer.
    dated = saved if saved.day else changed(saved, day=written_on(file.path))
    news = about_left_out(saved, questionnaire.rulebook, releases=False)
    return _Visit(questionnaire, file, sheet_of(today(), dated), news)


def _start(visit: _Visit, asker: Asker, again: Answers | None = None) -> Start:
    return Start(
        visit.questionnaire,
        visit.sheet.answers if again is None else again,
        earlier=earlier_answers(visit.sheet, visit.questionnaire.rulebook),
        keep=None if visit.file is None else partial(_save, visit, visit.file, asker),
        kept_in="" if visit.file is None else str(visit.file.path),
        news=visit.news,
    )


def _asker(*, plain: bool) -> Asker:
    try:
        return asker_for(plain=plain)
    except OSError as reason:
        what = f"The questions cannot be shown: {said(reason)}."
        how = "Leave the output to the terminal, and write the summary with --report FILE."
        fail([Problem("standard output", what, how)], NOTHING_STARTED)


def _save(visit: _Visit, file: GuardedFile, asker: Asker, answers: Answers) -> None:
    """Writes the file of answers; says so where it is another one from now on."""
    before, sheet = file.path, visit.sheet
    file.write(answers_text(visit.questionnaire.rulebook, answers, sheet.day, sheet.earlier))
    if file.path != before:
        with suppress(OSError):  # the terminal; the answers are safe
            asker.tell(moved(before, file.path))


def _leave(
    visit: _Visit, asker: Asker, stopped: InterviewStopped, kept_in: Path | None = None
) -> NoReturn:
    """Says what became of the answers, and repeats what cannot wait."""
    from questionnaire.cli.keep import offered_answers

    rulebook = visit.questionnaire.rulebook
    kept_in = kept_in or (visit.file.path if visit.file else None)
    unkept = (kept_in is None or stopped.lost) and bool(stopped.answers)
    if unkept and stopped.reason == "interrupted" and not stopped.offered:
        with suppress(InterviewStopped, OSError):  # once more is a plain no
            if kept_in is not None:
                asker.tell(lost(kept_in))
            path = offer_to_keep(asker, offered_answers(rulebook, stopped.answers, visit.sheet))
            kept_in, stopped.lost = path or kept_in, stopped.lost and path is None
    flags = visit.questionnaire.assess(stopped.answers).red_flags
    asker.tell(*farewell(rulebook, stopped, flags, kept_in))
    sys.stdout.flush()
    sys.exit(stopped.exit_status)


def _tell_and_keep(
    visit: _Visit, asker: Asker, report_file: Path | None, outcome: Outcome, *, replace: bool
) -> tuple[bool, Answers | None]:
    """Tells what comes of the answers and keeps it.

    Returns whether something was not written, and the answers if the person goes back to them.
    """
    from questionnaire.cli.tell import feeds_a_program, repeat_what_cannot_wait, tell

    report = report_on(visit.questionnaire, outcome.answers, visit.sheet)
    unwritten = back = False
    if not outcome.summary:
        repeat_what_cannot_wait(asker, report)
        _keep(visit, asker, outcome, report)
    elif feeds_a_program():  # which must have the keys to itself, if it is a pager
        _keep(visit, asker, outcome, report)
        unwritten = tell(asker, report, report_file, replace=replace)
    else:
        unwritten = tell(asker, report, report_file, replace=replace)
        back = _keep(visit, asker, outcome, report)
    return unwritten or outcome.lost, outcome.answers if back else None


def _keep(visit: _Visit, asker: Asker, outcome: Outcome, report: Report) -> bool:
    """Says where the answers are, offers more to see and to keep, and says what came of it.

    Returns whether the person goes back to the questions.
    """
    from questionnaire.cli.keep import offered_answers, offered_reports

    if visit.file is not None:
        asker.tell(lost(visit.file.path) if outcome.lost else kept(visit.file.path))
    unkept = (visit.file is None or outcome.lost) and bool(outcome.answers)
    answers = offered_answers(report.rulebook, outcome.answers, visit.sheet)
    places: list[Path] = []
    try:
        if outcome.summary:
            noted = changed(answers, write=partial(_noted, answers.write, places))
            offers = [*offered_reports(report), *([noted] if unkept else [])]
            back = CHANGE_AN_ANSWER if outcome.ended == "finished" else ASK_ON
            return _look_further(asker, report, offers, back)
        if unkept:
            path = offer_to_keep(asker, answers)
            asker.tell(answers.kept(path) if path else NOT_KEPT)
    except InterviewStopped as stopped:
        stopped.answers, stopped.offered = outcome.answers, not outcome.summary
        stopped.assessed, stopped.lost = outcome.summary, outcome.lost and not places
        _leave(visit, asker, stopped, places[-1] if places else None)
    return False


def _noted(write: Callable[[Path], None], places: list[Path], path: Path) -> None:
    """Writes the answers, and notes where."""
    write(path)
    places.append(path)


def _look_further(asker: Asker, report: Report, offers: Sequence[Offer], back: Option) -> bool:
    """Offers what there is to see and to keep; at a terminal, what to do has the last word.

    Returns whether the person goes back to the questions.
    """
    from questionnaire.cli.menu import look_further
    from questionnaire.cli.tell import tell_last

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        offer_all(asker, offers)
        return False
    if (left := look_further(asker, report, offers, back)) == "later":
        tell_last(asker, report)
    return left == "back"
