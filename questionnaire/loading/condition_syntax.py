"""From the text of a condition to its nodes: a subset of Python expressions, read with ``ast``.

Nothing is ever executed.  Names and choices are resolved while reading, so that what comes out is
typed, and every fault of a condition is found in one reading.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Callable
from typing import Final, NoReturn, TypeVar

from questionnaire.knowledge.conditions import (
    And,
    Answered,
    Condition,
    DerivedCondition,
    Not,
    Number,
    Or,
    factors_in,
)
from questionnaire.knowledge.model import (
    ChoiceQuestion,
    ManyQuestion,
    NumberQuestion,
    Question,
)
from questionnaire.loading.comparison_syntax import read_comparison
from questionnaire.loading.faults import Fault, foreign, guessed, said_of
from questionnaire.loading.number_syntax import NO_COMMA, is_plain, read_number
from questionnaire.loading.scope import (
    Broken,
    Refused,
    Scope,
    named,
    question_named,
    quoted,
)

LONGEST: Final = 4000
"""Characters in one condition; a longer one should be several derived values."""

_Node = TypeVar("_Node")


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
        if guess := foreign(text, scope.ids) or guessed(text, scope.ids):
            return None, guess
        # The end of the text is where Python stumbles over the bracket that we added.
        *before, last = text.split("\n")
        line, column = error.lineno or 1, error.offset or 1
        if ended := line > len(before) + 1:
            line, column = len(before) + 1, len(last) + 1 + (not before)
        said, how = said_of(error.msg, ended=ended)
        what = f"This is not a condition: {said}."
        return None, (Fault(line, _column(line, column), what, how),)
    except ValueError:
        what = "It holds a number that is too long, or a character that cannot be printed."
        return None, (Fault(1, 1, what),)
    except (RecursionError, MemoryError):
        return None, (Fault(1, 1, "The condition is nested too deeply.", "Split it up."),)
    if reader.faults:
        return None, foreign(text, scope.ids) or tuple(reader.faults)
    return node, ()


def _parse(text: str) -> ast.Expression:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Python's advice on Python code is no help here.
        # Inside brackets a condition may span lines; a comment must not swallow the closing one.
        tree = ast.parse(f"({text}\n)", mode="eval")
    # Only what needs no brackets of its own may begin with ours.
    begins = tree.body.lineno, tree.body.col_offset
    if begins == (1, 0) and not isinstance(tree.body, ast.Tuple | ast.GeneratorExp):
        raise SyntaxError
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
        except Broken:
            return None
        except Refused as refused:
            self._note(refused)
            return None

    def value(self, node: ast.expr) -> Number | Condition | None:
        """Reads a condition if the node looks like one, a number otherwise."""
        if self._is_condition(node):
            return self.condition(node)
        try:
            return read_number(node, self.scope)
        except Broken:
            return None
        except Refused as refused:
            self._note(refused)
            return None

    def _note(self, refused: Refused) -> None:
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
                    raise Broken
                return And(known) if isinstance(operator, ast.And) else Or(known)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Not(self._without_totals(operand))
            case ast.Compare():
                return self._compare(node)
            case ast.Call(func=ast.Name(id="answered"), args=[ast.Name() as name], keywords=[]):
                return Answered(question_named(name, self.scope).id)
            case ast.Call(func=ast.Name(id="answered")):
                how = "Between its brackets stands one question: answered(question)."
                raise Refused(node, "answered() is not used like this.", how)
            case ast.Call() | ast.BinOp():
                read_number(node, self.scope)  # where that is none either, it says why
                self._refuse_bare(node, f"Compare it with a number, such as {quoted(node)} >= 2.")
            case ast.Name(id=name):
                derived = named(node, self.scope)
                if isinstance(derived, Condition):
                    return DerivedCondition(name, derived)
                self._refuse_bare(node, _how_to_test(name, self.scope.questions.get(name)))
            case ast.Tuple(elts=[_, *_]):
                raise Refused(node, f"This is not a condition: {quoted(node)}.", NO_COMMA)
            case ast.Constant(value=str()):
                text = quoted(node)
                how = f"Say of which question: question == {text}, or {text} in question."
                self._refuse_bare(node, how)
            case ast.Constant(value=int() | float() as value) if is_plain(value):
                how = f"Say what is compared with it each time: number == {quoted(node)}."
                self._refuse_bare(node, how)
            case _:
                raise Refused(
                    node,
                    f"This is not a condition: {quoted(node)}.",
                    "A condition compares something, such as number >= 3 or 'box' in question.",
                )

    def _without_totals(self, node: ast.expr) -> Condition:
        condition = self._condition(node)
        if totals := factors_in(condition):
            raise Refused(
                node, f'The total of "{totals[0]}" cannot stand under not.', 'Write it in "unless".'
            )
        return condition

    def _refuse_bare(self, node: ast.expr, how: str) -> NoReturn:
        name = f'"{node.id}"' if isinstance(node, ast.Name) else quoted(node)
        raise Refused(node, f"{name} alone is neither true nor false.", how)

    def _compare(self, node: ast.Compare) -> Condition:
        terms = [node.left, *node.comparators]
        links = list(zip(terms, node.ops, terms[1:], strict=False))
        parts = tuple(read_comparison(*link, self.scope) for link in links)
        return parts[0] if len(parts) == 1 else And(parts)


def _how_to_test(name: str, question: Question | None) -> str:
    match question:
        case ManyQuestion(choices=choices):
            return f"Say which box: '{choices[0].id}' in {name}."
        case ChoiceQuestion(choices=choices):
            return f"Say which choice: {name} == '{choices[0].id}'."
        case NumberQuestion() | None:
            return f"Compare it with a number, such as {name} >= 4."
