"""Long work shows how far it is at a terminal, and nowhere else."""

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
