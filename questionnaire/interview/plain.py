"""Questions line by line, for pipes, dumb terminals and screen readers.

Nothing moves the cursor, nothing is drawn; a choice is a number, a way out is a word.
"""

from __future__ import annotations

import re
import shutil
import termios
import textwrap
from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Final, TextIO

from questionnaire.interview import sentences
from questionnaire.interview.protocol import Context, Given, Option, Reply
from questionnaire.interview.signals import raise_swallowed
from questionnaire.interview.ways_out import WHY, YES_NO, place_of_word, way_out
from questionnaire.knowledge.answers import number_wanted
from questionnaire.knowledge.conditions import ChoiceId
from questionnaire.knowledge.model import (
    Answer,
    Choice,
    ChoiceQuestion,
    ManyQuestion,
    NumberQuestion,
    Question,
    choices_of,
)
from questionnaire.knowledge.printable import printable, sentence
from questionnaire.knowledge.typed_numbers import read_number

_BETWEEN = re.compile(r"[\s,;]+(?:and\s+)?")
_SHORT_LIST: Final = 10
_LIST: Final = "list"


class Plain:
    """Asks on a stream for writing, and reads one line for every answer."""

    draws = False
    ticked = None  # boxes count as soon as they are entered

    def __init__(self, lines: TextIO, screen: TextIO) -> None:
        self._lines = lines
        self._screen = screen
        self._read_out: frozenset[str] = frozenset()  # the rows of the last long list

    @property
    def keys(self) -> str:
        """The words, for the opening text."""
        return (
            "Type the number of your answer, then Enter. At each question you can also type: "
            "back, why (we ask), not sure or rather not say, stop."
        )

    def listening(self) -> AbstractContextManager[None]:
        """Leaves the terminal as it is."""
        return nullcontext()

    def ask(self, question: Question, context: Context) -> Reply:
        """Asks one question until what is typed fits."""
        self._say(context.progress, question.text)
        if question.help:
            self._say(question.help)
        self._number([sentence(choice.label) for choice in choices_of(question)])
        so_far = sentences.so_far(question, context)
        self._say(f"{so_far} Press Enter to keep it." if so_far else "", _wanted(question))
        ways_out = f"Or type: back, why, {question.skip}, stop."
        self._say(ways_out)
        while True:
            typed = self._read()
            reply = way_out(question, typed)
            if typed.casefold() in WHY:
                self.tell(*context.why)
                continue
            if reply is None and not typed and context.previous:
                reply = context.previous
            if reply is None:
                understood = _understood(question, typed)
                if isinstance(understood, str):
                    self._say(understood, ways_out)
                    continue
                reply = understood
            return reply

    def confirm(self, question: Question, reply: Given, before: Given | None) -> None:
        """Shows the answer in words."""
        self._say(f"Your answer: {sentences.answered(question, reply, before)}.", " ")

    def choose(
        self,
        title: str,
        options: Sequence[Option],
        default: int | None = 0,
        at: int | None = None,
    ) -> int:
        """Returns the place of the option whose number was typed.

        Of a long list that was read out last, only what is new and the default are read again.
        """
        rows = [
            f"{number}. {each.label} {sentence(each.detail)}"
            for number, each in enumerate(options, start=1)
        ]
        is_long = len(rows) > _SHORT_LIST
        known = self._read_out.difference(() if default is None else [rows[default]])
        left_out = is_long and not known.isdisjoint(rows)
        self._say(title)
        self._list(options, rows, known if is_long else ())
        if is_long:
            self._read_out = frozenset(rows)
        words = "".join(f", or {each.word}" for each in options if each.word)
        words += f", or {_LIST} for all of them" if left_out else ""
        wanted = f"{_numbers(len(options))}{words}"
        wanted += "." if default is None else f", or press Enter for {default + 1}."
        self._say(wanted)
        taken = str((default or 0) + 1)
        if default is None and at is None:
            self._forget_typed_ahead()
        while True:
            typed = self._read_or_take(f"number {taken}", taken)
            if not typed and default is not None:
                return default
            if typed.casefold() == _LIST and left_out:
                self._list(options, rows)
                self._say(wanted)
                continue
            place = _place(typed, len(options))
            if place is None:
                place = place_of_word(options, typed)
            if place is not None:
                return place
            self._say(sentences.does_not_fit(typed, wanted))

    def enter(self, title: str, default: str) -> str:
        """Returns a line of text."""
        self._say(f"{title}. Press Enter for {default}.")
        return self._read_or_take(default) or default

    def tell(self, *paragraphs: str, heading: str = "") -> None:
        """Shows paragraphs, an empty line behind."""
        self._say(heading, *paragraphs, " ")

    def warn(self, heading: str, *paragraphs: str) -> None:
        """Shows a warning; capitals make it plain without colour."""
        self._say(" ", f"WARNING: {heading.upper()}", *paragraphs, " ")

    def leave_in_sight(self, lines: int) -> None:
        """Does nothing: what was said stays where it is."""

    def open(self, heading: str, *paragraphs: str, meanwhile: Callable[[], Sequence[str]]) -> None:
        """Goes on at once: what was said stays where it is."""
        told = meanwhile()
        self.tell(*paragraphs, *told, heading=heading)

    def _list(
        self, options: Sequence[Option], rows: Sequence[str], known: Collection[str] = ()
    ) -> None:
        """Reads out the rows that are not known, the first of its kind under its heading."""
        for each, row in zip(options, rows, strict=True):
            if row not in known:
                self._say(each.heading, row)

    def _number(self, labels: Sequence[str]) -> None:
        self._say(*(f"{number}. {label}" for number, label in enumerate(labels, start=1)))

    def _say(self, *lines: str) -> None:
        """Writes each line that is not empty; one blank stands for an empty line."""
        for line in filter(None, lines):
            self._screen.writelines(f"{each}\n" for each in self._folded(printable(line)))

    def _folded(self, line: str) -> Sequence[str]:
        """Returns a line as lines that fit the terminal, if it is one."""
        if not self._screen.isatty():
            return (line,)
        width = shutil.get_terminal_size().columns
        return textwrap.wrap(line, width, break_on_hyphens=False) or ("",)

    def _read_or_take(self, default: str, taken: str = "") -> str:
        """Returns a line; where a prepared list has run out, what is ``taken`` for it."""
        try:
            return self._read()
        except EOFError:
            if self._lines.isatty():
                raise
            self._say(f"The input has ended, so {default} was taken.")
            return taken

    def _forget_typed_ahead(self) -> None:
        """Takes no notice of lines that were typed before what was said last."""
        if self._lines.isatty():
            termios.tcflush(self._lines.fileno(), termios.TCIFLUSH)

    def _read(self) -> str:
        self._screen.write("> ")
        self._screen.flush()
        raise_swallowed()
        line = ""
        try:
            line = self._lines.readline()
        finally:
            if not (line.endswith("\n") and self._lines.isatty()):
                self._screen.write("\n")  # nobody pressed Enter
        if not line:
            self._screen.flush()
            raise EOFError
        return " ".join(line.split())


