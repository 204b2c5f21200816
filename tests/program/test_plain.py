import io
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from gardening import DROP, KIND, RULEBOOK, SIGNS, WATER, interviewed
from msgspec.structs import replace

from questionnaire import Questionnaire
from questionnaire.interview import asker as choice
from questionnaire.interview.plain import Plain
from questionnaire.interview.protocol import Back, Context, Given, InterviewStopped, Option, Stop

CONTEXT = Context(progress="Plants, question 1 of 4 to 5", why=("Because.", "It bears on: all."))
NUMBERED = replace(KIND, choices=(*KIND.choices[:2], replace(KIND.choices[2], id="30")))
"""A question with a choice that has digits for its id."""
GARDENING = Path(__file__).parent.parent / "gardening.py"


class Keyboard(io.StringIO):
    def isatty(self):
        return True


def asked(question, *lines, previous=None, keyboard=io.StringIO):
    screen = io.StringIO()
    asker = Plain(keyboard("".join(f"{line}\n" for line in lines)), screen)
    context = Context(progress=CONTEXT.progress, why=CONTEXT.why, previous=previous)
    return asker.ask(question, context), screen.getvalue()


@pytest.mark.parametrize(
    ("question", "typed", "reply"),
    [
        (DROP, "Y", Given("yes")),
        (DROP, "n", Given("no")),
        (KIND, "2", Given("fern")),
        (KIND, " A  Fern ", Given("fern")),
        (KIND, "fern", Given("fern")),
        (SIGNS, "1 2", Given(("yellow", "brown"))),
        (SIGNS, "2, 1", Given(("yellow", "brown"))),
        (SIGNS, "2 and 1, and 2", Given(("yellow", "brown"))),
        (SIGNS, "yellow leaves", Given(("yellow",))),
        (SIGNS, "none of these", Given(("none",))),
        (SIGNS, "rather not say", Given(None)),
        (WATER, "3,5", Given(3.5)),
        (WATER, "3 cups", Given(3)),
        (WATER, "not sure", Given(None)),
        (WATER, "SKIP", Given(None)),
        (WATER, "unsure", Given(None)),
        (KIND, "No idea", Given(None)),
        (DROP, "don't know", Given(None)),
        (WATER, "back", Back()),
        (WATER, "Stop", Stop()),
    ],
)
def test_a_line_is_an_answer_or_a_way_out(question, typed, reply):
    assert asked(question, typed)[0] == reply


@pytest.mark.parametrize(
    ("question", "typed", "said"),
    [
        (KIND, "4", '"4" does not fit. Type a number from 1 to 3.'),
        (KIND, "0", "fit. Type a number from 1 to 3.\nOr type: back, why, no idea, stop.\n> \n"),
        (NUMBERED, "30", '"30" does not fit.'),
        (DROP, "perhaps", '"perhaps" does not fit. Type 1 or 2.'),
        (KIND, "²", '"²" does not fit.'),
        (KIND, "", "> \nType a number from 1 to 3.\n"),
        (SIGNS, "1 7", '"1 7" does not fit. Type all numbers from 1 to 4 that fit, such as 1 3.'),
        (SIGNS, "1 4", "4 goes with no other."),
        (SIGNS, ", ,", '", ," does not fit.'),
        (WATER, "99", "Enter a number of cups a week between 0 and 20, whole or half."),
        (WATER, "\x1b[2J", '"<U+001B>[2J" does not fit.'),
        (WATER, "9" * 100, '"' + "9" * 40 + '..." does not fit.'),
    ],
)
def test_what_does_not_fit_is_said_beside_the_question(question, typed, said):
    reply, screen = asked(question, typed, "2")

    assert isinstance(reply, Given)
    assert said in screen


def test_the_question_is_shown_with_all_that_can_be_typed():
    _, screen = asked(WATER, "3.5")

    assert screen == (
        "Plants, question 1 of 4 to 5\n"
        "How much water does it get?\n"
        "One cup is a quarter of a litre.\n"
        "Enter a number of cups a week between 0 and 20, whole or half.\n"
        "Or type: back, why, not sure, stop.\n"
        "> \n"
    )


