"""What the rules can tell apart, and what holds for all of it.

A class is a set of answers that no test of the conditions at hand tells apart; one of them stands
for all.  A block is the classes of questions that some test reads together, such as the foods of
one sum.
"""

from functools import cache
from itertools import combinations, product
from math import prod
from random import Random

from msgspec import Struct
from msgspec.structs import replace
from oracle import Facts
from replaying import COMPARE, constant

from questionnaire.checking.possible_values import ticks
from questionnaire.inference.facts import evaluate, known, reader
from questionnaire.inference.matched import Matched
from questionnaire.inference.matcher import Matcher
from questionnaire.inference.reasoning import Reasoner, levels_shown, urgency_of
from questionnaire.inference.route import Route
from questionnaire.knowledge.conditions import (
    Arithmetic,
    Chosen,
    Default,
    DerivedNumber,
    Extreme,
    Measure,
    factors_in,
    questions_in,
)
from questionnaire.knowledge.gates import asking_gates, conclusion_gates, key_of
from questionnaire.knowledge.model import (
    LINE_KEYS,
    MESSAGE_KEYS,
    ChoiceQuestion,
    ManyQuestion,
    NumberQuestion,
    Rule,
)
from questionnaire.knowledge.normal_form import normal_form

MOST_WAYS = 100_000
"""Ways to tick the boxes of one question that are looked at one by one."""

_reader = cache(reader)


def literals_of(conditions):
    """Returns all tests of some conditions, each once."""
    return tuple(
        dict.fromkeys(
            literal
            for condition in conditions
            if condition is not None
            for conjunction in normal_form(condition)
            for literal in conjunction
        )
    )


def conditions_of(gate):
    return tuple(condition for condition in (gate.when, gate.unless) if condition is not None)


def classes(question, literals):
    """Returns the answers to one question of which each is told from all others."""
    own = [each for each in literals if question.id in _read_by(each)]
    signature = _signature({question.id}, own)
    subjects = [literal.subject for literal in own]
    found = reversed(answers(question, subjects))
    return tuple({signature(known({question.id: each})): each for each in found}.values())


def answers(question, subjects):
    """Returns all answers to a question, of boxes that are exchangeable only some; None first."""
    match question:
        case NumberQuestion(low=low, high=high, step=step):
            values = [low + step * number for number in range(int((high - low) / step) + 1)]
            whole = [int(each) if each.denominator == 1 else float(each) for each in values]
            return [None, *whole]
        case ChoiceQuestion(choices=choices):
            return [None, *(choice.id for choice in choices)]
        case ManyQuestion(choices=choices):
            ways = ticks(question, subjects, MOST_WAYS)
            assert ways is not None, f"too many ways to tick {question.id}"
            return [
                each and tuple(choice.id for choice in choices if choice.id in each)
                for each in ways
            ]


def leaf_space(rulebook, literals):
    """Returns the classes of every question that the tests read, and the totals as they compare.

    In the order of the longest tests, so that a sum can be added up as it is written.
    """
    in_order = sorted(literals, key=lambda each: (-len(_read_by(each)), repr(each)))
    ids = questions_in(*(each.subject for each in in_order if _read_by(each)))
    space = {id_: classes(rulebook.questions[id_], literals) for id_ in ids}
    limits = {}
    for literal in literals:
        if isinstance(literal.subject, str):
            limits.setdefault(literal.subject, {0}).add(int(literal.constant))
    return space, {id_: tuple(sorted(values)) for id_, values in limits.items()}


def blocks(rulebook, literals):
    """Returns the blocks of answers that the tests tell apart, and those of totals by factor."""
    space, totals = leaf_space(rulebook, literals)
    together = []
    for ids in [{id_} for id_ in space] + [set(_read_by(each)) for each in literals]:
        joined = [other for other in together if other & ids]
        together = [other for other in together if not other & ids]
        if merged := ids.union(*joined):
            together.append(merged)
    found = [
        _told_apart(
            tuple((id_, answers) for id_, answers in space.items() if id_ in ids),
            tuple(literal for literal in literals if _read_by(literal) & ids),
        )
        for ids in together
    ]
    return found, totals


