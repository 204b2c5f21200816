"""The Bundle: what it holds, that two readers of FHIR take it, and what they would not take."""

import json
from copy import deepcopy
from datetime import date
from fractions import Fraction

import pytest
from assessments import (
    ALL,
    EMERGENCY,
    FIRE,
    MOULD,
    NOTHING_ANSWERED,
    assessment,
    drowning,
    hostile_report,
    less_water,
    report,
    rulebook,
)
from judges import faults_by_models, faults_by_schema
from msgspec.structs import replace

from questionnaire.inference.assessment import GivenAnswer, SetAside, ShownLine
from questionnaire.report.formats import rendered

EVERYTHING = replace(
    report(EMERGENCY, less_water("less water"), known=rulebook(role="Roots rot.")),
    day=date(2026, 11, 27),
)
REPORTS = [*map(report, ALL.values()), hostile_report(), EVERYTHING]


def bundle(told=EVERYTHING):
    return json.loads(rendered(told, "fhir"))


def resources(kind, told=EVERYTHING):
    entries = [entry["resource"] for entry in bundle(told)["entry"]]
    return [resource for resource in entries if resource["resourceType"] == kind]


def values(value, key):
    """Yields all that stands under a key, at whatever depth."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inner:
        yield from values(each, key)
    if isinstance(value, dict) and key in value:
        yield value[key]


@pytest.mark.parametrize("faults", [faults_by_models, faults_by_schema])
def test_independent_readers_take_every_bundle(faults):
    written = list(map(bundle, REPORTS))

    assert [each for each in faults(written) if each] == []


# Spoilt -------------------------------------------------------------------------------------------


def spoilt(spoil):
    document = deepcopy(bundle())
    found = {entry["resource"]["resourceType"]: entry["resource"] for entry in document["entry"]}
    spoil(document, found)
    return document


def _question(found):
    return found["QuestionnaireResponse"]["item"][0]["item"][0]


SPOILT = {
    "a type of Bundle that is none": lambda all_, _: all_.update(type="heap"),
    "no type": lambda all_, _: all_.pop("type"),
    "a key that is not known": lambda all_, _: all_.update(colour="green"),
    "an answer without a link": lambda _, found: _question(found).pop("linkId"),
    "a number as a text": lambda _, found: _question(found).update(answer=[{"valueInteger": "7"}]),
    "two values in an answer": lambda _, found: _question(found).update(
        answer=[{"valueInteger": 7, "valueString": "seven"}]
    ),
    "a status that is none": lambda _, found: found["QuestionnaireResponse"].update(status="wet"),
    "a day that is none": lambda _, found: found["CarePlan"].update(created="27 November"),
    "a severity that is none": lambda _, found: found["DetectedIssue"].update(severity="now"),
    "a risk for nobody": lambda _, found: found["RiskAssessment"].pop("subject"),
    "a plan without intent": lambda _, found: found["CarePlan"].pop("intent"),
    "an empty text": lambda _, found: found["CarePlan"].update(title=""),
}


def test_between_them_they_refuse_what_is_spoilt_and_neither_does_so_alone():
    documents = [spoilt(spoil) for spoil in SPOILT.values()]
    by_models, by_schema = faults_by_models(documents), faults_by_schema(documents)
    judged = zip(SPOILT, by_models, by_schema, strict=True)

    assert [name for name, *faults in judged if not any(faults)] == []
    assert [] in by_models
    assert [] in by_schema


# What both miss -----------------------------------------------------------------------------------


@pytest.mark.parametrize("told", REPORTS)
def test_every_address_is_there_once_and_every_reference_leads_to_one(told):
    document = bundle(told)
    addresses = [entry["fullUrl"] for entry in document["entry"]]

    assert len(set(addresses)) == len(addresses)
    assert {*values(document, "reference")} == {addresses[0]}


@pytest.mark.parametrize("told", REPORTS)
def test_every_bundle_ends_with_the_recommendation(told):
    plan = bundle(told)["entry"][-1]["resource"]

    assert plan["resourceType"] == "CarePlan"
    assert list(plan)[-1] == "activity"
    assert len(plan["activity"]) == len(told.assessment.recommendation)


def test_nobody_is_named():
    names = ("identifier", "name", "patient", "author", "performer", "source", "encounter")

    for told in REPORTS:
        assert not [*(found for name in names for found in values(bundle(told), name))]
        assert {each["display"] for each in values(bundle(told), "subject")} == {
            "the person who answered"
        }


def test_the_address_of_an_answer_is_made_of_what_it_says_alone():
    first, again = bundle(), bundle(replace(EVERYTHING, suggestions=()))
    other = bundle(replace(EVERYTHING, day=None))

    assert first["entry"][0]["fullUrl"] == again["entry"][0]["fullUrl"]
    assert first["entry"][0]["fullUrl"] != other["entry"][0]["fullUrl"]


# What it says -------------------------------------------------------------------------------------


def test_a_response_holds_what_was_seen_and_given_in_sections():
    (response,) = resources("QuestionnaireResponse")
    looks, care = response["item"]

    assert response["status"] == "in-progress"
    assert response["authored"] == "2026-11-27"
    assert looks["text"] == "Looks"
    assert looks["linkId"] == "section.looks"
    (signs,) = looks["item"]
    assert (signs["linkId"], signs["text"]) == ("signs", "What do you see?")
    assert [each["valueCoding"]["display"] for each in signs["answer"]] == [
        "flames",
        "white mould",
        "none of these",
    ]
    assert care["item"] == [
        {
            "linkId": "water",
            "text": "How much water does it get?",
            "answer": [{"valueDecimal": 12}],
        }
    ]
    assert "<b>How much water does it get?</b> 12 cups a week" in response["text"]["div"]


def test_not_sure_has_a_reason_and_no_answer():
    (response,) = resources("QuestionnaireResponse", report())
    (place,) = (item for item in response["item"][1]["item"] if item["linkId"] == "place")

    assert "answer" not in place
    assert [each["valueCode"] for each in place["extension"]] == ["asked-unknown"]
    assert "no idea" in response["text"]["div"]


def test_a_response_is_complete_where_every_question_was_answered_or_skipped():
    (response,) = resources("QuestionnaireResponse", report())

    assert response["status"] == "completed"


def test_an_assumed_answer_is_in_no_response_and_the_plan_says_what_was_assumed():
    case = assessment(assumed={"water": (GivenAnswer("signs", ("brown",)),)})
    document = bundle(report(case))

    assert "water" not in values(document["entry"][0], "linkId")
    (plan,) = resources("CarePlan", report(case))
    assert "not asked; taken as 12 cups a week, because" in plan["note"][0]["text"]


def test_what_was_set_aside_is_answered_and_the_plan_says_that_it_did_not_count():
    case = assessment(set_aside=(SetAside("place", "sunny"),))
    (response,) = resources("QuestionnaireResponse", report(case))
    (plan,) = resources("CarePlan", report(case))

    assert "in the sun" in json.dumps(response)
    assert "Where does it stand? In the sun" in plan["note"][0]["text"]


def test_a_red_flag_is_an_issue_with_its_urgency_and_what_to_do():
    fire, mould = resources("DetectedIssue")

    assert fire["code"]["text"] == "Flames on the plant"
    assert fire["code"]["coding"][0]["code"] == "fire"
    assert fire["meta"]["tag"][0]["code"] == "now"
    assert [each["code"][0]["text"] for each in fire["evidence"]] == ["What do you see? Flames"]
    assert fire["detail"] == (
        "Get help, now.\n"
        "What to do: Call the fire brigade.\n"
        "Sources: The pot plant handbook (Green Shelf, 2019)."
    )
    assert mould["meta"]["tag"][0]["code"] == "week"


def test_only_an_urgency_that_interrupts_says_how_bad_it_is():
    fire, mould = resources("DetectedIssue")

    assert fire["severity"] == "high"
    assert "severity" not in mould


def test_a_red_flag_that_another_one_stands_for_says_so():
    case = assessment(red_flags=(FIRE, replace(MOULD, instead="fire")))
    _, mould = resources("DetectedIssue", report(case))

    assert "Told as part of: Flames on the plant." in mould["detail"]


def test_a_factor_is_a_risk_with_its_reasons_and_its_whole_card():
    (risk,) = resources("RiskAssessment")
    (prediction,) = risk["prediction"]

    assert prediction["outcome"]["text"] == "Too much water"
    assert prediction["qualitativeRisk"]["coding"][0]["code"] == "high"
    assert prediction["rationale"] == "It gets 12 cups a week.\nAgainst it: The sun dries it."
    assert risk["mitigation"] == (
        "What helps: It gets 12 cups a week. Pour away what stands.\n"
        "Foods: A little feed in spring.\n"
        "To be checked: The roots.\n"
        "Take care: Never pull the plant."
    )
    assert [note["text"].partition(":")[0] for note in risk["note"]] == [
        "Evidence",
        "What it does",
        "Sources",
    ]


def test_the_plan_says_how_soon_and_what_no_other_resource_says():
    (plan,) = resources("CarePlan", replace(EVERYTHING, earlier=report(ALL["flag"])))

    assert plan["title"] == "Get help, now"
    assert plan["meta"]["tag"][0]["code"] == "now"
    (note,) = plan["note"]
    for said in ("Less water would", "More urgent than then.", "Rule base houseplants"):
        assert said in note["text"]


def test_where_nothing_was_answered_the_plan_lists_what_was_not_checked():
    (plan,) = resources("CarePlan", report(NOTHING_ANSWERED))

    for said in ("You answered nothing.", "Flames on the plant", "White mould on the soil"):
        assert said in plan["note"][0]["text"]


def test_whole_numbers_are_integers_where_all_answers_are():
    known = rulebook()
    water = replace(known.questions["water"], step=Fraction(1))
    known = replace(known, questions={**known.questions, "water": water})
    (response,) = resources("QuestionnaireResponse", report(known=known))

    assert response["item"][1]["item"][0]["answer"] == [{"valueInteger": 12}]


def test_no_odd_space_and_no_control_character_is_in_a_text():
    odd = ShownLine("a\u00a0b\u2003c\x1bd\u200be")
    case = assessment(factors=(replace(drowning(), cautions=(odd,)),), recommendation=(odd,))
    written = rendered(report(case), "fhir").decode()

    assert written.count("a b c<U+001B>d<U+200B>e") == 2
    assert not set(written) & set("\u00a0\u2003\x1b\u200b")


def test_a_bundle_is_the_same_whatever_the_order_of_the_answers():
    one = assessment(answers={"signs": ("flames", "mould"), "water": 7.0, "place": None})
    other = assessment(answers={"place": None, "water": 7, "signs": ("mould", "flames")})

    assert rendered(report(one), "fhir") == rendered(report(other), "fhir")
