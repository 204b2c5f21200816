"""Concluding: totals, levels and their caps, flags and urgency, words and evidence."""

import pytest
from houseplants import CARD, MESSAGES, QUESTIONS, flag, rule, small

from questionnaire.inference.assessment import GivenAnswer, ReachedTotal, ShownLine
from questionnaire.knowledge.problems import Unusable

DERIVED = """
[[derived]]
id = "bad_signs"
value = "count(signs, 'mould', 'webs')"
[[derived]]
id = "doubled"
value = "water * 2.125"
unit = "litres"
step = 0.5
[[derived]]
id = "at_least"
value = "default(water, 3)"
unit = "cups"
"""
WET, DARK, MOULD = "water > 5", "place == 'dark'", "'mould' in signs"
ALL = {"water": 9, "place": "dark", "signs": ("mould",)}


def assess(answers, *rules, card="", **parts):
    """Assesses with one factor that has these rules."""
    factors = {"shade": CARD + card + "".join(rules)}
    return small(factors=factors, **parts).assess(answers)


def level(answers, *rules, card=""):
    shown = assess(answers, *rules, card=card).factors
    return shown[0].level if shown else None


def findings(assessment):
    return [each.rule for factor in assessment.factors for each in factor.findings]


# Totals -------------------------------------------------------------------------------------------


def test_a_total_is_the_sum_of_the_weights_of_the_rules_that_fired():
    rules = rule("a", 2, when=WET), rule("b", 3, when=DARK), rule("c", 1, when=MOULD)
    found = assess({"water": 9, "place": "dark"}, *rules)

    assert found.totals == {"shade": 5}
    assert findings(found) == ["a", "b"]


def test_a_total_is_never_below_0():
    rules = rule("a", 1, when=WET), rule("b", -3, when=DARK)

    assert assess(ALL, *rules).totals == {"shade": 0}


def test_a_rule_that_lowers_counts_and_is_shown():
    found = assess(ALL, rule("a", 4, when=WET), rule("b", -2, when=DARK))

    assert found.totals == {"shade": 2}
    assert [(each.rule, each.weight) for each in found.factors[0].findings] == [("a", 4), ("b", -2)]


def test_a_rule_without_conditions_always_fires_and_unless_withholds_it():
    rules = rule("a", 2), rule("b", 2, unless=WET)

    assert findings(assess({}, *rules)) == ["a", "b"]
    assert findings(assess({"water": 1}, *rules)) == ["a", "b"]
    assert findings(assess({"water": 9}, *rules)) == ["a"]


def test_a_rule_with_both_sides_needs_when_and_not_unless():
    rules = rule("a", 2, when=DARK, unless=WET), rule("z", 2, when=MOULD)

    assert findings(assess({"place": "dark"}, *rules)) == ["a"]
    assert findings(assess({"place": "dark", "water": 9}, *rules)) == []


@pytest.mark.parametrize(
    ("answers", "total", "shown"),
    [
        ({"place": "dark"}, 0, []),
        ({"water": 9, "place": "dark"}, 4, ["a", "b"]),
        ({"water": 9}, 2, ["a"]),
        ({"place": "dark", "signs": ("mould",)}, 0, []),
    ],
)
def test_supporting_rules_count_only_beside_one_of_positive_weight_that_is_not(
    answers, total, shown
):
    rules = (
        rule("a", 2, when=WET),
        rule("b", 2, when=DARK, supporting=True),
        rule("c", -1, when=MOULD),
    )
    found = assess(answers, *rules)

    assert (found.totals["shade"], findings(found)) == (total, shown)


def test_totals_are_read_in_the_order_of_their_dependencies():
    factors = {
        "a_last": CARD + rule("last", 2, when="b_middle >= 3 and z_first >= 2"),
        "b_middle": CARD + rule("middle", 3, when="z_first >= 2"),
        "z_first": CARD + rule("first", 2, when=WET),
    }
    found = small(factors=factors).assess(ALL)

    assert found.totals == {"a_last": 2, "b_middle": 3, "z_first": 2}
    last = next(factor for factor in found.factors if factor.id == "a_last")
    assert last.findings[0].evidence == (ReachedTotal("b_middle", 3), ReachedTotal("z_first", 2))


