"""What a missing answer leaves open: the red flags that some answer to it could still raise.

What cannot be raised is proved by an answer that was given; all else may be.
"""

from __future__ import annotations

from collections.abc import Iterable

from questionnaire.inference.assessment import Assessment
from questionnaire.inference.facts import Known, encoded, known, reader
from questionnaire.inference.matcher import read_by
from questionnaire.knowledge.bearing import bearings_through_totals
from questionnaire.knowledge.conditions import HOLDS
from questionnaire.knowledge.model import RedFlag, Rulebook
from questionnaire.knowledge.normal_form import Literal, normal_form
from questionnaire.knowledge.reads import answers_read


def flags_left_open(rulebook: Rulebook, assessment: Assessment) -> tuple[RedFlag, ...]:
    """Returns the red flags that did not fire and may do so, in the order of the rule base."""
    open_ = _open_questions(rulebook, assessment)
    if not open_:
        return ()
    bearing = bearings_through_totals(rulebook)
    aside = {item.question: item.answer for item in assessment.set_aside}
    moved = (bearing[id_].factors for id_ in (*open_, *aside))
    unsure = open_.union(*moved)  # questions, and factors: none has the id of the other
    told = {**assessment.answers, **assessment.totals}
    heard = known(told), known({**told, **aside})  # red flags hear what was set aside too
    fired = {flag.id for flag in assessment.red_flags}

    def may_match(conjunction: Iterable[Literal]) -> bool:
        return all(
            not unsure.isdisjoint(read_by(literal.subject))
            or any(_matches(literal, values) for values in heard)
            for literal in conjunction
        )

    return tuple(
        flag
        for flag in rulebook.red_flags.values()
        if flag.id not in fired and any(map(may_match, normal_form(flag.when)))
    )


def keeps_factors_back(rulebook: Rulebook, assessment: Assessment) -> bool:
    """Tells whether no factor is shown to this person, whatever else they would answer."""
    values = known({**assessment.answers, **assessment.totals})
    ways = normal_form(rulebook.no_factors) if rulebook.no_factors else ()
    return any(all(_matches(literal, values) for literal in way) for way in ways)


def _open_questions(rulebook: Rulebook, assessment: Assessment) -> set[str]:
    """Returns the questions without an answer, and those that it depends on whether they count."""
    open_ = set(assessment.unanswered)
    for id_, question in rulebook.questions.items():  # they depend on those before them
        if not open_.isdisjoint(answers_read(question)):
            open_.add(id_)
    return open_


def _matches(literal: Literal, values: Known) -> bool:
    value = reader(literal.subject)(values)
    return value is not None and HOLDS[literal.operator](value, encoded(literal.constant))
