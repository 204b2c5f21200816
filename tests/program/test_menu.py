"""After the summary, at a real terminal: what there is to see, back again, and the last word."""

import json
import os
import re
import signal

import pytest
from spoiling import HOUSEPLANTS
from terminal import Key, program, started

from questionnaire.cli.screen import pages
from questionnaire.interview.sentences import (
    ASK_ON,
    CHANGE_AN_ANSWER,
    ENOUGH,
    EVERYTHING,
    KEEP_A_COPY,
    NOTHING_CHOSEN,
    NOW_ENTER,
    SCROLL_UP,
    SEE_NEXT,
)

HERE = ("--rules", HOUSEPLANTS)
RECOMMENDED = "Show the plant to a gardener."
WEBS = {
    "signs": ["webs"],
    "kind": "fern",
    "owner": "mine",
    "watering": "daily",
    "cups": 2,
    "light": 1,
    "food": ["none"],
}
CARD, REASON, ON_A_CARD = "Too little light (low)", "It stands in a dark place.", "Evidence"
HEADLINE = "See a gardener before the weekend."
FEW = 24
"""Lines of a screen on which the card and the list do not fit together."""
PAGER = """\
#!/bin/sh
cat > paged.txt
echo A pager shows it.
read line < /dev/tty
"""


@pytest.fixture
def start(tmp_path):
    """Returns a start of the program with all answered, in a folder with a pager of its own."""
    pager = tmp_path / "pager"
    pager.write_text(PAGER)
    pager.chmod(0o700)

    def start_with(*arguments, answers=WEBS, columns=80, rows=24, begin=program, **environment):
        (tmp_path / "plant.json").write_text(json.dumps({"answers": answers}))
        given = (*HERE, "--answers", "plant.json", *arguments)
        size = {"columns": columns, "rows": rows}
        return begin(*given, cwd=str(tmp_path), **size, **{"PAGER": str(pager)} | environment)

    return start_with


def to_the_list(terminal):
    terminal.sees("Press Enter to begin.")
    terminal.press(Key.ENTER)
    terminal.sees_one_of("Are your answers right?", "What would you like to do?")
    terminal.press("1", Key.ENTER)
    return terminal.sees(SEE_NEXT, ENOUGH.label)


def choose(terminal, label):
    """Finds a row of the list, and takes it."""
    terminal.press("/", *label, Key.ENTER)
    terminal.sees(f"> {label}")
    terminal.press(Key.ENTER)


def pager_shows(terminal, label):
    """Waits until the pager shows what a row of the list leads to."""
    terminal.wait_for(lambda screen: "A pager" in screen.partition(f"= {label}")[2], label)


def end(terminal):
    terminal.press("1", Key.ENTER)
    assert terminal.ended() == 0


def last_words(terminal):
    return " ".join(terminal.screen().split())


@pytest.mark.parametrize(("columns", "rows"), [(40, 20), (80, 24), (120, 40)])
def test_one_sees_and_comes_back_and_the_recommendation_stays_last(start, tmp_path, columns, rows):
    with start(columns=columns, rows=rows) as terminal:
        assert RECOMMENDED in to_the_list(terminal)
        terminal.press(Key.ENTER)
        terminal.sees(NOTHING_CHOSEN)
        terminal.press("x", "?", Key.ESCAPE, Key.ENTER)
        terminal.sees(NOTHING_CHOSEN)
        choose(terminal, CARD)
        if rows < FEW:
            pager_shows(terminal, CARD)
            assert REASON in " ".join((tmp_path / "paged.txt").read_text("utf-8").split())
            terminal.press(Key.ENTER)
        else:
            terminal.sees(ON_A_CARD, REASON)
        terminal.sees(f"> {CARD}")
        choose(terminal, EVERYTHING.label)
        pager_shows(terminal, EVERYTHING.label)
        told = " ".join((tmp_path / "paged.txt").read_text("utf-8").split())
        assert all(words in told for words in (RECOMMENDED, REASON, ON_A_CARD, "Sources"))
        terminal.press(Key.ENTER)
        terminal.sees(f"> {EVERYTHING.label}")
        end(terminal)
        assert last_words(terminal).endswith(f"{RECOMMENDED} {HEADLINE}")


@pytest.mark.parametrize(("rows", "fits"), [(26, False), (60, True)])
def test_a_summary_whose_top_the_list_pushes_away_says_where_it_is(start, rows, fits):
    with start(rows=rows) as terminal:
        screen = to_the_list(terminal)
        assert (SCROLL_UP in screen) is not fits
        assert (HEADLINE in screen) is not fits
        end(terminal)


