"""What a report rests on: its sources, numbered by first mention, and how every report ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from questionnaire.inference.assessment import Assessment, RaisedFlag, ShownFactor, ShownLine
from questionnaire.knowledge.model import LINE_KEYS, Rulebook
from questionnaire.report.outline import Outline, Paragraph, Part, Reference, References

Citations: TypeAlias = dict[str, int]
"""Source id to number."""


def citations(rulebook: Rulebook, assessment: Assessment, flags: Sequence[RaisedFlag]) -> Citations:
    """Numbers the sources of these flags and of everything else that is shown."""
    cited: dict[str, None] = {}
    for flag in flags:
        cited.update(dict.fromkeys(sources_of_flag(flag)))
    for factor in assessment.factors:
        cited.update(dict.fromkeys(sources_of_factor(rulebook, factor)))
    cited.update(_sources_of(assessment.messages))
    cited.update(_sources_of(assessment.recommendation))
    return {source: number for number, source in enumerate(cited, start=1)}


def sources_of_flag(flag: RaisedFlag) -> tuple[str, ...]:
    """Returns the ids of all sources that a red flag and its advice rest on."""
    return tuple(dict.fromkeys(flag.sources) | _sources_of(flag.advice))


def sources_of_factor(rulebook: Rulebook, factor: ShownFactor) -> tuple[str, ...]:
    """Returns the ids of all sources that a shown factor rests on."""
    cited: dict[str, None] = {}
    for finding in factor.findings:
        cited.update(dict.fromkeys(finding.sources))
    for key in LINE_KEYS:
        cited.update(_sources_of(getattr(factor, key)))
    cited.update(dict.fromkeys(rulebook.factors[factor.id].sources))
    return tuple(cited)


def numbers(cited: Citations, sources: Iterable[str]) -> str:
    """Returns the numbers of sources: "1, 4"."""
    return ", ".join(map(str, sorted({cited[source] for source in sources})))


def ending(rulebook: Rulebook, assessment: Assessment, cited: Citations) -> Outline:
    """Returns the parts that close every report: the recommendation, then the sources."""
    advice = tuple(Paragraph(line.text) for line in assessment.recommendation)
    identity = assessment.rulebook
    basis = (
        f"Rule base {identity.id}, version {identity.version}, reviewed {rulebook.reviewed}, "
        f"digest {identity.digest}."
    )
    listed = (References(tuple(_reference(rulebook, *item) for item in cited.items())),)
    return (
        Part("Talk to a doctor", advice, "boxed"),
        Part("Sources", (*(listed if cited else ()), Paragraph(basis, "quiet"))),
    )


def _reference(rulebook: Rulebook, id_: str, number: int) -> Reference:
    source = rulebook.sources[id_]
    origin = source.publisher if source.year is None else f"{source.publisher}, {source.year}"
    return Reference(number, f"{source.title}. {origin}.", source.address)


def _sources_of(shown: Sequence[ShownLine]) -> dict[str, None]:
    return dict.fromkeys(source for line in shown for source in line.sources)
