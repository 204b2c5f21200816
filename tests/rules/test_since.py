"""What changed since the sheet before: short, whoever the two sheets are of."""

from datetime import date
from itertools import permutations

import pytest
from msgspec.structs import replace
from people import THOROUGH, cases, reported, worked

from questionnaire.knowledge.bearing import asked_anew
from questionnaire.knowledge.conditions import questions_in
from questionnaire.knowledge.model import NumberQuestion
from questionnaire.report.as_text import as_text
from questionnaire.report.since import since

FOUR_LINES = 4


@pytest.mark.parametrize("one", worked())
def test_it_takes_four_lines_at_most(one):
    """Each case is beside one of the worked cases; THOROUGH puts it beside each of them."""
    step = 1 if THOROUGH else len(worked())
    for other in list(cases())[worked().index(one) :: step]:
        for before, now in permutations((one, other)):
            earlier = replace(reported(before), day=date(2025, 9, 30))
            told = since(replace(reported(now), day=date(2026, 9, 30), earlier=earlier))
            assert len(as_text(told, 80).splitlines()) <= FOUR_LINES, (before, now)


def test_no_warning_sign_of_a_list_stays_unseen_by_keeping_old_answers():
    rulebook = reported(worked()[0]).rulebook
    anew = asked_anew(rulebook)
    for flag in rulebook.red_flags.values():
        read = [rulebook.questions[id_] for id_ in questions_in(flag.when)]
        lists = {one.id for one in read if not isinstance(one, NumberQuestion)}
        assert not lists or lists & anew, flag.id
