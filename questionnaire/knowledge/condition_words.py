"""A condition in words, for somebody who reads no code and knows no id.

Questions and derived values are called by their names, choices by their labels, totals by the
levels that they reach.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
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
    bounds,
    choices_where,
    questions_in,
)
from questionnaire.knowledge.model import NumberQuestion, Question, Rulebook, choices_of
from questionnaire.knowledge.wording import in_words, joined, labels, name_of, number_in_words

_COMPARED: Final[dict[Operator, str]] = {
    "<": "less than",
    "<=": "at most",
    ">": "more than",
    ">=": "at least",
    "==": "exactly",
    "!=": "not",
}


def condition_in_words(condition: Condition, rulebook: Rulebook) -> str:
    """Returns the condition as a phrase that follows "if"."""
    match condition:
        case Chosen(question, choices):
            return f"{_name(question, rulebook)} is {_either(question, choices, rulebook)}"
        case Ticked(question, box):
            return f"{_either(question, (box,), rulebook)} is ticked{_under(question, rulebook)}"
        case Answered(question):
            return f"{_name(question, rulebook)} was answered"
        case Comparison():
            return _comparison(condition, rulebook)
        case Reaches(factor, least):
            return f"“{rulebook.factors[factor].name}” {_reached(least, rulebook)}"
        case DerivedCondition(id_, value):
            name = rulebook.derived[id_].text
            return f"“{name}” is true" if name else _apart(value, rulebook)
        case Not(part):
            return _denied(part, rulebook)
        case And(parts):
            return " and ".join(_part(part, Or, rulebook) for part in parts)
        case Or(parts):
            return " or ".join(_part(part, And, rulebook) for part in parts)


def assumptions_in_words(question: Question, rulebook: Rulebook) -> Iterator[str]:
    """Yields which answers a question has without being asked, and when."""
    for line in question.assume:
        yield f"{in_words(question, line.answer)}, if {condition_in_words(line.when, rulebook)}"


def _denied(part: Condition, rulebook: Rulebook) -> str:
    match part:
        case Chosen(question, choices):
            return f"{_name(question, rulebook)} is not {_either(question, choices, rulebook)}"
        case Ticked(question, box):
            ticked = _either(question, (box,), rulebook)
            return f"{ticked} is not ticked{_under(question, rulebook)}"
        case Answered(question):
            return f"{_name(question, rulebook)} was not answered"
        case DerivedCondition(id_, _) if rulebook.derived[id_].text:
            return f"“{rulebook.derived[id_].text}” is not true"
        case Not(inner):
            return condition_in_words(inner, rulebook)
        case _:
            return f"it is not so that {_apart(part, rulebook)}"


def _part(part: Condition, other: type[And | Or], rulebook: Rulebook) -> str:
    words = condition_in_words(part, rulebook)
    return f"({words})" if isinstance(part, other) else words


def _apart(condition: Condition, rulebook: Rulebook) -> str:
    words = condition_in_words(condition, rulebook)
    return words if words.startswith("(") else f"({words})"


def _comparison(comparison: Comparison, rulebook: Rulebook) -> str:
    left, operator, right = comparison.left, comparison.operator, comparison.right
    if (listed := _listed(left, rulebook)) and isinstance(right, Constant):
        return f"{_COMPARED[operator]} {number_in_words(right.value)} of these: {listed}"
    match left, right:
        case Amount(question, _) as amount, Constant(value):
            chosen = choices_where(amount, operator, value)
            return f"{_name(question, rulebook)} is {_stretch(question, chosen, rulebook)}"
        case Count(question, boxes), Constant(value):
            none = (operator == "==" and value == 0) or (operator == "<" and value == 1)
            many = "none" if none else f"{_COMPARED[operator]} {number_in_words(value)}"
            ticked = f"{'is' if none or value == 1 else 'are'} ticked{_under(question, rulebook)}"
            return f"{many} {_of_boxes(question, boxes, rulebook)} {ticked}"
        case _, Constant(value):
            with_unit = number_in_words(value, unit_of(left, rulebook))
            return f"{number_in_terms(left, rulebook)} is {_COMPARED[operator]} {with_unit}"
        case _:
            compared = f"{_COMPARED[operator]} {number_in_terms(right, rulebook)}"
            return f"{number_in_terms(left, rulebook)} is {compared}"


def summands(number: Number) -> tuple[Number, ...]:
    """Returns the parts of a sum, or the number itself where it is none."""
    match number:
        case Arithmetic("+", left, right):
            return *summands(left), *summands(right)
        case _:
            return (number,)


def _listed(number: Number, rulebook: Rulebook) -> str:
    """Returns what a sum counts, if it does nothing else: boxes that are ticked, or answers."""
    counted = []
    for part in summands(number):
        match part:
            case Default(Count(question, boxes), Fraction(numerator=0)):
                ticked = ", ".join(_either(question, (box,), rulebook) for box in boxes)
                counted.append(f"{ticked} ticked{_under(question, rulebook)}")
            case Default(inner, Fraction(numerator=0)) if set(bounds(inner)) == {Fraction(1)}:
                asked = joined([_name(question, rulebook) for question in questions_in(inner)])
                counted.append(f"{asked} answered")
            case _:
                return ""
    return "; ".join(counted) if len(counted) > 1 else ""


def _stretch(question: str, chosen: Sequence[ChoiceId], rulebook: Rulebook) -> str:
    """Returns some choices of a scale: "“daily” or more" where all further ones are among them."""
    scale = sorted(choices_of(rulebook.questions[question]), key=lambda one: one.amount or 0)
    places = [place for place, choice in enumerate(scale) if choice.id in chosen]
    if len(places) > 1 and places == list(range(places[0], len(scale))):
        return f"“{scale[places[0]].label}” or more"
    if len(places) > 1 and places == list(range(len(places))):
        return f"“{scale[places[-1]].label}” or less"
    return _either(question, chosen, rulebook) if chosen else "none of its answers"


def _reached(total: int, rulebook: Rulebook) -> str:
    level = next((one.label for one in rulebook.levels.values() if one.start == total), None)
    return f"is at least “{level}”" if level else f"has at least {total} points"


def _name(question: str, rulebook: Rulebook) -> str:
    return f"“{name_of(rulebook.questions[question])}”"


def _under(question: str, rulebook: Rulebook) -> str:
    return f" under {_name(question, rulebook)}"


def _either(question: str, choices: Sequence[ChoiceId], rulebook: Rulebook) -> str:
    found = [label for id_ in choices for label in labels(rulebook.questions[question], (id_,))]
    *first, last = (f"“{label}”" for label in found)
    return f"{', '.join(first)} or {last}" if first else last


def _of_boxes(question: str, boxes: Sequence[ChoiceId], rulebook: Rulebook) -> str:
    known = rulebook.questions[question]
    if all(choice.id in boxes or choice.exclusive for choice in choices_of(known)):
        return "of the boxes"
    return f"of {joined([f'“{label}”' for label in labels(known, boxes)])}"


def unit_of(number: Number, rulebook: Rulebook) -> str:
    """Returns the unit of a number, "" where it has none."""
    match number:
        case Measure(question, _, _):
            known = rulebook.questions[question]
            return known.unit if isinstance(known, NumberQuestion) else ""
        case DerivedNumber(id_, _):
            return rulebook.derived[id_].unit
        case Default(inner, _):
            return unit_of(inner, rulebook)
        case _:
            return ""


def number_in_terms(number: Number, rulebook: Rulebook, *, nested: bool = False) -> str:
    """Returns what a number is made of, in brackets where it is ``nested`` in another."""
    match number:
        case Constant(value):
            return number_in_words(value)
        case Measure(question, _, _) | Amount(question, _):
            return _name(question, rulebook)
        case DerivedNumber(id_, value):
            name = rulebook.derived[id_].text
            return f"“{name}”" if name else number_in_terms(value, rulebook, nested=nested)
        case Count(question, boxes):
            ticked = f"ticked{_under(question, rulebook)}"
            return f"the number {_of_boxes(question, boxes, rulebook)} {ticked}"
        case Default(inner, otherwise):
            unknown = f"({number_in_words(otherwise)} if not known)"
            return f"{number_in_terms(inner, rulebook, nested=True)} {unknown}"
        case Extreme(which, numbers):
            named = [number_in_terms(one, rulebook, nested=True) for one in numbers]
            return f"the {'smaller' if which == 'min' else 'larger'} of {joined(named)}"
        case Arithmetic(operator, left, right):
            sign = {"+": "+", "-": "−", "*": "×"}[operator]
            first = number_in_terms(left, rulebook, nested=not _is_sum(number, left))
            second = number_in_terms(right, rulebook, nested=not _is_sum(number, right))
            words = f"{first} {sign} {second}"
            return f"({words})" if nested else words


def _is_sum(number: Arithmetic, side: Number) -> bool:
    """Tells whether a side of a sum is a sum too, which needs no brackets."""
    return isinstance(side, Arithmetic) and number.operator == side.operator == "+"
