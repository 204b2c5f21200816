"""Answers of several days: kept in one file, asked again, compared."""

import json
import os
from datetime import date
from types import SimpleNamespace

import pytest
from commands import LINES, RECOMMENDED, WEBS, plants, run
from gardening import RULEBOOK
from houseplants import flag, small
from spoiling import HOUSEPLANTS, spoilt
from terminal import Key, program

from questionnaire.cli.sheets import written_on
from questionnaire.knowledge.bearing import asked_anew
from questionnaire.saved.answers_file import (
    MOST,
    Sheet,
    answers_text,
    earlier_answers,
    read_answers,
    sheet_of,
)

BEFORE, FIRST, LATER = date(2026, 1, 2), date(2026, 1, 31), date(2026, 3, 1)
HEADER = {"id": RULEBOOK.id, "version": RULEBOOK.version, "digest": RULEBOOK.digest}
AGAIN = "5\n\n\n\n\n8\n\n1\n"
"""Webs again; all else as it was, but 8 hours of light; show the summary."""


def read(content):
    return read_answers(json.dumps(content).encode(), RULEBOOK, "file")


def sheet(answers, day=None, **more):
    dated = {"day": day.isoformat()} if day else {}
    return {**dated, "answers": answers, **more}


# The file -----------------------------------------------------------------------------------------


def test_a_file_holds_the_last_sheet_and_those_before_it():
    first, second = sheet({"water": 1}, BEFORE), sheet({"water": 2}, FIRST)
    last = read(sheet({"water": 3}, LATER, earlier=[second, first]))

    assert last.problems == ()
    assert [(each.day, each.answers) for each in last.series] == [
        (BEFORE, {"water": 1}),
        (FIRST, {"water": 2}),
        (LATER, {"water": 3}),
    ]


def test_a_file_of_an_older_release_is_one_sheet_without_a_day():
    last = read({"rulebook": HEADER, "answers": {"water": 3}})

    assert (last.day, last.earlier, last.answers) == (None, (), {"water": 3})
    assert answers_text(RULEBOOK, last.answers) == (
        json.dumps({"rulebook": HEADER, "answers": {"water": 3}}, indent=2).encode() + b"\n"
    )


def test_earlier_sheets_are_written_as_they_were_read_even_what_fits_no_more():
    other = {"id": "houseplants", "version": "0", "digest": ""}
    first = {"rulebook": other, "day": "2026-01-02", "answers": {"soil": "dry", "water": 99.5}}
    last = read({"rulebook": HEADER, **sheet({"kind": "fern"}, FIRST, earlier=[first])})
    assert [len(each.left_out) for each in last.series] == [2, 0]

    new = sheet_of(LATER, last)
    written = json.loads(answers_text(RULEBOOK, {"water": 3}, new.day, new.earlier))

    assert list(written) == ["rulebook", "day", "answers", "earlier"]
    assert (written["day"], written["answers"]) == ("2026-03-01", {"water": 3})
    assert written["earlier"] == [
        {"rulebook": HEADER, "day": "2026-01-31", "answers": {"kind": "fern"}},
        first,
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (sheet({}, earlier=3), "file: earlier\n  It is 3, not a list of sheets."),
        (sheet({}, earlier=None), "file: earlier\n  It is null, not a list of sheets."),
        (sheet({}, earlier=[3]), "file: earlier sheet 1\n  It is 3, not an object."),
        (sheet({}, earlier=[{}]), "file: earlier sheet 1: answers\n  It is missing."),
        (
            sheet({}, earlier=[sheet({}), sheet({"watr": 1})]),
            'file: earlier sheet 2: "watr"\n  There is no such question.\n  Did you mean "water"?',
        ),
        *(
            (
                {"day": day, "answers": {}},
                f'file: day\n  {json.dumps(day)} is not a day.\n  Write it as in "2026-11-27".',
            )
            for day in ("yesterday", "2026-02-30", 20260131, "2026-01-31T10:00:00", "20260131", [])
        ),
        (
            {"day": "\ud800", "answers": {}},
            'file: day\n  "\\ud800" is not a day.\n  Write it as in "2026-11-27".',
        ),
        (
            sheet({}, earlier=[sheet({f"a{n}_{m}": 1 for n in range(1000)}) for m in range(31)]),
            f"file: answers\n  They are 31,000; {MOST:,} is the limit.",
        ),
    ],
)
def test_a_mistake_in_any_sheet_is_named(content, said):
    (problem,) = read(content).problems

    assert str(problem).startswith(said)


def test_a_wrong_day_hides_no_other_mistake():
    last = read({"rulebook": 3, "day": "soon", "answers": {"watr": 1}})

    assert [each.where for each in last.problems] == [
        "file: rulebook",
        "file: day",
        'file: "watr"',
    ]


