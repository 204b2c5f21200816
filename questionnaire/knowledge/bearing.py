"""What an answer bears on: the warning signs and factors whose rules read a question."""

from __future__ import annotations

from fractions import Fraction
from itertools import chain

from msgspec import Struct

from questionnaire.knowledge.conditions import (
    Answered,
    DerivedNumber,
    Measure,
    factors_in,
    questions_in,
)
from questionnaire.knowledge.gates import gates
from questionnaire.knowledge.model import NumberQuestion, Rulebook
from questionnaire.knowledge.normal_form import conjunctions
from questionnaire.knowledge.reads import totals_read


class Bearing(Struct, frozen=True):
    """The ids of the red flags and factors that read a question, in the order of the rule base."""

    red_flags: tuple[str, ...] = ()
    factors: tuple[str, ...] = ()

    @property
    def many(self) -> int:
        """How many they are."""
        return len(self.red_flags) + len(self.factors)


def read_by_red_flags(rulebook: Rulebook) -> frozenset[str]:
    """Returns the questions that red flags read, also those that only the totals in them do."""
    conditions = [flag.when for flag in rulebook.red_flags.values()]
    factors: set[str] = set()
    while new := set(factors_in(*conditions)) - factors:
        factors |= new
        for id_ in new:
            for rule in rulebook.factors[id_].rules:
                conditions += filter(None, (rule.when, rule.unless))
    return frozenset(questions_in(*conditions))


def bearings(rulebook: Rulebook) -> dict[str, Bearing]:
    """Returns for every question what its answer bears on, derived values followed."""
    flags: dict[str, list[str]] = {question: [] for question in rulebook.questions}
    factors: dict[str, dict[str, None]] = {question: {} for question in rulebook.questions}
    for flag in rulebook.red_flags.values():
        for question in questions_in(flag.when):
            flags[question].append(flag.id)
    for factor in rulebook.factors.values():
        for rule in factor.rules:
            for question in questions_in(rule.when, rule.unless):
                factors[question][factor.id] = None
    return {
        question: Bearing(tuple(flags[question]), tuple(factors[question]))
        for question in rulebook.questions
    }


def bearings_through_totals(rulebook: Rulebook) -> dict[str, Bearing]:
    """Returns the same, with what an answer bears on through the total of a factor."""
    direct = bearings(rulebook)
    reads = {factor.id: totals_read(factor) for factor in rulebook.factors.values()}
    flags = {flag.id: factors_in(flag.when) for flag in rulebook.red_flags.values()}
    found = {}
    for question, bearing in direct.items():
        reached = set(bearing.factors)
        while more := {id_ for id_ in reads if id_ not in reached and reads[id_] & reached}:
            reached |= more
        found[question] = Bearing(
            tuple(id_ for id_ in flags if id_ in bearing.red_flags or reached & {*flags[id_]}),
            tuple(id_ for id_ in rulebook.factors if id_ in reached),
        )
    return found


def thresholds(rulebook: Rulebook) -> dict[str, frozenset[Fraction]]:
    """Returns the constants with which conditions compare the answer to a number question.

    Answers with none of them between are the same to every condition.  A question is left out where
    some condition does more with its answer, such as to add it to another.
    """
    constants = {
        question.id: set[Fraction]()
        for question in rulebook.questions.values()
        if isinstance(question, NumberQuestion)
    }
    sides = (side for gate in gates(rulebook) for side in (gate.when, gate.unless))
    for literal in chain.from_iterable(chain.from_iterable(map(conjunctions, sides))):
        subject = literal.subject
        while isinstance(subject, DerivedNumber):
            subject = subject.value
        if isinstance(subject, Measure) and subject.question in constants:
            constants[subject.question].add(literal.constant)
        elif not isinstance(subject, str | Answered):
            for id_ in questions_in(subject):
                constants.pop(id_, None)
    return {id_: frozenset(compared) for id_, compared in constants.items()}


def asked_anew(rulebook: Rulebook) -> frozenset[str]:
    """Returns the questions that nobody answers by keeping an old answer: the warning signs.

    They are the lists that a red flag reads alone, and all lists of a red flag that reads none of
    these.  So whatever a red flag looks for in a list has been looked at again.  A number is not
    among them: it stands in its field for all to see.
    """
    read = [
        {
            question
            for question in questions_in(flag.when)
            if not isinstance(rulebook.questions[question], NumberQuestion)
        }
        for flag in rulebook.red_flags.values()
    ]
    alone = {question for lists in read if len(lists) == 1 for question in lists}
    return frozenset(alone.union(*(lists for lists in read if alone.isdisjoint(lists))))
