"""Exact numbers: as somebody wrote them, and of a size that stays exact in the engine."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

LARGEST: Final = 10**9
"""The largest number that a rule base may hold, or that a condition may reach."""
DECIMALS: Final = 6
"""Decimals that a constant of a condition may have."""


def exact(value: Fraction | float) -> Fraction:
    """Returns a number as it was written.

    The shortest text of a float is what was written; its binary value need not be.
    """
    return Fraction(repr(value)) if isinstance(value, float) else Fraction(value)


def as_number(value: Fraction) -> int | float:
    """Returns an exact number as answers and JSON have it: without decimals if it is whole."""
    return int(value) if value.denominator == 1 else float(value)
