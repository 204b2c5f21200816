"""From decoded section tables to derived values, each after those that it uses."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from questionnaire.knowledge.conditions import Condition, factors_in
from questionnaire.knowledge.model import (
    Derived,
)
from questionnaire.knowledge.resolving import Resolver
from questionnaire.knowledge.syntax import names_in, read_value
from questionnaire.knowledge.tables import (
    DerivedTable,
)


def assemble_derived(
    tables: Iterable[tuple[str, DerivedTable]], to: Resolver
) -> dict[str, Derived]:
    """Returns the derived values of (section, table) and puts them into the scope of ``to``."""
    placed: dict[str, tuple[str, DerivedTable]] = {}
    places: dict[str, str] = {}
    for section, table in tables:
        where = f'sections/{section}.toml: derived "{table.id}"'
        if to.is_new(table.id, {**to.scope.questions, **placed}, where, "derived value"):
            placed[table.id] = section, table
            places[table.id] = where
    uses = {id_: names_in(table.value) & placed.keys() for id_, (_, table) in placed.items()}
    derived: dict[str, Derived] = {}
    to.give_up(*placed)
    for id_ in to.in_order(uses, places):
        where, (section, table) = places[id_], placed[id_]
        to.give_up(*(uses[id_] - derived.keys()))
        step = None if table.step is None else to.exact(table.step, f"{where}, step")
        value, faults = read_value(table.value, to.scope)
        to.faults(f"{where}, value", faults)
        if value is not None and not to.check_size(value, f"{where}, value"):
            value = None
        if isinstance(value, Condition) and _reads_totals(value, where, to):
            value = None
        if value is not None:
            to.scope = replace(
                to.scope,
                derived={**to.scope.derived, id_: value},
                broken=to.scope.broken - {id_},
            )
            derived[id_] = Derived(
                id=id_, section=section, text=table.text, unit=table.unit, step=step, value=value
            )
    return {id_: derived[id_] for id_ in placed if id_ in derived}


def _reads_totals(condition: Condition, where: str, to: Resolver) -> bool:
    totals = factors_in(condition)
    if totals:
        what = f'A derived value cannot read totals, such as that of "{totals[0]}".'
        to.problem(f"{where}, value", what, "Test the total in the rule itself.")
    return bool(totals)
