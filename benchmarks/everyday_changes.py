"""Makes the everyday changes of an author in a copy of the project, and counts the edits they take.

    uv run benchmarks/everyday_changes.py [--only WORD] [--without-tests]

Each change is made as text in ``rules/`` alone.  Then, as an author would, what ``check`` names is
mended until it names nothing, and the tests of the rule base that ships are run after the snapshots
were written anew.  Nothing is known here of what the rules are about: they are chosen by form.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from questionnaire.checking.examination import examine
from questionnaire.knowledge.conditions import Comparison, Constant, Measure
from questionnaire.knowledge.model import NumberQuestion, Rule, Rulebook
from questionnaire.knowledge.problems import Problem
from questionnaire.loading.rulebook import load

ROOT = Path(__file__).parent.parent
ROUNDS = 6
TODAY = date(2000, 1, 1)  # no review is out of date then
TESTED = ("tests/rules", "--renew", "--deselect=tests/rules/test_readme.py")
"""The README's commands are about the program, and take a minute."""
RENEWED = ("tests/rules/snapshots/", "docs/pictures/")


class Change(NamedTuple):
    """What was changed in words, and how an author mends what ``check`` says of it.

    ``mend`` gets a problem and returns how many edits it made, 0 if it can make none.
    """

    what: str
    mend: Callable[[Problem], int]


class Author:
    """Edits the rule base in one folder, as text."""

    def __init__(self, project: Path) -> None:
        self.project, self.folder = project, project / "rules"
        rulebook, _ = load(self.folder)
        if rulebook is None:
            raise AssertionError("The rule base that ships cannot be loaded.")
        self.rulebook: Rulebook = rulebook
        self.edits = 0

    def replace(self, name: str, old: str, new: str, count: int = 1) -> int:
        """Replaces a text of a file; returns how often it did."""
        path = self.folder / name
        text = path.read_text("utf-8")
        done = min(text.count(old), count)
        path.write_text(text.replace(old, new, count), "utf-8")
        self.edits += done
        return done

    def block(self, problem: Problem) -> tuple[str, str] | None:
        """Returns the file and the table that a problem is about, as the text of both."""
        name, _, place = problem.where.partition(": ")
        found = re.match(r'(?:(\w+) )?"([^"]+)"', place)
        if found is None:
            return None
        text = (self.folder / name).read_text("utf-8")
        parts = re.split(r"(?m)^(?=\[\[(?!\w+\.))", text)
        return name, next(part for part in parts if f'id = "{found[2]}"' in part)

    def in_block(self, problem: Problem, change: Callable[[str], str]) -> int:
        """Changes the table that a problem is about; returns 1 if that made a difference."""
        found = self.block(problem)
        if found is None or change(found[1]) == found[1]:
            return 0
        return self.replace(found[0], found[1], change(found[1]))

    def mended(self, problem: Problem) -> int:
        """Writes into a case what comes out of it now; a person would look at each of them."""
        what = problem.what
        if said := re.match(r"The urgency is (\w+) instead of", what):
            return self.in_block(
                problem, lambda text: re.sub(r'(?m)^urgency = ".*"', f'urgency = "{said[1]}"', text)
            )
        if said := re.match(r'The factor "(\w+)" is (.+) \(total', what):
            id_, level = said[1], said[2]
            return self.in_block(problem, lambda text: _with_level(text, id_, level))
        if said := re.match(r'It (?:does not say|says) "(.+)"\.', what):
            return self.in_block(problem, lambda text: _without(text, f'"{said[1]}"'))
        return 0


def _with_level(text: str, factor: str, level: str) -> str:
    """Returns a case that expects another level of a factor, or that it is not shown."""
    cleared = re.sub(rf'\b{factor} = "\w+"(?:, )?', "", text)
    if level == "not shown":
        return cleared.replace(", }", " }")
    if "levels = {" not in cleared:
        return re.sub(r'(?m)^(urgency = ".*")$', rf'\1\nlevels = {{ {factor} = "{level}" }}', text)
    return re.sub(
        r"(?m)^levels = \{ ?(.*?),? ?\}",
        lambda found: (
            "levels = { "
            + ", ".join(filter(None, (found[1].strip(", "), f'{factor} = "{level}"')))
            + " }"
        ),
        cleared,
    )


def _without(text: str, quoted: str) -> str:
    return text.replace(f"{quoted}, ", "").replace(f", {quoted}", "").replace(quoted, "")


