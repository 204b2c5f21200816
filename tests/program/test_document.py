import re
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from typing import get_args
from xml.etree.ElementTree import fromstring

import pytest
from assessments import (
    ALL,
    EMERGENCY,
    HOSTILE,
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
from markdown_it import MarkdownIt
from msgspec import Struct
from msgspec.structs import replace

from questionnaire.inference.assessment import ShownLine
from questionnaire.knowledge.printable import as_label, printable
from questionnaire.report.as_html import as_html, document_as_html
from questionnaire.report.as_markdown import as_markdown, document_as_markdown
from questionnaire.report.as_text import as_text
from questionnaire.report.document import document
from questionnaire.report.explanation import explanation
from questionnaire.report.formats import Format, rendered
from questionnaire.report.outline import (
    Bar,
    Document,
    Entry,
    Overview,
    Paragraph,
    Part,
    Reference,
    References,
    Table,
    Trend,
)
from questionnaire.report.summary import summary

FORMATS = ("html", "markdown", "text")


class Page(HTMLParser):
    """Collects the text and the tags of a page, and where it leads outside."""

    def __init__(self, page):
        super().__init__()
        self.texts, self.tags, self.links, self.attributes = [], [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name) for name, _ in attrs]
        found = [value for name, value in attrs if name in ("href", "src")]
        self.links += [value for value in found if not value.startswith("#")]

    def handle_data(self, data):
        self.texts.append(data)

    @property
    def text(self):
        return re.sub(r"\s+", " ", "".join(self.texts))


def html(report):
    return rendered(report, "html").decode()


def tree(report):
    """Returns what is on a page as a tree; that it can be read as XML shows that it is whole."""
    page = html(report)
    return fromstring(page[page.index("<main>") : page.index("</body>")])  # noqa: S314 - our own


def words(element):
    return " ".join("".join(element.itertext()).split())


def in_order(text, *words):
    places = [text.index(word) for word in words]
    return places == sorted(places)


@pytest.mark.parametrize("case", ALL.values(), ids=ALL)
@pytest.mark.parametrize("format_", ["text", "markdown", "html"])
def test_both_parts_end_with_the_recommendation(case, format_):
    whole = rendered(report(case), format_).decode()
    told = Page(whole).text if format_ == "html" else whole

    person, details, doctor = re.split("Details|Ailing houseplants: answers and findings", told)[
        -3:
    ]
    for part in (person, doctor):
        assert part.count("Talk to a gardener") == part.count("Show it to a gardener.") == 1
    assert not re.search(r"\w", person.partition("Show it to a gardener.")[2])
    end = doctor[doctor.index("Show it to a gardener.") :]
    assert in_order(end, "Sources", "Rule base houseplants")
    assert "Rule base houseplants" in details


def texts(value):
    """Yields every text of a document."""
    if isinstance(value, str):
        yield printable(value)
    elif isinstance(value, tuple):
        yield from (text for item in value for text in texts(item))
    elif isinstance(value, Struct):
        named = (
            getattr(value, name) for name in value.__struct_fields__ if name not in ("kind", "tone")
        )
        yield from (text for item in named for text in texts(item))


@pytest.mark.parametrize("case", ALL.values(), ids=ALL)
def test_every_format_holds_the_same_words(case):
    told = document(report(case))
    page, sheet, text = (rendered(report(case), kind).decode() for kind in FORMATS)
    page = Page(page).text
    sheet = re.sub(r"\\(.)", r"\1", sheet)

    for words_ in filter(None, texts(told)):
        assert words_ in page
        assert words_ in sheet
        assert {*words_.split()} <= {*text.split()}


def test_nothing_answered_and_nothing_found_are_told_apart():
    nothing_answered = rendered(report(NOTHING_ANSWERED), "markdown").decode()
    nothing_found = rendered(report(NOTHING_FOUND), "markdown").decode()

    assert nothing_answered.count("# Nothing was answered") == 2
    assert nothing_answered.partition("## Details")[0].count("Flames on the plant") == 1
    assert "## Answers" not in nothing_answered
    assert "**Nothing stands out.**" in nothing_found
    assert "## Answers" in nothing_found


