import os
import random
import re
import signal
import subprocess
import sys
import time
from contextlib import nullcontext
from functools import partial
from pathlib import Path

import gardening
import pytest
from gardening import RULEBOOK, interviewed
from terminal import Key, Terminal

from questionnaire import Questionnaire
from questionnaire.interview.layout import keys_line, shorten, wrap
from questionnaire.interview.protocol import Given, InterviewStopped
from questionnaire.saved.answers_file import load_answers, save_answers

TESTS = Path(__file__).parent.parent
GARDENING = (sys.executable, str(TESTS / "gardening.py"))
CACTUS, FERN, ORCHID = (("1", Key.ENTER), ("2", Key.ENTER), ("3", Key.ENTER))
HINTS = "Arrows, 1-3 = move, Enter = answer, b = back, ? = why, u = no idea, q = stop"
ALL = {"kind": "fern", "signs": ("yellow",), "water": 3, "pests": None}
WIDTHS = pytest.mark.parametrize("columns", [80, 40])


def interview(*arguments, columns=80, rows=24, **environment):
    terminal = Terminal(
        (*GARDENING, *map(str, arguments)),
        columns=columns,
        rows=rows,
        call=partial(gardening.main, [*map(str, arguments)]),
        **environment,
    )
    terminal.sees("Press Enter to begin.")
    terminal.press(Key.ENTER)
    return terminal


def saved(file):
    return load_answers(file, RULEBOOK).answers


def is_sane(terminal):
    """Tells whether the cursor is shown and pasted text is no longer bracketed."""
    raw = terminal.raw
    return raw.rfind(b"\x1b[?25l") < raw.rfind(b"\x1b[?25h") and (
        raw.rfind(b"\x1b[?2004h") < raw.rfind(b"\x1b[?2004l")
    )


def flat(screen):
    """A screen without the line breaks that its width makes."""
    return " ".join(screen.split())


@WIDTHS
def test_the_opening_fits_one_screen(columns):
    with Terminal(GARDENING, columns=columns, call=partial(gardening.main, [])) as terminal:
        screen = terminal.sees(
            "Nothing leaves this machine. Nothing is kept unless",
            "b = back, ? = why, u = not sure, q = stop. Press Enter to begin.",
        )

    assert screen.startswith(" Ailing houseplants\n")


@WIDTHS
def test_every_kind_of_question_is_answered_and_a_wrong_entry_corrected(columns, tmp_path):
    file = tmp_path / "answers.json"
    with interview(file, columns=columns) as terminal:
        screen = terminal.sees(
            "What kind of plant is it?", "The plant, question 1 of 4 to 5", "an orchid"
        )
        assert HINTS in flat(screen)
        terminal.press(*FERN)
        terminal.sees("= a fern", "[ ] flames")
        terminal.press(Key.SPACE)
        terminal.sees("[x] yellow leaves")
        terminal.press(Key.ENTER)
        terminal.sees("= yellow leaves", "How much water", "One cup is a quarter of a litre.")
        terminal.press("2", "1", Key.ENTER)
        screen = terminal.sees('"21" does not fit.')
        assert "Enter a number of cups a week between 0 and 20, whole or half." in flat(screen)
        terminal.press(Key.BACKSPACE, ".", "5", Key.ENTER)
        terminal.sees("question 4 of 4", "pest number 1")
        terminal.press("u")
        terminal.sees("= not sure", "Yes, show the summary")
        terminal.press(Key.ENTER)
        terminal.sees("ENDED")
        assert terminal.ended() == 0
    assert saved(file) == {"kind": "fern", "signs": ("yellow",), "water": 2.5, "pests": None}


def test_long_labels_wrap_between_words_at_40_columns():
    with interview(columns=40) as terminal:
        terminal.press(*CACTUS)
        screen = terminal.sees("[ ] none of these")

    assert (
        "   2 [ ] brown tips on leaves that were\n"
        "         green and soft a short time\n"
        "         ago\n"
        "   3 [ ] flames\n"
    ) in screen
    assert " What do you see on the plant today,\n leaves, stem and pot, if you look at\n" in screen


