"""From the text of a comparison to its node: two numbers, a choice or box, or a total."""

from __future__ import annotations

import ast
from typing import Final

from questionnaire.knowledge.conditions import (
    Chosen,
    Comparison,
    Condition,
    Constant,
    Not,
    Operator,
    Reaches,
    Ticked,
)
from questionnaire.knowledge.model import (
    ChoiceQuestion,
    ManyQuestion,
    NumberQuestion,
    choices_of,
)
from questionnaire.loading.number_syntax import constant, is_plain, read_number
from questionnaire.loading.scope import (
    Refused,
    Scope,
    choices_named,
    question_named,
    quoted,
    refuse_unquoted,
)

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


def read_comparison(
    left: ast.expr, operator: ast.cmpop, right: ast.expr, scope: Scope
) -> Condition:
    """Returns the condition that two nodes and the sign between them say.

    Raises:
        Refused: They say none.
        Broken: They use something whose own fault is reported elsewhere.
    """
    if isinstance(operator, ast.In | ast.NotIn):
        found = _membership(left, right, scope)
        return Not(found) if isinstance(operator, ast.NotIn) else found
    symbol = _OPERATORS.get(type(operator))
    if symbol is None:
        raise Refused(
            left, '"is" does not belong to the condition language.', "Write == or != instead."
        )
    if _is_text(left) or _is_text(right):
        return _choice_test(left, symbol, right, scope)
    for name, other in ((left, right), (right, left)):
        refuse_unquoted(other, name, scope)
    if isinstance(left, ast.Name) and left.id in scope.factors:
        return _total(left, symbol, right)
    first, second = read_number(left, scope), read_number(right, scope)
    if isinstance(first, Constant) and not isinstance(second, Constant):
        # "3 <= number" says the same and is harder to put into words.
        return Comparison(second, _MIRRORED[symbol], first)
    return Comparison(first, symbol, second)


def _membership(left: ast.expr, right: ast.expr, scope: Scope) -> Condition:
    if isinstance(right, ast.Tuple | ast.List | ast.Set):
        return _one_of(left, right, scope)
    if isinstance(left, ast.Name) and _is_text(right):  # brackets around one choice leave no trace
        _choice_test(left, "==", right, scope)  # says what else is wrong
        how = f"Write {quoted(left)} == {quoted(right)}."
        raise Refused(left, f'After "in" stands no choice alone: {quoted(right)}.', how)
    return _box_in(left, right, scope)


def _one_of(left: ast.expr, right: ast.Tuple | ast.List | ast.Set, scope: Scope) -> Condition:
    """Returns that one of some choices is the answer."""
    if not isinstance(left, ast.Name):
        raise Refused(left, f'Before "in (…)" stands a choice question, not {quoted(left)}.')
    question = question_named(left, scope)
    if not right.elts:
        raise Refused(right, f'No choice of "{question.id}" is named.')
    if isinstance(question, ManyQuestion):
        raise Refused(
            left,
            f'"{question.id}" may have several answers.',
            f"Write '…' in {question.id}, one test for each box.",
        )
    if isinstance(question, NumberQuestion):
        raise Refused(left, f'"{question.id}" is a number.', _between(question.id))
    return Chosen(question.id, tuple(choices_named(right.elts, question)))


def _box_in(left: ast.expr, right: ast.expr, scope: Scope) -> Condition:
    """Returns that a box is ticked."""
    if not _is_text(left):
        refuse_unquoted(left, right, scope)
        if isinstance(left, ast.Name) and isinstance(scope.questions.get(left.id), NumberQuestion):
            raise Refused(left, f'"{left.id}" is a number.', _between(left.id))
        raise Refused(
            left,
            f'Before "in" stands a box in quotation marks, not {quoted(left)}.',
            "Write 'box' in question, or question in ('choice', 'choice').",
        )
    if not isinstance(right, ast.Name):
        raise Refused(right, f'After "in" stands a many question, not {quoted(right)}.')
    question = question_named(right, scope)
    if isinstance(question, ChoiceQuestion):
        raise Refused(
            right,
            f'"{question.id}" has one answer, not boxes.',
            f"Write {question.id} == {quoted(left)}.",
        )
    if not isinstance(question, ManyQuestion):
        raise Refused(
            right,
            f'"{question.id}" is a number question and has no boxes.',
            f"Compare it with a number, such as {question.id} >= 4.",
        )
    return Ticked(question.id, *choices_named([left], question))


def _choice_test(left: ast.expr, symbol: Operator, right: ast.expr, scope: Scope) -> Condition:
    name, text = (right, left) if _is_text(left) else (left, right)
    if not isinstance(name, ast.Name) or name.id in scope.derived:
        how = "A number stands without quotation marks, a choice beside its question."
        raise Refused(name, f"{quoted(text)} is text, and {quoted(name)} is not a question.", how)
    if name.id in scope.factors:
        return _total(name, symbol, text)
    question = question_named(name, scope)
    is_skip = isinstance(text, ast.Constant) and text.value == question.skip
    if is_skip and question.skip not in [choice.id for choice in choices_of(question)]:
        what = f"{quoted(text)} is the way out of the question, and no answer to it."
        raise Refused(text, what, f"Write not answered({question.id}).")
    if isinstance(question, ManyQuestion):
        raise Refused(
            name,
            f'"{question.id}" may have several answers.',
            f"Write {quoted(text)} in {question.id}.",
        )
    if isinstance(question, NumberQuestion):
        raise Refused(
            text,
            f'"{question.id}" is a number; {quoted(text)} is text.',
            "Write the number without quotation marks.",
        )
    if symbol not in ("==", "!="):
        raise Refused(
            name,
            f'Choices have no order, so "{symbol}" cannot compare {quoted(text)}.',
            f"Write {question.id} == {quoted(text)}, or compare the amount with a number.",
        )
    found = Chosen(question.id, tuple(choices_named([text], question)))
    return found if symbol == "==" else Not(found)


def _total(name: ast.Name, symbol: Operator, right: ast.expr) -> Condition:
    match right:
        case ast.Constant(value=int(least)) if symbol in (">=", ">") and is_plain(least):
            constant(right, least)
            return Reaches(name.id, least if symbol == ">=" else least + 1)
        case _:
            raise Refused(
                name,
                f'The total of "{name.id}" can only be tested with >= or > and a whole number.',
                f"Write {name.id} >= 4.",
            )


def _between(name: str) -> str:
    return f"Compare it with numbers, such as {name} == 3 or 5 <= {name} <= 8."


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
