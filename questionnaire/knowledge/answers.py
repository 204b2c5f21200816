"""What counts as an answer: checked one by one, as typed by a person or as found in a file.

Knows the questions only: not which of them apply, and nothing of files or terminals.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from math import isfinite
from typing import TypeAlias

from questionnaire.knowledge.exact import as_number, exact
from questionnaire.knowledge.model import (
    Answer,
    ChoiceQuestion,
    ManyQuestion,
    NumberQuestion,
    Question,
    Rulebook,
    choice_ids,
)
from questionnaire.knowledge.problems import LISTED, Problem, nearest
from questionnaire.knowledge.wording import number_in_words

Json: TypeAlias = "Mapping[str, Json] | Sequence[Json] | str | int | float | None"
"""What a file of answers, or a record, can hold."""
_LONGEST_SHOWN = 60


def check_answers(
    rulebook: Rulebook, raw: Mapping[str, object], source: str
) -> tuple[dict[str, Answer], tuple[Problem, ...]]:
    """Returns the answers that fit the questions, and what is wrong with the others.

    ``source`` is where they stand, for a person to find them.
    """
    answers: dict[str, Answer] = {}
    problems: list[Problem] = []
    for name, value in raw.items():
        if (question := rulebook.questions.get(name)) is None:
            how = nearest(str(name), rulebook.questions)
            where = f"{source}: {as_json(name)}"
            problems.append(Problem(where, "There is no such question.", how))
            continue
        match check_answer(question, value, f'{source}: "{name}"'):
            case Problem() as problem:
                problems.append(problem)
            case answer:
                answers[name] = answer
    return answers, tuple(problems)


def check_answer(question: Question, raw: object, where: str = "") -> Answer | Problem:
    """Returns the answer that a decoded JSON value stands for, or what is wrong with it.

    Nothing ticked is None, "not sure"; boxes come back once each, in the order of the question.
    """
    where = where or f'answer to "{question.id}"'
    if raw is None:
        return None
    match question:
        case NumberQuestion():
            return _check_number(question, raw, where)
        case ChoiceQuestion():
            return _check_choice(question, raw, where)
        case ManyQuestion():
            return _check_boxes(question, raw, where)


def number_wanted(question: NumberQuestion) -> str:
    """Returns the sentence that says what to enter."""
    kind = "a whole number" if _is_whole(question.step, question.low) else "a number"
    of = f" of {question.unit}" if question.unit else ""
    between = f"between {number_in_words(question.low)} and {number_in_words(question.high)}"
    return f"Enter {kind}{of} {between}{_steps(question)}."


def fitting(question: NumberQuestion, value: Fraction) -> int | float | None:
    """Returns a value as an answer, or None if the question does not allow it."""
    if not question.low <= value <= question.high:
        return None
    if not _is_whole((value - question.low) / question.step):
        return None
    return as_number(value)


def as_json(raw: object) -> str:
    """Returns a value from somebody's file as JSON that is short and safe to print."""
    try:
        text = json.dumps(raw, ensure_ascii=False, default=str)
    except RecursionError:
        return "a deeply nested value"
    except ValueError:  # Python writes no whole number of more than 4,300 digits; TOML may hold one
        return "a number that is too long"
    if not text.isprintable():
        text = json.dumps(raw, default=str)
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 3] + "..."


def listed(raw: Sequence[object]) -> str:
    """Returns the first few values of somebody's file, and how many more there are."""
    first = ", ".join(map(as_json, raw[:LISTED]))
    return f"{first} and {len(raw) - LISTED:,} more" if len(raw) > LISTED else first


def _check_number(question: NumberQuestion, raw: object, where: str) -> Answer | Problem:
    if (value := _exact(raw)) is not None and (number := fitting(question, value)) is not None:
        return number
    return Problem(where, f"{as_json(raw)} is not an answer to it.", number_wanted(question))


def _check_choice(question: ChoiceQuestion, raw: object, where: str) -> Answer | Problem:
    known = choice_ids(question)
    if not isinstance(raw, str):
        only = raw[0] if isinstance(raw, list) and len(raw) == 1 else None
        how = f"Write {as_json(only)}." if only in [*known] else _allowed(known)
        return Problem(where, f"{as_json(raw)} is not the name of a choice.", how)
    if raw not in known:
        return Problem(where, f"There is no choice {as_json(raw)}.", _suggest([raw], known))
    return known[raw]


def _check_boxes(question: ManyQuestion, raw: object, where: str) -> Answer | Problem:
    known = choice_ids(question)
    if not isinstance(raw, list | tuple):
        how = f"Write [{as_json(raw)}]." if raw in [*known] else _allowed(known)
        return Problem(where, f"{as_json(raw)} is not a list of choices.", how)
    if odd := [box for box in raw if not isinstance(box, str)]:
        return Problem(where, f"{as_json(odd[0])} is not the name of a choice.", _allowed(known))
    if strange := [box for box in raw if box not in known]:
        how = _suggest(strange[:LISTED], known)
        return Problem(where, f"There is no choice {listed(strange)}.", how)
    return tuple(box for box in known.values() if box in raw) or None


def _exact(raw: object) -> Fraction | None:
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        return None
    return exact(raw) if isinstance(raw, int) or isfinite(raw) else None


def _steps(question: NumberQuestion) -> str:
    usual = {Fraction(1): "", Fraction(1, 2): ", whole or half"} if _is_whole(question.low) else {}
    return usual.get(question.step, f", in steps of {number_in_words(question.step)}")


def _is_whole(*values: Fraction) -> bool:
    return all(value.denominator == 1 for value in values)


def _suggest(strange: Iterable[str], known: Collection[str]) -> str:
    return " ".join(dict.fromkeys(nearest(name, known) for name in strange))


def _allowed(known: Collection[str]) -> str:
    return "Known here: " + ", ".join(known) + "."
