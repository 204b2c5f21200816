"""From the start of a process: to the first prompt, to a loaded rule base, through a check."""

import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

import pexpect
from measuring import (
    ENVIRONMENT,
    Row,
    Table,
    Time,
    in_a_new_process,
    medians,
    on_processor,
    rows,
    timed_rows,
)

BARE = "import questionary; questionary.select('Which?', ['one', 'two']).ask()"
OURS = "from questionnaire.cli import main; main()"
DRAWN = "\x1b[?2004h"
"""What prompt_toolkit writes with the first drawing of a prompt: paste in brackets, please."""
ASKED = "question 1 of"
"""What stands above the first question."""

STEPS = """
from time import perf_counter
started = perf_counter()
from questionnaire.loading.files import shipped
from questionnaire.loading.rulebook import load
imported = perf_counter()
rulebook, _ = load(shipped())
loaded = perf_counter()
from questionnaire.inference.route import Router
from questionnaire.inference.reasoning import Reasoner
also_imported = perf_counter()
Router(rulebook)
settling = perf_counter()
Reasoner(rulebook)
concluding = perf_counter()
for step in (
    imported - started, loaded - imported, also_imported - loaded,
    settling - also_imported, concluding - settling,
):
    print(step)
"""
NAMES = (
    "importing what loads it",
    "loading the rule base",
    "importing what concludes",
    "making the rules of skip logic",
    "making the rules of conclusions",
)


def first_prompt(rounds: int) -> tuple[Table, ...]:
    """Starts ours and a bare script in turn, in a terminal.

    What they take of a processor says more than the clock, which other work stops too; also says
    how much memory they take.  Ours loads the rule base behind its first prompt, so it is also
    measured up to the first question, for somebody who reads nothing and presses Enter at once.
    """
    took: dict[str, list[Time]] = {}
    memory: dict[str, list[float]] = {}

    def start(name: str, script: str, *, asked: bool = False) -> None:
        began = perf_counter()
        child = pexpect.spawn(
            sys.executable, ["-c", script], dimensions=(40, 100), timeout=30, env=ENVIRONMENT
        )
        child.delaybeforesend = None
        child.delayafterclose = child.delayafterterminate = 0.01
        child.expect_exact(DRAWN)
        if asked:
            child.send("\r")
            child.expect_exact(ASKED)
        time = Time(on_processor(child.pid) / 1e3, perf_counter() - began)
        took.setdefault(name, []).append(time)
        memory.setdefault(name, []).append(_resident(child.pid))
        child.close(force=True)

    for _ in range(rounds):
        start("a bare script that imports questionary", BARE)
        start("questionnaire, the opening", OURS)
        start("questionnaire, the first question", OURS, asked=True)
    times = {
        name: Time(median(one.cpu for one in found), median(one.wall for one in found))
        for name, found in took.items()
    }
    sizes = {name: median(found) for name, found in memory.items()}
    return (
        Table("Start to the first prompt, on a processor", timed_rows(times, "ms", 1e3)),
        Table("Memory at the first prompt", rows(sizes, "MiB", 1)),
    )


def loading(rounds: int) -> Table:
    """Loads the rule base, each time in a new process."""
    _, *runs = ([float(word) for word in in_a_new_process(STEPS)] for _ in range(rounds + 1))
    steps = zip(NAMES, zip(*runs, strict=True), strict=True)
    return Table(
        "The rule base, in a new process",
        tuple(Row(name, median(found) * 1e3, "ms") for name, found in steps),
    )


def checking(rounds: int) -> Table:
    """Runs `questionnaire check` on the rule base that ships."""

    def check(_: int) -> None:
        command = [sys.executable, "-c", OURS, "check"]
        done = subprocess.run(command, check=False, capture_output=True, text=True, env=ENVIRONMENT)
        if done.returncode:
            raise SystemExit(f"questionnaire check failed:\n{done.stdout}{done.stderr}")

    return Table("questionnaire check", rows(medians({"cases included": check}, rounds), "s", 1))


def _resident(process: int) -> float:
    pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
