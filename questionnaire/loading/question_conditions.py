"""What depends on answers in a question: when it is asked, assumed, noted, or to be changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Final

from msgspec.structs import replace

from questionnaire.knowledge.answers import check_answer
from questionnaire.knowledge.conditions import Condition, factors_in, questions_in
from questionnaire.knowledge.model import (
    Assumption,
    Change,
    ChoiceQuestion,
    ManyQuestion,
    NumberQuestion,
    Question,
    choice_ids,
    choices_of,
)
from questionnaire.knowledge.placeholders import Placeholder, misread, placeholders
from questionnaire.knowledge.problems import Problem, nearest
from questionnaire.knowledge.wording import number_in_words
from questionnaire.loading.decoding import numbered
from questionnaire.loading.questions import PlacedQuestion
from questionnaire.loading.resolver import Resolver
from questionnaire.loading.tables import (
    AssumeTable,
    ChangeTable,
)

ORDER: Final = "rulebook.toml: sections"
"""The place that says which section comes before which."""


def with_conditions(placed: Iterable[PlacedQuestion], resolver: Resolver) -> dict[str, Question]:
    """Returns the questions of the scope with all that depends on answers in them.

    Conditions, assumed answers and notes look back; a change may look at any question.
    """
    questions: dict[str, Question] = {}
    order: dict[str, int] = {}
    for _, _, where, table in placed:
        question = resolver.scope.questions.get(table.id)
        if question is None or table.id in order:
            continue
        place = order[table.id] = len(order)
        look_back = _looks_back(order, place - 1, "an earlier question", resolver)
        own = _looks_back(order, place, "this or an earlier question", resolver)
        questions[table.id] = replace(
            question,
            when=resolver.condition(table.when, f"{where}, when", look_back),
            unless=resolver.condition(table.unless, f"{where}, unless", look_back),
            assume=tuple(
                assumption
                for number, entry in numbered(table.assume)
                for assumption in _assumption(
                    question, entry, f"{where}, assume {number}", look_back, resolver
                )
            ),
            notes=resolver.lines(table.notes, f"{where}, notes", own),
            change=_change(table.change, question, f"{where}, change", resolver),
        )
    return questions


def _assumption(
    question: Question,
    entry: AssumeTable,
    where: str,
    check: Callable[[Condition, str], None],
    resolver: Resolver,
) -> Iterator[Assumption]:
    raw = entry.answer
    checked = check_answer(question, raw)
    answer = None if isinstance(checked, Problem) else checked
    if answer is None or (isinstance(raw, list) and not _can_be_ticked(question, raw)):
        words = ", ".join(raw) if isinstance(raw, list) else str(raw)
        what = f'This question cannot have the answer "{words}".'
        resolver.problem(where, what, _possible_answers(question, raw))
    condition = resolver.condition(entry.when, f"{where}, when", check)
    if condition is not None:
        yield Assumption(answer=answer, when=condition)


def _change(
    table: ChangeTable | None, question: Question, where: str, resolver: Resolver
) -> Change | None:
    if table is None:
        return None
    when = resolver.condition(table.when, f"{where}, when")
    unless = resolver.condition(table.unless, f"{where}, unless")
    if isinstance(question, ManyQuestion):
        if table.towards is not None or table.text or not table.boxes:
            what = "Of a many question only boxes can be left out."
            resolver.problem(where, what, 'Write boxes = { box = "words" } and nothing else.')
        known = choice_ids(question)
        for box in table.boxes:
            resolver.known(box, known, f"{where}, boxes", "choice")
        boxes = {known[box]: words for box, words in table.boxes.items() if box in known}
        return Change(boxes=boxes, when=when, unless=unless)
    amounts = _amounts(question)
    if resolver.marred(f"{where}, t"):  # its text or towards
        return None
    if table.boxes or not table.text or table.towards is None or not amounts:
        what = "A change of an amount needs text and towards, and choices that have amounts."
        resolver.problem(
            where, what, 'Write text = "… {new} instead of {old}" and towards = "fewer".'
        )
        return None
    others = set(placeholders(table.text)) - {Placeholder("new"), Placeholder("old")}
    if unknown := (*misread(table.text), *sorted(map(str, others))):
        what = f"{unknown[0]} cannot be filled in here."
        resolver.problem(f"{where}, text", what, "Only {new} and {old} can.")
    low: Fraction | None
    high: Fraction | None
    match table.towards:
        case "fewer":
            low = high = min(amounts)
        case "more":
            low = high = max(amounts)
        case [int() | float() as first, int() | float() as last] if first <= last:
            low, high = resolver.exact(first, where), resolver.exact(last, where)
        case _:
            resolver.problem(
                f"{where}, towards", "This is no range.", "Write the smaller number first."
            )
            return None
    return Change(text=table.text, low=low, high=high, when=when, unless=unless)


def _amounts(question: Question) -> list[Fraction]:
    """Returns the least and greatest amount of an answer, none if answers have no amounts."""
    if isinstance(question, NumberQuestion):
        return [question.low, question.high]
    amounts = [choice.amount for choice in choices_of(question)]
    return [] if None in amounts else [amount for amount in amounts if amount is not None]


def _possible_answers(question: Question, raw: float | str | list[str]) -> str:
    match question:
        case NumberQuestion():
            low, high, step = map(number_in_words, (question.low, question.high, question.step))
            return f"Write a number from {low} to {high}, in steps of {step}."
        case ChoiceQuestion() | ManyQuestion():
            known = choice_ids(question)
            if isinstance(raw, list) and known.keys() >= set(raw):
                return "Name each box once, and an exclusive one alone."
            return nearest(str(raw), known)


def _can_be_ticked(question: Question, boxes: list[str]) -> bool:
    """Tells whether a person could tick these boxes, as they stand here."""
    alone = {choice.id for choice in choices_of(question) if choice.exclusive}
    return len(set(boxes)) == len(boxes) and (len(boxes) == 1 or alone.isdisjoint(boxes))


def _looks_back(
    order: Mapping[str, int], last: int, words: str, resolver: Resolver
) -> Callable[[Condition, str], None]:
    """Returns what checks that a condition looks at questions up to the ``last`` one only."""

    def check(condition: Condition, where: str) -> None:
        for id_ in questions_in(condition):
            if order.get(id_, last + 1) > last and not resolver.marred(ORDER):
                what = f'It looks at "{id_}", which is not {words}.'
                resolver.problem(
                    where, what, "Change the order of the questions, or the condition."
                )
        for factor in factors_in(condition):
            what = f'It looks at the total of "{factor}", which is not known while asking.'
            resolver.problem(where, what, "Use answers only.")

    return check
