"""Nothing that was told of a red flag is lost, nothing comforts too early, nothing contradicts."""

import re
from random import Random

import pytest
from gardening import interviewed
from houseplants import CARD, HEAD, QUESTIONS, flag, loaded, question, rule, section, small
from houseplants import files as files_of
from msgspec.structs import replace
from random_rulebases import toml
from safety import Safety, has_happened, said_in_labels, sheets
from spoiling import HOUSEPLANTS, TODAY, checked, refusal, spoilt
from test_session import Script

from questionnaire import Questionnaire
from questionnaire.checking.checks import check
from questionnaire.checking.haste import condition_of, hasty_sentences
from questionnaire.inference.assessment import GivenAnswer
from questionnaire.interview import sentences
from questionnaire.loading.rulebook import load
from questionnaire.report import shared_parts
from questionnaire.report.as_text import as_text
from questionnaire.report.missing import missing
from questionnaire.report.summary import summary

GATED = QUESTIONS.replace('id = "signs"', 'id = "signs"\nwhen = "water < 8"')
"""What is seen is asked only where the plant gets less than eight cups."""
FIRE = flag("fire", "'flames' in signs", "now", sign="flames")
BURNING = {"water": 9, "signs": ("flames",)}


def faults(questionnaire, number, sheet):
    return set(list(Safety(questionnaire).checks.values())[number](sheet))


# What was set aside -------------------------------------------------------------------------------


def test_a_red_flag_counts_although_its_answer_was_set_aside():
    plants = small(section=GATED, red_flags=FIRE)
    found = plants.assess(BURNING)

    assert [item.question for item in found.set_aside] == ["signs"]
    assert (found.urgency, found.headline) == ("now", "Get help now")
    assert found.red_flags[0].evidence == (GivenAnswer("signs", ("flames",)),)
    assert [line.text for line in found.red_flags[0].advice] == ["Advice of fire."]
    assert found.messages[0].text == "Nothing stands out but the signs above."


def test_what_was_set_aside_counts_for_nothing_else():
    told = rule("wet_seen", 3, when="'flames' in signs")
    found = small(section=GATED, factors={"wet": CARD + told}).assess(BURNING)

    assert found.totals == {"wet": 0}
    assert found.answers == {"water": 9}


def test_a_red_flag_that_asks_for_the_other_answer_does_not_count():
    dry = flag("fire", "'flames' in signs and water < 8", "now")

    assert small(section=GATED, red_flags=dry).assess(BURNING).red_flags == ()


def test_a_line_of_a_red_flag_speaks_of_the_answer_that_raised_it():
    advice = '{ id = "seen", text = "You saw {signs}.", when = "answered(signs)" }'
    flags = FIRE.replace('"Advice of fire."', advice)
    found = small(section=GATED, red_flags=flags).assess(BURNING)

    assert [line.text for line in found.red_flags[0].advice] == ["You saw flames."]


def test_an_assumed_answer_raises_what_it_raised_before():
    assumed = QUESTIONS.replace(
        'id = "place"', 'id = "place"\nassume = [{ answer = "dark", when = "water > 5" }]'
    )
    flags = flag("dark", "place == 'dark'") + flag("sun", "place == 'sunny'", "now")
    found = small(section=assumed, red_flags=flags).assess({"water": 9, "place": "sunny"})

    assert {each.id: each.evidence for each in found.red_flags} == {
        "dark": (GivenAnswer("place", "dark"),),
        "sun": (GivenAnswer("place", "sunny"),),
    }


# The review ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def gated():
    mould = flag("mould", "'mould' in signs", "week", because="{ticked} on the soil")
    return small(section=GATED, red_flags=mould)


ANSWERS = {"water": 3, "place": "dark", "signs": ("mould",)}
SHOW, FIRST = 0, 1


def test_the_review_says_that_a_warning_sign_falls_away_before_it_goes(gated):
    script = Script(FIRST, 9, 0, SHOW)
    outcome = interviewed(gated, script, ANSWERS)

    place = script.told.index("With this change, what you told of a warning sign is left out:")
    assert script.told[place + 1] == "- white mould on the soil"
    assert script.told.index(sentences.ACCEPT_CHANGE) > place
    assert script.defaults[1] is None
    assert outcome.answers == {"water": 9, "place": "dark"}


