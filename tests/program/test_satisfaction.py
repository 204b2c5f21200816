"""What the checks call impossible never happens: random rule bases, random answers."""

import re
from datetime import date

import pytest
from random_rulebases import loaded_at_random, random_answers
from spoiling import checked, spoilt

from questionnaire.checking import satisfaction
from questionnaire.checking.checks import check
from questionnaire.inference.reasoning import Reasoner
from questionnaire.inference.route import Router
from questionnaire.knowledge.gates import key_of

NEVER = ("It can never hold: ", "It holds wherever when holds")
KINDS = {"rule": "rule", "red_flags.toml:": "red flag", "notice": "notice"}
CLAIM = re.compile(r'(rule|red_flags.toml:|notice|question) "([a-z0-9_]+)"(, when|, unless|)')


def claims(problems):
    """Returns what is said never to happen, as (kind, id)."""
    for problem in problems:
        found = CLAIM.search(problem.where)
        if found is None or found.end() != len(problem.where):
            continue
        kind, id_, key = found.groups()
        if problem.what.startswith("It can never be asked"):
            yield kind, id_
        if key == ", when" and problem.what.startswith(NEVER[0]):
            yield kind, id_
        if key == ", unless" and problem.what.startswith(NEVER[1]):
            yield kind, id_


@pytest.mark.parametrize("seed", range(12))
def test_what_is_called_impossible_never_happens(tmp_path, seed):
    random, rulebook, questions = loaded_at_random(seed, tmp_path)
    if rulebook is None:
        pytest.skip("It has a mistake by chance.")
    impossible = set(claims(check(rulebook, today=date(2026, 3, 1)).problems))
    router, reasoner = Router(rulebook), Reasoner(rulebook)

    for _ in range(30):
        route = router.route(random_answers(random, questions))
        opened = reasoner.open(route).opened
        for kind, id_ in impossible:
            if kind == "question":
                assert id_ not in route.path
            else:
                assert key_of(KINDS[kind], id_) not in opened, (kind, id_, route.answers)


def test_what_takes_too_many_steps_is_said_and_nothing_is_made_up(tmp_path, monkeypatch):
    monkeypatch.setattr(satisfaction, "BUDGET", 3_000)
    change = ("sections/care.toml", 'when = "light < 2"', 'when = "light < 0"')

    problems, warnings = checked(spoilt(tmp_path, change))

    assert problems == (
        'sections/care.toml: question "light", notes "dark", when\n'
        "  It can never hold: no answer to light makes it true.\n"
        "  light lies between 0 and 24, in steps of 1.\n\n"
        'factors/salts.toml: rule "salts_load"\n'
        "  What is examined up to here has too many ways and values to look at them all.\n"
        "  Write count(…) instead of many alternatives, or let numbers have fewer values."
    )
    assert warnings == ""
