"""No key of the model can be forgotten: whichever is another one is found."""

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction

import msgspec
import pytest
from msgspec.structs import replace
from spoiling import HOUSEPLANTS

from questionnaire.checking.edits import _WORDS, IDENTITY, concern, edits
from questionnaire.knowledge import model
from questionnaire.knowledge.conditions import Answered, Condition, Constant, Node, Not, Number
from questionnaire.loading.rulebook import load

WORLD, _ = load(HOUSEPLANTS)
ONE = Fraction(1)
LINE = model.Line(text="A line.", keeps=("signs",))
RICH = replace(
    WORLD,
    notices=tuple(replace(one, keeps=("signs",)) for one in WORLD.notices),
    asked_first=("signs",),
    questions={
        id_: replace(question, change=model.Change(text="drink less", low=ONE, boxes={"b": "no b"}))
        for id_, question in WORLD.questions.items()
    },
    factors={
        id_: replace(one, **dict.fromkeys(model.LINE_KEYS, (LINE,)), up_to="low")
        for id_, one in WORLD.factors.items()
    },
    red_flags={id_: replace(one, keeps=("signs",)) for id_, one in WORLD.red_flags.items()},
)
"""The world with something under every key."""
SHAPES = {
    one
    for one in vars(model).values()
    if isinstance(one, type) and issubclass(one, msgspec.Struct)
    if one is not msgspec.Struct and not one.__name__.startswith("_")
}
DANGERS = {
    ("Choice", "label"),
    ("Level", "label"),
    ("Line", ""),
    ("Notice", ""),
    ("Notice", "signs"),
    ("Question", "unit"),
    ("RedFlag", ""),
    ("RedFlag", "time_frame"),
    ("RedFlag", "urgency"),
    ("Urgency", "label"),
    ("Urgency", "time_frame"),
}
"""What of these is a danger to change in small; without a key, that the thing is gone."""
KEYS = {(shape, name) for shape in SHAPES for name in shape.__struct_fields__}


def other(value, name):  # noqa: C901 - a case for each type
    """Returns another value of the same type."""
    match value:
        case None if name in ("when", "unless", "no_factors"):
            return Answered("signs")
        case None if name == "year":
            return 1999
        case None if name in ("low", "high", "step", "amount"):
            return Fraction(7)
        case None:
            return model.Change(text="x") if name == "change" else "low"
        case bool():
            return not value
        case int() | Fraction():
            return value + 1
        case "now" if name == "urgency":
            return "any"
        case str():
            return value + "x"
        case date():
            return value + timedelta(1)
        case _ if isinstance(value, Condition):
            return Not(value)
        case _ if isinstance(value, Number):
            return Constant(ONE)
        case tuple() if name == "questions":  # one that is gone is told as such
            return value[::-1]
        case tuple() if value:
            return value[1:]
        case tuple():
            return (LINE,) if name in (*model.LINE_KEYS, "advice", "notes") else ("signs",)
        case Mapping() if value:
            return dict([*value.items()][1:])
        case Mapping():
            return {"x": ONE}
        case msgspec.Struct():
            first = value.__struct_fields__[0]
            return replace(value, **{first: other(getattr(value, first), first)})


def changed(value, found):
    """Yields the value with one key of something in it changed, for each key not in ``found``."""
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield from ({**value, key: new} for new in changed(one, found))
    elif isinstance(value, tuple):
        for place, one in enumerate(value):
            yield from ((*value[:place], new, *value[place + 1 :]) for new in changed(one, found))
    elif isinstance(value, msgspec.Struct) and not isinstance(value, Node):
        for name in value.__struct_fields__:
            one = getattr(value, name)
            if (type(value), name) not in found:
                found.add((type(value), name))
                yield replace(value, **{name: other(one, name)})
            for new in changed(one, found):
                yield replace(value, **{name: new})


def test_whichever_key_is_another_one_is_found_and_judged():
    tried, dangers = set(), set()
    for new in changed(RICH, tried):
        found = [*edits(RICH, new)]
        assert found or any(getattr(RICH, key) != getattr(new, key) for key in IDENTITY)
        grave = [edit for edit in found if concern(edit, RICH, new)[0] == "danger"]
        dangers |= {(edit.owner, "" if None in edit.owners else edit.key) for edit in grave}
    assert tried == KEYS
    assert dangers == DANGERS


def test_what_is_words_only_is_a_key_of_the_model():
    known = {}
    for shape, name in KEYS:
        kind = "Question" if shape.__name__.endswith("Question") else shape.__name__
        known.setdefault(kind, set()).add(name)
    assert {kind: set(keys.split()) - known[kind] for kind, keys in _WORDS.items()} == {
        kind: set() for kind in _WORDS
    }


@pytest.mark.parametrize("key", sorted(IDENTITY))
def test_what_tells_states_apart_is_no_difference(key):
    assert not [*edits(RICH, replace(RICH, **{key: other(getattr(RICH, key), key)}))]
