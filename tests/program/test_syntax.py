"""The condition language: what each form means, what is wrong with the rest, and where."""

from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaire.inference.matcher import Matcher
from questionnaire.knowledge.conditions import Condition, Not
from questionnaire.knowledge.gates import Gate
from questionnaire.knowledge.model import Choice, ChoiceQuestion, ManyQuestion, NumberQuestion
from questionnaire.knowledge.normal_form import TooManyConjunctions
from questionnaire.loading.condition_syntax import LONGEST, names_in, read_condition, read_value
from questionnaire.loading.faults import Fault
from questionnaire.loading.scope import Scope


def number(id_, high=20):
    return NumberQuestion(
        id=id_, section="care", text="?", unit="cups", low=Fraction(0), high=Fraction(high)
    )


def choices(*ids, amounts=None, exclusive=None):
    return tuple(
        Choice(
            id=id_,
            label=id_,
            amount=None if amounts is None else Fraction(amounts[number]),
            exclusive=id_ == exclusive,
        )
        for number, id_ in enumerate(ids)
    )


QUESTIONS = (
    number("water"),
    number("rain"),
    number("huge", 10**9),
    ChoiceQuestion(id="place", section="care", text="?", choices=choices("sunny", "dark", "half")),
    ChoiceQuestion(
        id="feed",
        section="care",
        text="?",
        choices=choices("never", "monthly", "weekly", amounts=["0", "0.25", "1"]),
    ),
    ManyQuestion(
        id="signs",
        section="care",
        text="?",
        choices=choices("brown", "mould", "webs", "none", exclusive="none"),
    ),
)
NAMED = {"wet": "water > 5", "dose": "2 * water + feed"}
FACTORS = ("drowning", "shade")
TOTALS = {"drowning": 4, "shade": 0}
CONDITIONS_ARE = "A condition compares something, such as number >= 3 or 'box' in question."
ANSWERED_IS = "Between its brackets stands one question: answered(question)."
FUNCTIONS_ARE = "Known here: answered, count, default, max, min."
COMPARE_WATER = "Compare it with numbers, such as water == 3 or 5 <= water <= 8."
NO_QUOTES = "The choice {} stands without quotation marks."
TEXT_IS = "A number stands without quotation marks, a choice beside its question."
NUMBERS_ARE = "Numbers are made of + - * min() max() count() default() and names."
WRITTEN_WITH = "Write it with names, and, or, not, comparisons and brackets, such as number >= 3."
TOO_LONG = "It holds a number that is too long, or a character that cannot be printed."
NO_COMMA = "Write a decimal with a point, such as 1.5, and join conditions with and."
UNIT = "Write the number alone, in the unit of the question."
TRUTH = (
    "Write the condition alone, with not before it if it must be false, or leave it out if it "
    "always holds."
)
ONLY_AT_LEAST = 'The total of "drowning" can only be tested with >= or > and a whole number.'


def foreign(sign, instead):
    return f'"{sign}" does not belong to the condition language.', f"Write {instead}."


def alone(bracket):
    return f'This bracket has no partner: "{bracket}".', "Let each ( have its )."


def side_by_side(words):
    how = "Compare with >= and the like, join with and, or; an id is one word, with _ for blanks."
    return f'Between these two something is missing: "{words}".', how


def scope():
    questions = {question.id: question for question in QUESTIONS}
    made = Scope(questions, {}, frozenset(FACTORS), frozenset({"torn"}))
    for id_, text in NAMED.items():
        value, faults = read_value(text, made)
        assert not faults
        made = Scope(questions, {**made.derived, id_: value}, made.factors, made.broken)
    return made


SCOPE = scope()


def said(text, answers):
    """Returns True, False or None for what the engine makes of a condition and its opposite."""
    condition, faults = read_condition(text, SCOPE)
    assert faults == ()
    gates = (
        Gate(key=("yes",), where="", when=condition),
        Gate(key=("no",), where="", when=Not(condition)),
        Gate(key=("but",), where="", unless=condition),
    )
    opened = {name for (name,) in Matcher(gates).match({**answers, **TOTALS})}
    assert ("but" in opened) == ("yes" not in opened)
    assert not opened >= {"yes", "no"}
    return True if "yes" in opened else False if "no" in opened else None


# Three values -------------------------------------------------------------------------------------

