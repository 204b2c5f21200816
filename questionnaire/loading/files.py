"""The files of a rule base: read, decoded and digested; what is wrong with them is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import tomli
from msgspec import Struct

from questionnaire.knowledge.problems import Problem, nearest
from questionnaire.loading.decoding import decode
from questionnaire.loading.tables import RulebookTable, SectionTable, SourceTable

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


def source_tables(files: RuleFiles) -> Iterator[tuple[str, SourceTable]]:
    """Yields the sources that can be used, by id."""
    for id_, raw in (files.read("sources.toml") or {}).items():
        table = decode(raw, SourceTable, f'sources.toml: "{id_}"', files.problems)
        if table is None:
            files.undecoded.add(id_)
        else:
            yield id_, table


def section_tables(
    files: RuleFiles, head: RulebookTable | None
) -> Iterator[tuple[str, SectionTable]]:
    """Yields the sections that can be used, by id, in the order that ``head`` gives them."""
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
