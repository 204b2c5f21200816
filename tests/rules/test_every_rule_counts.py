"""Every rule and red flag counts: a rule base that has lost one of them fails its own cases.

For all other small mistakes there is benchmarks/mutate_rules.py.
"""

from functools import cache

import pytest
from mistakes import Mutation, mutations, removals
from replaying import Replay
from small_rulebase import CARD, flag, rule, small

from questionnaire.checking.case_runs import try_out
from questionnaire.knowledge.gates import flag_key
from questionnaire.loading.cases import Cases, load_cases
from questionnaire.loading.rulebook import load, shipped

# Weak signals that nothing in the rule base can join: their total of 1 is below the lowest level.
NEVER_SHOWN = {"ageing_twitches_only", "pregnancy_new_mother"}
"""They are in the evidence, and only their probes notice them."""


@cache
def rulebook():
    return load(shipped())[0]


@cache
def cases():
    return load_cases(shipped(), rulebook())[0]


@cache
def replay():
    return Replay(rulebook(), cases())


@cache
def found():
    """Returns for each rule and red flag what fails without it."""
    return {each.what: replay().failing(each) for each in removals(rulebook())}


def test_every_rule_and_red_flag_is_removed_once():
    rules = [rule.id for factor in rulebook().factors.values() for rule in factor.rules]

    assert list(found()) == [*rules, *rulebook().red_flags]


def test_without_any_rule_or_red_flag_one_of_its_own_probes_fails():
    assert [id_ for id_, failing in found().items() if id_ not in failing.probes] == []


def test_without_any_rule_or_red_flag_somebody_else_notices():
    """A whole person has another urgency, level or red flag, or a probe of something else fails."""
    unnoticed = {
        id_
        for id_, failing in found().items()
        if not failing.cases and set(failing.probes) <= {id_}
    }

    assert unnoticed == NEVER_SHOWN


def test_without_any_urgent_red_flag_a_whole_person_fails():
    urgent = [id_ for id_, flag in rulebook().red_flags.items() if flag.urgency != "routine"]

    assert [id_ for id_ in urgent if not found()[id_].cases] == []


@pytest.mark.parametrize("id_", ["stroke_signs", "dehydration_dry_dizzy"])
def test_what_is_replayed_is_what_the_engine_finds(id_):
    """Here the engine is made anew without the rule; chains and hidden factors follow."""
    (mutation,) = [each for each in removals(rulebook()) if each.what == id_]
    trial = try_out(mutation.rulebook, Cases(cases().cases, ()))
    judged = ("The urgency is", "The red flag", "The factor")
    failed = [
        outcome.id
        for outcome in trial.outcomes
        if any(complaint.startswith(judged) for complaint in outcome.complaints)
    ]

    assert failed
    assert sorted(found()[id_].cases) == sorted(failed)


def test_an_unchanged_rule_base_fails_nothing():
    unchanged = Mutation("none", "none", flag_key("stroke_signs"), rulebook())

    assert replay().failing(unchanged).cases == ()
    assert replay().failing(unchanged).probes == ()


def test_the_mistakes_that_are_made():
    when = "count(signs, 'brown', 'mould') >= 2 and water < 3"
    questionnaire = small(
        factors={"thirst": CARD + rule("dry", when=when)},
        red_flags=flag("fire", "'flames' in signs", urgency="now"),
    )

    assert [(each.kind, each.what) for each in mutations(questionnaire.rulebook)] == [
        ("removed", "dry"),
        ("removed", "fire"),
        ("weight one off", "dry: weight 1"),
        ("weight one off", "dry: weight 3"),
        ("part dropped", "dry: when: and without part 1 of 2"),
        ("limit one step off", "dry: when: count(signs, 2 boxes) >= 1 for >= 2"),
        ("limit one step off", "dry: when: count(signs, 2 boxes) > 2 for >= 2"),
        ("box dropped", "dry: when: signs counted without brown"),
        ("box dropped", "dry: when: signs counted without mould"),
        ("part dropped", "dry: when: and without part 2 of 2"),
        ("limit one step off", "dry: when: water < 2.5 for < 3"),
        ("limit one step off", "dry: when: water <= 3 for < 3"),
        ("urgency one lower", "fire: week"),
    ]
