"""What of a rule base would take too long or too much memory as a whole, each part being sound.

The limits are such that a rule base within them is checked and assessed within ten seconds and
500 MB; ``benchmarks/growing.py`` measures it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from questionnaire.knowledge.gates import gates, question_place
from questionnaire.knowledge.model import NumberQuestion, Question, Rulebook, choices_of
from questionnaire.knowledge.normal_form import conjunctions
from questionnaire.knowledge.problems import Problem

ALL_QUESTIONS: Final = 5_000
ALL_WAYS: Final = 16_000
"""Ways of being true of all conditions together: the engine keeps some kilobytes for each."""
MOST_TRIED: Final = 2_000
"""Answers to one question that may be tried as a change."""
ALL_TRIES: Final = 2_000_000
"""Ways that are looked at for one summary: all of them for each answer that may be tried."""


def too_large(rulebook: Rulebook) -> Iterator[Problem]:
    """Yields what must become smaller, and how."""
    if len(rulebook.questions) > ALL_QUESTIONS:
        what = f"There are {len(rulebook.questions):,} questions; {ALL_QUESTIONS:,} is the limit."
        yield Problem("sections", what, "Make several rule bases of it.")
    ways = sum(
        len(conjunctions(condition))
        for gate in gates(rulebook)
        for condition in (gate.when, gate.unless)
    )
    if ways > ALL_WAYS:
        what = (
            f"All conditions together have {ways:,} ways of being true; {ALL_WAYS:,} is the limit."
        )
        how = "Write count(…) instead of many alternatives, or make several rule bases of it."
        yield Problem("factors", what, how)
    tried = {question.id: _tried(question) for question in rulebook.questions.values()}
    most = min(MOST_TRIED, ALL_TRIES // max(ways, 1))
    if max(tried.values(), default=0) > most or sum(tried.values()) > most:
        largest = rulebook.questions[max(tried, key=tried.__getitem__)]
        what = (
            f"{tried[largest.id]:,} answers would be tried as a change, "
            f"{sum(tried.values()):,} with those of other questions; {most:,} is the limit."
        )
        how = "Ask in larger steps or over a smaller range, or suggest changes of fewer questions."
        yield Problem(f"{question_place(largest)}, change", what, how)


def _tried(question: Question) -> int:
    """Returns how many answers a change of a question chooses from."""
    if question.change is None:
        return 0
    if isinstance(question, NumberQuestion):
        return int((question.high - question.low) / question.step) + 1
    return len(choices_of(question))
