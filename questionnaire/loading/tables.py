"""What the TOML files of a rule base may hold, key by key; conditions are still text here."""

from __future__ import annotations

from datetime import date
from keyword import kwlist
from typing import Annotated, Any, Final, Literal, TypeAlias

from msgspec import UNSET, Meta, Struct, UnsetType

from questionnaire.knowledge.conditions import ChoiceId
from questionnaire.knowledge.exact import LARGEST
from questionnaire.knowledge.model import Grade, Reading

RESERVED: Final = frozenset((*kwlist, "answered", "count", "default", "min", "max"))
"""Words of the condition language, which no id may take."""
LONGEST_ID: Final = 64
"""Characters of an id."""
_REST: Final = rf"[a-z0-9_]{{0,{LONGEST_ID - 1}}}\Z"
_ID: Final = rf"^(?!(?:{'|'.join(sorted(RESERVED))})\Z)[a-z]{_REST}"
CHOICE_ID: Final = rf"^[a-z0-9]{_REST}"

Text: TypeAlias = Annotated[str, Meta(min_length=1)]
Id: TypeAlias = Annotated[str, Meta(pattern=_ID)]
Decimal: TypeAlias = int | float
Kind: TypeAlias = Literal["number", "choice", "many"]
"""The kinds of ``model.Question``, as files name them."""


class LineTable(Struct, frozen=True, forbid_unknown_fields=True):
    """A line that depends on answers, and so has an id, or that has sources of its own."""

    text: Text
    id: Id | None = None
    when: Text | None = None
    unless: Text | None = None
    sources: list[str] = []
    keeps: list[str] = []
    if_it_happens: bool = False


Lines: TypeAlias = list[Text | LineTable]


class CodeTable(Struct, frozen=True, forbid_unknown_fields=True):
    """What a question or a choice is called in a code system."""

    system: Text
    code: Text


class ChoiceTable(Struct, frozen=True, forbid_unknown_fields=True):
    """A choice of a question or of a scale."""

    id: Annotated[ChoiceId, Meta(pattern=CHOICE_ID)]
    label: Text
    amount: Decimal | None = None
    exclusive: bool = False
    neutral: bool = False
    code: CodeTable | None = None


class AssumeTable(Struct, frozen=True, forbid_unknown_fields=True):
    """An answer that is taken for given."""

    answer: Decimal | str | list[str]
    when: Text


class ChangeTable(Struct, frozen=True, forbid_unknown_fields=True):
    """Which other answer the summary may suggest: an amount to aim at, or boxes to leave out."""

    text: Text = ""
    towards: Literal["fewer", "more"] | list[Decimal] | None = None
    boxes: dict[str, Text] = {}
    when: Text | None = None
    unless: Text | None = None


class QuestionTable(Struct, frozen=True, forbid_unknown_fields=True):
    """A question as a section file holds it."""

    id: Id
    kind: Kind
    text: Text | None = None
    stem: str | None = None
    item: Text | None = None
    name: Text = ""
    why: Text = ""
    help: Text = ""
    skip: Text = "not sure"
    when: Text | None = None
    unless: Text | None = None
    assume: list[AssumeTable] = []
    notes: Lines = []
    change: ChangeTable | None = None
    neutral: bool = False
    credit: Text = ""
    codes: list[CodeTable] = []
    sources: list[str] = []
    unit: Text | UnsetType = UNSET
    unit_code: Text | UnsetType = UNSET
    range: Annotated[list[Decimal], Meta(min_length=2, max_length=2)] | UnsetType = UNSET
    step: Decimal | UnsetType = UNSET
    units: dict[str, Decimal | str] | UnsetType = UNSET
    scale: str | UnsetType = UNSET
    choices: Annotated[list[Text | ChoiceTable], Meta(min_length=1)] | UnsetType = UNSET


class DerivedTable(Struct, frozen=True, forbid_unknown_fields=True):
    """A derived value as a section file holds it."""

    id: Id
    value: Text
    text: Text = ""
    unit: Text = ""
    step: Decimal | None = None
    sources: list[str] = []


class SectionTable(Struct, frozen=True, forbid_unknown_fields=True):
    """A file of the folder ``sections``."""

    title: Text
    introduction: Text = ""
    stems: dict[Id, Text] = {}
    question: Annotated[list[QuestionTable], Meta(min_length=1)] = []
    derived: list[DerivedTable] = []


