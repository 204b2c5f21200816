"""What is told of several days: in a few lines, in a table, and as drawn lines."""

import re
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from assessments import (
    EMERGENCY,
    HOSTILE,
    NOTHING_FOUND,
    assessment,
    drowning,
    hostile_report,
    report,
    rulebook,
)
from msgspec.structs import replace
from rich.cells import cell_len

from questionnaire.inference.assessment import SetAside, ShownFactor
from questionnaire.knowledge.printable import printable
from questionnaire.knowledge.wording import day_in_words
from questionnaire.report.as_html import as_html
from questionnaire.report.as_markdown import as_markdown
from questionnaire.report.as_text import as_text
from questionnaire.report.comparison import comparison
from questionnaire.report.details import details
from questionnaire.report.outline import Bar, Part, Table, Trend
from questionnaire.report.since import since
from questionnaire.report.summary import summary

DAY, BEFORE, LAST_YEAR = date(2026, 11, 27), date(2026, 10, 3), date(2025, 12, 31)
SHADE = ShownFactor(
    **{key: getattr(drowning(), key) for key in ShownFactor.__struct_fields__}
    | {"id": "shade", "name": "Too little light", "level": "low"}
)
CALM = assessment(urgency="any", factors=())
FLAGGED = assessment(urgency="week", factors=(drowning(), SHADE))


def told(now, before, day=BEFORE):
    earlier = replace(report(before), day=day)
    (part,) = since(replace(report(now), day=DAY, earlier=earlier))
    return part.heading, " ".join(block.text for block in part.blocks)


# In a few lines -----------------------------------------------------------------------------------


def test_without_earlier_answers_nothing_is_said_of_them():
    assert since(report()) == ()
    assert "Since" not in as_text(summary(report()), 80)


@pytest.mark.parametrize(
    ("day", "heading"),
    [
        (BEFORE, "Since 3 October"),
        (LAST_YEAR, "Since 31 December 2025"),
        (None, "Since last time"),
    ],
)
def test_the_day_is_named_with_its_year_where_that_is_another(day, heading):
    assert told(FLAGGED, CALM, day)[0] == heading


def test_a_day_has_its_year_where_it_stands_alone():
    assert day_in_words(BEFORE) == "3 October 2026"


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (
            FLAGGED,
            CALM,
            (
                "More urgent than then. Stands out more: “Too much water” and “Too little light”. "
                "Answers: 0 new or changed."
            ),
        ),
        (
            CALM,
            FLAGGED,
            (
                "Less urgent now, but what was urgent then still is if nobody has looked at it. "
                "Stands out less: 2. Answers: 0 new or changed."
            ),
        ),
        (
            assessment(factors=(replace(drowning(), level="moderate"), SHADE)),
            assessment(factors=(drowning(),)),
            (
                "As urgent as then. Stands out more: “Too little light”; less: “Too much water”. "
                "Answers: 0 new or changed."
            ),
        ),
        (
            assessment(answers={"water": 3, "signs": ("brown", "mould")}, unanswered=("place",)),
            assessment(answers={"water": 12, "signs": ("mould", "brown"), "place": "dark"}),
            (
                "As urgent as then. What stands out is the same. "
                "Answers: 1 new or changed, 1 missing now."
            ),
        ),
        (
            assessment(answers={"water": 3, "place": "dark"}, assumed=("place",), unanswered=()),
            assessment(
                answers={"signs": ("brown",)},
                set_aside=(SetAside("water", 3), SetAside("signs", ("none",))),
            ),
            "As urgent as then. What stands out is the same. Answers: 1 new or changed.",
        ),
    ],
    ids=["more urgent", "less urgent", "both", "answers", "assumed and set aside"],
)
def test_what_changed_is_said(now, before, said):
    assert told(now, before)[1] == said


