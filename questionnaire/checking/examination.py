"""The whole examination of a rule base: load it, check it, try it on its cases."""

from __future__ import annotations

from datetime import date
from importlib.resources.abc import Traversable

from msgspec import Struct

from questionnaire.checking.case_runs import Trial, try_out
from questionnaire.checking.checks import check
from questionnaire.checking.watching import Watch, unwatched
from questionnaire.knowledge.model import Rulebook
from questionnaire.knowledge.problems import Problem
from questionnaire.loading.cases import load_cases, misshapen_cases
from questionnaire.loading.rulebook import load


class Examination(Struct, frozen=True):
    """What came of examining a rule base.

    ``rulebook`` and ``trial`` are None where it could not even be loaded.
    """

    rulebook: Rulebook | None
    trial: Trial | None
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()


def examine(folder: Traversable, *, today: date, watch: Watch = unwatched) -> Examination:
    """Returns all that is wrong with the rule base in a folder, and how its cases come out."""
    rulebook, problems = load(folder)
    if rulebook is None:
        return Examination(None, None, (*problems, *misshapen_cases(folder)))
    checked = check(rulebook, today=today, watch=watch)
    cases, unusable = load_cases(folder, rulebook)
    trial = try_out(rulebook, cases, watch)
    return Examination(
        rulebook,
        trial,
        (*unusable, *checked.problems, *trial.problems),
        checked.warnings,
    )
