"""What may stand in the folder of a rule base, so that nothing in it is passed over unnoticed."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from importlib.resources.abc import Traversable
from typing import Final

from questionnaire.knowledge.problems import LISTED, Problem

ENDING: Final = ".toml"
FILES: Final = ("rulebook.toml", "sources.toml", "red_flags.toml")
FOLDERS: Final = ("sections", "factors", "cases")

_LEFT_THERE: Final = re.compile(
    r"\..*|.*~|#.*#|thumbs\.db|desktop\.ini|__pycache__|__init__\.py", re.IGNORECASE | re.DOTALL
)
"""Names of what editors, systems, version control and Python leave: nobody wrote rules there.

``x.bak``, ``x.orig`` and ``x.rej`` are not among them: a merge that is not finished leaves those.
"""
_DOCUMENT: Final = re.compile(
    r"(?:readme|licen[cs]e|copying|notice|authors|contributing|changelog|citation)\b.*",
    re.IGNORECASE | re.DOTALL,
)
"""Names of what a folder says about itself to people; no ending of a rule file may follow."""


def entries(folder: Traversable) -> list[Traversable]:
    """Returns what somebody put into a folder for the program to read, by name.

    Raises:
        OSError: The folder cannot be listed.
    """
    found = {entry.name: entry for entry in folder.iterdir() if not _passed_by(entry)}
    return [found[name] for name in sorted(found)]


def misnamed(folder: Traversable) -> Problem | None:
    """Returns what is wrong with a folder in which there is nothing of a rule base, if anything.

    One that is empty, or cannot be listed, is none of these.
    """
    how = "Name a folder that holds a rule base."
    if not folder.is_dir():
        what = "This is a file." if folder.is_file() else "There is no such folder."
        return Problem(str(folder), what, how)
    try:
        here = [entry.name for entry in entries(folder)]
    except OSError:
        return None
    if not here or any(name in (*FILES, *FOLDERS) or _meant_at_the_top(name) for name in here):
        return None
    return Problem(str(folder), "Nothing in this folder is part of a rule base.", how)


def strangers(folder: Traversable) -> Iterator[Problem]:
    """Yields what stands in the folder of a rule base and is no part of one.

    Raises:
        OSError: A folder cannot be listed.
    """
    here = entries(folder)
    yield from _some("", [entry for entry in here if entry.name not in (*FILES, *FOLDERS)])
    for entry in here:
        if entry.name in FOLDERS and not entry.is_dir():
            yield Problem(entry.name, "This is a file and should be a folder.")
        elif entry.name in FOLDERS:
            inside = entries(entry)
            odd = [one for one in inside if one.is_dir() or not one.name.endswith(ENDING)]
            yield from _some(f"{entry.name}/", odd, {one.name for one in inside})


def _some(where: str, odd: Sequence[Traversable], names: Container[str] = ()) -> Iterator[Problem]:
    """Yields a problem for each of the first strangers in a folder, and one for all others."""
    for entry in odd[:LISTED]:
        kind = "folder" if entry.is_dir() else "file"
        what = f"This {kind} is no part of a rule base, and nothing would read it."
        how = _how_inside(where, entry, names) if where else _how_at_the_top(entry.name)
        yield Problem(f"{where}{entry.name}", what, how)
    if len(odd) > LISTED:
        what = f"{len(odd) - LISTED:,} more files or folders here are no part of a rule base."
        yield Problem(where or "the folder", what, "Give the rule base a folder of its own.")


def _how_inside(where: str, entry: Traversable, names: Container[str]) -> str:
    if entry.is_dir():
        return f"Put what it holds into {where} itself, or take it out."
    meant = entry.name.partition(".")[0] + ENDING
    if meant in names:
        return f'Take it out; there is a "{meant}".'
    return f'If it holds rules, write it as TOML and call it "{meant}"; if not, take it out.'


def _how_at_the_top(name: str) -> str:
    if meant := _meant_at_the_top(name):
        return f'Did you mean "{meant}"?'
    return "Put it into sections/, factors/ or cases/ if it is one of these, or take it out."


def _meant_at_the_top(name: str) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - only who has a problem needs it

    stems = {known.removesuffix(ENDING): known for known in (*FILES, *FOLDERS)}
    close = get_close_matches(name.partition(".")[0].casefold(), stems, n=1, cutoff=0.7)
    return stems[close[0]] if close else ""


def _passed_by(entry: Traversable) -> bool:
    if _LEFT_THERE.fullmatch(entry.name):
        return True
    named_so = _DOCUMENT.fullmatch(entry.name) and not entry.name.casefold().endswith(ENDING)
    return bool(named_so) and entry.is_file()
