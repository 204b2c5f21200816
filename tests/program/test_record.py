import json
import re

from houseplants import (
    ALL,
    EMERGENCY,
    HOSTILE,
    MOULD,
    assessment,
    drowning,
    hostile_report,
    less_water,
    report,
)
from msgspec.structs import replace

from questionnaire.inference.assessment import SetAside
from questionnaire.report.record import differences, given_answers, record

FIXED = {
    "rulebook",
    "answers",
    "urgency",
    "red_flags",
    "factors",
    "totals",
    "unanswered",
    "set_aside",
    "recommendation",
}


def read(case):
    return json.loads(record(report(case)))


def test_hostile_text_is_kept_exactly_and_steers_no_terminal():
    written = record(hostile_report()).decode()

    assert not set(written) & set("\x1b\x07\x9b\u202e\u202c")
    assert json.loads(written)["headline"] == HOSTILE


def test_a_record_holds_what_was_concluded_and_why():
    value = read(EMERGENCY)

    assert value.keys() >= FIXED
    assert value["rulebook"] == {"id": "houseplants", "version": "1.2.3", "digest": "0123abcd"}
    assert (
        value["red_flags"][0].items()
        >= {
            "id": "fire",
            "urgency": "now",
            "advice": ["Call the fire brigade."],
            "evidence": [{"question": "signs", "answer": ["flames"]}],
            "sources": ["book"],
        }.items()
    )
    factor = value["factors"][0]
    assert [factor[key] for key in ("id", "name", "total", "level", "grade")] == [
        "drowning",
        "Too much water",
        4,
        "high",
        "C",
    ]
    assert factor["findings"][0] == {
        "rule": "drowning_cups",
        "weight": 3,
        "because": "It gets 12 cups a week.",
        "evidence": [{"question": "water", "answer": 12}, {"factor": "shade", "total": 2}],
        "sources": ["book"],
    }
    assert value["totals"] == {"drowning": 4, "shade": 2}


def test_a_record_holds_what_could_change_it():
    written = json.loads(record(report(None, less_water("less water"))))

    assert written["suggestions"] == [
        {
            "question": "water",
            "answer": 3,
            "words": "less water",
            "factor": "drowning",
            "level": None,
            "urgency": None,
        }
    ]


def test_every_record_holds_the_recommendation_at_its_end():
    for case in ALL.values():
        value = read(case)
        assert value["recommendation"] == ["Show it to a gardener."]
        assert list(value)[-1] == "recommendation"


def test_a_record_is_the_same_whatever_the_order_of_the_answers():
    one = assessment(answers={"signs": ("flames", "mould"), "water": 7.0, "light": None})
    other = assessment(answers={"light": None, "water": 7, "signs": ("mould", "flames")})

    assert record(report(one)) == record(report(other))
    assert re.search(rb'"water": 7,', record(report(one)))
    assert record(report(one)).endswith(b"}\n")


def test_given_answers_are_those_of_the_person_alone():
    case = assessment(
        answers={"water": 2, "signs": ("mould",), "light": "dark"},
        assumed=("light", "water"),
        set_aside=(SetAside("signs", ("none",)), SetAside("light", "sunny")),
    )

    assert given_answers(report(case)) == {"signs": ["mould", "none"], "light": "sunny"}


def test_not_sure_is_null():
    assert read(assessment())["answers"] == {"signs": ["brown"], "water": 12, "light": None}


def test_texts_of_every_script_are_written_as_they_are():
    case = assessment(factors=(drowning("植物 🌵 <b> \x1b"),))

    written = record(report(case))

    assert "植物 🌵 <b> \\u001b".encode() in written
    assert json.loads(written)["factors"][0]["advice"][0] == "植物 🌵 <b> \x1b"


def test_a_record_differs_in_nothing_from_itself():
    for case in ALL.values():
        assert differences(read(case), report(case)) == ()


def test_what_another_rule_base_concludes_is_listed():
    lower = replace(drowning(), level="low", total=3, findings=drowning().findings[:1])
    now = assessment(
        factors=(lower,), totals={"drowning": 3, "shade": 2}, urgency="week", red_flags=(MOULD,)
    )

    assert differences(read(assessment()), report(now)) == (
        "urgency: any before, week now",
        "red flag mould: none before, week now",
        "level drowning: high before, low now",
        "total drowning: 4 before, 3 now",
        "rule drowning_sun: -1 before, none now",
    )


def test_what_is_no_record_differs_in_nothing():
    for other in (None, [], "x", {}, {"answers": {}}, {**read(EMERGENCY), "totals": {"a": "b"}}):
        assert differences(other, report(EMERGENCY)) == ()
