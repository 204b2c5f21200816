"""What is offered to be kept at the end of an interview."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from questionnaire.cli.sheets import today
from questionnaire.interview import sentences
from questionnaire.interview.keeping import Offer
from questionnaire.knowledge.model import Answers, Rulebook
from questionnaire.report.formats import Format, rendered
from questionnaire.report.report import Report
from questionnaire.saved.answers_file import Sheet, save_answers
from questionnaire.saved.private_file import write_privately


def offered_reports(report: Report) -> Iterator[Offer]:
    """Returns the forms in which the result can be kept."""

    def offer(label: str, ending: str, format_: Format, hint: str) -> Offer:
        return Offer(
            label,
            _dated("summary", ending),
            lambda path: write_privately(path, rendered(report, format_)),
            lambda path: (
                f"The summary is in {path.name}, in the folder {path.absolute().parent}{hint}."
            ),
        )

    printing = "; a browser shows and prints it"
    yield offer("A page to print or to show (HTML)", ".html", "html", printing)
    yield offer("Everything as text", ".txt", "text", "")


def offered_answers(rulebook: Rulebook, answers: Answers, sheet: Sheet) -> Offer:
    """Returns the answers of a sheet, with those before it, as what can be kept."""

    def save(path: Path) -> None:
        save_answers(path, rulebook, answers, sheet.day, sheet.earlier)

    return Offer("Your answers, to go on later", _dated("answers", ".json"), save, sentences.kept)


def _dated(name: str, ending: str) -> str:
    return f"{name}-{today()}{ending}"
