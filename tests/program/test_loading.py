"""The loader: one small change to the houseplants, and what is printed; see slips.py for more."""

import shutil
from textwrap import dedent
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spoiling import HOUSEPLANTS, printed, refusal, spoilt

from questionnaire.knowledge.model import Question
from questionnaire.loading import tables
from questionnaire.loading.cases import load_cases
from questionnaire.loading.rulebook import load
from questionnaire.loading.tables import Kind

RULEBOOK = (HOUSEPLANTS / "rulebook.toml").read_text(encoding="utf-8")
URGENCIES = RULEBOOK[RULEBOOK.index("[[urgency]]") : RULEBOOK.index("[scales]")]
FLAGS = (HOUSEPLANTS / "red_flags.toml").read_text(encoding="utf-8")
GRADES = RULEBOOK[RULEBOOK.index("[grades]") : RULEBOOK.index("[[level]]")]
RECOMMENDATION = RULEBOOK[RULEBOOK.index("recommendation = ") : RULEBOOK.index("[factors]")]
DUST = """
name = "Dust"
grade = "D"
summary = "It lies on the leaves."
sources = ["guess"]

[[rule]]
id = "dust_dust"
when = "'dust' in signs"
weight = 1
because = "There is dust."
sources = ["guess"]
"""
RULE = 'factors/shade.toml: rule "shade_drop"'

CONDITIONS = [
    (
        "text against a number",
        "light < 'dark'",
        (
            ", when, column 9\n"
            "  \"light\" is a number; 'dark' is text.\n"
            "  Write the number without quotation marks."
        ),
    ),
    (
        "text against a derived value",
        "cups_week == 'yes'",
        (
            ", when, column 1\n"
            "  'yes' is text, and cups_week is not a question.\n"
            "  A number stands without quotation marks, a choice beside its question."
        ),
    ),
    (
        "a box test on a number",
        "'yes' in light",
        (
            ", when, column 10\n"
            '  "light" is a number question and has no boxes.\n'
            "  Compare it with a number, such as light >= 4."
        ),
    ),
    (
        "a list of boxes",
        "signs in ('webs', 'mould')",
        (
            ", when, column 1\n"
            '  "signs" may have several answers.\n'
            "  Write '…' in signs, one test for each box."
        ),
    ),
    (
        "an order of choices",
        "leaf_drop < 'yes'",
        (
            ", when, column 1\n"
            "  Choices have no order, so \"<\" cannot compare 'yes'.\n"
            "  Write leaf_drop == 'yes', or compare the amount with a number."
        ),
    ),
    (
        "a bare many question",
        "signs",
        (
            ", when, column 1\n"
            '  "signs" alone is neither true nor false.\n'
            "  Say which box: 'flames' in signs."
        ),
    ),
    (
        "a bare number",
        "light",
        (
            ", when, column 1\n"
            '  "light" alone is neither true nor false.\n'
            "  Compare it with a number, such as light >= 4."
        ),
    ),
    (
        "a bare total",
        "drowning",
        (
            ", when, column 1\n"
            '  "drowning" alone is neither true nor false.\n'
            "  Compare it with a number, such as drowning >= 4."
        ),
    ),
    (
        "arithmetic on boxes",
        "signs * 2 > 2",
        (', when, column 1\n  "signs" is a many question, not a number.\n  Write count(signs, …).'),
    ),
    (
        "arithmetic on a condition",
        "dark + 1 > 2",
        (', when, column 1\n  "dark" is a condition, not a number.'),
    ),
    (
        "arithmetic on a total",
        "drowning + 1 > 2",
        (
            ", when, column 1\n"
            '  The total of "drowning" is not a number to work with.\n'
            "  Compare it alone: drowning >= 4."
        ),
    ),
    (
        "a total under not, deeper",
        "not (light > 2 or drowning >= 2)",
        (
            ", when, column 6\n"
            '  The total of "drowning" cannot stand under not.\n'
            '  Write it in "unless".'
        ),
    ),
    (
        "a function of Python",
        "__import__('os')",
        (
            ", when, column 1\n"
            '  There is no function "__import__".\n'
            "  Known here: answered, count, default, max, min."
        ),
    ),
    (
        "a method",
        "light.real > 3",
        (
            ", when, column 1\n"
            "  This is not a number: light.real.\n"
            "  Numbers are made of + - * min() max() count() default() and names."
        ),
    ),
    (
        "an index",
        "signs[0] == 'webs'",
        (
            ", when, column 1\n"
            "  'webs' is text, and signs[0] is not a question.\n"
            "  A number stands without quotation marks, a choice beside its question."
        ),
    ),
    (
        "is",
        "leaf_drop is 'yes'",
        (
            ", when, column 1\n"
            '  "is" does not belong to the condition language.\n'
            "  Write == or != instead."
        ),
    ),
    (
        "truth",
        "True",
        (
            ", when, column 1\n"
            "  This is not a condition: True.\n"
            "  A condition compares something, such as number >= 3 or 'box' in "
            "question."
        ),
    ),
    (
        "a lambda",
        "lambda: 1",
        (
            ", when, column 1\n"
            "  This is not a condition: lambda: 1.\n"
            "  A condition compares something, such as number >= 3 or 'box' in "
            "question."
        ),
    ),
    (
        "a walrus",
        "(light := 3) > 2",
        (
            ", when, column 2\n"
            "  This is not a number: (light := 3).\n"
            "  Numbers are made of + - * min() max() count() default() and names."
        ),
    ),
    (
        "text alone",
        "'webs'",
        (
            ", when, column 1\n"
            "  'webs' alone is neither true nor false.\n"
            "  Say of which question: question == 'webs', or 'webs' in question."
        ),
    ),
    (
        "no condition at all",
        "light >",
        (
            ", when, column 8\n"
            "  This is not a condition: it breaks off.\n"
            "  Write it with names, and, or, not, comparisons and brackets, such "
            "as number >= 3."
        ),
    ),
    (
        "two lines, the fault in the second",
        "light > 2 and\\n  lihgt > 3",
        (
            ", when, line 2, column 3\n"
            '  No question, derived value or factor has the id "lihgt".\n'
            '  Did you mean "light"?'
        ),
    ),
    (
        "a count of a choice",
        "count(leaf_drop) > 1",
        (', when, column 7\n  count() needs a many question; "leaf_drop" is none.'),
    ),
    (
        "a count of nothing",
        "count() > 1",
        (
            ", when, column 1\n"
            "  count() is not used like this.\n"
            "  Write count(question, 'box', 'box')."
        ),
    ),
    (
        "a default that is not constant",
        "default(light, cups) > 2",
        (", when, column 16\n  The second part of default() must be a constant."),
    ),
    (
        "a min of one",
        "min(light) > 2",
        (", when, column 1\n  min() is not used like this.\n  Write min(number, number)."),
    ),
    (
        "answered of a derived value",
        "answered(dark)",
        (', when, column 10\n  "dark" is not a question.'),
    ),
    (
        "answered of nothing known",
        "answered(lite)",
        (', when, column 10\n  There is no question with the id "lite".\n  Did you mean "light"?'),
    ),
    (
        "a number that grows too large",
        "light * 1000000000 > 3",
        (
            ", when, column 1\n"
            "  This can become larger than 1,000,000,000.\n"
            "  Use a smaller unit or range."
        ),
    ),
    (
        "an empty list of choices",
        "leaf_drop in ()",
        (', when, column 14\n  No choice of "leaf_drop" is named.'),
    ),
    (
        "an unquoted choice",
        "leaf_drop in (yes, 'no')",
        (", when, column 15\n  yes is not a choice in quotation marks.\n  Write it as 'yes'."),
    ),
    (
        "a condition that is too long",
        "light > 2" + " and light > 2" * 400,
        (
            ", when, column 4001\n"
            "  The condition is 5609 characters long; 4000 is the limit.\n"
            "  Give parts of it a name as derived values."
        ),
    ),
    (
        "too many ways",
        (
            "(light > 1 or cups > 1) and (light > 2 or cups > 2) and (light > 3 or "
            "cups > 3) and (light > 4 or cups > 4) and (light > 5 or cups > 5) and "
            "(light > 6 or cups > 6) and (light > 7 or cups > 7)"
        ),
        (
            ", when\n"
            "  It has more than 64 ways of being true.\n"
            "  Write count(…) instead of many alternatives, or split the entry."
        ),
    ),
]

