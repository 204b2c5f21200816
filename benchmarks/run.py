"""Measures the program and prints one table: time beside its peers, growth, start and memory.

    uv run --group benchmarks benchmarks/run.py

Every ratio is of two figures of the same run: medians of blocks of calls that took turns, in
processor time, so that it holds on a busy machine too.  The peers are checked to find what we find
before anything is timed.
"""

import argparse
import sys
from collections.abc import Callable

import answering
import assessing
import msgspec
import remembering
import starting
from measuring import Table, printed

from questionnaire import Questionnaire

Part = Callable[[], tuple[Table, ...]]


def parts(rounds: int, starts: int, assessments: int, seed: int) -> dict[str, Part]:
    """Returns what can be measured, by name."""
    rules = Questionnaire.load().rulebook
    return {
        "start": lambda: starting.first_prompt(starts),
        "answer": lambda: (answering.answering(3),),
        "load": lambda: (starting.loading(starts),),
        "match": lambda: (
            assessing.sketch(rounds, seed),
            assessing.rules_only(rules, rounds, seed),
        ),
        "assess": lambda: assessing.assessments(rules, rounds, seed),
        "growth": lambda: assessing.growth(rounds, seed),
        "check": lambda: (starting.checking(3),),
        "memory": lambda: (remembering.memory(assessments),),
    }


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", nargs="+", metavar="PART", help="measure these parts alone")
    parser.add_argument("--rounds", type=int, default=400, help="calls of each engine")
    parser.add_argument("--starts", type=int, default=15, help="processes started of each kind")
    parser.add_argument("--assessments", type=int, default=60_000, help="for the memory")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    every = parts(options.rounds, options.starts, options.assessments, options.seed)
    chosen = options.only or list(every)
    if unknown := set(chosen) - set(every):
        parser.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(every)}")
    found = []
    for name in chosen:
        print(f"measuring: {name}", file=sys.stderr)
        found += every[name]()
    print(msgspec.json.encode(found).decode() if options.json else printed(found))


if __name__ == "__main__":
    _main()
