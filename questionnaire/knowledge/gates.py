"""The one list of all that depends on answers: everything with conditions, and every text.

Inference matches gates, checking looks at them one by one, cases and probes name them, and nobody
walks through a rule base for that again.  A new thing that depends on answers is added here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

from msgspec import Struct

from questionnaire.knowledge.conditions import Condition
from questionnaire.knowledge.model import (
    LINE_KEYS,
    MESSAGE_KEYS,
    Derived,
    Factor,
    Line,
    Question,
    RedFlag,
    Rule,
    Rulebook,
)

Kind: TypeAlias = Literal["question", "change", "factor", "rule", "red flag", "notice"]
Key: TypeAlias = tuple[str, ...]
"""What kind of thing it is and its id; for a line its owner and its own id."""

FACTORS: Key = ("factors",)
"""Open where factors are shown at all."""
RECOMMENDATION: Key = ("recommendation",)
MESSAGES: Key = ("messages",)


class Gate(Struct, frozen=True, kw_only=True):
    """Something that holds only under conditions, or a text into which answers are filled.

    It is open where ``when`` is known to hold and ``unless`` is not.  ``where`` names the file and
    the id.
    """

    key: Key
    where: str
    when: Condition | None = None
    unless: Condition | None = None
    text: str = ""
    sources: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()
    if_it_happens: bool = False

    @property
    def always_open(self) -> bool:
        """Whether it has no conditions at all."""
        return self.when is None and self.unless is None

    def place(self, name: str) -> str:
        """Returns where one of its keys stands."""
        return f"{self.where}{', ' if ': ' in self.where else ': '}{name}"


def gates(rulebook: Rulebook) -> Iterator[Gate]:
    """Yields all that depends on answers, in the order of the files."""
    for question in rulebook.questions.values():
        yield from asking_gates(question)
    yield from conclusion_gates(rulebook)


def gates_to_prove(rulebook: Rulebook) -> Iterator[Gate]:
    """Yields the gates that cases and probes must show both open and shut.

    Whether a question is asked or an answer assumed shows in what follows from it.
    """
    for gate in conclusion_gates(rulebook):
        if not gate.always_open or gate.key[0] == "rule":
            yield gate


def asking_gates(question: Question) -> Iterator[Gate]:
    """Yields when a question is asked, then when each of its answers is assumed."""
    key, where = key_of("question", question.id), question_place(question)
    yield Gate(
        key=key, where=where, when=question.when, unless=question.unless, sources=question.sources
    )
    for number, assumption in enumerate(question.assume, start=1):
        place = f"{where}, assume {number}"
        yield Gate(key=assumption_key(question.id, number), where=place, when=assumption.when)


def conclusion_gates(rulebook: Rulebook) -> Iterator[Gate]:
    """Yields all that an assessment depends on, the notes of questions included."""
    for question in rulebook.questions.values():
        where = question_place(question)
        yield from _lines(key_of("question", question.id), f"{where}, notes", question.notes)
        if (change := question.change) is not None:
            key, where = key_of("change", question.id), f"{where}, change"
            yield Gate(key=key, where=where, when=change.when, unless=change.unless)
    for factor in rulebook.factors.values():
        yield from _factor(factor)
    for flag in rulebook.red_flags.values():
        key, where = key_of("red flag", flag.id), flag_place(flag)
        yield Gate(key=key, where=where, when=flag.when, sources=flag.sources, keeps=flag.keeps)
        yield from _lines(key, f"{where}, advice", flag.advice)
    yield Gate(key=FACTORS, where="rulebook.toml: factors", unless=rulebook.no_factors)
    for notice in rulebook.notices:
        yield Gate(
            key=key_of("notice", notice.id),
            where=f'rulebook.toml: notice "{notice.id}"',
            when=notice.when,
            unless=notice.unless,
            text=notice.text,
            sources=notice.sources,
            keeps=notice.keeps,
        )
    for name in MESSAGE_KEYS:
        lines = getattr(rulebook.messages, name)
        yield from _lines(MESSAGES, f"rulebook.toml: messages, {name}", lines)
    yield from _lines(RECOMMENDATION, "rulebook.toml: recommendation", rulebook.recommendation)


def _factor(factor: Factor) -> Iterator[Gate]:
    key, where = key_of("factor", factor.id), factor_place(factor)
    yield Gate(key=key, where=where, unless=factor.unless, sources=factor.sources)
    for rule in factor.rules:
        yield Gate(
            key=key_of("rule", rule.id),
            where=rule_place(rule),
            when=rule.when,
            unless=rule.unless,
            text=rule.because,
            sources=rule.sources,
        )
    for name in LINE_KEYS:
        yield from _lines(key, f"{where}: {name}", getattr(factor, name))


def _lines(owner: Key, where: str, lines: Iterable[Line]) -> Iterator[Gate]:
    for number, line in enumerate(lines, start=1):
        yield Gate(
            key=line_key(owner, line),
            where=f'{where} "{line.id}"' if line.id else f"{where} {number}",
            when=line.when,
            unless=line.unless,
            text=line.text,
            sources=line.sources,
            keeps=line.keeps,
            if_it_happens=line.if_it_happens,
        )


# Keys ---------------------------------------------------------------------------------------------


def key_of(kind: Kind, id_: str) -> Key:
    """Returns the key of a thing; those of its lines begin with it."""
    return (kind, id_)


def assumption_key(question: str, number: int) -> Key:
    """Returns the key of an assumed answer, counted from 1."""
    return ("question", question, "assume", str(number))


def line_key(owner: Key, line: Line) -> Key:
    """Returns the key of a line; those without conditions need no id and share one."""
    return (*owner, line.id)


# Places -------------------------------------------------------------------------------------------


def question_place(question: Question) -> str:
    """Returns where a question stands."""
    return f'sections/{question.section}.toml: question "{question.id}"'


def derived_place(derived: Derived) -> str:
    """Returns where a derived value stands."""
    return f'sections/{derived.section}.toml: derived "{derived.id}"'


def factor_place(factor: Factor) -> str:
    """Returns where a factor stands."""
    return f"factors/{factor.id}.toml"


def rule_place(rule: Rule) -> str:
    """Returns where a rule stands."""
    return f'factors/{rule.factor}.toml: rule "{rule.id}"'


def flag_place(flag: RedFlag) -> str:
    """Returns where a red flag stands."""
    return f'red_flags.toml: "{flag.id}"'
