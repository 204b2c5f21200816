"""Settling: which questions apply, what is assumed, and which answers are set aside."""

from itertools import permutations

import pytest
from small_rulebase import small

from questionnaire.inference.assessment import SetAside

# A cactus gets no feed; what gets no feed is asked about its soil.  So an assumed answer decides.
SECTION = """
title = "Care"
[[question]]
id = "kind"
text = "What plant is it?"
kind = "choice"
choices = ["cactus", "fern", "rose"]
[[question]]
id = "feed"
text = "How often is it fed?"
kind = "choice"
choices = ["never", "monthly", "weekly"]
assume = [
    { answer = "never", when = "kind == 'cactus'" },
    { answer = "monthly", when = "kind in ('cactus', 'fern')" },
]
[[question]]
id = "soil"
text = "Is the soil fresh?"
kind = "choice"
choices = ["fresh", "old"]
when = "feed == 'never'"
[[question]]
id = "soil_age"
text = "How old is the soil?"
kind = "number"
unit = "months"
range = [0, 60]
when = "soil == 'old'"
[[question]]
id = "pot"
text = "What is the pot like?"
kind = "many"
choices = ["small", "cracked", { id = "fine", label = "fine", exclusive = true }]
unless = "kind == 'fern'"
assume = [{ answer = ["cracked", "small"], when = "soil_age > 48" }]
[[derived]]
id = "bare"
value = "feed == 'never' and soil == 'old'"
[[question]]
id = "stone"
text = "Are there stones?"
kind = "choice"
choices = ["yes", "no"]
when = "bare or 'cracked' in pot"
"""
PLANTS = small(
    section=SECTION,
    factors={
        "thirst": """
name = "Thirst"
grade = "B"
summary = "It happens."
sources = ["book"]
[[rule]]
id = "thirst_bare"
when = "bare"
weight = 2
because = "It is bare."
sources = ["book"]
"""
    },
)


def test_nothing_answered_leaves_the_questions_that_are_asked_in_doubt():
    settled = PLANTS.settle({})

    assert settled.path == ("kind", "feed", "pot")
    assert (settled.answers, settled.assumed, settled.set_aside) == ({}, (), ())


def test_an_assumed_answer_decides_a_later_question():
    settled = PLANTS.settle({"kind": "cactus"})

    assert settled.assumed == ("feed",)
    assert settled.answers == {"kind": "cactus", "feed": "never"}
    assert settled.path == ("kind", "soil", "pot")


def test_a_chain_of_conditions_is_followed_to_its_end():
    settled = PLANTS.settle({"kind": "cactus", "soil": "old", "soil_age": 49})

    assert settled.path == ("kind", "soil", "soil_age", "stone")
    assert settled.assumed == ("feed", "pot")
    assert settled.answers["pot"] == ("small", "cracked")


def test_the_first_line_that_holds_gives_the_assumed_answer():
    assert PLANTS.settle({"kind": "cactus"}).answers["feed"] == "never"
    assert PLANTS.settle({"kind": "fern"}).answers["feed"] == "monthly"
    assert "feed" not in PLANTS.settle({"kind": "rose"}).answers


@pytest.mark.parametrize("kind", [{}, {"kind": None}])
def test_in_doubt_nothing_is_assumed_and_unless_does_not_withhold(kind):
    settled = PLANTS.settle(kind)

    assert settled.assumed == ()
    assert settled.path == ("kind", "feed", "pot")
    assert settled.answers == kind


def test_an_answer_that_differs_from_the_assumed_one_is_set_aside():
    settled = PLANTS.settle({"kind": "cactus", "feed": "weekly"})

    assert settled.answers["feed"] == "never"
    assert settled.set_aside == (SetAside("feed", "weekly"),)


def test_an_answer_equal_to_the_assumed_one_is_not_set_aside():
    answers = {"kind": "cactus", "feed": "never", "soil": "old", "soil_age": 60}

    for boxes in (("small", "cracked"), ("cracked", "small")):
        assert PLANTS.settle(answers | {"pot": boxes}).set_aside == ()


def test_answers_that_hang_on_one_set_aside_are_set_aside_too():
    settled = PLANTS.settle({"kind": "rose", "feed": "weekly", "soil": "old", "soil_age": 50})

    assert settled.answers == {"kind": "rose", "feed": "weekly"}
    assert settled.set_aside == (SetAside("soil", "old"), SetAside("soil_age", 50))
    assert settled.path == ("kind", "feed", "pot")


@pytest.mark.parametrize(
    ("ticked", "kept", "aside"),
    [
        (("small", "fine"), ("small",), (SetAside("pot", ("fine",)),)),
        (("fine", "cracked", "small"), ("small", "cracked"), (SetAside("pot", ("fine",)),)),
        (("fine",), ("fine",), ()),
        (("cracked", "small"), ("small", "cracked"), ()),
        ((), None, ()),
        (None, None, ()),
    ],
)
def test_an_exclusive_box_beside_others_is_set_aside(ticked, kept, aside):
    settled = PLANTS.settle({"pot": ticked})

    assert settled.answers == {"pot": kept}
    assert settled.set_aside == aside


@pytest.mark.parametrize("skipped", [None, ()])
def test_a_skipped_question_off_the_path_leaves_no_trace(skipped):
    settled = PLANTS.settle({"kind": "fern", "pot": skipped, "feed": None})

    assert settled.answers == {"kind": "fern", "feed": "monthly"}
    assert settled.set_aside == ()


def test_an_answer_off_the_path_is_set_aside_whole():
    settled = PLANTS.settle({"kind": "fern", "pot": ("fine", "small")})

    assert settled.set_aside == (SetAside("pot", ("small", "fine")),)


def test_the_order_in_which_the_answers_came_does_not_matter():
    answers = {"kind": "cactus", "soil": "old", "soil_age": 49, "stone": "yes", "feed": "weekly"}
    expected = PLANTS.settle(answers)

    for order in permutations(answers.items()):
        settled = PLANTS.settle(dict(order))
        assert settled == expected
        assert list(settled.answers) == ["kind", "feed", "soil", "soil_age", "pot", "stone"]


def test_not_sure_decides_nothing_and_stays_on_the_path():
    settled = PLANTS.settle({"kind": "cactus", "soil": None})

    assert settled.path == ("kind", "soil", "pot")
    assert settled.answers["soil"] is None
