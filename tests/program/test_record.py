import json
import re
from datetime import date

from assessments import (
    ALL,
    EMERGENCY,
    HOSTILE,
    MOULD,
    assessment,
    drowning,
    hostile_report,
    less_water,
    report,
    rulebook,
)
from msgspec.structs import replace

from questionnaire.inference.assessment import SetAside, ShownLine, ShownNotice
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


def test_what_nobody_sees_is_written_so_that_it_is_seen():
    hidden = "a\x7fb\xadc\u061cd\u200be\u200ff\u2060g\ufeffh"

    written = record(report(assessment(headline=hidden))).decode()

    assert written.isascii()
    assert json.loads(written)["headline"] == hidden


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
            "sources": ["handbook"],
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
        "sources": ["handbook"],
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
    one = assessment(answers={"signs": ("flames", "mould"), "water": 7.0, "place": None})
    other = assessment(answers={"place": None, "water": 7, "signs": ("mould", "flames")})

    assert record(report(one)) == record(report(other))
    assert re.search(rb'"water": 7,', record(report(one)))
    assert record(report(one)).endswith(b"}\n")


def test_given_answers_are_those_of_the_person_alone():
    case = assessment(
        answers={"water": 2, "signs": ("mould",), "place": "dark"},
        assumed=("place", "water"),
        set_aside=(SetAside("signs", ("none",)), SetAside("place", "sunny")),
    )

    assert given_answers(report(case)) == {"signs": ["mould", "none"], "place": "sunny"}


def test_not_sure_is_null():
    assert read(assessment())["answers"] == {"signs": ["brown"], "water": 12, "place": None}


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


# Words --------------------------------------------------------------------------------------------


def test_a_record_holds_the_day_and_the_words_that_were_seen():
    case = assessment(
        answers={"place": "dark", "water": 12.0, "signs": ("mould", "brown")}, assumed=("place",)
    )
    value = json.loads(record(replace(report(case), day=date(2026, 11, 27))))

    assert value["day"] == "2026-11-27"
    assert value["words"] == {
        "signs": {"question": "What do you see?", "answer": "brown tips; white mould"},
        "water": {
            "question": "How much water does it get?",
            "answer": "12 cups a week",
        },
    }
    assert read(assessment())["day"] is None
    assert read(assessment())["words"]["place"]["answer"] == "no idea"


def test_words_that_differ_are_listed_after_what_is_concluded():
    known = rulebook(name="Drowned roots")
    water = replace(known.questions["water"], text="How many cups?", unit="mugs a week")
    known = replace(known, questions={**known.questions, "water": water})
    case = assessment(
        headline="No need to look, ever",
        red_flags=(replace(MOULD, sign="mould", advice=()),),
        factors=(
            replace(
                drowning("It drowns."),
                name="Drowned roots",
                level="low",
                advice=(ShownLine("Pour away what stands."), ShownLine("Wait.")),
                cautions=(),
            ),
        ),
        notices=(ShownNotice("n", "New.", ()),),
        recommendation=(ShownLine("Do not show it."),),
    )
    before = read(assessment(red_flags=(MOULD,), notices=(ShownNotice("n", "Old.", ()),)))

    assert differences(before, report(case, known=known)) == (
        "level drowning: high before, low now",
        "headline: “Look again, some time” before, “No need to look, ever” now",
        "question water: “How much water does it get?” before, “How many cups?” now",
        "answer to water: “12 cups a week” before, “12 mugs a week” now",
        "sign of mould: “white mould on the soil” before, “mould” now",
        "advice of mould: “Change the soil.” before, nothing now",
        "name of drowning: “Too much water” before, “Drowned roots” now",
        "advice of drowning: “It gets 12 cups a week.” before, “Wait.” now",
        "cautions of drowning: “Never pull the plant.” before, nothing now",
        "reason drowning_cups: “It gets 12 cups a week.” before, “It drowns.” now",
        "notice n: “Old.” before, “New.” now",
        "recommendation: “Show it to a gardener.” before, “Do not show it.” now",
    )


def test_lines_in_another_order_differ():
    lines = drowning().advice
    case = assessment(factors=(replace(drowning(), advice=lines[::-1]),))

    assert differences(read(assessment()), report(case)) == (
        "advice of drowning: the same lines, in another order now",
    )


def test_a_record_of_an_older_release_holds_no_words_to_differ():
    before = read(assessment())
    del before["words"], before["day"]

    assert differences(before, report(assessment())) == ()
