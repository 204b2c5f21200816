import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from commands import LINES, RECOMMENDED, WEBS, plants, run
from houseplants import files
from spoiling import HOUSEPLANTS, spoilt

from questionnaire import Questionnaire
from questionnaire.cli.output import say, send
from questionnaire.saved.guarded_file import guarded

PROGRAM = (sys.executable, "-c", "from questionnaire.cli import main; main()")
FIVE_MISTAKES = (
    ("rulebook.toml", "from = 5", "from = 1"),
    ("sections/care.toml", 'when = "watering > 0"', 'when = "waterin > 0"'),
    ("sections/looks.toml", 'skip = "no idea"', 'skipp = "no idea"'),
    ("factors/shade.toml", 'because = "Yellow leaves drop."', "because = 7"),
    ("red_flags.toml", 'urgency = "now"', 'urgency = "noww"'),
)


def started(*arguments, input=b"", folder=None, **environment):  # noqa: A002 - as in subprocess
    """Runs the program in a process of its own."""
    return subprocess.run(
        [*PROGRAM, *map(str, arguments)],
        input=input,
        capture_output=True,
        check=False,
        cwd=folder,
        env={**os.environ, **environment},
    )


@pytest.fixture
def saved(tmp_path):
    def save(answers=WEBS, name="plant.json"):
        file = tmp_path / name
        file.write_text(json.dumps({"answers": answers}))
        return file

    return save


# Commands and options -----------------------------------------------------------------------------


@pytest.mark.parametrize("option", ["-h", "--help"])
@pytest.mark.parametrize(
    "command", [(), ("assess",), ("compare",), ("explain",), ("check",), ("export",)]
)
def test_every_command_helps(command, option):
    helped = run(*command, option)

    assert helped.exit_code == 0
    assert helped.output.startswith("Usage: ")
    assert "--rules DIR" in helped.output


@pytest.mark.parametrize(
    "arguments",
    [
        ("--rules", HOUSEPLANTS, "check"),
        ("check", HOUSEPLANTS),
        ("check", "--rules", HOUSEPLANTS),
        ("--rules", "elsewhere", "check", HOUSEPLANTS),
    ],
)
def test_the_rule_base_may_be_named_anywhere(arguments):
    checked = run(*arguments)

    assert checked.exit_code == 0
    assert "Ailing houseplants" in checked.stdout
    assert checked.stdout.endswith("\nNo problems.\n")


@pytest.mark.parametrize("option", [("--plain",), ("--answers", "a.json"), ("--report", "a.md")])
def test_an_option_for_asking_is_not_ignored_elsewhere(option):
    refused = run(*option, "explain")

    assert refused.exit_code == 2
    assert "are for asking; they do nothing for explain." in refused.stderr


@pytest.mark.parametrize("arguments", [("--nope",), ("nope",), ("assess",), ("check", "a", "b")])
def test_wrong_usage_has_a_status_of_its_own(arguments):
    assert run(*arguments).exit_code == 2


def test_a_rule_base_is_exported_as_a_questionnaire_or_as_a_codebook():
    fhir, codebook = (plants("export", "--as", form) for form in ("fhir", "codebook"))

    assert (fhir.exit_code, fhir.stderr) == (codebook.exit_code, codebook.stderr) == (0, "")
    assert json.loads(fhir.stdout)["title"] == "Ailing houseplants"
    assert codebook.stdout_bytes.startswith(b'\xef\xbb\xbf"question","choice",')
    assert codebook.stdout_bytes.endswith(b"\r\n")


def test_export_asks_for_the_form():
    refused = plants("export")

    assert refused.exit_code == 2
    assert "Missing option '--as'. Choose from:\n\tfhir,\n\tcodebook" in refused.stderr


# Rule bases with mistakes -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command", [(), ("assess", "plant.json"), ("explain",), ("export", "--as", "fhir")]
)
def test_a_rule_base_with_five_mistakes_starts_nothing(tmp_path, command):
    folder = spoilt(tmp_path, *FIVE_MISTAKES)
    refused = run("--rules", folder, *command)

    assert refused.exit_code == 1
    assert refused.stdout == ""
    assert refused.stderr.endswith("\n\n5 problems.\nNothing was started.\n")
    where = [block.split("\n")[0] for block in refused.stderr.split("\n\n")[:-1]]
    assert sorted(one.partition(":")[0] for one in where) == sorted(
        name for name, _, _ in FIVE_MISTAKES
    )
    assert 'Did you mean "watering"?' in refused.stderr


