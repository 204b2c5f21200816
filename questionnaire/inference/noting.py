"""The notes of questions: lines that are shown while asking, as soon as they hold."""

from __future__ import annotations

from questionnaire.inference.assessment import ShownLine
from questionnaire.inference.facts import known
from questionnaire.inference.gates import Key, Open, line_key
from questionnaire.inference.matching import Matcher
from questionnaire.inference.phrasing import Phrasing
from questionnaire.inference.settling import Settled
from questionnaire.knowledge.model import Rulebook


class Noter:
    """Says which notes hold."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._matcher = Matcher(
            {
                line_key(_key(question.id), number): line
                for question in rulebook.questions.values()
                for number, line in enumerate(question.notes, start=1)
            }
        )

    def notes(self, settled: Settled) -> tuple[ShownLine, ...]:
        """Returns the notes of the answered questions that hold, in the order asked."""
        opened = self.opened(settled)
        answers = known(settled.answers)
        phrasing = Phrasing(self._rulebook, settled.answers, answers, {}, opened)
        return tuple(
            note
            for id_ in settled.path
            if id_ in settled.answers
            for note in phrasing.lines(_key(id_), self._rulebook.questions[id_].notes)
        )

    def opened(self, settled: Settled) -> Open:
        """Returns the notes that hold, by key."""
        return self._matcher.match(known(settled.answers), {})


def _key(question: str) -> Key:
    return ("question", question)
