"""Questions as lists, tick boxes and fields in a terminal: the only owner of questionary.

questionary draws the prompts; here they get one set of keys for all kinds, lines that wrap between
words, and choices that stay in sight when there are more than fit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import questionary
from prompt_toolkit.application import get_app, get_app_session
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
from questionnaire.interview.layout import (
    STYLE,
    below,
    drawn_lines,
    message,
    say,
    shorten,
    shorten_list,
    tell,
    text_width,
    width_of,
    wrap,
    wrap_list,
)
from questionnaire.interview.protocol import Back, Context, Given, Option, Reply, Stop
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

_NARROWEST_LABEL = 45


class Prompts:
    """Asks with questionary's prompts, in the terminal of the present application session."""

    draws = True

    def __init__(self) -> None:
        self._told = 0  # lines since the last prompt, which the next one must not push away
        session = get_app_session()
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
        with session.input.raw_mode():
            try:
                yield
            finally:
                # A signal can hit prompt_toolkit between switching something and noting it.
                session.output.disable_bracketed_paste()
                session.output.reset_attributes()
                session.output.enable_autowrap()
                session.output.show_cursor()
                session.output.flush()

    def ask(self, question: Question, context: Context) -> Reply:
        """Asks one question; the keys for the ways out are the same for all kinds."""
        reply = _ask(question, context, self._told)
        self._told = 0
        return reply

    def confirm(self, question: Question, reply: Given) -> None:
        """Leaves the question and its answer on the screen."""
        _leave_trace(question.text, sentences.given(question, reply))

    def choose(self, title: str, options: Sequence[Option], default: int = 0) -> int:
        """Returns the place of the option that was chosen from a list."""
        asked, keys = message(title), below("Enter = choose, arrows = move")
        prompt = questionary.select(
            asked,
            [
                questionary.Choice(_in_one_line(option), value=str(place))
                for place, option in enumerate(options)
            ],
            default=str(default),
            instruction=keys,
            pointer=">",
            qmark="",
            style=STYLE,
        )
        wrap_list(prompt, _above(self._told, asked, keys))
        self._told = 0
        chosen = int(str(_run(prompt, _endings())))
        _leave_trace(title, _in_one_line(options[chosen]))
        return chosen

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
        _run(questionary.press_any_key_to_continue(" Press Enter to begin."), _endings())


# Kinds of question --------------------------------------------------------------------------------


def _ask(question: Question, context: Context, told: int) -> Reply:
    match question:
        case NumberQuestion():
            return _ask_number(question, context)
        case ChoiceQuestion():
            return _ask_choice(question, context, told)
        case ManyQuestion():
            return _ask_many(question, context, told)


def _ask_choice(question: ChoiceQuestion, context: Context, told: int) -> Reply:
    previous = context.previous.answer if context.previous else None
    asked = message(context.progress, question.text)
    keys = _instruction(question, context, "arrows = move, Enter = answer")
    prompt = questionary.select(
        asked,
        [questionary.Choice(printable(each.label), value=each.id) for each in question.choices],
        default=previous if isinstance(previous, str) else None,
        instruction=keys,
        pointer=">",
        qmark="",
        style=STYLE,
    )
    wrap_list(prompt, _above(told, asked, keys))
    result = _run(prompt, _ways_out(context))
    if isinstance(result, Back | Stop | Given):
        return result
    return Given(choice_ids(question)[str(result)])


def _ask_many(question: ManyQuestion, context: Context, told: int) -> Reply:
    previous = context.previous.answer if context.previous else None
    ticked = previous if isinstance(previous, tuple) else ()
    error = ""
    asked = message(context.progress, question.text)
    while True:
        keys = _instruction(question, context, "Space = tick, Enter = done", error)
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
            use_jk_keys=False,
        )
        control = wrap_list(prompt, _above(told, asked, keys))
        ticking = _ticking(control, {each.id for each in question.choices if each.exclusive})
        result = _run(prompt, _ways_out(context), ticking)
        if isinstance(result, Back | Stop | Given):
            return result
        if isinstance(result, list) and result:
            known = choice_ids(question)
            return Given(tuple(known[str(box)] for box in result))
        ticked, told, error = (), 0, sentences.NOTHING_TICKED_KEYS


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


def _ways_out(context: Context, shown: str | None = None) -> KeyBindings:
    """Returns the keys for back, why, not sure and stop.

    Where something is typed, they are keys only in a field that is empty or as it was ``shown``:
    nothing that was typed is left behind, and the "n" of "30 min" is not "not sure".
    """
    bindings = _endings()
    untouched = Condition(lambda: shown is None or get_app().current_buffer.text in ("", shown))
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
    def _why(event: KeyPressEvent) -> None:
        nonlocal told_why
        if told_why:
            return  # it stands above
        told_why = True
        drawn = drawn_lines(event.app)

        def told() -> None:
            lines = tell(*context.why, heading=sentences.WHY)
            shorten_list(event.app, drawn + lines)  # or a long list pushes it off the screen

        run_in_terminal(told)

    return bindings


