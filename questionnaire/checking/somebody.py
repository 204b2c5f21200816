"""Finds somebody who meets demands: answers to the questions that they read, and no others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import count, islice
from typing import Final, TypeAlias

from questionnaire.checking.both import Both, Person
from questionnaire.checking.inputs import Inputs
from questionnaire.checking.possible_values import value_at, values_of
from questionnaire.checking.region import read_by
from questionnaire.checking.satisfaction import Demand, Demands, Satisfaction
from questionnaire.inference.facts import Exact, Fact
from questionnaire.knowledge.answers import fitting
from questionnaire.knowledge.conditions import Answered, ChoiceId, Number
from questionnaire.knowledge.model import Answer, Answers, NumberQuestion, Question
from questionnaire.knowledge.normal_form import Literal

_MOST_STEPS: Final = 4000
"""Answers that are tried to meet the demands of one way."""
_MOST_VISITS: Final = 150
"""Steps back from questions to those on which it depends that they are asked."""
_MOST_SOLUTIONS: Final = 8
"""People of one way who are looked at."""

_MOST_WAYS: Final = 8
"""Ways in which somebody is looked for."""
_MOST_PEOPLE: Final = 16
"""People of one way who are tried with both rule bases."""

Ways: TypeAlias = tuple[Demands, ...]
Shows: TypeAlias = Callable[[Person], bool]
Facts: TypeAlias = Mapping[str, Fact | None]


class Search:
    """Finds people who show a difference; ``tried`` are those of them who fit both rule bases."""

    def __init__(self, both: Both, inputs: Inputs, tried: Iterable[Person]) -> None:
        self._both, self._inputs = both, inputs
        self.tried = sorted((one for one in tried if both.fit(one.answers)), key=_size)

    def smallest(self, ways: Ways, shows: Shows) -> Person | None:
        """Returns who shows it with the fewest answers: made for it, or else one of those tried."""
        made = (self._made(way, shows) for way in sorted(ways, key=len)[:_MOST_WAYS])
        found = [one for one in made if one is not None]
        found = found or [*islice(filter(shows, self.tried), 1)]
        return self._smaller(min(found, key=_size), shows) if found else None

    def _made(self, way: Demands, shows: Shows) -> Person | None:
        candidates = people(way, self._inputs.asked, self._inputs.reason)
        made = map(self._both.person, islice(candidates, _MOST_PEOPLE))
        found = None
        for person in filter(shows, made):
            if self._both.fit(person.answers):
                return person
            found = found or person  # with an answer that only one of them knows
        return found

    def _smaller(self, person: Person, shows: Shows) -> Person:
        """Returns somebody with only those answers of a person without which it would not show."""
        for id_, answer in person.answers.items():
            for box in (None, *(answer if isinstance(answer, tuple) else ())):
                fewer = _without(person.answers, id_, box)
                if fewer != person.answers and shows(smaller := self._both.person(fewer)):
                    person = smaller
        return person


def _without(answers: Answers, question: str, box: ChoiceId | None) -> Answers:
    """Returns the answers without a box of one, or without all of it."""
    kept = answers.get(question)
    left = tuple(one for one in kept if one != box) if box and isinstance(kept, tuple) else None
    return {
        id_: left if id_ == question else answer
        for id_, answer in answers.items()
        if id_ != question or left
    }


def _size(person: Person) -> int:
    return len(person.answers)


def people(
    way: Demands, asked: Mapping[str, tuple[Demands, ...]], reason: Satisfaction
) -> Iterator[Answers]:
    """Yields people who meet the demands of a way, those with few answers first.

    Totals are left to chance.  ``asked`` are the ways for a question to be asked; the questions
    that it does not name are asked of everybody.
    """
    pending = [(way, frozenset[str]())]
    for _ in range(_MOST_VISITS):
        if not pending:
            return
        wanted, settled = pending.pop()
        onward = []
        for facts in islice(_solutions(wanted, reason), _MOST_SOLUTIONS):
            answered = [id_ for id_, fact in facts.items() if fact is not None]
            open_ = [id_ for id_ in answered if id_ in asked and id_ not in settled]
            if not open_:
                given = {id_: _answer(facts[id_], reason.question(id_)) for id_ in answered}
                yield {id_: answer for id_, answer in given.items() if answer is not None}
                continue
            known = {_answered(id_) for id_ in answered}
            onward += [(wanted | known | more, settled | {open_[-1]}) for more in asked[open_[-1]]]
        pending += reversed(onward)


def _answered(question: str) -> Demand:
    return Demand(Literal(Answered(question), "==", Fraction(1)))


def _solutions(way: Demands, reason: Satisfaction) -> Iterator[Facts]:
    """Yields answers to the questions that a way reads with which its demands are met."""
    demands = [one for one in way if not isinstance(one.literal.subject, str)]
    subjects = {one.literal.subject for one in demands}
    ids = sorted({id_ for one in demands for id_ in read_by(one)})
    steps = count()

    def choices(id_: str) -> Iterable[Fact | None]:
        own = [one for one in demands if read_by(one) == (id_,)]
        domain = reason.domain(id_, subjects)
        for fact in _near(way, reason.question(id_)) if domain is None else domain:
            if all(one.met_by(value_at(one.literal.subject, id_, fact)) for one in own):
                yield fact

    def go_on(facts: dict[str, Fact | None], left: list[str]) -> Iterator[Facts]:
        joint = (one for one in demands if len(read_by(one)) > 1)
        if not all(
            one.met_by(_value(one, facts)) for one in joint if facts.keys() >= {*read_by(one)}
        ):
            return
        if not left:
            yield facts
            return
        for fact in choices(left[0]):
            if next(steps) > _MOST_STEPS:
                return
            yield from go_on({**facts, left[0]: fact}, left[1:])

    yield from go_on({}, ids)


def _value(one: Demand, facts: Facts) -> Exact | None:
    number = one.literal.subject
    if not isinstance(number, Number):
        raise AssertionError("Only numbers read several questions.")  # noqa: TRY004 - ours
    (value,) = values_of(number, {id_: (facts[id_],) for id_ in read_by(one)}) or (None,)
    return value


def _near(way: Demands, question: Question) -> Iterator[Fact | None]:
    """Yields the answers to a question with too many to list that lie about what is demanded."""
    yield None
    if isinstance(question, NumberQuestion):
        constants = {question.low, question.high, *(one.literal.constant for one in way)}
        at = {(constant - question.low) // question.step for constant in constants}
        for step in sorted({near for one in at for near in (one - 1, one, one + 1)}):
            if question.low <= (value := question.low + step * question.step) <= question.high:
                yield value


def _answer(fact: Fact | None, question: Question) -> Answer:
    match fact:
        case frozenset() if not isinstance(question, NumberQuestion):
            return tuple(choice.id for choice in question.choices if choice.id in fact)
        case int() | Fraction() if isinstance(question, NumberQuestion):
            return fitting(question, Fraction(fact))
        case str():
            return fact
        case _:
            return None