# The changes --------------------------------------------------------------------------------------


def weight(author: Author) -> Change:
    """One more for the first rule of weight 2."""
    rule = next(rule for rule in _rules(author.rulebook) if rule.weight == 2)
    _change_in_rule(author, rule, "weight = 2", "weight = 3")
    return Change(f"weight of {rule.id} 2 → 3", author.mended)


def threshold(author: Author) -> Change:
    """One step more for the first limit that a rule sets alone, but for ages."""
    return _limit(author, ages=False)


def age(author: Author) -> Change:
    """One year more for the first limit of an age."""
    return _limit(author, ages=True)


def question(author: Author) -> Change:
    """One more question that nothing uses, in the last section."""
    section = author.rulebook.sections[-1].id
    path = author.folder / "sections" / f"{section}.toml"
    added = '\n[[question]]\nid = "weight"\ntext = "How much do you weigh?"\nkind = "number"\n'
    added += 'unit = "kg"\nrange = [30, 300]\nneutral = true\n'
    text = path.read_text("utf-8")
    place = text.find("\n[[derived]]")
    path.write_text(text + added if place < 0 else text[:place] + added + text[place:], "utf-8")
    author.edits += 1
    return Change(f"a neutral question in {section}", author.mended)


def line(author: Author) -> Change:
    """One more line at the head of the first list of advice that holds one with conditions."""
    factor = next(
        factor
        for factor in author.rulebook.factors.values()
        if any(one.id for one in factor.advice)
    )
    new = 'advice = [\n  "Tell somebody how you are.",\n'
    author.replace(f"factors/{factor.id}.toml", "advice = [\n", new)
    return Change(f"a line at the head of the advice of {factor.id}", author.mended)


def swap(author: Author) -> Change:
    """The first two notes of a card, both with conditions, swapped."""
    factor = next(
        factor
        for factor in author.rulebook.factors.values()
        if len(factor.notes) > 1 and all(note.id for note in factor.notes[:2])
    )
    name = f"factors/{factor.id}.toml"
    text = (author.folder / name).read_text("utf-8")
    start = text.index("notes = [\n") + len("notes = [\n")
    first, second, _ = text[start:].split("\n", 2)
    author.replace(name, f"{first}\n{second}\n", f"{second}\n{first}\n")
    return Change(f"two notes of {factor.id} swapped", author.mended)


def rename(author: Author) -> Change:
    """Another name for the first factor, in what is printed."""
    factor = next(iter(author.rulebook.factors.values()))
    new = f"{factor.name}, so called"
    author.replace(f"factors/{factor.id}.toml", f'name = "{factor.name}"', f'name = "{new}"')
    return Change(f"the name of {factor.id}", author.mended)


def rename_file(author: Author) -> Change:
    """Another id for the first factor: its file, and all that names it."""
    old = next(iter(author.rulebook.factors))
    new = f"{old}_too"
    (author.folder / f"factors/{old}.toml").rename(author.folder / f"factors/{new}.toml")
    author.edits += 1

    def mend(problem: Problem) -> int:
        if f'"{old}' not in problem.what:
            return author.mended(problem)
        path = author.folder / problem.where.partition(":")[0]
        named = rf"\b{old}(?=/| = | >=? )"
        text, done = re.subn(named, new, path.read_text("utf-8"))
        path.write_text(text, "utf-8")
        return done

    return Change(f"the id of {old}", mend)


def urgency(author: Author) -> Change:
    """The next higher urgency for the first red flag of the second lowest."""
    order = list(author.rulebook.urgencies)
    flag = next(
        flag
        for flag in author.rulebook.red_flags.values()
        if flag.urgency == order[1] and not flag.time_frame
    )
    where = Problem(f'red_flags.toml: "{flag.id}"', "")
    old, new = (f'urgency = "{id_}"' for id_ in order[1:3])
    author.in_block(where, lambda text: text.replace(old, new))
    return Change(f"urgency of {flag.id} {order[1]} → {order[2]}", author.mended)


CHANGES = (weight, threshold, age, question, line, swap, rename, rename_file, urgency)


def _rules(rulebook: Rulebook) -> Iterator[Rule]:
    for factor in rulebook.factors.values():
        yield from factor.rules


def _change_in_rule(author: Author, rule: Rule, old: str, new: str) -> int:
    where = Problem(f'factors/{rule.factor}.toml: rule "{rule.id}"', "")
    return author.in_block(where, lambda text: text.replace(old, new, 1))


