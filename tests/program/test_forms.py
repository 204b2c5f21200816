"""Forms that fill in the Questionnaires of random rule bases ask what the oracle asks.

For a long run:

    RULE_BASES=2000 SEED=7 pytest tests/program/test_forms.py
"""

import os
from pathlib import Path
from random import Random

from forms import differences
from oracle import Oracle
from random_rulebases import random_answers, random_tables, write

from questionnaire.loading.rulebook import load

RULE_BASES = int(os.environ.get("RULE_BASES", "30"))
SEED = int(os.environ.get("SEED", "1"))
SHEETS = 5


def form(folder, number):
    """Returns a random rule base with random answers, None if the loader refuses it."""
    random = Random(f"{SEED}/{number}")  # noqa: S311 - keeps no secret
    tables = random_tables(random)
    write(tables, folder)
    rulebook, _ = load(folder)
    if rulebook is None:
        return None
    oracle = Oracle(tables)
    questions = [each | {"choices": oracle.choices(id_)} for id_, each in oracle.questions.items()]
    return rulebook, oracle, [random_answers(random, questions) for _ in range(SHEETS)]


def test_a_form_asks_what_the_oracle_asks_and_comes_to_the_same(tmp_path: Path):
    every = [form(tmp_path / str(number), number) for number in range(RULE_BASES)]
    forms = [each for each in every if each is not None]

    assert len(forms) > 0.9 * RULE_BASES
    assert [*differences(forms)] == []
