"""The strict decoding of tables: all that is wrong with a file is found in one reading."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from itertools import count
from typing import Any, Final, TypeVar, get_args, get_origin

import msgspec
from msgspec import Struct
from msgspec.structs import FieldInfo

from questionnaire.knowledge.problems import Problem, closest, is_meant, nearest
from questionnaire.knowledge.wording import joined
from questionnaire.loading.shapes import (
    entry_of,
    fields_of,
    how_to_add,
    least_in,
    plain_in,
    table_in,
)
from questionnaire.loading.tables import LONGEST_ID, RESERVED, Id, RedFlagTable

_Shape = TypeVar("_Shape", bound=Struct)
_Entry = TypeVar("_Entry")

_OF_TOML: Final = (date,)
"""What TOML has beside JSON and a rule base uses; text in its place is refused."""

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
_INSTEAD: Final[Mapping[tuple[type[Struct], str], str]] = {
    (RedFlagTable, "unless"): "Nothing talks a red flag away. What it takes stands in its when.",
}
"""What is said of keys that are left out of a table on purpose."""
_ABOVE: Final = "It belongs to what stands above: write it before the first line in brackets."


class Entries(list[Any]):
    """The entries of a list that could be used; ``places`` says the how manieth each one was."""

    places: tuple[int, ...] = ()


def numbered(entries: Iterable[_Entry]) -> Iterator[tuple[int, _Entry]]:
    """Yields the entries of a list, each after the how manieth of its file it is."""
    return zip(entries.places if isinstance(entries, Entries) else count(1), entries, strict=False)


def decode(
    raw: object,
    shape: type[_Shape],
    where: str,
    problems: list[Problem],
    above: Collection[str] = (),
) -> _Shape | None:
    """Returns the table as ``shape`` and adds all that is wrong with it to ``problems``.

    What can be used in spite of a problem is used, so that later checks find more; None means that
    something is missing without which nothing can.  ``where`` names the file and the table, and
    ``above`` are the keys of the tables that it stands in.
    """
    try:
        return msgspec.convert(raw, shape, builtin_types=_OF_TOML)
    except msgspec.ValidationError:
        return _salvage(raw, shape, where, problems, above)


def check_id(id_: str, where: str, problems: list[Problem]) -> None:
    """Adds to ``problems`` what is wrong with the name of a file or table that others refer to."""
    _convert(id_, Id, where, problems)


def _salvage(
    raw: object,
    shape: type[_Shape],
    where: str,
    problems: list[Problem],
    above: Collection[str],
) -> _Shape | None:
    """Decodes key by key, because msgspec stops at the first mistake."""
    raw = _one_table(raw, where, problems)
    if not isinstance(raw, Mapping):
        problems.append(Problem(where, f"Here stands {as_toml(raw)} instead of a table."))
        return None
    fields = fields_of(shape)
    strange = [*_strange(raw, shape, where, above)]
    problems += strange
    is_misplaced = ": " not in where and fields.keys().isdisjoint(raw)
    if is_misplaced and not all(closest(key, fields) for key in raw):
        return None  # A file of another kind lacks all keys of this one.
    values = {}
    usable = True
    for key, field in fields.items():
        if key not in raw:
            if field.required:
                usable = False
                if not is_meant(key, strange):
                    how = how_to_add(key, field.type)
                    problems.append(Problem(where, f'The key "{key}" is missing.', how))
            continue
        value = _value(raw[key], field.type, under(where, key), problems, {*above, *fields})
        if value is not None:
            values[field.name] = value
        elif field.required:
            usable = False
    return shape(**values) if usable else None


def _one_table(raw: object, where: str, problems: list[Problem]) -> object:
    """Returns the table in a list of one, which is a problem; anything else as it is."""
    if not (isinstance(raw, list) and len(raw) == 1 and isinstance(raw[0], Mapping)):
        return raw
    header = _header(where)
    how = f"Write [{header}] instead of [[{header}]]."
    problems.append(Problem(where, "Here stands a list of tables instead of a table.", how))
    return raw[0]


def _strange(
    raw: Mapping[str, object], shape: type[Struct], where: str, above: Collection[str]
) -> Iterator[Problem]:
    """Yields the keys that do not belong here; those that are mended alike are one problem."""
    fields = fields_of(shape)
    keys: dict[str, list[str]] = {}
    for key in raw:
        if key not in fields:
            how = _ABOVE if key in above else _inside(raw, key, fields)
            how = how or _INSTEAD.get((shape, key)) or nearest(key, fields)
            keys.setdefault(how, []).append(f'"{key}"')
    for how, names in keys.items():
        if len(names) > 1:
            is_file = ": " not in where
            lost = "the file in the wrong place" if is_file else "a line in brackets missing above"
            yield Problem(where, f"There are no keys {joined(names)} here.", f"{how} Is {lost}?")
        else:
            yield Problem(where, f"There is no key {names[0]} here.", how)


def _inside(raw: Mapping[str, object], key: str, fields: Mapping[str, FieldInfo]) -> str:
    """Returns how tables are written that belong to one of the tables of a list below."""
    if not isinstance(raw[key], list | dict):
        return ""
    for name, field in fields.items():
        shape, is_list = table_in(field.type)
        if shape is not None and is_list and key in fields_of(shape):
            return f"It belongs to a {name}: write [[{name}.{key}]]."
    return ""


def _value(
    raw: object,
    kind: Any,  # noqa: ANN401 - decodes any key by the type of its field
    where: str,
    problems: list[Problem],
    above: Collection[str],
) -> Any:  # noqa: ANN401 - as its kind
    """Returns one value decoded as ``kind``; tables in it are decoded one by one."""
    if get_origin(kind) is dict and isinstance(raw, list):
        if get_origin(get_args(kind)[1]) is dict and isinstance(next(iter(raw), None), dict):
            how = f"Write [{_header(where)}.name] above each of them."
            problems.append(Problem(where, "Here stands a list of tables without names.", how))
            return None
        raw = _one_table(raw, where, problems)
    if get_origin(kind) is dict and isinstance(raw, dict):
        values = {
            key: _value(value, get_args(kind)[1], under(where, key), problems, above)
            for key, value in raw.items()
            if _convert(key, get_args(kind)[0], where, problems) is not None
        }
        return {key: value for key, value in values.items() if value is not None}
    shape, is_list = table_in(kind)
    if shape is None:
        return _convert(raw, kind, where, problems)
    if not is_list:
        return decode(raw, shape, where, problems, above)
    if isinstance(raw, dict):
        header = _header(where)
        how = f"Write [[{header}]] instead of [{header}], or put it between square brackets."
        problems.append(Problem(where, "Here stands a table instead of a list.", how))
        raw = [raw]
    if not isinstance(raw, list):
        how = "Put it between square brackets."
        problems.append(Problem(where, f"Here stands {as_toml(raw)} instead of a list.", how))
        return None
    entries = [
        decode(entry, shape, f"{where} {_name(entry, number)}", problems, above)
        if isinstance(entry, dict)
        else _convert(entry, plain_in(kind) or dict, f"{where} {number}", problems)
        for number, entry in enumerate(raw, start=1)
    ]
    if len(raw) < least_in(kind):
        problems.append(Problem(where, "The list is empty.", "Write at least one entry."))
        return None
    usable = [(number, one) for number, one in enumerate(entries, start=1) if one is not None]
    found = Entries(one for _, one in usable)
    found.places = tuple(number for number, _ in usable)
    return found


def _convert(raw: object, kind: Any, where: str, problems: list[Problem]) -> Any:  # noqa: ANN401 - see _value
    try:
        return msgspec.convert(raw, kind, builtin_types=_OF_TOML)
    except msgspec.ValidationError as error:
        message = str(error)
        if isinstance(raw, list) and re.search(r"at `\$\[\d+\]`", message):
            for number, entry in enumerate(raw, start=1):
                _convert(entry, entry_of(kind), f"{where} {number}", problems)
        else:
            problems.append(Problem(where, *_in_words(message, raw, kind)))
        return None


def _in_words(message: str, raw: object, kind: Any) -> tuple[str, str]:  # noqa: ANN401 - see _value
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


def under(where: str, key: str) -> str:
    """Returns the place of a key; the name of the file ends with a colon."""
    return f"{where}{', ' if ': ' in where else ': '}{key}"


def _header(where: str) -> str:
    """Returns what stands in the brackets above the tables of a place."""
    return re.sub(r' "[^"]*"| \d+', "", where.partition(": ")[2]).replace(", ", ".")


def _name(entry: object, number: int) -> str:
    named, probed = (entry.get("id"), entry.get("of")) if isinstance(entry, dict) else (None, None)
    if isinstance(named, str) and named:
        return f'"{named}"'
    return f'{number} of "{probed}"' if isinstance(probed, str) else str(number)


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
