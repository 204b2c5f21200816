"""What the types of our tables say of the TOML that they take."""

from __future__ import annotations

from functools import cache
from types import UnionType
from typing import Annotated, Literal, Union, get_args, get_origin

import msgspec
from msgspec import Meta, Struct, UnsetType
from msgspec.structs import FieldInfo

from questionnaire.knowledge.wording import joined


@cache
def fields_of(shape: type[Struct]) -> dict[str, FieldInfo]:
    """Returns the fields of a table shape by key; msgspec works them out anew on every call."""
    return {field.encode_name: field for field in msgspec.structs.fields(shape)}


@cache
def table_in(kind: object) -> tuple[type[Struct] | None, bool]:
    """Returns the table shape that a type holds, if any, and whether in a list."""
    origin = get_origin(kind)
    if origin is Annotated:
        return table_in(get_args(kind)[0])
    if origin is list:
        return table_in(get_args(kind)[0])[0], True
    if origin in (UnionType, Union):
        return next(
            (found for found in map(table_in, get_args(kind)) if found[0] is not None),
            (None, False),
        )
    return (kind, False) if isinstance(kind, type) and issubclass(kind, Struct) else (None, False)


@cache
def plain_in(kind: object) -> object:
    """Returns what an entry of such a list may be instead of a table, if anything."""
    origin = get_origin(kind)
    if origin is Annotated:
        return plain_in(get_args(kind)[0])
    if origin is list:
        return plain_in(get_args(kind)[0])
    if origin in (UnionType, Union):
        return next(
            (
                found if (found := plain_in(part)) is not None else part
                for part in get_args(kind)
                if part is not UnsetType and table_in(part)[0] is None
            ),
            next((found for found in map(plain_in, get_args(kind)) if found is not None), None),
        )
    return None


def entry_of(kind: object) -> object:
    """Returns the kind of the entries of a list."""
    parts = get_args(kind)
    if get_origin(kind) is list:
        return parts[0]
    return next(filter(None, map(entry_of, parts)), None)


def least_in(kind: object) -> int:
    """Returns how many entries a list must have."""
    if isinstance(kind, Meta):
        return kind.min_length or 0
    return max(map(least_in, get_args(kind)), default=0) if get_origin(kind) is not list else 0


def how_to_add(key: str, kind: object) -> str:
    """Returns how a key that is missing is written; none that must be there is deeper in a file."""
    shape, is_list = table_in(kind)
    if shape is None or plain_in(kind) is not None:
        return f"Add {key} = {_example(kind)}"
    needed = joined([name for name, field in fields_of(shape).items() if field.required])
    return f"Add a table {f'[[{key}]]' if is_list else f'[{key}]'} with {needed}."


def _example(kind: object) -> str:
    """Returns how a value of a kind looks in a file."""
    origin = get_origin(kind)
    if origin is Annotated:
        return _example(get_args(kind)[0])
    if origin is list:
        return '["…"]'
    if origin is Literal:
        return " or ".join(f'"{one}"' for one in get_args(kind))
    return '"…"' if kind is str else "…"
