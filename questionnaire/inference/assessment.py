"""The assessment: everything that the rules conclude from a set of answers, as one value.

It is made by ``concluding``, and ``what_if`` finds what could change it.  All texts are filled in;
ids lead back into the rule base.  The recommendation has no default, so no assessment can be
without one.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from itertools import chain
from typing import TypeAlias

from msgspec import Struct

from questionnaire.knowledge.model import Answer, Answers, Grade, Rulebook


class GivenAnswer(Struct, frozen=True):
    """Evidence: the answer to a question; of a many question, the boxes that mattered."""

    question: str
    answer: Answer


class ReachedTotal(Struct, frozen=True):
    """Evidence: the total of another factor."""

    factor: str
    total: int


Evidence: TypeAlias = tuple[GivenAnswer | ReachedTotal, ...]


class ShownLine(Struct, frozen=True):
    """A line that holds, with its placeholders filled in."""

    text: str
    sources: tuple[str, ...] = ()


class Finding(Struct, frozen=True, kw_only=True):
    """A rule that fired and counts, with the answers that made it fire."""

    rule: str
    weight: int
    because: str
    evidence: Evidence
    sources: tuple[str, ...]


class ShownFactor(Struct, frozen=True, kw_only=True):
    """A factor that stands out, with its findings and the lines of its card that hold."""

    id: str
    name: str
    total: int
    level: str
    grade: Grade
    findings: tuple[Finding, ...]
    advice: tuple[ShownLine, ...]
    foods: tuple[ShownLine, ...]
    tests: tuple[ShownLine, ...]
    cautions: tuple[ShownLine, ...]
    notes: tuple[ShownLine, ...]
    at_risk: tuple[ShownLine, ...]


class RaisedFlag(Struct, frozen=True, kw_only=True):
    """A red flag that fired.  Another one may stand ``instead`` of it in what is printed.

    Attributes:
        because: What this person said of the sign; the sign itself where that says as much.
    """

    id: str
    sign: str
    because: str
    urgency: str
    time_frame: str
    instead: str | None = None
    advice: tuple[ShownLine, ...]
    evidence: Evidence
    sources: tuple[str, ...]


class ShownNotice(Struct, frozen=True):
    """A notice that holds, with the warning signs that it lists."""

    id: str
    text: str
    signs: tuple[str, ...]
    sources: tuple[str, ...] = ()


class SetAside(Struct, frozen=True):
    """An answer, or a box of it, that was given but does not fit the others."""

    question: str
    answer: Answer


class Identity(Struct, frozen=True):
    """Which rule base answers were given to, or an assessment was made with."""

    id: str
    version: str
    digest: str


def identity_of(rulebook: Rulebook) -> Identity:
    """Returns what tells a rule base, and this text of it, from others."""
    return Identity(rulebook.id, rulebook.version, rulebook.digest)


def nothing_given(answers: Answers, assumed: Container[str]) -> bool:
    """Tells whether all answers are "not sure", or were assumed and not given."""
    return all(answer is None or id_ in assumed for id_, answer in answers.items())


class Assessment(Struct, frozen=True, kw_only=True):
    """What the rules conclude.

    Attributes:
        answers: The answers that were used, in the order asked, assumed ones included.
        assumed: The questions whose answers were assumed and not given, each with the given ones
            that led to it.
        set_aside: Given answers that were used for nothing but red flags.
        unanswered: The questions that apply and were not answered or answered "not sure".
        unchecked: Those of them that red flags read.
        urgency: The id of the highest urgency of all flags that fired, hidden ones included.
        headline: The urgency in words, with its time frame.
        red_flags: All that fired, in the order of the rule base.
        factors: Those that are shown, in rank order.
        totals: The total of every factor, shown or not.
        messages: What is said where no factor is shown.
        notes: Those of the answered questions, shown while asking, in the order asked.
        recommendation: The standing recommendation to consult a doctor.
    """

    rulebook: Identity
    answers: Mapping[str, Answer]
    assumed: Mapping[str, tuple[GivenAnswer, ...]]
    set_aside: tuple[SetAside, ...]
    unanswered: tuple[str, ...]
    unchecked: tuple[str, ...] = ()
    urgency: str
    headline: str
    red_flags: tuple[RaisedFlag, ...]
    factors: tuple[ShownFactor, ...]
    totals: Mapping[str, int]
    notices: tuple[ShownNotice, ...]
    messages: tuple[ShownLine, ...]
    notes: tuple[ShownLine, ...] = ()
    recommendation: tuple[ShownLine, ...]

    @property
    def nothing_answered(self) -> bool:
        """Whether no question has an answer that the person gave."""
        return nothing_given(self.answers, self.assumed)

    @property
    def shown_flags(self) -> tuple[RaisedFlag, ...]:
        """The flags that are printed: those that no other flag stands instead of."""
        return tuple(flag for flag in self.red_flags if flag.instead is None)

    def raising(self, reached: ReachedTotal) -> tuple[Finding, ...]:
        """Returns what raised a total; nothing of a factor that is not shown."""
        found = (each.findings for each in self.factors if each.id == reached.factor)
        return tuple(each for each in chain.from_iterable(found) if each.weight > 0)


class Suggestion(Struct, frozen=True, kw_only=True):
    """Another answer to one question, and what it would lower.

    Attributes:
        words: The change in words, the beginning of a sentence.
        factor: The factor that it lowers; None if it lowers the urgency.
        level: The level that the factor would have, None if it would not be shown.
        urgency: The urgency that would remain, if it is the urgency that it lowers.
    """

    question: str
    answer: Answer
    words: str
    factor: str | None = None
    level: str | None = None
    urgency: str | None = None
