import re
from html.parser import HTMLParser
from typing import get_args

import pytest
from houseplants import (
    ALL,
    EMERGENCY,
    FIRE,
    HOSTILE,
    MOULD,
    NOTHING_ANSWERED,
    NOTHING_FOUND,
    assessment,
    hostile_report,
    less_water,
    report,
    rulebook,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from questionnaire.inference.assessment import ShownLine
from questionnaire.knowledge.printable import printable
from questionnaire.report.as_markdown import as_markdown
from questionnaire.report.formats import Format, rendered
from questionnaire.report.summary import summary


class Page(HTMLParser):
    """Collects the text and the tags of a page."""

    def __init__(self, page):
        super().__init__()
        self.texts, self.tags, self.links = [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data):
        self.texts.append(data)

    @property
    def text(self):
        return re.sub(r"\s+", " ", "".join(self.texts))


def markdown(report):
    return rendered(report, "markdown").decode()


def html(report):
    return rendered(report, "html").decode()


def in_order(text, *words):
    places = [text.index(word) for word in words]
    return places == sorted(places)


@pytest.mark.parametrize("case", ALL.values(), ids=ALL)
def test_every_document_ends_with_the_recommendation_before_the_sources(case):
    sheet = markdown(report(case))
    page = Page(html(report(case))).text

    closing = ("Talk to a gardener", "Show it to a gardener.", "Sources", "Rule base houseplants")
    assert in_order(sheet[sheet.rindex("## Talk") :], "## Talk", *closing[1:])
    assert in_order(page[page.rindex("Talk to") :], *closing)
    headings = re.findall(r"^(?:> )?## (.*)$", sheet, flags=re.MULTILINE)
    assert headings[-2:] == ["Talk to a gardener", "Sources"]


def test_the_answers_stand_before_what_the_rules_made_of_them():
    sheet = markdown(report(ALL["flag"]))

    assert in_order(
        sheet,
        "> ## See a gardener, within days",
        "## Answers",
        "| What do you see? | white mould |",
        "| How many cups of water does it get? | 12 cups a week |",
        "## Asked about and not ticked",
        "**What do you see?** flames",
        "## Not answered",
        "- Where does it stand?",
        "## Warning signs",
        "| White mould on the soil | See a gardener: within days | mould | 1 |",
        "## What stands out",
        "| Too much water: high (total 4), weak evidence (grade C) | It gets 12 cups a week. "
        r"(drowning\_cups +3; 2) The sun dries it. (drowning\_sun -1; 1) |",
        "## Worth asking",
        "The roots.",
        "digest 0123abcd",
    )


def test_the_rule_base_says_which_answers_are_read_first():
    known = replace(rulebook(), asked_first=("water", "light"))
    case = assessment(answers={"signs": ("brown",), "water": 12, "light": "sunny"}, unanswered=())

    sheet = markdown(report(case, known=known))

    assert in_order(
        sheet,
        "## Answers",
        "| How many cups of water does it get? | 12 cups a week |",
        "| Where does it stand? | in the sun |",
        "## Other answers",
        "- What do you see? Brown tips",
        "## What stands out",
    )


def test_an_emergency_comes_before_the_answers():
    sheet = markdown(report(EMERGENCY))

    assert in_order(sheet, "> ## Get help, now", "> **What to do:** Call the fire", "## Answers")


def test_a_flag_that_another_stands_for_is_listed_with_it():
    hidden = replace(FIRE, instead="mould")

    sheet = markdown(report(assessment(red_flags=(hidden, MOULD))))

    assert "fire (shown as mould)" in sheet
    assert "Call the fire brigade" not in sheet


def test_an_assumed_answer_is_marked():
    sheet = markdown(report(assessment(assumed=("water",))))

    assert "12 cups a week (taken from another answer)" in sheet


def test_nothing_answered_and_nothing_found_are_told_apart():
    nothing_answered = markdown(report(NOTHING_ANSWERED))
    nothing_found = markdown(report(NOTHING_FOUND))

    assert "## Nothing was answered" in nothing_answered
    assert nothing_answered.count("Flames on the plant") == 1
    assert "## Answers" not in nothing_answered
    assert "**Nothing stands out.**" in nothing_found
    assert "## Answers" in nothing_found


def test_hostile_text_is_shown_and_never_interpreted():
    page = Page(html(hostile_report()))

    plain = Page(html(report(None, less_water("x")))).tags
    assert set(page.tags) <= {*plain, "h2", "p", "ul", "li"}
    assert page.links == [rulebook().sources["book"].address]
    assert page.text.count(printable(HOSTILE)) >= 25


@settings(max_examples=60)
@given(st.text())
def test_any_text_is_shown_as_it_is(text):
    shown = printable(text)
    case = assessment(
        factors=(), headline=text, messages=(ShownLine(text),), recommendation=(ShownLine(text),)
    )

    page = Page(html(report(case, known=rulebook(text))))

    assert re.sub(r"\s+", " ", f"Talk to a gardener {shown} Sources") in page.text
    assert set(page.tags) <= {*Page(html(report(NOTHING_FOUND))).tags, "ul", "li"}


def test_an_address_that_is_no_plain_web_address_is_no_link():
    known = rulebook()
    source = replace(known.sources["book"], address='javascript:alert("1")')
    known = replace(known, sources={**known.sources, "book": source})

    page = Page(html(report(known=known)))

    assert page.links == []
    assert 'javascript:alert("1")' in page.text


@pytest.mark.parametrize("format_", get_args(Format))
def test_where_a_source_was_read_is_never_shown(format_):
    known = rulebook()
    source = replace(known.sources["book"], copy="https://mirror.example/book")
    known = replace(known, sources={**known.sources, "book": source})

    shown = rendered(report(known=known), format_).decode()

    assert source.title in shown or format_ == "json"
    assert "mirror.example" not in shown


def test_a_page_loads_nothing_and_is_always_the_same():
    page = html(report(EMERGENCY))

    assert page == html(report(EMERGENCY))
    assert not {"script", "img", "link", "iframe"} & set(Page(page).tags)
    assert "default-src 'none'" in page


def test_boxes_that_no_red_flag_reads_are_not_called_absent():
    sheet = markdown(report(NOTHING_FOUND))

    assert "**What do you see?** flames; white mould" in sheet
    assert "| What do you see?" not in sheet


def test_the_summary_can_be_written_as_markdown_too():
    sheet = as_markdown("Plants", summary(report()))

    assert "# Plants" in sheet
    assert "- **Too much water**: high" in sheet
