"""The notes of questions: lines that are shown while asking, as soon as they hold."""

from __future__ import annotations

from questionnaire.inference.assessment import ShownLine
from questionnaire.inference.facts import known
from questionnaire.inference.matched import Matched
from questionnaire.inference.matcher import Matcher, Open
from questionnaire.inference.route import Route
from questionnaire.knowledge.gates import note_gates, question_key
from questionnaire.knowledge.model import Rulebook


class Noter:
    """Says which notes hold."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._matcher = Matcher(
            gate for question in rulebook.questions.values() for gate in note_gates(question)
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
            for note in matched.lines(question_key(id_), self._rulebook.questions[id_].notes)
        )

    def opened(self, route: Route) -> Open:
        """Returns the notes that hold, by key."""
        return self._matcher.match(known(route.answers), {})
