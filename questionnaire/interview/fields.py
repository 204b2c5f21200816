"""Fields in a terminal: a number with the ways out of its question, or a line of text.

What is typed is shown, and read when Enter is pressed.
"""

from __future__ import annotations

from typing import Final

import questionary
from prompt_toolkit.application import get_app
from prompt_toolkit.application.run_in_terminal import run_in_terminal
from prompt_toolkit.filters import Condition
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.key_binding.bindings.named_commands import get_by_name
from prompt_toolkit.keys import Keys

from questionnaire.interview import sentences
from questionnaire.interview.application import endings, instruction, run
from questionnaire.interview.layout import STYLE, message, tell
from questionnaire.interview.protocol import Back, Context, Given, Reply, Stop
from questionnaire.knowledge.answers import number_wanted
from questionnaire.knowledge.model import NumberQuestion
from questionnaire.knowledge.typed_numbers import read_number

_EDITING: Final = {
    "left": "backward-char",
    "right": "forward-char",
    "home": "beginning-of-line",
    "end": "end-of-line",
    "backspace": "backward-delete-char",
    "delete": "delete-char",
    "c-u": "unix-line-discard",
    "enter": "accept-line",
    "c-j": "accept-line",
}


def ask_number(question: NumberQuestion, context: Context) -> Reply:
    """Asks until what was typed is a number that fits, or the person wants to go elsewhere."""
    previous = context.previous.answer if context.previous else None
    shown = str(previous) if isinstance(previous, int | float) else ""
    typed, hint = shown, number_wanted(question)
    ways_out = _ways_out(context, shown)
    while True:
        prompt = questionary.text(
            message(context.progress, question.text),
            default=typed,
            instruction=instruction(question, context, "Enter = answer", hint) + "\n >",
            qmark="",
            style=STYLE,
        )
        result = run(prompt, _typing(shown), ways_out)
        if isinstance(result, Back | Stop | Given):
            return result
        typed = str(result).strip()
        match read_number(question, typed):
            case str() as refusal:
                hint = " ".join(filter(None, (refusal, typed and sentences.EMPTY_THE_FIELD)))
            case number:
                return Given(number)


def ask_text(title: str, default: str) -> str:
    """Returns a line of text, the default if nothing is entered."""
    prompt = questionary.text(message(f"{title}:"), default=default, qmark="", style=STYLE)
    return str(run(prompt, _typing(), endings())).strip() or default


def _ways_out(context: Context, shown: str) -> KeyBindings:
    """Returns the keys for back, why, not sure and stop.

    They are keys only in a field that is empty or as it was ``shown``: nothing that was typed is
    left behind, and the "n" of "30 min" is not "not sure".
    """
    bindings = endings()
    untouched = Condition(lambda: get_app().current_buffer.text in ("", shown))
    told_why = False

    @bindings.add("b", eager=True, filter=untouched)
    @bindings.add("B", eager=True, filter=untouched)
    def _back(event: KeyPressEvent) -> None:
        event.app.exit(result=Back())

    @bindings.add("q", eager=True, filter=untouched)
    @bindings.add("Q", eager=True, filter=untouched)
    def _stop(event: KeyPressEvent) -> None:
        event.app.exit(result=Stop())

    @bindings.add("n", eager=True, filter=untouched)
    @bindings.add("N", eager=True, filter=untouched)
    def _not_sure(event: KeyPressEvent) -> None:
        event.app.exit(result=Given(None))

    @bindings.add("?", eager=True, filter=untouched)
    def _why(_event: KeyPressEvent) -> None:
        nonlocal told_why
        if told_why:
            return  # it stands above
        told_why = True
        run_in_terminal(lambda: tell(*context.why, heading=sentences.WHY))

    return bindings


def _typing(shown: str = "") -> KeyBindings:
    """Returns all keys of a field but the ways out; no other key or chord does anything.

    The answer that is ``shown`` from before gives way to what is typed, like selected text.
    """
    bindings = KeyBindings()
    for key, command in _EDITING.items():
        bindings.add(key, eager=True)(get_by_name(command))

    @bindings.add(Keys.Any, eager=True)
    def _insert(event: KeyPressEvent) -> None:
        text = " ".join(event.data.splitlines())
        if text.isprintable():
            field = event.current_buffer
            if field.text == shown and not field.document.text_after_cursor:
                field.text = ""
            field.insert_text(text)

    return bindings
