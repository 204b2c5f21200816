"""Promises to every case, in both parts of its document and in every format.

Each case is looked at in one of the formats, the next one in the next; THOROUGH takes all of them.
"""

import json
import re
from functools import cache
from html import unescape
from itertools import product

from msgspec.structs import replace
from people import THOROUGH, cases, every_case, questionnaire, reported, tried

from questionnaire.knowledge.printable import as_label
from questionnaire.knowledge.wording import name_of
from questionnaire.report.as_html import document_as_html
from questionnaire.report.as_markdown import document_as_markdown
from questionnaire.report.as_text import document_as_text
from questionnaire.report.document import document
from questionnaire.report.formats import rendered
from questionnaire.report.outline import Document, Entry
from questionnaire.report.shared_parts import not_checked_heading


def squeezed(text):
    return re.sub(r"\s+", " ", text)


def read_from_markdown(sheet):
    return squeezed(re.sub(r"\\(.)|^> ?", r"\1", sheet, flags=re.MULTILINE))


def read_from_html(page):
    return squeezed(unescape(re.sub(r"<[^>]+>", " ", page.partition("<body>")[2])))


FORMATS = {
    "text": lambda told: squeezed(document_as_text(told)),
    "markdown": lambda told: read_from_markdown(document_as_markdown(told)),
    "html": lambda told: read_from_html(document_as_html(told)),
}


PIECES = ("summary", "details", "doctor_page")
ANSWERS = {
    "Answers",
    "Other answers",
    "Asked about and not ticked",
    "Not answered",
    "Not asked",
    "Set aside",
}


@cache
def told(id_, piece, format_, *, unchecked=True):
    """Returns a piece of a case's document, without the person's own answers: nobody advises them.

    Signs that were not checked are left out where it matters what was found.  It is unwrapped, and
    without escapes and tags.
    """
    left_out = ANSWERS if unchecked else {*ANSWERS, not_checked_heading(questionnaire().rulebook)}
    parts = tuple(
        replace(part, blocks=tuple(map(_without_answers, part.blocks)))
        for part in getattr(documented(id_), piece)
        if part.heading not in left_out
    )
    return in_format(format_, piece, parts)


@cache
def documented(id_):
    return document(reported(id_))


@cache
def in_format(format_, piece, parts):
    return FORMATS[format_](replace(Document("", (), "", (), "", ()), **{piece: parts}))


def formats(id_):
    """Returns the formats in which a case is looked at."""
    every = list(FORMATS)
    return every if THOROUGH else [every[tried().index(id_) % len(every)]]


def _without_answers(block):
    match block:
        case Entry(label, items):
            return Entry(label, tuple(item for item in items if not item.startswith(_questions())))
    return block


@cache
def _questions():
    questions = questionnaire().rulebook.questions.values()
    return tuple(as_label(name_of(question)) for question in questions)


def found(words, text):
    return [each for each in words if squeezed(each).casefold() in text.casefold()]


@every_case
def test_the_person_is_told_all_that_must_be_said(id_):
    must = list(cases()[id_].must_say)
    for format_ in formats(id_):
        text = told(id_, "summary", format_) + told(id_, "details", format_)

        assert found(must, text) == must


def unwanted(id_):
    """Returns what must not be said of a case: comfort neither, where a red flag fired."""
    flags = reported(id_).assessment.red_flags
    comforts = [line.text for line in questionnaire().rulebook.messages.nothing_found]
    return [*cases()[id_].must_not_say, *([*comforts, "nothing stands out"] if flags else [])]


@every_case
def test_no_piece_says_what_must_not_be_said(id_):
    for piece, format_ in product(PIECES, formats(id_)):
        text = told(id_, piece, format_, unchecked=False)
        assert found(unwanted(id_), text) == [], piece


@every_case
def test_the_record_does_not_say_what_must_not_be_said(id_):
    """It holds also the signs that another stands for, which nobody is told."""
    record = json.loads(rendered(reported(id_), "json"))
    shown = [flag for flag in record["red_flags"] if flag["instead"] is None]
    concluded = ("headline", "factors", "notices", "messages", "suggestions", "recommendation")
    text = json.dumps([shown, *(record[key] for key in concluded)], ensure_ascii=False)

    assert found(unwanted(id_), text) == []


def test_some_cases_must_not_be_comforted():
    assert [id_ for id_ in tried() if len(unwanted(id_)) > len(cases()[id_].must_not_say)]


@every_case
def test_summary_and_page_for_the_doctor_end_with_the_recommendation(id_):
    lines = [line.text for line in reported(id_).assessment.recommendation]

    for piece, format_ in product(("summary", "doctor_page"), formats(id_)):
        text = told(id_, piece, format_)
        said = lines[:1] if piece == "doctor_page" else lines
        end = text[text.rindex(said[0]) :]
        places = [end.index(each) for each in said]
        assert places == sorted(places)
        after, _, rest = end.partition(said[-1])[2].partition("Sources")
        assert not re.search(r"\w", after)
        assert bool(rest) == (piece == "doctor_page")


def test_the_record_ends_with_the_recommendation():
    for id_ in tried():
        record = json.loads(rendered(reported(id_), "json"))
        lines = [line.text for line in reported(id_).assessment.recommendation]
        assert list(record)[-1] == "recommendation"
        assert record["recommendation"] == lines
