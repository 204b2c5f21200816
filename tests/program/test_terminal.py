import re
from io import StringIO

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
)
from msgspec.structs import replace
from rich.cells import cell_len

from questionnaire.inference.assessment import GivenAnswer, SetAside
from questionnaire.knowledge.printable import printable
from questionnaire.report.as_text import as_text, print_outline
from questionnaire.report.doctor_page import doctor_page
from questionnaire.report.summary import summary

WIDTHS = (40, 80, 120)


def told(report, width=80):
    return as_text(summary(report), width)


def unwrapped(text):
    return re.sub(r"\s+", " ", text)


def in_order(text, *words):
    places = [text.index(word) for word in words]
    return places == sorted(places)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("case", ALL.values(), ids=ALL)
def test_every_summary_fits_and_ends_with_the_recommendation_before_the_sources(case, width):
    text = told(report(case), width)

    assert max(map(cell_len, text.splitlines())) <= width
    assert text == "\n".join(line.rstrip() for line in text.split("\n"))
    recommendation = text.rindex("Talk to a gardener")
    last = text.rindex("\nSources\n")
    assert "Show it to a gardener." in text[recommendation:last]
    assert not re.search(r"\n─+\n", text[recommendation : last - 1])
    assert "Rule base houseplants, version 1.2.3" in unwrapped(text[last:])


@pytest.mark.parametrize("width", WIDTHS)
def test_hostile_text_is_shown_and_never_interpreted(width):
    text = told(hostile_report(), width)

    assert max(map(cell_len, text.splitlines())) <= width
    squeezed = re.sub(r"\s", "", text)
    assert squeezed.count(re.sub(r"\s", "", printable(HOSTILE))) >= 20
    assert not set(text) & set("\x1b\x07\x9b\u202e\u202c")


def test_a_factor_is_told_with_its_level_its_reasons_and_its_grade_in_words():
    text = told(report())

    assert "Too much water  ■■■■■■■■■  high" in text
    assert in_order(
        text,
        "What stands out",
        "Evidence        Weak evidence (grade C). Many plants bear it.",
        "Because         It gets 12 cups a week.",
        "Against it      The sun dries it.",
        "What it does    Water feeds the roots.",
        "What helps      - It gets",
        "Foods           A little feed",
        "To be checked   The roots.",
        "Take care       Never pull",
    )


def test_what_was_left_open_says_what_it_bears_on():
    text = unwrapped(told(report()))

    assert "Where does it stand? (bears on “Too little light”)" in text


def test_an_emergency_stands_first_and_alone():
    text = told(report(EMERGENCY))

    assert text.startswith("█")
    assert in_order(
        text,
        "Get help, now",
        "Flames on the plant",
        "Call the fire brigade.",
        "What follows can wait",
        "White mould on the soil",
        "What stands out",
    )


def test_an_urgency_above_that_of_what_is_shown_still_leads():
    hidden = replace(FIRE, instead="mould")
    case = assessment(urgency="now", headline="Get help, now", red_flags=(hidden, MOULD))

    text = told(report(case))

    assert in_order(text, "Get help, now", "See a gardener", "White mould")
    assert "Flames" not in text


def test_a_time_frame_of_its_own_is_an_urgency_of_its_own():
    usual = replace(MOULD, id="usual", time_frame="this week", sign="wilting")
    case = assessment(
        urgency="week", headline="See a gardener, within days", red_flags=(MOULD, usual)
    )

    text = told(report(case))

    assert in_order(
        text, "See a gardener, within days", "White mould", "See a gardener, this week", "Wilting"
    )


def test_nothing_stands_out_is_said_first_and_without_a_list():
    text = told(report(NOTHING_FOUND))

    assert in_order(text, "Nothing stands out.", "Look again, some time.", "Talk to a gardener")
    assert "What stands out" not in text
    assert "Nothing was answered" not in text


def test_nothing_answered_lists_every_warning_sign_once():
    text = told(report(NOTHING_ANSWERED))

    assert in_order(text, "Nothing was answered", "You answered nothing.", "Get help for:")
    assert text.count("Flames on the plant") == 1
    assert "See a gardener, this week:" in text
    assert text.count("White mould on the soil") == 1
    assert "Look again" not in text
    assert "Not answered" not in text


def test_answers_that_were_set_aside_are_named():
    case = assessment(set_aside=(SetAside("light", "dark"), SetAside("water", 3)))

    text = unwrapped(told(report(case)))

    assert (
        "These did not fit: Where does it stand? In a dark corner; "
        "How many cups of water does it get? 3 cups a week."
    ) in text


def test_what_would_change_the_result_is_told_if_there_is_anything():
    text = told(report(None, less_water("six cups instead of twelve")))

    assert "What could change this" not in told(report())
    assert "Six cups instead of twelve would take “Too much water” off this list." in text


def test_without_unicode_the_same_words_are_drawn_with_plain_signs():
    class Plain(StringIO):
        encoding = "ascii"

    sheet = Plain()
    case = assessment(unanswered=())

    print_outline(summary(report(case)), file=sheet, width=80)

    assert sheet.getvalue().isascii()
    assert "Too much water  #########  high" in sheet.getvalue()


@pytest.mark.parametrize("colour", [True, False])
def test_colour_adds_nothing_to_the_words(monkeypatch, colour):
    class Terminal(StringIO):
        def isatty(self):
            return True

    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    if not colour:
        monkeypatch.setenv("NO_COLOR", "1")
    sheet = Terminal()

    print_outline(summary(report(EMERGENCY)), file=sheet, width=80)

    printed = sheet.getvalue()
    assert bool(re.search(r"\x1b\[[\d;]*3\d", printed)) is colour
    bare = re.sub(r"\x1b\[[\d;]*m|\x1b\]8;[^\x1b]*\x1b\\", "", printed)
    assert "\x1b" not in bare
    assert unwrapped(bare) == unwrapped(told(report(EMERGENCY)))


def test_the_document_for_the_doctor_can_be_printed_too():
    sheet = StringIO()

    print_outline(doctor_page(report()), file=sheet, width=80)

    assert any(line.split()[:2] == ["Question", "Answer"] for line in sheet.getvalue().split("\n"))


def test_a_table_becomes_entries_where_columns_would_be_too_narrow():
    sheet = StringIO()

    print_outline(doctor_page(report()), file=sheet, width=40)

    assert "- Question: How many cups of water" in sheet.getvalue()


def test_what_was_not_answered_is_no_evidence():
    flag = replace(MOULD, evidence=(GivenAnswer("light", None), *MOULD.evidence))
    case = assessment(urgency="week", headline="See a gardener", red_flags=(flag,))

    text = told(report(case))

    assert "Your answers    What do you see? White mould" in text
    assert "no idea" not in text


def test_a_rule_base_without_a_message_leaves_the_overview_out():
    text = told(report(assessment(factors=(), messages=())))

    assert "What stands out" not in text
    assert "Everyday factors" not in text
