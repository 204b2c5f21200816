"""Running one prompt: what ends it, what stops it for a while, and what stands below a question."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import prompt_toolkit.application.application as toolkit
import questionary
from prompt_toolkit.application import Application, get_app_session
from prompt_toolkit.application.run_in_terminal import run_in_terminal
from prompt_toolkit.filters import Always
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout.controls import BufferControl

from questionnaire.interview import sentences
from questionnaire.interview.layout import STYLE, keys_line
from questionnaire.interview.lists import KeyMap
from questionnaire.interview.protocol import Context
from questionnaire.interview.signals import put_off, stop_for_a_while
from questionnaire.knowledge.model import Question

_READING: Final = 0.15
"""Seconds behind a drawing; nobody has read it by then."""

_ALONE: Final = 0.1
"""Seconds after which an escape byte is the key, and not the beginning of another one."""

# Each prompt would make the six hundred keys of Emacs and vi anew, up to three times; ours come
# before all of them, so they never do anything.  A release that names them otherwise makes them
# again, and that is all.
toolkit.load_key_bindings = KeyBindings  # type: ignore[attr-defined]  # it has no public name


@contextmanager
def collecting_while_reading() -> Iterator[None]:
    """Leaves it to ``run`` to collect garbage: anywhere else, somebody would wait for it."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.unfreeze()
        if collects:
            gc.enable()


def run(prompt: questionary.Question, meanwhile: Callable[[], None] | None = None) -> object:
    """Runs a prompt, and takes it off the screen afterwards.

    Once it is drawn, ``meanwhile`` is done while the person reads.
    """
    application: Application[object] = prompt.application
    application.erase_when_done = True
    application.ttimeoutlen = _ALONE
    application.renderer.style = STYLE  # what it has merged of its own would be read anew
    _keep_whole(application)
    for window in application.layout.find_all_windows():
        if isinstance(window.content, BufferControl):
            window.wrap_lines = Always()  # what is typed is not cut off

    def end() -> None:
        if application.future and not application.future.done():
            application.exit(exception=KeyboardInterrupt)

    def ask_to_end() -> None:
        if application.loop:
            application.loop.call_soon_threadsafe(end)

    _use_the_time(application, meanwhile)
    with put_off(ask_to_end) as heard:
        return application.run(handle_sigint=False, pre_run=lambda: end() if heard else None)


def _use_the_time(application: Application[object], meanwhile: Callable[[], None] | None) -> None:
    """Does ``meanwhile`` as soon as the prompt is drawn, and collects garbage while it is read.

    Each drawing leaves some, so whoever holds a key down must not wait for the end of it.  What is
    there when ``meanwhile`` was done is there to stay, and is not looked through again.
    """
    due = False
    freezes = meanwhile is not None

    def do_at_once(_: object) -> None:
        application.after_render -= do_at_once
        application.after_render += soon
        if application.loop:
            application.loop.call_soon(do)

    def do() -> None:
        try:
            if meanwhile and not application.is_done:
                meanwhile()
        except BaseException as problem:  # noqa: BLE001 - an event loop would only print it
            application.exit(exception=problem)

    def soon(_: object) -> None:
        nonlocal due
        if application.loop and not due:
            due = True
            application.loop.call_later(_READING, collect)

    def collect() -> None:
        nonlocal due, freezes
        due = False
        gc.collect()
        if freezes:
            gc.freeze()
        freezes = False

    application.after_render += do_at_once if meanwhile else soon


def suspend() -> None:
    """Stops the program for a while, the terminal as it was found, and draws again afterwards."""
    session = get_app_session()
    if session.app and session.app.loop:
        session.app.loop.call_soon_threadsafe(run_in_terminal, stop_for_a_while)
    else:
        with session.input.cooked_mode():
            stop_for_a_while()


def leaving(prompt: questionary.Question) -> KeyMap:
    """Returns the keys that break off, whatever is being asked."""
    end = prompt.application.exit
    return {
        Keys.ControlC: lambda: end(exception=KeyboardInterrupt),
        Keys.ControlD: lambda: end(exception=EOFError),
        Keys.ControlZ: suspend,
    }


def _keep_whole(application: Application[object]) -> None:
    """Begins on an empty screen where the window became narrower.

    There a terminal wraps what was drawn, so more lines hold it than were drawn: prompt_toolkit
    takes off too few.  They scroll away with what was answered, and nothing stands there twice.
    """
    output, columns = application.output, application.output.get_size().columns

    def begin_anew(_: object) -> None:
        nonlocal columns
        before, (rows, columns) = columns, output.get_size()
        if columns < before:
            output.cursor_goto(rows, 1)
            output.write_raw("\n" * rows)
            output.cursor_goto(1, 1)

    application.before_render += begin_anew


def instruction(question: Question, context: Context, keys: str, hint: str = "") -> list[str]:
    """Returns what stands below a question: its help, the answer so far, a hint and the keys."""
    so_far = sentences.so_far(question, context)
    ways_out = keys_line(f"{keys}, b = back, ? = why, u = {question.skip}, q = stop")
    return [text for text in (question.help, so_far, hint, ways_out) if text]
