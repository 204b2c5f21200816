"""Codes under which other systems know what is asked: whether they have the form of such."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from questionnaire.knowledge.model import Choice, Code
from questionnaire.loading.decoding import numbered
from questionnaire.loading.resolver import Resolver
from questionnaire.loading.tables import CodeTable
from questionnaire.loading.wrong_values import as_toml

_SYSTEM: Final = re.compile(r"(?:https?://|urn:[a-z0-9-]+:)[!-{}~]+")
_CODE: Final = re.compile(r"[!-~]+(?: [!-~]+)*")
_UNIT: Final = re.compile(r"(?:[!-z|~]|\{[!-z|~]*\})+")
"""Of UCUM only that there are no blanks, and that words stand in braces."""


def read_url(url: str | None, where: str, resolver: Resolver) -> str:
    """Returns the address of a rule base, empty where it has none."""
    if url is not None and ("#" in url or not _SYSTEM.fullmatch(url)):
        _no_address(url, f"{where}: url", "example.org/questionnaires/bread", resolver)
    return url or ""


def read_code(table: CodeTable, where: str, resolver: Resolver) -> Code:
    """Returns a code."""
    if not _SYSTEM.fullmatch(table.system):
        _no_address(table.system, f"{where}, system", "loinc.org", resolver)
    if not _CODE.fullmatch(table.code):
        what = f"{as_toml(table.code)} cannot be a code."
        how = "Write it in plain letters, digits and signs, without blanks around it."
        resolver.problem(f"{where}, code", what, how)
    return Code(table.system, table.code)


def read_codes(tables: Iterable[CodeTable], where: str, resolver: Resolver) -> tuple[Code, ...]:
    """Returns the codes of a question."""
    codes = tuple(
        read_code(table, f"{where}, codes {number}", resolver) for number, table in numbered(tables)
    )
    for code, times in Counter(codes).items():
        if times > 1:
            what = f"The code {as_toml(code.code)} stands twice."
            resolver.problem(f"{where}, codes", what, "Take one out.")
    return codes


def read_unit_code(text: str, where: str, resolver: Resolver) -> str:
    """Returns the code of a unit."""
    if not _UNIT.fullmatch(text):
        what = f"{as_toml(text)} cannot be a unit of UCUM."
        how = 'Write one such as "mg", "h/d" or "{cup}/d", without blanks.'
        resolver.problem(f"{where}, unit_code", what, how)
    return text


def check_answer_codes(choices: Sequence[Choice], where: str, resolver: Resolver) -> None:
    """Checks that an answer can be told from the others by its code, or its id where it has none.

    The systems do not help: whoever reads answers often looks at the code alone.
    """
    told = Counter(choice.code.code if choice.code else choice.id for choice in choices)
    coded = dict.fromkeys(choice.code.code for choice in choices if choice.code)
    for twice in (code for code in coded if told[code] > 1):
        what = f"Two choices have the code {as_toml(twice)}, or one has it as its id."
        resolver.problem(where, what, "Give each its own, or none.")


def _no_address(text: str, where: str, like: str, resolver: Resolver) -> None:
    what = f"{as_toml(text)} is no address that could stand for it."
    resolver.problem(where, what, f'Write one such as "http://{like}".')
