"""Presses keys at random, as a monkey would, and looks at what each session leaves behind.

    python benchmarks/monkey.py --sessions 300 --seed 1 --jobs 2

Each session runs the program in a pseudo-terminal of its own, half of them with ``--answers``, and
gives it keys, chords, pastes, bursts, sizes and signals by seeded chance, then ends it in one of
six ways.  Afterwards there must be no traceback, an end, a documented exit status, a terminal as it
was before, and a file with every answer that was shown as taken, ticked warning signs included.
Ends with status 1, and prints what a session needs to be repeated (``--only``), otherwise.
"""

import argparse
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Final

from workloads import answered

from questionnaire import Questionnaire
from questionnaire.knowledge.answers import check_answers
from questionnaire.saved.answers_file import load_answers, save_answers

ROOT = Path(__file__).parent.parent
SHIPPED, HOUSEPLANTS = ROOT / "rules", ROOT / "tests/rulebases/houseplants"
sys.path.append(str(ROOT / "tests"))
from taken import in_short, last_asked, shown_as_taken, text  # noqa: E402 - the tests are no package
from terminal import Key, Terminal  # noqa: E402 - the tests are no package

PATIENCE: Final = 60.0  # seconds after which it hangs; other work may keep the machine busy
PROGRAM: Final = (sys.executable, "-c", "from questionnaire.cli import main; main()")
# A shell that brings back what was stopped, as a person would.
SHELL: Final = '"$@"; while s=$?; [ $s = 147 ] || [ $s = 148 ]; do fg >/dev/null; done; exit $s'
SIZES: Final = ((40, 20), (80, 24), (120, 40), (17, 7), (211, 9), (3, 50), (1, 1))
WRONG: Final = ("Traceback", "Unhandled exception", "Exception ignored", "Fatal Python error")
STATUSES: Final = {"SIGTERM": 143, "SIGHUP": 129, "terminal closed": 129}
"""Those that a session may end with beside 0 and 130, by how it is ended."""
ENDINGS: Final = ("finished", "Ctrl-C", "SIGINT", *STATUSES)

# What can be pressed: no Ctrl-C or Ctrl-D, nor Ctrl-S, by which a terminal itself halts the screen.
OURS = (*(key for key in Key if key not in "\x03\x04"), *"bnuq?BNUwyj", *"0123456789", "\t", "/")
CONTROLS = [chr(code) for code in (*range(3), *range(5, 19), *range(20, 27), 29, 30, 31)]
CHORDS = [f"\x1b{key}" for key in ("\r", "\x7f", *"#.<>abdfnqtuy?0123456789-_[O]P")]
FOREIGN = ["OP", "[15~", "[1;5C", "[Z", "[I", "[12;7R", "[<0;5;5M", "[99999~", "[?2004$p", "[M!!!"]
WIDE = ("ß", "植", "🌵", "e\u0301", "\u202e", "\u200d", "\x9b", "\udcff", "\udcc3")
OTHERS = (*CONTROLS, *CHORDS, *(f"\x1b{key}" for key in FOREIGN), *WIDE)
TEXTS = ("5", "5,5", "0", "3 1/2", "30 min", "2 litres", "-10", "1e999", "9" * 400, "none", "back")
PASTES = ("5", "5\n6\n7", "1 2 3\r", "q", "u\nu\nu\nu\n", "\x03", "x" * 3000, "yes\tno", "")
MEANT = ("\r", "\r", "1\r", "u\r", "\x15u", "\x1b[B\r", f"{Key.HOME}\r", f"{Key.HOME}\r")
"""What somebody presses who wants to come to the end."""