FILES = [
    (
        "an unknown key of the rulebook",
        [("rulebook.toml", 'version = "1.0"', ('version = "1.0"\ncolour = "green"'))],
        (
            'rulebook.toml\n  There is no key "colour" here.\n'
            "  Known here: asked_first, audience, denied, factors, grades, id, introduction, "
            "level, messages, notice, publisher, recommendation, reviewed, scales, sections, "
            "title, urgency, url, version, words."
        ),
    ),
    (
        "a date with a time",
        [("rulebook.toml", "2026-01-31", "2026-01-31T12:00:00")],
        (
            "rulebook.toml: reviewed\n"
            "  Here stands 2026-01-31 12:00:00.\n"
            "  Write a date such as 2026-01-31."
        ),
    ),
    (
        "another kind of question",
        [("sections/looks.toml", 'skip = "no idea"\nkind = "choice"', 'kind = "matching regex"')],
        (
            'sections/looks.toml: question "kind", kind\n'
            '  "matching regex" is not known here.\n'
            "  Known here: choice, many, number."
        ),
    ),
    (
        "a list in which one entry is no table",
        [
            ("red_flags.toml", "[[red_flag.probe]]\nfires", "[[red_flag.probes]]\nfires"),
            ("factors/dust.toml", "", DUST.partition("[[rule]]")[0] + "rule = [3]"),
        ],
        (
            "factors/dust.toml: rule 1\n"
            "  Here stands 3.\n"
            "  Write a table between braces.\n"
            "\n"
            'red_flags.toml: "all_at_once"\n'
            '  There is no key "probes" here.\n'
            '  Did you mean "probe"?'
        ),
    ),
    (
        "no urgencies",
        [("rulebook.toml", URGENCIES, "")],
        (
            'rulebook.toml\n  The key "urgency" is missing.\n'
            "  Add a table [[urgency]] with id, label and time_frame."
        ),
    ),
    (
        "no grades",
        [("rulebook.toml", GRADES, "")],
        'rulebook.toml\n  The key "grades" is missing.\n  Add a table [grades] with A, B, C and D.',
    ),
    (
        "no recommendation",
        [("rulebook.toml", RECOMMENDATION, "")],
        'rulebook.toml\n  The key "recommendation" is missing.\n  Add recommendation = ["…"]',
    ),
    (
        "a key of the file below a rule",
        [
            (
                "factors/shade.toml",
                'because = "Yellow leaves drop."',
                'because = "Drop."\nnotes = []',
            )
        ],
        (
            'factors/shade.toml: rule "shade_drop"\n'
            '  There is no key "notes" here.\n'
            "  It belongs to what stands above: write it before the first line in brackets."
        ),
    ),
    (
        "red flags under another name",
        [("red_flags.toml", FLAGS, "flags = []")],
        'red_flags.toml\n  There is no key "flags" here.\n  Did you mean "red_flag"?',
    ),
    (
        "an id that is too long",
        [("factors/shade.toml", 'id = "shade_drop"', f'id = "shade_{"d" * 70}"')],
        (
            f'factors/shade.toml: rule "shade_{"d" * 70}", id\n'
            f'  "shade_{"d" * 52}… has 76 characters; 64 is the limit of an id.\n'
            "  Write a shorter one."
        ),
    ),
    (
        "a choice that is called too long",
        [("sections/looks.toml", 'id = "dust"', f'id = "{"d" * 65}"')],
        (
            f'sections/looks.toml: question "signs", choices "{"d" * 65}", id\n'
            f'  "{"d" * 58}… has 65 characters; 64 is the limit of an id.\n'
            "  Write a shorter one."
        ),
    ),
    (
        "a grade that does not exist",
        [("factors/shade.toml", 'grade = "C"', 'grade = "E"')],
        ('factors/shade.toml: grade\n  "E" is not known here.\n  Known here: A, B, C, D.'),
    ),
    (
        "a kind that does not exist",
        [("sections/care.toml", ('id = "light"\nname'), ('id = "light"\nhelp = 3\nname'))],
        (
            'sections/care.toml: question "light", help\n'
            "  Here stands 3.\n"
            "  Write text in quotation marks."
        ),
    ),
    (
        "names of tables that cannot be ids",
        [
            ("sources.toml", "", '["A book"]\ntitle = "A book"\npublisher = "A"\nread = "yes"\n'),
            ("rulebook.toml", "", '[[scales."yes, no"]]\nid = "a"\nlabel = "a"\n'),
            (
                "sections/care.toml",
                'many = "How many',
                '"so many" = "How {item}"\nmany = "How many',
            ),
        ],
        "\n\n".join(
            f"{where}\n"
            f'  "{name}" cannot be an id.\n'
            "  Use lower-case letters, digits and _, beginning with a letter."
            for where, name in (
                ("rulebook.toml: scales", "yes, no"),
                ('sources.toml: "A book"', "A book"),
                ("sections/care.toml: stems", "so many"),
            )
        ),
    ),
    (
        "a choice that is only a text, and no id",
        [("sections/looks.toml", '["mine", "shared"]', '["mine", "it\'s SHARED"]')],
        (
            'sections/looks.toml: question "owner", choices\n'
            '  "it\'s SHARED" is only a text, and cannot be an id and a label at once.\n'
            '  Write { id = "…", label = "it\'s SHARED" }.'
        ),
    ),
    (
        "a level that does not exist",
        [("factors/salts.toml", 'up_to = "low"', 'up_to = "sum"')],
        (
            'factors/salts.toml: rule "salts_through_drowning", up_to\n'
            '  There is no level "sum".\n'
            "  Known here: high, low, moderate."
        ),
    ),
    (
        "an urgency that does not exist",
        [("red_flags.toml", 'urgency = "now"', 'urgency = "at_once"')],
        (
            'red_flags.toml: "fire", urgency\n'
            '  There is no urgency "at_once".\n'
            "  Known here: any, now, week."
        ),
    ),
    (
        "a stem that does not exist",
        [("sections/care.toml", 'stem = "many"\nitem = "cups', 'stem = "manny"\nitem = "cups')],
        (
            'sections/care.toml: question "cups", stem\n'
            '  There is no stem "manny".\n'
            '  Did you mean "many"?'
        ),
    ),
    (
        "a stem that nothing uses, and one without a place for the item",
        [
            (
                "sections/care.toml",
                'many = "How many {item}?"',
                'many = "How many?"\nidle = "How {item} {item}?"',
            )
        ],
        (
            'sections/care.toml: stem "many"\n'
            "  The stem must say once where the item of the question goes.\n"
            "  Write {item} there.\n\n"
            'sections/care.toml: stem "idle"\n'
            "  The stem must say once where the item of the question goes.\n"
            "  Write {item} there.\n\n"
            'sections/care.toml: stem "idle"\n'
            "  No question of this section uses it.\n"
            "  Take it out."
        ),
    ),
    (
        "a question without a text, one with half of it, one with too much",
        [
            ("sections/care.toml", 'text = "What do you feed it?"\n', ""),
            ("sections/care.toml", 'item = "cups does it get each time"\n', ""),
            ("sections/looks.toml", 'text = "Do the yellow', 'item = "it"\ntext = "Do the yellow'),
        ],
        "\n\n".join(
            f"sections/{place}\n"
            "  A question needs either text, or stem and item.\n"
            "  Write the one or the two."
            for place in (
                'looks.toml: question "leaf_drop"',
                'care.toml: question "cups"',
                'care.toml: question "food"',
            )
        ),
    ),
    (
        "a section that is not there",
        [("rulebook.toml", 'sections = ["looks", ', 'sections = ["pots", "looks", ')],
        (
            "rulebook.toml: sections\n"
            "  There is no file sections/pots.toml.\n"
            "  Known here: care, looks, orchid."
        ),
    ),
    (
        "a factor of supporting rules",
        [
            ("factors/thirst.toml", "weight = 3", ("weight = 3\nsupporting = true")),
            ("factors/thirst.toml", "weight = 2", "weight = -2"),
        ],
        (
            "factors/thirst.toml\n"
            "  No rule can show this factor.\n"
            "  Write one of positive weight that is not supporting."
        ),
    ),
    (
        "two lines of one list with one name",
        [
            (
                "factors/drowning.toml",
                "unless = \"'none' in food\" }",
                'unless = "\'none\' in food" }, { id = "no_food", text = "None." }',
            )
        ],
        (
            'factors/drowning.toml: foods "no_food"\n'
            '  Another line of this file has the id "no_food".\n'
            "  Rename one of them."
        ),
    ),
    (
        "a factor like a derived value",
        [
            ("sections/care.toml", 'id = "bought_food"', 'id = "thirst"'),
            ("factors/salts.toml", "Leave out {bought_food labels}.", "Leave it out."),
            ("factors/salts.toml", "bought_food >= 1", "light > 2"),
        ],
        (
            "factors/thirst.toml\n"
            '  The id "thirst" of this factor is taken by sections/care.toml: derived "thirst".\n'
            "  Rename one of them."
        ),
    ),
    (
        "two flags of one id",
        [
            ("red_flags.toml", 'id = "mites"', 'id = "fire"'),
            ("red_flags.toml", 'instead_of = ["mites"]\n', ""),
        ],
        (
            'red_flags.toml: "fire"\n'
            '  Another red flag of this file has the id "fire".\n'
            "  Rename one of them."
        ),
    ),
    (
        "a code that could not be one",
        [("sections/looks.toml", 'code = "K1"', 'code = " K1"')],
        (
            'sections/looks.toml: question "kind", codes 1, code\n'
            '  " K1" cannot be a code.\n'
            "  Write it in plain letters, digits and signs, without blanks around it."
        ),
    ),
    (
        "a code of no system",
        [
            (
                "sections/looks.toml",
                '[ { system = "http://botany.example"',
                '[ { system = "botany.example"',
            ),
            (
                "sections/looks.toml",
                '{ system = "http://botany.example", code = "Orchidaceae" }',
                '{ system = "http://botany.example/a b", code = "Orchidaceae" }',
            ),
        ],
        (
            'sections/looks.toml: question "kind", codes 1, system\n'
            '  "botany.example" is no address that could stand for it.\n'
            '  Write one such as "http://loinc.org".\n\n'
            'sections/looks.toml: question "kind", choice "orchid", code, system\n'
            '  "http://botany.example/a b" is no address that could stand for it.\n'
            '  Write one such as "http://loinc.org".'
        ),
    ),
    (
        "a code without a system",
        [("sections/looks.toml", 'system = "urn:oid:2.999", ', "")],
        (
            'sections/looks.toml: question "kind", codes 2\n'
            '  The key "system" is missing.\n'
            '  Add system = "…"'
        ),
    ),
    (
        "a code twice",
        [
            (
                "sections/looks.toml",
                'system = "urn:oid:2.999", code = "plant kind"',
                'system = "http://botany.example", code = "K1"',
            )
        ],
        (
            'sections/looks.toml: question "kind", codes\n'
            '  The code "K1" stands twice.\n'
            "  Take one out."
        ),
    ),
    (
        "a code that is the id of another choice",
        [("sections/looks.toml", 'code = "Orchidaceae"', 'code = "fern"')],
        (
            'sections/looks.toml: question "kind"\n'
            '  Two choices have the code "fern", or one has it as its id.\n'
            "  Give each its own, or none."
        ),
    ),
    (
        "two choices of one code, in two systems",
        [
            (
                "sections/looks.toml",
                'label = "a fern"',
                'label = "a fern", code = { system = "urn:oid:2.999", code = "Orchidaceae" }',
            )
        ],
        (
            'sections/looks.toml: question "kind"\n'
            '  Two choices have the code "Orchidaceae", or one has it as its id.\n'
            "  Give each its own, or none."
        ),
    ),
    (
        "a unit that UCUM could not have",
        [("sections/care.toml", 'unit_code = "h"', 'unit_code = "hours a day"')],
        (
            'sections/care.toml: question "light", unit_code\n'
            '  "hours a day" cannot be a unit of UCUM.\n'
            '  Write one such as "mg", "h/d" or "{cup}/d", without blanks.'
        ),
    ),
    (
        "texts that may be left out and are empty",
        [
            ("rulebook.toml", 'publisher = "The Garden Society"', 'publisher = ""'),
            ("sections/care.toml", 'unit_code = "h"', 'unit_code = ""\nhelp = ""'),
        ],
        (
            'rulebook.toml: publisher\n  Here stands "".\n  Write something.\n\n'
            'sections/care.toml: question "light", help\n  Here stands "".\n  Write something.\n\n'
            'sections/care.toml: question "light", unit_code\n  Here stands "".\n  Write something.'
        ),
    ),
    (
        "an open brace in a unit",
        [("sections/care.toml", 'unit_code = "h"', 'unit_code = "{cup/d"')],
        (
            'sections/care.toml: question "light", unit_code\n'
            '  "{cup/d" cannot be a unit of UCUM.\n'
            '  Write one such as "mg", "h/d" or "{cup}/d", without blanks.'
        ),
    ),
    (
        "a unit of boxes",
        [("sections/care.toml", 'text = "What do you feed it?"', 'text = "?"\nunit_code = "h"')],
        (
            'sections/care.toml: question "food"\n'
            '  A many question has no key "unit_code".\n'
            "  Take it out, or change the kind."
        ),
    ),
    (
        "an address of the rule base that is none",
        [("rulebook.toml", "https://plants.example/ailing", "https://plants.example#ailing")],
        (
            "rulebook.toml: url\n"
            '  "https://plants.example#ailing" is no address that could stand for it.\n'
            '  Write one such as "http://example.org/questionnaires/bread".'
        ),
    ),
    (
        "an exclusive choice of one",
        [("sections/looks.toml", 'label = "a cactus"', 'label = "a cactus", exclusive = true')],
        (
            'sections/looks.toml: question "kind"\n'
            "  Every choice of a choice question is exclusive.\n"
            '  Take "exclusive" out.'
        ),
    ),
    (
        "choices of a number",
        [("sections/care.toml", 'unit = "hours"', ('unit = "hours"\nscale = "often"'))],
        (
            'sections/care.toml: question "light"\n'
            '  A number question has no key "scale".\n'
            "  Take it out, or change the kind."
        ),
    ),
    (
        "a range of texts",
        [("sections/care.toml", "range = [0, 24]", 'range = ["0", "24"]')],
        (
            'sections/care.toml: question "light", range 1\n'
            '  Here stands "0".\n'
            "  Write a number without quotation marks.\n\n"
            'sections/care.toml: question "light", range 2\n'
            '  Here stands "24".\n'
            "  Write a number without quotation marks."
        ),
    ),
    (
        "a unit that is nothing",
        [("sections/care.toml", "range = [0, 24]", "range = [0, 24]\nunits = { minutes = 0 }")],
        (
            'sections/care.toml: question "light", units\n'
            '  One of "minutes" cannot be 0 of the unit.\n'
            '  Write a number above 0, or a part in quotes, such as "1/60".'
        ),
    ),
    (
        "a unit that is a part of nothing",
        [("sections/care.toml", "range = [0, 24]", 'range = [0, 24]\nunits = { minutes = "1/0" }')],
        (
            'sections/care.toml: question "light", units\n'
            '  One of "minutes" cannot be "1/0" of the unit.\n'
            '  Write a number above 0, or a part in quotes, such as "1/60".'
        ),
    ),
    (
        "a unit that could never be typed",
        [("sections/care.toml", "range = [0, 24]", 'range = [0, 24]\nunits = { "h/day" = 24 }')],
        (
            'sections/care.toml: question "light", units\n'
            '  "h/day" would never be understood behind a number.\n'
            '  Write it without digits and signs, as "cups a day".'
        ),
    ),
    (
        "a unit that is typed like the question's own",
        [("sections/care.toml", "range = [0, 24]", "range = [0, 24]\nunits = { hour = 0.5 }")],
        (
            'sections/care.toml: question "light", units\n'
            '  "hour" would be two units; every unit is understood in the singular too.\n'
            "  Take one out."
        ),
    ),
    (
        "a range without an end",
        [("sections/care.toml", "range = [0, 24]", "range = [0, inf]")],
        ('sections/care.toml: question "light"\n  inf is not a number that can be worked with.'),
    ),
    (
        "an assumed number off its step",
        [
            (
                "sections/care.toml",
                'when = "watering > 0"',
                ('when = "watering > 0"\nassume = [{ answer = 0.7, when = "watering == 1" }]'),
            )
        ],
        (
            'sections/care.toml: question "cups", assume 1\n'
            '  This question cannot have the answer "0.7".\n'
            "  Write a number from 0 to 10, in steps of 0.5."
        ),
    ),
    (
        "an assumed exclusive box beside others",
        [
            (
                "sections/care.toml",
                'when = "count(food) >= 1"',
                (
                    'when = "count(food) >= 1"\n'
                    "\n"
                    "[[question]]\n"
                    'id = "soil"\n'
                    'text = "?"\n'
                    'kind = "many"\n'
                    'choices = ["peat", { id = "none", label = "none", exclusive = true }]\n'
                    'assume = [{ answer = ["peat", "none"], when = "light > 3" }]'
                ),
            )
        ],
        (
            'sections/care.toml: question "soil", assume 1\n'
            '  This question cannot have the answer "peat, none".\n'
            "  Name each box once, and an exclusive one alone."
        ),
    ),
    (
        "a derived value that looks at a total",
        [("sections/care.toml", "light < 3 or", "drowning >= 3 or")],
        (
            'sections/care.toml: derived "dark", value\n'
            '  A derived value cannot read totals, such as that of "drowning".\n'
            "  Test the total in the rule itself."
        ),
    ),
    (
        "flags in a circle",
        [
            ("red_flags.toml", 'time_frame = "before the weekend"', 'instead_of = ["all_at_once"]'),
            (
                "red_flags.toml",
                'advice = ["Take a photo of it."]',
                'instead_of = ["mites"]\nadvice = ["Take a photo of it."]',
            ),
        ],
        (
            'red_flags.toml: "mites", instead_of\n'
            "  These depend on each other: mites → all_at_once → mites.\n"
            "  Break the circle."
        ),
    ),
    (
        "what is no placeholder between braces",
        [
            (
                "factors/shade.toml",
                'because = "Yellow leaves drop."',
                'because = "They drop: {Light}, { light}, {bought_food label}, {light, {} {1}."',
            )
        ],
        "\n\n".join(
            'factors/shade.toml: rule "shade_drop", because\n'
            f"  {braces} would be printed as it stands.\n"
            "  Write an id between the braces, such as {age}, or take the braces out."
            for braces in ("{Light}", "{ light}", "{bought_food label}", "{light")
        ),
    ),
    (
        "labels of what counts nothing",
        [
            (
                "factors/shade.toml",
                'because = "Yellow leaves drop."',
                'because = "Yellow leaves drop: {signs labels}, {food_load labels}."',
            )
        ],
        "\n\n".join(
            'factors/shade.toml: rule "shade_drop", because\n'
            f"  {{{id_} labels}} asks for labels, which only a derived count(…) has.\n"
            f"  Write {{{id_}}}."
            for id_ in ("signs", "food_load")
        ),
    ),
    (
        "a placeholder that needs three answers",
        [
            (
                "sections/care.toml",
                "",
                '\n[[derived]]\nid = "sum"\nvalue = "cups_week + light + feeds"\n',
            ),
            (
                "factors/shade.toml",
                'because = "Yellow leaves drop."',
                'because = "It drops: {sum}."',
            ),
            ("factors/shade.toml", "leaf_drop == 'yes'", "leaf_drop == 'yes' and light > 3"),
        ],
        (
            'factors/shade.toml: rule "shade_drop", because\n'
            "  {sum} may be unknown when this text is shown.\n"
            '  Let "when" test it, or add: '
            "and answered(cups) and answered(feeds) and answered(watering)."
        ),
    ),
    (
        "reasons of red flags that do not name the boxes",
        [
            ("red_flags.toml", 'urgency = "now"', 'because = "{ticked} {Age}"\nurgency = "now"'),
            ("red_flags.toml", "{ticked}, all at once", "{signs}, all at once"),
            ("red_flags.toml", "'webs' in signs", "light > 2"),
            (
                "red_flags.toml",
                'time_frame = "before the weekend"',
                'time_frame = "before the weekend"\nbecause = "{ticked}"',
            ),
        ],
        (
            'red_flags.toml: "fire", because\n'
            "  The text must say which boxes were ticked, and can fill in nothing else.\n"
            "  Write {ticked} where they belong, and no other braces.\n"
            "\n"
            'red_flags.toml: "mites", because\n'
            "  The condition looks at no box, so none can be named.\n"
            '  Leave "because" out; then the sign is told.\n'
            "\n"
            'red_flags.toml: "all_at_once", because\n'
            "  The text must say which boxes were ticked, and can fill in nothing else.\n"
            "  Write {ticked} where they belong, and no other braces."
        ),
    ),
    (
        "empty boxes of no question",
        [("rulebook.toml", "sections = [", 'denied = ["lights"]\nsections = [')],
        ('rulebook.toml: denied\n  There is no question "lights".\n  Did you mean "light"?'),
    ),
    (
        "a notice of no urgency",
        [("rulebook.toml", 'signs = ["now"]', 'signs = ["new"]')],
        (
            'rulebook.toml: notice "signs_not_checked", signs\n'
            '  There is no urgency "new".\n'
            '  Did you mean "now"?'
        ),
    ),
    (
        "a notice whose condition is wrong",
        [
            (
                "rulebook.toml",
                ("unless = \"kind == 'plastic'\"\ntext"),
                ("unless = \"kind == 'plastik'\"\ntext"),
            )
        ],
        (
            'rulebook.toml: notice "webs_not_checked", unless, column 9\n'
            '  The question "kind" has no choice "plastik".\n'
            '  Did you mean "plastic"?'
        ),
    ),
    (
        "TOML that does not parse",
        [
            (
                "factors/shade.toml",
                ('weight = 2\nbecause = "Yellow'),
                ('weight = = 2\nbecause = "Yellow'),
            )
        ],
        (
            "factors/shade.toml\n  This is not TOML: Invalid value (at line 21, column 10).\n"
            "  Write key = value."
        ),
    ),
]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [pytest.param(condition, expected, id=name) for name, condition, expected in CONDITIONS],
)
def test_a_condition_outside_the_language_is_refused(tmp_path, condition, expected):
    old = "when = \"leaf_drop == 'yes'\""
    folder = spoilt(tmp_path, ("factors/shade.toml", old, f'when = "{condition}"'))

    assert refusal(folder) == RULE + expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [pytest.param(changes, expected, id=name) for name, changes, expected in FILES],
)
def test_a_mistake_is_printed_with_its_place_and_what_mends_it(tmp_path, changes, expected):
    assert refusal(spoilt(tmp_path, *changes)) == expected


def test_the_houseplants_load():
    rulebook, problems = load(HOUSEPLANTS)

    assert problems == ()
    assert list(rulebook.questions)[:3] == ["signs", "leaf_drop", "kind"]
    assert list(rulebook.factors) == ["drowning", "salts", "shade", "thirst"]


def test_five_mistakes_are_five_problems(tmp_path):
    folder = spoilt(
        tmp_path,
        ("rulebook.toml", 'audience = "People', 'audiense = "x"\naudience = "People'),
        ("sections/care.toml", "range = [0, 24]", "range = [24, 0]"),
        ("factors/shade.toml", "leaf_drop == 'yes'", "leaf_drop == 'yess'"),
        ("factors/thirst.toml", "weight = 3", "weight = 0"),
        ("red_flags.toml", 'urgency = "now"', 'urgency = "soon"'),
    )

    _, problems = load(folder)

    assert [problem.where for problem in problems] == [
        "rulebook.toml",
        'sections/care.toml: question "light", range',
        'factors/shade.toml: rule "shade_drop", when, column 14',
        'factors/thirst.toml: rule "thirst_never", weight',
        'red_flags.toml: "fire", urgency',
    ]


@pytest.mark.parametrize("name", ["rulebook.toml", "sources.toml"])
def test_a_missing_file_is_one_problem(tmp_path, name):
    folder = spoilt(tmp_path)
    (folder / name).unlink()

    assert refusal(folder) == f"{name}\n  The file is missing.\n  Every rule base needs it."


