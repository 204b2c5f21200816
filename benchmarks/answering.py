"""From Enter to the next prompt, in a terminal: ours beside bare questionary, question by question.

Both are asked the same questions by a script of their own and given the same answers.
"""

import sys
import time
from collections.abc import Iterator
from statistics import median, quantiles
from typing import NamedTuple

import msgspec
import pexpect
from measuring import ENVIRONMENT, Row, Table, on_processor

from questionnaire import Questionnaire
from questionnaire.knowledge.model import (
    Answer,
    ChoiceQuestion,
    ManyQuestion,
    NumberQuestion,
    Question,
)
from questionnaire.loading.cases import load_cases
from questionnaire.loading.files import shipped

OURS = "from questionnaire.cli import main; main()"
BARE = """
import sys, msgspec, questionary
questionary.press_any_key_to_continue().ask()
for kind, text, labels in msgspec.json.decode(sys.argv[1]):
    if kind == "NumberQuestion":
        questionary.text(text).ask()
    else:
        ask = questionary.select if kind == "ChoiceQuestion" else questionary.checkbox
        ask(text, labels).ask()
questionary.press_any_key_to_continue().ask()
"""
DRAWN = "\x1b[?2004h"
"""What prompt_toolkit writes with the first drawing of a prompt: paste in brackets, please."""
DOWN = "\x1b[B"
READING = 0.4
"""Seconds that somebody needs at least to read a question and answer it."""


class Delay(NamedTuple):
    """How long the next prompt took in milliseconds: on the clock, and of it on a processor."""

    wall: float
    cpu: float


def answering(rounds: int) -> Table:
    """Lets an ordinary person answer all questions, so many times each."""
    asked = list(_ordinary())
    texts = [(type(question).__name__, question.text, _labels(question)) for question, _ in asked]
    bare = [sys.executable, "-c", BARE, msgspec.json.encode(texts).decode()]
    ours = [sys.executable, "-c", OURS]
    pairs: list[tuple[Delay, Delay]] = []
    for _ in range(rounds):
        pairs += zip(
            _interview(ours, asked, ours=True), _interview(bare, asked, ours=False), strict=True
        )
    rows = []
    for name, kind in (("wall", "on the clock"), ("cpu", "on a processor")):
        own = [getattr(pair[0], name) for pair in pairs]
        others = [getattr(pair[1], name) for pair in pairs]
        over = [one - other for one, other in zip(own, others, strict=True)]
        for what, values in (("ours", own), ("bare questionary", others), ("ours over bare", over)):
            rows.append(Row(f"{what}, {kind}, median", median(values), "ms"))
            rows.append(Row(f"{what}, {kind}, 95 of 100", quantiles(values, n=20)[-1], "ms"))
    return Table(f"Enter to the next prompt, {len(asked)} questions, {rounds} times", tuple(rows))


def _ordinary() -> Iterator[tuple[Question, Answer]]:
    """Yields the questions that the ordinary person of the cases is asked, with the answers."""
    questionnaire = Questionnaire.load()
    written, _ = load_cases(shipped(), questionnaire.rulebook)
    person = next(each.variant.base for each in written.cases if each.variant.base)
    answers: dict[str, Answer] = {}
    while question := questionnaire.next_question(answers):
        answers[question.id] = person.get(question.id)
        yield question, answers[question.id]


def _labels(question: Question) -> list[str]:
    return [] if isinstance(question, NumberQuestion) else [one.label for one in question.choices]


def _interview(
    command: list[str], asked: list[tuple[Question, Answer]], *, ours: bool
) -> Iterator[Delay]:
    # Bare questionary would wait a second for a terminal that does not tell where its cursor is.
    environment = ENVIRONMENT | {"PROMPT_TOOLKIT_NO_CPR": "1"}
    child = pexpect.spawn(
        command[0], command[1:], dimensions=(60, 100), timeout=60, env=environment
    )
    child.delaybeforesend = None
    child.expect_exact(DRAWN)
    _press(child, "\r")
    for question, answer in asked:
        for keys in _keys(question, answer, ours=ours):
            child.send(keys)
            _rest(child)
        yield _press(child, "\r")
    child.close(force=True)


def _keys(question: Question, answer: Answer, *, ours: bool) -> Iterator[str]:
    """Yields the keys that answer a question, without the Enter at the end."""
    match question:
        case NumberQuestion():
            yield f"{answer:g}" if isinstance(answer, int | float) else str(int(question.low))
        case ChoiceQuestion():
            place = [one.id for one in question.choices].index(answer) if answer else 0
            yield DOWN * (place + 1 if ours else place) or " "
        case ManyQuestion():
            boxes = answer if isinstance(answer, tuple) else (question.choices[-1].id,)
            now = -1 if ours else 0
            for place, choice in enumerate(question.choices):
                if choice.id in boxes:
                    yield DOWN * (place - now) + " "
                    now = place


def _press(child: "pexpect.spawn[bytes]", keys: str) -> Delay:
    """Presses Enter and waits for the next prompt; then somebody reads."""
    _rest(child)
    began, spent = time.perf_counter(), on_processor(child.pid)
    child.send(keys)
    child.expect_exact(DRAWN)
    return Delay((time.perf_counter() - began) * 1e3, on_processor(child.pid) - spent)


def _rest(child: "pexpect.spawn[bytes]") -> None:
    """Reads what is drawn for as long as somebody reads it."""
    until = time.perf_counter() + READING
    while (left := until - time.perf_counter()) > 0:
        try:
            child.read_nonblocking(100_000, timeout=left)
        except pexpect.TIMEOUT:
            return
