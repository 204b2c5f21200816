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
from questionnaire.knowledge.model import Rulebook
from questionnaire.knowledge.normal_form import Literal, normal_form
from questionnaire.knowledge.reads import answers_read


def flags_left_open(rulebook: Rulebook, assessment: Assessment) -> dict[str, frozenset[str]]:
    """Returns the red flags that did not fire and may do so, each with what leaves it open.

    These are the questions without an answer that it looks at, totals followed, or on which it
    hangs whether such a one is asked.
    """
    open_ = _open_questions(rulebook, assessment)
    if not open_:
        return {}
    bearing = bearings_through_totals(rulebook)
    aside = {item.question: item.answer for item in assessment.set_aside}
    moved = (bearing[id_].factors for id_ in (*open_, *aside))
    unsure = set(open_).union(*moved)  # questions, and factors: none has the id of the other
    told = {**assessment.answers, **assessment.totals}
    heard = known(told), known({**told, **aside})  # red flags hear what was set aside too
    fired = {flag.id for flag in assessment.red_flags}

    def may_match(conjunction: Iterable[Literal]) -> bool:
        return all(
            not unsure.isdisjoint(read_by(literal.subject))
            or any(_matches(literal, values) for values in heard)
            for literal in conjunction
        )

    return {
        flag.id: frozenset[str]().union(
            *(hangs_on for id_, hangs_on in open_.items() if flag.id in bearing[id_].red_flags)
        )
        for flag in rulebook.red_flags.values()
        if flag.id not in fired and any(map(may_match, normal_form(flag.when)))
    }


def keeps_factors_back(rulebook: Rulebook, assessment: Assessment) -> bool:
    """Tells whether no factor is shown to this person, whatever else they would answer."""
    values = known({**assessment.answers, **assessment.totals})
    ways = normal_form(rulebook.no_factors) if rulebook.no_factors else ()
    return any(all(_matches(literal, values) for literal in way) for way in ways)


def _open_questions(rulebook: Rulebook, assessment: Assessment) -> dict[str, frozenset[str]]:
    """Returns the questions of which an answer may come or go, each with what that hangs on."""
    open_ = {id_: frozenset((id_,)) for id_ in assessment.unanswered}
    for id_, question in rulebook.questions.items():  # they depend on those before them
        if read := open_.keys() & answers_read(question):
            own = open_.get(id_, frozenset())
            open_[id_] = own.union(*(open_[each] for each in read))
    return open_


def _matches(literal: Literal, values: Known) -> bool:
    value = reader(literal.subject)(values)
    return value is not None and HOLDS[literal.operator](value, encoded(literal.constant))
