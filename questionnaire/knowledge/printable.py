"""Text that is safe and fit to print: no character of it steers a terminal or hides another.

Every report passes the texts of rules and answers through here; each format escapes its own marks.
"""

from __future__ import annotations

import re
import unicodedata

_BREAKS = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029 ]+")
_JOINERS = "\u200c\u200d"  # they spell words in some scripts, and emoji
_LONGEST_QUOTE = 40
_ADDRESS = re.compile(r"https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")


def printable(text: str) -> str:
    """Returns the text as one line in which nothing is invisible or acts on what prints it.

    Line breaks and tabs become spaces, because layout is the printer's business.  Control
    characters (ESC among them), marks that turn the direction of reading, and lone surrogates
    become visible: ``<U+001B>``.
    """
    # In what Python calls printable a plain space is the only one, so nearly all is left as it is.
    plain = text.isprintable() and "  " not in text
    line = (text if plain else _BREAKS.sub(" ", text)).strip()
    return line if line.isprintable() else "".join(map(_visible, line))


def quoted(text: str) -> str:
    """Returns what somebody typed in quotation marks, short and safe to print."""
    shown = printable(text)
    return f'"{shown if len(shown) <= _LONGEST_QUOTE else shown[:_LONGEST_QUOTE] + "..."}"'


def sentence(text: str) -> str:
    """Returns words of the middle of a sentence with a capital at the start."""
    return text[:1].upper() + text[1:]


def as_label(text: str) -> str:
    """Returns a label as it stands before what it labels."""
    return text if text.endswith(("?", ":")) else f"{text}:"


def is_web_address(text: str) -> bool:
    """Tells whether a text is a plain web address, safe to be made a link."""
    return _ADDRESS.fullmatch(text) is not None


def _visible(character: str) -> str:
    hidden = unicodedata.category(character) in {"Cc", "Cf", "Cs"} and character not in _JOINERS
    return f"<U+{ord(character):04X}>" if hidden else character
