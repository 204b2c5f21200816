"""What the keys do at each kind of prompt, and that nothing else does anything."""

import gc
import io
import os
import re
import shutil
import signal
import string
import sys
import weakref
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import gardening
import pytest
from gardening import DROP, KIND, PESTS, RULEBOOK, SIGNS, WATER
from prompt_toolkit.application import application, create_app_session, get_app_session
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.input.ansi_escape_sequences import ANSI_SEQUENCES
from prompt_toolkit.key_binding.defaults import load_key_bindings
from prompt_toolkit.keys import Keys
from prompt_toolkit.output.vt100 import Vt100_Output
from terminal import Key, Terminal

from questionnaire.interview import sentences
from questionnaire.interview.application import suspend
from questionnaire.interview.prompts import Prompts
from questionnaire.interview.protocol import Back, Context, Given, Option, Stop
from questionnaire.saved.answers_file import load_answers, save_answers

GARDENING = (sys.executable, str(Path(__file__).parent.parent / "gardening.py"))
SMALL, USUAL, LARGE = (40, 20), (80, 24), (120, 40)
SIZES = pytest.mark.parametrize(("columns", "rows"), [SMALL, LARGE])
"""The window that all else is tried in is 80 columns wide, and lies between them."""
CONTEXT = Context(progress="", why=("So.",))
OPTIONS = (Option("first"), Option("second"))
LEAVING = {Keys.ControlC, Keys.ControlD, Keys.ControlZ}
ENTER = {Keys.ControlM, Keys.ControlJ}
MOVING = {Keys.Up, Keys.Down, Keys.PageUp, Keys.PageDown, Keys.Home, Keys.End, *"1234567890/"}
WAYS_OUT = {*"bBqQuU?"}
EDITING = {
    Keys.ControlU,
    Keys.Left,
    Keys.Right,
    Keys.Home,
    Keys.End,
    Keys.Delete,
    Keys.ControlH,
    *"0123456789",
}
PASTED = "\x1b[200~{}\x1b[201~"
REPORTS = (
    "\x1b[<0;3;4M",
    "\x1b[<0;3;4m",
    "\x1b[M #$",
    "\x1b[5;3R",
    "\x1b[I",
    "\x1b[?62;c",
    "\x1b[97;5u",
)
"""What terminals send that is no key: the mouse, where the cursor is, what they are."""


def unnamed(*named):
    """Returns all that a keyboard can send but these keys: each key, and each with Alt."""
    named = {key for keys in (LEAVING, ENTER, *named) for key in keys}
    known = {typed: key for typed, key in ANSI_SEQUENCES.items() if key != Keys.BracketedPaste}
    keys = known | {letter: letter for letter in (*string.printable[:95], "é", "植")}
    plain = [typed for typed, key in keys.items() if key not in named and typed != Key.ESCAPE]
    with_alt = [f"\x1b{typed}" for typed in keys if typed[0] != "\x1b"]
    return "".join((*plain, *with_alt, *REPORTS))


@contextmanager
def prompts(*typed, rows=24):
    """Gives prompts to somebody who has typed all this, and who leaves when it is not enough."""
    screen = Vt100_Output(io.StringIO(), lambda: Size(rows=rows, columns=80))
    with create_pipe_input() as keyboard, create_app_session(keyboard, screen):
        asker = Prompts()
        keyboard.send_text("".join((*typed, Key.CTRL_D)))
        yield asker


OF_LISTS = unnamed(MOVING, WAYS_OUT, " ")


@pytest.mark.parametrize("text", ["", "7", "u", "b\r", "first\r\n"])
def test_no_other_key_and_nothing_pasted_chooses(text):
    with (
        prompts(OF_LISTS, PASTED.format(text), Key.ENTER) as asker,
        pytest.raises(EOFError),
    ):
        asker.ask(KIND, CONTEXT)


@pytest.mark.parametrize("text", ["", "1", "u", " ", "b\r"])
def test_no_other_key_and_nothing_pasted_ticks_or_takes_a_tick_away(text):
    others = OF_LISTS + PASTED.format(text)
    with prompts(others, Key.ENTER) as asker, pytest.raises(EOFError):
        asker.ask(SIGNS, CONTEXT)
    with prompts("3", others, Key.ENTER) as asker:
        assert asker.ask(SIGNS, CONTEXT) == Given(("flames",))


