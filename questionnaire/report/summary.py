"""The summary for the person, on one page: what to do, why, what stands out, what was left open.

An emergency, no answers at all, and answers in which nothing stands out are designs of their own.
What does not fit is counted, with where it can be seen: nothing is cut off in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, product
from textwrap import wrap

from msgspec import Struct

from questionnaire.inference.assessment import RaisedFlag, ShownFactor
from questionnaire.knowledge.printable import sentence
from questionnaire.report import shared_parts
from questionnaire.report.changes import WHAT_COULD_CHANGE, in_sentences
from questionnaire.report.missing import Missing, missing
from questionnaire.report.outline import (
    Bar,
    Block,
    Entry,
    Kind,
    Outline,
    Overview,
    Paragraph,
    Part,
    entry,
    part,
)
from questionnaire.report.recommendation import recommendation
from questionnaire.report.report import Report
from questionnaire.report.shared_parts import bar, counted, some, under
from questionnaire.report.signs import (
    answers_behind,
    flags_by_urgency,
    in_short,
    kind_of,
    signs_not_checked,
)
from questionnaire.report.since import since

_PAGE, _LONGEST = 40, 57
"""Lines of 80 columns: what everybody should get by with, and what nobody may exceed."""
_FRAME: Mapping[Kind, int] = {"plain": 1, "below": 2, "card": 2, "boxed": 3, "emergency": 6}
"""How many of them stand round the heading and the text of a part."""


class _Room(Struct, frozen=True):
    """How many items each list may hold."""

    signs: int
    factors: int
    others: int


_ROOMS = tuple(
    _Room(*sizes)
    for sizes in (
        (6, 6, 3),
        (6, 5, 2),
        (5, 4, 2),
        (5, 4, 1),
        (4, 3, 1),
        (4, 3, 0),
        (3, 3, 0),
        (3, 2, 0),
        (2, 2, 0),
    )
)
_ENOUGH = 4
"""So many of these rooms leave enough of each to tell the answers behind the signs too."""
_LEAST = _Room(1, 0, 0)
"""The more there is to be told, the fewer of each; what is urgent gives way last."""

ELSEWHERE = "in the details"
"""Where is what had no room."""
_TO_TRY, _LEFT_OPEN = "What you could try", "Not answered, and could show what plays a part"


def summary(report: Report) -> Outline:
    """Returns the summary for the person, as much of it as fits a page."""
    assessment, open_ = report.assessment, missing(report)
    if assessment.nothing_answered and not assessment.shown_flags:
        notes = shared_parts.notices(report, open_)
        listed = signs_not_checked(report, open_)
        end = recommendation(report)
        return *shared_parts.nothing_stands_out(report), *notes, *listed, end
    without = tuple(product([_PAGE, _LONGEST], _ROOMS, [False]))
    for lines, room, answers in (*product([_PAGE], _ROOMS[:_ENOUGH], [True]), *without):
        if _lines(told := _told(report, room, open_, answers=answers)) <= lines:
            return told
    return _told(report, _LEAST, open_, answers=False)


def _told(report: Report, room: _Room, open_: Missing, *, answers: bool) -> Outline:
    """Returns the summary with no more than there is room for.

    With ``answers`` it says which of them are behind the signs; in an emergency only what to do.
    """
    assessment = report.assessment
    urgency = report.rulebook.urgencies[assessment.urgency]
    most_later = min(room.others, 1) if urgency.interrupts else room.signs - 1
    first, later = _urgent(report, room.signs, most_later)
    notes = (*since(report), *shared_parts.notices(report, open_, room.others))
    end = recommendation(report)
    if urgency.interrupts:
        wait = (*later, *_for_later(report, most_later))
        return first, *part("What follows can wait", wait), *notes, end
    behind = _behind(report) if answers else ()
    first = Part(first.heading, (*first.blocks, *behind, *later), first.kind)
    found = shared_parts.nothing_stands_out(report)
    rest = (*_worth_a_look(report, room.others, open_), end)
    if assessment.factors:
        return first, *notes, _standing_out(report, room.factors), *rest
    if assessment.shown_flags or not found:
        return first, *notes, *found, *rest
    # A box without a sign in it would say twice to see somebody: here, and in the recommendation.
    (calm,) = found
    said = (*calm.blocks, Paragraph(f"{assessment.headline}."))
    return *notes, Part(calm.heading, said), *rest


def _urgent(report: Report, most: int, most_later: int) -> tuple[Part, tuple[Entry, ...]]:
    """Returns the headline with its signs and what to do, and a line for each other time frame."""
    where = under(shared_parts.found_heading(report.rulebook))
    (urgency, headline, leading), *others = flags_by_urgency(report)
    signs = (sentence(flag.because) for flag in leading)
    blocks = (
        *entry("Because of", some(signs, most, where, "sign")),
        *entry("What to do", some(_advice(leading), most, where, "step")),
    )
    later = []
    for _, _, flags in others:
        told = some((flag.because for flag in flags), most_later, where, "sign")
        if not most_later:
            told = [counted(len(flags), "sign")]
        later.append(f"{_when(report, flags[0])}: {'; '.join(told)}")
    if later and not most_later:
        later.append(f"More about each {where}")
    kind = kind_of(report.rulebook, urgency)
    return Part(headline, blocks, kind), entry("Also", later)


def _behind(report: Report) -> tuple[Entry, ...]:
    """Returns the answers behind the signs that lead, where these say more, or less, than they."""
    _, _, leading = next(flags_by_urgency(report))
    unsaid = [flag for flag in leading if flag.because == flag.sign]
    return entry("Your answers", answers_behind(report, unsaid))


def _when(report: Report, flag: RaisedFlag) -> str:
    """Returns when to do something about a sign; in the urgency that leads, when alone."""
    when = in_short(flag.time_frame)
    if flag.urgency == report.assessment.urgency:
        return sentence(when)
    return f"{report.rulebook.urgencies[flag.urgency].label} {when}"


def _advice(flags: Sequence[RaisedFlag]) -> Iterator[str]:
    """Yields what to do about signs: of each the first thing, then the others."""
    texts = [[line.text for line in flag.advice] for flag in flags]
    return chain(chain(*(each[:1] for each in texts)), chain(*(each[1:] for each in texts)))


def _standing_out(report: Report, most: int) -> Part:
    """Returns a line for each factor with its strongest reason, and below it names alone."""
    factors = report.assessment.factors
    bars = (bar(report.rulebook, each.level, each.name, _reason(each)) for each in factors[:most])
    others = _by_level(report, factors[most:], most)
    return Part("What stands out", (Overview((*bars, *others)),))


def _for_later(report: Report, most: int) -> tuple[Block, ...]:
    """Returns the names of so many factors of each level; where there is no room, how many."""
    factors = report.assessment.factors
    if not (most and factors):
        names = (factor.name for factor in factors)
        return entry("What stands out", some(names, most, ELSEWHERE, "factor"))
    bars = tuple(_by_level(report, factors, most))
    return Paragraph("What stands out, to be read later:"), Overview(bars)


def _by_level(report: Report, factors: Sequence[ShownFactor], most: int) -> Iterator[Bar]:
    """Yields a line for each level, with the names of so many of the factors that reach it."""
    for level in dict.fromkeys(factor.level for factor in factors):
        names = (factor.name for factor in factors if factor.level == level)
        yield bar(report.rulebook, level, "; ".join(some(names, max(most, 1), ELSEWHERE, "factor")))


def _reason(factor: ShownFactor) -> str:
    return max(factor.findings, key=lambda found: found.weight).because


def _worth_a_look(report: Report, most: int, open_: Missing) -> Outline:
    """Returns what could be tried and what was left open; where there is no room, how much.

    Questions on which warning signs depend stand among the notices, and not here once more.
    """
    questions = report.rulebook.questions
    left_open = (questions[id_].text for id_ in open_.for_factors)
    lists = {
        _TO_TRY: some(in_sentences(report), most, under(WHAT_COULD_CHANGE), "thing"),
        _LEFT_OPEN: some(left_open, most, under(shared_parts.NOT_ANSWERED), "question"),
    }
    if most:
        return tuple(chain(*(part(name, entry("", items)) for name, items in lists.items())))
    named = (f"{name}: {'; '.join(items)}" for name, items in lists.items() if items)
    return part("More to see", entry("", named))


def _lines(outline: Outline) -> int:
    """Returns about how many lines of 80 columns an outline takes."""
    blanks = sum(not isinstance(block, Entry) for part in outline for block in part.blocks[1:])
    headings = _folded((part.heading for part in outline), 80)
    parts = sum(_FRAME[part.kind] + sum(map(_lines_of, part.blocks)) for part in outline)
    return headings + parts + blanks - 1


def _lines_of(block: Block) -> int:
    match block:
        case Entry(label, items):
            return _folded(items, 80 - 16 * bool(label) - 2 * (len(items) > 1 or not label))
        case Overview(bars):
            return _folded((f"{bar.name}. {bar.reason}" for bar in bars), 65)
        case Paragraph(text):
            return _folded([text], 80)
        case _:
            return 0


def _folded(texts: Iterable[str], width: int) -> int:
    return sum(_lines_in(text, width) for text in texts)


@lru_cache(maxsize=1024)  # most of the texts are the same in each outline that is tried
def _lines_in(text: str, width: int) -> int:
    return len(wrap(text, width, break_on_hyphens=False))
