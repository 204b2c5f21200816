"""From the table of red flags to red flags."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from questionnaire.knowledge.conditions import (
    Condition,
    Count,
    Or,
    Ticked,
    questions_in,
    walk,
)
from questionnaire.knowledge.model import RedFlag, Rulebook, Urgency
from questionnaire.knowledge.placeholders import TICKED, misread, placeholders
from questionnaire.knowledge.problems import Problem
from questionnaire.loading.resolver import Resolver
from questionnaire.loading.tables import RedFlagTable


def read_red_flags(
    tables: Iterable[RedFlagTable], urgencies: Mapping[str, Urgency], resolver: Resolver
) -> dict[str, RedFlag]:
    """Returns the red flags in the order of ``tables``."""
    flags: dict[str, RedFlag] = {}
    taken: dict[str, str] = {}
    for table in tables:
        where = _flag_place(table.id)
        if resolver.is_new(table.id, taken, where, "red flag"):
            resolver.known(table.urgency, urgencies, f"{where}, urgency", "urgency")
            resolver.cited(table.sources, where)
            # A condition that cannot be read is a problem of its own; here it never holds.
            when = resolver.condition(table.when, f"{where}, when") or Or(())
            _check_because(table.because, when, f"{where}, because", resolver)
            flags[table.id] = RedFlag(
                id=table.id,
                sign=table.sign,
                because=table.because,
                when=when,
                urgency=table.urgency,
                instead_of=tuple(table.instead_of),
                time_frame=table.time_frame,
                advice=resolver.lines(table.advice, f"{where}, advice"),
                sources=tuple(table.sources),
                keeps=resolver.kept(table.keeps, where),
            )
    for flag in flags.values():
        _check_instead_of(flag, flags, list(urgencies), resolver)
    hides = {id_: frozenset(flag.instead_of) & flags.keys() - {id_} for id_, flag in flags.items()}
    for _ in resolver.in_order(hides, {id_: f"{_flag_place(id_)}, instead_of" for id_ in flags}):
        """Only circles matter here; the order does not."""
    return flags


def empty_lists(rulebook: Rulebook) -> Iterator[Problem]:
    """Yields the notices whose list of signs would always be empty, such as without a file of them.

    What would be listed is only known of a rule base that is sound otherwise.
    """
    flags = rulebook.red_flags.values()
    listed = {flag.urgency for flag in flags}
    looked_at = {id_ for flag in flags for id_ in questions_in(flag.when)}
    for notice in rulebook.notices:
        sought = [f'has the urgency "{id_}"' for id_ in sorted(notice.signs)]
        sought += [f'looks at the question "{id_}"' for id_ in sorted(notice.signs_of)]
        if sought and listed.isdisjoint(notice.signs) and looked_at.isdisjoint(notice.signs_of):
            what = f"No red flag {' or '.join(sought)}, so its list of signs is empty."
            how = "Write such a red flag in red_flags.toml, or take the notice out."
            yield Problem(f'rulebook.toml: notice "{notice.id}"', what, how)


def _check_because(text: str | None, when: Condition, where: str, resolver: Resolver) -> None:
    if text is None:
        return
    if placeholders(text) != (TICKED,) or misread(text):
        what = "The text must say which boxes were ticked, and can fill in nothing else."
        resolver.problem(where, what, "Write {ticked} where they belong, and no other braces.")
    elif when != Or(()) and not any(isinstance(node, Ticked | Count) for node in walk(when)):
        what = "The condition looks at no box, so none can be named."
        resolver.problem(where, what, 'Leave "because" out; then the sign is told.')


def _check_instead_of(
    flag: RedFlag, flags: Mapping[str, RedFlag], order: list[str], resolver: Resolver
) -> None:
    where = f"{_flag_place(flag.id)}, instead_of"
    for id_ in flag.instead_of:
        resolver.known(id_, flags, where, "red flag")
        if id_ == flag.id:
            resolver.problem(where, "A flag cannot stand instead of itself.", "Take it out.")
        other = flags.get(id_)
        if other is None or not {other.urgency, flag.urgency} <= set(order):
            continue
        if order.index(other.urgency) > order.index(flag.urgency):
            resolver.problem(
                where,
                f'"{id_}" is more urgent ({other.urgency}) than this flag ({flag.urgency}).',
                "A flag may only stand instead of one that is not more urgent.",
            )


def _flag_place(id_: str) -> str:
    return f'red_flags.toml: "{id_}"'
