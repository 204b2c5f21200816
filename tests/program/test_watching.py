"""Long work shows how far it is at a terminal, and nowhere else."""

import signal
import sys

import pytest
from commands import run
from spoiling import HOUSEPLANTS, spoilt
from terminal import Terminal

IMPATIENT = """
import sys
from questionnaire.cli import main, output
output._PATIENCE = -1
main(sys.argv[1:])
"""
ENDED = """
import signal
from questionnaire.cli import output
output._PATIENCE = -1
with output.watched() as watch:
    for number in watch((1, 2, 3), "Things"):
        if number == 3:
            signal.raise_signal({})
"""


def shows(command, *shown):
    program = [sys.executable, "-c", IMPATIENT, *map(str, command)]
    with Terminal(program, rows=100) as terminal:
        terminal.sees(*shown)
        terminal.ended()


def test_check_shows_how_far_it_is():
    shows(("check", HOUSEPLANTS), "Conditions", "Cases", "Probes", "100%", "No problems.")


def test_diff_shows_how_far_it_is(tmp_path):
    new = spoilt(tmp_path, ("rulebook.toml", "from = 5", "from = 6"))

    shows(("diff", HOUSEPLANTS, new), "People", "Differences", "100%", "1 difference")


@pytest.mark.parametrize("surroundings", [{"TERM": "dumb"}, {"ACCESSIBLE": "1"}])
def test_it_is_not_shown_where_nothing_is_to_be_drawn(surroundings):
    program = [sys.executable, "-c", IMPATIENT, "check", str(HOUSEPLANTS)]
    with Terminal(program, rows=100, **surroundings) as terminal:
        terminal.sees("No problems.")
        terminal.ended()
        assert b"%" not in terminal.raw


def test_it_is_not_shown_in_a_pipe():
    assert "%" not in run("check", HOUSEPLANTS).output


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_that_ends_it_gives_the_cursor_back(name):
    number = getattr(signal, name)
    with Terminal([sys.executable, "-c", ENDED.format(int(number))]) as terminal:
        terminal.sees("Things")
        assert terminal.ended() == -number
        assert terminal.raw.rfind(b"\x1b[?25h") > terminal.raw.rfind(b"\x1b[?25l") > -1