def test_all_mistakes_of_all_sheets_are_named_at_once():
    last = read(sheet({"water": 99}, earlier=[sheet({"kind": "ferm"}), {"day": 3, "answers": {}}]))

    assert [each.where for each in last.problems] == [
        'file: "water"',
        'file: earlier sheet 1: "kind"',
        "file: earlier sheet 2: day",
    ]


# The next sheet -----------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [FIRST, date(2026, 1, 30)])
def test_on_the_same_day_one_goes_on_even_if_that_is_yesterday_where_one_is_now(day):
    last = read(sheet({"water": 1}, FIRST))

    assert sheet_of(day, last) == last


@pytest.mark.parametrize("day", [date(2026, 2, 1), LATER, date(2026, 1, 29), date.min])
def test_a_later_day_begins_a_new_sheet_and_so_does_a_clock_that_was_mended(day):
    last = read(sheet({"water": 2}, FIRST, earlier=[sheet({"water": 1}, BEFORE)]))
    new = sheet_of(day, last)

    assert (new.day, new.answers) == (day, {})
    assert [each.day for each in new.series] == [BEFORE, FIRST, day]


def test_what_was_answered_last_is_kept_ready_but_for_warning_signs():
    first = read(sheet({"kind": "fern", "water": 1, "pests": ["pest_1"]}, BEFORE))
    second = read(sheet({"water": 2, "signs": ["yellow"], "pests": None}, FIRST))
    new = Sheet(answers={}, day=LATER, earlier=(second, first))

    assert earlier_answers(new, RULEBOOK) == {"kind": "fern", "water": 2}
    assert earlier_answers(first, RULEBOOK) == {}


@pytest.mark.parametrize(
    ("conditions", "anew"),
    [
        (["'webs' in signs"], {"signs"}),
        (["'webs' in signs", "'flames' in signs and place == 'dark'"], {"signs"}),
        (["'webs' in signs and place == 'dark'"], {"signs", "place"}),
        (["place == 'dark' and water > 3"], {"place"}),
        (["water > 3"], set()),
    ],
)
def test_every_warning_sign_is_looked_at_anew_in_some_list(conditions, anew):
    flags = "".join(flag(f"flag_{n}", one) for n, one in enumerate(conditions))

    assert asked_anew(small(red_flags=flags).rulebook) == anew


# Being asked again --------------------------------------------------------------------------------


@pytest.fixture
def answered(tmp_path, monkeypatch):
    """Answers on a first day; returns the file, and what sets the day."""
    file = tmp_path / "plant.json"

    def be(day):
        monkeypatch.setattr("questionnaire.cli.ask.today", lambda: day)

    be(FIRST)
    assert plants("--answers", file, input=LINES).exit_code == 0
    return file, be


def test_on_a_later_day_enter_keeps_the_old_answers_and_the_summary_says_what_changed(answered):
    file, be = answered
    be(LATER)
    last = json.loads(file.read_text())
    file.write_text(json.dumps({**last, "earlier": [sheet({}, BEFORE)]}))
    told = plants("--answers", file, input=AGAIN)

    assert told.exit_code == 0
    assert "With some questions your answer of last time is shown: Enter keeps it." in told.stdout
    assert "Your answer last time: fine webs" not in told.stdout
    assert "Your answer last time: a fern. Press Enter to keep it." in told.stdout
    assert "\nSince 31 January" in told.stdout
    said = "As urgent as then. Stands out less: “Too little light”. Answers: 1 new or changed."
    assert said in " ".join(told.stdout.split())
    written = json.loads(file.read_text())
    assert (written["day"], written["answers"]["light"]) == ("2026-03-01", 8)
    assert [each["day"] for each in written["earlier"]] == ["2026-01-31", "2026-01-02"]
    assert written["earlier"][0]["answers"]["light"] == 1


def test_on_the_same_day_one_goes_on_with_the_same_sheet(answered):
    file, _ = answered
    before = file.read_bytes()
    told = plants("--answers", file, input="1\n")

    assert "You have answered" in told.stdout
    assert "last time" not in told.stdout
    assert "Since" not in told.stdout
    assert file.read_bytes() == before


def test_a_new_sheet_that_was_broken_off_is_gone_on_with_and_still_knows_the_old_one(answered):
    file, be = answered
    be(LATER)
    plants("--answers", file, input="5\n\n")
    told = plants("--answers", file, input=AGAIN.removeprefix("5\n\n"))

    assert "You have answered 2 questions already." in told.stdout
    assert "Your answer last time: every day. Press Enter to keep it." in told.stdout
    written = json.loads(file.read_text())
    assert [written["day"], written["earlier"][0]["day"]] == ["2026-03-01", "2026-01-31"]


