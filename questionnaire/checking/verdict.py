"""What a change of a rule base comes to: all differences, and everybody who was tried."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from questionnaire.checking.both import Both, Person
from questionnaire.checking.concerns import CONCERNS, Concern
from questionnaire.checking.differences import Difference, differences
from questionnaire.checking.edits import edits
from questionnaire.checking.saved_answers import fate_of_answers
from questionnaire.checking.watching import Watch, unwatched
from questionnaire.knowledge.model import Answers
from questionnaire.loading.cases import Cases


class Verdict(Struct, frozen=True, kw_only=True):
    """What a change of a rule base comes to.

    Attributes:
        tried: The people of the cases and probes of both.
        records: Those of the files that were named.
        saved: Sentences on what becomes of answers that were kept.
    """

    both: Both
    differences: tuple[Difference, ...] = ()
    tried: tuple[Person, ...] = ()
    records: tuple[Person, ...] = ()
    saved: tuple[str, ...] = ()

    @property
    def people(self) -> tuple[Person, ...]:
        """All who were tried, those found to show a difference among them, each once."""
        shown = [region.somebody for one in self.differences for region in one.regions]
        people = (*self.tried, *self.records, *(one for one in shown if one is not None))
        return tuple({frozenset(one.answers.items()): one for one in people}.values())

    @property
    def concern(self) -> Concern | None:
        """The gravest of what differs, None where nothing does."""
        found = [one.concern for one in self.differences]
        if any(map(self.both.falls, self.people)):
            return "danger"
        return max(found, key=CONCERNS.index, default=None)

    @property
    def version_stayed(self) -> bool:
        """Whether results changed and the version did not."""
        return (
            self.concern in ("result", "danger") and self.both.old.version == self.both.new.version
        )


def verdict(
    both: Both,
    cases: tuple[Cases, Cases],
    records: Sequence[tuple[str, Answers]],
    watch: Watch = unwatched,
) -> Verdict:
    """Returns what differs, for people of the cases and for named records."""
    if not any(edits(both.old, both.new)):
        return Verdict(both=both)
    people = both.people(cases)
    tried = [both.person(answers, name) for name, answers in watch(people.items(), "People")]
    own = [both.person(answers, name) for name, answers in records]
    return Verdict(
        both=both,
        differences=differences(both, (*tried, *own), watch),
        tried=tuple(tried),
        records=tuple(own),
        saved=tuple(fate_of_answers(both.old, both.new)),
    )
