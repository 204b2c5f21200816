"""The rows of a list: which can be pointed at, and which are found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import questionary
from questionary.prompts.common import InquirerControl

from questionnaire.interview.layout import UNBROKEN

NOWHERE: Final = -1


class Rows(InquirerControl):
    """The rows as questionary draws them; what is looked for may stand in the heading above.

    Args:
        rows: All of them, headings too.
        at: The row that is pointed at.
        boxes: Whether rows can be ticked.
    """

    def __init__(self, rows: Sequence[questionary.Choice], at: str | None, *, boxes: bool) -> None:
        super().__init__(
            rows, at, pointer=">", use_indicator=boxes, initial_choice=at, focusable=True
        )
        self._before = NOWHERE  # what was pointed at when something was looked for

    @property
    def filtered_choices(self) -> list[questionary.Choice]:
        """The rows to be drawn: those that are found, or all of them with their headings."""
        if not (letters := self.letters.casefold()):
            return self.choices
        found, heading = [], ""
        for choice in self.choices:
            if choice.disabled:
                heading = str(choice.title)
            elif letters in f"{heading}\n{choice.title}".replace(UNBROKEN, " ").casefold():
                found.append(choice)
        self.found_in_search = bool(found)
        return found or self.choices

    @property
    def places(self) -> list[int]:
        """The places of the rows that can be pointed at; a heading cannot."""
        rows = enumerate(self.filtered_choices)
        return [place for place, choice in rows if not choice.disabled]

    @property
    def letters(self) -> str:
        """What is looked for."""
        return self.search_filter or ""

    def point_at(self, row: str) -> None:
        """Points at a row by its value."""
        self.pointed_at = [choice.value for choice in self.choices].index(row)

    def look_for(self, letters: str) -> None:
        """Points at the first row that has the letters; if none has, where it was before."""
        if not self.letters:
            self._before = self.pointed_at
        self.search_filter = letters
        narrowed = self.filtered_choices is not self.choices
        self.pointed_at = 0 if narrowed else self._before

    def show_all(self) -> None:
        """Shows the whole list again, with the pointer at the row that it was at."""
        if self.pointed_at != NOWHERE:
            self.pointed_at = self.choices.index(self.get_pointed_at())
        self.search_filter = None