def test_red_flags_may_be_missing_where_nothing_lists_them(tmp_path):
    folder = spoilt(
        tmp_path,
        ("rulebook.toml", 'signs = ["now"]', ""),
        ("rulebook.toml", 'signs_of = ["signs"]', ""),
    )
    (folder / "red_flags.toml").unlink()

    assert refusal(folder) == ""


def test_a_list_of_signs_that_comes_out_empty_is_refused(tmp_path):
    folder = spoilt(tmp_path, ("rulebook.toml", '\nsigns = ["now"]', '\nsigns = ["now", "any"]'))
    (folder / "red_flags.toml").unlink()

    assert refusal(folder) == dedent(
        """\
        rulebook.toml: notice "signs_not_checked"
          No red flag has the urgency "any" or has the urgency "now", so its list of signs is empty.
          Write such a red flag in red_flags.toml, or take the notice out.

        rulebook.toml: notice "webs_not_checked"
          No red flag looks at the question "signs", so its list of signs is empty.
          Write such a red flag in red_flags.toml, or take the notice out."""
    )


def test_a_rule_base_needs_factors(tmp_path):
    folder = spoilt(tmp_path)
    shutil.rmtree(folder / "factors")

    assert refusal(folder).startswith(
        "factors\n  The folder is missing or empty.\n  Write one file for each factor."
    )


