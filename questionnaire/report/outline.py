"""What a report says, in its order, as plain values that each format renders in its own way.

The contents (``summary``, ``doctor_page``, ``comparison``, ``explanation``) make them, the formats
(``as_text``, ``as_markdown``, ``as_html``) render them.  Nothing here knows either.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from msgspec import Struct


class Paragraph(Struct, frozen=True):
    """A sentence or a few; ``tone`` never carries meaning of its own."""

    text: str
    tone: Literal["plain", "strong", "quiet"] = "plain"


class Entry(Struct, frozen=True):
    """One or more items under a short label; without a label a list."""

    label: str
    items: tuple[str, ...]


class Bar(Struct, frozen=True):
    """A name with a level, in words and as so many parts of a whole, and perhaps why."""

    name: str
    level: str
    filled: int
    whole: int
    reason: str = ""


class Table(Struct, frozen=True):
    """Rows of text under column headings."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Reference(Struct, frozen=True):
    """A numbered source."""

    number: int
    text: str
    address: str | None = None


class Overview(Struct, frozen=True):
    """Bars beside each other."""

    bars: tuple[Bar, ...]


class Trend(Struct, frozen=True):
    """How levels go from column to column: in each row a bar of the same name for every column."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Bar, ...], ...]


class References(Struct, frozen=True):
    """The list of sources."""

    items: tuple[Reference, ...]


Block: TypeAlias = Paragraph | Entry | Table | Overview | Trend | References
Kind: TypeAlias = Literal["plain", "below", "card", "boxed", "emergency"]


class Part(Struct, frozen=True):
    """A heading and what stands under it.

    A part ``below`` belongs to the part before it.  A ``card`` can be opened and closed where the
    format allows.  A ``boxed`` one stands out, and an ``emergency`` must be seen before anything
    else.
    """

    heading: str
    blocks: tuple[Block, ...] = ()
    kind: Kind = "plain"


Outline: TypeAlias = tuple[Part, ...]


class Document(Struct, frozen=True):
    """A whole report, as every file of one holds it: for the person, and for the doctor.

    Attributes:
        summary: What the person reads first; it stands alone.
        details: What the person may open after it.
        doctor_title: The heading of the page for the doctor.
        doctor_page: On paper it begins a sheet of its own.
    """

    title: str
    summary: Outline
    details_title: str
    details: Outline
    doctor_title: str
    doctor_page: Outline


def part(heading: str, blocks: Iterable[Block], kind: Kind = "plain") -> Outline:
    """Returns the blocks as a part, or nothing if there are none."""
    found = tuple(blocks)
    return (Part(heading, found, kind),) if found else ()


def entry(label: str, items: Iterable[str]) -> tuple[Entry, ...]:
    """Returns the items as an entry, each once, or nothing if there are none."""
    found = tuple(dict.fromkeys(item for item in items if item.strip()))
    return (Entry(label, found),) if found else ()
