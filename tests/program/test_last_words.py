"""The end of an interview at a real terminal: what is kept, where it is said to be, the status."""

import json
import os
import re
import signal
import stat
import subprocess
import sys
from datetime import datetime

import pytest
from spoiling import HOUSEPLANTS, spoilt
from terminal import PROGRAM, Key, Terminal, program

from questionnaire.interview.sentences import ENOUGH, SEE_NEXT

ASKING = (*PROGRAM, "--rules", str(HOUSEPLANTS))
RECOMMENDED = "Show the plant to a gardener."
QUESTION = "What do you see?"
CTRL_U = "\x15"
IN_A_SESSION_OF_ITS_OWN = """
import os, sys
if child := os.fork():
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
os.setsid()
os.execv(sys.argv[1], sys.argv[1:])
"""
ESCAPES = re.compile(rb"\x1b\][^\x1b]*\x1b\\|\x1b\[[\d;?]*[A-Za-z]")


def start(*arguments, cwd, **environment):
    return program("--rules", HOUSEPLANTS, *arguments, cwd=str(cwd), **environment)


def shell(line, *arguments, cwd, name="sh", before=(), **environment):
    """Starts a line of shell in which the program is "$@"."""
    command = (name, "-c", line, "sh", *before, *ASKING, *map(str, arguments))
    return Terminal(command, cwd=str(cwd), **environment)


@pytest.mark.parametrize(
    ("file", "old", "new", "opened"),
    [
        ("factors/thirst.toml", "name", "nome", True),
        ("rulebook.toml", "audience", "adience", False),
        ("answers.json", "", "{", True),
    ],
)
def test_a_mistake_ends_the_opening_with_its_words_alone(tmp_path, file, old, new, opened):
    rules = spoilt(tmp_path, (file, old, new)) if old else HOUSEPLANTS
    answers = tmp_path / "answers.json"
    if not old:
        answers.write_text(new)
    command = [*PROGRAM, "--rules", rules, "--answers", answers]
    whole = "There is no key" if old else "property name enclosed in double quotes (column 2). Mend"
    with Terminal([*map(str, command)], cwd=str(tmp_path), columns=40) as terminal:
        screen = terminal.sees("1 problem.", "Nothing was started.", whole)
        assert terminal.ended() == (1 if old else 2)
    assert ("For: " in screen) is opened
    assert "Press Enter" not in screen


def stop(terminal, choice=0):
    """Begins, and stops at the first question: 0 with the summary, 1 without."""
    terminal.sees("Press Enter to begin.")
    terminal.press(Key.ENTER)
    terminal.sees(QUESTION)
    terminal.press("u")
    terminal.sees("question 2")
    terminal.press("q")
    terminal.sees("You asked to stop.")
    terminal.press(*[Key.DOWN] * choice, Key.ENTER)


def keep(terminal):
    """Goes from the list of what there is to see to the one of what can be kept."""
    terminal.sees(SEE_NEXT, ENOUGH.label)
    terminal.press("2", Key.ENTER)
    terminal.sees("Print or keep?", "> Nothing more")


def end(terminal):
    """Leaves the list of what there is to see."""
    terminal.sees(SEE_NEXT, ENOUGH.label)
    terminal.press("1", Key.ENTER)


def is_sane(terminal):
    return terminal.raw.rfind(b"\x1b[?25l") < terminal.raw.rfind(b"\x1b[?25h")


def printed(terminal):
    """Returns all that came to the screen, as one line without what steers a terminal."""
    return " ".join(ESCAPES.sub(b"", terminal.raw).decode().split())


def names(folder):
    return sorted(each.name for each in folder.iterdir())


# What is kept -------------------------------------------------------------------------------------


def test_a_page_a_text_and_the_answers_are_kept_under_names_with_the_day(tmp_path):
    days = [datetime.now().astimezone().date()]
    with start(cwd=tmp_path) as terminal:
        stop(terminal)
        keep(terminal)
        terminal.press(*[Key.UP] * 3, Key.ENTER)
        terminal.sees("Name of the file, or stop", "> summary-")
        terminal.press(Key.ENTER)
        terminal.sees(".html, in the folder", "a browser shows and prints it.", "Print or keep?")
        terminal.press(*[Key.UP] * 2, Key.ENTER)
        terminal.sees("Name of the file, or stop", "> summary-")
        terminal.press(Key.ENTER)
        terminal.sees(".txt, in the folder", "Print or keep?", "> Nothing more")
        terminal.press(Key.UP, Key.ENTER)
        terminal.sees("Name of the file, or stop", "> answers-")
        terminal.press(Key.ENTER)
        terminal.sees("Your answers are kept in")
        end(terminal)
        assert terminal.ended() == 0
    days.append(datetime.now().astimezone().date())

    assert names(tmp_path) in [
        [f"answers-{day}.json", f"summary-{day}.html", f"summary-{day}.txt"] for day in days
    ]
    answers, page, text = (tmp_path / name for name in names(tmp_path))
    assert json.loads(answers.read_text())["answers"] == {"signs": None}
    assert page.read_text().startswith("<!DOCTYPE html>")
    assert RECOMMENDED in page.read_text()
    assert RECOMMENDED in text.read_text()
    assert {stat.S_IMODE(each.stat().st_mode) for each in (answers, page, text)} == {0o600}


