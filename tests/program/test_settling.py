"""Settling: which questions apply, what is assumed, and which answers are set aside."""

from itertools import permutations

import pytest
from houseplants import CARD, rule, small

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
PLANTS = small(section=SECTION, factors={"thirst": CARD + rule("thirst_bare", when="bare")})


def test_nothing_answered_leaves_the_questions_that_are_asked_in_doubt():
    route = PLANTS.route({})

    assert route.path == ("kind", "feed", "pot")
    assert (route.answers, route.assumed, route.set_aside) == ({}, {}, ())


def test_an_assumed_answer_decides_a_later_question():
    route = PLANTS.route({"kind": "cactus"})

    assert tuple(route.assumed) == ("feed",)
    assert route.answers == {"kind": "cactus", "feed": "never"}
    assert route.path == ("kind", "soil", "pot")


def test_a_chain_of_conditions_is_followed_to_its_end():
    route = PLANTS.route({"kind": "cactus", "soil": "old", "soil_age": 49})

    assert route.path == ("kind", "soil", "soil_age", "stone")
    assert tuple(route.assumed) == ("feed", "pot")
    assert route.answers["pot"] == ("small", "cracked")


def test_the_first_line_that_holds_gives_the_assumed_answer():
    assert PLANTS.route({"kind": "cactus"}).answers["feed"] == "never"
    assert PLANTS.route({"kind": "fern"}).answers["feed"] == "monthly"
    assert "feed" not in PLANTS.route({"kind": "rose"}).answers


@pytest.mark.parametrize("kind", [{}, {"kind": None}])
def test_in_doubt_nothing_is_assumed_and_unless_does_not_withhold(kind):
    route = PLANTS.route(kind)

    assert route.assumed == {}
    assert route.path == ("kind", "feed", "pot")
    assert route.answers == kind


def test_an_answer_that_differs_from_the_assumed_one_is_set_aside():
    route = PLANTS.route({"kind": "cactus", "feed": "weekly"})

    assert route.answers["feed"] == "never"
    assert route.set_aside == (SetAside("feed", "weekly"),)


def test_an_answer_equal_to_the_assumed_one_is_a_given_one_and_not_set_aside():
    answers = {"kind": "cactus", "feed": "never", "soil": "old", "soil_age": 60}

    for boxes in (("small", "cracked"), ("cracked", "small")):
        route = PLANTS.route(answers | {"pot": boxes})
        assert (route.assumed, route.set_aside) == ({}, ())
        assert route.answers == {**answers, "pot": ("small", "cracked")}


def test_answers_that_hang_on_one_set_aside_are_set_aside_too():
    route = PLANTS.route({"kind": "rose", "feed": "weekly", "soil": "old", "soil_age": 50})

    assert route.answers == {"kind": "rose", "feed": "weekly"}
    assert route.set_aside == (SetAside("soil", "old"), SetAside("soil_age", 50))
    assert route.path == ("kind", "feed", "pot")


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
    route = PLANTS.route({"pot": ticked})

    assert route.answers == {"pot": kept}
    assert route.set_aside == aside


@pytest.mark.parametrize("skipped", [None, ()])
def test_a_skipped_question_off_the_path_leaves_no_trace(skipped):
    route = PLANTS.route({"kind": "fern", "pot": skipped, "feed": None})

    assert route.answers == {"kind": "fern", "feed": "monthly"}
    assert route.set_aside == ()


def test_an_answer_off_the_path_is_set_aside_whole():
    route = PLANTS.route({"kind": "fern", "pot": ("fine", "small")})

    assert route.set_aside == (SetAside("pot", ("small", "fine")),)


def test_the_order_in_which_the_answers_came_does_not_matter():
    answers = {"kind": "cactus", "soil": "old", "soil_age": 49, "stone": "yes", "feed": "weekly"}
    expected = PLANTS.route(answers)

    for order in permutations(answers.items()):
        route = PLANTS.route(dict(order))
        assert route == expected
        assert list(route.answers) == ["kind", "feed", "soil", "soil_age", "pot", "stone"]


def test_not_sure_decides_nothing_and_stays_on_the_path():
    route = PLANTS.route({"kind": "cactus", "soil": None})

    assert route.path == ("kind", "soil", "pot")
    assert route.answers["soil"] is None
