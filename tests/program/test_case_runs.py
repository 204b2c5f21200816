"""What cases and probes show of a rule base, and what is said where they do not show it."""

import pytest
from spoiling import HOUSEPLANTS, TODAY, printed, refusal, spoilt

from questionnaire import Questionnaire
from questionnaire.checking.case_runs import said
from questionnaire.checking.examination import examine

PLANTS, CARE, SHADE = "cases/plants.toml", "sections/care.toml", "factors/shade.toml"
FEEDS = 'when = "count(food) >= 1"\n'
"""The end of a question."""
FEWER = '\n[question.change]\ntext = "{new} of feed instead of {old}"\ntowards = "fewer"\n'
DROWNING = "factors/drowning.toml"
WATERED = 'fires = { watering = "daily"'
FROM_ORDINARY = (DROWNING, f"{WATERED}, cups = 1 }}", f"{WATERED} }}")
"""A probe that leaves the cups to the ordinary plant."""
FED = 'must_say = ["Leave out liquid feed", "No food until it is dry"]\n'
"""The end of a case."""
LEAF_DROP = 'fires = { signs = ["yellow"], leaf_drop = "yes" }\n'


def tried(folder):
    """Returns what is said of the cases and probes of a folder."""
    return printed(examine(folder, today=TODAY).problems)


def test_the_cases_of_the_houseplants_come_out():
    assert tried(HOUSEPLANTS) == ""


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param(
            [(PLANTS, 'spares = { signs = ["webs"], kind = "cactus" }\n', "")],
            (
                'red_flags.toml: "mites", advice "wash"\n'
                "  No case and no probe shows a near miss that stays silent.\n"
                '  Add spares to its [[probe]] of = "mites/wash".'
            ),
            id="a text that is never seen to stay away",
        ),
        pytest.param(
            [(PLANTS, "fires = { light = 1 }", "fires = { light = 2 }")],
            (
                'cases/plants.toml: probe 2 of "light/dark", fires\n'
                "  It does not fire with these answers.\n"
                "  Change the answers until it does, or its condition.\n"
                "\n"
                'sections/care.toml: question "light", notes "dark"\n'
                "  No case reaches it, and no probe.\n"
                '  Write a case, or a [[probe]] of = "light/dark".'
            ),
            id="a probe that does not fire",
        ),
        pytest.param(
            [(SHADE, LEAF_DROP, 'fires = { signs = ["webs"], leaf_drop = "yes" }\n')],
            'factors/shade.toml: rule "shade_drop", probe 1, fires\n'
            "  It does not fire with these answers. Beside the others, what it answers to "
            "leaf_drop does not count.\n"
            "  Change the answers until it does, or its condition.",
            id="a probe with an answer to a question that is not asked",
        ),
        pytest.param(
            [(PLANTS, "spares = { light = 2 }", "spares = { light = 0 }")],
            (
                'cases/plants.toml: probe 2 of "light/dark", spares\n'
                "  It fires with these answers.\n"
                "  Change the answers until it just does not, or its condition."
            ),
            id="a near miss that fires",
        ),
        pytest.param(
            [(SHADE, "spares = { light = 3 }", "spares = [{ light = 3 }, { light = 2 }]")],
            (
                'factors/shade.toml: rule "shade_dark", probe 1, spares 2\n'
                "  It fires with these answers."
            ),
            id="one of several near misses that fires",
        ),
        pytest.param(
            [(PLANTS, 'of = "drowning"', 'of = "drowningg"')],
            (
                '  There is nothing called "drowningg" that depends on answers.\n'
                '  Did you mean "drowning"?'
            ),
            id="a probe of nothing",
        ),
        pytest.param(
            [(PLANTS, 'of = "drowning"', 'of = "shade_dark"')],
            (
                'cases/plants.toml: probe 3 of "shade_dark"\n'
                "  It does not stand below what it is of.\n"
                "  Write it there: [[rule.probe]]."
            ),
            id="a probe of a rule far from it",
        ),
        pytest.param(
            [(PLANTS, "not_asked = [", 'not_asked = ["light", ')],
            'case "plastic"\n  "light" is asked.\n',
            id="a question that must not be asked",
        ),
        pytest.param(
            [(PLANTS, 'asked = ["light"]', 'asked = ["light", "feeds"]')],
            'case "plastic"\n  "feeds" is not asked.\n',
            id="a question that must be asked",
        ),
        pytest.param(
            [(CARE, FEEDS, FEEDS + FEWER), (PLANTS, FED, FED + "suggests = { feeds = 4 }\n")],
            'case "fed"\n  It does not suggest feeds = 4 but 3.\n',
            id="a suggestion of another answer",
        ),
        pytest.param(
            [(CARE, FEEDS, FEEDS + FEWER), (PLANTS, FED, FED + "suggests = {}\n")],
            'case "fed"\n  It suggests feeds = ',
            id="a suggestion where there must be none",
        ),
        pytest.param(
            [(PLANTS, "suggests = {}", "suggests = { cup = 1, cups = 11 }")],
            (
                'case "plastic", suggests\n'
                '  There is no question "cup".\n'
                '  Did you mean "cups"?\n'
                "\n"
                'cases/plants.toml: case "plastic", suggests, cups\n'
                "  11 is not an answer to it.\n"
            ),
            id="suggestions that cannot be",
        ),
        pytest.param(
            [
                (
                    PLANTS,
                    'asked = ["light"]\nnot_asked = [',
                    'asked = ["lihgt"]\nnot_asked = ["lite", ',
                )
            ],
            (
                'case "plastic", asked\n'
                '  There is no question "lihgt".\n'
                '  Did you mean "light"?\n'
                "\n"
                'cases/plants.toml: case "plastic", not_asked\n'
                '  There is no question "lite".\n'
                '  Did you mean "light"?'
            ),
            id="names of no question",
        ),
        pytest.param(
            [
                ("red_flags.toml", 'id = "mites"\n', 'id = "drowning"\n'),
                ("red_flags.toml", 'instead_of = ["mites"]', 'instead_of = ["drowning"]'),
                ("red_flags.toml", 'id = "wash"', 'id = "no_food"'),
            ],
            (
                'red_flags.toml: "drowning", advice "no_food"\n'
                '  A probe that names "drowning/no_food" may mean this or '
                'factors/drowning.toml: foods "no_food".\n'
                "  Rename one of the two."
            ),
            id="two lines with one name",
        ),
    ],
)
def test_what_cases_do_not_show_is_said(tmp_path, changes, expected):
    assert expected in tried(spoilt(tmp_path, *changes))


