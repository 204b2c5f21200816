"""Sheets of answers for the commands: which day it is, where they are read, what follows."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from questionnaire.cli.output import STANDARD_INPUT
from questionnaire.inference.assessment import Identity
from questionnaire.knowledge.problems import Problem
from questionnaire.saved.answers_file import MOST_BYTES, Sheet, load_answers, read_answers

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
    """Reads an answers file, or the standard input for ``-``; answers in FHIR too."""
    if path == STANDARD_INPUT:
        return sheet_in(sys.stdin.buffer.read(MOST_BYTES + 1), rulebook, "standard input")
    return _understood(load_answers(path, rulebook), rulebook, str(path))


def sheet_in(text: bytes, rulebook: Rulebook, source: str) -> Sheet:
    """Reads the text of an answers file, or of answers in FHIR."""
    return _understood(read_answers(text, rulebook, source), rulebook, source)


def _understood(sheet: Sheet, rulebook: Rulebook, source: str) -> Sheet:
    """Returns a sheet as it is, or that which a document in FHIR holds."""
    if "resourceType" not in sheet.decoded:
        return sheet
    from questionnaire.report.fhir_response import taken

    found = taken(sheet.decoded, rulebook, source)
    if isinstance(found, Problem):
        return replace(sheet, problems=(found,))
    header = Identity(rulebook.id, found.version, "") if found.version else None
    return Sheet(
        answers=found.answers,
        day=found.day,
        header=header,
        left_out=found.left_out,
        decoded=sheet.decoded,
        text=sheet.text,
    )


def report_on(questionnaire: Questionnaire, answers: Answers, sheet: Sheet) -> Report:
    """Returns the report on answers of the day of a sheet, beside the sheet before it."""
    before = sheet.earlier[0] if sheet.earlier else None
    earlier = questionnaire.report(before.answers, day=before.day) if before else None
    return questionnaire.report(answers, day=sheet.day, earlier=earlier)
