import json
import os
import stat
from fractions import Fraction
from pathlib import Path

import pytest
from gardening import KIND, PESTS, RULEBOOK, SIGNS, WATER
from hypothesis import given
from hypothesis import strategies as st

from questionnaire.inference.assessment import Identity
from questionnaire.knowledge.answers import as_json, check_answer, number_wanted
from questionnaire.knowledge.model import NumberQuestion
from questionnaire.knowledge.problems import Problem, nearest
from questionnaire.saved import answers_file
from questionnaire.saved.answers_file import (
    MOST_BYTES,
    about_left_out,
    load_answers,
    read_answers,
    save_answers,
)
from questionnaire.saved.refusals import unreadable

ANSWERS = {"kind": "fern", "signs": ("yellow", "brown"), "water": 3.5, "pests": None}
THIS = f"houseplants 1.0 ({RULEBOOK.digest[:12]})"
NOT_A_NUMBER = "Enter a number of cups a week between 0 and 20, whole or half."


def number(low, high, step=1, unit="weeks"):
    low, high, step = Fraction(low), Fraction(high), Fraction(step)
    return NumberQuestion(id="q", section="s", text="?", unit=unit, low=low, high=high, step=step)


def read(content, rulebook=RULEBOOK):
    text = content if isinstance(content, bytes) else json.dumps(content).encode()
    return read_answers(text, rulebook, "file")


def problem(content):
    saved = read(content)
    assert not saved.answers
    (only,) = saved.problems
    return str(only)


@pytest.mark.parametrize(
    ("question", "raw", "answer"),
    [
        (WATER, 3, 3),
        (WATER, 3.0, 3),
        (WATER, 3.5, 3.5),
        (WATER, None, None),
        (KIND, "fern", "fern"),
        (SIGNS, ["brown", "yellow"], ("yellow", "brown")),
        (SIGNS, ["brown", "brown"], ("brown",)),
        (SIGNS, ("none", "brown"), ("brown", "none")),
        (SIGNS, [], None),
        (number(0, 1, Fraction(1, 10)), 0.3, 0.3),
    ],
)
def test_an_answer_that_fits_is_kept(question, raw, answer):
    checked = check_answer(question, raw)

    assert checked == answer
    assert type(checked) is type(answer)


@pytest.mark.parametrize(
    ("question", "raw", "what", "how"),
    [
        (WATER, 21, "21 is not an answer to it.", NOT_A_NUMBER),
        (WATER, -0.5, "-0.5 is not an answer to it.", NOT_A_NUMBER),
        (WATER, 0.25, "0.25 is not an answer to it.", NOT_A_NUMBER),
        (WATER, True, "true is not an answer to it.", NOT_A_NUMBER),
        (WATER, "3", '"3" is not an answer to it.', NOT_A_NUMBER),
        (WATER, float("inf"), "Infinity is not an answer to it.", NOT_A_NUMBER),
        (WATER, 10**400, "1" + 56 * "0" + "... is not an answer to it.", NOT_A_NUMBER),
        (KIND, "ferm", 'There is no choice "ferm".', 'Did you mean "fern"?'),
        (KIND, 2, "2 is not the name of a choice.", "Known here: cactus, fern, orchid."),
        (KIND, "xyzzy", 'There is no choice "xyzzy".', "Known here: cactus, fern, orchid."),
        (SIGNS, "brown", '"brown" is not a list of choices.', 'Write ["brown"].'),
        (SIGNS, "brwn", '"brwn" is not a list of choices.', None),
        (SIGNS, ["brown", 1], "1 is not the name of a choice.", None),
        (
            SIGNS,
            ["browm", "flame", "brown"],
            'There is no choice "browm", "flame".',
            'Did you mean "brown"? Did you mean "flames"?',
        ),
    ],
)
def test_an_answer_that_does_not_fit_is_a_problem(question, raw, what, how):
    found = check_answer(question, raw)

    assert isinstance(found, Problem)
    assert found.where == f'answer to "{question.id}"'
    assert found.what == what
    assert how in (None, found.how)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (number(0, 520), "Enter a whole number of weeks between 0 and 520."),
        (number(0, 16, "1/2"), "Enter a number of weeks between 0 and 16, whole or half."),
        (number(0, 500, 5), "Enter a whole number of weeks between 0 and 500, in steps of 5."),
        (number("1/2", 9), "Enter a number of weeks between 0.5 and 9, in steps of 1."),
        (number(1, 9, unit=""), "Enter a whole number between 1 and 9."),
    ],
)
def test_the_person_is_told_what_to_enter(question, sentence):
    assert number_wanted(question) == sentence


