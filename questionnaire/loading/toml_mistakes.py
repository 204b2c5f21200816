"""How to mend what the reader of TOML refuses: its message says what and where, and this how."""

from __future__ import annotations

import re
from typing import Final

_IN_BRACES: Final = (
    "A table in braces stays on one line and ends with }, with commas between its keys and none "
    "behind the last."
)
_QUOTE: Final = r"A double quote inside of a text is written \"."
_STRAIGHT: Final = 'Write straight quotation marks: "…".'
_CURLY: Final = "\u201c\u201d\u201e\u2018\u2019"
_ODD: Final = r'[^"]*"(?:[^"]*"[^"]*")*[^"]*$'
"""A line with an odd number of quotation marks."""
_ONCE: Final = "A key stands once in a table: take one out, or begin another table above it."
_LIST: Final = 'Several values stand between square brackets: ["…", "…"].'
_HEADER: Final = "Write [name], or [[name]] for one of several."
_STATEMENT: Final = "Write one key = value on each line, a text between double quotes."
_DATE: Final = r"\d‸[./-](?:\d+[./-])?\d{4}\b|\d{4}(?:\.\d+)?‸[./-]\d"
"""Behind the number with which a day begins that is written in another way."""
_NUMBER: Final = "Write the number alone, or between double quotes if it is a text."
_HOWS: Final = (
    # How the message begins, what the line looks like, and how it is mended; the first that fits.
    # Where ‸ is part of it, it is looked for around the place that the message names.
    (
        "Cannot",
        r"\s*\[{1,2}\s*([^][]+?)\s*\]",
        "Write [[{}]] above each of them if there are several.",
    ),
    ("Cannot|Duplicate", "", _ONCE),
    ("", rf"‸[{_CURLY}]", _STRAIGHT),
    ("", rf'(?=.*[{_CURLY}])(?!.*"""){_ODD}', _STRAIGHT),
    ("", r"‸\r", "Save it with line ends of Unix or Windows (LF or CRLF)."),
    (
        "",
        r"‸[^\t -~]",
        "A character stands here that cannot be seen or belongs to a text only: write it anew.",
    ),
    (
        "Unclosed|Invalid [iv]|Expected newline",
        rf'(?!.*"""){_ODD}',
        "A text stands between two quotation marks, and one is missing on this line.",
    ),
    ("Expected newline", r"^\s*\[{1,2}[\w.]+\]+‸\]", _HEADER),
    ("Expected newline", r"‸\s*\]", "A list ends here that nothing begins: add [."),
    ("Unclosed", r"‸\s*[]}]", "Each [ has its ] and each { its }; here one is missing."),
    ("Expected newline", r"‸\s*\}", "A table ends here that nothing begins: add {."),
    ("Unclosed inline", r"\d‸/\d", _NUMBER),
    ("Unclosed array", r'(?:[^"]*"[^"]*")*?[^"]*"[^"]*"\w', _QUOTE),
    ("Invalid value", r"‸True\b", "Write it in small letters: true."),
    ("Invalid value", r"‸False\b", "Write it in small letters: false."),
    ("Invalid value", r"‸(?i:yes|no|on|off)\b", 'Write true or false, or the text "yes".'),
    ("Invalid value", r"‸(?i:null|none|nil)\b", "Leave the key out where it says nothing."),
    ("Invalid value", r"=\s*‸\s*(?:#|$)", "A value begins on the line of its key."),
    ("Invalid value", r"=\s*‸=", "Write key = value."),
    ("Invalid value", r"‸\(", _LIST),
    ("Invalid value", r"^\[{1,2}‸[\w.]+\]", "A list above this line has no end: add ]."),
    (
        "Invalid value",
        r"‸[\w-]+\s*=",
        "A small table stands between braces, { … }; a list before it ends with ].",
    ),
    ("Invalid value", "", "Write texts, ids and conditions between double quotes."),
    ("Expected newline", r"=\s*-?\d+‸,\d+\s*(?:#|$)", "Write a decimal with a point, such as 1.5."),
    ("Expected newline", r"‸\w+\s*=", _STATEMENT),
    ("Expected newline", r"""=\s*(?:""|'')‸\w""", "One quotation mark on each side is enough."),
    ("Expected newline", _DATE, "Write a date such as 2026-01-31."),
    ("Expected newline", r"\d\s*‸[\w.%:/-]", _NUMBER),
    ("Expected newline", r"‸\s*,\s*(?:#|$)", "No comma stands behind a value: take it out."),
    ("Expected newline", r"‸\s*,", _LIST),
    (
        "Expected newline",
        r'\s*(?:when|unless|value)\s*=\s*"[^"]*"\w',
        "A condition writes choices between single quotes: 'choice'.",
    ),
    ("Expected newline", r'.*".*"[^,#]*"', _QUOTE),
    ("Expected newline", "", _STATEMENT),
    (
        r"Illegal character '\\n'",
        "",
        'A text ends with " on its line, unless it stands between """.',
    ),
    (
        "Unterminated|Expected [\"']'|Found invalid",
        "",
        "The quotation mark that ends a text is missing.",
    ),
    ("Unclosed array", "", "A list has commas between its entries, and ends with ]."),
    ("Invalid initial", r"^\s*\[+‸", _HEADER),
    ("Unclosed inline|Invalid initial", "", _IN_BRACES),
    ("Unescaped|Invalid hex", "", r"A backslash inside of a text is written \\."),
    ("Expected '='", r'\{\s*"[^"]*"\s*‸[,}]', _LIST),
    ("Expected '='", r'^\s*"[^"]*"\s*‸,', "No list begins above this entry: add key = [."),
    ("Expected '='", r"^\s*[\w.]+‸\]", _HEADER),
    ("Expected '='", "", "Write key = value."),
    ("Expected ']", r"\s*\[+[^][]*\w\s+\w", "A name in brackets has no blanks: write _ for them."),
    ("Expected ']", "", _HEADER),
    ("Invalid date", "", "There is no such day."),
    ("Invalid statement", "[<=>|]{7}", "A merge is not finished here: take one side of it."),
    ("Invalid statement", r"‸[]})]", "Nothing is open here that this could end: take it out."),
    ("Invalid statement", "", "Write key = value, [name] or [[name]]; a remark begins with #."),
)


LONGEST: Final = 400
"""Characters of a line that are looked at."""
_AROUND: Final = 80
"""Characters of it on either side of the place that a message names."""


def how_to_write(message: str, text: str) -> str:
    """Returns what mends that of which the message about a text speaks, "" if that is not known."""
    lines = text.replace("\r\n", "\n").split("\n")
    place = re.search(r"at line (\d+), column (\d+)", message)
    number, column = (int(place[1]), int(place[2]) - 1) if place else (len(lines), 0)
    whole = lines[number - 1]
    here = f"{whole[max(column - _AROUND, 0) : column]}‸{whole[column : column + _AROUND]}"
    line = whole[:LONGEST].replace(r"\"", "")  # a double quote of the text itself
    for begins, looks, how in _HOWS:
        if not re.match(begins, message):
            continue
        if found := re.search(looks, here) if "‸" in looks else re.match(looks, line):
            return how.replace("{}", found[1]) if "{}" in how else how
    return ""