def test_hostile_text_is_shown_and_never_interpreted():
    page = Page(html(hostile_report()))

    plain = Page(html(report(None, less_water("x")))).tags
    assert set(page.tags) <= {*plain, "h2", "p", "ul", "li"}
    assert {*page.links} == {rulebook().sources["handbook"].address}
    assert page.text.count(printable(HOSTILE)) >= 25


@settings(max_examples=60)
@given(st.text())
def test_any_text_is_shown_as_it_is(text):
    shown = printable(text)
    case = assessment(
        factors=(), headline=text, messages=(ShownLine(text),), recommendation=(ShownLine(text),)
    )

    page = Page(html(report(case, known=rulebook(role=text))))

    assert re.sub(r"\s+", " ", f"Talk to a gardener {shown} Sources") in page.text
    assert set(page.tags) <= {*Page(html(report(NOTHING_FOUND))).tags, "ul", "li"}


def everything(text):
    """Returns a document with a text in every place that takes one."""
    blocks = (
        *(Paragraph(text, tone) for tone in ("plain", "strong", "quiet")),
        *(Entry("", (text,)), Entry(text, (text, text))),
        Overview((Bar(text, text, 1, 2, reason=text),)),
        Table((text, text, text), ((text, text, text),)),
        Trend((text, text), ((Bar(text, text, 1, 2), Bar(text, text, 2, 2)),)),
        References((Reference(1, text, text),)),
    )
    kinds = ("plain", "below", "card", "boxed", "emergency")
    outline = tuple(Part(text, blocks, kind) for kind in kinds)
    return Document(text, outline, text, outline, text, outline)


@cache
def harmless():
    return Page(document_as_html(everything("x")))


@given(st.text(alphabet=st.sampled_from("<>&\"'/=-! \n]`x\\")) | st.text())
def test_no_text_in_any_place_makes_or_ends_a_tag(text):
    page, plain = Page(document_as_html(everything(f"x{text}"))), harmless()

    assert page.tags == plain.tags
    assert page.links == plain.links == []
    assert {*page.attributes} == {*plain.attributes}


MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
MARKS = (
    *("- x", "+ x", "1. x", "1) x", "# x", "> x", "| x |", "---", "===", "```", "~~~", "\\"),
    *("*x*", "__x__", "`x`", "~~x~~", "[x](y)", "![x](y)", "[x]", "&amp;"),
    *("<b>x</b>", "<!-- x", "<a:y>"),
)


def tokens(text):
    """Returns what Markdown makes of a document with a text in every place, and the texts in it."""
    parsed = MARKDOWN.parse(document_as_markdown(everything(text)))
    flat = [part for token in parsed for part in (token.children or [token])]
    return [part.type for part in flat], "".join(part.content for part in flat)


def test_no_text_in_any_place_means_anything_in_markdown():
    plain, said = tokens("x")

    for text in MARKS:
        assert tokens(text) == (plain, said.replace("x", text)), text
    assert as_markdown("$x$", ()) == "# \\$x\\$\n"  # to some it is a formula


def test_an_address_that_is_no_plain_web_address_is_no_link():
    known = rulebook()
    source = replace(known.sources["handbook"], address='javascript:alert("1")')
    known = replace(known, sources={**known.sources, "handbook": source})

    page = Page(html(report(known=known)))

    assert page.links == []
    assert 'javascript:alert("1")' in page.text


