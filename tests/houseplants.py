"""Houseplants to report on: a rule base, and assessments of it made by hand."""

from msgspec.structs import replace
from small_rulebase import files, flag, loaded, rule

from questionnaire.inference.assessment import (
    Assessment,
    Finding,
    GivenAnswer,
    Identity,
    RaisedFlag,
    ReachedTotal,
    SetAside,
    ShownFactor,
    ShownLine,
    ShownNotice,
    Suggestion,
)
from questionnaire.knowledge.model import Choice, Words
from questionnaire.report.report import Report

HOSTILE = (
    "[bold]x[/] <script>alert(1)</script> # h `code` *a* _b_ | & &amp; \\ $x$ ~~s~~ "
    "\x1b[31mred\x07 \u202egnol\u202c \x9b2J 植物 🌵 e\u0301 ![i](http://x.example) <b> {answers}"
)

LOOKS = """
title = "Looks"
[[question]]
id = "signs"
text = "What do you see?"
kind = "many"
choices = [
    { id = "flames", label = "flames" },
    { id = "mould", label = "white mould" },
    { id = "brown", label = "brown tips" },
    { id = "none", label = "none of these", exclusive = true },
]
"""
CARE = """
title = "Care"
[[question]]
id = "water"
text = "How many cups of water does it get?"
kind = "number"
unit = "cups a week"
range = [0, 20]
[[question]]
id = "light"
text = "Where does it stand?"
skip = "no idea"
kind = "choice"
choices = [{ id = "sunny", label = "in the sun" }, { id = "dark", label = "in a dark corner" }]
"""
DROWNING = """
name = "Too much water"
grade = "C"
summary = "Many plants bear it."
role = "Water feeds the roots."
sources = ["book"]
"""
SHADE = """
name = "Too little light"
grade = "A"
summary = "Well known."
sources = ["web"]
"""
RED_FLAGS = (
    (flag("fire", "'flames' in signs", "now") + flag("mould", "'mould' in signs"))
    .replace("sign of fire", "flames on the plant")
    .replace("sign of mould", "white mould on the soil")
)
MESSAGES = """
[messages]
nothing_found = ["Nothing stands out."]
nothing_found_unchecked = ["Nothing stands out so far."]
nothing_found_beside_flags = ["See above."]
nothing_answered = ["You answered nothing."]
answers_set_aside = "These did not fit: {answers}."
signs_not_checked = "Signs that need these were not checked: {questions}."
"""
SOURCES = """
[book]
title = "Plants"
publisher = "A press"
year = 2001
address = "https://plants.example/a/rather/long/address/of/a/page?with=a&query=too"
read = "yes"
[web]
title = "Leaves"
publisher = "A club"
read = "address"
"""
_LOADED = loaded(
    files(
        section={"looks": LOOKS, "care": CARE},
        factors={
            "drowning": DROWNING + rule("drowning_cups", 3, when="water > 9"),
            "shade": SHADE + rule("shade_corner", when="light == 'dark'"),
        },
        red_flags=RED_FLAGS,
        head='[words]\nrecommendation = "Talk to a gardener"\n',
        messages=MESSAGES,
    )
    | {"sources.toml": SOURCES}
).rulebook
SIGNS, WATER, LIGHT = _LOADED.questions.values()


def rulebook(text="Water feeds the roots.", name="Too much water"):
    """Returns the rule base, with other texts on one of its cards where they are given."""
    drowning = replace(_LOADED.factors["drowning"], role=text, name=name)
    return replace(_LOADED, factors={**_LOADED.factors, "drowning": drowning})


def hostile_rulebook():
    """Returns a rule base with hostile text in everything that a report may print of one."""
    known = rulebook(HOSTILE, HOSTILE)
    box = Choice(id="flames", label=HOSTILE)
    return replace(
        known,
        title=HOSTILE,
        version=HOSTILE,
        questions={
            **known.questions,
            "signs": replace(SIGNS, text=HOSTILE, choices=(box, *SIGNS.choices[1:])),
            "light": replace(LIGHT, text=f"{HOSTILE}? {HOSTILE}"),
        },
        asked_first=("signs",),
        words=Words(
            recommendation=HOSTILE, red_flags=HOSTILE, no_factors=HOSTILE, document=HOSTILE
        ),
    )