VALUES = {True: {"water": 9}, False: {"water": 1}, None: {"water": None}}
OTHERS = {True: {"rain": 9}, False: {"rain": 1}, None: {}}


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (True, True, True, True),
        (True, False, False, True),
        (True, None, None, True),
        (False, True, False, True),
        (False, False, False, False),
        (False, None, False, None),
        (None, True, None, True),
        (None, False, False, None),
        (None, None, None, None),
    ],
)
def test_and_and_or_know_what_the_known_side_decides(left, right, both, either):
    answers = VALUES[left] | OTHERS[right]

    assert said("water > 5 and rain > 5", answers) is both
    assert said("water > 5 or rain > 5", answers) is either
    assert said("not (water > 5 and rain > 5)", answers) is (None if both is None else not both)
    assert said("not (water > 5 or rain > 5)", answers) is (None if either is None else not either)


@pytest.mark.parametrize(("value", "opposite"), [(True, False), (False, True), (None, None)])
def test_not_leaves_the_unknown_unknown(value, opposite):
    assert said("not water > 5", VALUES[value]) is opposite
    assert said("not not water > 5", VALUES[value]) is value


@pytest.mark.parametrize(
    ("text", "answers", "value"),
    [
        ("water > 5 or rain > 5 and place == 'sunny'", {"water": 9}, True),
        ("(water > 5 or rain > 5) and place == 'sunny'", {"water": 9}, None),
        ("not water > 5 and rain > 5", {"water": 9, "rain": 9}, False),
        ("not (water > 5 and rain > 5)", {"rain": 1}, True),
    ],
)
def test_and_binds_more_than_or_and_not_more_than_both(text, answers, value):
    assert said(text, answers) is value


# Forms --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "answers", "value"),
    [
        ("place == 'sunny'", {"place": "sunny"}, True),
        ("place == 'sunny'", {"place": "dark"}, False),
        ("'sunny' == place", {"place": "sunny"}, True),
        ("place != 'sunny'", {"place": "dark"}, True),
        ("place != 'sunny'", {"place": "sunny"}, False),
        ("place in ('sunny', 'dark')", {"place": "dark"}, True),
        ("place in ('sunny', 'dark')", {"place": "half"}, False),
        ("place in ['sunny']", {"place": "sunny"}, True),
        ("place not in ('sunny', 'dark')", {"place": "half"}, True),
        ("place not in ('sunny', 'dark')", {"place": "dark"}, False),
        ("'mould' in signs", {"signs": ("mould", "webs")}, True),
        ("'mould' in signs", {"signs": ("webs",)}, False),
        ("'mould' not in signs", {"signs": ("none",)}, True),
        ("'mould' not in signs", {"signs": ("mould",)}, False),
        ("water < 7", {"water": 6.5}, True),
        ("water < 7", {"water": 7}, False),
        ("water <= 7", {"water": 7}, True),
        ("water == 7", {"water": 7.0}, True),
        ("water != 7", {"water": 7}, False),
        ("water > 7", {"water": 7.5}, True),
        ("water >= 7", {"water": 6}, False),
        ("7 <= water < 14", {"water": 7}, True),
        ("7 <= water < 14", {"water": 14}, False),
        ("7 <= water < 14", {"water": 6}, False),
        ("1 < water < rain < 9", {"water": 2, "rain": 3}, True),
        ("1 < water < rain < 9", {"water": 0}, False),
        ("1 < water < rain < 9", {"water": 2}, None),
        ("5 > water", {"water": 4}, True),
        ("water > rain", {"water": 4, "rain": 3}, True),
        ("water == rain", {"water": 4, "rain": 3}, False),
        ("3 > 2", {}, True),
        ("drowning >= 4", {}, True),
        ("drowning > 4", {}, False),
        ("shade > 0", {}, False),
        ("shade >= 0", {}, True),
        ("wet", {"water": 6}, True),
        ("wet", {"water": 5}, False),
        ("answered(water)", {"water": 0}, True),
        ("answered(place)", {"place": "dark"}, True),
        ("answered(signs)", {"signs": ("none",)}, True),
        ("answered(water)", {"water": None}, False),
        ("answered(water)", {}, False),
        ("feed > 0.1", {"feed": "monthly"}, True),
        ("feed == 'monthly' and feed < 1", {"feed": "monthly"}, True),
        ("dose == 8.25", {"water": 4, "feed": "monthly"}, True),
        ("dose == 8.25", {"water": 4}, None),
        ("water + rain - 2 * feed == 7", {"water": 4, "rain": 5, "feed": "weekly"}, True),
        ("-1 < water * -1", {"water": 0}, True),
        ("min(water, rain) == 4", {"water": 4, "rain": 5}, True),
        ("max(water, rain, 9) == 9", {"water": 4, "rain": 5}, True),
        ("max(water, rain) >= 5", {"rain": 5}, None),
        ("count(signs, 'mould', 'webs') == 1", {"signs": ("webs", "brown")}, True),
        ("count(signs, 'mould', 'mould') == 1", {"signs": ("mould",)}, True),
        ("count(signs) == 2", {"signs": ("webs", "brown")}, True),
        ("count(signs) == 0", {"signs": ("none",)}, True),
        ("count(signs, 'none') == 1", {"signs": ("none",)}, True),
        ("default(water, 3) == 3", {}, True),
        ("default(water, 3) == 3", {"water": 4}, False),
        ("default(water, 3) == 0", {"water": 0}, True),
        ("default(water + rain, -2) == -2", {"water": 4}, True),
        ("default(count(signs), 0) == 0", {"signs": None}, True),
    ],
)
def test_every_form_means_what_the_format_says(text, answers, value):
    assert said(text, answers) is value


