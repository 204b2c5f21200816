"""The rule base as typed, immutable values.

After loading nothing is a dict of loose keys, nothing is missing by accident, and every condition
is a tree of ``conditions`` nodes.  Texts are templates; ``{id}`` stands for an answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Literal, TypeAlias

from msgspec import Struct

from questionnaire.knowledge.conditions import ChoiceId, Condition, Number

Grade: TypeAlias = Literal["A", "B", "C", "D"]
Reading: TypeAlias = Literal["yes", "abstract", "copy", "report", "address", "judgement"]
Answer: TypeAlias = int | float | ChoiceId | tuple[ChoiceId, ...] | None
"""A number, the id of a choice, the ids of the ticked boxes, or None for "not sure"."""
Answers: TypeAlias = Mapping[str, Answer]
"""Question id to answer.  A question that is missing was not asked (yet)."""


class Source(Struct, frozen=True, kw_only=True):
    """A publication that a rule rests on, and how much of it was read.

    ``copy`` is where it was read if not at ``address``; it is for reviewers and never shown.
    """

    id: str
    title: str
    publisher: str
    address: str | None = None
    year: int | None = None
    read: Reading
    copy: str | None = None


class Line(Struct, frozen=True, kw_only=True):
    """A text that is shown if ``when`` is known to hold and ``unless`` is not.

    One that depends on answers has an ``id``, which no other line of its owner has.  While it is
    shown, no other answer is suggested to the questions that it ``keeps``.  ``if_it_happens`` says
    that it speaks of what no answer can tell yet, so that it may ask for more haste than they do.
    """

    id: str = ""
    text: str
    when: Condition | None = None
    unless: Condition | None = None
    sources: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()
    if_it_happens: bool = False


class Code(Struct, frozen=True):
    """What something is called in a code system that others know, such as LOINC.

    ``system`` is the address that stands for the code system; nothing is ever fetched from it.
    """

    system: str
    code: str


class Choice(Struct, frozen=True, kw_only=True):
    """One permitted answer to a choice question, or one box of a many question."""

    id: ChoiceId
    label: str
    amount: Fraction | None = None
    exclusive: bool = False
    neutral: bool = False
    code: Code | None = None


class Assumption(Struct, frozen=True, kw_only=True):
    """The answer that a question has without being asked, where ``when`` is known to hold."""

    answer: Answer
    when: Condition


class Change(Struct, frozen=True, kw_only=True):
    """Which other answer the summary may suggest, under its conditions.

    Of an amount, one that is nearer to the range from ``low`` to ``high``, in the words of ``text``
    with {new} and {old}; of a many question, one without a box, in the words of ``boxes``.
    """

    text: str = ""
    low: Fraction | None = None
    high: Fraction | None = None
    boxes: Mapping[ChoiceId, str] = {}
    when: Condition | None = None
    unless: Condition | None = None


class _Question(Struct, frozen=True, kw_only=True):
    """Asks ``text``, which is complete in itself; ``item`` is what tells it from its siblings."""

    id: str
    section: str
    name: str = ""
    text: str
    item: str = ""
    why: str = ""
    help: str = ""
    skip: str = "not sure"
    when: Condition | None = None
    unless: Condition | None = None
    assume: tuple[Assumption, ...] = ()
    notes: tuple[Line, ...] = ()
    change: Change | None = None
    neutral: bool = False
    credit: str = ""
    codes: tuple[Code, ...] = ()
    sources: tuple[str, ...] = ()


class NumberQuestion(_Question, frozen=True, kw_only=True):
    """Asks for a number of ``unit`` from ``low`` to ``high`` in steps of ``step``.

    ``units`` are the others in which it may be typed, with what one of each is in ``unit``.
    ``unit_code`` is what UCUM calls ``unit``.
    """

    unit: str
    unit_code: str = ""
    low: Fraction
    high: Fraction
    step: Fraction = Fraction(1)
    units: Mapping[str, Fraction] = {}

    @property
    def count(self) -> int:
        """How many numbers can be answered."""
        return int((self.high - self.low) / self.step) + 1


class ChoiceQuestion(_Question, frozen=True, kw_only=True):
    """Asks for one of its choices."""

    choices: tuple[Choice, ...]


class ManyQuestion(_Question, frozen=True, kw_only=True):
    """Asks which boxes to tick; an exclusive one stands alone."""

    choices: tuple[Choice, ...]


Question: TypeAlias = NumberQuestion | ChoiceQuestion | ManyQuestion


class Section(Struct, frozen=True, kw_only=True):
    """A titled group of questions, in the order asked."""

    id: str
    title: str
    introduction: str = ""
    questions: tuple[str, ...]


class Derived(Struct, frozen=True, kw_only=True):
    """A number or a condition that is worked out from answers and has a name.

    ``step`` rounds only what is shown.
    """

    id: str
    section: str
    text: str = ""
    unit: str = ""
    step: Fraction | None = None
    value: Number | Condition
    sources: tuple[str, ...] = ()


class Rule(Struct, frozen=True, kw_only=True):
    """Adds ``weight`` to the total of ``factor`` where its condition holds.

    ``up_to`` is the highest level that this rule alone lifts the factor to.  A ``supporting`` rule
    counts only beside a fired rule of positive weight that is not supporting.
    """

    id: str
    factor: str
    when: Condition | None = None
    unless: Condition | None = None
    weight: int
    up_to: str | None = None
    supporting: bool = False
    because: str
    sources: tuple[str, ...]


class Factor(Struct, frozen=True, kw_only=True):
    """A possible contributing factor: its card, and the rules that point to it."""

    id: str
    name: str
    grade: Grade
    summary: str
    role: str = ""
    link: str = ""
    evidence: str = ""
    at_risk: tuple[Line, ...] = ()
    advice: tuple[Line, ...] = ()
    foods: tuple[Line, ...] = ()
    tests: tuple[Line, ...] = ()
    cautions: tuple[Line, ...] = ()
    notes: tuple[Line, ...] = ()
    unless: Condition | None = None
    up_to: str | None = None
    sources: tuple[str, ...]
    rules: tuple[Rule, ...]


LINE_KEYS = ("advice", "foods", "tests", "cautions", "notes", "at_risk")
"""The keys of a factor that are lists of lines."""


class RedFlag(Struct, frozen=True, kw_only=True):
    """A sign that alone sets a least urgency; no change is suggested to what it ``keeps``.

    Whom it has been raised for is told ``because``, with the ticked boxes, in place of all that the
    sign may be.
    """

    id: str
    sign: str
    because: str | None = None
    when: Condition
    urgency: str
    instead_of: tuple[str, ...] = ()
    time_frame: str | None = None
    advice: tuple[Line, ...]
    sources: tuple[str, ...]
    keeps: tuple[str, ...] = ()


class Level(Struct, frozen=True, kw_only=True):
    """How much a factor stands out: reached when its total is at least ``start``."""

    id: str
    label: str
    start: int
    meaning: str = ""


class Urgency(Struct, frozen=True, kw_only=True):
    """How soon care is needed; one that ``interrupts`` stops the interview.

    ``haste`` are the words, in small letters, by which a text asks for care so soon.
    """

    id: str
    label: str
    time_frame: str
    interrupts: bool = False
    haste: tuple[str, ...] = ()


class Notice(Struct, frozen=True, kw_only=True):
    """A text at the top of the summary.

    It is followed by the signs of all red flags of the urgencies ``signs``, or of those that read
    one of the questions ``signs_of``.  No change is suggested to what it ``keeps``.
    """

    id: str
    when: Condition | None = None
    unless: Condition | None = None
    text: str
    sources: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    signs_of: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()


class Messages(Struct, frozen=True, kw_only=True):
    """What is said where there is nothing to list; which one is decided in ``concluding``."""

    nothing_found: tuple[Line, ...]
    nothing_found_unchecked: tuple[Line, ...]
    nothing_found_beside_flags: tuple[Line, ...]
    nothing_answered: tuple[Line, ...]
    answers_set_aside: str
    signs_not_checked: str


MESSAGE_KEYS = (
    "nothing_found",
    "nothing_found_unchecked",
    "nothing_found_beside_flags",
    "nothing_answered",
)
"""The keys of the messages that are lists of lines."""


class Words(Struct, frozen=True, kw_only=True):
    """Headings that depend on what a rule base is about.

    Attributes:
        recommendation: Stands above the recommendation.
        red_flags: Red flags as a whole, with a capital.
        no_factors: Stands above what is said where no factor is shown.
        document: What the document with the answers is for, after the title.
    """

    recommendation: str = "In any case"
    red_flags: str = "Warning signs"
    no_factors: str = "Factors"
    document: str = "answers and findings"


class Rulebook(Struct, frozen=True, kw_only=True):
    """All of a rule base as one immutable value.

    The mappings are in the order of the rule base: questions as asked, urgencies and levels from
    lowest to highest, red flags as shown.  ``no_factors`` is the condition under which no factor is
    shown at all.  ``asked_first`` are the questions whose answers open the document for the
    appointment, ``denied`` those whose empty boxes it tells.  ``digest`` names the exact text of
    the files that knowledge was read from.  ``url`` is the address by which other programs know it,
    whether or not anything is there.
    """

    id: str
    title: str
    version: str
    digest: str
    url: str = ""
    publisher: str = ""
    reviewed: date
    audience: str
    introduction: tuple[str, ...]
    recommendation: tuple[Line, ...]
    sections: tuple[Section, ...]
    questions: Mapping[str, Question]
    derived: Mapping[str, Derived]
    factors: Mapping[str, Factor]
    no_factors: Condition | None
    red_flags: Mapping[str, RedFlag]
    urgencies: Mapping[str, Urgency]
    levels: Mapping[str, Level]
    grades: Mapping[str, str]
    notices: tuple[Notice, ...]
    messages: Messages
    words: Words = Words()
    asked_first: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    sources: Mapping[str, Source]


def choices_of(question: Question) -> tuple[Choice, ...]:
    """Returns the choices of a question, none for a number question."""
    return () if isinstance(question, NumberQuestion) else question.choices


def choice_ids(question: ChoiceQuestion | ManyQuestion) -> dict[str, ChoiceId]:
    """Returns the ids of the choices of a question, in its order, to look up what a text names."""
    return {choice.id: choice.id for choice in question.choices}


def highest_total(factor: Factor) -> int:
    """Returns the highest total that the rules of a factor can add up to."""
    return sum(rule.weight for rule in factor.rules if rule.weight > 0)
