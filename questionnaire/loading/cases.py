"""Cases and probes: written people that prove a rule base, as data beside its rules.

A case is a whole person with everything that is expected of the assessment.  A probe is the short
form: answers with which one thing fires, and near misses with which it does not.  It stands under
its rule or red flag; what has no table of its own is probed beside the cases.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from importlib.resources.abc import Traversable
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import asdict

from questionnaire.knowledge.answers import check_answer
from questionnaire.knowledge.gates import Gate, Key, gates_to_prove, key_of
from questionnaire.knowledge.model import Answer, Answers, Rulebook
from questionnaire.knowledge.problems import Problem, nearest, taken_id
from questionnaire.loading.case_tables import (
    CasesTable,
    CaseTable,
    NamedProbeTable,
    ProbeTable,
    RawVariants,
)
from questionnaire.loading.decoding import decode, numbered
from questionnaire.loading.files import RuleFiles
from questionnaire.loading.size import most_cases, most_probes

ORDINARY: Final = "ordinary"
"""The person that cases and probes begin from where they name none, if there is one."""
_BESIDE: Final[Mapping[Key, str]] = {
    ("rule",): "[[rule.probe]]",
    ("red flag",): "[[red_flag.probe]]",
}
"""How the probes of what has them below itself begin, by its key without its id."""


class Variant(Struct, frozen=True):
    """A set of answers, told by how it differs from a person's.

    ``given`` are those that the case or probe itself gives; answers of the person that do not
    apply beside them are left out without a word.
    """

    where: str
    base: Answers
    given: Answers

    @property
    def answers(self) -> Answers:
        """All answers, before it is known which of them apply."""
        return {**self.base, **self.given}


class Case(CaseTable, frozen=True, kw_only=True):
    """A person, and what the program must ask and say.

    ``suggestions`` are the answers of ``suggests``, None where anything may be suggested.
    """

    where: str
    variant: Variant
    suggestions: Answers | None


class Probe(Struct, frozen=True, kw_only=True):
    """Answers with which one thing fires, and near misses with which it does not."""

    of: Key
    where: str
    fires: tuple[Variant, ...]
    spares: tuple[Variant, ...]


class Cases(Struct, frozen=True):
    """The cases and probes of a rule base; ``complete`` tells whether they are all of them."""

    cases: tuple[Case, ...]
    probes: tuple[Probe, ...]
    complete: bool = True


def load_cases(folder: Traversable, rulebook: Rulebook) -> tuple[Cases, tuple[Problem, ...]]:
    """Returns the cases and probes that can be used, and all that is wrong with the others."""
    files = RuleFiles(folder)
    names = _names(files)
    tables = {name: table for name in names if (table := files.table(name, CasesTable)) is not None}
    reader = _Reader(rulebook, files.problems, names)
    for name, table in tables.items():
        reader.meet(table.people, name)
    cases = [
        case
        for name, table in tables.items()
        for one in table.case
        for case in reader.case(one, f'{name}: case "{one.id}"')
    ]
    probes = [
        probe
        for of, one, where in _beside(files, rulebook)
        for probe in reader.probe(of, one, where)
    ]
    probes += [
        probe
        for name, table in tables.items()
        for number, one in numbered(table.probe)
        for probe in reader.named_probe(one, f'{name}: probe {number} of "{one.of}"')
    ]
    seen: dict[str, Case] = {}
    for case in cases:
        if (first := seen.setdefault(case.id, case)) is not case:
            files.problems.append(taken_id(case.id, "case", case.where, first.where))
    how = "Keep some in another folder, and check them apart."
    if len(cases) > (most := most_cases(rulebook)):
        what = f"There are {len(cases):,} cases; {most:,} can be tried in time beside its rules."
        files.problems.append(Problem("cases", what, how))
    sets = sum(len(probe.fires) + len(probe.spares) for probe in probes)
    if sets > (most_sets := most_probes(rulebook)):
        what = f"Its probes have {sets:,} sets of answers; {most_sets:,} can be tried in time."
        files.problems.append(Problem("cases", what, how))
        probes = []
    problems = tuple(dict.fromkeys((*files.problems, *_pasted(seen.values(), probes))))
    return Cases(tuple(cases[:most]), tuple(probes), complete=not files.problems), problems


def _pasted(cases: Iterable[Case], probes: Iterable[Probe]) -> Iterator[Problem]:
    """Yields each case or probe that tries just what one before it does."""
    tried: list[tuple[str, object]] = [(case.where, _answers_of((case.variant,))) for case in cases]
    tried += [
        (probe.where, (probe.of, _answers_of(probe.fires), _answers_of(probe.spares)))
        for probe in probes
    ]
    seen: dict[object, str] = {}
    for where, answers in tried:
        if (first := seen.setdefault(answers, where)) is not where:
            what = f"It tries the same answers as {first}."
            yield Problem(where, what, "Change them, or take one of the two out.")


def _answers_of(variants: Iterable[Variant]) -> frozenset[frozenset[tuple[str, Answer]]]:
    return frozenset(frozenset(one.answers.items()) for one in variants)


def misshapen_cases(folder: Traversable) -> tuple[Problem, ...]:
    """Returns what is wrong with the files of cases by themselves, whatever the rule base."""
    files = RuleFiles(folder)
    for name in _names(files):
        files.table(name, CasesTable)
    return tuple(files.problems)


def _names(files: RuleFiles) -> list[str]:
    return [f"cases/{stem}.toml" for stem in files.names("cases")]


def _beside(files: RuleFiles, rulebook: Rulebook) -> Iterator[tuple[Key, ProbeTable, str]]:
    """Yields the probes that stand under rules and red flags, with what they are of and where."""
    raw = {
        key_of("rule", table["id"]): table.get("probe", [])
        for id_ in rulebook.factors
        for table in (files.read(f"factors/{id_}.toml") or {}).get("rule", [])
    }
    flags = files.read("red_flags.toml", needed=False) or {}
    raw |= {
        key_of("red flag", table["id"]): table.get("probe", [])
        for table in flags.get("red_flag", [])
    }
    for gate in gates_to_prove(rulebook):
        found = raw.get(gate.key, [])
        for number, one in enumerate(found if isinstance(found, list) else [found], start=1):
            where = f"{gate.where}, probe {number}"
            if (table := decode(one, ProbeTable, where, files.problems)) is not None:
                yield gate.key, table, where


def probe_name(key: Key) -> str:
    """Returns what ``of`` calls a thing: its id, after that of its owner or of its kind."""
    named_alone = ("rule", "red flag", "notice", "factor", "question")
    return "/".join(key[1:] if key[0] in named_alone and len(key) > 1 else key)


def how_to_probe(key: Key) -> str:
    """Returns how a probe of something begins."""
    return _BESIDE.get(key[:-1], f'[[probe]] of = "{probe_name(key)}"')


class _Reader:
    """Turns tables into cases; knows the people of all files.

    What could not be read whole is left out, so that nobody hears what comes out without the rest.
    """

    def __init__(self, rulebook: Rulebook, problems: list[Problem], names: Collection[str]) -> None:
        """Starts with all that is wrong with the tables of the files of these names."""
        self.rulebook, self.problems = rulebook, problems
        wrong = {problem.where for problem in problems}
        self.marred = {around for where in wrong for around in _around(where)}
        """Places in which something is wrong."""
        self.complete = wrong.isdisjoint((*names, *(f"{name}: people" for name in names)))
        """Whether all people are known, by name at least."""
        self.people: dict[str, Answers] = {}
        self.broken: set[str] = set()
        """People with an answer that cannot be; who begins from one is left out."""
        for name in names:
            people = f"{name}: people, "
            self.broken |= {
                where.removeprefix(people) for where in wrong if where.startswith(people)
            }
        self.named: dict[str, Gate] = {}
        """What has no probes below itself, by what a probe calls it."""
        self.beside: dict[str, str] = {}
        """How the probes of a rule or red flag begin, by its id."""
        for gate in gates_to_prove(rulebook):
            name = probe_name(gate.key)
            if begins := _BESIDE.get(gate.key[:-1]):
                self.beside[name] = begins
            elif (other := self.named.setdefault(name, gate)) is not gate:
                what = f'A probe that names "{name}" may mean this or {other.where}.'
                problems.append(Problem(gate.where, what, "Rename one of the two."))

    def meet(self, people: Mapping[str, Mapping[str, Any]], name: str) -> None:
        """Takes up the people of a file."""
        for id_, raw in people.items():
            before = len(self.problems)
            self.people[id_] = dict(self._answers(raw, f'{name}: person "{id_}"'))
            if len(self.problems) > before:
                self.broken.add(id_)

    def case(self, table: CaseTable, where: str) -> Iterator[Case]:
        """Yields the case, if it can be used."""
        rulebook = self.rulebook
        before = len(self.problems)
        self._known([table.urgency], rulebook.urgencies, f"{where}, urgency", "urgency")
        self._known(table.levels, rulebook.factors, f"{where}, levels", "factor")
        self._known(table.levels.values(), rulebook.levels, f"{where}, levels", "level")
        self._known(table.flags, rulebook.red_flags, f"{where}, flags", "red flag")
        self._known(table.asked, rulebook.questions, f"{where}, asked", "question")
        self._known(table.not_asked, rulebook.questions, f"{where}, not_asked", "question")
        suggestions = (
            None
            if table.suggests is None
            else dict(self._answers(table.suggests, f"{where}, suggests"))
        )
        base = self._base(table, where)
        variant = Variant(where, base, dict(self._answers(table.answers, where)))
        if len(self.problems) == before and self._is_whole(table, where):
            yield Case(**asdict(table), where=where, variant=variant, suggestions=suggestions)

    def named_probe(self, table: NamedProbeTable, where: str) -> Iterator[Probe]:
        """Yields the probe, if it can be used and there is what it is of."""
        if table.of in self.named:
            yield from self.probe(self.named[table.of].key, table, where)
        elif table.of in self.beside:
            what = "It does not stand below what it is of."
            self.problems.append(Problem(where, what, f"Write it there: {self.beside[table.of]}."))
        else:
            what = f'There is nothing called "{table.of}" that depends on answers.'
            owner, _, line = table.of.partition("/")
            beside = [name for name in self.named if line and name.startswith(f"{owner}/")]
            owners = {name.partition("/")[0] for name in self.named}
            how = nearest(table.of, beside) if beside else nearest(owner, owners)
            self.problems.append(Problem(where, what, how))

    def probe(self, of: Key, table: ProbeTable, where: str) -> Iterator[Probe]:
        """Yields the probe, if it can be used."""
        before = len(self.problems)
        base = self._base(table, where)
        fires = tuple(self._variants(base, table.fires, f"{where}, fires"))
        spares = tuple(self._variants(base, table.spares, f"{where}, spares"))
        if len(self.problems) == before and self._is_whole(table, where):
            yield Probe(of=of, where=where, fires=fires, spares=spares)

    def _variants(self, base: Answers, raw: RawVariants, where: str) -> Iterator[Variant]:
        if isinstance(raw, dict):
            yield Variant(where, base, dict(self._answers(raw, where)))
            return
        for number, one in enumerate(raw, start=1):
            yield from self._variants(base, one, f"{where} {number}")

    def _base(self, table: CaseTable | ProbeTable, where: str) -> Answers:
        """Returns the answers of the person from which a case or probe begins."""
        if table.like is not None and self.complete and table.like not in self.broken:
            self._known([table.like], self.people, f"{where}, like", "person")
        self._known(table.unanswered, self.rulebook.questions, f"{where}, unanswered", "question")
        person = self.people.get(table.like or ORDINARY, {})
        return {id_: answer for id_, answer in person.items() if id_ not in table.unanswered}

    def _is_whole(self, table: CaseTable | ProbeTable, where: str) -> bool:
        """Tells whether nothing is missing of a case or probe and of whom it begins from."""
        begins = table.like or ORDINARY
        is_known = begins in self.people or self.complete
        return is_known and begins not in self.broken and where not in self.marred

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


def _around(where: str) -> Iterator[str]:
    """Yields a place, and those that it stands in."""
    parts = where.split(", ")
    yield from (", ".join(parts[:number]) for number in range(1, len(parts) + 1))