@pytest.mark.parametrize(
    "text",
    [
        "place == 'sunny'",
        "place != 'sunny'",
        "place in ('sunny', 'dark')",
        "place not in ('sunny', 'dark')",
        "'mould' in signs",
        "'mould' not in signs",
        "water < 7",
        "7 <= water < 14",
        "water == rain",
        "count(signs) == 0",
        "feed == 0",
        "dose != 0",
        "min(water, 3) <= 20",
        "wet",
    ],
)
def test_without_an_answer_nothing_is_known(text):
    assert said(text, {}) is None
    assert said(text, dict.fromkeys(("place", "signs", "water", "rain", "feed"))) is None


def test_a_condition_may_span_lines_and_hold_comments():
    text = "water > 5  # plenty :)\n  and (\n rain > 5\n)"

    assert said(text, {"water": 6, "rain": 6}) is True


def test_a_derived_value_may_be_a_number_or_a_condition():
    values = [read_value(text, SCOPE)[0] for text in ("count(signs)", "not wet", "wet", "dose + 1")]

    assert [isinstance(value, Condition) for value in values] == [False, True, True, False]


def test_names_are_found_for_the_order_of_derived_values():
    assert names_in("dose > 3 and answered(place)") == {"dose", "answered", "place"}
    assert names_in("dose > ") == frozenset()