def test_what_another_program_writes_meanwhile_stays_and_ours_has_all_sheets(answered, monkeypatch):
    file, be = answered
    be(LATER)
    before = json.loads(file.read_text())

    def late(last, rulebook):
        file.write_text("of somebody else")
        return earlier_answers(last, rulebook)

    monkeypatch.setattr("questionnaire.cli.ask.earlier_answers", late)
    told = plants("--answers", file, input=AGAIN)

    ours = file.with_name("plant-2.json")
    assert f"your answers are kept in {ours} instead" in " ".join(told.stdout.split())
    assert file.read_text() == "of somebody else"
    assert json.loads(ours.read_text())["earlier"] == [before]


def test_where_all_is_answered_nothing_is_said_of_earlier_answers(answered):
    file, be = answered
    be(LATER)
    plants("--answers", file, input=AGAIN)

    assert "last time" not in plants("--answers", file, input="1\n").stdout


def test_a_day_on_which_nothing_is_answered_is_no_sheet(answered):
    file, be = answered
    before = file.read_bytes()
    be(LATER)
    plants("--answers", file, input="stop\n2\n")

    assert file.read_bytes() == before


@pytest.mark.parametrize(("written", "days"), [(BEFORE, ["2026-01-02"]), (LATER, [])])
def test_a_file_without_a_day_is_of_the_day_on_which_it_was_written(
    tmp_path, monkeypatch, written, days
):
    file = tmp_path / "plant.json"
    file.write_text(json.dumps({"answers": WEBS}))
    noon = 12 * 3600 + (written - date(1970, 1, 1)).days * 24 * 3600
    os.utime(file, (noon, noon))
    monkeypatch.setattr("questionnaire.cli.ask.today", lambda: LATER)
    plants("--answers", file, input="5\n")

    assert [each["day"] for each in json.loads(file.read_text()).get("earlier", [])] == days


def test_a_file_may_be_of_no_day_that_a_calendar_knows():
    def written(seconds):
        return written_on(SimpleNamespace(stat=lambda: SimpleNamespace(st_mtime=seconds)))

    assert written(2**40) is None
    assert written(2**70) is None
    assert written(0).year in (1969, 1970)


def test_an_old_sheet_with_a_mistake_starts_nothing(answered):
    file, be = answered
    content = json.loads(file.read_text())
    content["answers"]["light"] = 99
    file.write_text(json.dumps(content))
    before = file.read_bytes()
    be(LATER)
    refused = plants("--answers", file, input=LINES)

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert file.read_bytes() == before


def test_answers_that_are_kept_at_the_end_have_their_day(tmp_path, monkeypatch):
    monkeypatch.setattr("questionnaire.cli.ask.today", lambda: LATER)
    plants(input=f"{LINES}3\n{tmp_path / 'kept.json'}\n")

    assert json.loads((tmp_path / "kept.json").read_text())["day"] == "2026-03-01"


def test_a_second_day_at_a_terminal(tmp_path):
    file = tmp_path / "plant.json"
    file.write_text(
        json.dumps(
            sheet(
                {
                    "signs": ["none"],
                    "kind": "fern",
                    "owner": "mine",
                    "watering": "daily",
                    "cups": 2.5,
                    "light": 8,
                    "food": ["sticks", "coffee"],
                    "feeds": 3,
                },
                BEFORE,
            )
        )
    )
    with program("--rules", HOUSEPLANTS, "--answers", file, rows=40) as terminal:
        terminal.sees("your answer of last time is shown", "Press Enter to begin")
        terminal.press(Key.ENTER)
        terminal.sees("What do you see?", "[ ] none of these")
        terminal.press(Key.ENTER)  # keeps nothing: a warning sign
        terminal.sees("Nothing is ticked yet.")
        terminal.press("7", Key.ENTER)
        terminal.sees("Your answer last time: a fern.", "> 2 a fern")
        terminal.press(Key.ENTER)
        terminal.sees("Whose plant is it?", "> 1 mine")
        terminal.press(Key.ENTER)
        terminal.sees("How often do you water it?", "> 4 every day")
        terminal.press(Key.ENTER)
        terminal.sees("How many cups does it get each time?", "> 2.5")
        terminal.press(Key.ENTER)
        terminal.sees("How many hours of light", "> 8")
        terminal.press("1", Key.ENTER)
        terminal.sees("What do you feed it?", "[x] feeding sticks", "[x] coffee grounds")
        terminal.press("b")  # ticks of last time are no answer yet
        terminal.sees("Your answer so far: 1 hour.")
        assert "food" not in json.loads(file.read_text())["answers"]
        terminal.press(Key.ENTER)
        terminal.sees("What do you feed it?", "[x] coffee grounds")
        terminal.press(Key.ENTER)
        terminal.sees("How many times did you feed it", "> 3")
        terminal.press(Key.ENTER)
        terminal.sees("Are your answers right?")
        terminal.press(Key.ENTER)
        terminal.sees(RECOMMENDED)
        assert b"Since 2 January" in terminal.raw

    written = json.loads(file.read_text())
    assert written["answers"] | {"light": 8} == written["earlier"][0]["answers"]


