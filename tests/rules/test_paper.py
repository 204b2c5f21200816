"""The worked cases in a real browser: how many sheets they take, and whether a phone shows them."""

import json
import re
from functools import cache
from io import BytesIO

import pytest
from browser import FOUND, browser
from people import THOROUGH, questionnaire, reported, worked
from pypdf import PdfReader
from pypdf.generic import DecodedStreamObject, NameObject

from questionnaire.report.document import document
from questionnaire.report.formats import rendered

pytestmark = pytest.mark.skipif(
    FOUND is None, reason="No Chromium is installed, so no page was printed or measured."
)
PAPERS = {"A4": (21.0, 29.7), "Letter": (21.59, 27.94)}  # centimetres
LEAST = 10  # points
PHONE = 360  # pixels
CONTRAST = 4.5  # of text to what is behind it, as WCAG 2.2 asks for


TYPES = {'"Times New Roman", "Liberation Serif"': 77.8, 'Arial, "Liberation Sans"': 83.3}
"""How wide an m of 100 pixels is.  Other types of the same measures do as well."""

APART = re.compile(rb"> Tj\s+[-\d.]+ 0 Td\s+<")
"""What stands between two letters of a line; reading each for itself takes most of the time."""


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    with browser(tmp_path_factory.mktemp("browser")) as started:
        yield started


@pytest.fixture(scope="module")
def press(page):
    """Returns the page where the types are installed that decide how much a sheet holds."""
    for family, width in TYPES.items():
        page.show(f"<span style='font: 100px {family}, monospace'>m</span>")
        found = page.finds("document.querySelector('span').getBoundingClientRect().width")
        if abs(found - width) > 1:
            pytest.skip(f"{family} is not installed, so no sheets were counted.")
    return page


@cache
def html(case):
    return rendered(reported(case), "html").decode()


def sheets(pdf):
    """Returns the text of each sheet, and the least size of text on any of them in points."""
    sizes = []

    def measure(text, matrix, text_matrix, _font, size):
        if text.strip():
            sizes.append(size * abs(matrix[3] * text_matrix[3]))

    pages = PdfReader(BytesIO(pdf)).pages
    for page in pages:
        drawn = DecodedStreamObject()
        drawn.set_data(APART.sub(b"", page.get_contents().get_data()))
        page[NameObject("/Contents")] = drawn
    texts = [page.extract_text(visitor_text=measure) for page in pages]
    return [" ".join(text.split()) for text in texts], min(sizes)


@pytest.mark.parametrize("place", range(len(PAPERS) if THOROUGH else 1))
def test_the_summary_takes_one_sheet_and_the_page_for_the_doctor_two_at_most(press, place):
    """The cases are printed on the papers in turn; THOROUGH takes all for each."""
    wrong = {}
    for number, case in enumerate(worked()):
        paper = list(PAPERS)[(number + place) % len(PAPERS)]
        press.show(html(case))
        texts, least = sheets(press.printed(*PAPERS[paper]))
        title = document(reported(case)).doctor_title
        (first,) = (number for number, text in enumerate(texts) if title in text)
        assert texts[first].startswith(title)
        assert least >= LEAST - 0.01, case
        if first != 1 or len(texts) - first > 2:
            wrong[case] = (first, len(texts) - first)

    assert wrong == {}


def test_details_that_were_opened_are_printed_between_them(press):
    case = max(worked(), key=lambda each: len(reported(each).assessment.factors))
    factor = reported(case).assessment.factors[0]
    known = questionnaire().rulebook.factors[factor.id]

    press.show(html(case))
    shut, _ = sheets(press.printed(*PAPERS["A4"]))
    press.finds(
        "[...document.querySelectorAll('details')]"
        f".find(each => each.textContent.includes({json.dumps(factor.name)})).open = true"
    )
    opened, _ = sheets(press.printed(*PAPERS["A4"]))

    assert known.role not in " ".join(shut)
    assert known.role in opened[1]
    assert len(opened) == len(shut) + 1


@pytest.mark.parametrize("case", worked())
def test_a_phone_shows_a_page_without_scrolling_sideways(page, case):
    page.show(html(case), width=PHONE)
    page.finds("document.querySelectorAll('details').forEach(each => each.open = true)")

    assert page.finds("document.documentElement.scrollWidth") <= PHONE


LEAST_CONTRAST = """
(() => {
  const light = ([r, g, b]) => [r, g, b]
    .map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const parts = (colour) => colour.match(/[0-9.]+/g).map(Number);
  const behind = light(parts(getComputedStyle(document.documentElement).backgroundColor));
  const ratios = [...document.querySelectorAll('main *')].map(each => {
    const before = light(parts(getComputedStyle(each).color));
    return (Math.max(before, behind) + 0.05) / (Math.min(before, behind) + 0.05);
  });
  return Math.min(...ratios);
})()
"""


@pytest.mark.parametrize("dark", [False, True])
def test_text_stands_out_from_what_is_behind_it(page, dark):
    for case in worked():
        page.show(html(case), dark=dark)
        background = page.finds("getComputedStyle(document.documentElement).backgroundColor")
        assert (background == "rgb(255, 255, 255)") is not dark
        assert page.finds(LEAST_CONTRAST) >= CONTRAST, case
