"""The six checks of safety on some sheets of the rules that ship; many: benchmarks/try_safety.py.

`SHEETS=2000 uv run pytest tests/rules/test_safety.py` tries more of them.
"""

import os
from functools import cache
from random import Random

import pytest
from people import cases_and_probes, questionnaire
from safety import Safety, sheets, violations, written

SHEETS = int(os.environ.get("SHEETS", "60"))
CHECKS = tuple(Safety(questionnaire()).checks)


@cache
def tried():
    """Returns some written sheets, as many random ones, and the checks."""
    base = list(written(cases_and_probes()))
    random = Random(1)  # noqa: S311 - keeps no secret
    some = random.sample(base, min(SHEETS, len(base)))
    return some, list(sheets(questionnaire(), base, random, SHEETS)), Safety(questionnaire(), 4)


@pytest.mark.parametrize("check", CHECKS)
def test_nothing_is_wrong_with_any_sheet(check):
    of_people, of_chance, safety = tried()
    faults, _ = violations(safety, [*of_people, *of_chance], [check])

    assert dict(faults[check]) == {}
