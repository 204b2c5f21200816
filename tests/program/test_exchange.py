"""The documents for clinics beside each other: the Questionnaire, and the answers to it.

For a long run:

    RULE_BASES=1000 SEED=7 pytest tests/program/test_exchange.py
"""

import json
import os
from copy import deepcopy
from random import Random

import pytest
from assessments import hostile_rulebook, rulebook
from judges import (
    EXPRESSION,
    faults_against,
    faults_by_models,
    faults_by_schema,
    faults_in_form,
    items_of,
)
from oracle import Oracle
from random_rulebases import random_answers, random_tables, write
from spoiling import HOUSEPLANTS

from questionnaire import Questionnaire
from questionnaire.loading.rulebook import load
from questionnaire.report.fhir_bundle import bundle
from questionnaire.report.fhir_questionnaire import fhir_questionnaire
from questionnaire.report.fhir_response import response, taken
from questionnaire.report.record import record

RULE_BASES = int(os.environ.get("RULE_BASES", "20"))
SEED = int(os.environ.get("SEED", "1"))
SHEETS = 3
PLANTS = Questionnaire.load(HOUSEPLANTS)
FORM = json.loads(fhir_questionnaire(PLANTS.rulebook))
FILLED = response(
    PLANTS.report({"signs": ["yellow", "webs"], "kind": "fern", "watering": "daily", "cups": 2.5})
)
BOTH = (faults_by_models, faults_by_schema)


def test_a_questionnaire_is_sound_and_its_answers_fit_it():
    assert [*faults_in_form(FORM)] == []
    assert [*faults_against(FORM, FILLED)] == []


@pytest.fixture(scope="module")
def random(tmp_path_factory):
    """Returns random rule bases, each with reports on random answers."""
    found = []
    for number in range(RULE_BASES):
        chance = Random(f"{SEED}/{number}")  # noqa: S311 - keeps no secret
        tables = random_tables(chance)
        folder = tmp_path_factory.mktemp("rules")
        write(tables, folder)
        known, _ = load(folder)
        if known is not None:
            asks, oracle = Questionnaire(known), Oracle(tables)
            questions = [
                each | {"choices": oracle.choices(id_)} for id_, each in oracle.questions.items()
            ]
            sheets = [random_answers(chance, questions) for _ in range(SHEETS)]
            found.append((asks, [asks.report(sheet) for sheet in sheets]))
    assert len(found) > 0.8 * RULE_BASES
    return found


@pytest.mark.parametrize("faults", BOTH)
def test_independent_readers_take_every_questionnaire_and_bundle(random, faults):
    made_up = [asks.rulebook for asks, _ in random]
    forms = map(fhir_questionnaire, (PLANTS.rulebook, rulebook(), hostile_rulebook(), *made_up))
    bundles = (bundle(report) for _, reports in random for report in reports)

    assert [each for each in faults([*map(json.loads, (*forms, *bundles))]) if each] == []


def test_answers_to_random_rule_bases_fit_and_come_back(random):
    for asks, reports in random:
        form = json.loads(fhir_questionnaire(asks.rulebook))
        assert [*faults_in_form(form)] == []
        for report in reports:
            filled = json.loads(bundle(report))
            assert [*faults_against(form, filled["entry"][0]["resource"])] == []
            back = taken(filled, asks.rulebook, "bundle")
            assert back.left_out == ()
            assert record(asks.report(back.answers)) == record(report)


# What independent readers miss --------------------------------------------------------------------


def spoilt(resource, spoil):
    copy = deepcopy(resource)
    spoil(copy)
    return copy


def the(link, holder):
    """Returns the item with a link."""
    return next(item for item in items_of(holder) if item["linkId"] == link)


def _twice(resource):
    section = the("section.looks", resource)
    section["item"].append(the("signs", section))


def _depends(**changed):
    return lambda form: the("leaf_drop", form)["enableWhen"][0].update(changed)


def _expects(expression):
    """Returns what changes an expression that nothing else depends on."""
    return lambda form: the("cups", form)["extension"][-1][EXPRESSION].update(expression=expression)


SPOTS = {"system": "https://plants.example/ailing/signs", "code": "spots"}
FORMS = {
    "signs stands twice": _twice,
    "signs has an option twice": lambda form: the("signs", form)["answerOption"].append(
        the("signs", form)["answerOption"][0]
    ),
    "leaf_drop depends on colour, which is no item": _depends(question="colour"),
    "signs has no option ['https://plants.example/ailing/signs', 'spots']": _depends(
        answerCoding=SPOTS
    ),
    "%colour is no variable yet in %colour = 1": _expects("%colour = 1"),
    "colour is no item in %resource.item.where(linkId = 'colour')": _expects(
        "%resource.item.where(linkId = 'colour')"
    ),
    "%kind is no variable yet in iif(%kind = 'Orchidaceae', %resource.item.item.where(linkId = "
    "'bark').answer.value.code)": lambda form: form["extension"].reverse(),
}


@pytest.mark.parametrize(("said", "spoil"), FORMS.items())
def test_a_questionnaire_with_loose_ends_is_found(said, spoil):
    assert said in [*faults_in_form(spoilt(FORM, spoil))]


def _answered(link, *answers):
    return lambda filled: the(link, filled).update(answer=list(answers))


FERN = {"system": "https://plants.example/ailing/kind", "code": "fern"}
RESPONSES = {
    "signs stands twice": _twice,
    "section.looks > colour is no item": lambda filled: the("signs", filled).update(
        linkId="colour"
    ),
    "signs has no option ['https://plants.example/ailing/signs', 'spots']": _answered(
        "signs", {"valueCoding": SPOTS}
    ),
    "kind has 2 answers": _answered("kind", {"valueCoding": FERN}, {"valueCoding": FERN}),
    "cups is not 11": _answered("cups", {"valueDecimal": 11}),
    "signs takes valueCoding and not valueString": _answered("signs", {"valueString": "webs"}),
    "it answers urn:x and not https://plants.example/ailing|1.0": (
        lambda filled: filled.update(questionnaire="urn:x")
    ),
}


@pytest.mark.parametrize(("said", "spoil"), RESPONSES.items())
def test_answers_that_do_not_fit_the_questionnaire_are_found(said, spoil):
    assert said in [*faults_against(FORM, spoilt(FILLED, spoil))]


@pytest.mark.parametrize("spoil", RESPONSES.values())
def test_what_does_not_fit_is_not_taken(spoil):
    found = taken(spoilt(FILLED, spoil), PLANTS.rulebook, "file")

    assert "another questionnaire" in getattr(found, "what", "") or found.left_out


@pytest.mark.parametrize("faults", BOTH)
def test_none_of_that_is_seen_by_the_independent_readers(faults):
    """Where one of them comes to see it, our own check may go."""
    spoilt_forms = [spoilt(FORM, spoil) for spoil in FORMS.values()]
    spoilt_answers = [spoilt(FILLED, spoil) for spoil in RESPONSES.values()]

    assert not any(faults([*spoilt_forms, *spoilt_answers]))
