"""Whether some answers make a condition hold, and whether some make it fail.

Sound, not complete: "no" is proved, "yes" may be mistaken.  Every question that a conjunction tests
has a domain, the answers that it can have; tests of one question narrow its domain, tests that join
several are held against all values that the narrowed domains allow.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Final, TypeAlias

from msgspec import Struct

from questionnaire.checking.possible_values import (
    Domain,
    Values,
    sample,
    single_answers,
    ticks,
    value_at,
    values_of,
)
from questionnaire.knowledge.conditions import (
    Answered,
    Chosen,
    Condition,
    Number,
    Operator,
    Ticked,
    questions_in,
)
from questionnaire.knowledge.model import ManyQuestion, NumberQuestion, Question
from questionnaire.knowledge.normal_form import (
    Conjunction,
    Literal,
    Subject,
    normal_form,
)

_COMPARE: Final[Mapping[Operator, Callable[[Fraction, Fraction], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


class Demand(Struct, frozen=True):
    """A literal that is to match, or that is to fail; it fails too where its subject is unknown."""

    literal: Literal
    matches: bool = True

    def met_by(self, value: Fraction | None) -> bool:
        """Tells whether this value of the subject does what is demanded."""
        literal = self.literal
        matches = value is not None and _COMPARE[literal.operator](value, literal.constant)
        return matches == self.matches


Demands: TypeAlias = frozenset[Demand]


def ways(condition: Condition | None) -> tuple[Demands, ...]:
    """Returns the ways for a condition to hold, one without demands where there is none."""
    if condition is None:
        return (frozenset(),)
    return tuple(frozenset(map(Demand, conjunction)) for conjunction in normal_form(condition))


class Satisfaction:
    """Answers questions about the conditions of one rule base."""

    def __init__(self, questions: Mapping[str, Question], highest: Mapping[str, int]) -> None:
        """Starts with the questions and the highest total that each factor can reach."""
        self._questions = questions
        self.highest = highest
        self._static = {id_: single_answers(question) for id_, question in questions.items()}
        self._values: dict[Number, Values | None] = {}
        self._possible: dict[Demands, bool] = {}

    def can(self, wanted: Demands) -> bool:
        """Tells whether some answers and totals may meet all demands at once."""
        if wanted not in self._possible:
            self._possible[wanted] = self._can(wanted)
        return self._possible[wanted]

    def entails(self, wanted: Demands, conjunction: Conjunction) -> bool:
        """Tells whether the conjunction is sure to match wherever the demands are met."""
        return not any(
            self.can(wanted | {Demand(literal, matches=False)}) for literal in conjunction
        )

    def question(self, id_: str) -> Question:
        """Returns a question of the rule base."""
        return self._questions[id_]

    def step(self, id_: str) -> Fraction:
        """Returns the step of a number question."""
        question = self._questions[id_]
        return question.step if isinstance(question, NumberQuestion) else Fraction(1)

    def values(self, number: Number) -> Values | None:
        """Returns all values that a number may have, None if they are too many to list."""
        if number not in self._values:
            domains = {id_: self.domain(id_, (number,)) for id_ in questions_in(number)}
            self._values[number] = values_of(number, domains)
        return self._values[number]

    def _can(self, wanted: Demands) -> bool:
        by_subject: dict[Subject, list[Demand]] = {}
        for demand in wanted:
            by_subject.setdefault(demand.literal.subject, []).append(demand)
        reads = {subject: _questions_of(subject) for subject in by_subject}
        read = frozenset[str]().union(*reads.values())
        domains = {id_: self.domain(id_, by_subject) for id_ in sorted(read)}
        narrowed: dict[str, Domain] = {}
        for id_, domain in domains.items():
            own = [subject for subject in by_subject if reads[subject] == {id_}]
            if domain is not None and own:
                narrowed[id_] = tuple(
                    answer
                    for answer in domain
                    if all(
                        demand.met_by(value_at(subject, id_, answer))
                        for subject in own
                        for demand in by_subject[subject]
                    )
                )
                if not narrowed[id_]:
                    return False
        return all(
            any(
                all(demand.met_by(value) for demand in group)
                for value in self._candidates(subject, group, domains, narrowed)
            )
            for subject, group in by_subject.items()
            if not reads[subject]
            or not reads[subject] <= narrowed.keys()
            or len(reads[subject]) > 1
        )

    def _candidates(
        self,
        subject: Subject,
        group: Iterable[Demand],
        domains: Mapping[str, Domain | None],
        narrowed: Mapping[str, Domain],
    ) -> Iterable[Fraction | None]:
        """Returns values of the subject of which one meets the group if any does."""
        match subject:
            case str():
                return map(Fraction, range(self.highest[subject] + 1))
            case Answered():
                return Fraction(0), Fraction(1)
            case Chosen() | Ticked():
                return None, Fraction(0), Fraction(1)
            case number if narrowed.keys().isdisjoint(questions_in(number)):
                listed = self.values(number)
            case number:
                listed = values_of(number, {**domains, **narrowed})
        if listed is not None:
            return listed
        return None, *sample(number, {demand.literal.constant for demand in group})

    def domain(self, id_: str, subjects: Iterable[Subject]) -> Domain | None:
        """Returns the answers to a question, as far as these subjects tell them apart.

        None if they are too many to list.
        """
        question = self._questions[id_]
        return (
            ticks(question, subjects) if isinstance(question, ManyQuestion) else self._static[id_]
        )


def _questions_of(subject: Subject) -> frozenset[str]:
    return frozenset() if isinstance(subject, str) else frozenset(questions_in(subject))
