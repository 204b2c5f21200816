"""A few sessions in which keys are pressed at random; for hundreds of them: benchmarks/monkey.py"""

import subprocess
import sys
from pathlib import Path

from assessments import rulebook
from taken import in_short, shown_as_taken
from terminal import Key, Terminal

MONKEY = Path(__file__).parent.parent.parent / "benchmarks/monkey.py"
SHOWN = b"\x1b[0;1m How much water does it\r\n get?\r\n\x1b[0m = 12 cups a\r\n week\r\n\r\n"


def test_nothing_is_lost_or_left_broken_whatever_is_pressed():
    command = (sys.executable, MONKEY, "--sessions=5", "--seed=3", "--small")
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("5 sessions: 0 with faults, ")


def damage(shell):
    """Returns what is seen of the damage that a line of shell does, begun by Enter."""
    with Terminal(("sh", "-c", f"read begun; {shell}")) as terminal:
        terminal.press(Key.ENTER)
        assert terminal.ended() == 0
        return [sentence.removeprefix("The terminal ").split()[0] for sentence in terminal.damage()]


def test_the_monkey_sees_what_is_not_put_back():
    assert damage("stty -echo") == ["does"]
    assert damage(r"printf '\033[?25l'") == damage(r"printf '\033[?2004h'") == ["is"]
    assert damage(r"printf '\033[1m'") == ["is"]


def test_the_monkey_sees_nothing_where_all_is_put_back():
    assert damage(r"stty -echo; stty echo; printf '\033[?25l\033[1m\033[0m\033[?25h'") == []


def test_the_monkey_sees_which_answers_were_taken():
    known = rulebook()
    lines = b"How much water does it get?\r\nType a number.\r\n> 3\r\nYour answer: 3 cups a "
    changed = SHOWN.replace(b"12 cups a\r\n week", b"2 cups a week\r\n (before: 12 cups a week)")
    later = SHOWN + changed + SHOWN.replace(b"\r\n\r\n", b"\r\n")

    assert dict(shown_as_taken(SHOWN, known, plain=False)) == in_short(known, {"water": 12.0})
    assert dict(shown_as_taken(later, known, plain=False)) == in_short(known, {"water": 2.0})
    assert dict(shown_as_taken(lines + b"week.\r\n\r\n", known, plain=True)) == in_short(
        known, {"water": 3.0}
    )
    assert dict(shown_as_taken(lines, known, plain=True)) == {}
