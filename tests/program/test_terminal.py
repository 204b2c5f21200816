import re
from contextlib import redirect_stdout
from io import StringIO

import pytest
from assessments import (
    ALL,
    EMERGENCY,
    FIRE,
    HOSTILE,
    MOULD,
    NOTHING_ANSWERED,
    NOTHING_FOUND,
    assessment,
    drowning,
    hostile_report,
    less_water,
    raised,
    report,
    rulebook,
)
from houseplants import flag, small
from msgspec.structs import replace
from rich.cells import cell_len

from questionnaire.cli.screen import print_or_page
from questionnaire.inference.assessment import GivenAnswer, SetAside, ShownLine, ShownNotice
from questionnaire.knowledge.printable import printable
from questionnaire.report.as_text import as_text, print_outline
from questionnaire.report.details import details
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
def test_every_summary_fits_and_ends_with_the_recommendation(case, width):
    text = told(report(case), width)

    assert max(map(cell_len, text.splitlines())) <= width
    assert text == "\n".join(line.rstrip() for line in text.split("\n"))
    assert in_order(text[text.rindex("Talk to a gardener") :], "Talk to", "Show it to a gardener.")
    assert text.endswith("Show it to a gardener.\n")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("case", ALL.values(), ids=ALL)
def test_the_details_fit_and_end_with_the_sources_and_the_rule_base(case, width):
    text = as_text(details(report(case)), width)

    assert max(map(cell_len, text.splitlines())) <= width
    assert "Rule base houseplants, version 1.2.3" in unwrapped(text[text.rindex("Sources ─") :])


@pytest.mark.parametrize("width", WIDTHS)
def test_hostile_text_is_shown_and_never_interpreted(width):
    text = as_text((*summary(hostile_report()), *details(hostile_report())), width)

    assert max(map(cell_len, text.splitlines())) <= width
    squeezed = re.sub(r"\s", "", text)
    assert squeezed.count(re.sub(r"\s", "", printable(HOSTILE))) >= 20
    assert not set(text) & set("\x1b\x07\x9b\u202e\u202c")


def test_a_factor_is_told_in_a_line_with_its_level_and_its_strongest_reason():
    text = told(report())

    assert "■■■  high  Too much water. It gets 12 cups a week.\n" in text
    assert "The sun dries it." not in text


def test_below_the_factors_for_which_there_is_room_stand_the_names_of_the_others():
    factors = tuple(replace(drowning(), id=f"f{n}", name=f"Reason {n}") for n in range(20))

    text = unwrapped(told(report(assessment(factors=factors))))

    assert text.count("It gets 12 cups a week.") < len(factors)
    assert all(f"Reason {n}" in text for n in range(5))
    assert re.search(r"and \d+ more, in the details", text)


def test_a_card_tells_all_about_its_factor():
    text = as_text(details(report()), 80)

    assert in_order(
        text,
        "Too much water",
        "High",
        "Evidence        Perhaps (grade C). Roots need air too.",
        "Because         It gets 12 cups a week.",
        "Against it      The sun dries it.",
        "What it does    Water carries food to the leaves.",
        "What helps      - It gets",
        "Foods           A little feed",
        "To be checked   The roots.",
        "Take care       Never pull",
    )


def test_what_was_left_open_is_named_as_far_as_it_bears_on_something():
    known = replace(rulebook(), red_flags={})

    assert "Not answered, and could show what plays a part" in told(report())
    assert "- Where does it stand?" in told(report())
    half_answered = assessment(unanswered=("signs", "place"), unchecked=("signs",))
    left_open = as_text(details(report(half_answered)), 80)
    assert in_order(
        left_open,
        "What you did not answer",
        "Warning signs depend on these:",
        "What do you see?",
        "These could show what plays a part:",
        "Where does it stand?",
    )
    nothing = report(assessment(unanswered=("signs",)), known=known)
    assert "Not answered" not in told(nothing)


def test_an_emergency_stands_first_and_alone():
    text = told(report(EMERGENCY))

    assert text.startswith("█")
    assert in_order(
        text,
        "Get help, now",
        "Flames on the plant",
        "Call the fire brigade.",
        "What follows can wait",
        "See a gardener within days: white mould on the soil",
        "What stands out, to be read later:",
        "Too much water.",
    )
    assert "It gets 12 cups" not in text


