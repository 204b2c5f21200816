"""The rule base that ships as forms of other programs: what they ask, and how they read."""

from pathlib import Path

import node
from forms import differences
from oracle import Oracle, read
from people import answers, cases, questionnaire, some, tried

from questionnaire.report.codebook import codebook
from questionnaire.report.fhir_questionnaire import fhir_questionnaire

RULES = Path(__file__).parents[2] / "rules"
FOLDER = Path(__file__).parent / "snapshots" / "fhir"


def test_a_form_asks_cases_what_we_ask_and_comes_to_the_same():
    people = [answers(cases()[id_]) for id_ in some(tried())]

    found = differences([(questionnaire().rulebook, Oracle(read(RULES)), people)])
    assert [*found] == []


def test_units_are_units_of_ucum():
    asked = questionnaire().rulebook.questions.values()
    units = sorted({one.unit_code for one in asked if getattr(one, "unit_code", "")})

    judged = node.run("units.mjs", [*units, "cups/d"])
    assert dict(zip(units, judged, strict=False)) == dict.fromkeys(units, True)
    assert judged[-1] is False


def test_the_questionnaire_reads_as_its_file_does(reads_as):
    reads_as(FOLDER / "questionnaire.json", fhir_questionnaire(questionnaire().rulebook))


def test_the_codebook_reads_as_its_file_does(reads_as):
    reads_as(FOLDER / "codebook.csv", codebook(questionnaire().rulebook).replace("\r", ""))
