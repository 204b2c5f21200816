"""What would change the result, as sentences."""

from __future__ import annotations

from collections.abc import Iterable

from questionnaire.inference.what_if import Suggestion
from questionnaire.knowledge.model import Rulebook


def in_sentences(rulebook: Rulebook, suggestions: Iterable[Suggestion]) -> tuple[str, ...]:
    """Returns each suggestion as a sentence; several for the same change as one."""
    effects: dict[str, list[str]] = {}
    for suggestion in suggestions:
        effects.setdefault(suggestion.words, []).append(_effect(rulebook, suggestion))
    return tuple(f"{words} would {' and '.join(done)}." for words, done in effects.items())


def _effect(rulebook: Rulebook, suggestion: Suggestion) -> str:
    if suggestion.urgency is not None:
        return f"lower the urgency to “{rulebook.urgencies[suggestion.urgency].label}”"
    name = f"“{rulebook.factors[suggestion.factor or ''].name}”"
    if suggestion.level is None:
        return f"take {name} off this list"
    return f"lower {name} to {rulebook.levels[suggestion.level].label}"
