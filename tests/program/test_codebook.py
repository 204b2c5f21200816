"""The codebook: what stands in which cell, and that a spreadsheet takes none for a formula."""

import csv
import io
import re

import pytest
from houseplants import question, section, small
from spoiling import HOUSEPLANTS

from questionnaire import Questionnaire
from questionnaire.report.codebook import codebook

FORMULA = re.compile(r"[=+\-@\uff1d\uff0b\uff0d\uff20\t\r]")


def table(rulebook, delimiter=","):
    text = codebook(rulebook).removeprefix("\ufeff")
    return [*csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]


def rows(rulebook=None):
    """Returns what stands in the cells of each row that are not empty."""
    columns, *cells = table(rulebook or Questionnaire.load(HOUSEPLANTS).rulebook)
    return [
        {column: cell for column, cell in zip(columns, row, strict=True) if cell} for row in cells
    ]


def row(question, choice=None):
    return next(
        each for each in rows() if (each["question"], each.get("choice")) == (question, choice)
    )


def test_a_number_has_its_range_and_units():
    assert row("light") == {
        "question": "light",
        "section": "How you care for it",
        "name": "Hours of light on a usual day",
        "text": "How many hours of light does it get on a usual day?",
        "kind": "number",
        "unit": "hours",
        "unit code": "h",
        "from": "0",
        "to": "24",
        "step": "1",
        "not sure": "not sure",
    }


def test_a_choice_question_says_when_it_is_asked_in_words():
    asked = row("watering")

    assert asked["kind"] == "choice"
    assert asked["choices"] == (
        "never: never | weekly: once a week | second_day: every second day | daily: every day"
    )
    assert asked["not asked if"] == "“What kind of plant is it?” is “a cactus”"
    assert asked["taken as"] == "never, if “What kind of plant is it?” is “a plastic plant”"
    assert row("cups")["asked if"] == "“How often do you water it?” is “once a week” or more"


def test_each_choice_has_a_row_below_its_question():
    assert row("watering", "second_day") == {
        "question": "watering",
        "choice": "second_day",
        "section": "How you care for it",
        "text": "every second day",
        "amount": "3.5",
    }
    assert row("food", "none")["exclusive"] == "yes"
    places = [(each["question"], each.get("choice")) for each in rows()]
    first = places.index(("leaf_drop", None))
    assert places[first : first + 3] == [("leaf_drop", one) for one in (None, "yes", "no")]


def test_codes_are_told_with_their_systems():
    assert row("kind")["codes"] == "http://botany.example|K1 urn:oid:2.999|plant kind"
    assert row("kind", "orchid")["codes"] == "http://botany.example|Orchidaceae"


def test_spreadsheets_know_that_it_is_utf_8():
    assert codebook(small().rulebook).startswith('\ufeff"question",')


ATTACKS = [
    "=1+1",
    "+1",
    "-1",
    "@A1",
    "\t=1",
    "a;=1+1",
    "x,=1",
    '",=1',
    '"\n=1',
    "\uff1d1",
    " =1",
    "|=1",
]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("attack", ATTACKS)
def test_no_cell_is_a_formula_whatever_separates_cells(attack, delimiter):
    words = {"name": attack, "help": attack, "skip": attack, "unit": attack, "units": {}}
    asked = section(
        question("water", **words, range=[-3, 3]),
        question("last", text=attack, kind="choice", choices=[{"id": "a", "label": attack}, "b"]),
        title=attack,
    )

    cells = [cell for row in table(small(section=asked).rulebook, delimiter) for cell in row]
    assert [cell for cell in cells if FORMULA.match(cell) and cell != "-3"] == []


def test_a_number_below_zero_stays_a_number():
    asked = section(question("water", range=[-3, 3]))

    assert rows(small(section=asked).rulebook)[0]["from"] == "-3"


def test_a_text_is_one_line_that_is_safe_to_print():
    asked = section(question("water", help="a\n\x1b[2Jb\u202e"))

    assert rows(small(section=asked).rulebook)[0]["help"] == "a <U+001B>[2Jb<U+202E>"
