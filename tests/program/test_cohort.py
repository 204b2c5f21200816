"""Many sheets: a sheet a line, a result a line; what is wrong with one line stops no other."""

import json
import os
import pickle
import re
import signal
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from commands import plants
from spoiling import HOUSEPLANTS
from terminal import Terminal, wait_until
from walking import random_answer, walk

from questionnaire import Problem, Questionnaire, Unusable
from questionnaire.cli.processes import done_by_processes
from questionnaire.saved.answers_file import MOST_BYTES

PROGRAM = (sys.executable, "-m", "questionnaire", "--rules", str(HOUSEPLANTS))
COHORT = ("assess", "--format", "ndjson")
DRY = {"answers": {"kind": "fern", "signs": ["brown"]}}


@pytest.fixture(scope="module")
def known():
    return Questionnaire.load(HOUSEPLANTS)


def ndjson(*sheets):
    return "".join(f"{each if isinstance(each, str) else json.dumps(each)}\n" for each in sheets)


def assessed(text, *options):
    """Returns how the command ended, the results that it printed, and what it complained of."""
    done = plants(*COHORT, *options, "-", input=text)
    return done.exit_code, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def sheets(known, count):
    """Returns answers as people give them, and just any, of which much is set aside."""
    questions = known.rulebook.questions.items()
    for number in range(count):
        random = Random(number)  # noqa: S311 - keeps no secret
        if number % 2:
            yield walk(known, random)
        else:
            yield {id_: random_answer(random, question) for id_, question in questions}


# Results ------------------------------------------------------------------------------------------


def test_a_result_says_in_ids_and_numbers_what_the_assessment_says(known):
    for answers in sheets(known, 100):
        result, found = known.result(answers), known.assess(answers)

        assert result.urgency == found.urgency
        assert result.red_flags == tuple(flag.id for flag in found.red_flags)
        assert result.levels == {factor.id: factor.level for factor in found.factors}
        assert result.totals == found.totals
        assert result.unchecked == found.unchecked
        assert set(result.set_aside) == {each.question for each in found.set_aside}


def test_each_line_gets_the_result_of_its_answers_in_their_order(known):
    given = list(sheets(known, 450))  # three times what is assessed at once
    status, results, complaints = assessed(ndjson(*({"answers": each} for each in given)))

    assert (status, complaints) == (0, "")
    assert [each["line"] for each in results] == list(range(1, 451))
    for answers, result in zip(given, results, strict=True):
        assert result["urgency"] == known.assess(answers).urgency
        assert result["totals"] == known.assess(answers).totals


def test_a_result_says_whose_it_is_of_which_day_and_by_which_rules(known):
    sheet = {"id": "A-7", "day": "2026-11-27", "site": "left alone", **DRY}
    _, (result,), _ = assessed(ndjson(sheet))

    rulebook = known.rulebook
    assert result == {
        "line": 1,
        "id": "A-7",
        "day": "2026-11-27",
        "rulebook": {"id": rulebook.id, "version": rulebook.version, "digest": rulebook.digest},
        "urgency": result["urgency"],
        "red_flags": [],
        "levels": result["levels"],
        "totals": result["totals"],
        "unchecked": result["unchecked"],
        "set_aside": [],
        "left_out": [],
    }


def test_nothing_in_a_result_acts_on_a_terminal_or_breaks_its_line():
    done = plants(*COHORT, "-", input=ndjson({"id": "\x1b[2J\x9b\u2028\ud800", **DRY}))

    (line,) = done.stdout.splitlines()
    assert line.isascii()
    assert line.isprintable()


def test_the_last_sheet_of_a_file_of_answers_is_assessed(known):
    _, (result,), _ = assessed(ndjson({**DRY, "earlier": [{"answers": {"kind": "cactus"}}]}))

    assert result["totals"] == known.assess(DRY["answers"]).totals


def test_answers_to_another_rule_base_that_do_not_fit_are_named_in_the_result():
    sheet = {"rulebook": {"id": "garden"}, "answers": {"kind": "fern", "soil": "sand"}}
    status, (result,), complaints = assessed(ndjson(sheet, sheet).split("\n")[0])

    assert result["left_out"] == ["soil"]
    assert complaints == "Of 1 sheet some answers did not fit and were left out.\n"
    assert status == 0


def test_what_is_left_out_is_named_alike_whatever_the_name_of_the_file(tmp_path):
    sheet = {"rulebook": {"id": "garden"}, "answers": {"kind": "fern", "soil": "sand"}}
    (file := tmp_path / "may: all.ndjson").write_text(ndjson(sheet))

    assert json.loads(plants(*COHORT, str(file)).stdout)["left_out"] == ["soil"]


def test_a_line_may_hold_answers_in_fhir(known):
    told = plants("assess", "--format", "fhir", "-", input=json.dumps(DRY)).stdout
    bundle = {**json.loads(told), "id": "B-7"}
    status, (result,), complaints = assessed(ndjson(bundle, DRY).split("\n")[0])

    assert (status, complaints) == (0, "")
    assert (result["id"], result["totals"]) == ("B-7", known.assess(DRY["answers"]).totals)


