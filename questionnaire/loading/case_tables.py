"""What the files of cases, and the probes below rules and red flags, may hold, key by key.

Apart from the other tables, because only who checks a rule base needs them.
"""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from msgspec import Meta, Struct

from questionnaire.loading.tables import Id, Text

RawAnswers: TypeAlias = dict[str, Any]
RawVariants: TypeAlias = RawAnswers | Annotated[list[RawAnswers], Meta(min_length=1)]


class CaseTable(Struct, frozen=True, forbid_unknown_fields=True):
    """A case as a file holds it."""

    id: Id
    text: Text
    urgency: str
    like: str | None = None
    answers: RawAnswers = {}
    unanswered: list[str] = []
    levels: dict[str, str] = {}
    flags: list[str] = []
    must_say: list[Text] = []
    must_not_say: list[Text] = []
    asked: list[str] = []
    not_asked: list[str] = []
    suggests: RawAnswers | None = None


class ProbeTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A probe as it stands under its rule or red flag."""

    fires: RawVariants
    spares: RawVariants = []
    like: str | None = None
    unanswered: list[str] = []


class NamedProbeTable(ProbeTable, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A probe of anything else, as a file of the folder ``cases`` holds it."""

    of: Text


class CasesTable(Struct, frozen=True, forbid_unknown_fields=True):
    """A file of the folder ``cases``."""

    people: dict[Id, RawAnswers] = {}
    case: Annotated[list[CaseTable], Meta(min_length=1)] = []
    probe: Annotated[list[NamedProbeTable], Meta(min_length=1)] = []
