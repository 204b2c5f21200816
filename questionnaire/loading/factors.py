"""From the tables of factors to factors, each with its rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from questionnaire.knowledge.conditions import factors_in
from questionnaire.knowledge.model import LINE_KEYS, Factor, Level, Rule
from questionnaire.knowledge.reads import totals_read
from questionnaire.loading.resolver import Resolver
from questionnaire.loading.tables import FactorTable, RuleTable

HEAVIEST: Final = 1000
"""The largest weight of a rule: totals must stay exact in the engine."""


def read_factors(
    tables: Mapping[str, FactorTable],
    levels: Mapping[str, Level],
    names: dict[str, str],
    resolver: Resolver,
) -> dict[str, Factor]:
    """Returns the factors, each with its rules, in the order of ``tables`` (id → table).

    Their ids are added to ``names``, each with its place.
    """
    rules: dict[str, str] = {}
    factors = {}
    for id_, table in tables.items():
        where = f"factors/{id_}.toml"
        own: list[Rule] = []
        taken: dict[str, str] = {}
        for rule_table in table.rule:
            place = f'{where}: rule "{rule_table.id}"'
            if resolver.is_new(rule_table.id, rules, place, "rule"):
                own.append(_rule(rule_table, id_, place, levels, resolver))
        showing = any(rule.weight > 0 and not rule.supporting for rule in table.rule)
        if not showing and not resolver.marred(f"{where}: rule"):
            what = "No rule can show this factor."
            resolver.problem(where, what, "Write one of positive weight that is not supporting.")
        resolver.is_new(id_, names, where, "factor")
        resolver.known(table.up_to, levels, f"{where}: up_to", "level")
        resolver.cited(table.sources, where)
        factors[id_] = Factor(
            id=id_,
            name=table.name,
            grade=table.grade,
            summary=table.summary,
            role=table.role,
            link=table.link,
            evidence=table.evidence,
            **{
                key: resolver.lines(getattr(table, key), f"{where}: {key}", taken=taken)
                for key in LINE_KEYS
            },
            unless=resolver.condition(table.unless, f"{where}: unless"),
            up_to=table.up_to,
            sources=tuple(table.sources),
            rules=tuple(own),
        )
    _check_circles(factors, resolver)
    return factors


def _rule(
    table: RuleTable, factor: str, where: str, levels: Mapping[str, Level], resolver: Resolver
) -> Rule:
    if table.weight == 0:
        what = "A weight of 0 changes nothing."
        resolver.problem(f"{where}, weight", what, "Write 1, 2 or 3, or less than 0 to lower.")
    if abs(table.weight) > HEAVIEST:
        what = f"The weight is {table.weight}; {HEAVIEST} is the limit."
        resolver.problem(f"{where}, weight", what, "Write 1, 2 or 3.")
    resolver.known(table.up_to, levels, f"{where}, up_to", "level")
    resolver.cited(table.sources, where)
    when = resolver.condition(table.when, f"{where}, when")
    if when is not None or table.when is None:
        resolver.printable(table.because, when, f"{where}, because")
    return Rule(
        id=table.id,
        factor=factor,
        when=when,
        unless=resolver.condition(table.unless, f"{where}, unless"),
        weight=table.weight,
        up_to=table.up_to,
        supporting=table.supporting,
        because=table.because,
        sources=tuple(table.sources),
    )


def _check_circles(factors: Mapping[str, Factor], resolver: Resolver) -> None:
    for factor in factors.values():
        for rule in factor.rules:
            if factor.id in factors_in(rule.when, rule.unless):
                where = f'factors/{factor.id}.toml: rule "{rule.id}"'
                what = "It looks at the total that it adds to."
                resolver.problem(where, what, "Look at answers, or at another factor.")
    reads = {id_: totals_read(factor) & factors.keys() - {id_} for id_, factor in factors.items()}
    for _ in resolver.in_order(reads, {id_: f"factors/{id_}.toml" for id_ in factors}):
        """Only circles matter here; the order does not."""
