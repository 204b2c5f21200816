"""The Questionnaire of FHIR: what of a rule base becomes what, and that others can read it."""

import json

import node
import pytest
from houseplants import card, question, rule, section, small
from spoiling import HOUSEPLANTS, spoilt

from questionnaire import Questionnaire
from questionnaire.knowledge.conditions import Reaches
from questionnaire.report.fhir_questionnaire import fhir_questionnaire
from questionnaire.report.fhirpath import FhirPath

FHIR = "http://hl7.org/fhir/StructureDefinition/"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
SYSTEM = "https://plants.example/ailing"
HOSTILE = "\x1b[2J<b>[x](y)</b>\u202e{{'\\\"\u00a0=1+1\u2028"


def exported(rulebook):
    return json.loads(fhir_questionnaire(rulebook))


PLANTS = exported(Questionnaire.load(HOUSEPLANTS).rulebook)


def items(form):
    """Yields the items of a Questionnaire, in whatever depth."""
    for item in form.get("item", ()):
        yield item
        yield from items(item)


def item(link, form=PLANTS):
    return next(one for one in items(form) if one["linkId"] == link)


def extensions(one):
    """Returns the values of the extensions of an element by the end of their address."""
    found = {}
    for extension in one.get("extension", ()):
        (value,) = (each for key, each in extension.items() if key != "url")
        found[extension["url"].rpartition("/")[2].removeprefix("sdc-questionnaire-")] = value
    return found


# What becomes of a rule base ----------------------------------------------------------------------


def test_the_whole_is_named_and_dated_as_the_rule_base_is():
    about = {key: each for key, each in PLANTS.items() if key not in ("item", "extension")}

    assert about == {
        "resourceType": "Questionnaire",
        "url": SYSTEM,
        "version": "1.0",
        "name": "Houseplants",
        "title": "Ailing houseplants",
        "status": "unknown",
        "subjectType": ["Patient"],
        "publisher": "The Garden Society",
        "description": "People with one ailing plant in a pot.",
        "copyright": "Wording by the Garden Society.",
        "lastReviewDate": "2026-01-31",
    }


def test_without_an_address_the_same_rule_base_always_has_the_same_one():
    one, other = exported(small().rulebook), exported(small().rulebook)

    assert one["url"] == other["url"]
    assert one["url"].startswith("urn:uuid:")
    assert own_system(one) == own_system(other)
    assert own_system(one).startswith("urn:uuid:")
    assert own_system(one) != one["url"]


def own_system(form):
    return item("place", form)["answerOption"][0]["valueCoding"]["system"]


def test_what_is_read_first_and_last_stands_first_and_last():
    assert [one["linkId"] for one in PLANTS["item"]] == [
        *("introduction.1", "introduction.2"),
        *("section.looks", "section.care", "section.orchid"),
        *("recommendation.1", "recommendation.2"),
    ]
    assert item("section.looks")["item"][0] == {
        "linkId": "section.looks.introduction",
        "text": "Look at the leaves and at the soil.",
        "type": "display",
    }
    assert item("recommendation.1")["text"] == "Show the plant to a gardener."
    assert "enableWhen" in item("recommendation.2")


def test_a_number_has_its_range_its_unit_and_its_steps():
    assert item("light") == {
        "extension": [
            {"url": f"{SDC}shortText", "valueString": "Hours of light on a usual day"},
            {"url": f"{FHIR}minValue", "valueInteger": 0},
            {"url": f"{FHIR}maxValue", "valueInteger": 24},
            {
                "url": f"{FHIR}questionnaire-unit",
                "valueCoding": {
                    "system": "http://unitsofmeasure.org",
                    "code": "h",
                    "display": "hours",
                },
            },
        ],
        "linkId": "light",
        "text": "How many hours of light does it get on a usual day?",
        "type": "integer",
        "item": [
            {
                "linkId": "light.note.1",
                "text": "Only [Hours of light on a usual day]: that is dark.",
                "type": "display",
                "enableWhen": [{"question": "light", "operator": "<", "answerInteger": 2}],
            }
        ],
    }
    water = extensions(item("water"))
    assert item("water")["type"] == "decimal"
    assert (water["minValue"], water["maxValue"]) == (0, 20)
    assert water["questionnaire-unit"] == {"display": "cups a week"}
    human = "Enter a number of cups a week between 0 and 20, whole or half."
    assert extensions({"extension": water["questionnaire-constraint"]})["human"] == human