@pytest.mark.parametrize(
    ("name", "plain"),
    [("~nosuchuser/x", True), ("x" * 300, True), ("missing/x", True), ("missing/x", False)],
)
def test_an_impossible_name_costs_nothing(tmp_path, name, plain):
    with start(*["--plain"] * plain, cwd=tmp_path) as terminal:
        if plain:
            terminal.sees(QUESTION)
            for line in ("not sure", "stop", "1"):
                terminal.press(line, Key.ENTER)
            terminal.sees(SEE_NEXT, "Type a number from 1 to 6, or stop.\n>")
            for line in ("2", "3", name, "1", "good", "", "1"):
                terminal.press(line, Key.ENTER)
        else:
            stop(terminal)
            keep(terminal)
            terminal.press(Key.UP, Key.ENTER)
            terminal.sees("Name of the file")
            terminal.press(CTRL_U, name, Key.ENTER)
            terminal.sees("cannot be written", "Try another file?", "> No")
            terminal.press(Key.UP, Key.ENTER)
            terminal.sees("Name of the file")
            terminal.press(CTRL_U, "good", Key.ENTER)
            terminal.sees("good.json to go on.", "> Nothing more")
            terminal.press(Key.ENTER)
            end(terminal)
        assert terminal.ended() == 0

    assert "Traceback" not in printed(terminal)
    assert names(tmp_path) == ["good.json"]


def test_an_interview_that_is_kept_says_where_and_still_offers_the_page(tmp_path):
    with start("--answers", "my plant.json", cwd=tmp_path) as terminal:
        stop(terminal)
        terminal.sees("start with --answers 'my plant.json' to go on.")
        keep(terminal)
        terminal.sees("A page to print or to show (HTML)")
        assert "to go on later" not in terminal.screen()
        terminal.press(Key.ENTER)
        end(terminal)
        assert terminal.ended() == 0

    assert names(tmp_path) == ["my plant.json"]


def test_leaving_without_a_summary_says_where_the_answers_are(tmp_path):
    with start("--answers", "a.json", cwd=tmp_path) as terminal:
        stop(terminal, choice=1)
        terminal.sees("Your answers are kept in a.json; start with --answers a.json to go on.")
        assert terminal.ended() == 0
    assert "Print or keep?" not in printed(terminal)


def test_leaving_with_nothing_kept_says_so(tmp_path):
    with start(cwd=tmp_path) as terminal:
        stop(terminal, choice=1)
        terminal.sees("Keep your answers in a file", "> No")
        terminal.press(Key.ENTER)
        terminal.sees("Your answers were not kept.")
        assert terminal.ended() == 0


@pytest.mark.parametrize(
    ("number", "status", "choice"),
    [
        (signal.SIGTERM, 143, 0),
        (signal.SIGHUP, 129, 1),
        (signal.SIGINT, 130, 0),
        (signal.SIGINT, 130, 1),
    ],
)
def test_a_signal_at_the_last_question_ends_with_its_status(tmp_path, number, status, choice):
    with start(cwd=tmp_path) as terminal:
        stop(terminal, choice)
        terminal.sees(SEE_NEXT if choice == 0 else "> No")
        os.kill(terminal.child.pid, number)
        if number == signal.SIGINT and choice == 0:  # as wherever else one breaks off
            terminal.sees("Keep your answers in a file", "> No")
            terminal.press(Key.ENTER)
        assert terminal.ended() == status

    said = printed(terminal)
    assert "Stopped." in said
    assert said.endswith("Your answers were not kept.")
    assert ("Nothing was assessed." in said) is (choice == 1)
    assert "Traceback" not in said
    assert is_sane(terminal)


# Answers that are guarded -------------------------------------------------------------------------


