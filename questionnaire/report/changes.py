"""What would change the result, as sentences."""

from __future__ import annotations

from collections.abc import Iterable

from questionnaire.inference.what_if import Suggestion
from questionnaire.knowledge.model import Rulebook
from questionnaire.knowledge.printable import sentence
from questionnaire.knowledge.wording import joined


def in_sentences(rulebook: Rulebook, suggestions: Iterable[Suggestion]) -> tuple[str, ...]:
    """Returns each suggestion as a sentence; several for the same change as one."""
    changes: dict[str, dict[tuple[str, str], list[str]]] = {}
    for suggestion in suggestions:
        verb, name, end = _effect(rulebook, suggestion)
        changes.setdefault(suggestion.words, {}).setdefault((verb, end), []).append(name)
    return tuple(
        f"{sentence(words)} would "
        f"{joined([f'{verb} {joined(names)} {end}' for (verb, end), names in effects.items()])}."
        for words, effects in changes.items()
    )


def _effect(rulebook: Rulebook, suggestion: Suggestion) -> tuple[str, str, str]:
    if suggestion.urgency is not None:
        return "lower", "the urgency", f"to “{rulebook.urgencies[suggestion.urgency].label}”"
    name = f"“{rulebook.factors[suggestion.factor or ''].name}”"
    if suggestion.level is None:
        return "take", name, "off this list"
    return "lower", name, f"to {rulebook.levels[suggestion.level].label}"
