"""Loads a rule base from its folder: one ``Rulebook``, or all that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import tomli
from msgspec import Struct
from msgspec.structs import asdict, replace

from questionnaire.knowledge.conclusions import (
    assemble_asked_first,
    assemble_factors,
    assemble_messages,
    assemble_notices,
    assemble_red_flags,
    assemble_words,
)
from questionnaire.knowledge.decoding import decode
from questionnaire.knowledge.derived import assemble_derived
from questionnaire.knowledge.model import Level, Rulebook, Section, Source, Urgency
from questionnaire.knowledge.problems import Problem, nearest
from questionnaire.knowledge.question_conditions import add_changes, add_conditions
from questionnaire.knowledge.questions import PlacedQuestion, assemble_questions
from questionnaire.knowledge.resolving import Resolver
from questionnaire.knowledge.tables import (
    FactorTable,
    LevelTable,
    RedFlagsTable,
    RulebookTable,
    SectionTable,
    SourceTable,
    UrgencyTable,
)

_Shape = TypeVar("_Shape", bound=Struct)


class RuleFiles:
    """Reads and decodes the files of a rule base; keeps their problems and their digest."""

    def __init__(self, folder: Traversable) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.digest = sha256()
        self.unreadable: set[str] = set()
        """Names of files of which nothing could be read."""
        self.undecoded: set[str] = set()
        """Ids of sources, questions and derived values that stand in a file but make no sense."""

    def names(self, subfolder: str) -> list[str]:
        """Returns the stems of the TOML files of a subfolder, sorted."""
        folder = self.folder.joinpath(subfolder)
        if not folder.is_dir():
            return []
        return sorted(
            entry.name.removesuffix(".toml")
            for entry in folder.iterdir()
            if entry.name.endswith(".toml")
        )

    def read(self, name: str, *, needed: bool = True) -> dict[str, Any] | None:
        """Returns the raw table of a file, or None."""
        file = self.folder.joinpath(*name.split("/"))
        if not needed and not file.is_file():
            return None
        try:
            content = file.read_bytes()
            self.digest.update(f"{name}\n{len(content)}\n".encode() + content)
            return tomli.loads(content.decode())
        except UnicodeDecodeError as error:
            what = f"The file is not UTF-8: byte {error.start + 1} cannot be read."
            self.problems.append(Problem(name, what, "Save it as UTF-8."))
        except tomli.TOMLDecodeError as error:
            self.problems.append(Problem(name, f"This is not TOML: {error}."))
        except ValueError:  # Python reads no whole number of more than 4,300 digits
            self.problems.append(Problem(name, "The file holds a number that is too long."))
        except RecursionError:
            self.problems.append(Problem(name, "The file is nested too deeply."))
        except FileNotFoundError:
            what = "The file is missing."
            self.problems.append(Problem(name, what, "Every rule base needs it."))
        except OSError as error:
            self.problems.append(Problem(name, f"The file cannot be read: {error.strerror}."))
        self.unreadable.add(name)
        return None

    def table(self, name: str, shape: type[_Shape], *, needed: bool = True) -> _Shape | None:
        """Returns a file decoded as ``shape``, or None."""
        raw = self.read(name, needed=needed)
        return None if raw is None else decode(raw, shape, name, self.problems)


def load(folder: Traversable) -> tuple[Rulebook | None, tuple[Problem, ...]]:
    """Returns the rule base in a folder, or None and all that is wrong with it."""
    if not folder.is_dir():
        how = "Name a folder that holds a rule base."
        return None, (Problem(str(folder), "There is no such folder.", how),)
    files = RuleFiles(folder)
    head = files.table("rulebook.toml", RulebookTable)
    sources = dict(_sources(files))
    sections = dict(_sections(files, head))
    factors = {
        stem: table
        for stem in files.names("factors")
        if (table := files.table(f"factors/{stem}.toml", FactorTable)) is not None
    }
    flags = files.table("red_flags.toml", RedFlagsTable, needed=False) or RedFlagsTable()
    if not files.names("factors"):
        what = "The folder is missing or empty."
        files.problems.append(Problem("factors", what, "Write one file for each factor."))
    resolver = Resolver(
        factors=files.names("factors"),
        sources=[*sources, *files.undecoded],
        complete=not files.unreadable,
        headed=head is not None,
    )
    resolver.give_up(*files.undecoded)
    rulebook = _assemble(head, sections, factors, flags, sources, resolver)
    problems = tuple(dict.fromkeys((*files.problems, *resolver.problems)))
    if problems or rulebook is None:
        return None, problems
    return replace(rulebook, digest=files.digest.hexdigest()), ()


def _sources(files: RuleFiles) -> Iterator[tuple[str, Source]]:
    for id_, raw in (files.read("sources.toml") or {}).items():
        table = decode(raw, SourceTable, f'sources.toml: "{id_}"', files.problems)
        if table is None:
            files.undecoded.add(id_)
        else:
            yield id_, Source(id=id_, **asdict(table))


def _sections(files: RuleFiles, head: RulebookTable | None) -> Iterator[tuple[str, SectionTable]]:
    stems = files.names("sections")
    listed = stems if head is None else head.sections
    for stem in listed:
        name = f"sections/{stem}.toml"
        if stem not in stems:
            what = f"There is no file {name}."
            files.problems.append(Problem("rulebook.toml: sections", what, nearest(stem, stems)))
            files.unreadable.add(name)
            continue
        raw = files.read(name)
        table = None if raw is None else decode(raw, SectionTable, name, files.problems)
        if raw is not None:
            files.undecoded |= _ids(raw)
        if table is not None:
            files.undecoded -= {question.id for question in table.question}
            files.undecoded -= {derived.id for derived in table.derived}
            yield stem, table
    for stem in stems:
        if stem not in listed:
            where = f"sections/{stem}.toml"
            what = "rulebook.toml does not list this section, so it would never be asked."
            files.problems.append(Problem(where, what, nearest(stem, listed)))


def _ids(raw: Mapping[str, Any]) -> set[str]:
    """Returns the ids that the raw tables of a section seem to define."""
    tables = [
        table
        for key in ("question", "derived")
        if isinstance(raw.get(key), list)
        for table in raw[key]
        if isinstance(table, dict)
    ]
    return {table["id"] for table in tables if isinstance(table.get("id"), str)}


def _assemble(
    head: RulebookTable | None,
    sections: Mapping[str, SectionTable],
    factors: Mapping[str, FactorTable],
    flags: RedFlagsTable,
    sources: Mapping[str, Source],
    to: Resolver,
) -> Rulebook | None:
    placed = [
        PlacedQuestion(stem, f'sections/{stem}.toml: question "{question.id}"', question)
        for stem, section in sections.items()
        for question in section.question
    ]
    assemble_questions(placed, {} if head is None else head.scales, to)
    derived = assemble_derived(
        [(stem, value) for stem, section in sections.items() for value in section.derived],
        to,
    )
    add_conditions(placed, to)
    add_changes(placed, to)
    levels = {} if head is None else _levels(head.level, to)
    urgencies = {} if head is None else _urgencies(head.urgency, to)
    assembled_factors = assemble_factors(factors, levels, to)
    red_flags = assemble_red_flags(flags.red_flag, urgencies, to)
    if head is None:
        return None
    recommendation = to.lines(head.recommendation, "rulebook.toml: recommendation")
    if recommendation[0].when is not None or recommendation[0].unless is not None:
        what = "The first line of the recommendation depends on answers."
        to.problem("rulebook.toml: recommendation 1", what, "It must always be shown.")
    return Rulebook(
        id=head.id,
        title=head.title,
        version=head.version,
        digest="",
        reviewed=head.reviewed,
        audience=head.audience,
        introduction=tuple(head.introduction),
        recommendation=recommendation,
        sections=tuple(
            Section(
                id=stem,
                title=section.title,
                introduction=section.introduction,
                questions=tuple(question.id for question in section.question),
            )
            for stem, section in sections.items()
        ),
        questions=to.scope.questions,
        derived=derived,
        factors=assembled_factors,
        no_factors=to.condition(head.factors.unless, "rulebook.toml: factors, unless"),
        red_flags=red_flags,
        urgencies=urgencies,
        levels=levels,
        grades={key.upper(): text for key, text in asdict(head.grades).items()},
        notices=assemble_notices(head.notice, urgencies, to),
        messages=assemble_messages(head.messages, to),
        words=assemble_words(head.words),
        asked_first=assemble_asked_first(head.asked_first, to),
        sources=sources,
    )


def _levels(tables: Iterable[LevelTable], to: Resolver) -> dict[str, Level]:
    levels: dict[str, Level] = {}
    for table in tables:
        where = f'rulebook.toml: level "{table.id}"'
        if any(level.start >= table.start for level in levels.values()):
            what = f"It begins at {table.start}, not above the level before it."
            to.problem(where, what, "Write the levels from the lowest to the highest.")
        if to.is_new(table.id, levels, where, "level"):
            levels[table.id] = Level(**asdict(table))
    return levels


def _urgencies(tables: Iterable[UrgencyTable], to: Resolver) -> dict[str, Urgency]:
    urgencies: dict[str, Urgency] = {}
    for table in tables:
        if to.is_new(table.id, urgencies, f'rulebook.toml: urgency "{table.id}"', "urgency"):
            urgencies[table.id] = Urgency(**asdict(table))
    return urgencies


def shipped() -> Traversable:
    """Returns the folder of the rule base that comes with the program."""
    return resources.files("questionnaire.rules")
