"""Whole sessions with the program as it ships, in a real terminal and through a pipe."""

import os
import re
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from people import THOROUGH
from terminal import PROGRAM, Key, keys_for, program, started

from questionnaire import Questionnaire
from questionnaire.interview.sentences import CHECK_ANSWERS, ENOUGH, NOT_ALL_SEEN, SEE_NEXT
from questionnaire.knowledge.model import ChoiceQuestion, ManyQuestion, NumberQuestion
from questionnaire.knowledge.wording import in_words
from questionnaire.saved.answers_file import load_answers

ROOT = Path(__file__).parents[2]
HOUSEPLANTS = ROOT / "tests" / "rulebases" / "houseplants"
PERSON = tomllib.loads((ROOT / "rules" / "cases" / "people.toml").read_text("utf-8"))["people"][
    "ordinary"
]
ESCAPES = re.compile(r"\x1b\][^\x1b]*\x1b\\|\x1b\[[\d;?]*[A-Za-z]")
DRAWN = re.compile(r"[\x1b─━█■□]")


@pytest.fixture(scope="module")
def questionnaire():
    return Questionnaire.load()


def printed(terminal):
    """Returns all that came to the screen, as one line without what steers a terminal."""
    return " ".join(ESCAPES.sub("", terminal.raw.decode()).split())


def flat(screen):
    """A screen without the line breaks that its width makes."""
    return " ".join(screen.split())


def listed(folder):
    return sorted(path.relative_to(folder) for path in folder.rglob("*"))


def recommends_last(questionnaire, assessment, text):
    """Tells whether the recommendation comes after all that the assessment shows."""
    first, *_ = assessment.recommendation
    after = text.rpartition(" ".join(first.text.split()))
    return bool(after[1]) and not any(
        questionnaire.rulebook.factors[shown.id].summary in after[2] for shown in assessment.factors
    )


def answer_all(terminal, questionnaire, answers, person, first_time=None):
    """Answers every question that waits, as it is seen; does something else first where told to."""
    first_time = dict(first_time or {})
    while (question := questionnaire.next_question(answers)) is not None:
        terminal.sees(question.text, "b = back, ? = why,")
        answer = person.get(question.id)
        answers[question.id] = tuple(answer) if isinstance(answer, list) else answer
        if answer is not None and (do := first_time.pop(type(question), None)):
            do(terminal, questionnaire, question, answers)
        terminal.press(*keys_for(question, answer))
        read_on(terminal, questionnaire, answers)
    assert first_time == {}
    return answers


def read_on(terminal, questionnaire, answers):
    """Presses Enter as long as the program says that there is more to read before a denial."""
    following = questionnaire.next_question(answers)
    text = following.text if following else CHECK_ANSWERS
    while text not in flat(terminal.sees_one_of(text, NOT_ALL_SEEN)):
        before = terminal.screen()
        terminal.press(Key.ENTER)
        terminal.no_longer_sees(before)


def ask_why(terminal, _, question, __):
    terminal.press("?")
    terminal.sees("Your answer")
    # On a low screen its beginning has moved up by now.
    assert f"Why we ask {question.why}" in printed(terminal)


def enter_too_much(terminal, _, question, __):
    wrong = str(question.high + 1)
    terminal.press(*wrong, Key.ENTER)
    terminal.sees(f'"{wrong}" does not fit.', "Enter a")
    terminal.press(*[Key.BACKSPACE] * len(wrong))


def go_on_and_back(terminal, questionnaire, question, answers):
    keys = keys_for(question, answers[question.id])
    terminal.press(*keys)
    terminal.sees(questionnaire.next_question(answers).text)
    terminal.press("b")
    terminal.sees(question.text, "Your answer so far:")


def without_consequences(questionnaire, answers):
    """Returns a question about a number that was answered, and that may be one higher alone."""
    path = questionnaire.route(answers).path
    return next(
        question
        for question in map(questionnaire.rulebook.questions.get, path)
        if isinstance(question, NumberQuestion)
        and answers[question.id] not in (None, int(question.high))
        and questionnaire.route({**answers, question.id: answers[question.id] + 1}).path == path
    )


def test_the_opening_fits_a_small_screen(questionnaire):
    with program(columns=40, rows=20) as terminal:
        assert questionnaire.rulebook.title.startswith(
            terminal.sees("q = stop. Press Enter to begin.").split("\n")[0][1:]
        )


