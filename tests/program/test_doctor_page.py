"""The page for the doctor: what was said, and never as an answer what nobody said."""

import re
from datetime import date

import pytest
from assessments import (
    ALL,
    EMERGENCY,
    FIRE,
    MOULD,
    NOTHING_ANSWERED,
    NOTHING_FOUND,
    assessment,
    report,
    rulebook,
)
from houseplants import CARD, choices, flag, question, rule, section, small
from msgspec.structs import replace

from questionnaire.inference.assessment import GivenAnswer, ReachedTotal, SetAside, ShownNotice
from questionnaire.report.as_markdown import as_markdown
from questionnaire.report.citations import citation
from questionnaire.report.doctor_page import doctor_page
from questionnaire.report.signs import evidence_in_words


def page(report):
    """Returns the page as Markdown without its escapes and quotation marks."""
    sheet = as_markdown("Plants", doctor_page(report))
    return re.sub(r"\\(.)|^> ?", r"\1", sheet, flags=re.MULTILINE)


def part(report, heading):
    """Returns the text below a heading, nothing if there is no such heading."""
    _, _, rest = page(report).partition(f"\n## {heading}\n")
    return rest.partition("\n## ")[0].strip()


def in_order(text, *words):
    places = [text.index(word) for word in words]
    return places == sorted(places)


def test_the_answers_stand_before_what_the_rules_made_of_them():
    assert in_order(
        page(report(ALL["flag"])),
        "## See a gardener, within days",
        "**White mould on the soil (1)**",
        "## Answers",
        "| What do you see? | white mould |",
        "| How much water does it get? | 12 cups a week |",
        "## Asked about and not ticked",
        "**What do you see?** flames",
        "## What stands out",
        "| Too much water: high (total 4), perhaps (C) | It gets 12 cups a week. "
        "(+3; 2) The sun dries it. (-1; 1) |",
        "## Talk to a gardener",
        "digest 0123abcd",
    )


def test_the_rule_base_says_which_answers_are_read_first_and_what_they_are_called():
    known = rulebook()
    water = replace(known.questions["water"], name="Cups of water")
    known = replace(
        known, asked_first=("water", "place"), questions={**known.questions, "water": water}
    )
    case = assessment(answers={"signs": ("brown",), "water": 12, "place": "sunny"}, unanswered=())

    assert in_order(
        page(report(case, known=known)),
        "## Answers",
        "| Cups of water | 12 cups a week |",
        "| Where does it stand? | in the sun |",
        "## Asked about",
        "## What stands out",
        "## Other answers",
        "**Looks:** What do you see? Brown tips",
    )


def test_every_urgency_has_its_own_signs_and_the_one_that_leads_what_to_do():
    sheet = page(report(EMERGENCY))

    assert in_order(
        sheet,
        "## Get help, now",
        "**Flames on the plant (1)**",
        "Call the fire brigade.",
        "## Answers",
        "## See a gardener, within days",
        "**White mould on the soil (2)**",
        "## Not answered",
        "## What stands out",
    )
    assert "Change the soil." not in sheet


def test_a_sign_that_says_more_than_one_answer_names_those_behind_it():
    both = replace(
        FIRE,
        id="both",
        sign="flames or a dark corner",
        evidence=(GivenAnswer("signs", ("flames",)), GivenAnswer("place", "dark")),
    )
    hidden = replace(both, id="hidden", instead="both", evidence=(GivenAnswer("water", 12),))

    sheet = page(report(replace(EMERGENCY, red_flags=(FIRE, both, hidden))))

    assert in_order(
        sheet,
        "**Flames on the plant (1)**",
        "**Flames or a dark corner (1)**",
        "**Answers:** What do you see? Flames; Where does it stand? In a dark corner; "
        "How much water does it get? 12 cups a week",
        "**Also found:** Flames or a dark corner (1)",
    )
    assert sheet.count("**Answers:**") == 1


def test_a_time_frame_of_its_own_is_an_urgency_of_its_own():
    usual = replace(MOULD, id="usual", time_frame="this week", sign="wilting")
    case = assessment(
        urgency="week", headline="See a gardener, within days", red_flags=(MOULD, usual)
    )

    assert in_order(
        page(report(case)),
        "## See a gardener, within days",
        "White mould",
        "## See a gardener, this week",
        "Wilting",
    )


