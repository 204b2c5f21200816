"""What could crash, hang or grow runs in another process, in which the C library poisons memory."""

import copy
import json
import os
import pickle
import re
import subprocess
import sys
from inspect import getsource
from pathlib import Path
from textwrap import dedent
from types import SimpleNamespace

import durable_rules_engine
import pytest

from questionnaire.inference import engine
from questionnaire.inference.engine import Network
from questionnaire.inference.engine import Test as Comparing  # pytest collects what is named Test

ROOT = Path(__file__).parents[2]
NETWORKS = int(os.environ.get("NETWORKS", "200"))
POISONED = os.environ | {"MALLOC_PERTURB_": "66"}

WATER = {
    "thirsty": [Comparing("days dry", ">", 3)],
    "soaked": [Comparing("days dry", "==", 0), Comparing("drainage", "<", 1)],
    "due": [Comparing("days dry", ">=", 2), Comparing("days dry", "<=", 3)],
    "not cactus": [Comparing("kind", "!=", 7)],
}


def matched(network, fact):
    """Returns what holds for a fact, put together from two parts."""
    parts = [dict(list(fact.items())[half::2]) for half in (0, 1)]
    names = network.match(*map(network.part, parts))
    assert len(names) == len(set(names))
    return set(names)


def in_another_process(script):
    prelude = "from questionnaire.inference.engine import *\n" + getsource(matched)
    command = [sys.executable, "-W", "error", "-c", prelude + dedent(script)]
    done = subprocess.run(
        command, env=POISONED, capture_output=True, text=True, timeout=600, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def engine_but(monkeypatch, **functions):
    """Replaces some of the functions of durable-rules."""
    replaced = SimpleNamespace(**vars(durable_rules_engine) | functions)
    monkeypatch.setattr(engine, "_engine", lambda: replaced)


# Matching -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fact", "names"),
    [
        ({"days dry": 5, "drainage": 0, "kind": 1}, {"thirsty", "not cactus"}),
        ({"days dry": 0, "drainage": 0, "kind": 7}, {"soaked"}),
        ({"days dry": 2}, {"due"}),
        ({"days dry": 3, "shoe size": 42}, {"due"}),
        ({"drainage": -1}, set()),
        ({}, set()),
    ],
)
def test_names_the_conjunctions_of_which_every_test_holds(fact, names):
    assert matched(Network(WATER), fact) == names


@pytest.mark.parametrize(
    ("operator", "holding"),
    [
        ("<", {1}),
        ("<=", {1, 2}),
        (">", {3}),
        (">=", {2, 3}),
        ("==", {2}),
        ("!=", {1, 3}),
    ],
)
def test_knows_every_operator(operator, holding):
    network = Network({"held": [Comparing("x", operator, 2)]})

    assert {x for x in (1, 2, 3) if matched(network, {"x": x})} == holding


def test_agrees_with_a_plain_evaluator_on_random_networks_and_facts():
    fuzz = [sys.executable, "-W", "error", ROOT / "benchmarks/fuzz_engine.py"]
    done = subprocess.run(
        [*fuzz, f"--networks={NETWORKS}", "--facts=2", "--seed=2"],
        env=POISONED,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"0 differences in {2 * NETWORKS} matches of {NETWORKS} networks")


def test_tests_every_name_that_means_something_to_the_engine():
    odd = ["sid", "id", "$s", "$forward", "always", "q0", "q1", "m", 'a"b\\', "", "ü", None, 7]
    network = Network({name: [Comparing(name, "==", number)] for number, name in enumerate(odd)})

    assert matched(network, dict(zip(odd, range(len(odd)), strict=True))) == set(odd)


def test_needs_no_engine_for_no_conjunctions(monkeypatch):
    engine_but(monkeypatch, create_ruleset=None, update_state=None)

    assert matched(Network({}), {"days dry": 5}) == frozenset()


def test_does_not_change_what_it_is_given():
    conjunctions, fact = copy.deepcopy(WATER), {"days dry": 5}

    matched(Network(conjunctions), fact)

    assert (conjunctions, fact) == (WATER, {"days dry": 5})


def test_makes_the_same_rulesets_whatever_the_order_of_sets():
    script = """
        import durable_rules_engine
        create = durable_rules_engine.create_ruleset
        durable_rules_engine.create_ruleset = lambda *given: print(given) or create(*given)
        Network({"a": frozenset(Test("x", "<", number) for number in range(9))})
    """
    assert in_another_process(script) == in_another_process(script)


