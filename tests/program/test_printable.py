from fractions import Fraction

import pytest
from assessments import HOSTILE, PLACE, SIGNS, WATER, rulebook
from hypothesis import given
from hypothesis import strategies as st

from questionnaire.knowledge.bearing import Bearing, bearings
from questionnaire.knowledge.printable import is_web_address, printable, sentence
from questionnaire.knowledge.wording import (
    in_words,
    joined,
    labels_joined,
    number_in_words,
    so_many,
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words", "plain words"),
        ("two\nlines\tand  tabs ", "two lines and tabs"),
        ("\x1b[31mred", "<U+001B>[31mred"),
        ("\x07\x7f\x9b", "<U+0007><U+007F><U+009B>"),
        ("\u202eabc\u2066", "<U+202E>abc<U+2066>"),
        ("\ud800", "<U+D800>"),
        ("zero\u200bwidth\ufeff", "zero<U+200B>width<U+FEFF>"),
        ("植物 é 🌵", "植物 é 🌵"),
        ("👩\u200d🌾", "👩\u200d🌾"),
        ("", ""),
    ],
)
def test_what_cannot_be_seen_is_made_visible(text, shown):
    assert printable(text) == shown


@given(st.text())
def test_printable_text_is_one_line_that_can_be_written_and_stays_the_same(text):
    shown = printable(text)

    assert len(shown.splitlines()) <= 1
    assert "\x1b" not in shown
    assert printable(shown) == shown
    shown.encode()


def test_hostile_text_keeps_every_word():
    assert "[bold]x[/] <script>" in printable(HOSTILE)


def test_a_sentence_begins_with_a_capital():
    assert sentence("flames on it") == "Flames on it"
    assert sentence("") == ""


@pytest.mark.parametrize(
    ("address", "plain"),
    [
        ("https://plants.example/a?b=c#d", True),
        ("http://plants.example/(a)", True),
        ("javascript:alert(1)", False),
        ("https://plants.example/a b", False),
        ("https://plants.example/<b>", False),
        ("https://plants.example/\x1b", False),
        ("https://plants.example/\n", False),
    ],
)
def test_only_a_plain_web_address_becomes_a_link(address, plain):
    assert is_web_address(address) is plain


@pytest.mark.parametrize(
    ("question", "answer", "words"),
    [
        (WATER, 7.5, "7.5 cups a week"),
        (WATER, 12, "12 cups a week"),
        (WATER, 12.0, "12 cups a week"),
        (WATER, 1, "1 cup a week"),
        (WATER, 0, "0 cups a week"),
        (WATER, None, "not sure"),
        (PLACE, "sunny", "in the sun"),
        (PLACE, None, "no idea"),
        (PLACE, "gone", "gone"),
        (WATER, "many", "many"),
        (SIGNS, ("flames",), "flames"),
        (SIGNS, ("brown", "flames", "mould"), "flames, brown tips and white mould"),
        (SIGNS, ("none",), "none of these"),
        (SIGNS, ("none", "mould"), "white mould"),
        (SIGNS, (), "not sure"),
    ],
)
def test_an_answer_reads_as_in_the_middle_of_a_sentence(question, answer, words):
    assert in_words(question, answer) == words


@pytest.mark.parametrize(
    ("value", "unit", "step", "words"),
    [
        (Fraction(22, 7), "", None, "3.14"),
        (Fraction(5, 2), "servings a week", Fraction(1), "3 servings a week"),
        (Fraction(23, 4), "servings", Fraction(1, 2), "6 servings"),
        (0.1 + 0.2, "g", None, "0.3 g"),
        (Fraction(-5, 2), "points", None, "-2.5 points"),
        (Fraction(999, 1000), "glasses", None, "1 glass"),
        (1, "ms", None, "1 ms"),
        (1, "inches", None, "1 inch"),
        (1, "cups or cans a day", None, "1 cup or can a day"),
        (1, "boxes and glasses", None, "1 box and glass"),
        (1, "large red pots with flowers", None, "1 large red pot with flowers"),
        (1, "water-rich days per week", None, "1 water-rich day per week"),
        (1, "hours of sun and clouds", None, "1 hour of sun and clouds"),
        (2, "cups or cans a day", None, "2 cups or cans a day"),
        (1000000, "mg", None, "1000000 mg"),
    ],
)
def test_a_number_is_rounded_for_show_and_agrees_with_its_unit(value, unit, step, words):
    assert number_in_words(value, unit, step) == words


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        ((), ""),
        (("salt and water",), "salt and water"),
        (("sand", "corn"), "sand and corn"),
        (("salt and water", "corn"), "salt and water; and corn"),
        (("a", "rest or bed", "so bad"), "a; rest or bed; and so bad"),
        (("a, at times", "b"), "a, at times; and b"),
    ],
)
def test_labels_that_hold_a_joint_are_kept_apart(labels, words):
    assert labels_joined(labels) == words


def test_words_are_joined_as_in_speech():
    assert [joined(words) for words in ((), ("a",), ("a", "b"), ("a", "b", "c"))] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


def test_so_many_are_told_with_their_plural():
    assert [so_many(number, "sheet") for number in (0, 1, 1200)] == [
        "0 sheets",
        "1 sheet",
        "1,200 sheets",
    ]


def test_a_question_bears_on_the_signs_and_factors_that_read_it():
    assert bearings(rulebook()) == {
        "signs": Bearing(("fire", "mould"), ()),
        "water": Bearing((), ("drowning",)),
        "place": Bearing((), ("shade",)),
    }