@cache  # factors share their tests
def _told_apart(space, literals):
    """Returns the answers to some questions that the tests tell apart, one sheet for each.

    Takes one question after the other, and goes on with what can still make a difference.
    """
    found, read = ({},), set()
    for id_, answers in space:
        read.add(id_)
        signature, told_apart = _signature(read, literals), {}
        one_more = [({id_: answer}, known({id_: answer})) for answer in answers]
        before = [(sheet, known(sheet)) for sheet in found]
        for (sheet, facts), (more, more_facts) in product(before, one_more):
            told_apart.setdefault(signature({**facts, **more_facts}), {**sheet, **more})
        found = tuple(told_apart.values())
    return found


def _signature(read, literals):
    """Returns what gives the part that known answers to some questions have in these tests.

    That is how they come out, and of a test that reads other questions too what those add to.
    """
    whole = [each for each in literals if _read_by(each) <= read]
    rest = [each.subject for each in literals if _read_by(each) & read and each not in whole]
    parts = tuple(dict.fromkeys(part for each in rest for part in _settled(each, read)))
    limits = {each.subject: [] for each in whole}
    for each in whole:
        limits[each.subject].append((COMPARE[each.operator], constant(each)))
    tests = [(_reader(subject), compared) for subject, compared in limits.items()]

    def signature(facts):
        return (
            *(
                value is not None and compare(value, number)
                for read, compared in tests
                for value in (read(facts),)
                for compare, number in compared
            ),
            *(evaluate(part, facts) for part in parts),
        )

    return signature


def _settled(number, read):
    """Yields the largest parts of a number that the answers to these questions settle."""
    match number:
        case _ if read.issuperset(questions_in(number)):
            yield number
        case Arithmetic(_, left, right):
            yield from _settled(left, read)
            yield from _settled(right, read)
        case Default(part, _) | DerivedNumber(_, part):
            yield from _settled(part, read)
        case Extreme(_, parts):
            for part in parts:
                yield from _settled(part, read)


@cache
def _read_by(literal):
    return (
        frozenset()
        if isinstance(literal.subject, str)
        else frozenset(questions_in(literal.subject))
    )


def spread(parts, trying):
    """Yields merged combinations of one sheet from each part, all of them if they are not too many.

    Otherwise ``limit`` at random, and all combinations of two parts while all others keep to the
    answers of ``home``.
    """
    if prod(map(len, parts)) <= trying.limit:
        yield from map(_merged, product(*parts))
        return
    for _ in range(trying.limit):
        yield _merged([trying.random.choice(part) for part in parts])
    at_home = [
        {id_: trying.home.get(id_, None if isinstance(id_, str) else 0) for id_ in part[0]}
        for part in parts
    ]
    for one, other in combinations(range(len(parts)), 2) if trying.pairs else ():
        for pair in product(parts[one], parts[other]):
            yield _merged([*at_home, *pair])


def _merged(sheets):
    return {id_: answer for sheet in sheets for id_, answer in sheet.items()}


# Gate by gate -------------------------------------------------------------------------------------


class Compared(Struct, frozen=True):
    """How many classes of answers there are, how many were run, and what differed."""

    classes: int
    run: int
    differing: tuple[str, ...] = ()


class Trying(Struct, frozen=True):
    """How many combinations are run, and around whom those of two parts: see ``spread``."""

    limit: int
    random: Random
    home: dict
    pairs: bool = True


def gate_differences(rulebook, oracle, gate, trying):
    """Runs a gate on its answers, by the engine and by the oracle.

    That is on all answers that differ in anything that is read, or where they are too many on all
    that are told apart.
    """
    literals = literals_of(conditions_of(gate))
    space, totals = leaf_space(rulebook, literals)
    parts = [[{id_: each} for each in found] for id_, found in space.items()]
    parts += _parts_of(totals)
    if prod(map(len, parts)) > trying.limit:
        found, totals = blocks(rulebook, literals)
        parts = [*found, *_parts_of(totals)]
    matcher, entry = Matcher([gate]), entry_of(gate.key, oracle)
    differing, run = [], 0
    for sheet in spread(parts, trying):
        run += 1
        given, reached = _parted(sheet)
        ours = gate.key in matcher.match({**given, **reached})
        if ours != Facts(oracle, given, reached).holds(entry):
            differing.append(f"{gate.key}: {sheet}: {ours}")
    return Compared(prod(map(len, parts)), run, tuple(differing))


