"""The rule base that ships is whole: nothing is wrong with it, and all of it can be explained."""

from people import questionnaire

from questionnaire.checking.checks import check
from questionnaire.report.explanation import explanation, names


def test_it_has_no_problem_on_the_day_of_its_review():
    rulebook = questionnaire().rulebook

    assert check(rulebook, today=rulebook.reviewed).problems == ()


def test_everything_that_has_a_name_is_explained():
    rulebook = questionnaire().rulebook

    for name in names(rulebook):
        assert explanation(rulebook, name)[0].blocks, name
