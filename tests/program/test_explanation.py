"""Explanations: what is known under a name, and conditions in words."""

import re

import pytest
from houseplants import QUESTIONS, flag, question, small
from msgspec.structs import replace
from spoiling import HOUSEPLANTS

from questionnaire import Questionnaire
from questionnaire.knowledge.condition_words import condition_in_words
from questionnaire.knowledge.model import Line
from questionnaire.loading.condition_syntax import read_condition, read_value
from questionnaire.loading.scope import Scope
from questionnaire.report.as_text import as_text
from questionnaire.report.explanation import contents, explanation
from questionnaire.report.names import named, near
from questionnaire.report.outline import Entry

PLANTS = Questionnaire.load(HOUSEPLANTS).rulebook
CALLED = {
    "watering": "Watering",
    "cups": "Cups",
    "light": "Light",
    "kind": "Kind",
    "signs": "Signs",
    "food": "Feed",
    "feeds": "Feeds",
}
SHORT = replace(
    PLANTS,
    questions={
        id_: replace(question, name=CALLED.get(id_, ""))
        for id_, question in PLANTS.questions.items()
    },
)


def in_words(text, rulebook=SHORT):
    derived = {id_: one.value for id_, one in rulebook.derived.items()}
    condition, faults = read_condition(text, Scope(rulebook.questions, derived, rulebook.factors))
    assert not faults
    return condition_in_words(condition, rulebook)


def explained(name, rulebook=PLANTS):
    return as_text(explanation(rulebook, name), 100)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("cups >= 7", "“Cups” is at least 7 cups"),
        ("3 < cups", "“Cups” is more than 3 cups"),
        ("cups == 1 or cups != 4", "“Cups” is exactly 1 cup or “Cups” is not 4 cups"),
        ("cups <= light", "“Cups” is at most “Light”"),
        ("kind == 'fern'", "“Kind” is “a fern”"),
        ("kind != 'other'", "“Kind” is not “another plant”"),
        ("leaf_drop in ('yes', 'no')", "“Do the yellow leaves drop?” is “yes” or “no”"),
        ("'webs' in signs", "“fine webs” is ticked under “Signs”"),
        ("'webs' not in signs", "“fine webs” is not ticked under “Signs”"),
        ("not not ('webs' in signs)", "“fine webs” is ticked under “Signs”"),
        ("answered(cups) and not answered(food)", "“Cups” was answered and “Feed” was not"),
        ("dark and not dark", "“a dark place” is true and “a dark place” is not true"),
        ("not (cups > 3 and cups < 9)", "it is not so that (“Cups” is more than 3 cups and"),
        ("dark and (cups > 3 or dark)", "is true and (“Cups” is more than 3 cups or “a dark"),
        ("dark or cups > 3 and dark", "is true or (“Cups” is more than 3 cups and “a dark"),
        ("drowning > 4", "“Too much water” is at least “high”"),
        ("drowning > 3", "“Too much water” has at least 4 points"),
        ("watering > 0", "“Watering” is “once a week” or more"),
        ("watering < 3.5", "“Watering” is “once a week” or less"),
        ("watering >= 7", "“Watering” is “every day”"),
        ("watering != 1", "“Watering” is “never”, “every second day” or “every day”"),
        ("watering > 7", "“Watering” is none of its answers"),
        ("count(signs, 'webs', 'dust') >= 2", "at least 2 of “fine webs” and “dust” are ticked"),
        ("count(signs, 'webs', 'dust') == 1", "exactly 1 of “fine webs” and “dust” is ticked"),
        ("count(signs, 'webs', 'dust') == 0", "none of “fine webs” and “dust” is ticked"),
        ("count(signs) < 1", "none of the boxes is ticked under “Signs”"),
        ("count(signs) > count(food)", "the number of the boxes ticked under “Signs” is more than"),
        ("cups_week >= 7", "“water” is at least 7 cups a week"),
        ("default(cups, 0) > 1", "“Cups” (0 if not known) is more than 1 cup"),
        ("max(cups, 2) > min(cups, 3)", "the larger of “Cups” and 2 is more than the smaller of"),
        ("2 * cups - 1 > food_load + 0.5", "(2 × “Cups”) − 1 is more than “food” + 0.5"),
        ("cups + light + feeds > 2", "“Cups” + “Light” + “Feeds” is more than 2"),
        ("cups - (light - feeds) > 2", "“Cups” − (“Light” − “Feeds”) is more than 2"),
        (
            "default(0 * cups + 1, 0) + default(0 * light + 1, 0) >= 2",
            "at least 2 of these: “Cups” answered; “Light” answered",
        ),
        (
            "default(count(signs, 'webs', 'dust'), 0) + default(count(food, 'liquid'), 0) > 1",
            "more than 1 of these: “fine webs”, “dust” ticked under “Signs”; “liquid feed” ticked",
        ),
        ("default(2 * count(food), 0) + default(0 * cups + 1, 0) > 1", "(0 if not known) + "),
    ],
)
def test_a_condition_is_put_into_words(text, words):
    """Long ones are told in part; what ends with a name is told to the end."""
    said = in_words(text)

    assert words == said if words.endswith("”") else words in said