# Numbers ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [2**53 - 1, -(2**53) + 1, 2**31, -(2**31) - 1, 2**32, 0])
def test_tells_large_numbers_from_their_neighbours(number):
    near = [each for each in (number - 1, number, number + 1) if each in engine.NUMBERS]
    network = Network({each: [Comparing("x", "==", each)] for each in near})

    assert matched(network, {"x": number}) == {number}


@pytest.mark.parametrize("number", [True, 1.0, 1e-7, "1", None, float("nan"), float("inf")])
def test_refuses_what_is_not_an_int_before_the_engine_sees_it(monkeypatch, number):
    network = Network(WATER)
    engine_but(monkeypatch, create_ruleset=None, update_state=None)

    with pytest.raises(TypeError, match=r"'drainage' is given .*, which is not an int"):
        matched(network, {"days dry": 1, "drainage": number})
    with pytest.raises(TypeError, match=r"'x' is given .*, which is not an int"):
        Network({"a": [Comparing("x", "<", number)]})


@pytest.mark.parametrize("number", [2**53, -(2**53), 2**63, 10**400])
def test_refuses_huge_numbers_before_the_engine_sees_them(monkeypatch, number):
    network = Network(WATER)
    engine_but(monkeypatch, create_ruleset=None, update_state=None)

    with pytest.raises(ValueError, match="'kind' is given"):
        matched(network, {"kind": number})
    with pytest.raises(ValueError, match="'x' is given"):
        Network({"a": [Comparing("x", "<", number)]})


def test_does_not_mind_the_values_of_subjects_without_tests():
    assert matched(Network(WATER), {"kind": 1, "name": "Ada"}) == {"not cactus"}


# Limits of the engine -----------------------------------------------------------------------------


def test_refuses_a_conjunction_without_tests():
    with pytest.raises(ValueError, match="'always' has no tests"):
        Network(WATER | {"always": []})


def test_takes_no_unknown_operator():
    with pytest.raises(KeyError):
        Network({"a": [Comparing("x", "=", 1)]})


@pytest.mark.parametrize(
    ("what", "conjunctions"),
    [
        ("600 tests of one subject", "{n: [Test('x', '>=', -n)] for n in range(600)}"),
        ("600 subjects", "{n: [Test(n, '==', 0)] for n in range(600)}"),
        (
            "300 rules that end in the same test",
            "{n: [Test('a', '>', -1 - n), Test('z', '==', 0)] for n in range(300)}",
        ),
        ("300 equal rules", "{n: [Test('x', '==', 0)] for n in range(300)}"),
        ("equal rules in another order", "{0: TWO, 1: TWO[::-1], 2: TWO * 2, 3: set(TWO)}"),
        ("1000 rules", "{n: [Test(n % 40, '<', 1 + n)] for n in range(1000)}"),
        ("5000 rules", "{n: [Test(n % 40, '<', 1 + n)] for n in range(5000)}"),
        (
            "400 subjects in long rules",
            "{n: [Test(k, '==', 0) for k in range(5 * n, 5 * n + 200)] for n in range(40)}",
        ),
        ("the longest rule", "{0: [Test(k, o, 0) for k in range(240) for o in ('<=', '>=')]}"),
        ("65 matches of one property", "{n: [Test('x', '<', 1 + n)] for n in range(65)}"),
        (
            "rules that start others",
            "{n: [Test(k, '==', 0) for k in range(n + 1)] for n in range(48)}",
        ),
    ],
)
def test_stays_within_the_limits_of_the_engine(what, conjunctions):
    in_another_process(f"""
        TWO = [Test('x', '>=', 0), Test('y', '<', 1)]
        conjunctions = {conjunctions}
        network = Network(conjunctions)
        subjects = {{test.subject for tests in conjunctions.values() for test in tests}}
        assert matched(network, dict.fromkeys(subjects, 0)) == set(conjunctions), {what!r}
        assert matched(network, {{}}) == set(), {what!r}
    """)


def test_refuses_a_conjunction_of_too_many_subjects():
    with pytest.raises(RuntimeError, match="241 subjects in a conjunction are more than 240"):
        Network({"a": [Comparing(number, "==", 0) for number in range(241)]})


def test_refuses_more_subjects_than_it_has_names_for(monkeypatch):
    monkeypatch.setattr(engine, "ALL_SUBJECTS", 2)

    with pytest.raises(RuntimeError, match="3 subjects are more than 2"):
        Network(WATER)


