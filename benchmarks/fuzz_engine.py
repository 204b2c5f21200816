"""Compares the engine with a plain evaluator on random networks and facts, for as long as wanted.

    MALLOC_PERTURB_=66 python benchmarks/fuzz_engine.py --networks 2000 --seed 1

MALLOC_PERTURB_ makes the C library fill memory that is new or freed, so that its misuse shows.
Ends with status 1, and prints what it needs to be repeated, if the two differ.
"""

import argparse
import operator
import sys
import time
from collections.abc import Collection, Hashable, Mapping
from random import Random

from questionnaire.inference.engine import NUMBERS, OPERATORS, Network, Test

COMPARE = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


def expected(
    conjunctions: Mapping[Hashable, Collection[Test]], fact: Mapping[Hashable, int]
) -> frozenset[Hashable]:
    """Returns what the engine should."""
    return frozenset(
        name
        for name, tests in conjunctions.items()
        if all(
            t.subject in fact and COMPARE[t.operator](fact[t.subject], t.constant) for t in tests
        )
    )


def random_conjunctions(random: Random) -> dict[Hashable, list[Test]]:
    """Makes a few or many conjunctions, now with many subjects and now with few."""
    subjects = random_subjects(random, random.choice((1, 2, 5, 20, 60)))
    longest = random.choice((1, 2, 4, 9))
    return {
        ("rule", number): [
            Test(random.choice(subjects), random.choice(list(OPERATORS)), random_number(random))
            for _ in range(random.randint(1, longest))
        ]
        for number in range(random.choice((1, 3, 10, 30, 47, 48, 49, 100)))
    }


def random_subjects(random: Random, count: int) -> list[Hashable]:
    """Makes names of all kinds, among them some that mean something to the engine."""
    names: list[Hashable] = ["sid", "id", "$s", "q0", "always", "m", ("a", 1), 7, None, 'a"b', "ü"]
    names += [f"subject {number}" for number in range(count)]
    return random.sample(names, count)


def random_number(random: Random) -> int:
    """Makes a small number mostly, so that many tests are equal or border on each other."""
    if random.random() < 0.9:
        return random.randint(-3, 3)
    return random.choice((NUMBERS[0], NUMBERS[-1], 2**31, -(2**31), 2**32, 10**6, 123_456_789_012))


def random_fact(
    random: Random, conjunctions: Mapping[Hashable, Collection[Test]]
) -> dict[Hashable, int]:
    """Answers all, most or none of the subjects, and some that nobody tests."""
    share = random.choice((0.0, 0.5, 0.9, 1.0))
    subjects = dict.fromkeys(test.subject for tests in conjunctions.values() for test in tests)
    fact = {each: random_number(random) for each in subjects if random.random() < share}
    return fact | {"untested": random_number(random)}


def differences(networks: int, facts: int, seed: int) -> list[str]:
    """Compares so many networks on so many facts each; returns what differs, in words."""
    found = []
    for number in range(networks):
        random = Random(f"{seed}/{number}")  # noqa: S311 - keeps no secret
        conjunctions = random_conjunctions(random)
        network = Network(conjunctions)
        for _ in range(facts):
            fact = random_fact(random, conjunctions)
            cut, given = random.randint(0, len(fact)), list(fact.items())
            parts = [network.part(dict(some)) for some in (given[:cut], given[cut:])]
            fired, wanted = network.match(*parts), expected(conjunctions, fact)
            if sorted(fired) != sorted(wanted):
                found.append(f"seed {seed}/{number}, {fact}: {fired} instead of {wanted}")
    return found


def main() -> None:
    """Compares, and prints what came of it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--networks", type=int, default=2000, help="how many networks (2000)")
    parser.add_argument("--facts", type=int, default=5, help="how many facts for each (5)")
    parser.add_argument("--seed", type=int, default=1, help="where the random numbers start (1)")
    options = parser.parse_args()
    start = time.perf_counter()
    found = differences(options.networks, options.facts, options.seed)
    print(*found[:20], sep="\n", end="\n" if found else "")
    print(
        f"{len(found)} differences in {options.networks * options.facts} matches"
        f" of {options.networks} networks, {time.perf_counter() - start:.1f} s"
    )
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