SIZES = pytest.mark.parametrize(("columns", "rows"), [(40, 20), (120, 40)])


def at_the_number(**size):
    terminal = interview(**size)
    terminal.press(*CACTUS, "u")
    terminal.sees("How much water")
    return terminal


def is_taken(terminal, answer):
    """Waits until an answer is shown as taken; a long list that follows may push it away."""
    terminal.wait_for(lambda _: f" = {answer}\r".encode() in terminal.raw, answer)


@SIZES
def test_a_number_is_shown_as_it_is_typed_and_read_when_enter_is_pressed(columns, rows):
    with at_the_number(columns=columns, rows=rows) as terminal:
        terminal.press(Key.ENTER)
        terminal.sees("Nothing is entered yet. Enter a number of cups a week between 0 and 20")
        terminal.press(*"about 5", Key.ENTER)
        terminal.sees('"about 5" does not fit.', "> about 5")
        terminal.press(Key.CTRL_U, *"300 ml", Key.ENTER)
        terminal.sees('"300 ml" falls between 1 and 1.5 cups a week: enter one of the two.')
        terminal.press(*[Key.BACKSPACE] * 6, *"2 litres", Key.ENTER)
        is_taken(terminal, "8 cups a week")


@SIZES
def test_a_way_out_of_a_field_is_a_word_that_is_read_when_enter_is_pressed(columns, rows):
    with at_the_number(columns=columns, rows=rows) as terminal:
        terminal.press(*"7bNq?n")
        terminal.sees("> 7bNq?n")
        terminal.press(Key.CTRL_U, "?")
        terminal.sees("Why we ask", "Too much water drowns the roots.")
        terminal.press("b", Key.ENTER)
        terminal.sees("Your answer so far: rather not say.")
        terminal.press("u", Key.ENTER)
        terminal.sees("= not sure")
        terminal.press(*"q", Key.ENTER)
        terminal.sees("You asked to stop.")


def test_no_letter_of_a_word_is_taken_for_a_key_and_a_refused_word_gives_way_to_the_next():
    with at_the_number() as terminal:
        for word in ("none", "nine", "both", "quite a lot", "five"):
            terminal.press(*word, Key.ENTER)
            terminal.sees(f'"{word}" does not fit. Enter a number', f"> {word}")
        terminal.press(*"nbq")
        terminal.sees("> nbq")


def test_the_answer_so_far_gives_way_to_what_is_typed():
    with at_the_number(rows=70) as terminal:
        terminal.press("4", Key.ENTER)
        terminal.sees("pest number 1")
        terminal.press("b")
        terminal.sees("> 4")
        terminal.press(*"6 ", Key.ENTER)
        terminal.sees("= 6 cups a week", "pest number 1")
        terminal.press("b")
        terminal.sees("> 6")
        terminal.press(Key.LEFT, "1", Key.DELETE, ".5", Key.ENTER)
        terminal.sees("= 1.5 cups a week")
        terminal.press("b")
        terminal.sees("> 1.5")
        terminal.press(*[Key.BACKSPACE] * 3, "5", Key.ENTER)
        terminal.sees("= 5 cups a week")
        terminal.press("b")
        terminal.sees("> 5")
        terminal.press("u", Key.ENTER)
        terminal.sees("= not sure")


CONTROLS = [chr(code) for code in range(1, 27) if chr(code) not in "\3\4\b\n\r\x15\x1a"]
CHORDS = [f"\x1b{chr(code)}" for code in range(1, 127) if chr(code) not in "\3\4\x1a\x1bO["]
NAMED = [f"\x1b[{key}" for key in (*"AB", "2~", "5~", "6~", "11~", "24~", "1;5A", "1;3B", "Z")]


