"""The command that assesses saved answers."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from questionnaire import Questionnaire
from questionnaire.cli.output import STANDARD_INPUT, complain, report_problems, say
from questionnaire.interview.answers_file import (
    MOST_BYTES,
    about_left_out,
    load_answers,
    read_answers,
)
from questionnaire.report.changes import in_sentences
from questionnaire.report.formats import Format, rendered
from questionnaire.report.record import differences


def assess_file(
    questionnaire: Questionnaire, path: Path, format_: Format, *, named: bool, before: str
) -> bool:
    """Prints the assessment of a file; returns False if it cannot be used, after sentences why."""
    rulebook = questionnaire.rulebook
    if path == STANDARD_INPUT:
        saved = read_answers(sys.stdin.buffer.read(MOST_BYTES + 1), rulebook, "standard input")
    else:
        saved = load_answers(path, rulebook)
    if saved.problems:
        report_problems(saved.problems)
        if named:
            complain("")
        return False
    assessment = questionnaire.assess(saved.answers)
    differs = (
        f"Different from the record: {one}." for one in differences(saved.decoded, assessment)
    )
    for line in (*about_left_out(saved, rulebook), *differs):
        complain(f"{path}: {line}" if named else line)
    changes = in_sentences(rulebook, questionnaire.suggestions(saved.answers))
    click.echo(before, file=sys.stdout, nl=False)
    if named and format_ in ("text", "markdown"):
        say(str(path))
        say("")
    if format_ == "text" and (sys.stdout.isatty() or not sys.stdout.encoding.startswith("utf")):
        from questionnaire.report.as_text import print_summary

        print_summary(rulebook, assessment, changes=changes)
    else:
        sys.stdout.flush()
        click.echo(rendered(rulebook, assessment, changes, format_), nl=False)
    return True
