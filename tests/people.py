"""The cases of the rule base that ships, assessed once for all tests of what is printed of them."""

from functools import cache

from questionnaire import Questionnaire
from questionnaire.loading.cases import load_cases
from questionnaire.loading.rulebook import shipped


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
def reported(id_):
    """Returns the report of a case."""
    return questionnaire().report(answers(cases()[id_]))
