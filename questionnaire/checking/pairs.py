"""What holds under conditions in two rule bases: the same thing, before and now."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from msgspec import Struct

from questionnaire.checking.both import Outcome, Person
from questionnaire.checking.edits import Edit, is_warning, lists_signs
from questionnaire.checking.inputs import Inputs
from questionnaire.checking.region import Sides
from questionnaire.knowledge.gates import FACTORS, Key, key_of
from questionnaire.knowledge.model import Change, Line

Turn: TypeAlias = Literal["no more", "only now", "otherwise"]
"""How somebody sees a difference: what held does not, what did not holds, or it holds otherwise."""
_ALWAYS: Final[Sides] = (None, None)
_GATED: Final = ("Line", "Rule", "RedFlag", "Notice", "Question", "Change", "Factor")
"""What has conditions that people see the effect of."""


class Pair(Struct, frozen=True, kw_only=True):
    """The conditions of a thing before and now; None on the side where it is not there.

    Attributes:
        line: The id of the line that it is, or its text; empty for anything else.
        keys: What the gates of both rule bases call it.
        warning: What the danger is if it holds for fewer people, if that is one.
        alone: Whether nothing but its conditions decides.
    """

    line: str = ""
    keys: tuple[Key, Key]
    sides: tuple[Sides | None, Sides | None]
    warning: str = ""
    alone: bool = True

    def turn(self, person: Person) -> Turn | None:
        """Returns how somebody sees a difference, None if not at all."""
        before, now = self._holds(person.old, 0), self._holds(person.new, 1)
        return None if before == now else "no more" if before else "only now"

    def _holds(self, outcome: Outcome, side: Literal[0, 1]) -> bool:
        sides, key = self.sides[side], self.keys[side]
        # Lines without conditions share a key, and hold always.
        return sides is not None and ((not key[-1] and sides == _ALWAYS) or key in outcome.open)


def pair_of(edit: Edit, inputs: Inputs) -> Pair | None:
    """Returns what an edit makes hold for others, None if it is none of that."""
    if edit.path == ("no_factors",):
        before, now = ((None, inputs.condition(one.no_factors, one)) for one in inputs.books)
        return Pair(keys=(FACTORS, FACTORS), sides=(before, now))
    whole = None in edit.owners
    conditional = edit.key in ("when", "unless") or (edit.owner, edit.key) == ("Line", "id")
    if edit.owner not in _GATED or not (conditional or (whole and edit.owner != "Factor")):
        return None
    sides = [
        None if one is None else inputs.sides(one, book)
        for one, book in zip(edit.owners, inputs.books, strict=True)
    ]
    if whole and _ALWAYS in sides:
        return None
    return _pair(edit, inputs, (sides[0], sides[1]))


def _pair(edit: Edit, inputs: Inputs, sides: tuple[Sides | None, Sides | None]) -> Pair:
    kind, id_ = edit.thing
    owners = [one for one in edit.owners if one is not None]
    key: Key = (edit.path[0],) if kind == "rulebook" else (kind, id_)
    if isinstance(owners[0], Line):
        keys = [(*key, one.id) for one in owners if isinstance(one, Line)]
        line = keys[-1][-1] or owners[0].text
        warning = "A warning is shown to fewer people." if is_warning(edit.path) else ""
        return Pair(line=line, keys=(keys[0], keys[-1]), sides=sides, warning=warning)
    if isinstance(owners[0], Change):
        key = key_of("change", id_)
    warning, alone = "", True
    if edit.owner == "RedFlag":
        warning = "It is raised for fewer people."
    elif lists_signs(edit.owners[0]):
        warning = "A list of signs is shown to fewer people."
    elif edit.owner == "Question":
        alone = not any(getattr(one, "assume", ()) for one in owners)
        if id_ in inputs.flagged:
            warning = "Red flags read it, and fewer people are asked."
    return Pair(keys=(key, key), sides=sides, warning=warning, alone=alone)
