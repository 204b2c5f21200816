"""What differs between two rule bases, thing by thing: what it concerns, for whom, who shows it.

A thing that holds by other conditions differs in regions: the ways in which it held or holds.  One
is *proved* if whoever goes none of its ways is sure to see no difference, which takes that all that
the thing reads is the same.  Everything else is what tried people show.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import groupby
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from questionnaire.checking.both import Both, Person
from questionnaire.checking.edits import CONCERNS, Concern, Edit, concern, edits, split
from questionnaire.checking.inputs import Inputs
from questionnaire.checking.pairs import Pair, Turn, pair_of
from questionnaire.checking.region import Sides, TooManyWays, between, opened, way_in_words
from questionnaire.checking.satisfaction import Demands
from questionnaire.checking.somebody import Search, Shows, Ways
from questionnaire.checking.watching import Watch, unwatched
from questionnaire.knowledge.conditions import Node
from questionnaire.knowledge.gates import Key, gates, key_of
from questionnaire.knowledge.normal_form import TooManyConjunctions

Mark: TypeAlias = Literal["+", "-", "~"]
_OF_A_LINE: Final = len(("list", "line"))
"""Parts of the path to a line of a thing; those to its own keys have fewer."""


class Region(Struct, frozen=True, kw_only=True):
    """For whom a thing differs.

    Attributes:
        line: The line of the thing that is meant, if it is one.
        ways: All of them together; none where they are too many, or where only what the thing reads
            differs.  ``words`` has a phrase for each.
        somebody: Who shows it, with as few answers as may be; None where nobody was found.
        seen: How many of those tried show it.
        proved: Whether nobody outside of it sees a difference.
    """

    line: str = ""
    turn: Turn
    ways: tuple[Demands, ...] = ()
    words: tuple[str, ...] = ()
    somebody: Person | None
    seen: int
    proved: bool = False


class Difference(Struct, frozen=True, kw_only=True):
    """One thing that came, went or is otherwise; ``why`` says what is dangerous about it."""

    mark: Mark = "~"
    kind: str
    id: str
    concern: Concern
    why: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()
    regions: tuple[Region, ...] = ()


def differences(
    both: Both, tried: Sequence[Person], watch: Watch = unwatched
) -> tuple[Difference, ...]:
    """Returns all that differs, the gravest first; ``tried`` are people for whom to look at it."""
    finder = _Finder(both, tried)
    grouped = [(thing, tuple(some)) for thing, some in groupby(finder.edits, lambda one: one.thing)]
    found = [finder.difference(thing, some) for thing, some in watch(grouped, "Differences")]
    found += finder.through(watch)
    return tuple(sorted(found, key=lambda one: -CONCERNS.index(one.concern)))


class _Finder:
    """Knows the two rule bases, who was tried with them, and what their conditions can read."""

    def __init__(self, both: Both, tried: Sequence[Person]) -> None:
        self.both = both
        self.inputs = Inputs(both.old, both.new)
        self.reason = self.inputs.reason
        self.search = Search(both, self.inputs, tried)
        self.edits = [edit for edit in edits(both.old, both.new) if not self._same(edit)]
        self.compared: set[Key] = set()
        """The keys of what has regions of its own."""

    def _same(self, edit: Edit) -> bool:
        """Tells whether a condition differs only in the range that a number of it may have."""
        before, now = edit.sides
        if not isinstance(before, Node) or not isinstance(now, Node):
            return False
        return self.inputs.rebased(before) == self.inputs.rebased(now)

    def difference(self, thing: tuple[str, str], group: Sequence[Edit]) -> Difference:
        """Returns what differs in one thing."""
        between: dict[Pair, tuple[bool, tuple[Region, ...]]] = {}
        found: list[tuple[Concern, str]] = []
        for edit in group:
            judged = concern(edit, self.both.old, self.both.new)
            if (pair := pair_of(edit, self.inputs)) is not None:
                if pair not in between:
                    between[pair] = self._between(pair)
                exact, regions = between[pair]
                judged = _narrowed(pair, regions, judged, exact=exact)
            found.append(judged)
        worst = max((one for one, _ in found), key=CONCERNS.index)
        shown = [region for _, regions in between.values() for region in regions]
        own = [edit for edit in group if len(split(edit.path)[1]) < _OF_A_LINE]
        if not shown and any(one != "words" for one, _ in found) and own:
            shown += self._otherwise(thing, own[0])
        first = group[0]
        return Difference(
            mark="~" if split(first.path)[1] else "+" if first.owners[0] is None else "-",
            kind=thing[0],
            id=thing[1],
            concern=worst,
            why=tuple(dict.fromkeys(why for _, why in found if why)),
            edits=tuple(group),
            regions=tuple(shown),
        )

    def through(self, watch: Watch) -> Iterator[Difference]:
        """Yields what differs for those tried though its own conditions do not."""
        known = [{gate.key for gate in gates(book)} for book in (self.both.old, self.both.new)]
        turned: set[Key] = set()
        for person in self.search.tried:
            turned |= person.old.open ^ person.new.open
        # Lines without conditions have no name of their own.
        named = [key for key in known[0] & known[1] & turned - self.compared if key[-1]]
        for key in watch(sorted(named), "Consequences"):
            warns = key[0] == "red flag" or key in self.inputs.warnings
            why = "It holds for fewer people, because what it reads is otherwise." if warns else ""
            line = "".join(key[2:])
            pair = Pair(line=line, keys=(key, key), sides=((None, None),) * 2, warning=why)
            regions = self._regions(pair, (), (), proved=False)
            worst, why = _narrowed(pair, regions, ("result", ""), exact=True)
            yield Difference(
                kind=key[0],
                id="".join(key[1:2]),
                concern=worst,
                why=(why,) if why else (),
                regions=regions,
            )

    # Regions --------------------------------------------------------------------------------------

    def _between(self, pair: Pair) -> tuple[bool, tuple[Region, ...]]:
        """Returns whether all regions of a pair are known, and those in which somebody may be."""
        self.compared |= {*pair.keys}
        before, now = pair.sides
        if not self.inputs.readable(before, now):
            return False, self._regions(pair, (), (), proved=False)
        try:
            lost = _apart(before, now, self.inputs)
            gained = _apart(now, before, self.inputs)
        except (TooManyWays, TooManyConjunctions):
            return False, self._regions(pair, (), (), proved=False)
        proved = pair.alone and self.inputs.same(before, now)
        return True, self._regions(pair, lost, gained, proved=proved)

    def _regions(self, pair: Pair, lost: Ways, gained: Ways, *, proved: bool) -> tuple[Region, ...]:
        """Returns the regions of a pair in which there are ways, or somebody of those tried."""
        turns: tuple[tuple[Turn, Ways], ...] = (("no more", lost), ("only now", gained))
        found = (
            self._region(turn, ways, partial(_turns, pair, turn), line=pair.line, proved=proved)
            for turn, ways in turns
        )
        return tuple(region for region in found if region.ways or region.seen)

    def _otherwise(self, thing: tuple[str, str], edit: Edit) -> Iterator[Region]:
        """Yields for whom a thing weighs or counts otherwise than it did, if somebody is found."""
        kind, id_ = thing
        shows = _counts_otherwise(kind, id_, edit.path[1] if len(edit.path) > 1 else "")
        if shows is None:
            return
        ways: Ways = ()
        sides = self.inputs.sides(edit.owners[1] or edit.owners[0])
        if edit.owner in ("Rule", "RedFlag") and self.inputs.readable(sides):
            with suppress(TooManyWays, TooManyConjunctions):
                ways = opened(sides, self.reason)
        if (somebody := self.search.smallest(ways, shows)) is not None:
            seen = sum(map(shows, self.search.tried))
            yield Region(turn="otherwise", somebody=somebody, seen=seen)

    def _region(
        self, turn: Turn, ways: Ways, shows: Shows, *, line: str = "", proved: bool = False
    ) -> Region:
        return Region(
            line=line,
            turn=turn,
            ways=ways,
            words=tuple(way_in_words(way, self.inputs.merged, self.reason) for way in ways),
            somebody=self.search.smallest(ways, shows),
            seen=sum(map(shows, self.search.tried)),
            proved=proved,
        )


def _apart(one: Sides | None, other: Sides | None, inputs: Inputs) -> Ways:
    """Returns the ways in which something holds by these conditions and not by the others."""
    if one is None:
        return ()
    return opened(one, inputs.reason) if other is None else between(one, other, inputs.reason)


def _narrowed(
    pair: Pair, regions: Sequence[Region], judged: tuple[Concern, str], *, exact: bool
) -> tuple[Concern, str]:
    """Returns what an edit concerns, now that it is known for whom its conditions differ."""
    if None in pair.sides:
        return judged
    if exact and not regions:
        return "words", ""
    lost = not exact or any(region.turn == "no more" for region in regions)
    return ("danger", pair.warning) if pair.warning and lost else judged


def _turns(pair: Pair, turn: Turn, person: Person) -> bool:
    return pair.turn(person) == turn


def _counts_otherwise(kind: str, id_: str, factor: str) -> Shows | None:
    """Returns what tells that something comes out otherwise through a thing; None if nothing can.

    ``factor`` is that of a rule.
    """
    match kind:
        case "red flag":
            key = key_of(kind, id_)
            return lambda one: (
                key in one.old.open & one.new.open and one.old.urgency != one.new.urgency
            )
        case "rule" | "factor":
            return lambda one: (
                one.old.totals.get(factor, 0) != one.new.totals.get(factor, 0)
                or one.old.levels.get(factor) != one.new.levels.get(factor)
            )
        case "level":
            return lambda one: one.old.levels != one.new.levels
        case _:
            return None
