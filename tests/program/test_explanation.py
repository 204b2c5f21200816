"""Explanations: what is known under a name, and conditions in words."""

import pytest
from small_rulebase import flag, small
from spoiling import HOUSEPLANTS

from questionnaire import Questionnaire
from questionnaire.knowledge.condition_words import condition_in_words
from questionnaire.loading.condition_syntax import read_condition
from questionnaire.loading.scope import Scope
from questionnaire.report.explanation import contents, explanation, names
from questionnaire.report.outline import Entry

PLANTS = Questionnaire.load(HOUSEPLANTS).rulebook


def in_words(text, rulebook=PLANTS):
    derived = {id_: one.value for id_, one in rulebook.derived.items()}
    condition, faults = read_condition(text, Scope(rulebook.questions, derived, rulebook.factors))
    assert not faults
    return condition_in_words(condition, rulebook)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("cups >= 7", "cups is at least 7"),
        ("3 < cups", "cups is more than 3"),
        ("cups == 3 or cups != 4", "cups is exactly 3 or cups is not 4"),
        ("7 <= cups < 9", "cups is at least 7 and cups is less than 9"),
        ("cups <= light", "cups is at most light"),
        ("kind == 'fern'", "kind is “a fern”"),
        ("kind != 'other'", "kind is not “another plant”"),
        ("leaf_drop in ('yes', 'no')", "leaf_drop is “yes” or “no”"),
        ("'webs' in signs", "“fine webs” is ticked in signs"),
        ("'webs' not in signs", "“fine webs” is not ticked in signs"),
        ("answered(cups) and not answered(food)", "cups was answered and food was not answered"),
        ("dark and not dark", "dark holds and dark does not hold"),
        ("not (cups > 3 and cups < 9)", "it is not so that (cups is more than 3 and cups is less"),
        ("dark and (cups > 3 or dark)", "dark holds and (cups is more than 3 or dark"),
        ("dark or cups > 3 and dark", "dark holds or (cups is more than 3 and dark"),
        ("drowning > 3", "the total of “Too much water” is at least 4"),
        ("count(signs, 'webs', 'dust') >= 2", "ticked in signs among “fine webs” and “dust” is"),
        ("default(cups, 0) > 1", "cups (or 0 if not known) is more than 1"),
        (
            "max(cups, 2) > min(cups, 3)",
            "the larger of cups and 2 is more than the smaller of cups",
        ),
        ("2 * cups - 1 > food_load + 0.5", "((2 × cups) − 1) is more than (food_load + 0.5)"),
    ],
)
def test_a_condition_is_put_into_words(text, words):
    assert words in in_words(text)


def test_everything_that_has_a_name_is_explained():
    assert len(set(names(PLANTS))) == len(names(PLANTS))
    for name in names(PLANTS):
        outline = explanation(PLANTS, name)
        assert outline is not None
        assert outline[0].blocks, name


def test_a_derived_value_names_what_its_numbers_rest_on():
    *_, sources = explanation(PLANTS, "food_load")

    assert sources.heading == "Sources"
    assert "Hearsay" in sources.blocks[0].items[0].text


def test_a_sign_and_a_question_of_the_same_name_are_both_explained():
    plants = small(red_flags=flag("signs", "'flames' in signs")).rulebook

    headings = {part.heading for part in explanation(plants, "signs")}
    assert {"Question signs", "Warning sign signs"} <= headings


def test_nothing_is_explained_that_is_not_there():
    assert explanation(PLANTS, "the weather") is None


def test_the_contents_name_every_question_sign_and_rule():
    said = {
        item
        for part in contents(PLANTS)
        for block in part.blocks
        if isinstance(block, Entry)
        for item in block.items
    }

    for id_ in PLANTS.questions:
        assert any(item.startswith(f"{id_}: ") for item in said)
    for id_ in PLANTS.red_flags:
        assert any(item.startswith(f"{id_}: ") for item in said)
    for factor in PLANTS.factors.values():
        for rule in factor.rules:
            assert any(item.endswith(f" {rule.id}") for item in said)