# Faults -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "column", "what", "how"),
    [
        # Names
        (
            "watr > 3",
            1,
            'No question, derived value or factor has the id "watr".',
            'Did you mean "water"?',
        ),
        (
            "water > 3 and soil > 3",
            15,
            'No question, derived value or factor has the id "soil".',
            "Known here: dose, drowning, feed, huge, place, rain, shade, signs, torn, water, wet.",
        ),
        (
            "answered(watr)",
            10,
            'There is no question with the id "watr".',
            'Did you mean "water"?',
        ),
        ("answered(wet)", 10, '"wet" is not a question.', ""),
        ("answered(drowning)", 10, '"drowning" is not a question.', ""),
        # Neither true nor false
        (
            "water",
            1,
            '"water" alone is neither true nor false.',
            "Compare it with a number, such as water >= 4.",
        ),
        (
            "not drowning",
            5,
            '"drowning" alone is neither true nor false.',
            "Compare it with a number, such as drowning >= 4.",
        ),
        (
            "place",
            1,
            '"place" alone is neither true nor false.',
            "Say which choice: place == 'sunny'.",
        ),
        (
            "signs",
            1,
            '"signs" alone is neither true nor false.',
            "Say which box: 'brown' in signs.",
        ),
        ("True", 1, "This is not a condition: True.", CONDITIONS_ARE),
        ("answered()", 1, "answered() is not used like this.", ANSWERED_IS),
        ("answered('water')", 1, "answered() is not used like this.", ANSWERED_IS),
        ("any(signs)", 1, 'There is no function "any".', FUNCTIONS_ARE),
        (
            "count(signs)",
            1,
            "count(signs) alone is neither true nor false.",
            "Compare it with a number, such as count(signs) >= 2.",
        ),
        (
            "water == 3 or 4",
            15,
            "4 alone is neither true nor false.",
            "Say what is compared with it each time: number == 4.",
        ),
        (
            "water between 3 and 5",
            7,
            '"between" does not belong to the condition language.',
            "Write 5 <= number <= 8.",
        ),
        ("water in (3, 4)", 1, '"water" is a number.', COMPARE_WATER),
        ("water in water", 1, '"water" is a number.', COMPARE_WATER),
        *(
            (f"place == {name}", 10, NO_QUOTES.format(name), "Write place == 'sunny'.")
            for name in ("Sunny", "SUNNY", "suny")
        ),
        ("Sunny > place", 1, NO_QUOTES.format("Sunny"), "Write place == 'sunny'."),
        (
            "Brown in signs",
            1,
            "The choice Brown stands without quotation marks.",
            "Write 'brown' in signs.",
        ),
        (
            "place in (Sunny, dark)",
            11,
            "Sunny is not a choice in quotation marks.",
            "Write it as 'sunny'.",
        ),
        ("lambda: 0", 1, "This is not a condition: lambda: 0.", CONDITIONS_ARE),
        ("water > 3,", 1, "This is not a condition: (water > 3,).", NO_COMMA),
        ("water > 1,5", 1, "This is not a condition: (water > 1, 5).", NO_COMMA),
        ("water > (1,5)", 9, "This is not a number: (1, 5).", NO_COMMA),
        ("wet or (water > 1,5)", 8, "This is not a condition: (water > 1, 5).", NO_COMMA),
        ("", 1, "This is not a condition: ().", CONDITIONS_ARE),
        # Choices
        (
            "place == 'suny'",
            10,
            'The question "place" has no choice "suny".',
            'Did you mean "sunny"?',
        ),
        (
            "place in ('sunny', 'x')",
            20,
            'The question "place" has no choice "x".',
            "Known here: dark, half, sunny.",
        ),
        ("place in ()", 10, 'No choice of "place" is named.', ""),
        (
            "place in ('sunny', 3)",
            20,
            "3 is not a choice in quotation marks.",
            "Write it as 'sunny'.",
        ),
        (
            "place in ('sunny')",
            1,
            "After \"in\" stands no choice alone: 'sunny'.",
            "Write place == 'sunny'.",
        ),
        (
            "signs in ('brown', 'mould')",
            1,
            '"signs" may have several answers.',
            "Write '…' in signs, one test for each box.",
        ),
        (
            "water + 1 in (1, 2)",
            1,
            'Before "in (…)" stands a choice question, not water + 1.',
            "",
        ),
        (
            "place < 'sunny'",
            1,
            "Choices have no order, so \"<\" cannot compare 'sunny'.",
            "Write place == 'sunny', or compare the amount with a number.",
        ),
        (
            "place == 'sunny' == 'dark'",
            21,
            "'sunny' is text, and 'dark' is not a question.",
            TEXT_IS,
        ),
        ("water + 1 == 'x'", 1, "'x' is text, and water + 1 is not a question.", TEXT_IS),
        (
            "water == '3'",
            10,
            "\"water\" is a number; '3' is text.",
            "Write the number without quotation marks.",
        ),
        (
            "place is 'sunny'",
            1,
            '"is" does not belong to the condition language.',
            "Write == or != instead.",
        ),
        # Boxes
        (
            "'bron' in signs",
            1,
            'The question "signs" has no choice "bron".',
            'Did you mean "brown"?',
        ),
        ("signs == 'brown'", 1, '"signs" may have several answers.', "Write 'brown' in signs."),
        (
            "'dark' in place",
            11,
            '"place" has one answer, not boxes.',
            "Write place == 'dark'.",
        ),
        (
            "'brown' in water",
            12,
            '"water" is a number question and has no boxes.',
            "Compare it with a number, such as water >= 4.",
        ),
        (
            "'brown' in (signs or wet)",
            13,
            'After "in" stands a many question, not signs or wet.',
            "",
        ),
        # Totals
        ("drowning < 4", 1, ONLY_AT_LEAST, "Write drowning >= 4."),
        ("drowning <= 4", 1, ONLY_AT_LEAST, "Write drowning >= 4."),
        ("drowning == 4", 1, ONLY_AT_LEAST, "Write drowning >= 4."),
        ("drowning >= drowning", 1, ONLY_AT_LEAST, "Write drowning >= 4."),
        ("drowning != 4", 1, ONLY_AT_LEAST, "Write drowning >= 4."),
        ("drowning >= 4.5", 1, ONLY_AT_LEAST, "Write drowning >= 4."),
        ("drowning >= -1", 1, ONLY_AT_LEAST, "Write drowning >= 4."),
        ("drowning >= True", 1, ONLY_AT_LEAST, "Write drowning >= 4."),
        ("drowning >= water", 1, ONLY_AT_LEAST, "Write drowning >= 4."),
        ("drowning >= 1000000001", 13, "1000000001 is larger than 1,000,000,000.", ""),
        (
            "wet or not (wet and drowning >= 4)",
            13,
            'The total of "drowning" cannot stand under not.',
            'Write it in "unless".',
        ),
        (
            "4 <= drowning",
            6,
            'The total of "drowning" is not a number to work with.',
            "Compare it alone: drowning >= 4.",
        ),
        # Numbers
        (
            "place > 3",
            1,
            'The choices of "place" have no amounts, so it is not a number.',
            "Compare it with a choice: place == 'sunny'.",
        ),
        (
            "signs > 3",
            1,
            '"signs" is a many question, not a number.',
            "Write count(signs, …).",
        ),
        ("wet + 1 > 3", 1, '"wet" is a condition, not a number.', ""),
        (
            "water / 2 > 3",
            1,
            "This is not a number: water / 2.",
            "Multiply what it is compared with instead, or by a decimal such as 0.5.",
        ),
        ("-water > 3", 1, "This is not a number: -water.", NUMBERS_ARE),
        ("water > True", 9, "This is not a number: True.", NUMBERS_ARE),
        ("water > -True", 9, "This is not a number: -True.", NUMBERS_ARE),
        (
            "water > None",
            9,
            '"None" does not belong to the condition language.',
            "Write not answered(question).",
        ),
        ("water > 1e999", 9, "inf is not a finite number.", ""),
        ("water > 0.1234567", 9, "0.1234567 has more than 6 decimals.", "Round it."),
        ("water > 1000000001", 9, "1000000001 is larger than 1,000,000,000.", ""),
        (
            "huge + 1 > 3",
            1,
            "This can become larger than 1,000,000,000.",
            "Use a smaller unit or range.",
        ),
        # Functions
        ("mx(water, 1) > 1", 1, 'There is no function "mx".', 'Did you mean "max"?'),
        (
            "len(signs) > 1",
            1,
            'There is no function "len".',
            "Known here: answered, count, default, max, min.",
        ),
        (
            "count() > 1",
            1,
            "count() is not used like this.",
            "Write count(question, 'box', 'box').",
        ),
        ("count(water) > 1", 7, 'count() needs a many question; "water" is none.', ""),
        (
            "count(signs, brown) > 1",
            14,
            "brown is not a choice in quotation marks.",
            "Write it as 'brown'.",
        ),
        (
            "place in (sunny, dark)",
            11,
            "sunny is not a choice in quotation marks.",
            "Write it as 'sunny'.",
        ),
        (
            "default(water) > 1",
            1,
            "default() is not used like this.",
            "Write default(number, 0).",
        ),
        (
            "default(water, feed) > 1",
            16,
            "The second part of default() must be a constant.",
            "",
        ),
        (
            "default(default(water, 0), 1) > 1",
            9,
            "The first part of default() is never unknown.",
            "Leave default() out.",
        ),
        ("min(water) > 1", 1, "min() is not used like this.", "Write min(number, number)."),
        ("foo.bar(water) > 1", 1, "This is not a number: foo.bar(water).", NUMBERS_ARE),
        # What Python cannot read
        (
            "water > > 3",
            9,
            "This is not a condition: something is missing here, or too much.",
            WRITTEN_WITH,
        ),
        ("water > 3 and", 14, "This is not a condition: it breaks off.", WRITTEN_WITH),
        ("(water > 3))", 12, *alone(")")),
        ("wet and (place in ('sunny', 'shady')", 9, *alone("(")),
        ("place in ['sunny', 'shady'", 10, *alone("[")),
        (
            "03 > water",
            1,
            "This is not a condition: a number begins with 0.",
            "Write it without.",
        ),
        (
            "water\u00a0> 3",
            6,
            "This is not a condition: a character here does not belong to the condition language.",
            "Write it anew.",
        ),
        ("water cups > 3", 1, *side_by_side("water cups")),
        ("water > 3 und wet", 9, *side_by_side("3 und")),
        ("water > 3 wet", 9, *side_by_side("3 wet")),
        ("water 3", 1, *side_by_side("water 3")),
        ("water \u2212 3 > 2", 7, *foreign("\u2212", "-")),
        ("water > 0x" + "F" * 3900, 1, TOO_LONG, ""),
        # What belongs to other languages
        ("water = 3", 7, *foreign("=", "==")),
        ("water === 3", 7, *foreign("===", "==")),
        ("water => 3", 7, *foreign("=>", ">=")),
        ("water > = 3", 7, *foreign("> =", ">=")),
        ("water =< 3", 7, *foreign("=<", "<=")),
        ("water <> 3", 7, *foreign("<>", "!=")),
        ("water ≥ 3", 7, *foreign("≥", ">=")),
        ("water ≤ 3", 7, *foreign("≤", "<=")),
        ("water ≠ 3", 7, *foreign("≠", "!=")),
        ("wet && water > 3", 5, *foreign("&&", "and")),
        ("wet & water > 3", 5, *foreign("&", "and")),
        ("wet || water > 3", 5, *foreign("||", "or")),
        ("wet | (water > 3)", 5, *foreign("|", "or")),
        ("!wet", 1, *foreign("!", "not")),
        ("wet AND water > 3", 5, *foreign("AND", "and")),
        ("wet OR water > 3", 5, *foreign("OR", "or")),
        ("NOT (wet)", 1, *foreign("NOT", "not")),
        ("'brown' IN signs", 9, *foreign("IN", "in")),
        ("water > 10%", 11, *foreign("%", "the number alone")),
        ("water % 2 == 0", 7, *foreign("%", "the number alone")),
        ("{water} > 3", 1, *foreign("{water}", "water")),
        (
            "place == \u201csunny\u201d",
            10,
            *foreign("\u201csunny\u201d", "straight quotation marks: 'sunny'"),
        ),
        ("true", 1, '"true" does not belong to the condition language.', TRUTH),
        ("wet == false", 8, '"false" does not belong to the condition language.', TRUTH),
        ("water > 1 hour", 9, 'Behind the number stands a word: "1 hour".', UNIT),
        ("wet and water > 2.5cups", 17, 'Behind the number stands a word: "2.5cups".', UNIT),
        (
            "signs contains 'brown'",
            7,
            '"contains" does not belong to the condition language.',
            "Write 'box' in question.",
        ),
        # Choices without quotation marks
        (
            "place == sunny",
            10,
            "The choice sunny stands without quotation marks.",
            "Write place == 'sunny'.",
        ),
        (
            "sunny != place",
            1,
            "The choice sunny stands without quotation marks.",
            "Write place == 'sunny'.",
        ),
        (
            "brown in signs",
            1,
            "The choice brown stands without quotation marks.",
            "Write 'brown' in signs.",
        ),
        (
            "signs == brown",
            10,
            "The choice brown stands without quotation marks.",
            "Write 'brown' in signs.",
        ),
        (
            "place == 'sunny' or 'dark'",
            21,
            "'dark' alone is neither true nor false.",
            "Say of which question: question == 'dark', or 'dark' in question.",
        ),
        ("water > 3) or (wet", 10, *alone(")")),
        (
            "wet and (place == 'sunny or place == 'shady')",
            44,
            "This quotation mark has no partner.",
            "Write each choice between two of them: 'choice'.",
        ),
    ],
)
def test_a_fault_says_what_is_wrong_where_and_how_to_mend_it(text, column, what, how):
    assert read_condition(text, SCOPE) == (None, (Fault(1, column, what, how),))


