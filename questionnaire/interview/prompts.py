"""Questions as lists, tick boxes and fields in a terminal: the only owner of questionary.

questionary draws the prompts; here they get one set of keys for all kinds, lines that wrap between
words, and choices that stay in sight when there are more than fit.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager

import questionary
from prompt_toolkit.application import Application, get_app, get_app_session
from prompt_toolkit.application.run_in_terminal import run_in_terminal
from prompt_toolkit.filters import Always, Condition
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.key_binding.bindings.named_commands import get_by_name
from prompt_toolkit.keys import Keys
from prompt_toolkit.output.vt100 import Vt100_Output
from prompt_toolkit.shortcuts import print_formatted_text
from questionary.prompts.common import InquirerControl

from questionnaire.interview import sentences
from questionnaire.interview.keyboard import forget_typed_ahead, keep_to_known_keys
from questionnaire.interview.layout import (
    STYLE,
    below,
    message,
    say,
    shorten,
    tell,
    text_width,
    width_of,
    wrap,
)
from questionnaire.interview.lists import ENTER, KeyMap, ListPrompt, own_the_keys
from questionnaire.interview.protocol import Back, Context, Given, Option, Reply, Stop
from questionnaire.interview.signals import put_off, stop_for_a_while, suspending_by
from questionnaire.knowledge.answers import number_wanted
from questionnaire.knowledge.model import (
    ChoiceQuestion,
    ManyQuestion,
    NumberQuestion,
    Question,
    choice_ids,
)
from questionnaire.knowledge.printable import printable
from questionnaire.knowledge.typed_numbers import read_number

_EDITING = {
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
_NARROWEST_LABEL = 45
_SHORT_LIST = 10


class Prompts:
    """Asks with questionary's prompts, in the terminal of the present application session."""

    draws = True

    def __init__(self) -> None:
        self._told = 0  # lines since the last prompt, which the next one must not push away
        self._ticked: Callable[[], Given | None] = _nothing
        session = get_app_session()
        keep_to_known_keys(session.input)
        session.input.fileno()  # a terminal that cannot be read fails here, not at a question
        if isinstance(session.output, Vt100_Output):
            # Asking for the cursor's place gains nothing here, and not every terminal answers.
            session.output.enable_cpr = False

    @property
    def keys(self) -> str:
        """The keys, for the opening screen."""
        return (
            "Arrows move, Space ticks, Enter answers; "
            "b = back, ? = why we ask, n = not sure, q = stop."
        )

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Keeps the terminal from echoing keys, and from acting on them, between two prompts."""
        session = get_app_session()
        with session.input.raw_mode(), suspending_by(_suspend):
            try:
                yield
            finally:
                # A signal can hit prompt_toolkit between switching something and noting it.
                session.output.disable_bracketed_paste()
                session.output.reset_attributes()
                session.output.enable_autowrap()
                session.output.show_cursor()
                session.output.flush()

    @property
    def ticked(self) -> Given | None:
        """What was ticked at the question that was asked last, if it was broken off there."""
        return self._ticked()

    def ask(self, question: Question, context: Context) -> Reply:
        """Asks one question; the keys for the ways out are the same for all kinds."""
        reply = self._reply(question, context)
        self._told = 0
        return reply

    def confirm(self, question: Question, reply: Given, before: Given | None) -> None:
        """Leaves the question and its answer on the screen."""
        _leave_trace(question.text, sentences.answered(question, reply, before))

    def _reply(self, question: Question, context: Context) -> Reply:
        match question:
            case NumberQuestion():
                return _ask_number(question, context)
            case ChoiceQuestion():
                return self._ask_choice(question, context)
            case ManyQuestion():
                return self._ask_many(question, context)

    def _ask_choice(self, question: ChoiceQuestion, context: Context) -> Reply:
        previous = context.previous.answer if context.previous else None
        asked = message(context.progress, question.text)
        keys = _instruction(question, context, "arrows, 1-9 = move, Enter = answer")
        prompt = questionary.select(
            asked,
            [questionary.Choice(printable(each.label), value=each.id) for each in question.choices],
            default=previous if isinstance(previous, str) else None,
            instruction=keys,
            pointer=">",
            qmark="",
            style=STYLE,
        )
        listed = self._listed(prompt, asked, keys)
        listed.bind(_ways_out_of_list(prompt, listed, question, context))
        if previous is None:
            listed.point_nowhere()
        result = _run(prompt)
        if isinstance(result, Back | Stop | Given):
            return result
        return Given(choice_ids(question)[str(result)])

    def _ask_many(self, question: ManyQuestion, context: Context) -> Reply:
        previous = context.previous.answer if context.previous else None
        ticked = previous if isinstance(previous, tuple) else ()
        asked = message(context.progress, question.text)
        find = ", / = find" if len(question.choices) > _SHORT_LIST else ""
        keys = _instruction(question, context, f"Space, 1-9 = tick, Enter = done{find}")
        prompt = questionary.checkbox(
            asked,
            [
                questionary.Choice(printable(each.label), value=each.id, checked=each.id in ticked)
                for each in question.choices
            ],
            instruction=keys,
            pointer=">",
            qmark="",
            style=STYLE,
        )
        alone = {each.id for each in question.choices if each.exclusive}
        listed = self._listed(prompt, asked, keys, alone)
        listed.bind(_ways_out_of_list(prompt, listed, question, context))
        self._ticked = lambda: _ticks(question, listed)
        result = _run(prompt)
        self._ticked = _nothing
        if isinstance(result, Back | Stop | Given):
            return result
        return _ticks(question, listed) or Given(None)

    def choose(self, title: str, options: Sequence[Option], default: int | None = 0) -> int:
        """Returns the place of the option that was chosen from a list."""
        asked, keys = message(title), below("arrows, 1-9 = move, Enter = choose")
        rows = _rows(options)
        choices: list[questionary.Choice] = []
        for place, option in enumerate(options):
            if option.heading:
                choices.append(questionary.Separator(printable(option.heading)))
            choices.append(questionary.Choice(rows[place], value=str(place)))
        prompt = questionary.select(
            asked,
            choices,
            default=None if default is None else str(default),
            instruction=keys,
            pointer=">",
            qmark="",
            style=STYLE,
        )
        listed = self._listed(prompt, asked, keys)
        listed.bind(_leaving(prompt))
        if default is None:
            listed.point_nowhere()
            forget_typed_ahead(get_app_session().input)
        chosen = int(str(_run(prompt)))
        _leave_trace(title, rows[chosen])
        return chosen

    def _listed(
        self,
        prompt: questionary.Question,
        asked: str,
        keys: str,
        alone: Collection[str] | None = None,
    ) -> ListPrompt:
        above = self._told + 1 + f"{asked}{keys}".count("\n")
        self._told = 0
        return ListPrompt(prompt, above=above, alone=alone)

    def enter(self, title: str, default: str) -> str:
        """Returns a line of text."""
        prompt = questionary.text(message(f"{title}:"), default=default, qmark="", style=STYLE)
        return str(_run(prompt, _typing(), _endings())).strip() or default

    def tell(self, *paragraphs: str, heading: str = "") -> None:
        """Shows paragraphs under a heading, an empty line behind."""
        self._told += tell(*paragraphs, heading=heading)

    def warn(self, heading: str, *paragraphs: str) -> None:
        """Shows a heading across the whole window, and below it what to do."""
        width = text_width()
        for line in ("", *wrap(printable(heading).upper(), width), ""):
            filled = f" {line}" + " " * (width + 1 - width_of(line))
            print_formatted_text(FormattedText([("class:warning", filled)]), style=STYLE)
        say("")
        for paragraph in paragraphs:
            say(paragraph, "class:question")
        say("")

    def pause(self) -> None:
        """Waits for a key."""
        self._told = 0
        prompt = questionary.press_any_key_to_continue(" Press Enter to begin.")
        keys = {**_leaving(prompt), **dict.fromkeys(ENTER, prompt.application.exit)}
        own_the_keys(prompt, lambda event: keys.get(event.key_sequence[0].key, _nothing)())
        _run(prompt)


# Kinds of question --------------------------------------------------------------------------------


def _ask_number(question: NumberQuestion, context: Context) -> Reply:
    previous = context.previous.answer if context.previous else None
    shown = str(previous) if isinstance(previous, int | float) else ""
    typed, hint = shown, number_wanted(question)
    ways_out = _ways_out(context, shown)
    while True:
        prompt = questionary.text(
            message(context.progress, question.text),
            default=typed,
            instruction=_instruction(question, context, "Enter = answer", hint) + "\n >",
            qmark="",
            style=STYLE,
        )
        result = _run(prompt, _typing(shown), ways_out)
        if isinstance(result, Back | Stop | Given):
            return result
        typed = str(result).strip()
        match read_number(question, typed):
            case str() as refusal:
                hint = " ".join(filter(None, (refusal, typed and sentences.EMPTY_THE_FIELD)))
            case number:
                return Given(number)


# Keys ---------------------------------------------------------------------------------------------


def _ways_out(context: Context, shown: str) -> KeyBindings:
    """Returns the keys for back, why, not sure and stop.

    They are keys only in a field that is empty or as it was ``shown``: nothing that was typed is
    left behind, and the "n" of "30 min" is not "not sure".
    """
    bindings = _endings()
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


def _endings() -> KeyBindings:
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
        _suspend()

    return bindings


def _leaving(prompt: questionary.Question) -> KeyMap:
    """Returns the keys that break off, whatever is being asked."""
    end = prompt.application.exit
    return {
        Keys.ControlC: lambda: end(exception=KeyboardInterrupt),
        Keys.ControlD: lambda: end(exception=EOFError),
        Keys.ControlZ: _suspend,
    }


def _ways_out_of_list(
    prompt: questionary.Question, listed: ListPrompt, question: Question, context: Context
) -> KeyMap:
    """Returns the keys for back, why, not sure and stop; what is ticked goes with them."""
    end = prompt.application.exit

    def not_sure() -> None:
        if count := len(listed.ticked):
            listed.say(sentences.ticked(count, question.skip))
        else:
            end(result=Given(None))

    told_why = False

    def why() -> None:
        nonlocal told_why
        if not told_why:  # else it stands above
            told_why = True
            run_in_terminal(lambda: listed.leave(tell(*context.why, heading=sentences.WHY)))

    keys = {
        "b": lambda: end(result=Back(_ticks(question, listed))),
        "q": lambda: end(result=Stop(_ticks(question, listed))),
        "n": not_sure,
        "?": why,
    }
    return {**_leaving(prompt), **keys, **{key.upper(): do for key, do in keys.items()}}


def _ticks(question: Question, listed: ListPrompt) -> Given | None:
    """Returns what is ticked in a list, if anything is."""
    if not isinstance(question, ManyQuestion):
        return None
    boxes = tuple(each.id for each in question.choices if each.id in listed.ticked)
    return Given(boxes) if boxes else None


def _nothing() -> None:
    """Nothing is ticked where no boxes are shown."""


# On the screen ------------------------------------------------------------------------------------


def _run(prompt: questionary.Question, *bindings: KeyBindings) -> object:
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


def _suspend() -> None:
    """Stops the program for a while, the terminal as it was found, and draws again afterwards."""
    session = get_app_session()
    if session.app and session.app.loop:
        session.app.loop.call_soon_threadsafe(run_in_terminal, stop_for_a_while)
    else:
        with session.input.cooked_mode():
            stop_for_a_while()


def _instruction(question: Question, context: Context, keys: str, hint: str = "") -> str:
    """Returns what stands below a question: its help, the answer so far, a hint and the keys."""
    so_far = sentences.so_far(question, context.previous)
    ways_out = f"{keys}, b = back, ? = why, n = {question.skip}, q = stop"
    return below(*filter(None, (question.help, so_far, hint, ways_out)))


def _rows(options: Sequence[Option]) -> list[str]:
    """Returns each option in one line, cut such that those that begin alike are told apart."""
    labels = [printable(each.label) for each in options]
    return [
        f"{_cut(label, labels, printable(each.detail))} = {printable(each.detail)}"
        if each.detail
        else label
        for label, each in zip(labels, options, strict=True)
    ]


def _cut(label: str, labels: Sequence[str], detail: str) -> str:
    room = text_width() - len("  > 1  = ") - width_of(detail)
    if room < _NARROWEST_LABEL:
        return label
    return shorten(label, room, [each for each in labels if each != label])


def _leave_trace(text: str, answer: str) -> None:
    say(text, "class:question")
    say(f"= {answer}")
    say("")
