"""What is proved of the rules that ship, as far as it is quick; all of it: benchmarks/prove.py."""

from functools import cache
from math import prod
from pathlib import Path
from random import Random

import proving
import pytest
from msgspec.structs import replace
from oracle import Oracle, read

from questionnaire import Questionnaire
from questionnaire.inference.reasoning import Reasoner, urgency_of
from questionnaire.knowledge.conditions import Answered, Not
from questionnaire.loading.cases import load_cases
from questionnaire.loading.rulebook import shipped

QUICK = 150
"""Combinations run at once; where there are more, so many at random, and no pairs."""

# Which questions decide whether a red flag hears of an answer at all, by intention: each is asked
# before, and rules the other out (no dairy for a vegan) or makes it idle (no sweat to replace).
DECIDED_BY = {
    "food_dairy": {"diet_type"},
    "food_fortified": {"food_dairy"},
    "food_oily_fish": {"diet_type"},
    "food_meat_eggs": {"diet_type"},
    "b6_mg": {"supplements"},
    "sweat_replace": {"sweat"},
    "urine_color": {"drinks_per_day", "sweat", "fluid_loss"},
    "alcohol_amount": {"alcohol_often"},
    "exercise_change": {"exercise_hours"},
    "pregnancy_signs": {"sex_pregnancy"},
    "med_change": {"meds"},
}
NEVER_SKIPPED = {"red_now", "red_body", "slow_changes", "body_signs", "nerve_signs", "conditions"}


@cache
def questionnaire():
    return Questionnaire.load()


@cache
def oracle():
    return Oracle(read(Path(__file__).parents[2] / "rules"))


@cache
def cases():
    return load_cases(shipped(), questionnaire().rulebook)[0]


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
    assert sum(each.run == each.classes for each in compared.values()) >= 60


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
        for case in cases().cases
    ]


def test_only_the_intended_answers_keep_a_red_flag_from_an_answer_that_it_needs():
    found = proving.needed_questions(questionnaire().rulebook)

    assert {id_: set(deciding) for id_, (deciding, _) in found.items()} == DECIDED_BY
    assert NEVER_SKIPPED.isdisjoint(found)


def test_emergencies_need_no_question_that_may_be_left_out_but_for_brown_urine():
    flags = questionnaire().rulebook.red_flags
    found = proving.needed_questions(questionnaire().rulebook)
    needing = {
        (flag, id_)
        for id_, (_, needed_by) in found.items()
        for flag in needed_by
        if flags[flag].urgency == "emergency"
    }

    assert needing == {
        ("brown_urine_with_muscle_reason", "urine_color"),
        ("brown_urine_with_muscle_reason", "exercise_change"),
    }


def test_total_and_level_of_every_factor_are_those_of_the_oracle():
    rulebook = questionnaire().rulebook
    compared = {
        id_: proving.factor_differences(rulebook, oracle(), factor, trying())
        for id_, factor in rulebook.factors.items()
    }

    assert [each for one in compared.values() for each in one.differing] == []
    assert sum(each.run == each.classes for each in compared.values()) >= 18


def test_the_answers_that_a_factor_tells_apart():
    """Fish counts at no limit alone, and seven amounts of four foods make three sums that count."""
    rulebook = questionnaire().rulebook
    found, totals = proving.factor_space(rulebook, rulebook.factors["vitamin_b6_low"])
    sizes = {frozenset(block.sheets[0]): (block.tried, len(block.sheets)) for block in found}

    assert totals == {}
    assert sizes == {
        frozenset({"food_meat_eggs", "food_oily_fish", "food_fruit_veg", "food_beans_grains"}): (
            8**4,
            2,
        ),
        frozenset({"alcohol_often", "alcohol_amount"}): (36, 3),
        frozenset({"sex_pregnancy"}): (3, 3),
        frozenset({"conditions"}): (4, 4),
    }
    assert prod(size for _, size in sizes.values()) == 72


def test_every_question_can_matter_by_itself():
    matter = proving.questions_that_matter(questionnaire(), cases())

    assert [id_ for id_ in questionnaire().rulebook.questions if id_ not in matter] == []