def test_check_lists_the_five_mistakes(tmp_path):
    checked = run("check", spoilt(tmp_path, *FIVE_MISTAKES))

    assert checked.exit_code == 1
    assert checked.stdout == ""
    assert checked.stderr.endswith("\n\n5 problems.\nNo case was run.\n")


def test_what_is_the_same_in_several_places_is_said_once(tmp_path):
    checked = run("check", spoilt(tmp_path, ("sources.toml", "[handbook]", "[handbok]")))
    *told, _ = checked.stderr.split("\n\n")

    (places, *said), *others = (block.split("\n  ") for block in told)
    assert said == ['There is no source "handbook".', 'Did you mean "handbok"?']
    assert others == []
    assert len(places.split("\n")) > 1
    assert checked.stderr.endswith(f"\n\n{len(places.splitlines())} problems.\nNo case was run.\n")


def test_check_counts_one_thing_as_one(tmp_path):
    for name, text in files().items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")

    assert "3 questions, 1 factor, 1 rule, 0 red flags, 3 sources." in run("check", tmp_path).output


def test_check_says_in_a_few_lines_what_was_tried_and_shown():
    assert run("check", HOUSEPLANTS).output.splitlines()[1:] == [
        "houseplants, version 1.0, reviewed 2026-01-31.",
        "",
        "12 questions, 4 factors, 10 rules, 3 red flags, 3 sources.",
        "",
        "As expected: 5 of 5 cases and 9 of 9 probes.",
        "",
        "Shown to hold for some and not for others: 10 of 10 rules, 3 of 3 red flags and",
        "11 of 11 lines and notices.",
        "",
        "No problems.",
    ]


def test_check_names_each_case_that_comes_out_otherwise_once_and_whole(tmp_path):
    changed = spoilt(
        tmp_path,
        ("cases/plants.toml", 'urgency = "now"', 'urgency = "any"'),
        ("cases/plants.toml", 'flags = ["fire"', 'flags = ["all_at_once", "fire"'),
        ("cases/plants.toml", "fires = { light = 1 }", "fires = { light = 2 }"),
    )
    checked = run("check", changed)

    assert checked.exit_code == 1
    assert "As expected: 4 of 5 cases and 8 of 9 probes." in checked.stdout
    assert "and 10 of 11 lines and notices." in " ".join(checked.stdout.split())
    assert checked.stderr.startswith(
        'cases/plants.toml: case "burning" (line 21)\n'
        "  The urgency is now instead of any. "
        'The red flag "all_at_once" is not raised.\n'
        "  Mend the case or the rules.\n"
        "\n"
        'cases/plants.toml: probe 2 of "light/dark", fires\n'
    )
    assert checked.stderr.endswith("\n\n3 problems.\n")


@pytest.mark.parametrize("command", [("explain",), ("check",)])
def test_a_folder_that_is_not_there_is_named(command):
    refused = run("--rules", "elsewhere", *command)

    assert refused.exit_code == 1
    assert refused.stderr.startswith("elsewhere\n  There is no such folder.\n")


# Assessing ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", ["text", "markdown", "html"])
def test_every_format_ends_with_the_recommendation(saved, format_):
    told = plants("assess", "--full", "--format", format_, saved())

    assert told.exit_code == 0
    before, _, after = told.stdout.rpartition(RECOMMENDED)
    assert "Too little light" in before
    assert "Too little light" not in after
    assert "Sources" in after


def test_a_record_ends_with_the_recommendation_and_gives_the_same_bytes_again(saved, tmp_path):
    first = plants("assess", "--format", "json", saved())
    (tmp_path / "record.json").write_bytes(first.stdout_bytes)
    again = plants("assess", "--format", "json", tmp_path / "record.json")

    assert list(json.loads(first.stdout))[-1] == "recommendation"
    assert again.stdout_bytes == first.stdout_bytes
    assert again.stderr == ""


def test_a_record_against_another_rule_base_names_the_differences(saved, tmp_path):
    record = tmp_path / "record.json"
    record.write_bytes(plants("assess", "--format", "json", saved()).stdout_bytes)
    other = spoilt(
        tmp_path,
        ("rulebook.toml", 'version = "1.0"', 'version = "1.1"'),
        ("factors/shade.toml", 'when = "dark"\nweight = 2', 'when = "dark"\nweight = 5'),
    )
    told = run("--rules", other, "assess", record)

    assert told.exit_code == 0
    assert told.stderr.startswith(
        "The questionnaire has changed since these answers were given, from houseplants 1.0 ("
    )
    assert "Different from the record: level shade: low before, high now.\n" in told.stderr
    assert "Different from the record: total shade: 2 before, 5 now.\n" in told.stderr


