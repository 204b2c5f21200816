"""The facade: asking ends, asks what applies and nothing twice; assessing is a pure function."""

from random import Random

import pytest
from houseplants import QUESTIONS, files, flag, loaded, small
from spoiling import HOUSEPLANTS
from walking import shuffled, walk

from questionnaire import Problem, Questionnaire, Unusable
from questionnaire.inference.assessment import ShownLine


def test_every_walk_ends_and_its_assessment_does_not_depend_on_the_order_of_answers():
    plants = Questionnaire.load(HOUSEPLANTS)
    for number in range(50):
        random = Random(number)  # noqa: S311 - keeps no secret
        answers = walk(plants, random)

        found = plants.assess(answers)
        assert set(plants.route(answers).path) == answers.keys()
        assert found.set_aside == ()
        assert found.recommendation != ()
        assert plants.assess(shuffled(random, answers)) == found


def test_the_result_of_checked_answers_is_that_of_the_same_answers():
    plants = Questionnaire.load(HOUSEPLANTS)
    for number in range(20):
        answers = walk(plants, Random(number))  # noqa: S311 - keeps no secret
        checked = plants.route(answers).answers

        result = plants.result_of_checked(checked)
        assert result == plants.result(answers)
        assert result.urgency == plants.assess(answers).urgency


SECTION = (
    QUESTIONS
    + """
[[question]]
id = "rescue"
text = "Who puts the fire out?"
kind = "choice"
choices = ["me", "nobody"]
when = "'flames' in signs"
notes = ["Take care.", { id = "line_1", text = "Do it now.", when = "rescue == 'nobody'" }]
"""
)
FIRE = flag("fire", "'flames' in signs", "now")


def test_the_next_question_is_the_first_on_the_path_without_an_answer():
    plants = small(section=SECTION)
    asked = []
    answers = {}
    for answer in (3, None, ("flames",), "me"):
        asked.append(plants.next_question(answers).id)
        answers[asked[-1]] = answer

    assert asked == ["water", "place", "signs", "rescue"]
    assert plants.next_question(answers) is None


def test_an_answer_that_came_early_is_not_asked_for_again():
    plants = small(section=SECTION)

    assert plants.next_question({"place": "dark"}).id == "water"
    assert plants.next_question({"place": "dark", "water": 3}).id == "signs"


def test_a_question_that_does_not_apply_is_not_asked():
    plants = small(section=SECTION)

    assert plants.next_question({"water": 1, "place": "dark", "signs": ("none",)}) is None
    assert plants.next_question({"water": 1, "place": "dark", "signs": None}) is None


def test_the_answers_that_are_given_are_not_changed():
    answers = {"signs": ("flames", "none"), "water": 3.0, "place": None}
    plants = small(section=SECTION, red_flags=FIRE)
    plants.assess(answers)

    assert answers == {"signs": ("flames", "none"), "water": 3.0, "place": None}


def test_answers_are_taken_as_json_has_them():
    plants = small(section=SECTION, red_flags=FIRE)

    report = plants.report({"signs": ["mould", "flames", "flames"], "water": 3.0, "place": None})

    assert report == plants.report({"place": None, "water": 3, "signs": ("flames", "mould")})
    assert report.assessment.answers["signs"] == ("flames", "mould")
    assert report.rulebook == plants.rulebook


KNOWN = "Known here: place, signs, water."
VERBS = ("route", "next_question", "assess", "result", "suggestions", "report")


@pytest.mark.parametrize("verb", VERBS)
def test_all_that_is_wrong_with_answers_is_said_at_once(verb):
    answers = {"watr": 3, "water": 21, "place": ["sunny"], "signs": ["mold", 7], "soil": None}

    with pytest.raises(Unusable) as raised:
        getattr(small(), verb)(answers)

    assert raised.value.problems == (
        Problem('answers: "watr"', "There is no such question.", 'Did you mean "water"?'),
        Problem(
            'answers: "water"',
            "21 is not an answer to it.",
            "Enter a number of cups a week between 0 and 20, whole or half.",
        ),
        Problem(
            'answers: "place"',
            '["sunny"] is not the name of a choice.',
            'Write "sunny".',
        ),
        Problem(
            'answers: "signs"',
            "7 is not the name of a choice.",
            "Known here: flames, yellow, brown, mould, webs, dust, none.",
        ),
        Problem(
            'answers: "soil"', "There is no such question.", "Known here: place, signs, water."
        ),
    )


def test_fired_flags_are_those_of_the_answers_so_far():
    plants = small(section=SECTION, red_flags=FIRE)

    assert plants.assess({}).red_flags == ()
    assert [each.id for each in plants.assess({"signs": ("flames",)}).red_flags] == ["fire"]


def test_notes_are_those_of_the_answered_questions_that_hold():
    plants = small(section=SECTION)
    flames = {"signs": ("flames",)}

    assert plants.assess(flames).notes == ()
    assert plants.assess(flames | {"rescue": None}).notes == (ShownLine("Take care."),)
    assert plants.assess(flames | {"rescue": "nobody"}).notes == (
        ShownLine("Take care."),
        ShownLine("Do it now."),
    )
    assert plants.assess({"signs": ("none",), "rescue": "nobody"}).notes == ()


def test_a_rule_base_with_problems_is_not_loaded_and_all_are_named():
    texts = files(red_flags=FIRE + flag("dry", "watr < 1"))
    texts["sources.toml"] = texts["sources.toml"].replace("[handbook]", "[handbok]")

    with pytest.raises(Unusable) as raised:
        loaded(texts)

    assert sorted(problem.what for problem in raised.value.problems) == [
        'No question, derived value or factor has the id "watr".',
        *['There is no source "handbook".'] * 3,
    ]


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(Unusable) as raised:
        Questionnaire.load(tmp_path / "none")

    assert raised.value.problems == (
        Problem(
            str(tmp_path / "none"),
            "There is no such folder.",
            "Name a folder that holds a rule base.",
        ),
    )


def test_what_would_be_too_large_for_the_engine_is_refused_while_loading():
    chain = "".join(
        f'[[derived]]\nid = "d{number + 1}"\nvalue = "min(d{number}, d{number})"\n'
        for number in range(40)
    )
    section = QUESTIONS + '[[derived]]\nid = "d0"\nvalue = "water"\n' + chain
    texts = files(section=section)
    texts["factors/thirst.toml"] = texts["factors/thirst.toml"].replace(
        "weight = 2", "weight = 1001"
    )

    with pytest.raises(Unusable) as raised:
        loaded(texts)

    assert raised.value.problems == (
        Problem(
            'sections/care.toml: derived "d7", value',
            "With the derived values in it, it has more than 500 parts.",
            "Let derived values use fewer others.",
        ),
        Problem(
            'factors/thirst.toml: rule "thirst_dry", weight',
            "The weight is 1001; 1000 is the limit.",
            "Write 1, 2 or 3.",
        ),
    )
