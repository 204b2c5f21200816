"""What could change the result, as sentences."""

from __future__ import annotations

from questionnaire.inference.assessment import Suggestion
from questionnaire.knowledge.model import Rulebook
from questionnaire.knowledge.printable import sentence
from questionnaire.knowledge.wording import joined
from questionnaire.report.outline import Outline, Paragraph, entry, part
from questionnaire.report.report import Report

WHAT_COULD_CHANGE = "What could change this"
_NO_PROMISE = (
    "This is about what your answers point to. It does not promise that you will feel a difference."
)


def what_could_change(report: Report) -> Outline:
    """Returns what would lower the result, if anything would."""
    sentences = entry("", in_sentences(report))
    return part(WHAT_COULD_CHANGE, (Paragraph(_NO_PROMISE), *sentences) if sentences else ())


def in_sentences(report: Report) -> tuple[str, ...]:
    """Returns each suggestion as a sentence; several for the same change as one."""
    changes: dict[str, dict[tuple[str, str], list[str]]] = {}
    for suggestion in report.suggestions:
        verb, name, end = _effect(report.rulebook, suggestion)
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
    return "bring", name, f"down to {rulebook.levels[suggestion.level].label}"