def test_cases_are_read_though_the_rules_cannot_be(tmp_path):
    light = ("sections/care.toml", 'unit = "hours"', "unit = 3")
    said = tried(spoilt(tmp_path, light, (PLANTS, 'urgency = "now"', 'urgncy = "now"')))

    assert 'question "light", unit\n  Here stands 3.' in said
    assert 'case "burning"\n  There is no key "urgncy" here.' in said


def test_what_is_left_unanswered_is_not_taken_from_the_person(tmp_path):
    probe = '\n[[probe]]\nof = "webs_not_checked"\nunanswered = ["signs"]\nfires = {}\n'

    assert tried(spoilt(tmp_path, (PLANTS, "", probe))) == ""


def test_a_case_hears_all_that_an_assessment_says():
    """A reason and what was set aside too; both notices, and whatever stands on a card."""
    plants = Questionnaire.load(HOUSEPLANTS)
    dry = {"kind": "fern", "watering": "never", "signs": ("brown", "webs"), "cups": 2}

    text = said(plants.report(dry).assessment, plants.rulebook)

    for words in ("You water it never.", "before the weekend", "Keep it away from your other"):
        assert words.casefold() in text
    assert plants.rulebook.messages.answers_set_aside.casefold() in text


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("fires = { light = 2 }\nspare = {}", '\n  There is no key "spare" here.\n'),
        ("spares = {}", '\n  The key "fires" is missing.\n'),
        (
            "fires = 2",
            (
                ", fires\n  Here stands 2.\n"
                "  Write a table between braces or a list between square brackets."
            ),
        ),
        ("fires = []", ", fires\n  Here stands an empty list.\n  Write at least one entry."),
        ("fires = [2]", ", fires 1\n  Here stands 2.\n  Write a table between braces."),
        ("fires = { lite = 2 }", ', fires\n  There is no question "lite".'),
        ("fires = {}\nspares = [{}, { light = 25 }]", ", spares 2, light\n  25 is not an answer"),
        ('fires = {}\nlike = "nobodi"', ', like\n  There is no person "nobodi".'),
        ('fires = {}\nunanswered = ["lite"]', ', unanswered\n  There is no question "lite".'),
        ('fires = {}\nof = "shade_dark"', '\n  There is no key "of" here.\n'),
    ],
)
def test_a_mistake_in_a_probe_is_named_by_check_and_keeps_nobody_from_asking(
    tmp_path, written, expected
):
    folder = spoilt(tmp_path, (SHADE, "", f"\n[[rule.probe]]\n{written}\n"))

    assert refusal(folder) == ""
    assert f'{SHADE}: rule "shade_drop", probe 2{expected}' in tried(folder)


