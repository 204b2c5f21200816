"""Ten quite different people: each is asked what makes sense for them, to the end, and no more."""

from functools import cache

import pytest

from questionnaire import Questionnaire
from questionnaire.loading.cases import load_cases
from questionnaire.loading.rulebook import shipped
from questionnaire.report.formats import rendered

ALWAYS = 29
"""Questions that everybody is asked."""

SOMETIMES = frozenset(
    {
        "food_nuts_seeds",
        "food_dairy",
        "food_fortified",
        "food_oily_fish",
        "food_meat_eggs",
        "b6_mg",
        "daylight",
        "sweat_replace",
        "urine_color",
        "alcohol_amount",
        "sleep_quality",
        "exercise_change",
        "standing_hours",
        "pregnancy_signs",
        "med_change",
    }
)
MEAT_EATER = {"food_nuts_seeds", "food_dairy", "food_oily_fish", "daylight", "exercise_change"}

# A case of the rule base, answers that are changed, and which of SOMETIMES make sense for them.
PEOPLE = {
    "an ordinary man: no pregnancy, no medicines, little alcohol, good sleep": (
        "nothing_stands_out",
        {},
        MEAT_EATER,
    ),
    "a vegan: no dairy, fish, meat or eggs, but what has vitamins added": (
        "vegan_without_b12",
        {},
        {"food_fortified", "daylight", "exercise_change"},
    ),
    "a vegetarian with vitamin D who never drinks: eggs but no fish, no daylight, no amount": (
        "nothing_stands_out",
        {
            "diet_type": "vegetarian",
            "food_meat_eggs": "1_2",
            "supplements": ("vitamin_d",),
            "alcohol_often": "never",
            "exercise_hours": 0,
        },
        {"food_nuts_seeds", "food_dairy", "food_meat_eggs"},
    ),
    "a pregnant woman: signs of pre-eclampsia, dark pee as she drinks little": (
        "pregnant_with_cramps_and_headache",
        {"standing_hours": 2},
        MEAT_EATER
        | {"food_fortified", "food_meat_eggs", "urine_color", "standing_hours", "pregnancy_signs"},
    ),
    "a roofer in July: sweat and what replaces it": (
        "roofer_in_july",
        {},
        MEAT_EATER | {"sweat_replace", "urine_color", "standing_hours"},
    ),
    "a woman of 73 on two tablets who does no sport: no change of it": (
        "night_cramps_at_73",
        {},
        (MEAT_EATER - {"exercise_change"}) | {"urine_color", "standing_hours", "med_change"},
    ),
    "a boy of 14 who sleeps badly: how badly": (
        "child_of_14_with_energy_drinks",
        {},
        MEAT_EATER | {"sleep_quality"},
    ),
    "a woman with B-complex and magnesium: how much vitamin B6": (
        "too_much_vitamin_b6",
        {},
        MEAT_EATER | {"b6_mg"},
    ),
    "a man who drank heavily: how much on such a day": (
        "alcohol_withdrawal",
        {},
        MEAT_EATER | {"alcohol_amount", "sleep_quality", "standing_hours"},
    ),
    "somebody who skips every question: nothing that another answer would call for": (
        "skipped_everything",
        {},
        {
            "food_nuts_seeds",
            "food_dairy",
            "food_fortified",
            "urine_color",
            "food_oily_fish",
            "food_meat_eggs",
            "daylight",
            "sleep_quality",
        },
    ),
}


@cache
def questionnaire():
    return Questionnaire.load()


@cache
def answers_of(case):
    cases, _ = load_cases(shipped(), questionnaire().rulebook)
    (variant,) = (each.variant for each in cases.cases if each.id == case)
    return {**variant.base, **variant.given}


def interviewed(person):
    """Answers question after question as the person would; returns the answers in that order."""
    given = {}
    while (question := questionnaire().next_question(given)) is not None:
        assert question.id not in given
        given[question.id] = person.get(question.id)
    return given


@pytest.mark.parametrize("name", PEOPLE)
def test_a_person_is_asked_what_makes_sense_and_gets_a_summary(name):
    case, changed, sensible = PEOPLE[name]
    person = answers_of(case) | changed
    given = interviewed(person)
    report = questionnaire().report(given)
    rulebook, assessment = report.rulebook, report.assessment

    assert SOMETIMES & given.keys() == sensible
    assert len(given) == ALWAYS + len(sensible)
    assert list(given) == [id_ for id_ in rulebook.questions if id_ in given]
    assert assessment.set_aside == ()
    assert assessment.recommendation[0].text in rendered(report, "markdown").decode()


@pytest.mark.parametrize("name", list(PEOPLE)[:-1])
def test_a_person_has_an_answer_to_everything_asked(name):
    case, changed, _ = PEOPLE[name]
    given = interviewed(answers_of(case) | changed)

    assert [id_ for id_, answer in given.items() if answer is None] == []


def test_an_ordinary_person_answers_34_questions():
    given = interviewed(answers_of("nothing_stands_out"))

    assert len(given) == 34
    assert 30 <= len(given) <= 40


def test_no_case_is_asked_more_than_40_of_the_44_questions():
    cases, _ = load_cases(shipped(), questionnaire().rulebook)
    counts = [
        len(interviewed({**case.variant.base, **case.variant.given}))
        for case in cases.cases
        if case.where.startswith(("cases/whole_people", "cases/worked_cases"))
    ]

    assert len(questionnaire().rulebook.questions) == 44
    assert len(counts) >= 46
    assert (min(counts), max(counts)) == (32, 40)
