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

from questionnaire.knowledge.problems import Problem, closest, is_meant, meant_by, nearest
from questionnaire.knowledge.wording import joined
from questionnaire.loading.shapes import (
    entry_of,
    fields_of,
    how_to_add,
    least_in,
    plain_in,
    table_in,
)
from questionnaire.loading.tables import Id, RedFlagTable
from questionnaire.loading.wrong_values import as_toml, in_words

_Shape = TypeVar("_Shape", bound=Struct)
_Entry = TypeVar("_Entry")

_OF_TOML: Final = (date,)
"""What TOML has beside JSON and a rule base uses; text in its place is refused."""
_INSTEAD: Final[Mapping[tuple[type[Struct], str], str]] = {
    (RedFlagTable, "unless"): "Nothing talks a red flag away. What it takes stands in its when.",
}
"""What is said of keys that are left out of a table on purpose."""
_ELSEWHERE: Final = {
    "condition": "when",
    "if": "when",
    "max": "range",
    "min": "range",
    "options": "choices",
    "points": "weight",
    "reason": "because",
    "relevant": "when",
    "score": "weight",
    "show_if": "when",
    "type": "kind",
    "url": "address",
    "values": "choices",
}
"""What keys are called in other programs that ask questions, and here."""
_ABOVE: Final = "It belongs to what stands above: write it before the first line in brackets."


_ALONE: Final = {"red_flags.toml: red_flag": "red_flags.toml:"}
"""Lists that are all that a file holds, so that an id says enough."""


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
    is_file = ": " not in where
    if is_file:
        raw = _without_header(raw, shape, where, problems)
    strange = [*_strange(raw, shape, where, above)]
    problems += strange
    is_misplaced = is_file and fields.keys().isdisjoint(raw)
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


def _without_header(
    raw: Mapping[str, object], shape: type[Struct], where: str, problems: list[Problem]
) -> Mapping[str, object]:
    """Returns a file as if the keys below a line in brackets, which is a problem, were its own."""
    known = fields_of(shape).keys()
    for key in sorted(raw.keys() - known):
        value = raw[key]
        inner = value[0] if isinstance(value, list) and len(value) == 1 else value
        if isinstance(inner, Mapping) and inner and inner.keys() < known:
            how = f"Take the line [{key}] out: the keys of the file stand above all such lines."
            problems.append(Problem(where, f'There is no table "{key}" here.', how))
            return {**inner, **{name: one for name, one in raw.items() if name != key}}
    return raw


def _strange(
    raw: Mapping[str, object], shape: type[Struct], where: str, above: Collection[str]
) -> Iterator[Problem]:
    """Yields the keys that do not belong here; those that are mended alike are one problem."""
    fields = fields_of(shape)
    keys: dict[str, list[str]] = {}
    for key in raw:
        if key not in fields:
            how = _ABOVE if key in above else _inside(raw, key, fields)
            name = called if (called := _ELSEWHERE.get(key)) in fields else key
            how = how or _INSTEAD.get((shape, key)) or nearest(name, fields)
            keys.setdefault(how, []).append(f'"{key}"')
    for how, names in keys.items():
        what = f"There {'are no keys' if len(names) > 1 else 'is no key'} {joined(names)} here."
        asked = ""
        if len(names) > 1 and ": " not in where:
            asked = " Is the file in the wrong place?"
        elif '"id"' in names:
            asked = " Is a line in brackets missing above?"
        yield Problem(where, what, f"{how}{asked}")


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
        decode(entry, shape, _place(where, entry, number), problems, above)
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
            problems.append(Problem(where, *in_words(message, raw, kind)))
        return None


def under(where: str, key: str) -> str:
    """Returns the place of a key; the name of the file ends with a colon."""
    return f"{where}{', ' if ': ' in where else ': '}{key}"


def marred_by(problem: Problem) -> Iterator[str]:
    """Yields the places of which something cannot be used because of a problem."""
    yield problem.where
    if key := meant_by(problem):
        yield under(problem.where, key)


def _header(where: str) -> str:
    """Returns what stands in the brackets above the tables of a place."""
    file, _, place = where.partition(": ")
    if file == "red_flags.toml":
        place = re.sub(r'^"[^"]*"', "red_flag", place)
    return re.sub(r' "[^"]*"| \d+', "", place).replace(", ", ".").strip('"')


def _place(where: str, entry: Mapping[str, object], number: int) -> str:
    """Returns the place of an entry of a list: by its id, or else by the how manieth it is."""
    named, probed = entry.get("id"), entry.get("of")
    if isinstance(named, str) and named:
        return f'{_ALONE.get(where, where)} "{named}"'
    return f'{where} {number} of "{probed}"' if isinstance(probed, str) else f"{where} {number}"
