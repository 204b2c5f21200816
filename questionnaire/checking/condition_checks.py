"""Checks of conditions: none may be without effect, because it can never hold or can never fail."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from questionnaire.checking.satisfaction import Demand, Satisfaction, ways
from questionnaire.knowledge.conditions import (
    Amount,
    And,
    Answered,
    Chosen,
    Comparison,
    Condition,
    Count,
    DerivedCondition,
    DerivedNumber,
    Measure,
    Not,
    Or,
    Reaches,
    Ticked,
    bounds,
    factors_in,
    questions_in,
)
from questionnaire.knowledge.gates import Gate, question_place
from questionnaire.knowledge.model import Question, Rulebook
from questionnaire.knowledge.normal_form import (
    Conjunction,
    Literal,
    conjunctions,
    normal_form,
)
from questionnaire.knowledge.placeholders import placeholders
from questionnaire.knowledge.problems import Problem
from questionnaire.knowledge.wording import joined, number_in_words


def gate_problems(gate: Gate, rulebook: Rulebook, reason: Satisfaction) -> Iterator[Problem]:
    """Yields why something is never or always there, and which of its lists may be empty."""
    found = [
        problem
        for key, condition in (("when", gate.when), ("unless", gate.unless))
        if condition is not None
        for problem in condition_problems(gate.place(key), condition, reason)
    ]
    yield from found
    if found:
        return
    if gate.unless is not None:
        opening = ways(gate.when)
        shutting = normal_form(gate.unless)
        if not any(reason.can(way | shut) for way in opening for shut in ways(gate.unless)):
            what = "It can never hold together with when."
            yield Problem(gate.place("unless"), what, "Change one of them, or take it out.")
        elif all(any(reason.entails(way, shut) for shut in shutting) for way in opening):
            what = "It holds wherever when holds, so nothing is left."
            yield Problem(gate.place("unless"), what, "Change one of them.")
    yield from _empty_lists(gate, rulebook, reason)


def condition_problems(where: str, condition: Condition, reason: Satisfaction) -> Iterator[Problem]:
    """Yields why a condition says nothing, if so: it can never hold, in part or as a whole."""
    part = _impossible(condition, reason)
    if part is not None:
        subject = "It" if part == condition else "A part of it"
        what = f"{subject} can never hold: {_nothing(part)}."
        yield Problem(where, what, _range(part, reason) or "Change it, or take the entry out.")
    elif not reason.can_fail(condition):
        what, how = _everything(condition)
        yield Problem(where, f"It can never fail: {what}.", how)


def _impossible(condition: Condition, reason: Satisfaction) -> Condition | None:
    """Returns the smallest part of a condition that no answers make true, None if all can be."""
    match condition:
        case And(parts) | Or(parts):
            for part in parts:
                if (found := _impossible(part, reason)) is not None:
                    return found
        case DerivedCondition():
            return None
        case Chosen() | Ticked() | Answered() | Comparison() | Reaches() | Not():
            pass
    return None if any(map(reason.can, ways(condition))) else condition


def _nothing(condition: Condition) -> str:
    questions, factors = questions_in(condition), factors_in(condition)
    if not questions:
        return f"no total of {joined(factors)} makes it true" if factors else "it tests constants"
    answers = "no answers to {} make" if len(questions) > 1 else "no answer to {} makes"
    return f"{answers.format(joined(questions))} it true"


def _everything(condition: Condition) -> tuple[str, str]:
    """Returns what makes the condition true, and what to do about it."""
    questions, factors = questions_in(condition), factors_in(condition)
    if questions:
        what = f"every answer to {joined(questions)} makes it true"
        return what, "Narrow it, or write answered(…) if that is what is meant."
    what = f"every total of {joined(factors)} makes it true" if factors else "it tests constants"
    return what, "Narrow it, or take it out."


def _range(condition: Condition, reason: Satisfaction) -> str:
    """Returns a sentence on what the one number that a condition tests can be."""
    subjects = {literal.subject for found in normal_form(condition) for literal in found}
    if len(subjects) != 1:
        return ""
    (subject,) = subjects
    if isinstance(subject, str):
        return f"The total of {subject} is at most {reason.highest[subject]}."
    if isinstance(subject, Condition):
        return ""
    low, high = map(number_in_words, bounds(subject))
    lies = f"lies between {low} and {high}"
    match subject:
        case Measure(question=id_):
            step = reason.step(id_)
            return f"{id_} {lies}, in steps of {number_in_words(step)}."
        case Amount(question=id_, amounts=amounts):
            known = joined([number_in_words(amount) for _, amount in amounts])
            return f"The amounts of {id_} are {known}."
        case DerivedNumber(id=id_):
            return f"{id_} {lies}."
        case Count(question=id_):
            return f"The count of {id_} {lies}."
        case _:
            return f"What it compares {lies}." if questions_in(subject) else ""


def _empty_lists(gate: Gate, rulebook: Rulebook, reason: Satisfaction) -> Iterator[Problem]:
    """Yields the placeholders that would print a list of boxes where none of them is ticked."""
    for found in placeholders(gate.text):
        derived = rulebook.derived.get(found.id)
        if found.labels and derived is not None and isinstance(derived.value, Count):
            none = {Demand(Literal(derived.value, "==", Fraction(0)))}
            if any(reason.can(way | none) for way in ways(gate.when)):
                what = f"{found} may be an empty list when this text is shown."
                yield Problem(gate.where, what, f'Add to "when": {found.id} >= 1.')


def assumption_problems(question: Question, reason: Satisfaction) -> Iterator[Problem]:
    """Yields the assumed answers, and the question itself, that others leave no room for."""
    where = question_place(question)
    earlier: list[Conjunction] = []
    for number, line in enumerate(question.assume, start=1):
        if earlier and all(
            any(reason.entails(way, first) for first in earlier) for way in ways(line.when)
        ):
            what = "The lines of assume before it hold wherever it holds."
            yield Problem(f"{where}, assume {number}", what, "Change the order, or take it out.")
        earlier += normal_form(line.when)
    shutting = (*earlier, *conjunctions(question.unless))
    if earlier and all(
        any(reason.entails(way, shut) for shut in shutting) for way in ways(question.when)
    ):
        what = "It can never be asked: it is assumed or left out wherever it could be."
        yield Problem(where, what, "Change when, unless or assume.")
