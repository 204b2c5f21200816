"""Measures how `check` and `assess` grow with a rule base: time, memory, and what is refused.

    uv run benchmarks/growing.py [--only SHAPE...] [--folder FOLDER]

Each rule base is made up, one large thing to a shape, in sizes that grow; both commands run in
processes of their own.  What a rule base takes must stay within 10 s and 500 MB, or be refused.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from random import Random
from threading import Timer
from time import perf_counter

from measuring import ENVIRONMENT
from msgspec import Struct

SECONDS, MEBIBYTES = 10, 500
"""What a rule base that loads may take."""
PATIENCE = 60
"""Seconds after which a process is given up."""
MEMORY = "\nmost memory: "
COMMAND = f"""
import atexit, sys
def tell():
    status = open("/proc/self/status").read()
    sys.stdout.flush()
    sys.stderr.write({MEMORY!r} + status.partition("VmHWM:")[2].split()[0])
atexit.register(tell)
from questionnaire.cli import main
main()
"""

HEAD = """\
id = "growing"
title = "Growing"
version = "1"
reviewed = 2026-01-01
audience = "Nobody."
introduction = ["Words."]
sections = ["all"]
recommendation = ["Words."]
grades = { A = "a", B = "b", C = "c", D = "d" }
level = [{ id = "some", label = "some", from = 1 }, { id = "much", label = "much", from = 3 }]
urgency = [{ id = "none", label = "None", time_frame = "ever" }]

