"""The page for the doctor: what leads, who it is, what else was found and denied, then the rest.

It is meant for two sheets of paper at most, and leaves out what a doctor knows: names of rules, and
what to do about signs that do not lead.  Nothing stands in it as an answer that nobody gave.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import chain

from msgspec.structs import replace

from questionnaire.inference.assessment import Assessment, RaisedFlag, ShownFactor
from questionnaire.knowledge.conditions import choices_in
from questionnaire.knowledge.model import Answer, Question, Rulebook, choices_of
from questionnaire.knowledge.printable import sentence
from questionnaire.knowledge.wording import in_words, name_of
from questionnaire.report import shared_parts
from questionnaire.report.answers import (
    NO,
    answer_in_words,
    is_denial,
    set_aside,
    used,
    with_answers,
)
from questionnaire.report.citations import Citations, citations, numbers, sources, sources_of_flag
from questionnaire.report.missing import missing
from questionnaire.report.outline import Block, Entry, Outline, Paragraph, Part, Table, entry, part
from questionnaire.report.recommendation import recommendation
from questionnaire.report.report import Report
from questionnaire.report.signs import answers_behind, flags_by_urgency, kind_of

_YES = "yes"
"""The id of the other choice of a question that can be denied with "no"."""


def doctor_page(report: Report) -> Outline:
    """Returns the page for the doctor."""
    report = _told_what_leads(report)
    assessment = report.assessment
    cited = citations(report, tuple(_as_told(report)), standing=False)
    end = (recommendation(report, brief=True), sources(report, cited, brief=True))
    said = assessment.red_flags or assessment.set_aside
    if assessment.nothing_answered and not said:
        return *shared_parts.nothing_stands_out(report), *end
    first, *others = _flags(report, cited)
    notes = (notice.text for notice in assessment.notices if not notice.signs)
    absent = _absent(report)
    answers, left = _answers(report, absent)
    denied = (
        Entry(name_of(report.rulebook.questions[id_]), (said,)) for id_, said in absent.items()
    )
    aside = (set_aside(report, item) for item in assessment.set_aside)
    return (
        first,
        *answers,
        *others,
        *part("Please note", entry("", notes)),
        *part("Not answered", _unanswered(report)),
        *part("Set aside", entry("", aside)),
        *part("Asked about and not ticked", denied),
        *_findings(report, cited),
        *left,
        *part("Not asked", entry("", _assumed(report))),
        *end,
    )


def _told_what_leads(report: Report) -> Report:
    """Returns the report with what to do about the signs that lead; of others a doctor knows it."""
    _, _, leading = next(flags_by_urgency(report))
    flags = tuple(
        flag if flag in leading else replace(flag, advice=())
        for flag in report.assessment.red_flags
    )
    return replace(report, assessment=replace(report.assessment, red_flags=flags))


def _as_told(report: Report) -> Iterator[RaisedFlag]:
    """Yields the signs in the order of the page, each before those that it stands for."""
    for _, _, flags in flags_by_urgency(report):
        for flag in flags:
            yield from (flag, *_stood_for(flag, report.assessment))


def _flags(report: Report, cited: Citations) -> Iterator[Part]:
    """Yields the headline with the signs behind it, then the others."""
    day = [Paragraph(f"Answered on {report.day.isoformat()}.")] if report.day else []
    for urgency, heading, flags in flags_by_urgency(report):
        found = chain.from_iterable(_sign(report, flag, cited) for flag in flags)
        yield Part(heading, (*day, *found), kind_of(report.rulebook, urgency))
        day = []


def _sign(report: Report, flag: RaisedFlag, cited: Citations) -> Iterator[Block]:
    hidden = _stood_for(flag, report.assessment)
    answers = answers_behind(report, (flag, *hidden))
    yield Paragraph(_with_sources(flag, cited), "strong")
    yield from entry("Answers", ["; ".join(answers)] if answers else [])
    yield from shared_parts.lines("What to do", flag.advice)
    yield from entry("Also found", (_with_sources(one, cited) for one in hidden))


def _with_sources(flag: RaisedFlag, cited: Citations) -> str:
    return f"{sentence(flag.sign)} ({numbers(cited, sources_of_flag(flag))})"


def _stood_for(flag: RaisedFlag, assessment: Assessment) -> list[RaisedFlag]:
    """Returns the flags in the place of which this one is shown, in the end."""
    raised = {each.id: each for each in assessment.red_flags}
    found = []
    for one in assessment.red_flags:
        shown = one
        while shown.instead is not None:
            shown = raised[shown.instead]
        if shown.id == flag.id and one is not shown:
            found.append(one)
    return found


def _answers(report: Report, absent: Mapping[str, str]) -> tuple[Outline, Outline]:
    """Returns the answers that are read first, and all others but those that say what is absent."""
    rulebook, assessment = report.rulebook, report.assessment
    given = {
        id_: (question, assessment.answers[id_])
        for id_, question in rulebook.questions.items()
        if assessment.answers.get(id_) is not None
        and id_ not in assessment.assumed
        and not (id_ in absent and is_denial(question, assessment.answers[id_]))
    }
    first = [id_ for id_ in rulebook.asked_first or given if id_ in given]
    rows = tuple((name_of(given[id_][0]), answer_in_words(*given[id_])) for id_ in first)
    others = (
        entry(section.title, ["; ".join(with_answers(given[id_] for id_ in left))])
        for section in rulebook.sections
        if (left := [id_ for id_ in section.questions if id_ in given and id_ not in first])
    )
    return (
        part("Answers", [Table(("Question", "Answer"), rows)] if rows else []),
        part("Other answers", chain.from_iterable(others)),
    )


def _unanswered(report: Report) -> Iterator[Block]:
    """Yields the questions without an answer, apart those on which warning signs depend."""
    rulebook, deciding = report.rulebook, missing(report).for_signs
    for label, decides in ((f"{rulebook.words.red_flags} depend on it", True), ("Others", False)):
        open_ = [id_ for id_ in report.assessment.unanswered if (id_ in deciding) is decides]
        yield from entry(label, ["; ".join(name_of(rulebook.questions[id_]) for id_ in open_)])


def _assumed(report: Report) -> Iterator[str]:
    """Yields what was taken for an answer, but where another was given: that is set aside.

    That none of some boxes is ticked goes without saying where the question was needless.
    """
    aside = {item.question for item in report.assessment.set_aside}
    for id_ in report.assessment.assumed:
        answer = report.assessment.answers[id_]
        choices = choices_of(report.rulebook.questions[id_])
        if id_ not in aside and answer not in [(one.id,) for one in choices if one.exclusive]:
            yield used(report, id_, answer)


def _absent(report: Report) -> dict[str, str]:
    """Returns by question the pertinent negatives, in words.

    A box is one if a red flag or a rule reads it, and if it was seen and left empty: its question
    was answered, and has a box for "none", without which an empty box denies nothing.  "No" is one
    if its question is of yes and no, and a red flag or a rule reads that.  A rule base may name the
    questions for which it is told.
    """
    rulebook, assessment = report.rulebook, report.assessment
    rules = [rule for factor in rulebook.factors.values() for rule in factor.rules]
    read = choices_in(
        *(flag.when for flag in rulebook.red_flags.values()),
        *chain.from_iterable((rule.when, rule.unless) for rule in rules),
    )
    absent = {
        id_: _left_empty(rulebook.questions[id_], assessment.answers.get(id_), read[id_])
        for id_ in rulebook.denied or rulebook.questions
        if id_ in read and id_ not in assessment.assumed
    }
    return {id_: "; ".join(labels) for id_, labels in absent.items() if labels}


def _left_empty(question: Question, answer: Answer, read: Collection[str]) -> list[str]:
    choices = choices_of(question)
    if answer == NO and {choice.id for choice in choices} == {_YES, NO}:
        return [in_words(question, answer)]
    if not isinstance(answer, tuple) or not any(choice.exclusive for choice in choices):
        return []
    return [
        choice.label
        for choice in choices
        if choice.id in read and choice.id not in answer and not choice.exclusive
    ]


def _findings(report: Report, cited: Citations) -> Outline:
    factors = report.assessment.factors
    if not factors:
        return shared_parts.nothing_stands_out(report)
    rows = tuple(
        (_standing(report.rulebook, factor), " ".join(_reasons(factor, cited)))
        for factor in factors
    )
    table = Table(("Factor", "Because (reason and weight; sources)"), rows)
    return (Part("What stands out", (table,)),)


def _standing(rulebook: Rulebook, factor: ShownFactor) -> str:
    level, grade = rulebook.levels[factor.level].label, rulebook.grades[factor.grade]
    return f"{factor.name}: {level} (total {factor.total}), {grade} ({factor.grade})"


def _reasons(factor: ShownFactor, cited: Citations) -> Iterator[str]:
    for finding in factor.findings:
        yield f"{finding.because} ({finding.weight:+d}; {numbers(cited, finding.sources)})"
