"""The README's two commands, as a newcomer gives them: nothing is there but what it asks for."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import terminal
from people import THOROUGH
from terminal import Key, Terminal

from questionnaire.loading.files import shipped

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
FENCED = re.findall(r"^```sh\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
START = FENCED[0]
TESTS = next(lines for lines in FENCED if "pytest" in lines)

MINE = ("COV", "PYTEST_", "PYTHONPATH", "UV_PROJECT", "VIRTUAL_ENV", "XDG_")
"""The beginnings of the names of variables that are about this run of the tests."""

PATIENCE = 300.0
OFFLINE = {"PIP_NO_INDEX": "1", "UV_OFFLINE": "1"}


@pytest.fixture
def checkout(tmp_path):
    """A copy of the project as it is fetched, in a folder with an awkward name."""
    made = ["build", "dist", "__pycache__", "*.egg-info", "uv.lock"]
    ignore = shutil.ignore_patterns(".*", *made)
    return shutil.copytree(ROOT, tmp_path / "a new folder", ignore=ignore)


@pytest.fixture
def newcomer(tmp_path):
    """The environment of somebody with an empty home, whose Python refuses to be installed into.

    Only what was downloaded before is shared with it, as that makes no difference but in time.
    """
    uv = os.environ.get("UV")  # set by uv for all that it runs
    if uv is None:
        pytest.skip("Start the tests with the README's command to try its commands as well.")
    ask = [uv, "pip", "install", "--dry-run", "--no-cache", "--target", tmp_path / "none", "uv"]
    asked = subprocess.run(ask, capture_output=True, text=True, check=False)
    if asked.returncode:
        pytest.skip(f"The package index cannot be reached, so nothing is set up: {asked.stderr}")

    home = tmp_path / "home"
    home.mkdir()
    kept = {name: text for name, text in os.environ.items() if not name.startswith(MINE)}
    folders = [one for one in os.environ["PATH"].split(":") if Path(one) != Path(sys.prefix, "bin")]
    return kept | {
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "PATH": ":".join(folders),
        "PIP_REQUIRE_VIRTUALENV": "1",
        "TERM": "xterm",
        "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache")),
    }


def test_the_two_commands_set_up_alike():
    (ours,), (theirs,) = (
        re.findall(r"^(.*/uv run )\w+$", each, re.MULTILINE) for each in (START, TESTS)
    )
    assert ours == theirs


def test_in_the_checkout_the_rule_base_is_found_without_being_installed(monkeypatch):
    installed = shipped()
    monkeypatch.setitem(sys.modules, "questionnaire.rules", None)

    assert shipped().joinpath("rulebook.toml").is_file()
    assert Path(str(shipped())).samefile(str(installed))


@pytest.mark.skipif(not THOROUGH, reason="Only THOROUGH, as in .ci/run, sets up a new folder.")
def test_the_commands_start_the_questionnaire_and_pass_the_tests_the_next_time_offline(
    checkout, newcomer, monkeypatch
):
    """What sets everything up takes long, and is the same in both, so it is done once."""
    monkeypatch.setattr(terminal, "PATIENCE", PATIENCE)
    for variables in (newcomer, newcomer | OFFLINE):
        with Terminal(("sh", "-c", START), cwd=checkout, **variables) as person:
            person.sees("Press Enter to begin.")
            person.press(Key.ENTER)
            person.sees("question 1 of")
            person.press(Key.CTRL_C)
            assert person.ended() == 130

    some = "-n0 tests/program/test_printable.py"  # all of them would start this one
    done = subprocess.run(
        ["sh", "-c", TESTS],  # noqa: S607 - whichever shell the reader has
        cwd=checkout,
        env=newcomer | OFFLINE | {"PYTEST_ADDOPTS": some},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^=+ \d+ passed in ", done.stdout, re.MULTILINE)