def test_a_broken_file_among_others_is_named_and_does_not_stop_them(saved, tmp_path):
    broken = saved({"kind": "fernn", "light": 99}, "broken.json")
    told = plants("assess", saved(), broken, tmp_path / "missing.json", saved(name="last.json"))

    assert told.exit_code == 2
    assert told.stdout.startswith(f"{tmp_path}/plant.json\n\n")
    assert f"\n\n{tmp_path}/last.json\n\n" in told.stdout
    assert told.stdout.count(RECOMMENDED) == 2
    assert told.stderr == (
        f'{broken}: "kind"\n  There is no choice "fernn".\n  Did you mean "fern"?\n\n'
        f'{broken}: "light"\n  99 is not an answer to it.\n'
        "  Enter a whole number of hours between 0 and 24.\n\n2 problems.\n\n"
        f"{tmp_path}/missing.json\n  The file cannot be read: No such file or directory.\n"
        f"  Nothing in {tmp_path} has a name like it.\n\n"
        "1 problem.\n\n2 of 4 files could not be assessed.\n"
    )


def test_the_summary_is_printed_and_with_full_everything(saved):
    short, full = plants("assess", saved()), plants("assess", "--full", saved())

    assert (short.exit_code, full.exit_code) == (0, 0)
    assert "Sources" not in short.stdout
    assert short.stdout in full.stdout
    assert full.stdout.count(RECOMMENDED) == 2  # for the person, and for the doctor


def test_answers_are_read_from_standard_input(saved):
    assert RECOMMENDED in plants("assess", "-", input=saved().read_bytes()).stdout


def test_standard_input_is_read_once():
    refused = plants("assess", "-", "-", input="{}")

    assert refused.exit_code == 2
    assert "Name - once." in refused.stderr


def test_answers_that_do_not_fit_together_are_named_where_a_file_is_assessed(saved):
    told = plants("assess", saved({"signs": ["webs"], "leaf_drop": "yes"}))

    assert "These did not fit together: Do the yellow leaves drop?" in told.stdout


def test_control_characters_of_a_name_are_shown(tmp_path):
    told = plants("assess", tmp_path / "\x1b[31mred.json")

    assert "\x1b" not in told.stderr
    assert "<U+001B>[31mred.json" in told.stderr


# Explaining ---------------------------------------------------------------------------------------


def test_a_factor_is_explained():
    told = plants("explain", "drowning")

    assert told.exit_code == 0
    assert told.stdout.startswith("Too much water ─")


def test_a_name_of_several_words_needs_no_quotes():
    assert plants("explain", "Too", "much", "water").stdout == plants("explain", "drowning").stdout


def test_without_a_name_everything_is_listed():
    told = plants("explain").stdout

    assert "Too much water (drowning)" in told
    assert "Flames on the plant (fire)" in told


@pytest.mark.parametrize("name", [(), ("drowning",), ("cups",)])
def test_what_is_explained_to_a_pipe_has_no_blanks_at_the_ends_of_its_lines(name):
    told = plants("explain", *name).stdout

    assert told
    assert [line for line in told.splitlines() if line != line.rstrip()] == []


def test_a_table_in_a_pipe_has_no_blanks_at_the_ends_of_its_lines(tmp_path):
    new = spoilt(tmp_path, ("rulebook.toml", "from = 5", "from = 6"))
    lines = run("diff", HOUSEPLANTS, new).output.splitlines()

    assert len(lines) > 5
    assert [line for line in lines if line.endswith(" ")] == []


def test_a_name_that_is_unknown_gets_the_nearest():
    refused = plants("explain", "drownin")

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert 'There is nothing called "drownin".\n  Did you mean "drowning"' in refused.stderr


@pytest.mark.parametrize("name", ["", " ", "“”"])
def test_a_name_that_is_empty_is_nobodys(name):
    refused = plants("explain", name)

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert (
        "  Try one word, or the first letters of one. "
        "questionnaire explain, without a name, lists all."
    ) in refused.stderr


# Asking through a pipe ----------------------------------------------------------------------------


