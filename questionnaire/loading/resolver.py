"""Resolves what a rule base says about itself: names, conditions, placeholders, references."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter
from typing import Final

from msgspec.structs import replace

from questionnaire.knowledge.conditions import Condition, Count, Number, Size, needed, size
from questionnaire.knowledge.exact import LARGEST, exact
from questionnaire.knowledge.model import Derived, Line, Question
from questionnaire.knowledge.normal_form import LIMIT, TooManyConjunctions, normal_form
from questionnaire.knowledge.placeholders import misread, placeholders, proved
from questionnaire.knowledge.problems import Problem, nearest, taken_id
from questionnaire.loading.condition_syntax import read_condition
from questionnaire.loading.decoding import numbered, under
from questionnaire.loading.faults import Fault
from questionnaire.loading.scope import Scope
from questionnaire.loading.size import ALL_WAYS, too_many_ways
from questionnaire.loading.tables import LineTable
from questionnaire.loading.wrong_values import as_toml

MOST_PARTS: Final = 500
"""Nodes of a condition or number, definitions of derived values included; more would be slow."""
DEEPEST: Final = 200
"""Nodes of them that stand one in the other: Python goes a thousand calls deep, and most need two
or three of them for each."""

STANDING_IN: Final = {
    "scale": "rulebook.toml: scale",
    "level": "rulebook.toml: level",
    "urgency": "rulebook.toml: urgency",
    "red flag": "red_flags.toml: ",
}
"""How the places begin where the things of a kind stand."""


class Resolver:
    """Resolves against the names of one scope, and collects all that is wrong."""

    def __init__(
        self,
        *,
        factors: Iterable[str],
        sources: Iterable[str],
        broken: Iterable[str] = (),
        complete: bool = True,
        marred: Iterable[str] = (),
    ) -> None:
        """Starts with the ids of all factors and sources, and with what is broken of the rest.

        ``complete`` tells whether all files could be read; if not, a name that is unknown may
        stand in one of the others, and is no problem.  ``marred`` are places of which something
        could not be used, which tells the same of what stands there.
        """
        self.problems: list[Problem] = []
        self._sound: dict[str, Condition] = {}
        """Conditions by their text; the same one often gates several things."""
        self._ways_left = [ALL_WAYS]
        """Ways of being true that are left for more of them, whatever the scope."""
        self._sizes: dict[str, Size] = {}
        """The sizes of derived values, with what stands for them, by their ids."""
        self.sources = frozenset(sources)
        self.complete = complete
        self._marred = tuple(marred)
        self.scope = Scope({}, {}, frozenset(factors), frozenset(broken), complete=complete)

    def knowing(
        self,
        *,
        questions: Mapping[str, Question] | None = None,
        derived: Iterable[Derived] = (),
        broken: Iterable[str],
    ) -> Resolver:
        """Returns one that knows these too; what is wrong is collected in the same place.

        ``broken`` are ids that exist but make no sense; their users are not to blame.
        """
        knowing = copy(self)
        knowing.scope = replace(
            self.scope,
            questions=self.scope.questions if questions is None else questions,
            factors=frozenset(self.scope.factors) - frozenset(questions or ()),
            derived={**self.scope.derived, **{one.id: one.value for one in derived}},
            broken=self.scope.broken | frozenset(broken),
        )
        return knowing

    def lines(
        self,
        entries: Sequence[str | LineTable],
        where: str,
        check: Callable[[Condition, str], None] | None = None,
        taken: dict[str, str] | None = None,
    ) -> tuple[Line, ...]:
        """Makes lines; ``check`` looks at each of their conditions.

        ``taken`` are the ids of other lines of the same owner, each with its place; those of these
        lines are added.
        """
        taken = {} if taken is None else taken
        lines = []
        for number, entry in numbered(entries):
            named = isinstance(entry, LineTable) and entry.id
            place = f'{where} "{named}"' if named else f"{where} {number}"
            line = self.line(entry, place, check)
            if line.id:
                self.is_new(line.id, taken, place, "line")
            elif (line.when or line.unless) and not self.marred(f"{place}, id"):
                self.problem(place, "A line that depends on answers needs an id.", 'Add id = "…".')
            lines.append(line)
        return tuple(lines)

    def line(
        self,
        entry: str | LineTable,
        where: str,
        check: Callable[[Condition, str], None] | None = None,
    ) -> Line:
        """Makes one line."""
        table = LineTable(text=entry) if isinstance(entry, str) else entry
        self.cited(table.sources, where)
        when = self.condition(table.when, f"{where}, when", check)
        if when is not None or (table.when is None and not self.marred(f"{where}, when")):
            self.printable(table.text, when, where)
        return Line(
            id=table.id or "",
            text=table.text,
            when=when,
            unless=self.condition(table.unless, f"{where}, unless", check),
            sources=tuple(table.sources),
            keeps=self.kept(table.keeps, where),
            if_it_happens=table.if_it_happens,
        )

    def condition(
        self,
        text: str | None,
        where: str,
        check: Callable[[Condition, str], None] | None = None,
    ) -> Condition | None:
        """Reads a condition; None if there is none or it cannot be read."""
        if text is None:
            return None
        condition = self._sound.get(text)
        if condition is None:
            if self._ways_left[0] < 0:  # all of them would be read for nothing
                return None
            condition, faults = read_condition(text, self.scope)
            self.faults(where, faults)
            if condition is None or not self.check_size(condition, where):
                return None
            self._sound[text] = condition
            self._ways_left[0] -= len(normal_form(condition))
            if self._ways_left[0] < 0:
                self.problems.append(too_many_ways())
        if check is not None:
            check(condition, where)
        return condition

    def check_size(self, node: Condition | Number, where: str, derived: str = "") -> bool:
        """Checks that a condition or number stays small, its normal form too.

        The size of a ``derived`` value is remembered for those that use it.
        """
        own_size = size(node, self._sizes, MOST_PARTS)
        if (too_large := _too_large(node, own_size)) is not None:
            self.problem(where, *too_large)
            return False
        if derived:
            self._sizes[derived] = Size(own_size.parts + 1, own_size.depth + 1)
        return True

    def printable(self, text: str, when: Condition | None, where: str) -> None:
        """Checks that the placeholders of a text are known wherever ``when`` holds."""
        conjunctions = (frozenset(),) if when is None else normal_form(when)
        for braces in misread(text):
            how = "Write an id between the braces, such as {age}, or take the braces out."
            self.problem(where, f"{braces} would be printed as it stands.", how)
        for found in placeholders(text):
            asks: frozenset[str] | None
            if found.id in self.scope.broken:
                continue
            derived = self.scope.derived.get(found.id)
            if found.id in self.scope.questions:
                asks = frozenset((found.id,))
            elif derived is not None:
                asks = None if isinstance(derived, Condition) else needed(derived)
            else:
                known = (*self.scope.questions, *self.scope.derived)
                self.known(found.id, known, where, "question or derived value")
                continue
            if found.labels and not isinstance(derived, Count):
                what = f"{found} asks for labels, which only a derived count(…) has."
                self.problem(where, what, f"Write {{{found.id}}}.")
            elif asks is None:
                self.problem(
                    where, f"{found} is a condition and cannot be printed.", "Print its inputs."
                )
            elif missing := frozenset[str]().union(*(asks - proved(one) for one in conjunctions)):
                what = f"{found} may be unknown when this text is shown."
                added = " ".join(f"and answered({id_})" for id_ in sorted(missing))
                self.problem(where, what, f'Let "when" test it, or add: {added}.')

    def problem(self, where: str, what: str, how: str = "") -> None:
        """Notes a problem."""
        self.problems.append(Problem(where, what, how))

    def faults(self, where: str, faults: Iterable[Fault]) -> None:
        """Notes the faults of a condition."""
        for fault in faults:
            self.problem(f"{where}, {fault.place}", fault.what, fault.how)

    def marred(self, place: str) -> bool:
        """Tells whether something that begins with this place could not be used."""
        return any(where.startswith(place) for where in self._marred)

    def known(self, id_: str | None, known: Collection[str], where: str, kind: str) -> None:
        """Checks that there is such a thing; None stands for no reference."""
        if id_ is None or id_ in known or id_ in self.scope.broken:
            return
        place = STANDING_IN.get(kind)
        if self.complete and not (place and self.marred(place)):
            self.problem(where, f'There is no {kind} "{id_}".', nearest(id_, known))

    def cited(self, sources: Iterable[str], where: str) -> None:
        """Checks that these sources are listed."""
        for id_ in sources:
            self.known(id_, self.sources, under(where, "sources"), "source")

    def kept(self, questions: Iterable[str], where: str) -> tuple[str, ...]:
        """Checks that these questions are there, and returns each once."""
        for id_ in questions:
            self.known(id_, self.scope.questions, f"{where}, keeps", "question")
        return tuple(dict.fromkeys(questions))

    def is_new(self, id_: str, taken: dict[str, str], where: str, kind: str) -> bool:
        """Checks that an id is not taken, and takes it; ``taken`` says where each one stands."""
        if id_ not in taken:
            taken[id_] = where
            return True
        self.problems.append(taken_id(id_, kind, where, taken[id_]))
        return False

    def exact(self, value: float, where: str) -> Fraction | None:
        """Returns a number of a file as it is written there, None if it cannot be used."""
        if not abs(value) <= LARGEST:  # nan is in no order
            self.problem(where, f"{as_toml(value)} is not a number that can be worked with.")
            return None
        return exact(value)

    def in_order(
        self, uses: Mapping[str, Iterable[str]], places: Mapping[str, str]
    ) -> Iterator[str]:
        """Yields the ids, each after those that it uses; a circle is a problem and left out.

        ``places`` says for each id where it stands.
        """
        left = {id_: set(used) for id_, used in uses.items()}
        while True:
            try:
                yield from TopologicalSorter(left).static_order()
            except CycleError as error:
                members = list(reversed(error.args[1][1:]))
                chain = " → ".join((*members, members[0]))
                self.problem(
                    places[members[0]], f"These depend on each other: {chain}.", "Break the circle."
                )
                left = {
                    id_: used - set(members) for id_, used in left.items() if id_ not in members
                }
            else:
                return


def _too_large(node: Condition | Number, own_size: Size) -> tuple[str, str] | None:
    """Returns what is too large about a condition or number and how to mend it, if anything."""
    within = "With the derived values in it, it"
    if own_size.parts > MOST_PARTS:
        return f"{within} has more than {MOST_PARTS} parts.", "Let derived values use fewer others."
    if own_size.depth > DEEPEST:
        how = "Let fewer derived values use one another, and add up long sums in several parts."
        return f"{within} is nested more than {DEEPEST} deep.", how
    try:
        if isinstance(node, Condition):
            normal_form(node)
    except TooManyConjunctions:
        how = "Write count(…) instead of many alternatives, or split the entry."
        return f"It has more than {LIMIT} ways of being true.", how
    return None
