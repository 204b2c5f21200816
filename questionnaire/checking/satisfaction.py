"""Whether some answers may meet demands on the subjects of conditions, all at once.

"Cannot" is proved, "may" may be mistaken.  Every question that the demands test has a domain, the
answers that it can have; demands on one question narrow its domain, those that join several are
held against all values that the narrowed domains allow.  What takes too many steps is left open:
it may be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import compress
from typing import Final, TypeAlias

from msgspec import Struct

from questionnaire.checking.possible_values import (
    Domain,
    Spend,
    Values,
    between,
    grid,
    sample,
    single_answers,
    ticks,
    value_at,
    values_of,
)
from questionnaire.inference.facts import Exact, whole
from questionnaire.knowledge.conditions import (
    HOLDS,
    Answered,
    Chosen,
    Condition,
    Number,
    Ticked,
    bounds,
    questions_in,
)
from questionnaire.knowledge.model import ManyQuestion, NumberQuestion, Question
from questionnaire.knowledge.normal_form import (
    Conjunction,
    Literal,
    Subject,
    normal_form,
    opposite,
)

BUDGET: Final = 50_000_000
"""Steps of reasoning about one rule base; one that takes more cannot be examined to the end."""
_OF_A_DEMAND: Final = 30
"""Steps to look at one demand, beside that of combining two values."""
_TRIES: Final = 200
"""Ways of failing that are tried for one condition."""


class Demand(Struct, frozen=True, cache_hash=True):
    """A literal that is to match, or that is to fail; it fails too where its subject is unknown."""

    literal: Literal
    matches: bool = True

    def met_by(self, value: Exact | None) -> bool:
        """Tells whether this value of the subject does what is demanded."""
        literal = self.literal
        matches = value is not None and HOLDS[literal.operator](value, literal.constant)
        return matches == self.matches


Demands: TypeAlias = frozenset[Demand]


def ways(condition: Condition | None) -> tuple[Demands, ...]:
    """Returns the ways for a condition to hold, one without demands where there is none."""
    if condition is None:
        return (frozenset(),)
    return tuple(frozenset(map(Demand, conjunction)) for conjunction in normal_form(condition))


_Narrowed: TypeAlias = tuple[str, frozenset[Subject], int]
"""A question, what its answers must be told apart by, and a bit for each that is left."""


class _Listed:
    """Values that are looked at one by one, and which of them meet a demand."""

    def __init__(self, values: Sequence[Exact | None], spend: Spend) -> None:
        self.values = values
        self.all = (1 << len(values)) - 1
        self._spend = spend
        self._meeting: dict[Demand, int] = {}

    def meeting(self, demands: Iterable[Demand]) -> int:
        """Returns a number that has a bit for each value, 1 where it meets all demands."""
        met = self.all
        for demand in demands:
            if demand not in self._meeting:
                self._meeting[demand] = self._met(demand)
            met &= self._meeting[demand]
        return met

    def _met(self, demand: Demand) -> int:
        if not self._spend(2 * len(self.values)):
            return self.all
        matches, holds = demand.matches, HOLDS[demand.literal.operator]
        constant = whole(demand.literal.constant)
        bits = [
            "1" if (value is not None and holds(value, constant)) == matches else "0"
            for value in self.values
        ]
        return int("".join(bits), 2)


class Satisfaction:
    """Answers questions about the conditions of one rule base."""

    def __init__(self, questions: Mapping[str, Question], highest: Mapping[str, int]) -> None:
        """Starts with the questions and the highest total that each factor can reach."""
        self._questions = questions
        self.highest = highest
        self._static = {id_: single_answers(question) for id_, question in questions.items()}
        self._steps = {
            id_: question.step
            for id_, question in questions.items()
            if isinstance(question, NumberQuestion)
        }
        self._left = BUDGET
        self._can_at_once = lru_cache(10_000)(self._can)
        self._domain_of = lru_cache(1_000)(self.domain)
        self._values_at = lru_cache(1_000)(self._list)
        self._values_left = lru_cache(500)(self._combine)

    @property
    def exhausted(self) -> bool:
        """Whether the steps were too few, so that something was left open that could be proved."""
        return self._left < 0

    def can(self, wanted: Demands) -> bool:
        """Tells whether some answers and totals may meet all demands at once."""
        return self._can_at_once(wanted)

    def entails(self, wanted: Demands, conjunction: Conjunction) -> bool:
        """Tells whether the conjunction is sure to match wherever the demands are met."""
        return not any(
            self.can(wanted | {Demand(literal, matches=False)}) for literal in conjunction
        )

    def can_fail(self, condition: Condition) -> bool:
        """Tells whether some answers may make a condition known not to hold."""
        conjunctions = normal_form(condition)
        tries = 0
        started = [(0, frozenset[Demand]())]
        while started:
            done, wanted = started.pop()
            if done == len(conjunctions):
                return True
            tries += 1
            if tries > _TRIES:
                return True
            for literal in conjunctions[done]:
                more = wanted | {Demand(opposite(literal))}
                if self.can(more):
                    started.append((done + 1, more))
        return False

    def question(self, id_: str) -> Question:
        """Returns a question of the rule base."""
        return self._questions[id_]

    def step(self, id_: str) -> Fraction:
        """Returns the step of a number question."""
        return self._steps.get(id_, Fraction(1))

    def values(self, number: Number) -> Values | None:
        """Returns all values that a number may have, None if they are too many to list."""
        listed = self._values_left(number, ())
        return None if listed is None else frozenset(listed.values)

    def between(
        self,
        number: Number,
        low: Fraction,
        high: Fraction,
        *,
        above: bool = False,
        below: bool = False,
    ) -> tuple[Exact, Exact] | None:
        """Returns the first and the last value that a number may have in a range, if any.

        ``above`` and ``below`` leave out its ends.
        """
        listed = self.values(number)
        if listed is not None:
            inside = [
                value
                for value in listed
                if value is not None
                and (low < value if above else low <= value)
                and (value < high if below else value <= high)
            ]
            return (min(inside), max(inside)) if inside else None
        least, greatest = bounds(number)
        step = grid(number, self._steps)
        found = between(max(low, least), min(high, greatest), step)
        if found is None:
            return None
        first, last = found
        first += step if above and first == low else 0
        last -= step if below and last == high else 0
        return (first, last) if first <= last else None

    def domain(self, id_: str, subjects: Iterable[Subject]) -> Domain | None:
        """Returns the answers to a question, as far as these subjects tell them apart.

        None if they are too many to list.
        """
        question = self._questions[id_]
        return (
            ticks(question, subjects) if isinstance(question, ManyQuestion) else self._static[id_]
        )

    def _spend(self, steps: int) -> bool:
        self._left -= steps
        return self._left >= 0

    def _can(self, wanted: Demands) -> bool:
        if not self._spend(_OF_A_DEMAND * len(wanted)):
            return True
        groups: dict[Subject, list[Demand]] = {}
        for demand in wanted:
            groups.setdefault(demand.literal.subject, []).append(demand)
        of_one: dict[str, list[Subject]] = {}
        others: list[Subject] = []
        for subject in groups:
            read = () if isinstance(subject, str) else questions_in(subject)
            if len(read) == 1:
                of_one.setdefault(read[0], []).append(subject)
            else:
                others.append(subject)
        narrowed: dict[str, _Narrowed] = {}
        for id_, subjects in of_one.items():
            told = self._told_apart(id_, groups)
            if self._domain_of(id_, told) is None:
                others += subjects
                continue
            met = -1
            for subject in subjects:
                met &= self._values_at(subject, id_, told).meeting(groups[subject])
            if not met:
                return False
            narrowed[id_] = id_, told, met
        return all(self._may(subject, groups[subject], narrowed) for subject in others)

    def _told_apart(self, id_: str, subjects: Iterable[Subject]) -> frozenset[Subject]:
        """Returns the subjects that decide which ways to tick boxes are looked at."""
        if not isinstance(self._questions[id_], ManyQuestion):
            return frozenset()
        return frozenset(
            one for one in subjects if not isinstance(one, str) and id_ in questions_in(one)
        )

    def _list(self, subject: Subject, id_: str, told: frozenset[Subject]) -> _Listed:
        """Returns the value of a subject for each answer to the one question that it reads."""
        domain = self._domain_of(id_, told) or ()
        self._spend(10 * len(domain))
        return _Listed([value_at(subject, id_, answer) for answer in domain], self._spend)

    def _may(
        self, subject: Subject, demands: Sequence[Demand], narrowed: Mapping[str, _Narrowed]
    ) -> bool:
        """Tells whether some value of a subject may meet demands, given what its questions can."""
        constants = {demand.literal.constant for demand in demands}
        candidates: Iterable[Exact | None]
        match subject:
            case str():
                highest = Fraction(self.highest[subject])
                candidates = sample((Fraction(0), highest), constants, Fraction(1))
            case Answered():
                candidates = 0, 1
            case Chosen() | Ticked():
                candidates = None, 0, 1
            case number:
                left = tuple(narrowed[id_] for id_ in questions_in(number) if id_ in narrowed)
                listed = self._values_left(number, left)
                if listed is not None:
                    return listed.meeting(demands) != 0
                step = grid(number, self._steps)
                candidates = None, *sample(bounds(number), constants, step)
        return any(all(demand.met_by(value) for demand in demands) for value in candidates)

    def _combine(self, number: Number, narrowed: tuple[_Narrowed, ...]) -> _Listed | None:
        """Returns all values of a number, None if they are too many to list."""
        domains = {
            id_: self._domain_of(id_, self._told_apart(id_, (number,)))
            for id_ in questions_in(number)
        }
        for id_, told, met in narrowed:
            domain = self._domain_of(id_, told) or ()
            domains[id_] = tuple(compress(domain, map(int, f"{met:0{len(domain)}b}")))
        values = values_of(number, domains, self._spend)
        return None if values is None else _Listed(tuple(values), self._spend)
