"""What an author should look at in what a rule base rests on."""

from __future__ import annotations

from collections.abc import Iterator

from questionnaire.knowledge.model import Rulebook
from questionnaire.knowledge.problems import Problem


def unknown_copies(rulebook: Rulebook) -> Iterator[Problem]:
    """Yields the sources that do not tell a reviewer where their text was read."""
    for source in rulebook.sources.values():
        where = f'sources.toml: "{source.id}"'
        if source.copy is None and source.read in ("copy", "report"):
            what = f"It was read as a {source.read}, and nothing says where."
            yield Problem(where, what, 'Add copy = "…" with that address.')
        if source.copy is not None and source.copy == source.address:
            what = "Its copy is its own address."
            yield Problem(f"{where}, copy", what, "Take it out, or name where it was read.")
