"""One assessment: ours beside the same rules in other engines, all results compared first."""

from collections.abc import Callable, Mapping
from functools import partial
from random import Random
from unittest.mock import patch

from measuring import Table, Time, in_blocks, timed_rows
from peers import PEERS, Gates, Peer, PeerMatcher, subjects
from workloads import answered, rulebook, seeded

from questionnaire import Questionnaire
from questionnaire.inference import reasoning, route
from questionnaire.inference.concluding import conclude
from questionnaire.inference.facts import fact, known, reader
from questionnaire.inference.reasoning import Reasoner
from questionnaire.inference.route import Router
from questionnaire.knowledge.conditions import factors_in
from questionnaire.knowledge.gates import conclusion_gates
from questionnaire.knowledge.model import Answers, Rulebook
from questionnaire.loading.cases import load_cases
from questionnaire.loading.files import shipped

OURS = "questionnaire"


def sketch(rounds: int, seed: int) -> Table:
    """Matches 100 random rules against 45 answers, facts prepared; nothing but the engines."""
    random = seeded(seed)
    rules = rulebook(100, 45, random)
    sheets = [answered(rules.questions, random, 1.0) for _ in range(rounds)]
    found = {gate.key: gate for gate in conclusion_gates(rules) if gate.key[0] == "rule"}
    times = _matching(found, sheets, rounds)
    return Table(
        "Matching 100 random rules with 45 answers, facts prepared", timed_rows(times, "µs", 1e6)
    )


def rules_only(rules: Rulebook, rounds: int, seed: int) -> Table:
    """Matches all of a rule base that does not wait for totals, facts prepared."""
    random = seeded(seed)
    sheets = [answered(rules.questions, random) for _ in range(rounds)]
    router = Router(rules)
    counting = [router.route(sheet).answers for sheet in sheets]
    found = {
        gate.key: gate
        for gate in conclusion_gates(rules)
        if (gate.when or gate.unless) and not factors_in(gate.when, gate.unless)
    }
    title = f"Matching the {len(found)} conditions of the rule base, facts prepared"
    return Table(title, timed_rows(_matching(found, counting, rounds), "µs", 1e6))


def _matching(found: Gates, sheets: list[Answers], rounds: int) -> dict[str, Time]:
    names = subjects(found)
    readers = {subject: reader(subject) for subject in names}
    facts = [
        {names[subject]: value for subject, value in fact(readers, known(sheet)).items()}
        for sheet in sheets
    ]
    engines = {name: peer(found, names) for name, peer in PEERS.items()}
    for one in facts:
        _all_equal({name: engine.match(one) for name, engine in engines.items()})
    calls = {
        name: lambda number, engine=engine: engine.match(facts[number % len(facts)])
        for name, engine in engines.items()
    }
    return in_blocks(calls, rounds)


def assessments(rules: Rulebook, rounds: int, seed: int) -> tuple[Table, ...]:
    """Assesses the people of the cases, and random answers, with our program around each engine.

    Where the engine is not ours, it does not say through which conditions a rule fired, so the
    evidence is left out: they do less.
    """
    random = seeded(seed)
    cases, _ = load_cases(shipped(), rules)
    people = [{**case.variant.base, **case.variant.given} for case in cases.cases]
    chance = [answered(rules.questions, random) for _ in range(rounds)]
    questionnaire = Questionnaire(rules)
    single = {
        "what could change the result": questionnaire.suggestions,
        "the next question": questionnaire.next_question,
    }
    calls = {
        name: lambda number, call=call: call(people[number % len(people)])
        for name, call in single.items()
    }
    return (
        *_assessments(rules, people, rounds, f"the {len(people)} people of the cases"),
        *_assessments(rules, chance, rounds, "random answers, which raise far more"),
        Table(
            "Of the same people, the median",
            timed_rows(in_blocks(calls, len(people), block=1), "ms", 1e3),
        ),
    )


def _assessments(
    rules: Rulebook, sheets: list[Answers], rounds: int, whose: str
) -> tuple[Table, Table]:
    made = {OURS: (Router(rules), Reasoner(rules))}
    made |= {name: _with(peer, rules) for name, peer in PEERS.items() if "as we use" not in name}
    routes = []
    for sheet in sheets:
        every = {name: router.route(sheet) for name, (router, _) in made.items()}
        _all_equal({name: (one.path, one.answers, one.set_aside) for name, one in every.items()})
        routes.append(every[OURS])
        opened = {name: reasoner.open(routes[-1]) for name, (_, reasoner) in made.items()}
        _all_equal({name: (one.opened.keys(), one.totals) for name, one in opened.items()})
    opening = {
        name: lambda number, reasoner=reasoner: reasoner.open(routes[number % len(sheets)])
        for name, (_, reasoner) in made.items()
    }
    whole = {
        name: lambda number, router=router, reasoner=reasoner: conclude(
            router.route(sheets[number % len(sheets)]), reasoner
        )
        for name, (router, reasoner) in made.items()
    }
    return (
        Table(
            f"A whole assessment (peers: no evidence): {whose}",
            timed_rows(in_blocks(whole, rounds), "ms", 1e3),
        ),
        Table(
            f"Of that, from the answers that count to open rules and totals: {whose}",
            timed_rows(in_blocks(opening, rounds), "ms", 1e3),
        ),
    )


def _with(peer: Callable[..., Peer], rules: Rulebook) -> tuple[Router, Reasoner]:
    """Builds our program around another engine."""
    matcher = partial(PeerMatcher, peer=peer)
    with patch.object(route, "Matcher", matcher), patch.object(reasoning, "Matcher", matcher):
        return Router(rules), Reasoner(rules)


def _all_equal(found: Mapping[str, object]) -> None:
    (first, expected), *others = found.items()
    for name, result in others:
        if result != expected:
            raise SystemExit(f"{name} and {first} differ; nothing is timed.")


def growth(rounds: int, seed: int) -> tuple[Table, Table]:
    """Assesses with more and more rules, then with more and more answers."""
    random = seeded(seed)
    by_rules = {
        f"{count} rules, 45 answers": _assessing(rulebook(count, 45, random), 45, random)
        for count in (50, 100, 200, 400, 800)
    }
    wide = rulebook(200, 200, random)
    by_answers = {
        f"200 rules, {count} of 200 questions answered": _assessing(wide, count, random)
        for count in (10, 25, 50, 100, 200)
    }
    return (
        Table(
            "Growth with rules: a whole assessment",
            timed_rows(in_blocks(by_rules, rounds), "ms", 1e3),
        ),
        Table("Growth with answers", timed_rows(in_blocks(by_answers, rounds), "ms", 1e3)),
    )


def _assessing(rules: Rulebook, answers: int, random: Random) -> Callable[[int], object]:
    questionnaire = Questionnaire(rules)
    asked = dict(list(rules.questions.items())[:answers])
    sheets = [answered(asked, random, 1.0) for _ in range(20)]
    return lambda number: questionnaire.assess(sheets[number % 20])
