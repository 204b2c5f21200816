"""Between two conditions: the ways in which a thing is open by the one and shut by the other.

They are worked out from the normal forms, so whoever goes none of them is sure to see no
difference; ways that nobody can go are left out as far as ``Satisfaction`` can tell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Final, TypeAlias

from msgspec.structs import astuple, replace

from questionnaire.checking.satisfaction import Demand, Demands, Satisfaction, ways
from questionnaire.knowledge.condition_words import condition_in_words, number_in_terms, unit_of
from questionnaire.knowledge.conditions import (
    Amount,
    And,
    Answered,
    ChoiceId,
    Comparison,
    Condition,
    Constant,
    Count,
    DerivedNumber,
    Measure,
    Node,
    Not,
    Number,
    Reaches,
    needed,
    questions_in,
    walk,
)
from questionnaire.knowledge.model import NumberQuestion, Question, Rulebook, choices_of
from questionnaire.knowledge.normal_form import Literal, normal_form
from questionnaire.knowledge.wording import number_in_words

MOST_WAYS: Final = 256
"""Ways into a region that are looked at; of more nothing is said."""

Sides: TypeAlias = tuple[Condition | None, Condition | None]
"""The ``when`` and the ``unless`` of a thing."""


class TooManyWays(Exception):  # noqa: N818 - named by the fault, as in our glossary
    """A region has more than ``MOST_WAYS``."""


def opened(sides: Sides, reason: Satisfaction) -> tuple[Demands, ...]:
    """Returns the ways in which something is open.

    Raises:
        TooManyWays: There are too many.
    """
    when, unless = sides
    return failing(_kept(ways(when), reason), () if unless is None else ways(unless), reason)


def between(one: Sides, other: Sides, reason: Satisfaction) -> tuple[Demands, ...]:
    """Returns the ways in which something is open by one pair of conditions and shut by another.

    Raises:
        TooManyWays: There are too many.
    """
    found = opened(one, reason)
    when, unless = other
    shut = failing(found, ways(when), reason)
    if unless is not None:
        shut += _kept((way | more for way in found for more in ways(unless)), reason)
    return tuple(shortest(way, reason) for way in _kept(shut, reason))


def rebased(node: Node, own: Mapping[str, Question], questions: Mapping[str, Question]) -> Node:
    """Returns a condition of a rule base with its ``own`` questions as one of these questions.

    So that a number is one subject on both sides, whatever range it has there, and so are the count
    of all boxes and the amounts of all choices, whichever there are.
    """
    match node:
        case Measure(id_) if isinstance(asked := questions.get(id_), NumberQuestion):
            return Measure(id_, asked.low, asked.high)
        case Count(id_, boxes) if {*boxes} == {*_boxes(own.get(id_))}:
            return Count(id_, _boxes(questions.get(id_)))
        case Amount(id_, amounts) if (asked := questions.get(id_)) is not None:
            known = {one.id: one.amount for one in choices_of(asked) if one.amount is not None}
            return Amount(id_, tuple((known | dict(amounts)).items()))
        case _:
            return _with_parts(node, lambda part: rebased(part, own, questions))


def _with_parts(node: Node, change: Callable[[Node], Node]) -> Node:
    """Returns a node with each node directly in it changed."""

    def part(value: object) -> object:
        match value:
            case Node():
                return change(value)
            case tuple():
                return tuple(map(part, value))
            case _:
                return value

    return type(node)(*map(part, astuple(node)))


def _boxes(question: Question | None) -> tuple[ChoiceId, ...]:
    """Returns what ``count`` counts where it names no boxes."""
    choices = () if question is None else choices_of(question)
    return tuple(choice.id for choice in choices if not choice.exclusive)


def failing(
    found: tuple[Demands, ...], conjunctions: Iterable[Demands], reason: Satisfaction
) -> tuple[Demands, ...]:
    """Returns how these ways can go on such that none of the conjunctions matches."""
    for conjunction in conjunctions:
        in_order = sorted(conjunction, key=repr)  # a set has another order on every run
        fails = [Demand(one.literal, matches=False) for one in in_order]
        found = _kept((way | {one} for way in found for one in fails), reason)
    return found


def _kept(found: Iterable[Demands], reason: Satisfaction) -> tuple[Demands, ...]:
    """Returns the ways that somebody may go, each only if no wider one is among them."""
    possible = [
        way
        for way in dict.fromkeys(found)
        if not any(Demand(one.literal, not one.matches) in way for one in way) and reason.can(way)
    ]
    if len(possible) > MOST_WAYS:
        raise TooManyWays
    return tuple(way for way in possible if not any(other < way for other in possible))


def shortest(way: Demands, reason: Satisfaction) -> Demands:
    """Returns a way without the demands that the others entail."""
    for one in sorted(way, key=lambda one: (one.matches, repr(one))):
        rest = way - {one}
        if rest and not reason.can(rest | {Demand(one.literal, not one.matches)}):
            way = rest
    return way


# In words -----------------------------------------------------------------------------------------


def way_in_words(way: Demands, rulebook: Rulebook, reason: Satisfaction) -> str:
    """Returns all demands of a way as a phrase that follows "where"."""
    ordered = sorted(way, key=lambda one: (not one.matches, _place(one, rulebook), repr(one)))
    by_subject: dict[object, list[Demand]] = {}
    for one in ordered:
        by_subject.setdefault(one.literal.subject, []).append(one)
    numbers = [one for one in by_subject if isinstance(one, Number)]
    named = Counter(one.id for one in {*walk(*numbers)} if isinstance(one, DerivedNumber))
    said = []
    for group in by_subject.values():
        known = [
            _spelt(_literal(one), named)
            for one in group
            if one.matches or _is_known(one.literal, way)
        ]
        unsure = [one for one in group if not one.matches and not _is_known(one.literal, way)]
        if (stretch := _stretch(known, rulebook)) is not None:
            said.append(stretch)
        elif known:
            said.append(condition_in_words(_all(map(as_condition, known)), rulebook))
        for one in unsure:
            words = condition_in_words(as_condition(_spelt(_literal(one), named)), rulebook)
            sure = not reason.can(way | {_unanswered(id_) for id_ in read_by(one)})
            said.append(words if sure else f"{words} (or that is not known)")
    return " and ".join(said) or "always"


def _spelt(literal: Literal, named: Mapping[str, int]) -> Literal:
    """Returns a literal without the names of numbers that mean one thing now and meant another.

    By its name such a number would read as at least and less than the same.
    """

    def spelt(node: Node) -> Node:
        if isinstance(node, DerivedNumber) and named[node.id] > 1:
            return spelt(node.value)
        return _with_parts(node, spelt)

    number = literal.subject
    said = spelt(number) if isinstance(number, Number) else None
    return replace(literal, subject=said) if isinstance(said, Number) else literal


def as_condition(literal: Literal) -> Condition:
    """Returns a literal as the condition that it comes from."""
    subject, constant = literal.subject, literal.constant
    if isinstance(subject, str):
        reaches = Reaches(subject, int(constant))
        return reaches if literal.operator == ">=" else Not(reaches)
    if isinstance(subject, Condition):
        return subject if constant == 1 else Not(subject)
    return Comparison(subject, literal.operator, Constant(constant))


def _literal(one: Demand) -> Literal:
    """Returns the literal that matches where a demand is met and its subject is known."""
    if one.matches:
        return one.literal
    ((opposite,),) = normal_form(Not(as_condition(one.literal)))
    return opposite


def _all(conditions: Iterable[Condition]) -> Condition:
    parts = tuple(conditions)
    return parts[0] if len(parts) == 1 else And(parts)


def _place(one: Demand, rulebook: Rulebook) -> int:
    order = list(rulebook.questions)
    return min((order.index(id_) for id_ in read_by(one)), default=len(order))


def read_by(one: Demand) -> tuple[str, ...]:
    """Returns the questions that the subject of a demand reads."""
    subject = one.literal.subject
    return () if isinstance(subject, str) else questions_in(subject)


def _unanswered(question: str) -> Demand:
    return Demand(Literal(Answered(question), "==", Fraction(0)))


def _is_known(literal: Literal, way: Demands) -> bool:
    """Tells whether the way itself makes sure that the subject has a value."""
    subject = literal.subject
    if isinstance(subject, str | Answered):
        return True
    if isinstance(subject, Number) and not needed(subject):
        return True
    return any(one.matches and one.literal.subject == subject for one in way)


def _stretch(literals: Iterable[Literal], rulebook: Rulebook) -> str | None:
    """Returns a number that lies between two others in words, None for anything else."""
    lows = [one for one in literals if one.operator in (">", ">=")]
    highs = [one for one in literals if one.operator in ("<", "<=")]
    if len(lows) != 1 or len(highs) != 1 or len(lows + highs) != len(list(literals)):
        return None
    (low,), (high,) = lows, highs
    number = low.subject
    if not isinstance(number, Number) or isinstance(number, Amount | Count):
        return None
    begins = "over" if low.operator == ">" else "from"
    ends = "under" if high.operator == "<" else "up to"
    return (
        f"{number_in_terms(number, rulebook)} is {begins} {number_in_words(low.constant)} "
        f"{ends} {number_in_words(high.constant, unit_of(number, rulebook))}"
    )
