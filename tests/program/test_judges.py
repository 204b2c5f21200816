"""The judges of FHIR themselves: each takes what is right, and knows its share of what is wrong."""

import pytest
from judges import faults_by_models, faults_by_schema

RIGHT = {
    "resourceType": "QuestionnaireResponse",
    "status": "completed",
    "item": [{"linkId": "water", "answer": [{"valueInteger": 7}]}],
}


@pytest.mark.parametrize("faults", [faults_by_models, faults_by_schema])
def test_a_judge_takes_what_is_right_and_says_what_is_wrong(faults):
    right, wrong = faults([RIGHT, RIGHT | {"colour": "green"}])

    assert right == []
    assert wrong


def test_the_schema_knows_codes():
    assert faults_by_schema([RIGHT | {"status": "watered"}]) != [[]]


def test_the_models_know_what_must_be_there():
    missing = {key: value for key, value in RIGHT.items() if key != "status"}

    assert faults_by_models([missing]) != [[]]
