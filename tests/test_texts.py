"""What the texts of the rules may not say to a person, checked on every sentence of them.

A pattern finds the sentences that could be wrong; those that were read and found right stand here.
"""

import re
import sys
from functools import cache
from statistics import median

import pytest

from questionnaire.knowledge.conditions import questions_in
from questionnaire.knowledge.loading import load, shipped
from questionnaire.knowledge.model import LINE_KEYS, choices_of

SENTENCE = re.compile(r"(?<=[.!?])\s+")
MEDICINE = (
    r"medicines?|tablets?|pills?|dose|antibiotic|statin|metformin|lithium|inhaler|insulin|warfarin"
    r"|steroids?|prescri\w+|products?|antidepressant|isoniazid|B6|what your team"
)
LESS = (
    r"stop\w*|paus\w+|skip\w*|leave out|leave it|halv\w+|swap\w*|switch|reduc\w+|lower|chang\w+"
    r"|cut\w*|come off|quit\w*|without your|no more|rais\w+|doubl\w+|miss"
)
REMEDY = (
    r"supplements?|vitamins?|multivitamins?|B-complex|B6|B12|magnesium|calcium|potassium|iron"
    r"|tablets?|pills?|powders?|products?|salt|electrolytes?|quinine|oil"
)
MORE = r"tak(?:e|ing)|start\w*|begin\w*|try|add|buy|use|get some|switch to|supplement with"
NEGATED = re.compile(r"\b(?:do not|never|must not|take no|take nothing|no \w+ tablets)\b", re.IGNORECASE)

MAY_STOP = frozenset()
MAY_TAKE = frozenset()

ILLNESS = (
    r"disease|disorder|deficien\w+|shortage|lack|syndrome|neuropathy|diabetes|an[ae]mi\w+|illness"
    r"|damage|failure|sclerosis|problem|cancer|benign|low (?:magnesium|calcium|potassium|sodium)"
)

# Numbers that the evidence marks as from general knowledge: no person may read them as facts.
UNREAD = (
    r"\bIU\b",
    r"100 micrograms",
    r"2\.4 micrograms",
    r"2,?500 mg",
    r"(?<!\d)2,?000 mg",
    r"50 nmol",
    r"30 nmol",
    r"20 ng/mL",
    r"12 ng/mL",
    r"\b(?:155|80|78|74|60|65|32) mg",
    r"from 25 mg",
    r"70 % and more",
    r"20 to 25 mg",
    r"15 mg",
    r"100 to 200 mg",
    r"150 to 300 mg",
    r"30 to 65 mg",
    r"AUDIT-C score",
)


@cache
def rulebook():
    return load(shipped())[0]


def lines_of(book):
    """Yields all lines: where they stand, and their text."""
    for question in book.questions.values():
        yield from ((f"{question.id}, note", line.text) for line in question.notes)
    for factor in book.factors.values():
        for key in LINE_KEYS:
            yield from ((f"{factor.id}, {key}", line.text) for line in getattr(factor, key))
    for flag in book.red_flags.values():
        yield from ((f"{flag.id}, advice", line.text) for line in flag.advice)
    messages = book.messages
    for name in ("nothing_found", "nothing_found_beside_flags", "nothing_answered"):
        yield from ((name, line.text) for line in getattr(messages, name))
    yield from (("recommendation", line.text) for line in book.recommendation)


def changes_of(book):
    for question in book.questions.values():
        if question.change is not None:
            for text in (question.change.text, *question.change.boxes.values()):
                yield f"{question.id}, change", text


def becauses_of(book):
    for factor in book.factors.values():
        yield from ((rule.id, rule.because) for rule in factor.rules)


def questions_of(book):
    for question in book.questions.values():
        yield from ((question.id, text) for text in (question.text, question.why, question.help))
        yield from ((question.id, choice.label) for choice in choices_of(question))


def cards_of(book):
    for factor in book.factors.values():
        yield from ((factor.id, getattr(factor, key)) for key in ("name", "summary", "role", "link"))
        yield factor.id, factor.evidence


def all_texts(book):
    yield from (("introduction", text) for text in book.introduction)
    yield from ((section.id, section.introduction) for section in book.sections)
    yield from questions_of(book)
    yield from cards_of(book)
    yield from becauses_of(book)
    yield from changes_of(book)
    yield from lines_of(book)
    yield from ((flag.id, flag.sign) for flag in book.red_flags.values())
    yield from ((flag.id, flag.time_frame or "") for flag in book.red_flags.values())
    yield from ((notice.id, notice.text) for notice in book.notices)
    yield from ((level.id, level.meaning) for level in book.levels.values())


def sentences(texts):
    return {sentence for _, text in texts for sentence in SENTENCE.split(text) if sentence}


def told(book):
    """Returns every sentence that tells a person something to do, or could."""
    return sentences([*lines_of(book), *changes_of(book), *cards_of(book)])


def with_words(found, doing, thing):
    """Returns the sentences about a thing in which a clause says to do so, and does not forbid it."""
    doing = re.compile(rf"\b(?:{doing})\b", re.IGNORECASE)
    thing = re.compile(rf"\b(?:{thing})\b", re.IGNORECASE)
    return {
        sentence
        for sentence in found
        if thing.search(sentence)
        and any(
            doing.search(clause) and not NEGATED.search(clause)
            for clause in re.split(r"[,;:] ", sentence)
        )
    }


def test_no_sentence_tells_to_stop_or_change_a_medicine():
    assert with_words(told(rulebook()), LESS, MEDICINE) == MAY_STOP


def test_no_sentence_tells_to_take_a_supplement():
    assert with_words(told(rulebook()), MORE, REMEDY) == MAY_TAKE
