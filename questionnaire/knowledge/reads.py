"""What questions and factors read of one another, and what follows of it for their order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from graphlib import TopologicalSorter

from questionnaire.knowledge.conditions import factors_in, questions_in
from questionnaire.knowledge.model import Factor, Question


def answers_read(question: Question) -> tuple[str, ...]:
    """Returns the questions whose answers decide whether a question is asked."""
    return questions_in(question.when, question.unless, *(one.when for one in question.assume))


def totals_read(factor: Factor) -> frozenset[str]:
    """Returns the factors whose totals the rules of a factor read."""
    return frozenset(read for rule in factor.rules for read in factors_in(rule.when, rule.unless))


def depths(reads: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """Returns for each id how many others stand one below the other under it, none in a circle."""
    found: dict[str, int] = {}
    for id_ in TopologicalSorter(reads).static_order():
        found[id_] = max((found[read] + 1 for read in reads[id_]), default=0)
    return found