def _parts_of(totals):
    return [tuple({("total", id_): each} for each in values) for id_, values in totals.items()]


def entry_of(key, oracle):
    """Returns the table, as the file holds it, of something that holds under conditions."""
    match key:
        case ("factors",):
            return {"unless": oracle.head["factors"]["unless"]}
        case ("change", question):
            return oracle.questions[question]["change"]
        case ("question", question):
            return oracle.questions[question]
        case ("question", question, line):
            return _line(line, oracle.questions[question]["notes"])
        case ("question", question, "assume", number):
            return oracle.questions[question]["assume"][int(number) - 1]
        case ("rule", id_):
            return next(
                rule
                for factor in oracle.factors.values()
                for rule in factor["rule"]
                if rule["id"] == id_
            )
        case ("factor", id_):
            return {"unless": oracle.factors[id_].get("unless")}
        case ("factor", id_, line):
            return _line(line, *(oracle.factors[id_].get(name, ()) for name in LINE_KEYS))
        case ("red flag", id_, *rest):
            flag = next(each for each in oracle.flags if each["id"] == id_)
            return _line(rest[0], flag["advice"]) if rest else flag
        case ("notice", id_):
            return next(each for each in oracle.head["notice"] if each["id"] == id_)
        case ("messages", line):
            return _line(line, *(oracle.head["messages"][name] for name in MESSAGE_KEYS))
        case ("recommendation", line):
            return _line(line, oracle.head["recommendation"])
        case _:
            raise AssertionError(key)


def _line(id_, *lists):
    lines = (line for lines in lists for line in lines if isinstance(line, dict))
    return next(line for line in lines if line.get("id") == id_)


def all_gates(rulebook):
    """Returns everything that holds under conditions: what concludes, and what is asked."""
    asking = (gate for each in rulebook.questions.values() for gate in asking_gates(each))
    return [gate for gate in (*asking, *conclusion_gates(rulebook)) if not gate.always_open]


def _parted(sheet):
    given = {id_: answer for id_, answer in sheet.items() if isinstance(id_, str)}
    return given, {id_[1]: total for id_, total in sheet.items() if not isinstance(id_, str)}


# Factor by factor ---------------------------------------------------------------------------------


def factor_space(rulebook, factor):
    """Returns the blocks of answers that a factor's rules tell apart, totals as they compare."""
    literals = literals_of(
        condition for gate in (factor, *factor.rules) for condition in _sides(gate)
    )
    found, totals = blocks(rulebook, literals)
    return found, totals


def _sides(gate):
    return (getattr(gate, "when", None), gate.unless)


def factor_differences(rulebook, oracle, factor, trying):
    """Runs a factor on the answers that it tells apart; compares total and level."""
    found, totals = factor_space(rulebook, factor)
    parts = [*found, *_parts_of(totals)]
    reasoner, order = _only(rulebook, factor, totals), list(rulebook.levels)
    differing, run = [], 0
    for sheet in spread(parts, trying):
        run += 1
        given, reached = _parted(sheet)
        standing_in = {_stub(id_): str(total) for id_, total in reached.items()}
        matched = reasoner.open(
            Route(answers=given | standing_in, assumed={}, path=(), set_aside=())
        )
        level = dict(levels_shown(matched)).get(factor.id)
        ours = matched.totals[factor.id], order.index(level) + 1 if level else 0
        facts = Facts(oracle, given, reached)
        total, fired = oracle.counted(factor.id, facts)
        table = oracle.factors[factor.id]
        shown = facts.holds({"unless": table.get("unless")})
        theirs = total, oracle.level(table, total, fired) if shown else 0
        if ours != theirs:
            differing.append(f"{factor.id}: {sheet}: {ours} instead of {theirs}")
    return Compared(prod(map(len, parts)), run, tuple(differing))