def test_an_empty_folder_is_no_rule_base(tmp_path):
    assert refusal(tmp_path) == dedent(
        """\
        rulebook.toml
          The file is missing.
          Every rule base needs it.

        sources.toml
          The file is missing.
          Every rule base needs it.

        factors
          The folder is missing or empty.
          Write one file for each factor."""
    )


def test_what_is_no_rule_base_is_told_in_a_sentence(tmp_path):
    (tmp_path / "shade.toml").touch()
    for place, what in (
        (tmp_path / "nowhere", "There is no such folder."),
        (HOUSEPLANTS / "rulebook.toml", "This is a file."),
        (HOUSEPLANTS / "factors", "Nothing in this folder is part of a rule base."),
        (tmp_path, "Nothing in this folder is part of a rule base."),
    ):
        assert refusal(place) == f"{place}\n  {what}\n  Name a folder that holds a rule base."


def test_a_folder_in_place_of_a_file_cannot_be_read(tmp_path):
    folder = spoilt(tmp_path)
    (folder / "sources.toml").unlink()
    (folder / "sources.toml").mkdir()

    assert refusal(folder) == "sources.toml\n  This is a folder and should be a file."


def test_a_file_that_is_not_utf_8_is_one_problem(tmp_path):
    folder = spoilt(tmp_path)
    file = folder / "factors" / "shade.toml"
    file.write_bytes(file.read_bytes().replace(b"Too little", b"Tr\xe8s peu"))

    assert refusal(folder) == (
        "factors/shade.toml\n  The file is not UTF-8: byte 11 cannot be read.\n  Save it as UTF-8."
    )


