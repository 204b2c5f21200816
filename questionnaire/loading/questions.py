"""From decoded section tables to questions, as far as they do not depend on answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction
from typing import Any, Final, NamedTuple

from msgspec import UNSET

from questionnaire.knowledge.conditions import ChoiceId
from questionnaire.knowledge.exact import LARGEST, exact
from questionnaire.knowledge.model import (
    Choice,
    ChoiceQuestion,
    ManyQuestion,
    NumberQuestion,
    Question,
)
from questionnaire.knowledge.typed_numbers import as_unit, spellings
from questionnaire.loading.codes import check_answer_codes, read_code, read_codes, read_unit_code
from questionnaire.loading.resolver import Resolver
from questionnaire.loading.tables import (
    CHOICE_ID,
    ChoiceTable,
    Decimal,
    Kind,
    QuestionTable,
)
from questionnaire.loading.wrong_values import as_toml

_COPIED: Final = ("id", "name", "why", "help", "skip", "neutral", "credit")
_SHAPING: Final = ("unit", "range", "step", "scale", "choices")
"""The keys that say what can be answered."""
_PART_OF_ONE: Final = re.compile(r"[1-9][0-9]{0,8}/[1-9][0-9]{0,8}")
_ITEM: Final = "{item}"
"""Where a stem takes the item."""
_FEWEST: Final = 2
"""Choices that a question has at least."""
MOST_CHOICES: Final = 1000
"""Choices that a question has at most."""


class PlacedQuestion(NamedTuple):
    """A question table, the section it is in with its stems, and where it stands."""

    section: str
    stems: Mapping[str, str]
    where: str
    table: QuestionTable


def read_questions(
    placed: Sequence[PlacedQuestion],
    scales: Mapping[str, Sequence[str | ChoiceTable]],
    names: dict[str, str],
    resolver: Resolver,
) -> dict[str, Question]:
    """Returns the questions that can be used, in the order asked; their conditions come later.

    Their ids are added to ``names``, each with its place.
    """
    questions: dict[str, Question] = {}
    for one in placed:
        if resolver.is_new(one.table.id, names, one.where, "question"):
            question = _question(one, scales, resolver)
            if question is not None:
                questions[one.table.id] = question
    ids = {one.table.id for one in placed}
    if resolver.complete and not resolver.scope.broken and questions.keys() == ids:
        used = {one.table.scale for one in placed}
        for id_ in sorted(scales.keys() - used):
            what = "No question uses this scale."
            resolver.problem(f'rulebook.toml: scale "{id_}"', what, "Take it out.")
    return questions


def check_stems(
    stems: Mapping[str, str], section: str, used: AbstractSet[str | None], resolver: Resolver
) -> None:
    """Checks that each stem of a section has one place for the item, and is used."""
    for id_, stem in stems.items():
        where = f'sections/{section}.toml: stem "{id_}"'
        if stem.count(_ITEM) != 1:
            what = "The stem must say once where the item of the question goes."
            resolver.problem(where, what, f"Write {_ITEM} there.")
        if id_ not in used and resolver.complete and used - {None} <= stems.keys():
            resolver.problem(where, "No question of this section uses it.", "Take it out.")


def _question(
    placed: PlacedQuestion, scales: Mapping[str, Sequence[str | ChoiceTable]], resolver: Resolver
) -> Question | None:
    section, _, where, table = placed
    resolver.cited(table.sources, where)
    common = {key: getattr(table, key) for key in _COPIED} | {"section": section}
    common["sources"] = tuple(table.sources)
    common["codes"] = read_codes(table.codes, where, resolver)
    common["item"] = table.item or ""
    common["text"] = _text(placed, resolver)
    for key in _keys_of_others(table.kind):
        if getattr(table, key) is not UNSET:
            what = f'A {table.kind} question has no key "{key}".'
            resolver.problem(where, what, "Take it out, or change the kind.")
    shaping = [*(f"{where}, {key}" for key in _SHAPING), f"rulebook.toml: scales, {table.scale}"]
    if any(map(resolver.marred, shaping)):
        return None
    kind: type[ChoiceQuestion | ManyQuestion]
    match table.kind:
        case "number":
            return _number_question(table, common, where, resolver)
        case "choice":
            kind = ChoiceQuestion
        case "many":
            kind = ManyQuestion
    choices = _choices(table, where, scales, resolver)
    return kind(**common, choices=choices) if choices else None


def _text(placed: PlacedQuestion, resolver: Resolver) -> str:
    """Returns the whole question: as it is written, or its stem with the item in its place."""
    section, stems, where, table = placed
    match table.text, table.stem, table.item:
        case str(text), None, None:
            return text
        case None, str(stem), str(item):
            if not resolver.marred(f"sections/{section}.toml: stems"):
                resolver.known(stem, stems, f"{where}, stem", "stem")
            return stems.get(stem, "").replace(_ITEM, item)
        case _:
            if not any(resolver.marred(f"{where}, {key}") for key in ("text", "stem", "item")):
                what = "A question needs either text, or stem and item."
                resolver.problem(where, what, "Write the one or the two.")
            return ""


def _keys_of_others(kind: Kind) -> tuple[str, ...]:
    """Returns the keys that only questions of another kind have."""
    match kind:
        case "number":
            return "scale", "choices"
        case "choice" | "many":
            return "unit", "unit_code", "range", "step", "units"


def _number_question(
    table: QuestionTable,
    common: Mapping[str, Any],
    where: str,
    resolver: Resolver,
) -> NumberQuestion | None:
    if not isinstance(table.unit, str) or not isinstance(table.range, list):
        how = 'Add unit = "…" and range = [0, 10].'
        resolver.problem(where, "A number question needs unit and range.", how)
        return None
    step = 1 if table.step is UNSET else table.step
    low, high, by = (resolver.exact(value, where) for value in (*table.range, step))
    if low is None or high is None or by is None:
        return None
    if not low < high:
        how = "Write the smaller number first."
        resolver.problem(f"{where}, range", f"The range from {low} to {high} is empty.", how)
        return None
    if by <= 0 or (high - low) % by:
        what = f"Steps of {by} do not lead from {low} to {high}."
        resolver.problem(f"{where}, step", what, "Change step or range.")
        return None
    units = {} if table.units is UNSET else _units(table.units, f"{where}, units", resolver)
    code = "" if table.unit_code is UNSET else read_unit_code(table.unit_code, where, resolver)
    question = NumberQuestion(
        **common, unit=table.unit, unit_code=code, low=low, high=high, step=by, units=units
    )
    typed = Counter(form for form, _ in spellings(question))
    for twice in (form for form, times in typed.items() if times > 1):
        what = f'"{twice}" would be two units; every unit is understood in the singular too.'
        resolver.problem(f"{where}, units", what, "Take one out.")
    return question


def _units(
    table: Mapping[str, Decimal | str], where: str, resolver: Resolver
) -> dict[str, Fraction]:
    """Returns what one of each unit is in the unit of the question."""
    units: dict[str, Fraction] = {}
    for name, written in table.items():
        if as_unit(name) != name.casefold() or any(map(str.isdecimal, name)) or not name:
            what = f"{as_toml(name)} would never be understood behind a number."
            resolver.problem(where, what, 'Write it without digits and signs, as "cups a day".')
        if isinstance(written, str):
            part = _PART_OF_ONE.fullmatch(written)
            factor = Fraction(part[0]) if part else None
        else:
            factor = exact(written) if 0 < written <= LARGEST else None
        if factor is None:
            what = f"One of {as_toml(name)} cannot be {as_toml(written)} of the unit."
            how = 'Write a number above 0, or a part in quotes, such as "1/60".'
            resolver.problem(where, what, how)
        else:
            units[name] = factor
    return units


def _choices(
    table: QuestionTable,
    where: str,
    scales: Mapping[str, Sequence[str | ChoiceTable]],
    resolver: Resolver,
) -> tuple[Choice, ...]:
    entries: Sequence[str | ChoiceTable]
    if isinstance(table.scale, str) and table.choices is UNSET:
        if table.scale not in scales:
            resolver.known(table.scale, scales, f"{where}, scale", "scale")
            return ()
        entries = scales[table.scale]
    elif isinstance(table.choices, list) and table.scale is UNSET:
        entries = table.choices
    else:
        what = "A question with choices needs either scale or choices."
        resolver.problem(where, what, "Write one of the two.")
        return ()
    if len(entries) > MOST_CHOICES:
        what = f"It has {len(entries):,} choices; {MOST_CHOICES:,} is the limit."
        resolver.problem(where, what, "Ask in two questions, first for the group.")
        return ()
    choices = tuple(_choice(entry, where, resolver) for entry in entries)
    _check_choices(table.kind, choices, where, resolver)
    return choices


def _choice(entry: str | ChoiceTable, where: str, resolver: Resolver) -> Choice:
    if isinstance(entry, str):
        if not re.match(CHOICE_ID, entry):
            what = f"{as_toml(entry)} is only a text, and cannot be an id and a label at once."
            how = f'Write {{ id = "…", label = {as_toml(entry)} }}.'
            resolver.problem(f"{where}, choices", what, how)
        return Choice(id=ChoiceId(entry), label=entry.replace("_", " "))
    return Choice(
        id=entry.id,
        label=entry.label,
        amount=None if entry.amount is None else resolver.exact(entry.amount, where),
        exclusive=entry.exclusive,
        neutral=entry.neutral,
        code=None
        if entry.code is None
        else read_code(entry.code, f'{where}, choice "{entry.id}", code', resolver),
    )


def _check_choices(kind: str, choices: Sequence[Choice], where: str, resolver: Resolver) -> None:
    ids = Counter(choice.id for choice in choices)
    for twice in sorted(id_ for id_, times in ids.items() if times > 1):
        resolver.problem(where, f'Two choices have the id "{twice}".', "Rename one of them.")
    check_answer_codes(choices, where, resolver)
    if len(choices) < _FEWEST:
        resolver.problem(where, "There is only one choice.", "Write at least two.")
    exclusive = [choice.id for choice in choices if choice.exclusive]
    if kind == "many" and len(exclusive) > 1:
        what = f"Several choices are exclusive: {', '.join(exclusive)}."
        resolver.problem(where, what, "Only one may be.")
    if kind == "choice" and exclusive:
        what = "Every choice of a choice question is exclusive."
        resolver.problem(where, what, 'Take "exclusive" out.')
    if kind == "many" and any(choice.amount is not None for choice in choices):
        resolver.problem(
            where, "The boxes of a many question have no amounts.", "Use count() instead."
        )