def test_no_other_key_chooses_an_option():
    others = unnamed(MOVING) + PASTED.format("1\r")
    with prompts(others, "2", Key.ENTER) as asker:
        assert asker.choose("Which?", OPTIONS) == 1
    with prompts(others, Key.ENTER) as asker:
        assert asker.choose("Which?", OPTIONS, default=1) == 1


def test_what_the_libraries_bind_does_nothing_even_where_it_is_made(monkeypatch):
    monkeypatch.setattr(application, "load_key_bindings", load_key_bindings)
    test_no_other_key_chooses_an_option()
    test_no_other_key_changes_what_was_entered_in_a_field()


def test_a_letter_points_at_the_option_that_it_stands_for_and_only_enter_chooses():
    options = (Option("Go", word="yes"), Option("Stay", word="no"), Option("End", word="stop"))
    for letter, place in (("q", 2), ("N", 1), ("y", 0)):
        with prompts("2", letter, letter, "x", Key.ENTER) as asker:
            assert asker.choose("Go?", options) == place
            drawn = get_app_session().output.stdout.getvalue()
        assert "Arrows, 1-3 = move, Enter = choose, y = yes, n = no, q = stop" in drawn


def test_yes_and_no_are_answers_by_their_letters_too():
    for letter, answer in (("y", "yes"), ("N", "no")):
        with prompts(letter, Key.ENTER) as asker:
            assert asker.ask(DROP, CONTEXT) == Given(answer)
            drawn = get_app_session().output.stdout.getvalue()
        assert "1-2 = move, Enter = answer, y = yes, n = no, b = back" in drawn
        with prompts(letter) as asker, pytest.raises(EOFError):
            asker.ask(DROP, CONTEXT)


@pytest.mark.parametrize(("rows", "told"), [(1, "1 = move"), (3, "1-3 = move"), (12, "1-9 = move")])
def test_a_list_names_only_digits_that_are_rows(rows, told):
    with prompts("1", Key.ENTER) as asker:
        asker.choose("Which?", [Option(f"row {place}") for place in range(rows)])
        assert f"Arrows, {told}, Enter" in get_app_session().output.stdout.getvalue()


def test_a_row_of_the_review_is_found_by_its_answer():
    rows = [Option("Age", detail="9"), Option("Pot", detail="clay"), Option("Soil", detail="wet")]
    with prompts("/", *"pot = clay", Key.ENTER, Key.ENTER) as asker:
        assert asker.choose("Right?", rows) == 1


def test_why_can_be_typed_like_the_other_words():
    for word in ("why", "W", "why?"):
        with prompts(word, Key.ENTER, "back", Key.ENTER) as asker:
            assert asker.ask(WATER, CONTEXT) == Back()
            drawn = get_app_session().output.stdout.getvalue()
        assert sentences.WHY in drawn
        assert "does not fit" not in drawn


@pytest.mark.parametrize(("count", "told"), [(10, False), (11, True)])
def test_a_list_that_is_too_long_for_the_digits_says_how_to_find_a_row(count, told):
    with prompts(Key.ENTER) as asker:
        asker.choose("Which?", [Option(f"row {place}") for place in range(count)])
        drawn = get_app_session().output.stdout.getvalue()
    assert "Enter = choose" in drawn
    assert ("/ = find" in drawn) is told


def test_no_other_key_begins_and_q_leaves():
    others = unnamed("qQ") + PASTED.format("\r")
    for key, ended in (("", EOFError), ("q", KeyboardInterrupt), ("Q", KeyboardInterrupt)):
        with prompts(others, key) as asker, pytest.raises(ended):
            asker.open("Plants", meanwhile=lambda: ())


def test_what_is_done_meanwhile_is_done_once_and_told_however_early_the_key_comes():
    done = []

    def meanwhile():
        done.append("once")
        return ("Told meanwhile.",)

    for ahead in ((), ("2", Key.ENTER)):
        done.clear()
        with prompts(*ahead, Key.ENTER) as asker:
            if ahead:  # the last key is there before anything of the opening is drawn
                asker.choose("Which?", OPTIONS)
            asker.open("Plants", "About plants.", meanwhile=meanwhile)
            drawn = get_app_session().output.stdout.getvalue()
        assert done == ["once"]
        assert drawn.index("About plants.") < drawn.index("Told meanwhile.")


def test_whatever_happened_the_terminal_is_left_as_it_was():
    """A signal can hit between switching something and noting it; so all of it is switched back."""
    screen = io.StringIO()
    output = Vt100_Output(screen, lambda: Size(rows=24, columns=80))
    with create_pipe_input() as keyboard, create_app_session(keyboard, output):
        with Prompts().listening():
            output.hide_cursor()
        left = screen.getvalue()

    assert {"\x1b[?25h", "\x1b[?2004l", "\x1b[?7h", "\x1b[0m"} <= {
        *re.findall(r"\x1b\[\??\d+\w", left)
    }


