"""Tries on many sheets of answers what must hold whoever answers what.

    python benchmarks/try_safety.py

The sheets are those of all cases and probes of the rules, and random ones: a third of any answers,
the others like one of the written people with one to three answers changed.  The checks themselves
are in ``tests/safety.py``.  Ends with status 1 if anything does not hold.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from pathlib import Path
from random import Random
from typing import TypeAlias

from questionnaire import Questionnaire
from questionnaire.loading.cases import load_cases
from questionnaire.loading.files import shipped

sys.path.append(str(Path(__file__).parent.parent / "tests"))

from safety import Safety, sheets, violations, written

PART = 250
"""Sheets that a process tries at once."""
SOME = 8
"""Boxes that are ticked, one at a time, on each random sheet; on the written ones all are."""

Sheet: TypeAlias = Mapping[str, object]
Counts: TypeAlias = tuple[Mapping[str, Counter[tuple[str, ...]]], Counter[str]]


def tried(folder: Path, checks: list[str], number: int, count: int) -> tuple[int, Counts]:
    """Tries one part: random sheets, or where ``count`` is 0 a part of the written ones."""
    questionnaire = Questionnaire.load(folder)
    safety = Safety(questionnaire, SOME if count else None)
    part = list(written(load_cases(folder, questionnaire.rulebook)[0]))
    if count:
        random = Random(number)  # noqa: S311 - keeps no secret
        part = list(sheets(questionnaire, part, random, count))
    else:
        part = part[number * PART :][:PART]
    return len(part), violations(safety, part, checks)


def parts(people: int, count: int) -> Iterator[tuple[int, int]]:
    """Yields the parts of so many written and random sheets: their numbers, and random sheets."""
    for number in range(-(-people // PART)):
        yield number, 0
    for number, start in enumerate(range(0, count, PART)):
        yield number, min(PART, count - start)


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sheets", type=int, default=100_000)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--check", help="only those whose name has this in it", default="")
    parser.add_argument("--rules", type=Path, default=shipped(), help="another rule base")
    options = parser.parse_args()
    start = time.monotonic()
    questionnaire = Questionnaire.load(options.rules)
    checks = [name for name in Safety(questionnaire).checks if options.check in name]
    people = len(list(written(load_cases(options.rules, questionnaire.rulebook)[0])))
    faults = {name: Counter[tuple[str, ...]]() for name in checks}
    hit, all_tried = Counter[str](), 0
    numbers, counts = zip(*parts(people, options.sheets), strict=True)
    with ProcessPoolExecutor(options.jobs) as pool:
        for size, (found, wrong) in pool.map(
            tried, repeat(options.rules), repeat(checks), numbers, counts
        ):
            all_tried += size
            hit += wrong
            print(f"{all_tried:9,} sheets, {hit.total():,} violations", file=sys.stderr, flush=True)
            for name, counted in found.items():
                faults[name] += counted
    print(f"{'check':52}{'sheets':>9}{'violations':>12}{'kinds':>7}")
    for name in checks:
        print(f"{name:52}{all_tried:9,}{hit[name]:12,}{len(faults[name]):7}")
    for name, counted in faults.items():
        print(f"\n{name}" if counted else "", end="\n" if counted else "")
        for what, times in counted.most_common():
            print(f"{times:8,}  {': '.join(filter(None, what))}")
    print(f"\nin {time.monotonic() - start:.0f} s")
    sys.exit(1 if hit else 0)


if __name__ == "__main__":
    _main()
