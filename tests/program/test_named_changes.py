"""Whoever is named as changed is changed, and where it says *proved* nobody else is.

Random rule bases about houseplants, random edits of them, random answers.  For a long run:

    EXAMPLES=2000 pytest tests/program/test_named_changes.py
"""

import os
import re
from copy import deepcopy
from operator import itemgetter
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from random_rulebases import LEVELS, URGENCIES, questions_of, random_answers, random_tables, write

from questionnaire.checking.both import Both
from questionnaire.checking.differences import differences
from questionnaire.inference.facts import evaluate, known
from questionnaire.inference.reasoning import Reasoner, levels_shown, urgency_of
from questionnaire.inference.route import Router
from questionnaire.knowledge.conditions import Answered, Chosen, Ticked
from questionnaire.knowledge.gates import gates
from questionnaire.loading.rulebook import load

EXAMPLES = int(os.environ.get("EXAMPLES", "30"))
PEOPLE = 25
EDITS = ("number", "number", "swap", "drop", "not", "weight", "gone", "level", "choice")
NUMBER = re.compile(r"(?<![\w.'])-?\d+(?:\.\d+)?(?![\w.'])")


def loaded(tables):
    with TemporaryDirectory() as folder:
        write(tables, Path(folder))
        return load(Path(folder))[0]


# Edits --------------------------------------------------------------------------------------------


def entries(tables):
    """Returns all tables with conditions, each with the list that holds it."""
    found = []

    def look(value):
        if isinstance(value, list):
            found.extend((value, one) for one in value if isinstance(one, dict))
        for one in value.values() if isinstance(value, dict) else value:
            if isinstance(one, dict | list):
                look(one)

    look({name: table for name, table in tables.items() if name != "sources.toml"})
    return found


def edit(random, tables):
    """Changes one thing of the tables, as an author might."""
    holder, entry = random.choice(entries(tables))
    conditions = [key for key in ("when", "unless", "value") if key in entry]
    match random.choice(EDITS):
        case "number" if conditions:
            key = random.choice(conditions)
            some = [*NUMBER.finditer(entry[key])]
            if some:
                at = random.choice(some)
                other = random.choice(("0", "1", "2", "4", "7", "1.5"))
                entry[key] = entry[key][: at.start()] + other + entry[key][at.end() :]
        case "swap" if conditions:
            _, other = random.choice(entries(tables))
            entry[conditions[0]] = other.get("when", entry[conditions[0]])
        case "drop" if "unless" in entry:
            del entry["unless"]
        case "not" if conditions and "value" not in entry:
            key = random.choice(conditions)
            entry[key] = f"not ({entry[key]})"
        case "weight" if "weight" in entry:
            entry["weight"] = random.choice((1, 2, 3, -1))
        case "weight" if "urgency" in entry:
            entry["urgency"] = random.choice(URGENCIES)
        case "level" if "up_to" in entry:
            entry["up_to"] = random.choice(LEVELS)
        case "level":
            level = random.choice(tables["rulebook.toml"]["level"])
            level["from"] += random.choice((-1, 1))
        case "choice" if isinstance(entry.get("choices"), list):
            first = entry["choices"][0]
            entry["choices"].insert(0, first | {"id": "another", "label": "another"})
        case "gone" if "kind" not in entry and len(holder) > 1:
            holder.remove(entry)


# What becomes of people ---------------------------------------------------------------------------


class Judge:
    """Concludes by one rule base, apart from what is tested."""

    def __init__(self, rulebook):
        self.rulebook = rulebook
        self.router, self.reasoner = Router(rulebook), Reasoner(rulebook)
        self.keys = {gate.key for gate in gates(rulebook)}

    def __call__(self, answers):
        known_here = {id_: one for id_, one in answers.items() if id_ in self.rulebook.questions}
        route = self.router.route(known_here)
        matched = self.reasoner.open(route)
        asked = {("question", id_) for id_ in route.path}
        result = urgency_of(matched), dict(levels_shown(matched)), dict(matched.totals)
        heard = matched.totals if matched.heard is None else matched.heard.totals
        return route, {*matched.opened} | asked, result, (matched.totals, heard)


def key_of(difference, region, judges):
    """Returns the key of what a region is about, None if it has none of its own."""
    line = (region.line,) if region.line else ()
    if difference.kind == "rulebook":
        tries = [("messages", *line), ("recommendation", *line), ("factors",)][: 2 if line else 3]
    else:
        tries = [(difference.kind, difference.id, *line)]
    return next((key for key in tries if any(key in judge.keys for judge in judges)), None)