def test_a_stop_between_two_prompts_leaves_the_terminal_as_it_was_found(monkeypatch):
    cooked = []

    @contextmanager
    def cooked_mode():
        cooked.append("cooked")
        yield
        cooked.append("raw")

    stop = "questionnaire.interview.application.stop_for_a_while"
    monkeypatch.setattr(stop, lambda: cooked.append("stopped"))
    with create_pipe_input() as keyboard, create_app_session(keyboard):
        monkeypatch.setattr(keyboard, "cooked_mode", cooked_mode)
        suspend()

    assert cooked == ["cooked", "stopped", "raw"]


def test_what_fails_meanwhile_ends_the_opening_as_what_it_is():
    def meanwhile():
        raise LookupError("Nobody is at home.")

    screen = Vt100_Output(io.StringIO(), lambda: Size(rows=24, columns=80))
    with create_pipe_input() as keyboard, create_app_session(keyboard, screen):
        asker = Prompts()
        with asker.listening(), pytest.raises(LookupError, match="Nobody is at home"):
            asker.open("Plants", meanwhile=meanwhile)


def test_garbage_is_collected_while_the_person_reads_and_at_no_other_time():
    class Knot:
        pass

    def tied():
        knot = Knot()
        knot.itself = knot
        return weakref.ref(knot)

    done = []

    def meanwhile():
        done.append(tied())
        get_app_session().app.loop.call_later(0.5, keyboard.send_text, "\r")
        return ("Done.",)

    screen = Vt100_Output(io.StringIO(), lambda: Size(rows=24, columns=80))
    with create_pipe_input() as keyboard, create_app_session(keyboard, screen):
        asker = Prompts()
        with asker.listening():
            left = tied()
            assert not gc.isenabled()
            asker.open("Plants", meanwhile=meanwhile)
            assert [knot() for knot in (left, *done)] == [None, None]
    assert len(done) == 1
    assert gc.isenabled()


def test_no_other_key_enters_a_number():
    with prompts(unnamed(EDITING, WAYS_OUT), Key.ENTER) as asker, pytest.raises(EOFError):
        asker.ask(WATER, CONTEXT)


def test_enter_behind_a_question_mark_is_no_answer():
    shown = Context(progress="", why=("So.",), previous=Given(3))
    with prompts("?", Key.ENTER) as asker, pytest.raises(EOFError):
        asker.ask(WATER, shown)
    with prompts("?", Key.ENTER, Key.ENTER) as asker:
        assert asker.ask(WATER, shown) == Given(3)
    with prompts("?", Key.ENTER, "4", Key.ENTER) as asker:
        assert asker.ask(WATER, CONTEXT) == Given(4)


@pytest.mark.parametrize(
    ("typed", "name"), [("", "a.json"), ("my", "my"), ([Key.BACKSPACE] * 5 + ["b"], "ab")]
)
def test_a_name_that_is_proposed_gives_way_to_what_is_typed_or_is_edited(typed, name):
    with prompts(*typed, Key.ENTER) as asker:
        assert asker.enter("Name", "a.json") == name


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("20", 20),  # the first key puts back what stood there
        (["2", Key.BACKSPACE, "4"], 4),
        ([Key.END, "0"], 20),
        (["9", "9", Key.ENTER, "7"], 7),
        (["9", "9", Key.ENTER, Key.BACKSPACE], 9),
        (["9", "9", Key.ENTER, "?", "7"], 7),
    ],
)
def test_what_stands_in_a_field_gives_way_to_what_is_typed_until_a_key_edits_it(typed, number):
    shown = Context(progress="", why=("So.",), previous=Given(2))
    with prompts(*typed, Key.ENTER) as asker:
        assert asker.ask(WATER, shown) == Given(number)


def test_no_other_key_changes_what_was_entered_in_a_field():
    others = unnamed(EDITING, string.printable[:95], "é植")
    with prompts(*[Key.BACKSPACE] * 9, "my", others, PASTED.format("file\n"), Key.ENTER) as asker:
        assert asker.enter("Name", "a.json") == "myfile"