@pytest.mark.parametrize(
    "keys", [[*CONTROLS, "\x18\x05"], CHORDS, NAMED], ids=["Ctrl", "Alt", "named"]
)
def test_no_other_key_or_chord_does_anything_to_a_number(keys):
    with at_the_number() as terminal:
        before = terminal.sees(">").rstrip()
        for number in ("3", "37"):  # first nothing stands in the field, then something
            terminal.press(*keys, number[-1])
            assert terminal.sees(f"> {number}").rstrip() == f"{before} {number}"
        terminal.press(Key.CTRL_U, "1", Key.ENTER)
        is_taken(terminal, "1 cup a week")


def test_lines_that_are_pasted_are_one_entry():
    with at_the_number() as terminal:
        terminal.press("\x1b[200~5\r6\n7\x1b[201~", Key.ENTER)
        terminal.sees('"5 6 7" is more than one number')


def test_why_is_said_once():
    with at_the_number() as terminal:
        terminal.press("?")
        terminal.sees("Why we ask")
        terminal.press("?", "4")
        assert terminal.sees("> 4").count("Why we ask") == 1


def test_why_keeps_the_ticks_and_the_place():
    with interview() as terminal:
        terminal.press(*CACTUS)
        terminal.sees("[ ] flames")
        terminal.press(Key.SPACE, Key.DOWN, "?")
        screen = terminal.sees(
            "Some signs cannot wait.", "Your answer is needed to check for", "[ ] flames"
        )

    assert "   1 [x] yellow leaves\n > 2 [ ] brown tips" in screen


def test_back_shows_the_old_answer_ready():
    with interview() as terminal:
        terminal.press(*FERN)
        terminal.sees("[ ] flames")
        terminal.press(Key.SPACE, Key.ENTER)
        terminal.sees("How much water")
        terminal.press("4", Key.ENTER)
        terminal.sees("pest number 1")
        terminal.press("b")
        terminal.sees("Your answer so far: 4 cups a week.", "> 4")
        terminal.press("B", Key.ENTER)
        terminal.sees("Your answer so far: yellow leaves.", "[x] yellow leaves")
        terminal.press("b")
        terminal.sees("Your answer so far: a fern.", " > 2 a fern")


def test_one_box_stands_alone_and_letters_tick_nothing():
    with interview() as terminal:
        terminal.press(*CACTUS)
        terminal.sees("[ ] flames")
        terminal.press("a", "i", "j", "k")
        terminal.press(Key.SPACE, Key.DOWN, Key.SPACE)
        assert terminal.sees("[x] brown").count("[x]") == 2
        terminal.press(Key.END, Key.SPACE)
        assert terminal.sees("[x] none of these").count("[x]") == 1
        terminal.press(Key.SPACE)
        terminal.no_longer_sees("[x]")
        terminal.press(Key.SPACE, Key.HOME, Key.SPACE)
        assert terminal.sees("[x] yellow").count("[x]") == 1


def test_enter_without_a_tick_is_no_answer():
    with interview() as terminal:
        terminal.press(*CACTUS)
        terminal.sees("[ ] flames")
        terminal.press(Key.ENTER)
        terminal.sees("Nothing is ticked yet.", "[ ] flames")


@WIDTHS
def test_an_emergency_sign_stops_at_once(columns):
    with interview(columns=columns) as terminal:
        terminal.press(*CACTUS)
        terminal.sees("[ ] flames")
        terminal.press(Key.DOWN, Key.DOWN, Key.SPACE, Key.ENTER)
        terminal.sees("GET HELP", "Now.", "Advice of fire.", "1 Leave the questions here")
        terminal.press("1", Key.ENTER)
        terminal.sees('"emergency"')
        assert terminal.ended() == 0


