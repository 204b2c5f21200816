"""What is wrong with a value of a file, in words."""

from __future__ import annotations

import re
from typing import Final, get_args

from questionnaire.knowledge.problems import nearest
from questionnaire.loading.tables import LONGEST_ID, RESERVED

QUOTED: Final = 60
"""Characters of a value that are quoted in a message."""
_WORDS: Final = {
    "str": "text in quotation marks",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list between square brackets",
    "object": "a table between braces",
    "date": "a date such as 2026-01-31",
}
_UNQUOTED: Final = frozenset(("int", "float", "bool", "date"))
"""Kinds of values that people put between quotation marks by mistake."""


def in_words(message: str, raw: object, kind: object) -> tuple[str, str]:
    """Turns msgspec's message into what and how."""
    if message.startswith("Invalid enum value"):
        return f"{as_toml(raw)} is not known here.", nearest(str(raw), map(str, get_args(kind)))
    if " matching regex " in message:
        return _no_id(str(raw), may_begin_with_digit="regex '^[a-z0-9]" in message)
    what = f"Here stands {as_toml(raw)}."
    if found := re.search(r" of length (?:>=|<=) (?P<length>\d+)", message):
        least = "Write something." if isinstance(raw, str) else "Write at least one entry."
        return what, least if found["length"] == "1" else f"Write {found['length']} entries."
    if found := re.search(r"Expected `int` (?P<side>>=|<=) (?P<bound>-?\d+)", message):
        side = "least" if found["side"] == ">=" else "most"
        return what, f"Write a whole number of at {side} {found['bound']}."
    if found := re.search(r"Expected `(?P<expected>[^`]+)`, got", message):
        kinds = found["expected"].replace("int | float", "float").split(" | ")
        wanted = " or ".join(_WORDS.get(kind, kind) for kind in kinds if kind != "null")
        unquoted = isinstance(raw, str) and {*kinds} & _UNQUOTED
        return what, f"Write {wanted}{' without quotation marks' if unquoted else ''}."
    return what, ""


def _no_id(raw: str, *, may_begin_with_digit: bool) -> tuple[str, str]:
    if raw in RESERVED:
        return f"{as_toml(raw)} is a word of the condition language.", "Rename it."
    if len(raw) > LONGEST_ID:
        what = f"{as_toml(raw)} has {len(raw)} characters; {LONGEST_ID} is the limit of an id."
        return what, "Write a shorter one."
    how = "Use lower-case letters, digits and _"
    return f"{as_toml(raw)} cannot be an id.", (
        f"{how}." if may_begin_with_digit else f"{how}, beginning with a letter."
    )


def as_toml(raw: object) -> str:
    """Returns a value of a file as it is quoted in a message."""
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, dict):
        return "a table"
    if isinstance(raw, list):
        return "a list" if raw else "an empty list"
    try:
        text = f'"{raw}"' if isinstance(raw, str) else str(raw)
    except ValueError:  # Python writes no whole number of more than 4,300 digits; 0xfff… may be one
        return "a number that is too long"
    return text if len(text) <= QUOTED else text[: QUOTED - 1] + "…"
