"""What is too large to be checked and assessed in time is refused with a sentence."""

import pytest
from houseplants import CARD, files, question, rule, section
from spoiling import TODAY, printed, refusal, spoilt

from questionnaire import Questionnaire
from questionnaire.checking.checks import check
from questionnaire.loading import files as rule_files
from questionnaire.loading import resolver, size
from questionnaire.loading.cases import load_cases
from questionnaire.report.explanation import explanation
from questionnaire.report.formats import rendered


def refused(folder, **parts):
    for name, text in files(**parts).items():
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
    return refusal(folder)


def chained(length, value, first="water"):
    """Returns a section in which each derived value uses the one before, named by ``{}``."""
    values = [first, *(value.format(f"d{number}") for number in range(length - 1))]
    derived = (f'[[derived]]\nid = "d{n}"\nvalue = "{one}"\n' for n, one in enumerate(values))
    return section(question("water"), *derived)


def factor(*rules):
    return {"thirst": CARD + "".join(rules)}


def test_derived_values_that_use_one_another_too_deeply_are_refused(tmp_path):
    asked = chained(250, "{}")

    assert refused(tmp_path, section=asked, factors=factor(rule("a", when="d249 >= 3"))) == (
        'sections/care.toml: derived "d200", value\n'
        "  With the derived values in it, it is nested more than 200 deep.\n"
        "  Let fewer derived values use one another, and add up long sums in several parts."
    )


@pytest.mark.parametrize("value", ["{}", "min({}, 5)", "{} + water", "not {}", "{} and water > 0"])
def test_derived_values_within_the_limit_can_be_used(tmp_path, value):
    is_condition = "not" in value or "and" in value
    length = 190 if value == "{}" else 95
    asked = chained(length, value, "water > 1" if is_condition else "water")
    last = f"d{length - 1}"
    when = last if is_condition else f"{last} >= 3"
    assert refused(tmp_path, section=asked, factors=factor(rule("a", when=when))) == ""

    plants = Questionnaire.load(tmp_path)
    assert rendered(plants.report({"water": 3}), "text")
    assert explanation(plants.rulebook, last)
    assert check(plants.rulebook, today=TODAY).warnings


def test_a_question_with_too_many_choices_is_refused(tmp_path):
    choices = [f"c{number}" for number in range(1001)]
    many = section(question("x", text="Which?", kind="choice", choices=choices))

    assert refused(tmp_path, section=many, factors=factor(rule("a", when="x == 'c0'"))) == (
        'sections/care.toml: question "x"\n'
        "  It has 1,001 choices; 1,000 is the limit.\n"
        "  Ask in two questions, first for the group."
    )


def test_too_many_questions_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(size, "ALL_QUESTIONS", 2)

    assert refused(tmp_path) == (
        "sections\n  There are 3 questions; 2 is the limit.\n  Make several rule bases of it."
    )


def test_chains_of_questions_and_of_totals_are_refused_if_too_long(tmp_path, monkeypatch):
    monkeypatch.setattr(size, "LONGEST_CHAIN", 1)
    asked = section(question("water"), question("place", when="water > 1"))
    totals = factor(rule("a", when="water < 1")) | {"wet": CARD + rule("b", when="thirst >= 1")}

    assert refused(tmp_path, section=asked, factors=totals) == (
        "sections\n"
        "  2 questions depend on one another in a row; 1 is the limit.\n"
        "  Let them look at the first ones.\n\n"
        "factors\n"
        "  2 factors depend on one another in a row; 1 is the limit.\n"
        "  Let them look at the first ones."
    )


TOO_MANY_WAYS = (
    "factors\n"
    "  All conditions together have more than 3 ways of being true.\n"
    "  Write count(…) instead of many alternatives, or make several rule bases of it."
)


def test_too_many_ways_of_all_conditions_together_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(size, "ALL_WAYS", 3)
    twice = rule("a", when="water < 1 or water > 2"), rule("b", when="water < 1 or water > 2")

    assert refused(tmp_path, factors=factor(*twice)) == TOO_MANY_WAYS


def test_conditions_beyond_too_many_ways_are_not_even_read(tmp_path, monkeypatch):
    monkeypatch.setattr(size, "ALL_WAYS", 3)
    monkeypatch.setattr(resolver, "ALL_WAYS", 3)
    two = rule("a", when="water < 1 or water > 2"), rule("b", when="water > 5", unless="water > 9")
    rules = factor(rule("z", when="wter > 1"), *two, rule("c", when="wter > 3"))

    misread, *others = refused(tmp_path, factors=rules).split("\n\n")
    assert misread.startswith('factors/thirst.toml: rule "z", when, column 1\n')
    assert others == [TOO_MANY_WAYS]


CHANGE = {"text": "{new} instead of {old}", "towards": "fewer"}
WIDE = section(question("water", change=CHANGE, range=[0, 10**8], step=1))


def test_a_change_that_would_try_too_many_answers_is_refused(tmp_path):
    rules = factor(rule("a", when="water + water > 10"))

    assert refused(tmp_path, section=WIDE, factors=rules) == (
        'sections/care.toml: question "water", change\n'
        "  100,000,001 answers would be tried as a change, 100,000,001 with those of other "
        "questions; 4,000,000 is the limit.\n"
        "  Ask in larger steps or over a smaller range, or suggest changes of fewer questions."
    )


@pytest.mark.parametrize("rules", [rule("a", when="water > 10"), rule("a", when="answered(water)")])
def test_a_change_that_need_not_try_all_answers_is_not_refused(tmp_path, rules):
    assert refused(tmp_path, section=WIDE, factors=factor(rules)) == ""


def test_a_rule_base_of_too_many_bytes_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(rule_files, "LARGEST_OF_ALL", 2 * 2**20)
    folder = spoilt(tmp_path, ("sources.toml", "", "#" * 2**21))

    assert refusal(folder).startswith(
        "sources.toml\n"
        "  With it the rule base has more than 2 MiB.\n"
        "  Take out what is not used, or make several rule bases of it."
    )


CASES = '[[case]]\nid = "of_{0}"\ntext = "A plant."\nanswers.water = {0}\nurgency = "any"\n'


def test_more_cases_and_probes_than_can_be_tried_in_time_are_told(tmp_path, monkeypatch):
    assert refused(tmp_path, head='[factors]\nunless = "water > 3"\n') == ""
    rulebook = Questionnaire.load(tmp_path).rulebook
    probe = '[[probe]]\nof = "factors"\nfires = [{}, {}]\n'
    (tmp_path / "cases").mkdir()
    text = "".join(map(CASES.format, "123"))
    (tmp_path / "cases" / "all.toml").write_text(text + 2 * probe, "utf-8")
    monkeypatch.setattr(size, "ALL_TRIES", 500)

    cases, problems = load_cases(tmp_path, rulebook)

    assert len(cases.cases) == 2
    assert printed(problems) == (
        "cases\n"
        "  There are 3 cases; 2 can be tried in time beside its rules.\n"
        "  Keep some in another folder, and check them apart.\n\n"
        "cases\n"
        "  Its probes have 4 sets of answers; 2 can be tried in time.\n"
        "  Keep some in another folder, and check them apart."
    )
