"""Answers in FHIR, as they are read: what is taken, and what is said of the rest."""

import json
from copy import deepcopy
from datetime import date

import pytest
from commands import WEBS, plants
from hypothesis import given
from hypothesis import strategies as st
from spoiling import HOUSEPLANTS

from questionnaire import Questionnaire
from questionnaire.knowledge.problems import Problem
from questionnaire.report.fhir_response import Taken, response, taken

PLANTS = Questionnaire.load(HOUSEPLANTS)
URL = "https://plants.example/ailing"
ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
HEAD = {"resourceType": "QuestionnaireResponse", "status": "completed", "questionnaire": URL}
MODIFIER = {"modifierExtension": [{"url": "urn:not-so", "valueBoolean": True}]}


def item(link, *answers, **others):
    return {"linkId": link, **({"answer": list(answers)} if answers else {}), **others}


def coding(code, system=None):
    return {"valueCoding": {"code": code, **({"system": system} if system else {})}}


def read(*items, **others):
    return taken({**HEAD, "item": list(items), **others}, PLANTS.rulebook, "file")


def left_out(*items):
    """Returns what is said of items that stand beside one that can be taken."""
    found = read(item("kind", coding("fern")), *items)
    assert found.answers == {"kind": "fern"}
    return [f"{each.where}: {each.what}" for each in found.left_out]


# Taken --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answers",
    [
        {},
        WEBS,
        {"signs": ["webs", "none"], "kind": "cactus", "watering": "daily", "cups": 2.5},
        {"kind": "fern", "watering": None, "light": 7, "food": ["coffee", "liquid"], "feeds": 3},
    ],
)
def test_what_is_written_is_read_again(answers):
    report = PLANTS.report(answers, day=date(2026, 11, 27))
    found = taken(json.loads(json.dumps(response(report))), PLANTS.rulebook, "file")

    assert found.left_out == ()
    assert found.day == date(2026, 11, 27)
    assert found.version == ""
    assert PLANTS.report(found.answers, day=found.day) == report


def test_items_are_found_at_any_depth():
    nested = item("section.care", item=[item("light", {"valueInteger": 3})])
    below = item("kind", coding("fern") | {"item": [item("cups", {"valueDecimal": 2.5})]})

    assert read(nested, below).answers == {"light": 3, "kind": "fern", "cups": 2.5}


def test_groups_and_displays_answer_nothing():
    found = read(item("intro", text="Hello"), item("kind"), item("light", {"valueInteger": 3}))

    assert found.answers == {"light": 3}
    assert found.left_out == ()


def test_an_item_with_a_reason_for_no_answer_is_not_sure():
    reason = [{"url": ABSENT, "valueCode": "asked-declined"}]

    assert read(item("kind", extension=reason)).answers == {"kind": None}


@pytest.mark.parametrize("why", ["not-asked", "not-applicable", "not-performed", "not-permitted"])
def test_an_item_that_nobody_was_asked_is_no_answer(why):
    reason = [{"url": ABSENT, "valueCode": why}]
    found = read(item("light", {"valueInteger": 3}), item("kind", extension=reason))

    assert (found.answers, found.left_out) == ({"light": 3}, ())


@pytest.mark.parametrize("system", [None, f"{URL}/kind"])
def test_a_choice_is_taken_by_our_name_with_our_system_or_none(system):
    assert read(item("kind", coding("fern", system))).answers == {"kind": "fern"}


def test_a_choice_is_taken_by_its_code_in_another_system():
    """And by our name of it all the same."""
    choice = next(each for each in PLANTS.rulebook.questions["kind"].choices if each.code)

    for one in (coding(choice.code.code, choice.code.system), coding(choice.id)):
        assert read(item("kind", one)).answers == {"kind": choice.id}


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        ({"valueInteger": 2}, 2),
        ({"valueDecimal": 2.5}, 2.5),
        ({"valueQuantity": {"value": 2, "unit": "cups"}}, 2),
        ({"valueQuantity": {"value": 1, "unit": "cup"}}, 1),
    ],
)
def test_a_number_is_taken_alone_or_with_its_unit(value, answer):
    assert read(item("cups", value)).answers == {"cups": answer}


def test_a_number_is_taken_with_its_code_of_ucum():
    hours = {"value": 3, "system": "http://unitsofmeasure.org", "code": "h"}

    assert read(item("light", {"valueQuantity": hours})).answers == {"light": 3}


def test_the_day_is_the_one_on_which_it_was_written_there():
    found = read(item("kind", coding("fern")), authored="2026-11-27T23:59:00-08:00")

    assert found.day == date(2026, 11, 27)


def test_another_version_is_named():
    assert read(questionnaire=f"{URL}|0.9").version == "0.9"
    assert read(questionnaire=f"{URL}|1.0").version == ""
    assert read(questionnaire=URL).version == ""


# Not taken ----------------------------------------------------------------------------------------


def quantity(**keys):
    return {"valueQuantity": keys}


