"""In how many ways boxes can be ticked, as far as conditions can tell."""

from spoiling import HOUSEPLANTS

from questionnaire import Questionnaire
from questionnaire.checking.possible_values import ticks
from questionnaire.knowledge.conditions import Count, Ticked


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
