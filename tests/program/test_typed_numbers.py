"""What a person types for a number, and what is made of it."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaire.knowledge.model import NumberQuestion
from questionnaire.knowledge.typed_numbers import read_number


def asks(unit, high, step=1, units=()):
    factors = {name: Fraction(factor) for name, factor in units}
    high, step = Fraction(high), Fraction(step)
    return NumberQuestion(
        id="q",
        section="s",
        text="?",
        unit=unit,
        low=Fraction(),
        high=high,
        step=step,
        units=factors,
    )


CUPS = asks("cups a day", 30, units=[("glasses", 1), ("litres", 4), ("l", 4), ("ml", "1/250")])
HALVES = asks("hours", 16, "1/2", [("h", 1), ("minutes", "1/60"), ("min", "1/60")])
WEEKLY = asks("hours a week", 80, "1/2", [("hours a day", 7), ("minutes a day", "7/60")])
GRAMS = asks("mg", 500, units=[("mcg", "1/1000"), ("\u00b5g", "1/1000"), ("g", 1000)])
TIMES = asks("", 9)

WANTED = "Enter a whole number of cups a day between 0 and 30."
OTHERS = " Or write another unit behind it: litres, ml."


@pytest.mark.parametrize(
    ("question", "typed", "value"),
    [
        (CUPS, "7", 7),
        (CUPS, "  7 ", 7),
        (CUPS, "+7", 7),
        (CUPS, "07", 7),
        (CUPS, "7.", 7),
        (CUPS, "7,0", 7),
        (CUPS, "\u0667", 7),
        (CUPS, "0", 0),
        (CUPS, "-0", 0),
        (HALVES, "7.5", 7.5),
        (HALVES, "7,5", 7.5),
        (HALVES, ",5", 0.5),
        (HALVES, "0,500", 0.5),
        (HALVES, "5 1/2", 5.5),
        (HALVES, "5\u00bd", 5.5),
        (HALVES, "5 \u00bd h", 5.5),
        (HALVES, "1/2", 0.5),
        (HALVES, "1\u20442", 0.5),
        (HALVES, "\u00bd hour", 0.5),
        (CUPS, "7 cups", 7),
        (CUPS, "7cups", 7),
        (CUPS, "1 cup", 1),
        (CUPS, "7 Cups a day.", 7),
        (CUPS, "7 cups per day", 7),
        (CUPS, "7/day", 7),
        (CUPS, "7 a day", 7),
        (CUPS, "3 glasses each day", 3),
        (CUPS, "2 litres", 8),
        (CUPS, "1 litre a day", 4),
        (CUPS, "2l", 8),
        (CUPS, "1,5 L/day", 6),
        (CUPS, "1 1/2 l", 6),
        (CUPS, "1 litre 500 ml", 6),
        (CUPS, "1500ml", 6),
        (HALVES, "7 h 30 min", 7.5),
        (HALVES, "7h30min", 7.5),
        (HALVES, "90 minutes", 1.5),
        (HALVES, "30 min.", 0.5),
        (WEEKLY, "2 hours a day", 14),
        (WEEKLY, "30 minutes per day", 3.5),
        (GRAMS, "5000 mcg", 5),
        (GRAMS, "5000\u03bcg", 5),
        (GRAMS, "0.05 g", 50),
        (TIMES, "3", 3),
    ],
)
def test_a_number_is_understood_in_the_unit_of_its_question(question, typed, value):
    assert read_number(question, typed) == value


@pytest.mark.parametrize(
    ("question", "typed", "said"),
    [
        (CUPS, "", f"Nothing is entered yet. {WANTED}"),
        (CUPS, "five", f'"five" does not fit. {WANTED}{OTHERS}'),
        (CUPS, "about 5", f'"about 5" does not fit. {WANTED}{OTHERS}'),
        (CUPS, "5+", f'"5+" does not fit. {WANTED}{OTHERS}'),
        (CUPS, "less than 5", f'"less than 5" does not fit. {WANTED}{OTHERS}'),
        (CUPS, "5 mugs", f'"5 mugs" does not fit. {WANTED}{OTHERS}'),
        (CUPS, "5 cups a week", f'"5 cups a week" does not fit. {WANTED}{OTHERS}'),
        (CUPS, "31", f'"31" does not fit. {WANTED}{OTHERS}'),
        (CUPS, "20 litres", f'"20 litres" does not fit. {WANTED}{OTHERS}'),
        (CUPS, "-1", f'"-1" does not fit. {WANTED}{OTHERS}'),
        (CUPS, "9" * 50, f'"{"9" * 40}..." does not fit. {WANTED}{OTHERS}'),
        (CUPS, "24/7", f'"24/7" does not fit. {WANTED}{OTHERS}'),
        (CUPS, "1/0", f'"1/0" does not fit. {WANTED}{OTHERS}'),
        (CUPS, "5\u00b2", f'"5\u00b2" does not fit. {WANTED}{OTHERS}'),
        (CUPS, "nan", f'"nan" does not fit. {WANTED}{OTHERS}'),
        (HALVES, "7 hours a day", '"7 hours a day" does not fit.'),
        (GRAMS, "50 m", '"50 m" does not fit.'),
        (TIMES, "3 times", '"3 times" does not fit. Enter a whole number between 0 and 9.'),
        (CUPS, "4-6", '"4-6" is more than one number: enter the one that fits best.'),
        (CUPS, "4\u20136", '"4\u20136" is more than one number'),
        (CUPS, "4 to 6 cups", '"4 to 6 cups" is more than one number'),
        (CUPS, "7 7", '"7 7" is more than one number'),
        (CUPS, "1e1", '"1e1" is more than one number'),
        (CUPS, "4 cups 6 cups", '"4 cups 6 cups" is more than one number'),
        (CUPS, "500 ml 1 litre", '"500 ml 1 litre" is more than one number'),
        (CUPS, "5.5 1/2", '"5.5 1/2" is more than one number'),
        (HALVES, "7h30", '"7h30" is more than one number'),
        (CUPS, "2.3", '"2.3" falls between 2 and 3 cups a day: enter one of the two.'),
        (CUPS, "300 ml", '"300 ml" falls between 1 and 2 cups a day: enter one of the two.'),
        (HALVES, "40 min", '"40 min" falls between 0.5 and 1 hour: enter one of the two.'),
        (GRAMS, "50mcg", '"50mcg" falls between 0 and 1 mg: enter one of the two.'),
        (CUPS, "1,000", '"1,000" can be read in two ways: write it without the comma or point'),
        (CUPS, "1.500 ml", '"1.500 ml" can be read in two ways'),
    ],
)
def test_what_is_no_answer_is_refused_with_a_sentence(question, typed, said):
    refusal = read_number(question, typed)

    assert isinstance(refusal, str)
    assert refusal.startswith(said)


@given(
    st.text() | st.from_regex(r"[-+]?(\d{1,3}[.,/ ]?){1,4}( ?(cups|l|ml|h|a day))?", fullmatch=True)
)
def test_no_typed_text_becomes_anything_but_an_answer_or_a_sentence(text):
    value = read_number(CUPS, text)

    assert value.endswith(".") if isinstance(value, str) else value in range(31)


@given(
    st.integers(0, 30),
    st.sampled_from([("", 1), ("cups", 1), ("glasses", 1), ("litres", 4), ("ml", "1/250")]),
    st.sampled_from([".", ","]),
    st.sampled_from(["", " ", "  "]),
    st.sampled_from(["", " a day", "/day", " per day"]),
)
def test_an_amount_in_any_unit_comes_back_as_the_same_amount(cups, unit, mark, space, each):
    name, factor = unit
    amount = f"{float(cups / Fraction(factor)):.10g}".replace(".", mark)

    assert read_number(CUPS, f"{amount}{space}{name}{each}") == cups