def test_toml_that_is_nested_too_deeply_is_one_problem(tmp_path):
    folder = spoilt(tmp_path, ("sources.toml", "", "\nx = " + "[" * 5000 + "]" * 5000))

    assert refusal(folder) == "sources.toml\n  The file is nested too deeply."


def test_derived_values_that_double_are_refused_where_they_become_too_large(tmp_path):
    doubled = "".join(
        f'\n[[derived]]\nid = "d{number + 1}"\nvalue = "min(d{number}, d{number})"\n'
        for number in range(40)
    )
    first = '\n[[derived]]\nid = "d0"\nvalue = "light"\n'

    assert refusal(spoilt(tmp_path, ("sections/care.toml", "", first + doubled))) == (
        'sections/care.toml: derived "d7", value\n'
        "  With the derived values in it, it has more than 500 parts.\n"
        "  Let derived values use fewer others."
    )


def test_a_thousand_rules_load(tmp_path):
    rules = "".join(
        f"""
[[rule]]
id = "shade_{number}"
when = "light < {number % 24} and count(signs) >= {number % 5}"
weight = 1
because = "Dark."
sources = ["guess"]
"""
        for number in range(1000)
    )
    rulebook, problems = load(spoilt(tmp_path, ("factors/shade.toml", "", rules)))

    assert problems == ()
    assert len(rulebook.factors["shade"].rules) == 1002