def _ticking(control: InquirerControl, alone: set[str]) -> KeyBindings:
    """Returns the key that ticks a box; one that stands alone takes the ticks off the others."""
    bindings = KeyBindings()

    @bindings.add(" ", eager=True)
    def _tick(_event: KeyPressEvent) -> None:
        box = control.get_pointed_at().value
        others = [each for each in control.selected_options if each != box]
        if box in control.selected_options:
            control.selected_options = others
        else:
            kept = [] if box in alone else [each for each in others if each not in alone]
            control.selected_options = [*kept, box]

    @bindings.add("a", eager=True)
    @bindings.add("i", eager=True)
    def _tick_many(_event: KeyPressEvent) -> None:
        """Takes away the keys that would tick warning signs nobody has read."""

    return bindings


_ENDINGS = (Keys.ControlC, Keys.ControlD, Keys.SIGINT)
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


def _typing(shown: str = "") -> KeyBindings:
    """Returns all keys of a field but the ways out; no other key or chord does anything.

    The answer that is ``shown`` from before gives way to what is typed, like selected text.
    """
    bindings = KeyBindings()
    # An escape waits for the key behind it; both together are one unknown key.
    no_escape = Condition(lambda: _pressed()[0] != Keys.Escape)
    no_ending = Condition(lambda: _pressed()[-1] not in _ENDINGS)
    for key, command in _EDITING.items():
        bindings.add(key, eager=True)(get_by_name(command))

    @bindings.add(Keys.Any, eager=True, filter=no_escape)
    @bindings.add(Keys.BracketedPaste, eager=True)
    def _insert(event: KeyPressEvent) -> None:
        text = " ".join(event.data.splitlines())
        if text.isprintable():
            field = event.current_buffer
            if field.text == shown and not field.document.text_after_cursor:
                field.text = ""
            field.insert_text(text)

    @bindings.add(Keys.Escape, Keys.Any, eager=True, filter=no_ending)
    def _unknown(_event: KeyPressEvent) -> None:
        """Takes away the chords with Alt that a line of a shell has."""

    return bindings


def _pressed() -> list[Keys | str]:
    """Returns the keys that are being looked at: one, or a chord."""
    return [press.key for press in get_app().key_processor.key_buffer]


def _endings() -> KeyBindings:
    """Returns the keys that break off, whatever is being asked."""
    bindings = KeyBindings()

    @bindings.add(Keys.ControlD, eager=True)
    def _end_of_input(event: KeyPressEvent) -> None:
        event.app.exit(exception=EOFError)

    @bindings.add(Keys.SIGINT, eager=True)
    @bindings.add(Keys.ControlC, eager=True)
    def _interrupt(event: KeyPressEvent) -> None:
        event.app.exit(exception=KeyboardInterrupt)

    return bindings


# On the screen ------------------------------------------------------------------------------------


def _run(prompt: questionary.Question, *bindings: KeyBindings) -> object:
    """Runs a prompt with our keys over its own, and takes it off the screen afterwards."""
    application = prompt.application
    own = [application.key_bindings] if application.key_bindings else []
    application.key_bindings = merge_key_bindings([*own, *bindings])
    application.erase_when_done = True
    for window in application.layout.find_all_windows():
        if not isinstance(window.content, InquirerControl):  # a list folds its lines itself
            window.wrap_lines = Always()  # what was wrapped for a wider window is not cut off
    return prompt.unsafe_ask()


def _instruction(question: Question, context: Context, keys: str, hint: str = "") -> str:
    """Returns what stands below a question: its help, the answer so far, a hint and the keys."""
    so_far = sentences.so_far(question, context.previous)
    ways_out = f"{keys}, b = back, ? = why, n = {question.skip}, q = stop"
    return below(*filter(None, (question.help, so_far, hint, ways_out)))


def _above(told: int, *texts: str) -> int:
    """Returns how many lines are to stay in sight above a list: none if nothing was told."""
    return told + 1 + sum(text.count("\n") for text in texts) if told else 0


def _in_one_line(option: Option) -> str:
    label, detail = printable(option.label), printable(option.detail)
    if not detail:
        return label
    room = text_width() - len("  >  = ") - width_of(detail)
    return f"{shorten(label, room) if room >= _NARROWEST_LABEL else label} = {detail}"


def _leave_trace(text: str, answer: str) -> None:
    say(text, "class:question")
    say(f"= {answer}")
    say("")