def test_what_no_question_asks_in_a_response_is_named_in_the_result():
    items = [{"linkId": "soil", "answer": [{"valueString": "sand"}]}]
    items.append({"linkId": "kind", "answer": [{"valueCoding": {"code": "fern"}}]})
    response = {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": "https://plants.example/ailing",
        "authored": "May",
        "item": items,
    }
    _, (result,), _ = assessed(ndjson(response))

    assert result["left_out"] == ["soil", "authored"]


@pytest.mark.parametrize("between", ["\n", "\r\n", "\n\n \n"])
def test_lines_end_as_they_may(between):
    text = "\ufeff" + between.join([json.dumps(DRY)] * 3)
    status, results, complaints = assessed(text)

    assert (status, len(results), complaints) == (0, 3, "")


def test_no_line_gives_no_result():
    assert assessed("") == (0, [], "")


# What is wrong ------------------------------------------------------------------------------------


def test_a_broken_line_is_named_and_stops_no_other():
    broken = ("{", '{"answers": {"kind": "rose"}}', '{"answers": {"kin": "fern"}}', "[]")
    status, results, complaints = assessed(ndjson(DRY, *broken, DRY))

    assert status == 2
    assert [each["line"] for each in results] == [1, 6]
    assert complaints == (
        "standard input, line 2\n"
        "  It is not JSON: Expecting property name enclosed in double quotes (column 2).\n"
        "  Mend it there.\n"
        "\n"
        'standard input, line 3: "kind"\n'
        '  There is no choice "rose".\n'
        "  Known here: cactus, fern, orchid, other, plastic.\n"
        "\n"
        'standard input, line 4: "kin"\n'
        "  There is no such question.\n"
        '  Did you mean "kind"?\n'
        "\n"
        "standard input, line 5\n"
        "  It holds [], not an object.\n"
        '  Write {"answers": {"question_id": value, ...}}.\n'
        "\n"
        "4 of 6 sheets could not be assessed.\n"
    )


def test_a_cohort_that_is_taken_for_one_sheet_is_told_what_reads_it():
    done = plants("assess", "-", input=ndjson(DRY, DRY))

    assert done.exit_code == 2
    assert done.stderr == (
        "standard input\n"
        "  It is not JSON: Extra data (line 2, column 1).\n"
        "  questionnaire assess --format ndjson reads a sheet from each line.\n"
        "\n"
        "1 problem.\n"
    )


def test_a_line_that_is_too_long_is_not_read_and_the_next_one_is():
    text = ndjson("9" * (2 * MOST_BYTES + 5), DRY)
    status, (result,), complaints = assessed(text)

    assert (status, result["line"]) == (2, 2)
    assert complaints.startswith(
        "standard input, line 1\n  It has more than 3,000,000 bytes.\n\n1 of 2 sheets"
    )


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_assessed(tmp_path):
    file, none = tmp_path / "a.ndjson", tmp_path / "none.ndjson"
    file.write_text(ndjson(DRY, DRY))
    done = plants(*COHORT, file, none, file)

    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(each["file"], each["line"]) for each in results] == [
        (str(file), 1),
        (str(file), 2),
    ] * 2
    assert done.stderr == (
        f"{none}\n  The file cannot be read: No such file or directory.\n"
        f"  Nothing in {tmp_path} has a name like it.\n\n"
        "1 of 5 sheets could not be assessed.\n"
    )
    assert done.exit_code == 2


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--format", "ndjson", "--full"), "--full is for --format text"),
        (("--jobs", "2"), "--jobs is for --format ndjson."),
        (("--format", "ndjson", "--jobs", "0"), "0 is not in the range 1<=x<=256."),
    ],
)
def test_options_that_do_not_go_together_are_refused(options, says):
    done = plants("assess", *options, "-", input="")

    assert done.exit_code == 2
    assert says in done.stderr


# Processes ----------------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path):
    """A file of so many lines that several processes have to do with it, one of them broken."""
    lines = [DRY] * 700
    lines[350] = "{"
    (tmp_path / "c.ndjson").write_text(ndjson(*lines))
    return tmp_path / "c.ndjson"


def run(*arguments):
    return subprocess.run([*PROGRAM, *arguments], capture_output=True, check=False)


def test_several_processes_print_the_same_as_one(file):
    one, three = (run(*COHORT, "--jobs", jobs, str(file)) for jobs in ("1", "3"))

    assert one.stdout.count(b"\n") == 699
    assert (three.returncode, three.stdout, three.stderr) == (2, one.stdout, one.stderr)


