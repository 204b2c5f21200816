"""What reports are made of: a rule base about houseplants, and assessments made by hand."""

from houseplants import card, flag, question, rule, section, small
from msgspec.structs import replace

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

RED_FLAGS = flag("fire", "'flames' in signs", "now", sign="flames on the plant") + flag(
    "mould", "'mould' in signs", sign="white mould on the soil"
)
_LOADED = small(
    section={
        "looks": section(question("signs"), title="Looks"),
        "care": section(question("water"), question("place")),
    },
    factors={
        "drowning": card("drowning") + rule("drowning_cups", 3, when="water > 9"),
        "shade": card("shade") + rule("shade_corner", when="place == 'dark'"),
    },
    red_flags=RED_FLAGS,
    head='[words]\nrecommendation = "Talk to a gardener"\n',
).rulebook
SIGNS, WATER, PLACE = _LOADED.questions.values()


def rulebook(**texts):
    """Returns the rule base, with other texts on one of its cards where they are given."""
    drowning = replace(_LOADED.factors["drowning"], **texts)
    return replace(_LOADED, factors={**_LOADED.factors, "drowning": drowning})


def hostile_rulebook():
    """Returns a rule base with hostile text in everything that a report may print of one."""
    known = rulebook(role=HOSTILE, name=HOSTILE)
    box = Choice(id="flames", label=HOSTILE)
    labelled = {
        kind: {id_: replace(one, label=HOSTILE) for id_, one in getattr(known, kind).items()}
        for kind in ("levels", "urgencies")
    }
    return replace(
        known,
        title=HOSTILE,
        version=HOSTILE,
        grades=dict.fromkeys(known.grades, HOSTILE),
        **labelled,
        questions={
            **known.questions,
            "signs": replace(SIGNS, text=HOSTILE, choices=(box, *SIGNS.choices[1:])),
            "place": replace(PLACE, text=f"{HOSTILE}? {HOSTILE}"),
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
        answers={"signs": ("flames",), "water": 12.0, "place": None},
        set_aside=(SetAside("signs", ("flames",)), SetAside("place", "sunny")),
        urgency="week",
        headline=HOSTILE,
        red_flags=(
            replace(MOULD, sign=HOSTILE, because=HOSTILE, time_frame=HOSTILE, advice=(line,)),
        ),
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
    because="flames on the plant",
    urgency="now",
    time_frame="now",
    advice=(ShownLine("Call the fire brigade."),),
    evidence=(GivenAnswer("signs", ("flames",)),),
    sources=("handbook",),
)
MOULD = RaisedFlag(
    id="mould",
    sign="white mould on the soil",
    because="white mould on the soil",
    urgency="week",
    time_frame="within days",
    advice=(ShownLine("Change the soil."),),
    evidence=(GivenAnswer("signs", ("mould",)),),
    sources=("guess",),
)


def raised(sign, **changed):
    """Returns a raised flag of another sign, by default as urgent as mould is."""
    return replace(MOULD, sign=sign, because=sign, **changed)


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
                sources=("handbook",),
            ),
            Finding(
                rule="drowning_sun",
                weight=-1,
                because="The sun dries it.",
                evidence=(GivenAnswer("place", "sunny"),),
                sources=("guess",),
            ),
        ),
        advice=(ShownLine(text), ShownLine("Pour away what stands.", ("guess",))),
        foods=(ShownLine("A little feed in spring."),),
        tests=(ShownLine("The roots."),),
        cautions=(ShownLine("Never pull the plant."),),
        notes=(),
        at_risk=(ShownLine("Cacti."),),
    )


def assessment(**changed):
    values = {
        "rulebook": Identity("houseplants", "1.2.3", "0123abcd"),
        "answers": {"water": 12.0, "signs": ("brown",), "place": None},
        "assumed": {},
        "set_aside": (),
        "unanswered": ("place",),
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
    answers={"signs": ("none",), "water": 3, "place": "sunny"},
    unanswered=(),
    factors=(),
    totals={"drowning": 0, "shade": 0},
    messages=(ShownLine("Nothing stands out."), ShownLine("Look again in spring.")),
)
NOTHING_ANSWERED = assessment(
    answers={"signs": None},
    unanswered=("signs", "water", "place"),
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