def test_the_steps_of_a_number_are_checked_by_fhirpath():
    asked = section(question("water", step=0.1, range=[-1, 1]))
    (constraint,) = (
        each["extension"]
        for each in item("water", exported(small(section=asked).rulebook))["extension"]
        if each["url"].endswith("constraint")
    )
    expression = extensions({"extension": constraint})["expression"]
    asking = exported(small().rulebook)
    answers = [[{"valueDecimal": value}] for value in (-1, -0.7, 0.3, 0.25, 0.999)]
    form = {
        "questionnaire": asking,
        "people": [{"water": each} for each in answers],
        "expressions": {"fits": f"%resource.item.item.all({expression})"},
    }

    (judged,) = node.run("conditions.mjs", [form])
    assert [each["values"]["fits"] for each in judged] == [True, True, True, False, False]


def test_a_choice_has_its_codes_its_amounts_and_what_stands_alone():
    kind = item("kind")
    assert kind["code"] == [
        {"system": "http://botany.example", "code": "K1"},
        {"system": "urn:oid:2.999", "code": "plant kind"},
    ]
    assert [each["valueCoding"] for each in kind["answerOption"]][1:3] == [
        {"system": f"{SYSTEM}/kind", "code": "fern", "display": "a fern"},
        {"system": "http://botany.example", "code": "Orchidaceae", "display": "an orchid"},
    ]
    assert "repeats" not in kind
    second_day = item("watering")["answerOption"][2]["valueCoding"]
    assert extensions(second_day) == {"ordinalValue": 3.5}
    food = item("food")
    assert food["repeats"] is True
    assert [extensions(each) for each in food["answerOption"]] == [
        *({}, {}, {}),
        {"questionnaire-optionExclusive": True},
    ]


def test_help_and_reason_are_read_beside_the_question():
    helped, reason = item("water")["item"]
    assert (helped["linkId"], helped["text"]) == (
        "water.help",
        "One cup is a quarter of a litre.",
    )
    assert (reason["linkId"], reason["text"]) == ("water.why", "Too much water drowns the roots.")
    controls = [extensions(each)["questionnaire-itemControl"] for each in (helped, reason)]
    assert [each["coding"][0]["code"] for each in controls] == ["help", "flyover"]


def test_the_name_and_the_sources_of_a_question_are_told():
    asked = section(question("water", name="Water", sources=["handbook"]))
    told = extensions(item("water", exported(small(section=asked).rulebook)))

    assert told["shortText"] == "Water"
    assert told["questionnaire-supportLink"].startswith("https://")


def test_a_section_without_questions_is_read_only():
    sections = {"care": section(question("water")), "empty": section(title="Empty")}
    form = exported(small(section=sections).rulebook)

    assert item("section.empty", form) == {
        "linkId": "section.empty",
        "text": "Empty",
        "type": "display",
    }


def test_what_looks_at_totals_is_left_out(tmp_path):
    totals = ("rulebook.toml", "when = \"'mould' in signs\"", 'when = "drowning >= 2"')
    form = exported(Questionnaire.load(spoilt(tmp_path, totals)).rulebook)

    assert [one["linkId"] for one in form["item"]][-1] == "recommendation.1"


# Where something is asked -------------------------------------------------------------------------


ANY = {"thirst": card("thirst") + rule("thirst_any", when="a_1 == 'yes'")}
DEEP = {"thirst": card("thirst") + rule("thirst_deep", when="deep > 1")}
OTHER_KINDS = ("kind = cactus", "kind = Orchidaceae", "kind = plastic", "kind = other")
AMOUNTS = [
    {"id": "never", "label": "never", "amount": 0},
    {"id": "weekly", "label": "weekly", "amount": 1},
    {"id": "daily", "label": "daily", "amount": 7},
]