@pytest.mark.parametrize(
    ("link", "answer", "shown"),
    [
        ("signs", coding("spots"), '{"valueCoding": {"code": "spots"}}'),
        ("signs", coding("webs", "urn:x"), '{"valueCoding": {"code": "webs", "system": "urn:x"}}'),
        ("light", coding("3"), '{"valueCoding": {"code": "3"}}'),
        ("light", {"valueString": "3"}, '{"valueString": "3"}'),
        ("light", {"valueInteger": 99}, "99"),
        ("light", {"valueInteger": True}, "true"),
        (
            "light",
            {"valueInteger": 3, "valueDecimal": 4.0},
            '{"valueInteger": 3, "valueDecimal": 4.0}',
        ),
        (
            "light",
            quantity(value=3, unit="hours", system="http://unitsofmeasure.org", code="min"),
            '{"valueQuantity": {"value": 3, "unit": "hours", "system":...',
        ),
        ("light", quantity(value=3), '{"valueQuantity": {"value": 3}}'),
        ("light", quantity(value=3, unit="m"), '{"valueQuantity": {"value": 3, "unit": "m"}}'),
        (
            "light",
            quantity(comparator="<", value=3, unit="hours"),
            '{"valueQuantity": {"comparator": "<", "value": 3, "unit":...',
        ),
        (
            "light",
            quantity(value=True, unit="h"),
            '{"valueQuantity": {"value": true, "unit": "h"}}',
        ),
    ],
)
def test_what_is_no_answer_is_said(link, answer, shown):
    assert left_out(item(link, answer)) == [f'file: item "{link}": {shown} is not an answer to it.']


def test_boxes_are_taken_all_or_none():
    strange = item("signs", coding("webs"), coding("spots"))

    assert left_out(strange) == [
        'file: item "signs": {"valueCoding": {"code": "spots"}} is not an answer to it.'
    ]


def test_what_no_question_asks_is_said():
    green = item("colour", {"valueString": "green"})

    assert left_out(green) == ['file: item "colour": There is no such question.']


def test_two_answers_where_one_is_taken_are_said():
    often = item("watering", coding("daily"), coding("never"))

    assert left_out(often) == ['file: item "watering": It has 2 answers, and takes one.']


def test_an_item_that_stands_twice_is_not_taken_from_either():
    light = item("light", {"valueInteger": 3})

    assert left_out(light, light) == ['file: item "light": It stands there 2 times.']


def test_a_time_without_a_day_is_said():
    found = read(item("kind", coding("fern")), authored="2026-11")

    assert found.day is None
    assert [each.what for each in found.left_out] == [
        '"2026-11" names no day, so it is not known when this was answered.'
    ]


# Refused ------------------------------------------------------------------------------------------


def bundle(*resources):
    entries = [{"resource": resource} for resource in resources]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


@pytest.mark.parametrize(
    ("document", "what", "how"),
    [
        (
            {"resourceType": "Patient"},
            'It is a resource of FHIR, "Patient", which holds no answers.',
            "Give a QuestionnaireResponse, or a Bundle with one in it.",
        ),
        (
            bundle(HEAD, HEAD),
            "The Bundle holds 2 responses, and one is read at a time.",
            "Give a QuestionnaireResponse, or a Bundle with one in it.",
        ),
        (
            bundle({"resourceType": "Patient"}),
            "The Bundle holds 0 responses, and one is read at a time.",
            "Give a QuestionnaireResponse, or a Bundle with one in it.",
        ),
        (
            HEAD | {"questionnaire": "urn:other|1"},
            'It answers another questionnaire, "urn:other".',
            f'This one is "{URL}".',
        ),
        (
            {"resourceType": "QuestionnaireResponse", "status": "completed"},
            "It does not say which questionnaire it answers, so nobody knows what was asked.",
            f'If it was this one, add {{"questionnaire": "{URL}"}}.',
        ),
        (
            HEAD | {"status": "entered-in-error"},
            "The response was entered in error, so it counts no more.",
            "",
        ),
        (
            HEAD | {"item": [item("colour", {"valueString": "green"})]},
            "Nothing of it could be taken. There is no such question.",
            "",
        ),
        (
            HEAD | {"item": {"linkId": "kind"}},
            "It is not written as FHIR has it: Expected `array`, got `object` - at `$.item`.",
            "",
        ),
    ],
)
def test_what_is_no_response_to_us_is_refused(document, what, how):
    problem = taken(document, PLANTS.rulebook, "file")

    assert (problem.what, problem.how) == (what, how)


@pytest.mark.parametrize(
    "document",
    [
        HEAD | MODIFIER,
        HEAD | {"item": [item("kind", coding("fern")), item("signs", **MODIFIER)]},
        HEAD | {"item": [item("kind", coding("fern") | MODIFIER)]},
        HEAD | {"item": [item("section", item=[item("kind", coding("fern"), **MODIFIER)])]},
        bundle(HEAD | MODIFIER),
    ],
)
def test_what_may_say_that_an_answer_is_not_so_is_not_passed_over(document):
    problem = taken(document, PLANTS.rulebook, "file")

    assert problem.what == (
        'It has modifierExtension, [{"url": "urn:not-so", "valueBoolean": true}], which may change '
        "what its answers mean."
    )


