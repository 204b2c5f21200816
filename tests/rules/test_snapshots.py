"""What people get to read: the worked cases, and some of them compared, as files to review."""

from pathlib import Path
from random import Random

import pytest
from msgspec.structs import replace
from people import THOROUGH, answers, cases, questionnaire, reported, tried, worked
from rich.cells import cell_len
from walking import random_answer, walk

from questionnaire.report.as_text import as_text
from questionnaire.report.comparison import comparison
from questionnaire.report.formats import rendered
from questionnaire.report.summary import summary

FOLDER = Path(__file__).parent / "snapshots"
WIDTHS = (40, 80, 120)
ON_SCREEN = tuple(f"_{width}.txt" for width in WIDTHS)
LONGEST, PAGE = 60, 40
"""Lines of 80 columns that a summary has at most, and for a worked case."""


def silent():
    """Returns the case in which nothing is answered, whose summary is a design of its own."""
    return next(id_ for id_, case in cases().items() if not any(answers(case).values()))


COMPARED = "compared"
FILES = [
    *(f"{case}{ending}" for case in worked() for ending in (*ON_SCREEN, ".md")),
    *(f"{name}{ending}" for name in (silent(), COMPARED) for ending in ON_SCREEN),
]


def drawn(name):
    """Returns what a file should hold."""
    stem, _, ending = name.rpartition(".")
    if ending == "md":
        return rendered(without_digest(stem), "markdown").decode()
    case, _, width = stem.rpartition("_")
    if case == COMPARED:
        days = {f"{day} May": without_digest(id_) for day, id_ in enumerate(worked()[:3], 1)}
        return as_text(comparison(days), int(width))
    return as_text(summary(without_digest(case)), int(width))


def without_digest(case):
    """Returns the report of a case; the digest is left out, as it changes with every comma."""
    report = reported(case)
    identity = replace(report.assessment.rulebook, digest="(left out)")
    return replace(report, assessment=replace(report.assessment, rulebook=identity))


@pytest.mark.parametrize("name", FILES)
def test_a_worked_case_reads_as_its_file_does(name, reads_as):
    reads_as(FOLDER / name, drawn(name))


def test_there_is_no_file_without_a_case(pytestconfig):
    strangers = [file for file in FOLDER.glob("*.*") if file.name not in FILES]
    while strangers and pytestconfig.getoption("renew"):
        strangers.pop().unlink()

    assert FILES
    assert strangers == []


@pytest.mark.parametrize("width", WIDTHS)
def test_every_worked_case_fits_its_width(width):
    for report in map(reported, worked()):
        text = as_text(summary(report), width)
        assert max(map(cell_len, text.splitlines())) <= width


def length(report):
    return as_text(summary(report), 80).count("\n")


@pytest.mark.parametrize("id_", worked())
def test_the_summary_of_a_worked_case_is_a_page(id_):
    assert length(reported(id_)) <= PAGE


def test_no_summary_is_longer_than_a_person_reads():
    """But where nothing was answered: there it lists the warning signs."""
    for id_ in tried():
        assert length(reported(id_)) <= LONGEST or id_ == silent(), id_


@pytest.mark.parametrize("seed", range(2 if THOROUGH else 1))
def test_no_summary_of_random_answers_is_longer_either(seed):
    """Half of them answer what they are asked, half just anything, so that much is set aside."""
    random = Random(seed)  # noqa: S311 - nothing secret hangs on it
    earlier = None
    for _ in range(50 if THOROUGH else 12):
        for given in (walk(questionnaire(), random), anything(random)):
            report = questionnaire().report(given)
            if not report.assessment.nothing_answered:
                assert length(replace(report, earlier=earlier)) <= LONGEST, given
            earlier = report


def anything(random):
    share = random.random()
    return {
        id_: random_answer(random, question)
        for id_, question in questionnaire().rulebook.questions.items()
        if random.random() < share
    }