@pytest.mark.parametrize(
    ("name", "known", "said"),
    [
        ("lihgt", ["light", "water"], 'Did you mean "light"?'),
        ("LIGHT", ["light", "water"], 'Did you mean "light"?'),
        ("xyz", ["light", "water"], "Known here: light, water."),
        ("xyz", [], ""),
        (
            "pale_leaf",
            [f"place_{number}" for number in range(60)] + ["leaves"],
            "The nearest of the 61 known here are place_9, place_8, place_7.",
        ),
        (
            "xyz",
            [f"place_{number}" for number in range(60)],
            "None of the 60 known here is like it.",
        ),
    ],
)
def test_a_name_that_is_not_known_gets_what_may_be_meant(name, known, said):
    assert nearest(name, known) == said


def test_values_are_shown_short_and_safe():
    deep = []
    for _ in range(100_000):
        deep = [deep]

    assert as_json("é") == '"é"'
    assert as_json("\x1b[2J\u202e\ud800") == '"\\u001b[2J\\u202e\\ud800"'
    assert len(as_json("x" * 1000)) == 60
    assert as_json(deep) == "a deeply nested value"


def test_what_was_saved_is_read_again(tmp_path):
    file = tmp_path / "answers.json"
    save_answers(file, RULEBOOK, ANSWERS)

    saved = load_answers(file, RULEBOOK)

    assert saved.answers == ANSWERS
    assert saved.header == Identity("houseplants", "1.0", RULEBOOK.digest)
    assert not saved.problems
    assert not saved.left_out
    assert not about_left_out(saved, RULEBOOK)


def test_a_record_is_an_answers_file():
    assert read({"answers": {"kind": "fern"}, "urgency": "later", "totals": {}}).answers == {
        "kind": "fern"
    }


def test_all_problems_are_said_at_once():
    saved = read({"answers": {"kin": "fern", "water": 99, "signs": ["x"], "kind": "fern"}})

    assert saved.answers == {"kind": "fern"}
    assert [str(each) for each in saved.problems] == [
        'file: "kin"\n  There is no such question.\n  Did you mean "kind"?',
        f'file: "water"\n  99 is not an answer to it.\n  {NOT_A_NUMBER}',
        'file: "signs"\n  There is no choice "x".\n  Known here: brown, flames, none, yellow.',
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "It is not JSON: Expecting property name"),
        (b" \n", 'It is empty.\n  Write {"answers": {"question_id": value, ...}}.'),
        (b'{"answers":\n?}', "(line 2, column 1).\n  Mend it there."),
        (b"\xff\xfe{}", "It is not UTF-8 text: byte 0 is none of it."),
        (b"[1]", "It holds [1], not an object."),
        (b"[" * 100_000, "It is nested too deep to hold answers."),
        (
            b'{"answers": {"water": -1e999}}',
            "It holds -1e999, a number that is too large to be an answer.",
        ),
        (b'{"answers": {"water": NaN}}', "It holds NaN, which is not a number."),
        (b'{"answers": {"water": -Infinity}}', "It holds -Infinity, which is not a number."),
        (
            b'{"answers": {"water": 1, "water": 2}}',
            'These names stand twice in one object: "water".',
        ),
        (b'{"answers": {"water": ' + b"9" * 5000 + b"}}", "It holds a number that is too"),
        (b" " * (MOST_BYTES + 1), "It has more than 3,000,000 bytes."),
        ({}, "file: answers\n  It is missing."),
        ({"answers": [1]}, "file: answers\n  It is [1]."),
        ({"anwers": {}}, 'no key "anwers" in a sheet of answers.\n  Did you mean "answers"?'),
        ({"answers": {}, "earler": [], "words": {}}, 'Did you mean "earlier"?'),
        ({"answers": {}, "rulebook": 3}, "file: rulebook\n  It is 3, not an object."),
        ({"answers": {}, "rulebook": {"id": 3}}, "file: rulebook\n  3 is not text."),
    ],
)
def test_a_file_that_is_no_answers_file_is_one_problem(content, said):
    assert said in problem(content)


def test_a_link_that_leads_nowhere_is_called_that(tmp_path):
    (link := tmp_path / "mine.json").symlink_to("gone")

    (found,) = load_answers(link, RULEBOOK).problems
    assert found.how == "It is a link that leads nowhere."


def test_a_mark_of_byte_order_does_no_harm():
    assert read(b'\xef\xbb\xbf{"answers": {"water": 1}}').answers == {"water": 1}


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reading(content):
    assert read(content).problems