@pytest.mark.parametrize("format_", get_args(Format))
def test_where_a_source_was_read_is_never_shown(format_):
    known = rulebook()
    source = replace(known.sources["handbook"], copy="https://mirror.example/book")
    known = replace(known, sources={**known.sources, "handbook": source})

    shown = rendered(report(known=known), format_).decode()

    assert source.title in shown or format_ == "json"
    assert "mirror.example" not in shown


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Pots and plants", "Pots and plants. Green Shelf"),
        ("How much do ferns drink?", "How much do ferns drink? Green Shelf"),
        ("Mind the spider!", "Mind the spider! Green Shelf"),
    ],
)
def test_a_title_that_ends_as_a_sentence_gets_no_full_stop(title, shown):
    known = rulebook()
    source = replace(known.sources["handbook"], title=title)
    known = replace(known, sources={**known.sources, "handbook": source})

    assert shown in rendered(report(known=known), "text").decode()
    assert shown in as_text(explanation(known, "drowning"), 100)


# The page ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", ALL.values(), ids=ALL)
def test_a_page_has_one_first_heading_and_skips_no_level(case):
    levels = [int(one.tag[1]) for one in tree(report(case)).iter() if re.match(r"h\d", one.tag)]

    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("case", ALL.values(), ids=ALL)
def test_the_parts_of_a_page_are_named_and_its_links_lead_to_them(case):
    page = tree(report(case))
    ids = [one.get("id") for one in page.iter() if one.get("id")]
    links = [link.get("href") for link in page.find(".//nav").iter("a")]

    assert len(ids) == len({*ids})
    assert [part.get("id") for part in page.iter("section")] == ["summary", "details", "doctor"]
    assert {part.get("aria-labelledby") for part in page.iter("section")} <= {*ids}
    assert links == ["#details", "#doctor"]
    assert page.find(".//nav").get("aria-label")


def test_the_details_are_shut_and_open_without_a_script():
    page = tree(report())
    cards = list(page.iter("details"))

    assert cards == page.findall("./section[@id='details']/details")
    assert [words(card.find("summary/h3")) for card in cards] == [
        "Too much water",
        "What you did not answer",
        "Sources",
    ]
    assert not any("open" in card.attrib for card in cards)
    assert "onclick" not in html(report())


def test_a_level_is_drawn_and_the_picture_says_what_it_shows():
    (level,) = tree(report()).findall(".//ul[@class='levels']/li")
    (picture,) = level.iter("svg")
    boxes = [box.get("fill") for box in picture.iter("rect")]

    assert words(level) == "Too much water. It gets 12 cups a week. high"
    assert picture.get("role") == "img"
    assert picture.get("aria-label") == f"high: {boxes.count('currentColor')} of {len(boxes)}"
    assert 0 < boxes.count("currentColor") <= len(boxes)


def test_a_level_has_its_reason_beside_its_name():
    bar = Bar("Water", "high", 2, 3, reason="It gets twelve cups.")
    outline = (Part("What stands out", (Overview((bar,)),)),)

    assert "<b>Water.</b> It gets twelve cups.</span>" in as_html("Plants", outline)
    assert "- **Water**: high. It gets twelve cups." in as_markdown("Plants", outline)


def test_every_cell_of_a_table_has_its_headings():
    tables = list(tree(report(ALL["flag"])).iter("table"))

    assert tables
    for table in tables:
        columns = [words(each) for each in table.findall("thead/tr/th[@scope='col']")]
        for row in table.findall("tbody/tr"):
            assert row[0].get("scope") == "row"
            assert [as_label(each) for each in columns[1:]] == [
                cell.get("data-label") for cell in row[1:]
            ]


def test_a_page_loads_nothing_and_is_always_the_same():
    page = html(report(EMERGENCY))

    assert page == html(report(EMERGENCY))
    assert not {"script", "img", "link", "iframe"} & set(Page(page).tags)
    assert "default-src 'none'" in page


def test_the_summary_can_be_written_as_markdown_too():
    sheet = as_markdown("Plants", summary(report()))

    assert "# Plants" in sheet
    assert "- **Too much water**: high" in sheet
