"""Puts into words what is open: lines that hold, placeholders filled, the evidence of a gate."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from functools import lru_cache

from msgspec import Struct

from questionnaire.inference.assessment import Evidence, GivenAnswer, ReachedTotal, ShownLine
from questionnaire.inference.facts import evaluate, known
from questionnaire.inference.matcher import Open
from questionnaire.knowledge.conditions import ChoiceId, Condition, Count, choices_in, questions_in
from questionnaire.knowledge.gates import Key, line_key
from questionnaire.knowledge.model import Answer, Answers, Line, Rulebook
from questionnaire.knowledge.normal_form import Conjunction
from questionnaire.knowledge.placeholders import Placeholder, fill
from questionnaire.knowledge.wording import in_words, labels, labels_joined, number_in_words


class Matched(Struct, frozen=True):
    """One set of answers and what they opened, ready to be put into words.

    ``answers`` are those of the route, as given.  ``heard`` is what the answers that were set aside
    would open beside them; of that, ``late`` are the red flags, with their lines, that count all
    the same.  They are among the ``opened`` too.
    """

    rulebook: Rulebook
    answers: Answers
    totals: Mapping[str, int]
    opened: Open
    heard: Matched | None = None
    late: Container[Key] = ()

    def through(self, key: Key) -> Matched:
        """Returns what opened a red flag: these answers, or also those that were set aside."""
        return self if self.heard is None or key not in self.late else self.heard

    def lines(self, owner: Key, lines: Iterable[Line]) -> tuple[ShownLine, ...]:
        """Returns the lines that hold, filled in."""
        return tuple(
            [
                ShownLine(self.filled(line.text), line.sources)
                for line in lines
                if (line.when is None and line.unless is None)
                or line_key(owner, line) in self.opened
            ]
        )

    def filled(self, text: str) -> str:
        """Returns a text with its placeholders replaced by answers in words."""
        return fill(text, self._word)

    def with_ticked(self, text: str, through: Iterable[Conjunction]) -> str:
        """Returns a text with the boxes that opened a gate; empty where none of them did."""
        _, tested = _tested_by(through)
        boxes: list[str] = []
        for id_, question in self.rulebook.questions.items():
            answer = self.answers.get(id_)
            if id_ in tested and isinstance(answer, tuple):
                boxes += labels(question, [box for box in answer if box in tested[id_]])
        return fill(text, lambda _: labels_joined(boxes)) if boxes else ""

    def evidence(self, through: Iterable[Conjunction]) -> Evidence:
        """Returns what opened a gate: the totals and answers that these conjunctions test.

        Of a many question only the boxes that were tested and are ticked are named; if it was
        tested that some are not ticked, the whole answer is.
        """
        totals, boxes = _tested_by(through)
        return (
            *[
                ReachedTotal(factor, self.totals[factor])
                for factor in (self.rulebook.factors if totals else ())
                if factor in totals
            ],
            *[
                GivenAnswer(id_, self._relevant(id_, boxes[id_]))
                for id_ in (self.rulebook.questions if len(boxes) > 1 else boxes)
                if id_ in boxes
            ],
        )

    def _relevant(self, question: str, tested: Container[ChoiceId]) -> Answer:
        answer = self.answers.get(question)
        if not isinstance(answer, tuple):
            return answer
        return tuple(box for box in answer if box in tested) or answer

    def _word(self, found: Placeholder) -> str:
        if question := self.rulebook.questions.get(found.id):
            return in_words(question, self.answers.get(found.id))
        derived = self.rulebook.derived[found.id]
        if found.labels and isinstance(derived.value, Count):
            counted = self.rulebook.questions[derived.value.question]
            ticked = self.answers.get(counted.id)
            boxes = ticked if isinstance(ticked, tuple) else ()
            return labels_joined(
                labels(counted, [box for box in boxes if box in derived.value.boxes])
            )
        read = {id_: self.answers.get(id_) for id_ in questions_in(derived.value)}
        if (
            isinstance(derived.value, Condition)
            or (number := evaluate(derived.value, known(read))) is None
        ):
            raise AssertionError(f"The loader let {found} pass where it is not known.")
        return number_in_words(number, derived.unit, derived.step)


def _tested_by(
    through: Iterable[Conjunction],
) -> tuple[set[str], dict[str, frozenset[ChoiceId]]]:
    """Returns the factors that conjunctions test, and the questions with the boxes of each."""
    totals: set[str] = set()
    boxes: dict[str, frozenset[ChoiceId]] = {}
    for conjunction in through:
        tested, named = _tested(conjunction)
        totals.update(tested)
        for question, some in named.items():
            boxes[question] = boxes[question] | some if question in boxes else some
    return totals, boxes


@lru_cache(maxsize=4096)
def _tested(conjunction: Conjunction) -> tuple[tuple[str, ...], Mapping[str, frozenset[ChoiceId]]]:
    """Returns the factors that a conjunction tests, and the questions with the boxes of each."""
    subjects = [literal.subject for literal in conjunction]
    totals = tuple([subject for subject in subjects if isinstance(subject, str)])
    boxes: dict[str, frozenset[ChoiceId]] = {}
    for subject in subjects:
        if not isinstance(subject, str):
            for question, tested in choices_in(subject).items():
                boxes[question] = boxes[question] | tested if question in boxes else tested
    return totals, boxes