@pytest.mark.parametrize("columns", [80, 40] if THOROUGH else [40])
def test_a_whole_session_from_the_opening_to_the_summary(questionnaire, tmp_path, columns):
    file = tmp_path / "answers.json"
    skipped = questionnaire.route({}).path[0]
    with started("--answers", file, columns=columns) as terminal:
        terminal.sees("Press Enter to begin.")
        terminal.press(Key.ENTER)
        answers = answer_all(
            terminal,
            questionnaire,
            {},
            PERSON | {skipped: None},
            {
                ManyQuestion: ask_why,
                NumberQuestion: enter_too_much,
                ChoiceQuestion: go_on_and_back,
            },
        )
        terminal.sees("Are your answers right?", "> 1 Yes, show the summary")
        changed = without_consequences(questionnaire, answers)
        place = questionnaire.route(answers).path.index(changed.id)
        terminal.press(*[Key.DOWN] * (place + 1), Key.ENTER)
        terminal.sees(f"Your answer so far: {in_words(changed, answers[changed.id])}.")
        terminal.press(*[Key.BACKSPACE] * len(str(answers[changed.id])))
        answers[changed.id] += 1
        terminal.press(*str(answers[changed.id]), Key.ENTER)
        terminal.sees("Are your answers right?", f"= {in_words(changed, answers[changed.id])}")
        terminal.press(Key.HOME, Key.ENTER)
        terminal.sees("The summary begins above", SEE_NEXT, ENOUGH.label)
        terminal.press("1", Key.ENTER)
        assert terminal.ended() == 0

    assert answers[skipped] is None
    assert load_answers(file, questionnaire.rulebook).answers == answers
    assessment = questionnaire.assess(answers)
    assert assessment.headline in printed(terminal)
    assert recommends_last(questionnaire, assessment, printed(terminal))
    assert listed(tmp_path) == [Path("answers.json")]


@pytest.mark.parametrize("columns", [80, 40] if THOROUGH else [40])
def test_a_sign_that_cannot_wait_stops_the_questions_and_leads_the_summary(questionnaire, columns):
    order = questionnaire.route({}).path
    sign = next(
        name
        for name in order
        if questionnaire.assess({name: first_box(questionnaire, name)}).red_flags
        and is_emergency(questionnaire, {name: first_box(questionnaire, name)})
    )
    with program(columns=columns) as terminal:
        terminal.sees("Press Enter to begin.")
        terminal.press(Key.ENTER, *skipping(questionnaire, until=sign))
        question = questionnaire.rulebook.questions[sign]
        terminal.sees(question.text, "b = back")
        terminal.press(Key.SPACE, Key.ENTER)
        flag = questionnaire.assess({sign: first_box(questionnaire, sign)}).red_flags[0]
        label = questionnaire.rulebook.urgencies[flag.urgency].label
        terminal.sees(label.upper(), "1 Leave the questions here and see the summary")
        assert f"Warning sign: {flag.sign}." in printed(terminal)
        terminal.press("1", Key.ENTER)
        terminal.sees("The summary begins above", SEE_NEXT, label.upper())
        terminal.press("1", Key.ENTER)
        assert terminal.ended() == 0

    assert flag.advice[0].text in printed(terminal)


def skipping(questionnaire, until=None):
    """Returns the keys of somebody who is not sure of anything, as far as to a question."""
    keys, given = [], {}
    while (question := questionnaire.next_question(given)) is not None and question.id != until:
        keys += keys_for(question, None)
        given[question.id] = None
    return keys


def first_box(questionnaire, name):
    question = questionnaire.rulebook.questions[name]
    return (question.choices[0].id,) if isinstance(question, ManyQuestion) else None


def is_emergency(questionnaire, answers):
    urgency = questionnaire.rulebook.urgencies[questionnaire.assess(answers).urgency]
    return urgency.interrupts


def test_after_ctrl_c_the_next_session_goes_on_from_the_file(questionnaire, tmp_path):
    file = tmp_path / "answers.json"
    answers = {}
    asked = []
    for _ in range(3):
        asked.append(questionnaire.next_question(answers))
        answers[asked[-1].id] = None
    first, second, third = asked
    with program("--answers", file) as terminal:
        terminal.sees("Press Enter to begin.")
        terminal.press(Key.ENTER)
        terminal.sees(first.text, "b = back")
        terminal.press(*keys_for(first, None))
        terminal.sees(second.text, "b = back")
        terminal.press(*keys_for(second, None))
        terminal.sees(third.text, "b = back")
        terminal.press(Key.CTRL_C)
        terminal.sees("Stopped at this question", "are kept in")
        assert terminal.ended() == 130
    with program("--answers", file) as terminal:
        terminal.sees("You have answered 2 questions already.", "Press Enter to begin.")
        terminal.press(Key.ENTER)
        terminal.sees(third.text, "question 3 of ")

    assert "Traceback" not in printed(terminal)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP] if THOROUGH else [signal.SIGHUP])