def test_the_review_says_it_too_of_a_sign_that_needs_the_other_answer():
    dry = flag("mould", "'mould' in signs and water < 8", "week")
    script = Script(FIRST, 9, 1, SHOW)
    interviewed(small(section=GATED, red_flags=dry), script, ANSWERS)

    assert "- sign of mould" in script.told


def test_a_warning_sign_stays_where_the_change_is_not_made(gated):
    outcome = interviewed(gated, Script(FIRST, 9, 1, SHOW), ANSWERS)

    assert outcome.answers == ANSWERS


def test_the_review_is_as_brief_as_ever_where_no_warning_sign_falls_away(gated):
    script = Script(FIRST, 9, 0, SHOW)
    interviewed(gated, script, {**ANSWERS, "signs": ("webs",)})

    assert not any("warning sign" in text for text in script.told)
    assert script.defaults[1] == 0


def test_what_was_set_aside_otherwise_stays_for_the_summary(gated):
    outcome = interviewed(gated, Script(SHOW), {**ANSWERS, "water": 9})

    assert outcome.answers == {**ANSWERS, "water": 9}
    assert gated.assess(outcome.answers).urgency == "week"


# Comfort ------------------------------------------------------------------------------------------

SUM = rule("wet_water", 2, when="water > 5", unless="place == 'sunny'")


@pytest.mark.parametrize(
    ("when", "missing", "says"),
    [
        ("'mould' in signs", "signs", "Nothing stands out so far."),
        ("'mould' in signs", "place", "Nothing stands out."),
        ("wet >= 2 and 'mould' in signs", "water", "Nothing stands out so far."),
        ("wet >= 2 and 'mould' in signs", "place", "Nothing stands out so far."),
    ],
)
def test_comfort_waits_for_all_that_red_flags_read(when, missing, says):
    plants = small(factors={"wet": CARD + SUM}, red_flags=flag("mould", when))
    answers = {"water": 3, "place": "dark", "signs": ("none",)}

    assert plants.assess(answers).messages[0].text == "Nothing stands out."
    assert plants.assess({**answers, missing: None}).messages[0].text == says


def test_comfort_does_not_wait_for_what_does_not_apply():
    plants = small(section=GATED, red_flags=flag("mould", "'mould' in signs and water < 8"))
    found = plants.assess({"water": 9, "place": "dark"})

    assert (found.unchecked, found.messages[0].text) == ((), "Nothing stands out.")


def notices(report, room=None):
    return shared_parts.notices(report, missing(report), room)


def test_what_was_not_checked_is_named_unless_a_notice_lists_its_signs():
    asked = flag("mould", "'mould' in signs") + flag("dark", "place == 'dark'")
    notice = (
        '[[notice]]\nid = "n"\ntext = "Look:"\nwhen = "not answered(signs)"\nsigns_of = ["signs"]'
    )
    plants = small(red_flags=asked, head=notice)
    (note,) = notices(plants.report({"water": 3}))

    (entry,) = note.blocks
    assert entry.items[-1] == "Signs that need these were not checked: “Where does it stand?”."


def test_a_question_of_which_a_notice_says_that_it_was_not_answered_is_not_named_again():
    asked = flag("mould", "'mould' in signs") + flag("dark", "place == 'dark'")
    notice = '[[notice]]\nid = "n"\ntext = "Look for mould."\nwhen = "not answered(signs)"'
    report = small(red_flags=asked, head=notice).report({"water": 3})
    (note,) = notices(report)

    assert note.blocks[0].items == (
        "Look for mould.",
        "Signs that need these were not checked: “Where does it stand?”.",
    )
    assert as_text(summary(report), 80).count("Where does it stand?") == 1


def test_the_summary_names_the_answers_behind_a_sign_that_says_more_than_one_answer():
    told = {}
    for when in ("place == 'dark'", "place == 'dark' or 'mould' in signs"):
        report = small(red_flags=flag("gloom", when)).report({"place": "dark"})
        told[when] = as_text(summary(report), 80)

    plain, many = told.values()
    assert "Your answers" not in plain
    assert re.search(r"^Your answers +Where does it stand\? ", many, re.MULTILINE)


