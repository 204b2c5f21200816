"""Lists on the screen: one row pointed at, some of them ticked, and what has been in sight.

questionary draws the rows.  Here they get digits, lines that wrap between words, a line below that
says where one is, and keys: what is not among them does nothing, whatever the libraries bind to it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import TypeAlias

import questionary
from prompt_toolkit.application import Application
from prompt_toolkit.formatted_text import StyleAndTextTuples, to_formatted_text
from prompt_toolkit.formatted_text.utils import split_lines
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import Dimension, HSplit, Layout, ScrollOffsets, Window
from prompt_toolkit.layout.controls import FormattedTextControl
from questionary.constants import INDICATOR_SELECTED, INDICATOR_UNSELECTED

from questionnaire.interview import sentences
from questionnaire.interview.layout import fold, text_width, wrap, wrapped
from questionnaire.interview.rows import NOWHERE, Rows

KeyMap: TypeAlias = Mapping[str, Callable[[], None]]
"""What each key does."""

ENTER = (Keys.ControlM, Keys.ControlJ)
_DIGITS = "1234567890"
_TICKS = {f"{INDICATOR_SELECTED} ": "[x] ", f"{INDICATOR_UNSELECTED} ": "[ ] "}
_SHORTEST_LIST = 5


class ListPrompt:
    """A list of questionary's with keys, and with the rows that a person has seen.

    Its own prompts would put a hidden field above the rows and another below, which are made with
    every list, and laid out again at every key.

    Args:
        asked: What is asked, line by line.
        keys: What stands below that, line by line.
        rows: What can be chosen.
        at: The row that is pointed at; without one it is the first where rows are ticked, else no
            row until the person chooses one.
        alone: The rows whose ticks stand alone; None where nothing can be ticked.
        told: How many lines above are to stay in sight.
    """

    def __init__(
        self,
        asked: str,
        keys: str,
        rows: Sequence[questionary.Choice],
        *,
        at: str | None = None,
        alone: Collection[str] | None = None,
        told: int = 0,
    ) -> None:
        self._asked: StyleAndTextTuples = [
            ("class:question", asked),
            ("class:instruction", f"\n{keys}"),
        ]
        self._rows = Rows(rows, at, boxes=alone is not None)
        if alone is None and at is None:
            self._rows.pointed_at = NOWHERE
        self._alone = alone
        self._draw = self._rows.text
        self._rows.text = self._drawn
        self._lines: list[tuple[str, int]] = []  # of each line its row, and which of its lines
        self._seen: set[tuple[str, int]] = set()
        self._said = self._cue = ""
        self._finding = False
        self._keys = dict(self._list_keys())
        self._told = told
        self._window = Window(
            self._rows,
            height=self._height,
            scroll_offsets=ScrollOffsets(top=2, bottom=4),
            always_hide_cursor=True,
        )
        above = Window(FormattedTextControl(self._above), dont_extend_height=True)
        below = Window(
            FormattedTextControl(lambda: [("class:said", "\n".join(self._below()))]),
            height=lambda: Dimension.exact(len(self._below())),
        )
        self._application: Application[object] = Application(
            Layout(HSplit([above, self._window, below]))
        )
        self._application.after_render += self._look
        self.prompt = questionary.Question(self._application)
        own_the_keys(self.prompt, self._press)

    def bind(self, keys: KeyMap) -> None:
        """Adds more keys."""
        self._keys.update(keys)

    @property
    def ticked(self) -> tuple[str, ...]:
        """The rows that are ticked; none where they deny what was not on the screen."""
        if self._alone is None or self._denies_unseen():
            return ()
        return tuple(self._rows.selected_options)

    def point_to(self, row: str) -> None:
        """Points at a row that a letter stands for, and says how to choose it."""
        self._rows.point_at(row)
        self.say(sentences.NOW_ENTER)

    def say(self, sentence: str) -> None:
        """Shows a sentence below the list until the next key."""
        self._said = sentence

    def leave(self, lines: int) -> None:
        """Leaves so many more lines above the prompt in sight."""
        self._told += lines

    # Keys -----------------------------------------------------------------------------------------

    def _list_keys(self) -> KeyMap:
        return {
            Keys.Up: lambda: self._move(-1),
            Keys.Down: lambda: self._move(1),
            Keys.PageUp: lambda: self._move(-self._page()),
            Keys.PageDown: lambda: self._move(self._page()),
            Keys.Home: lambda: self._move(-len(self._rows.choices)),
            Keys.End: lambda: self._move(len(self._rows.choices)),
            "/": self._find,
            **dict.fromkeys(ENTER, self._enter),
            **({} if self._alone is None else {" ": self._tick}),
            **{digit: partial(self._jump, digit) for digit in _DIGITS},
        }

    def _press(self, event: KeyPressEvent) -> None:
        key = event.key_sequence[0].key
        if self._finding and key in _FINDING:
            self._type(key)
        elif self._finding and len(key) == 1:
            self._narrow(key)
        elif do := self._keys.get(key):
            self._said = ""
            do()

    def _move(self, steps: int) -> None:
        """Moves by so many rows and stops at the ends; from nowhere, down begins at the first."""
        places = self._rows.places
        here = self._rows.pointed_at
        at = places.index(here) if here in places else NOWHERE
        self._rows.pointed_at = places[min(max(at + steps, 0), len(places) - 1)]

    def _page(self) -> int:
        shown = self._window.render_info
        lines = [self._lines[line] for line in shown.displayed_lines] if shown else []
        return max(len({row for row, _ in lines}) - 1, 1)

    def _jump(self, digit: str) -> None:
        """Points at the row of a digit, and ticks it where rows are ticked."""
        places = self._rows.places
        if (number := _DIGITS.index(digit)) < len(places):
            self._rows.pointed_at = places[number]
            if self._alone is not None:
                self._tick()

    def _tick(self) -> None:
        """Ticks a row or takes the tick off; one that stands alone takes it off the others."""
        row, ticked = self._rows.get_pointed_at().value, self._rows.selected_options
        others = [each for each in ticked if each != row]
        if row in ticked:
            self._rows.selected_options = others
        else:
            alone = self._alone or ()
            kept = [] if row in alone else [each for each in others if each not in alone]
            self._rows.selected_options = [*kept, row]

    def _enter(self) -> None:
        if self._alone is None and self._rows.pointed_at == NOWHERE:
            self.say(sentences.NOTHING_CHOSEN)
        elif self._alone is None:
            self._application.exit(result=self._rows.get_pointed_at().value)
        elif not self._rows.selected_options:
            self.say(sentences.NOTHING_TICKED_KEYS)
        elif self._denies_unseen():
            self._show_unseen()
        else:
            self._application.exit(result=self.ticked)

    def _denies_unseen(self) -> bool:
        """Tells whether all is denied though some of it was not on the screen."""
        denied = any(row in (self._alone or ()) for row in self._rows.selected_options)
        drawn = self._lines and not self._finding
        return denied and not (drawn and self._seen.issuperset(self._lines))

    def _show_unseen(self) -> None:
        """Begins the list at what was not seen."""
        self.say(sentences.NOT_ALL_SEEN)
        for place, line in enumerate(self._lines):
            if line not in self._seen:
                self._rows.point_at(line[0])
                self._window.vertical_scroll = place
                break

    # Finding --------------------------------------------------------------------------------------

    def _find(self) -> None:
        self._finding = True

    def _narrow(self, letter: str) -> None:
        self._rows.look_for(self._rows.letters + letter)

    def _type(self, key: str) -> None:
        if key == Keys.ControlH:
            self._rows.look_for(self._rows.letters[:-1])
        else:
            self._rows.show_all()
            self._finding = False

    # On the screen --------------------------------------------------------------------------------

    def _drawn(self) -> StyleAndTextTuples:
        """Draws the rows with their digits and ticks, and notes whose the lines are."""
        rows = self._rows.filtered_choices
        digits = {} if self._finding else dict(zip(self._rows.places, _DIGITS, strict=False))
        width = self._application.output.get_size().columns - 1
        drawn: StyleAndTextTuples = []
        self._lines = []
        for place, line in enumerate(split_lines(to_formatted_text(self._draw))):
            parts = [(part[0], _TICKS.get(part[1], part[1])) for part in line if any(part)]
            pointer, *others = parts
            digit = "" if rows[place].disabled else f"{digits.get(place, ' ')} "
            folded = fold([pointer, ("", digit), *others], width)
            count = 1 + sum(part[1].count("\n") for part in folded)
            self._lines.extend((str(rows[place].value), each) for each in range(count))
            drawn += [*folded, ("", "\n")]
        return drawn[:-1]

    def _look(self, application: Application[object]) -> None:
        """Notes which lines are on the screen, and draws once more where that changes the cue."""
        shown = self._window.render_info
        if shown is None or application.is_done:
            return
        lines = shown.displayed_lines
        self._seen.update(self._lines[line] for line in lines)
        more = [
            *(["above"] if lines[0] else []),
            *(["below"] if lines[-1] + 1 < len(self._lines) else []),
        ]
        cue = self._where(more) if more else ""
        if cue != self._cue:
            self._cue = cue
            application.invalidate()

    def _where(self, more: Sequence[str]) -> str:
        places, here = self._rows.places, self._rows.pointed_at
        place = places.index(here) + 1 if here in places else None
        return sentences.where_in_list(place, len(places), more)

    def _above(self) -> StyleAndTextTuples:
        return wrapped(self._asked)

    def _below(self) -> list[str]:
        texts = filter(None, (*(self._found() if self._finding else (self._said,)), self._cue))
        return [f" {line}" for text in texts for line in wrap(text, text_width())]

    def _found(self) -> tuple[str, str]:
        """Returns what is looked for, and whether it is there."""
        missing = self._rows.letters and not self._rows.found_in_search
        return f"/ {self._rows.letters}", sentences.NOT_FOUND if missing else sentences.FINDING

    def _height(self) -> Dimension:
        """Leaves the question and what was told above it in sight."""
        rows = self._application.output.get_size().rows
        around = self._told + len(self._above()) + len(self._below())
        return Dimension(max=max(rows - around, _SHORTEST_LIST))


_FINDING = {*ENTER, Keys.Escape, Keys.ControlH}
"""The keys that do something else while a person types what to find; Backspace sends the last."""


def digits(rows: int) -> str:
    """Says which digits point at rows."""
    return "1" if rows == 1 else f"1-{min(rows, len(_DIGITS) - 1)}"


def own_the_keys(prompt: questionary.Question, press: Callable[[KeyPressEvent], None]) -> None:
    """Gives every key to ``press``, and none to what the libraries bind to their hidden field."""
    bindings = KeyBindings()
    bindings.add(Keys.Any, eager=True)(press)
    prompt.application.key_bindings = bindings
