"""How text is drawn in a terminal: wrapped between words, as wide as it comes out."""

from __future__ import annotations

import re
from typing import Final

import questionary
from prompt_toolkit.application import get_app_session
from prompt_toolkit.formatted_text import (
    AnyFormattedText,
    StyleAndTextTuples,
    to_formatted_text,
)
from prompt_toolkit.formatted_text.utils import split_lines
from prompt_toolkit.renderer import print_formatted_text
from prompt_toolkit.utils import get_cwidth
from questionary.styles import merge_styles_default

from questionnaire.knowledge.printable import printable

STYLE = merge_styles_default(
    [
        questionary.Style(
            [
                ("question", "bold"),
                ("heading", "bold underline"),
                ("highlighted", "bold"),
                ("pointer", "bold"),
                ("selected", "reverse"),
                ("warning", "bold reverse"),
                ("answer", "nobold"),
                ("said", "bold"),
                ("separator", "underline"),
            ]
        )
    ]
)
_WIDEST = 100
UNBROKEN: Final = "\xa0"
"""A space that no line breaks at, where there is room."""

_BETWEEN = re.compile(rf"[^\S{UNBROKEN}]+")
_WITHIN_A_KEY = re.compile(r"(?<![,;:]) ")


def lines(*texts: str) -> str:
    """Returns texts as a line each, however long; ``wrapped`` makes them fit."""
    return "\n".join(map(printable, texts))


def wrapped(text: AnyFormattedText) -> StyleAndTextTuples:
    """Returns lines that fit the window as wide as it is now, a column left free at either side."""
    width = text_width()
    fitting = [
        (max(line, key=lambda part: len(part[1]))[0], f" {part}\n")
        for line in split_lines(to_formatted_text(text) or [("", "")])
        for part in wrap("".join(part[1] for part in line), width)
    ]
    return [*fitting[:-1], (fitting[-1][0], fitting[-1][1].rstrip())]


def tell(*paragraphs: str, heading: str = "") -> int:
    """Prints paragraphs under a heading, an empty line behind; returns how many lines it took."""
    headed = [(heading, "class:heading")] if heading else []
    return show(*headed, *((text, "") for text in (*paragraphs, "")))


def show(*texts: tuple[str, str]) -> int:
    """Prints paragraphs in their styles; returns how many lines they took."""
    width = text_width()
    lines = [(style, line) for text, style in texts for line in wrap(printable(text), width)]
    draw([(style, f" {line}".rstrip() + "\n") for style, line in lines])
    return len(lines)


def draw(fragments: StyleAndTextTuples) -> None:
    """Prints what is in its styles already; the shortcut for that would make all styles anew."""
    print_formatted_text(get_app_session().output, fragments, STYLE)


def text_width() -> int:
    """Returns how many columns text may take, one left free at either side."""
    return max(min(get_app_session().output.get_size().columns, _WIDEST) - 2, 10)


def keys_line(text: str) -> str:
    """Returns a line of keys, such as "b = back, u = not sure", that breaks between keys only."""
    return _WITHIN_A_KEY.sub(UNBROKEN, text)


def wrap(text: str, width: int) -> list[str]:
    """Breaks a text between words; what is wider than a line is broken too.

    An unbroken space belongs to a word as long as that fits a line.
    """
    lines = [""]
    for part in filter(None, _BETWEEN.split(text)):
        too_wide = UNBROKEN in part and get_cwidth(part) > width
        words = part.split(UNBROKEN) if too_wide else [part]
        for word in words:
            joined = f"{lines[-1]} {word}".lstrip()
            if get_cwidth(joined) <= width:
                lines[-1] = joined
            else:
                first, *more = _pieces(word, max(width, 2))
                lines = [*filter(None, lines), first, *more]
    return [line.replace(UNBROKEN, " ") for line in lines]


def width_of(text: str) -> int:
    """Returns how many columns a text takes."""
    return get_cwidth(text)


def shorten(text: str, width: int) -> str:
    """Returns a text that fits, with dots where its end was left out."""
    if get_cwidth(text) <= width:
        return text
    return f"{_pieces(text, max(width - 3, 2))[0].rstrip()}..."


def fold(fragments: StyleAndTextTuples, width: int) -> StyleAndTextTuples:
    """Wraps the lines of a list; what stands before the last part of a line hangs out."""
    folded: StyleAndTextTuples = []
    for line in split_lines(fragments):
        *head, last = [part for part in line if part[1] or part[0]] or [("", "")]
        margin = sum(get_cwidth(part[1]) for part in head)
        first, *more = wrap(last[1], width - margin)
        folded.extend([*head, (last[0], first)])
        for part in more:
            folded.append((last[0], "\n" + " " * margin + part))
        folded.append(("", "\n"))
    return folded[:-1]


def _pieces(word: str, width: int) -> list[str]:
    pieces = [""]
    for character in word:
        if get_cwidth(pieces[-1] + character) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces
