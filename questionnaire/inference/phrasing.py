"""Puts into words what is open: lines that hold, placeholders filled, the evidence of a gate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from questionnaire.inference.assessment import Evidence, GivenAnswer, ReachedTotal, ShownLine
from questionnaire.inference.facts import Known, evaluate
from questionnaire.inference.gates import Key, Open, line_key
from questionnaire.knowledge.conditions import (
    Condition,
    Count,
    Number,
    Ticked,
    questions_in,
    walk,
)
from questionnaire.knowledge.model import Answer, Answers, Line, Rulebook
from questionnaire.knowledge.texts import fill
from questionnaire.knowledge.wording import in_words, joined, labels, number_in_words


class Phrasing(Struct, frozen=True):
    """One set of answers and what they opened, ready to be put into words.

    ``answers`` are the settled ones as given, ``known`` the same as facts.
    """

    rulebook: Rulebook
    answers: Answers
    known: Known
    totals: Mapping[str, int]
    opened: Open

    def lines(self, owner: Key, lines: Iterable[Line]) -> tuple[ShownLine, ...]:
        """Returns the lines that hold, filled in."""
        return tuple(
            ShownLine(self.filled(line.text), line.sources)
            for number, line in enumerate(lines, start=1)
            if (line.when is None and line.unless is None) or line_key(owner, number) in self.opened
        )

    def filled(self, text: str) -> str:
        """Returns a text with its placeholders replaced by answers in words."""
        return fill(text, self._word)

    def evidence(self, key: Key) -> Evidence:
        """Returns what opened a gate: the totals and answers that its conjunctions test.

        Of a many question only the boxes that were tested and are ticked are named; if it was
        tested that some are not ticked, the whole answer is.
        """
        subjects = [literal.subject for conjunction in self.opened[key] for literal in conjunction]
        factors = {subject for subject in subjects if isinstance(subject, str)}
        nodes = [subject for subject in subjects if not isinstance(subject, str)]
        read = set(questions_in(*nodes))
        return (
            *(
                ReachedTotal(factor, self.totals[factor])
                for factor in self.rulebook.factors
                if factor in factors
            ),
            *(
                GivenAnswer(id_, self._relevant(id_, nodes))
                for id_ in self.rulebook.questions
                if id_ in read
            ),
        )

    def _relevant(self, question: str, nodes: Iterable[Condition | Number]) -> Answer:
        answer = self.answers.get(question)
        if not isinstance(answer, tuple):
            return answer
        tested = set[str]().union(*(_boxes(node, question) for node in nodes))
        return tuple(box for box in answer if box in tested) or answer

    def _word(self, id_: str) -> str:
        if question := self.rulebook.questions.get(id_):
            return in_words(question, self.answers.get(id_))
        derived = self.rulebook.derived[id_]
        if isinstance(derived.value, Count):
            counted = self.rulebook.questions[derived.value.question]
            ticked = self.answers.get(counted.id)
            boxes = ticked if isinstance(ticked, tuple) else ()
            return joined(labels(counted, [box for box in boxes if box in derived.value.boxes]))
        if (
            isinstance(derived.value, Condition)
            or (number := evaluate(derived.value, self.known)) is None
        ):
            raise AssertionError(f"The loader let {{{id_}}} pass where it is not known.")
        return number_in_words(number, derived.unit, derived.step)


def _boxes(node: Condition | Number, question: str) -> set[str]:
    boxes: set[str] = set()
    for part in walk(node):
        match part:
            case Ticked(asked, box) if asked == question:
                boxes.add(box)
            case Count(asked, counted) if asked == question:
                boxes.update(counted)
    return boxes