def test_a_flag_that_another_stands_for_is_named_with_it_and_has_no_urgency_of_its_own():
    hidden = replace(FIRE, instead="mould")
    smoke = replace(FIRE, id="smoke", sign="smoke", instead="fire")

    sheet = page(report(assessment(urgency="week", red_flags=(hidden, smoke, MOULD))))

    assert "**Also found:** Flames on the plant (2) Smoke (2)" in sheet
    assert "Call the fire brigade" not in sheet
    assert sheet.count("Get help") == 0


def test_sources_are_numbered_in_the_order_of_the_page():
    later = replace(FIRE, urgency="week", time_frame="within days")
    sheet = page(
        report(
            assessment(
                urgency="now",
                headline="Get help, now",
                red_flags=(later, replace(MOULD, urgency="now", time_frame="now")),
            )
        )
    )

    assert in_order(
        sheet,
        "**White mould on the soil (1)**",
        "**Flames on the plant (2)**",
        "1. What every grandmother knows",
        "2. The pot plant handbook",
    )


def test_an_answer_behind_a_total_is_told_and_not_only_that_there_is_one():
    by_total = replace(FIRE, evidence=(ReachedTotal("drowning", 4), ReachedTotal("shade", 1)))
    told = report(assessment(red_flags=(by_total,)))

    (shown,) = told.assessment.factors
    assert shown.id == "drowning"
    assert evidence_in_words(told, by_total.evidence) == (
        "How much water does it get? 12 cups a week",
        f"What you answered about “{told.rulebook.factors['shade'].name}”",
    )


def test_the_year_of_a_source_is_not_said_twice():
    handbook = rulebook().sources["handbook"]

    assert citation(handbook) == "The pot plant handbook. Green Shelf, 2019"
    assert citation(replace(handbook, publisher="Green Shelf 2019;4:7")).endswith("2019;4:7")
    assert citation(replace(handbook, publisher="Green Shelf", year=None)).endswith("Shelf")


def test_an_assumed_answer_says_that_nobody_gave_it_and_what_it_follows_from():
    assumed = {"water": (GivenAnswer("place", "dark"), GivenAnswer("signs", None))}
    answers = {"water": 12, "place": "dark"}

    told = part(report(assessment(answers=answers, assumed=assumed, unanswered=())), "Not asked")

    assert told == (
        "- How much water does it get? not asked; taken as 12 cups a week, because "
        "“Where does it stand?” is in a dark corner and “What do you see?” was not answered"
    )


ASIDE = {
    "taken for another": (
        assessment(
            answers={"water": 0, "place": "dark"},
            assumed={"water": (GivenAnswer("place", "dark"),)},
            set_aside=(SetAside("water", 12),),
        ),
        (
            "- How much water does it get? 12 cups a week (set aside; taken as "
            "0 cups a week, because “Where does it stand?” is in a dark corner)"
        ),
    ),
    "beside other boxes": (
        assessment(answers={"signs": ("mould",)}, set_aside=(SetAside("signs", ("none",)),)),
        "- What do you see? None of these (set aside, because other boxes were ticked too)",
    ),
}


@pytest.mark.parametrize(("case", "told"), ASIDE.values(), ids=ASIDE)
def test_an_answer_that_was_set_aside_stands_as_it_was_given(case, told):
    assert part(report(case), "Set aside") == told
    assert part(report(case), "Not asked") == ""


SEEN = choices("signs", "flames", "mould", "dust", "none")
SECTION = section(
    question("place", name="Light", choices=["dark", "sunny"]),
    question("signs", name="Signs", choices=SEEN),
    """
[[question]]
id = "shade"
text = "Is it shaded?"
kind = "choice"
choices = ["yes", "no"]
assume = [{ answer = "no", when = "place == 'dark'" }]
[[question]]
id = "blinds"
name = "Blinds"
text = "Are there blinds?"
kind = "choice"
choices = ["yes", "no"]
when = "shade == 'yes' and answered(place)"
[[question]]
id = "pests"
name = "Pests"
text = "Which pests do you see?"
kind = "many"
assume = [{ answer = ["none"], when = "place == 'dark'" }]
choices = [
    { id = "lice", label = "lice" },
    { id = "mites", label = "mites" },
    { id = "none", label = "none of these", exclusive = true },
]
[[question]]
id = "spots"
text = "Where are spots?"
kind = "many"
choices = ["leaf", "stem"]
""",
)
READS = "'mould' in signs or 'leaf' in spots or 'dust' in signs"
PLANTS = small(
    section=SECTION,
    factors={"dirt": CARD + rule("dirt_seen", 3, when=READS, unless="place == 'dark'")},
    red_flags=flag("fire", "'flames' in signs or blinds == 'yes' or 'lice' in pests", "now"),
)


