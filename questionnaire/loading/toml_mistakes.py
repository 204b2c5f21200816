"""How to mend what the reader of TOML refuses: its message says what and where, and this how."""

from __future__ import annotations

import re
from typing import Final

_IN_BRACES: Final = (
    "A table in braces stays on one line, with commas between its keys and none behind the last."
)
_QUOTE: Final = r"A double quote inside of a text is written \"."
_ONCE: Final = "A key stands once in a table: take one out, or begin another table above it."
_HOWS: Final = (
    # How the message begins, what the line looks like, and how it is mended; the first that fits.
    (
        "Cannot",
        r"\s*\[{1,2}\s*([^][]+?)\s*\]",
        "Write [[{}]] above each of them if there are several.",
    ),
    ("Cannot|Duplicate", "", _ONCE),
    ("", r".*[\u201c\u201d\u201e\u2018\u2019]", 'Write straight quotation marks: "…".'),
    (
        "Unclosed|Invalid [iv]|Expected newline",
        r'(?!.*""")[^"]*"(?:[^"]*"[^"]*")*[^"]*$',
        "A text stands between two quotation marks, and one is missing on this line.",
    ),
    ("Unclosed array", r'(?:[^"]*"[^"]*")*?[^"]*"[^"]*"\w', _QUOTE),
    ("Invalid value", r".*=\s*True\b", "Write it in small letters: true."),
    ("Invalid value", r".*=\s*False\b", "Write it in small letters: false."),
    ("Invalid value", r".*=\s*(?i:yes|no|on|off)\b", 'Write true or false, or the text "yes".'),
    ("Invalid value", "", "Write texts, ids and conditions between double quotes."),
    ("Expected newline", r".*=\s*-?\d+,\d", "Write a decimal with a point, such as 1.5."),
    ("Expected newline", r'.*".*"[^,#]*"', _QUOTE),
    ("Expected newline", "", "Write one key = value on each line, a text between double quotes."),
    (r"Illegal character '\\n'", "", 'A text ends on its line, unless it stands between """.'),
    ("Unterminated|Expected [\"']'", "", "The quotation mark that ends a text is missing."),
    ("Unclosed array", "", "A list has commas between its entries, and ends with ]."),
    ("Unclosed inline|Invalid initial", "", _IN_BRACES),
    ("Unescaped", "", r"A backslash inside of a text is written \\."),
    ("Expected '='", "", "Write key = value."),
    ("Expected ']", r"\s*\[+[^][]*\w\s+\w", "A name in brackets has no blanks: write _ for them."),
    ("Expected ']", "", "Write [name], or [[name]] for one of several."),
    ("Invalid date", "", "There is no such day."),
    ("Invalid statement", "[<=>|]{7}", "A merge is not finished here: take one side of it."),
    ("Invalid statement", "", "Write key = value, [name] or [[name]]; a remark begins with #."),
)


LONGEST: Final = 400
"""Characters of a line that are looked at."""


def how_to_write(message: str, text: str) -> str:
    """Returns what mends that of which the message about a text speaks, "" if that is not known."""
    lines = text.splitlines()
    place = re.search(r"at line (\d+)", message)
    line = lines[min(int(place[1]), len(lines)) - 1][:LONGEST] if place and lines else ""
    line = line.replace(r"\"", "")  # a double quote of the text itself
    for begins, looks, how in _HOWS:
        if re.match(begins, message) and (found := re.match(looks, line)):
            return how.replace("{}", found[1]) if "{}" in how else how
    return ""
