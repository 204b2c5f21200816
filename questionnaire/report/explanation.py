"""What is known, for who wants to look behind the questions and rules of a rule base."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from questionnaire.knowledge.bearing import bearings
from questionnaire.knowledge.condition_words import condition_in_words, number_in_terms
from questionnaire.knowledge.conditions import Condition
from questionnaire.knowledge.model import (
    ChoiceQuestion,
    Derived,
    Factor,
    Line,
    ManyQuestion,
    NumberQuestion,
    Question,
    RedFlag,
    Rule,
    Rulebook,
)
from questionnaire.knowledge.printable import sentence
from questionnaire.knowledge.wording import number_in_words
from questionnaire.report.citations import origin
from questionnaire.report.outline import (
    Block,
    Entry,
    Outline,
    Paragraph,
    Part,
    Reference,
    References,
    entry,
    part,
)
from questionnaire.report.shared_parts import CARD


def explanation(rulebook: Rulebook, name: str) -> Outline | None:
    """Returns what is known under a name, None if there is nothing of that name.

    A question, a red flag and a rule may share a name; then it is all of them.
    """
    rules = {rule.id: rule for factor in rulebook.factors.values() for rule in factor.rules}
    found: list[Part] = []
    if name in rulebook.factors:
        found += _factor(rulebook.factors[name], rulebook)
    if name in rulebook.questions:
        found += _question(rulebook.questions[name], rulebook)
    if name in rulebook.derived:
        found += _derived(rulebook.derived[name], rulebook)
    if name in rulebook.red_flags:
        found += _flag(rulebook.red_flags[name], rulebook)
    if name in rules:
        found += _rule_alone(rules[name], rulebook)
    return tuple(found) or None


def names(rulebook: Rulebook) -> tuple[str, ...]:
    """Returns every name that can be explained, each once."""
    rules = (rule.id for factor in rulebook.factors.values() for rule in factor.rules)
    every = (rulebook.factors, rulebook.questions, rulebook.derived, rulebook.red_flags, rules)
    return tuple(dict.fromkeys(chain.from_iterable(every)))


def contents(rulebook: Rulebook) -> Outline:
    """Returns the whole rule base as a list: questions, warning signs, factors with their rules."""
    sections = [
        Entry(section.title, tuple(f"{id_}: {rulebook.questions[id_].text}" for id_ in ids))
        for section in rulebook.sections
        if (ids := section.questions)
    ]
    signs: dict[str, list[str]] = {urgency: [] for urgency in reversed([*rulebook.urgencies])}
    for flag in rulebook.red_flags.values():
        signs[flag.urgency].append(f"{flag.id}: {flag.sign}")
    flags = (entry(rulebook.urgencies[urgency].label, items) for urgency, items in signs.items())
    factors = [
        Entry(
            factor.id,
            (f"{factor.name}: {factor.summary}", *(f"{_weight(r)} {r.id}" for r in factor.rules)),
        )
        for factor in rulebook.factors.values()
    ]
    identity = f"{rulebook.id}, version {rulebook.version}, reviewed {rulebook.reviewed}"
    return (
        Part(rulebook.title, (Paragraph(identity, "quiet"), Paragraph(rulebook.audience))),
        Part("Questions", tuple(sections)),
        Part(rulebook.words.red_flags, tuple(chain(*flags))),
        Part("Factors and their rules", tuple(factors)),
    )


def _factor(factor: Factor, rulebook: Rulebook) -> Outline:
    grade = f"{sentence(rulebook.grades[factor.grade])} (grade {factor.grade})."
    blocks: list[Block] = [Paragraph(f"{grade} {factor.summary}", "strong")]
    blocks += entry("What it does", (factor.role, factor.link))
    blocks += entry("Evidence", [factor.evidence])
    for label, key in (("Who is at risk", "at_risk"), *CARD):
        blocks += entry(label, (_line(line, rulebook) for line in getattr(factor, key)))
    if factor.unless is not None:
        blocks += entry("Not shown when", [condition_in_words(factor.unless, rulebook)])
    if factor.up_to is not None:
        blocks += entry("Never above", [rulebook.levels[factor.up_to].label])
    rules = [
        Part(f"{_weight(rule)} {rule.id}", _rule(rule, rulebook), "below") for rule in factor.rules
    ]
    cited = [*factor.sources, *(id_ for rule in factor.rules for id_ in rule.sources)]
    return (
        Part(f"{factor.name} ({factor.id})", tuple(blocks)),
        Part("What points to it"),
        *rules,
        *_sources(cited, rulebook),
    )


def _rule_alone(rule: Rule, rulebook: Rulebook) -> Outline:
    factor = rulebook.factors[rule.factor]
    return (
        Part(f"Rule {rule.id}", _rule(rule, rulebook)),
        Part("It points to", entry("", [f"{factor.name} ({factor.id})"])),
        *_sources(rule.sources, rulebook),
    )


def _rule(rule: Rule, rulebook: Rulebook) -> tuple[Block, ...]:
    notes = [f"{_weight(rule)} to the total"]
    if rule.up_to is not None:
        notes.append(f"alone it lifts no higher than {rulebook.levels[rule.up_to].label}")
    if rule.supporting:
        notes.append("counts only beside another rule")
    return (
        *_conditions(rule.when, rule.unless, rulebook),
        *entry("Weight", ["; ".join(notes)]),
        *entry("It says", [rule.because]),
        *entry("Sources", [", ".join(rule.sources)]),
    )


def _question(question: Question, rulebook: Rulebook) -> Outline:
    blocks: list[Block] = [Paragraph(question.text, "strong")]
    blocks += entry("Help", [question.help])
    blocks += entry("Credit", [question.credit])
    blocks += entry("Why we ask", [question.why])
    blocks += _conditions(question.when, question.unless, rulebook, "Asked")
    blocks += entry(
        "Taken for given",
        (
            f"{line.answer} when {condition_in_words(line.when, rulebook)}"
            for line in question.assume
        ),
    )
    blocks += entry("Answers", _possible_answers(question))
    blocks += entry("Notes", (_line(line, rulebook) for line in question.notes))
    bearing = bearings(rulebook)[question.id]
    flags = (f"{id_}: {rulebook.red_flags[id_].sign}" for id_ in bearing.red_flags)
    factors = (f"{id_}: {rulebook.factors[id_].name}" for id_ in bearing.factors)
    bears_on = (*entry(rulebook.words.red_flags, flags), *entry("Factors", factors))
    return (
        Part(f"Question {question.id}", tuple(blocks)),
        Part("What it bears on", bears_on),
        *_sources(question.sources, rulebook),
    )


def _possible_answers(question: Question) -> Iterable[str]:
    match question:
        case NumberQuestion(low=low, high=high, step=step, unit=unit):
            lies = f"{number_in_words(low)} to {number_in_words(high, unit)}"
            return (f"{lies}, in steps of {number_in_words(step)}",)
        case ChoiceQuestion(choices=choices) | ManyQuestion(choices=choices):
            return (f"{one.id}: {one.label}" for one in choices)


def _flag(flag: RedFlag, rulebook: Rulebook) -> Outline:
    urgency = rulebook.urgencies[flag.urgency]
    time_frame = flag.time_frame or urgency.time_frame
    return (
        Part(
            f"Warning sign {flag.id}",
            (
                Paragraph(sentence(flag.sign), "strong"),
                *entry("Urgency", [f"{urgency.label} {time_frame}"]),
                *_conditions(flag.when, None, rulebook),
                *entry("What to do", (_line(line, rulebook) for line in flag.advice)),
                *entry("Stands instead of", flag.instead_of),
            ),
        ),
        *_sources(flag.sources, rulebook),
    )


def _derived(derived: Derived, rulebook: Rulebook) -> Outline:
    words = (
        condition_in_words(derived.value, rulebook)
        if isinstance(derived.value, Condition)
        else number_in_terms(derived.value, rulebook)
    )
    blocks = (*entry("Name", [derived.text]), *entry("Unit", [derived.unit]))
    return (
        Part(f"Derived value {derived.id}", (*blocks, *entry("It is", [words]))),
        *_sources(derived.sources, rulebook),
    )


def _conditions(
    when: Condition | None, unless: Condition | None, rulebook: Rulebook, verb: str = "Fires"
) -> Iterable[Entry]:
    if when is not None:
        yield Entry(f"{verb} when", (condition_in_words(when, rulebook),))
    if unless is not None:
        yield Entry("But not when", (condition_in_words(unless, rulebook),))


def _line(line: Line, rulebook: Rulebook) -> str:
    conditions = [
        f"{word} {condition_in_words(condition, rulebook)}"
        for word, condition in (("when", line.when), ("not when", line.unless))
        if condition is not None
    ]
    return f"{line.text} [{'; '.join(conditions)}]" if conditions else line.text


def _weight(rule: Rule) -> str:
    return f"{rule.weight:+d}"


def _sources(ids: Sequence[str], rulebook: Rulebook) -> Outline:
    references = []
    for number, id_ in enumerate(dict.fromkeys(ids), start=1):
        source = rulebook.sources[id_]
        text = f"{id_}: {source.title}. {origin(source)}. Read: {source.read}."
        references.append(Reference(number, text, source.address))
    return part("Sources", [References(tuple(references))] if references else ())
