"""What the people of the cases are asked; which questions these are, the cases say themselves."""

import pytest
from people import answers, cases, questionnaire

ASKED = [id_ for id_, case in cases().items() if case.asked]


def interviewed(person):
    """Answers question after question as the person would; returns the answers in that order."""
    given = {}
    while (question := questionnaire().next_question(given)) is not None:
        given[question.id] = person.get(question.id)
    return given


@pytest.mark.parametrize("id_", ASKED)
def test_everybody_is_asked_to_the_end_each_question_once_and_in_order(id_):
    given = interviewed(answers(cases()[id_]))

    assert list(given) == [one for one in questionnaire().rulebook.questions if one in given]
    assert tuple(given) == questionnaire().route(given).path
    assert questionnaire().assess(given).set_aside == ()
