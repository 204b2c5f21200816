"""Feeds spoilt answers files, responses and rule bases to the program, for as long as wanted.

    MALLOC_PERTURB_=66 python benchmarks/fuzz_input.py --answers 10000 --rule-bases 2000 --seed 1

Each must end in problems that say something, or in a result that the oracle of the tests shares:
never in a traceback, never later than in 5 s, never in a native crash.  So other processes do it,
and this one watches them.  Ends with status 1, and prints what it needs to be repeated, otherwise.
"""

import argparse
import json
import selectors
import subprocess
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cache
from itertools import chain
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Final, TypeAlias

from msgspec.structs import replace
from mutating import Files, answers_file, spoilt_files, spoilt_json
from workloads import answered

from questionnaire import Questionnaire
from questionnaire.checking.case_runs import try_out
from questionnaire.checking.checks import check
from questionnaire.knowledge.model import Answers
from questionnaire.knowledge.printable import printable
from questionnaire.knowledge.problems import Problem
from questionnaire.loading.cases import load_cases
from questionnaire.loading.rulebook import load
from questionnaire.report.as_html import as_html
from questionnaire.report.as_text import as_text
from questionnaire.report.comparison import comparison
from questionnaire.report.explanation import contents, explanation
from questionnaire.report.fhir_response import taken
from questionnaire.report.formats import rendered
from questionnaire.report.names import named
from questionnaire.report.record import differences, record
from questionnaire.report.since import since
from questionnaire.report.summary import summary
from questionnaire.saved.answers_file import (
    Sheet,
    about_left_out,
    answers_text,
    read_answers,
    sheet_of,
)

HERE = Path(__file__).parent
SHIPPED, HOUSEPLANTS = HERE.parent / "rules", HERE.parent / "tests/rulebases/houseplants"
sys.path.append(str(HERE.parent / "tests"))
from agreeing import differences as disagreements  # noqa: E402 - the tests are no package
from oracle import Oracle, read  # noqa: E402 - the tests are no package

LIMIT = 5.0
"""Seconds of a processor that one spoilt thing may take, all reports and the oracle included."""
PATIENCE = 60.0
"""Seconds by the clock after which it hangs; other work may keep the machine busy."""


class Wrong(Exception):  # noqa: N818 - named by the fault
    """The program neither refused clearly nor gave the right result."""


# What is tried ------------------------------------------------------------------------------------


def try_answers(random: Random, folders: Sequence[Path]) -> str:
    """Reads a spoilt answers file and reports on it; returns what became of it."""
    questionnaire, oracle = _loaded(random.choice(folders))
    rulebook = questionnaire.rulebook
    identity = {"id": rulebook.id, "version": rulebook.version, "digest": rulebook.digest}
    header = random.choice((None, identity, identity | {"version": "0"}))
    answers = answered(rulebook.questions, random, random.random())
    saved = read_answers(answers_file(answers, header, random), rulebook, "file")
    _clear(chain(saved.problems, saved.left_out))
    printable("".join(about_left_out(saved, rulebook))).encode()
    if saved.problems:
        return "refused"
    _report(questionnaire, saved.answers)
    _compare(questionnaire, saved)
    changed = differences(saved.decoded, questionnaire.report(saved.answers))
    printable("".join(changed)).encode()
    _agree(questionnaire, oracle, saved.answers)
    return "partly left out" if saved.left_out else "assessed"


def try_response(random: Random, folders: Sequence[Path]) -> str:
    """Reads a spoilt Bundle and reports on its answers; returns what became of it."""
    questionnaire, oracle = _loaded(random.choice(folders))
    answers = answered(questionnaire.rulebook.questions, random, random.random())
    whole = json.loads(rendered(questionnaire.report(answers), "fhir"))
    document = random.choice((whole, whole["entry"][0]["resource"]))
    saved = read_answers(spoilt_json(document, random), questionnaire.rulebook, "file")
    if "resourceType" not in saved.decoded:
        _clear(saved.problems)
        return "refused"
    found = taken(saved.decoded, questionnaire.rulebook, "file")
    if isinstance(found, Problem):
        _clear([found])
        return "refused"
    _clear(found.left_out)
    _report(questionnaire, found.answers)
    _agree(questionnaire, oracle, found.answers)
    return "partly left out" if found.left_out else "assessed"