def _limit(author: Author, *, ages: bool) -> Change:
    """Moves the limit of the first rule that compares one answer, up by a step."""
    questions = author.rulebook.questions
    for rule in _rules(author.rulebook):
        match rule.when:
            case Comparison(Measure(id_), _, Constant(limit)):
                asked = questions[id_]
                if isinstance(asked, NumberQuestion) and (asked.unit == "years") == ages:
                    old, new = (f"{float(one):g}" for one in (limit, limit + asked.step))
                    step = float(asked.step)
                    break
    else:
        raise AssertionError("No rule has a limit of this kind.")
    name = f"factors/{rule.factor}.toml"
    text = (author.folder / name).read_text("utf-8")
    limits = rf"(\b{id_} (?:<=|>=|<|>) ){old}\b|\b{old}( (?:<=|<) {id_}\b)"
    for found in set(re.findall(rf'(?m)^when = ".*(?:{limits}).*"$', text)):
        before = f"{found[0]}{old}" if found[0] else f"{old}{found[1]}"
        after = f"{found[0]}{new}" if found[0] else f"{new}{found[1]}"
        author.replace(name, before, after, count=9)

    def moved(answer: float) -> float:
        return answer + step if abs(answer - float(limit)) <= step else answer

    def mend(problem: Problem) -> int:
        if ", probe " not in problem.where:
            return author.mended(problem)
        return author.in_block(
            problem,
            lambda text: re.sub(
                rf"\b({id_} = )([\d.]+)",
                lambda one: f"{one[1]}{moved(float(one[2])):g}",
                text,
            ),
        )

    return Change(f"limit of {id_} in {rule.id} {old} → {new}", mend)


# Trying them --------------------------------------------------------------------------------------


def tried(change: Callable[[Author], Change], *, tests: bool) -> tuple[str, list[str]]:
    """Makes a change in a copy and mends what is said of it; returns a row, and what is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        project = _copy(Path(folder) / "project")
        author = Author(project)
        made = change(author)
        first, wrong, mended = author.edits, _problems(author), 0
        for _ in range(ROUNDS):
            probed: set[str] = set()
            for problem in wrong:
                thing, probe, _ = problem.where.partition(", probe ")
                if not probe or thing not in probed:  # all probes of a thing are mended at once
                    mended += made.mend(problem)
                if probe:
                    probed.add(thing)
            if not (wrong := _problems(author)):
                break
        faults = [str(problem) for problem in wrong]
        if tests and not faults:
            faults = _tested(project)
        strange = [name for name in _changed(project) if not name.startswith(("rules/", *RENEWED))]
        faults += [f"{name} was changed" for name in strange]
        row = f"{change.__name__:10} {made.what:58} {first:5} {mended:6}"
        return row, faults


def _copy(project: Path) -> Path:
    listed = subprocess.run(
        ["git", "ls-files"],  # noqa: S607 - whichever git the reader has
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file():
            (project / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, project / name)
    return project


def _changed(project: Path) -> list[str]:
    return [
        name
        for path in project.rglob("*")
        if path.is_file() and not {".venv", "__pycache__", ".hypothesis"} & {*path.parts}
        for name in [path.relative_to(project).as_posix()]
        if not (ROOT / name).is_file() or (ROOT / name).read_bytes() != path.read_bytes()
        if ".egg-info" not in name and not name.startswith((".", "uv.lock"))
    ]


def _problems(author: Author) -> tuple[Problem, ...]:
    return examine(author.folder, today=TODAY).problems


def _tested(project: Path) -> list[str]:
    """Runs the tests of the rule base in the copy, as the guide for authors says."""
    done = subprocess.run(
        ["uv", "run", "--quiet", "pytest", "--quiet", *TESTED],  # noqa: S607 - see _copy
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    failed = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return failed or ([done.stderr] if done.returncode else [])


def main() -> None:
    """Makes all changes, or those whose name holds a word, and prints a row for each."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--only", default="", metavar="WORD")
    parser.add_argument("--without-tests", action="store_true")
    arguments = parser.parse_args()
    print(f"{'change':10} {'of':58} edits  mended")
    wrong = False
    for change in CHANGES:
        if arguments.only in change.__name__:
            row, faults = tried(change, tests=not arguments.without_tests)
            print(row, *faults, sep="\n  ", flush=True)
            wrong |= bool(faults)
    sys.exit(wrong)


if __name__ == "__main__":
    main()
