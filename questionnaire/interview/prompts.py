"""Questions as lists, tick boxes and fields in a terminal.

questionary draws the prompts; ``lists`` and ``fields`` give them keys of our own, ``application``
runs them, ``layout`` wraps what is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial

import questionary
from prompt_toolkit.application import get_app_session
from prompt_toolkit.application.run_in_terminal import run_in_terminal
from prompt_toolkit.keys import Keys
from prompt_toolkit.output.vt100 import Vt100_Output

from questionnaire.interview import sentences
from questionnaire.interview.application import (
    collecting_while_reading,
    instruction,
    leaving,
    run,
    suspend,
)
from questionnaire.interview.fields import ask_number, ask_text
from questionnaire.interview.keyboard import forget_typed_ahead, keep_to_known_keys
from questionnaire.interview.layout import (
    UNBROKEN,
    draw,
    keys_line,
    lines,
    shorten,
    show,
    tell,
    text_width,
    width_of,
    wrap,
)
from questionnaire.interview.lists import (
    ENTER,
    KeyMap,
    ListPrompt,
    digits,
    own_the_keys,
)
from questionnaire.interview.protocol import Back, Context, Given, Option, Reply, Stop
from questionnaire.interview.signals import suspending_by
from questionnaire.interview.ways_out import YES_NO, keys_of
from questionnaire.knowledge.model import (
    ChoiceQuestion,
    ManyQuestion,
    NumberQuestion,
    Question,
    choice_ids,
)
from questionnaire.knowledge.printable import printable

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
        return keys_line(
            "Arrows move, Space ticks, Enter answers; b = back, ? = why, u = not sure, q = stop."
        )

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Keeps the terminal from echoing keys, and from acting on them, between two prompts."""
        session = get_app_session()
        with session.input.raw_mode(), suspending_by(suspend), collecting_while_reading():
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
                return ask_number(question, context)
            case ChoiceQuestion() | ManyQuestion():
                return self._ask_list(question, context)

    def _ask_list(self, question: ChoiceQuestion | ManyQuestion, context: Context) -> Reply:
        many = isinstance(question, ManyQuestion)
        previous = context.previous.answer if context.previous else None
        ticked = previous if isinstance(previous, tuple) else ()
        ids = () if many else choice_ids(question)
        letters = {YES_NO[id_]: id_ for id_ in ids if id_ in YES_NO}
        keys = "Space, {} = tick, Enter = done" if many else "Arrows, {} = move, Enter = answer"
        keys = _list_keys(keys, len(question.choices), letters)
        listed = ListPrompt(
            lines(context.progress, question.text),
            lines(*instruction(question, context, keys)),
            [
                questionary.Choice(printable(each.label), value=each.id, checked=each.id in ticked)
                for each in question.choices
            ],
            at=previous if isinstance(previous, str) else None,
            alone={each.id for each in question.choices if each.exclusive} if many else None,
            told=self._take_told(),
        )
        listed.bind(_pointing(listed, letters))
        listed.bind(_ways_out_of_list(listed, question, context))
        self._ticked = partial(_ticks, question, listed)
        result = run(listed.prompt)
        self._ticked = _nothing
        if isinstance(result, Back | Stop | Given):
            return result
        if isinstance(result, str):
            return Given(choice_ids(question)[result])
        return _ticks(question, listed) or Given(None)

    def choose(
        self,
        title: str,
        options: Sequence[Option],
        default: int | None = 0,
        at: int | None = None,
    ) -> int:
        """Returns the place of the option that was chosen from a list."""
        at = default if at is None else at
        letters = keys_of(options)
        words = {letter: str(options[place].word) for letter, place in letters.items()}
        rows = _rows(options)
        choices: list[questionary.Choice] = []
        for place, option in enumerate(options):
            if option.heading:
                choices.append(questionary.Separator(printable(option.heading)))
            choices.append(questionary.Choice(rows[place], value=str(place)))
        listed = ListPrompt(
            lines(title),
            keys_line(_list_keys("Arrows, {} = move, Enter = choose", len(options), words)),
            choices,
            at=None if at is None else str(at),
            told=self._take_told(),
        )
        listed.bind(leaving(listed.prompt))
        listed.bind(_pointing(listed, letters))
        if at is None:
            forget_typed_ahead(get_app_session().input)
        chosen = int(str(run(listed.prompt)))
        _leave_trace(title, options[chosen].label)
        return chosen

    def _take_told(self) -> int:
        """Returns how many lines the next list is to leave in sight, once."""
        told, self._told = self._told, 0
        return told

    def enter(self, title: str, default: str) -> str:
        """Returns a line of text."""
        return ask_text(title, default)

    def tell(self, *paragraphs: str, heading: str = "") -> None:
        """Shows paragraphs under a heading, an empty line behind."""
        self._told += tell(*paragraphs, heading=heading)

    def warn(self, heading: str, *paragraphs: str) -> None:
        """Shows a heading across the whole window, and below it what to do."""
        width = text_width()
        for line in ("", *wrap(printable(heading).upper(), width), ""):
            filled = f" {line}" + " " * (width + 1 - width_of(line))
            draw([("class:warning", filled), ("", "\n")])
        show(("", ""), *((paragraph, "class:question") for paragraph in paragraphs), ("", ""))

    def leave_in_sight(self, lines: int) -> None:
        """Leaves the lines above the next list, as far as there is room."""
        self._told += lines

    def open(self, heading: str, *paragraphs: str, meanwhile: Callable[[], Sequence[str]]) -> None:
        """Waits for a key; what is done meanwhile is done while the person reads."""
        show((heading, "class:heading"), *((text, "") for text in paragraphs))
        due = True

        def do() -> None:
            nonlocal due
            due = False
            told = [(text, "") for text in meanwhile()]
            run_in_terminal(lambda: show(*told))

        prompt = questionary.press_any_key_to_continue("\n  Press Enter to begin.")
        keys = {**leaving(prompt), **dict.fromkeys(ENTER, prompt.application.exit)}
        keys |= dict.fromkeys("qQ", keys[Keys.ControlC])
        own_the_keys(prompt, lambda event: keys.get(event.key_sequence[0].key, _nothing)())
        try:
            run(prompt, meanwhile=do)
            if due:  # the key was there before anything was drawn
                show(*((text, "") for text in meanwhile()))
        finally:
            show(("", ""))


