"""A rule base about houseplants, built by hand, and assessments of it, for the tests of reports."""

from datetime import date
from fractions import Fraction

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
from questionnaire.knowledge.conditions import Chosen, Comparison, Constant, Measure, Ticked
from questionnaire.knowledge.model import (
    Choice,
    ChoiceQuestion,
    Factor,
    Level,
    Line,
    ManyQuestion,
    Messages,
    NumberQuestion,
    RedFlag,
    Rule,
    Rulebook,
    Section,
    Source,
    Urgency,
    Words,
)
from questionnaire.report.report import Report

HOSTILE = (
    "[bold]x[/] <script>alert(1)</script> # h `code` *a* _b_ | & &amp; \\ $x$ ~~s~~ "
    "\x1b[31mred\x07 \u202egnol\u202c \x9b2J 植物 🌵 e\u0301 ![i](http://x.example) <b> {answers}"
)

WATER = NumberQuestion(
    id="water",
    section="care",
    text="How many cups of water does it get?",
    unit="cups a week",
    low=Fraction(0),
    high=Fraction(20),
)
SIGNS = ManyQuestion(
    id="signs",
    section="looks",
    text="What do you see?",
    choices=(
        Choice(id="flames", label="flames"),
        Choice(id="mould", label="white mould"),
        Choice(id="brown", label="brown tips"),
        Choice(id="none", label="none of these", exclusive=True),
    ),
)
LIGHT = ChoiceQuestion(
    id="light",
    section="care",
    text="Where does it stand?",
    skip="no idea",
    choices=(Choice(id="sunny", label="in the sun"), Choice(id="dark", label="in a dark corner")),
)


def rulebook(text="Water feeds the roots.", name="Too much water"):
    measure = Measure("water", Fraction(0), Fraction(20))
    return Rulebook(
        id="houseplants",
        title="Houseplants",
        version="1.2.3",
        digest="0123abcd",
        reviewed=date(2026, 1, 2),
        audience="",
        introduction=(),
        recommendation=(Line(text="Show it to a gardener."),),
        sections=(
            Section(id="looks", title="Looks", questions=("signs",)),
            Section(id="care", title="Care", questions=("water", "light")),
        ),
        questions={"signs": SIGNS, "water": WATER, "light": LIGHT},
        derived={},
        factors={
            "drowning": Factor(
                id="drowning",
                name=name,
                grade="C",
                summary="Many plants bear it.",
                role=text,
                sources=("book",),
                rules=(
                    Rule(
                        id="drowning_cups",
                        factor="drowning",
                        when=Comparison(measure, ">", Constant(Fraction(9))),
                        weight=3,
                        because="It gets {water}.",
                        sources=("book",),
                    ),
                ),
            ),
            "shade": Factor(
                id="shade",
                name="Too little light",
                grade="A",
                summary="Well known.",
                sources=("web",),
                rules=(
                    Rule(
                        id="shade_corner",
                        factor="shade",
                        when=Chosen("light", ("dark",)),
                        weight=2,
                        because="It stands in a dark corner.",
                        sources=("web",),
                    ),
                ),
            ),
        },
        no_factors=None,
        red_flags={
            "fire": RedFlag(
                id="fire",
                sign="flames on the plant",
                when=Ticked("signs", "flames"),
                urgency="now",
                advice=(Line(text="Call the fire brigade."),),
                sources=("book",),
            ),
            "mould": RedFlag(
                id="mould",
                sign="white mould on the soil",
                when=Ticked("signs", "mould"),
                urgency="week",
                advice=(Line(text="Change the soil."),),
                sources=("web",),
            ),
        },
        urgencies={
            "any": Urgency(id="any", label="Look again", time_frame="some time"),
            "week": Urgency(id="week", label="See a gardener", time_frame="this week"),
            "now": Urgency(id="now", label="Get help", time_frame="now", interrupts=True),
        },
        levels={
            "low": Level(id="low", label="low", start=2, meaning="might play a small part"),
            "high": Level(id="high", label="high", start=4),
        },
        grades={"A": "good evidence", "B": "fair evidence", "C": "weak evidence", "D": "opinion"},
        notices=(),
        messages=Messages(
            nothing_found=(Line(text="Nothing stands out."),),
            nothing_found_beside_flags=(Line(text="See above."),),
            nothing_answered=(Line(text="You answered nothing."),),
            answers_set_aside="These did not fit: {answers}.",
        ),
        words=Words(recommendation="Talk to a gardener"),
        sources={
            "book": Source(
                id="book",
                title="Plants",
                publisher="A press",
                year=2001,
                address="https://plants.example/a/rather/long/address/of/a/page?with=a&query=too",
                read="yes",
            ),
            "web": Source(id="web", title="Leaves", publisher="A club", read="address"),
        },
    )


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
        "assumed": (),
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
