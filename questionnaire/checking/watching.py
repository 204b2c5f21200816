"""How somebody may watch long work go on: whoever goes through many things hands them over here."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Protocol, TypeVar

_Item = TypeVar("_Item")


class Watch(Protocol):
    """Yields the items one by one and shows meanwhile how many are done; ``what`` names them."""

    def __call__(self, items: Collection[_Item], what: str) -> Iterable[_Item]:
        """Yields the items."""


def unwatched(items: Collection[_Item], what: str) -> Iterable[_Item]:  # noqa: ARG001 - see Watch
    """Yields the items and shows nothing."""
    return items
