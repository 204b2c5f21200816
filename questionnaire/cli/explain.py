"""The command that says what is known about a name."""

from __future__ import annotations

import sys
from pathlib import Path
from shutil import get_terminal_size

from questionnaire.cli.output import fail, load, send
from questionnaire.knowledge.printable import quoted
from questionnaire.knowledge.problems import Problem
from questionnaire.report.as_text import as_text, print_outline
from questionnaire.report.explanation import contents, explanation
from questionnaire.report.names import near
from questionnaire.report.outline import Outline


def explain_name(folder: Path | None, name: str | None) -> None:
    """Prints what is known about a name, or without one all names."""
    rulebook = load(folder).rulebook
    outline = contents(rulebook) if name is None else explanation(rulebook, name)
    if name is not None and not outline:
        meant = " or ".join(map(quoted, near(rulebook, name)))
        every = "questionnaire explain, without a name, lists all."
        how = f"Did you mean {meant}?" if meant else every
        fail([Problem(f"There is nothing called {quoted(name)}.", how)])
    _print(outline)


def _print(outline: Outline) -> None:
    """Prints an outline; where no terminal shows it, without blanks at the ends of its lines."""
    if sys.stdout.isatty() or not sys.stdout.encoding.startswith("utf"):
        print_outline(outline)
    else:
        send(as_text(outline, get_terminal_size().columns).encode())