def test_a_derived_value_without_a_name_is_told_by_what_it_is():
    plain = {id_: replace(one, text="") for id_, one in SHORT.derived.items()}
    nameless = replace(SHORT, derived=plain)

    assert in_words("not dark", nameless).startswith("it is not so that (“Light” is less than 3")
    assert in_words("dark and kind == 'fern'", nameless).startswith("(“Light” is less than 3 hours")
    assert in_words("cups_week > 2", nameless) == "“Watering” × “Cups” is more than 2 cups a week"


@pytest.mark.parametrize(
    ("value", "label", "items"),
    [
        ("cups + default(light, 0)", "The sum of", ("“Cups”", "“Light” (0 if not known)")),
        ("cups * light", "It is", ("“Cups” × “Light”",)),
        ("cups > 1 or light > 2", "True if one of", ("“Cups” is more than 1 cup", "“Light” is")),
        ("cups > 1 and light > 2", "True if all of", ("“Cups” is more than 1 cup", "“Light” is")),
        ("cups > 1", "True if", ("“Cups” is more than 1 cup",)),
    ],
)
def test_the_parts_of_a_derived_value_stand_one_below_the_other(value, label, items):
    derived = {id_: one.value for id_, one in SHORT.derived.items()}
    read, _ = read_value(value, Scope(SHORT.questions, derived, SHORT.factors))
    made = replace(SHORT.derived["dark"], text="made", value=read)
    told = explained("made", replace(SHORT, derived={**SHORT.derived, "dark": made}))

    first, *rest = items
    assert re.search(rf"^{label} +(- )?{re.escape(first)}", told, re.MULTILINE)
    assert all(f"\n{' ' * 16}- {item}" in told for item in rest)


def test_everything_that_has_a_name_is_explained():
    for one in named(PLANTS):
        for word in filter(None, one.words):
            assert explanation(PLANTS, word)[0].blocks, word


@pytest.mark.parametrize(
    "name",
    [
        "thirst",
        "Too little water",
        "  too LITTLE   water. ",
        "too little water,",
        "“Too little water”",
        '"Too little water"',
        "little water",
    ],
)
def test_a_factor_is_found_however_its_name_is_written(name):
    assert explained(name) == explained("thirst")


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("How it looks", "How it looks"),
        ("Whose plant", "Whose plant is it?"),
        ("FLAMES ON THE PLANT", "Flames on the plant"),
        ("every second", "How often do you water it?"),
        ("feeding sticks", "What do you feed it?"),
        ("a dark place", "A dark place"),
        ("drowning_much", "It gets [water]."),
        ("It gets [water].", "It gets [water]."),
    ],
)
def test_a_name_that_reports_print_is_known(name, first):
    assert explained(name).splitlines()[0].rstrip(" ─") == first


def test_a_derived_value_names_what_its_numbers_rest_on():
    *_, sources = explanation(PLANTS, "food_load")

    assert sources.heading == "Sources"
    assert "Hearsay" in sources.blocks[0].items[0].text


