"""The document for the doctor: the answers first, then what the rules made of them.

It holds all that the summary says, so that the same paper serves both sides of the desk.
"""

from __future__ import annotations

from collections.abc import Sequence

from questionnaire.inference.assessment import Assessment, RaisedFlag, ShownFactor
from questionnaire.knowledge.conditions import Count, Ticked, walk
from questionnaire.knowledge.model import ManyQuestion, Rulebook
from questionnaire.knowledge.wording import in_words
from questionnaire.report import parts
from questionnaire.report.citing import (
    Citations,
    citations,
    ending,
    numbers,
    sources_of_factor,
    sources_of_flag,
)
from questionnaire.report.outline import Block, Entry, Outline, Part, Table, entry
from questionnaire.report.text import sentence


def appointment(rulebook: Rulebook, assessment: Assessment, changes: Sequence[str] = ()) -> Outline:
    """Returns the document; ``changes`` are sentences on what would change the result."""
    cited = citations(rulebook, assessment, assessment.red_flags)
    end = ending(rulebook, assessment, cited)
    notes = parts.notices(rulebook, assessment)
    found = parts.overview(rulebook, assessment)
    if parts.nothing_answered(assessment) and not assessment.red_flags:
        return *found, *notes, *parts.signs_not_checked(rulebook, assessment), *end
    return (
        _first(rulebook, assessment),
        *_answers(rulebook, assessment),
        *_absent(rulebook, assessment),
        *_open(rulebook, assessment),
        *notes,
        *(_flags(rulebook, assessment.red_flags, cited) if assessment.red_flags else ()),
        *found,
        *(_factor(rulebook, factor, cited) for factor in assessment.factors),
        *_worth_asking(assessment),
        *parts.would_change(changes),
        *end,
    )


def _first(rulebook: Rulebook, assessment: Assessment) -> Part:
    """Returns the headline and the signs behind it, in an emergency also what to do."""
    flags = assessment.shown_flags
    first, *_ = parts.raised(rulebook, assessment.urgency, assessment.headline, flags)
    if first.kind == "emergency":
        return first
    return Part(first.heading, entry("", (sentence(flag.sign) for flag in flags)), "boxed")


def _answers(rulebook: Rulebook, assessment: Assessment) -> Outline:
    below = []
    for section in rulebook.sections:
        rows = tuple(
            (rulebook.questions[question].text, _answer(rulebook, assessment, question))
            for question in section.questions
            if assessment.answers.get(question) is not None
        )
        if rows:
            below.append(Part(section.title, (Table(("Question", "Answer"), rows),), "below"))
    return (Part("Answers"), *below) if below else ()


def _answer(rulebook: Rulebook, assessment: Assessment, question: str) -> str:
    words = in_words(rulebook.questions[question], assessment.answers[question])
    return f"{words} (taken from another answer)" if question in assessment.assumed else words


def _absent(rulebook: Rulebook, assessment: Assessment) -> Outline:
    """Returns the pertinent negatives: boxes that red flags look for and nobody ticked."""
    sought = {
        (part.question, box)
        for flag in rulebook.red_flags.values()
        for part in walk(flag.when)
        if isinstance(part, Ticked | Count)
        for box in ((part.box,) if isinstance(part, Ticked) else part.boxes)
    }
    rows = []
    for question in rulebook.questions.values():
        ticked = assessment.answers.get(question.id)
        if isinstance(question, ManyQuestion) and isinstance(ticked, tuple):
            absent = [
                choice.label
                for choice in question.choices
                if (question.id, choice.id) in sought and choice.id not in ticked
            ]
            if absent:
                rows.append((question.text, "; ".join(absent)))
    table = Table(("Question", "Not ticked"), tuple(rows))
    return (Part("Signs asked about and not present", (table,)),) if rows else ()


def _open(rulebook: Rulebook, assessment: Assessment) -> Outline:
    texts = (rulebook.questions[question].text for question in assessment.unanswered)
    listed = entry("", texts)
    return (Part("Not answered", listed),) if listed else ()


def _flags(rulebook: Rulebook, flags: Sequence[RaisedFlag], cited: Citations) -> Outline:
    rows = tuple(
        (
            sentence(flag.sign),
            f"{rulebook.urgencies[flag.urgency].label} ({flag.time_frame})",
            "; ".join(parts.evidence_in_words(rulebook, flag.evidence)),
            flag.id if flag.instead is None else f"{flag.id} (shown as {flag.instead})",
            numbers(cited, sources_of_flag(flag)),
        )
        for flag in flags
    )
    told = (line.text for flag in flags if flag.instead is None for line in flag.advice)
    columns = ("Sign", "Urgency", "Answers", "Rule", "Sources")
    return (Part("Warning signs", (Table(columns, rows), *entry("What to do", told))),)


def _factor(rulebook: Rulebook, factor: ShownFactor, cited: Citations) -> Part:
    rows = tuple(
        (finding.because, finding.rule, f"{finding.weight:+d}", numbers(cited, finding.sources))
        for finding in factor.findings
    )
    because: tuple[Block, ...] = (Table(("Because", "Rule", "Weight", "Sources"), rows),)
    return Part(
        f"{factor.name} (total {factor.total})",
        (
            *parts.card(rulebook, factor, because, tests=()),
            *entry("Sources", [numbers(cited, sources_of_factor(rulebook, factor))]),
        ),
        "below",
    )


def _worth_asking(assessment: Assessment) -> Outline:
    tests = tuple(
        Entry(factor.name, tuple(line.text for line in factor.tests))
        for factor in assessment.factors
        if factor.tests
    )
    return (Part("Worth asking: could these be checked?", tests),) if tests else ()
