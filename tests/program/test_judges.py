"""The judges of FHIR themselves: each takes what is right, and knows its share of what is wrong."""

import pytest
from judges import faults_by_models, faults_by_schema

RIGHT = {
    "resourceType": "QuestionnaireResponse",
    "status": "completed",
    "item": [{"linkId": "water", "answer": [{"valueInteger": 7}]}],
}
STRANGE = RIGHT | {"status": "watered"}
MISSING = {key: value for key, value in RIGHT.items() if key != "status"}


@pytest.mark.parametrize(
    ("faults", "others"), [(faults_by_models, [MISSING]), (faults_by_schema, [STRANGE])]
)
def test_a_judge_takes_what_is_right_and_says_what_is_wrong(faults, others):
    right, *wrong = faults([RIGHT, RIGHT | {"colour": "green"}, *others])

    assert right == []
    assert all(wrong)
