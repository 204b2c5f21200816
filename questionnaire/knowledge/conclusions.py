"""From decoded tables to factors, red flags, notices and messages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from msgspec.structs import asdict

from questionnaire.knowledge.conditions import Or, factors_in
from questionnaire.knowledge.model import (
    LINE_KEYS,
    Factor,
    Level,
    Messages,
    Notice,
    RedFlag,
    Rule,
    Urgency,
    Words,
)
from questionnaire.knowledge.resolving import Resolver
from questionnaire.knowledge.tables import (
    FactorTable,
    LineTable,
    MessagesTable,
    NoticeTable,
    RedFlagTable,
    RuleTable,
    WordsTable,
)
from questionnaire.knowledge.texts import placeholders

HEAVIEST: Final = 1000
"""The largest weight of a rule: totals must stay exact in the engine."""


def assemble_factors(
    tables: Mapping[str, FactorTable], levels: Mapping[str, Level], to: Resolver
) -> dict[str, Factor]:
    """Returns the factors, each with its rules, in the order of ``tables`` (id → table)."""
    rules: dict[str, Rule] = {}
    factors = {}
    for id_, table in tables.items():
        where = f"factors/{id_}.toml"
        own = []
        for rule_table in table.rule:
            place = f'{where}: rule "{rule_table.id}"'
            if to.is_new(rule_table.id, rules, place, "rule"):
                rule = _rule(rule_table, id_, place, levels, to)
                rules[rule.id] = rule
                own.append(rule)
        if not any(rule.weight > 0 and not rule.supporting for rule in own):
            what = "No rule can show this factor."
            to.problem(where, what, "Write one of positive weight that is not supporting.")
        if id_ in to.scope.questions or id_ in to.scope.derived:
            what = f'The id "{id_}" is taken by a question or a derived value.'
            to.problem(where, what, "Rename the file or the other one.")
        to.known(table.up_to, levels, f"{where}: up_to", "level")
        to.cited(table.sources, where)
        factors[id_] = Factor(
            id=id_,
            name=table.name,
            grade=table.grade,
            summary=table.summary,
            role=table.role,
            link=table.link,
            evidence=table.evidence,
            **{key: to.lines(getattr(table, key), f"{where}: {key}") for key in LINE_KEYS},
            unless=to.condition(table.unless, f"{where}: unless"),
            up_to=table.up_to,
            sources=tuple(table.sources),
            rules=tuple(own),
        )
    _check_circles(factors, to)
    return factors


def totals_read(factor: Factor) -> frozenset[str]:
    """Returns the factors whose totals the rules of a factor read."""
    return frozenset(read for rule in factor.rules for read in factors_in(rule.when, rule.unless))


def assemble_red_flags(
    tables: Iterable[RedFlagTable], urgencies: Mapping[str, Urgency], to: Resolver
) -> dict[str, RedFlag]:
    """Returns the red flags in the order of ``tables``."""
    flags: dict[str, RedFlag] = {}
    for table in tables:
        where = _flag_place(table.id)
        if to.is_new(table.id, flags, where, "red flag"):
            to.known(table.urgency, urgencies, f"{where}, urgency", "urgency")
            to.cited(table.sources, where)
            flags[table.id] = RedFlag(
                id=table.id,
                sign=table.sign,
                # A condition that cannot be read is a problem of its own; here it never holds.
                when=to.condition(table.when, f"{where}, when") or Or(()),
                urgency=table.urgency,
                instead_of=tuple(table.instead_of),
                time_frame=table.time_frame,
                advice=to.lines(table.advice, f"{where}, advice"),
                sources=tuple(table.sources),
            )
    for flag in flags.values():
        _check_instead_of(flag, flags, list(urgencies), to)
    hides = {id_: frozenset(flag.instead_of) & flags.keys() - {id_} for id_, flag in flags.items()}
    for _ in to.in_order(hides, {id_: f"{_flag_place(id_)}, instead_of" for id_ in flags}):
        """Only circles matter here; the order does not."""
    return flags


def assemble_notices(
    tables: Iterable[NoticeTable], urgencies: Mapping[str, Urgency], to: Resolver
) -> tuple[Notice, ...]:
    """Returns the notices in the order of ``tables``."""
    notices: dict[str, Notice] = {}
    for table in tables:
        where = f'rulebook.toml: notice "{table.id}"'
        if to.is_new(table.id, notices, where, "notice"):
            for urgency in table.signs:
                to.known(urgency, urgencies, f"{where}, signs", "urgency")
            for question in table.signs_of:
                to.known(question, to.scope.questions, f"{where}, signs_of", "question")
            line = to.line(LineTable(text=table.text, when=table.when, unless=table.unless), where)
            notices[table.id] = Notice(
                id=table.id,
                text=line.text,
                when=line.when,
                unless=line.unless,
                signs=tuple(table.signs),
                signs_of=tuple(table.signs_of),
            )
    return tuple(notices.values())


def assemble_messages(table: MessagesTable, to: Resolver) -> Messages:
    """Returns the messages."""
    where = "rulebook.toml: messages"
    if placeholders(table.answers_set_aside) != ("answers",):
        what = "The text does not say which answers were set aside."
        to.problem(f"{where}, answers_set_aside", what, "Write {answers} where they belong.")
    return Messages(
        nothing_found=to.lines(table.nothing_found, f"{where}, nothing_found"),
        nothing_found_beside_flags=to.lines(
            table.nothing_found_beside_flags, f"{where}, nothing_found_beside_flags"
        ),
        nothing_answered=to.lines(table.nothing_answered, f"{where}, nothing_answered"),
        answers_set_aside=table.answers_set_aside,
    )


def assemble_words(table: WordsTable) -> Words:
    """Returns the headings."""
    return Words(**{key: words for key, words in asdict(table).items() if words is not None})


def assemble_asked_first(ids: Iterable[str], to: Resolver) -> tuple[str, ...]:
    """Returns the questions whose answers open the document for the appointment."""
    first = tuple(dict.fromkeys(ids))
    for id_ in first:
        to.known(id_, to.scope.questions, "rulebook.toml: asked_first", "question")
    return first


def _rule(
    table: RuleTable, factor: str, where: str, levels: Mapping[str, Level], to: Resolver
) -> Rule:
    if table.weight == 0:
        what = "A weight of 0 changes nothing."
        to.problem(f"{where}, weight", what, "Write 1, 2 or 3, or less than 0 to lower.")
    if abs(table.weight) > HEAVIEST:
        what = f"The weight is {table.weight}; {HEAVIEST} is the limit."
        to.problem(f"{where}, weight", what, "Write 1, 2 or 3.")
    to.known(table.up_to, levels, f"{where}, up_to", "level")
    to.cited(table.sources, where)
    when = to.condition(table.when, f"{where}, when")
    if when is not None or table.when is None:
        to.printable(table.because, when, f"{where}, because")
    return Rule(
        id=table.id,
        factor=factor,
        when=when,
        unless=to.condition(table.unless, f"{where}, unless"),
        weight=table.weight,
        up_to=table.up_to,
        supporting=table.supporting,
        because=table.because,
        sources=tuple(table.sources),
    )


def _check_circles(factors: Mapping[str, Factor], to: Resolver) -> None:
    for factor in factors.values():
        for rule in factor.rules:
            if factor.id in factors_in(rule.when, rule.unless):
                where = f'factors/{factor.id}.toml: rule "{rule.id}"'
                what = "It looks at the total that it adds to."
                to.problem(where, what, "Look at answers, or at another factor.")
    reads = {id_: totals_read(factor) & factors.keys() - {id_} for id_, factor in factors.items()}
    for _ in to.in_order(reads, {id_: f"factors/{id_}.toml" for id_ in factors}):
        """Only circles matter here; the order does not."""


def _check_instead_of(
    flag: RedFlag, flags: Mapping[str, RedFlag], order: list[str], to: Resolver
) -> None:
    where = f"{_flag_place(flag.id)}, instead_of"
    for id_ in flag.instead_of:
        to.known(id_, flags, where, "red flag")
        if id_ == flag.id:
            to.problem(where, "A flag cannot stand instead of itself.", "Take it out.")
        other = flags.get(id_)
        if other is None or not {other.urgency, flag.urgency} <= set(order):
            continue
        if order.index(other.urgency) > order.index(flag.urgency):
            to.problem(
                where,
                f'"{id_}" is more urgent ({other.urgency}) than this flag ({flag.urgency}).',
                "A flag may only stand instead of one that is not more urgent.",
            )


def _flag_place(id_: str) -> str:
    return f'red_flags.toml: "{id_}"'
