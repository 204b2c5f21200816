"""Who judges what we write in FHIR: two readers of the standard that share nothing with us.

Neither sees everything: the JSON schema knows all codes and forgives what is missing, the models
know what must be there and forgive strange codes.  What both miss, the tests look for themselves.
"""

import json
import re

import node


def faults_by_schema(resources):
    """Returns for each resource what the JSON schema of R4 finds wrong; see ``node.run``."""
    return node.run("schema.mjs", resources)


def faults_by_models(resources):
    """Returns for each resource what the models of fhir.resources find wrong with it."""
    return [_faults(resource) for resource in resources]


def _faults(resource):
    from fhir.resources.R4B import get_fhir_model_class  # noqa: PLC0415 - takes half a second

    try:
        get_fhir_model_class(resource["resourceType"]).model_validate(resource)
    except ValueError as refused:
        return [str(refused)]
    return []


# What both miss -----------------------------------------------------------------------------------

EXPRESSION = "valueExpression"


def faults_in_form(form):
    """Yields what is wrong in a Questionnaire: names that stand twice, or for nothing."""
    items = [*items_of(form)]
    known = {item["linkId"]: item for item in items}
    links = [item["linkId"] for item in items]
    yield from (f"{link} stands twice" for link in sorted({*links}) if links.count(link) > 1)
    for item in items:
        options = [json.dumps(_coded(option)) for option in item.get("answerOption", ())]
        if len({*options}) < len(options):
            yield f"{item['linkId']} has an option twice"
        for test in item.get("enableWhen", ()):
            if test["question"] not in known:
                yield f"{item['linkId']} depends on {test['question']}, which is no item"
            elif "answerCoding" in test:
                yield from _strange(known[test["question"]], {"valueCoding": test["answerCoding"]})
    declared = set()
    for extension in form.get("extension", ()):
        yield from _unknown(extension, declared, known)
        declared.add(extension[EXPRESSION]["name"])
    for extension in (each for item in items for each in item.get("extension", ())):
        yield from _unknown(extension, declared, known)


def faults_against(form, response):
    """Yields in what a QuestionnaireResponse does not fit the Questionnaire that it answers."""
    canonical = f"{form['url']}|{form['version']}"
    if response["questionnaire"] != canonical:
        yield f"it answers {response['questionnaire']} and not {canonical}"
    places = dict(_places(form))
    links = [item["linkId"] for item in items_of(response)]
    yield from (f"{link} stands twice" for link in sorted({*links}) if links.count(link) > 1)
    for place, item in _places(response):
        if place not in places:
            yield f"{' > '.join(place)} is no item"
            continue
        asked, answers = places[place], item.get("answer", ())
        if len(answers) > 1 and not asked.get("repeats"):
            yield f"{item['linkId']} has {len(answers)} answers"
        for answer in answers:
            yield from _strange(asked, answer)


def items_of(holder):
    """Yields all items of a Questionnaire or a response, at whatever depth."""
    return (item for _, item in _places(holder))


def _places(holder, above=()):
    for item in holder.get("item", ()):
        place = (*above, item["linkId"])
        yield place, item
        yield from _places(item, place)


def _strange(asked, answer):
    """Yields what is wrong with an answer to an item."""
    kinds = {"choice": "valueCoding", "integer": "valueInteger", "decimal": "valueDecimal"}
    kind = kinds.get(asked["type"], "nothing")
    if list(answer) != [kind]:
        yield f"{asked['linkId']} takes {kind} and not {', '.join(answer)}"
    elif kind == "valueCoding":
        if _coded(answer) not in map(_coded, asked["answerOption"]):
            yield f"{asked['linkId']} has no option {_coded(answer)}"
    else:
        least, most = (_number(asked, name) for name in ("minValue", "maxValue"))
        if not least <= answer[kind] <= most:
            yield f"{asked['linkId']} is not {answer[kind]}"


def _coded(answer):
    """Returns what tells one coding from another."""
    coding = answer["valueCoding"]
    return [coding["system"], coding["code"]]


def _number(item, name):
    """Returns the number in one of the extensions of an item."""
    (found,) = (each for each in item["extension"] if each["url"].endswith(f"/{name}"))
    return found.get("valueInteger", found.get("valueDecimal"))


def _unknown(extension, declared, known):
    """Yields the variables and links of an expression that are none."""
    expression = extension.get(EXPRESSION, {}).get("expression", "")
    for name in re.findall(r"%(\w+)", expression):
        if name not in declared | {"resource"}:
            yield f"%{name} is no variable yet in {expression}"
    for link in re.findall(r"linkId = '([^']*)'", expression):
        if link not in known:
            yield f"{link} is no item in {expression}"