def test_a_reason_goes_back_to_what_the_person_said():
    told = PLANTS.report({"place": "dark", "blinds": "yes"})

    assert part(told, "Set aside") == ("- Blinds: yes (set aside; not asked where “Light” is dark)")
    assert part(told, "Not asked") == (
        "- Is it shaded? not asked; taken as no, because “Light” is dark"
    )


def test_an_answer_whose_question_hangs_on_another_that_is_open_says_so():
    told = PLANTS.report({"blinds": "yes", "place": None})

    assert part(told, "Set aside").endswith(
        "(set aside; not asked where “Is it shaded?” was not answered and “Light” was not answered)"
    )
    assert "| Blinds" not in page(told)


def test_what_was_seen_and_not_ticked_is_told_where_a_flag_or_a_rule_reads_it():
    answers = {"signs": ["mould"], "place": "sunny", "shade": "yes", "blinds": "no"}
    told = PLANTS.report(answers | {"spots": ["leaf"]})

    assert part(told, "Asked about and not ticked") == "**Signs:** flames; dust\n\n**Blinds:** no"


def test_a_rule_base_may_name_the_lists_whose_empty_boxes_are_told():
    known = replace(PLANTS.rulebook, denied=("signs",))
    answers = {"signs": ["none"], "place": "sunny", "shade": "yes", "blinds": "no"}
    told = replace(PLANTS.report(answers), rulebook=known)

    assert part(told, "Asked about and not ticked") == "**Signs:** flames; white mould; dust"
    assert "| Blinds | no |" in part(told, "Answers")


def test_what_was_taken_for_none_was_not_asked_about():
    told = PLANTS.report({"place": "dark", "signs": ["none"]})

    assert "Pests" not in part(told, "Asked about and not ticked")


def test_who_ticked_none_is_not_told_so_beside_what_that_means():
    told = PLANTS.report({"signs": ["none"]})

    assert part(told, "Asked about and not ticked") == "**Signs:** flames; white mould; dust"
    assert part(told, "Answers") == ""


@pytest.mark.parametrize("answers", [{"signs": None, "place": "sunny"}, {"shade": "no"}])
def test_what_was_not_answered_or_is_read_by_nothing_is_no_denial(answers):
    assert part(PLANTS.report(answers), "Asked about and not ticked") == ""


def test_what_was_not_answered_is_parted_by_whether_a_warning_sign_depends_on_it():
    told = PLANTS.report({"place": "dark"})

    assert part(told, "Not answered") == (
        "**Warning signs depend on it:** Signs\n\n**Others:** Where are spots?"
    )


def test_an_assumed_answer_is_no_evidence_without_its_mark():
    told = PLANTS.report({"place": "dark"})
    evidence = (GivenAnswer("shade", "no"), GivenAnswer("place", "dark"))

    assert evidence_in_words(told, evidence) == (
        "Is it shaded? not asked; taken as no, because “Light” is dark",
        "Light: dark",
    )


def test_that_none_of_some_boxes_was_ticked_is_no_evidence_beside_what_was_said():
    told = PLANTS.report({"place": "sunny", "signs": ["none"]})
    none, light = GivenAnswer("signs", ("none",)), GivenAnswer("place", "sunny")

    assert evidence_in_words(told, (none, light)) == ("Light: sunny",)
    assert evidence_in_words(told, (none,)) == ("Signs: none of these",)


def test_the_day_stands_at_the_top():
    dated = replace(report(), day=date(2026, 11, 7))

    assert in_order(page(dated), "Answered on 2026-11-07", "## Answers")
    assert "Answered on" not in page(report())


def test_notices_stand_without_the_signs_that_are_told_to_the_person():
    noticed = (ShownNotice("a", "Only for pots.", ()), ShownNotice("b", "Look for:", ("smoke",)))

    told = part(report(assessment(notices=noticed)), "Please note")

    assert told == "- Only for pots."


def test_nothing_answered_and_nothing_found_are_told_apart():
    nothing_answered, nothing_found = page(report(NOTHING_ANSWERED)), page(report(NOTHING_FOUND))

    assert "## Nothing was answered" in nothing_answered
    assert "## Answers" not in nothing_answered
    assert "**Nothing stands out.**" in nothing_found
    assert "## Answers" in nothing_found
    assert "| What do you see?" not in nothing_found
