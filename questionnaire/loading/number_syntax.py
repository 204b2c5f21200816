"""From the text of a number to its nodes: what stands on either side of a comparison."""

from __future__ import annotations

import ast
from fractions import Fraction
from math import isfinite
from typing import Final

from questionnaire.knowledge.conditions import (
    Amount,
    Arithmetic,
    Condition,
    Constant,
    Count,
    Default,
    DerivedNumber,
    Extreme,
    Measure,
    Number,
    bounds,
    needed,
)
from questionnaire.knowledge.exact import DECIMALS, LARGEST, exact
from questionnaire.knowledge.model import ChoiceQuestion, ManyQuestion, NumberQuestion
from questionnaire.knowledge.problems import nearest
from questionnaire.loading.scope import (
    Refused,
    Scope,
    choices_named,
    named,
    question_named,
    quoted,
)

NO_COMMA: Final = "Write a decimal with a point, such as 1.5, and join conditions with and."


def read_number(node: ast.expr, scope: Scope) -> Number:
    """Returns the number that a node says.

    Raises:
        Refused: It says none.
        Broken: It uses something whose own fault is reported elsewhere.
    """
    number = _number(node, scope)
    low, high = bounds(number)
    if low < -LARGEST or high > LARGEST:
        raise Refused(
            node, f"This can become larger than {LARGEST:,}.", "Use a smaller unit or range."
        )
    return number


def _number(node: ast.expr, scope: Scope) -> Number:
    match node:
        case ast.Constant(value=int() | float() as value) if is_plain(value):
            return Constant(constant(node, value))
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)) if (
            is_plain(value)
        ):
            return Constant(-constant(node, value))
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult() as sign, right=right):
            symbol = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*"}[type(sign)]
            return Arithmetic(symbol, read_number(left, scope), read_number(right, scope))  # type: ignore[arg-type]  # the table holds nothing else
        case ast.Call(func=ast.Name(id=function), args=arguments, keywords=[]):
            return _call(node, function, arguments, scope)
        case ast.Name():
            return _named_number(node, scope)
        case ast.Tuple():
            raise Refused(node, f"This is not a number: {quoted(node)}.", NO_COMMA)
        case _:
            raise Refused(node, f"This is not a number: {quoted(node)}.", _how_to_work_out(node))


def _how_to_work_out(node: ast.expr) -> str:
    match node:
        case ast.BinOp(op=ast.Div()):
            return "Multiply what it is compared with instead, or by a decimal such as 0.5."
        case ast.BinOp(left=left, op=ast.Pow() | ast.BitXor()):
            return f"Write it as a product, such as {quoted(left)} * {quoted(left)}."
        case _:
            return "Numbers are made of + - * min() max() count() default() and names."


def _call(node: ast.Call, function: str, arguments: list[ast.expr], scope: Scope) -> Number:
    match function, arguments:
        case "count", [ast.Name() as name, *boxes]:
            question = question_named(name, scope)
            if not isinstance(question, ManyQuestion):
                raise Refused(name, f'count() needs a many question; "{name.id}" is none.')
            if boxes:
                chosen = tuple(dict.fromkeys(choices_named(boxes, question)))
                return Count(question.id, chosen)
            every = tuple(choice.id for choice in question.choices if not choice.exclusive)
            return Count(question.id, every)
        case "default", [inner, otherwise]:
            number, constant = read_number(inner, scope), read_number(otherwise, scope)
            if not isinstance(constant, Constant):
                raise Refused(otherwise, "The second part of default() must be a constant.")
            if not needed(number):
                raise Refused(
                    inner,
                    "The first part of default() is never unknown.",
                    "Leave default() out.",
                )
            return Default(number, constant.value)
        case (("min" | "max"), [_, _, *_]):
            numbers = tuple(read_number(argument, scope) for argument in arguments)
            return Extreme("min" if function == "min" else "max", numbers)
        case (("count" | "default" | "min" | "max"), _):
            how = {
                "count": "Write count(question, 'box', 'box').",
                "default": "Write default(number, 0).",
            }.get(function, f"Write {function}(number, number).")
            raise Refused(node, f"{function}() is not used like this.", how)
        case _:
            raise Refused(
                node,
                f'There is no function "{function}".',
                nearest(function, ("count", "default", "min", "max", "answered")),
            )


def _named_number(node: ast.Name, scope: Scope) -> Number:
    found = named(node, scope)
    match found:
        case NumberQuestion(id=name, low=low, high=high):
            return Measure(name, low, high)
        case ChoiceQuestion(id=name, choices=choices):
            amounts = [(choice.id, choice.amount) for choice in choices]
            known = tuple((id_, amount) for id_, amount in amounts if amount is not None)
            if len(known) < len(amounts):
                raise Refused(
                    node,
                    f'The choices of "{name}" have no amounts, so it is not a number.',
                    f"Compare it with a choice: {name} == '{choices[0].id}'.",
                )
            return Amount(name, known)
        case ManyQuestion(id=name):
            raise Refused(
                node, f'"{name}" is a many question, not a number.', f"Write count({name}, …)."
            )
        case str():
            raise Refused(
                node,
                f'The total of "{found}" is not a number to work with.',
                f"Compare it alone: {found} >= 4.",
            )
        case _:
            if isinstance(found, Condition):
                raise Refused(node, f'"{node.id}" is a condition, not a number.')
            return DerivedNumber(node.id, found)


def is_plain(value: complex) -> bool:
    """Tells a number from true and false, which Python counts as numbers."""
    return not isinstance(value, bool)


def constant(node: ast.expr, value: float) -> Fraction:
    """Returns the number that is written in a condition, if one may hold it."""
    if isinstance(value, float) and not isfinite(value):
        raise Refused(node, f"{value} is not a finite number.")
    number = exact(value)
    if abs(number) > LARGEST:
        raise Refused(node, f"{quoted(node)} is larger than {LARGEST:,}.")
    if (number * 10**DECIMALS).denominator != 1:
        raise Refused(node, f"{quoted(node)} has more than {DECIMALS} decimals.", "Round it.")
    return number
