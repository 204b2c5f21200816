"""What the names in a condition stand for, and what is said of those that stand for nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from msgspec import Struct

from questionnaire.knowledge.conditions import ChoiceId, Condition, Number
from questionnaire.knowledge.model import (
    ChoiceQuestion,
    ManyQuestion,
    NumberQuestion,
    Question,
    choice_ids,
)
from questionnaire.knowledge.problems import closest, nearest

_QUOTED: Final = 40
"""Characters of a condition that are quoted in a message."""


class Scope(Struct, frozen=True):
    """The names that a condition may use.

    ``broken`` are ids that exist but could not be read; using one is no fault of the user.  A scope
    that is not ``complete`` misses names, so that an unknown one is no fault either.
    """

    questions: Mapping[str, Question]
    derived: Mapping[str, Number | Condition]
    factors: Iterable[str]
    broken: frozenset[str] = frozenset()
    complete: bool = True

    @property
    def ids(self) -> frozenset[str]:
        """All names together."""
        return self.broken.union(self.questions, self.derived, self.factors)


class Broken(Exception):  # noqa: N818 - never leaves the reading of a condition
    """The node uses something whose own fault is reported elsewhere."""


class Refused(Exception):  # noqa: N818 - never leaves the reading of a condition
    """The node is not part of the language, or means nothing here."""

    def __init__(self, node: ast.AST, what: str, how: str = "") -> None:
        self.node, self.what, self.how = node, what, how
        super().__init__(what)


def question_named(node: ast.Name, scope: Scope) -> Question:
    """Returns the question that a name stands for."""
    if found := scope.questions.get(node.id):
        return found
    if node.id in scope.derived or node.id in scope.factors:
        raise Refused(node, f'"{node.id}" is not a question.')
    if node.id in scope.broken or not scope.complete:
        raise Broken
    raise Refused(
        node,
        f'There is no question with the id "{node.id}".',
        nearest(node.id, scope.broken.union(scope.questions)),
    )


def named(node: ast.Name, scope: Scope) -> Question | Number | Condition | str:
    """Returns what a name stands for; for a factor, its id."""
    if node.id in scope.questions:
        return scope.questions[node.id]
    if node.id in scope.derived:
        return scope.derived[node.id]
    if node.id in scope.factors:
        return node.id
    if node.id in scope.broken or not scope.complete:
        raise Broken
    raise Refused(
        node,
        f'No question, derived value or factor has the id "{node.id}".',
        nearest(node.id, scope.ids),
    )


def choices_named(
    nodes: list[ast.expr], question: ChoiceQuestion | ManyQuestion
) -> Iterator[ChoiceId]:
    """Yields the choices that texts in quotation marks stand for."""
    known = choice_ids(question)
    for node in nodes:
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            meant = isinstance(node, ast.Name) and _choice_meant(node.id, question)
            raise Refused(
                node,
                f"{quoted(node)} is not a choice in quotation marks.",
                f"Write it as '{meant or next(iter(known))}'.",
            )
        if node.value not in known:
            meant = _choice_meant(node.value, question)
            raise Refused(
                node,
                f'The question "{question.id}" has no choice "{node.value}".',
                nearest(meant or node.value, known),
            )
        yield known[node.value]


def refuse_unquoted(node: ast.expr, beside: ast.expr, scope: Scope) -> None:
    """Refuses a name beside that of a question with choices, if it can only be meant as a choice.

    Names of other things are, where the choices have amounts to compare them with.
    """
    if not isinstance(node, ast.Name) or not isinstance(beside, ast.Name):
        return
    question = scope.questions.get(beside.id)
    if question is None or isinstance(question, NumberQuestion) or node.id in scope.ids:
        return
    meant = _choice_meant(node.id, question)
    amounts = all(choice.amount is not None for choice in question.choices)
    if amounts and not (meant and meant.casefold() == node.id.casefold()):
        return
    if not meant:
        what = f'"{node.id}" is no choice of "{question.id}".'
        raise Refused(node, what, nearest(node.id, choice_ids(question)))
    many = isinstance(question, ManyQuestion)
    how = f"'{meant}' in {question.id}" if many else f"{question.id} == '{meant}'"
    what = f"The choice {node.id} stands without quotation marks."
    raise Refused(node, what, f"Write {how}.")


def _choice_meant(written: str, question: ChoiceQuestion | ManyQuestion) -> str:
    """Returns the id of the choice that a text has as its label or nearly as its id, or ""."""
    labels = {choice.label.casefold(): choice.id for choice in question.choices}
    return labels.get(written.casefold()) or closest(written, choice_ids(question))


def quoted(node: ast.AST) -> str:
    """Returns a part of a condition as it is quoted in a message."""
    text = ast.unparse(node)
    return text if len(text) <= _QUOTED else text[: _QUOTED - 1] + "…"
