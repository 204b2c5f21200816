"""The result: what is concluded from one sheet of many, in ids and numbers, without any words.

It is what ``concluding`` tells, as far as a cohort needs it.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from questionnaire.inference.reasoning import Reasoner, fired_flags, levels_shown, urgency_of
from questionnaire.inference.route import Route


class Result(Struct, frozen=True, kw_only=True):
    """What the rules conclude from a sheet, short enough to be kept of a million.

    Attributes:
        urgency: The id of the highest urgency of all flags that fired, hidden ones included.
        red_flags: All that fired, in the order of the rule base.
        levels: The level of each factor that is shown, in the order of the rule base.
        totals: The total of every factor, shown or not.
        unchecked: The questions that red flags read, that apply and that have no answer.
        set_aside: The questions whose answers, or some boxes of them, did not fit the others.
    """

    urgency: str
    red_flags: tuple[str, ...]
    levels: Mapping[str, str]
    totals: Mapping[str, int]
    unchecked: tuple[str, ...]
    set_aside: tuple[str, ...]


def result_of(route: Route, reasoner: Reasoner) -> Result:
    """Returns the result of a route."""
    matched = reasoner.open(route)
    return Result(
        urgency=urgency_of(matched),
        red_flags=tuple(flag.id for flag in fired_flags(matched)),
        levels=dict(levels_shown(matched)),
        totals=matched.totals,
        unchecked=reasoner.unchecked(route),
        set_aside=tuple(dict.fromkeys(each.question for each in route.set_aside)),
    )
