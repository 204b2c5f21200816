"""What can be chosen of the options of commands, apart from them, so that ``--help`` is quick."""

from __future__ import annotations

from typing import Literal, TypeAlias

ComparisonFormat: TypeAlias = Literal["text", "markdown", "html"]
"""The formats in which any outline can be told."""
DifferenceFormat: TypeAlias = Literal["text", "markdown", "json"]
Form: TypeAlias = Literal["fhir", "codebook"]
"""The forms in which other programs read a rule base."""
