"""Everything in a rule base that depends on answers, and where in its files it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from questionnaire.knowledge.conditions import Condition
from questionnaire.knowledge.model import (
    LINE_KEYS,
    Derived,
    Factor,
    Line,
    Question,
    RedFlag,
    Rule,
    Rulebook,
)


class Entry(Struct, frozen=True, kw_only=True):
    """Something that holds only under conditions, or a text into which answers are filled.

    ``where`` names the file and the id; ``key`` adds a key to it.
    """

    where: str
    when: Condition | None = None
    unless: Condition | None = None
    text: str = ""
    sources: tuple[str, ...] = ()

    def key(self, name: str) -> str:
        """Returns the place of one of its keys."""
        return f"{self.where}{', ' if ': ' in self.where else ': '}{name}"


def entries(rulebook: Rulebook) -> Iterator[Entry]:
    """Yields all that depends on answers, in the order of the files."""
    for question in rulebook.questions.values():
        yield from _question(question)
    for factor in rulebook.factors.values():
        yield from _factor(factor)
    for flag in rulebook.red_flags.values():
        where = flag_place(flag)
        yield Entry(where=where, when=flag.when, sources=flag.sources)
        yield from _lines(f"{where}, advice", flag.advice)
    yield from _rulebook(rulebook)


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


def _question(question: Question) -> Iterator[Entry]:
    where = question_place(question)
    yield Entry(where=where, when=question.when, unless=question.unless)
    for number, assumption in enumerate(question.assume, start=1):
        yield Entry(where=f"{where}, assume {number}", when=assumption.when)
    yield from _lines(f"{where}, notes", question.notes)
    if question.change is not None:
        change = question.change
        yield Entry(where=f"{where}, change", when=change.when, unless=change.unless)


def _factor(factor: Factor) -> Iterator[Entry]:
    where = factor_place(factor)
    yield Entry(where=where, unless=factor.unless, sources=factor.sources)
    for rule in factor.rules:
        yield Entry(
            where=rule_place(rule),
            when=rule.when,
            unless=rule.unless,
            text=rule.because,
            sources=rule.sources,
        )
    for key in LINE_KEYS:
        yield from _lines(f"{where}: {key}", getattr(factor, key))


def _rulebook(rulebook: Rulebook) -> Iterator[Entry]:
    yield Entry(where="rulebook.toml: factors", unless=rulebook.no_factors)
    for notice in rulebook.notices:
        yield Entry(
            where=f'rulebook.toml: notice "{notice.id}"',
            when=notice.when,
            unless=notice.unless,
            text=notice.text,
        )
    messages = rulebook.messages
    for key in ("nothing_found", "nothing_found_beside_flags", "nothing_answered"):
        yield from _lines(f"rulebook.toml: messages, {key}", getattr(messages, key))
    yield from _lines("rulebook.toml: recommendation", rulebook.recommendation)


def _lines(where: str, lines: Iterable[Line]) -> Iterator[Entry]:
    for number, line in enumerate(lines, start=1):
        yield Entry(
            where=f"{where} {number}",
            when=line.when,
            unless=line.unless,
            text=line.text,
            sources=line.sources,
        )
