"""The parts that several contents share, in the same words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from questionnaire.inference.assessment import (
    Assessment,
    Evidence,
    GivenAnswer,
    RaisedFlag,
    ReachedTotal,
    ShownLine,
)
from questionnaire.knowledge.bearing import bearings
from questionnaire.knowledge.conditions import Chosen, Ticked, questions_in, unanswered_in
from questionnaire.knowledge.model import Rulebook
from questionnaire.knowledge.printable import sentence
from questionnaire.report.answers import used, with_answers
from questionnaire.report.outline import (
    Block,
    Entry,
    Kind,
    Outline,
    Paragraph,
    Part,
    entry,
    part,
)
from questionnaire.report.report import Report

NOT_ANSWERED = "What you did not answer"
SET_ASIDE = "Answers that were set aside"
NOTICES_IN_FULL = "Please note, in full"
_FEW_NOTICES = 2
_QUESTIONS_NAMED = 3
CARD = (
    ("What helps", "advice"),
    ("Foods", "foods"),
    ("To be checked", "tests"),
    ("Take care", "cautions"),
    ("Good to know", "notes"),
)
"""The keys of a factor's card that are advice, with the labels that people read."""


def nothing_answered(assessment: Assessment) -> bool:
    """Tells whether no question has an answer that the person gave."""
    return all(
        answer is None or question in assessment.assumed
        for question, answer in assessment.answers.items()
    )


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


def notices(report: Report, room: int | None = None) -> Outline:
    """Returns what must be known before the rest is read.

    The signs that a notice is about are those of ``signs_not_checked``; where nothing was answered
    these stand below, and speak for themselves.  There is ``room`` for so many answers set aside,
    by default for all; where for none, notices are brief.  All of them stand in the details.
    """
    rulebook, assessment = report.rulebook, report.assessment
    texts = notices_in_words(report)
    if room == 0:
        texts = list(_brief(report, texts))
    if aside := assessment.set_aside:
        given = with_answers((rulebook.questions[one.question], one.answer) for one in aside)
        most = len(given) if room is None else room
        named = some(given, most, under(SET_ASIDE), "answer")
        said = rulebook.messages.answers_set_aside.replace("{answers}", "; ".join(named))
        texts.append(said)
    if questions := _unchecked(report):
        most = len(questions) if room is None else min(room, _QUESTIONS_NAMED)
        asked = "; ".join(some(questions, most, under(NOT_ANSWERED), "question"))
        texts.append(rulebook.messages.signs_not_checked.replace("{questions}", asked))
    return part("Please note", entry("", texts))


def _brief(report: Report, texts: Sequence[str]) -> Iterator[str]:
    """Yields of a few notices the first sentence, and where the rest stands."""
    brief = [f"{text.split('. ')[0].rstrip('.')}." for text in texts]
    yield from some(brief, _FEW_NOTICES, under(NOTICES_IN_FULL), "note")
    if any(notice.signs for notice in report.assessment.notices):
        listed = under(not_checked_heading(report.rulebook))
        yield f"Which signs, and what to do: {listed}."
    elif len(brief) <= _FEW_NOTICES and brief != list(texts):
        yield f"What to do: {under(NOTICES_IN_FULL)}."


def _unchecked(report: Report) -> list[str]:
    """Returns the unanswered questions that red flags read, without those that notices speak of.

    What bears on most comes first.
    """
    rulebook, assessment = report.rulebook, report.assessment
    if nothing_answered(assessment):
        return []
    shown = {notice.id for notice in assessment.notices}
    told: set[str] = set()
    for notice in rulebook.notices:
        if notice.id in shown:
            told.update(notice.signs_of, unanswered_in(notice.when))
    left = [id_ for id_ in assessment.unchecked if id_ not in told]
    bearing = bearings(rulebook) if left else {}
    most_first = sorted(left, key=lambda id_: -len(bearing[id_].red_flags + bearing[id_].factors))
    return [f"“{rulebook.questions[id_].text}”" for id_ in most_first]