def keys(random: Random) -> str:
    """Returns what is pressed at once: a key, mostly, or a text, a paste or a burst."""
    match random.choices(("ours", "meant", "other", "text", "paste", "burst"), (8, 6, 3, 2, 1, 1)):
        case ["ours"]:
            return random.choice(OURS)
        case ["meant"]:
            return random.choice(MEANT)
        case ["other"]:
            return random.choice(OTHERS)
        case ["text"]:
            return random.choice(TEXTS) + random.choice(("\r", ""))
        case ["paste"]:
            return f"\x1b[200~{random.choice(PASTES)}" + random.choice(("", *["\x1b[201~"] * 3))
        case _:
            return "".join(keys(random) for _ in range(random.randint(2, 12)))


class Monkey:
    """One session: all that chance decides about it, and the terminal that it is played in."""

    def __init__(self, seed: int, number: int, folder: Path, rules: tuple[Path, ...]) -> None:
        self.random = random = Random(f"{seed}/{number}")  # noqa: S311 - keeps no secret
        self.rules, self.ending = random.choice(rules), random.choice(ENDINGS)
        self.plain = random.random() < 0.2
        self.file = folder / "answers.json" if random.random() < 0.5 else None
        self.given: dict[str, str] = {}
        self.pressed: list[str] = []
        if self.file and random.random() < 0.4:
            known = loaded(self.rules).rulebook
            answers, _ = check_answers(known, answered(known.questions, random, 0.7), "")
            save_answers(self.file, known, answers)
            self.given.update(in_short(known, answers))
        # Who closes a terminal closes the shell too, which would tell nobody the status.
        shell = self.ending != "terminal closed" and random.random() < 0.7
        options = ["--rules", str(self.rules), *["--plain"] * self.plain]
        options += ["--answers", str(self.file)] if self.file else []
        command = (*(("sh", "-mc", SHELL, "sh") if shell else ()), *PROGRAM, *options)
        self.terminal = Terminal(command, *random.choice(SIZES[:5]), str(folder), HOME=str(folder))
        self.pid = 0 if shell else self.terminal.child.pid

    def play(self) -> str:
        """Plays, ends, and returns what is wrong with what is left: nothing, or all that helps."""
        with self.terminal:
            faults = list(self._faults())
        how = f"({self.rules.name}, {'line by line' if self.plain else 'lists'}, {self.ending})"
        pressed = " ".join(map(repr, ("The last keys:", *self.pressed[-20:])))
        return "\n".join([how, *faults, pressed, text(self.terminal.raw)[-2000:]]) if faults else ""

    def _faults(self) -> Iterator[str]:
        if not self._comes(self._has_begun):
            yield "it never began"
            return
        for _ in range(self.random.randint(3, 60)):
            if not self._is_over():
                self._do_something()
        self._end()
        if not self._comes(self._is_over):
            yield "it does not end"
            return
        status = self.terminal.ended()
        status = 128 - status if status < 0 else status  # as shells count it
        if status not in (0, 130, STATUSES.get(self.ending)):
            yield f"it ended with {status}"
        raw = self.terminal.raw
        yield from (f"{wrong!r} was shown" for wrong in WRONG if wrong.encode() in raw)
        if self.ending != "terminal closed":
            yield from self.terminal.damage()
        yield from self._lost()

    def _do_something(self) -> None:
        """Presses something, or does one of the things that happen to a terminal."""
        match self.random.choices(("press", "resize", "suspend", "leave"), (180, 12, 6, 1)):
            case ["press"]:
                self._press(keys(self.random))
            case ["resize"]:
                size = self.random.choice(SIZES)
                self.pressed.append(f"{size[0]}x{size[1]}")
                self.terminal.resize(*size)
            case ["suspend"]:
                self._signal(self.random.choice(("SIGSTOP", "SIGTSTP")))
                self.terminal.screen()
                self._signal("SIGCONT")
            case _:
                self._press(self.random.choice("q\x03\x04"))
        if self.random.random() < 0.8:
            self.terminal.screen()

    def _end(self) -> None:
        match self.ending:
            case "finished":
                for _ in range(600):  # with rests, as a paste that never ended ends at one
                    if not self._comes(self._is_over, self.random.choice((0.05, 0.05, 0.7))):
                        self._press(self.random.choice(MEANT))
            case "Ctrl-C" | "SIGINT":
                for _ in range(3):  # the second declines the offer to keep the answers
                    if not self._comes(self._is_over, 1):
                        self._press("\x03") if self.ending == "Ctrl-C" else self._signal("SIGINT")
            case "terminal closed":
                self.terminal.hang_up()
            case name:
                self._signal(name)

    def _press(self, pressed: str) -> None:
        self.pressed.append(pressed)
        with suppress(OSError):  # nobody is there any more
            self.terminal.child.send(pressed.encode(errors="surrogateescape"))

    def _signal(self, name: str) -> None:
        self.pressed.append(name)
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.Signals[name])

    def _has_begun(self) -> bool:
        if not self.pid:  # the shell stands in front until it starts the program
            group = os.tcgetpgrp(self.terminal.child.child_fd)
            self.pid = 0 if group == self.terminal.child.pid else group
        return self.pid > 0 and b"\n" in self.terminal.raw

    def _is_over(self) -> bool:
        return not self.terminal.child.isalive()

    def _comes(self, condition: Callable[[], bool], seconds: float = PATIENCE) -> bool:
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                return False
            self.terminal.screen()
            time.sleep(0.02)
        return True

    def _lost(self) -> Iterator[str]:
        """Compares the file with the answers that were there before, or shown as taken."""
        rulebook = loaded(self.rules).rulebook
        self.given.update(shown_as_taken(self.terminal.raw, rulebook, plain=self.plain))
        if self.file is None or not (self.given or self.file.exists()):
            return
        saved = load_answers(self.file, rulebook)
        yield from map(str, (*saved.problems, *saved.left_out))
        kept = in_short(rulebook, saved.answers)
        broken_off = last_asked(self.terminal.raw, rulebook)  # boxes ticked since are kept too
        for name in loaded(self.rules).route(saved.answers).path:  # others no longer apply
            given, found = self.given.get(name), kept.get(name)
            # What is typed ahead line by line is echoed behind an answer.
            same = given == found or (self.plain and f"{given}.".startswith(f"{found}."))
            if given and not same and (name != broken_off or found is None):
                yield f"{name}: {given} was given, {found} is kept"


