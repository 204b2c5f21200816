"""The notes of questions: lines that are shown while asking, as soon as they hold."""

from __future__ import annotations

from questionnaire.inference.assessment import ShownLine
from questionnaire.inference.facts import known
from questionnaire.inference.gates import Key, Open, line_key
from questionnaire.inference.matched import Matched
from questionnaire.inference.matcher import Matcher
from questionnaire.inference.route import Route
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

    def notes(self, route: Route) -> tuple[ShownLine, ...]:
        """Returns the notes of the answered questions that hold, in the order asked."""
        opened = self.opened(route)
        answers = known(route.answers)
        matched = Matched(self._rulebook, route.answers, answers, {}, opened)
        return tuple(
            note
            for id_ in route.path
            if id_ in route.answers
            for note in matched.lines(_key(id_), self._rulebook.questions[id_].notes)
        )

    def opened(self, route: Route) -> Open:
        """Returns the notes that hold, by key."""
        return self._matcher.match(known(route.answers), {})


def _key(question: str) -> Key:
    return ("question", question)
