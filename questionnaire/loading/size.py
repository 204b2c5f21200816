"""What of a rule base would take too long or too much memory as a whole, each part being sound.

The limits are such that a rule base within them is checked and assessed within ten seconds and
500 MB; ``benchmarks/growing.py`` measures it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from typing import Final

from questionnaire.knowledge.bearing import thresholds
from questionnaire.knowledge.gates import gates, question_place
from questionnaire.knowledge.model import Change, NumberQuestion, Question, Rulebook, choices_of
from questionnaire.knowledge.normal_form import conjunctions
from questionnaire.knowledge.problems import Problem
from questionnaire.knowledge.reads import answers_read, depths, totals_read

ALL_QUESTIONS: Final = 5_000
ALL_WAYS: Final = 12_000
"""Ways of being true of all conditions together: the engine keeps some kilobytes for each."""
LONGEST_CHAIN: Final = 1_000
"""Questions, or factors, of which each looks at the one before: each is matched apart."""
ALL_TRIES: Final = 4_000_000
"""Ways that are looked at for one summary: all of them for each answer that is tried."""
_OF_A_CASE: Final = 250
"""Ways or questions that could be looked at while the rest of a case or probe is worked out."""


def too_large(rulebook: Rulebook) -> Iterator[Problem]:
    """Yields what must become smaller, and how."""
    if len(rulebook.questions) > ALL_QUESTIONS:
        what = f"There are {len(rulebook.questions):,} questions; {ALL_QUESTIONS:,} is the limit."
        yield Problem("sections", what, "Make several rule bases of it.")
    yield from _chains(rulebook)
    ways = _all_ways(rulebook)
    if ways > ALL_WAYS:
        yield too_many_ways()
    most = ALL_TRIES // max(ways, 1)
    # This runs at every start, so which answers need not be tried is found out where it matters.
    tried = _tried(rulebook, {})
    if sum(tried.values()) > most:
        tried = _tried(rulebook, thresholds(rulebook))
    if sum(tried.values()) > most:
        largest = rulebook.questions[max(tried, key=tried.__getitem__)]
        what = (
            f"{tried[largest.id]:,} answers would be tried as a change, "
            f"{sum(tried.values()):,} with those of other questions; {most:,} is the limit."
        )
        how = "Ask in larger steps or over a smaller range, or suggest changes of fewer questions."
        yield Problem(f"{question_place(largest)}, change", what, how)


def too_many_ways() -> Problem:
    """Returns what is said of conditions that have too many ways of being true together."""
    what = f"All conditions together have more than {ALL_WAYS:,} ways of being true."
    how = "Write count(…) instead of many alternatives, or make several rule bases of it."
    return Problem("factors", what, how)


def _chains(rulebook: Rulebook) -> Iterator[Problem]:
    """Yields the chains of questions, and of totals, that are too long."""
    asking = {id_: answers_read(question) for id_, question in rulebook.questions.items()}
    totals = {id_: totals_read(factor) for id_, factor in rulebook.factors.items()}
    for where, what, reads in (("sections", "questions", asking), ("factors", "factors", totals)):
        if (longest := 1 + max(depths(reads).values(), default=0)) > LONGEST_CHAIN:
            told = f"{longest:,} {what} depend on one another in a row; {LONGEST_CHAIN:,}"
            yield Problem(where, f"{told} is the limit.", "Let them look at the first ones.")


def most_cases(rulebook: Rulebook) -> int:
    """Returns how many cases can be tried in time; each is held against all conditions."""
    return ALL_TRIES // max(_all_ways(rulebook), _OF_A_CASE)


def most_probes(rulebook: Rulebook) -> int:
    """Returns how many sets of answers of probes can be tried in time; each is settled."""
    return ALL_TRIES // max(len(rulebook.questions), _OF_A_CASE)


def _all_ways(rulebook: Rulebook) -> int:
    return sum(
        len(conjunctions(condition))
        for gate in gates(rulebook)
        for condition in (gate.when, gate.unless)
    )


def _tried(rulebook: Rulebook, told_apart: Mapping[str, Collection[Fraction]]) -> dict[str, int]:
    """Returns how many other answers of each question with a change are tried at most."""
    return {
        question.id: _others(question, question.change, told_apart.get(question.id))
        for question in rulebook.questions.values()
        if question.change is not None
    }


def _others(question: Question, change: Change, constants: Collection[Fraction] | None) -> int:
    if not isinstance(question, NumberQuestion):
        return len(change.boxes) or len(choices_of(question))
    if change.low != change.high:
        return 1
    return question.count if constants is None else min(question.count, 2 * len(constants) + 1)