# Comparing ----------------------------------------------------------------------------------------


@pytest.fixture
def twice(answered):
    file, be = answered
    be(LATER)
    plants("--answers", file, input=AGAIN)
    return file


def test_a_file_is_compared_day_by_day(twice):
    told = plants("compare", twice)

    assert told.exit_code == 0
    assert told.stderr == ""
    lines = [line.split("  ") for line in told.stdout.splitlines()]
    cells = [[cell.strip() for cell in line if cell.strip()] for line in lines]
    assert ["31 January 2026", "1 March 2026"] in cells
    assert ["Warning signs", *["Fine webs between the leaves"] * 2] in cells
    assert ["Too little light", "■□□ low", "□□□ not shown"] in cells
    assert any(cell[-2:] == ["1 hour", "8 hours"] for cell in cells)
    assert "What kind of plant" not in told.stdout
    assert RECOMMENDED in told.stdout


def test_files_and_records_are_compared_in_the_order_of_their_days(twice, tmp_path):
    old, undated, record = (tmp_path / name for name in ("old.json", "undated.json", "record.json"))
    old.write_text(json.dumps(sheet(WEBS, BEFORE)))
    undated.write_text(json.dumps(sheet(WEBS)))
    record.write_bytes(plants("assess", "--format", "json", twice).stdout_bytes)
    told = plants("compare", "--format", "markdown", twice, record, old, undated, old)

    assert told.exit_code == 0
    assert (
        f"|  | {undated} | 2 January 2026 | 31 January 2026 | 1 March 2026 {twice} | "
        f"1 March 2026 {record} |"
    ) in told.stdout.replace("\\_", "_").replace("\\-", "-")


def test_sheets_of_one_day_in_one_file_are_told_apart(tmp_path):
    file = tmp_path / "a.json"
    file.write_text(json.dumps(sheet(WEBS, FIRST, earlier=[sheet({"light": 9}, FIRST)])))
    told = plants("compare", "--format", "markdown", file)

    assert f"| 31 January 2026 {file} | 31 January 2026 {file} (2) |" in told.stdout.replace(
        "\\_", "_"
    ).replace("\\-", "-")


def test_one_sheet_cannot_be_compared(answered):
    file, _ = answered
    refused = plants("compare", file)

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.startswith(f"{file}\n  It holds one sheet of answers, and there is")


def test_all_files_that_cannot_be_compared_are_named(twice, tmp_path):
    broken = tmp_path / "broken.json"
    broken.write_text(json.dumps(sheet({"kind": "fernn"}, earlier=[sheet({"light": 99})])))
    refused = plants("compare", twice, broken, tmp_path / "missing.json")

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert f'{broken}: "kind"\n  There is no choice "fernn".' in refused.stderr
    assert f'{broken}: earlier sheet 1: "light"\n' in refused.stderr
    assert f"{tmp_path}/missing.json\n  The file cannot be read" in refused.stderr
    assert refused.stderr.endswith("3 problems.\nNothing was compared.\n")


def test_answers_to_another_rule_base_are_compared_as_far_as_they_fit(tmp_path):
    file = tmp_path / "a.json"
    old = sheet({"soil": "dry", "light": 1}, BEFORE, rulebook={"version": "0.1"})
    file.write_text(json.dumps(sheet({"light": 9}, FIRST, earlier=[old])))
    told = plants("compare", file)

    assert told.exit_code == 0
    assert (
        "2 January 2026: The questionnaire has changed since these answers were given, "
        "from a rule base 0.1 to "
    ) in told.stderr
    assert '"soil": There is no such question.' in told.stderr


def test_a_record_of_another_wording_names_the_words_that_differ(twice, tmp_path):
    record = tmp_path / "record.json"
    record.write_bytes(plants("assess", "--format", "json", twice).stdout_bytes)
    assert json.loads(record.read_bytes())["day"] == "2026-03-01"
    other = spoilt(
        tmp_path,
        ("sections/looks.toml", "What kind of plant is it?", "Which plant is it?"),
        ("sections/looks.toml", "fine webs", "thin webs"),
        ("red_flags.toml", "Keep it away from your other plants.", "It needs nobody."),
    )
    told = run("--rules", other, "assess", record)

    assert told.exit_code == 0
    for line in (
        "question kind: “What kind of plant is it?” before, “Which plant is it?” now",
        "answer to signs: “fine webs” before, “thin webs” now",
        "advice of mites: “Keep it away from your other plants.” before, “It needs nobody.” now",
    ):
        assert f"Different from the record: {line}.\n" in told.stderr.replace("..", ".")