def test_only_a_few_of_many_questions_are_named():
    more = "".join(
        f'[[question]]\nid = "q{n}"\ntext = "Q{n}?"\nkind = "choice"\nchoices = ["a", "b"]\n'
        for n in range(5)
    )
    flags = flag("any", " or ".join(f"q{n} == 'a'" for n in range(5)))
    report = small(section=QUESTIONS + more, red_flags=flags).report({"water": 3})

    where = "in the details under “What you did not answer”."
    for room, says in ((2, f"“Q0?”; “Q1?”; and 3 more, {where}"), (0, f"5 questions, {where}")):
        (note,) = notices(report, room)
        assert note.blocks[0].items[-1] == f"Signs that need these were not checked: {says}"
    (note,) = notices(report)
    assert note.blocks[0].items[-1].endswith("“Q3?”; “Q4?”.")


# What is told is kept -----------------------------------------------------------------------------

CHANGING = QUESTIONS.replace(
    question("water"),
    question("water", change={"text": "{new} instead of {old}", "towards": "fewer"}),
)
KEEPING = {
    "a red flag": {"red_flags": flag("mould", "'mould' in signs", keeps=["water"])},
    "its line": {
        "red_flags": flag(
            "mould", "'mould' in signs", advice=[{"text": "Water it.", "keeps": ["water"]}]
        )
    },
    "a notice": {
        "head": "[[notice]]\nid = 'n'\ntext = 'N.'\nkeeps = ['water']\n"
        "when = \"'mould' in signs\"\n"
    },
}


@pytest.mark.parametrize("parts", KEEPING.values(), ids=KEEPING)
def test_no_change_is_suggested_to_what_is_kept(parts):
    wet = {"wet": CARD + rule("wet_much", 3, when="water > 7")}
    plants = small(section=CHANGING, factors=wet, **parts)

    assert plants.suggestions({"water": 9, "signs": ("none",)}) != ()
    assert plants.suggestions({"water": 9, "signs": ("mould",)}) == ()


@pytest.mark.parametrize("shown", [True, False])
def test_a_line_of_a_card_keeps_as_long_as_the_card_is_shown(shown):
    caution = 'cautions = [{ text = "Never let it dry out.", keeps = ["water"] }]\n'
    factors = {
        "wet": CARD + rule("wet_much", 3, when="water > 7"),
        "fern": CARD + caution + rule("fern_dark", 2 if shown else 1, when="place == 'dark'"),
    }
    plants = small(section=CHANGING, factors=factors)

    assert (plants.suggestions({"water": 9, "place": "dark"}) == ()) == shown


def test_only_a_question_that_is_there_can_be_kept(tmp_path):
    broken = spoilt(tmp_path, ("red_flags.toml", 'id = "fire"\n', 'id = "fire"\nkeeps = ["cup"]\n'))

    assert refusal(broken) == (
        'red_flags.toml: "fire", keeps\n  There is no question "cup".\n  Did you mean "cups"?'
    )


def test_what_is_never_suggested_need_not_be_kept(tmp_path):
    idle = spoilt(tmp_path, ("red_flags.toml", 'id = "fire"\n', 'id = "fire"\nkeeps = ["cups"]\n'))

    assert checked(idle)[0] == (
        'red_flags.toml: "fire", keeps\n'
        '  No change of "cups" is ever suggested, so there is nothing to keep.\n'
        "  Take it out."
    )


# Haste --------------------------------------------------------------------------------------------

HASTY = HEAD.replace('time_frame = "this week"', 'time_frame = "this week", haste = ["this week"]')
HASTY = HASTY.replace('time_frame = "next month"', 'time_frame = "next month", haste = ["soon"]')
HASTY = HASTY.replace(
    'time_frame = "now",', 'time_frame = "now", haste = ["fire brigade", "At Once"],'
)


def hasty(**parts):
    texts = files_of(**parts)
    return loaded(texts | {"rulebook.toml": texts["rulebook.toml"].replace(HEAD, HASTY)})


def refused(questionnaire):
    """Returns what is refused because of haste."""
    found = check(questionnaire.rulebook, today=TODAY).problems
    return [each.where for each in found if "asks for" in each.what]