def hostile_assessment():
    """Returns an assessment with hostile text wherever text of rules or people gets to."""
    line = ShownLine(HOSTILE)
    return assessment(
        rulebook=Identity("houseplants", HOSTILE, HOSTILE),
        answers={"signs": ("flames",), "water": 12.0, "light": None},
        set_aside=(SetAside("signs", ("flames",)), SetAside("light", "sunny")),
        urgency="week",
        headline=HOSTILE,
        red_flags=(replace(MOULD, sign=HOSTILE, time_frame=HOSTILE, advice=(line,)),),
        factors=(replace(drowning(HOSTILE), name=HOSTILE, tests=(line,), notes=(line,)),),
        notices=(ShownNotice("n", HOSTILE, (HOSTILE,)),),
        recommendation=(line,),
    )


def hostile_report():
    """Returns both of these, and a change whose words, and what it would lower, are hostile."""
    return Report(hostile_rulebook(), hostile_assessment(), (less_water(HOSTILE),))


def less_water(words):
    return Suggestion(question="water", answer=3, words=words, factor="drowning")


FIRE = RaisedFlag(
    id="fire",
    sign="flames on the plant",
    urgency="now",
    time_frame="now",
    advice=(ShownLine("Call the fire brigade."),),
    evidence=(GivenAnswer("signs", ("flames",)),),
    sources=("book",),
)
MOULD = RaisedFlag(
    id="mould",
    sign="white mould on the soil",
    urgency="week",
    time_frame="within days",
    advice=(ShownLine("Change the soil."),),
    evidence=(GivenAnswer("signs", ("mould",)),),
    sources=("web",),
)


def drowning(text="It gets 12 cups a week."):
    return ShownFactor(
        id="drowning",
        name="Too much water",
        total=4,
        level="high",
        grade="C",
        findings=(
            Finding(
                rule="drowning_cups",
                weight=3,
                because=text,
                evidence=(GivenAnswer("water", 12.0), ReachedTotal("shade", 2)),
                sources=("book",),
            ),
            Finding(
                rule="drowning_sun",
                weight=-1,
                because="The sun dries it.",
                evidence=(GivenAnswer("light", "sunny"),),
                sources=("web",),
            ),
        ),
        advice=(ShownLine(text), ShownLine("Pour away what stands.", ("web",))),
        foods=(ShownLine("A little feed in spring."),),
        tests=(ShownLine("The roots."),),
        cautions=(ShownLine("Never pull the plant."),),
        notes=(),
        at_risk=(ShownLine("Cacti."),),
    )


def assessment(**changed):
    values = {
        "rulebook": Identity("houseplants", "1.2.3", "0123abcd"),
        "answers": {"water": 12.0, "signs": ("brown",), "light": None},
        "assumed": {},
        "set_aside": (),
        "unanswered": ("light",),
        "urgency": "any",
        "headline": "Look again, some time",
        "red_flags": (),
        "factors": (drowning(),),
        "totals": {"shade": 2, "drowning": 4},
        "notices": (),
        "messages": (),
        "recommendation": (ShownLine("Show it to a gardener."),),
    }
    return Assessment(**(values | changed))


def report(case=None, *suggestions, known=None):
    """Returns a report of an assessment, by default of one in which a factor stands out."""
    return Report(known or rulebook(), case or assessment(), suggestions)


NOTHING_FOUND = assessment(
    answers={"signs": ("none",), "water": 3, "light": "sunny"},
    unanswered=(),
    factors=(),
    totals={"drowning": 0, "shade": 0},
    messages=(ShownLine("Nothing stands out."), ShownLine("Look again in spring.")),
)
NOTHING_ANSWERED = assessment(
    answers={"signs": None},
    unanswered=("signs", "water", "light"),
    factors=(),
    messages=(ShownLine("You answered nothing."),),
    notices=(ShownNotice("unchecked", "Get help for:", ("flames on the plant",)),),
)
EMERGENCY = assessment(
    answers={"signs": ("flames", "mould"), "water": 12},
    set_aside=(SetAside("signs", ("none",)),),
    urgency="now",
    headline="Get help, now",
    red_flags=(FIRE, MOULD),
)
ALL = {
    "factors": assessment(),
    "flag": assessment(
        answers={"signs": ("mould",), "water": 12},
        urgency="week",
        headline="See a gardener, within days",
        red_flags=(MOULD,),
    ),
    "nothing found": NOTHING_FOUND,
    "nothing answered": NOTHING_ANSWERED,
    "emergency": EMERGENCY,
}