def test_all_that_belongs_to_other_languages_is_found_at_once_but_not_in_texts_and_remarks():
    _, faults = read_condition(
        "place = 'a = b' && wet  # = &&\n OR !wet and place == 'it\\'s ='", SCOPE
    )

    assert [(fault.place, fault.how) for fault in faults] == [
        ("column 7", "Write ==."),
        ("column 17", "Write and."),
        ("line 2, column 2", "Write or."),
        ("line 2, column 5", "Write not."),
    ]


def test_a_mark_without_its_end_hides_what_stands_behind_it():
    _, (fault,) = read_condition("wet and place == 'sunny && wet", SCOPE)

    assert fault.what == "This quotation mark has no partner."
    assert fault.how == "Write each choice between two of them: 'choice'."


def test_an_id_may_be_called_true():
    named_so = Scope({"true": number("true")}, {}, frozenset())

    assert read_condition("true > 3", named_so)[1] == ()


def test_all_faults_of_a_condition_are_found_at_once():
    condition, faults = read_condition("watr > 3 or\n  (wet and place == 'x')\n or lite > 1", SCOPE)

    assert condition is None
    assert [fault.place for fault in faults] == [
        "column 1",
        "line 2, column 21",
        "line 3, column 5",
    ]


def test_the_end_of_a_text_that_breaks_off_is_its_place():
    _, (fault,) = read_condition("water > 3\n and", SCOPE)

    assert fault.place == "line 2, column 5"


