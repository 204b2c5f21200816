"""Settles which questions apply and which answers count, from the answers themselves.

Answers that do not apply do not exist for the rules.  The conditions of questions look only back,
so they are matched in as many rounds as one decides the next, not once for each question.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from questionnaire.inference.assessment import SetAside
from questionnaire.inference.matcher import Matcher
from questionnaire.knowledge.conditions import ChoiceId
from questionnaire.knowledge.gates import Key, asking_gates, assumption_key, key_of
from questionnaire.knowledge.model import Answer, Answers, ManyQuestion, Question, Rulebook
from questionnaire.knowledge.normal_form import Conjunction
from questionnaire.knowledge.reads import answers_read, depths


class Route(Struct, frozen=True, kw_only=True):
    """Which questions apply, and which answers count.

    Attributes:
        answers: The answers that count, in the order asked: given to questions that are on the
            path, or assumed.  "Not sure" is None.
        assumed: The questions whose answers were assumed and not given, each with what of the
            others led to it.
        path: The questions that are to be asked, answered or not, in order.
        set_aside: Given answers that do not count.
    """

    answers: Mapping[str, Answer]
    assumed: Mapping[str, tuple[Conjunction, ...]]
    path: tuple[str, ...]
    set_aside: tuple[SetAside, ...]

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The questions that are to be asked and have no answer, or "not sure"."""
        return tuple([id_ for id_ in self.path if self.answers.get(id_) is None])


class _Step(Struct, frozen=True):
    """What is decided about a question.

    Attributes:
        asked: The key of its gate.
        assumed: The keys of the gates of its assumptions, each with the answer that is assumed.
        boxes: Those of a many question, in order, each with whether it is exclusive.
    """

    id: str
    asked: Key
    assumed: tuple[tuple[Key, Answer], ...]
    boxes: Mapping[ChoiceId, bool]


class _Round(Struct, frozen=True):
    """Questions that are decided together, and the matcher of their conditions."""

    steps: tuple[_Step, ...]
    matcher: Matcher


class Router:
    """Settles answers to one rule base."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._order = tuple(rulebook.questions)
        rounds: dict[int, list[Question]] = {}
        depth = depths({id_: answers_read(one) for id_, one in rulebook.questions.items()})
        for id_, question in rulebook.questions.items():
            rounds.setdefault(depth[id_], []).append(question)
        self._rounds = tuple(
            _Round(
                tuple(map(_step, questions)),
                Matcher(gate for each in questions for gate in asking_gates(each)),
            )
            for _, questions in sorted(rounds.items())
        )

    def route(self, given: Answers, only: frozenset[str] | None = None) -> Route:
        """Returns what counts of the given answers, whatever their order.

        With ``only`` nothing but these questions is settled; what their conditions look at must be
        among them.
        """
        order = self._order if only is None else tuple(id_ for id_ in self._order if id_ in only)
        answers: dict[str, Answer] = {}
        assumed: dict[str, tuple[Conjunction, ...]] = {}
        path, aside = set(), {}
        for round_ in self._rounds:
            steps = [step for step in round_.steps if only is None or step.id in only]
            opened = round_.matcher.match(answers) if steps else {}
            for step in steps:
                id_ = step.id
                answer = _tidy(step.boxes, given.get(id_))
                assumption = [each for each in step.assumed if each[0] in opened]
                if assumption:
                    key, answers[id_] = assumption[0]
                    dropped = None
                    if answer != answers[id_]:
                        assumed[id_], dropped = opened[key], answer
                elif step.asked in opened:
                    path.add(id_)
                    kept, dropped = _exclusive_apart(step.boxes, answer)
                    if id_ in given:
                        answers[id_] = kept
                else:
                    dropped = answer
                if dropped is not None:
                    aside[id_] = SetAside(id_, dropped)
        return Route(
            answers={id_: answers[id_] for id_ in order if id_ in answers},
            assumed={id_: assumed[id_] for id_ in order if id_ in assumed},
            path=tuple(id_ for id_ in order if id_ in path),
            set_aside=tuple(aside[id_] for id_ in order if id_ in aside),
        )


def _step(question: Question) -> _Step:
    many = question.choices if isinstance(question, ManyQuestion) else ()
    boxes = {choice.id: choice.exclusive for choice in many}
    return _Step(
        id=question.id,
        asked=key_of("question", question.id),
        assumed=tuple(
            (assumption_key(question.id, number), _tidy(boxes, line.answer))
            for number, line in enumerate(question.assume, start=1)
        ),
        boxes=boxes,
    )


def _tidy(boxes: Iterable[ChoiceId], answer: Answer) -> Answer:
    """Returns ticked boxes in the order of the question; to tick nothing is to skip it."""
    if isinstance(answer, tuple):
        return tuple([box for box in boxes if box in answer]) or None
    return answer


def _exclusive_apart(boxes: Mapping[ChoiceId, bool], answer: Answer) -> tuple[Answer, Answer]:
    """Returns the answer without an exclusive box beside others, and that box."""
    if isinstance(answer, tuple):
        others = tuple([box for box in answer if not boxes[box]])
        if others and len(others) < len(answer):
            return others, tuple([box for box in answer if boxes[box]])
    return answer, None
