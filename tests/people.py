"""The cases of the rule base that ships, assessed once for all tests of what is printed of them."""

from functools import cache

from questionnaire import Questionnaire
from questionnaire.loading.cases import load_cases
from questionnaire.loading.rulebook import shipped
from questionnaire.report.changes import in_sentences


@cache
def questionnaire():
    return Questionnaire.load()


@cache
def cases():
    """Returns all cases by id."""
    written, problems = load_cases(shipped(), questionnaire().rulebook)
    assert problems == ()
    return {case.id: case for case in written.cases}


def worked():
    """Returns the ids of the cases that are whole stories, by the file in which they stand."""
    return [
        id_ for id_, case in cases().items() if case.where.startswith("cases/worked_cases.toml")
    ]


def answers(case):
    """Returns the answers of a case, without those of its base that do not apply."""
    given = {**case.variant.base, **case.variant.given}
    path = questionnaire().route(given).path
    return {id_: given[id_] for id_ in given if id_ in case.variant.given or id_ in path}


@cache
def assessed(id_):
    """Returns the assessment of a case, and the sentences on what would change it."""
    given = answers(cases()[id_])
    suggestions = questionnaire().suggestions(given)
    changes = in_sentences(questionnaire().rulebook, suggestions)
    return questionnaire().assess(given), changes
