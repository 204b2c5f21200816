"""A form that fills in the Questionnaire of the rule base that ships asks what we ask."""

from pathlib import Path

from forms import differences
from oracle import Oracle, read
from people import answers, cases, questionnaire

RULES = Path(__file__).parents[2] / "rules"


def test_a_form_asks_each_case_what_we_ask_and_comes_to_the_same():
    people = [answers(case) for case in cases().values()]

    found = differences([(questionnaire().rulebook, Oracle(read(RULES)), people)])
    assert [*found] == []