def test_an_urgency_above_that_of_what_is_shown_still_leads():
    hidden = replace(FIRE, instead="mould")
    case = assessment(urgency="now", headline="Get help, now", red_flags=(hidden, MOULD))

    text = told(report(case))

    assert in_order(text, "Get help, now", "See a gardener within days: white mould")
    assert "Flames" not in text


def test_flags_of_one_urgency_stand_together_as_far_as_their_time_is_the_same():
    usual = raised("wilting", id="usual", time_frame="this week")
    case = assessment(
        urgency="week", headline="See a gardener, within days", red_flags=(MOULD, usual)
    )

    text = told(report(case))

    assert in_order(
        text,
        "Because of      White mould on the soil",
        "What to do      Change the soil.",
        "Also            This week: wilting",
    )


def test_of_a_sign_the_summary_says_what_was_ticked_and_the_details_all_that_it_may_be():
    one = flag("one", "count(signs, 'mould', 'webs') >= 1", because="only {ticked}")
    two = flag("two", "count(signs, 'brown', 'yellow') >= 1")
    of_both = small(red_flags=one + two).report({"signs": ("mould", "brown")})
    text = told(of_both)

    assert in_order(text, "- Only white mould", "- Sign of two", "Your answers", "Brown tips")
    assert (text.count("Sign of one"), text.count("mould")) == (0, 1)
    assert in_order(as_text(details(of_both), 80), "Sign of one", "White mould", "Sign of two")


def test_every_sign_is_named_once_and_what_to_do_is_said_once():
    flags = tuple(raised(f"sign {n}", id=f"f{n}") for n in range(4))
    case = assessment(urgency="week", headline="See a gardener within days", red_flags=flags)

    text = told(report(case))

    assert [text.count(f"Sign {n}\n") for n in range(4)] == [1, 1, 1, 1]
    assert text.count("Change the soil.") == 1


def test_signs_for_which_there_is_no_room_are_counted_and_stand_in_the_details():
    flags = tuple(raised(f"sign {n}, " + "a" * 70, id=f"f{n}") for n in range(30))
    case = assessment(urgency="week", headline="See a gardener within days", red_flags=flags)

    where = "in the details under “Warning signs found”"
    assert re.search(rf"and \d\d more, {where}", unwrapped(told(report(case))))
    text = as_text(details(report(case)), 80)
    assert text.count("How soon        Within days.") == len(flags)
    assert text.count("Your answers    What do you see? White mould") == len(flags)


def test_nothing_stands_out_is_said_first_and_without_a_list():
    text = told(report(NOTHING_FOUND))

    assert in_order(text, "Nothing stands out.", "Look again, some time.", "Talk to a gardener")
    assert "What stands out" not in text
    assert "Nothing was answered" not in text


def test_nothing_answered_lists_every_warning_sign_once():
    text = told(report(NOTHING_ANSWERED))

    assert in_order(text, "Nothing was answered", "You answered nothing.", "Get help now:")
    assert text.count("Flames on the plant") == 1
    assert "See a gardener this week:" in text
    assert text.count("White mould on the soil") == 1
    assert "Look again" not in text
    assert "Not answered" not in text


def test_signs_that_were_not_checked_stand_in_the_details_and_the_summary_says_where():
    case = replace(
        NOTHING_ANSWERED,
        answers={"signs": None, "water": 3},
        unanswered=("signs",),
        messages=(ShownLine("Nothing stands out."),),
    )

    text = unwrapped(told(report(case)))

    assert "Get help for (see “These warning signs were not checked”)." in text
    assert "Flames" not in text
    listed = as_text(details(report(case)), 80)
    assert in_order(
        listed, "These warning signs were not checked", "Get help now:", "- Flames on the plant"
    )


def test_answers_that_were_set_aside_are_named():
    case = assessment(set_aside=(SetAside("place", "dark"), SetAside("water", 3)))

    text = unwrapped(told(report(case)))

    assert (
        "These did not fit together: Where does it stand? In a dark corner; "
        "How much water does it get? 3 cups a week."
    ) in text


