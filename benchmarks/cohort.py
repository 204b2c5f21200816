"""Assesses a cohort in the ways that docs/cohorts.md shows, and prints how many sheets a second.

    python benchmarks/cohort.py --sheets 100000
    uv run --with "dask[distributed]" benchmarks/cohort.py

The sheets are those of the people of the cases, each with four tenths of the answers drawn from
those of the others.  All ways must find the same results.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from random import Random
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory

from measuring import ENVIRONMENT, Row, Table, printed
from msgspec.structs import asdict
from workloads import seeded

from questionnaire import Questionnaire, Unusable
from questionnaire.knowledge.model import Answer
from questionnaire.loading.cases import load_cases
from questionnaire.loading.files import shipped

SHARE = 0.4


def sheets(questionnaire: Questionnaire, count: int, random: Random) -> Iterator[str]:
    """Yields so many sheets of answers, each as a line of JSON."""
    cases, _ = load_cases(shipped(), questionnaire.rulebook)
    people = [{**case.variant.base, **case.variant.given} for case in cases.cases]
    given: dict[str, list[Answer]] = {}
    for answers in people:
        for id_, answer in answers.items():
            given.setdefault(id_, []).append(answer)
    for number in range(count):
        answers = {
            id_: random.choice(given[id_]) if random.random() < SHARE else answer
            for id_, answer in random.choice(people).items()
        }
        yield json.dumps({"id": number, "answers": answers}) + "\n"


def results(questionnaire: Questionnaire, lines: Iterable[str]) -> list[str]:
    """Returns the result of each line, as docs/cohorts.md does it."""
    found = []
    for line in lines:
        sheet = json.loads(line)
        try:
            result = asdict(questionnaire.result(sheet["answers"]))
        except Unusable as unusable:
            result = {"problems": [str(problem) for problem in unusable.problems]}
        found.append(json.dumps({"id": sheet["id"], **result}))
    return found


def by_command(file: Path, jobs: int) -> list[str]:
    """Assesses a cohort with the command."""
    command = [sys.executable, "-m", "questionnaire", "assess", "--format", "ndjson"]
    done = subprocess.run(
        [*command, f"--jobs={jobs}", file], env=ENVIRONMENT, capture_output=True, check=True
    )
    return done.stdout.decode().splitlines()


def by_library(file: Path) -> list[str]:
    """Assesses a cohort in this process."""
    with file.open(encoding="utf-8") as lines:
        return results(Questionnaire.load(), lines)


def by_dask(file: Path, workers: int) -> list[str]:
    """Assesses a cohort on a cluster of processes on this machine."""
    from dask import bag  # noqa: PLC0415 - no dependency of ours
    from dask.distributed import Client, LocalCluster  # noqa: PLC0415 - no dependency of ours

    options = {"n_workers": workers, "threads_per_worker": 1, "dashboard_address": None}
    with LocalCluster(**options) as cluster, Client(cluster):
        lines = bag.read_text(str(file), blocksize="8MB")
        return list(lines.map_partitions(partial(results, Questionnaire.load())).compute())


def _measured(what: str, assess: Callable[[], list[str]], count: int) -> tuple[Row, list[object]]:
    begun, cpu = time.perf_counter(), _cpu()
    found = assess()
    wall, spent = time.perf_counter() - begun, _cpu() - cpu
    what = f"{what} ({wall:.0f} s, {spent:.0f} s of processors)"
    decoded = map(json.loads, found)
    return Row(what, count / wall, "a second"), [
        (each["id"], each["urgency"], each["totals"]) for each in decoded
    ]


def _cpu() -> float:
    return sum(sum(getrusage(whose)[:2]) for whose in (RUSAGE_SELF, RUSAGE_CHILDREN))


def cohort(count: int, jobs: int, seed: int) -> Table:
    """Returns how many of so many sheets are assessed a second, in each way."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "cohort.ndjson"
        file.write_text("".join(sheets(Questionnaire.load(), count, seeded(seed))))
        ways: dict[str, Callable[[], list[str]]] = {
            "the command, one process": partial(by_command, file, 1),
            f"the command, --jobs {jobs}": partial(by_command, file, jobs),
            "the library, one process": partial(by_library, file),
        }
        if find_spec("dask"):
            ways[f"Dask, {jobs} processes"] = partial(by_dask, file, jobs)
        rows, found = [], []
        for what, assess in ways.items():
            row, told = _measured(what, assess, count)
            rows.append(row)
            found.append(told)
    if any(each != found[0] for each in found):
        raise SystemExit("The ways find different results.")
    return Table(f"Assessing {count:,} sheets, start included", tuple(rows))


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sheets", type=int, default=20_000)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print(printed([cohort(options.sheets, options.jobs, options.seed)]))


if __name__ == "__main__":
    _main()