def test_where_a_pager_is_missing_what_is_long_is_printed(start):
    with start(PAGER="no-such-pager") as terminal:
        to_the_list(terminal)
        choose(terminal, EVERYTHING.label)
        terminal.wait_for(lambda _: ON_A_CARD.encode() in terminal.raw, ON_A_CARD)
        terminal.sees(f"> {EVERYTHING.label}")
        end(terminal)

    assert b"Traceback" not in terminal.raw


def test_somebody_who_has_seen_nothing_more_is_told_the_recommendation_once(start):
    with start() as terminal:
        to_the_list(terminal)
        terminal.press("q")
        terminal.sees(f"> 1 {ENOUGH.label}", NOW_ENTER)
        end(terminal)

    assert terminal.raw.decode().count(RECOMMENDED) == 1


def test_an_answer_is_changed_after_the_summary_which_is_then_told_anew(start, tmp_path):
    with start("--report", "report.txt") as terminal:
        to_the_list(terminal)
        choose(terminal, CHANGE_AN_ANSWER.label)
        terminal.sees("Are your answers right?", "Yes, show the summary")
        choose(terminal, "How many hours of light")
        terminal.sees("Your answer so far: 1 hour.")
        terminal.press("9", Key.ENTER)
        terminal.sees("(before: 1 hour)", "How many hours of light does it get on a usual day? = 9")
        terminal.press(Key.HOME, Key.ENTER)
        screen = terminal.sees("The summary is also in report.txt.", SEE_NEXT, ENOUGH.label)
        assert RECOMMENDED in screen
        end(terminal)

    assert json.loads((tmp_path / "plant.json").read_text())["answers"]["light"] == 9
    assert "Too little light" not in (tmp_path / "report.txt").read_text()
    assert len([*tmp_path.glob("report*")]) == 1


def test_who_goes_on_after_the_summary_and_breaks_off_is_told_where_the_answers_are(start):
    few = {"signs": ["webs"], "kind": "fern"}
    with start(answers=few) as terminal:
        terminal.sees("Press Enter to begin.")
        terminal.press(Key.ENTER)
        terminal.sees("Whose plant is it?")
        terminal.press("q")
        terminal.sees("You asked to stop.")
        terminal.press(Key.ENTER)
        terminal.sees(SEE_NEXT, ENOUGH.label)
        choose(terminal, ASK_ON.label)
        terminal.sees("Whose plant is it?", "Enter = answer")
        terminal.press(Key.CTRL_C)
        terminal.sees('Stopped at this question: "Whose plant is it?" Your answers are kept in')
        assert terminal.ended() == 130


def test_line_by_line_the_list_is_numbered_and_nothing_is_drawn_or_paged(start):
    with start("--plain") as terminal:
        terminal.sees("Are your answers right?")
        terminal.press("1", Key.ENTER)
        terminal.sees(SEE_NEXT, f"1. {ENOUGH.label}", f"2. {KEEP_A_COPY.label}")
        terminal.wait_for(
            lambda screen: re.search(r"from 1 to \d+, or stop\.\n>", screen), "the prompt"
        )
        terminal.press(Key.ENTER)
        terminal.sees("Type a number from 1 to")
        screen = terminal.screen()
        (number,) = re.findall(rf"(\d+)\. {re.escape(EVERYTHING.label)}", screen)
        terminal.press(number, Key.ENTER)
        terminal.sees("Rule base", SEE_NEXT)
        end(terminal)
        assert last_words(terminal).endswith(f"{RECOMMENDED} {HEADLINE}")

    assert b"\x1b" not in terminal.raw
    assert b"A pager shows it." not in terminal.raw


def test_what_to_do_in_an_emergency_has_the_last_word(start):
    with start(answers=WEBS | {"signs": ["flames", "webs"]}) as terminal:
        terminal.sees("Press Enter to begin.")
        terminal.press(Key.ENTER)
        to_the_list_from_a_warning(terminal)
        choose(terminal, CARD)
        terminal.sees(ON_A_CARD, f"> {CARD}")
        end(terminal)

    assert "Call the fire brigade." in last_words(terminal)
    assert RECOMMENDED not in last_words(terminal).partition(ENOUGH.label)[2]


def to_the_list_from_a_warning(terminal):
    terminal.sees("Leave the questions here and see the summary")
    terminal.press("1", Key.ENTER)
    terminal.sees(SEE_NEXT, ENOUGH.label)


# Breaking off -------------------------------------------------------------------------------------


def test_ctrl_c_says_where_the_answers_are(start):
    with start() as terminal:
        to_the_list(terminal)
        terminal.press(Key.CTRL_C)
        terminal.sees("Stopped. Your answers are kept in plant.json;")
        assert terminal.ended() == 130
        assert list(terminal.damage()) == []

    assert b"Traceback" not in terminal.raw
    assert b"Nothing was assessed" not in terminal.raw


