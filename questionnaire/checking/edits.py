"""What differs between two rule bases, key by key.

The values themselves are walked through, not a list of what they hold, so no key can be forgotten:
one that is new differs in what is concluded until ``_WORDS`` says that it is words only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Final, TypeAlias

from msgspec import Struct

from questionnaire.checking.concerns import Concern
from questionnaire.knowledge.conditions import Node
from questionnaire.knowledge.model import Line, Notice, Rulebook

Path: TypeAlias = tuple[str, ...]
"""The keys and ids that lead to a value."""

COLLECTIONS: Final = {
    "sections": "section",
    "questions": "question",
    "derived": "derived value",
    "factors": "factor",
    "red_flags": "red flag",
    "urgencies": "urgency",
    "levels": "level",
    "notices": "notice",
    "sources": "source",
}
IDENTITY: Final = frozenset(("version", "reviewed", "digest"))
"""What tells one state of a rule base from another, and differs wherever anything does."""
_UNORDERED: Final = frozenset(("questions", "derived", "factors", "levels", "sources"))
"""What is shown in an order of its own, or in that of the sections."""
_WORDS: Final[Mapping[str, str]] = {
    "Rulebook": "title audience introduction asked_first denied grades url publisher",
    "Code": "system code",  # one that came or went as a whole is words too, as is a source
    "Source": "title publisher address year read copy",
    "Line": "id text sources if_it_happens",
    "Choice": "label neutral code",
    "Change": "text",
    "Question": "name text item why help skip neutral credit sources codes unit_code",
    "Section": "title introduction",
    "Derived": "text unit step section sources",
    "Rule": "because sources",
    "Factor": "name summary role link evidence sources",
    "RedFlag": "sign because sources",
    "Level": "label meaning",
    "Urgency": "haste",
    "Notice": "text sources",
    "Messages": "answers_set_aside signs_not_checked",
    "Words": "recommendation red_flags no_factors document",
}
"""The keys of each kind of value that nothing is concluded from."""
_MEANING: Final = frozenset(
    (("Choice", "label"), ("Question", "text"), ("Level", "label"), ("Factor", "name"))
) | {("RedFlag", "sign")}
"""What an id stands for; with other words altogether it is an id that is used anew."""
_HASTE: Final = frozenset((("Urgency", "label"), ("Urgency", "time_frame"))) | {
    ("RedFlag", "time_frame")
}
"""The words by which people know how soon; nobody can tell here which are the milder ones."""
_AS_ONE: Final = 0.6
"""From how much likeness on two lines are one that was reworded."""
_ANEW: Final = 1 / 3
"""Below which share of common words something is called otherwise altogether."""
_ORDER: Final = "(order)"
"""Stands for the order of things in a path; no id is written so."""
_WORD: Final = re.compile(r"\w+")
_LONG: Final = 3
"""Letters of a word that may stand in any sentence."""


class Edit(Struct, frozen=True, kw_only=True):
    """One value that is another one now; None where there is none on that side.

    Attributes:
        owner: What the key belongs to: the name of its type, one for all kinds of questions.
        sides: The values before and now.
        owners: What holds them, so that what stands beside a key can be looked at.
    """

    path: Path
    owner: str
    sides: tuple[object, object]
    owners: tuple[Struct | None, Struct | None]

    @property
    def key(self) -> str:
        """The name of the key itself."""
        return self.path[-1]

    @property
    def thing(self) -> tuple[str, str]:
        """The kind and the id of what an author would look for."""
        return split(self.path)[0]


def split(path: Path) -> tuple[tuple[str, str], Path]:
    """Returns the kind and the id of what holds a value, and the rest of the path to it."""
    match path:
        case ("factors", _, "rules", id_, *rest) if id_ != _ORDER:
            return ("rule", id_), tuple(rest)
        case (name, id_, *rest) if name in COLLECTIONS and id_ != _ORDER:
            return (COLLECTIONS[name], id_), tuple(rest)
        case _:
            return ("rulebook", ""), path


def edits(old: Rulebook, new: Rulebook) -> Iterator[Edit]:
    """Yields all that is another value in the new rule base, in the order of its values."""
    yield from _structs(old, new, ())


def _structs(old: Struct, new: Struct, path: Path) -> Iterator[Edit]:
    if type(old) is not type(new):
        kinds = tuple(type(one).__name__.removesuffix("Question").lower() for one in (old, new))
        yield Edit(
            path=(*path, "kind"), owner=_kind(old), sides=(kinds[0], kinds[1]), owners=(old, new)
        )
    for name in old.__struct_fields__:
        if (path or name not in IDENTITY) and name in new.__struct_fields__:
            sides = getattr(old, name), getattr(new, name)
            yield from _values(sides, (*path, name), (old, new))


def _values(
    sides: tuple[object, object], path: Path, owners: tuple[Struct, Struct]
) -> Iterator[Edit]:
    before, now = sides
    owner = _kind(owners[0])
    match before, now:
        case Node(), Node():
            pass
        case Struct(), Struct():
            yield from _structs(before, now, path)
            return
        case _ if (old := _members(before)) is not None and (new := _members(now)) is not None:
            if old or new:
                yield from _collections(old, new, path, owners)
                return
    if before != now and (owner, path[-1]) != ("Section", "questions"):
        yield Edit(path=path, owner=owner, sides=sides, owners=owners)
    elif before != now:  # questions that came or went have edits of their own
        yield from _order(_texts(before), _texts(now), path, owners)


def _collections(
    old: Mapping[str, Struct], new: Mapping[str, Struct], path: Path, owners: tuple[Struct, Struct]
) -> Iterator[Edit]:
    old = _renamed(old, new)
    for key in dict.fromkeys((*old, *new)):
        before, now = old.get(key), new.get(key)
        if before is not None and now is not None:
            yield from _structs(before, now, (*path, key))
        else:
            owner = _kind(before or now)
            yield Edit(path=(*path, key), owner=owner, sides=(before, now), owners=(before, now))
    if path[-1] not in _UNORDERED:
        yield from _order(tuple(old), tuple(new), path, owners)


def _order(
    old: Sequence[str], new: Sequence[str], path: Path, owners: tuple[Struct, Struct]
) -> Iterator[Edit]:
    before = tuple(key for key in old if key in new)
    now = tuple(key for key in new if key in old)
    if before != now:
        owner = _kind(owners[0])
        yield Edit(path=(*path, _ORDER), owner=owner, sides=(before, now), owners=owners)


def _members(value: object) -> dict[str, Struct] | None:
    """Returns the things that a value holds by their names, None where it holds something else."""
    match value:
        case tuple():
            items = value
        case Mapping():
            items = tuple(value.values())
        case _:
            return None
    if not all(isinstance(item, Struct) for item in items):
        return None
    named = {}
    for number, item in enumerate(items, start=1):
        named[getattr(item, "id", None) or getattr(item, "text", None) or str(number)] = item
    return named


def _renamed(old: Mapping[str, Struct], new: Mapping[str, Struct]) -> dict[str, Struct]:
    """Returns the old things, lines under the names of the new ones that say nearly the same.

    A line may have no id, or get one only with a condition.
    """
    left = {key: one for key, one in old.items() if key not in new and isinstance(one, Line)}
    names = {key: key for key in old}
    for key, one in new.items():
        if key not in old and isinstance(one, Line) and left:
            near = {other: _likeness(line.text, one.text) for other, line in left.items()}
            nearest = max(near, key=lambda other: near[other])
            if near[nearest] >= _AS_ONE:
                names[nearest] = key
                del left[nearest]
    return {names[key]: one for key, one in old.items()}


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, Iterable) else ()


def _kind(value: object) -> str:
    name = type(value).__name__
    return "Question" if name.endswith("Question") else name


# What an edit concerns ----------------------------------------------------------------------------


def concern(edit: Edit, old: Rulebook, new: Rulebook) -> tuple[Concern, str]:
    """Returns what an edit concerns, and why if it is a danger, as far as the values tell."""
    before, now = edit.sides
    key = (edit.owner, edit.key)
    gone = edit.owners[1] is None
    if gone and edit.owner == "RedFlag":
        return "danger", "A red flag is gone."
    if gone and edit.owner == "Line" and is_warning(edit.path):
        return "danger", "A warning is gone."
    if edit.owner == "Notice" and _lists_fewer(edit):
        return "danger", "Signs that somebody must not miss are listed no more."
    if edit.key == "kind" or key == ("Question", "unit"):
        return "danger", "The id is used anew: what was answered to it is read otherwise."
    if edit.path == ("urgencies", _ORDER):
        return "danger", "What is more urgent than what is another order."
    if key == ("Urgency", "interrupts") and before:
        return "danger", "It interrupts no more."
    if key in _HASTE:
        return "danger", "How soon reads otherwise."
    if key == ("RedFlag", "urgency") and lowered(str(before), str(now), old, new):
        return "danger", "The urgency is lower."
    if key in _MEANING and used_anew(str(before), str(now)):
        return (
            "danger",
            "It reads otherwise altogether; if it means something else now, it needs another id.",
        )
    words = edit.owner in ("Source", "Code") or edit.key in _WORDS.get(edit.owner, "").split()
    return ("words" if words else "result"), ""


def is_warning(path: Path) -> bool:
    """Tells whether a line is one that somebody must not miss."""
    kind, rest = split(path)
    return rest[:1] in (("cautions",), ("recommendation",)) or kind[0] == "red flag"


def lists_signs(value: object) -> bool:
    """Tells whether a notice lists signs, which somebody must not miss."""
    return isinstance(value, Notice) and bool(value.signs or value.signs_of)


def _lists_fewer(edit: Edit) -> bool:
    before, now = edit.owners
    if now is None:
        return lists_signs(before)
    if edit.key not in ("signs", "signs_of"):
        return False
    old, new = (_texts(side) for side in edit.sides)
    return not set(old) <= set(new)


def lowered(before: str, now: str, old: Rulebook, new: Rulebook) -> bool:
    """Tells whether one urgency is below another one, in the order of the rule base with both."""
    for order in (list(new.urgencies), list(old.urgencies)):
        if before in order and now in order:
            return order.index(now) < order.index(before)
    # Counted from the most urgent one: what is inserted is mostly milder.
    last, first = len(old.urgencies), len(new.urgencies)
    return first - list(new.urgencies).index(now) > last - list(old.urgencies).index(before)


def used_anew(before: str, now: str) -> bool:
    """Tells whether a text shares hardly a word with the one before."""
    old, new = _counting_words(before), _counting_words(now)
    return bool(old and new) and len(old & new) < _ANEW * len(old | new)


def _counting_words(text: str) -> set[str]:
    words = set(_WORD.findall(text.casefold()))
    return {word for word in words if len(word) > _LONG} or words