def test_defines_small_rulesets_of_one_pattern_to_a_rule(monkeypatch):
    definitions = []

    def create(name, definition):
        definitions.append(json.loads(definition))
        return durable_rules_engine.create_ruleset(name, definition)

    engine_but(monkeypatch, create_ruleset=create)
    Network({n: [Comparing(n + k, "<", k) for k in range(n % 9 + 1)] for n in range(500)})

    assert len(definitions) > 10
    for definition in definitions:
        tests = [each for rule in definition.values() for each in rule["all"][0]["m"]["$and"]]
        operators = {operator for each in tests for operator in each}
        properties = {name for each in tests for named in each.values() for name in named}
        assert len(definition) <= 64
        assert len(properties) <= 245
        assert all(rule.keys() == {"all"} and len(rule["all"]) == 1 for rule in definition.values())
        assert operators <= {"$lt", "$ex"}
        assert all(re.fullmatch("q[0-9]+|always", name) for name in properties)
        assert list(definition)[-1] == str(len(definition) - 1)
        assert tests[-1] == {"$ex": {"always": 1}}


def test_has_no_two_names_with_the_same_hash():
    def hashed(name):
        code = 0x811C9DC5
        for byte in name.encode():
            code = (code ^ byte) * 0x01000193 & 0xFFFFFFFF
        return code

    names = ["sid", "id", "$s", "$forward", "always"]
    names += [f"q{number}" for number in range(engine.ALL_SUBJECTS)]
    assert len(set(map(hashed, names))) == len(names)
    assert hashed("f") != hashed("sid-s")


# Memory and processes -----------------------------------------------------------------------------


def test_survives_first_matches_in_which_nothing_fires():
    in_another_process("""
        for number in range(50):
            network = Network({n: [Test("x", ">", n)] for n in range(1 + number)})
            assert [matched(network, fact) for fact in ({}, {"x": -1}, {"y": 1})] == [set()] * 3
            assert matched(network, {"x": 1}) == {0}
    """)


def test_survives_interruptions_anywhere():
    in_another_process("""
        import types, durable_rules_engine as real
        from questionnaire.inference import engine

        def interrupted(name, before):
            def call(*given):
                if before:
                    raise KeyboardInterrupt
                getattr(real, name)(*given)
                raise KeyboardInterrupt
            return types.SimpleNamespace(**vars(real) | {name: call})

        plain = engine._engine
        for _ in range(30):
            for name in "update_state", "start_action_for_state", "complete_and_start_action":
                for before in True, False:
                    network = Network({n: [Test("x", ">", n)] for n in range(5)})
                    for x in 1, 2, 3:
                        for also in name, "delete_state":
                            engine._engine = lambda: interrupted(also, before)
                            try:
                                matched(network, {"x": x})
                            except KeyboardInterrupt:
                                engine._engine = plain
                        assert matched(network, {"y": x}) == set()
                        assert matched(network, {"x": x}) == set(range(x))
    """)


def test_keeps_its_memory_over_many_matches_and_networks():
    grown = in_another_process("""
        from resource import RUSAGE_SELF, getrusage

        def peak():
            return getrusage(RUSAGE_SELF).ru_maxrss

        conjunctions = {n: [Test(n % 9, ">", n)] for n in range(48)}

        def match(times):
            network = Network(conjunctions)
            for number in range(times):
                matched(network, {n: number % 60 for n in range(9)})

        def make(times):
            for _ in range(times):
                Network(conjunctions)

        for work, few, many in (match, 500, 10_000), (make, 50, 600):
            work(few)
            before = peak()
            work(many)
            print(peak() - before)
    """)

    assert max(map(int, grown.split())) < 2000


def test_asks_a_ruleset_once_for_the_same_fact(monkeypatch):
    asked = []

    def update(ruleset, fact):
        asked.append((ruleset, fact))
        return durable_rules_engine.update_state(ruleset, fact)

    network = Network({n: [Comparing("low" if n < 48 else "high", ">", n)] for n in range(60)})
    engine_but(monkeypatch, update_state=update)
    for low, high in ((1, 50), (1, 50), (2, 50), (1, 50), (1, 51), (1, 50)):
        assert matched(network, {"low": low, "high": high}) == {*range(low), *range(48, high)}
    assert len(asked) == 4

    for low in range(2 * engine.REMEMBERED):
        matched(network, {"low": low})
    asked.clear()
    assert matched(network, {"low": 1, "high": 50}) == {0, 48, 49}
    assert len(asked) == 1