def test_the_digest_names_the_text_of_the_files(tmp_path):
    (tmp_path / "same").mkdir()
    same, _ = load(spoilt(tmp_path / "same"))
    other, _ = load(spoilt(tmp_path, ("factors/shade.toml", "Some plants", "Few plants")))
    original, _ = load(HOUSEPLANTS)

    assert same.digest == original.digest
    assert other.digest != original.digest


# Whatever is written ------------------------------------------------------------------------------

NAMES = sorted(
    str(file.relative_to(HOUSEPLANTS))
    for file in HOUSEPLANTS.rglob("*.toml")
    if file.parent.name != "cases"
)


WORDS = (
    "light signs leaf_drop watering cups_week dark drowning shade 'webs' 'yes' 3 0.5 -1 "
    "and or not in ( ) , < >= == != + - * count default min answered lambda : [ ] { } . "
    "** is if else for 'x' True None 1e400 0x10 1j ..."
)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory):
    return spoilt(tmp_path_factory.mktemp("scratch"))


def outcome(folder, name, content):
    """Loads the folder with another content of one file, and puts the old one back."""
    file = folder / name
    before = file.read_bytes()
    try:
        file.write_bytes(content)
        rulebook, problems = load(folder)
    finally:
        file.write_bytes(before)
    assert (rulebook is None) == bool(problems)
    return printed(problems)


@settings(max_examples=40)
@given(name=st.sampled_from(NAMES), content=st.binary(max_size=200))
def test_random_bytes_are_problems_and_never_an_exception(scratch, name, content):
    outcome(scratch, name, content)


