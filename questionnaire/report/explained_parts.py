"""What all explanations have: the short name, conditions, lines and sources in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from questionnaire.knowledge.condition_words import condition_in_words
from questionnaire.knowledge.conditions import And, Condition, Or
from questionnaire.knowledge.model import Line, Reading, Rulebook, Source
from questionnaire.report.citations import Citations, citation, numbers
from questionnaire.report.names import without_answers
from questionnaire.report.outline import Entry, Outline, Paragraph, Reference, References, part

_READ: Final[Mapping[Reading, str]] = {
    "yes": "read in full",
    "abstract": "its abstract was read",
    "copy": "a copy was read",
    "report": "known from what others report of it",
    "address": "not read",
    "judgement": "our own judgement",
}


def what(kind: str, id_: str) -> Paragraph:
    """Returns what sort of thing it is, and its short name."""
    return Paragraph(f"{kind}; the short name is {id_}.", "quiet")


def conditions(
    when: Condition | None, unless: Condition | None, rulebook: Rulebook, verb: str
) -> Iterator[Entry]:
    """Yields for whom something holds, is asked or is shown, as ``verb`` says."""
    if when is not None:
        yield condition(verb, when, rulebook)
    if unless is not None:
        yield condition("But not" if when is not None else f"Not {verb.lower()}", unless, rulebook)


def condition(label: str, held: Condition, rulebook: Rulebook) -> Entry:
    """Returns a condition; its parts one below the other, as "and" and "or" are easily overread."""
    match held:
        case And(parts):
            label, shown = f"{label} if all of", parts
        case Or(parts):
            label, shown = f"{label} if one of", parts
        case _:
            label, shown = f"{label} if", (held,)
    return Entry(label, tuple(condition_in_words(each, rulebook) for each in shown))


def line_in_words(line: Line, rulebook: Rulebook, cited: Citations) -> str:
    """Returns a line with when it is shown, and the numbers of the sources it rests on itself."""
    notes = [
        f"{word} {condition_in_words(held, rulebook)}"
        for word, held in (("only if", line.when), ("not if", line.unless))
        if held is not None
    ]
    if line.sources:
        many = len(set(line.sources)) > 1
        notes.append(f"source{'s' if many else ''} {numbers(cited, line.sources)}")
    text = without_answers(line.text, rulebook)
    return f"{text} ({'; '.join(notes)})" if notes else text


def in_full(source: Source) -> str:
    """Returns a source as it is cited, and how it was read."""
    return f"{citation(source)} ({_READ[source.read]})"


def source_list(cited: Citations, rulebook: Rulebook) -> Outline:
    """Returns the sources with how they were read."""
    references = []
    for id_, number in cited.items():
        source = rulebook.sources[id_]
        references.append(Reference(number, f"{in_full(source)}.", source.address))
    return part("Sources", [References(tuple(references))] if references else ())