@pytest.mark.parametrize(
    "text", ["torn > 3", "torn", "'x' in torn", "answered(torn)", "wet or torn"]
)
def test_who_uses_what_is_broken_elsewhere_is_not_to_blame(text):
    assert read_condition(text, SCOPE) == (None, ())


def test_a_name_that_may_stand_in_an_unreadable_file_is_no_fault():
    incomplete = Scope(SCOPE.questions, SCOPE.derived, SCOPE.factors, complete=False)

    assert read_condition("soil > 3 and answered(pot)", incomplete) == (None, ())


def test_a_condition_that_is_too_long_is_refused_unread():
    text = " or ".join(["water > 3"] * 400)
    _, (fault,) = read_condition(text, SCOPE)

    assert fault == Fault(
        1,
        LONGEST + 1,
        f"The condition is {len(text)} characters long; 4000 is the limit.",
        "Give parts of it a name as derived values.",
    )


def test_long_pieces_are_quoted_in_part():
    _, (fault,) = read_condition("[" + "1, " * 100 + "]", SCOPE)

    assert fault.what == "This is not a condition: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,…."


# Hostile text -------------------------------------------------------------------------------------

TOKENS = (
    *("water", "place", "signs", "feed", "wet", "dose", "drowning", "torn", "watr", "huge"),
    *("'sunny'", "'brown'", "'x'", "3", "0.5", "1e9", "True", "None", "and", "or", "not", "in"),
    *("==", "!=", "<", ">=", "+", "-", "*", "/", "(", ")", ",", "count(", "default(", "min("),
    *("answered(", "lambda", ":", "if", "else", "[", "]", "{", "}", "\n", "#", ".", ":=", "f'{"),
)


