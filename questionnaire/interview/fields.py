"""Fields in a terminal: a number or a way out of its question, or a line of text.

What is typed is shown, and read as a whole when Enter is pressed; no letter is a key.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

import questionary
from prompt_toolkit.application import get_app
from prompt_toolkit.application.run_in_terminal import run_in_terminal
from prompt_toolkit.filters import Condition, FilterOrBool
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.key_binding.bindings.named_commands import get_by_name
from prompt_toolkit.key_binding.key_bindings import Binding
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout.controls import FormattedTextControl

from questionnaire.interview import sentences
from questionnaire.interview.application import instruction, leaving, run
from questionnaire.interview.layout import lines, tell, wrapped
from questionnaire.interview.protocol import Context, Given, Reply
from questionnaire.interview.ways_out import WHY, way_out
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
}
_KEYS: Final = "Type and press Enter: the number"


def ask_number(question: NumberQuestion, context: Context) -> Reply:
    """Asks until what was typed is a number that fits, or the person wants to go elsewhere."""
    previous = context.previous.answer if context.previous else None
    shown = str(previous) if isinstance(previous, int | float) else ""
    typed, hint = shown, number_wanted(question)
    why = _why(context)
    while True:
        below = lines(*instruction(question, context, _KEYS, hint))
        prompt = questionary.text(
            lines(context.progress, question.text),
            default=typed,
            instruction=f"\n{below}\n >",
            qmark="",
        )
        typed = _typed(prompt, why)
        if typed.casefold() in WHY:
            why()
            typed = shown
            continue
        if (reply := way_out(question, typed)) is not None:
            return reply
        match read_number(question, typed):
            case str() as refusal:
                hint = refusal
            case number:
                return Given(number)


def ask_text(title: str, default: str) -> str:
    """Returns a line of text, the default if nothing is entered."""
    prompt = questionary.text(
        lines(title), default=default, instruction=f"\n{sentences.ENTER_TAKES}\n >", qmark=""
    )
    return _typed(prompt) or default


def _why(context: Context) -> Callable[[], None]:
    """Returns what says why we ask, above the question and once."""
    told = False

    def tell_why() -> None:
        nonlocal told
        if not told:  # else it stands above
            told = True
            tell(*context.why, heading=sentences.WHY)

    return tell_why


def _typed(prompt: questionary.Question, why: Callable[[], None] | None = None) -> str:
    """Returns what was typed when Enter is pressed; no key or chord but these does anything.

    What stands there at first, an answer from before, a name or what was refused, gives way to
    what is typed, like selected text, until a key edits it.  Only a field that is empty or still as
    it was takes ``?`` for a key, with or without Enter.
    """
    bindings = KeyBindings()
    selected = True
    untouched = Condition(lambda: selected or not get_app().current_buffer.text)

    @bindings.add(Keys.Any, eager=True)
    def _insert(event: KeyPressEvent) -> None:
        nonlocal selected
        text = " ".join(event.data.splitlines())
        if text.isprintable():
            if selected:
                event.current_buffer.text = ""
            selected = False
            event.current_buffer.insert_text(text)

    def edit(command: Binding, event: KeyPressEvent) -> None:
        nonlocal selected
        selected = False
        command.call(event)

    def bind(key: str, do: Callable[[], object], when: FilterOrBool) -> None:
        bindings.add(key, eager=True, filter=when)(lambda _: do())

    for key, name in _EDITING.items():
        bindings.add(key, eager=True)(partial(edit, get_by_name(name)))

    @bindings.add("enter", eager=True)
    @bindings.add("c-j", eager=True)
    def _accept(event: KeyPressEvent) -> None:
        asked_why = why and [each.data for each in event.previous_key_sequence] == ["?"]
        if not (asked_why and untouched()):  # else it belongs to "?", and is no answer
            event.current_buffer.validate_and_handle()

    for key, do in leaving(prompt).items():
        bind(key, do, when=True)
    if why:
        bind("?", lambda: run_in_terminal(why), untouched)
    for window in prompt.application.layout.find_all_windows():
        if isinstance(window.content, FormattedTextControl):
            window.content.text = partial(wrapped, window.content.text)
    own = prompt.application.key_bindings or KeyBindings()
    prompt.application.key_bindings = merge_key_bindings([own, bindings])
    return str(run(prompt)).strip()