def try_rule_base(random: Random, folders: Sequence[Path]) -> str:
    """Loads, checks, tries and uses a spoilt rule base; returns what became of it."""
    folder = random.choices(folders, (4, 1)[: len(folders)])[0]
    with TemporaryDirectory() as copied:
        copy = Path(copied)
        for name, text in spoilt_files(_files(folder), random).items():
            file = copy / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text)
        rulebook, problems = load(copy)
        if rulebook is None:
            if not problems:
                raise Wrong("refused without a word")
            _clear(problems)
            return "refused"
        checked = check(rulebook, today=date(2026, 3, 1))
        cases, unusable = load_cases(copy, rulebook)
        trial = try_out(rulebook, cases)
        tables = read(copy)
    _clear(chain(checked.problems, checked.warnings, unusable, trial.problems))
    as_text(contents(rulebook), 60)
    for name in random.sample(sorted({one.id for one in named(rulebook)}), 3):
        as_text(explanation(rulebook, name) or (), 60)
    questionnaire, oracle = Questionnaire(rulebook), Oracle(tables)
    for _ in range(3):
        answers = answered(rulebook.questions, random, random.random())
        _report(questionnaire, answers)
        _agree(questionnaire, oracle, answers)
    found = (*checked.problems, *unusable, *trial.problems)
    return "loaded, with problems" if found else "loaded"


def _report(questionnaire: Questionnaire, answers: Answers) -> None:
    """Makes every report; the record must be an answers file with the same record."""
    report = questionnaire.report(answers)
    for width in (40, 80):
        _printed(as_text(summary(report), width).split("\n"))
    _printed(rendered(report, "markdown").decode().split("\n"))
    rendered(report, "html")
    kept = record(report)
    again = read_answers(kept, report.rulebook, "record")
    _clear(again.problems)
    if again.problems or record(questionnaire.report(again.answers)) != kept:
        raise Wrong(f"the record of a record is another: {answers}")


def _compare(questionnaire: Questionnaire, last: Sheet) -> None:
    """Tells what changed from sheet to sheet, and goes on in a new one."""
    reports = [questionnaire.report(sheet.answers, day=sheet.day) for sheet in last.series]
    now = replace(reports[-1], earlier=reports[0])
    outline = since(now) + comparison({str(place): one for place, one in enumerate(reports)})
    for width in (40, 80):
        _printed(as_text(outline, width).split("\n"))
    as_html("", outline)
    new = sheet_of(date(2026, 3, 1), last)
    text = answers_text(questionnaire.rulebook, {}, new.day, new.earlier)
    again = read_answers(text, questionnaire.rulebook, "new")
    _clear(again.problems)
    if [each.answers for each in again.earlier] != [each.answers for each in new.earlier]:
        raise Wrong("an earlier sheet is read otherwise when it is written again")


def _agree(questionnaire: Questionnaire, oracle: Oracle, answers: Answers) -> None:
    if found := list(disagreements(questionnaire, oracle, answers)):
        raise Wrong(f"{answers}: {found}")


def _clear(problems: Iterable[Problem]) -> None:
    for problem in problems:
        if not (problem.where and problem.what):
            raise Wrong(f"a problem says nothing: {problem!r}")
        printable(str(problem)).encode()


def _printed(lines: Iterable[str]) -> None:
    for line in lines:
        if printable(line).encode() != line.strip().encode() and "  " not in line:
            raise Wrong(f"not printable: {line!r}")


@cache
def _loaded(folder: Path) -> tuple[Questionnaire, Oracle]:
    return Questionnaire.load(folder), Oracle(read(folder))


@cache
def _files(folder: Path) -> Files:
    files = sorted(folder.rglob("*.toml"))
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


# Watching -----------------------------------------------------------------------------------------

TRIES: Final[dict[str, Callable[[Random, Sequence[Path]], str]]] = {
    "answers": try_answers,
    "responses": try_response,
    "rule-bases": try_rule_base,
}


