"""What would change the result: the smallest change to an answer that lowers something."""

from houseplants import CARD, QUESTIONS, flag, question, rule, small

from questionnaire.inference import what_if
from questionnaire.report.changes import in_sentences

FEWER = {"towards": "fewer"}


def changing(**change):
    """Returns the questions, with a change of how much water there is."""
    change = {"text": "{new} instead of {old}"} | change
    return QUESTIONS.replace(question("water"), question("water", change=change))


def watered(change, *rules, **parts):
    return small(section=changing(**change), factors={"wet": CARD + "".join(rules)}, **parts)


def words_of(questionnaire, given):
    return [(one.answer, one.words, one.level) for one in questionnaire.suggestions(given)]


def test_the_smallest_change_is_suggested_with_the_unit_said_once():
    plants = watered(FEWER, rule("wet_much", 3, when="water > 7"))

    assert words_of(plants, {"water": 12}) == [(7, "7 cups a week instead of 12", None)]


def test_nothing_is_suggested_while_something_cannot_wait():
    hot = flag("hot", "'flames' in signs", urgency="now")
    plants = watered(FEWER, rule("wet_much", 3, when="water > 7"), red_flags=hot)

    assert words_of(plants, {"water": 12, "signs": ("mould",)})
    assert not words_of(plants, {"water": 12, "signs": ("flames",)})


def test_a_change_to_nothing_is_said_in_words():
    plants = watered(FEWER, rule("wet_any", 3, when="water > 0"))

    given = {"water": 0.5}
    assert words_of(plants, given) == [(0, "no cups a week instead of 0.5", None)]
    (said,) = in_sentences(plants.report(given))
    assert said == "No cups a week instead of 0.5 would take “Too little water” off this list."


def test_nothing_outside_of_the_good_range_is_suggested():
    plants = watered({"towards": [4, 6]}, rule("wet_much", 3, when="water > 9"))

    assert words_of(plants, {"water": 12}) == [(6, "6 cups a week instead of 12", None)]


def test_no_answer_that_amounts_to_the_same_is_suggested():
    """Even where a condition tells it apart; nor does it stand between."""
    choices = [
        {"id": id_, "label": id_, "amount": amount}
        for id_, amount in (("daily", 7), ("each_day", 7), ("weekly", 1))
    ]
    change = {"text": "{new}, not {old}", "towards": "fewer"}
    feeding = question("feeding", text="How often?", kind="choice", choices=choices, change=change)
    plants = small(
        section=QUESTIONS + feeding,
        factors={"fed": CARD + rule("fed_daily", 3, when="feeding == 'daily'")},
    )

    assert words_of(plants, {"feeding": "daily"}) == [("weekly", "weekly, not daily", None)]


def test_a_lower_level_counts_although_the_factor_stays():
    rules = rule("wet_much", 3, when="water > 9"), rule("wet_some", 2, when="water > 1")
    plants = watered({"towards": [4, 6]}, *rules)

    assert words_of(plants, {"water": 12}) == [(6, "6 cups a week instead of 12", "low")]
    (said,) = in_sentences(plants.report({"water": 12}))
    assert said == "6 cups a week instead of 12 would bring “Too little water” down to low."


def test_what_lowers_a_factor_through_the_totals_of_others_only_is_suggested():
    rot = {"rot": CARD + rule("rot_wet", 1, when="wet >= 1")}
    wet = {"wet": CARD + rule("wet_much", 1, when="water > 7")}
    ill = {"ill": CARD + rule("ill_rotten", 3, when="rot >= 1")}
    plants = small(section=changing(**FEWER), factors=wet | rot | ill)

    found = plants.suggestions({"water": 12})
    assert [(one.factor, one.answer) for one in found] == [("ill", 7)]


def test_what_would_raise_anything_is_not_suggested():
    dry = {"dry": CARD + rule("dry_little", 3, when="water < 9")}
    wet = {"wet": CARD + rule("wet_much", 3, when="water > 8")}
    plants = small(section=changing(**FEWER), factors=wet | dry)

    assert plants.suggestions({"water": 12}) == ()


def test_what_other_answers_switch_off_is_not_suggested():
    dry = FEWER | {"unless": "place == 'sunny'"}
    plants = watered(dry, rule("wet_much", 3, when="water > 7"))

    assert plants.suggestions({"water": 12, "place": "dark"}) != ()
    assert plants.suggestions({"water": 12, "place": "sunny"}) == ()


def test_what_would_lower_the_urgency_is_suggested():
    flags = flag("flood", "water > 15")
    plants = watered(FEWER, rule("wet_never", when="water < 0.5"), red_flags=flags)

    (one,) = plants.suggestions({"water": 18})
    assert (one.answer, one.factor, one.urgency) == (15, None, "any")
    (said,) = in_sentences(plants.report({"water": 18}))
    assert said == "15 cups a week instead of 18 would lower the urgency to “Look again”."


def test_every_other_answer_is_tried_by_itself():
    """Here every half cup matters."""
    rules = [
        rule(f"wet_{number}", 5 if number % 2 else -5, when=f"{number / 2} == water")
        for number in range(41)
    ]
    plants = watered(FEWER, *rules)

    for number in range(1, 41, 2):
        (one,) = plants.suggestions({"water": number / 2})
        assert one.answer == (number - 1) / 2


def test_two_effects_of_one_change_are_one_sentence():
    cards = {
        name: CARD.replace("Too little water", f"A {name} name")
        + rule(f"{name}_much", 3, when="water > 7")
        for name in ("wet", "sour", "cold")
    }
    plants = small(section=changing(**FEWER), factors=cards)

    (said,) = in_sentences(plants.report({"water": 12}))
    assert said == (
        "7 cups a week instead of 12 would take “A cold name”, “A sour name” and “A wet name” "
        "off this list."
    )


def test_answers_that_no_condition_tells_apart_are_not_tried_and_nothing_is_missed(monkeypatch):
    rules = (
        rule("wet_some", 2, when="water >= 3"),
        rule("wet_much", 2, when="water > 7.5 and water != 9"),
        rule("wet_odd", 1, unless="water <= 12"),
    )
    given = [{"water": halves / 2} for halves in range(41)]
    plants = watered(FEWER, *rules)
    found = [words_of(plants, one) for one in given]
    monkeypatch.setattr(what_if, "thresholds", lambda _: {})
    tried_all = watered(FEWER, *rules)

    assert found == [words_of(tried_all, one) for one in given]
    assert any(found)
