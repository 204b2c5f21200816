"""Small mistakes in the rules and red flags of a rule base, which its cases should notice."""

from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from questionnaire.checking.satisfaction import Satisfaction
from questionnaire.knowledge.conditions import (
    And,
    Arithmetic,
    Chosen,
    Comparison,
    Constant,
    Count,
    Default,
    DerivedCondition,
    DerivedNumber,
    Extreme,
    Not,
    Or,
    Reaches,
)
from questionnaire.knowledge.gates import Key, key_of
from questionnaire.knowledge.model import Rulebook
from questionnaire.knowledge.normal_form import TooManyConjunctions, normal_form

MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


class Mutation(Struct, frozen=True):
    """A rule base with one rule or red flag changed; ``kind`` and ``what`` say how."""

    kind: str
    what: str
    key: Key
    rulebook: Rulebook


def removals(rulebook):
    """Yields the rule base without each of its rules and red flags."""
    for factor in rulebook.factors.values():
        for rule in factor.rules:
            yield Mutation(
                "removed", rule.id, key_of("rule", rule.id), _with_rule(rulebook, rule, None)
            )
    for id_ in rulebook.red_flags:
        yield Mutation("removed", id_, key_of("red flag", id_), _with_flag(rulebook, id_, None))


def mutations(rulebook):
    """Yields all changes: removals, weights, caps, support, urgencies, and conditions."""
    yield from removals(rulebook)
    reason = Satisfaction(rulebook.questions, {})
    for factor in rulebook.factors.values():
        for rule in factor.rules:
            for kind, how, changed in _changed_rules(rule, reason):
                what = f"{rule.id}: {how}"
                yield Mutation(
                    kind, what, key_of("rule", rule.id), _with_rule(rulebook, rule, changed)
                )
    order = list(rulebook.urgencies)
    for flag in rulebook.red_flags.values():
        lower = {above: below for below, above in pairwise(order)}.get(flag.urgency)
        changes = [("urgency one lower", lower, replace(flag, urgency=lower))] if lower else []
        changes += [
            (kind, how, replace(flag, when=when))
            for kind, how, when in changes_of(flag.when, reason)
        ]
        for kind, how, changed in changes:
            what = f"{flag.id}: {how}"
            yield Mutation(
                kind, what, key_of("red flag", flag.id), _with_flag(rulebook, flag.id, changed)
            )


def _changed_rules(rule, reason):
    for weight in (rule.weight - 1, rule.weight + 1):
        if weight:
            yield "weight one off", f"weight {weight}", replace(rule, weight=weight)
    if rule.up_to is not None:
        yield "cap dropped", f"no up_to {rule.up_to}", replace(rule, up_to=None)
    if rule.supporting:
        yield "support dropped", "not supporting", replace(rule, supporting=False)
    for side in ("when", "unless"):
        if (condition := getattr(rule, side)) is not None:
            for kind, how, changed in changes_of(condition, reason):
                yield kind, f"{side}: {how}", replace(rule, **{side: changed})


def _with_rule(rulebook, rule, changed):
    factor = rulebook.factors[rule.factor]
    rules = tuple(
        changed if each is rule else each
        for each in factor.rules
        if each is not rule or changed is not None
    )
    return replace(rulebook, factors={**rulebook.factors, factor.id: replace(factor, rules=rules)})


def _with_flag(rulebook, id_, changed):
    flags = {**rulebook.red_flags, id_: changed}
    return replace(rulebook, red_flags={id_: flag for id_, flag in flags.items() if flag})


# Conditions ---------------------------------------------------------------------------------------


def changes_of(condition, reason):
    """Yields conditions with one limit, box, choice or part changed: kind, words, condition."""
    before = set(normal_form(condition))
    for kind, how, changed in _conditions(condition, reason):
        try:
            if set(normal_form(changed)) != before:
                yield kind, how, changed
        except TooManyConjunctions:
            continue


def _conditions(node, reason):
    match node:
        case And() | Or():
            yield from _parts(node, reason)
        case Not(part):
            for kind, how, changed in _conditions(part, reason):
                yield kind, how, Not(changed)
        case DerivedCondition(_, value):
            yield from _conditions(value, reason)
        case Reaches(factor, least):
            for other in (least - 1, least + 1):
                yield "limit one step off", f"{factor} >= {other}", Reaches(factor, other)
        case Chosen(question, choices) if len(choices) > 1:
            for choice in choices:
                rest = tuple(each for each in choices if each != choice)
                yield "box dropped", f"{question} without {choice}", Chosen(question, rest)
        case Comparison(Constant() as left, sign, right):
            yield from _conditions(Comparison(right, MIRRORED[sign], left), reason)
        case Comparison(left, sign, Constant(limit) as right):
            for other_sign, other in _limits(sign, limit, _values(left, reason)):
                how = f"{_name(left)} {other_sign} {float(other):g} for {sign} {float(limit):g}"
                yield "limit one step off", how, Comparison(left, other_sign, Constant(other))
            for how, changed in _numbers(left):
                yield "box dropped", how, Comparison(changed, sign, right)


def _parts(node, reason):
    for number, part in enumerate(node.parts):
        before, after = node.parts[:number], node.parts[number + 1 :]
        rest = (*before, *after)
        how = f"{type(node).__name__.lower()} without part {number + 1} of {len(node.parts)}"
        yield "part dropped", how, rest[0] if len(rest) == 1 else type(node)(rest)
        for kind, change, changed in _conditions(part, reason):
            yield kind, change, type(node)((*before, changed, *after))


def _numbers(node):
    """Yields numbers with one box fewer in one of their counts."""
    match node:
        case Count(question, boxes) if len(boxes) > 1:
            for box in boxes:
                rest = tuple(each for each in boxes if each != box)
                yield f"{question} counted without {box}", Count(question, rest)
        case DerivedNumber(_, value):
            yield from _numbers(value)
        case Default(number, otherwise):
            yield from ((how, Default(changed, otherwise)) for how, changed in _numbers(number))
        case Arithmetic(sign, left, right):
            yield from ((how, Arithmetic(sign, each, right)) for how, each in _numbers(left))
            yield from ((how, Arithmetic(sign, left, each)) for how, each in _numbers(right))
        case Extreme(which, numbers):
            for number, part in enumerate(numbers):
                for how, each in _numbers(part):
                    yield how, Extreme(which, (*numbers[:number], each, *numbers[number + 1 :]))


def _values(number, reason):
    """Returns in order all values that a number can have."""
    values = reason.values(number)
    assert values is not None, f"{number} has too many values to list"
    return sorted(value for value in values if value is not None)


def _limits(sign, limit, values):
    """Yields the comparisons that hold for one value more, and for one fewer."""
    below = [value for value in values if value < limit]
    above = [value for value in values if value > limit]
    at = [limit] if limit in values else []
    match sign:
        case "<" | ">=":
            down, up = below[-1:], (at + above)[:1]
            moved = [("<", each) for each in down] + [("<=", each) for each in up]
        case "<=" | ">":
            down, up = (below + at)[-1:], above[:1]
            moved = [("<", each) for each in down] + [("<=", each) for each in up]
        case _:
            moved = [(sign, each) for each in below[-1:] + above[:1]]
    opposite = {"<": ">=", "<=": ">"}
    for moved_sign, each in moved:
        yield opposite.get(moved_sign, moved_sign) if sign in (">", ">=") else moved_sign, each


def _name(number):
    match number:
        case DerivedNumber(id_):
            return id_
        case Count(question, boxes):
            return f"count({question}, {len(boxes)} boxes)"
        case _:
            return getattr(number, "question", type(number).__name__.lower())
