"""What a difference between two rule bases concerns; apart, so that ``--help`` is quick."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias, get_args

Concern: TypeAlias = Literal["words", "result", "danger"]
"""What a difference concerns, the least first: mere words, what comes out, or somebody's safety."""
CONCERNS: Final[tuple[Concern, ...]] = get_args(Concern)