def _list_keys(keys: str, rows: int, words: Mapping[str, str]) -> str:
    """Says which keys there are in a list: these, with its digits, and letters with their words."""
    find = ["/ = find"] if rows > _SHORT_LIST else []
    worded = (f"{letter} = {word}" for letter, word in words.items())
    return ", ".join([keys.format(digits(rows)), *find, *worded])


def _pointing(listed: ListPrompt, letters: Mapping[str, object]) -> KeyMap:
    """Returns the letters that point at rows as keys."""
    return _either_case(
        {letter: partial(listed.point_to, str(row)) for letter, row in letters.items()}
    )


def _ways_out_of_list(listed: ListPrompt, question: Question, context: Context) -> KeyMap:
    """Returns the keys for back, why, not sure and stop; what is ticked goes with them."""
    end = listed.prompt.application.exit

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
        "u": not_sure,
        "?": why,
    }
    return {**leaving(listed.prompt), **_either_case(keys)}


def _either_case(keys: KeyMap) -> KeyMap:
    return {**keys, **{key.upper(): do for key, do in keys.items()}}


def _ticks(question: Question, listed: ListPrompt) -> Given | None:
    """Returns what is ticked in a list, if anything is."""
    if not isinstance(question, ManyQuestion):
        return None
    boxes = tuple(each.id for each in question.choices if each.id in listed.ticked)
    return Given(boxes) if boxes else None


def _nothing() -> None:
    """Nothing is ticked where no boxes are shown."""


def _rows(options: Sequence[Option]) -> list[str]:
    """Returns each option as a row; what is too long for a line goes by its name."""
    return [
        f"{_cut(option)} ={UNBROKEN}{printable(option.detail)}"
        if option.detail
        else printable(option.label)
        for option in options
    ]


def _cut(option: Option) -> str:
    label = printable(option.label)
    room = text_width() - len("  > 1  = ") - width_of(printable(option.detail))
    if width_of(label) <= room:
        return label
    name = printable(option.name) or label
    return name if room < _NARROWEST_LABEL else shorten(name, room)


def _leave_trace(text: str, answer: str) -> None:
    show((text, "class:question"), (f"={UNBROKEN}{answer}", ""), ("", ""))