def test_a_rule_that_lowers_may_break_a_chain():
    factors = {
        "mites": CARD + rule("m", 2, when=WET) + rule("n", -1, when=DARK),
        "shade": CARD + rule("s", 2, when="mites >= 2"),
    }

    assert small(factors=factors).assess({"water": 9}).totals == {"mites": 2, "shade": 2}
    assert small(factors=factors).assess(ALL).totals == {"mites": 1, "shade": 0}


# Levels -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("weight", "reached"),
    [(1, None), (2, "low"), (3, "moderate"), (4, "moderate"), (5, "high"), (900, "high")],
)
def test_the_level_is_the_highest_whose_start_the_total_reaches(weight, reached):
    assert level({}, rule("a", weight)) == reached


@pytest.mark.parametrize(
    ("caps", "reached"),
    [
        (("low",), "low"),
        (("low", "moderate"), "moderate"),
        (("low", None), "high"),
        (("high", "low"), "high"),
    ],
)
def test_the_highest_cap_bounds_the_level_unless_a_rule_has_none(caps, reached):
    rules = [
        rule(f"r{number}", 5, **({} if cap is None else {"up_to": cap}))
        for number, cap in enumerate(caps)
    ]

    assert level({}, *rules) == reached


def test_only_fired_rules_of_positive_weight_that_count_bound_the_level():
    rules = (
        rule("a", 9, up_to="low"),
        rule("lowering", -1, up_to="high"),
        rule("unfired", 9, when=WET, up_to="high"),
    )

    assert level({}, *rules) == "low"
    assert level({"water": 9}, *rules) == "high"


def test_a_supporting_rule_may_lift_the_bound():
    rules = rule("a", 9, up_to="low"), rule("b", 1, supporting=True, up_to="moderate")

    assert level({}, *rules) == "moderate"


def test_a_factor_has_a_cap_of_its_own():
    assert level({}, rule("a", 9), card='up_to = "moderate"\n') == "moderate"
    assert level({}, rule("a", 9, up_to="low"), card='up_to = "moderate"\n') == "low"
    assert level({}, rule("a", 2), card='up_to = "moderate"\n') == "low"


def test_a_factor_that_is_withheld_keeps_its_total():
    card = 'unless = "water > 5"\n'

    assert len(assess({"water": 1}, rule("a", 2), card=card).factors) == 1
    hidden = assess({"water": 9}, rule("a", 2), card=card)
    assert (hidden.factors, hidden.totals) == ((), {"shade": 2})


def test_a_factor_may_be_withheld_for_the_total_of_another():
    factors = {
        "mites": CARD + rule("m", 3, when=WET),
        "shade": CARD + 'unless = "mites >= 3"\n' + rule("s", 2),
    }

    assert [each.id for each in small(factors=factors).assess({"water": 9}).factors] == ["mites"]
    assert [each.id for each in small(factors=factors).assess({}).factors] == ["shade"]


def test_no_factor_is_shown_where_the_rule_base_says_so():
    head = "\n[factors]\nunless = \"place == 'dark'\"\n"
    found = assess({"place": "dark"}, rule("a", 5), head=head)

    assert (found.factors, found.totals) == ((), {"shade": 5})
    assert found.messages == (ShownLine("Nothing stands out."),)
    assert len(assess({}, rule("a", 5), head=head).factors) == 1


def test_factors_are_ranked_by_level_then_total_then_grade_then_id():
    def card(grade, weight, **keys):
        return CARD.replace('"B"', f'"{grade}"') + rule(keys.pop("id"), weight, **keys)

    factors = {
        "capped": card("A", 9, id="r1", up_to="low"),
        "few": card("A", 5, id="r2"),
        "more": card("D", 6, id="r3"),
        "weak": card("C", 5, id="r4"),
        "also_few": card("A", 5, id="r5"),
        "below": card("A", 1, id="r6"),
    }
    ranked = [factor.id for factor in small(factors=factors).assess({}).factors]

    assert ranked == ["more", "also_few", "few", "weak", "capped"]


# Flags and urgency --------------------------------------------------------------------------------