@contextmanager
def interview(columns, rows, *arguments):
    """Starts an interview, and answers the first question."""
    given = [*map(str, arguments)]
    call = partial(gardening.main, given)
    with Terminal((*GARDENING, *given), columns=columns, rows=rows, call=call) as terminal:
        terminal.sees("Press Enter to begin.")
        terminal.press(Key.ENTER)
        terminal.sees("What kind of plant is it?")
        terminal.press("2", Key.ENTER)
        terminal.sees("[ ] flames")
        yield terminal


def at_the_long_list(terminal):
    terminal.press("u")
    terminal.sees("How much water")
    terminal.press("u", Key.ENTER)
    return terminal.sees("[ ] pest number 1", "1 of 41, more below")


# A tick is an answer ------------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "reply"), [("b", Back), ("q", Stop), ("B", Back), ("Q", Stop)])
def test_what_is_ticked_leaves_with_the_person(key, reply):
    with prompts("3", key) as asker:
        assert asker.ask(SIGNS, CONTEXT) == reply(Given(("flames",)))
    with prompts(key) as asker:
        assert asker.ask(SIGNS, CONTEXT) == reply()


@pytest.mark.parametrize("leave", [Key.CTRL_C, Key.CTRL_D])
def test_what_is_ticked_is_there_when_somebody_breaks_off(leave):
    with prompts("3", leave) as asker:
        with pytest.raises((KeyboardInterrupt, EOFError)):
            asker.ask(SIGNS, CONTEXT)
        assert asker.ticked == Given(("flames",))
    with prompts("3", "u", Key.ENTER, Key.ENTER) as asker:
        asker.ask(SIGNS, CONTEXT)
        assert asker.ticked is None


@pytest.mark.parametrize(("size", "key"), [(SMALL, "b"), (LARGE, "q")])
def test_a_ticked_emergency_sign_stops_whoever_goes_back_or_stops(tmp_path, size, key):
    file = tmp_path / "answers.json"
    with interview(*size, file) as terminal:
        terminal.press("3", key)
        terminal.sees("GET HELP", "1 Leave the questions here")
    assert load_answers(file, RULEBOOK).answers == {"kind": "fern", "signs": ("flames",)}


@SIZES
def test_not_sure_takes_no_tick_away(columns, rows):
    with interview(columns, rows) as terminal:
        terminal.press("3", "u")
        terminal.sees("1 ticked. Enter takes it; untick it first", "[x] flames")
        terminal.press(Key.ENTER)
        terminal.sees("GET HELP")


@pytest.mark.parametrize(
    ("size", "number"), [(SMALL, signal.SIGINT), (USUAL, signal.SIGTERM), (LARGE, signal.SIGHUP)]
)
def test_a_signal_takes_no_tick_away_and_repeats_the_emergency(tmp_path, size, number):
    file = tmp_path / "answers.json"
    with interview(*size, file) as terminal:
        terminal.press("3")
        terminal.sees("[x] flames")
        os.kill(terminal.child.pid, number)
        terminal.sees("GET HELP", "Advice of fire.", "Your answers are kept in")
        assert terminal.ended() == 128 + number
    assert load_answers(file, RULEBOOK).answers == {"kind": "fern", "signs": ("flames",)}


# Nobody denies a sign unseen ----------------------------------------------------------------------


def test_a_denial_counts_only_if_all_was_on_the_screen():
    denial = (Key.END, Key.SPACE, *[Key.ENTER] * 3)
    with prompts(*denial, rows=24) as asker, pytest.raises(EOFError):
        asker.ask(PESTS, CONTEXT)
    with prompts(*denial, rows=60) as asker:
        assert asker.ask(PESTS, CONTEXT) == Given(("no_pests",))
    with prompts(Key.END, Key.SPACE, "b", rows=24) as asker:
        assert asker.ask(PESTS, CONTEXT) == Back()
    with prompts("7", Key.ENTER, rows=24) as asker:
        assert asker.ask(PESTS, CONTEXT) == Given(("pest_7",))


def test_a_denial_does_not_count_that_was_typed_before_the_list_was_shown():
    with prompts("2", Key.ENTER, Key.END, Key.SPACE, Key.ENTER, rows=60) as asker:
        assert asker.ask(KIND, CONTEXT) == Given("fern")
        with pytest.raises(EOFError):
            asker.ask(PESTS, CONTEXT)
    with prompts("2", Key.ENTER, Key.END, Key.SPACE, "/9", rows=60) as asker:
        asker.ask(KIND, CONTEXT)
        with pytest.raises(EOFError):
            asker.ask(PESTS, CONTEXT)
        assert asker.ticked is None