@given(
    st.dictionaries(
        st.sampled_from([*RULEBOOK.questions, "other"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
            lambda inner: st.lists(inner, max_size=3),
            max_leaves=5,
        ),
    )
)
def test_every_value_is_an_answer_or_a_problem(raw):
    saved = read_answers(
        json.dumps({"answers": raw}).replace("NaN", "1").replace("Infinity", "1").encode(),
        RULEBOOK,
        "file",
    )

    assert len(saved.answers) + len(saved.problems) == len(raw)


@pytest.mark.parametrize(
    "header", [{"id": "other"}, {"version": "0"}, {"id": "houseplants", "digest": "zzz"}]
)
def test_answers_to_another_rule_base_are_kept_as_far_as_they_fit(header):
    saved = read({"rulebook": header, "answers": {"kind": "fern", "soil": "dry", "water": 99}})

    assert saved.answers == {"kind": "fern"}
    assert not saved.problems
    assert [each.where for each in saved.left_out] == ['file: "soil"', 'file: "water"']
    first, *rest = about_left_out(saved, RULEBOOK)
    assert f" to {THIS}. The answers that still fit are kept." in first
    assert rest == [
        'file: "soil": There is no such question.',
        'file: "water": 99 is not an answer to it.',
    ]


def test_another_version_that_fits_is_said_too():
    saved = read({"rulebook": {"id": "houseplants", "version": "0"}, "answers": {"water": 1}})

    assert about_left_out(saved, RULEBOOK) == (
        (
            "The questionnaire has changed since these answers were given, "
            f"from houseplants 0 to {THIS}. All of them still fit."
        ),
    )
    assert about_left_out(saved, RULEBOOK, releases=False) == (
        "The questionnaire has changed since these answers were given. All of them still fit.",
    )


def test_a_file_that_cannot_be_read_is_a_problem(tmp_path):
    def told(problem):
        return problem.what.removeprefix("The file cannot be read: "), problem.how

    def said(path):
        (problem,) = load_answers(path, RULEBOOK).problems
        assert problem.where == str(path)
        return told(problem)

    (tmp_path / "answers.json").touch()
    gone = "No such file or directory."
    refused = PermissionError(13, "Permission denied")

    assert said(tmp_path / "anwsers.json") == (gone, f'Did you mean "{tmp_path}/answers.json"?')
    assert said(tmp_path / "x") == (gone, f"Nothing in {tmp_path} has a name like it.")
    assert said(tmp_path / "no" / "x") == (gone, f"There is no folder {tmp_path}/no to look in.")
    assert said(tmp_path) == ("Is a directory.", "Name a file in it.")
    assert said(tmp_path / "answers.json" / "x") == ("Not a directory.", "Name another file.")
    assert said(Path("a\0b")) == ("no name can hold such a character.", "Name another file.")
    assert told(unreadable(tmp_path, refused)) == (
        "Permission denied.",
        "Name a file that you may read.",
    )


def test_only_the_owner_may_read_the_file(tmp_path):
    file = tmp_path / "answers.json"
    file.write_text("{}")
    file.chmod(0o644)

    save_answers(file, RULEBOOK, ANSWERS)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["answers.json"]  # noqa: PTH208 - the names are what counts


def test_links_are_followed_to_the_file(tmp_path):
    file, link = tmp_path / "real.json", tmp_path / "link.json"
    link.symlink_to(file)

    save_answers(link, RULEBOOK, ANSWERS)

    assert link.is_symlink()
    assert load_answers(file, RULEBOOK).answers == ANSWERS


@pytest.mark.parametrize("step", ["fsync", "write", "replace"])
def test_a_failed_save_leaves_the_old_file_and_no_litter(tmp_path, monkeypatch, step):
    file = tmp_path / "answers.json"
    save_answers(file, RULEBOOK, ANSWERS)
    before = file.read_bytes()

    def fail(*_, **__):
        raise OSError(28, "No space left on device")

    if step == "fsync":
        monkeypatch.setattr(os, "fsync", fail)
    elif step == "write":
        monkeypatch.setattr(answers_file.json, "dumps", fail)
    else:
        monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="No space left"):
        save_answers(file, RULEBOOK, {"water": 1})

    assert file.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["answers.json"]


def test_an_interrupted_save_leaves_no_litter(tmp_path, monkeypatch):
    def interrupt(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        save_answers(tmp_path / "answers.json", RULEBOOK, ANSWERS)

    assert not list(tmp_path.iterdir())


def test_a_device_a_pipe_or_a_folder_is_never_replaced(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    for place in (pipe, tmp_path):
        with pytest.raises(OSError, match=r"it is (a folder|not an ordinary file)"):
            save_answers(place, RULEBOOK, ANSWERS)
    with pytest.raises(OSError, match="No such file or directory"):
        save_answers(tmp_path / "missing" / "answers.json", RULEBOOK, ANSWERS)


def test_the_largest_list_of_pests_survives(tmp_path):
    every = tuple(choice.id for choice in PESTS.choices)
    save_answers(tmp_path / "a.json", RULEBOOK, {"pests": every})

    assert load_answers(tmp_path / "a.json", RULEBOOK).answers == {"pests": every}