@settings(max_examples=80)
@given(
    name=st.sampled_from(NAMES),
    at=st.floats(0, 1, exclude_max=True),
    length=st.integers(0, 12),
    piece=st.one_of(
        st.text(max_size=6),
        st.sampled_from(
            [
                "[]",
                "{}",
                "true",
                "-1",
                "1e9",
                "nan",
                "when",
                "''",
                '"',
                "\n",
                " and ",
                " not ",
                "(",
                "=",
            ]
        ),
    ),
)
def test_random_changes_are_problems_and_never_an_exception(scratch, name, at, length, piece):
    text = (scratch / name).read_text(encoding="utf-8")
    start = int(at * len(text))
    changed = text[:start] + piece + text[start + length :]

    outcome(scratch, name, changed.encode("utf-8", "surrogatepass"))


@settings(max_examples=80)
@given(
    words=st.lists(
        st.sampled_from(WORDS.split()),
        max_size=12,
    )
)
def test_random_conditions_are_problems_and_never_an_exception(scratch, words):
    old = "when = \"leaf_drop == 'yes'\""
    text = (scratch / "factors/shade.toml").read_text(encoding="utf-8")
    condition = " ".join(words)

    outcome(scratch, "factors/shade.toml", text.replace(old, f'when = """{condition}"""').encode())


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (
            ("rulebook.toml", 'label = "Get help"', "label = 3"),
            'rulebook.toml: urgency "now", label',
        ),
        (("rulebook.toml", "from = 5", "from = 0"), 'rulebook.toml: level "high", from'),
        (("rulebook.toml", 'label = "never", ', ""), 'rulebook.toml: scales, often "never"'),
        (
            ("red_flags.toml", 'sign = "fine webs', 'sing = "fine webs'),
            'red_flags.toml: "mites"',
        ),
        (
            ("factors/dust.toml", "", DUST.replace("weight = 1", "weight = '1'")),
            'factors/dust.toml: rule "dust_dust", weight',
        ),
        (
            ("sources.toml", 'read = "abstract"', 'read = "no"'),
            'sources.toml: "water_leaflet", read',
        ),
        (
            ("sections/looks.toml", 'kind = "many"', 'kind = "boxes"'),
            'sections/looks.toml: question "signs", kind',
        ),
        (
            ("sections/looks.toml", 'id = "webs", label', 'id = "webs", name'),
            'sections/looks.toml: question "signs", choices "webs"',
        ),
    ],
)
def test_who_uses_what_could_not_be_read_is_not_to_blame(tmp_path, change, problem):
    _, problems = load(spoilt(tmp_path, change))

    assert {one.where for one in problems} == {problem}


def test_the_name_of_a_file_that_others_refer_to_is_an_id(tmp_path):
    folder = spoilt(tmp_path, ("rulebook.toml", '"looks"', '"how it looks"'))
    (folder / "sections" / "looks.toml").rename(folder / "sections" / "how it looks.toml")
    (folder / "factors" / "shade.toml").rename(folder / "factors" / "not.toml")

    told = refusal(folder)
    assert (
        "sections/how it looks.toml\n"
        '  "how it looks" cannot be an id.\n'
        "  Use lower-case letters, digits and _, beginning with a letter."
    ) in told
    assert ('factors/not.toml\n  "not" is a word of the condition language.\n  Rename it.') in told


def test_a_person_of_the_cases_has_an_id(tmp_path):
    folder = spoilt(tmp_path, ("cases/more.toml", "", '[people."A girl"]\nlight = 3\n'))
    rulebook, _ = load(folder)

    assert printed(load_cases(folder, rulebook)[1]) == (
        "cases/more.toml: people\n"
        '  "A girl" cannot be an id.\n'
        "  Use lower-case letters, digits and _, beginning with a letter."
    )


def test_a_factor_with_the_id_of_a_question_is_one_problem(tmp_path):
    folder = spoilt(tmp_path)
    (folder / "factors" / "shade.toml").rename(folder / "factors" / "light.toml")

    assert refusal(folder) == (
        "factors/light.toml\n"
        '  The id "light" of this factor is taken by sections/care.toml: question "light".\n'
        "  Rename one of them."
    )


def test_every_mistake_in_the_scales_is_named(tmp_path):
    folder = spoilt(
        tmp_path,
        ("rulebook.toml", 'id = "weekly"', 'id = "weekly:"'),
        ("rulebook.toml", 'id = "daily", label', 'id = "daily", labl'),
    )

    assert refusal(folder).startswith(
        'rulebook.toml: scales, often "weekly:", id\n  "weekly:" cannot be an id.'
    )
    assert 'scales, often "daily"\n  There is no key "labl" here.' in refusal(folder)


def test_a_scale_may_be_texts_as_choices_may(tmp_path):
    tables = 'yes_no = [\n  { id = "yes", label = "yes" },\n  { id = "no", label = "no" },\n]'
    written = spoilt(tmp_path, ("rulebook.toml", tables, 'yes_no = ["yes", "no"]'))

    before, after = (load(folder)[0].questions["leaf_drop"] for folder in (HOUSEPLANTS, written))
    assert before.choices == after.choices


def test_an_assumed_answer_may_lie_on_a_step_that_binary_numbers_miss(tmp_path):
    height = (
        '\n[[question]]\nid = "height"\ntext = "How high is it?"\nkind = "number"\nunit = "m"\n'
        "range = [0, 3]\nstep = 0.1\nneutral = true\n"
        "assume = [{ answer = 0.3, when = \"kind == 'cactus'\" }]\n"
    )

    assert refusal(spoilt(tmp_path, ("sections/looks.toml", "", height))) == ""


def test_every_kind_of_question_has_a_name_in_files():
    assert len(get_args(Kind)) == len(get_args(Question))


@pytest.mark.parametrize("shape", [one for name, one in vars(tables).items() if "Table" in name])
def test_no_table_takes_keys_that_it_does_not_know(shape):
    assert shape.__struct_config__.forbid_unknown_fields
