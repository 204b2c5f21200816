"""What a report rests on: its sources, numbered by first mention, and how every report ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TypeAlias

from questionnaire.inference.assessment import Assessment, RaisedFlag, ShownFactor, ShownLine
from questionnaire.knowledge.model import LINE_KEYS, Rulebook
from questionnaire.knowledge.printable import sentence
from questionnaire.report.outline import Block, Outline, Paragraph, Part, Reference, References

Citations: TypeAlias = dict[str, int]
"""Source id to number, in the order of first mention."""

_DIGITS = 12
"""Of the digest, enough to tell two rule bases apart; the record holds all of it."""


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


def numbers(cited: Citations, sources: Iterable[str]) -> str:
    """Returns the numbers of sources: "1, 4"."""
    return ", ".join(map(str, sorted({cited[source] for source in sources})))


def ending(
    rulebook: Rulebook, assessment: Assessment, flags: Sequence[RaisedFlag]
) -> tuple[Citations, Outline]:
    """Returns the parts that close every report: the recommendation, then the sources.

    Before them come the numbers of the sources: those of ``flags`` and of all reasons.  The sources
    of the cards are left to ``questionnaire explain``; here they would bury the recommendation.
    """
    mentioned = _each_once(
        *map(sources_of_flag, flags),
        *map(sources_of_reasons, assessment.factors),
        *(line.sources for line in (*assessment.messages, *assessment.recommendation)),
    )
    cited = {source: number for number, source in enumerate(mentioned, start=1)}
    advice = tuple(Paragraph(line.text) for line in assessment.recommendation)
    sources: list[Block] = []
    if cited:
        sources.append(References(tuple(_reference(rulebook, *item) for item in cited.items())))
    if assessment.factors:
        more = (
            "These are the sources of what was found. To see those of the advice, type for "
            f"example: questionnaire explain {assessment.factors[0].id}"
        )
        sources.append(Paragraph(more, "quiet"))
    credits_ = (rulebook.questions[id_].credit for id_ in assessment.answers)
    sources += [Paragraph(credit, "quiet") for credit in dict.fromkeys(filter(None, credits_))]
    identity = assessment.rulebook
    basis = (
        f"Rule base {identity.id}, version {identity.version}, reviewed {rulebook.reviewed}, "
        f"digest {identity.digest[:_DIGITS]}."
    )
    sources.append(Paragraph(basis, "quiet"))
    heading = rulebook.words.recommendation
    return cited, (Part(heading, advice, "boxed"), Part("Sources", tuple(sources)))


def _reference(rulebook: Rulebook, id_: str, number: int) -> Reference:
    source = rulebook.sources[id_]
    origin = source.publisher if source.year is None else f"{source.publisher}, {source.year}"
    return Reference(number, f"{source.title}. {sentence(origin)}.", source.address)


def _each_once(*sources: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(sources)))
