"""The condition language: what a condition or a number in a rule base is made of.

The nodes are values that carry all they need: a derived value holds its own definition, a count
its boxes, an amount its choices.  So a condition can be read, compared and evaluated on its own,
and no cycle can be built.  The loader makes them from text, ``normal_form`` takes them apart for
the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from operator import eq, ge, gt, le, lt, ne
from typing import Final, Literal, NamedTuple, NewType, TypeAlias

from msgspec import Struct

ChoiceId = NewType("ChoiceId", str)
"""The id of a choice or box: a type of its own, so that free text can never pass for one."""
Operator: TypeAlias = Literal["<", "<=", ">", ">=", "==", "!="]
HOLDS: Final[Mapping[Operator, Callable[[int | Fraction, int | Fraction], bool]]] = {
    "<": lt,
    "<=": le,
    ">": gt,
    ">=": ge,
    "==": eq,
    "!=": ne,
}
"""Whether two numbers compare so."""


class Node(Struct, frozen=True, cache_hash=True):
    """Anything that a condition is made of."""


# Numbers ------------------------------------------------------------------------------------------


class Constant(Node, frozen=True, cache_hash=True):
    """A number as written."""

    value: Fraction


class Measure(Node, frozen=True, cache_hash=True):
    """The answer to a number question, somewhere in its range."""

    question: str
    low: Fraction
    high: Fraction


class Amount(Node, frozen=True, cache_hash=True):
    """What the chosen answer of a choice question amounts to."""

    question: str
    amounts: tuple[tuple[ChoiceId, Fraction], ...]


class Count(Node, frozen=True, cache_hash=True):
    """How many of these boxes of a many question are ticked."""

    question: str
    boxes: tuple[ChoiceId, ...]


class Default(Node, frozen=True, cache_hash=True):
    """A number, or a constant where the number is unknown."""

    number: Number
    otherwise: Fraction


class Arithmetic(Node, frozen=True, cache_hash=True):
    """A sum, difference or product of two numbers."""

    operator: Literal["+", "-", "*"]
    left: Number
    right: Number


class Extreme(Node, frozen=True, cache_hash=True):
    """The smallest or largest of some numbers."""

    which: Literal["min", "max"]
    numbers: tuple[Number, ...]


class DerivedNumber(Node, frozen=True, cache_hash=True):
    """A number that the rule base has given a name."""

    id: str
    value: Number


Number: TypeAlias = (
    Constant | Measure | Amount | Count | Default | Arithmetic | Extreme | DerivedNumber
)


# Conditions ---------------------------------------------------------------------------------------


class Chosen(Node, frozen=True, cache_hash=True):
    """The answer to a choice question is one of these choices; unknown if not answered."""

    question: str
    choices: tuple[ChoiceId, ...]


class Ticked(Node, frozen=True, cache_hash=True):
    """A box of a many question is ticked; unknown if the question was not answered."""

    question: str
    box: ChoiceId


class Answered(Node, frozen=True, cache_hash=True):
    """A question has an answer, given or assumed; never unknown."""

    question: str


class Comparison(Node, frozen=True, cache_hash=True):
    """Two numbers compare so; unknown if either is."""

    left: Number
    operator: Operator
    right: Number


class Reaches(Node, frozen=True, cache_hash=True):
    """The total of a factor is at least so much; never unknown."""

    factor: str
    least: int


class DerivedCondition(Node, frozen=True, cache_hash=True):
    """A condition that the rule base has given a name."""

    id: str
    value: Condition


class And(Node, frozen=True, cache_hash=True):
    """All parts hold."""

    parts: tuple[Condition, ...]


class Or(Node, frozen=True, cache_hash=True):
    """At least one part holds."""

    parts: tuple[Condition, ...]


class Not(Node, frozen=True, cache_hash=True):
    """The part is known not to hold."""

    part: Condition


Condition: TypeAlias = (
    Chosen | Ticked | Answered | Comparison | Reaches | DerivedCondition | And | Or | Not
)


def walk(*nodes: Condition | Number | None) -> Iterator[Condition | Number]:
    """Yields the nodes and everything in them, definitions of derived values included."""
    left = [node for node in reversed(nodes) if node is not None]
    while left:
        node = left.pop()
        yield node
        left.extend(reversed(_children(node)))


class Size(NamedTuple):
    """How many nodes there are, and how many of them stand one in the other."""

    parts: int
    depth: int


def size(node: Condition | Number, derived: Mapping[str, Size], most: int) -> Size:
    """Returns the size of a node, definitions of derived values included.

    Of those in ``derived`` the size is known.  Beyond ``most`` parts nothing is counted any more.
    """
    parts, deepest, left = 0, 0, [(node, 1)]
    while left and parts <= most:
        inner, level = left.pop()
        known = None
        if isinstance(inner, DerivedNumber | DerivedCondition):
            known = derived.get(inner.id)
        if known is None:
            left += [(child, level + 1) for child in _children(inner)]
            known = Size(1, 1)
        parts += known.parts
        deepest = max(deepest, level - 1 + known.depth)
    return Size(parts, deepest)


@lru_cache(maxsize=4096)
def questions_in(*nodes: Condition | Number | None) -> tuple[str, ...]:
    """Returns the ids of the questions that the nodes read, each once, in order of mention."""
    return tuple(
        dict.fromkeys(
            part.question
            for part in walk(*nodes)
            if isinstance(part, Measure | Amount | Count | Chosen | Ticked | Answered)
        )
    )


@lru_cache(maxsize=4096)
def unanswered_in(condition: Condition | None) -> frozenset[str]:
    """Returns the ids of the questions of which the condition says "not answered"."""
    denied = (part.part for part in walk(condition) if isinstance(part, Not))
    return frozenset(part.question for part in denied if isinstance(part, Answered))


@lru_cache(maxsize=4096)
def factors_in(*nodes: Condition | None) -> tuple[str, ...]:
    """Returns the ids of the factors whose totals the conditions read, each once."""
    return tuple(dict.fromkeys(part.factor for part in walk(*nodes) if isinstance(part, Reaches)))


@lru_cache(maxsize=4096)
def choices_in(*nodes: Condition | Number | None) -> Mapping[str, frozenset[ChoiceId]]:
    """Returns the questions that the nodes read, each with the choices of it that they name."""
    named: dict[str, set[ChoiceId]] = {question: set() for question in questions_in(*nodes)}
    for part in walk(*nodes):
        match part:
            case Chosen(question, choices) | Count(question, choices):
                named[question].update(choices)
            case Ticked(question, box):
                named[question].add(box)
            case Constant() | Measure() | Amount() | Default() | Arithmetic() | Extreme():
                pass
            case Answered() | Comparison() | Reaches() | And() | Or() | Not():
                pass
            case DerivedNumber() | DerivedCondition():
                pass
    return {question: frozenset(choices) for question, choices in named.items()}


def derived_in(*nodes: Condition | Number | None) -> tuple[str, ...]:
    """Returns the ids of the derived values that the nodes read, each once."""
    return tuple(
        dict.fromkeys(
            part.id for part in walk(*nodes) if isinstance(part, DerivedNumber | DerivedCondition)
        )
    )


@lru_cache(maxsize=4096)
def bounds(number: Number) -> tuple[Fraction, Fraction]:
    """Returns the smallest and largest value that a number can have (not always reached)."""
    match number:
        case Constant(value):
            return value, value
        case Measure(_, low, high):
            return low, high
        case Amount(_, amounts):
            values = [amount for _, amount in amounts]
            return min(values), max(values)
        case Count(_, boxes):
            return Fraction(0), Fraction(len(boxes))
        case Default(inner, otherwise):
            low, high = bounds(inner)
            return min(low, otherwise), max(high, otherwise)
        case Extreme(which, numbers):
            choose = min if which == "min" else max
            lows, highs = zip(*map(bounds, numbers), strict=True)
            return choose(lows), choose(highs)
        case DerivedNumber(_, value):
            return bounds(value)
        case Arithmetic(operator, left, right):
            (a, b), (c, d) = bounds(left), bounds(right)
            if operator == "+":
                return a + c, b + d
            if operator == "-":
                return a - d, b - c
            products = (a * c, a * d, b * c, b * d)
            return min(products), max(products)


def choices_where(amount: Amount, operator: Operator, value: Fraction) -> tuple[ChoiceId, ...]:
    """Returns the choices whose amounts compare so with a value."""
    holds = HOLDS[operator]
    return tuple(choice for choice, each in amount.amounts if holds(each, value))


def needed(number: Number) -> frozenset[str]:
    """Returns the questions that must be answered for the number to be known."""
    match number:
        case Constant() | Default():
            return frozenset()
        case DerivedNumber(_, value):
            return needed(value)
        case Arithmetic(_, left, right):
            return needed(left) | needed(right)
        case Extreme(_, numbers):
            return frozenset[str]().union(*map(needed, numbers))
        case _:
            return frozenset((number.question,))


def _children(node: Condition | Number) -> tuple[Condition | Number, ...]:
    match node:
        case And(parts) | Or(parts):
            return parts
        case Not(part):
            return (part,)
        case Comparison(left, _, right) | Arithmetic(_, left, right):
            return left, right
        case DerivedNumber(_, value):
            return (value,)
        case DerivedCondition(_, condition):
            return (condition,)
        case Default(number, _):
            return (number,)
        case Extreme(_, numbers):
            return numbers
        case Constant() | Measure() | Amount() | Count():
            return ()
        case Chosen() | Ticked() | Answered() | Reaches():
            return ()
