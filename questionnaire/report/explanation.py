"""What is known, for who wants to look behind the questions and rules of a rule base."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain
from typing import Final

from questionnaire.knowledge.bearing import bearings
from questionnaire.knowledge.condition_words import (
    assumptions_in_words,
    number_in_terms,
    summands,
)
from questionnaire.knowledge.conditions import Condition, Number
from questionnaire.knowledge.gates import gates
from questionnaire.knowledge.model import (
    ChoiceQuestion,
    Derived,
    Factor,
    ManyQuestion,
    Notice,
    NumberQuestion,
    Question,
    RedFlag,
    Rule,
    Rulebook,
    Section,
    Source,
)
from questionnaire.knowledge.placeholders import TICKED
from questionnaire.knowledge.printable import sentence
from questionnaire.knowledge.wording import name_of, number_in_words, so_many
from questionnaire.report.citations import Citations, by_mention, numbers
from questionnaire.report.explained_parts import (
    condition,
    conditions,
    in_full,
    line_in_words,
    source_list,
    what,
)
from questionnaire.report.names import Kind, Named, called, mentioning, named, without_answers
from questionnaire.report.outline import (
    Block,
    Entry,
    Outline,
    Paragraph,
    Part,
    entry,
    part,
)
from questionnaire.report.shared_parts import CARD, grade_in_words

_KINDS: Final[Mapping[Kind, str]] = {
    "factor": "Factors",
    "section": "Groups of questions",
    "question": "Questions",
    "derived": "Worked out from answers",
    "red flag": "",  # the rule base says what it calls them
    "rule": "Reasons",
    "notice": "Notices",
    "source": "Sources",
}


def explanation(rulebook: Rulebook, name: str) -> Outline:
    """Returns what is known under a name that the program prints; nothing if there is none.

    What is called so is explained, all of it.  Of several that only mention it, there is a list.
    """
    things = called(rulebook, name)
    if not things and len(things := mentioning(rulebook, name)) > 1:
        return _listed(things, name, rulebook)
    return tuple(chain.from_iterable(_explained(one, rulebook) for one in things))


def contents(rulebook: Rulebook) -> Outline:
    """Returns the whole rule base as a list: questions, warning signs, factors."""
    questions = (
        entry(section.title, (_called(id_, rulebook) for id_ in section.questions))
        for section in rulebook.sections
    )
    signs: dict[str, list[str]] = {urgency: [] for urgency in reversed([*rulebook.urgencies])}
    for flag in rulebook.red_flags.values():
        signs[flag.urgency].append(f"{sentence(flag.sign)} ({flag.id})")
    flags = (entry(rulebook.urgencies[urgency].label, items) for urgency, items in signs.items())
    factors = (f"{one.name} ({one.id}): {one.summary}" for one in rulebook.factors.values())
    identity = f"{rulebook.id}, version {rulebook.version}, reviewed {rulebook.reviewed}"
    how = "Each of these can be explained, by its name or by the short name in brackets."
    about = (Paragraph(identity, "quiet"), Paragraph(rulebook.audience), Paragraph(how))
    return (
        Part(rulebook.title, about),
        *part("Questions", chain(*questions)),
        *part(rulebook.words.red_flags, chain(*flags)),
        Part("Factors, each with its reasons", entry("", factors)),
    )


def _listed(things: Sequence[Named], name: str, rulebook: Rulebook) -> Outline:
    how = Paragraph("Each can be explained, by its name or by the short name in brackets.")
    return (Part(f"What speaks of “{name}”", (how, *_by_kind(things, rulebook))),)


def _by_kind(things: Sequence[Named], rulebook: Rulebook) -> Iterator[Entry]:
    """Yields the names of things, and their short names, in a list for each kind."""
    for kind, label in {**_KINDS, "red flag": rulebook.words.red_flags}.items():
        names = (f"{sentence(one.words[1])} ({one.id})" for one in things if one.kind == kind)
        yield from entry(label, names)


def _explained(one: Named, rulebook: Rulebook) -> Outline:
    match one.kind:
        case "factor":
            return _factor(rulebook.factors[one.id], rulebook)
        case "section":
            section = next(each for each in rulebook.sections if each.id == one.id)
            return _section(section, rulebook)
        case "question":
            return _question(rulebook.questions[one.id], rulebook)
        case "derived":
            return _derived(rulebook.derived[one.id], rulebook)
        case "red flag":
            return _flag(rulebook.red_flags[one.id], rulebook)
        case "rule":
            every = chain.from_iterable(factor.rules for factor in rulebook.factors.values())
            return _rule_alone(next(rule for rule in every if rule.id == one.id), rulebook)
        case "notice":
            notice = next(each for each in rulebook.notices if each.id == one.id)
            return _notice(notice, rulebook)
        case "source":
            return _source(rulebook.sources[one.id], rulebook)


def _called(question: str, rulebook: Rulebook) -> str:
    return f"{name_of(rulebook.questions[question])} ({question})"


# Factors and rules --------------------------------------------------------------------------------


def _factor(factor: Factor, rulebook: Rulebook) -> Outline:
    grade = grade_in_words(rulebook, factor.grade)
    card = [(label, getattr(factor, key)) for label, key in (("Who is at risk", "at_risk"), *CARD)]
    resting = (*factor.rules, *chain.from_iterable(lines for _, lines in card), factor)
    cited = by_mention(*(one.sources for one in resting))
    blocks: list[Block] = [what("A factor", factor.id)]
    blocks.append(Paragraph(f"{grade} {factor.summary}", "strong"))
    blocks += entry("What it does", (factor.role, factor.link))
    blocks += entry("Evidence", [factor.evidence])
    for label, lines in card:
        blocks += entry(label, (line_in_words(line, rulebook, cited) for line in lines))
    blocks += conditions(None, factor.unless, rulebook, "Shown")
    if factor.up_to is not None:
        blocks += entry("Never above", [rulebook.levels[factor.up_to].label])
    levels = (
        f"“{level.label}” from {so_many(level.start, 'point')}"
        for level in rulebook.levels.values()
    )
    how = f"Each reason counts points. They make it {', '.join(levels)}."
    return (
        Part(factor.name, tuple(blocks)),
        Part("What points to it", (Paragraph(how),)),
        *(_rule(rule, rulebook, cited) for rule in factor.rules),
        *source_list(cited, rulebook),
    )


def _rule_alone(rule: Rule, rulebook: Rulebook) -> Outline:
    cited = by_mention(rule.sources)
    factor = rulebook.factors[rule.factor]
    told = _rule(rule, rulebook, cited)
    points_to = entry("Points to", [f"{factor.name} ({factor.id})"])
    return Part(told.heading, (*told.blocks, *points_to)), *source_list(cited, rulebook)


def _rule(rule: Rule, rulebook: Rulebook, cited: Citations) -> Part:
    blocks: tuple[Block, ...] = (
        what("A reason", rule.id),
        *conditions(rule.when, rule.unless, rulebook, "Holds"),
        *entry("Counts", [_weight(rule, rulebook)]),
        *entry("Sources", [numbers(cited, rule.sources)]),
    )
    return Part(without_answers(rule.because, rulebook), blocks, "below")


def _weight(rule: Rule, rulebook: Rulebook) -> str:
    """Returns what a rule adds or takes off, and what that means where nothing else is known."""
    if rule.weight < 0:
        return f"against it: takes {so_many(-rule.weight, 'point')} off"
    notes = [so_many(rule.weight, "point")]
    reached = [level.label for level in rulebook.levels.values() if level.start <= rule.weight]
    if rule.supporting:
        notes.append("only beside another reason")
    elif rule.up_to is not None:
        notes.append(f"alone it makes no more than “{rulebook.levels[rule.up_to].label}”")
    else:
        notes.append(f"alone it makes “{reached[-1]}”" if reached else "too little alone")
    return "; ".join(notes)


# Questions ----------------------------------------------------------------------------------------


def _section(section: Section, rulebook: Rulebook) -> Outline:
    asked = entry("Questions", (_called(id_, rulebook) for id_ in section.questions))
    introduction = [Paragraph(section.introduction)] if section.introduction else []
    group = what("A group of questions", section.id)
    return (Part(section.title, (group, *introduction, *asked)),)


def _question(question: Question, rulebook: Rulebook) -> Outline:
    cited = by_mention(question.sources, *(line.sources for line in question.notes))
    blocks: tuple[Block, ...] = (
        what("A question", question.id),
        *entry("Called", [question.name]),
        *entry("Help", [question.help]),
        *entry("Why we ask", [question.why]),
        *conditions(question.when, question.unless, rulebook, "Asked"),
        *entry("Not asked but taken as", assumptions_in_words(question, rulebook)),
        *entry("Answers", _possible_answers(question)),
        *entry("Units", _units(question)),
        *entry("Notes", (line_in_words(line, rulebook, cited) for line in question.notes)),
        *entry("Credit", [question.credit]),
    )
    bearing = bearings(rulebook)[question.id]
    flags = (sentence(rulebook.red_flags[id_].sign) for id_ in bearing.red_flags)
    factors = (rulebook.factors[id_].name for id_ in bearing.factors)
    bears_on = (*entry(rulebook.words.red_flags, flags), *entry("Factors", factors))
    return (
        Part(question.text, blocks),
        *part("What it bears on", bears_on),
        *source_list(cited, rulebook),
    )


def _possible_answers(question: Question) -> Iterator[str]:
    match question:
        case NumberQuestion(low=low, high=high, step=step, unit=unit):
            steps = "" if step == 1 else f", in steps of {number_in_words(step)}"
            yield f"{number_in_words(low)} to {number_in_words(high, unit)}{steps}"
        case ChoiceQuestion(choices=choices) | ManyQuestion(choices=choices):
            for one in choices:
                counts = "" if one.amount is None else f" (counts as {number_in_words(one.amount)})"
                yield f"{one.label}{counts}"


def _units(question: Question) -> Iterator[str]:
    """Yields the units in which a number may be typed, with what they make in its own unit."""
    if isinstance(question, NumberQuestion):
        alike: dict[Fraction, list[str]] = {Fraction(1): [question.unit]}
        for name, factor in question.units.items():
            alike.setdefault(factor, []).append(name)
        for factor, names in alike.items():
            many, makes = factor.denominator, number_in_words(factor.numerator, question.unit)
            worth = f" ({many} {'is' if many == 1 else 'are'} {makes})" if factor != 1 else ""
            yield f"{', '.join(names)}{worth}"


def _derived(derived: Derived, rulebook: Rulebook) -> Outline:
    made_of = (
        condition("True", derived.value, rulebook)
        if isinstance(derived.value, Condition)
        else _number(derived.value, rulebook)
    )
    blocks: tuple[Block, ...] = (
        what("Worked out from answers", derived.id),
        made_of,
        *entry("Unit", [derived.unit]),
    )
    heading = sentence(derived.text) or derived.id
    return Part(heading, blocks), *source_list(by_mention(derived.sources), rulebook)


def _number(number: Number, rulebook: Rulebook) -> Entry:
    """Returns what a number is made of; the parts of a sum one below the other."""
    parts = tuple(number_in_terms(part, rulebook) for part in summands(number))
    return Entry("The sum of" if len(parts) > 1 else "It is", parts)


# Warning signs and notices ------------------------------------------------------------------------


def _flag(flag: RedFlag, rulebook: Rulebook) -> Outline:
    urgency = rulebook.urgencies[flag.urgency]
    time_frame = flag.time_frame or urgency.time_frame
    hides = (sentence(rulebook.red_flags[id_].sign) for id_ in flag.instead_of)
    cited = by_mention(flag.sources, *(line.sources for line in flag.advice))
    blocks: tuple[Block, ...] = (
        what(f"One of “{rulebook.words.red_flags}”", flag.id),
        *entry("How soon", [f"{urgency.label} {time_frame}"]),
        *entry("Told as", [(flag.because or "").replace(str(TICKED), "[what was ticked]")]),
        *conditions(flag.when, None, rulebook, "Holds"),
        *entry("What to do", (line_in_words(line, rulebook, cited) for line in flag.advice)),
        *entry("Said instead of", hides),
    )
    return Part(sentence(flag.sign), blocks), *source_list(cited, rulebook)


def _notice(notice: Notice, rulebook: Rulebook) -> Outline:
    listed = [f"all of “{rulebook.urgencies[id_].label}”" for id_ in notice.signs]
    listed += [f"all that look at “{name_of(rulebook.questions[id_])}”" for id_ in notice.signs_of]
    blocks: tuple[Block, ...] = (
        what("A notice at the top of the summary", notice.id),
        *conditions(notice.when, notice.unless, rulebook, "Shown"),
        *entry("Signs listed", listed),
    )
    heading = without_answers(notice.text, rulebook)
    return Part(heading, blocks), *source_list(by_mention(notice.sources), rulebook)


# Sources ------------------------------------------------------------------------------------------


def _source(source: Source, rulebook: Rulebook) -> Outline:
    """Returns a source and what rests on it, a card or a warning sign by its lines too."""
    resting = {gate.key[:2] for gate in gates(rulebook) if source.id in gate.sources}
    resting |= {
        ("derived", id_) for id_, one in rulebook.derived.items() if source.id in one.sources
    }
    kinds = {key[0] for key in resting}
    elsewhere = [f"the {kind}" for kind in ("recommendation", "messages") if kind in kinds]
    things = [one for one in named(rulebook) if (one.kind, one.id) in resting]
    blocks: tuple[Block, ...] = (
        what("A source", source.id),
        *entry("Address", [source.address or ""]),
        *_by_kind(things, rulebook),
        *entry("Elsewhere", elsewhere),
    )
    return (Part(in_full(source), blocks),)