def _only(rulebook, factor, totals):
    """Returns a reasoner of one factor, in which an answer stands in for each total it reads."""
    stubs = {
        id_: replace(
            rulebook.factors[id_],
            unless=None,
            rules=tuple(
                Rule(
                    id=f"{id_} {value}",
                    factor=id_,
                    when=Chosen(_stub(id_), (str(value),)),
                    weight=value,
                    because="",
                    sources=(),
                )
                for value in values
                if value
            ),
            **dict.fromkeys(LINE_KEYS, ()),
        )
        for id_, values in totals.items()
    }
    alone = replace(factor, **dict.fromkeys(LINE_KEYS, ()))
    return Reasoner(
        replace(
            rulebook,
            questions={},
            factors=stubs | {factor.id: alone},
            no_factors=None,
            red_flags={},
            notices=(),
        )
    )


def _stub(id_):
    return f"total of {id_}"


# Red flags ----------------------------------------------------------------------------------------


def gates_that_can_shut_a_flag(rulebook):
    """Returns the red flags that anything but their own condition decides: there are none."""
    found = {gate.key: gate for gate in conclusion_gates(rulebook)}
    gates = ((flag, found[key_of("red flag", id_)]) for id_, flag in rulebook.red_flags.items())
    return [
        flag.id
        for flag, gate in gates
        if (gate.when, gate.unless) != (flag.when, None) or hasattr(flag, "unless")
    ]


def urgency_with(rulebook, flags):
    """Returns the urgency where exactly these red flags have fired."""
    opened = {key_of("red flag", id_): () for id_ in flags}
    return urgency_of(Matched(rulebook, {}, {}, opened))


def lowered_by_a_flag(rulebook):
    """Returns the red flags that lower an urgency by firing beside others: there are none.

    The urgency depends on the urgencies of the fired flags only; so all sets of urgencies stand for
    all sets of flags.
    """
    order = list(rulebook.urgencies)
    of_urgency = {flag.urgency: id_ for id_, flag in rulebook.red_flags.items()}
    representatives = tuple(of_urgency.values())
    found = []
    for chosen in product((False, True), repeat=len(representatives)):
        others = {id_ for id_, is_in in zip(representatives, chosen, strict=True) if is_in}
        before = order.index(urgency_with(rulebook, others))
        for id_, flag in rulebook.red_flags.items():
            after = order.index(urgency_with(rulebook, {*others, id_}))
            if after < before or after < order.index(flag.urgency):
                found.append((id_, sorted(others)))
    return found


def needed_questions(rulebook):
    """Returns for each question that red flags need and that is not always asked: who decides.

    That is: the questions whose answers take it off the path or answer it, and the red flags.
    """
    found = {}
    for id_, flag in rulebook.red_flags.items():
        factors = _all_read(rulebook, factors_in(flag.when))
        rules = [rule for name in factors for rule in rulebook.factors[name].rules]
        read = questions_in(flag.when, *(side for rule in rules for side in _sides(rule)))
        for name in read:
            question = rulebook.questions[name]
            deciding = questions_in(
                question.when, question.unless, *(line.when for line in question.assume)
            )
            if deciding:
                found.setdefault(name, (deciding, []))[1].append(id_)
    return {
        id_: (deciding, tuple(flags))
        for id_ in rulebook.questions
        if id_ in found
        for deciding, flags in (found[id_],)
    }


def _all_read(rulebook, factors):
    """Returns these factors and all whose totals their rules read."""
    found = set(factors)
    while True:
        more = {
            other
            for id_ in found
            for rule in rulebook.factors[id_].rules
            for other in factors_in(*_sides(rule))
        }
        if more <= found:
            return sorted(found)
        found |= more


def witnesses(questionnaire, cases):
    """Yields red flags with answers that raise them, one for each way in which a probe does."""
    for key, variant in _ways(cases):
        if key[:-1] == ("red flag",):
            route = questionnaire.route(variant.answers)
            yield (
                key[-1],
                {id_: route.answers[id_] for id_ in route.path if id_ in route.answers},
            )


