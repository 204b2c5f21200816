"""The command that says what is known about a name."""

from __future__ import annotations

from pathlib import Path

from questionnaire.cli.output import fail, load
from questionnaire.knowledge.printable import quoted
from questionnaire.knowledge.problems import Problem
from questionnaire.report.as_text import print_outline
from questionnaire.report.explanation import contents, explanation
from questionnaire.report.names import near

_HOW_TO_LOOK = (
    "Try one word, or the first letters of one. questionnaire explain, without a name, lists all."
)


def explain_name(folder: Path | None, name: str | None) -> None:
    """Prints what is known about a name, or without one all names."""
    rulebook = load(folder).rulebook
    outline = contents(rulebook) if name is None else explanation(rulebook, name)
    if name is not None and not outline:
        meant = " or ".join(map(quoted, near(rulebook, name)))
        how = f"Did you mean {meant}?" if meant else _HOW_TO_LOOK
        fail([Problem(f"There is nothing called {quoted(name)}.", how)])
    print_outline(outline)