def test_a_prepared_list_of_lines_is_enough():
    told = plants(input=LINES)

    assert told.exit_code == 0
    assert "Your answer: fine webs." in told.stdout
    assert told.stdout.rindex(RECOMMENDED) > told.stdout.rindex("Too little light")
    assert not re.search("[\x1b─━■□]", told.stdout)
    assert told.stderr == ""


def test_an_input_that_ends_early_says_where():
    told = plants(input="5\n2\n")

    assert told.exit_code == 130
    assert 'The input ended at this question: "Whose plant is it?"\n' in told.stdout
    assert "Nothing was assessed. Your answers were not kept." in told.stdout


def test_somebody_who_leaves_at_a_sign_without_a_summary_is_told_once_more_what_to_do():
    told = plants(input="1\n2\nstop\n2\n")

    assert told.exit_code == 0
    assert told.stdout.count("WARNING: GET HELP") == 2
    assert told.stdout.count("Call the fire brigade.") == 2
    assert RECOMMENDED not in told.stdout


def test_an_answer_that_no_longer_applies_is_dropped_without_a_word(tmp_path):
    file = tmp_path / "answers.json"
    # Yellow leaves that drop; back at the plant's kind, twice, they become webs.
    lines = "2\n1\nback\nback\n5\n" + LINES.partition("\n")[2]
    told = plants("--answers", file, "--report", tmp_path / "record.json", input=lines)

    assert told.exit_code == 0
    assert "did not fit together" not in told.stdout
    assert "leaf_drop" not in json.loads(file.read_text())["answers"]
    assert json.loads((tmp_path / "record.json").read_text())["set_aside"] == []


# Files --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", [".md", ".html", ".json", ".txt", ".MD"])
def test_a_report_is_readable_by_its_owner_only(tmp_path, ending):
    report = tmp_path / f"report{ending}"
    told = plants("--report", report, input=LINES)

    assert told.exit_code == 0
    assert f"The summary is also in {report}." in told.stdout
    assert report.stat().st_mode & 0o777 == 0o600
    assert RECOMMENDED in report.read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("report.doc", 'The ending ".doc" does not say which kind of report to write.'),
        ("report", "A name without an ending does not say which kind of report to write."),
        ("missing/report.md", "/missing does not exist."),
    ],
)
def test_a_report_that_cannot_be_is_refused_before_the_first_question(tmp_path, name, said):
    refused = plants("--report", tmp_path / name, input=LINES)

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert said in refused.stderr
    assert refused.stderr.endswith("Nothing was started.\n")


def test_a_report_that_cannot_be_written_costs_neither_the_summary_nor_the_answers(tmp_path):
    report = tmp_path / "report.md"
    leave = f"3\n{tmp_path}/kept.json\n"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("questionnaire.cli.tell.write_privately", full_disk)
        told = plants("--report", report, input=LINES + leave)

    assert told.exit_code == 2
    assert RECOMMENDED in told.stdout
    assert "The report could not be written: No space left on device." in told.stderr
    assert "The summary is also in" not in told.stdout
    assert json.loads((tmp_path / "kept.json").read_text())["answers"]["kind"] == "fern"


def test_a_report_whose_name_is_taken_meanwhile_goes_beside_it(tmp_path, monkeypatch):
    report = tmp_path / "report.md"
    really = Questionnaire.report

    def late(*arguments, **options):
        report.write_text("of somebody else")
        return really(*arguments, **options)

    monkeypatch.setattr(Questionnaire, "report", late)
    told = plants("--report", report, input=LINES)

    assert report.read_text() == "of somebody else"
    assert RECOMMENDED in (tmp_path / "report-2.md").read_text()
    assert f"The summary is also in {tmp_path}/report-2.md." in told.stdout


def test_a_report_replaces_a_file_only_if_told_to_where_nobody_can_be_asked(tmp_path):
    report = tmp_path / "report.md"
    report.write_text("diary")
    refused = plants("--report", report, input=LINES)

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "  There is a file already.\n  Name another file, or say --replace.\n" in refused.stderr
    assert report.read_text() == "diary"
    assert plants("--report", report, "--replace", input=LINES).exit_code == 0
    assert RECOMMENDED in report.read_text()


def test_replace_alone_has_nothing_to_replace():
    refused = plants("--replace")

    assert refused.exit_code == 2
    assert "--replace is for --report." in refused.stderr


def make_folder(file):
    file.mkdir()


def make_pipe(file):
    os.mkfifo(file)


def make_circle(file):
    file.symlink_to(file)


