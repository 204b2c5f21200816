"""Running one prompt: what ends it, what stops it for a while, and what stands below a question."""

from __future__ import annotations

import questionary
from prompt_toolkit.application import Application, get_app_session
from prompt_toolkit.application.run_in_terminal import run_in_terminal
from prompt_toolkit.filters import Always
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.keys import Keys
from questionary.prompts.common import InquirerControl

from questionnaire.interview import sentences
from questionnaire.interview.layout import below
from questionnaire.interview.lists import KeyMap
from questionnaire.interview.protocol import Context
from questionnaire.interview.signals import put_off, stop_for_a_while
from questionnaire.knowledge.model import Question


def run(prompt: questionary.Question, *bindings: KeyBindings) -> object:
    """Runs a prompt with our keys over its own, and takes it off the screen afterwards."""
    application: Application[object] = prompt.application
    own = [application.key_bindings] if application.key_bindings else []
    application.key_bindings = merge_key_bindings([*own, *bindings])
    application.erase_when_done = True
    for window in application.layout.find_all_windows():
        if not isinstance(window.content, InquirerControl):  # a list folds its lines itself
            window.wrap_lines = Always()  # what was wrapped for a wider window is not cut off

    def end() -> None:
        if application.future and not application.future.done():
            application.exit(exception=KeyboardInterrupt)

    def ask_to_end() -> None:
        if application.loop:
            application.loop.call_soon_threadsafe(end)

    with put_off(ask_to_end) as heard:
        return application.run(handle_sigint=False, pre_run=lambda: end() if heard else None)


def suspend() -> None:
    """Stops the program for a while, the terminal as it was found, and draws again afterwards."""
    session = get_app_session()
    if session.app and session.app.loop:
        session.app.loop.call_soon_threadsafe(run_in_terminal, stop_for_a_while)
    else:
        with session.input.cooked_mode():
            stop_for_a_while()


def endings() -> KeyBindings:
    """Returns the keys that break off, whatever is being asked."""
    bindings = KeyBindings()

    @bindings.add(Keys.ControlD, eager=True)
    def _end_of_input(event: KeyPressEvent) -> None:
        event.app.exit(exception=EOFError)

    @bindings.add(Keys.ControlC, eager=True)
    def _interrupt(event: KeyPressEvent) -> None:
        event.app.exit(exception=KeyboardInterrupt)

    @bindings.add(Keys.ControlZ, eager=True)
    def _stop_for_a_while(_event: KeyPressEvent) -> None:
        suspend()

    return bindings


def leaving(prompt: questionary.Question) -> KeyMap:
    """Returns the keys that break off, whatever is being asked."""
    end = prompt.application.exit
    return {
        Keys.ControlC: lambda: end(exception=KeyboardInterrupt),
        Keys.ControlD: lambda: end(exception=EOFError),
        Keys.ControlZ: suspend,
    }


def instruction(question: Question, context: Context, keys: str, hint: str = "") -> str:
    """Returns what stands below a question: its help, the answer so far, a hint and the keys."""
    so_far = sentences.so_far(question, context)
    ways_out = f"{keys}, b = back, ? = why, n = {question.skip}, q = stop"
    return below(*filter(None, (question.help, so_far, hint, ways_out)))