def test_a_signal_is_the_exit_status(number):
    with started() as terminal:
        terminal.sees("Press Enter to begin.")
        terminal.press(Key.ENTER)
        terminal.sees("question 1 of")
        os.kill(terminal.child.pid, number)
        terminal.sees("Nothing was assessed. Nothing was answered, so nothing was written.")
        assert terminal.ended() == 128 + number


def test_somebody_who_stops_is_asked_where_to_keep_the_answers(tmp_path):
    file = tmp_path / "kept.json"
    with program("--rules", HOUSEPLANTS) as terminal:
        terminal.sees("Press Enter to begin.")
        terminal.press(Key.ENTER, "u", "q")
        terminal.sees("You asked to stop.")
        terminal.press(Key.DOWN, Key.ENTER)
        terminal.sees("Keep your answers in a file")
        terminal.press(Key.UP, Key.ENTER)
        terminal.sees("Name of the file")
        terminal.press(*[Key.BACKSPACE] * len("answers-2026-01-01.json"), *str(file), Key.ENTER)
        terminal.sees("Your answers are kept in", "to go on.")
        assert terminal.ended() == 0

    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(("arguments", "environment"), [(("--plain",), {}), ((), {"TERM": "dumb"})])
def test_on_a_terminal_that_draws_nothing_nothing_is_drawn(arguments, environment):
    with program("--rules", HOUSEPLANTS, *arguments, columns=40, **environment) as terminal:
        screen = terminal.sees("Type all numbers from 1 to 7", "such as 1 3.")
        assert "that fit,\nsuch as 1 3." in screen
        for line in ("5", "2", "1", "4", "2", "1", "4", "1"):
            terminal.press(line, Key.ENTER)
        terminal.sees(SEE_NEXT, f"1. {ENOUGH.label}")
        terminal.wait_for(
            lambda screen: re.search(r"from 1 to \d+, or stop\.\n>", screen), "the prompt"
        )
        terminal.press("1", Key.ENTER)
        assert terminal.ended() == 0

    assert not DRAWN.search(terminal.raw.decode())
    assert "Too little light" in printed(terminal)
    assert all(len(line) <= 40 for line in summary_of(terminal))


def summary_of(terminal):
    lines = terminal.raw.decode().replace("\r", "").split("\n")
    return lines[lines.index("What stands out:") : -3]


def test_nothing_reaches_for_the_network_or_writes_what_was_not_asked_for(tmp_path):
    """A hook of Python itself refuses every use of the network, by whatever module."""
    hooks, place = tmp_path / "hooks", tmp_path / "place"
    hooks.mkdir()
    place.mkdir()
    (hooks / "sitecustomize.py").write_text(
        "import sys\n"
        "def refuse(event, arguments):\n"
        "    if event.startswith('socket.') and event not in ('socket.__new__',):\n"
        "        raise RuntimeError(event)\n"
        "sys.addaudithook(refuse)\n"
    )
    surroundings = {
        "PYTHONPATH": str(hooks),
        "HOME": str(place),
        "TMPDIR": str(place),
        "XDG_CACHE_HOME": str(place),
    }
    refused = subprocess.run(
        [sys.executable, "-c", "import socket; socket.create_connection(('127.0.0.1', 9))"],
        env={**os.environ, **surroundings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "RuntimeError: socket." in refused.stderr

    with started("--report", "told.md", cwd=place, **surroundings) as terminal:
        terminal.sees("Press Enter to begin.")
        terminal.press(Key.ENTER, *skipping(Questionnaire.load()))
        terminal.sees("> 1 Yes, show the summary")
        terminal.press(Key.ENTER)
        terminal.sees("The summary is also in told.md.", SEE_NEXT)
        terminal.press("1", Key.ENTER)
        assert terminal.ended() == 0
    assert listed(place) == [Path("told.md")]

    (place / "answers.json").write_text('{"answers": {}}')
    assessed = subprocess.run(
        [*PROGRAM, "assess", "--format", "html", "answers.json"],
        env={**os.environ, **surroundings},
        cwd=place,
        capture_output=True,
        check=False,
    )
    assert (assessed.returncode, assessed.stderr) == (0, b"")
    assert listed(place) == [Path("answers.json"), Path("told.md")]