def asked_where(**keys):
    """Returns how a form is told where to ask a question that has these keys."""
    asked = section(
        question("signs"),
        question("kind"),
        question("often", text="How often?", kind="choice", choices=AMOUNTS),
        question("water"),
        question("light"),
        question("sure", text="Sure?", kind="choice", choices=["yes", "no"], assume=ASSUMED),
        question("last", text="Well?", kind="choice", choices=["yes", "no"], **keys),
        '[[derived]]\nid = "dim"\nvalue = "light < 3"\n',
        '[[derived]]\nid = "weeks"\nvalue = "water + 1"\n',
    )
    one = item("last", exported(small(section=asked).rulebook))
    tests = one.get("enableWhen", ())
    told = [" ".join(str(each) for each in _flat(test)) for test in tests]
    behavior = [one["enableBehavior"]] if "enableBehavior" in one else []
    expression = extensions(one).get("enableWhenExpression")
    return expression["expression"] if expression else [*told, *behavior]


ASSUMED = [{"answer": "yes", "when": "light < 1"}]


def _flat(test):
    (answer,) = (each for key, each in test.items() if key.startswith("answer"))
    code = answer["code"] if isinstance(answer, dict) else answer
    return test["question"], test["operator"], code


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("'webs' in signs", ["signs = webs"]),
        ("kind == 'fern'", ["kind = fern"]),
        ("kind in ('fern', 'cactus')", ["kind = cactus", "kind = fern", "any"]),
        ("kind != 'fern'", [*OTHER_KINDS, "any"]),
        ("answered(light)", ["light exists True"]),
        ("not answered(light)", ["light exists False"]),
        ("light < 3", ["light < 3"]),
        ("dim", ["light < 3"]),
        ("not dim", ["light >= 3"]),
        ("light == 3", ["light = 3"]),
        ("water >= 2.5", ["water >= 2.5"]),
        ("often >= 1", ["often = weekly", "often = daily", "any"]),
        ("count(signs, 'webs', 'mould') >= 1", ["signs = mould", "signs = webs", "any"]),
        ("light < 3 and 'webs' in signs", ["signs = webs", "light < 3", "all"]),
        ("light < 3 or not answered(light)", ["light < 3", "light exists False", "any"]),
        ("light < 3 or kind != 'fern'", ["light < 3", *OTHER_KINDS, "any"]),
    ],
)
def test_what_every_form_understands_is_told_so(when, told):
    assert asked_where(when=when) == told


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({"when": "'webs' not in signs"}, "iif(%signs.exists(), 'webs' in %signs).not()"),
        ({"when": "light != 3"}, "%light != 3"),
        ({"when": "light > 2.5"}, "%light > 2.5"),
        ({"when": "water > light"}, "%water > %light"),
        (
            {"when": "light < 3 and kind in ('fern', 'orchid')"},
            "%light < 3 and %kind in ('fern' | 'Orchidaceae')",
        ),
        ({"when": "sure == 'yes'"}, "%sure = 'yes'"),
        ({"when": "weeks > 3"}, "%weeks2 > 3"),
        (
            {"when": "count(signs) >= 2"},
            "iif(%signs.exists(), %signs.where($this != 'none').count()) >= 2",
        ),
        ({"unless": "dim"}, "iif(%dim, false, true)"),
        (
            {"when": "dim or water > 1", "unless": "kind == 'fern'"},
            "(%dim or %water > 1) and iif(%kind = 'fern', false, true)",
        ),
        ({"assume": [{"answer": "no", "when": "dim"}]}, "iif(%dim, false, true)"),
        (
            {"unless": "water > 9", "assume": [{"answer": "no", "when": "dim or water > 1"}]},
            "iif(%water > 9 or (%dim or %water > 1), false, true)",
        ),
    ],
)
def test_the_rest_is_told_by_fhirpath(keys, told):
    assert asked_where(**keys) == told


