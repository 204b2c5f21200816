"""The checks of a rule base: each by one small change to the houseplants, and what is printed."""

from datetime import date

import pytest
from spoiling import HOUSEPLANTS, checked, spoilt

PROBLEMS = [
    (
        "a number with the end of its unit twice",
        [
            (
                "factors/drowning.toml",
                'weight = 3\nbecause = "It gets {cups_week}',
                'weight = 3\nbecause = "It gets {cups_week} a week',
            )
        ],
        (
            'factors/drowning.toml: rule "drowning_much"\n'
            '  {cups_week} is printed with its unit, and "a week" stands behind it again.\n'
            "  Write {cups_week} alone."
        ),
    ),
    (
        "a number with its unit twice",
        [
            (
                "factors/drowning.toml",
                'weight = 3\nbecause = "It gets {cups_week}',
                'weight = 3\nbecause = "It gets {cups_week} Cup a week',
            )
        ],
        (
            'factors/drowning.toml: rule "drowning_much"\n'
            '  {cups_week} is printed with its unit, and "Cup" stands behind it again.\n'
            "  Write {cups_week} alone."
        ),
    ),
    (
        "a placeholder where nothing is filled in",
        [
            ("sections/looks.toml", "What do you see?", "What do you see with {light}?"),
            ("sections/looks.toml", 'label = "flames"', 'label = "flames {cups_week}"'),
            ("factors/shade.toml", "Some plants bear it", "Some plants bear {light}"),
            ("red_flags.toml", 'sign = "many signs', 'sign = "{kind}: many signs'),
            ("sections/care.toml", 'unit = "hours"', 'unit = "hours"\nhelp = "{cups} or so."'),
        ],
        (
            'sections/looks.toml: question "signs", text\n'
            "  {light} would be printed as it stands.\n"
            "  Answers are filled in lines, because and notices only: say it without.\n\n"
            'sections/looks.toml: question "signs", choices "flames"\n'
            "  {cups_week} would be printed as it stands.\n"
            "  Answers are filled in lines, because and notices only: say it without.\n\n"
            'sections/care.toml: question "light", help\n'
            "  {cups} would be printed as it stands.\n"
            "  Answers are filled in lines, because and notices only: say it without.\n\n"
            "factors/shade.toml: summary\n"
            "  {light} would be printed as it stands.\n"
            "  Answers are filled in lines, because and notices only: say it without.\n\n"
            'red_flags.toml: "all_at_once", sign\n'
            "  {kind} would be printed as it stands.\n"
            "  Answers are filled in lines, because and notices only: say it without."
        ),
    ),
    (
        "a number beyond its range",
        [("sections/care.toml", 'when = "light < 2"', 'when = "light < 0"')],
        (
            'sections/care.toml: question "light", notes "dark", when\n'
            "  It can never hold: no answer to light makes it true.\n"
            "  light lies between 0 and 24, in steps of 1."
        ),
    ),
    (
        "a number between its steps",
        [("sections/care.toml", 'when = "light < 2"', 'when = "light == 2.5"')],
        (
            'sections/care.toml: question "light", notes "dark", when\n'
            "  It can never hold: no answer to light makes it true.\n"
            "  light lies between 0 and 24, in steps of 1."
        ),
    ),
    (
        "an amount that no choice has",
        [("factors/thirst.toml", "when = \"watering == 'never'\"", 'when = "watering == 2"')],
        (
            'factors/thirst.toml: rule "thirst_never", when\n'
            "  It can never hold: no answer to watering makes it true.\n"
            "  The amounts of watering are 0, 1, 3.5 and 7."
        ),
    ),
    (
        "a sum that cannot be reached",
        [("factors/drowning.toml", 'when = "cups_week >= 14"', 'when = "cups_week > 70"')],
        (
            'factors/drowning.toml: rule "drowning_much", when\n'
            "  It can never hold: no answers to watering and cups make it true.\n"
            "  cups_week lies between 0 and 70."
        ),
    ),
    (
        "a count above its boxes",
        [("red_flags.toml", ">= 3", "> 4")],
        (
            'red_flags.toml: "all_at_once", when\n'
            "  It can never hold: no answer to signs makes it true.\n"
            "  The count of signs lies between 0 and 4."
        ),
    ),
    (
        "a count that the exclusive box rules out",
        [
            (
                "red_flags.toml",
                "when = \"'webs' in signs\"",
                "when = \"'webs' in signs and 'none' in signs\"",
            )
        ],
        (
            'red_flags.toml: "mites", when\n'
            "  It can never hold: no answer to signs makes it true.\n"
            "  Change it, or take the entry out."
        ),
    ),
    (
        "a count that other tests rule out",
        [("red_flags.toml", ">= 3", ">= 3 and 'mould' not in signs and 'webs' not in signs")],
        (
            'red_flags.toml: "all_at_once", when\n'
            "  It can never hold: no answer to signs makes it true.\n"
            "  Change it, or take the entry out."
        ),
    ),
    (
        "two choices at once",
        [
            (
                "factors/drowning.toml",
                "when = \"kind == 'fern'\"",
                "when = \"kind == 'fern' and kind == 'other'\"",
            )
        ],
        (
            'factors/drowning.toml: rule "drowning_fern", when\n'
            "  It can never hold: no answer to kind makes it true.\n"
            "  Change it, or take the entry out."
        ),
    ),
    (
        "an answer that is missing and tested",
        [
            (
                "rulebook.toml",
                ('when = "not answered(signs)"\ntext'),
                ("when = \"not answered(signs) and 'webs' in signs\"\ntext"),
            )
        ],
        (
            'rulebook.toml: notice "signs_not_checked", when\n'
            "  It can never hold: no answer to signs makes it true.\n"
            "  Change it, or take the entry out."
        ),
    ),
    (
        "a range that is empty",
        [("factors/drowning.toml", "7 <= cups_week < 14", "14 <= cups_week < 7")],
        (
            'factors/drowning.toml: rule "drowning_some", when\n'
            "  It can never hold: no answers to watering and cups make it true.\n"
            "  cups_week lies between 0 and 70."
        ),
    ),
    (
        "a range between values",
        [("factors/salts.toml", 'when = "food_load >= 6"', 'when = "31 < food_load < 32"')],
        (
            'factors/salts.toml: rule "salts_load", when\n'
            "  It can never hold: no answers to feeds and food make it true.\n"
            "  food_load lies between 0 and 33."
        ),
    ),
    (
        "a default that cannot be below",
        [("factors/salts.toml", 'when = "food_load >= 6"', 'when = "food_load < 0"')],
        (
            'factors/salts.toml: rule "salts_load", when\n'
            "  It can never hold: no answers to feeds and food make it true.\n"
            "  food_load lies between 0 and 33."
        ),
    ),
    (
        "one dead branch",
        [
            (
                "factors/salts.toml",
                'when = "food_load >= 6"',
                'when = "food_load >= 6 or light > 24"',
            )
        ],
        (
            'factors/salts.toml: rule "salts_load", when\n'
            "  A part of it can never hold: no answer to light makes it true.\n"
            "  light lies between 0 and 24, in steps of 1."
        ),
    ),
    (
        "a total that no rules add up to",
        [("factors/salts.toml", 'when = "drowning >= 2"', 'when = "drowning >= 7"')],
        (
            'factors/salts.toml: rule "salts_through_drowning", when\n'
            "  It can never hold: no total of drowning makes it true.\n"
            "  The total of drowning is at most 6."
        ),
    ),
    (
        "a total that is always reached",
        [("factors/salts.toml", 'when = "drowning >= 2"', 'when = "drowning >= 0"')],
        (
            'factors/salts.toml: rule "salts_through_drowning", when\n'
            "  It can never fail: every total of drowning makes it true.\n"
            "  Narrow it, or take it out."
        ),
    ),
    (
        "a comparison of constants",
        [("sections/care.toml", 'when = "light < 2"', 'when = "light < 2 and 2 > 3"')],
        (
            'sections/care.toml: question "light", notes "dark", when\n'
            "  A part of it can never hold: it tests constants.\n"
            "  Change it, or take the entry out."
        ),
    ),
    (
        "a condition that always holds",
        [
            (
                "factors/shade.toml",
                "when = \"leaf_drop == 'yes'\"",
                "when = \"leaf_drop in ('yes', 'no')\"",
            )
        ],
        (
            'factors/shade.toml: rule "shade_drop", when\n'
            "  It can never fail: every answer to leaf_drop makes it true.\n"
            "  Narrow it, or write answered(…) if that is what is meant."
        ),
    ),
    (
        "a number that is always in range",
        [("sections/care.toml", 'when = "light < 2"', 'when = "light >= 0"')],
        (
            'sections/care.toml: question "light", notes "dark", when\n'
            "  It can never fail: every answer to light makes it true.\n"
            "  Narrow it, or write answered(…) if that is what is meant."
        ),
    ),
    (
        "ticking something is answering",
        [
            (
                "sections/care.toml",
                'when = "count(food) >= 1"',
                "when = \"count(food, 'liquid', 'sticks', 'coffee', 'none') >= 1\"",
            )
        ],
        (
            'sections/care.toml: question "feeds", when\n'
            "  It can never fail: every answer to food makes it true.\n"
            "  Narrow it, or write answered(…) if that is what is meant."
        ),
    ),
    (
        "a derived value that cannot hold, said once",
        [
            (
                "sections/care.toml",
                "light < 3 or light < 5 and kind == 'cactus'",
                "light < 3 and light > 5",
            )
        ],
        (
            'sections/care.toml: derived "dark", value\n'
            "  It can never hold: no answer to light makes it true.\n"
            "  light lies between 0 and 24, in steps of 1."
        ),
    ),
    (
        "unless that excludes when",
        [
            (
                "factors/thirst.toml",
                "unless = \"kind == 'plastic'\"",
                "unless = \"watering == 'daily'\"",
            )
        ],
        (
            'factors/thirst.toml: rule "thirst_never", unless\n'
            "  It can never hold together with when.\n"
            "  Change one of them, or take it out."
        ),
    ),
    (
        "unless that swallows when",
        [("factors/thirst.toml", "unless = \"kind == 'plastic'\"", 'unless = "watering < 1"')],
        (
            'factors/thirst.toml: rule "thirst_never", unless\n'
            "  It holds wherever when holds, so nothing is left.\n"
            "  Change one of them."
        ),
    ),
    (
        "a question whose when cannot hold",
        [("sections/care.toml", 'when = "watering > 0"', 'when = "watering > 7"')],
        (
            'sections/care.toml: question "cups", when\n'
            "  It can never hold: no answer to watering makes it true.\n"
            "  The amounts of watering are 0, 1, 3.5 and 7."
        ),
    ),
    (
        "a question whose unless swallows when",
        [
            (
                "sections/care.toml",
                'when = "watering > 0"',
                ('when = "watering > 0"\nunless = "watering >= 1"'),
            )
        ],
        (
            'sections/care.toml: question "cups", unless\n'
            "  It holds wherever when holds, so nothing is left.\n"
            "  Change one of them."
        ),
    ),
    (
        "a question that is always assumed or left out",
        [
            (
                "sections/care.toml",
                'when = "watering > 0"',
                (
                    "when = \"kind == 'fern' or kind == 'other'\"\nunless = \"kind == 'fern'\"\n"
                    "assume = [{ answer = 2.5, when = \"kind == 'other'\" }]"
                ),
            )
        ],
        (
            'sections/care.toml: question "cups"\n'
            "  It can never be asked: it is assumed or left out wherever it could "
            "be.\n"
            "  Change when, unless or assume."
        ),
    ),
    (
        "assume lines that come too late",
        [
            (
                "sections/care.toml",
                "when = \"kind == 'plastic'\" } ]",
                (
                    'when = "kind == \'plastic\'" }, { answer = "daily", when = "kind == '
                    "'plastic' and 'mould' in signs\" } ]"
                ),
            )
        ],
        (
            'sections/care.toml: question "watering", assume 2\n'
            "  The lines of assume before it hold wherever it holds.\n"
            "  Change the order, or take it out."
        ),
    ),
    (
        "choices that nothing names",
        [
            (
                "sections/looks.toml",
                '{ id = "other", label = "another plant" },',
                ('{ id = "palm", label = "a palm" }, { id = "other", label = "another plant" },'),
            )
        ],
        (
            'sections/looks.toml: question "kind"\n'
            "  No condition names the choices palm and other.\n"
            "  Write a rule that does, or add neutral = true if it is right that "
            "none does."
        ),
    ),
    (
        "a derived value that nothing uses, and one that only it uses",
        [
            (
                "sections/care.toml",
                "",
                (
                    '\n[[derived]]\nid = "idle"\nvalue = "light + 1"\n'
                    '\n[[derived]]\nid = "idler"\nvalue = "idle + 1"\n'
                ),
            )
        ],
        (
            'sections/care.toml: derived "idler"\n'
            "  Nothing uses this derived value.\n"
            "  Use it, or take it out."
        ),
    ),
    (
        "a factor that cannot be shown",
        [
            ("rulebook.toml", "from = 2", "from = 6"),
            ("rulebook.toml", "from = 3", "from = 7"),
            ("rulebook.toml", "from = 5", "from = 8"),
        ],
        (
            "factors/salts.toml\n"
            '  It can never be shown: its rules add up to 5, and the level "low" '
            "begins at 6.\n"
            "  Write more rules, or give them more weight.\n"
            "\n"
            "factors/shade.toml\n"
            '  It can never be shown: its rules add up to 4, and the level "low" '
            "begins at 6.\n"
            "  Write more rules, or give them more weight.\n"
            "\n"
            "factors/thirst.toml\n"
            '  It can never be shown: its rules add up to 5, and the level "low" '
            "begins at 6.\n"
            "  Write more rules, or give them more weight."
        ),
    ),
    (
        "two rules with one condition",
        [
            (
                "factors/thirst.toml",
                "",
                (
                    "\n"
                    "[[rule]]\n"
                    'id = "thirst_again"\n'
                    "when = \"'brown' in signs\"\n"
                    "weight = 1\n"
                    'because = "Tips."\n'
                    'sources = ["guess"]\n'
                ),
            )
        ],
        (
            'factors/thirst.toml: rule "thirst_again"\n'
            '  It has the same condition as the rule "thirst_tips".\n'
            "  Make one rule of the two, or change one."
        ),
    ),
    (
        "a rule without a condition",
        [("factors/thirst.toml", "when = \"'brown' in signs\"\n", "")],
        (
            'factors/thirst.toml: rule "thirst_tips"\n'
            "  It has neither when nor unless, so it always counts.\n"
            "  Write a condition."
        ),
    ),
    (
        "a list that may be empty",
        [
            (
                "factors/salts.toml",
                'when = "bought_food >= 1"',
                'when = "bought_food >= 0 and light > 2"',
            )
        ],
        (
            'factors/salts.toml: advice "leave_out"\n'
            "  {bought_food labels} may be an empty list when this text is shown.\n"
            '  Add to "when": bought_food >= 1.'
        ),
    ),
]