@cache
def loaded(rules: Path) -> Questionnaire:
    """Returns a rule base, loaded once."""
    return Questionnaire.load(rules)


def play(number: int, seed: int, rules: tuple[Path, ...]) -> tuple[int, str]:
    """Plays a session in a folder of its own; returns how many answers it took, and its faults."""
    with TemporaryDirectory() as folder:
        monkey = Monkey(seed, number, Path(folder), rules)
        faults = monkey.play()
    return len(monkey.given), faults


def main() -> None:
    """Plays all sessions, and prints what came of them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--sessions", type=int, default=300, help="how many (300)")
    parser.add_argument("--seed", type=int, default=1, help="where the random numbers start (1)")
    parser.add_argument("--jobs", type=int, default=2, help="how many at a time (2)")
    parser.add_argument("--small", action="store_true", help="not the rules that ship")
    parser.add_argument("--only", type=int, help="repeat the session of this number")
    options = parser.parse_args()
    numbers = range(options.sessions) if options.only is None else [options.only]
    rules = (HOUSEPLANTS,) if options.small else (HOUSEPLANTS, SHIPPED)
    taken = faulty = 0
    with ProcessPoolExecutor(options.jobs) as pool:
        played = pool.map(partial(play, seed=options.seed, rules=rules), numbers)
        for number, (answers, faults) in zip(numbers, played, strict=True):
            taken += answers
            faulty += bool(faults)
            if faults:
                print(f"\n--seed {options.seed} --only {number} {faults}", flush=True)
    print(f"{len(numbers)} sessions: {faulty} with faults, {taken} answers taken")
    sys.exit(faulty > 0)


if __name__ == "__main__":
    main()