DRY = flag("dry", "water < 1")
MOULDY = flag("mouldy", MOULD, time_frame="within days")
FIRE = flag("fire", "'flames' in signs", "now", instead_of=["mouldy"])


@pytest.mark.parametrize(
    ("answers", "urgency", "headline"),
    [
        ({}, "any", "Look again next month"),
        ({"water": 0}, "week", "See a gardener this week"),
        ({"signs": ("mould",)}, "week", "See a gardener within days"),
        ({"water": 0, "signs": ("mould",)}, "week", "See a gardener this week"),
        ({"water": 0, "signs": ("mould", "flames")}, "now", "Get help now"),
    ],
)
def test_the_urgency_is_the_highest_and_its_first_shown_flag_leads(answers, urgency, headline):
    found = small(red_flags=DRY + MOULDY + FIRE).assess(answers)

    assert (found.urgency, found.headline) == (urgency, headline)


def test_a_hidden_flag_counts_for_the_urgency_but_does_not_lead():
    hider = flag("wilting", WET, "week", instead_of=["mouldy"])
    found = small(red_flags=MOULDY + hider).assess({"water": 9, "signs": ("mould",)})

    assert [(each.id, each.instead) for each in found.red_flags] == [
        ("mouldy", "wilting"),
        ("wilting", None),
    ]
    assert [each.id for each in found.shown_flags] == ["wilting"]
    assert (found.urgency, found.headline) == ("week", "See a gardener this week")


def test_the_first_of_two_flags_that_hide_another_stands_instead_of_it():
    hiders = "".join(flag(id_, WET, instead_of=["mouldy"]) for id_ in ("one", "two"))
    found = small(red_flags=hiders + MOULDY).assess({"water": 9, "signs": ("mould",)})

    assert [each.instead for each in found.red_flags] == [None, None, "one"]


def test_a_flag_that_did_not_fire_hides_nothing():
    found = small(red_flags=MOULDY + FIRE).assess({"signs": ("mould",)})

    assert [each.instead for each in found.red_flags] == [None]


def test_a_raised_flag_says_its_time_frame_advice_and_evidence():
    (found,) = small(red_flags=MOULDY).assess({"signs": ("webs", "mould")}).red_flags

    assert (found.sign, found.time_frame) == ("sign of mouldy", "within days")
    assert found.advice == (ShownLine("Advice of mouldy."),)
    assert found.evidence == (GivenAnswer("signs", ("mould",)),)
    assert found.sources == ("handbook",)


@pytest.mark.parametrize(
    ("answers", "because"),
    [
        ({"signs": ("mould",)}, "spots: white mould"),
        ({"water": 9, "signs": ("webs", "mould", "brown")}, "spots: brown tips and white mould"),
        ({"water": 9, "signs": ("webs",)}, "sign of spots"),
        ({"water": 9, "signs": ("none",)}, "sign of spots"),
        ({"water": 9}, "sign of spots"),
    ],
)
def test_a_raised_flag_tells_the_boxes_that_raised_it_or_where_none_did_its_sign(answers, because):
    when = "count(signs, 'brown', 'mould') >= 1 or water > 5"
    spots = flag("spots", when, because="spots: {ticked}")
    (found,) = small(red_flags=spots).assess(answers).red_flags

    assert (found.because, found.sign) == (because, "sign of spots")


def test_a_flag_raised_by_what_was_set_aside_tells_the_boxes_of_that():
    red_flags = flag("fire", "'flames' in signs", because="{ticked} on it")
    found = small(red_flags=red_flags).assess({"signs": ("flames", "none")}).red_flags

    assert [each.because for each in found] == ["flames on it"]


def test_a_flag_may_read_a_total_and_nothing_lowers_its_urgency():
    red_flags = flag("gloom", "shade >= 3", "now")
    head = '\n[factors]\nunless = "water > 5"\n'
    found = assess({"water": 9}, rule("a", 3), red_flags=red_flags, head=head)

    assert (found.factors, found.urgency) == ((), "now")
    assert found.red_flags[0].evidence == (ReachedTotal("shade", 3),)


# Evidence and words -------------------------------------------------------------------------------


