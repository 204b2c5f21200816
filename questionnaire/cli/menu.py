"""What can be seen and kept after the summary: a list that comes back until it is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Literal, TypeAlias

from msgspec import Struct

from questionnaire.cli.screen import print_or_page
from questionnaire.interview import sentences
from questionnaire.interview.keeping import Offer, offer_all, stoppable
from questionnaire.interview.protocol import Asker, Option
from questionnaire.report.details import details
from questionnaire.report.outline import Outline
from questionnaire.report.report import Report
from questionnaire.report.summary import summary

Left: TypeAlias = Literal["at once", "later", "back"]
"""How the list was left: with nothing seen, with something seen, or back to the questions."""


class _Row(Struct, frozen=True):
    """One thing that can be chosen, and what shows it; nothing shows what leads back."""

    option: Option
    show: Callable[[], None] | None


def look_further(asker: Asker, report: Report, offers: Sequence[Offer], back: Option) -> Left:
    """Shows what the person chooses until they have enough, or want ``back`` to the questions.

    Raises:
        InterviewStopped: The list, or what it led to, was broken off.
    """
    rows = tuple(_rows(asker, report, offers, back))
    options = (sentences.ENOUGH, *(row.option for row in rows))
    urgency = report.rulebook.urgencies[report.assessment.urgency]
    title = sentences.SEE_NEXT
    if urgency.interrupts:
        title = sentences.first(urgency.label, title)
    at: int | None = None  # at first no row, so that a spare Enter neither opens nor ends anything
    with stoppable() as heard:
        while True:
            heard.check()
            with asker.listening():
                chosen = asker.choose(title, options, default=None, at=at)
            if chosen == 0:
                return "at once" if at is None else "later"
            at = chosen
            if (show := rows[chosen - 1].show) is None:
                return "back"
            show()


def _rows(asker: Asker, report: Report, offers: Sequence[Offer], back: Option) -> Iterator[_Row]:
    def show(outline: Outline) -> None:
        asker.leave_in_sight(print_or_page(outline, plain=not asker.draws))

    told, parts = summary(report), details(report)
    levels = {
        factor.name: f" ({report.rulebook.levels[factor.level].label})"
        for factor in report.assessment.factors
    }
    yield _Row(sentences.KEEP_A_COPY, partial(offer_all, asker, offers))
    yield _Row(back, None)
    yield _Row(sentences.SUMMARY_AGAIN, partial(show, told))
    for part in parts:
        label = f"{part.heading}{levels.get(part.heading, '')}"
        yield _Row(Option(label), partial(show, (part,)))
    yield _Row(sentences.EVERYTHING, partial(show, (*told, *parts)))