class RuleTable(Struct, frozen=True, forbid_unknown_fields=True):
    """A rule as a factor file holds it."""

    id: Id
    weight: Annotated[int, Meta(ge=-LARGEST, le=LARGEST)]
    because: Text
    sources: Annotated[list[str], Meta(min_length=1)]
    when: Text | None = None
    unless: Text | None = None
    up_to: str | None = None
    supporting: bool = False
    probe: Any = None  # Nothing that asks reads it, so a mistake in it stops nobody: cases.py.


class FactorTable(Struct, frozen=True, forbid_unknown_fields=True):
    """A file of the folder ``factors``."""

    name: Text
    grade: Grade
    summary: Text
    sources: Annotated[list[str], Meta(min_length=1)]
    role: Text = ""
    link: Text = ""
    evidence: Text = ""
    at_risk: Lines = []
    advice: Lines = []
    foods: Lines = []
    tests: Lines = []
    cautions: Lines = []
    notes: Lines = []
    unless: Text | None = None
    up_to: str | None = None
    rule: Annotated[list[RuleTable], Meta(min_length=1)] = []


class RedFlagTable(Struct, frozen=True, forbid_unknown_fields=True):
    """A red flag."""

    id: Id
    sign: Text
    when: Text
    urgency: str
    advice: Annotated[Lines, Meta(min_length=1)]
    sources: Annotated[list[str], Meta(min_length=1)]
    instead_of: list[str] = []
    keeps: list[str] = []
    because: Text | None = None
    time_frame: Text | None = None
    probe: Any = None  # As under a rule.


class RedFlagsTable(Struct, frozen=True, forbid_unknown_fields=True):
    """The file ``red_flags.toml``."""

    red_flag: list[RedFlagTable]


class LevelTable(Struct, frozen=True, forbid_unknown_fields=True, rename={"start": "from"}):
    """A level, from the total that reaches it."""

    id: Id
    label: Text
    start: Annotated[int, Meta(ge=1, le=LARGEST)]
    meaning: Text = ""


class UrgencyTable(Struct, frozen=True, forbid_unknown_fields=True):
    """An urgency."""

    id: Id
    label: Text
    time_frame: Text
    interrupts: bool = False
    haste: list[Text] = []


class NoticeTable(Struct, frozen=True, forbid_unknown_fields=True):
    """A notice at the top of the summary."""

    id: Id
    text: Text
    when: Text | None = None
    unless: Text | None = None
    sources: list[str] = []
    signs: list[str] = []
    signs_of: list[str] = []
    keeps: list[str] = []


class MessagesTable(Struct, frozen=True, forbid_unknown_fields=True):
    """What is said where there is nothing to list."""

    nothing_found: Annotated[Lines, Meta(min_length=1)]
    nothing_found_unchecked: Annotated[Lines, Meta(min_length=1)]
    nothing_found_beside_flags: Annotated[Lines, Meta(min_length=1)]
    nothing_answered: Annotated[Lines, Meta(min_length=1)]
    answers_set_aside: Text
    signs_not_checked: Text


class WordsTable(Struct, frozen=True, forbid_unknown_fields=True):
    """Headings; those that are missing are those of ``model.Words``."""

    recommendation: Text | None = None
    red_flags: Text | None = None
    no_factors: Text | None = None
    document: Text | None = None


class FactorsTable(Struct, frozen=True, forbid_unknown_fields=True):
    """What holds for all factors."""

    unless: Text | None = None


class GradesTable(Struct, frozen=True, forbid_unknown_fields=True, rename="upper"):
    """The evidence grades in words."""

    a: Text
    b: Text
    c: Text
    d: Text


class RulebookTable(Struct, frozen=True, forbid_unknown_fields=True):
    """The file ``rulebook.toml``."""

    id: Id
    title: Text
    version: Text
    reviewed: date
    audience: Text
    introduction: Annotated[list[Text], Meta(min_length=1)]
    sections: Annotated[list[Text], Meta(min_length=1)]
    recommendation: Annotated[Lines, Meta(min_length=1)]
    grades: GradesTable
    messages: MessagesTable
    level: Annotated[list[LevelTable], Meta(min_length=1)]
    urgency: Annotated[list[UrgencyTable], Meta(min_length=1)]
    url: Text | None = None
    publisher: Text = ""
    factors: FactorsTable = FactorsTable()
    words: WordsTable = WordsTable()
    asked_first: list[str] = []
    denied: list[str] = []
    scales: dict[Id, list[Text | ChoiceTable]] = {}
    notice: list[NoticeTable] = []


class SourceTable(Struct, frozen=True, forbid_unknown_fields=True):
    """A source; its id is the name of its table."""

    title: Text
    publisher: Text
    read: Reading
    address: Text | None = None
    copy: Text | None = None
    year: Annotated[int, Meta(ge=1800, le=2200)] | None = None
