"""From the text of a condition to its nodes: a subset of Python expressions, read with ``ast``.

Nothing is ever executed.  Names and choices are resolved while reading, so that what comes out is
typed, and every fault of a condition is found in one reading.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Final, NoReturn, TypeVar

from msgspec import Struct

from questionnaire.knowledge.conditions import (
    Amount,
    And,
    Answered,
    Arithmetic,
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
    can_be_unknown,
    factors_in,
)
from questionnaire.knowledge.model import ChoiceQuestion, ManyQuestion, NumberQuestion, Question
from questionnaire.knowledge.problems import nearest

LONGEST: Final = 4000
"""Characters in one condition; a longer one should be several derived values."""
LARGEST: Final = 10**9
"""The largest number that a condition may hold or reach: it must stay exact in the engine."""
DECIMALS: Final = 6
"""Decimals that a constant may have, for the same reason."""

_QUOTED: Final = 40
"""Characters of a condition that are quoted in a message."""

_OPERATORS: Final[dict[type[ast.cmpop], Operator]] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}
_MIRRORED: Final[dict[Operator, Operator]] = {
    "<": ">",
    "<=": ">=",
    ">": "<",
    ">=": "<=",
    "==": "==",
    "!=": "!=",
}
_Node = TypeVar("_Node")


class Scope(Struct, frozen=True):
    """The names that a condition may use.

    ``broken`` are ids that exist but could not be read; using one is no fault of the user.  A scope
    that is not ``complete`` misses names, so that an unknown one is no fault either.
    """

    questions: Mapping[str, Question]
    derived: Mapping[str, Number | Condition]
    factors: Iterable[str]
    broken: frozenset[str] = frozenset()
    complete: bool = True


class Fault(Struct, frozen=True):
    """What is wrong in a condition, and where: ``line`` and ``column`` count from 1."""

    line: int
    column: int
    what: str
    how: str = ""

    @property
    def place(self) -> str:
        """The place in words; the line only if the condition has several."""
        return (
            f"line {self.line}, column {self.column}" if self.line > 1 else f"column {self.column}"
        )


class _Broken(Exception):  # noqa: N818 - it never leaves this module
    """The node uses something whose own fault is reported elsewhere."""


class _Refused(Exception):  # noqa: N818 - it never leaves this module
    def __init__(self, node: ast.AST, what: str, how: str = "") -> None:
        self.node, self.what, self.how = node, what, how
        super().__init__(what)


def read_condition(text: str, scope: Scope) -> tuple[Condition | None, tuple[Fault, ...]]:
    """Returns the condition that ``text`` says, or None and all its faults."""
    return _read(text, scope, _Reader.condition)


def read_value(text: str, scope: Scope) -> tuple[Number | Condition | None, tuple[Fault, ...]]:
    """Returns the number or condition that the ``value`` of a derived value says."""
    return _read(text, scope, _Reader.value)


def names_in(text: str) -> frozenset[str]:
    """Returns all names that a condition mentions, none if it cannot be read."""
    if len(text) > LONGEST:
        return frozenset()
    try:
        tree = _parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()
    return frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))


def _read(
    text: str, scope: Scope, read: Callable[[_Reader, ast.expr], _Node | None]
) -> tuple[_Node | None, tuple[Fault, ...]]:
    if len(text) > LONGEST:
        return None, (
            Fault(
                1,
                LONGEST + 1,
                f"The condition is {len(text)} characters long; {LONGEST} is the limit.",
                "Give parts of it a name as derived values.",
            ),
        )
    try:
        tree = _parse(text)
        reader = _Reader(scope)
        node = read(reader, tree.body)
    except SyntaxError as error:
        # The end of the text is where Python stumbles over the bracket that we added.
        *before, last = text.split("\n")
        line, column = error.lineno or 1, error.offset or 1
        if line > len(before) + 1:
            line, column = len(before) + 1, len(last) + 1 + (not before)
        return None, (
            Fault(
                line,
                _column(line, column),
                # What Python suggests after the first sentence is about programs.
                f"This is not a condition: {error.msg.partition('. ')[0]}.",
                "Write it with names, and, or, not, comparisons and brackets, such as number >= 3.",
            ),
        )
    except ValueError as error:
        # What Python suggests after a semicolon is about programs.
        said = str(error).partition(";")[0]
        return None, (Fault(1, 1, f"This is not a condition: {said}."),)
    except (RecursionError, MemoryError):
        return None, (Fault(1, 1, "The condition is nested too deeply.", "Split it up."),)
    return (None if reader.faults else node), tuple(reader.faults)


def _parse(text: str) -> ast.Expression:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Python's advice on Python code is no help here.
        # Inside brackets a condition may span lines; a comment must not swallow the closing one.
        tree = ast.parse(f"({text}\n)", mode="eval")
    # Only what needs no brackets of its own may begin with ours.
    begins = tree.body.lineno, tree.body.col_offset
    if begins == (1, 0) and not isinstance(tree.body, ast.Tuple | ast.GeneratorExp):
        raise SyntaxError("the brackets do not match")
    return tree


def _column(line: int, column: int) -> int:
    """Takes off the bracket that we added; it stands in the first line."""
    return max(1, column - 1) if line == 1 else column


class _Reader:
    """Reads one condition and collects its faults."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.faults: list[Fault] = []

    def condition(self, node: ast.expr) -> Condition | None:
        """Reads a condition; where that is impossible, notes why and returns None."""
        try:
            return self._condition(node)
        except _Broken:
            return None
        except _Refused as refused:
            self._note(refused)
            return None

    def value(self, node: ast.expr) -> Number | Condition | None:
        """Reads a condition if the node looks like one, a number otherwise."""
        if self._is_condition(node):
            return self.condition(node)
        try:
            return self._number(node)
        except _Broken:
            return None
        except _Refused as refused:
            self._note(refused)
            return None

    def _note(self, refused: _Refused) -> None:
        line = getattr(refused.node, "lineno", 1)
        column = getattr(refused.node, "col_offset", 0) + 1
        self.faults.append(Fault(line, _column(line, column), refused.what, refused.how))

    # Conditions -----------------------------------------------------------------------------------

    def _is_condition(self, node: ast.expr) -> bool:
        match node:
            case ast.BoolOp() | ast.Compare() | ast.UnaryOp(op=ast.Not()):
                return True
            case ast.Call(func=ast.Name(id="answered")):
                return True
            case ast.Name(id=name):
                return isinstance(self.scope.derived.get(name), Condition)
            case _:
                return False

    def _condition(self, node: ast.expr) -> Condition:
        match node:
            case ast.BoolOp(op=operator, values=values):
                parts = [self.condition(value) for value in values]
                known = tuple(part for part in parts if part is not None)
                if len(known) < len(parts):
                    raise _Broken
                return And(known) if isinstance(operator, ast.And) else Or(known)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Not(self._without_totals(operand))
            case ast.Compare():
                return self._compare(node)
            case ast.Call(func=ast.Name(id="answered"), args=[ast.Name() as name], keywords=[]):
                return Answered(self._question(name).id)
            case ast.Name(id=name):
                derived = self._lookup(node)
                if isinstance(derived, Condition):
                    return DerivedCondition(name, derived)
                self._refuse_bare_name(node)
            case _:
                raise _Refused(
                    node,
                    f"This is not a condition: {_quote(node)}.",
                    "A condition compares something, such as number >= 3 or 'box' in question.",
                )

    def _without_totals(self, node: ast.expr) -> Condition:
        condition = self._condition(node)
        if totals := factors_in(condition):
            raise _Refused(
                node, f'The total of "{totals[0]}" cannot stand under not.', 'Write it in "unless".'
            )
        return condition

    def _refuse_bare_name(self, node: ast.Name) -> NoReturn:
        found = self.scope.questions.get(node.id)
        if isinstance(found, ManyQuestion):
            how = f"Say which box: '{found.choices[0].id}' in {node.id}."
        elif isinstance(found, ChoiceQuestion):
            how = f"Say which choice: {node.id} == '{found.choices[0].id}'."
        else:
            how = f"Compare it with a number, such as {node.id} >= 4."
        raise _Refused(node, f'"{node.id}" alone is neither true nor false.', how)

    def _compare(self, node: ast.Compare) -> Condition:
        terms = [node.left, *node.comparators]
        links = list(zip(terms, node.ops, terms[1:], strict=False))
        parts = tuple(self._comparison(left, operator, right) for left, operator, right in links)
        return parts[0] if len(parts) == 1 else And(parts)

    def _comparison(self, left: ast.expr, operator: ast.cmpop, right: ast.expr) -> Condition:
        if isinstance(operator, ast.In | ast.NotIn):
            found = self._membership(left, right)
            return Not(found) if isinstance(operator, ast.NotIn) else found
        symbol = _OPERATORS.get(type(operator))
        if symbol is None:
            raise _Refused(
                left, '"is" does not belong to the condition language.', "Write == or != instead."
            )
        if _is_text(left) or _is_text(right):
            return self._choice_test(left, symbol, right)
        if isinstance(left, ast.Name) and left.id in self.scope.factors:
            return self._total(left, symbol, right)
        first, second = self._number(left), self._number(right)
        if isinstance(first, Constant) and not isinstance(second, Constant):
            # "3 <= number" says the same and is harder to put into words.
            return Comparison(second, _MIRRORED[symbol], first)
        return Comparison(first, symbol, second)

    def _membership(self, left: ast.expr, right: ast.expr) -> Condition:
        if isinstance(right, ast.Tuple | ast.List | ast.Set):
            if not isinstance(left, ast.Name):
                raise _Refused(
                    left, f'Before "in (…)" stands a choice question, not {_quote(left)}.'
                )
            question = self._question(left)
            if not right.elts:
                raise _Refused(right, f'No choice of "{question.id}" is named.')
            if not isinstance(question, ChoiceQuestion):
                raise _Refused(
                    left,
                    f'"{question.id}" is not a choice question.',
                    f"For boxes write '…' in {question.id}, one test for each box.",
                )
            return Chosen(question.id, tuple(self._choices(question, right.elts)))
        if not _is_text(left):
            raise _Refused(
                left,
                f'Before "in" stands a box in quotation marks, not {_quote(left)}.',
                "Write 'box' in question, or question in ('choice', 'choice').",
            )
        if not isinstance(right, ast.Name):
            raise _Refused(right, f'After "in" stands a many question, not {_quote(right)}.')
        question = self._question(right)
        if isinstance(question, ChoiceQuestion):
            raise _Refused(
                right,
                f'"{question.id}" has one answer, not boxes.',
                f"Write {question.id} == {_quote(left)}.",
            )
        if not isinstance(question, ManyQuestion):
            raise _Refused(
                right,
                f'"{question.id}" is a number question and has no boxes.',
                f"Compare it with a number, such as {question.id} >= 4.",
            )
        return Ticked(question.id, *self._choices(question, [left]))

    def _choice_test(self, left: ast.expr, symbol: Operator, right: ast.expr) -> Condition:
        name, text = (right, left) if _is_text(left) else (left, right)
        if not isinstance(name, ast.Name):
            raise _Refused(name, f"Text cannot be compared with {_quote(name)}.")
        question = self._question(name)
        if isinstance(question, ManyQuestion):
            raise _Refused(
                name,
                f'"{question.id}" may have several answers.',
                f"Write {_quote(text)} in {question.id}.",
            )
        if isinstance(question, NumberQuestion):
            raise _Refused(
                text,
                f'"{question.id}" is a number; {_quote(text)} is text.',
                "Write the number without quotation marks.",
            )
        if symbol not in ("==", "!="):
            raise _Refused(
                name,
                f'Choices have no order, so "{symbol}" cannot compare {_quote(text)}.',
                f"Write {question.id} == {_quote(text)}, or compare the amount with a number.",
            )
        found = Chosen(question.id, tuple(self._choices(question, [text])))
        return found if symbol == "==" else Not(found)

    def _choices(
        self, question: ChoiceQuestion | ManyQuestion, nodes: list[ast.expr]
    ) -> Iterator[str]:
        known = [choice.id for choice in question.choices]
        for node in nodes:
            if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
                raise _Refused(
                    node,
                    f"{_quote(node)} is not a choice in quotation marks.",
                    f"Write it as '{known[0]}'.",
                )
            if node.value not in known:
                raise _Refused(
                    node,
                    f'The question "{question.id}" has no choice "{node.value}".',
                    nearest(node.value, known),
                )
            yield node.value

    def _total(self, name: ast.Name, symbol: Operator, right: ast.expr) -> Condition:
        match right:
            case ast.Constant(value=int(least)) if symbol in (">=", ">") and _is_plain(least):
                _exact(right, least)
                return Reaches(name.id, least if symbol == ">=" else least + 1)
            case _:
                raise _Refused(
                    name,
                    f'The total of "{name.id}" can only be tested with >= or > and a whole number.',
                    f"Write {name.id} >= 4.",
                )

    # Numbers --------------------------------------------------------------------------------------

    def _number(self, node: ast.expr) -> Number:
        number = self._any_number(node)
        low, high = bounds(number)
        if max(abs(low), abs(high)) > LARGEST:
            raise _Refused(
                node, f"This can become larger than {LARGEST:,}.", "Use a smaller unit or range."
            )
        return number

    def _any_number(self, node: ast.expr) -> Number:
        match node:
            case ast.Constant(value=int() | float() as value) if _is_plain(value):
                return Constant(_exact(node, value))
            case ast.UnaryOp(
                op=ast.USub(), operand=ast.Constant(value=int() | float() as value)
            ) if _is_plain(value):
                return Constant(-_exact(node, value))
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult() as sign, right=right):
                symbol = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*"}[type(sign)]
                return Arithmetic(symbol, self._number(left), self._number(right))  # type: ignore[arg-type]  # the table holds nothing else
            case ast.Call(func=ast.Name(id=function), args=arguments, keywords=[]):
                return self._call(node, function, arguments)
            case ast.Name():
                return self._named_number(node)
            case _:
                raise _Refused(
                    node,
                    f"This is not a number: {_quote(node)}.",
                    "Numbers are made of + - * min() max() count() default() and names.",
                )

    def _call(self, node: ast.Call, function: str, arguments: list[ast.expr]) -> Number:
        match function, arguments:
            case "count", [ast.Name() as name, *boxes]:
                question = self._question(name)
                if not isinstance(question, ManyQuestion):
                    raise _Refused(name, f'count() needs a many question; "{name.id}" is none.')
                if boxes:
                    chosen = tuple(dict.fromkeys(self._choices(question, boxes)))
                    return Count(question.id, chosen)
                every = tuple(choice.id for choice in question.choices if not choice.exclusive)
                return Count(question.id, every)
            case "default", [inner, otherwise]:
                number, constant = self._number(inner), self._number(otherwise)
                if not isinstance(constant, Constant):
                    raise _Refused(otherwise, "The second part of default() must be a constant.")
                if not can_be_unknown(number):
                    raise _Refused(
                        inner,
                        "The first part of default() is never unknown.",
                        "Leave default() out.",
                    )
                return Default(number, constant.value)
            case (("min" | "max"), [_, _, *_]):
                numbers = tuple(self._number(argument) for argument in arguments)
                return Extreme("min" if function == "min" else "max", numbers)
            case (("count" | "default" | "min" | "max"), _):
                how = {
                    "count": "Write count(question, 'box', 'box').",
                    "default": "Write default(number, 0).",
                }.get(function, f"Write {function}(number, number).")
                raise _Refused(node, f"{function}() is not used like this.", how)
            case _:
                raise _Refused(
                    node,
                    f'There is no function "{function}".',
                    nearest(function, ("count", "default", "min", "max", "answered")),
                )

    def _named_number(self, node: ast.Name) -> Number:
        found = self._lookup(node)
        match found:
            case NumberQuestion(id=name, low=low, high=high):
                return Measure(name, low, high)
            case ChoiceQuestion(id=name, choices=choices):
                amounts = [(choice.id, choice.amount) for choice in choices]
                known = tuple((id_, amount) for id_, amount in amounts if amount is not None)
                if len(known) < len(amounts):
                    raise _Refused(
                        node,
                        f'The choices of "{name}" have no amounts, so it is not a number.',
                        f"Compare it with a choice: {name} == '{choices[0].id}'.",
                    )
                return Amount(name, known)
            case ManyQuestion(id=name):
                raise _Refused(
                    node, f'"{name}" is a many question, not a number.', f"Write count({name}, …)."
                )
            case str():
                raise _Refused(
                    node,
                    f'The total of "{found}" is not a number to work with.',
                    f"Compare it alone: {found} >= 4.",
                )
            case _:
                if isinstance(found, Condition):
                    raise _Refused(node, f'"{node.id}" is a condition, not a number.')
                return DerivedNumber(node.id, found)

    # Names ----------------------------------------------------------------------------------------

    def _question(self, node: ast.Name) -> Question:
        if node.id in self.scope.broken:
            raise _Broken
        if found := self.scope.questions.get(node.id):
            return found
        if node.id in self.scope.derived or node.id in self.scope.factors:
            raise _Refused(node, f'"{node.id}" is not a question.')
        if not self.scope.complete:
            raise _Broken
        raise _Refused(
            node,
            f'There is no question with the id "{node.id}".',
            nearest(node.id, self.scope.questions),
        )

    def _lookup(self, node: ast.Name) -> Question | Number | Condition | str:
        """Returns what a name stands for; for a factor, its id."""
        if node.id in self.scope.broken:
            raise _Broken
        if node.id in self.scope.questions:
            return self.scope.questions[node.id]
        if node.id in self.scope.derived:
            return self.scope.derived[node.id]
        if node.id in self.scope.factors:
            return node.id
        if not self.scope.complete:
            raise _Broken
        known = [*self.scope.questions, *self.scope.derived, *self.scope.factors]
        raise _Refused(
            node,
            f'No question, derived value or factor has the id "{node.id}".',
            nearest(node.id, known),
        )


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _is_plain(value: complex) -> bool:
    return not isinstance(value, bool)


def _exact(node: ast.expr, value: float) -> Fraction:
    """Returns the number as it is written, not as binary floating point holds it."""
    try:
        exact = Fraction(repr(value))
    except ValueError:
        raise _Refused(node, f"{value} is not a finite number.") from None
    if abs(exact) > LARGEST:
        raise _Refused(node, f"{_quote(node)} is larger than {LARGEST:,}.")
    if (exact * 10**DECIMALS).denominator != 1:
        raise _Refused(node, f"{_quote(node)} has more than {DECIMALS} decimals.", "Round it.")
    return exact


def _quote(node: ast.AST) -> str:
    text = ast.unparse(node)
    return text if len(text) <= _QUOTED else text[: _QUOTED - 1] + "…"
