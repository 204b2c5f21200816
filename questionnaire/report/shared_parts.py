"""The parts that several contents share, in the same words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from questionnaire.inference.assessment import ShownLine
from questionnaire.knowledge.conditions import unanswered_in
from questionnaire.knowledge.model import Grade, Rulebook
from questionnaire.knowledge.printable import sentence
from questionnaire.report.answers import with_answers
from questionnaire.report.missing import Missing
from questionnaire.report.outline import (
    Bar,
    Block,
    Entry,
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


def found_heading(rulebook: Rulebook) -> str:
    """Returns what stands above the warning signs that were found."""
    return f"{rulebook.words.red_flags} found"


def not_checked_heading(rulebook: Rulebook) -> str:
    """Returns what stands above the warning signs that nobody was asked about."""
    return f"These {rulebook.words.red_flags.lower()} were not checked"


def notices(report: Report, missing: Missing, room: int | None = None) -> Outline:
    """Returns what must be known before the rest is read.

    The signs that a notice is about are those of ``signs_not_checked``; where nothing was answered
    these stand below, and speak for themselves.  There is ``room`` for so many answers set aside,
    by default for all; where for none, notices are brief.  All of them stand in the details.
    """
    rulebook, assessment = report.rulebook, report.assessment
    texts = notices_in_words(report, missing)
    if room == 0:
        texts = list(_brief(report, texts))
    if aside := assessment.set_aside:
        given = with_answers((rulebook.questions[one.question], one.answer) for one in aside)
        most = len(given) if room is None else room
        named = some(given, most, under(SET_ASIDE), "answer")
        said = rulebook.messages.answers_set_aside.replace("{answers}", "; ".join(named))
        texts.append(said)
    if questions := _unchecked(report, missing):
        most = len(questions) if room is None else min(room, _QUESTIONS_NAMED)
        asked = "; ".join(some(questions, most, under(NOT_ANSWERED), "question"))
        texts.append(rulebook.messages.signs_not_checked.replace("{questions}", asked))
    return part("Please note", entry("", texts))


def _brief(report: Report, texts: Sequence[str]) -> Iterator[str]:
    """Yields of a few notices the first sentence, and where the rest stands."""
    brief = [f"{text.split('. ')[0].rstrip('.')}." for text in texts]
    yield from some(brief, _FEW_NOTICES, under(NOTICES_IN_FULL), "note")
    if any(_see_not_checked(report.rulebook) in text for text in texts):
        listed = under(not_checked_heading(report.rulebook))
        yield f"Which signs, and what to do: {listed}."
    elif len(brief) <= _FEW_NOTICES and brief != list(texts):
        yield f"What to do: {under(NOTICES_IN_FULL)}."


def _unchecked(report: Report, missing: Missing) -> list[str]:
    """Returns the questions on which warning signs hang, without those that notices speak of."""
    rulebook, assessment = report.rulebook, report.assessment
    if assessment.nothing_answered:
        return []
    shown = {notice.id for notice in assessment.notices}
    told: set[str] = set()
    for notice in rulebook.notices:
        if notice.id in shown:
            told.update(notice.signs_of, unanswered_in(notice.when))
    return [f"“{rulebook.questions[id_].text}”" for id_ in missing.for_signs if id_ not in told]


def notices_in_words(report: Report, missing: Missing) -> list[str]:
    """Returns the notices; of one about signs, where these stand, or else the signs themselves."""
    assessment = report.assessment
    open_ = {report.rulebook.red_flags[id_].sign for id_ in missing.flags}
    texts = []
    for notice in assessment.notices:
        text = notice.text.rstrip(":.")
        if not notice.signs:
            texts.append(notice.text)
        elif not open_.isdisjoint(notice.signs):
            if not assessment.nothing_answered:  # else they stand right below
                texts.append(f"{text} {_see_not_checked(report.rulebook)}.")
        else:
            texts.append(f"{text}: {'; '.join(notice.signs)}.")
    return texts


def _see_not_checked(rulebook: Rulebook) -> str:
    return f"(see “{not_checked_heading(rulebook)}”)"


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
    heading = "Nothing was answered" if assessment.nothing_answered else rulebook.words.no_factors
    first, *others = assessment.messages
    says = (Paragraph(first.text, "strong"), *(Paragraph(line.text) for line in others))
    return (Part(heading, says),)


def grade_in_words(rulebook: Rulebook, grade: Grade) -> str:
    """Returns how good the evidence is, as a sentence."""
    return f"{sentence(rulebook.grades[grade])} (grade {grade})."


def bar(rulebook: Rulebook, level: str, name: str, reason: str = "") -> Bar:
    """Returns a name with a level, as so many parts of the highest one."""
    filled = list(rulebook.levels).index(level) + 1
    return Bar(name, rulebook.levels[level].label, filled, len(rulebook.levels), reason)


def lines(label: str, shown: Sequence[ShownLine]) -> tuple[Entry, ...]:
    """Returns the lines as an entry, or nothing if there are none."""
    return entry(label, (line.text for line in shown))


def not_answered(report: Report, missing: Missing) -> Outline:
    """Returns what was not answered and might matter."""
    questions = report.rulebook.questions
    blocks: list[Block] = []
    for says, ids in (
        (f"{report.rulebook.words.red_flags} depend on these:", missing.for_signs),
        ("These could show what plays a part:", missing.for_factors),
    ):
        if ids:
            texts = (questions[id_].text for id_ in ids)
            blocks += [Paragraph(says, "strong"), *entry("", texts)]
    return part(NOT_ANSWERED, blocks)
