"""Conditions and numbers of a rule base as FHIRPath, to be worked out over a QuestionnaireResponse.

FHIRPath tells "unknown" by an empty collection, and its ``and``, ``or`` and ``not`` treat that just
as conditions of a rule base do.  Each question and each derived value is a variable, so that an
expression reads like the condition that it was made of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal

from questionnaire.knowledge.conditions import (
    Amount,
    And,
    Answered,
    Arithmetic,
    ChoiceId,
    Chosen,
    Comparison,
    Condition,
    Constant,
    Count,
    Default,
    DerivedCondition,
    DerivedNumber,
    Extreme,
    Measure,
    Not,
    Number,
    Or,
    Reaches,
    Ticked,
    derived_in,
    questions_in,
)
from questionnaire.knowledge.exact import exact
from questionnaire.knowledge.model import (
    Answer,
    ChoiceQuestion,
    NumberQuestion,
    Question,
    Rulebook,
    choices_of,
)
from questionnaire.report.fhir import choice_code

_TIMES: Final = ("year", "month", "week", "day", "hour", "minute", "second", "millisecond")
_TAKEN: Final = frozenset(
    (
        *("context", "questionnaire", "resource", "rootResource", "ucum", "loinc", "sct"),
        *("and", "or", "xor", "implies", "is", "as", "in", "contains", "div", "mod"),
        *("true", "false", *_TIMES, *(f"{time}s" for time in _TIMES)),
    )
)
"""Variables that FHIR itself has, and words of FHIRPath."""
_LONGEST: Final = 64


class FhirPath:
    """Writes the conditions of one rule base.

    ``names`` are the variables of its questions and derived values.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        ids = (*rulebook.questions, *rulebook.derived)
        scales = [one.id for one in rulebook.questions.values() if _has_amounts(one)]
        names = _names((*ids, *(f"{id_}_amount" for id_ in scales)))
        self.names = dict(zip(ids, names, strict=False))
        self._amounts = dict(zip(scales, names[len(ids) :], strict=True))

    def variables(self) -> Iterator[tuple[str, str]]:
        """Yields all variables with what they stand for, each after those that it reads.

        That of a question is the answer that counts, given or assumed: a number, or codes.
        """
        done: set[str] = set()
        for id_ in self.names:
            yield from self._after_others(id_, done)

    def condition(self, condition: Condition) -> str:
        """Returns what is true where the condition is known to hold, false where it is not so.

        Raises:
            ValueError: It looks at a total, which no form knows.
        """
        match condition:
            case Chosen(question, choices):
                return f"{self._variable(question)} {self._is_one(question, choices)}"
            case Ticked(question, box):
                ticked = f"{self._codes(question, (box,))} in {self._variable(question)}"
                return self._if_answered(question, ticked)
            case Answered(question):
                return f"{self._variable(question)}.exists()"
            case Comparison(left, operator, right):
                sign = "=" if operator == "==" else operator
                return f"{self.number(left)} {sign} {self.number(right)}"
            case DerivedCondition(id_, _):
                return self._variable(id_)
            case Not(part):
                return f"{self._part(part, (Chosen, Comparison, And, Or))}.not()"
            case And(parts):
                return " and ".join(self._part(part, (And, Or)) for part in parts)
            case Or(parts):
                return " or ".join(self._part(part, (And, Or)) for part in parts)
            case Reaches(factor, _):
                raise ValueError(factor)

    def number(self, number: Number) -> str:
        """Returns what is the number, or empty where that is unknown."""
        match number:
            case Constant(value):
                return literal(value)
            case Measure(question, _, _):
                return self._variable(question)
            case Amount(question, _):
                return f"%{self._amounts[question]}"
            case Count(question, _):
                return self._if_answered(question, self._count(number))
            case DerivedNumber(id_, _):
                return self._variable(id_)
            case Default(Count() as counted, Fraction(numerator=0)):
                return self._count(counted)
            case Default(Measure() | Amount() | DerivedNumber() as named, otherwise):
                written = self.number(named)
                return f"iif({written}.exists(), {written}, {literal(otherwise)})"
            case Default(inner, otherwise):
                # Nothing long is written twice: nested, it would double each time.
                return f"({self.number(inner)}).aggregate($this, {literal(otherwise)})"
            case Extreme(which, numbers):
                return self._extreme(which, numbers)
            case Arithmetic(operator, left, right):
                return " ".join(
                    (self._operand(left, operator), operator, self._operand(right, operator))
                )

    def applies(self, when: Condition | None, *unless: Condition | None) -> str:
        """Returns what is true where ``when`` is known to hold and nothing of ``unless`` is.

        Without conditions it is empty text.
        """
        withheld = [each for each in unless if each is not None]
        if not withheld:
            return "" if when is None else self.condition(when)
        some = Or(tuple(withheld)) if len(withheld) > 1 else withheld[0]
        # What is withheld is not "not so": in doubt it is shown.
        in_doubt = f"iif({self.condition(some)}, false, true)"
        return in_doubt if when is None else f"{self._part(when, (Or,))} and {in_doubt}"

    def asked(self, question: Question) -> str:
        """Returns what is true where a question is asked, empty text where it always is."""
        assumed = (line.when for line in question.assume)
        return self.applies(question.when, question.unless, *assumed)

    def _after_others(self, id_: str, done: set[str]) -> Iterator[tuple[str, str]]:
        if id_ in done:
            return
        done.add(id_)
        read: tuple[Condition | Number | None, ...]
        if question := self._rulebook.questions.get(id_):
            read = (question.when, question.unless, *(line.when for line in question.assume))
            written = self._answer(question)
        else:
            value = self._rulebook.derived[id_].value
            read = (value,)
            written = self.condition(value) if isinstance(value, Condition) else self.number(value)
        for other in (*derived_in(*read), *questions_in(*read)):
            yield from self._after_others(other, done)
        yield self.names[id_], written
        if amount := self._amounts.get(id_):
            yield amount, self._amount(id_)

    def _answer(self, question: Question) -> str:
        """Returns the answer that counts: an assumed one, or one that was given if asked for."""
        value = f"%resource.item.item.where(linkId = '{question.id}').answer.value"
        if not isinstance(question, NumberQuestion):
            value += ".code"
        if applies := self.applies(question.when, question.unless):
            value = f"iif({applies}, {value})"
        for line in reversed(question.assume):
            assumed = self._assumed(question, line.answer)
            value = f"iif({self.condition(line.when)}, {assumed}, {value})"
        return value

    def _assumed(self, question: Question, answer: Answer) -> str:
        match answer:
            case tuple():
                return self._codes(question.id, answer)
            case str():
                return self._codes(question.id, (answer,))
            case None:
                return "{}"
            case number:
                return literal(exact(number))

    def _part(self, part: Condition, apart: tuple[type, ...]) -> str:
        """Returns a condition, in brackets if it is one of those ``apart``."""
        written = self.condition(part)
        return f"({written})" if isinstance(part, apart) else written

    def _operand(self, number: Number, operator: str) -> str:
        """Returns a number beside an operator, in brackets if it would be torn apart there."""
        written = self.number(number)
        if not isinstance(number, Arithmetic) or number.operator == operator == "+":
            return written
        return written if number.operator == "*" != operator else f"({written})"

    def _amount(self, question: str) -> str:
        """Returns what the chosen answer amounts to."""
        alike: dict[Fraction | None, list[ChoiceId]] = {}
        for choice in choices_of(self._rulebook.questions[question]):
            alike.setdefault(choice.amount, []).append(choice.id)
        written = ""
        for amount, choices in reversed(alike.items()):
            test = f"{self._variable(question)} {self._is_one(question, choices)}"
            otherwise = f", {written}" if written else ""
            written = f"iif({test}, {literal(amount or Fraction())}{otherwise})"
        return written

    def _count(self, count: Count) -> str:
        """Returns how many of the boxes are ticked, 0 where nothing was answered."""
        every = [choice.id for choice in choices_of(self._rulebook.questions[count.question])]
        others = [choice for choice in every if choice not in count.boxes]
        ticked = self._variable(count.question)
        if count.boxes and len(others) == 1:
            ticked += f".where($this != {self._codes(count.question, others)})"
        elif others:
            ticked += f".where($this {self._is_one(count.question, count.boxes)})"
        return f"{ticked}.count()" if count.boxes else "0"

    def _extreme(self, which: Literal["min", "max"], numbers: Iterable[Number]) -> str:
        """Returns the smallest or largest number, empty if one is unknown."""
        sign = "<=" if which == "min" else ">="
        first, *others = map(self.number, numbers)
        for each in others:
            # What is written twice is the shorter one; where it is unknown, "iif" takes it.
            other, longer = sorted((first, each), key=len)
            first = f"({longer}).select(iif($this {sign} {other}, $this, {other}))"
        return first

    def _if_answered(self, question: str, value: str) -> str:
        return f"iif({self._variable(question)}.exists(), {value})"

    def _is_one(self, question: str, choices: Sequence[ChoiceId]) -> str:
        codes = self._codes(question, choices)
        return f"in {codes}" if len(choices) > 1 else f"= {codes}"

    def _codes(self, question: str, choices: Sequence[ChoiceId]) -> str:
        codes = {one.id: choice_code(one) for one in choices_of(self._rulebook.questions[question])}
        quoted = " | ".join(_quoted(codes[choice]) for choice in choices)
        return f"({quoted})" if len(choices) > 1 else quoted

    def _variable(self, id_: str) -> str:
        return f"%{self.names[id_]}"


def literal(number: Fraction) -> str:
    """Returns a number as FHIRPath writes it."""
    digits = f"{Decimal(number.numerator) / Decimal(number.denominator):f}"
    return f"({digits})" if number < 0 else digits


def _has_amounts(question: Question) -> bool:
    return isinstance(question, ChoiceQuestion) and all(
        choice.amount is not None for choice in question.choices
    )


def _names(wanted: Iterable[str]) -> list[str]:
    """Returns a name for each, all different; in FHIR such a name has letters and digits only."""
    names: list[str] = []
    for each in wanted:
        first, *others = each.split("_")
        name = plain = first + "".join(map(str.capitalize, others))
        number = 1
        while name in _TAKEN or name in names:
            number += 1
            name = f"{plain[: _LONGEST - len(str(number))]}{number}"
        names.append(name)
    return names


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
