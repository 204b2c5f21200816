"""The command that checks a rule base, and what it prints for its author."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from questionnaire.checking.case_runs import Trial
from questionnaire.checking.examination import Examination, examine
from questionnaire.cli.output import RULES_HAVE_PROBLEMS, complain, report_problems, say, watched
from questionnaire.cli.sheets import today
from questionnaire.knowledge.model import Rulebook
from questionnaire.knowledge.problems import Problem
from questionnaire.knowledge.wording import joined, so_many
from questionnaire.loading.files import shipped
from questionnaire.loading.lines import with_lines
from questionnaire.report.as_text import print_outline
from questionnaire.report.outline import Block, Outline, Paragraph, Part, entry, part


def check_folder(folder: Path | None) -> None:
    """Prints what came of examining a rule base, and ends with a status if it has problems."""
    with watched() as watch:
        place = folder or shipped()
        examination = examine(place, today=today(), watch=watch)
    print_outline(_verdict(examination, with_lines(examination.warnings, place)))
    if examination.rulebook is not None:
        say("")
    if not examination.problems:
        say("No problems.")
        return
    report_problems(with_lines(examination.problems, place))
    if examination.rulebook is None:
        complain("No case was run.")
    sys.exit(RULES_HAVE_PROBLEMS)


def _verdict(examination: Examination, warnings: Iterable[Problem]) -> Outline:
    """Returns what was checked and proved, and the warnings; problems are not repeated."""
    rulebook, trial = examination.rulebook, examination.trial
    if rulebook is None or trial is None:
        return ()
    warned = (f"{one.where}: {one.what} {one.how}".rstrip() for one in warnings)
    return (
        Part(rulebook.title, (*_identity(rulebook), *_tallies(trial))),
        *part("Warnings", entry("", warned)),
    )


def _identity(rulebook: Rulebook) -> tuple[Block, ...]:
    counted = {
        "question": len(rulebook.questions),
        "factor": len(rulebook.factors),
        "rule": sum(len(factor.rules) for factor in rulebook.factors.values()),
        "red flag": len(rulebook.red_flags),
        "source": len(rulebook.sources),
    }
    things = (so_many(count, name) for name, count in counted.items())
    identity = f"{rulebook.id}, version {rulebook.version}, reviewed {rulebook.reviewed}."
    return Paragraph(identity, "quiet"), Paragraph(f"{', '.join(things)}.")


def _tallies(trial: Trial) -> tuple[Block, ...]:
    passed, covered = (
        joined([f"{one.sound} of {one.total} {one.kind}" for one in tallies])
        for tallies in (trial.passed, trial.covered)
    )
    return (
        Paragraph(f"As expected: {passed}."),
        Paragraph(f"Shown to hold for some and not for others: {covered}."),
    )
