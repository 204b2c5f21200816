"""Spoilt input, threads and forks: a clear word or the right result, and never a crash.

What could crash or hang runs in another process, in which the C library poisons memory.  For a long
run of the first test: benchmarks/fuzz_input.py
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from time import process_time

import pytest
from gardening import RULEBOOK
from spoiling import HOUSEPLANTS, refusal, spoilt

from questionnaire.inference.assessment import Identity
from questionnaire.loading.condition_syntax import LONGEST, names_in
from questionnaire.report.record import differences
from questionnaire.saved.answers_file import MOST, read_answers

TESTS = Path(__file__).parent.parent
POISONED = os.environ | {"MALLOC_PERTURB_": "66"}
TOO_LONG = ("9" * 5000, "0x" + "f" * 5000)


def in_another_process(*arguments, given=None, status=0):
    done = subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        env=POISONED,
        cwd=TESTS,
        stdin=given,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_spoilt_input_is_refused_clearly_or_used_rightly():
    fuzz = TESTS.parent / "benchmarks/fuzz_input.py"
    tries = ("--answers=25", "--responses=25", "--rule-bases=15", "--small", "--workers=1")
    said = in_another_process(fuzz, *tries)

    answers, responses, rule_bases = said.splitlines()
    assert responses.startswith("25 responses: ")
    assert answers.startswith("25 answers: ")
    assert rule_bases.startswith("15 rule-bases: ")


# Answers ------------------------------------------------------------------------------------------


def problems(answers):
    start = process_time()
    found = read_answers(json.dumps({"answers": answers}).encode(), RULEBOOK, "file").problems
    assert process_time() - start < 5
    return found


def test_a_file_of_very_many_strange_answers_is_refused_at_once():
    (found,) = problems({f"a{number:x}": 0 for number in range(60_000)})

    assert str(found) == f"file: answers\n  They are 60,000; {MOST:,} is the limit."


def test_of_very_many_strange_boxes_a_few_are_named():
    (found,) = problems({"signs": [str(number) for number in range(60_000)]})

    assert found.what.startswith('There is no choice "0", "1", "2", ')
    assert found.what.endswith(', "10", "11" and 59,988 more.')


def test_of_very_many_names_that_stand_twice_a_few_are_named():
    twice = ", ".join(f'"a{number}": 0' for number in range(2000))
    (found,) = read_answers(f'{{"answers": {{{twice}, {twice}}}}}'.encode(), RULEBOOK, "f").problems

    assert found.what.endswith(', "a10", "a11" and 1,988 more.')


def test_an_endless_file_is_refused():
    with Path("/dev/zero").open("rb") as endless:
        program = "from questionnaire.cli import main; main()"
        said = in_another_process(
            "-c", program, "--rules", HOUSEPLANTS, "assess", "-", given=endless, status=2
        )

    assert said == "standard input\n  It has more than 3,000,000 bytes.\n\n1 problem.\n"


@pytest.mark.parametrize("spoilt_key", ["\ud800", "urgency"])
def test_a_record_with_half_a_character_is_not_compared(spoilt_key):
    assert differences({"urgency": "x", spoilt_key: "\ud800"}, Identity) == ()


# Rule bases ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", TOO_LONG)
@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("rulebook.toml", 'label = "high"\nfrom = 5', 'label = "high"\nfrom = '),
        ("rulebook.toml", 'version = "1.0"', "version = "),
        ("red_flags.toml", 'advice = ["Take a photo of it."]', "advice = "),
        ("sections/care.toml", "range = [0, 10]", "range = [0, 10]\nstep = "),
    ],
)
def test_numbers_too_long_for_python_are_a_problem(tmp_path, file, old, new, number):
    said = refusal(spoilt(tmp_path, (file, old, f"{new}{number}\n")))

    assert said.startswith(file)


@pytest.mark.parametrize("text", ["f'" + "{x}" * 30_000 + "'", "x" + "<1" * 300_000])
def test_names_are_not_looked_for_in_what_is_too_long_to_be_a_condition(text):
    assert len(text) > LONGEST
    start = process_time()
    assert names_in(text) == frozenset()
    assert process_time() - start < 1


# Threads and processes ----------------------------------------------------------------------------


def test_assessments_are_the_same_after_a_fork_and_from_several_threads():
    in_another_process(
        "-c",
        dedent("""
    import os, sys, threading
    from random import Random
    from oracle import Oracle, read
    from random_rulebases import random_answers
    from spoiling import HOUSEPLANTS
    from questionnaire import Questionnaire
    from questionnaire.report.record import record

    oracle, random = Oracle(read(HOUSEPLANTS)), Random(1)
    questions = [each | {"choices": oracle.choices(id_)} for id_, each in oracle.questions.items()]
    sheets = [random_answers(random, questions) for _ in range(80)]
    questionnaire = Questionnaire.load(HOUSEPLANTS)

    def records(sheets):
        return [record(questionnaire.report(sheet)) for sheet in sheets]

    before = records(sheets)
    children = []
    for _ in range(3):
        children.append(os.fork())
        if not children[-1]:
            os._exit(records(sheets) != before)
    assert records(sheets) == before
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0, 0]

    questionnaire = Questionnaire.load(HOUSEPLANTS)  # one that remembers nothing yet
    found = []

    def run(first):
        turned = records([*sheets[first:], *sheets[:first]])
        found.append([*turned[-first:], *turned[:-first]])

    sys.setswitchinterval(1e-6)
    threads = [threading.Thread(target=run, args=(first,)) for first in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [before] * 8
    """),
    )


def test_a_network_whose_making_is_interrupted_anywhere_does_no_harm():
    in_another_process(
        "-c",
        dedent("""
    import gc, types
    import durable_rules_engine as real
    from questionnaire.inference import engine
    from questionnaire.inference.engine import Network, Test

    def interrupted(name, before):
        def call(*given):
            if not before:
                getattr(real, name)(*given)
            raise KeyboardInterrupt
        return types.SimpleNamespace(**vars(real) | {name: call})

    plain, tests = engine._engine, {n: [Test("x", ">", n)] for n in range(5)}
    calls = "create_ruleset update_state start_action_for_state complete_and_start_action"
    for name in (*calls.split(), "delete_state"):
        for before in (True, False) * 5:
            engine._engine = lambda: interrupted(name, before)
            try:
                Network(tests)
            except KeyboardInterrupt:
                engine._engine = plain
            gc.collect()
            network = Network(tests)
            assert set(network.match(network.part({"x": 3}))) == {0, 1, 2}
    """),
    )


def test_every_test_that_the_page_about_trust_names_exists():
    page = (TESTS.parent / "docs/trust.md").read_text("utf-8")
    tests = "".join(file.read_text("utf-8") for file in TESTS.rglob("test_*.py"))

    assert [name for name in re.findall(r"`(test_\w+)`", page) if f"def {name}(" not in tests] == []
