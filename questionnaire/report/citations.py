"""What a report rests on: its sources, numbered by first mention."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TypeAlias

from questionnaire.inference.assessment import RaisedFlag, ShownFactor, ShownLine
from questionnaire.knowledge.model import LINE_KEYS, Rulebook, Source
from questionnaire.knowledge.printable import sentence
from questionnaire.report.outline import Block, Paragraph, Part, Reference, References
from questionnaire.report.report import Report

Citations: TypeAlias = dict[str, int]
"""Source id to number, in the order of first mention."""

_DIGITS = 12
"""Of the digest, enough to tell two rule bases apart; the record holds all of it."""


def citations(report: Report, flags: Sequence[RaisedFlag], *, standing: bool = True) -> Citations:
    """Returns the numbers of the sources of ``flags``, of all reasons and of ``standing`` texts.

    The sources of the cards are left to ``questionnaire explain``; here they would bury the
    recommendation.
    """
    assessment = report.assessment
    texts = (*assessment.messages, *assessment.recommendation) if standing else ()
    notices = assessment.notices if standing else ()
    return by_mention(
        *map(sources_of_flag, flags),
        *map(sources_of_reasons, assessment.factors),
        *(line.sources for line in texts),
        *(notice.sources for notice in notices),
    )


def by_mention(*ids: Iterable[str]) -> Citations:
    """Returns the numbers of sources, by first mention."""
    return {source: number for number, source in enumerate(_each_once(*ids), start=1)}


def sources(report: Report, cited: Citations, *, brief: bool = False) -> Part:
    """Returns the list of sources, whose questions were asked, and which rule base it was.

    Brief ones are for paper: without addresses, and without what is said of them elsewhere.
    """
    rulebook, assessment = report.rulebook, report.assessment
    blocks: list[Block] = []
    if cited:
        references = (
            Reference(number, f"{citation(source)}.", None if brief else source.address)
            for id_, number in cited.items()
            for source in [rulebook.sources[id_]]
        )
        blocks.append(References(tuple(references)))
    if assessment.factors and not brief:
        more = (
            "These are the sources of what was found. To see those of the advice, type for "
            f"example: questionnaire explain {assessment.factors[0].id}"
        )
        blocks.append(Paragraph(more, "quiet"))
    credits_ = () if brief else (rulebook.questions[id_].credit for id_ in assessment.answers)
    blocks += [Paragraph(credit, "quiet") for credit in dict.fromkeys(filter(None, credits_))]
    identity = assessment.rulebook
    basis = (
        f"Rule base {identity.id}, version {identity.version}, reviewed {rulebook.reviewed}, "
        f"digest {identity.digest[:_DIGITS]}."
    )
    return Part("Sources", (*blocks, Paragraph(basis, "quiet")))


def citation(source: Source) -> str:
    """Returns a source as a list of sources names it: its title, who published it, and when."""
    title = source.title if source.title.endswith(("?", "!")) else f"{source.title}."
    return f"{title} {sentence(origin(source))}"


def origin(source: Source) -> str:
    """Returns who published a source, and when if that is known and not said with a volume."""
    year = str(source.year or "")
    return source.publisher if year in source.publisher else f"{source.publisher}, {year}"


def numbers(cited: Citations, ids: Iterable[str]) -> str:
    """Returns the numbers of sources: "1, 4"."""
    return ", ".join(map(str, sorted({cited[id_] for id_ in ids})))


def sources_of_flag(flag: RaisedFlag) -> tuple[str, ...]:
    """Returns the ids of all sources that a red flag and its advice rest on."""
    return _each_once(flag.sources, *(line.sources for line in flag.advice))


def sources_of_reasons(factor: ShownFactor) -> tuple[str, ...]:
    """Returns the ids of the sources that a factor's findings rest on."""
    return _each_once(*(finding.sources for finding in factor.findings))


def sources_of_factor(rulebook: Rulebook, factor: ShownFactor) -> tuple[str, ...]:
    """Returns the ids of all sources that a factor's findings and its card rest on."""
    shown: list[ShownLine] = [line for key in LINE_KEYS for line in getattr(factor, key)]
    return _each_once(
        sources_of_reasons(factor),
        *(line.sources for line in shown),
        rulebook.factors[factor.id].sources,
    )


def _each_once(*ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(ids)))
