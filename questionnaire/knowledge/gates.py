"""The one list of all that depends on answers: everything with conditions, and every text.

Inference matches gates, checking looks at them one by one, cases and probes name them, and nobody
walks through a rule base for that again.  A new thing that depends on answers is added here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

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
        yield from note_gates(question)
    yield from conclusion_gates(rulebook)


def gates_to_prove(rulebook: Rulebook) -> Iterator[Gate]:
    """Yields the gates that cases and probes must show both open and shut.

    Whether a question is asked or an answer assumed shows in what follows from it.
    """
    notes = (gate for question in rulebook.questions.values() for gate in note_gates(question))
    for gate in (*conclusion_gates(rulebook), *notes):
        if not gate.always_open or gate.key[0] == "rule":
            yield gate


def asking_gates(question: Question) -> Iterator[Gate]:
    """Yields when a question is asked, then when each of its answers is assumed."""
    key, where = question_key(question.id), question_place(question)
    yield Gate(key=key, where=where, when=question.when, unless=question.unless)
    for number, assumption in enumerate(question.assume, start=1):
        place = f"{where}, assume {number}"
        yield Gate(key=assumption_key(question.id, number), where=place, when=assumption.when)


def note_gates(question: Question) -> Iterator[Gate]:
    """Yields the notes of a question."""
    place = f"{question_place(question)}, notes"
    return _lines(question_key(question.id), place, question.notes)


def conclusion_gates(rulebook: Rulebook) -> Iterator[Gate]:
    """Yields all that an assessment depends on."""
    for question in rulebook.questions.values():
        if (change := question.change) is not None:
            where = f"{question_place(question)}, change"
            key = change_key(question.id)
            yield Gate(key=key, where=where, when=change.when, unless=change.unless)
    for factor in rulebook.factors.values():
        yield from _factor(factor)
    for flag in rulebook.red_flags.values():
        key, where = flag_key(flag.id), flag_place(flag)
        yield Gate(key=key, where=where, when=flag.when, sources=flag.sources)
        yield from _lines(key, f"{where}, advice", flag.advice)
    yield Gate(key=FACTORS, where="rulebook.toml: factors", unless=rulebook.no_factors)
    for notice in rulebook.notices:
        yield Gate(
            key=notice_key(notice.id),
            where=f'rulebook.toml: notice "{notice.id}"',
            when=notice.when,
            unless=notice.unless,
            text=notice.text,
        )
    for name in MESSAGE_KEYS:
        lines = getattr(rulebook.messages, name)
        yield from _lines(MESSAGES, f"rulebook.toml: messages, {name}", lines)
    yield from _lines(RECOMMENDATION, "rulebook.toml: recommendation", rulebook.recommendation)


def _factor(factor: Factor) -> Iterator[Gate]:
    key, where = factor_key(factor.id), factor_place(factor)
    yield Gate(key=key, where=where, unless=factor.unless, sources=factor.sources)
    for rule in factor.rules:
        yield Gate(
            key=rule_key(rule.id),
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
        )


# Keys ---------------------------------------------------------------------------------------------


def question_key(id_: str) -> Key:
    """Returns the key of a question, and of its notes."""
    return ("question", id_)


def assumption_key(question: str, number: int) -> Key:
    """Returns the key of an assumed answer, counted from 1."""
    return ("question", question, "assume", str(number))


def change_key(question: str) -> Key:
    """Returns the key of the change that may be suggested for a question."""
    return ("change", question)


def factor_key(id_: str) -> Key:
    """Returns the key of a factor, and of the lines of its card."""
    return ("factor", id_)


def rule_key(id_: str) -> Key:
    """Returns the key of a rule."""
    return ("rule", id_)


def flag_key(id_: str) -> Key:
    """Returns the key of a red flag, and of its advice."""
    return ("red flag", id_)


def notice_key(id_: str) -> Key:
    """Returns the key of a notice."""
    return ("notice", id_)


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
