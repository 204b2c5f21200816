"""Cases and probes: written people that prove a rule base, as data beside its rules.

A case is a whole person with everything that is expected of the assessment.  A probe is the short
form: answers with which one thing fires, and the near miss with which it does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib.resources.abc import Traversable
from typing import Annotated, Any

from msgspec import Meta, Struct

from questionnaire.knowledge.answers import check_answer
from questionnaire.knowledge.model import Answer, Answers, Rulebook
from questionnaire.knowledge.problems import Problem, nearest
from questionnaire.loading.files import RuleFiles
from questionnaire.loading.tables import Id, Text


class Variant(Struct, frozen=True):
    """A set of answers, told by how it differs from a person's.

    ``given`` are those that the case or probe itself gives; answers of the person that do not
    apply beside them are left out without a word.
    """

    base: Answers
    given: Answers


class Case(Struct, frozen=True, kw_only=True):
    """A person, and what the assessment must say of them."""

    id: str
    where: str
    text: str
    variant: Variant
    urgency: str
    levels: Mapping[str, str]
    flags: tuple[str, ...]
    must_say: tuple[str, ...]
    must_not_say: tuple[str, ...]


class Probe(Struct, frozen=True, kw_only=True):
    """Answers with which one thing fires, and a near miss with which it does not."""

    of: str
    where: str
    fires: Variant
    spares: Variant | None


class Cases(Struct, frozen=True):
    """All cases and probes of a rule base."""

    cases: tuple[Case, ...]
    probes: tuple[Probe, ...]


class CaseTable(Struct, frozen=True, forbid_unknown_fields=True):
    """A case as a file holds it."""

    id: Id
    text: Text
    urgency: str
    like: str | None = None
    answers: dict[str, Any] = {}
    unanswered: list[str] = []
    levels: dict[str, str] = {}
    flags: list[str] = []
    must_say: list[Text] = []
    must_not_say: list[Text] = []


class ProbeTable(Struct, frozen=True, forbid_unknown_fields=True):
    """A probe as a file holds it."""

    of: Text
    fires: dict[str, Any]
    like: str | None = None
    spares: dict[str, Any] | None = None
    unanswered: list[str] = []


class CasesTable(Struct, frozen=True, forbid_unknown_fields=True):
    """A file of the folder ``cases``."""

    people: dict[str, dict[str, Any]] = {}
    case: Annotated[list[CaseTable], Meta(min_length=1)] = []
    probe: Annotated[list[ProbeTable], Meta(min_length=1)] = []


def load_cases(folder: Traversable, rulebook: Rulebook) -> tuple[Cases, tuple[Problem, ...]]:
    """Returns the cases and probes that can be used, and all that is wrong with the others."""
    files = RuleFiles(folder)
    tables = {
        name: table
        for stem in files.names("cases")
        if (table := files.table(name := f"cases/{stem}.toml", CasesTable)) is not None
    }
    reader = _Reader(rulebook, files.problems)
    for name, table in tables.items():
        reader.meet(table.people, name)
    cases = [
        case
        for name, table in tables.items()
        for one in table.case
        for case in reader.case(one, name)
    ]
    probes = [
        probe
        for name, table in tables.items()
        for number, one in enumerate(table.probe, start=1)
        for probe in reader.probe(one, f'{name}: probe {number} of "{one.of}"')
    ]
    seen: set[str] = set()
    for case in cases:
        if case.id in seen:
            what = "Another case has the same id."
            files.problems.append(Problem(case.where, what, "Rename one of them."))
        seen.add(case.id)
    return Cases(tuple(cases), tuple(probes)), tuple(dict.fromkeys(files.problems))


class _Reader:
    """Turns tables into cases; knows the people of all files."""

    def __init__(self, rulebook: Rulebook, problems: list[Problem]) -> None:
        self.rulebook, self.problems = rulebook, problems
        self.people: dict[str, Answers] = {}

    def meet(self, people: Mapping[str, Mapping[str, Any]], name: str) -> None:
        """Takes up the people of a file."""
        for id_, raw in people.items():
            self.people[id_] = dict(self._answers(raw, f'{name}: person "{id_}"'))

    def case(self, table: CaseTable, name: str) -> Iterator[Case]:
        """Yields the case, if it can be used."""
        where = f'{name}: case "{table.id}"'
        rulebook = self.rulebook
        before = len(self.problems)
        self._known([table.urgency], rulebook.urgencies, f"{where}, urgency", "urgency")
        self._known(table.levels, rulebook.factors, f"{where}, levels", "factor")
        self._known(table.levels.values(), rulebook.levels, f"{where}, levels", "level")
        self._known(table.flags, rulebook.red_flags, f"{where}, flags", "red flag")
        variant = self._variant(table.like, table.answers, table.unanswered, where)
        if len(self.problems) == before:
            yield Case(
                id=table.id,
                where=where,
                text=table.text,
                variant=variant,
                urgency=table.urgency,
                levels=table.levels,
                flags=tuple(table.flags),
                must_say=tuple(table.must_say),
                must_not_say=tuple(table.must_not_say),
            )

    def probe(self, table: ProbeTable, where: str) -> Iterator[Probe]:
        """Yields the probe, if it can be used."""
        before = len(self.problems)
        fires = self._variant(table.like, table.fires, table.unanswered, f"{where}, fires")
        spares = (
            None
            if table.spares is None
            else self._variant(table.like, table.spares, table.unanswered, f"{where}, spares")
        )
        if len(self.problems) == before:
            yield Probe(of=table.of, where=where, fires=fires, spares=spares)

    def _variant(
        self, like: str | None, raw: Mapping[str, Any], unanswered: list[str], where: str
    ) -> Variant:
        self._known([] if like is None else [like], self.people, f"{where}, like", "person")
        self._known(unanswered, self.rulebook.questions, f"{where}, unanswered", "question")
        person = self.people.get(like or "", {})
        base = {id_: answer for id_, answer in person.items() if id_ not in unanswered}
        return Variant(base, dict(self._answers(raw, where)))

    def _answers(self, raw: Mapping[str, Any], where: str) -> Iterator[tuple[str, Answer]]:
        self._known(raw, self.rulebook.questions, where, "question")
        for id_, value in raw.items():
            if question := self.rulebook.questions.get(id_):
                answer = check_answer(question, value, f"{where}, {id_}")
                if isinstance(answer, Problem):
                    self.problems.append(answer)
                else:
                    yield id_, answer

    def _known(
        self, ids: Iterable[str], known: Mapping[str, object], where: str, kind: str
    ) -> None:
        for id_ in ids:
            if id_ not in known:
                what = f'There is no {kind} "{id_}".'
                self.problems.append(Problem(where, what, nearest(id_, known)))
