"""The files of a rule base: read, decoded and digested; what is wrong with them is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from hashlib import sha256
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final, TypeVar

import tomli
from msgspec import Struct

from questionnaire.knowledge.problems import Problem, is_meant, nearest
from questionnaire.loading.contents import ENDING, entries, strangers
from questionnaire.loading.decoding import check_id, decode
from questionnaire.loading.tables import RulebookTable, SectionTable, SourceTable
from questionnaire.loading.toml_mistakes import how_to_write

_Shape = TypeVar("_Shape", bound=Struct)
LARGEST_OF_ALL: Final = 8 * 2**20
"""Bytes of all files together: reading them takes some forty times as much memory."""
_AT_ONCE: Final = 2**16
"""Bytes of one file that are made room for; making it for all that may be takes longer."""
BYTE_ORDER_MARK: Final = "\ufeff"


def shipped() -> Traversable:
    """Returns the folder of the rule base that comes with the program."""
    try:
        return resources.files("questionnaire.rules")
    except ModuleNotFoundError:  # in a checkout Python finds the program before an installed one
        return Path(__file__).parents[2] / "rules"


class RuleFiles:
    """Reads and decodes the files of a rule base; keeps their problems and their digest."""

    def __init__(self, folder: Traversable) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.digest = sha256()
        self._room = LARGEST_OF_ALL
        self.unreadable: set[str] = set()
        """Places of which nothing could be read, so that what they define is not known."""
        self.undecoded: set[str] = set()
        """Ids of sources, questions and derived values that stand in a file but make no sense."""

    def refuse_strangers(self) -> None:
        """Notes all that stands in the folder and would be passed over."""
        try:
            found = tuple(strangers(self.folder))
        except OSError as error:
            found = (Problem("the folder", f"It cannot be read: {error.strerror}."),)
        self.problems += found
        self.unreadable |= {problem.where for problem in found}

    def names(self, subfolder: str) -> list[str]:
        """Returns the stems of the TOML files of a subfolder, sorted."""
        folder = self.folder.joinpath(subfolder)
        try:
            return [
                entry.name.removesuffix(ENDING)
                for entry in (entries(folder) if folder.is_dir() else ())
                if entry.name.endswith(ENDING) and not entry.is_dir()
            ]
        except OSError:  # refuse_strangers has said so
            return []

    def read(self, name: str, *, needed: bool = True) -> dict[str, Any] | None:
        """Returns the raw table of a file, or None."""
        file = self.folder.joinpath(*name.split("/"))
        if not needed and not self._is_there(file):
            return None
        content = self._content(file, name)
        raw = None if content is None else self._toml(content, name)
        if raw == {}:
            how = "Write into it what belongs there, or take it out."
            self.problems.append(Problem(name, "The file holds nothing.", how))
        if not raw:
            self.unreadable.add(name)
        return raw or None

    def _is_there(self, file: Traversable) -> bool:
        """Tells whether a folder lists such a file, whatever it is."""
        try:
            return any(entry.name == file.name for entry in self.folder.iterdir())
        except OSError:
            return False

    def _content(self, file: Traversable, name: str) -> bytes | None:
        try:
            if file.is_file():
                with file.open("rb") as opened:
                    content = opened.read(min(_AT_ONCE, self._room + 1))
                    if len(content) == _AT_ONCE:
                        content += opened.read(self._room + 1 - _AT_ONCE)
                self._room -= len(content)
                if self._room < 0:
                    what = f"With it the rule base has more than {LARGEST_OF_ALL >> 20} MiB."
                    how = "Take out what is not used, or make several rule bases of it."
                    self.problems.append(Problem(name, what, how))
                    return None
                named = f"{name}\n{len(content)}\n".encode("utf-8", "surrogateescape")
                self.digest.update(named + content)
                return content
            if is_meant(name, self.problems):
                return None
            what, how = self._instead_of(file, name)
        except OSError as error:
            what = f"The file cannot be read: {error.strerror}."
            how = (
                "Give yourself the right to read it." if isinstance(error, PermissionError) else ""
            )
        self.problems.append(Problem(name, what, how))
        return None

    def _instead_of(self, file: Traversable, name: str) -> tuple[str, str]:
        """Says what stands where a file should; a pipe or a device might never end."""
        if file.is_dir():
            return "This is a folder and should be a file.", ""
        if "/" in name or self._is_there(file):
            how = "Put the file itself in its place."
            return "This is neither a file nor a link to one.", how
        return "The file is missing.", "Every rule base needs it."

    def _toml(self, content: bytes, name: str) -> dict[str, Any] | None:
        text = ""
        try:
            text = content.decode()
            if text.startswith(BYTE_ORDER_MARK):
                what = "The file begins with a byte order mark (BOM), which is no part of TOML."
                self.problems.append(Problem(name, what, "Save it as UTF-8 without one."))
                return None
            return tomli.loads(text)
        except UnicodeDecodeError as error:
            what = f"The file is not UTF-8: byte {error.start + 1} cannot be read."
            self.problems.append(Problem(name, what, "Save it as UTF-8."))
        except tomli.TOMLDecodeError as error:
            how = how_to_write(str(error), text)
            self.problems.append(Problem(name, f"This is not TOML: {error}.", how))
        except ValueError:  # Python reads no whole number of more than 4,300 digits
            self.problems.append(Problem(name, "The file holds a number that is too long."))
        except RecursionError:
            self.problems.append(Problem(name, "The file is nested too deeply."))
        return None

    def table(self, name: str, shape: type[_Shape], *, needed: bool = True) -> _Shape | None:
        """Returns a file decoded as ``shape``, or None."""
        raw = self.read(name, needed=needed)
        return None if raw is None else decode(raw, shape, name, self.problems)


def source_tables(files: RuleFiles) -> Iterator[tuple[str, SourceTable]]:
    """Yields the sources that can be used, by id."""
    for id_, raw in (files.read("sources.toml") or {}).items():
        check_id(id_, f'sources.toml: "{id_}"', files.problems)
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
    times = Counter(stems if head is None else head.sections)
    for stem, listed in times.items():
        if listed > 1:
            what = f'The section "{stem}" is named {listed} times.'
            files.problems.append(Problem("rulebook.toml: sections", what, "Name it once."))
        name = f"sections/{stem}.toml"
        if stem not in stems:
            what = f"There is no file {name}."
            how = nearest(stem.rpartition("/")[2].removesuffix(".toml"), stems)
            files.problems.append(Problem("rulebook.toml: sections", what, how))
            files.unreadable.add(name)
            continue
        raw = files.read(name)
        table = None if raw is None else decode(raw, SectionTable, name, files.problems)
        if raw is not None:
            _note_ids(raw, name, files)
        if table is not None:
            files.undecoded -= {question.id for question in table.question}
            files.undecoded -= {derived.id for derived in table.derived}
            yield stem, table
    for stem in stems:
        if stem not in times and not is_meant(stem, files.problems):
            where = f"sections/{stem}.toml"
            what = "rulebook.toml does not list this section, so it would never be asked."
            how = f'Add "{stem}" to its sections, or take the file out.'
            files.problems.append(Problem(where, what, how))
            _note_ids(files.read(where) or {}, where, files)


def _note_ids(raw: Mapping[str, Any], name: str, files: RuleFiles) -> None:
    """Notes the ids that the raw tables of a section seem to define, and if one has none."""
    for key in ("question", "derived"):
        found = raw.get(key, [])
        for table in found if isinstance(found, list) else [found]:
            id_ = table.get("id") if isinstance(table, dict) else None
            if isinstance(id_, str):
                files.undecoded.add(id_)
            else:
                files.unreadable.add(name)


def read_head(folder: Traversable) -> RulebookTable | None:
    """Returns what a rule base says of itself; None where loading it will say what is wrong."""
    files = RuleFiles(folder)
    head = files.table("rulebook.toml", RulebookTable)
    return None if files.problems else head
