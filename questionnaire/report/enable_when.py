"""Conditions as ``enableWhen`` of a FHIR Questionnaire, which every form filler understands.

It can say little: all or one of some tests, each of one answer, and each failed by an answer that
is not there.  What it cannot say exactly is left to FHIRPath.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeAlias

from questionnaire.knowledge.conditions import (
    Amount,
    Answered,
    ChoiceId,
    Chosen,
    Condition,
    Count,
    Measure,
    Ticked,
    choices_where,
    questions_in,
)
from questionnaire.knowledge.exact import as_number
from questionnaire.knowledge.model import NumberQuestion, Rulebook, choices_of
from questionnaire.knowledge.normal_form import Literal, normal_form
from questionnaire.report.fhir import Element, choice_coding, is_whole

Tests: TypeAlias = list[Element]
"""Any of them will do; none if there is no such test."""


def enable_when(condition: Condition, rulebook: Rulebook) -> Element | None:
    """Returns the keys of an item that is enabled exactly where the condition is known to hold.

    None if they cannot say so.
    """
    if any(rulebook.questions[id_].assume for id_ in questions_in(condition)):
        return None  # the tests do not see an answer that is only assumed
    ways = [[_tests(one, rulebook) for one in each] for each in normal_form(condition)]
    if not all(tests for way in ways for tests in way):
        return None
    if all(len(way) == 1 for way in ways):
        return _enabled([test for (tests,) in ways for test in tests], "any")
    if len(ways) == 1 and all(len(tests) == 1 for tests in ways[0]):
        order = [*rulebook.questions]
        tests = [test for (test,) in ways[0]]  # in no order, as the literals of a conjunction are
        tests.sort(key=lambda test: (order.index(test["question"]), repr(test)))
        return _enabled(tests, "all")
    return None


def _enabled(tests: Tests, behavior: str) -> Element:
    return {"enableWhen": tests} | ({"enableBehavior": behavior} if len(tests) > 1 else {})


def _tests(literal: Literal, rulebook: Rulebook) -> Tests:
    """Returns tests of which one holds exactly where the literal is known to hold."""
    operator, constant = literal.operator, literal.constant
    match literal.subject:
        case Answered(question):
            return [_test(question, "exists", "Boolean", constant == 1)]
        case Chosen(question, choices):
            return _equal(question, choices, rulebook, wanted=constant == 1)
        case Amount(question, _) as amount:
            return _equal(question, choices_where(amount, operator, constant), rulebook)
        case Ticked(question, box) if constant == 1:
            return _equal(question, (box,), rulebook)
        case Count(question, boxes) if constant == {">=": 1, ">": 0}.get(operator):
            return _equal(question, boxes, rulebook)
        case Measure(question, _, _) if operator != "!=":
            asked = rulebook.questions[question]
            whole = isinstance(asked, NumberQuestion) and is_whole(asked)
            if whole and constant.denominator != 1:
                return []
            kind, sign = "Integer" if whole else "Decimal", operator.replace("==", "=")
            return [_test(question, sign, kind, as_number(constant))]
        case _:
            return []


def _equal(
    id_: str, choices: Collection[ChoiceId], rulebook: Rulebook, *, wanted: bool = True
) -> Tests:
    question = rulebook.questions[id_]
    codings = (
        choice_coding(rulebook, question, choice)
        for choice in choices_of(question)
        if (choice.id in choices) == wanted
    )
    return [_test(id_, "=", "Coding", {**coding}) for coding in codings]


def _test(question: str, operator: str, kind: str, value: object) -> Element:
    return {"question": question, "operator": operator, f"answer{kind}": value}