@pytest.mark.parametrize(("more", "others"), [(4, "1 other"), (5, "2 others")])
def test_of_many_factors_some_are_named_and_the_others_counted(more, others):
    card = rulebook().factors["shade"]
    cards = {f"f{n}": replace(card, id=f"f{n}", name=f"F{n}") for n in range(more)}
    known = replace(rulebook(), factors={**rulebook().factors, **cards})
    shown = tuple(replace(SHADE, id=id_) for id_ in cards)
    earlier = replace(report(assessment(factors=()), known=known), day=BEFORE)
    now = report(assessment(factors=shown), known=known)
    (part,) = since(replace(now, day=DAY, earlier=earlier))

    said = " ".join(block.text for block in part.blocks)
    assert f"Stands out more: “F0”, “F1”, “F2” and {others}." in said


@pytest.mark.parametrize(("now", "before"), [(FLAGGED, CALM), (CALM, FLAGGED), (CALM, EMERGENCY)])
@pytest.mark.parametrize("name", ["Short", "A name of a length that nobody would think of " * 2])
def test_it_takes_four_lines_at_most(now, before, name):
    long = rulebook(name=name)
    earlier = replace(report(before, known=long), day=LAST_YEAR)
    part = since(replace(report(now, known=long), day=DAY, earlier=earlier))

    assert len(as_text(part, 80).splitlines()) <= 4


def test_the_summary_says_it_after_what_is_urgent():
    now = replace(report(EMERGENCY), day=DAY, earlier=replace(report(CALM), day=BEFORE))
    text = as_text(summary(now), 80)

    assert text.index("Call the fire brigade.") < text.index("Since 3 October")


# In a table ---------------------------------------------------------------------------------------

THREE = {
    "3 October 2026": report(NOTHING_FOUND),
    "5 October 2026": report(FLAGGED),
    "27 November 2026": report(EMERGENCY),
}
MANY = {f"{day} March 2026": report([CALM, FLAGGED][day % 2]) for day in range(1, 12)}


def test_each_day_has_a_column():
    outline = comparison(THREE)
    urgencies, levels, answers = (
        part.blocks[0] for part in outline if isinstance(part.blocks[0], Table | Trend)
    )

    assert urgencies.columns == ("", *THREE)
    assert urgencies.rows[0] == (
        "Urgency",
        "Look again, some time",
        "Look again, some time",
        "Get help, now",
    )
    assert urgencies.rows[1][1:] == (
        "none named",
        "none named",
        "Flames on the plant; White mould on the soil",
    )
    assert levels.columns == tuple(THREE)
    assert [[bar.level for bar in row] for row in levels.rows] == [
        ["not shown", "high", "high"],
        ["not shown", "low", "not shown"],
    ]
    assert answers.rows == (
        ("What do you see?", "none of these", "brown tips", "flames; white mould"),
        ("How much water does it get?", "3 cups a week", *["12 cups a week"] * 2),
        ("Where does it stand?", "in the sun", "not answered", "not answered"),
    )


@pytest.mark.parametrize("questions", [(), ("signs",)])
def test_a_day_on_which_little_was_answered_looks_no_better_than_it_is(questions):
    little = replace(NOTHING_FOUND, unanswered=questions, unchecked=questions)
    text = as_text(comparison({"then": report(FLAGGED), "now": report(little)}), 80)

    assert ("none named; not all were checked" in " ".join(text.split())) is bool(questions)
    more = "Where questions were not answered, more may stand out than is shown."
    assert (more in text) is bool(questions)


def test_an_answer_to_what_no_longer_applies_is_not_one_that_is_missing():
    unasked = assessment(answers={"signs": ("none",), "water": 3}, unanswered=())
    (*_, table), *_ = (
        part.blocks
        for part in comparison({"then": report(NOTHING_FOUND), "now": report(unasked)})
        if part.heading == "Answers that changed"
    )

    assert table.rows == (("Where does it stand?", "in the sun", "not asked"),)


def test_what_cannot_wait_comes_first_and_the_recommendation_is_there():
    first, *_, recommended = comparison(THREE)

    assert first.kind == "emergency"
    assert first.heading == "Get help, now"
    assert recommended.heading == "Talk to a gardener"
    calm = comparison({name: report(CALM) for name in THREE})
    assert all(part.kind != "emergency" for part in calm)
    assert "All answers are the same." in as_text(calm, 80)


