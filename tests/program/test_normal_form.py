"""Normal form: some conjunction matches exactly where the condition is known to be true."""

import operator
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaire.knowledge.conditions import (
    And,
    Answered,
    Arithmetic,
    Chosen,
    Comparison,
    Constant,
    Count,
    Default,
    DerivedCondition,
    Measure,
    Not,
    Or,
    Reaches,
    Ticked,
)
from questionnaire.knowledge.normal_form import (
    LIMIT,
    Literal,
    TooManyConjunctions,
    normal_form,
)

COMPARE = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
WATER = Measure("water", Fraction(0), Fraction(2))
MOULD, WEBS = Ticked("signs", "mould"), Ticked("signs", "webs")
SUNNY = Chosen("place", ("sunny",))
ANSWERS = {
    "water": (None, 0, 1, 2),
    "place": (None, "sunny", "dark"),
    "signs": (None, (), ("mould",), ("webs",), ("mould", "webs")),
}
SITUATIONS = [
    (dict(zip(ANSWERS, answers, strict=True)), total)
    for answers in product(*ANSWERS.values())
    for total in (0, 3)
]


def constant(value):
    return Constant(Fraction(value))


# A plain evaluator of trees -----------------------------------------------------------------------


def number(node, answers):
    match node:
        case Constant(value):
            return value
        case Measure(question):
            return answers[question]
        case Count(question, boxes):
            ticked = answers[question]
            return None if ticked is None else len({*boxes} & {*ticked})
        case Default(inner, otherwise):
            found = number(inner, answers)
            return otherwise if found is None else found
        case Arithmetic(_, left, right):
            one, other = number(left, answers), number(right, answers)
            return None if None in (one, other) else one - other


def truth(node, answers, total):
    match node:
        case And(parts) | Or(parts):
            values = [truth(part, answers, total) for part in parts]
            decisive = isinstance(node, Or)
            return decisive if decisive in values else None if None in values else not decisive
        case Not(part):
            value = truth(part, answers, total)
            return None if value is None else not value
        case DerivedCondition(_, value):
            return truth(value, answers, total)
        case Reaches(_, least):
            return total >= least
        case Answered(question):
            return answers[question] is not None
        case Chosen(question, choices):
            return None if answers[question] is None else answers[question] in choices
        case Ticked(question, box):
            return None if answers[question] is None else box in answers[question]
        case Comparison(left, sign, right):
            one, other = number(left, answers), number(right, answers)
            return None if None in (one, other) else COMPARE[sign](one, other)


def holds(literal, answers, total):
    subject = literal.subject
    if isinstance(subject, str):
        value = total
    elif isinstance(subject, Chosen | Ticked | Answered):
        value = truth(subject, answers, total)
    else:
        value = number(subject, answers)
    return value is not None and COMPARE[literal.operator](value, literal.constant)


def matches(condition, answers, total):
    return any(
        all(holds(literal, answers, total) for literal in conjunction)
        for conjunction in normal_form(condition)
    )


# Properties ---------------------------------------------------------------------------------------

NUMBERS = st.sampled_from(
    (
        WATER,
        Count("signs", ("mould", "webs")),
        Default(WATER, Fraction(1)),
        Arithmetic("-", WATER, constant(1)),
        constant(0),
        constant(1),
    )
)
CONDITIONS = st.recursive(
    st.one_of(
        st.sampled_from((SUNNY, MOULD, WEBS, Answered("water"), Answered("signs"))),
        st.builds(Reaches, st.just("shade"), st.integers(0, 4)),
        st.builds(Comparison, NUMBERS, st.sampled_from(list(COMPARE)), NUMBERS),
    ),
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(And, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(Or, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(DerivedCondition, st.just("named"), inner),
    ),
    max_leaves=8,
)


@given(CONDITIONS)
@settings(max_examples=150)
def test_some_conjunction_matches_exactly_where_the_condition_is_known_to_be_true(condition):
    for answers, total in SITUATIONS:
        assert matches(condition, answers, total) == (truth(condition, answers, total) is True)


@given(CONDITIONS)
@settings(max_examples=100)
def test_no_conjunction_contains_another_and_all_are_within_the_limit(condition):
    found = normal_form(condition)

    assert len(found) <= LIMIT
    assert not any(one <= other for one in found for other in found if one is not other)


# Shape --------------------------------------------------------------------------------------------


def literals(condition):
    (conjunction,) = normal_form(condition)
    return conjunction


@pytest.mark.parametrize(
    ("condition", "literal"),
    [
        (MOULD, Literal(MOULD, "==", Fraction(1))),
        (Not(MOULD), Literal(MOULD, "==", Fraction(0))),
        (Not(Not(SUNNY)), Literal(SUNNY, "==", Fraction(1))),
        (Not(Answered("water")), Literal(Answered("water"), "==", Fraction(0))),
        (Reaches("shade", 3), Literal("shade", ">=", Fraction(3))),
        (Not(Reaches("shade", 3)), Literal("shade", "<", Fraction(3))),
        (Comparison(WATER, "<", constant(2)), Literal(WATER, "<", Fraction(2))),
        (Not(Comparison(WATER, "==", constant(2))), Literal(WATER, "!=", Fraction(2))),
        (
            Comparison(WATER, ">", Count("signs", ("webs",))),
            Literal(Arithmetic("-", WATER, Count("signs", ("webs",))), ">", Fraction(0)),
        ),
        (Comparison(constant(1), "<", constant(2)), Literal(constant(1), "<", Fraction(2))),
    ],
)
def test_each_test_becomes_one_literal(condition, literal):
    assert literals(condition) == {literal}


def test_not_is_driven_inwards():
    condition = Not(Or((MOULD, And((WEBS, SUNNY)))))
    no = {node: Literal(node, "==", Fraction(0)) for node in (MOULD, WEBS, SUNNY)}

    assert normal_form(condition) == (
        frozenset({no[MOULD], no[WEBS]}),
        frozenset({no[MOULD], no[SUNNY]}),
    )


def test_what_is_implied_is_left_out():
    assert normal_form(Or((MOULD, And((MOULD, WEBS))))) == normal_form(MOULD)


# Limit --------------------------------------------------------------------------------------------


def choice_of(count, question="signs"):
    return Or(tuple(Ticked(question, f"box_{number}") for number in range(count)))


def test_as_many_conjunctions_as_the_limit_are_taken():
    assert len(normal_form(choice_of(LIMIT))) == LIMIT == 64


@pytest.mark.parametrize(
    "condition",
    [
        choice_of(LIMIT + 1),
        And((choice_of(3), choice_of(22, "pests"))),
        Not(Or((Not(choice_of(3)), Not(choice_of(22, "pests"))))),
        And(tuple(Or((Answered(f"a{n}"), Answered(f"b{n}"))) for n in range(200))),
    ],
)
def test_more_conjunctions_than_the_limit_are_refused(condition):
    with pytest.raises(TooManyConjunctions):
        normal_form(condition)