def test_a_second_program_is_told_who_has_the_file_and_a_killed_one_has_it_no_more(tmp_path):
    with start("--answers", "a.json", cwd=tmp_path) as first:
        first.sees("Press Enter to begin.")
        with start("--answers", "a.json", cwd=tmp_path) as second:
            second.sees(f"it is in use by another questionnaire (process {first.child.pid})")
            assert second.ended() == 2
        first.child.kill(signal.SIGKILL)
        first.child.wait()
        with start("--answers", "a.json", cwd=tmp_path) as third:
            stop(third, choice=1)
            assert third.ended() == 0

    assert names(tmp_path) == ["a.json"]


def test_an_edit_from_outside_is_told_and_never_overwritten(tmp_path):
    file = tmp_path / "a.json"
    with start("--answers", "a.json", cwd=tmp_path) as terminal:
        terminal.sees("Press Enter to begin.")
        terminal.press(Key.ENTER)
        terminal.sees(QUESTION)
        file.write_text("an edit")
        terminal.press("u")
        terminal.sees("a.json was changed by another program while you were answering.")
        terminal.press(Key.CTRL_C)
        terminal.sees("Your answers are kept in a-2.json; start with --answers a-2.json to go on.")
        assert terminal.ended() == 130

    assert file.read_text() == "an edit"
    assert json.loads((tmp_path / "a-2.json").read_text())["answers"] == {"signs": None}
    assert names(tmp_path) == ["a-2.json", "a.json"]


@pytest.mark.parametrize("broken_off", [True, False])
def test_what_could_not_be_kept_is_said_at_the_end_and_offered_another_place(tmp_path, broken_off):
    (tmp_path / "sub").mkdir()
    with start("--answers", "sub/a.json", cwd=tmp_path) as terminal:
        terminal.sees("Press Enter to begin.")
        for each in (tmp_path / "sub").iterdir():
            each.unlink()
        (tmp_path / "sub").rmdir()
        if broken_off:
            terminal.press(Key.ENTER)
            terminal.sees(QUESTION)
            terminal.press("u")
            terminal.sees("Your answers cannot be kept")
            terminal.press(Key.CTRL_C)
            terminal.sees("Your latest answers could not be kept in sub/a.json.", "> No")
        else:
            stop(terminal)
            terminal.sees("Your latest answers could not be kept in sub/a.json.")
            keep(terminal)
        terminal.press(Key.UP, Key.ENTER)
        terminal.sees("Name of the file, or stop", "> answers-")
        terminal.press(CTRL_U, "b.json", Key.ENTER)
        terminal.sees("start with --answers", "b.json to go on.")
        if not broken_off:
            terminal.sees("> Nothing more")
            terminal.press(Key.ENTER)
            end(terminal)
        assert terminal.ended() == (130 if broken_off else 2)

    assert names(tmp_path) == ["b.json"]


@pytest.mark.parametrize(("place", "diary"), [(0, "mine"), (1, ""), (2, "mine")])
def test_a_report_that_exists_is_asked_about_before_the_questions(tmp_path, place, diary):
    (tmp_path / "diary.md").write_text("mine")
    with start("--report", "diary.md", cwd=tmp_path) as terminal:
        terminal.sees("There is a file diary.md already.", "> Write diary-2.md beside it")
        terminal.press(*[Key.DOWN] * place, Key.ENTER)
        if place < 2:
            stop(terminal)
            end(terminal)
        assert terminal.ended() == 0

    assert names(tmp_path) == (["diary-2.md", "diary.md"] if place == 0 else ["diary.md"])
    assert ((tmp_path / "diary.md").read_text() == "mine") is bool(diary)
    assert ("Nothing was started." in printed(terminal)) is (place == 2)


# Where the output is not the terminal -------------------------------------------------------------


@pytest.mark.parametrize("plain", [True, False])
def test_the_questions_go_to_the_terminal_and_the_summary_to_the_output(tmp_path, plain):
    with shell('"$@" > out.txt', *["--plain"] * plain, cwd=tmp_path) as terminal:
        if plain:
            terminal.sees(QUESTION)
            for line in ("not sure", "stop", "1"):
                terminal.press(line, Key.ENTER)
            terminal.sees("The summary goes to the output.", "Nothing more")
        else:
            stop(terminal)
            terminal.sees("The summary goes to the output.", "> Nothing more")
        terminal.press(Key.ENTER)
        assert terminal.ended() == 0

    out = (tmp_path / "out.txt").read_text("utf-8")
    assert RECOMMENDED in out
    assert not re.search("\x1b|Press Enter|question 1 of|You asked to stop|Print or keep", out)
    assert RECOMMENDED not in printed(terminal)