def test_a_sentence_asks_for_the_highest_urgency_that_has_a_word_in_it():
    urgencies = hasty().rulebook.urgencies
    text = (
        "Come this week. Call the fire brigade this week! Act at once. Once more, chew it at oncex."
    )

    assert list(hasty_sentences(text, urgencies)) == [
        ("Come this week.", "week"),
        ("Call the fire brigade this week!", "now"),
        ("Act at once.", "now"),
    ]


@pytest.mark.parametrize(
    ("sentence", "condition"),
    [
        ("If it smokes, call.", " it smokes"),
        ("With smoke, or flames, call.", " smoke, or flames"),
        ("Call if it smokes.", " it smokes."),
        ("Call with a phone.", None),
        ("Smoke: call.", None),
    ],
)
def test_the_condition_that_a_sentence_has_of_its_own(sentence, condition):
    assert condition_of(sentence) == condition


LINE = 'advice = [{{ id = "x", text = "{}", when = "{}" }}]\n'
WET = rule("wet_much", 3, when="water > 7")


@pytest.mark.parametrize(
    ("text", "when", "more", "sound"),
    [
        ("Call the fire brigade.", "'flames' in signs", "", True),
        ("Call the fire brigade.", "'flames' in signs and water > 3", "", True),
        ("Call the fire brigade.", "'mould' in signs", "", False),
        ("Call the fire brigade.", "'flames' in signs or water > 3", "", False),
        ("Come this week.", "'flames' in signs", "", True),
        ("Come this week.", "'mould' in signs", "", False),
        ("Come soon.", "'mould' in signs", "", True),
        ("If it burns, call the fire brigade.", "'mould' in signs", "", True),
        ("Call the fire brigade.", "'mould' in signs", ", if_it_happens = true", True),
    ],
)
def test_a_line_may_ask_for_the_haste_that_a_red_flag_makes_sure_of(text, when, more, sound):
    line = LINE.format(text, when).replace(" }", f"{more} }}")
    plants = hasty(factors={"wet": CARD + line + WET}, red_flags=FIRE)

    assert refused(plants) == ([] if sound else ['factors/wet.toml: advice "x"'])


def test_the_advice_of_a_red_flag_may_not_ask_for_more_than_the_flag():
    mould = flag("mould", "'mould' in signs", advice=["Act at once."])
    hot = flag("hot", "'flames' in signs", advice=["Act at once."])

    # Flames raise the other flag too, which is urgent enough.
    assert refused(hasty(red_flags=FIRE + mould + hot)) == ['red_flags.toml: "mould", advice 1']


def test_no_text_of_a_report_may_ask_for_more_than_the_headline():
    asks = "Act at once."
    shift = {"text": "At once {new} instead of {old}", "towards": "fewer"}
    water = question("water", change=shift)
    signs = question("signs", change={"boxes": {"mould": "At once without mould"}})
    card = {"name": "Wet", "grade": "D", "summary": asks, "role": asks, "link": asks}
    wet = toml(card | {"sources": ["handbook"]}) + WET
    mould = {"sign": asks, "because": "At once: {ticked}.", "time_frame": "at once"}
    plants = hasty(
        section=section(water, question("place"), signs),
        factors={"wet": wet + rule("wet_dark", 1, when="place == 'dark'", because=asks)},
        red_flags=FIRE + flag("mould", "'mould' in signs", **mould),
        head=f"[[notice]]\nid = 'n'\ntext = '{asks}'\n",
    )

    assert refused(plants) == [
        'factors/wet.toml: rule "wet_dark"',
        'rulebook.toml: notice "n"',
        *(f'red_flags.toml: "mould", {key}' for key in ("sign", "because", "time_frame")),
        *(f'sections/care.toml: question "{id_}", change' for id_ in ("water", "signs")),
        *(f"factors/wet.toml: {key}" for key in ("summary", "role", "link")),
    ]


def test_words_of_haste_belong_to_one_urgency(tmp_path):
    twice = spoilt(
        tmp_path,
        (
            "rulebook.toml",
            'time_frame = "this week"\n',
            'time_frame = "this week"\nhaste = ["soon"]\n',
        ),
        ("rulebook.toml", "interrupts = true\n", 'interrupts = true\nhaste = ["Soon"]\n'),
    )

    assert refusal(twice) == (
        'rulebook.toml: urgency "now", haste\n  "soon" stands in '
        'rulebook.toml: urgency "week", haste too.\n  Leave it to one urgency.'
    )