def make_protected(file):
    file.write_text("{}")
    file.chmod(0o444)


def make_linked(file):
    file.write_text("{}")
    file.with_name("other").hardlink_to(file)


@pytest.mark.parametrize("option", ["--answers", "--report"])
@pytest.mark.parametrize(
    ("make", "why", "how"),
    [
        (make_folder, "it is a folder", "Name another file."),
        (make_pipe, "it is not an ordinary file", "Name another file."),
        (make_circle, "Too many levels of symbolic links", "Name another file."),
        (make_protected, "it is write-protected", "or a copy of it that is yours"),
        (make_linked, "it has other names", "or a copy of it that is yours"),
    ],
)
def test_what_is_not_to_be_replaced_is_refused_before_the_first_question(
    tmp_path, option, make, why, how
):
    file = tmp_path / "file.json"
    make(file)
    refused = plants(option, file, "--report", file, input=LINES)

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.startswith(f"{file}\n  It cannot be written: {why}")
    assert how in refused.stderr
    assert refused.stderr.endswith("\n1 problem.\nNothing was started.\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--answers", "-"), "--answers -\n  Answers are kept in a file, and - is none.\n"),
        (("--answers", "x" * 300), f"{'x' * 300}\n  It cannot be written: File name too long.\n"),
        (
            ("--answers", "a.json", "--report", "same.json"),
            "same.json\n  It cannot hold the answers and the report.\n  Name two files.\n",
        ),
    ],
)
def test_names_that_cannot_be_meant_are_refused(tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "same.json").symlink_to("a.json")
    refused = plants(*arguments, input=LINES)

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.startswith(said)


def test_a_file_of_answers_in_use_is_refused_and_says_by_what(tmp_path):
    file = tmp_path / "a.json"
    with guarded(file):
        refused = plants("--answers", file, input=LINES)

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert f"it is in use by another questionnaire (process {os.getpid()}).\n" in refused.stderr
    assert "  Go on there or end it, or name another file.\n" in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_answers_that_could_not_be_kept_are_named_again_at_the_end(tmp_path, monkeypatch):
    file, other = tmp_path / "a.json", tmp_path / "b.json"
    monkeypatch.setattr("questionnaire.saved.guarded_file.write_privately", full_disk)
    told = plants("--answers", file, input=f"{LINES}3\n{other}\n")

    assert told.exit_code == 2
    after = told.stdout.rpartition(RECOMMENDED)[2]
    assert f"Your latest answers could not be kept in {file}.\n" in after
    assert f"Your answers are kept in {other}; start with --answers {other} to go on." in after
    assert json.loads(other.read_text())["answers"]["kind"] == "fern"
    assert list(tmp_path.iterdir()) == [other]


def test_the_way_to_go_on_can_be_pasted_into_a_shell(tmp_path):
    file = tmp_path / "my answers.json"
    told = plants("--answers", file, input="5\nstop\n2\n")

    assert told.exit_code == 0
    assert f"Your answers are kept in {file}; start with --answers '{file}' to go on" in told.stdout


def full_disk(*_):
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("missing/answers.json", None, "/missing does not exist."),
        ("answers.json", "{", "It is not JSON:"),
        ("answers.json", '{"answers": {"kindd": 1}}', 'Did you mean "kind"?'),
    ],
)
def test_answers_that_cannot_be_kept_or_read_start_nothing(tmp_path, name, content, said):
    if content:
        (tmp_path / name).write_text(content)
    refused = plants("--answers", tmp_path / name, input=LINES)

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert said in refused.stderr
    assert "Nothing was started." in refused.stderr
    assert not content or (tmp_path / name).read_text() == content


def test_answers_to_another_version_are_kept_as_far_as_they_fit(tmp_path):
    file = tmp_path / "answers.json"
    header = {"id": "houseplants", "version": "0.9"}
    file.write_text(json.dumps({"rulebook": header, "answers": {**WEBS, "pot": "clay"}}))
    told = plants("--answers", file, input="1\n4\n2\n4\n1\n")

    assert told.exit_code == 0
    assert (
        "The questionnaire has changed since these answers were given. "
        "The answers that still fit are kept. These do not fit and are left out:"
    ) in told.stdout
    assert f'{file}: "pot": There is no such question.' in told.stdout
    assert "You have answered 3 questions already." in told.stdout


# How it ends --------------------------------------------------------------------------------------


