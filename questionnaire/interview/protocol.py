"""Between the interview and the person: what is asked, what comes back, and how it can end.

``interview`` speaks this protocol; ``prompts`` and ``plain`` answer to it.  Neither side knows more
of the other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Literal, Protocol, TypeAlias

from msgspec import Struct

from questionnaire.knowledge.model import Answer, Answers, Question


class Given(Struct, frozen=True):
    """The person gave an answer; None is "not sure"."""

    answer: Answer


class Back(Struct, frozen=True):
    """The person wants the question before this one; what was ticked is an answer all the same."""

    ticked: Given | None = None


class Stop(Struct, frozen=True):
    """The person wants to stop here; what was ticked is an answer all the same."""

    ticked: Given | None = None


Reply: TypeAlias = Given | Back | Stop


class Context(Struct, frozen=True, kw_only=True):
    """What is shown with a question: where it stands, why it is asked, the answer so far.

    ``previous`` is the answer so far, or else the one of an ``earlier`` day.
    """

    progress: str
    why: tuple[str, ...]
    previous: Given | None = None
    earlier: bool = False


Word: TypeAlias = Literal["stop", "yes", "no"]


class Option(Struct, frozen=True):
    """One way to go on.

    Attributes:
        label: What it is called.
        detail: What a long ``label`` must not push out of sight.
        heading: What stands above it, if it is the first of its kind.
        name: What it is called where there is no room for ``label``.
        word: What can be typed, or pressed as its letter, in place of its number.
    """

    label: str
    detail: str = ""
    heading: str = ""
    name: str = ""
    word: Word | None = None


class Opening(Protocol):
    """What a rule base says before anything is asked; it may not be loaded yet."""

    @property
    def title(self) -> str:
        """What the questions are about."""

    @property
    def introduction(self) -> Sequence[str]:
        """What they are good for, and what not."""

    @property
    def audience(self) -> str:
        """Whom they are for."""


class Asker(Protocol):
    """Puts questions to a person.

    Every method raises ``KeyboardInterrupt`` for Ctrl-C, ``EOFError`` where the input has ended and
    ``OSError`` where the terminal is gone.
    """

    @property
    def keys(self) -> str:
        """What the person can press or type at every question, for the opening screen."""

    @property
    def draws(self) -> bool:
        """Whether the terminal draws what it is shown, lines and colours included."""

    @property
    def ticked(self) -> Given | None:
        """What was ticked at the question that was asked last, if it was broken off there."""

    def listening(self) -> AbstractContextManager[None]:
        """Keeps what is typed between two questions for the next one, and off the screen."""

    def ask(self, question: Question, context: Context) -> Reply:
        """Asks until there is an answer that fits, or the wish to go back or to stop."""

    def confirm(self, question: Question, reply: Given, before: Given | None) -> None:
        """Shows an answer that was taken, and kept if it was to be, and whose place it takes."""

    def choose(
        self,
        title: str,
        options: Sequence[Option],
        default: int | None = 0,
        at: int | None = None,
    ) -> int:
        """Returns the place of the chosen option.

        With no ``default``, nothing is chosen by Enter alone.  Where something was chosen ``at``
        one place before, a pointer rests there; else, what was typed before chooses nothing either.
        """

    def enter(self, title: str, default: str) -> str:
        """Returns a line of text, the default if nothing is entered."""

    def tell(self, *paragraphs: str, heading: str = "") -> None:
        """Shows a text."""

    def warn(self, heading: str, *paragraphs: str) -> None:
        """Shows a text that must not be missed."""

    def leave_in_sight(self, lines: int) -> None:
        """Notes that so many lines were printed that the next question must not push away."""

    def open(self, heading: str, *paragraphs: str, meanwhile: Callable[[], Sequence[str]]) -> None:
        """Shows a text, below it what comes of ``meanwhile``, and waits until both are read."""


Ended: TypeAlias = Literal["finished", "emergency", "stopped"]


class Outcome(Struct, frozen=True, kw_only=True):
    """How an interview ended that was not broken off.

    Attributes:
        answers: What was answered, in the order asked; of questions that no longer apply, nothing.
        ended: Reviewed to the end, left at an emergency sign, or stopped by the person.
        summary: Whether the person wants to see the summary.
        lost: Whether answers were to be kept and could not be.
    """

    answers: Answers
    ended: Ended
    summary: bool = True
    lost: bool = False


Reason: TypeAlias = Literal["interrupted", "input ended", "terminal gone", "signal"]


class InterviewStopped(Exception):  # noqa: N818 - named by what happened, as in our glossary
    """The interview was broken off: Ctrl-C, the end of the input, a signal or a closed terminal.

    Attributes:
        answers: All that was confirmed before.
        at: The id of the question that was being asked, or None between questions.
        reason: What broke it off.
        signal: The number of the signal, if it was one; Ctrl-C is none.
        lost: Whether answers were to be kept and could not be.
        assessed: Whether the summary had been told by then.
        offered: Whether keeping the answers had been offered by then.
    """

    assessed = False
    offered = False

    def __init__(
        self,
        answers: Answers,
        at: str | None,
        reason: Reason,
        *,
        signal: int | None = None,
        lost: bool = False,
    ) -> None:
        super().__init__(reason)
        self.answers = answers
        self.at = at
        self.reason = reason
        self.signal = signal
        self.lost = lost

    @property
    def exit_status(self) -> int:
        """130, or the signal's as shells count them."""
        return 130 if self.signal is None else 128 + self.signal