def test_a_question_that_everybody_is_asked_has_no_condition():
    assert asked_where() == []


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("water * (light + 2) - 1", "%water * (%light + 2) - 1"),
        ("water - (light - 1)", "%water - (%light - 1)"),
        ("-1 + 0.000001 * water", "(-1) + 0.000001 * %water"),
        ("often + 1", "%oftenAmount + 1"),
        ("default(light, 0.5)", "iif(%light.exists(), %light, 0.5)"),
        ("default(light + 1, 2)", "(%light + 1).aggregate($this, 2)"),
        ("default(count(signs, 'webs'), 0)", "%signs.where($this = 'webs').count()"),
        ("min(water, 3)", "(%water).select(iif($this <= 3, $this, 3))"),
        ("max(3, water)", "(%water).select(iif($this >= 3, $this, 3))"),
    ],
)
def test_a_number_is_worked_out_by_fhirpath(value, written):
    asked = section(
        question("signs"),
        question("often", text="How often?", kind="choice", choices=AMOUNTS),
        question("water"),
        question("light"),
        f'[[derived]]\nid = "it"\nvalue = "{value}"\n',
    )

    assert dict(FhirPath(small(section=asked).rulebook).variables())["it"] == written


def test_a_total_cannot_be_told():
    with pytest.raises(ValueError, match="thirst"):
        FhirPath(small().rulebook).condition(Reaches("thirst", 2))


def test_numbers_within_numbers_are_not_written_again_and_again():
    value = "water"
    for _ in range(25):
        value = f"max(light, min(default({value} + 1, 2), water))"
    asked = section(
        question("water"), question("light"), f'[[derived]]\nid = "deep"\nvalue = "{value}"\n'
    )

    written = dict(FhirPath(small(section=asked, factors=DEEP).rulebook).variables())["deep"]
    assert len(written) < 100 * len(value)


def test_a_variable_is_the_answer_that_counts():
    variables = dict(FhirPath(Questionnaire.load(HOUSEPLANTS).rulebook).variables())

    assert variables["watering"] == (
        "iif(%kind = 'plastic', 'never', iif(iif(%kind = 'cactus', false, true), "
        "%resource.item.item.where(linkId = 'watering').answer.value.code))"
    )
    assert variables["wateringAmount"] == (
        "iif(%watering = 'never', 0, iif(%watering = 'weekly', 1, "
        "iif(%watering = 'second_day', 3.5, iif(%watering = 'daily', 7))))"
    )
    names = [*variables]
    assert names.index("kind") < names.index("watering") < names.index("cups")
    assert names.index("wateringAmount") < names.index("cupsWeek")


def test_names_that_fhir_could_not_tell_apart_or_has_itself_are_others():
    ids = ("a_1", "a1", "a_b", "resource", "day", "mod", "x" * 64, "x" * 63 + "_")
    asked = section(*(question(id_, text="?", kind="choice", choices=["yes", "no"]) for id_ in ids))
    names = FhirPath(small(section=asked, factors=ANY).rulebook).names

    assert [*names.values()] == [
        *("a1", "a12", "aB", "resource2", "day2", "mod2"),
        *("x" * 64, "x" * 63),
    ]


# Texts --------------------------------------------------------------------------------------------


def hostile():
    """Returns a rule base whose every text is an attack."""
    nasty = [{"id": "a", "label": HOSTILE, "amount": -0.5}, {"id": "b", "label": "b", "amount": 1}]
    odd = {"id": "own", "label": "own", "code": {"system": "urn:oid:2.999", "code": "it's \\"}}
    words = {"name": HOSTILE, "why": HOSTILE, "help": HOSTILE, "credit": HOSTILE}
    asked = section(
        question("water", unit=HOSTILE, units={}, **words),
        question("often", text=HOSTILE, kind="choice", choices=nasty),
        question("odd", text="?", kind="choice", choices=[odd, "other"]),
        question("last", text="?", kind="choice", choices=["y", "n"], when="odd == 'own'"),
        title=HOSTILE,
        introduction=HOSTILE,
    )
    return small(section=asked, head=f"publisher = {json.dumps(HOSTILE)}\n").rulebook


def test_texts_are_plain_and_safe_to_print():
    told = fhir_questionnaire(hostile())

    assert "\x1b" not in told
    assert "\u202e" not in told
    form = json.loads(told)
    assert item("section.care", form)["text"].startswith("<U+001B>[2J<b>[x](y)</b><U+202E>")
    assert form["copyright"].startswith("\\<U+001B\\>\\[2J\\<b\\>")


def test_a_code_is_quoted_as_fhirpath_wants():
    rulebook = hostile()

    asked = FhirPath(rulebook).asked(rulebook.questions["last"])
    assert asked == "%odd = 'it\\'s \\\\'"
