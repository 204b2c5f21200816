"""From decoded section tables to questions and derived values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from msgspec import UNSET, Struct
from msgspec.structs import replace

from questionnaire.knowledge.conditions import Condition, factors_in, questions_in
from questionnaire.knowledge.model import (
    Answer,
    Assumption,
    Change,
    Choice,
    ChoiceQuestion,
    Derived,
    ManyQuestion,
    NumberQuestion,
    Question,
    choices_of,
)
from questionnaire.knowledge.problems import nearest
from questionnaire.knowledge.resolving import Resolver
from questionnaire.knowledge.syntax import names_in, read_value
from questionnaire.knowledge.tables import (
    AssumeTable,
    ChangeTable,
    ChoiceTable,
    DerivedTable,
    QuestionTable,
)
from questionnaire.knowledge.texts import placeholders
from questionnaire.knowledge.wording import number_in_words

_COPIED: Final = ("id", "text", "why", "help", "skip", "neutral", "credit")
_FEWEST: Final = 2
"""Choices that a question has at least."""


class PlacedQuestion(Struct, frozen=True):
    """A question table, the section it is in, and where it stands."""

    section: str
    where: str
    table: QuestionTable


def assemble_questions(
    placed: Sequence[PlacedQuestion], scales: Mapping[str, Sequence[ChoiceTable]], to: Resolver
) -> None:
    """Puts the questions into the scope of ``to``, in the order asked, conditions included."""
    questions: dict[str, Question] = {}
    for section, where, table in map(_parts, placed):
        if to.is_new(table.id, questions, where, "question"):
            question = _question(table, section, where, scales, to)
            if question is None:
                to.give_up(table.id)
            else:
                questions[table.id] = question
    to.scope = replace(to.scope, questions=questions)
    if to.complete and not to.scope.broken:
        used = {table.scale for _, _, table in map(_parts, placed)}
        for id_ in sorted(scales.keys() - used):
            what = "No question uses this scale."
            to.problem(f'rulebook.toml: scale "{id_}"', what, "Take it out.")


def add_conditions(placed: Iterable[PlacedQuestion], to: Resolver) -> None:
    """Adds conditions, assumed answers and notes to the questions in the scope of ``to``."""
    questions = dict(to.scope.questions)
    earlier: set[str] = set()
    for _, where, table in map(_parts, placed):
        question = questions.get(table.id)
        if question is None or table.id in earlier:
            continue
        look_back = _looks_back(frozenset(earlier), "an earlier question", to)
        earlier.add(table.id)
        own = _looks_back(frozenset(earlier), "this or an earlier question", to)
        questions[table.id] = replace(
            question,
            when=to.condition(table.when, f"{where}, when", look_back),
            unless=to.condition(table.unless, f"{where}, unless", look_back),
            assume=tuple(
                assumption
                for number, entry in enumerate(table.assume, start=1)
                for assumption in _assumption(
                    question, entry, f"{where}, assume {number}", look_back, to
                )
            ),
            notes=to.lines(table.notes, f"{where}, notes", own),
        )
    to.scope = replace(to.scope, questions=questions)


def add_changes(placed: Iterable[PlacedQuestion], to: Resolver) -> None:
    """Adds to the questions in the scope of ``to`` which other answers may be suggested.

    Their conditions may look at any question and derived value.
    """
    questions = dict(to.scope.questions)
    for _, where, table in map(_parts, placed):
        if table.change is not None and table.id in questions:
            change = _change(table.change, questions[table.id], f"{where}, change", to)
            questions[table.id] = replace(questions[table.id], change=change)
    to.scope = replace(to.scope, questions=questions)


def assemble_derived(
    tables: Iterable[tuple[str, DerivedTable]], to: Resolver
) -> dict[str, Derived]:
    """Returns the derived values of (section, table) and puts them into the scope of ``to``."""
    placed: dict[str, tuple[str, DerivedTable]] = {}
    places: dict[str, str] = {}
    for section, table in tables:
        where = f'sections/{section}.toml: derived "{table.id}"'
        if to.is_new(table.id, {**to.scope.questions, **placed}, where, "derived value"):
            placed[table.id] = section, table
            places[table.id] = where
    uses = {id_: names_in(table.value) & placed.keys() for id_, (_, table) in placed.items()}
    derived: dict[str, Derived] = {}
    to.give_up(*placed)
    for id_ in to.in_order(uses, places):
        where, (section, table) = places[id_], placed[id_]
        to.give_up(*(uses[id_] - derived.keys()))
        step = None if table.step is None else to.exact(table.step, f"{where}, step")
        value, faults = read_value(table.value, to.scope)
        to.faults(f"{where}, value", faults)
        if value is not None and not to.check_size(value, f"{where}, value"):
            value = None
        if isinstance(value, Condition) and _reads_totals(value, where, to):
            value = None
        if value is not None:
            to.scope = replace(
                to.scope,
                derived={**to.scope.derived, id_: value},
                broken=to.scope.broken - {id_},
            )
            derived[id_] = Derived(
                id=id_, section=section, text=table.text, unit=table.unit, step=step, value=value
            )
    return {id_: derived[id_] for id_ in placed if id_ in derived}


def _parts(placed: PlacedQuestion) -> tuple[str, str, QuestionTable]:
    return placed.section, placed.where, placed.table


def _question(
    table: QuestionTable,
    section: str,
    where: str,
    scales: Mapping[str, Sequence[ChoiceTable]],
    to: Resolver,
) -> Question | None:
    common = {key: getattr(table, key) for key in _COPIED} | {"section": section}
    for key in ("scale", "choices") if table.kind == "number" else ("unit", "range", "step"):
        if getattr(table, key) is not UNSET:
            what = f'A {table.kind} question has no key "{key}".'
            to.problem(where, what, "Take it out, or change the kind.")
    if table.kind == "number":
        return _number_question(table, common, where, to)
    choices = _choices(table, where, scales, to)
    if not choices:
        return None
    kind = ChoiceQuestion if table.kind == "choice" else ManyQuestion
    return kind(**common, choices=choices)


def _number_question(
    table: QuestionTable,
    common: Mapping[str, Any],
    where: str,
    to: Resolver,
) -> NumberQuestion | None:
    if not isinstance(table.unit, str) or not isinstance(table.range, list):
        how = 'Add unit = "…" and range = [0, 10].'
        to.problem(where, "A number question needs unit and range.", how)
        return None
    step = 1 if table.step is UNSET else table.step
    low, high, by = (to.exact(value, where) for value in (*table.range, step))
    if low is None or high is None or by is None:
        return None
    if not low < high:
        how = "Write the smaller number first."
        to.problem(f"{where}, range", f"The range from {low} to {high} is empty.", how)
        return None
    if by <= 0 or (high - low) % by:
        what = f"Steps of {by} do not lead from {low} to {high}."
        to.problem(f"{where}, step", what, "Change step or range.")
        return None
    return NumberQuestion(**common, unit=table.unit, low=low, high=high, step=by)


def _choices(
    table: QuestionTable, where: str, scales: Mapping[str, Sequence[ChoiceTable]], to: Resolver
) -> tuple[Choice, ...]:
    entries: Sequence[str | ChoiceTable]
    if isinstance(table.scale, str) and table.choices is UNSET:
        if table.scale not in scales:
            to.known(table.scale, scales, f"{where}, scale", "scale")
            return ()
        entries = scales[table.scale]
    elif isinstance(table.choices, list) and table.scale is UNSET:
        entries = table.choices
    else:
        what = "A question with choices needs either scale or choices."
        to.problem(where, what, "Write one of the two.")
        return ()
    choices = tuple(_choice(entry, where, to) for entry in entries)
    _check_choices(table.kind, choices, where, to)
    return choices


def _choice(entry: str | ChoiceTable, where: str, to: Resolver) -> Choice:
    if isinstance(entry, str):
        return Choice(id=entry, label=entry.replace("_", " "))
    return Choice(
        id=entry.id,
        label=entry.label,
        amount=None if entry.amount is None else to.exact(entry.amount, where),
        exclusive=entry.exclusive,
        neutral=entry.neutral,
    )


def _check_choices(kind: str, choices: Sequence[Choice], where: str, to: Resolver) -> None:
    ids = [choice.id for choice in choices]
    for twice in sorted({id_ for id_ in ids if ids.count(id_) > 1}):
        to.problem(where, f'Two choices have the id "{twice}".', "Rename one of them.")
    if len(choices) < _FEWEST:
        to.problem(where, "There is only one choice.", "Write at least two.")
    exclusive = [choice.id for choice in choices if choice.exclusive]
    if kind == "many" and len(exclusive) > 1:
        what = f"Several choices are exclusive: {', '.join(exclusive)}."
        to.problem(where, what, "Only one may be.")
    if kind == "choice" and exclusive:
        what = "Every choice of a choice question is exclusive."
        to.problem(where, what, 'Take "exclusive" out.')
    if kind == "many" and any(choice.amount is not None for choice in choices):
        to.problem(where, "The boxes of a many question have no amounts.", "Use count() instead.")


def _assumption(
    question: Question,
    entry: AssumeTable,
    where: str,
    check: Callable[[Condition, str], None],
    to: Resolver,
) -> Iterator[Assumption]:
    answer: Answer = tuple(entry.answer) if isinstance(entry.answer, list) else entry.answer
    if not _can_be(question, answer):
        words = ", ".join(answer) if isinstance(answer, tuple) else str(answer)
        what = f'This question cannot have the answer "{words}".'
        to.problem(where, what, _possible_answers(question, answer))
    condition = to.condition(entry.when, f"{where}, when", check)
    if condition is not None:
        yield Assumption(answer=answer, when=condition)


def _change(table: ChangeTable, question: Question, where: str, to: Resolver) -> Change | None:
    when = to.condition(table.when, f"{where}, when")
    unless = to.condition(table.unless, f"{where}, unless")
    if isinstance(question, ManyQuestion):
        if table.towards is not None or table.text or not table.boxes:
            what = "Of a many question only boxes can be left out."
            to.problem(where, what, 'Write boxes = { box = "words" } and nothing else.')
        for box in table.boxes:
            to.known(box, [choice.id for choice in question.choices], f"{where}, boxes", "choice")
        return Change(boxes=table.boxes, when=when, unless=unless)
    amounts = _amounts(question)
    if table.boxes or not table.text or table.towards is None or not amounts:
        what = "A change of an amount needs text and towards, and choices that have amounts."
        to.problem(where, what, 'Write text = "… {new} instead of {old}" and towards = "fewer".')
        return None
    if unknown := set(placeholders(table.text)) - {"new", "old"}:
        what = f"{{{min(unknown)}}} cannot be filled in here."
        to.problem(f"{where}, text", what, "Only {new} and {old} can.")
    low: Fraction | None
    high: Fraction | None
    match table.towards:
        case "fewer":
            low = high = min(amounts)
        case "more":
            low = high = max(amounts)
        case [int() | float() as first, int() | float() as last] if first <= last:
            low, high = to.exact(first, where), to.exact(last, where)
        case _:
            to.problem(f"{where}, towards", "This is no range.", "Write the smaller number first.")
            return None
    return Change(text=table.text, low=low, high=high, when=when, unless=unless)


def _amounts(question: Question) -> list[Fraction]:
    """Returns the least and greatest amount of an answer, none if answers have no amounts."""
    if isinstance(question, NumberQuestion):
        return [question.low, question.high]
    amounts = [choice.amount for choice in choices_of(question)]
    return [] if None in amounts else [amount for amount in amounts if amount is not None]


def _possible_answers(question: Question, answer: Answer) -> str:
    if isinstance(question, NumberQuestion):
        low, high, step = map(number_in_words, (question.low, question.high, question.step))
        return f"Write a number from {low} to {high}, in steps of {step}."
    known = [choice.id for choice in question.choices]
    if isinstance(answer, tuple) and set(answer) <= set(known):
        return "Name each box once, and an exclusive one alone."
    return nearest(str(answer), known)


def _can_be(question: Question, answer: Answer) -> bool:
    match question, answer:
        case NumberQuestion(low=low, high=high, step=step), int() | float() as number:
            return low <= number <= high and (number - low) % step == 0
        case ChoiceQuestion(choices=choices), str():
            return answer in {choice.id for choice in choices}
        case ManyQuestion(choices=choices), tuple():
            exclusive = {choice.id for choice in choices if choice.exclusive}
            return (
                bool(answer)
                and set(answer) <= {choice.id for choice in choices}
                and len(set(answer)) == len(answer)
                and (len(answer) == 1 or exclusive.isdisjoint(answer))
            )
        case _:
            return False


def _looks_back(
    allowed: frozenset[str], words: str, to: Resolver
) -> Callable[[Condition, str], None]:
    def check(condition: Condition, where: str) -> None:
        for id_ in questions_in(condition):
            if id_ not in allowed:
                what = f'It looks at "{id_}", which is not {words}.'
                to.problem(where, what, "Change the order of the questions, or the condition.")
        for factor in factors_in(condition):
            what = f'It looks at the total of "{factor}", which is not known while asking.'
            to.problem(where, what, "Use answers only.")

    return check


def _reads_totals(condition: Condition, where: str, to: Resolver) -> bool:
    totals = factors_in(condition)
    if totals:
        what = f'A derived value cannot read totals, such as that of "{totals[0]}".'
        to.problem(f"{where}, value", what, "Test the total in the rule itself.")
    return bool(totals)