@pytest.mark.parametrize("kept", [True, False])
def test_ctrl_c_offers_to_keep_answers_that_are_nowhere(tmp_path, kept):
    with program(*HERE, cwd=str(tmp_path)) as terminal:
        terminal.sees("Press Enter to begin.")
        terminal.press(Key.ENTER)
        terminal.sees("What do you see?")
        terminal.press("u")
        terminal.sees("question 2")
        terminal.press("q")
        terminal.sees("You asked to stop.")
        terminal.press(Key.ENTER)
        terminal.sees(SEE_NEXT)
        if kept:
            terminal.press("2", Key.ENTER)
            terminal.sees("> Nothing more")
            terminal.press(Key.UP, Key.ENTER)
            terminal.sees("Name of the file")
            terminal.press(Key.CTRL_U, "a", Key.ENTER)
            terminal.sees("a.json to go on.", "> Nothing more")
            terminal.press(Key.CTRL_C)
            terminal.sees("Stopped. Your answers are kept in a.json;")
        else:
            terminal.press(Key.CTRL_C)
            terminal.sees("Keep your answers in a file", "> No")
            terminal.press(Key.CTRL_C)
            terminal.sees("Stopped. Your answers were not kept.")
        assert terminal.ended() == 130


def test_a_signal_ends_the_pager_too(start):
    with start(begin=started) as terminal:
        to_the_list(terminal)
        choose(terminal, EVERYTHING.label)
        pager_shows(terminal, EVERYTHING.label)
        os.kill(terminal.child.pid, signal.SIGTERM)
        terminal.sees("Stopped. Your answers are kept in plant.json;")
        assert terminal.ended() == 128 + signal.SIGTERM
        assert list(terminal.damage()) == []


def test_a_closed_window_ends_the_list(start):
    with start(begin=started) as terminal:
        to_the_list(terminal)
        terminal.hang_up()
        terminal.child.ptyproc.wait()
        assert terminal.child.ptyproc.exitstatus == 129


# Without asking -----------------------------------------------------------------------------------


def test_assess_says_how_to_see_the_details_where_it_speaks_of_them(tmp_path):
    unsure = dict.fromkeys(("kind", "watering", "light", "food", "leaf_drop"))
    answers = {"signs": ["yellow", "brown"], "owner": "mine", **unsure}
    (tmp_path / "plant.json").write_text(json.dumps({"answers": answers}))
    with program(*HERE, "assess", "plant.json", cwd=str(tmp_path)) as terminal:
        assert terminal.ended() == 0
        assert "2 more, in the details under" in last_words(terminal)
        assert last_words(terminal).endswith("What stands in the details is shown with --full.")


def test_assess_prints_the_summary_and_pages_everything(tmp_path):
    pager = tmp_path / "pager"
    pager.write_text(PAGER)
    pager.chmod(0o700)
    (tmp_path / "plant.json").write_text(json.dumps({"answers": WEBS}))
    command = (*HERE, "assess", "plant.json")
    options = {"cwd": str(tmp_path), "PAGER": str(pager)}
    with program(*command, **options) as terminal:
        assert terminal.ended() == 0
        assert last_words(terminal).endswith(RECOMMENDED)
    with program(*command, "--full", **options) as terminal:
        terminal.sees("A pager shows it.")
        terminal.press(Key.ENTER)
        assert terminal.ended() == 0
    told = (tmp_path / "paged.txt").read_text("utf-8")
    assert told.count(RECOMMENDED) == 2  # for the person, and for the doctor
    with program(*command, "--full", **options, ACCESSIBLE="1") as terminal:
        assert terminal.ended() == 0
    assert terminal.raw.decode().count(RECOMMENDED) == 2
    assert "━".encode() not in terminal.raw
    (tmp_path / "zero").write_bytes(b"\0")
    (tmp_path / "zero").chmod(0o700)
    for missing in ("no-such-pager", "'", "/dev/null", str(tmp_path / "zero")):
        with program(*command, "--full", **options | {"PAGER": missing}) as terminal:
            assert terminal.ended() == 0
        shown = re.sub(r"\x1b\[[\d;]*m|\x1b\]8;[^\x1b]*\x1b\\", "", terminal.raw.decode())
        assert re.sub(" *\r\n", "\n", shown) == told


def test_ctrl_c_is_the_programs_again_when_the_pager_is_closed(monkeypatch):
    monkeypatch.setenv("PAGER", "true")
    for stream in ("stdin", "stdout"):
        monkeypatch.setattr(f"sys.{stream}.isatty", lambda: True)
    before = signal.getsignal(signal.SIGINT)

    assert pages("A line.\n" * 1000)
    assert signal.getsignal(signal.SIGINT) is before
