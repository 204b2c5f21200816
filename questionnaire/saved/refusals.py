"""What the system says of a file that it does not open or write, and what to do about it."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Final

from questionnaire.knowledge.problems import Problem, closest

_LOOKED_AT: Final = 1_000
"""The most names of a folder that are compared with one that is not there."""


def said(reason: Exception) -> str:
    """Returns what an error says, in the words of the system if it is one of its own."""
    if isinstance(reason, ValueError):  # Python words it otherwise from release to release
        return "no name can hold such a character"
    return getattr(reason, "strerror", None) or str(reason)


def unreadable(path: Path, reason: OSError | ValueError) -> Problem:
    """Returns what keeps a file from being read, with what to do instead."""
    return Problem(str(path), f"The file cannot be read: {said(reason)}.", _instead(path, reason))


def _instead(path: Path, reason: OSError | ValueError) -> str:
    match reason:
        case FileNotFoundError():
            return "It is a link that leads nowhere." if path.is_symlink() else _like(path)
        case IsADirectoryError():
            return "Name a file in it."
        case PermissionError():
            return "Name a file that you may read."
        case _:
            return "Name another file."


def _like(path: Path) -> str:
    """Says what is called nearly so; the name may be mistyped, or the folder another one."""
    try:
        found = islice(path.parent.iterdir(), _LOOKED_AT)
        there = {each.stem: each for each in found if each.name != path.name}
    except OSError:
        return f"There is no folder {path.parent} to look in."
    if near := closest(path.stem, there):
        return f'Did you mean "{there[near]}"?'
    return f"Nothing in {path.parent.absolute()} has a name like it."
