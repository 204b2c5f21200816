"""Explanations: what is known under a name, and conditions in words."""

import pytest
from spoiling import HOUSEPLANTS

from questionnaire import Questionnaire
from questionnaire.knowledge.condition_words import condition_in_words
from questionnaire.loading.condition_syntax import read_condition
from questionnaire.loading.scope import Scope
from questionnaire.report.explanation import contents, explain, names
from questionnaire.report.outline import Entry

PLANTS = Questionnaire.load(HOUSEPLANTS).rulebook
SHIPPED = Questionnaire.load().rulebook


def in_words(text, rulebook=SHIPPED):
    derived = {id_: one.value for id_, one in rulebook.derived.items()}
    condition, faults = read_condition(text, Scope(rulebook.questions, derived, rulebook.factors))
    assert not faults
    return condition_in_words(condition, rulebook)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("age >= 70", "age is at least 70"),
        ("3 < age", "age is more than 3"),
        ("age == 3 or age != 4", "age is exactly 3 or age is not 4"),
        ("7 <= age < 14", "age is at least 7 and age is less than 14"),
        ("age <= food_dairy", "age is at most food_dairy"),
        ("diet_type == 'vegan'", "diet_type is “vegan (nothing from animals)”"),
        ("sex_pregnancy != 'male'", "sex_pregnancy is not “a man”"),
        ("med_change in ('yes', 'no')", "med_change is “yes” or “no”"),
        ("'twitch' in symptom_type", "“small flickers under the skin (twitches)” is ticked in"),
        ("'twitch' not in symptom_type", "(twitches)” is not ticked in symptom_type"),
        ("answered(age) and not answered(meds)", "age was answered and meds was not answered"),
        ("malabsorption and not cramps", "malabsorption holds and cramps does not hold"),
        ("not (age > 3 and age < 9)", "it is not so that (age is more than 3 and age is less"),
        ("cramps and (age > 3 or gut_loss)", "cramps holds and (age is more than 3 or gut_loss"),
        ("cramps or age > 3 and gut_loss", "cramps holds or (age is more than 3 and gut_loss"),
        ("magnesium > 3", "the total of “Low magnesium” is at least 4"),
        ("count(symptom_place, 'foot', 'calf') >= 2", "ticked in symptom_place among “foot” and"),
        ("default(age, 0) > 1", "age (or 0 if not known) is more than 1"),
        ("max(age, 2) > min(age, 3)", "the larger of age and 2 is more than the smaller of age"),
        ("2 * age - 1 > mg_servings + 0.5", "((2 × age) − 1) is more than (mg_servings + 0.5)"),
    ],
)
def test_a_condition_is_put_into_words(text, words):
    assert words in in_words(text)


@pytest.mark.parametrize("rulebook", [PLANTS, SHIPPED], ids=["houseplants", "shipped"])
def test_everything_that_has_a_name_is_explained(rulebook):
    assert len(set(names(rulebook))) == len(names(rulebook))
    for name in names(rulebook):
        outline = explain(rulebook, name)
        assert outline is not None
        assert outline[0].blocks, name


def test_a_sign_and_a_question_of_the_same_name_are_both_explained():
    outline = explain(SHIPPED, "nerve_signs")

    headings = [part.heading for part in outline]
    assert {"Question nerve_signs", "Warning sign nerve_signs"} <= {*headings}


def test_nothing_is_explained_that_is_not_there():
    assert explain(SHIPPED, "the weather") is None


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