def notices_in_words(report: Report) -> list[str]:
    """Returns the notices; of one about signs, where these stand."""
    see = f" (see “{not_checked_heading(report.rulebook)}”)."
    return [
        notice.text.rstrip(":.") + see if notice.signs else notice.text
        for notice in report.assessment.notices
        if not (notice.signs and nothing_answered(report.assessment))
    ]


def some(items: Iterable[str], most: int, where: str, name: str) -> list[str]:
    """Returns so many items, each once, and how many more there are, and where.

    Where none of them is returned, they are called by their ``name``, in the singular.
    """
    found = list(dict.fromkeys(items))
    more = len(found) - most
    if not most and found:
        return [f"{counted(more, name)}, {where}"]
    return [*found[:most], f"and {more} more, {where}"] if more > 1 else found


def counted(number: int, name: str) -> str:
    """Returns how many there are: "one sign", "3 signs"."""
    return f"one {name}" if number == 1 else f"{number} {name}s"


def under(heading: str) -> str:
    """Says where something is to be found."""
    return f"in the details under “{heading}”"


def nothing_stands_out(report: Report) -> Outline:
    """Returns what is said where nothing stands out."""
    rulebook, assessment = report.rulebook, report.assessment
    if not assessment.messages:
        return ()
    heading = "Nothing was answered" if nothing_answered(assessment) else rulebook.words.no_factors
    first, *others = assessment.messages
    says = (Paragraph(first.text, "strong"), *(Paragraph(line.text) for line in others))
    return (Part(heading, says),)


def not_checked_heading(rulebook: Rulebook) -> str:
    """Returns what stands above the warning signs that nobody was asked about."""
    return f"These {rulebook.words.red_flags.lower()} were not checked"


def signs_not_checked(report: Report) -> Outline:
    """Lists the warning signs that a missing answer leaves open, by urgency, the highest first."""
    rulebook = report.rulebook
    missing = _missing(report)
    raised_ = {flag.id for flag in report.assessment.red_flags}
    unchecked = [
        flag
        for flag in rulebook.red_flags.values()
        if flag.id not in raised_ and not missing.isdisjoint(questions_in(flag.when))
    ]
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


def in_short(time_frame: str) -> str:
    """Returns a time frame without what it says to do, which stands behind a colon."""
    return time_frame.partition(":")[0]


def _missing(report: Report) -> set[str]:
    """Returns the questions without an answer, and those that such a one kept from being asked."""
    assessment = report.assessment
    missing = set(assessment.unanswered)
    for id_, question in report.rulebook.questions.items():  # they depend on those before them
        gates = questions_in(question.when, question.unless)
        if id_ not in assessment.answers and not missing.isdisjoint(gates):
            missing.add(id_)
    return missing


def evidence_in_words(report: Report, evidence: Evidence) -> tuple[str, ...]:
    """Returns the answers and totals that made a rule fire; what was not answered is left out."""
    given = (
        used(report, item.question, item.answer)
        for item in evidence
        if isinstance(item, GivenAnswer) and item.answer is not None
    )
    totals = (
        f"What you answered about “{report.rulebook.factors[item.factor].name}”"
        for item in evidence
        if isinstance(item, ReachedTotal)
    )
    return *given, *totals


def answers_behind(report: Report, flags: Iterable[RaisedFlag]) -> tuple[str, ...]:
    """Returns the answers behind signs, each once, where a sign says more than one answer."""
    known = report.rulebook.red_flags.values()
    plain = {flag.id for flag in known if isinstance(flag.when, Ticked | Chosen)}
    said = (evidence_in_words(report, flag.evidence) for flag in flags if flag.id not in plain)
    return tuple(dict.fromkeys(chain.from_iterable(said)))


def lines(label: str, shown: Sequence[ShownLine]) -> tuple[Entry, ...]:
    """Returns the lines as an entry, or nothing if there are none."""
    return entry(label, (line.text for line in shown))


def _flag(report: Report, flag: RaisedFlag) -> Iterator[Block]:
    yield Paragraph(sentence(flag.sign), "strong")
    yield from lines("What to do", flag.advice)
    yield from entry("Your answers", evidence_in_words(report, flag.evidence))
