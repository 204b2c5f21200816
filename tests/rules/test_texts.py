"""What the texts of the rules may not say to a person, checked on every sentence of them.

A pattern finds the sentences that could be wrong; snapshots/lists holds those that were read and
found right.
"""

import re
import sys
from functools import cache
from statistics import median

import pytest

from questionnaire.knowledge.conditions import Count, questions_in
from questionnaire.knowledge.model import LINE_KEYS, MESSAGE_KEYS, choices_of
from questionnaire.loading.files import shipped
from questionnaire.loading.rulebook import load

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
NEGATED = re.compile(r"\b(?:do not|never|must not|take no|take nothing)\b", re.IGNORECASE)

HAS = re.compile(
    r"\byou (?:\w+ )?(?:have|had|suffer\w*|lack|are short of|are low in|are deficient|developed)\b"
    r"|\byou've\b|\b(?:this|it) is (?:a|an|your)\b|\b(?:is|are) caused by\b"
    r"|\byour \w+ is (?:low|high)\b",
    re.IGNORECASE,
)
ILLNESS = re.compile(
    r"disease|disorder|deficien|shortage|\black|syndrome|neuropathy|diabetes|an[ae]mi|illness"
    r"|damage|failure|sclerosis|problem|cancer|benign|colitis|\b(?:low|high) \w+",
    re.IGNORECASE,
)
# Numbers that the evidence marks as from general knowledge: no person may read them as facts.
UNREAD = (
    r"\bIU\b",
    r"100 micrograms",
    r"2\.4 micrograms",
    r"2,?500 mg",
    r"(?<!\d)2,?000 mg",
    r"30 nmol",
    r"12 ng/mL",
    r"\b(?:155|80|78|74|60|65|32) mg",
    r"from 25 mg",
    r"70 % and more",
    r"20 to 25 mg",
    r"\b15 mg",
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
    for name in MESSAGE_KEYS:
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
        yield from (
            (factor.id, getattr(factor, key)) for key in ("name", "summary", "role", "link")
        )
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
    """Returns the sentences about a thing of which a clause tells of doing it, not against it."""
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


def test_every_sentence_about_stopping_or_changing_a_medicine_was_reviewed(lists):
    """They say what medicines do, or send the person to somebody who may decide."""
    lists("about_changing_medicines", sorted(with_words(told(rulebook()), LESS, MEDICINE)))


def test_every_sentence_about_taking_a_remedy_was_reviewed(lists):
    """They say who takes what, what a body does with it, or to go on with what was prescribed."""
    lists("about_taking_remedies", sorted(with_words(told(rulebook()), MORE, REMEDY)))


def test_every_sentence_that_names_an_illness_as_the_persons_was_reviewed(lists):
    """They are conditions, deny it, or come from an answer that named it."""
    becauses = {
        f"{rule.because} ({', '.join(sorted(questions_in(rule.when, rule.unless)))})"
        for factor in rulebook().factors.values()
        for rule in factor.rules
    }
    found = {*told(rulebook()), *becauses}

    lists("about_illnesses", sorted(x for x in found if HAS.search(x) and ILLNESS.search(x)))


def test_advice_on_leafy_greens_that_does_not_speak_of_warfarin_was_reviewed(lists):
    eating = [
        *changes_of(rulebook()),
        *(
            (place, text)
            for place, text in lines_of(rulebook())
            if place.endswith((", foods", ", advice"))
        ),
    ]
    greens = re.compile(r"\bgreens\b|spinach|kale|cabbage|collards|pak choi|salad", re.IGNORECASE)
    advised = [(place, text) for place, text in eating if greens.search(text)]

    assert any("warfarin" in text for _, text in advised)
    silent = [f"{place}: {text}" for place, text in advised if "warfarin" not in text]
    lists("about_greens_without_warfarin", silent)


@pytest.mark.parametrize("number", UNREAD)
def test_no_number_that_nobody_read_is_shown(number):
    assert [each for each in all_texts(rulebook()) if re.search(number, each[1])] == []


def test_the_patterns_find_what_they_are_for():
    stop = {"Stop your statin.", "You can halve the dose.", "Do not stop the tablets."}
    take = {"Take magnesium tablets.", "Try a multivitamin.", "Take no iron tablets."}

    assert with_words(stop, LESS, MEDICINE) == {"Stop your statin.", "You can halve the dose."}
    assert with_words(take, MORE, REMEDY) == {"Take magnesium tablets.", "Try a multivitamin."}
    assert HAS.search("You have a magnesium deficiency.")
    assert ILLNESS.search("You have a magnesium deficiency.")
    assert HAS.search("Your potassium is low.")


# How hard they are to read ------------------------------------------------------------------------

EASY = 8
"""The school grade that half of the texts of every kind must not exceed; 8 is an age of 13."""
HARD = 14
KINDS = {"questions": questions_of, "becauses": becauses_of, "lines": lines_of, "cards": cards_of}


def grade(text):
    """Returns the Flesch-Kincaid school grade of a text; syllables are counted as vowel groups."""
    words = re.findall(r"[A-Za-z']+", re.sub(r"\{\w+\}", "number", text))
    syllables = sum(
        max(1, len(re.findall(r"[aeiouy]+", re.sub(r"(?:e|es|ed)$", "", word.lower()))))
        for word in words
    )
    ends = max(1, len(re.findall(r"[.!?:;](?:\s|$)", text)))
    return 0.39 * len(words) / ends + 11.8 * syllables / len(words) - 15.59


@pytest.mark.parametrize("kind", KINDS)
def test_half_of_the_texts_are_easy_to_read(kind):
    """With -s, or when it fails, it prints those that are hard; most name medicines."""
    texts = [(place, text) for place, text in KINDS[kind](rulebook()) if len(text.split()) > 3]
    grades = sorted(((grade(text), place, text) for place, text in texts), reverse=True)
    for found, place, text in grades:
        if found > HARD:
            sys.stdout.write(f"grade {found:.0f}: {place}: {text}\n")

    assert median(found for found, _, _ in grades) <= EASY


def test_the_grade_of_a_text():
    assert grade("The cat sat on the mat.") == pytest.approx(-1.45, abs=0.01)
    assert grade("Hypomagnesaemia potentiates neuromuscular excitability.") > 30


def test_a_count_without_a_unit_is_printed_as_what_was_ticked():
    """A bare number says nothing in the middle of a sentence: "and ticked by you: 2"."""
    known = rulebook().derived
    bare = {id_ for id_, one in known.items() if isinstance(one.value, Count) and not one.unit}
    printed = {
        (file.name, id_)
        for file in shipped().rglob("*.toml")
        for id_ in re.findall(r"\{(\w+)\}", file.read_text("utf-8"))
        if id_ in bare
    }

    assert bare
    assert printed == set()
