"""On which line of its file a thing begins that a problem speaks of, for whoever has an editor.

What is read of a file has no places.  So the line is looked for by the id, and told only where it
is sure: where no other line looks like it, and reading the file up to it ends in that thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources.abc import Traversable
from typing import Any, Final

import tomli
from msgspec.structs import replace

from questionnaire.knowledge.problems import Problem

_THING: Final = re.compile(r'(?P<file>[^:"]+\.toml): (?:(?P<kind>[a-z_ ]+) )?"(?P<id>[a-z0-9_]+)"')
MOST_READ: Final = 2**24
"""Characters that are read again for lines: beyond, places have none."""


def with_lines(problems: Iterable[Problem], folder: Traversable) -> Iterator[Problem]:
    """Yields the problems of a rule base, with lines in their places where they are known."""
    left = MOST_READ

    @cache
    def lines(name: str) -> tuple[str, ...]:
        try:
            return tuple(folder.joinpath(*name.split("/")).read_text("utf-8").split("\n"))
        except (OSError, ValueError):
            return ()

    @cache
    def line(name: str, kind: str, id_: str) -> int | None:
        nonlocal left
        opening = _opening(name, kind, id_)
        found = [number for number, one in enumerate(lines(name), 1) if opening.match(one)]
        begun = "\n".join(lines(name)[: found[0]]) if len(found) == 1 else ""
        left -= len(begun)
        return found[0] if begun and left >= 0 and _ends_in(begun, kind, id_) else None

    for problem in problems:
        place = _THING.match(problem.where)
        number = place and line(place["file"], place["kind"] or "", place["id"])
        if place and number:
            thing, rest = place[0], problem.where[place.end() :]
            yield replace(problem, where=f"{thing} (line {number}){rest}")
        else:
            yield problem


def _opening(name: str, kind: str, id_: str) -> re.Pattern[str]:
    """Returns how the line looks that says which thing it is."""
    header = id_ if name == "sources.toml" else f"people.{id_}" if kind == "person" else ""
    says = rf"\[{re.escape(header)}\]" if header else rf"""id\s*=\s*(["']){id_}\1"""
    return re.compile(rf"\s*{says}\s*(?:#.*)?$")


def _ends_in(text: str, kind: str, id_: str) -> bool:
    """Tells whether a text ends with the beginning of that thing."""
    try:
        table: dict[str, Any] = tomli.loads(text)
    except ValueError:
        return False
    things = table.get(kind.replace(" ", "_") or "red_flag")
    if isinstance(things, list):
        return isinstance(things[-1], dict) and things[-1].get("id") == id_
    headers: dict[str, Any] = table.get("people", {}) if kind == "person" else table
    return headers.get(id_) == {}
