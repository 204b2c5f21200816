"""The engine and the oracle agree on random answers to the rule base that ships."""

import os
from pathlib import Path
from random import Random

from agreeing import compare, in_other_processes
from oracle import Oracle, read

from questionnaire import Questionnaire

RULES = Path(__file__).parents[2] / "rules"
SHEETS = max(20, int(os.environ.get("RULE_BASES", "0")) // 10)
SEED = int(os.environ.get("SEED", "1"))


def compare_shipped(count, seed):
    """Compares so many answers to the rule base that ships."""
    random = Random(seed)  # noqa: S311 - keeps no secret
    compare(Questionnaire.load(), Oracle(read(RULES)), random, count, f"seed {seed}")


def test_engine_and_oracle_agree():
    calls = f"compare_shipped({SHEETS}, {SEED})"

    assert in_other_processes("rules.test_agreement", calls) == []