def test_an_answer_is_confirmed_in_words():
    screen = io.StringIO()
    asker = Plain(io.StringIO(), screen)
    asker.confirm(WATER, Given(3.5), None)
    asker.confirm(WATER, Given(None), Given(3.5))

    assert screen.getvalue() == (
        "Your answer: 3.5 cups a week.\n\nYour answer: not sure (before: 3.5 cups a week).\n\n"
    )


def test_why_is_answered_and_the_question_waits():
    reply, screen = asked(KIND, "why", "?", "1")

    assert reply == Given("cactus")
    assert screen.count("Because.\nIt bears on: all.\n") == 2


def test_the_answer_so_far_is_kept_by_enter():
    reply, screen = asked(SIGNS, "", previous=Given(("yellow",)))

    assert reply == Given(("yellow",))
    assert "Your answer so far: yellow leaves. Press Enter to keep it." in screen


def test_not_sure_can_be_the_answer_so_far():
    reply, screen = asked(SIGNS, "", previous=Given(None))

    assert reply == Given(None)
    assert "Your answer so far: rather not say." in screen


def test_the_end_of_the_input_is_an_error_of_its_own():
    with pytest.raises(EOFError):
        asked(KIND)


def chosen(*lines, keyboard=io.StringIO):
    screen = io.StringIO()
    asker = Plain(keyboard("".join(f"{line}\n" for line in lines)), screen)
    options = (Option("Go"), Option("Which plant?", detail="a fern"))
    return asker.choose("What now?", options, 1), screen.getvalue()


def test_an_option_is_chosen_by_its_number():
    place, screen = chosen("3", "1")

    assert place == 0
    assert screen == (
        "What now?\n1. Go\n2. Which plant? A fern\nType 1 or 2, or press Enter for 2.\n"
        '> \n"3" does not fit. Type 1 or 2, or press Enter for 2.\n> \n'
    )


@pytest.mark.parametrize(
    ("typed", "place"), [("y", 0), ("Yes", 0), ("no", 1), ("N", 1), ("quit", 2), ("stop", 2)]
)
def test_an_option_with_a_word_is_chosen_by_the_word_or_its_letter(typed, place):
    options = (Option("Go", word="yes"), Option("Stay", word="no"), Option("End", word="stop"))
    screen = io.StringIO()

    assert Plain(io.StringIO(f"ye\n{typed}\n"), screen).choose("Go?", options, None) == place
    wanted = "Type a number from 1 to 3, or yes, or no, or stop."
    assert screen.getvalue().count(wanted) == 2
    assert f'"ye" does not fit. {wanted}' in screen.getvalue()


def test_of_a_long_list_that_comes_back_only_what_is_new_and_the_default_is_read_again():
    rows = [Option("Go on", word="stop"), *(Option(f"row {place}") for place in range(11))]
    screen = io.StringIO()
    asker = Plain(io.StringIO("3\n1\nlist\n2\n7\n1\n"), screen)

    def told(options, default=0):
        place = asker.choose("Which?", options, default, at=2)
        return place, screen.getvalue()

    assert told(rows)[1].count("row ") == len(rows) - 1
    assert asker.choose("Now?", [Option("Yes"), Option("No")]) == 0  # which is no long list
    screen.seek(screen.truncate(0))
    rows[4:6] = Option("a new row", heading="New"), Option("row 4", "longer")
    wanted = "Type a number from 1 to 12, or stop, or list for all of them"
    place, first = told(rows)
    assert first.startswith(
        "Which?\n1. Go on\nNew\n5. a new row\n6. row 4 Longer\n"
        f"{wanted}, or press Enter for 1.\n> \n1. Go on\n2. row 0\n3. row 1\n4. row 2\nNew\n"
    )
    assert first.count("row 10") == 1
    assert first.endswith(f"12. row 10\n{wanted}, or press Enter for 1.\n> \n")
    assert place == 1
    screen.seek(screen.truncate(0))
    assert told(rows, None) == (6, f"Which?\n{wanted}.\n> \n")
    screen.seek(screen.truncate(0))
    assert told([*rows, Option("row 11"), *rows])[1].count("list for all") == 1


