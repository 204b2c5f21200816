"""The rule base that ships is whole: nothing is wrong with it, and all of it can be explained."""

import re
from functools import cache

import pytest
from people import questionnaire, some
from rich.cells import cell_len

from questionnaire.checking.checks import check
from questionnaire.report.as_text import as_text
from questionnaire.report.explanation import contents, explanation
from questionnaire.report.names import called, named


def test_it_has_no_problem_on_the_day_of_its_review():
    rulebook = questionnaire().rulebook

    assert check(rulebook, today=rulebook.reviewed).problems == ()


def test_the_closest_time_frames_lead_their_urgency():
    """The headline takes the time frame of the first red flag of its urgency."""
    rulebook = questionnaire().rulebook

    for urgency in rulebook.urgencies:
        own = [flag.time_frame for flag in rulebook.red_flags.values() if flag.urgency == urgency]
        assert own == sorted(own, key=lambda each: each is None), urgency


def test_everything_that_has_a_name_is_explained_under_all_that_reports_call_it():
    rulebook = questionnaire().rulebook

    for one in some(named(rulebook)):
        assert any(part.blocks for part in explanation(rulebook, one.id)), one.id
        for word in filter(None, one.words):
            assert one in called(rulebook, f"“{word.upper()}”."), word


@cache
def explained(width):
    """Returns explanations of factors and questions, and the list of all, as texts."""
    rulebook = questionnaire().rulebook
    names = (*some(rulebook.factors), *some(rulebook.questions))
    told = (*(explanation(rulebook, name) for name in names), contents(rulebook))
    return [as_text(outline, width) for outline in told]


@pytest.mark.parametrize("width", [40, 120])
def test_every_explanation_fits(width):
    assert max(cell_len(line) for text in explained(width) for line in text.splitlines()) <= width


def test_explanations_hold_no_short_name_but_those_that_they_tell():
    every = {one.id for one in named(questionnaire().rulebook) if "_" in one.id}

    for text in explained(120):
        bare = re.sub(r"the\s+short\s+name\s+is\s+\w+\.|\(\w+\)", "", text)
        assert every.isdisjoint(re.findall(r"\w+", bare))
