"""What people get to read: the worked cases as files to review."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from people import reported, worked
from rich.cells import cell_len

from questionnaire.report.as_text import as_text
from questionnaire.report.formats import rendered
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
