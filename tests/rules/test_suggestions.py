"""What the rule base that ships suggests to change does what is said, and nothing else is."""

import re
from functools import cache
from random import Random

from people import answers, cases
from people import questionnaire as shipped
from walking import walk

from questionnaire.report.changes import in_sentences

WALKS = 30
NEVER = ("symptoms", "warning_signs", "background")
"""Sections about symptoms, signs, age, medicines and known illnesses."""


@cache
def people():
    """Returns answers: those of some cases, and random ones without the worst signs."""
    walks = [walk(shipped(), Random(number)) for number in range(WALKS)]  # noqa: S311 - no secret
    calm = [{**given, "red_now": ("none",), "red_body": ("none",)} for given in walks]
    return [*map(answers, list(cases().values())[::3]), *calm]


@cache
def suggested():
    """Returns the answers of those for whom something is suggested, with what it is."""
    everything = ((given, shipped().suggestions(given)) for given in people())
    return [(given, found) for given, found in everything if found]


def levels(assessment):
    rank = list(shipped().rulebook.levels).index
    return {factor.id: rank(factor.level) for factor in assessment.factors}


def test_what_is_suggested_lowers_exactly_what_it_says_and_raises_nothing():
    rulebook = shipped().rulebook
    rank = list(rulebook.urgencies).index

    assert len(suggested()) > WALKS // 2
    for given, found in suggested():
        before = shipped().assess(given)
        for one in found:
            after = shipped().assess({**given, one.question: one.answer})
            old, new = levels(before), levels(after)
            assert rank(after.urgency) <= rank(before.urgency)
            assert all(level <= old.get(id_, -1) for id_, level in new.items())
            if one.factor is None:
                assert after.urgency == one.urgency != before.urgency
            else:
                level = None if one.level is None else list(rulebook.levels).index(one.level)
                assert new.get(one.factor) == level != old[one.factor]


def test_only_an_answer_that_was_given_and_may_change_is_suggested_to_change():
    rulebook = shipped().rulebook
    for given, found in suggested():
        for one in found:
            question = rulebook.questions[one.question]
            assert question.change is not None
            assert question.section not in NEVER
            assert given[one.question] not in (None, one.answer)
            assert one.question in shipped().route(given).path


def test_nothing_that_may_be_suggested_is_a_symptom_a_medicine_or_an_illness():
    changing = {one.id for one in shipped().rulebook.questions.values() if one.change}

    asked = {id_: one.section for id_, one in shipped().rulebook.questions.items()}
    assert not [id_ for id_ in changing if asked[id_] in NEVER]
    assert not changing & {"alcohol_often", "alcohol_amount", "daylight", "supplements"}


def test_nothing_is_suggested_in_an_emergency():
    urgencies = shipped().rulebook.urgencies
    urgent = [answers(case) for case in cases().values() if urgencies[case.urgency].interrupts]

    assert len(urgent) > 10
    assert not any(shipped().suggestions(given) for given in urgent)


def test_every_suggestion_reads_as_a_sentence():
    said = {
        sentence for given, _ in suggested() for sentence in in_sentences(shipped().report(given))
    }

    names = r"“[^”]+”((, “[^”]+”)* and “[^”]+”)?"
    effect = rf"(take {names} off this list|bring {names} down to \w+|lower the urgency to “[^”]+”)"
    for sentence in said:
        assert re.fullmatch(
            rf"(?:[A-Z1-9]|0\.)[^“]* would {effect}((, {effect})* and {effect})?\.", sentence
        )
        assert not re.search(r"[{}]|  |\b0 |\b1 \w+s\b|\.\.", sentence), sentence


def test_a_suggestion_to_eat_greens_thinks_of_warfarin():
    texts = shipped().rulebook.questions["food_greens"].change.text

    assert "warfarin" in texts