def test_an_output_that_is_full_costs_the_summary_and_not_the_answers(tmp_path):
    with shell('"$@" > /dev/full', cwd=tmp_path) as terminal:
        stop(terminal)
        terminal.sees(
            "The summary could not be written: No space left on device.", "> Nothing more"
        )
        terminal.press(Key.UP, Key.ENTER)
        terminal.sees("Name of the file, or stop", "> answers-")
        terminal.press(CTRL_U, "a", Key.ENTER)
        terminal.sees("a.json to go on.", "> Nothing more")
        terminal.press(Key.ENTER)
        assert terminal.ended() == 2

    assert names(tmp_path) == ["a.json"]
    assert "Traceback" not in printed(terminal)


def test_an_emergency_is_shown_at_the_terminal_though_the_summary_is_not(tmp_path):
    with shell('"$@" > out.txt', cwd=tmp_path) as terminal:
        terminal.sees("Press Enter to begin.")
        terminal.press(Key.ENTER)
        terminal.sees(QUESTION)
        terminal.press(Key.SPACE, Key.ENTER)
        terminal.sees("Leave the questions here and see the summary")
        terminal.press("1", Key.ENTER)
        terminal.sees("The summary goes to the output.", "> Nothing more")
        terminal.press(Key.ENTER)
        assert terminal.ended() == 0

    assert printed(terminal).count("Call the fire brigade.") >= 2


def test_a_program_that_the_summary_goes_to_has_the_keys_to_itself(tmp_path):
    pager = '"$@" | { read line; printf "Pager: %s\\n" "$line" >&2; cat > out.txt; }'
    with shell(pager, cwd=tmp_path) as terminal:
        stop(terminal)
        screen = terminal.sees("> Nothing more")
        assert "The summary goes" not in screen
        terminal.press(Key.ENTER)
        terminal.sees("The summary goes to the output.", "Pager: Nothing was answered")
        assert terminal.ended() == 0

    assert RECOMMENDED in (tmp_path / "out.txt").read_text("utf-8")


def test_a_pager_that_is_left_early_is_no_fault(tmp_path):
    """Nobody reads: the reader ends at once, before the first question even."""
    with shell('set -o pipefail; "$@" | true', cwd=tmp_path, name="bash") as terminal:
        stop(terminal)
        terminal.sees("> Nothing more")
        terminal.press(Key.ENTER)
        assert terminal.ended() == 141

    assert "could not be written" not in printed(terminal)


OWN = (sys.executable, "-c", IN_A_SESSION_OF_ITS_OWN)


def test_without_a_terminal_to_open_the_questions_come_where_mistakes_are_told(tmp_path):
    with shell('"$@" > out.txt', cwd=tmp_path, before=OWN) as terminal:
        terminal.sees(QUESTION)
        for line in ("not sure", "stop", "1", ""):
            terminal.press(line, Key.ENTER)
        assert terminal.ended() == 0

    assert "The terminal cannot be opened to draw on, so the questions come here" in printed(
        terminal
    )
    assert RECOMMENDED in (tmp_path / "out.txt").read_text("utf-8")


def test_where_questions_can_be_shown_nowhere_nobody_is_left_waiting(tmp_path):
    with shell('"$@" > out.txt 2> err.txt', cwd=tmp_path, before=OWN) as terminal:
        assert terminal.ended() == 2

    assert (tmp_path / "out.txt").read_text() == ""
    said = (tmp_path / "err.txt").read_text()
    assert said.startswith("standard output\n  The questions cannot be shown: No such device")
    assert said.endswith("\n1 problem.\nNothing was started.\n")


@pytest.mark.parametrize(("wish", "drawn"), [("1", False), ("", True)])
def test_accessible_asks_for_the_plain_path(tmp_path, wish, drawn):
    with start(cwd=tmp_path, ACCESSIBLE=wish) as terminal:
        terminal.sees("Press Enter to begin." if drawn else "Type all numbers from 1 to")
    assert (b"\x1b" in terminal.raw) is drawn


def test_a_disk_that_is_full_for_every_file_ends_with_a_status_and_no_word_of_success(tmp_path):
    lines = "not sure\nstop\n1\n3\n\n1\n\n"
    done = subprocess.run(
        [
            "/bin/sh",
            "-c",
            'trap "" XFSZ; ulimit -f 0; exec "$@"',
            "sh",
            *ASKING,
            "--answers",
            "a.json",
        ],
        input=lines,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert done.stderr == ""
    assert "Your latest answers could not be kept in a.json." in done.stdout
    assert "Your answers cannot be kept in a.json: File too large." in done.stdout
    assert done.stdout.count(".json cannot be written: File too large.") == 2
    assert "are kept in a" not in done.stdout.rpartition(RECOMMENDED)[2]
    assert names(tmp_path) == []