@WIDTHS
def test_an_answer_is_changed_in_the_review(columns, tmp_path):
    file = tmp_path / "answers.json"
    save_answers(file, RULEBOOK, ALL)
    with interview(file, columns=columns) as terminal:
        terminal.sees("Are your answers right?", "Yes, show the summary")
        terminal.press(Key.DOWN, Key.ENTER)
        terminal.sees("Your answer so far: a fern.")
        terminal.press(Key.DOWN, Key.ENTER)
        screen = terminal.sees("Change the answer?", "- What does the orchid grow in?")
        assert "With this change, these are asked as well:" in flat(screen)
        terminal.press(Key.ENTER)
        terminal.sees("question 2 of 5", "ordinary soil")
        terminal.press("1", Key.ENTER)
        terminal.sees("Are your answers right?", "> 2 What kind of plant is it? = an orchid")
        terminal.press(Key.HOME, Key.ENTER)
        terminal.sees("ENDED")
        assert terminal.ended() == 0
    assert saved(file) == {**ALL, "kind": "orchid", "bark": "bark"}


def test_a_question_that_is_too_long_for_a_row_of_the_review_goes_by_its_name(tmp_path):
    file = tmp_path / "answers.json"
    save_answers(file, RULEBOOK, ALL)
    with interview(file) as terminal:
        terminal.sees("> 1 Yes, show", "3 Leaves, stem and pot = yellow leaves")


@WIDTHS
def test_more_choices_than_lines_scroll(columns):
    with interview(columns=columns) as terminal:
        terminal.press(*CACTUS, "u", "u", Key.ENTER)
        screen = terminal.sees("pest number 1")
        assert "pest number 40" not in screen
        assert "Which of these live on it?" in screen
        terminal.press(*[Key.DOWN] * 39)
        screen = terminal.sees(">   [ ] pest number 40", "40 of 41, more above")
        assert "Which of these live on it?" in screen
        terminal.press(Key.SPACE, Key.ENTER)
        terminal.sees("= pest number 40")


@WIDTHS
def test_a_long_list_pushes_nothing_off_the_screen_that_was_just_told(columns):
    with interview(columns=columns) as terminal:
        terminal.press(*CACTUS, "u", "9", Key.ENTER)
        terminal.sees("Please note", "That is a lot of water.", "pest number 1")
        terminal.press(Key.DOWN, "?")
        screen = terminal.sees("Why we ask", "Your answer decides which questions", " > 2 [ ] pest")
        assert "   1 [ ] pest number 1\n" in screen


def test_a_low_window_shows_all_keys_and_some_rows():
    with interview(columns=40, rows=11) as terminal:
        terminal.press(*CACTUS, "u", "u", Key.ENTER)
        screen = terminal.sees("pest number 5", "1 of 41, more below")
        assert "b = back, ? = why, u = not sure, q = stop" in " ".join(screen.split())


def test_the_whole_list_is_in_sight_when_the_last_choice_is_pointed_at():
    with interview() as terminal:
        terminal.sees("What kind of plant")
        terminal.press(Key.END)
        terminal.sees("   1 a cactus\n   2 a fern\n > 3 an orchid")


def test_a_resize_in_the_middle_does_no_harm():
    with interview() as terminal:
        terminal.press(*CACTUS)
        terminal.sees("[ ] flames")
        terminal.resize(30, 20)
        terminal.press(Key.SPACE)
        terminal.sees("[x] yellow leaves")
        terminal.resize(100, 30)
        terminal.press(Key.DOWN, Key.DOWN)
        terminal.sees("> 3 [ ] flames")
        terminal.press(Key.ENTER)
        terminal.sees("= yellow leaves")


@pytest.mark.parametrize(
    ("steps", "keys"),
    [((), HINTS), ((*CACTUS, "u"), "Type and press Enter: the number, b = back")],
    ids=["list", "field"],
)
def test_a_narrower_window_begins_anew_with_nothing_twice_and_no_word_broken(steps, keys):
    with interview() as terminal:
        terminal.sees("What kind of plant")
        terminal.press(*steps)
        terminal.sees("How much water" if steps else "What kind of plant")
        terminal.resize(30, 20)
        begun_anew = re.compile(" (The plant|Its care), question")
        terminal.wait_for(begun_anew.match, "the question at the top")
        screen = terminal.sees(keys)
        assert len(re.findall("question [0-9]", screen)) == 1


