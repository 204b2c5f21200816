"""What is wrong in a condition, and what people write in one who know other languages."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Final

from msgspec import Struct

_ASIDE: Final = re.compile(r"""'(?:[^'\\\n]|\\.)*' | "(?:[^"\\\n]|\\.)*" | \#[^\n]*""", re.VERBOSE)
"""What stands in quotation marks, and remarks."""
_FOREIGN: Final = re.compile(
    r"""(?P<sign> [<>!=][ ]+=(?!=) | ===|!== | => | =< | <> | && | \|\|
                | [&|≥≤≠×%\u2013\u2014\u2212] | !(?!=) | (?<![<>=!:])=(?!=) )
      | \b(?P<word> AND|And | OR|Or | NOT|Not | IN|In )\b
      | \{(?P<braces> [a-z]\w* )\}
      | [\u2018\u201a\u201c\u201e] (?P<curly> [^\u2018\u2019\u201c\u201d\n]{0,40} )
        [\u2018\u2019\u201c\u201d]
      | \b(?P<truth> true|false )\b
      | \b(?P<nothing> None|null|unknown )\b""",
    re.VERBOSE,
)
_INSTEAD: Final = {
    "=": "==",
    "===": "==",
    "!==": "!=",
    "<>": "!=",
    "≠": "!=",
    "=>": ">=",
    "≥": ">=",
    "=<": "<=",
    "≤": "<=",
    "&&": "and",
    "&": "and",
    "||": "or",
    "|": "or",
    "!": "not",
    "×": "*",
    "\u2013": "-",
    "\u2014": "-",
    "\u2212": "-",
    "%": "the number alone",
}
_TRUTH: Final = (
    "Write the condition alone, with not before it if it must be false, or leave it out if it "
    "always holds."
)
_UNIT: Final = re.compile(
    r"(?<![\w.])(?!0[xob])\d+(?:\.\d+)?\s*(?!(?:and|or|not|in|is|if|e\d+)\b)(?P<unit>[a-zA-Z]\w*)"
)
_TERM: Final = r"(?:(?!(?:and|or|not|in|is|if|else|for)\b)[^\W\d]\w*|\d+(?:\.\d+)?)"
_ENGLISH: Final = {
    "contains": "Write 'box' in question.",
    "includes": "Write 'box' in question.",
    "has": "Write 'box' in question.",
    "between": "Write 5 <= number <= 8.",
    "if": "Leave it out: a condition says alone when something holds.",
}
_SIDE_BY_SIDE: Final = re.compile(rf"\b{_TERM}\s+{_TERM}\b")
_BRACKET: Final = re.compile(r"[][(){}]")
_ENDS: Final = {"(": ")", "[": "]", "{": "}"}
_SAID: Final = re.compile(rf"\b(?:{'|'.join(_ENGLISH)})\b")
_LANGUAGE: Final = (
    "Write it with names, and, or, not, comparisons and brackets, such as number >= 3."
)
_OF_PYTHON: Final = (
    (
        ("invalid character", "invalid non-printable"),
        "a character here does not belong to the condition language",
        "Write it anew.",
    ),
    ("leading zeros", "a number begins with 0", "Write it without."),
)
"""How a message of Python begins, what it means, and what mends that."""


class Fault(Struct, frozen=True):
    """What is wrong in a condition, and where: ``line`` and ``column`` count from 1."""

    line: int
    column: int
    what: str
    how: str = ""

    @property
    def place(self) -> str:
        """The place in words; the line only if the condition has several."""
        return (
            f"line {self.line}, column {self.column}" if self.line > 1 else f"column {self.column}"
        )


def foreign(text: str, known: Container[str]) -> tuple[Fault, ...]:
    """Returns all signs and words of a condition that belong to other languages.

    ``known`` are the ids that the condition may name; an id can be called "true".
    """
    bare = _bare(text)
    return tuple(
        _at(found, bare, f'"{found[0]}" does not belong to the condition language.', _how(found))
        for found in _FOREIGN.finditer(bare)
        if (found["truth"] or found["nothing"]) not in known
    )


def guessed(text: str, known: Container[str]) -> tuple[Fault, ...]:
    """Returns what is probably wrong with a text that is no condition, if anything is known."""
    aside = _aside(text)
    if lone := re.search("['\"]", aside):
        how = "Write each choice between two of them: 'choice'."
        return (_at(lone, aside, "This quotation mark has no partner.", how),)
    bare = _bare(text)
    for unit in _UNIT.finditer(bare):
        after = re.match(r"\s*(\w*)", bare[unit.end() :])
        if unit["unit"] not in known and not (after and after[1] in known):
            what = f'Behind the number stands a word: "{unit[0]}".'
            how = "Write the number alone, in the unit of the question."
            return (_at(unit, bare, what, how),)
    if said := _SAID.search(bare):
        what = f'"{said[0]}" does not belong to the condition language.'
        return (_at(said, bare, what, _ENGLISH[said[0]]),)
    if side_by_side := _SIDE_BY_SIDE.search(bare):
        what = f'Between these two something is missing: "{side_by_side[0]}".'
        how = (
            "Compare with >= and the like, join with and, or; an id is one word, with _ for blanks."
        )
        return (_at(side_by_side, bare, what, how),)
    if (odd := _unmatched(bare)) is not None:
        what = f'This bracket has no partner: "{odd[0]}".'
        return (_at(odd, bare, what, "Let each ( have its )."),)
    return ()


def _unmatched(bare: str) -> re.Match[str] | None:
    """Returns the first bracket that nothing begins, or else the last that nothing ends."""
    begun: list[re.Match[str]] = []
    for found in _BRACKET.finditer(bare):
        if found[0] in _ENDS:
            begun.append(found)
        elif not begun or _ENDS[begun.pop()[0]] != found[0]:
            return found
    return begun[-1] if begun else None


def said_of(message: str, *, ended: bool) -> tuple[str, str]:
    """Returns what Python means by a message about a text that is no condition, and how to mend it.

    Its own words differ from one Python to another, and are about programs.  ``ended`` tells
    whether it came to the end of the text.
    """
    for begins, what, how in _OF_PYTHON:
        if message.startswith(begins):
            return what, how
    return "it breaks off" if ended else "something is missing here, or too much", _LANGUAGE


def _how(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "curly":
            return f"Write straight quotation marks: '{found['curly']}'."
        case "truth":
            return _TRUTH
        case "nothing":
            return "Write not answered(question)."
        case "sign":
            sign = found[0]
            return f"Write {_INSTEAD.get(sign) or sign.replace(' ', '')}."
        case _:
            return f"Write {found[found.lastgroup or 0].lower()}."


def _bare(text: str) -> str:
    """Returns the text with blanks for what stands aside, up to a quotation mark without an end."""
    return re.split("['\"]", _aside(text), maxsplit=1)[0]


def _aside(text: str) -> str:
    return _ASIDE.sub(lambda found: " " * len(found[0]), text)


def _at(found: re.Match[str], text: str, what: str, how: str) -> Fault:
    before = text[: found.start()].split("\n")
    return Fault(len(before), len(before[-1]) + 1, what, how)
