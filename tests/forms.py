"""Forms that fill in a Questionnaire by FHIRPath, compared with the oracle."""

import json

import node
from oracle import Facts, names, parsed

from questionnaire.knowledge.conditions import Condition, factors_in
from questionnaire.knowledge.model import NumberQuestion
from questionnaire.report.fhir import choice_coding, is_whole
from questionnaire.report.fhir_questionnaire import fhir_questionnaire
from questionnaire.report.fhirpath import FhirPath


def differences(forms):
    """Yields in words what forms make of answers otherwise than the oracle, for all at once.

    ``forms`` are (rulebook, oracle, people): what each of them answers, by question.
    """
    people = [[_possible(oracle, each) for each in people] for _, oracle, people in forms]
    filled = node.run(
        "conditions.mjs",
        [_form(form[0], each) for form, each in zip(forms, people, strict=True)],
    )
    for (rulebook, oracle, _), answers, others in zip(forms, people, filled, strict=True):
        wanted = _Wanted(rulebook, oracle)
        for given, found in zip(answers, others, strict=True):
            found["values"] = {name: _rounded(value) for name, value in found["values"].items()}
            for key, value in wanted.of(given).items():
                if found[key] != value:
                    yield f"{given}: {key} {_unlike(found[key], value)}"


def _rounded(value):
    """Returns a number as far as JavaScript works it out exactly; the rest as it is."""
    return value if value is None or isinstance(value, bool) else round(float(value), 9)


def _unlike(found, wanted):
    if isinstance(wanted, dict):
        return {key: (found[key], wanted[key]) for key in wanted if found[key] != wanted[key]}
    return f"{found} instead of {wanted}"


def _form(rulebook, people):
    path = FhirPath(rulebook)
    return {
        "questionnaire": json.loads(fhir_questionnaire(rulebook)),
        "people": [_elements(rulebook, answers) for answers in people],
        "expressions": {
            name: path.condition(each) if isinstance(each, Condition) else path.number(each)
            for name, each in _nodes(rulebook).items()
        },
    }


def _nodes(rulebook):
    """Returns the conditions of red flags and rules that read no totals, and all derived values."""
    nodes = {(flag.id, "flag", "when"): flag.when for flag in rulebook.red_flags.values()}
    for factor in rulebook.factors.values():
        for rule in factor.rules:
            nodes |= {(rule.id, "rule", key): getattr(rule, key) for key in ("when", "unless")}
    nodes = {key: each for key, each in nodes.items() if each is not None and not factors_in(each)}
    nodes |= {(one.id, "derived", "value"): one.value for one in rulebook.derived.values()}
    return {" ".join(key): node for key, node in nodes.items()}


class _Wanted:
    """What the oracle says that a form asks, shows and works out."""

    def __init__(self, rulebook, oracle):
        texts = {f"{flag['id']} flag when": flag["when"] for flag in oracle.flags}
        for factor in oracle.factors.values():
            for rule in factor.get("rule", ()):
                texts |= {
                    f"{rule['id']} rule {key}": rule[key]
                    for key in ("when", "unless")
                    if key in rule
                }
        texts |= {f"{id_} derived value": table["value"] for id_, table in oracle.derived.items()}
        self._oracle, self._known = oracle, {}
        self._expressions = [
            (name, parsed(texts[name]), isinstance(each, Condition), [*self._reads(texts[name])])
            for name, each in _nodes(rulebook).items()
        ]

    def of(self, given):
        route = self._oracle.route(given)
        facts = Facts(self._oracle, route["answers"])
        shown = [
            f"{id_}.note.{number}"
            for id_ in route["path"]
            for number, line in enumerate(self._oracle.questions[id_].get("notes", ()), start=1)
            if isinstance(line, str) or facts.holds(line)
        ]
        values = {each[0]: self._value(facts, *each) for each in self._expressions}
        return {"asked": route["path"], "again": route["path"], "notes": shown, "values": values}

    def _value(self, facts, name, tree, is_condition, reads):
        """Works a value out once for all who answered alike what it reads."""
        key = name, *map(facts.answers.get, reads)
        if key not in self._known:
            self._known[key] = _rounded((facts.truth if is_condition else facts.number)(tree))
        return self._known[key]

    def _reads(self, text):
        """Returns the questions that a text reads, in derived values too."""
        derived, found = self._oracle.derived, set()
        for id_ in names(text):
            found |= self._reads(derived[id_]["value"]) if id_ in derived else {id_}
        return found


def _possible(oracle, answers):
    """Returns the answers that a form lets through: no exclusive box beside others."""
    tidy = {id_: oracle.in_order(id_, answer) for id_, answer in answers.items()}
    return {id_: oracle.without_exclusive(id_, answer) for id_, answer in tidy.items()}


def _elements(rulebook, answers):
    """Returns answers by linkId as a QuestionnaireResponse holds them; "not sure" is none."""
    return {
        id_: _answer(rulebook, rulebook.questions[id_], answer)
        for id_, answer in answers.items()
        if answer is not None
    }


def _answer(rulebook, question, answer):
    if isinstance(question, NumberQuestion):
        return [{"valueInteger" if is_whole(question) else "valueDecimal": answer}]
    boxes = (answer,) if isinstance(answer, str) else answer
    chosen = [one for one in question.choices if one.id in boxes]
    return [{"valueCoding": choice_coding(rulebook, question, one)} for one in chosen]