@pytest.mark.parametrize(
    "document",
    [HEAD | {"implicitRules": "urn:x"}, {**bundle(HEAD), "implicitRules": "urn:x"}],
)
def test_rules_that_are_not_known_are_not_passed_over(document):
    problem = taken(document, PLANTS.rulebook, "file")

    assert problem.what.startswith('It has implicitRules, "urn:x", ')


def test_what_a_resource_beside_the_answers_says_of_itself_is_passed_over():
    found = read(item("kind", coding("fern")), contained=[{"resourceType": "Patient", **MODIFIER}])

    assert found.answers == {"kind": "fern"}


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from(["item", "answer", "x"]), inner)
    ),
    max_leaves=4,
)


@given(data=st.data())
def test_no_response_is_too_strange(data):
    """Any value may stand in any place: something is said or taken, and nothing raised."""
    document = deepcopy(response(PLANTS.report(WEBS)))
    place, value = document, data.draw(VALUES)
    while data.draw(st.booleans()) and isinstance(place, dict | list) and place:
        keys = list(place) if isinstance(place, dict) else range(len(place))
        key = data.draw(st.sampled_from(keys))
        if isinstance(place[key], dict | list):
            place = place[key]
        else:
            place[key] = value
            break
    else:
        if isinstance(place, dict):
            place[data.draw(st.sampled_from(["item", "answer", "extension"]))] = value

    assert isinstance(taken(document, PLANTS.rulebook, "file"), Taken | Problem)


def test_no_response_is_too_deep():
    deep = {"linkId": "kind"}
    for _ in range(5000):
        deep = {"linkId": "x", "item": [deep]}

    problem = taken(HEAD | {"item": [deep]}, PLANTS.rulebook, "file")
    assert problem.what == "It is nested too deep to be a response."


# The commands -------------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path):
    """Returns a function that writes a file of JSON."""

    def write(content, name="response.json"):
        path = tmp_path / name
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
        return path

    return write


def test_assess_reads_the_bundle_that_it_writes(file):
    answers = file({"answers": WEBS, "day": "2026-11-27"}, "answers.json")
    written = file(plants("assess", "--format", "fhir", answers).stdout)

    for format_ in ("json", "fhir", "markdown"):
        before = plants("assess", "--format", format_, answers)
        after = plants("assess", "--format", format_, written)
        assert (after.exit_code, after.stderr) == (0, "")
        assert after.stdout == before.stdout


def test_assess_reads_a_response_from_standard_input():
    document = HEAD | {"item": [item("signs", coding("webs"))]}
    told = plants("assess", "-", input=json.dumps(document))

    assert told.exit_code == 0
    assert "Fine webs between the leaves" in told.stdout


def test_assess_says_what_it_could_not_take_and_goes_on(file):
    path = file(HEAD | {"item": [item("signs", coding("webs")), item("colour", coding("green"))]})
    told = plants("assess", path)

    assert told.exit_code == 0
    assert told.stderr == (
        "These answers could not be taken and are left out:\n"
        f'{path}: item "colour": There is no such question.\n'
    )
    assert "Fine webs between the leaves" in told.stdout


def test_assess_says_that_another_version_was_answered(file):
    path = file(HEAD | {"questionnaire": f"{URL}|0.9", "item": [item("signs", coding("webs"))]})
    told = plants("assess", path)

    assert told.exit_code == 0
    assert "since these answers were given, from houseplants 0.9 to houseplants 1.0" in told.stderr


def test_a_refused_response_ends_with_a_sentence(file):
    path = file({"resourceType": "Patient", "name": [{"family": "Fern"}]})
    told = plants("assess", path)

    assert told.exit_code == 2
    assert told.stdout == ""
    assert told.stderr == (
        f"{path}\n"
        '  It is a resource of FHIR, "Patient", which holds no answers.\n'
        "  Give a QuestionnaireResponse, or a Bundle with one in it.\n"
        "\n1 problem.\n"
    )


def test_whom_a_response_names_is_never_told(file):
    subject = {"reference": "Patient/7", "display": "Fern Green"}
    others = {"subject": subject, "identifier": {"value": "4711"}, "author": subject}
    path = file(HEAD | others | {"item": [item("signs", coding("webs"))]})

    for format_ in ("text", "markdown", "html", "json", "fhir"):
        told = plants("assess", "--format", format_, path)
        assert told.exit_code == 0
        assert not [word for word in ("Fern", "Patient/7", "4711") if word in told.output]


def test_compare_reads_responses_beside_files_of_answers(file):
    answers = file({"answers": WEBS, "day": "2026-11-20"}, "answers.json")
    path = file(HEAD | {"authored": "2026-11-27", "item": [item("light", {"valueInteger": 9})]})
    told = plants("compare", answers, path)

    assert told.exit_code == 0
    assert "27 November 2026" in told.stdout


def test_a_response_is_no_file_to_keep_answers_in(file):
    path = file(HEAD)
    told = plants("--answers", path)

    assert told.exit_code == 2
    assert "It is a document in FHIR, and no file of answers." in told.stderr
    assert "questionnaire assess reads answers in it." in told.stderr
    assert json.loads(path.read_text("utf-8")) == HEAD