def test_enter_takes_the_default_and_so_does_a_list_that_has_run_out():
    assert chosen("")[0] == 1
    place, screen = chosen()
    assert place == 1
    assert screen.endswith("The input has ended, so number 2 was taken.\n")
    with pytest.raises(EOFError):
        chosen(keyboard=Keyboard)


def test_a_name_is_typed_or_taken():
    screen = io.StringIO()
    asker = Plain(io.StringIO(" a b.json \n\n"), screen)

    assert asker.enter("Name of the file", "x.json") == "a b.json"
    assert asker.enter("Name of the file", "x.json") == "x.json"
    assert "Name of the file. Press Enter for x.json." in screen.getvalue()
    assert asker.enter("Name of the file", "x.json") == "x.json"
    assert screen.getvalue().endswith("The input has ended, so x.json was taken.\n")


def test_a_warning_needs_no_colour():
    screen = io.StringIO()
    Plain(io.StringIO(), screen).warn("Get help", "Now.")

    assert screen.getvalue() == "\nWARNING: GET HELP\nNow.\n\n"


def piped(*lines, arguments=()):
    done = subprocess.run(
        [sys.executable, str(GARDENING), *map(str, arguments)],
        input="".join(f"{line}\n" for line in lines).encode(),
        capture_output=True,
        check=False,
        timeout=600,
    )
    assert not done.stderr
    return done.returncode, done.stdout.decode()


def test_a_prepared_list_of_lines_is_a_whole_interview():
    status, screen = piped("3", "1", "4", "2.5", "not sure")

    assert status == 0
    assert screen.endswith(
        'ENDED ["finished", true, {"kind": "orchid", "bark": "bark", "signs": ["none"], '
        '"water": 2.5, "pests": null}]\n'
    )
    assert "\x1b" not in screen
    assert screen.isascii()


def test_input_that_ends_names_the_question():
    status, screen = piped("2", "4")

    assert status == 130
    assert 'The input ended at this question: "How much water does it get?"' in screen
    assert "Nothing was assessed. Your answers were not kept." in screen


def test_an_emergency_is_repeated_where_the_input_ends():
    status, screen = piped("2", "3", "2")

    assert status == 130
    assert "WARNING: GET HELP\nNow.\nWarning sign: sign of fire.\nAdvice of fire" in screen
    assert screen.count("GET HELP\nNow.\n") == 2
    assert screen.count("Advice of fire.") == 2


def test_bytes_that_are_no_text_do_no_harm():
    done = subprocess.run(
        [sys.executable, str(GARDENING)],
        input=b"\xff\xfe\x00\n2\n",
        capture_output=True,
        check=False,
        timeout=600,
    )

    assert done.returncode == 130
    assert not done.stderr
    assert b"Your answer: a fern." in done.stdout


def test_a_reader_that_goes_away_stops_the_interview():
    class Closed(io.StringIO):
        def writelines(self, _):
            raise BrokenPipeError

    with pytest.raises(InterviewStopped) as stopped:
        interviewed(Questionnaire(RULEBOOK), Plain(io.StringIO("1\n"), Closed()), {})

    assert stopped.value.reason == "terminal gone"


def test_a_terminal_that_cannot_draw_gets_the_plain_path_and_one_sentence(monkeypatch, capsys):
    monkeypatch.setattr(choice, "_can_draw", lambda _: True)
    monkeypatch.setitem(sys.modules, "questionnaire.interview.prompts", None)

    asker = choice.asker_for(plain=False)

    assert isinstance(asker, Plain)
    assert capsys.readouterr().out.startswith("This terminal cannot draw lists")


def test_what_was_typed_before_a_warning_answers_nothing(monkeypatch):
    """A list that rests on no row begins with what is typed from then on."""
    flushed = []
    monkeypatch.setattr("termios.tcflush", lambda *where: flushed.append(where))
    keyboard = Keyboard("2\n")
    keyboard.fileno = lambda: 7
    asker = Plain(keyboard, io.StringIO())

    assert asker.choose("What now?", (Option("a"), Option("b")), default=None) == 1
    assert flushed == [(7, termios.TCIFLUSH)]