def test_works_from_several_threads():
    in_another_process("""
        import sys, threading
        sys.setswitchinterval(1e-6)
        conjunctions = {n: [Test("x", "==", n // 2)] for n in range(100)}
        conjunctions |= {("y", n): [Test("y", "==", n)] for n in range(50)}
        network = Network(conjunctions)
        right = []

        def match(x):
            for n in range(100):
                y = n % 50  # more than are remembered
                right.append(matched(network, {"x": x, "y": y}) == {2 * x, 2 * x + 1, ("y", y)})

        threads = [threading.Thread(target=match, args=(x,)) for x in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert right == [True] * 800
    """)


def test_works_after_a_fork_in_both_processes():
    in_another_process("""
        import os
        network = Network({n: [Test("x", ">", n)] for n in range(100)})
        matched(network, {"x": 1})
        child = os.fork()
        for x in range(100):
            assert matched(network, {"x": x}) == set(range(x))
        del network
        if child:
            assert os.waitpid(child, 0)[1] == 0
    """)


def test_is_independent_of_other_networks():
    networks = [Network({n: [Comparing("x", "==", n)]}) for n in range(20)]
    networks[::3] = [None] * 7  # those that go are deleted at once
    networks[::3] = [Network({n: [Comparing("x", "==", n)]}) for n in range(0, 20, 3)]

    assert [matched(network, {"x": 4}) for network in networks] == [
        {4} if n == 4 else set() for n in range(20)
    ]


@pytest.mark.parametrize("duplicate", [copy.deepcopy, pickle.dumps])
def test_cannot_be_duplicated(duplicate):
    with pytest.raises(TypeError):
        duplicate(Network(WATER))


# Faults of the engine -----------------------------------------------------------------------------


def stopped(*_):
    return None


def endless(*_):
    return '{"0":{}}'


def repeating():
    messages = iter(['{"0":{}}', '{"0":{}}', '{"4":{}}', None])
    return lambda *_: next(messages)


def failing(*_):
    raise durable_rules_engine.error("error code: 303")


@pytest.mark.parametrize(
    ("function", "fault"),
    [
        ("update_state", failing),
        ("start_action_for_state", stopped),
        ("start_action_for_state", failing),
        ("complete_and_start_action", stopped),
        ("complete_and_start_action", endless),
        ("complete_and_start_action", repeating()),
        ("complete_and_start_action", failing),
    ],
)
def test_raises_rather_than_name_some_conjunctions_only(monkeypatch, function, fault):
    network = Network(WATER)
    with monkeypatch.context() as patch:
        engine_but(patch, **{function: fault})
        with pytest.raises(RuntimeError, match="durable-rules f"):
            matched(network, {"days dry": 5, "kind": 1})

    assert matched(network, {"days dry": 5, "kind": 1}) == {"thirsty", "not cactus"}


@pytest.mark.parametrize("function", ["create_ruleset", "update_state"])
def test_raises_if_no_ruleset_can_be_made(monkeypatch, function):
    engine_but(monkeypatch, **{function: failing})

    with pytest.raises(RuntimeError, match="durable-rules failed: error code: 303"):
        Network(WATER)


def test_loads_the_engine_with_the_first_network_and_never_its_wrapper():
    in_another_process("""
        import sys
        assert "durable_rules_engine" not in sys.modules
        matched(Network({"a": [Test("x", ">", 1)]}), {"x": 2})
        assert "durable_rules_engine" in sys.modules
        assert "durable" not in sys.modules
    """)


def test_says_how_to_repair_an_engine_that_cannot_be_loaded():
    said = in_another_process("""
        import sys
        sys.modules["durable_rules_engine"] = None
        assert matched(Network({}), {}) == set()
        for _ in range(2):
            try:
                Network({"a": [Test("x", ">", 1)]})
            except EngineMissing as fault:
                print(fault)
    """)

    assert said.count("durable-rules, could not be loaded") == 2
    assert "\n  .uv/bin/uv run --reinstall-package durable-rules questionnaire\n" in said
    assert (
        '\n  CPPFLAGS="-O2 -DPyEval_CallObject=PyObject_CallObject" python3 -m pip install'
        " --force-reinstall --no-cache-dir durable-rules==2.0.28\n"
    ) in said