@SIZES
def test_enter_turns_the_pages_of_what_was_not_seen(columns, rows):
    def is_drawn(screen):
        """The place in the list is that of the line that says it, which is drawn last."""
        here = re.search(r"> .*pest number (\d+)", screen)
        return "Are your answers right?" in screen or (here and f" {here[1]} of 41" in screen)

    with interview(columns, rows) as terminal:
        screen = at_the_long_list(terminal)
        terminal.press(Key.END)
        screen += terminal.sees("41 of 41, more above")
        shown = {*re.findall(r"pest number \d+", screen)}
        terminal.press(Key.SPACE)
        before = terminal.sees("[x] none of them")
        terminal.press(Key.ENTER)
        terminal.no_longer_sees(before)
        while "answers right?" not in (screen := terminal.wait_for(is_drawn, "a page")):
            assert sentences.NOT_ALL_SEEN in " ".join(screen.split())
            shown |= {*re.findall(r"pest number \d+", screen)}
            terminal.press(Key.ENTER)
            terminal.no_longer_sees(screen)
        terminal.sees("= none of them")
    assert len(shown) == 40


# Moving -------------------------------------------------------------------------------------------


@SIZES
def test_the_ends_of_a_list_are_its_ends(columns, rows):
    with interview(columns, rows) as terminal:
        terminal.press(Key.UP)
        terminal.sees(" > 1 [ ] yellow leaves")
        terminal.press(*[Key.DOWN] * 5)
        terminal.sees(" > 4 [ ] none of these")
        terminal.press(Key.HOME)
        terminal.sees(" > 1 [ ] yellow leaves")


@SIZES
def test_a_long_list_says_where_one_is_and_turns_pages(columns, rows):
    with interview(columns, rows) as terminal:
        at_the_long_list(terminal)
        terminal.press(Key.END)
        terminal.sees("> [ ] none of them", "41 of 41, more above")
        terminal.press(Key.PAGE_UP)
        terminal.no_longer_sees("41 of 41")
        terminal.press(Key.PAGE_DOWN)
        terminal.sees("41 of 41")
        terminal.press(Key.HOME)
        terminal.sees("1 of 41, more below")


def test_a_long_list_says_so_where_there_is_more_on_both_sides():
    with interview(80, 24) as terminal:
        at_the_long_list(terminal)
        terminal.press(*[Key.DOWN] * 20)
        terminal.sees("21 of 41, more above and below")


@SIZES
def test_a_short_list_says_nothing_of_more(columns, rows):
    with interview(columns, rows) as terminal:
        assert " of 4" not in terminal.sees("[ ] none of these").rpartition("q = stop")[2]


def test_digits_point_and_tick():
    with prompts("2", Key.ENTER) as asker:
        assert asker.ask(KIND, CONTEXT) == Given("fern")
    with prompts("1", "3", "2", "1", "9", Key.ENTER) as asker:
        assert asker.ask(SIGNS, CONTEXT) == Given(("brown", "flames"))
    with prompts("0", "1", Key.ENTER) as asker:
        assert asker.ask(PESTS, CONTEXT) == Given(("pest_1", "pest_10"))


def test_enter_answers_only_what_was_chosen():
    with prompts(Key.ENTER, Key.ENTER, Key.DOWN, Key.DOWN, Key.ENTER) as asker:
        assert asker.ask(KIND, CONTEXT) == Given("fern")
    before = Context(progress="", why=(), previous=Given("orchid"))
    with prompts(Key.ENTER) as asker:
        assert asker.ask(KIND, before) == Given("orchid")


@SIZES
def test_enter_without_a_choice_says_what_to_do(columns, rows):
    with interview(columns, rows) as terminal:
        terminal.press("b")
        terminal.sees("> 2 a fern")
        terminal.press("3", Key.ENTER)
        terminal.sees("What does the orchid grow in?")
        terminal.press(Key.ENTER)
        terminal.sees(sentences.NOTHING_CHOSEN)


@SIZES
def test_a_long_list_can_be_searched_and_keeps_its_ticks(columns, rows):
    with interview(columns, rows) as terminal:
        at_the_long_list(terminal)
        terminal.press("1", "/", *"NUMBER 38")
        terminal.sees("pest number 38", "/ NUMBER 38 ", sentences.FINDING)
        terminal.no_longer_sees("pest number 1\n")
        terminal.press(Key.ENTER)
        terminal.sees("> [ ] pest number 38", "38 of 41")
        terminal.press(Key.SPACE, "/", "x", "q")
        terminal.sees(sentences.NOT_FOUND)
        terminal.press(Key.BACKSPACE, Key.BACKSPACE, "9")
        terminal.sees("[ ] pest number 9", "pest number 39")
        terminal.press(Key.DOWN, Key.ESCAPE)
        terminal.sees("19 of 41")
        terminal.press("/", "x", Key.DOWN, Key.ENTER)
        terminal.sees("20 of 41")
        terminal.press(Key.ENTER)
        terminal.sees("= pest number 1 and pest number 38")