def evidence(when, answers):
    return (
        assess(answers, rule("a", 2, when=when), section=QUESTIONS + DERIVED)
        .factors[0]
        .findings[0]
        .evidence
    )


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (WET, (GivenAnswer("water", 9),)),
        (f"{MOULD} and {WET}", (GivenAnswer("water", 9), GivenAnswer("signs", ("mould",)))),
        (f"{MOULD} or {DARK}", (GivenAnswer("signs", ("mould",)),)),
        (f"{WET} or place == 'sunny'", (GivenAnswer("water", 9), GivenAnswer("place", "sunny"))),
        ("bad_signs >= 2", (GivenAnswer("signs", ("mould", "webs")),)),
        ("count(signs, 'mould', 'flames') == 1", (GivenAnswer("signs", ("mould",)),)),
        ("'flames' not in signs", (GivenAnswer("signs", ("brown", "mould", "webs")),)),
        ("answered(signs)", (GivenAnswer("signs", ("brown", "mould", "webs")),)),
        ("doubled > 10", (GivenAnswer("water", 9),)),
    ],
)
def test_evidence_is_the_answers_that_opened_the_rule_and_of_boxes_those_that_mattered(
    when, expected
):
    answers = {"water": 9, "place": "sunny", "signs": ("webs", "brown", "mould")}

    assert evidence(when, answers) == expected


def test_a_missing_answer_may_be_evidence():
    assert evidence("not answered(place)", {"water": 9}) == (GivenAnswer("place", None),)


@pytest.mark.parametrize(
    ("when", "because", "said"),
    [
        ("water > 5", "It gets {water}.", "It gets 7.5 cups a week."),
        ("water == 1", "It gets {water}.", "It gets 1 cup a week."),
        ("place == 'dark'", "It stands {place}.", "It stands in a dark corner."),
        ("answered(signs)", "It has {signs}.", "It has brown tips, white mould and fine webs."),
        ("bad_signs >= 1", "It has {bad_signs labels}.", "It has white mould and fine webs."),
        ("bad_signs >= 1", "It has {bad_signs} of them.", "It has 2 of them."),
        (
            "bad_signs >= 1",
            "It has {bad_signs}: {bad_signs labels}.",
            "It has 2: white mould and fine webs.",
        ),
        ("doubled > 1", "That is {doubled}.", "That is 16 litres."),
        ("answered(place)", "At least {at_least}.", "At least 7.5 cups."),
        ("answered(place)", "A } brace { {} {9}.", "A } brace { {} {9}."),
    ],
)
def test_placeholders_say_the_answers(when, because, said):
    answers = {
        "water": 1 if "== 1" in when else 7.5,
        "place": "dark",
        "signs": ("webs", "mould", "brown"),
    }
    found = assess(answers, rule("a", 2, when=when, because=because), section=QUESTIONS + DERIVED)

    assert found.factors[0].findings[0].because == said


@pytest.mark.parametrize(
    "when", ["place == 'dark'", "not answered(water)", "water > 5 or place == 'dark'"]
)
def test_a_placeholder_that_may_be_unknown_is_refused_while_loading(when):
    with pytest.raises(Unusable, match=r"\{water\} may be unknown when this text is shown\."):
        assess({}, rule("a", 2, when=when, because="It gets {water}."))


def test_answers_are_not_taken_for_placeholders():
    section = QUESTIONS.replace('"in a dark corner"', '"under {water}"')
    rules = rule("a", 2, when=DARK, because="It stands {place}.")

    assert (
        assess({"place": "dark"}, rules, section=section).factors[0].findings[0].because
        == "It stands under {water}."
    )


# Lines, notices and messages ----------------------------------------------------------------------

ADVICE = """
advice = [
    "Always.",
    { id = "line_1", text = "When wet: {water}.", when = "water > 5", sources = ["handbook"] },
    { id = "line_2", text = "Unless wet.", unless = "water > 5" },
    { id = "line_3", text = "Much.", when = "shade >= 3" },
]
"""


