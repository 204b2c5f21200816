"""Steps: what rules that divide one number leave out, and what two of them take."""

from random import Random

import pytest
from houseplants import CARD, question, rule, section, small
from spoiling import TODAY

from questionnaire.checking.checks import check

PLACE = 'factors/thirst.toml: rule "{}"'
END = "Let one end where the other begins: write < in one and >= in the other."


def told(*rules, **water):
    """Returns what is said of rules over the cups of water: (rule, words), problems first."""
    asked = section(question("water", **water), question("place"), question("signs"))
    plants = small(section=asked, factors={"thirst": CARD + "".join(rules)})
    found = check(plants.rulebook, today=TODAY)
    return [
        (one.where.split('"')[1], one.what)
        for one in (*found.problems, *found.warnings)
        if one.how in (END, "Begin one where the other ends.")
    ]


def steps(*conditions, **water):
    """Returns what is said of rules "a", "b" and so on, each of more weight than the one before."""
    named = zip("abcdef", conditions, strict=False)
    rules = [rule(id_, weight, when=when) for weight, (id_, when) in enumerate(named, start=1)]
    return told(*rules, **water)


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        (["water <= 5", "water >= 5"], ("b", 'At 5 the rule "a" fires too.')),
        (["water < 6", "water >= 5"], ("b", 'From 5 to 5.5 the rule "a" fires too.')),
        (
            ["5 <= water <= 11", "10 <= water <= 15", "water > 15"],
            ("b", 'From 10 to 11 the rule "a" fires too.'),
        ),
        (
            ["water < 3 or 10 <= water <= 12", "water > 11.5"],
            ("b", 'At 12 the rule "a" fires too.'),
        ),
        (
            ["water >= 5 and place == 'sunny' and water < 8", "place == 'sunny' and water >= 7"],
            ("b", 'From 7 to 7.5 the rule "a" fires too.'),
        ),
        (["water < 5", "water > 5"], ("b", 'At 5 neither this rule nor "a" fires.')),
        (["water <= 4", "water > 5"], ("b", 'From 4.5 to 5 neither this rule nor "a" fires.')),
        (
            ["water < 3", "9 <= water < 12", "water >= 2 and water < 7"],
            ("b", 'From 7 to 8.5 neither this rule nor "c" fires.'),
        ),
    ],
)
def test_shared_and_missing_values_are_named(conditions, expected):
    assert expected in steps(*conditions)


@pytest.mark.parametrize(
    "conditions",
    [
        ["water < 5", "5 <= water < 10", "water >= 10"],
        ["water <= 4.5", "water >= 5"],
        ["water >= 5", "water >= 10", "water >= 15"],
        ["water <= 5", "water <= 10"],
        ["2 <= water < 18", "5 <= water < 10"],
        ["water < 5 or water > 10", "5 <= water <= 10"],
        ["water < 5 and place == 'sunny'", "water > 7 and place == 'dark'"],
        ["2 <= water < 18", "3 <= water < 4", "water == 10"],
        ["water == 3 or water == 7 or 9 <= water < 12"],
    ],
)
def test_steps_that_meet_and_steps_in_one_another_are_right(conditions):
    assert steps(*conditions) == []


def test_unless_can_end_a_step():
    first = rule("a", 1, when="water >= 2", unless="water >= 10")

    assert told(first, rule("b", 2, when="water >= 10")) == []
    assert told(first, rule("b", 2, when="water >= 9")) == [
        ("b", 'From 9 to 9.5 the rule "a" fires too.')
    ]


def test_two_ends_of_a_scale_of_the_same_weight_leave_its_middle_out():
    low, high = rule("a", 2, when="water < 3"), rule("b", 2, when="water > 9")

    assert told(low, high) == told(low, rule("b", -2, when="water > 9")) == []
    assert told(low, rule("b", 2, when="water > 3")) == [
        ("b", 'At 3 neither this rule nor "a" fires.')
    ]
    assert told(low, rule("b", 2, when="9 < water < 12")) == [
        ("b", 'From 3 to 9 neither this rule nor "a" fires.')
    ]


def test_steps_of_the_same_weight_that_share_values_are_only_doubtful():
    first, second = rule("a", 2, when="4 <= water <= 8"), rule("b", 2, when="water >= 6")
    plants = small(factors={"thirst": CARD + first + second})

    found = check(plants.rulebook, today=TODAY)

    assert not any(END in one.how for one in found.problems)
    assert any(END in one.how for one in found.warnings)


def test_numbers_of_more_values_than_are_listed_have_their_steps_too():
    wide = {"range": [0, 10**6], "step": 5}

    assert steps("water <= 9995", "water >= 10000", **wide) == []
    assert steps("water <= 9995", "water >= 9990", **wide) == [
        ("b", 'From 9990 to 9995 the rule "a" fires too.')
    ]
    assert steps("water < 9995", "water > 10000", **wide) == [
        ("b", 'From 9995 to 10000 neither this rule nor "a" fires.')
    ]


@pytest.mark.parametrize("seed", range(40))
def test_what_is_said_of_random_steps_is_so(seed):
    random = Random(seed)  # noqa: S311 - random tests, no secrets
    ranges = {}
    for id_ in "abcd":
        low = random.randint(0, 15)
        ranges[id_] = low, low + random.randint(1, 6)
    rules = [
        rule(id_, weight, when=f"{low} <= water < {high}")
        for weight, (id_, (low, high)) in enumerate(ranges.items(), start=1)
    ]

    def firing(cups):
        return {id_ for id_, (low, high) in ranges.items() if low <= cups < high}

    found = told(*rules, range=[0, 25], step=1)

    for id_, what in found:
        first, *_, last = [int(word) for word in what.split() if word.isdigit()] * 2
        for cups in range(min(first, last), max(first, last) + 1):
            if "neither" in what:
                assert not firing(cups), (ranges, id_, what)
            else:
                assert firing(cups) >= {id_, what.split('"')[1]}, (ranges, id_, what)
    begins, ends = min(low for low, _ in ranges.values()), max(high for _, high in ranges.values())
    if any(not firing(cups) for cups in range(begins, ends)):
        assert any("neither" in what for _, what in found), ranges
    partly = [
        (one, other)
        for one, (low, high) in ranges.items()
        for other, (begin, end) in ranges.items()
        if low < begin < high < end
    ]
    assert bool(partly) == any("too" in what for _, what in found), ranges
