"""What a number can be, and in how many ways boxes can be ticked, as far as conditions tell."""

from fractions import Fraction

from spoiling import HOUSEPLANTS

from questionnaire import Questionnaire
from questionnaire.checking.possible_values import grid, ticks
from questionnaire.knowledge.conditions import Arithmetic, Count, Default, Measure, Ticked


def ways(*subjects, most=100):
    question = Questionnaire.load(HOUSEPLANTS).rulebook.questions["food"]
    return ticks(question, subjects, most)


def test_boxes_that_nothing_tests_are_one():
    assert ways() == (None, {"liquid"}, {"none"})
    assert ways(Ticked("food", "coffee")) == (
        None,
        {"coffee"},
        {"liquid"},
        {"liquid", "coffee"},
        {"none"},
    )


def test_boxes_that_are_counted_together_count():
    assert ways(Count("food", ("sticks", "coffee"))) == (
        None,
        {"sticks"},
        {"sticks", "coffee"},
        {"liquid"},
        {"liquid", "sticks"},
        {"liquid", "sticks", "coffee"},
        {"none"},
    )


def test_more_ways_than_are_wanted_are_not_listed():
    assert ways(Ticked("food", "coffee"), most=4) is not None
    assert ways(Ticked("food", "coffee"), most=3) is None


def test_a_product_lies_on_a_finer_grid_than_a_sum():
    half, ten = Fraction(1, 2), Fraction(10)
    one, other = (Measure(id_, Fraction(0), ten) for id_ in ("light", "cups"))

    def grids(number):
        return grid(number, {"light": half, "cups": half})

    assert grids(Arithmetic("+", one, other)) == half
    assert grids(Arithmetic("*", one, other)) == half * half
    assert grids(Default(one, Fraction(1, 3))) == Fraction(1, 6)