@pytest.mark.parametrize(
    ("condition", "happened"),
    [
        (" it has brown tips", True),
        (" tips that are browning", True),
        (" webs, or white mould", True),
        (" the pot breaks", False),
        (" the tips fall off, or flames", False),
    ],
)
def test_what_a_person_said_has_happened(condition, happened):
    rulebook = small().rulebook
    said = said_in_labels(rulebook, {"signs": ("brown", "mould"), "water": 3})

    assert has_happened(condition, said) == happened


# The checks convict -------------------------------------------------------------------------------


def test_a_question_that_is_not_asked_though_a_red_flag_could_fire():
    plants = small(section=GATED, red_flags=FIRE)

    assert faults(plants, 0, {"water": 9}) == {("signs", "fire")}
    assert faults(plants, 0, {"water": 7}) == set()
    dry = flag("fire", "'flames' in signs and water < 8", "now")
    assert faults(small(section=GATED, red_flags=dry), 0, {"water": 9}) == set()


def test_a_red_flag_that_is_set_aside_in_silence(monkeypatch):
    plants = small(section=GATED, red_flags=FIRE)
    assert faults(plants, 1, BURNING) == set()

    monkeypatch.setattr(
        plants,
        "assess",
        lambda sheet: replace(Questionnaire(plants.rulebook).assess(sheet), red_flags=()),
    )
    assert faults(plants, 1, BURNING) == {("signs", "fire")}


def test_a_suggestion_against_what_is_told(monkeypatch):
    parts = KEEPING["a red flag"]
    plants = small(section=CHANGING, factors={"wet": CARD + WET}, **parts)
    sheet = {"water": 9, "signs": ("mould",)}
    assert faults(plants, 2, sheet) == set()

    monkeypatch.setattr(plants._what_if, "_keeping", ())  # noqa: SLF001 - the guard itself
    assert faults(plants, 2, sheet) == {("water", "red flag", "mould")}


def test_a_tick_that_lowers_the_urgency():
    plants = small(red_flags=flag("mould", "'mould' in signs and 'webs' not in signs"))

    assert faults(plants, 3, {"signs": ("mould",)}) == {("signs", "webs")}
    assert faults(plants, 3, {"signs": ("brown",)}) == set()


def test_comfort_too_early(monkeypatch):
    plants = small(red_flags=flag("mould", "'mould' in signs"))
    sheet = {"water": 3, "place": "dark", "signs": None}
    assert faults(plants, 4, sheet) == set()

    early = replace(plants.assess(sheet), messages=plants.rulebook.messages.nothing_found)
    monkeypatch.setattr(plants, "assess", lambda _: early)
    assert faults(plants, 4, sheet) == {("signs", "comfort")}


def test_an_urgency_that_falls_untold(monkeypatch):
    plants = small(red_flags=flag("mould", "'mould' in signs"))
    sheet = {"water": 3, "signs": ("mould",)}
    assert faults(plants, 4, sheet) == set()

    untold = replace(plants.assess({**sheet, "signs": None}), unchecked=())
    monkeypatch.setattr(plants, "assess", lambda _: untold)
    assert faults(plants, 4, sheet) == {("signs", "untold")}


def test_a_text_that_asks_for_more_haste_than_the_headline():
    then = "With brown tips, act at once. If the pot breaks, act at once."
    mould = flag("mould", "'mould' in signs", advice=[then])
    plants = hasty(red_flags=mould)

    assert faults(plants, 5, {"signs": ("mould",)}) == set()
    assert faults(plants, 5, {"signs": ("mould", "brown")}) == {
        ("red flag", "mould", "", "With brown tips, act at once.")
    }


def test_the_sheets_are_the_same_for_the_same_seed():
    plants = Questionnaire(load(HOUSEPLANTS)[0])
    base = [{"signs": ("mould",)}]
    one, other = (list(sheets(plants, base, Random(1), 30)) for _ in range(2))  # noqa: S311 - no secret

    assert one == other
    assert len(one) == 30
    assert len({str(sheet) for sheet in one}) > 20
