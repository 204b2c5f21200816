"""Every rule and red flag counts: a rule base that has lost one of them fails its own cases.

For all other small mistakes there is benchmarks/mutate_rules.py.
"""

from functools import cache

from houseplants import CARD, flag, rule, small
from mistakes import Mutation, mutations, removals
from people import cases_and_probes, questionnaire
from replaying import Replay

from questionnaire.checking.case_runs import Bench
from questionnaire.knowledge.conditions import factors_in
from questionnaire.knowledge.gates import key_of


def rulebook():
    return questionnaire().rulebook


@cache
def replay():
    return Replay(rulebook(), cases_and_probes())


@cache
def found():
    """Returns for each rule and red flag what fails without it."""
    return {each.key: replay().failing(each) for each in removals(rulebook())}


def test_every_rule_and_red_flag_is_removed_once():
    rules = [rule.id for factor in rulebook().factors.values() for rule in factor.rules]

    flags = [key_of("red flag", id_) for id_ in rulebook().red_flags]
    assert list(found()) == [*(key_of("rule", id_) for id_ in rules), *flags]


def test_without_any_rule_or_red_flag_one_of_its_own_probes_fails():
    assert [key for key, failing in found().items() if key not in failing.probes] == []


def test_what_nobody_but_its_own_probe_notices_was_reviewed(lists):
    """A whole person has another urgency, level or red flag, or a probe of something else fails."""
    lists(
        "noticed_by_their_own_probes_only",
        (
            key[1]
            for key, failing in found().items()
            if not failing.cases and set(failing.probes) <= {key}
        ),
    )


def test_without_any_urgent_red_flag_a_whole_person_fails():
    calmest = next(iter(rulebook().urgencies))
    urgent = [id_ for id_, flag in rulebook().red_flags.items() if flag.urgency != calmest]

    assert [id_ for id_ in urgent if not found()[key_of("red flag", id_)].cases] == []


def test_what_is_replayed_is_what_the_engine_finds():
    """Here the engine is made anew: without a rule, one that others follow, and a red flag.

    Of the cases that it should not change every third is tried.
    """
    rules = [rule for factor in rulebook().factors.values() for rule in factor.rules]
    read = factors_in(*(side for rule in rules for side in (rule.when, rule.unless)))
    chained = {rule.id for rule in rules if rule.factor in read}
    noticed = {
        (each.key[0], each.key[1] in chained): each
        for each in sorted(removals(rulebook()), key=lambda one: len(found()[one.key].cases))
        if found()[each.key].cases
    }
    assert len(noticed) == 3
    judged = ("The urgency is", "The red flag", "The factor")
    for mutation in noticed.values():
        bench, replayed = Bench(mutation.rulebook), found()[mutation.key].cases
        failed = [
            case.id
            for number, case in enumerate(cases_and_probes().cases)
            if (case.id in replayed or number % 3 == 0)
            and any(complaint.startswith(judged) for complaint in bench.complaints(case))
        ]

        assert sorted(replayed) == sorted(failed), mutation.what


def test_an_unchanged_rule_base_fails_nothing():
    some = next(iter(rulebook().red_flags))
    unchanged = Mutation("none", "none", key_of("red flag", some), rulebook())

    assert replay().failing(unchanged).cases == ()
    assert replay().failing(unchanged).probes == ()


def test_the_mistakes_that_are_made():
    when = "count(signs, 'brown', 'mould') >= 2 and water < 3"
    plants = small(
        factors={"thirst": CARD + rule("dry", when=when)},
        red_flags=flag("fire", "'flames' in signs", urgency="now"),
    )

    assert [(each.kind, each.what) for each in mutations(plants.rulebook)] == [
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
