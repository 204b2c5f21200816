"""What was not answered, and what hangs on it: worked out once for all parts that tell of it."""

from __future__ import annotations

from msgspec import Struct

from questionnaire.inference.left_open import flags_left_open, keeps_factors_back
from questionnaire.knowledge.bearing import bearings
from questionnaire.report.report import Report


class Missing(Struct, frozen=True):
    """What was not answered and might matter; of questions, what bears on most comes first.

    Attributes:
        for_signs: The questions on which it hangs whether a warning sign is raised.
        for_factors: Those on which only factors do.
        flags: The red flags that are left open.
    """

    for_signs: tuple[str, ...]
    for_factors: tuple[str, ...]
    flags: frozenset[str]


def missing(report: Report) -> Missing:
    """Returns what was not answered.

    Where nothing stands out, comfort waits for all questions that red flags read, so there all of
    them are named.
    """
    rulebook, assessment = report.rulebook, report.assessment
    left_open = flags_left_open(rulebook, assessment)
    deciding = frozenset[str]().union(*left_open.values())
    bearing = bearings(rulebook) if assessment.unanswered else {}
    most_first = sorted(assessment.unanswered, key=lambda id_: -bearing[id_].many)
    for_signs = [
        id_
        for id_ in most_first
        if id_ in deciding or (assessment.messages and id_ in assessment.unchecked)
    ]
    others = [id_ for id_ in most_first if bearing[id_].factors and id_ not in for_signs]
    if others and keeps_factors_back(rulebook, assessment):
        others = []
    return Missing(tuple(for_signs), tuple(others), frozenset(left_open))