Task: TypeAlias = tuple[str, int]
"""A kind, and the number that its chance begins from."""


def work(seed: int, folders: Sequence[Path]) -> None:
    """Tries the tasks of standard input; prints a line for each: what became of it, seconds."""
    tasks: list[Task] = json.load(sys.stdin)
    for folder in folders:
        _loaded(folder)
    print(json.dumps("ready"), flush=True)
    for kind, number in tasks:
        start = time.process_time()
        try:
            random = Random(f"{seed}/{kind}/{number}")  # noqa: S311 - keeps no secret
            outcome = TRIES[kind](random, folders)
        except Exception:  # noqa: BLE001 - any is a finding
            outcome = "WRONG: " + traceback.format_exc()
        seconds = time.process_time() - start
        if seconds > LIMIT:
            outcome = f"WRONG: it took {seconds:.1f} s, and then: {outcome}"
        print(json.dumps([outcome, seconds]), flush=True)


def watched(arguments: Sequence[str], tasks: Sequence[Task]) -> Iterator[tuple[Task, str, float]]:
    """Yields what became of each task; a worker that hangs or crashes is replaced."""
    while tasks:
        command = [sys.executable, "-W", "error", __file__, "--work", *arguments]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        with subprocess.Popen(command, **pipes, text=True) as worker:
            json.dump(tasks, worker.stdin)
            worker.stdin.close()
            _line(worker)
            for place, task in enumerate(tasks):
                if line := _line(worker):
                    yield task, *json.loads(line)
                    continue
                worker.kill()
                why = f"hangs for {PATIENCE} s" if line is None else f"ended with {worker.wait()}"
                yield task, f"WRONG: {why}", PATIENCE
                tasks = tasks[place + 1 :]
                break
            else:
                return


def _line(worker: subprocess.Popen[str]) -> str | None:
    """Returns the next line of a worker, "" if it has ended, and None if it hangs."""
    with selectors.DefaultSelector() as waiting:
        waiting.register(worker.stdout, selectors.EVENT_READ)
        return worker.stdout.readline() if waiting.select(PATIENCE) else None


def run(
    arguments: Sequence[str], tasks: Sequence[Task], workers: int
) -> list[tuple[Task, str, float]]:
    """Tries the tasks; returns what became of them, in order."""
    parts = [tasks[first::workers] for first in range(workers)]
    with ThreadPoolExecutor(workers) as pool:
        return sorted(chain(*pool.map(lambda part: list(watched(arguments, part)), parts)))


def main() -> None:
    """Tries all, and prints what came of it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--answers", type=int, default=10_000, help="answers files (10000)")
    parser.add_argument("--responses", type=int, default=10_000, help="responses (10000)")
    parser.add_argument("--rule-bases", type=int, default=2000, help="rule bases (2000)")
    parser.add_argument("--seed", type=int, default=1, help="where the random numbers start (1)")
    parser.add_argument("--workers", type=int, default=2, help="processes (2)")
    parser.add_argument("--small", action="store_true", help="not the rules that ship")
    parser.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        work(options.seed, (HOUSEPLANTS,) if options.small else (HOUSEPLANTS, SHIPPED))
        return
    counts = zip(TRIES, (options.answers, options.responses, options.rule_bases), strict=True)
    tasks = [(kind, number) for kind, count in counts for number in range(count)]
    arguments = ["--seed", str(options.seed), *["--small"] * options.small]
    all_found, wrong = run(arguments, tasks, options.workers), 0
    for kind in TRIES:
        found = [each for each in all_found if each[0][0] == kind]
        outcomes = Counter(outcome.partition(":")[0] for _, outcome, _ in found)
        wrong += outcomes["WRONG"]
        for (_, number), outcome, _ in found:
            if outcome.startswith("WRONG"):
                print(f"{kind} {options.seed}/{number}: {outcome[:3000]}")
        told = ", ".join(f"{times} {outcome}" for outcome, times in sorted(outcomes.items()))
        seconds = [each[2] for each in found]
        print(
            f"{len(found)} {kind}: {told}; slowest {max(seconds, default=0):.1f} s,"
            f" {sum(seconds):.0f} s of a processor"
        )
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
