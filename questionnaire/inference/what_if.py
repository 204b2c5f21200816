"""What would change the result: the smallest change to one answer that lowers what it shows.

It is found by asking the engine again with the changed answer, never by reasoning beside it.  Only
what the rule base marks as a possible change is tried.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from msgspec import Struct

from questionnaire.inference.concluding import Reasoner, levels_shown, urgency_of
from questionnaire.inference.gates import change_key
from questionnaire.inference.settling import Settler
from questionnaire.knowledge.bearing import bearings
from questionnaire.knowledge.model import (
    Answer,
    Answers,
    Change,
    ManyQuestion,
    NumberQuestion,
    Question,
    Rulebook,
    choices_of,
)
from questionnaire.knowledge.texts import fill
from questionnaire.knowledge.wording import in_words


class Suggestion(Struct, frozen=True, kw_only=True):
    """Another answer to one question, and what it would lower.

    Attributes:
        words: The change in words, the beginning of a sentence.
        factor: The factor that it lowers; None if it lowers the urgency.
        level: The level that the factor would have, None if it would not be shown.
        urgency: The urgency that would remain, if it is the urgency that it lowers.
    """

    question: str
    answer: Answer
    words: str
    factor: str | None = None
    level: str | None = None
    urgency: str | None = None


class _Result(Struct, frozen=True):
    """What an assessment comes to: urgency and shown levels, as ranks."""

    urgency: int
    levels: Mapping[str, int]

    def worsens(self, other: _Result) -> bool:
        """Tells whether the other result is worse in any way."""
        return other.urgency > self.urgency or any(
            level > self.levels.get(id_, 0) for id_, level in other.levels.items()
        )


class _Try(Struct, frozen=True):
    question: Question
    answer: Answer
    words: str
    steps: int
    result: _Result


class Adviser:
    """Finds what would lower the result, for one rule base."""

    def __init__(self, rulebook: Rulebook, settler: Settler, reasoner: Reasoner) -> None:
        self._rulebook, self._settler, self._reasoner = rulebook, settler, reasoner
        self._urgencies, self._levels = list(rulebook.urgencies), list(rulebook.levels)
        self._bearings = bearings(rulebook)

    def suggestions(self, given: Answers) -> tuple[Suggestion, ...]:
        """Returns for each shown factor, and for the urgency, the smallest change that lowers it.

        Nothing is suggested while an urgency holds that interrupts.
        """
        now = self._result(given)
        if self._rulebook.urgencies[self._urgencies[now.urgency]].interrupts:
            return ()
        tries = sorted(self._tries(given, now), key=lambda one: one.steps)
        found = []
        for one in tries:
            if one.result.urgency < now.urgency:
                urgency = self._urgencies[one.result.urgency]
                found.append(_suggestion(one, urgency=urgency))
                break
        for id_, level in now.levels.items():
            for one in tries:
                left = one.result.levels.get(id_, 0)
                if left < level:
                    name = self._levels[left - 1] if left else None
                    found.append(_suggestion(one, factor=id_, level=name))
                    break
        return tuple(found)

    def _tries(self, given: Answers, now: _Result) -> Iterator[_Try]:
        settled = self._settler.settle(given)
        opened = self._reasoner.open(settled).opened
        for id_ in settled.path:
            question, answer = self._rulebook.questions[id_], settled.answers.get(id_)
            if question.change is None or answer is None or change_key(id_) not in opened:
                continue
            bearing = self._bearings[id_]
            if not bearing.red_flags and now.levels.keys().isdisjoint(bearing.factors):
                continue
            candidates = _candidates(question, question.change, answer)
            for steps, (other, words) in enumerate(candidates, start=1):
                result = self._result({**given, id_: other})
                if not now.worsens(result):
                    yield _Try(question, other, words, steps, result)

    def _result(self, given: Answers) -> _Result:
        phrasing = self._reasoner.open(self._settler.settle(given))
        levels = {id_: self._levels.index(level) + 1 for id_, level in levels_shown(phrasing)}
        return _Result(self._urgencies.index(urgency_of(phrasing)), levels)


def _suggestion(
    one: _Try,
    *,
    factor: str | None = None,
    level: str | None = None,
    urgency: str | None = None,
) -> Suggestion:
    return Suggestion(
        question=one.question.id,
        answer=one.answer,
        words=one.words,
        factor=factor,
        level=level,
        urgency=urgency,
    )


def _candidates(question: Question, change: Change, answer: Answer) -> Iterator[tuple[Answer, str]]:
    """Yields other answers with their words, from the smallest change to the largest."""
    if isinstance(question, ManyQuestion):
        ticked = answer if isinstance(answer, tuple) else ()
        exclusive = tuple(choice.id for choice in question.choices if choice.exclusive)
        for box, words in change.boxes.items():
            if box in ticked:
                yield tuple(other for other in ticked if other != box) or exclusive or None, words
        return
    amounts = _amounts(question)
    now = next(amount for other, amount in amounts if other == answer)
    low, high = change.low, change.high
    aim = now if low is None or high is None else min(max(now, low), high)
    between = [
        (other, amount)
        for other, amount in amounts
        if min(now, aim) <= amount <= max(now, aim) and amount != now
    ]
    for other, _ in sorted(between, key=lambda pair: abs(pair[1] - now)):
        said = {"new": in_words(question, other), "old": in_words(question, answer)}
        yield other, fill(change.text, lambda id_, said=said: said[id_])  # type: ignore[misc]  # the default binds this round's words


def _amounts(question: Question) -> list[tuple[Answer, Fraction]]:
    """Returns every answer that has an amount."""
    if isinstance(question, NumberQuestion):
        count = int((question.high - question.low) / question.step)
        values = [question.low + question.step * number for number in range(count + 1)]
        return [(int(value) if value.denominator == 1 else float(value), value) for value in values]
    return [
        (choice.id, choice.amount) for choice in choices_of(question) if choice.amount is not None
    ]