def test_no_color_is_honoured():
    with interview(NO_COLOR="1") as terminal:
        terminal.press(*CACTUS)
        terminal.sees("[ ] flames")

    assert not re.search(rb"\x1b\[[\d;]*(?<![\d])(3[0-8]|4[0-8])[\d;]*m", terminal.raw)


@pytest.mark.parametrize(
    ("key", "steps"),
    [
        (Key.CTRL_C, ()),
        (Key.CTRL_D, CACTUS),
        (Key.CTRL_C, (*CACTUS, "u")),
        (Key.CTRL_D, (*CACTUS, "u")),
        (Key.CTRL_C, (*CACTUS, "q")),
    ],
)
def test_a_key_that_breaks_off_leaves_the_terminal_sane(key, steps):
    with interview() as terminal:
        terminal.sees("What kind of plant")
        for step in steps:
            before = terminal.screen()
            terminal.press(step)
            while terminal.screen() == before:
                time.sleep(0.01)
        terminal.press(key)
        screen = terminal.sees("Nothing was assessed.")
        assert terminal.ended() == 130

    assert "Traceback" not in screen
    assert is_sane(terminal)


def test_escape_alone_does_nothing_and_does_not_hang():
    with interview() as terminal:
        terminal.sees("What kind of plant")
        terminal.press(Key.ESCAPE)
        time.sleep(0.3)  # it is no beginning of another key any more
        terminal.press(Key.DOWN, Key.DOWN)
        terminal.sees(" > 2 a fern")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_stops_the_interview_and_loses_nothing(tmp_path, number):
    file = tmp_path / "answers.json"
    with interview(file) as terminal:
        terminal.press(*CACTUS)
        terminal.sees("[ ] flames")
        os.kill(terminal.child.pid, number)
        screen = terminal.sees("Your answers are kept in")
        assert terminal.ended() == (130 if number == signal.SIGINT else 128 + number)

    assert "Traceback" not in screen
    assert is_sane(terminal)
    assert saved(file) == {"kind": "cactus"}


def test_a_closed_terminal_loses_nothing(tmp_path):
    file = tmp_path / "answers.json"
    with interview(file) as terminal:
        terminal.press(*FERN)
        terminal.sees("[ ] flames")
    assert saved(file) == {"kind": "fern"}


def test_an_interview_goes_on_from_its_file(tmp_path):
    file = tmp_path / "answers.json"
    with interview(file) as terminal:
        terminal.press(*FERN)
        terminal.sees("[ ] flames")
        terminal.press(Key.CTRL_C)
        assert terminal.ended() == 130
    with interview(file) as terminal:
        terminal.sees("You have answered 1 question already.", "The plant, question 2 of 4")


def test_stopping_asks_where_to_keep_the_answers(tmp_path):
    with interview() as terminal:
        terminal.press(*FERN)
        terminal.sees("[ ] flames")
        terminal.press("q")
        terminal.sees("You asked to stop.")
        terminal.press(Key.ENTER)
        terminal.sees("Keep your answers in a file", "   1 Yes\n > 2 No")
        terminal.press("1", Key.ENTER)
        terminal.sees("Name of the file, or stop", "> answers.json")
        terminal.press("\x12", "\x0f", "\x1b\r", "\x1b#")  # they would search, or end the entry
        terminal.sees("Name of the file, or stop", "> answers.json")
        terminal.press(*[Key.BACKSPACE] * 12, *str(tmp_path / "kept.json"), Key.ENTER)
        terminal.sees("ENDED")
        assert terminal.ended() == 0
    assert saved(tmp_path / "kept.json") == {"kind": "fern"}


@pytest.mark.parametrize(
    ("key", "told"), [(Key.CTRL_C, "Stopped at this"), (Key.CTRL_D, "The input ended at this")]
)
def test_a_dumb_terminal_gets_the_plain_path(key, told):
    with Terminal(GARDENING, TERM="dumb", call=partial(gardening.main, [])) as terminal:
        terminal.sees("Type a number from 1 to 3.")
        terminal.press("2", Key.ENTER)
        terminal.wait_for(lambda screen: re.search(r"a fern\.\n[^>]*\n>", screen), "the prompt")
        terminal.press(key)
        terminal.wait_for(lambda screen: f"\n{told} question" in screen, "a line of its own")
        assert terminal.ended() == 130
    assert b"\x1b" not in terminal.raw