# Warnings -----------------------------------------------------------------------------------------


def test_a_list_that_rests_on_nothing_takes_nothing_typed_before():
    with prompts("1", Key.ENTER, "2", Key.ENTER) as asker:
        assert asker.choose("Which?", OPTIONS, default=1) == 0
        with pytest.raises(EOFError):
            asker.choose("Which?", OPTIONS, default=None)


@SIZES
def test_no_spare_enter_answers_a_warning(columns, rows):
    with interview(columns, rows) as terminal:
        terminal.press("3" + Key.ENTER * 2 + "1" + Key.ENTER)
        terminal.sees("GET HELP", "1 Leave the questions here")
        terminal.press(Key.ENTER)
        terminal.sees(sentences.NOTHING_CHOSEN)
        terminal.press("2", Key.ENTER)
        terminal.sees("How much water")


# Going back ---------------------------------------------------------------------------------------


@SIZES
def test_an_answer_that_takes_the_place_of_another_says_so(columns, rows):
    with interview(columns, rows) as terminal:
        terminal.press("b")
        terminal.sees("> 2 a fern")
        terminal.press("1", Key.ENTER)
        terminal.sees("= a cactus (before: a fern)")


@SIZES
def test_the_review_has_headings_and_stays_where_it_was(tmp_path, columns, rows):
    file = tmp_path / "answers.json"
    answers = {"kind": "fern", "signs": ("yellow",), "water": 3, "pests": None}
    save_answers(file, RULEBOOK, answers)
    call = partial(gardening.main, [str(file)])
    with Terminal((*GARDENING, str(file)), columns=columns, rows=rows, call=call) as terminal:
        terminal.sees("Press Enter to begin.")
        terminal.press(Key.ENTER)
        screen = terminal.sees("Are your answers right?", "> 1 Yes, show the summary")
        assert re.search(r"summary\n +The plant\n +2 What", screen)
        assert re.search(r"\n +Its care\n +4 How much", screen)
        terminal.press("4", Key.ENTER)
        terminal.sees("How much water")
        terminal.press(Key.BACKSPACE, "4", Key.ENTER)
        terminal.sees("> 4 How much water does it get? = 4 cups a week")
        terminal.press("/", *"the plant", Key.ENTER)
        terminal.sees("> 2 What kind of plant is it?")
        terminal.press(Key.ENTER)
        terminal.sees("Your answer so far: a fern.")


# The terminal -------------------------------------------------------------------------------------


@SIZES
def test_a_paste_without_an_end_keeps_nobody_from_leaving(columns, rows):
    with interview(columns, rows) as terminal:
        terminal.press("\x1b[200~no end")
        terminal.press(Key.CTRL_C)
        terminal.sees("Nothing was assessed.")
        assert terminal.ended() == 130


@pytest.mark.skipif(not shutil.which("bash"), reason="needs a shell that stops programs")
@pytest.mark.parametrize(("size", "stop"), [(SMALL, Key.CTRL_Z), (LARGE, signal.SIGTSTP)])
def test_a_stopped_program_goes_on_where_it_was(size, stop):
    with Terminal(("bash", "--norc", "--noprofile", "-i"), *size) as shell:
        shell.press(f"sh -c 'echo PID $$.; exec {' '.join(GARDENING)}'\n")
        shell.sees("Press Enter to begin.")
        (pid,) = re.findall(rb"PID (\d+)\.", shell.raw)
        shell.press(Key.ENTER, "2", Key.ENTER)
        shell.sees("[ ] flames")
        shell.press("1")
        shell.sees("[x] yellow")
        if isinstance(stop, Key):
            shell.press(stop)
        else:
            os.kill(int(pid), stop)
        shell.sees("Stopped")
        shell.press("fg\n")
        shell.sees("[x] yellow")
        shell.press("3")
        screen = shell.sees("[x] flames", "[x] yellow")
        assert "^[" not in screen
        shell.press(Key.CTRL_C)
        shell.sees("GET HELP", "Your answers were not kept.")