def test_what_several_things_are_called_is_explained_of_all_of_them():
    plants = small(red_flags=flag("signs", "'flames' in signs")).rulebook

    headings = {part.heading for part in explanation(plants, "signs")}
    assert {"What do you see?", "Sign of signs"} <= headings


def test_what_several_things_only_mention_is_listed():
    told = explained("feed")

    assert told.startswith("What speaks of “feed”")
    assert "What do you feed it? (food)" in told
    assert "How many times did you feed it last month? (feeds)" in told


@pytest.mark.parametrize("name", ["the weather", "", "?", "ab"])
def test_nothing_is_explained_that_is_not_there(name):
    assert explanation(PLANTS, name) == ()


def test_the_nearest_names_are_those_of_different_things():
    assert near(PLANTS, "to much watter") == (
        "Too much water",
        "How to water",
        "Too little water",
    )
    assert near(PLANTS, "drownin")[0] == "drowning"
    assert near(PLANTS, "xyzzy") == ()


def test_a_factor_says_what_its_reasons_count_and_what_that_makes():
    told = " ".join(explained("drowning").split())

    for words in (
        "They make it “low” from 2 points, “moderate” from 3 points, “high” from 5 points.",
        "Not shown if “Too little water” is at least “moderate”",
        "Never above low",
        "Counts 3 points; alone it makes “moderate”",
        "Counts 1 point; only beside another reason",
        "Counts against it: takes 1 point off",
        "(only if “water” is at least 7 cups a week; source 2)",
        "2. How to water. The Garden Society (its abstract was read).",
        "(not if “nothing” is ticked under “What do you feed it?”)",
    ):
        assert words in told
    assert "Counts 2 points; alone it makes no more than “low”" in " ".join(
        explained("salts").split()
    )


def test_a_source_says_what_rests_on_it_and_a_notice_which_signs_it_lists():
    beside = replace(PLANTS, recommendation=(Line(text="Ask.", sources=("water_leaflet",)),))
    leaflet = " ".join(explained("garden soc", beside).split())

    assert leaflet.startswith("How to water. The Garden Society (its abstract was read)")
    assert "Factors - Too much water (drowning) - Too little water (thirst)" in leaflet
    assert "Reasons - It gets [water]. (drowning_much) - You water" in leaflet
    assert leaflet.endswith("(thirst_never) Elsewhere the recommendation")
    assert "Food (food_load)" in explained("guess")
    assert "Signs listed all of “Get help”" in " ".join(explained("signs_not_checked").split())
    assert "listed    all that look at “What do you see?”" in explained("webs_not_checked")


def test_a_red_flag_says_as_what_it_is_told():
    assert "Told as         [what was ticked], all at once" in explained("all_at_once")


def test_the_id_of_a_choice_leads_to_its_question():
    assert explained("second_day").startswith("How often do you water it? ─")


def test_a_number_says_which_units_it_takes():
    units = {"jugs": 4, "mugs": 1, "ml": "1/250", "cans": 0.4}
    section = QUESTIONS.replace(question("water"), question("water", units=units))

    told = explained("water", small(section=section).rulebook)

    for words in (
        "0 to 20 cups a week, in steps of 0.5",
        "- cups a week, mugs\n",
        "- jugs (1 is 4 cups a week)",
        "- ml (250 are 1 cup a week)",
        "- cans (5 are 2 cups a week)",
    ):
        assert words in told


def test_a_question_says_what_is_taken_for_its_answer_and_when_it_is_asked():
    told = explained("watering")

    assert "never, if “What kind of plant is it?” is “a plastic plant”" in told
    assert "Not asked if" in told
    assert "Asked if        “What do you feed it?”" not in told
    assert "every second day (counts as 3.5)" in told


def test_the_contents_name_every_question_sign_and_factor():
    said = [
        item
        for part in contents(PLANTS)
        for block in part.blocks
        if isinstance(block, Entry)
        for item in block.items
    ]

    for id_ in (*PLANTS.questions, *PLANTS.red_flags, *PLANTS.factors):
        assert sum(f"({id_})" in item for item in said) == 1