def met(way, answers, totals):
    """Tells whether answers that count, with totals, meet all demands."""
    facts = known(answers)

    def value(subject):
        match subject:
            case str():
                return totals.get(subject, 0)
            case Answered(question):
                return int(question in facts)
            case Chosen(question, choices):
                return int(facts[question] in choices) if question in facts else None
            case Ticked(question, box):
                return int(box in facts[question]) if question in facts else None
            case number:
                return evaluate(number, facts)

    return all(one.met_by(value(one.literal.subject)) for one in way)


def heard(counted, *routes):
    """Returns the answers with those that were set aside, in place of what was taken for them.

    Of the boxes of a question that was asked some may be set aside; the others count still.
    """
    found = dict(counted)
    for route in routes:
        for each in route.set_aside:
            ours = counted.get(each.question) if each.question in route.path else None
            found[each.question] = (*ours, *each.answer) if ours else each.answer
    return found


def turned(key, old, new):
    """Returns how the openness of something differs."""
    return {(True, False): "no more", (False, True): "only now"}.get((key in old, key in new))


@given(st.integers(0, 2**32))
@settings(max_examples=EXAMPLES, phases=(Phase.reuse, Phase.generate))
def test_whoever_is_named_is_changed_and_where_proved_nobody_else(seed):
    random = Random(seed)  # noqa: S311 - random tests, no secrets
    tables = random_tables(random)
    others = deepcopy(tables)
    for _ in range(random.randint(1, 3)):
        edit(random, others)
    if random.random() < 0.1:
        del others[random.choice([name for name in others if name.startswith("factors/")])]
    old, new = loaded(tables), loaded(others)
    if old is None or new is None:
        return
    questions = questions_of(tables)
    both = Both(old, new)
    people = [random_answers(random, questions) for _ in range(PEOPLE)]
    people = [each for each in people if both.fit(each)]
    judges = Judge(old), Judge(new)
    found = differences(both, [both.person(each) for each in people[: PEOPLE // 2]])

    for difference in found:
        for region in difference.regions:
            if region.somebody is not None:
                assert shows(key_of(difference, region, judges), region, judges), (
                    difference,
                    region,
                )
        proved_regions(difference, judges, people, only=len(found) == 1)

    graver = [one for one in found if one.concern != "words"]
    for each in people:
        before, now = (judge(each) for judge in judges)
        if before[2] != now[2]:
            assert graver, each


def shows(key, region, judges):
    """Tells whether whoever is named for a region sees the difference."""
    sides = [judge(region.somebody.answers) for judge in judges]
    if region.turn == "otherwise":
        return sides[0][2] != sides[1][2]
    return key is None or not key[-1] or turned(key, sides[0][1], sides[1][1]) == region.turn


def proved_regions(difference, judges, people, *, only):
    """Holds that where regions are proved nobody else sees a difference."""
    regions = {}
    for region in difference.regions:
        if region.turn != "otherwise":
            regions.setdefault(key_of(difference, region, judges), []).append(region)
        elif region.proved and only:
            for each in people:
                nothing_else(region, [judge(each) for judge in judges], judges)
    for key, some in regions.items():
        if key is not None and all(region.proved for region in some):
            for each in people:
                nobody_else(key, some, [judge(each) for judge in judges])


def nothing_else(region, sides, judges):
    """Holds that the only difference makes none to somebody whom the region does not mean."""
    (before, *old), (now, *new) = sides
    counted = {**before.answers, **now.answers}
    meant = any(
        met(way, answers, totals)
        for way in region.ways
        for answers in (counted, heard(counted, before, now))
        for totals in old[2]
    )
    if region.ways and not meant:
        known_to_both = judges[0].keys & judges[1].keys
        told = [
            (opened & known_to_both, urgency, levels, {*filter(itemgetter(1), totals.items())})
            for opened, (urgency, levels, totals), _ in (old, new)
        ]
        assert told[0] == told[1], (counted, region)


def nobody_else(key, regions, sides):
    """Holds that somebody sees a difference just where one of the regions says so."""
    (before, old, _, _), (now, new, _, totals) = sides
    turn = turned(key, old, new)
    counted = {**before.answers, **now.answers}
    # Red flags hear what was set aside too.
    sheets = [(counted, totals[0]), (heard(counted, now), totals[1])]
    within = {
        region.turn
        for region in regions
        for answers, reached in sheets[: 2 if key[0] == "red flag" else 1]
        if any(met(way, answers, reached) for way in region.ways)
    }
    if turn is not None:
        assert turn in within, (key, counted, regions)
    if not now.set_aside and turn is None:
        assert not within, (key, counted, regions)
