"""Ten edits that are planted in the rule base that ships, each told as grave as it is.

They are planted wherever there is first something to plant them in, so that none of its sentences
and numbers stands here.
"""

import shutil
from functools import cache
from pathlib import Path

from commands import run
from msgspec.structs import replace
from people import cases, questionnaire

from questionnaire.checking.both import Both
from questionnaire.checking.differences import differences
from questionnaire.knowledge.conditions import (
    And,
    Comparison,
    Constant,
    DerivedNumber,
    Measure,
    Ticked,
)
from questionnaire.knowledge.model import ChoiceQuestion, NumberQuestion
from questionnaire.loading.cases import Cases

RULES = Path(__file__).parents[2] / "rules"


class Planted:
    """The rule base with one edit after the other; ``wanted`` is what each has to be told as."""

    def __init__(self, rulebook):
        self.new = rulebook
        self.wanted = {}

    def plant(self, name, kind, id_, concern, **keys):
        """Puts other keys into one thing of a mapping of the rule base."""
        things = getattr(self.new, name)
        edited = {**things, id_: replace(things[id_], **keys)}
        self.new = replace(self.new, **{name: edited})
        self.wanted[kind, id_] = concern

    def plant_rule(self, rule, concern, **keys):
        factor = self.new.factors[rule.factor]
        rules = tuple(replace(one, **keys) if one.id == rule.id else one for one in factor.rules)
        self.plant("factors", "factor", factor.id, None, rules=rules)
        del self.wanted["factor", factor.id]
        self.wanted["rule", rule.id] = concern

    def untouched(self, name, kind, wanted):
        """Returns the first thing with no edit so far that is as wanted."""
        things = getattr(self.new, name).values()
        return next(one for one in things if (kind, one.id) not in self.wanted and wanted(one))

    def rules(self):
        return (rule for factor in self.new.factors.values() for rule in factor.rules)


def is_threshold(when):
    return (
        isinstance(when, Comparison)
        and isinstance(when.left, Measure | DerivedNumber)
        and when.operator in (">", ">=")
        and isinstance(when.right, Constant)
        and when.right.value > 1
    )


def higher(when):
    return replace(when, right=Constant(when.right.value + 1))


@cache
def planted():
    edits = Planted(questionnaire().rulebook)
    by_number = next(rule for rule in edits.rules() if is_threshold(rule.when) and not rule.unless)
    edits.plant_rule(by_number, "result", when=higher(by_number.when))
    heavier = next(one for one in edits.rules() if ("rule", one.id) not in edits.wanted)
    edits.plant_rule(heavier, "result", weight=heavier.weight + 1)

    boxed = edits.untouched("red_flags", "red flag", lambda one: isinstance(one.when, Ticked))
    also = next(one for one in edits.new.questions.values() if isinstance(one, NumberQuestion))
    beside = Comparison(Measure(also.id, also.low, also.high), ">", Constant(also.low))
    narrower = {"when": And((boxed.when, beside))}
    edits.plant("red_flags", "red flag", boxed.id, "danger", **narrower)
    lowest, *_, highest = edits.new.urgencies
    urgent = edits.untouched("red_flags", "red flag", lambda one: one.urgency == highest)
    edits.plant("red_flags", "red flag", urgent.id, "danger", urgency=lowest)
    gone = edits.untouched("red_flags", "red flag", bool)
    left = {id_: one for id_, one in edits.new.red_flags.items() if id_ != gone.id}
    edits.new = replace(edits.new, red_flags=left)
    edits.wanted["red flag", gone.id] = "danger"

    *_, level = edits.new.levels
    edits.plant("levels", "level", level, "result", start=edits.new.levels[level].start + 1)
    careful = edits.untouched(
        "factors", "factor", lambda one: any(line.when is None for line in one.cautions)
    )
    cautions = tuple(line for line in careful.cautions if line.when is not None)
    edits.plant("factors", "factor", careful.id, "danger", cautions=cautions)
    shown = edits.untouched("questions", "question", lambda one: isinstance(one, ChoiceQuestion))
    first, *rest = shown.choices
    labelled = (replace(first, label=f"{first.label} or so"), *rest)
    edits.plant("questions", "question", shown.id, "words", choices=labelled)
    narrow = edits.untouched("questions", "question", lambda one: isinstance(one, NumberQuestion))
    edits.plant("questions", "question", narrow.id, "result", high=narrow.high - narrow.step)
    source = edits.untouched("sources", "source", bool)
    edits.plant("sources", "source", source.id, "words", title=f"{source.title}!")

    both = Both(questionnaire().rulebook, edits.new)
    some = Cases(tuple(cases().values()), ())
    people = [both.person(answers) for answers in both.people((some, some)).values()]
    return edits, both, differences(both, people)


def test_each_edit_is_told_as_grave_as_it_is():
    edits, _, found = planted()

    told = {(one.kind, one.id): one.concern for one in found if one.edits}
    assert len(edits.wanted) == 10
    assert told == edits.wanted


def test_thresholds_are_told_with_somebody_between_and_proved():
    edits, both, found = planted()

    regions = {(one.kind, one.id): one.regions for one in found}
    for kind, id_ in list(edits.wanted)[:1] + list(edits.wanted)[2:3]:
        (region,) = regions[kind, id_]
        assert region.turn == "no more"
        assert region.proved
        key = (kind, id_)
        again = both.person(region.somebody.answers)
        assert key in again.old.open - again.new.open


def test_an_edit_of_a_remark_is_none(tmp_path):
    copy = shutil.copytree(RULES, tmp_path / "rules")
    with (copy / "rulebook.toml").open("a", encoding="utf-8") as file:
        file.write("\n# A remark.\n")

    done = run("diff", RULES, copy, "--fail-on", "words")

    assert done.exit_code == 0, done.output
    assert "Nothing differs in what is asked, concluded or said" in done.output
    assert "Only remarks, probes, their order, the version or the review differ." in done.output
