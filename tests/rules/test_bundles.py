"""Every case as the programs of a clinic get it: accepted, whole, and read back to the same."""

import json
from functools import cache
from pathlib import Path

import pytest
from judges import faults_against, faults_by_models, faults_by_schema, faults_in_form
from msgspec.structs import replace
from people import cases, questionnaire, reported, tried, worked
from test_documents import found, read_from_markdown, squeezed, unwanted

from questionnaire.report.fhir_questionnaire import fhir_questionnaire
from questionnaire.report.fhir_response import taken
from questionnaire.report.formats import rendered
from questionnaire.report.record import record

FOLDER = Path(__file__).parent / "snapshots" / "fhir"


@cache
def written(id_):
    return rendered(reported(id_), "fhir")


def bundle(id_):
    return json.loads(written(id_))


@cache
def form():
    return json.loads(fhir_questionnaire(questionnaire().rulebook))


def test_the_questionnaire_is_sound_and_the_answers_of_every_case_fit_it():
    responses = {id_: bundle(id_)["entry"][0]["resource"] for id_ in tried()}
    wrong = {id_: [*faults_against(form(), responses[id_])] for id_ in responses}

    assert [*faults_in_form(form())] == []
    assert {id_: faults for id_, faults in wrong.items() if faults} == {}


@pytest.mark.parametrize("faults", [faults_by_models, faults_by_schema])
def test_independent_readers_take_the_questionnaire_and_the_bundles_of_cases(faults):
    of_form, *of_bundles = faults([form(), *map(bundle, tried())])
    judged = zip(tried(), of_bundles, strict=True)

    assert of_form == []
    assert {id_: wrong for id_, wrong in judged if wrong} == {}


def test_answers_that_went_out_and_came_back_give_the_same_result():
    other = []
    for id_ in tried():
        back = taken(bundle(id_), questionnaire().rulebook, "bundle")
        # What could change it follows from the same answers, and is not worked out twice.
        again = replace(
            reported(id_), assessment=questionnaire().assess(back.answers), day=back.day
        )
        same = record(again) == record(reported(id_)), rendered(again, "fhir") == written(id_)
        if back.left_out or not all(same):
            other.append(id_)

    assert other == []


def texts(value):
    """Yields every text in a value."""
    if isinstance(value, str):
        yield value
    for each in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        yield from texts(each)


def told(resources):
    return squeezed(read_from_markdown(" ".join(texts(resources))))


def test_a_clinic_is_told_all_that_must_be_said():
    text = {id_: told(bundle(id_)) for id_ in tried()}

    missing = {
        id_: {*cases()[id_].must_say} - {*found(cases()[id_].must_say, text[id_])} for id_ in text
    }
    assert {id_: words for id_, words in missing.items() if words} == {}


def test_no_clinic_is_told_what_must_not_be_said():
    """The plan also lists what was not checked, an issue the answers; that advises nobody."""
    said = {}
    for id_ in tried():
        *found_, plan = [entry["resource"] for entry in bundle(id_)["entry"]][1:]
        shown = [one for one in found_ if "Told as part of" not in one.get("detail", "")]
        advised = [{key: one[key] for key in one if key != "evidence"} for one in shown]
        said[id_] = found(unwanted(id_), told([advised, plan["title"], plan["activity"]]))

    assert {id_: words for id_, words in said.items() if words} == {}


def test_a_case_reads_as_its_file_does(reads_as):
    """One in which answers are set aside, as most is told of it."""
    report = next(each for each in map(reported, worked()) if each.assessment.set_aside)
    identity = replace(report.assessment.rulebook, digest="(left out)")
    same = replace(report, assessment=replace(report.assessment, rulebook=identity))

    reads_as(FOLDER / "bundle.json", rendered(same, "fhir").decode())