APART = "Give each one its own, as people tell them apart by it."
PROBLEMS += [
    (
        "two choices with one label",
        [("sections/looks.toml", 'label = "fine webs"', 'label = "White  mould"')],
        (
            'sections/looks.toml: question "signs", choices "webs"\n'
            '  It has the label "White  mould", like '
            'sections/looks.toml: question "signs", choices "mould".\n'
            f"  {APART}"
        ),
    ),
    (
        "two factors with one name",
        [("factors/salts.toml", "Too much food", "Too much water")],
        (
            "factors/salts.toml\n"
            '  It has the name "Too much water", like factors/drowning.toml.\n'
            f"  {APART}"
        ),
    ),
    (
        "two questions in the same words",
        [("sections/looks.toml", "Whose plant is it?", "What do you see?")],
        (
            'sections/looks.toml: question "owner"\n'
            '  It has the name "What do you see?", like sections/looks.toml: question "signs".\n'
            f"  {APART}"
        ),
    ),
    (
        "two levels with one label",
        [("rulebook.toml", 'label = "moderate"', 'label = "low"')],
        (
            'rulebook.toml: level "moderate"\n'
            '  It has the label "low", like rulebook.toml: level "low".\n'
            f"  {APART}"
        ),
    ),
    (
        "two urgencies with one headline",
        [
            ("rulebook.toml", 'label = "Look again"', 'label = "See a gardener"'),
            ("rulebook.toml", "next month", "this week"),
        ],
        (
            'rulebook.toml: urgency "week"\n'
            '  It has the label "See a gardener this week", like rulebook.toml: urgency "any".\n'
            f"  {APART}"
        ),
    ),
    (
        "two sections with one title",
        [("sections/orchid.toml", "More about an orchid", "How it looks")],
        (
            "sections/orchid.toml\n"
            '  It has the title "How it looks", like sections/looks.toml.\n'
            f"  {APART}"
        ),
    ),
]
WARNINGS = [
    (
        "steps that leave a value out",
        [("factors/drowning.toml", '"cups_week >= 14"', '"cups_week > 14"')],
        (
            'factors/drowning.toml: rule "drowning_much"\n'
            '  At 14 neither this rule nor "drowning_some" fires.\n'
            "  Begin one where the other ends."
        ),
    ),
    (
        "steps that leave a range out",
        [("factors/drowning.toml", '"cups_week >= 14"', '"cups_week >= 17.5"')],
        (
            'factors/drowning.toml: rule "drowning_much"\n'
            '  From 14 to 15.75 neither this rule nor "drowning_some" fires.\n'
            "  Begin one where the other ends."
        ),
    ),
    (
        "a number in a line that cites nothing",
        [("factors/thirst.toml", "Water it well, once.", "Give it 2.5 cups.")],
        (
            "factors/thirst.toml: advice 1\n"
            "  It states a number and cites no source: “2.5”.\n"
            '  Write { text = "…", sources = ["…"] }; for your own judgement, cite a source that '
            'says read = "judgement".'
        ),
    ),
    (
        "a number in words",
        [("red_flags.toml", "Take a photo of it.", "Look again in two weeks.")],
        (
            'red_flags.toml: "all_at_once", advice 1\n'
            "  It states a number and cites no source: “two weeks”.\n"
            '  Write { text = "…", sources = ["…"] }; for your own judgement, cite a source that '
            'says read = "judgement".'
        ),
    ),
    (
        "a strong word where no card is",
        [("rulebook.toml", '"Nothing stands out."', '"It must live."')],
        (
            "rulebook.toml: messages, nothing_found 1\n"
            "  It states something strong and cites no source: “must”.\n"
            '  Write { text = "…", sources = ["…"] }; for your own judgement, cite a source that '
            'says read = "judgement".'
        ),
    ),
    (
        "a strong word or a number beside a question",
        [
            ("sections/looks.toml", "Some signs cannot wait.", "Mould harms the plant."),
            ("sections/care.toml", 'unit = "hours"', 'unit = "hours"\nhelp = "Count 3 windows."'),
        ],
        (
            'sections/looks.toml: question "signs", why\n'
            "  It states something strong and cites no source: “harms”.\n"
            '  Add sources = ["…"]; for your own judgement, cite a source that says '
            'read = "judgement".\n\n'
            'sections/care.toml: question "light", help\n'
            "  It states a number and cites no source: “3”.\n"
            '  Add sources = ["…"]; for your own judgement, cite a source that says '
            'read = "judgement".'
        ),
    ),
    (
        "a number in a notice that lists nothing",
        [
            (
                "rulebook.toml",
                "",
                '\n[[notice]]\nid = "far"\nwhen = "kind == \'fern\'"\ntext = "Wait 3 days."\n',
            ),
        ],
        (
            'rulebook.toml: notice "far"\n'
            "  It states a number and cites no source: “3”.\n"
            '  Add sources = ["…"]; for your own judgement, cite a source that says '
            'read = "judgement".'
        ),
    ),
    (
        "a change towards numbers of nobody",
        [
            (
                "sections/care.toml",
                "range = [0, 24]",
                'range = [0, 24]\nchange = { text = "{new} instead of {old}", towards = [5, 9] }',
            )
        ],
        (
            'sections/care.toml: question "light", change\n'
            "  It suggests numbers that rest on no source.\n"
            '  Add sources = ["…"]; for your own judgement, cite a source that says '
            'read = "judgement".'
        ),
    ),
    (
        "a derived value from numbers of nobody",
        [("sections/care.toml", '"watering * cups"', '"0.9 * watering * cups"')],
        (
            'sections/care.toml: derived "cups_week"\n'
            "  It is worked out with numbers that rest on no source.\n"
            '  Add sources = ["…"]; for your own judgement, cite a source that says '
            'read = "judgement".'
        ),
    ),
    (
        "a copy that is no copy",
        [
            (
                "sources.toml",
                'read = "abstract"',
                'read = "abstract"\ncopy = "https://garden.example/water"',
            )
        ],
        (
            'sources.toml: "water_leaflet", copy\n'
            "  Its copy is its own address.\n"
            "  Take it out, or name where it was read."
        ),
    ),
    (
        "a copy without a place",
        [
            ("sources.toml", 'read = "yes"', 'read = "copy"'),
            ("sources.toml", 'read = "abstract"', 'read = "report"'),
        ],
        (
            'sources.toml: "handbook"\n'
            "  It was read as a copy, and nothing says where.\n"
            '  Add copy = "…" with that address.\n\n'
            'sources.toml: "water_leaflet"\n'
            "  It was read as a report, and nothing says where.\n"
            '  Add copy = "…" with that address.'
        ),
    ),
    (
        "a factor's cap at the highest level",
        [("factors/drowning.toml", 'up_to = "low"', 'up_to = "high"')],
        (
            "factors/drowning.toml: up_to\n"
            '  "high" is the highest level, so it bounds nothing.\n'
            "  Take it out, or name a lower level."
        ),
    ),
    (
        "a review that is still to come",
        [("rulebook.toml", "2026-01-31", "2026-03-02")],
        (
            "rulebook.toml: reviewed\n"
            "  The last review was on 2026-03-02, which is still to come.\n"
            "  Write the day on which it was."
        ),
    ),
    (
        "an address that is none",
        [("sources.toml", "https://garden.example/water", "garden.example water")],
        (
            'sources.toml: "water_leaflet", address\n'
            '  "garden.example water" is no web address.\n'
            "  Write it whole, from https:// on and without spaces, or take it out."
        ),
    ),
    (
        "a copy that is nowhere",
        [("sources.toml", 'read = "abstract"', 'read = "abstract"\ncopy = "the shed"')],
        (
            'sources.toml: "water_leaflet", copy\n'
            '  "the shed" is no web address.\n'
            "  Write it whole, from https:// on and without spaces, or take it out."
        ),
    ),
    (
        "a count of which nothing says of what",
        [("factors/salts.toml", "{bought_food labels}", "{bought_food}")],
        (
            'factors/salts.toml: advice "leave_out"\n'
            "  {bought_food} prints how many boxes were ticked, and nothing says of what.\n"
            "  Write {bought_food labels} to print which, or give it a unit."
        ),
    ),
    (
        "an old review",
        [("rulebook.toml", "2026-01-31", "2023-02-28")],
        (
            "rulebook.toml: reviewed\n"
            "  The last review was on 2023-02-28, more than 3 years ago.\n"
            "  Review it and change the date."
        ),
    ),
]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [pytest.param(changes, expected, id=name) for name, changes, expected in PROBLEMS],
)
def test_a_problem_is_printed_with_its_place_and_what_mends_it(tmp_path, changes, expected):
    problems, _ = checked(spoilt(tmp_path, *changes))

    assert problems == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [pytest.param(changes, expected, id=name) for name, changes, expected in WARNINGS],
)
def test_a_warning_is_no_problem(tmp_path, changes, expected):
    assert checked(spoilt(tmp_path, *changes)) == ("", expected)