def test_a_probe_is_the_how_manieth_that_it_is_though_one_before_it_cannot_be_read(tmp_path):
    folder = spoilt(tmp_path, (PLANTS, "fires = { light = 1 }", "fired = { light = 1 }"))

    (folder / PLANTS).write_text(
        (folder / PLANTS).read_text("utf-8").replace('of = "drowning"', 'of = "drownin"'), "utf-8"
    )

    assert 'cases/plants.toml: probe 3 of "drownin"\n  There is nothing called' in tried(folder)


@pytest.mark.parametrize("written", ["probe = 3", 'probe = ["light"]'])
def test_a_probe_that_is_no_table_is_named(tmp_path, written):
    rule = 'id = "drowning_mould"\n'
    folder = spoilt(tmp_path, (DROWNING, rule, f"{rule}{written}\n"))

    assert refusal(folder) == ""
    assert f'{DROWNING}: rule "drowning_mould", probe 1\n  Here stands ' in tried(folder)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "cups = 1\nlight",
            "cups = 11\nlight",
            'cases/plants.toml: person "ordinary", cups\n  11 is not an answer to it.\n',
        ),
        (
            'answers = { watering = "daily", cups = 2, signs',
            'answers = { watering = "daily", cups = 20, signs',
            'cases/plants.toml: case "drowned", cups\n  20 is not an answer to it.\n',
        ),
        ("fires = { light = 1 }", "fires = { lihgt = 1 }", PLANTS),
        ('like = "nobody"', 'like = "nobodi"', PLANTS),
        ('urgency = "now"', "urgency = 3", PLANTS),
        ("suggests = {}", "sugests = {}", PLANTS),
        ("[people.ordinary]", "[people.ordinary", PLANTS),
        ('id = "burning"', 'id = "drowned"', PLANTS),
    ],
)
def test_one_mistake_in_a_case_is_one_problem(tmp_path, old, new, expected):
    # With this probe, what comes out depends on an answer of the person that all begin from.
    said = tried(spoilt(tmp_path, FROM_ORDINARY, (PLANTS, old, new)))

    assert said.startswith(expected)
    assert "\n\n" not in said


def test_what_names_nobody_begins_from_the_ordinary_person_where_there_is_one(tmp_path):
    """A fern is watered too often only as the ordinary plant gets a cup each time."""
    folder = spoilt(tmp_path, FROM_ORDINARY)
    other = spoilt(
        tmp_path / "other", FROM_ORDINARY, (PLANTS, "[people.ordinary]", "[people.plain]")
    )
    place = f'{DROWNING}: rule "drowning_some", probe 1, fires'

    assert tried(folder) == ""
    assert place in tried(other)
