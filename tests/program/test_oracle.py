"""The engine and the oracle agree on random rule bases and answers.

For a long run:

    RULE_BASES=20000 SEED=7 pytest tests/program/test_oracle.py
"""

import os
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from agreeing import compare, in_other_processes, say
from oracle import Oracle
from random_rulebases import random_tables, write

from questionnaire import Questionnaire
from questionnaire.loading.rulebook import load

RULE_BASES = int(os.environ.get("RULE_BASES", "40"))
SEED = int(os.environ.get("SEED", "1"))
SHEETS = 3


def compare_random(numbers, seed):
    """Compares rule bases by number; prints what differs, and how many could be loaded."""
    loaded = 0
    for number in numbers:
        random = Random(f"{seed}/{number}")  # noqa: S311 - keeps no secret
        tables = random_tables(random)
        with TemporaryDirectory() as folder:
            write(tables, Path(folder))
            rulebook, problems = load(Path(folder))
        if rulebook is None:
            # The one limit that random conditions may break.
            others = [each for each in problems if "ways of being true" not in each.what]
            say(*(f"seed {seed}/{number}: {each}" for each in others))
            continue
        loaded += 1
        compare(Questionnaire(rulebook), Oracle(tables), random, SHEETS, f"seed {seed}/{number}")
    say(f"loaded {loaded}")


def test_engine_and_oracle_agree_on_random_rule_bases():
    said = in_other_processes(
        "program.test_oracle",
        *(f"compare_random(range({half}, {RULE_BASES}, 2), {SEED})" for half in (0, 1)),
    )

    loaded = [int(line.removeprefix("loaded ")) for line in said if line.startswith("loaded ")]
    assert [line for line in said if not line.startswith("loaded ")] == []
    assert sum(loaded) > 0.9 * RULE_BASES
