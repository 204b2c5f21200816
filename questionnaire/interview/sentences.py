"""The interview's own sentences, the same for the prompts and for the plain path.

Everything about the subject comes from the rule base; here is only what any interview says.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

from questionnaire.inference.assessment import RaisedFlag
from questionnaire.interview.protocol import Context, Given, InterviewStopped, Opening, Option
from questionnaire.knowledge.bearing import Bearing
from questionnaire.knowledge.model import Question, Rulebook
from questionnaire.knowledge.printable import quoted, sentence
from questionnaire.knowledge.wording import in_words
from questionnaire.saved.refusals import said

WHY = "Why we ask"
NOTHING_TICKED_KEYS = "Nothing is ticked yet. Move to what fits and press Space, then Enter."
NOTHING_CHOSEN = "Nothing is chosen yet. Move with the arrows or type a number, then press Enter."
NOW_ENTER = "Press Enter to choose this."
NOT_ALL_SEEN = "Not all was on the screen yet: read on to the end, then press Enter."
FINDING = "Type a part of what you look for. Enter goes to it in the whole list."
NOT_FOUND = "Nothing here has that, so all is shown. Backspace takes a letter away."
FIRST_QUESTION = "This is the first question: there is none before it."
CHECK_ANSWERS = "Are your answers right? To change one, choose it."
SHOW_SUMMARY = Option("Yes, show the summary")
STOP_REVIEW = Option("Stop here", word="stop")
STOP_HERE = "You asked to stop. What would you like to do?"
STOP_OPTIONS = (
    Option("See the summary of what you have answered so far"),
    Option("Leave without a summary", word="stop"),
    Option("Go on with the questions"),
)
WARNING_NEXT = "What would you like to do?"
WARNING_OPTIONS = (
    Option("Leave the questions here and see the summary", word="stop"),
    Option("Go on with the questions"),
    Option("Change my answer"),
)
ACCEPT_CHANGE = "Change the answer?"
YES_NO = (Option("Yes", word="yes"), Option("No", word="no"))
KEEP_ANSWERS = "Keep your answers in a file, to go on later?"
PRINT_OR_KEEP = "Print or keep? Choose what to put in a file."
NOTHING_MORE = Option("Nothing more", word="stop")
SEE_NEXT = "What would you like to see or do next?"
ENOUGH = Option("I have seen enough: end here", word="stop")
KEEP_A_COPY = Option("Print it or keep a copy")
CHANGE_AN_ANSWER = Option("Change an answer")
ASK_ON = Option("Go on with the questions")
SUMMARY_AGAIN = Option("The summary again, from the top")
EVERYTHING = Option("Everything, one after the other")
KEEP_WHERE = "Name of the file, or stop"
ENTER_TAKES = "Enter takes this; what you type takes its place."
NOT_KEPT = "Your answers were not kept."
NOTHING_ANSWERED = "Nothing was answered, so nothing was written."
ANOTHER_FILE = "Try another file?"
NOTE = "Please note"
SENT_AWAY = "The summary goes to the output."
SCROLL_UP = "The summary begins above: scroll up, or choose “The summary again”."


def introduction(opening: Opening) -> tuple[str, ...]:
    """Says what this is, and for whom."""
    return (*opening.introduction, f"For: {opening.audience}")


def before_you_begin(
    rulebook: Rulebook,
    *,
    length: str,
    earlier: bool,
    kept_in: str,
    keys: str,
) -> tuple[str, ...]:
    """Says how long it takes, what is kept, and which keys there are."""
    shown = ""
    if earlier:
        shown = (
            " With some questions your answer of last time is shown: Enter keeps it. "
            f"Others, which check for {rulebook.words.red_flags.lower()}, are asked anew."
        )
    kept = (
        f"Your answers are kept in {kept_in} and nowhere else."
        if kept_in
        else "Nothing is kept unless you ask for it."
    )
    return (f"{length}{shown} Nothing leaves this machine. {kept}", keys)


def why(question: Question, bearing: Bearing) -> tuple[str, ...]:
    """Says why a question is asked, without a name that could frighten whoever asks."""
    serves = "Your answer decides which questions follow."
    if bearing.red_flags:
        serves = "Your answer is needed to check for warning signs."
    elif bearing.factors:
        serves = "Your answer helps to see what could play a part."
    return tuple(filter(None, (question.why, serves, question.credit)))


def given(question: Question, reply: Given) -> str:
    """Returns an answer in words."""
    return in_words(question, reply.answer)


def so_far(question: Question, context: Context) -> str:
    """Says what was answered before, if anything was."""
    if context.previous is None:
        return ""
    when = "last time" if context.earlier else "so far"
    return f"Your answer {when}: {given(question, context.previous)}."


def answered(question: Question, reply: Given, before: Given | None) -> str:
    """Returns an answer in words, and the one whose place it takes."""
    if before in (None, reply):
        return given(question, reply)
    return f"{given(question, reply)} (before: {given(question, before)})"


def ticked(count: int, skip: str) -> str:
    """Says that ticks are an answer, to somebody who asks for none."""
    them = "it" if count == 1 else "them"
    return f"{count} ticked. Enter takes {them}; untick {them} first to answer “{skip}”."


def where_in_list(place: int | None, of: int, more: Sequence[str]) -> str:
    """Says which row of a long list is pointed at, and in which directions there are more."""
    where = f"more {' and '.join(more)}"
    return f"{place} of {of}, {where}" if place else f"{of} choices, {where}"


def does_not_fit(typed: str, wanted: str) -> str:
    """Says that what was typed does not fit, and what would."""
    return f"{quoted(typed)} does not fit. {wanted}" if typed else wanted


def urgent(rulebook: Rulebook, flags: Sequence[RaisedFlag]) -> list[RaisedFlag]:
    """Returns those flags that cannot wait."""
    return [flag for flag in flags if rulebook.urgencies[flag.urgency].interrupts]


def emergency(rulebook: Rulebook, flags: Sequence[RaisedFlag]) -> tuple[str, tuple[str, ...]]:
    """Returns a heading and what to do: for each flag its sign and its advice."""
    order = list(rulebook.urgencies)
    highest = rulebook.urgencies[max((flag.urgency for flag in flags), key=order.index)]
    first = next(flag for flag in flags if flag.urgency == highest.id)
    lines = [sentence(first.time_frame) + "."]
    for flag in flags:
        lines.append(f"Warning sign: {flag.because}.")
        lines.extend(line.text for line in flag.advice)
    return highest.label, tuple(dict.fromkeys(lines))


def first(urgency: str, then: str) -> str:
    """Puts what cannot wait before a question, for a screen that has no room for more of it."""
    return f"{urgency} first. {then}"


def change(
    rulebook: Rulebook, hidden: Sequence[str], opened: Sequence[str], fading: Sequence[RaisedFlag]
) -> tuple[str, ...]:
    """Says which answered questions a change hides and which it opens.

    Warning signs that go with the answers are said first.
    """
    texts = {name: question.text for name, question in rulebook.questions.items()}
    lines: list[str] = []
    if fading:
        lines.append("With this change, what you told of a warning sign is left out:")
        lines.extend(f"- {flag.because}" for flag in fading)
        lines.append("Make the change only if you do not have this sign.")
    if hidden:
        lines.append("With this change, these no longer apply, and your answers are left out:")
        lines.extend(f"- {texts[name]}" for name in hidden)
    if opened:
        lines.append("With this change, these are asked as well:")
        lines.extend(f"- {texts[name]}" for name in opened)
    return tuple(lines)


def not_kept(reason: OSError) -> str:
    """Says that the answers cannot be kept, and that the interview goes on."""
    place = f" in {reason.filename}" if isinstance(reason.filename, str) else ""
    return (
        f"Your answers cannot be kept{place}: {said(reason)}. "
        "You can go on all the same; the summary is not affected."
    )


def not_written(name: str, reason: Exception) -> str:
    """Says that a file could not be written, or its name not be looked up."""
    missing = isinstance(reason, FileNotFoundError)
    why = "there is no such folder" if missing else said(reason).rstrip(".")
    return f"{name} cannot be written: {why}."


def kept(path: Path) -> str:
    """Says where the answers are, and how to go on from there."""
    again = f"start with --answers {shlex.quote(str(path))} to go on"
    return f"Your answers are kept in {path}; {again}."


def lost(path: Path) -> str:
    """Says that the answers are not where they were to be."""
    return f"Your latest answers could not be kept in {path}."


def moved(old: Path, new: Path) -> str:
    """Says that somebody else writes to the file of answers, and what became of both."""
    return (
        f"{old} was changed by another program while you were answering. It stays as it is now; "
        f"your answers are kept in {new} instead."
    )


def exists(path: Path) -> str:
    """Says that a name is taken."""
    return f"There is a file {path} already. What would you like to do?"


def replacing(free: Path) -> tuple[Option, ...]:
    """Returns what can be done where a name is taken."""
    return (
        Option(f"Write {free.name} beside it"),
        Option("Replace it"),
        Option("Write nothing", word="stop"),
    )


def farewell(
    rulebook: Rulebook,
    stopped: InterviewStopped,
    flags: Sequence[RaisedFlag],
    kept_in: Path | None,
) -> tuple[str, ...]:
    """Says where an interview was broken off, what became of the answers, and any emergency."""
    at = f': "{rulebook.questions[stopped.at].text}"' if stopped.at else ""
    happened = "The input ended" if stopped.reason == "input ended" else "Stopped"
    place = f"{happened} at this question{at}" if at else f"{happened}."
    answers = NOT_KEPT if stopped.answers else NOTHING_ANSWERED
    if kept_in and stopped.answers:
        answers = lost(kept_in) if stopped.lost else kept(kept_in)
    if cannot_wait := urgent(rulebook, flags):
        heading, lines = emergency(rulebook, cannot_wait)
        return (heading.upper(), *lines, place, answers)
    return (place, answers if stopped.assessed else f"Nothing was assessed. {answers}")
