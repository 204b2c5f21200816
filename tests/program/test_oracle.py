"""The engine and the oracle agree on random rule bases and answers, and on the one that ships.

They are compared in another process in which the C library poisons memory, so that a crash of the
engine is a failing test.  For a long run:

    RULE_BASES=20000 SEED=7 pytest tests/program/test_oracle.py
"""

import os
import subprocess
import sys
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from oracle import Oracle, read
from random_rulebases import random_answers, random_tables, write

from questionnaire import Questionnaire
from questionnaire.inference.assessment import GivenAnswer
from questionnaire.loading.rulebook import load

TESTS = Path(__file__).parent.parent
RULES = TESTS.parent / "rules"
RULE_BASES = int(os.environ.get("RULE_BASES", "1000"))
SEED = int(os.environ.get("SEED", "1"))
SHEETS = 3
SHIPPED = max(50, RULE_BASES // 10)
LINE_KEYS = ("advice", "foods", "tests", "cautions", "notes", "at_risk")


def in_words_of_the_oracle(found, path, notes):
    """Returns an assessment, a path and notes as the oracle gives them."""
    return {
        "answers": dict(found.answers),
        "assumed": list(found.assumed),
        "path": list(path),
        "set aside": [(each.question, each.answer) for each in found.set_aside],
        "unanswered": list(found.unanswered),
        "totals": dict(found.totals),
        "factors": [
            {
                "id": factor.id,
                "level": factor.level,
                "total": factor.total,
                "findings": [(each.rule, each.weight, each.because) for each in factor.findings],
            }
            | {key: texts(getattr(factor, key)) for key in LINE_KEYS}
            for factor in found.factors
        ],
        "red flags": [
            {
                "id": flag.id,
                "urgency": flag.urgency,
                "time_frame": flag.time_frame,
                "advice": texts(flag.advice),
                "instead": flag.instead,
            }
            for flag in found.red_flags
        ],
        "urgency": found.urgency,
        "headline": found.headline,
        "notices": [(each.id, each.text, list(each.signs)) for each in found.notices],
        "messages": texts(found.messages),
        "recommendation": texts(found.recommendation),
        "question notes": texts(notes),
    }


def texts(lines):
    return [line.text for line in lines]


def differences(questionnaire, oracle, answers):
    """Yields in words what the two conclude differently, and evidence that proves nothing."""
    found = questionnaire.assess(answers)
    ours = in_words_of_the_oracle(
        found, questionnaire.route(answers).path, questionnaire.notes(answers)
    )
    theirs = oracle.conclude(answers)
    for key, wanted in theirs.items():
        if ours[key] != wanted or list(ours[key]) != list(wanted):
            yield f"{key}: {ours[key]} instead of {wanted}"
    whens = {flag["id"]: flag["when"] for flag in oracle.flags}
    whens |= {
        rule["id"]: rule["when"]
        for factor in oracle.factors.values()
        for rule in factor["rule"]
        if "when" in rule
    }
    fired = [(flag.id, flag.evidence) for flag in found.red_flags]
    fired += [(each.rule, each.evidence) for factor in found.factors for each in factor.findings]
    for id_, evidence in fired:
        pairs = [
            (each.question, each.answer)
            if isinstance(each, GivenAnswer)
            else (each.factor, each.total)
            for each in evidence
        ]
        if id_ in whens and not oracle.suffices(whens[id_], pairs):
            yield f"{id_}: {whens[id_]} does not follow from {pairs}"


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
            others = [each for each in problems if "32 ways" not in each.what]
            say(*(f"seed {seed}/{number}: {each}" for each in others))
            continue
        loaded += 1
        compare(Questionnaire(rulebook), Oracle(tables), random, SHEETS, f"seed {seed}/{number}")
    say(f"loaded {loaded}")


def compare_shipped(count, seed):
    """Compares so many answers to the rule base that ships."""
    random = Random(seed)  # noqa: S311 - keeps no secret
    compare(Questionnaire.load(), Oracle(read(RULES)), random, count, f"seed {seed}")


def compare(questionnaire, oracle, random, count, name):
    for _ in range(count):
        questions = [
            question | {"choices": oracle.choices(id_)}
            for id_, question in oracle.questions.items()
        ]
        answers = random_answers(random, questions)
        for difference in differences(questionnaire, oracle, answers):
            say(f"{name}, {answers}: {difference}")


def say(*lines):
    sys.stdout.writelines(f"{line}\n" for line in lines)


def in_other_processes(*calls):
    """Runs calls to functions of this module side by side; returns the lines that they say."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", f"from program.test_oracle import *; {call}"],
            cwd=TESTS,
            env=os.environ | {"MALLOC_PERTURB_": "66"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for call in calls
    ]
    said = []
    for process in processes:
        out, err = process.communicate()
        assert (process.returncode, err) == (0, "")
        said += out.splitlines()
    return said


def test_engine_and_oracle_agree_on_random_rule_bases():
    said = in_other_processes(
        *(f"compare_random(range({half}, {RULE_BASES}, 2), {SEED})" for half in (0, 1))
    )

    loaded = [int(line.removeprefix("loaded ")) for line in said if line.startswith("loaded ")]
    assert [line for line in said if not line.startswith("loaded ")] == []
    assert sum(loaded) > 0.9 * RULE_BASES


def test_engine_and_oracle_agree_on_the_rule_base_that_ships():
    assert in_other_processes(f"compare_shipped({SHIPPED}, {SEED})") == []
