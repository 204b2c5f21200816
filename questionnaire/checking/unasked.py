"""Red flags that need the answer to a question which is not asked wherever they could be raised.

Whoever is not asked has no answer, and without one the flag stays silent.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from questionnaire.checking.region import TooManyWays, between, failing, shortest, way_in_words
from questionnaire.checking.satisfaction import Demands, Satisfaction, ways
from questionnaire.knowledge.conditions import Answered, questions_in
from questionnaire.knowledge.gates import flag_place
from questionnaire.knowledge.model import Question, RedFlag, Rulebook
from questionnaire.knowledge.normal_form import Literal
from questionnaire.knowledge.problems import Problem


def unasked(rulebook: Rulebook, reason: Satisfaction) -> Iterator[Problem]:
    """Yields the red flags that may hold for people who are not asked what they look at.

    It is not proved that there are such people, only not that there are none.
    """
    for flag in rulebook.red_flags.values():
        for id_ in questions_in(flag.when):
            question = rulebook.questions[id_]
            if question.when is None and question.unless is None:
                continue
            if found := _missed(flag, question, reason):
                where = way_in_words(shortest(found[0], reason), rulebook, reason)
                what = f'It may hold for people who are not asked "{id_}": where {where}.'
                how = "Let it demand the same as the question, assume an answer, or ask everybody."
                yield Problem(f"{flag_place(flag)}, when", what, how)


def _missed(flag: RedFlag, question: Question, reason: Satisfaction) -> tuple[Demands, ...]:
    """Returns the ways in which a flag holds that needs a question neither asked nor assumed."""
    try:
        found = between((flag.when, None), (question.when, question.unless), reason)
        for assumption in question.assume:
            found = failing(found, ways(assumption.when), reason)
    except TooManyWays:  # nothing is proved then, and so nothing said
        return ()
    return () if reason.exhausted else tuple(way for way in found if _needs(way, question))


def _needs(way: Demands, question: Question) -> bool:
    """Tells whether a way takes an answer to a question."""
    without = Literal(Answered(question.id), "==", Fraction(0))
    subjects = (one.literal.subject for one in way if one.matches and one.literal != without)
    return question.id in questions_in(*(one for one in subjects if not isinstance(one, str)))
