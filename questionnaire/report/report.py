"""The one value that everything which is told about a set of answers is made from."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from questionnaire.inference.assessment import Assessment, Suggestion
from questionnaire.knowledge.model import Rulebook


class Report(Struct, frozen=True):
    """A rule base, what it concludes from a set of answers, and what could change that.

    Attributes:
        day: When the answers were given, if that is known.
        earlier: What the same rule base concludes from the answers before these.
    """

    rulebook: Rulebook
    assessment: Assessment
    suggestions: tuple[Suggestion, ...] = ()
    day: date | None = None
    earlier: Report | None = None
