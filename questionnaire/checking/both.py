"""What two rule bases make of the same people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from questionnaire.checking.case_runs import Bench
from questionnaire.checking.edits import lowered
from questionnaire.inference.reasoning import levels_shown, urgency_of
from questionnaire.knowledge.answers import check_answer
from questionnaire.knowledge.gates import Key, key_of
from questionnaire.knowledge.model import (
    Answers,
    NumberQuestion,
    Question,
    Rulebook,
    choices_of,
)
from questionnaire.knowledge.problems import Problem
from questionnaire.knowledge.wording import name_of
from questionnaire.loading.cases import Cases


class Outcome(Struct, frozen=True):
    """What a rule base makes of somebody; the questions asked are among what is ``open``."""

    open: frozenset[Key]
    urgency: str
    totals: Mapping[str, int]
    levels: Mapping[str, str]


class Person(Struct, frozen=True):
    """Answers, and what both rule bases make of them; ``name`` is where they stand, if anywhere."""

    answers: Answers
    old: Outcome
    new: Outcome
    name: str = ""


class Both:
    """The old and the new rule base, side by side.

    In ``told_apart`` each name of two questions, or of two choices of one, has the id behind it:
    what has another id now reads as before, and is another thing.  ``questions`` are all of both,
    each with all its choices.
    """

    def __init__(self, old: Rulebook, new: Rulebook) -> None:
        self.old, self.new = old, new
        self.told_apart = before, now = _told_apart(old, new)
        self.questions = {
            id_: _joint(before.questions.get(id_), now.questions.get(id_))
            for id_ in dict.fromkeys((*old.questions, *new.questions))
        }
        self._benches = Bench(old), Bench(new)
        self._unlike = {
            id_
            for id_ in old.questions.keys() & new.questions.keys()
            if _takes(old.questions[id_]) != _takes(new.questions[id_])
        }

    def people(self, cases: tuple[Cases, Cases]) -> dict[str, Answers]:
        """Returns all people of cases and probes, each once, by where they stand."""
        people: dict[frozenset[tuple[str, object]], tuple[str, Answers]] = {}
        for bench, written in zip(self._benches, cases, strict=True):
            variants = [case.variant for case in written.cases]
            for probe in written.probes:
                variants += (*probe.fires, *probe.spares)
            for variant in variants:
                answers = bench.answers(variant)
                people.setdefault(frozenset(answers.items()), (variant.where, answers))
        return dict(people.values())

    def person(self, answers: Answers, name: str = "") -> Person:
        """Returns what becomes of answers; those that do not fit a rule base are left out there."""
        old, new = (self._outcome(bench, answers) for bench in self._benches)
        return Person(answers, old, new, name)

    def fit(self, answers: Answers) -> bool:
        """Tells whether each answer fits wherever there is its question."""
        return all(
            answers.keys() & book.questions.keys() == self._fitting(answers, book).keys()
            for book in (self.old, self.new)
        )

    def _outcome(self, bench: Bench, answers: Answers) -> Outcome:
        route = bench.router.route(self._fitting(answers, bench.rulebook))
        matched = bench.reasoner.open(route)
        asked = (key_of("question", id_) for id_ in route.path)
        return Outcome(
            frozenset((*matched.opened, *asked)),
            urgency_of(matched),
            matched.totals,
            dict(levels_shown(matched)),
        )

    def _fitting(self, answers: Answers, rulebook: Rulebook) -> Answers:
        return {
            id_: answer
            for id_, answer in answers.items()
            if (question := rulebook.questions.get(id_)) is not None
            and (id_ not in self._unlike or not isinstance(check_answer(question, answer), Problem))
        }

    def falls(self, person: Person) -> bool:
        """Tells whether the urgency is lower now, or interrupts no more."""
        before, now = person.old.urgency, person.new.urgency
        stops = self.old.urgencies[before].interrupts > self.new.urgencies[now].interrupts
        return stops or (before != now and lowered(before, now, self.old, self.new))

    def rises(self, person: Person) -> bool:
        """Tells whether the urgency is higher now."""
        before, now = person.old.urgency, person.new.urgency
        return before != now and not self.falls(person)


def _told_apart(old: Rulebook, new: Rulebook) -> tuple[Rulebook, Rulebook]:
    ids: dict[tuple[str, ...], set[str]] = {}
    for question in (*old.questions.values(), *new.questions.values()):
        ids.setdefault((name_of(question),), set()).add(question.id)
        for choice in choices_of(question):
            ids.setdefault((question.id, choice.label), set()).add(choice.id)

    def told(question: Question) -> Question:
        name = name_of(question)
        if len(ids[name,]) > 1:
            question = replace(question, name=f"{name} ({question.id})")
        if isinstance(question, NumberQuestion):
            return question
        choices = (
            replace(one, label=f"{one.label} ({one.id})")
            if len(ids[question.id, one.label]) > 1
            else one
            for one in question.choices
        )
        return replace(question, choices=tuple(choices))

    first, second = (
        replace(book, questions={id_: told(one) for id_, one in book.questions.items()})
        for book in (old, new)
    )
    return first, second


def _joint(old: Question | None, new: Question | None) -> Question:
    """Returns the new question, with the choices that are gone; or the only one that there is."""
    if old is None or new is None or type(old) is not type(new):
        both = new or old
        if both is None:
            raise AssertionError("One of the two has the question.")
        return both
    if isinstance(new, NumberQuestion):
        return new
    known = {choice.id for choice in new.choices}
    gone = (choice for choice in choices_of(old) if choice.id not in known)
    return replace(new, choices=(*new.choices, *gone))


def _takes(question: Question) -> object:
    """Returns something that is equal for questions that take the same answers."""
    if isinstance(question, NumberQuestion):
        return question.low, question.high, question.step
    return type(question), {choice.id for choice in question.choices}


def moves(people: Iterable[Person], both: Both) -> Iterator[tuple[str, str, str]]:
    """Yields for each person what moved, with where from and where to.

    That is the urgency, or whether the interview stops for the same one, and each factor.
    """
    for person in people:
        before, now = person.old.urgency, person.new.urgency
        old, new = both.old.urgencies[before], both.new.urgencies[now]
        if before != now:
            yield "urgency", old.label, new.label
        elif old.interrupts != new.interrupts:
            stopped, goes_on = "stopped", "going on"
            yield "interview", *((stopped, goes_on) if old.interrupts else (goes_on, stopped))
        for id_ in dict.fromkeys((*both.old.factors, *both.new.factors)):
            before, now = (side.levels.get(id_, "") for side in (person.old, person.new))
            if before != now:
                name = (both.new.factors.get(id_) or both.old.factors[id_]).name
                yield (
                    name,
                    both.old.levels[before].label if before else "not shown",
                    both.new.levels[now].label if now else "not shown",
                )
