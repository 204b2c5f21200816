"""A condition in words, for somebody who reads no code.

Questions and derived values are called by their ids, as in the files; choices by their labels.
"""

from __future__ import annotations

from typing import Final

from questionnaire.knowledge.conditions import (
    Amount,
    And,
    Answered,
    Arithmetic,
    ChoiceId,
    Chosen,
    Comparison,
    Condition,
    Constant,
    Count,
    Default,
    DerivedCondition,
    DerivedNumber,
    Extreme,
    Measure,
    Not,
    Number,
    Operator,
    Or,
    Reaches,
    Ticked,
)
from questionnaire.knowledge.model import Rulebook
from questionnaire.knowledge.wording import joined, labels, number_in_words

_COMPARED: Final[dict[Operator, str]] = {
    "<": "less than",
    "<=": "at most",
    ">": "more than",
    ">=": "at least",
    "==": "exactly",
    "!=": "not",
}


def condition_in_words(condition: Condition, rulebook: Rulebook) -> str:
    """Returns the condition as a phrase that follows "when"."""
    match condition:
        case Chosen(question, choices):
            return f"{question} is {_either(question, choices, rulebook)}"
        case Ticked(question, box):
            return f"{_either(question, (box,), rulebook)} is ticked in {question}"
        case Answered(question):
            return f"{question} was answered"
        case Comparison(left, operator, right):
            compared = f"{_COMPARED[operator]} {number_in_terms(right, rulebook)}"
            return f"{number_in_terms(left, rulebook)} is {compared}"
        case Reaches(factor, least):
            return f"the total of “{rulebook.factors[factor].name}” is at least {least}"
        case DerivedCondition(id_, _):
            return f"{id_} holds"
        case Not(Chosen(question, choices)):
            return f"{question} is not {_either(question, choices, rulebook)}"
        case Not(Ticked(question, box)):
            return f"{_either(question, (box,), rulebook)} is not ticked in {question}"
        case Not(Answered(question)):
            return f"{question} was not answered"
        case Not(DerivedCondition(id_, _)):
            return f"{id_} does not hold"
        case Not(part):
            return f"it is not so that ({condition_in_words(part, rulebook)})"
        case And(parts):
            return " and ".join(_part(part, Or, rulebook) for part in parts)
        case Or(parts):
            return " or ".join(_part(part, And, rulebook) for part in parts)


def _part(part: Condition, other: type[And | Or], rulebook: Rulebook) -> str:
    words = condition_in_words(part, rulebook)
    return f"({words})" if isinstance(part, other) else words


def _either(question: str, choices: tuple[ChoiceId, ...], rulebook: Rulebook) -> str:
    found = [label for id_ in choices for label in labels(rulebook.questions[question], (id_,))]
    *first, last = (f"“{label}”" for label in found)
    return f"{', '.join(first)} or {last}" if first else last


def number_in_terms(number: Number, rulebook: Rulebook) -> str:
    """Returns what a number is made of."""
    match number:
        case Constant(value):
            return number_in_words(value)
        case Measure(question, _, _) | Amount(question, _):
            return question
        case DerivedNumber(id_, _):
            return id_
        case Count(question, boxes):
            named = [f"“{label}”" for label in labels(rulebook.questions[question], boxes)]
            return f"the number of boxes ticked in {question} among {joined(named)}"
        case Default(inner, otherwise):
            return (
                f"{number_in_terms(inner, rulebook)} (or {number_in_words(otherwise)} if not known)"
            )
        case Extreme(which, numbers):
            named = [number_in_terms(one, rulebook) for one in numbers]
            return f"the {'smaller' if which == 'min' else 'larger'} of {joined(named)}"
        case Arithmetic(operator, left, right):
            sign = {"+": "+", "-": "−", "*": "×"}[operator]
            words = f"{number_in_terms(left, rulebook)} {sign} {number_in_terms(right, rulebook)}"
            return f"({words})"