def test_killed_at_any_moment_no_confirmed_answer_is_lost_and_no_file_is_broken(tmp_path):
    """Neither threads, which the tests' own process may have, nor coverage go well with forks."""
    script = "import sys; from pathlib import Path; import program.test_prompts as tests; "
    script += "tests.kill_at_random_moments(Path(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script, tmp_path / "answers.json"],
        cwd=TESTS,
        env={name: it for name, it in os.environ.items() if not name.startswith("COVERAGE")},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )

    assert (done.returncode, done.stdout) == (0, f"{TURNS} times\n"), done.stderr


TURNS = 50 if "THOROUGH" in os.environ else 12


def kill_at_random_moments(file):
    """Lets a child confirm answers without end and report each; what it reported must be kept."""
    chance = random.Random(1)  # noqa: S311 - not for secrets
    questionnaire = Questionnaire(RULEBOOK)
    questionnaire.assess({})  # compiles the rules once, for all children
    for turn in range(TURNS):
        number = signal.SIGKILL if turn % 2 else signal.SIGHUP
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            _confirm_without_end(questionnaire, file, writing)
        os.close(writing)
        with os.fdopen(reading) as reports:
            reports.readline()  # by then it runs
            time.sleep(chance.random() / 20)
            os.kill(child, number)
            os.waitpid(child, 0)
            confirmed = [line for line in reports.read().split("\n")[:-1] if line]
        assert not load_answers(file, RULEBOOK).problems
        if confirmed:
            assert saved(file)["water"] >= float(confirmed[-1]), number
    sys.stdout.write(f"{turn + 1} times\n")


def _confirm_without_end(questionnaire, file, writing):
    """Answers with more and more cups by going back, and reports each number that is confirmed."""

    class Eager:
        keys = ""
        ticked = None
        cups = 0.0

        def ask(self, question, context):
            if question.id != "water":
                return Given(None)
            if context.previous:
                os.write(writing, f"{self.cups}\n".encode())
                self.cups += 0.5
            if self.cups > 10:
                time.sleep(60)
            return Given(self.cups if self.cups % 1 else int(self.cups))

        def confirm(self, *_):
            pass

        def choose(self, *_, default=0, at=None):  # noqa: ARG002 - always the same
            return 3

        def listening(self):
            return nullcontext()

        def tell(self, *_, heading=""):
            pass

        def open(self, *_, meanwhile):
            meanwhile()

    try:
        interviewed(
            questionnaire,
            Eager(),
            {},
            keep=lambda answers: save_answers(file, RULEBOOK, answers),
        )
    except InterviewStopped:
        pass
    finally:
        os._exit(0)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 5, [""]),
        ("one two three", 7, ["one two", "three"]),
        ("unbreakable", 4, ["unbr", "eaka", "ble"]),
        ("a unbreakable", 4, ["a", "unbr", "eaka", "ble"]),
        ("植物植物 x", 4, ["植物", "植物", "x"]),
        ("植物", -3, ["植", "物"]),
        ("a bc\xa0d e", 4, ["a", "bc d", "e"]),
        ("a bc\xa0def", 4, ["a bc", "def"]),
        (keys_line("Space, 1-9 = tick; u = not sure"), 20, ["Space, 1-9 = tick;", "u = not sure"]),
    ],
)
def test_text_breaks_between_words_by_the_width_that_it_takes(text, width, lines):
    assert wrap(text, width) == lines


def test_what_is_left_out_is_shown_by_dots():
    assert shorten("short", 5) == "short"
    assert shorten("much longer", 8) == "much..."
    assert shorten("植物植物", 7) == "植物..."
