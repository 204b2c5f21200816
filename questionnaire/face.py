"""The face of the library: it checks answers, asks what is next, assesses and reports."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from questionnaire.inference.assessment import Assessment, Suggestion
from questionnaire.knowledge.answers import check_answers
from questionnaire.knowledge.model import Question
from questionnaire.knowledge.problems import Unusable
from questionnaire.report.report import Report

if TYPE_CHECKING:
    from datetime import date

    from questionnaire.inference.reasoning import Reasoner
    from questionnaire.inference.result import Result
    from questionnaire.inference.route import Route, Router
    from questionnaire.inference.what_if import WhatIf
    from questionnaire.knowledge.model import Answers, Rulebook


class Questionnaire:
    """A rule base, ready to ask and to assess.

    Answers are taken by question as JSON has them: numbers, names of choices, lists of boxes, and
    None for "not sure".  Each verb raises ``Unusable`` with all that is wrong with them.

    Everything is a function of the rule base and the answers; nothing is kept between calls but
    compiled rules, and what was worked out for some of the last answers.  Parts are made when they
    are first needed, so that asking starts quickly.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook

    def __reduce__(self) -> tuple[type[Questionnaire], tuple[Rulebook]]:
        """Lets other processes have it; each compiles the rules for itself."""
        return type(self), (self.rulebook,)

    @classmethod
    def load(cls, folder: Path | None = None) -> Questionnaire:
        """Loads the rule base in ``folder``, or the one that ships with the program.

        Raises:
            Unusable: The rule base has problems; all of them are in the exception.
        """
        from questionnaire.loading.files import shipped  # noqa: PLC0415 - see the class
        from questionnaire.loading.rulebook import load  # noqa: PLC0415 - see the class

        rulebook, problems = load(folder or shipped())
        if rulebook is None:
            raise Unusable(problems)
        return cls(rulebook)

    def route(self, answers: Mapping[str, object]) -> Route:
        """Returns which questions apply and which of the answers count."""
        return self._router.route(self._checked(answers))

    def next_question(self, answers: Mapping[str, object]) -> Question | None:
        """Returns the first question that applies and was not answered, None at the end."""
        for id_ in self.route(answers).path:
            if id_ not in answers:
                return self.rulebook.questions[id_]
        return None

    def assess(self, answers: Mapping[str, object]) -> Assessment:
        """Returns what the rules conclude from the answers."""
        return self._assessed(self._checked(answers))

    def result(self, answers: Mapping[str, object]) -> Result:
        """Returns what ``assess`` concludes in ids and numbers alone, for one sheet of many."""
        return self.result_of_checked(self._checked(answers))

    def result_of_checked(self, answers: Answers) -> Result:
        """Returns the same for answers that are known to fit, as those of a file that was read."""
        from questionnaire.inference.result import result_of  # noqa: PLC0415 - see the class

        return result_of(self._router.route(answers), self._reasoner)

    def suggestions(self, answers: Mapping[str, object]) -> tuple[Suggestion, ...]:
        """Returns the smallest changes to single answers that would lower the result."""
        return self._what_if.suggestions(self._checked(answers))

    def report(
        self,
        answers: Mapping[str, object],
        *,
        day: date | None = None,
        earlier: Report | None = None,
    ) -> Report:
        """Returns what a summary is made from: what is concluded, and what could change it.

        With the ``day`` of the answers and the report on ``earlier`` ones it says what changed.
        """
        checked = self._checked(answers)
        suggestions = self._what_if.suggestions(checked)
        return Report(self.rulebook, self._assessed(checked), suggestions, day, earlier)

    def _assessed(self, answers: Answers) -> Assessment:
        from questionnaire.inference.concluding import conclude  # noqa: PLC0415 - see the class

        return conclude(self._router.route(answers), self._reasoner)

    def _checked(self, answers: Mapping[str, object]) -> Answers:
        checked, problems = check_answers(self.rulebook, answers, "answers")
        if problems:
            raise Unusable(problems)
        return checked

    @cached_property
    def _router(self) -> Router:
        from questionnaire.inference.route import Router  # noqa: PLC0415 - see the class

        return Router(self.rulebook)

    @cached_property
    def _reasoner(self) -> Reasoner:
        from questionnaire.inference.reasoning import Reasoner  # noqa: PLC0415 - see the class

        return Reasoner(self.rulebook)

    @cached_property
    def _what_if(self) -> WhatIf:
        from questionnaire.inference.what_if import WhatIf  # noqa: PLC0415 - see the class

        return WhatIf(self.rulebook, self._router, self._reasoner)
