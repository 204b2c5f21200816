"""What differs between two rule bases, thing by thing: what it concerns, for whom, who shows it.

A thing that holds by other conditions differs in regions: the ways in which it held or holds.  One
is *proved* if whoever goes none of its ways is sure to see no difference, which takes that all that
the thing reads is the same.  Everything else is what tried people show.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import Final, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from questionnaire.checking.both import Both, Person
from questionnaire.checking.concerns import CONCERNS, Concern
from questionnaire.checking.edits import Edit, concern, edits, split
from questionnaire.checking.inputs import Inputs
from questionnaire.checking.otherwise import comes_out_otherwise, reach
from questionnaire.checking.pairs import Pair, Turn, pair_of
from questionnaire.checking.region import Sides, TooManyWays, between, opened, way_in_words
from questionnaire.checking.satisfaction import Demands
from questionnaire.checking.somebody import Search, Shows, Ways
from questionnaire.checking.watching import Watch, unwatched
from questionnaire.knowledge.conditions import Condition, Node, Number, questions_in
from questionnaire.knowledge.gates import Key, gates
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
        moved: How many of these have another urgency or level.
        proved: Whether nobody outside of it sees a difference.
    """

    line: str = ""
    turn: Turn
    ways: tuple[Demands, ...] = ()
    words: tuple[str, ...] = ()
    somebody: Person | None
    seen: int
    moved: int
    proved: bool = False


class Difference(Struct, frozen=True, kw_only=True):
    """One thing that came, went or is otherwise.

    Attributes:
        why: What is dangerous about it.
        counting: The kinds and ids of what reads all choices of the question that it is, and so
            another one too, or one less.
    """

    mark: Mark = "~"
    kind: str
    id: str
    concern: Concern
    why: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()
    counting: tuple[tuple[str, str], ...] = ()
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
        self.inputs = Inputs(both)
        self.reason = self.inputs.reason
        self.search = Search(both, self.inputs, tried)
        self.edits: list[Edit] = []
        self._alike: list[Edit] = []
        """Conditions that are alike but for the range or the choices of a question."""
        for edit in edits(both.old, both.new):
            (self._alike if self._same(edit) else self.edits).append(edit)
        self.compared: set[Key] = set()
        """The keys of what has regions of its own."""

    def _same(self, edit: Edit) -> bool:
        """Tells whether a condition differs only in the answers that its questions may have."""
        before, now = edit.sides
        if not isinstance(before, Node) or not isinstance(now, Node):
            return False
        return self.inputs.rebased(before, self.both.old) == self.inputs.rebased(now, self.both.new)

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
            shown += self._otherwise(own[0])
        first = group[0]
        return Difference(
            mark="~" if split(first.path)[1] else "+" if first.owners[0] is None else "-",
            kind=thing[0],
            id=thing[1],
            concern=worst,
            why=tuple(dict.fromkeys(why for _, why in found if why)),
            edits=tuple(group),
            counting=tuple(self._counting(group)),
            regions=tuple(shown),
        )

    def _counting(self, group: Sequence[Edit]) -> Iterator[tuple[str, str]]:
        """Yields each thing that reads all choices of the question of which one came or went."""
        changed = [edit for edit in group if edit.owner == "Choice" and None in edit.owners]
        reads = (one for one in self._alike if changed and changed[0].thing[1] in _read_by(one))
        yield from dict.fromkeys(one.thing for one in reads)

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

    def _otherwise(self, edit: Edit) -> Iterator[Region]:
        """Yields for whom a thing weighs or counts otherwise than it did, if for anybody."""
        if (shows := comes_out_otherwise(edit)) is not None:
            ways, words, proved = reach(edit, self.inputs)
            region = self._region("otherwise", ways, shows, proved=proved)
            if ways or words or region.seen:
                yield replace(region, words=(words,)) if words else region

    def _region(
        self, turn: Turn, ways: Ways, shows: Shows, *, line: str = "", proved: bool = False
    ) -> Region:
        seen = [*filter(shows, self.search.tried)]
        return Region(
            line=line,
            turn=turn,
            ways=ways,
            words=tuple(way_in_words(way, self.inputs.merged, self.reason) for way in ways),
            somebody=self.search.smallest(ways, shows),
            seen=len(seen),
            moved=sum(
                one.old.urgency != one.new.urgency or one.old.levels != one.new.levels
                for one in seen
            ),
            proved=proved,
        )


def _read_by(edit: Edit) -> tuple[str, ...]:
    """Returns the questions that a condition or number reads now."""
    now = edit.sides[1]
    return questions_in(now) if isinstance(now, Condition | Number) else ()


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
