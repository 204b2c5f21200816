"""How the benchmarks measure, and the rows that they give."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from msgspec import Struct

_COMPILED = tempfile.TemporaryDirectory(prefix="benchmarks-")
ENVIRONMENT = {**os.environ, "PYTHONPYCACHEPREFIX": _COMPILED.name}
"""For processes that are started: each module is compiled once, as an installed one would be."""
ENVIRONMENT.pop("PYTHONDONTWRITEBYTECODE", None)


class Row(Struct, frozen=True):
    """One figure; ``ratio`` says how many times that of the row that a table compares with.

    Where the value is processor time, ``wall`` is what a clock on the wall said.
    """

    what: str
    value: float
    unit: str
    ratio: float | None = None
    wall: float | None = None


class Time(Struct, frozen=True):
    """What a call took, in seconds: of the processor, all threads together, and on the wall."""

    cpu: float
    wall: float


class Table(Struct, frozen=True):
    """Figures that were measured in one run and can be compared."""

    title: str
    rows: tuple[Row, ...]


def medians(calls: Mapping[str, Callable[[int], object]], rounds: int) -> dict[str, float]:
    """Times calls in turn, so many rounds; returns the median of each in seconds.

    What disturbs the machine for a while so disturbs all alike.  Each is given the number of the
    round, and called once before the first.
    """
    times: dict[str, list[float]] = {name: [] for name in calls}
    for call in calls.values():
        call(0)
    for number in range(rounds):
        for name, call in calls.items():
            start = perf_counter()
            call(number)
            times[name].append(perf_counter() - start)
    return {name: median(found) for name, found in times.items()}


def in_blocks(
    calls: Mapping[str, Callable[[int], object]], rounds: int, block: int = 40
) -> dict[str, Time]:
    """Times blocks of calls in turn, about so many rounds in all; returns the medians for a call.

    A block is of one kind, so that each finds in the caches of the processor what it left there
    itself.  Processor time is compared, because on a busy machine the wall measures the others.
    """
    times: dict[str, list[Time]] = {name: [] for name in calls}
    for call in calls.values():
        call(0)
    for start in range(0, rounds, block):
        for name, call in calls.items():
            cpu, wall = process_time(), perf_counter()
            for number in range(start, start + block):
                call(number)
            cpu, wall = process_time() - cpu, perf_counter() - wall
            times[name].append(Time(cpu / block, wall / block))
    return {
        name: Time(median(each.cpu for each in found), median(each.wall for each in found))
        for name, found in times.items()
    }


def timed_rows(found: Mapping[str, Time], unit: str, scale: float) -> tuple[Row, ...]:
    """Returns a row for each time, times ``scale``, compared with the first."""
    base = next(iter(found.values())).cpu
    return tuple(
        Row(name, time.cpu * scale, unit, time.cpu / base, time.wall * scale)
        for name, time in found.items()
    )


def rows(
    found: Mapping[str, float], unit: str, scale: float, beside: str | None = None
) -> tuple[Row, ...]:
    """Returns a row for each figure, times ``scale``, compared with ``beside`` or the first."""
    base = found[beside or next(iter(found))]
    return tuple(Row(name, value * scale, unit, value / base) for name, value in found.items())


def in_a_new_process(script: str, *arguments: str) -> list[str]:
    """Runs a Python script, given as text or as a file's name; returns the words that it prints."""
    run = [script] if script.endswith(".py") else ["-c", script]
    command = [sys.executable, *run, *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=ENVIRONMENT)
    return done.stdout.split()


def on_processor(process: int) -> float:
    """Returns the milliseconds that all threads of a process have had a processor."""
    tasks = Path(f"/proc/{process}/task").iterdir()
    return sum(int((task / "schedstat").read_text("ascii").split()[0]) for task in tasks) / 1e6


def printed(tables: Iterable[Table]) -> str:
    """Returns tables as text."""
    return "\n\n".join(
        "\n".join(
            [
                table.title,
                *(
                    f"  {row.what:<62}{row.value:>10,.{_decimals(row.value)}f} {row.unit:<4}"
                    + (f"{row.ratio:>8.2f} x" if row.ratio is not None else "")
                    + (f"{row.wall:>10,.{_decimals(row.wall)}f} on the wall" if row.wall else "")
                    for row in table.rows
                ),
            ]
        )
        for table in tables
    )


def _decimals(value: float) -> int:
    return 2 if value < 10 else 1 if value < 100 else 0