@pytest.mark.parametrize(
    "text",
    [
        "\x00",
        "not " * 900 + "wet",
        "(" * 1900 + "wet" + ")" * 1900,
        "(" * 150 + "wet" + ")" * 150,
        "-" * 3000 + "1 > water",
        "1" * 3999,
        "water > 0x" + "F" * 3900,
        "drowning > 0x" + "F" * 3900,
        "water" + ".a" * 1500,
        "water > " + "min(1, " * 90 + "1" + ")" * 90,
        "'\\ud800' in signs",
        "place == '\\N{nothing}'",
        "water > 3\\",
        "\ud800 > 3",
        "\uff57ater > 3",
        "\t\f\r\n \u202e\u2028",
        "water > 3 #" + "\r" * 10,
    ],
)
def test_hostile_text_is_refused_or_read_but_never_raises(text):
    check_reading(text)


@given(st.text(max_size=60))
def test_any_text_is_refused_or_read(text):
    check_reading(text)


@given(st.lists(st.sampled_from(TOKENS), max_size=14).map(" ".join))
def test_any_words_of_the_language_are_refused_or_read(text):
    check_reading(text)


def check_reading(text):
    names_in(text)
    for read in (read_condition, read_value):
        node, faults = read(text, SCOPE)
        assert node is None or not faults
        for fault in faults:
            assert fault.what.endswith(".")
            assert 1 <= fault.line <= len(text.splitlines()) + 2
            assert fault.column >= 1
        if isinstance(node, Condition):
            with suppress(TooManyConjunctions, RecursionError):  # the loader refuses such
                Matcher([Gate(key=(), where="", when=node)]).match(TOTALS)


def test_a_constant_on_the_left_is_read_as_if_it_stood_on_the_right():
    assert read_condition("2 < water", SCOPE) == read_condition("water > 2", SCOPE)
    assert read_condition("2 >= water", SCOPE) == read_condition("water <= 2", SCOPE)
    assert read_condition("2 == water", SCOPE) == read_condition("water == 2", SCOPE)
