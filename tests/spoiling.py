"""Spoils the rule base about houseplants: one small change to its text, and what is said of it."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from questionnaire.checking.checks import check
from questionnaire.loading.rulebook import load

HOUSEPLANTS = Path(__file__).parent / "rulebases" / "houseplants"
TODAY = date(2026, 3, 1)


def spoilt(folder, *changes):
    """Copies the rule base to a folder with each (file, old text, new text) changed.

    The new text is appended where the old one is empty.
    """
    copy = folder / "houseplants"
    shutil.copytree(HOUSEPLANTS, copy)
    for name, old, new in changes:
        file = copy / name
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        assert not old or text.count(old) == 1, f"{old!r} does not stand once in {name}"
        file.write_text(text.replace(old, new) if old else text + new, encoding="utf-8")
    return copy


def printed(problems):
    """Returns problems as they are printed."""
    return "\n\n".join(map(str, problems))


def refusal(folder):
    """Returns what the loader says of a folder, "" if it loads."""
    rulebook, problems = load(folder)
    assert (rulebook is None) == bool(problems)
    return printed(problems)


def checked(folder, today=TODAY):
    """Returns the problems and the warnings of a folder that loads."""
    rulebook, problems = load(folder)
    assert not problems, printed(problems)
    found = check(rulebook, today=today)
    return printed(found.problems), printed(found.warnings)
