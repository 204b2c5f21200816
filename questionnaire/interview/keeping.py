"""Keeping something at the end: what, and under which name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from questionnaire.interview import sentences
from questionnaire.interview.protocol import Asker, InterviewStopped, Option, Reason
from questionnaire.interview.signals import Heard, ending_signals
from questionnaire.interview.ways_out import leaves
from questionnaire.saved.private_file import free_name, replaceable

_UNUSABLE_NAME = (OSError, ValueError, RuntimeError)
"""What comes of a name that cannot be looked up; the last of a ``~`` that is nobody's home."""


class Offer(Struct, frozen=True):
    """Something that the person may keep.

    Attributes:
        label: What it is.
        name: The name that is proposed; its ending is that of all names.
        write: Puts it in a place.  Raises OSError where it cannot.
        kept: Says that it is there.
    """

    label: str
    name: str
    write: Callable[[Path], None]
    kept: Callable[[Path], str]


def offer_to_keep(asker: Asker, offer: Offer) -> Path | None:
    """Asks whether to keep one thing, and where; returns the place if it was kept.

    Raises:
        InterviewStopped: The question was broken off.
    """
    with stoppable(), asker.listening():
        if asker.choose(sentences.KEEP_ANSWERS, sentences.YES_NO, default=1) != 0:
            return None
        return _keep(asker, offer)


def offer_all(asker: Asker, offers: Sequence[Offer]) -> None:
    """Asks what to keep until the person wants nothing more; after each, says where it is.

    Raises:
        InterviewStopped: The question was broken off.
    """
    left = list(offers)
    with stoppable(), asker.listening():
        while left:
            options = (*(Option(offer.label) for offer in left), sentences.NOTHING_MORE)
            chosen = asker.choose(sentences.PRINT_OR_KEEP, options, default=len(left))
            if chosen == len(left):
                return
            if (path := _keep(asker, left[chosen])) is not None:
                asker.tell(left.pop(chosen).kept(path))


def agree_on_name(asker: Asker, taken: Path) -> Path | None:
    """Asks whether to replace a file; returns it, a free name, or None if the person wants none.

    Raises:
        InterviewStopped: The question was broken off.
    """
    with stoppable(), asker.listening():
        return _choose_name(asker, taken)


@contextmanager
def stoppable() -> Iterator[Heard]:
    """Raises ``InterviewStopped`` where the person, or a signal, breaks off."""
    with ending_signals() as heard:
        try:
            yield heard
        except (KeyboardInterrupt, EOFError):
            reason: Reason = "interrupted" if heard.number is None else "signal"
            raise InterviewStopped({}, None, reason, signal=heard.number) from None


def _keep(asker: Asker, offer: Offer) -> Path | None:
    """Asks for names until it is kept under one, or the person gives up."""
    while True:
        name = asker.enter(sentences.KEEP_WHERE, str(free_name(Path(offer.name))))
        if leaves(name):
            return None
        try:
            path = _place(name, offer)
            taken = replaceable(path)
        except _UNUSABLE_NAME as reason:
            fault = sentences.not_written(name, reason)
        else:
            agreed = _choose_name(asker, path) if taken else path
            if agreed is None:
                return None
            fault = _write(offer, agreed)
            if not fault:
                return agreed
        asker.tell(fault)
        if asker.choose(sentences.ANOTHER_FILE, sentences.YES_NO, default=1) != 0:
            return None


def _choose_name(asker: Asker, taken: Path) -> Path | None:
    free = free_name(taken)
    match asker.choose(sentences.exists(taken), sentences.replacing(free)):
        case 0:
            return free
        case 1:
            return taken
        case _:
            return None


def _place(name: str, offer: Offer) -> Path:
    """Returns the path that a name stands for; a folder stands for what is proposed, in it."""
    path, ending = Path(name).expanduser(), Path(offer.name).suffix
    if path.is_dir():
        return path / offer.name
    return path if path.suffix.lower() == ending else path.with_name(path.name + ending)


def _write(offer: Offer, path: Path) -> str:
    """Writes what is offered; returns a sentence where it cannot be written."""
    try:
        offer.write(path)
    except OSError as reason:
        return sentences.not_written(str(path), reason)
    return ""