def test_the_houseplants_have_no_problem():
    assert checked(HOUSEPLANTS) == ("", "")


def test_a_review_is_due_after_three_years_to_the_day(tmp_path):
    folder = spoilt(tmp_path, ("rulebook.toml", "2026-01-31", "2024-02-29"))

    assert checked(folder, date(2027, 2, 28)) == ("", "")
    assert checked(folder, date(2027, 3, 1))[1].startswith("rulebook.toml: reviewed")


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param([change], id=name)
        for name, change in {
            "a value that no listed answer has, in a range too large to list": (
                "sections/care.toml",
                "range = [0, 24]",
                "range = [0, 1000000]",
            ),
            "a condition that holds for some answers and is unknown for others": (
                "factors/shade.toml",
                'when = "dark"',
                'when = "dark and (light < 3 or not answered(kind))"',
            ),
            "a box beside one that no condition names": (
                "factors/drowning.toml",
                "when = \"kind == 'fern'\"",
                "when = \"kind == 'fern' and 'dust' in signs and count(signs) == 1\"",
            ),
            "one of two ways that is seldom": (
                "factors/shade.toml",
                "when = \"leaf_drop == 'yes'\"",
                "when = \"light > 20 or leaf_drop == 'yes'\"",
            ),
            "what is asked for only some plants": (
                "factors/shade.toml",
                'when = "dark"',
                "when = \"dark and cups < 1 and kind in ('fern', 'other')\"",
            ),
            "unless about a question that is not asked wherever when holds": (
                "factors/drowning.toml",
                'when = "cups_week >= 14"',
                'when = "cups_week >= 14"\nunless = "leaf_drop == \'yes\'"',
            ),
            "a count that is said to be one": (
                "factors/salts.toml",
                "{bought_food labels}",
                "{bought_food} of these",
            ),
            "a count with a unit": (
                "sections/care.toml",
                "value = \"count(food, 'liquid', 'sticks')\"",
                "value = \"count(food, 'liquid', 'sticks')\"\nunit = \"foods\"",
            ),
            "another word behind a number with its unit": (
                "factors/drowning.toml",
                'weight = 3\nbecause = "It gets {cups_week}',
                'weight = 3\nbecause = "It gets {cups_week} cupfuls',
            ),
            "braces in a text that is not filled in": (
                "sections/looks.toml",
                "What do you see?",
                "What do you {really} see?",
            ),
            "a name with a digit in it": (
                "factors/thirst.toml",
                "Water it well, once.",
                "Give it B12 and GAD-7.",
            ),
            "a strong word on a card": (
                "factors/thirst.toml",
                "Water it well, once.",
                "Do not drown it.",
            ),
            "a number that is judgement and says so": (
                "factors/thirst.toml",
                '"Water it well, once."',
                '{ text = "Give it 2.5 cups.", sources = ["guess"] }',
            ),
            "numbers that may be answered": (
                "sections/care.toml",
                'label = "liquid feed"',
                'label = "liquid feed at least 3 times, never more than 5"',
            ),
            "a derived value from another one with numbers": (
                "sections/care.toml",
                'value = "watering * cups"',
                'value = "watering * cups + 0 * food_load"',
            ),
            "a strong word in a notice that lists red flags": (
                "rulebook.toml",
                "These were not checked either:",
                "You must look for these 2:",
            ),
        }.items()
    ],
)
def test_what_is_right_is_not_reported(tmp_path, changes):
    assert checked(spoilt(tmp_path, *changes)) == ("", "")


