"""What the conditions of two rule bases read, and what of it may differ for the same answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cached_property

from msgspec.structs import replace

from questionnaire.checking.both import Both
from questionnaire.checking.edits import lists_signs
from questionnaire.checking.region import Sides, TooManyWays, opened, rebased
from questionnaire.checking.satisfaction import Demands, Satisfaction
from questionnaire.knowledge.bearing import read_by_red_flags
from questionnaire.knowledge.conditions import Condition, Node, factors_in, questions_in
from questionnaire.knowledge.gates import RECOMMENDATION, Key, key_of
from questionnaire.knowledge.model import Factor, Question, Rulebook, choices_of, highest_total
from questionnaire.knowledge.normal_form import TooManyConjunctions
from questionnaire.knowledge.reads import answers_read, totals_read


class Inputs:
    """Answers and totals as the conditions of two rule bases read them.

    Attributes:
        books: The old and the new one.
        merged: All questions, derived values and factors that one of them has.
        reason: Says of demands whether somebody may meet them by one of the two.
        flagged: The questions that red flags read.
        warnings: The keys of lines that nobody must miss.
    """

    def __init__(self, both: Both) -> None:
        self.old, self.new = self.books = old, new = both.told_apart
        self.merged = _merged(both)
        highest = {
            id_: max(highest_total(one.factors[id_]) for one in self.books if id_ in one.factors)
            for id_ in self.merged.factors
        }
        self.reason = Satisfaction(self.merged.questions, highest)
        self.flagged = read_by_red_flags(old) | read_by_red_flags(new)
        self.warnings = _warnings(old)

    def rebased(self, node: Node, book: Rulebook) -> Node:
        """Returns a condition or number of a rule base as one of the merged questions."""
        return rebased(node, book.questions, self.merged.questions)

    def sides(self, owner: object, book: Rulebook) -> Sides:
        """Returns the conditions of a thing, as of the merged questions."""
        when, unless = (getattr(owner, key, None) for key in ("when", "unless"))
        return self.condition(when, book), self.condition(unless, book)

    def condition(self, condition: Condition | None, book: Rulebook) -> Condition | None:
        """Returns a condition as one of the merged questions."""
        found = None if condition is None else self.rebased(condition, book)
        return found if isinstance(found, Condition) else None

    def readable(self, *sides: Sides | None) -> bool:
        """Tells whether what these conditions read is of the same kind in both rule bases."""
        return self._of_two_kinds.isdisjoint(_read(sides))

    def same(self, *sides: Sides | None) -> bool:
        """Tells whether all that these conditions read is the same for everybody."""
        conditions = [one for side in sides if side for one in side]
        return self._moved.isdisjoint(_read(sides)) and self._moved_factors.isdisjoint(
            factors_in(*conditions)
        )

    @property
    def same_totals(self) -> bool:
        """Whether all totals are the same for everybody."""
        return not self._moved_factors

    @cached_property
    def asked(self) -> Mapping[str, tuple[Demands, ...]]:
        """The ways for each question to be asked by both; without those asked of everybody."""
        found = {id_: self._asked(id_) for id_ in self.merged.questions}
        return {id_: ways for id_, ways in found.items() if ways != (frozenset(),)}

    def _asked(self, id_: str) -> tuple[Demands, ...]:
        books = [book for book in self.books if id_ in book.questions]
        ways: tuple[Demands, ...] = (frozenset(),)
        for sides in dict.fromkeys(self.sides(book.questions[id_], book) for book in books):
            with suppress(TooManyWays, TooManyConjunctions):
                more = opened(sides, self.reason) if self.readable(sides) else (frozenset(),)
                ways = tuple(dict.fromkeys(one | other for one in ways for other in more))
        return ways

    @cached_property
    def _of_two_kinds(self) -> frozenset[str]:
        old, new = self.old.questions, self.new.questions
        return frozenset(
            id_ for id_ in old.keys() & new.keys() if type(old[id_]) is not type(new[id_])
        )

    @cached_property
    def _moved(self) -> frozenset[str]:
        """The questions whose answer may count otherwise; conditions of questions look back."""
        moved = set(self._of_two_kinds)
        for id_, question in self.new.questions.items():
            if (before := self.old.questions.get(id_)) is not None:
                read = {*answers_read(before), *answers_read(question)}
                if (
                    self._asking(before, self.old) != self._asking(question, self.new)
                    or read & moved
                ):
                    moved.add(id_)
        return frozenset(moved)

    def _asking(self, question: Question, book: Rulebook) -> object:
        """Returns something that is equal for questions whose answers count in the same way."""
        assumed = tuple((self.condition(line.when, book), line.answer) for line in question.assume)
        alone = {choice.id for choice in choices_of(question) if choice.exclusive}
        return self.sides(question, book), assumed, alone

    @cached_property
    def _moved_factors(self) -> frozenset[str]:
        """The factors whose totals may differ for the same answers."""
        old, new = self.old.factors, self.new.factors
        moved = {
            id_
            for id_ in old.keys() & new.keys()
            if self._adding(old[id_], self.old) != self._adding(new[id_], self.new)
            or any(
                not self._moved.isdisjoint(questions_in(rule.when, rule.unless))
                for rule in (*old[id_].rules, *new[id_].rules)
            )
        }
        while more := {
            id_
            for id_ in old.keys() & new.keys()
            if id_ not in moved and moved & totals_read(new[id_])
        }:
            moved |= more
        return frozenset(moved)

    def _adding(self, factor: Factor, book: Rulebook) -> object:
        """Returns something that is equal for factors that add up in the same way."""
        return {
            rule.id: (self.sides(rule, book), rule.weight, rule.supporting) for rule in factor.rules
        }


def _read(sides: Iterable[Sides | None]) -> tuple[str, ...]:
    return questions_in(*(one for side in sides if side for one in side))


def _merged(both: Both) -> Rulebook:
    old, new = both.told_apart
    return replace(
        new,
        questions=both.questions,
        derived={**old.derived, **new.derived},
        factors={**old.factors, **new.factors},
    )


def _warnings(rulebook: Rulebook) -> frozenset[Key]:
    cautions = {
        (*key_of("factor", factor.id), line.id)
        for factor in rulebook.factors.values()
        for line in factor.cautions
    }
    lists = {key_of("notice", notice.id) for notice in rulebook.notices if lists_signs(notice)}
    said = {(*RECOMMENDATION, line.id) for line in rulebook.recommendation}
    return frozenset(cautions | lists | said)