@pytest.mark.parametrize(
    ("water", "texts"),
    [
        (None, ["Always.", "Unless wet."]),
        (3, ["Always.", "Unless wet."]),
        (9, ["Always.", "When wet: 9 cups a week."]),
    ],
)
def test_a_card_shows_the_lines_that_hold(water, texts):
    (card,) = assess({"water": water}, rule("a", 2), card=ADVICE).factors

    assert [line.text for line in card.advice] == texts


def test_a_line_may_read_the_total_of_its_own_factor_and_keeps_its_sources():
    (card,) = assess({"water": 9}, rule("a", 3), card=ADVICE).factors

    assert card.advice[1] == ShownLine("When wet: 9 cups a week.", ("handbook",))
    assert card.advice[-1] == ShownLine("Much.")


NOTICES = """
[[notice]]
id = "unchecked"
when = "not answered(signs)"
text = "Look out for:"
signs = ["now"]
[[notice]]
id = "of_water"
unless = "answered(water)"
text = "And for:"
signs_of = ["water", "place"]
"""


def test_notices_list_the_signs_of_their_urgencies_and_questions():
    section = QUESTIONS + '[[derived]]\nid = "parched"\nvalue = "water < 1"\n'
    flags = flag("dry", "parched") + FIRE.replace('instead_of = ["mouldy"]', "")
    plants = small(section=section, red_flags=flags, head=NOTICES)

    assert [(each.id, each.text, each.signs) for each in plants.assess({}).notices] == [
        ("unchecked", "Look out for:", ("sign of fire",)),
        ("of_water", "And for:", ("sign of dry",)),
    ]
    assert plants.assess({"signs": ("none",), "water": 2}).notices == ()


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({}, "Nothing was answered."),
        ({"water": None, "signs": None}, "Nothing was answered."),
        ({"signs": ()}, "Nothing was answered."),
        ({"signs": ("none",)}, "Nothing stands out."),
        ({"signs": ("webs",)}, "Nothing stands out but the signs above."),
        ({"signs": ("mould",)}, "Nothing stands out but the signs above."),
        ({"signs": ("mould", "webs")}, "Nothing stands out but the signs above."),
    ],
)
def test_where_no_factor_is_shown_a_message_says_why(answers, message):
    flags = MOULDY + flag("webby", "'webs' in signs")
    found = small(red_flags=flags).assess(answers)

    assert found.messages == (ShownLine(message),)


def test_where_a_factor_is_shown_there_is_no_message():
    assert assess({}, rule("a", 2)).messages == ()


def test_an_assumed_answer_alone_is_not_something_answered():
    section = QUESTIONS.replace(
        'kind = "many"',
        'kind = "many"\nassume = [{ answer = ["none"], when = "not answered(place)" }]',
    )
    found = small(section=section).assess({})

    assert found.assumed == {"signs": (GivenAnswer("place", None),)}
    assert found.messages == (ShownLine("Nothing was answered."),)


def test_messages_may_depend_on_answers():
    messages = MESSAGES.replace(
        '["Nothing stands out."]',
        """[
        { id = "line_4", text = "You give {water}.", when = "answered(water)" },
        { id = "line_5", text = "Water it.", unless = "answered(water)" },
    ]""",
    )
    plants = small(messages=messages)

    assert plants.assess({"water": 3}).messages == (ShownLine("You give 3 cups a week."),)
    assert plants.assess({"place": "dark"}).messages == (ShownLine("Water it."),)


@pytest.mark.parametrize("answers", [{}, ALL, {"signs": ("flames",)}, {"water": 9}])
def test_the_recommendation_is_always_there(answers):
    for rules in ((rule("a", 2, when=WET),), (rule("a", 9),)):
        found = assess(answers, *rules, red_flags=MOULDY + FIRE)
        assert found.recommendation == (ShownLine("Show the plant to a gardener."),)


def test_an_assessment_names_its_rule_base_and_what_was_not_answered():
    plants = small()
    found = plants.assess({"place": None, "water": 3})

    assert (found.rulebook.id, found.rulebook.version) == ("houseplants", "1.0")
    assert found.rulebook.digest == plants.rulebook.digest != ""
    assert found.unanswered == ("place", "signs")
    assert found.answers == {"water": 3, "place": None}