def running(text):
    """Returns the ids of the processes that were started with a text in their environment."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if text in (process / "environ").read_bytes():
                found.append(int(process.name))
        except OSError:  # it has ended, or is somebody else's
            pass
    return found


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="Processes cannot be listed.")
@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, -15), (signal.SIGKILL, -9)]
)
def test_all_processes_end_however_the_program_is_ended(tmp_path, number, status):
    mark = f"COHORT={tmp_path}"
    os.mkfifo(tmp_path / "endless")
    with (
        Terminal(
            (*PROGRAM, *COHORT, "--jobs", "2", str(tmp_path / "endless")), COHORT=str(tmp_path)
        ) as terminal,
        (tmp_path / "endless").open("wb", buffering=0) as lines,
    ):
        lines.write(ndjson(*[DRY] * 1500).encode())
        terminal.sees('"line": ')
        assert len(running(mark.encode())) > 2
        os.kill(terminal.child.pid, number)
        assert terminal.ended() == status
    wait_until(lambda: running(mark.encode()) == [], "the end of all processes")

    assert b"Traceback" not in terminal.raw


def test_no_more_pieces_are_taken_than_are_soon_needed():
    taken = []
    pieces = (taken.append(number) or number for number in range(1000))
    made = done_by_processes(str, pieces, 2)

    assert [next(made), next(made)] == ["0", "1"]
    assert len(taken) < 10
    made.close()


def test_a_process_that_was_ended_from_outside_is_told(tmp_path):
    (tmp_path / "sitecustomize.py").write_text(
        "import sys, os\nif 'spawn_main' in ' '.join(sys.orig_argv): os._exit(1)\n"
    )
    done = subprocess.run(
        [*PROGRAM, *COHORT, "--jobs", "2", "-"],
        input=ndjson(DRY).encode(),
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        check=False,
    )

    assert done.returncode == 2
    assert done.stderr.decode().endswith(
        "--jobs\n"
        "  A process that assessed was ended from outside. What was printed until then is right.\n"
        "  Ask for fewer processes if memory was short.\n"
        "\n"
        "1 problem.\n"
    )


def test_a_questionnaire_reaches_another_process_by_its_rule_base(known):
    again = pickle.loads(pickle.dumps(known))  # noqa: S301 - it is our own

    assert again.rulebook == known.rulebook
    assert again.assess(DRY["answers"]) == known.assess(DRY["answers"])


def test_what_is_wrong_with_answers_reaches_another_process_whole():
    unusable = Unusable([Problem("answers", "They are odd.", "Mend them.")])
    again = pickle.loads(pickle.dumps(unusable))  # noqa: S301 - it is our own

    assert (again.problems, str(again)) == (unusable.problems, str(unusable))


# How far it is ------------------------------------------------------------------------------------


def shown(line, file, **environment):
    """Returns what a line of shell, in which the program is "$@", shows at a terminal."""
    command = ("sh", "-c", f"{line} > out", "sh", *PROGRAM, *COHORT)
    with Terminal(command, cwd=str(file.parent), **environment) as terminal:
        assert terminal.ended() == 2
        return terminal.raw.decode(), terminal.screen(), list(terminal.damage())


@pytest.mark.parametrize(
    ("line", "ends"), [('"$@" {}', True), ('echo > blank; cat {} | "$@" blank -', False)]
)
def test_a_bar_shows_how_far_it_is_and_what_is_wrong_stands_beside_it(file, line, ends):
    raw, screen, damage = shown(line.format(file.name), file)

    assert ("100%" in raw) is ends  # of what comes through a pipe nobody knows how much there is
    assert "700 sheets" in raw
    assert re.search(r"(?m)^\S.*351\n  It is not JSON", screen)
    assert "1 of 700 sheets could not be assessed." in screen
    assert damage == []


@pytest.mark.parametrize(
    ("number", "status", "jobs"),
    [
        (signal.SIGINT, 130, "1"),
        (signal.SIGINT, 130, "2"),
        (signal.SIGTERM, -15, "2"),
        (signal.SIGHUP, -1, "1"),
    ],
)
def test_whatever_ends_it_the_terminal_has_its_cursor_back(tmp_path, number, status, jobs):
    os.mkfifo(tmp_path / "endless")
    command = ("sh", "-c", 'exec "$@" > out', "sh", *PROGRAM, *COHORT, "--jobs", jobs, "endless")
    with (
        Terminal(command, cwd=str(tmp_path)) as terminal,
        (tmp_path / "endless").open("wb", buffering=0) as lines,
    ):
        lines.write(ndjson(*[DRY] * 1500).encode())
        terminal.sees(" sheets")
        os.kill(terminal.child.pid, number)
        assert terminal.ended() == status
        assert terminal.raw.rfind(b"\x1b[?25h") > terminal.raw.rfind(b"\x1b[?25l")
        assert b"leaked" not in terminal.raw


@pytest.mark.parametrize("environment", [{"TERM": "dumb"}, {"ACCESSIBLE": "1"}])
def test_there_is_no_bar_where_nothing_can_be_drawn(file, environment):
    raw, _, _ = shown(f'"$@" {file.name}', file, **environment)

    assert "\x1b" not in raw
    assert raw.replace("\r", "").startswith(f"{file.name}, line 351\n")