def test_what_was_urgent_before_is_not_settled_by_new_answers():
    still = "What was urgent on an earlier day still is if nobody has looked at it."

    assert still not in as_text(comparison(THREE), 80)
    assert still in as_text(comparison(dict(reversed(THREE.items()))), 80)


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("reports", [THREE, MANY, {"x" * 90: hostile_report()} | THREE])
def test_it_fits_every_width(width, reports):
    text = as_text(comparison(reports), width)

    assert max(map(cell_len, text.splitlines())) <= width
    for name in reports:
        assert re.sub(r"\s", "", name)[:10] in re.sub(r"\s", "", text)


def test_where_columns_would_be_narrow_each_day_has_a_line():
    text = as_text(comparison(THREE), 40)

    assert (
        "Too much water:\n  3 October 2026   □□□ not shown\n  5 October 2026   ■■■ high\n" in text
    )
    assert "How much water does it get?\n  - 3 October 2026: 3 cups a week\n" in text


def test_hostile_text_is_shown_in_every_format_and_never_interpreted():
    outline = comparison({HOSTILE: hostile_report(), **THREE})

    text = as_text(outline, 80)
    assert not set(text) & set("\x1b\x07\x9b\u202e\u202c")
    page = as_html(HOSTILE, outline)
    assert "<script" not in page
    assert "<b>" not in page
    assert page.count("&lt;script&gt;") > 5
    assert re.sub(r"\s", "", printable(HOSTILE)) in re.sub(r"\s", "", text)


# As lines -----------------------------------------------------------------------------------------


def figures(page):
    return [
        ET.fromstring(found)  # noqa: S314 - the page is our own
        for found in re.findall(r"<figure>.*?</figure>", page, re.DOTALL)
    ]


def test_each_factor_is_a_line_that_says_what_it_shows():
    water, shade = figures(as_html("t", comparison(THREE)))

    svg = water.find("svg")
    assert water.find("figcaption").text == "Too much water"
    assert svg.get("role") == "img"
    assert svg.get("aria-label") == (
        "Too much water. 3 October 2026: not shown; 5 October 2026: high; 27 November 2026: high"
    )
    xs, ys = zip(
        *(map(int, point.split(",")) for point in svg.find("polyline").get("points").split()),
        strict=True,
    )
    assert list(xs) == sorted(set(xs))
    assert ys[0] > ys[1] == ys[2]
    assert [each.text for each in svg.findall("text")] == ["high"]
    assert [each.text for each in shade.find("svg").findall("text")] == ["low"]


def test_a_page_loads_nothing_and_runs_nothing():
    page = as_html("t", comparison(THREE))

    assert not re.search(r"<(script|img|link|iframe|object|use|image)\b", page)


def test_markdown_says_the_levels_in_words():
    trend = Trend(("Then", "Now"), ((Bar("A|b", "low", 1, 3), Bar("A|b", "high", 3, 3)),))

    assert as_markdown("t", (Part("Levels", (trend,)),)) == (
        "# t\n\n## Levels\n\n|  | Then | Now |\n| --- | --- | --- |\n| A\\|b | low | high |\n"
    )


def test_a_line_of_one_day_or_of_no_levels_can_be_drawn():
    trend = Trend(("Now",), ((Bar("A", "none", 0, 0),),))

    (figure,) = figures(as_html("t", (Part("Levels", (trend,)),)))
    assert len(figure.findall("svg/circle")) == 1


def test_the_details_hold_all_that_changed():
    assert "What changed since" not in as_text(details(report()), 80)

    now = replace(report(EMERGENCY), day=DAY, earlier=replace(report(NOTHING_FOUND), day=BEFORE))
    (card,) = (part for part in details(now) if part.heading.startswith("What changed"))
    assert (card.heading, card.kind) == ("What changed since 3 October", "card")
    assert [type(block) for block in card.blocks] == [Table, Trend, Table]
    assert card.blocks[0].columns == ("", "3 October", "now")