def shutting_answers(questionnaire, witnesses):
    """Yields what a single other answer does to a red flag that fires: where it no longer does.

    ``witnesses`` are red flags with answers that raise them.  Yields the flag, the question and its
    answer, and the urgency that is left.  Questions that the condition of the flag reads itself are
    left out.
    """
    rulebook = questionnaire.rulebook
    literals = literals_of(
        condition for gate in all_gates(rulebook) for condition in conditions_of(gate)
    )
    own_answers = {
        question.id: single_changes(question, literals) for question in rulebook.questions.values()
    }
    for id_, sheet in witnesses:
        own = set(questions_in(rulebook.red_flags[id_].when))
        for question, changes in own_answers.items():
            if question in own:
                continue
            for answer in changes:
                changed = {**sheet, question: answer}
                matched = questionnaire._reasoner.open(questionnaire.route(changed))  # noqa: SLF001 - the facade would put it all into words
                if key_of("red flag", id_) not in matched.opened:
                    yield id_, question, answer, urgency_of(matched)


def single_changes(question, literals):
    """Returns answers to try: every box alone, every choice, numbers around every limit, none."""
    match question:
        case NumberQuestion(low=low, high=high, step=step):
            limits = {
                literal.constant
                for literal in literals
                if isinstance(literal.subject, Measure) and literal.subject.question == question.id
            }
            wanted = {low, high, *limits, *(limit - step for limit in limits)}
            inside = sorted(each for each in wanted if low <= each <= high)
            return [None, *(int(x) if x.denominator == 1 else float(x) for x in inside)]
        case ChoiceQuestion(choices=choices):
            return [None, *(choice.id for choice in choices)]
        case ManyQuestion(choices=choices):
            return [None, *((choice.id,) for choice in choices)]


# Rules and questions ------------------------------------------------------------------------------


def what_rules_do(replay, removed):
    """Returns for each rule in how many of the sheets it fires, counts, and decides a level."""
    found = {}
    for mutation in removed:
        kind, id_ = mutation.key
        if kind == "rule":
            fires = counts = decides = 0
            for sheet in replay.sheets:
                if mutation.key in sheet.matched.opened:
                    without = replay.replayed(sheet.matched, mutation, is_open=False)
                    fires += 1
                    counts += without.totals != sheet.matched.totals
                    decides += levels_shown(without) != levels_shown(sheet.matched)
            found[id_] = fires, counts, decides
    return found


def questions_that_matter(questionnaire, cases):
    """Returns for each question two sheets that differ in its answer alone and end differently.

    That is: other rules or red flags fire.
    """

    ways = _ways(cases)

    @cache
    def first(number):
        return _fired(questionnaire, ways[number][1].answers)

    found = {}
    for question in questionnaire.rulebook.questions.values():
        pairs = (
            (number, {**ways[number][1].answers, question.id: answer})
            for number in _about(question.id, questionnaire.rulebook, ways)
            for answer in single_changes(question, ())
        )
        for number, other in pairs:
            if first(number) != _fired(questionnaire, other):
                found[question.id] = ways[number][1].answers, other
                break
    return found


def _about(question, rulebook, ways):
    """Returns which ways to try, first those of rules and red flags in which it decides."""
    reading = {
        gate.key
        for gate in conclusion_gates(rulebook)
        if _is_rule_or_flag(gate.key) and question in questions_in(*conditions_of(gate))
    }

    def seldom_decides(number):
        key, variant = ways[number]
        return key not in reading, question not in variant.given

    return sorted(range(len(ways)), key=seldom_decides)


def _ways(cases):
    """Returns all ways in which a probe makes something fire: its key, and the answers."""
    return [(probe.of, variant) for probe in cases.probes for variant in probe.fires]


def _fired(questionnaire, sheet):
    opened = questionnaire._reasoner.open(questionnaire.route(sheet)).opened  # noqa: SLF001 - the facade would put it all into words
    return set(filter(_is_rule_or_flag, opened))


def _is_rule_or_flag(key):
    return len(key) == 2 and key[0] in ("rule", "red flag")