def test_where_there_is_no_room_notices_are_brief_and_stand_in_full_in_the_details():
    notices = tuple(
        ShownNotice(f"n{n}", f"Question {n} was not answered. {'Look it up. ' * 20}", ())
        for n in range(9)
    )
    aside = (SetAside("place", "dark"), SetAside("water", 3))
    case = report(assessment(notices=notices, set_aside=aside))

    text = unwrapped(told(case))
    assert "Question 0 was not answered." in text
    assert "Look it up" not in text
    assert "and 7 more, in the details under “Please note, in full”" in text
    more = "More to see ─", "- Not answered, and could show what plays a part: one question, in the"
    assert in_order(text, *more)
    assert "fit together: 2 answers, in the details under “Answers that were set aside”." in text
    listed = unwrapped(as_text(details(case), 80))
    assert all(f"Question {n} was not answered. Look it up." in listed for n in range(9))
    assert "Where does it stand? In a dark corner" in listed


def test_what_would_change_the_result_is_told_if_there_is_anything():
    text = told(report(None, less_water("six cups instead of twelve")))

    assert "What you could try" not in told(report())
    assert "Six cups instead of twelve would take “Too much water” off this list." in text
    more = report(None, *(less_water(f"{n} cups") for n in range(9)))
    text = told(more)
    assert text.count("would take “Too much water”") == 3
    assert "and 6 more, in the details under “What could change this”" in text
    assert as_text(details(more), 80).count("would take “Too much water”") == 9


class Window(StringIO):
    def isatty(self):
        return True


class Old(StringIO):
    encoding = "ascii"


@pytest.mark.parametrize(
    ("sheet", "surroundings"),
    [(Old(), {}), (Window(), {"TERM": "dumb"}), (Window(), {"ACCESSIBLE": "1", "TERM": "xterm"})],
    ids=["no unicode", "dumb", "read to"],
)
def test_where_nothing_can_or_shall_be_drawn_the_same_words_are_told(
    monkeypatch, sheet, surroundings
):
    for name, value in surroundings.items():
        monkeypatch.setenv(name, value)
    case = assessment(unanswered=())

    with redirect_stdout(sheet):
        print_outline(summary(report(case)), width=80)

    assert sheet.getvalue().isascii()
    assert "What stands out:\nhigh  Too much water." in sheet.getvalue()
    assert "\n\nTALK TO A GARDENER\n" in sheet.getvalue()
    assert not re.search("[=#_]|--", sheet.getvalue())


def test_how_many_lines_the_next_list_must_leave_in_sight_is_told(capsys):
    told = print_or_page(details(report()), plain=False)

    assert told == capsys.readouterr().out.removeprefix("\n").count("\n")


@pytest.mark.parametrize("colour", [True, False])
def test_colour_adds_nothing_to_the_words(monkeypatch, colour):
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("ACCESSIBLE", raising=False)
    if not colour:
        monkeypatch.setenv("NO_COLOR", "1")
    sheet = Window()

    with redirect_stdout(sheet):
        print_outline(summary(report(EMERGENCY)), width=80)

    printed = sheet.getvalue()
    assert bool(re.search(r"\x1b\[[\d;]*3\d", printed)) is colour
    bare = re.sub(r"\x1b\[[\d;]*m|\x1b\]8;[^\x1b]*\x1b\\", "", printed)
    assert "\x1b" not in bare
    assert unwrapped(bare) == unwrapped(told(report(EMERGENCY)))


def test_the_document_for_the_doctor_can_be_printed_too():
    text = as_text(doctor_page(report()), 80)

    assert any(line.split()[:2] == ["Question", "Answer"] for line in text.split("\n"))


def test_a_table_becomes_entries_where_columns_would_be_too_narrow():
    text = as_text(doctor_page(report()), 40)

    assert "- Question: How much water does it" in text


def test_what_was_not_answered_is_no_evidence():
    flag = replace(MOULD, evidence=(GivenAnswer("place", None), *MOULD.evidence))
    case = assessment(urgency="week", headline="See a gardener", red_flags=(flag,))

    text = as_text(details(report(case)), 80)

    assert "Your answers    What do you see? White mould" in text
    assert "no idea" not in text


def test_a_rule_base_without_a_message_leaves_the_overview_out():
    text = told(report(assessment(factors=(), messages=())))

    assert "What stands out" not in text
    assert "Everyday factors" not in text