def _understood(question: Question, typed: str) -> Given | str:
    """Returns the answer that was typed, or a sentence that says why it is none."""
    answer: Answer
    match question:
        case NumberQuestion():
            number = read_number(question, typed)
            return number if isinstance(number, str) else Given(number)
        case ChoiceQuestion(choices=choices):
            chosen = _chosen(choices, typed)
            answer = None if chosen is None else chosen.id
        case ManyQuestion(choices=choices):
            answer = _ticked(choices, typed)
    return sentences.does_not_fit(typed, _wanted(question)) if answer is None else Given(answer)


def _ticked(choices: Sequence[Choice], typed: str) -> tuple[ChoiceId, ...] | None:
    """Returns the boxes; None if a word is no box, or "none of these" stands beside others."""
    one = _chosen(choices, typed)
    words = [typed] if one else [word for word in _BETWEEN.split(typed) if word]
    boxes = [_chosen(choices, word) for word in words]
    found = [box for box in boxes if box is not None]
    if not found or len(found) < len(boxes):
        return None
    if any(box.exclusive for box in found) and len({box.id for box in found}) > 1:
        return None
    return tuple(choice.id for choice in choices if choice in found)


def _chosen(choices: Sequence[Choice], typed: str) -> Choice | None:
    """Returns the choice of this number, label, id or letter."""
    place = _place(typed, len(choices))
    if place is not None:
        return choices[place]
    if typed.isdecimal():
        return None  # an id of digits would be taken for a number
    word = typed.casefold()
    for each in choices:
        if word in (each.id, printable(each.label).casefold(), YES_NO.get(each.id)):
            return each
    return None


def _place(typed: str, count: int) -> int | None:
    """Returns the place that a number counts from 1."""
    if not (typed.isascii() and typed.isdecimal() and len(typed) < len(str(10**6))):
        return None
    place = int(typed) - 1
    return place if 0 <= place < count else None


def _wanted(question: Question) -> str:
    match question:
        case NumberQuestion():
            return number_wanted(question)
        case ChoiceQuestion(choices=choices):
            return f"{_numbers(len(choices))}."
        case ManyQuestion(choices=choices):
            alone = next((n for n, each in enumerate(choices, start=1) if each.exclusive), None)
            rule = f" {alone} goes with no other." if alone else ""
            return f"Type all numbers from 1 to {len(choices)} that fit, such as 1 3.{rule}"


def _numbers(count: int) -> str:
    return "Type 1 or 2" if count == len((1, 2)) else f"Type a number from 1 to {count}"
