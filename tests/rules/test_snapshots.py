"""What people get to read: the worked cases as files to review, and promises to all cases."""

import json
import re
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace
from people import cases, questionnaire, reported, worked
from rich.cells import cell_len

from questionnaire.report.as_text import as_text
from questionnaire.report.formats import rendered
from questionnaire.report.shared_parts import evidence_in_words
from questionnaire.report.summary import summary

FOLDER = Path(__file__).parent / "snapshots"
FILES = [f"{case}{ending}" for case in worked() for ending in ("_40.txt", "_80.txt", ".md")]


def drawn(name):
    """Returns what a file should hold; the digest is left out, as it changes with every comma."""
    stem, _, ending = name.rpartition(".")
    case, _, width = stem.rpartition("_") if ending == "txt" else (stem, "", "")
    report = reported(case)
    identity = replace(report.assessment.rulebook, digest="(left out)")
    report = replace(report, assessment=replace(report.assessment, rulebook=identity))
    if ending == "md":
        return rendered(report, "markdown").decode()
    return as_text(summary(report), int(width))


@pytest.mark.parametrize("name", FILES)
def test_a_worked_case_reads_as_its_file_does(name, reads_as):
    reads_as(FOLDER / name, drawn(name))


def test_there_is_no_file_without_a_case(pytestconfig):
    strangers = [file for file in FOLDER.glob("*.*") if file.name not in FILES]
    while strangers and pytestconfig.getoption("renew"):
        strangers.pop().unlink()

    assert FILES
    assert strangers == []


@pytest.mark.parametrize("width", [40, 80, 120])
def test_every_worked_case_fits_its_width(width):
    for report in map(reported, worked()):
        text = as_text(summary(report), width)
        assert max(map(cell_len, text.splitlines())) <= width


# All cases ----------------------------------------------------------------------------------------


def squeezed(text):
    return re.sub(r"\s+", " ", text)


@cache
def printed(id_):
    """Returns a case as text, Markdown and HTML, unwrapped and without escapes and tags."""
    report = reported(id_)
    page, sheet, text = (rendered(report, kind).decode() for kind in ("html", "markdown", "text"))
    body = re.sub(r"<[^>]+>", " ", page.partition("<body>")[2])
    unescaped = body.replace("&quot;", '"').replace("&amp;", "&").replace("&gt;", ">")
    return {
        "text": squeezed(text),
        "markdown": squeezed(re.sub(r"\\(.)|^> ?", r"\1", sheet, flags=re.MULTILINE)),
        "html": squeezed(unescaped.replace("&lt;", "<")),
    }


def own_answers(id_):
    """Returns what is printed of the person's own answers: nobody advises it."""
    return [
        words
        for flag in reported(id_).assessment.red_flags
        for words in evidence_in_words(reported(id_), flag.evidence)
    ]


@pytest.mark.parametrize("id_", cases())
def test_what_must_be_said_is_printed_and_what_must_not_is_not(id_):
    case, text = cases()[id_], printed(id_)["text"].casefold()

    assert [words for words in case.must_say if squeezed(words).casefold() not in text] == []
    for answer in own_answers(id_):
        text = text.replace(squeezed(answer).casefold(), "")
    assert [words for words in case.must_not_say if squeezed(words).casefold() in text] == []


@pytest.mark.parametrize("id_", cases())
def test_every_format_of_a_case_ends_with_the_recommendation(id_):
    lines = [line.text for line in reported(id_).assessment.recommendation]

    for text in printed(id_).values():
        end = text[text.rindex(lines[0]) :]
        places = [end.index(line) for line in (*lines, "Sources", "Rule base")]
        assert places == sorted(places)
        between = end[places[-3] + len(lines[-1]) : places[-2]]
        assert re.fullmatch(r"[ #━─]*", between)
    decoded = json.loads(rendered(reported(id_), "json"))
    assert decoded["recommendation"] == lines
    assert list(decoded)[-1] == "recommendation"


def test_no_format_comforts_where_a_red_flag_fired():
    comforts = [line.text for line in questionnaire().rulebook.messages.nothing_found]
    comforts.append("nothing stands out")
    alarming = [id_ for id_ in cases() if reported(id_).assessment.red_flags]

    assert alarming
    for id_ in alarming:
        decoded = json.dumps(json.loads(rendered(reported(id_), "json")), ensure_ascii=False)
        for text in (*printed(id_).values(), decoded):
            assert [one for one in comforts if one.casefold() in text.casefold()] == [], id_
