"""What changed from sheet to sheet: a column for each, the oldest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from questionnaire.inference.assessment import Assessment
from questionnaire.knowledge.model import Answer, Question
from questionnaire.knowledge.printable import sentence
from questionnaire.knowledge.wording import name_of
from questionnaire.report import shared_parts
from questionnaire.report.answers import answer_in_words, given
from questionnaire.report.citations import sources
from questionnaire.report.missing import missing
from questionnaire.report.outline import Bar, Block, Outline, Paragraph, Part, Table, Trend, part
from questionnaire.report.recommendation import recommendation
from questionnaire.report.report import Report
from questionnaire.report.signs import raised

_NOT_SHOWN = "not shown"
_NOT_ANSWERED, _NOT_ASKED = "not answered", "not asked"
_STILL_URGENT = "What was urgent on an earlier day still is if nobody has looked at it."
_MAY_STAND_OUT = "Where questions were not answered, more may stand out than is shown."


def comparison(reports: Mapping[str, Report]) -> Outline:
    """Returns how the reports differ, by the names of their columns; two or more."""
    last = [*reports.values()][-1]
    first = raised(last)[0]
    urgent = (first,) if first.kind == "emergency" else ()
    return (
        *urgent,
        *_urgencies(reports),
        *_levels(reports),
        *_answers(reports),
        sources(last, {}, brief=True),
        recommendation(last),
    )


def changes(reports: Mapping[str, Report]) -> tuple[Block, ...]:
    """Returns the same as blocks of one part, without what every content says."""
    found = (_urgencies, _levels, _answers)
    return tuple(block for tell in found for part in tell(reports) for block in part.blocks)


def changed_answers(assessments: Sequence[Assessment]) -> tuple[str, ...]:
    """Returns the questions that are not answered alike in all; "not sure" is no answer."""
    answers = [given(assessment) for assessment in assessments]
    asked = dict.fromkeys(question for each in answers for question in each)
    return tuple(
        question
        for question in asked
        if len({_whatever_the_order(each.get(question)) for each in answers}) > 1
    )


def _whatever_the_order(answer: Answer) -> object:
    return frozenset(answer) if isinstance(answer, tuple) else answer


def _urgencies(reports: Mapping[str, Report]) -> Outline:
    """Returns how soon care was needed, and because of which signs; a lower one settles nothing."""
    assessments = [report.assessment for report in reports.values()]
    rulebook = next(iter(reports.values())).rulebook
    headlines = (assessment.headline for assessment in assessments)
    rows = (("Urgency", *headlines), (rulebook.words.red_flags, *map(_signs, reports.values())))
    *before, now = (list(rulebook.urgencies).index(each.urgency) for each in assessments)
    still = (Paragraph(_STILL_URGENT),) if now < max(before, default=now) else ()
    return (Part("What changed", (Table(("", *reports), rows), *still)),)


def _signs(report: Report) -> str:
    named = [sentence(flag.sign) for flag in report.assessment.shown_flags] or ["none named"]
    return "; ".join([*named, *(["not all were checked"] if missing(report).flags else [])])


def _levels(reports: Mapping[str, Report]) -> Outline:
    """Returns the course of every factor that is shown in one of the reports."""
    shown = (factor.id for report in reports.values() for factor in report.assessment.factors)
    rows = tuple(
        tuple(_bar(report, factor) for report in reports.values())
        for factor in dict.fromkeys(shown)
    )
    hidden = any(
        report.assessment.unanswered and bars[place].filled == 0
        for bars in rows
        for place, report in enumerate(reports.values())
    )
    told = (Paragraph(_MAY_STAND_OUT),) if hidden else ()
    return part("What stands out", [Trend(tuple(reports), rows), *told] if rows else ())


def _bar(report: Report, id_: str) -> Bar:
    name = report.rulebook.factors[id_].name
    for factor in report.assessment.factors:
        if factor.id == id_:
            return shared_parts.bar(report.rulebook, factor.level, name)
    return Bar(name, _NOT_SHOWN, 0, len(report.rulebook.levels))


def _answers(reports: Mapping[str, Report]) -> Outline:
    """Returns the answers that are not the same in all reports, in the order of the questions."""
    assessments = [report.assessment for report in reports.values()]
    changed = changed_answers(assessments)
    questions = next(iter(reports.values())).rulebook.questions
    rows = tuple(
        (name_of(question), *(_answer(question, each) for each in assessments))
        for id_, question in questions.items()
        if id_ in changed
    )
    if not rows:
        return (Part("Answers", (Paragraph("All answers are the same."),)),)
    return (Part("Answers that changed", (Table(("Question", *reports), rows),)),)


def _answer(question: Question, assessment: Assessment) -> str:
    answer = given(assessment).get(question.id)
    if answer is not None:
        return answer_in_words(question, answer)
    return _NOT_ANSWERED if question.id in assessment.unanswered else _NOT_ASKED
