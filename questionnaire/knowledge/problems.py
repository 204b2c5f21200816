"""What is wrong with a rule base or with answers: where, what, and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from msgspec import Struct

LISTED: Final = 12
"""How many strange names are listed at once."""
_READABLE: Final = 240
"""Characters of known names that are listed where none is near."""


class Problem(Struct, frozen=True, order=True):
    """One mistake in somebody's file.

    Attributes:
        where: The file, the id and the key, for a person to find the place.
        what: The fact, with the offending value and what was expected.
        how: The edit that mends it, the nearest known name if there is one.
    """

    where: str
    what: str
    how: str = ""

    def __str__(self) -> str:
        return "\n  ".join(part for part in (self.where, self.what, self.how) if part)


class Unusable(Exception):  # noqa: N818 - named by the fault, as in our glossary
    """A rule base or answers cannot be used; ``problems`` says why, all of them at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[Unusable], tuple[tuple[Problem, ...]]]:
        """Lets it reach another process whole."""
        return type(self), (self.problems,)


def taken_id(id_: str, kind: str, where: str, first: str) -> Problem:
    """Returns the problem of a thing whose id another one of its kind has, which stands first."""
    if first == where:
        what = f'Another {kind} of this file has the id "{id_}".'
    else:
        what = f'The id "{id_}" of this {kind} is taken by {first}.'
    return Problem(where, what, "Rename one of them.")


def is_meant(name: str, problems: Iterable[Problem]) -> bool:
    """Tells whether something stands under another name, so that nobody need hear it is missing."""
    return any(problem.how == _meant(name) for problem in problems)


def meant_by(problem: Problem) -> str:
    """Returns the name that a problem says was probably meant, "" if it says none."""
    found = re.match(_meant(r"(\w+)").replace("?", r"\?"), problem.how)
    return found[1] if found else ""


def nearest(name: str, known: Iterable[str]) -> str:
    """Returns a sentence that names what ``name`` was probably meant to be.

    Without a near match it lists what is known, or the nearest of it where that is much.
    """
    names = sorted(set(known))
    if close := closest(name, names):
        return _meant(close)
    listed = ", ".join(names)
    if len(listed) > _READABLE:
        from difflib import get_close_matches  # noqa: PLC0415 - only who has a problem needs it

        near = ", ".join(get_close_matches(name, names, n=3, cutoff=0.5))
        known_here = f"of the {len(names):,} known here"
        return f"The nearest {known_here} are {near}." if near else f"None {known_here} is like it."
    return f"Known here: {listed}." if names else ""


def closest(name: str, known: Iterable[str]) -> str:
    """Returns the known name that is most like this one, "" if none is."""
    from difflib import get_close_matches  # noqa: PLC0415 - only who has a problem needs it

    names = sorted(set(known))
    for written in dict.fromkeys((name, name.casefold())):
        if close := get_close_matches(written, names, n=1, cutoff=0.6):
            return close[0]
    # Short names are too unlike the same letters in another order.
    return next((one for one in names if sorted(one) == sorted(name)), "")


def _meant(name: str) -> str:
    return f'Did you mean "{name}"?'
