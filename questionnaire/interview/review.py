"""The review of all answers: its rows, and what a change of an answer brings with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from questionnaire.inference.assessment import RaisedFlag
from questionnaire.interview import sentences
from questionnaire.interview.protocol import Option
from questionnaire.knowledge.model import Answer, Answers, Question, Rulebook
from questionnaire.knowledge.wording import in_words, name_of

if TYPE_CHECKING:
    from questionnaire import Questionnaire


class Change(Struct, frozen=True):
    """What becomes of the other questions, and of warning signs, if an answer is changed.

    Attributes:
        hidden: The questions that were answered and no longer apply.
        opened: The questions that are asked as well.
        fading: The warning signs that no answer raises any more.
        left: All answers but those to the hidden questions.
    """

    hidden: tuple[str, ...]
    opened: tuple[str, ...]
    fading: tuple[RaisedFlag, ...]
    left: Answers


def rows(rulebook: Rulebook, questions: Sequence[Question], answers: Answers) -> list[Option]:
    """Returns the rows: the first of each section under its title, and the ways on and out."""
    titles = {section.id: section.title for section in rulebook.sections}
    listed = [sentences.SHOW_SUMMARY]
    section = ""
    for question in questions:
        heading = "" if question.section == section else titles[question.section]
        section = question.section
        words = in_words(question, answers[question.id])
        listed.append(Option(question.text, words, heading, name_of(question)))
    return [*listed, sentences.STOP_REVIEW]


def change(
    questionnaire: Questionnaire, answers: Answers, question: Question, answer: Answer
) -> Change:
    """Returns what another answer to a question brings with it."""
    changed = {**answers, question.id: answer}
    before, after = questionnaire.route(answers).path, questionnaire.route(changed).path
    hidden = tuple(name for name in before if name not in after)
    left = {name: given for name, given in changed.items() if name not in hidden}
    staying = raised(questionnaire, left)
    told = raised(questionnaire, answers) | raised(questionnaire, changed) if hidden else {}
    return Change(
        hidden=hidden,
        opened=tuple(name for name in after if name not in before and name not in answers),
        fading=tuple(flag for id_, flag in told.items() if id_ not in staying),
        left=left,
    )


def applying(questionnaire: Questionnaire, answers: Answers) -> Answers:
    """Returns the answers to questions that apply; all, if a warning sign would go with others."""
    path = questionnaire.route(answers).path
    told = {name: answers[name] for name in path if name in answers}
    loses = raised(questionnaire, told).keys() != raised(questionnaire, answers).keys()
    return dict(answers) if loses else told


def raised(questionnaire: Questionnaire, answers: Answers) -> dict[str, RaisedFlag]:
    """Returns the warning signs that these answers raise."""
    return {flag.id: flag for flag in questionnaire.assess(answers).red_flags}
