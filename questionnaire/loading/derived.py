"""From decoded section tables to derived values, each after those that it uses."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from questionnaire.knowledge.conditions import Condition, Number, factors_in
from questionnaire.knowledge.model import Derived
from questionnaire.loading.condition_syntax import names_in, read_value
from questionnaire.loading.resolver import Resolver
from questionnaire.loading.tables import DerivedTable


def read_derived(
    tables: Iterable[tuple[str, DerivedTable]], names: dict[str, str], resolver: Resolver
) -> dict[str, Derived]:
    """Returns the derived values of (section, table) that can be used, in their order.

    Their ids are added to ``names``, each with its place.
    """
    placed: dict[str, tuple[str, DerivedTable]] = {}
    places: dict[str, str] = {}
    for section, table in tables:
        where = f'sections/{section}.toml: derived "{table.id}"'
        if resolver.is_new(table.id, names, where, "derived value"):
            placed[table.id] = section, table
            places[table.id] = where
    uses = {id_: names_in(table.value) & placed.keys() for id_, (_, table) in placed.items()}
    derived: dict[str, Derived] = {}
    values: dict[str, Number | Condition] = {}
    # It knows more with each value; what comes before those that it uses is broken.
    scope = replace(resolver.scope, derived=values, broken=resolver.scope.broken | placed.keys())
    for id_ in resolver.in_order(uses, places):
        where, (section, table) = places[id_], placed[id_]
        step = None if table.step is None else resolver.exact(table.step, f"{where}, step")
        value, faults = read_value(table.value, scope)
        resolver.faults(f"{where}, value", faults)
        if value is not None and not resolver.check_size(value, f"{where}, value", id_):
            value = None
        if isinstance(value, Condition) and _reads_totals(value, where, resolver):
            value = None
        resolver.cited(table.sources, where)
        if value is not None:
            values[id_] = value
            derived[id_] = Derived(
                id=id_,
                section=section,
                text=table.text,
                unit=table.unit,
                step=step,
                value=value,
                sources=tuple(table.sources),
            )
    return {id_: derived[id_] for id_ in placed if id_ in derived}


def _reads_totals(condition: Condition, where: str, resolver: Resolver) -> bool:
    totals = factors_in(condition)
    if totals:
        what = f'A derived value cannot read totals, such as that of "{totals[0]}".'
        resolver.problem(f"{where}, value", what, "Test the total in the rule itself.")
    return bool(totals)
