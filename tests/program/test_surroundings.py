"""Where the output goes, where the program stands and how it is called: never a traceback."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from spoiling import HOUSEPLANTS

from questionnaire.cli import main

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
MODULE = (sys.executable, "-m", "questionnaire")
PROGRAM = "from questionnaire.cli import main; main(prog_name='questionnaire')"
WRITING = [
    ("--help",),
    ("--rules", HOUSEPLANTS),
    ("--rules", HOUSEPLANTS, "explain"),
    ("--rules", HOUSEPLANTS, "check", HOUSEPLANTS),
    ("--rules", HOUSEPLANTS, "assess", "plant.json"),
]
COMPLAINING = [("--nope",), ("--rules", HOUSEPLANTS, "explain", "nope")]
FULL = "The output could not be written: No space left on device.\n"


@pytest.fixture
def place(tmp_path):
    (tmp_path / "plant.json").write_text('{"answers": {"kind": "fern"}}')
    return tmp_path


def shell(line, *arguments, place, **environment):
    """Runs a line of shell in which the program is "$@", with an empty input."""
    return subprocess.run(
        ["/bin/sh", "-c", line, "sh", *MODULE, *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        cwd=place,
        env={**os.environ, **environment},
    )


# Streams ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", WRITING)
def test_a_full_disk_is_told(place, arguments):
    done = shell('"$@" > /dev/full', *arguments, place=place)

    assert (done.returncode, done.stderr) == (2, FULL)


def test_an_output_that_is_open_to_read_only_is_told(place):
    done = shell('"$@" 1< /dev/null', "--version", place=place)

    assert done.returncode == 2
    assert re.fullmatch(r"The output could not be written: .+\.\n", done.stderr)


@pytest.mark.parametrize("arguments", [("--help",), *COMPLAINING])
def test_where_not_even_a_mistake_can_be_told_the_status_tells_it(place, arguments):
    assert shell('"$@" > /dev/full 2> /dev/full', *arguments, place=place).returncode == 2


def closed_pipe(*arguments, place, stderr):
    """Runs the program with a standard output that nobody reads."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as nobody:
        return subprocess.run(
            [*MODULE, *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            stdout=nobody,
            stderr=stderr,
            check=False,
            cwd=place,
        )


@pytest.mark.parametrize("arguments", WRITING)
def test_somebody_who_stops_reading_sees_no_traceback(place, arguments):
    done = closed_pipe(*arguments, place=place, stderr=subprocess.PIPE)

    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.parametrize("arguments", COMPLAINING)
def test_a_mistake_that_nobody_reads_ends_as_all_that_nobody_reads(place, arguments):
    assert closed_pipe(*arguments, place=place, stderr=subprocess.STDOUT).returncode == 141


@pytest.mark.parametrize(
    ("closed", "written"),
    [
        ("<&-", True),
        (">&-", False),
        ("2>&-", True),
        ("2> /dev/full", True),
        ("<&- >&- 2>&-", False),
    ],
)
def test_a_closed_stream_is_no_fault(place, closed, written):
    done = shell(f'"$@" {closed}', *WRITING[-1], place=place)

    assert (done.returncode, done.stderr) == (0, "")
    assert bool(done.stdout) is written


def test_without_any_stream_asking_ends_where_the_input_ends(place):
    assert shell('"$@" <&- >&- 2>&-', *WRITING[1], place=place).returncode == 130


# Calling it as a module ---------------------------------------------------------------------------


def test_the_module_names_itself_as_it_was_called(place):
    said = shell('"$@" -h && "$@" explain -h', place=place).stdout

    assert said.startswith("Usage: python -m questionnaire [OPTIONS] ")
    assert "\nUsage: python -m questionnaire explain [OPTIONS] " in said


# The working folder -------------------------------------------------------------------------------


@pytest.fixture
def nowhere(tmp_path, monkeypatch):
    """Stands in a folder that was deleted."""
    folder = tmp_path / "folder"
    folder.mkdir()
    monkeypatch.chdir(folder)
    folder.rmdir()


@pytest.mark.usefixtures("nowhere")
@pytest.mark.parametrize(
    "arguments",
    [
        ("--answers", "a.json"),
        ("--answers", "-"),
        ("--report", "a.md"),
        ("--rules", "plants"),
        ("explain", "--rules", "plants"),
        ("check", "."),
        ("assess", "a.json"),
    ],
)
def test_a_working_folder_that_was_deleted_is_named(arguments):
    done = CliRunner().invoke(main, arguments)

    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.endswith(f": {arguments[-1]} is in the working folder, which was deleted.\n")


@pytest.mark.usefixtures("nowhere")
@pytest.mark.parametrize(
    ("arguments", "status"),
    [*zip(WRITING[:-1], (0, 130, 0, 0), strict=True), ((*WRITING[-1][:-1], "-"), 0)],
)
def test_who_names_nothing_in_the_working_folder_does_not_need_it(arguments, status):
    done = CliRunner().invoke(main, [*map(str, arguments)], input='{"answers": {}}\n')

    assert (done.exit_code, done.stderr) == (status, "")


# Completion ---------------------------------------------------------------------------------------

NAME = f"questionnaire --rules {HOUSEPLANTS} explain thirst_n"
ASK = {
    "bash": f"COMP_WORDS=({NAME}) COMP_CWORD=4; _questionnaire_completion questionnaire;"
    ' echo "${COMPREPLY[@]}"',
    "zsh": "print $_comps[questionnaire]",
    "fish": f"complete --do-complete '{NAME}'",
}
"""What makes a shell say what it would complete, or by which function."""


@pytest.mark.parametrize("name", ASK)
def test_the_line_of_the_readme_switches_completion_on(place, name):
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed.")
    command = place / "questionnaire"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{PROGRAM}" "$@"\n')
    command.chmod(0o755)
    (line,) = re.findall(f"^.*_QUESTIONNAIRE_COMPLETE={name}_source.*$", README, re.MULTILINE)
    before = "autoload -U compinit; compinit -D; " if name == "zsh" else ""
    done = subprocess.run(
        [name, "-c", f"{before}{line.partition('#')[0]}\n{ASK[name]}"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PATH": f"{place}:{os.environ['PATH']}", "HOME": str(place)},
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == ["_questionnaire_completion" if name == "zsh" else "thirst_never"]


def completed(typed):
    """Completes the last word as click's script for bash asks for it."""
    words = f"questionnaire {typed}"
    environment = {
        "COMP_WORDS": words,
        "COMP_CWORD": str(words.count(" ")),
        "_QUESTIONNAIRE_COMPLETE": "bash_complete",
    }
    done = CliRunner().invoke(main, env=environment, prog_name="questionnaire")
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout.split()


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("ch", ["plain,check"]),
        ("assess --fo", ["plain,--format"]),
        ("assess --format j", ["plain,json"]),
        ("assess pl", ["file,pl"]),
        ("--answers pl", ["file,pl"]),
        (f"--rules {HOUSEPLANTS} explain thirst_n", ["plain,thirst_never"]),
        (f"explain --rules {HOUSEPLANTS} thirst_n", ["plain,thirst_never"]),
        ("--rules missing explain ", []),
        (f"explain --rules {HOUSEPLANTS}/sections ", []),
    ],
)
def test_commands_options_files_and_names_are_completed(typed, wanted):
    assert completed(typed) == wanted


@pytest.mark.usefixtures("nowhere")
def test_completing_in_a_folder_that_was_deleted_is_no_fault():
    assert completed(f"explain --rules {HOUSEPLANTS} thirst_n") == ["plain,thirst_never"]
    assert completed("--rules missing che") == ["plain,check"]


def test_ctrl_c_while_the_program_is_imported_ends_it_with_a_word():
    script = """
import signal, sys
class Interrupting:
    def find_spec(self, name, *_):
        if name == "questionnaire.cli":
            signal.raise_signal(signal.SIGINT)
sys.meta_path.insert(0, Interrupting())
from questionnaire.__main__ import main
main()
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"Stopped.\n")
