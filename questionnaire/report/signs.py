"""The warning signs: those that were found, and those that a missing answer leaves open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from questionnaire.inference.assessment import Evidence, GivenAnswer, RaisedFlag, ReachedTotal
from questionnaire.knowledge.conditions import Chosen, Ticked
from questionnaire.knowledge.model import Rulebook
from questionnaire.knowledge.printable import sentence
from questionnaire.report.answers import is_denial, used
from questionnaire.report.missing import Missing
from questionnaire.report.outline import Block, Kind, Outline, Paragraph, Part, entry, part
from questionnaire.report.report import Report
from questionnaire.report.shared_parts import lines, not_checked_heading


def raised(report: Report) -> Outline:
    """Returns the red flags that are shown as one part for each urgency, the highest first."""
    return tuple(
        Part(
            heading,
            tuple(chain.from_iterable(_flag(report, flag) for flag in flags)),
            kind_of(report.rulebook, urgency),
        )
        for urgency, heading, flags in flags_by_urgency(report)
    )


def _flag(report: Report, flag: RaisedFlag) -> Iterator[Block]:
    yield Paragraph(sentence(flag.sign), "strong")
    yield from lines("What to do", flag.advice)
    yield from entry("Your answers", evidence_in_words(report, flag.evidence))


def flags_by_urgency(report: Report) -> Iterator[tuple[str, str, Sequence[RaisedFlag]]]:
    """Yields each urgency with its heading and the flags shown under it, the highest first.

    A time frame of its own makes an urgency of its own.  The first has the headline, even where no
    flag of its urgency is shown.
    """
    rulebook, assessment = report.rulebook, report.assessment
    order = list(rulebook.urgencies)
    apart: dict[tuple[str, str], list[RaisedFlag]] = {}
    for flag in sorted(assessment.shown_flags, key=lambda one: -order.index(one.urgency)):
        apart.setdefault((flag.urgency, flag.time_frame), []).append(flag)
    leading = next(iter(apart), None)
    if leading is None or leading[0] != assessment.urgency:
        yield assessment.urgency, assessment.headline, ()
    for told, flags in apart.items():
        urgency, time_frame = told
        heading = f"{rulebook.urgencies[urgency].label}, {time_frame}"
        leads = told == leading and urgency == assessment.urgency
        yield urgency, assessment.headline if leads else heading, flags


def kind_of(rulebook: Rulebook, urgency: str) -> Kind:
    """Returns how a part about an urgency stands out."""
    return "emergency" if rulebook.urgencies[urgency].interrupts else "boxed"


def in_short(time_frame: str) -> str:
    """Returns a time frame without what it says to do, which stands behind a colon."""
    return time_frame.partition(":")[0]


def evidence_in_words(report: Report, evidence: Evidence) -> tuple[str, ...]:
    """Returns the answers and totals that made a rule fire; what was not answered is left out.

    So is that none of some boxes was ticked, where something else was said: a number of boxes of
    several lists is reached by those that have one.
    """
    given = [item for item in evidence if isinstance(item, GivenAnswer) and item.answer is not None]
    questions = report.rulebook.questions
    said = [
        item
        for item in given
        if not (isinstance(item.answer, tuple) and is_denial(questions[item.question], item.answer))
    ]
    told = (used(report, item.question, item.answer) for item in said or given)
    totals = (_behind_total(report, item) for item in evidence if isinstance(item, ReachedTotal))
    return tuple(dict.fromkeys((*told, *chain.from_iterable(totals))))


def _behind_total(report: Report, reached: ReachedTotal) -> tuple[str, ...]:
    """Returns the answers that raised a total; where its factor is not shown, that there are any.

    The rules of a total may read other totals, and never in a circle.
    """
    if not (raising := report.assessment.raising(reached)):
        return (f"What you answered about “{report.rulebook.factors[reached.factor].name}”",)
    said = (evidence_in_words(report, found.evidence) for found in raising)
    return tuple(chain.from_iterable(said))


def answers_behind(report: Report, flags: Iterable[RaisedFlag]) -> tuple[str, ...]:
    """Returns the answers behind signs, each once, where a sign says more than one answer."""
    known = report.rulebook.red_flags.values()
    plain = {flag.id for flag in known if isinstance(flag.when, Ticked | Chosen)}
    said = (evidence_in_words(report, flag.evidence) for flag in flags if flag.id not in plain)
    return tuple(dict.fromkeys(chain.from_iterable(said)))


def signs_not_checked(report: Report, missing: Missing) -> Outline:
    """Lists the warning signs that a missing answer leaves open, by urgency, the highest first."""
    rulebook = report.rulebook
    unchecked = [flag for id_, flag in rulebook.red_flags.items() if id_ in missing.flags]
    apart: dict[str, list[str]] = {}
    _, *urgent = rulebook.urgencies.values()
    for urgency in reversed(urgent):
        for flag in unchecked:
            if flag.urgency == urgency.id:
                when = in_short(flag.time_frame or urgency.time_frame)
                apart.setdefault(f"{urgency.label} {when}:", []).append(sentence(flag.sign))
    blocks: list[Block] = []
    for heading, signs in apart.items():
        blocks += [Paragraph(heading, "strong"), *entry("", signs)]
    return part(not_checked_heading(rulebook), blocks)