[messages]
nothing_found = ["Words."]
nothing_found_unchecked = ["Words."]
nothing_found_beside_flags = ["Words."]
nothing_answered = ["Words."]
answers_set_aside = "Words {answers}."
signs_not_checked = "Words {questions}."
"""
SOURCE = 'title = "Words"\npublisher = "Nobody"\nread = "judgement"\n'
CARD = 'name = "Words"\ngrade = "A"\nsummary = "words"\nsources = ["words"]\n'
YES_NO = 'kind = "choice"\nchoices = ["yes", "no"]\n'
NUMBER = 'kind = "number"\n'
WORDS = 'text = "Words?"\n'
Files = dict[str, str]
Shape = Callable[[int], Files]


class Found(Struct, frozen=True):
    """What a command took, and how it ended."""

    status: int | None
    wall: float
    cpu: float
    memory: float
    said: str


def question(id_: str, kind: str, *more: str) -> str:
    """Returns the text of a question, with more lines below."""
    lines = "".join(f"{line}\n" for line in more)
    return f'[[question]]\nid = "{id_}"\n{WORDS}{kind}{lines}'


def number(low: int, high: int) -> str:
    """Returns the lines that make a question ask for a number."""
    return f'{NUMBER}unit = "words"\nrange = [{low}, {high}]\n'


def rule(id_: str, *more: str) -> str:
    """Returns the text of a rule, with more lines below."""
    lines = "".join(f"{line}\n" for line in more)
    return f'[[rule]]\nid = "{id_}"\nweight = 1\nbecause = "words"\nsources = ["words"]\n{lines}'


def files(section: str, rules: Iterable[str], **more: str) -> Files:
    """Returns the files of a rule base; ``rules`` are those of its factors, eight to each."""
    rules = list(rules)
    return {
        "rulebook.toml": HEAD,
        "sources.toml": more.get("sources", "") + f"[words]\n{SOURCE}",
        "sections/all.toml": f'title = "All"\n{section}',
        **{
            f"factors/f{start}.toml": CARD + "".join(rules[start : start + 8])
            for start in range(0, len(rules), 8)
        },
        "cases/all.toml": more.get("cases", ""),
    }


def either(*conditions: str) -> str:
    """Returns the condition that one of these holds."""
    return " or ".join(conditions)


# Shapes -------------------------------------------------------------------------------------------


def chain(size: int) -> Files:
    """Questions, each asked depending on the one before, and a rule with a probe for each."""
    asked = [question("q0", YES_NO)]
    asked += [question(f"q{n}", YES_NO, f"when = \"q{n - 1} == 'yes'\"") for n in range(1, size)]

    def probed_rule(n: int) -> str:
        before = "".join(f'q{k} = "yes", ' for k in range(n))
        probe = f'fires = {{ {before}q{n} = "yes" }}\nspares = {{ {before}q{n} = "no" }}'
        return rule(f"r{n}", f"when = \"q{n} == 'yes'\"", "[[rule.probe]]", probe)

    return files("".join(asked), map(probed_rule, range(size)))


def probed(size: int) -> Files:
    """Rules of two tests over a quarter as many questions, a probe to each."""
    random = Random(size)  # noqa: S311 - nothing secret is made of them
    kinds = (number(0, 10), YES_NO, 'kind = "many"\nchoices = ["a", "b", "c", "d"]\n')
    names = [(f"q{n}", n % 3) for n in range(max(2, size // 4))]

    def test(name: str, kind: int) -> tuple[str, str, str]:
        least = random.randint(2, 9)
        return (
            (f"{name} >= {least}", f"{name} = {least}", f"{name} = {least - 1}"),
            (f"{name} == 'yes'", f'{name} = "yes"', f'{name} = "no"'),
            (f"'b' in {name}", f'{name} = ["b"]', f'{name} = ["c"]'),
        )[kind]

    def probed_rule(id_: str) -> str:
        (first, fires, spares), (second, also, _) = (test(*one) for one in random.sample(names, 2))
        probe = f"fires = {{ {fires}, {also} }}\nspares = {{ {spares}, {also} }}"
        return rule(id_, f'when = "{first} and {second}"', "[[rule.probe]]", probe)

    asked = (question(name, kinds[kind], "neutral = true") for name, kind in names)
    return files("".join(asked), (probed_rule(f"r{n}") for n in range(size)))


def sums(size: int) -> Files:
    """One number that is five times another, and so many values of it on both sides of a rule."""
    section = question("n", number(0, 1999)) + '[[derived]]\nid = "p"\nvalue = "n+n+n+n+n"\n'
    when = either(*(f"p == {5 * n}" for n in range(size)))
    unless = either(*(f"p == {5 * n}" for n in range(1000, 1000 + size)))
    return files(section, [rule("r", f'when = "{when}"', f'unless = "{unless}"')])


def addends(size: int) -> Files:
    """Rules for values of a sum of so many numbers, sixteen on either side."""
    section = "".join(question(f"n{n}", number(0, 9)) for n in range(size))
    section += f'[[derived]]\nid = "p"\nvalue = "{" + ".join(f"n{n}" for n in range(size))}"\n'

    def values(start: int) -> str:
        return either(*(f"p == {n}" for n in range(start, start + max(1, 200 // size))))

    tests = ((values(1 + n), values(3 + n)) for n in range(16))
    made = (rule(f"r{n}", f'when = "{w}"', f'unless = "{u}"') for n, (w, u) in enumerate(tests))
    return files(section, made)


def products(size: int) -> Files:
    """Values of a product beside tests of its parts, so many on both sides of a rule."""
    section = question("n", number(0, 999)) + question("m", number(0, 999))
    when = either(*(f"n * m == {7 * n} and n > {n}" for n in range(1, size + 1)))
    unless = either(*(f"n * m == {7 * n + 1} and m > {n}" for n in range(1, size + 1)))
    return files(section, [rule("r", f'when = "{when}"', f'unless = "{unless}"')])


def ways(size: int) -> Files:
    """So many tests joined by or, of other questions, and as many in unless."""
    section = "".join(question(f"n{n}", number(0, 99)) for n in range(2 * size))
    when = either(*(f"n{n} > {n + 1} and n{n} < 70" for n in range(size)))
    unless = either(*(f"n{n} > 5" for n in range(size, 2 * size)))
    return files(section, [rule("r", f'when = "{when}"', f'unless = "{unless}"')])


def change(size: int) -> Files:
    """A number with so many answers, of which fewer may be suggested."""
    more = '[question.change]\ntext = "Do {new} instead of {old}"\ntowards = "fewer"'
    section = question("n", number(0, size), more)
    return files(section, [rule("r", 'when = "n >= 3"'), rule("s", f'when = "n > {size // 2}"')])


def choices(size: int) -> Files:
    """One question with so many choices."""
    listed = ", ".join(f'"c{n}"' for n in range(size))
    section = question("n", f'kind = "choice"\nchoices = [{listed}]\n', "neutral = true")
    return files(section, [rule("r", "when = \"n == 'c0'\"")])


def boxes(size: int) -> Files:
    """One question with so many boxes, each read by a rule."""
    listed = ", ".join(f'"c{n}"' for n in range(size))
    section = question("n", f'kind = "many"\nchoices = [{listed}]\n')
    return files(section, (rule(f"r{n}", f"when = \"'c{n}' in n\"") for n in range(size)))


def alternatives(size: int) -> Files:
    """So many rules with 32 ways each."""
    section = "".join(question(f"n{n}", number(0, 99)) for n in range(64))

    def when(n: int) -> str:
        tests = ((n * 5 + k) % 64 for k in range(32))
        return either(*(f"n{k} >= {1 + n % 90} and n{63 - k} < {95 - n % 53}" for k in tests))

    return files(section, (rule(f"r{n}", f'when = "{when(n)}"') for n in range(size)))


def rules(size: int) -> Files:
    """So many rules of two tests, over 500 questions."""
    section = "".join(question(f"n{n}", number(0, 99)) for n in range(500))
    tests = (f"n{n % 499} > {n % 97} and n{n % 499 + 1} < {99 - n // 499}" for n in range(size))
    return files(section, (rule(f"r{n}", f'when = "{test}"') for n, test in enumerate(tests)))


def questions(size: int) -> Files:
    """So many questions, and a rule for each tenth."""
    section = "".join(question(f"n{n}", number(0, 99), "neutral = true") for n in range(size))
    return files(section, (rule(f"r{n}", f'when = "n{n} > 3"') for n in range(0, size, 10)))


def derived(size: int) -> Files:
    """Derived numbers, each from the one before."""
    section = question("n", number(0, 9)) + '[[derived]]\nid = "d0"\nvalue = "n"\n'
    section += "".join(
        f'[[derived]]\nid = "d{n}"\nvalue = "d{n - 1} + 0"\n' for n in range(1, size)
    )
    return files(section, [rule("r", f'when = "d{size - 1} >= 3"')])


def named(size: int) -> Files:
    """Derived conditions, each from the one before."""
    section = question("n", number(0, 9)) + '[[derived]]\nid = "d0"\nvalue = "n > 3"\n'
    section += "".join(
        f'[[derived]]\nid = "d{n}"\nvalue = "not d{n - 1}"\n' for n in range(1, size)
    )
    return files(section, [rule("r", f'when = "d{size - 1}"')])


def nested(size: int) -> Files:
    """A condition below so many negations."""
    section = question("n", number(0, 9))
    return files(section, [rule("r", f'when = "{"not (" * size}n > 3{")" * size}"')])


def sources(size: int) -> Files:
    """So many sources that nothing cites."""
    unused = "".join(f"[s{n}]\n{SOURCE}" for n in range(size))
    section = question("n", number(0, 9))
    return files(section, [rule("r", 'when = "n >= 3"')], sources=unused)


def totals(size: int) -> Files:
    """Factors, each of which reads the total of the one before."""
    section = question("n", number(0, 9))
    made = files(section, ())
    made |= {
        f"factors/f{n}.toml": CARD
        + rule(f"r{n}", f'when = "f{n - 1} >= 1"' if n else 'when = "n > 3"')
        for n in range(size)
    }
    return made


def bands(size: int) -> Files:
    """One factor that divides a number among so many rules."""
    section = question("n", number(0, 10 * size))
    every = "".join(
        rule(f"r{n}", f'when = "n >= {10 * n} and n < {10 * n + 10}"') for n in range(size)
    )
    return files(section, ()) | {"factors/f.toml": CARD + every}


def cases(size: int) -> Files:
    """So many cases of other people."""
    section = "".join(question(f"n{n}", number(0, 99), "neutral = true") for n in range(4))
    every = "".join(
        f'[[case]]\nid = "c{n}"\ntext = "Somebody."\nurgency = "none"\n'
        f"answers = {{ n0 = {n % 3}, n1 = {n % 100}, n2 = {n // 100 % 100} }}\n"
        for n in range(size)
    )
    return files(section, [rule("r", 'when = "n0 >= 3"')], cases=every)


def flags(size: int) -> Files:
    """So many red flags with advice that asks for haste."""
    asked = "".join(question(f"q{n}", YES_NO) for n in range(size))
    made = files(asked, [rule("r", "when = \"q0 == 'yes'\"")])
    hurry = '{ id = "now", label = "Now", time_frame = "today", haste = ["today"] }'
    made["rulebook.toml"] = HEAD.replace('"ever" }]', f'"ever" }}, {hurry}]')
    made["red_flags.toml"] = "".join(
        f'[[red_flag]]\nid = "f{n}"\nsign = "words"\nwhen = "q{n} == \'yes\'"\nurgency = "now"\n'
        'advice = ["Go today."]\nsources = ["words"]\n'
        for n in range(size)
    )
    return made


SHAPES: Mapping[Shape, tuple[int, ...]] = {
    chain: (50, 100, 200, 400),
    probed: (250, 500, 1000, 2000, 8000),
    sums: (1, 8, 32),
    addends: (10, 50, 150),
    products: (1, 4, 16),
    ways: (4, 8, 16, 32),
    change: (1_000, 10_000, 1_000_000, 100_000_000),
    choices: (1_000, 10_000, 100_000),
    boxes: (100, 400, 1600),
    alternatives: (100, 200, 375, 6000),
    rules: (1_000, 3_000, 12_000, 16_000),
    questions: (100, 1_000, 5_000, 10_000),
    derived: (50, 200, 494, 5000),
    named: (50, 200, 494, 5000),
    nested: (10, 50, 500),
    sources: (1_000, 10_000, 200_000),
    totals: (50, 200, 800),
    bands: (100, 400, 1600),
    cases: (1_000, 4_000, 16_000),
    flags: (50, 200, 800),
}


# Measuring ----------------------------------------------------------------------------------------


def run(*arguments: str) -> Found:
    """Runs a command of the program; its status is None where patience ended."""
    with tempfile.TemporaryFile() as said:
        start = perf_counter()
        command = [sys.executable, "-c", COMMAND, *arguments]
        process = subprocess.Popen(command, stdout=said, stderr=said, env=ENVIRONMENT)
        stop = Timer(PATIENCE, process.kill)
        stop.start()
        _, status, used = os.wait4(process.pid, 0)
        in_time = stop.is_alive()
        stop.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = perf_counter() - start
        said.seek(0)
        text = said.read().decode(errors="replace")
    memory = float(text.rpartition(MEMORY)[2] or "nan") / 1024 if MEMORY in text else float("nan")
    ended = process.returncode if in_time else None
    return Found(ended, wall, used.ru_utime + used.ru_stime, memory, text.rpartition(MEMORY)[0])


def measure(shape: Shape, sizes: Iterable[int], folder: Path, *, verbose: bool) -> None:
    """Prints what both commands take with a shape in each size, and times how much the last."""
    print(f"{shape.__name__}: {shape.__doc__}")
    before: dict[str, Found] = {}
    for size in sizes:
        base = folder / f"{shape.__name__}_{size}"
        for name, text in shape(size).items():
            (base / name).parent.mkdir(parents=True, exist_ok=True)
            (base / name).write_text(text, "utf-8")
        answers = folder / "answers.json"
        is_number = (base / "sections/all.toml").read_text("utf-8").count(f'"n"\n{WORDS}{NUMBER}')
        answers.write_text(json.dumps({"answers": {"n": 3} if is_number else {}}), "utf-8")
        for name, arguments in {
            "check": ["check", str(base)],
            "assess": ["assess", "--rules", str(base), str(answers)],
        }.items():
            found = run(*arguments)
            last = before.get(name)
            before[name] = found
            over = found.status is None or found.cpu > SECONDS or found.memory > MEBIBYTES
            print(
                f"  {size:>11,} {name:<7}{found.wall:8.2f} s {found.cpu:8.2f} s CPU"
                f"{found.memory:8.0f} MiB{f'{found.cpu / last.cpu:8.1f} x' if last else '':10}"
                f"  {_ending(found)}{'  TOO MUCH' if over else ''}",
                flush=True,
            )
            if verbose:
                print("    " + found.said[-600:].replace("\n", "\n    "))


def _ending(found: Found) -> str:
    if "Traceback" in found.said:
        return found.said.strip().splitlines()[-1]
    if found.status is None:
        return "given up"
    if "No case was run." in found.said or "Nothing was started." in found.said:
        return "refused"
    return "done" if found.status in (0, 1) else f"ended with {found.status}"


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    shapes = {shape.__name__: shape for shape in SHAPES}
    parser.add_argument("--only", nargs="+", choices=shapes, metavar="SHAPE", default=[*shapes])
    parser.add_argument("--most", type=int, default=10**9, help="no size above this")
    parser.add_argument("--verbose", action="store_true", help="print the end of what is said")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name in options.only:
            sizes = [size for size in SHAPES[shapes[name]] if size <= options.most]
            measure(shapes[name], sizes, Path(folder), verbose=options.verbose)


if __name__ == "__main__":
    _main()
