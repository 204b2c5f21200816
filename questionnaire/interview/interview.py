"""One interview: which question comes next, what comes of each answer, and the review.

The next question is always computed from the answers, so that going back, changing an answer and
going on from a file are the same operation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct

from questionnaire.inference.assessment import Assessment, Evidence, GivenAnswer, RaisedFlag
from questionnaire.interview import review, sentences
from questionnaire.interview.length import how_long, progress, questions_left
from questionnaire.interview.protocol import (
    Asker,
    Back,
    Context,
    Ended,
    Given,
    Outcome,
    Reply,
    Stop,
)
from questionnaire.interview.safe import Keep, Safe
from questionnaire.interview.signals import Heard
from questionnaire.knowledge.answers import check_answer
from questionnaire.knowledge.bearing import Bearing, bearings
from questionnaire.knowledge.model import Answer, Answers, Question
from questionnaire.knowledge.problems import Problem

if TYPE_CHECKING:
    from questionnaire import Questionnaire


class Start(Struct, frozen=True):
    """What an interview begins with.

    Attributes:
        questionnaire: The rule base and what it makes of answers.
        answers: What was answered so far.
        earlier: What was answered on an earlier day, to be kept or changed question by question.
        keep: Called after every confirmed answer.
        kept_in: The place that ``keep`` writes to, for the person.
        news: What the person has to know of the answers so far.
    """

    questionnaire: Questionnaire
    answers: Answers
    earlier: Answers = MappingProxyType({})
    keep: Keep | None = None
    kept_in: str = ""
    news: tuple[str, ...] = ()


class Interview:
    """What changes while the questions are asked.

    Attributes:
        answers: All that was answered, to questions that apply no more too.
        at: The question that is being asked, None between two.
        safe: Where the answers are kept.
    """

    def __init__(self, asker: Asker, heard: Heard, start: Start) -> None:
        self.answers: dict[str, Answer] = dict(start.answers)
        self.at: str | None = None
        self.safe = Safe(start.keep, start.answers)
        self._asker = asker
        self._heard = heard
        self._start = start
        self._questionnaire = start.questionnaire
        self._rulebook = start.questionnaire.rulebook
        self._sections = {section.id: section for section in self._rulebook.sections}
        self._introduced: set[str] = set()
        self._notes: frozenset[str] = frozenset()
        self._flags: frozenset[str] = frozenset()
        self._reviewed = 0  # the row of the review that was chosen last

    def introduction(self) -> tuple[str, ...]:
        """Returns what is to be said of what it begins with."""
        self._questionnaire.assess({})  # makes the rules, for which the first answer had to wait
        left = questions_left(self._questionnaire, self.answers)
        return (
            *self._start.news,
            *sentences.before_you_begin(
                self._rulebook,
                length=how_long(self._rulebook, left, self._answered()),
                earlier=any(question.id in self._start.earlier for question, _ in left),
                kept_in=self._start.kept_in,
                keys=self._asker.keys,
            ),
        )

    def run(self) -> Outcome:
        """Asks all questions, goes through the answers, and says how it ended."""
        ended = self._after_answer() if self._answered() else None
        while ended is None:
            question = self._questionnaire.next_question(self.answers)
            ended = self._review() if question is None else self._ask_from(question)
        self.at = None
        return ended

    @cached_property
    def _bearings(self) -> Mapping[str, Bearing]:
        return bearings(self._rulebook)

    def take_ticks(self) -> None:
        """Takes what was ticked when something broke off for an answer."""
        ticked = self._asker.ticked
        if ticked is None or self.at is None:
            return
        question = self._rulebook.questions[self.at]
        if ticked != self._shown(question) and not _problem(question, ticked):
            self.answers[self.at] = ticked.answer

    def _ask_from(self, question: Question) -> Outcome | None:
        """Asks a question, or those before it as long as the person goes back."""
        while True:
            self._introduce(question)
            reply = self._ask(question)
            if (given := self._brought(question, reply)) is not None:
                self._confirm(question, given.answer)
                ended = self._after_answer(question.id)
                if ended is not None or reply is given:
                    return ended
            if isinstance(reply, Back):
                question = self._before(question)
            elif (ended := self._stop()) is not None:
                return ended

    def _ask(self, question: Question) -> Reply:
        self.at = question.id
        context = Context(
            progress=progress(
                self._sections[question.section].title,
                self._path().index(question.id) + 1,
                self._answered(),
                questions_left(self._questionnaire, self.answers),
            ),
            why=sentences.why(question, self._bearings[question.id]),
            previous=self._shown(question),
            earlier=self._given(question) is None,
        )
        while True:
            self._heard.check()
            reply = self._asker.ask(question, context)
            problem = _problem(question, _in(reply))
            if problem is None:
                return reply
            self._asker.tell(problem.what, problem.how)

    def _brought(self, question: Question, reply: Reply) -> Given | None:
        """Returns the answer that a reply brings; ticks that are as they were bring none."""
        given = _in(reply)
        return given if given is reply or given != self._shown(question) else None

    def _given(self, question: Question) -> Given | None:
        """Returns what a question was answered, if it was asked."""
        return Given(self.answers[question.id]) if question.id in self.answers else None

    def _shown(self, question: Question) -> Given | None:
        """Returns the answer that is shown with a question: what it was answered last."""
        if (given := self._given(question)) is None and question.id in self._start.earlier:
            return Given(self._start.earlier[question.id])
        return given

    def _introduce(self, question: Question) -> None:
        """Shows the introduction of a section when it is entered for the first time."""
        section = self._sections[question.section]
        if section.introduction and section.id not in self._introduced:
            self._asker.tell(section.introduction, heading=section.title)
        self._introduced.add(section.id)

    def _before(self, question: Question) -> Question:
        path = self._path()
        place = path.index(question.id)
        if place == 0:
            self._asker.tell(sentences.FIRST_QUESTION)
            return question
        return self._rulebook.questions[path[place - 1]]

    def _confirm(self, question: Question, answer: Answer) -> None:
        """Takes an answer; it is shown as taken when it is kept, and not before."""
        before = self._given(question)
        self.answers[question.id] = answer
        self._keep()
        self._asker.confirm(question, Given(answer), before)

    def _keep(self) -> None:
        if told := self.safe.put(self.answers):
            self._asker.tell(told)

    def _after_answer(self, question: str | None = None) -> Outcome | None:
        """Shows notes that hold by now; stops for signs that cannot wait."""
        assessment = self._questionnaire.assess(self.answers)
        self._show_notes(assessment)
        urgent = sentences.urgent(self._rulebook, assessment.red_flags)
        new = [flag for flag in urgent if flag.id not in self._flags and flag.instead is None]
        self._flags = frozenset(flag.id for flag in urgent)
        return self._warn(new, question or self._behind(assessment, new)) if new else None

    def _behind(self, assessment: Assessment, flags: Sequence[RaisedFlag]) -> str:
        """Returns the last question whose answer raised one of the flags, or else the last one."""
        behind = {name for flag in flags for name in _questions(assessment, flag.evidence)}
        answered = [name for name in self._path() if name in self.answers]
        return next((name for name in reversed(answered) if name in behind), answered[-1])

    def _show_notes(self, assessment: Assessment) -> None:
        holding = [line.text for line in assessment.notes]
        if new := [text for text in holding if text not in self._notes]:
            self._asker.tell(*new, heading=sentences.NOTE)
        self._notes = frozenset(holding)

    def _warn(self, flags: Sequence[RaisedFlag], question: str) -> Outcome | None:
        heading, lines = sentences.emergency(self._rulebook, flags)
        self._asker.warn(heading, *lines)
        title = sentences.first(heading, sentences.WARNING_NEXT)
        match self._asker.choose(title, sentences.WARNING_OPTIONS, default=None):
            case 0:
                return self._ended("emergency")
            case 2:
                return self._ask_from(self._rulebook.questions[question])
            case _:
                return None

    def _stop(self) -> Outcome | None:
        match self._asker.choose(sentences.STOP_HERE, sentences.STOP_OPTIONS):
            case 0:
                return self._ended("stopped")
            case 1:
                return self._ended("stopped", summary=False)
            case _:
                return None

    def _review(self) -> Outcome | None:
        """Shows all answers, and lets the person change one or go on to the summary."""
        self.at = None
        questions = [self._rulebook.questions[name] for name in self._path()]
        rows = review.rows(self._rulebook, questions, self.answers)
        chosen = self._asker.choose(sentences.CHECK_ANSWERS, rows, at=self._reviewed)
        if rows[chosen] is sentences.SHOW_SUMMARY:
            return self._finished()
        if rows[chosen] is sentences.STOP_REVIEW:
            return self._stop()
        self._reviewed = chosen
        question = questions[chosen - 1]
        reply = self._ask(question)
        given = self._brought(question, reply)
        ended = self._change(question, given.answer) if given else None
        if ended is None and isinstance(reply, Stop):
            ended = self._stop()
        return ended

    def _change(self, question: Question, answer: Answer) -> Outcome | None:
        """Takes a changed answer, after saying what it hides or opens.

        A warning sign goes with the answers that are hidden, and then they are gone for good.
        """
        change = review.change(self._questionnaire, self.answers, question, answer)
        if told := sentences.change(self._rulebook, change.hidden, change.opened, change.fading):
            self._asker.tell(*told)
            default = None if change.fading else 0
            if self._asker.choose(sentences.ACCEPT_CHANGE, sentences.YES_NO, default=default) != 0:
                return None
        if change.fading:
            self.answers = dict(change.left)
        self._confirm(question, answer)
        return self._after_answer(question.id)

    def _finished(self) -> Outcome:
        """Ends for good: from here on, answers that no longer apply are not kept either."""
        outcome = self._ended("finished")
        if outcome.answers != self.answers:
            self.answers = dict(outcome.answers)
            self._keep()
        return outcome

    def _ended(self, ended: Ended, *, summary: bool = True) -> Outcome:
        answers = review.applying(self._questionnaire, self.answers)
        return Outcome(answers=answers, ended=ended, summary=summary)

    def _answered(self) -> int:
        """Returns how many of the questions that apply have an answer."""
        return sum(name in self.answers for name in self._path())

    def _path(self) -> tuple[str, ...]:
        return self._questionnaire.route(self.answers).path


def _in(reply: Reply) -> Given | None:
    """Returns the answer in a reply: it itself, or what was ticked when the person went away."""
    return reply if isinstance(reply, Given) else reply.ticked


def _questions(assessment: Assessment, evidence: Evidence) -> Iterator[str]:
    """Returns the questions whose answers made a rule fire, followed through totals."""
    for item in evidence:
        if isinstance(item, GivenAnswer):
            yield item.question
        else:
            for found in assessment.raising(item):
                yield from _questions(assessment, found.evidence)


def _problem(question: Question, given: Given | None) -> Problem | None:
    """Returns what keeps a reply from being an answer, whatever asked for it."""
    checked = check_answer(question, given.answer) if given else None
    return checked if isinstance(checked, Problem) else None
