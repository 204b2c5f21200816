"""Sheets of answers for the commands: which day it is, where they are read, what follows."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from questionnaire.cli.output import STANDARD_INPUT
from questionnaire.interview.answers_file import MOST_BYTES, Sheet, load_answers, read_answers

if TYPE_CHECKING:
    from questionnaire import Questionnaire
    from questionnaire.knowledge.model import Answers, Rulebook
    from questionnaire.report.report import Report


def today() -> date:
    """Returns the day that it is here; nothing else of the program asks for it."""
    return datetime.now().astimezone().date()


def written_on(path: Path) -> date | None:
    """Returns the day on which a file was written last, if a calendar knows it."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime).astimezone().date()
    except (OverflowError, ValueError):  # some systems of files keep any number
        return None


def read_sheet(path: Path, rulebook: Rulebook) -> Sheet:
    """Reads an answers file, or the standard input for ``-``."""
    if path == STANDARD_INPUT:
        return read_answers(sys.stdin.buffer.read(MOST_BYTES + 1), rulebook, "standard input")
    return load_answers(path, rulebook)


def report_on(questionnaire: Questionnaire, answers: Answers, sheet: Sheet) -> Report:
    """Returns the report on answers of the day of a sheet, beside the sheet before it."""
    before = sheet.earlier[0] if sheet.earlier else None
    earlier = questionnaire.report(before.answers, day=before.day) if before else None
    return questionnaire.report(answers, day=sheet.day, earlier=earlier)
