"""The command that shows what changed from sheet to sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain
from pathlib import Path

from questionnaire import Questionnaire
from questionnaire.cli.choices import ComparisonFormat
from questionnaire.cli.output import STANDARD_INPUT, complain, fail, load, send
from questionnaire.cli.sheets import read_sheet
from questionnaire.knowledge.printable import printable
from questionnaire.knowledge.problems import Problem
from questionnaire.knowledge.wording import day_in_words
from questionnaire.report.comparison import comparison
from questionnaire.report.outline import Outline
from questionnaire.report.report import Report
from questionnaire.saved.answers_file import Sheet, about_left_out


def compare_files(folder: Path | None, format_: ComparisonFormat, files: Sequence[Path]) -> None:
    """Prints how the sheets of files differ, or ends with what is wrong with the files."""
    questionnaire = load(folder)
    rulebook = questionnaire.rulebook
    read = {path: read_sheet(path, rulebook) for path in dict.fromkeys(files)}
    if problems := [*chain.from_iterable(last.problems for last in read.values())]:
        fail(problems, "Nothing was compared.")
    sheets = [(path, sheet) for path, last in read.items() for sheet in last.series]
    if len(sheets) == 1:
        what = "It holds one sheet of answers, and there is nothing to compare it with."
        how = "Answer again on a later day with questionnaire --answers, or name another file too."
        fail([Problem(str(files[0]), what, how)])
    # Those of which no day is known stay in the order in which they were named.
    sheets.sort(key=lambda each: each[1].day or date.min)
    reports: dict[str, Report] = {}
    for name, (_, sheet) in zip(_names(sheets), sheets, strict=True):
        reports[name] = _report(questionnaire, sheet)
        for line in about_left_out(sheet, rulebook):
            complain(f"{name}: {line}")
    _tell(f"{rulebook.title}: what changed", comparison(reports), format_)


def _tell(title: str, outline: Outline, format_: ComparisonFormat) -> None:
    match format_:
        case "text":
            from questionnaire.report.as_text import print_outline

            print_outline(outline)
        case "markdown":
            from questionnaire.report.as_markdown import as_markdown

            send(as_markdown(title, outline).encode())
        case "html":
            from questionnaire.report.as_html import as_html

            send(as_html(title, outline).encode())


def _report(questionnaire: Questionnaire, sheet: Sheet) -> Report:
    return Report(questionnaire.rulebook, questionnaire.assess(sheet.answers), day=sheet.day)


def _names(sheets: Sequence[tuple[Path, Sheet]]) -> Iterator[str]:
    """Yields the day of each sheet; its file where none is known, or others are of that day."""
    days = Counter(sheet.day for _, sheet in sheets)
    taken: Counter[str] = Counter()
    for path, sheet in sheets:
        day = day_in_words(sheet.day) if sheet.day else ""
        file = "standard input" if path == STANDARD_INPUT else printable(str(path))
        name = day if days[sheet.day] == 1 and day else f"{day} {file}".lstrip()
        taken[name] += 1
        yield name if taken[name] == 1 else f"{name} ({taken[name]})"