def test_ctrl_c_while_loading_is_no_fault(monkeypatch):
    def interrupted(_folder):
        raise KeyboardInterrupt

    monkeypatch.setattr(Questionnaire, "load", interrupted)
    stopped = run("explain")

    assert (stopped.exit_code, stopped.stderr) == (130, "Stopped.\n")


def test_ctrl_c_before_anything_can_be_asked_says_that_nothing_was_written(monkeypatch, tmp_path):
    def interrupted(_folder):
        raise KeyboardInterrupt

    monkeypatch.setattr(Questionnaire, "load", interrupted)
    stopped = run("--rules", HOUSEPLANTS, "--answers", tmp_path / "plant.json")

    told = "Stopped. Nothing was answered, so nothing was written.\n"
    assert (stopped.exit_code, stopped.stderr) == (130, told)
    assert not (tmp_path / "plant.json").exists()


def test_ctrl_c_while_reading_answers_is_no_fault():
    with subprocess.Popen(
        [*PROGRAM, "--rules", HOUSEPLANTS, "assess", "-"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as child:
        waits = Path(f"/proc/{child.pid}/wchan")
        deadline = time.monotonic() + 10
        while "pipe" not in waits.read_text() and time.monotonic() < deadline:
            time.sleep(0.02)
        child.send_signal(signal.SIGINT)
        assert child.stderr.read() == b"Stopped.\n"
    assert child.returncode == 130


@pytest.mark.parametrize("command", [("check", HOUSEPLANTS), ("--rules", HOUSEPLANTS, "assess")])
def test_without_the_engine_the_line_that_repairs_it_is_shown(saved, tmp_path, command):
    (tmp_path / "durable_rules_engine.py").write_text('raise ImportError("undefined symbol: X")')
    files = [saved()] if command[-1] == "assess" else []
    refused = started(*command, *files, PYTHONPATH=str(tmp_path))

    assert (refused.returncode, refused.stdout) == (2, b"")
    assert b"could not be loaded: undefined symbol: X\n" in refused.stderr
    assert b"pip install --force-reinstall" in refused.stderr
    assert b"Traceback" not in refused.stderr


def test_what_stands_in_for_a_closed_stream_is_not_left_to_be_closed_at_the_end():
    closing = (sys.executable, "-W", "always", *PROGRAM[1:], "--rules", HOUSEPLANTS, "check")
    done = subprocess.run(
        ["/bin/sh", "-c", '"$@" <&- >&-', "sh", *closing], stderr=subprocess.PIPE, check=False
    )

    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("command", [("assess", "--format", "text"), ()])
def test_a_terminal_without_unicode_gets_words_only(saved, command):
    files = [saved()] if command else []
    done = started(
        "--rules",
        HOUSEPLANTS,
        *command,
        *files,
        input=LINES.encode(),
        PYTHONIOENCODING="ascii",
    )

    assert done.returncode == 0
    assert done.stdout.isascii()
    assert b"\nWhat stands out:\nlow  " in done.stdout
    assert b"\nlow  Too little light." in done.stdout
    assert done.stderr == b""


SWALLOWED = """
import io
from questionnaire.interview.plain import Plain
from questionnaire.interview.signals import noting_swallowed, put_off
class Swallowed:
    def __init__(self, raised): self.raised = raised
    def __del__(self): raise self.raised
with noting_swallowed():
    Swallowed(KeyboardInterrupt())
    Swallowed(ValueError("a fault"))
    try:
        with put_off(print) as heard:
            assert heard
    except KeyboardInterrupt:
        print("made up for")
    Swallowed(KeyboardInterrupt())
    try:
        Plain(io.StringIO("an answer"), io.StringIO()).enter("A name", "plants.json")
    except KeyboardInterrupt:
        print("line by line too")
"""


def test_an_interrupt_that_python_swallowed_is_made_up_for_and_not_shown():
    done = subprocess.run(
        [sys.executable, "-c", SWALLOWED], capture_output=True, text=True, check=True
    )

    assert done.stdout == "made up for\nline by line too\n"
    assert "KeyboardInterrupt" not in done.stderr
    assert done.stderr.count("Traceback") == 1
    assert "ValueError: a fault" in done.stderr


def test_what_is_printed_and_what_is_sent_come_in_their_order(monkeypatch):
    """Also where a stream is made for another encoding, round which click goes."""
    written = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(written, encoding="ascii"))
    say("first")
    send(b"then\n")
    sys.stdout.flush()

    assert written.getvalue() == b"first\nthen\n"
