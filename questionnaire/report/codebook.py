"""A rule base as a codebook: a table of what is asked, for those who work with the answers.

It is CSV with a row for each question and, below it, one for each choice.  Whatever separator a
spreadsheet takes, no cell begins like a formula.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Final

from questionnaire.knowledge.condition_words import assumptions_in_words, condition_in_words
from questionnaire.knowledge.exact import as_number
from questionnaire.knowledge.model import (
    Choice,
    ChoiceQuestion,
    Code,
    ManyQuestion,
    NumberQuestion,
    Question,
    Rulebook,
    choices_of,
)
from questionnaire.knowledge.printable import printable
from questionnaire.knowledge.wording import name_of

_COLUMNS: Final = (
    *("question", "choice", "section", "name", "text", "help", "kind", "choices"),
    *("amount", "exclusive", "unit", "unit code", "from", "to", "step"),
    *("asked if", "not asked if", "taken as", "not sure", "codes"),
)
_FORMULA: Final = re.compile(r"(^|[;,|])(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")
"""Where a cell begins, or would for a spreadsheet that takes another separator."""


def codebook(rulebook: Rulebook) -> str:
    """Returns the table, with the mark by which spreadsheets know UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, _COLUMNS, restval="", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    for row in _rows(rulebook):
        writer.writerow({column: _cell(value) for column, value in row.items()})
    return f"\ufeff{text.getvalue()}"


def _rows(rulebook: Rulebook) -> Iterator[dict[str, object]]:
    titles = {section.id: section.title for section in rulebook.sections}
    for question in rulebook.questions.values():
        yield {"section": titles[question.section]} | _question(question, rulebook)
        for choice in choices_of(question):
            yield {"question": question.id, "section": titles[question.section]} | _choice(choice)


def _question(question: Question, rulebook: Rulebook) -> dict[str, object]:
    conditions = {"asked if": question.when, "not asked if": question.unless}
    return {
        "question": question.id,
        "name": name_of(question),
        "text": question.text,
        "help": question.help,
        "not sure": question.skip,
        "taken as": "; ".join(assumptions_in_words(question, rulebook)),
        "codes": _codes(question.codes),
        **_answers(question),
        **{
            column: condition_in_words(condition, rulebook)
            for column, condition in conditions.items()
            if condition is not None
        },
    }


def _answers(question: Question) -> dict[str, object]:
    match question:
        case NumberQuestion():
            return {
                "kind": "number",
                "unit": question.unit,
                "unit code": question.unit_code,
                "from": question.low,
                "to": question.high,
                "step": question.step,
            }
        case ChoiceQuestion(choices=choices):
            return {"kind": "choice", "choices": _listed(choices)}
        case ManyQuestion(choices=choices):
            return {"kind": "many", "choices": _listed(choices)}


def _listed(choices: Iterable[Choice]) -> str:
    return " | ".join(f"{choice.id}: {choice.label}" for choice in choices)


def _choice(choice: Choice) -> dict[str, object]:
    return {
        "choice": choice.id,
        "text": choice.label,
        "amount": "" if choice.amount is None else choice.amount,
        "exclusive": "yes" if choice.exclusive else "",
        "codes": _codes(() if choice.code is None else (choice.code,)),
    }


def _codes(codes: Iterable[Code]) -> str:
    return " ".join(f"{code.system}|{code.code}" for code in codes)


def _cell(value: object) -> str:
    """Returns what stands in a cell: a number as it is, and text that is surely no formula."""
    if isinstance(value, Fraction):
        return str(as_number(value))
    return _FORMULA.sub(r"\1'", printable(str(value)))