FLAG = """
[[red_flag]]
id = "soaked"
sign = "a pot that is full of water"
when = "{}"
urgency = "week"
advice = ["Tip it out."]
sources = ["guess"]
"""


@pytest.mark.parametrize(
    ("when", "question", "where"),
    [
        (
            "cups >= 8",
            "cups",
            "“Cups each time” is at least 8 cups and “How often do you water it?” is “never” (",
        ),
        (
            "watering == 'daily'",
            "watering",
            "“What kind of plant is it?” is “a cactus” and “How often do you water it?” is “ev",
        ),
        ("cups >= 8 and watering > 0", "watering", ""),
        ("cups >= 8 and watering > 0 and kind != 'cactus'", "", ""),
        ("watering == 'daily' and kind != 'cactus'", "", ""),
        ("'mould' in signs and not answered(cups)", "", ""),
        ("'mould' in signs and cups_week > 20 and watering == 'daily'", "watering", ""),
    ],
)
def test_a_flag_whose_question_is_not_asked_of_all_is_named(tmp_path, when, question, where):
    """A question may be assumed, or the flag demand the same."""
    folder = spoilt(tmp_path, ("red_flags.toml", "", FLAG.format(when)))

    problems, warnings = checked(folder)

    assert problems == ""
    begins = (
        'red_flags.toml: "soaked", when\n'
        f'  It may hold for people who are not asked "{question}": where {where}'
    )
    assert warnings.startswith(begins) if question else warnings == ""


def test_a_flag_misses_nobody_whose_answer_is_assumed(tmp_path):
    assumed = (
        "sections/care.toml",
        "unless = \"kind == 'cactus'\"",
        "unless = \"kind == 'plastic'\"",
    )
    folder = spoilt(tmp_path, assumed, ("red_flags.toml", "", FLAG.format("watering == 'daily'")))

    assert checked(folder) == ("", "")
