"""The cases of the rule base that ships, assessed once for all tests of what is printed of them.

What is tried on very many is tried on some of them at once, and on all with THOROUGH:

    THOROUGH=1 pytest tests/rules
"""

import os
from functools import cache
from inspect import Parameter, Signature, signature

import pytest

from questionnaire import Questionnaire
from questionnaire.loading.cases import load_cases
from questionnaire.loading.files import shipped

THOROUGH = "THOROUGH" in os.environ


@cache
def questionnaire():
    return Questionnaire.load()


@cache
def cases_and_probes():
    found, problems = load_cases(shipped(), questionnaire().rulebook)
    assert problems == ()
    return found


@cache
def cases():
    """Returns all cases by id."""
    return {case.id: case for case in cases_and_probes().cases}


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


@cache
def files():
    """Returns the ids of all cases by the file in which they stand."""
    found = {}
    for id_, case in cases().items():
        found.setdefault(case.where.partition(":")[0], []).append(id_)
    return found


def tried(file=None):
    """Returns the ids of every third case of a file, or of each; with THOROUGH of all."""
    ids = files().values() if file is None else [files()[file]]
    return [id_ for of_file in ids for id_ in some(of_file)]


def some(items):
    """Returns every third of the items; with THOROUGH all."""
    return tuple(items)[:: 1 if THOROUGH else 3]


def every_case(test):
    """Runs a test of one case, ``id_``, for those of a file that are tried.

    It fails once, with all that fail: thousands of items of a test run would cost more than what
    they do.
    """

    def of_file(file, **others):
        faults = []
        for id_ in tried(file):
            try:
                test(id_=id_, **others)
            except AssertionError as fault:
                fault.add_note(f"That is the case {id_}.")
                faults.append(fault)
        if faults:
            raise ExceptionGroup(f"{len(faults)} of {len(tried(file))} cases", faults)

    names = ("file", *(name for name in signature(test).parameters if name != "id_"))
    of_file.__signature__ = Signature([Parameter(name, Parameter.KEYWORD_ONLY) for name in names])
    of_file.__name__, of_file.__doc__ = test.__name__, test.__doc__
    # Within the session what is worked out for the cases of a file is used by all tests of it.
    return pytest.mark.parametrize("file", files(), scope="session")(of_file)
