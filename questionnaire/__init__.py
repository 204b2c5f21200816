"""Asks about symptoms, infers possible contributing factors, and says when to see a doctor.

``Questionnaire`` is the whole library: load a rule base, ask what to ask next, assess answers.  The
terminal program is its first user.

What is exported is imported when it is first used, so that the program can begin at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from questionnaire.face import Questionnaire
    from questionnaire.inference.assessment import Assessment, Suggestion
    from questionnaire.knowledge.model import Question
    from questionnaire.knowledge.problems import Problem, Unusable
    from questionnaire.report.report import Report

__all__ = ["Assessment", "Problem", "Question", "Questionnaire", "Report", "Suggestion", "Unusable"]

_HOMES: Final = {
    "Assessment": "inference.assessment",
    "Problem": "knowledge.problems",
    "Question": "knowledge.model",
    "Questionnaire": "face",
    "Report": "report.report",
    "Suggestion": "inference.assessment",
    "Unusable": "knowledge.problems",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
