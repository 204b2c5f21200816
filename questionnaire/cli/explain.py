"""The command that says what is known about a name."""

from __future__ import annotations

from pathlib import Path

from questionnaire.cli.output import fail, load
from questionnaire.knowledge.problems import Problem, nearest
from questionnaire.report.as_text import print_outline
from questionnaire.report.explanation import contents, explanation, names


def explain_name(folder: Path | None, name: str | None) -> None:
    """Prints what is known about a name, or without one all names."""
    rulebook = load(folder).rulebook
    outline = contents(rulebook) if name is None else explanation(rulebook, name)
    if outline is None:
        hint = nearest(name or "", names(rulebook))
        every = "questionnaire explain, without a name, lists all."
        fail([Problem(f'There is nothing called "{name}".', hint or every)])
    print_outline(outline)
