"""What is proved of the rules that ship, as far as it is quick; all of it: benchmarks/prove.py."""

from functools import cache
from pathlib import Path
from random import Random

import proving
import pytest
from msgspec.structs import replace
from oracle import Oracle, read
from people import cases_and_probes, questionnaire
from spoiling import HOUSEPLANTS

from questionnaire import Questionnaire
from questionnaire.inference.reasoning import Reasoner, urgency_of
from questionnaire.knowledge.conditions import Answered, Not

QUICK = 150
"""Combinations run at once; where there are more, so many at random, and no pairs."""


@cache
def oracle():
    return Oracle(read(Path(__file__).parents[2] / "rules"))


def trying():
    return proving.Trying(QUICK, Random(1), {}, pairs=False)  # noqa: S311 - keeps no secret


def test_every_red_flag_is_raised_by_its_own_condition_whatever_else_is_answered():
    rulebook = questionnaire().rulebook

    assert proving.gates_that_can_shut_a_flag(rulebook) == []


def test_every_red_flag_is_raised_by_all_answers_that_make_its_condition_true_and_no_others():
    gates = proving.all_gates(questionnaire().rulebook)
    compared = {
        gate.key[1]: proving.gate_differences(questionnaire().rulebook, oracle(), gate, trying())
        for gate in gates
        if gate.key[0] == "red flag" and len(gate.key) == 2
    }

    assert len(compared) == len(questionnaire().rulebook.red_flags)
    assert [each for one in compared.values() for each in one.differing] == []
    assert sum(each.run == each.classes for each in compared.values()) > len(compared) / 2


def test_no_red_flag_lowers_the_urgency_or_stays_below_its_own_beside_any_others():
    assert proving.lowered_by_a_flag(questionnaire().rulebook) == []


@pytest.mark.parametrize("urgency", questionnaire().rulebook.urgencies)
def test_a_new_red_flag_lowers_nobodys_urgency(urgency):
    rulebook = questionnaire().rulebook
    order = list(rulebook.urgencies)
    some = next(iter(rulebook.red_flags.values()))
    always = Not(Answered("no such question"))
    new = replace(some, id="new", when=always, urgency=urgency, instead_of=(), advice=())
    more = Reasoner(replace(rulebook, red_flags={"new": new, **rulebook.red_flags}))
    for before, route in people():
        after = order.index(urgency_of(more.open(route)))

        assert after == max(before, order.index(urgency))


@cache
def people():
    """Returns the urgency, as a number, and the route answers of every case."""
    order = list(questionnaire().rulebook.urgencies)
    return [
        (
            order.index(case.urgency),
            questionnaire().route({**case.variant.base, **case.variant.given}),
        )
        for case in cases_and_probes().cases
    ]


def test_the_answers_that_keep_a_red_flag_from_an_answer_that_it_needs_were_reviewed(lists):
    """Each is to be asked before, and to rule the other answer out or make it idle."""
    rulebook = questionnaire().rulebook
    found = proving.needed_questions(rulebook)

    assert all(
        list(rulebook.questions).index(one) < list(rulebook.questions).index(id_)
        for id_, (deciding, _) in found.items()
        for one in deciding
    )
    lists(
        "may_keep_an_answer_from_a_red_flag",
        (
            f"{', '.join(sorted(deciding))}: {id_}: {flag} ({rulebook.red_flags[flag].urgency})"
            for id_, (deciding, needed_by) in found.items()
            for flag in needed_by
        ),
    )


def test_total_and_level_of_every_factor_are_those_of_the_oracle():
    rulebook = questionnaire().rulebook
    compared = {
        id_: proving.factor_differences(rulebook, oracle(), factor, trying())
        for id_, factor in rulebook.factors.items()
    }

    assert [each for one in compared.values() for each in one.differing] == []
    assert sum(each.run == each.classes for each in compared.values()) > len(compared) / 2


def test_the_answers_that_a_factor_tells_apart():
    """The cups of a week matter as fewer than 7, fewer than 14, more, or unknown."""
    rulebook = Questionnaire.load(HOUSEPLANTS).rulebook
    found, totals = proving.factor_space(rulebook, rulebook.factors["drowning"])
    sizes = {frozenset(block[0]): len(block) for block in found}

    assert sizes == {
        frozenset({"watering", "cups"}): 4,
        frozenset({"signs"}): 2,
        frozenset({"kind"}): 2,
    }
    assert totals == {"thirst": (0, 3)}


def test_every_question_but_the_neutral_ones_can_matter_by_itself():
    matter = proving.questions_that_matter(questionnaire(), cases_and_probes())

    idle = [each for id_, each in questionnaire().rulebook.questions.items() if id_ not in matter]
    assert [each.id for each in idle if not each.neutral] == []
