"""Facts: what is known, as whole numbers that compare as the exact values do."""

import operator
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaire.inference.facts import SCALE, encoded, evaluate, known, reader
from questionnaire.knowledge.conditions import (
    Amount,
    Answered,
    Arithmetic,
    Chosen,
    Constant,
    Count,
    Default,
    DerivedNumber,
    Extreme,
    Measure,
    Ticked,
)

WATER = Measure("water", Fraction(0), Fraction(20))
RAIN = Measure("rain", Fraction(0), Fraction(20))
FEED = Amount("feed", (("never", Fraction(0)), ("weekly", Fraction(1, 8))))
WEBS = Count("signs", ("webs", "mould"))
TWO = Constant(Fraction(2))
COMPARISONS = (operator.lt, operator.le, operator.eq, operator.ne, operator.gt, operator.ge)

constants = st.integers(-(10**15), 10**15).map(lambda whole: Fraction(whole, SCALE))
numbers = st.one_of(
    constants,
    st.fractions(min_value=-(10**9), max_value=10**9),
    st.builds(lambda near, by: near + Fraction(by, 10**12), constants, st.sampled_from((-1, 0, 1))),
)


@given(numbers, constants)
def test_encoded_numbers_compare_with_constants_as_the_numbers_do(number, constant):
    for compare in COMPARISONS:
        assert compare(encoded(number), encoded(constant)) == compare(number, constant)


@given(constants, st.sampled_from((-1, 0, 1)))
def test_a_number_with_more_decimals_lies_beside_its_constant(constant, by):
    number = constant + Fraction(by, 10**9)

    for compare in COMPARISONS:
        assert compare(encoded(number), encoded(constant)) == compare(number, constant)


@given(st.integers(-(10**9), 10**9))
def test_whole_numbers_are_encoded_alike_in_either_form(whole):
    assert encoded(whole) == encoded(Fraction(whole))


def test_decimals_are_taken_as_they_were_typed():
    assert known({"water": 0.1, "rain": 3})["water"] == Fraction(1, 10)


def test_the_unanswered_is_not_known():
    given_answers = {"water": None, "place": "sunny", "signs": ("webs",)}

    assert known(given_answers) == {"place": "sunny", "signs": {"webs"}}


ANSWERS = {"water": Fraction(3), "feed": "weekly", "signs": frozenset({"webs", "brown"})}


@pytest.mark.parametrize(
    ("number", "value"),
    [
        (TWO, 2),
        (WATER, 3),
        (FEED, Fraction(1, 8)),
        (WEBS, 1),
        (Arithmetic("+", WATER, TWO), 5),
        (Arithmetic("-", TWO, WATER), -1),
        (Arithmetic("*", WATER, FEED), Fraction(3, 8)),
        (Extreme("min", (WATER, TWO)), 2),
        (Extreme("max", (WATER, TWO, FEED)), 3),
        (Default(WATER, Fraction(9)), 3),
        (Default(RAIN, Fraction(9)), 9),
        (Default(Arithmetic("+", WATER, RAIN), Fraction(0)), 0),
        (DerivedNumber("sum", Arithmetic("+", WATER, Default(RAIN, Fraction(1)))), 4),
    ],
)
def test_numbers_are_worked_out_exactly(number, value):
    assert evaluate(number, ANSWERS) == value


@pytest.mark.parametrize(
    "number",
    [
        RAIN,
        Amount("soil", (("dry", Fraction(1)),)),
        Count("pests", ("mites",)),
        Arithmetic("+", WATER, RAIN),
        Arithmetic("*", RAIN, Constant(Fraction(0))),
        Extreme("max", (WATER, RAIN)),
        Extreme("min", (RAIN, WATER)),
        DerivedNumber("sum", Arithmetic("-", RAIN, WATER)),
    ],
)
def test_the_unknown_makes_a_number_unknown(number):
    assert evaluate(number, ANSWERS) is None
    assert reader(number)(ANSWERS) is None


def test_a_subject_is_read_where_it_is_known_and_is_none_elsewhere():
    yes, no = encoded(1), encoded(0)
    subjects = {
        "shade": encoded(4),
        Answered("water"): yes,
        Answered("rain"): no,
        Chosen("feed", ("weekly", "never")): yes,
        Chosen("feed", ("never",)): no,
        Chosen("place", ("sunny",)): None,
        Ticked("signs", "webs"): yes,
        Ticked("signs", "mould"): no,
        Ticked("pests", "mites"): None,
        WATER: encoded(3),
        RAIN: None,
    }

    for subject, value in subjects.items():
        assert reader(subject)({**ANSWERS, "shade": 4}) == value
