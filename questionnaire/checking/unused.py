"""What stands in a rule base and makes no difference to any result."""

from __future__ import annotations

from collections.abc import Iterator

from questionnaire.knowledge.conditions import (
    Amount,
    ChoiceId,
    Count,
    Ticked,
    choices_in,
    derived_in,
    questions_in,
    walk,
)
from questionnaire.knowledge.gates import derived_place, gates, question_place
from questionnaire.knowledge.model import (
    ChoiceQuestion,
    Question,
    Rulebook,
    choices_of,
)
from questionnaire.knowledge.placeholders import placeholders
from questionnaire.knowledge.problems import Problem
from questionnaire.knowledge.wording import joined


def unused(rulebook: Rulebook) -> Iterator[Problem]:
    """Yields the questions, choices and derived values that nothing uses."""
    everything = list(gates(rulebook))
    conditions = [
        condition for gate in everything for condition in (gate.when, gate.unless) if condition
    ]
    printed = {found.id for gate in everything for found in placeholders(gate.text)}
    values = [derived.value for derived in rulebook.derived.values()]
    asked = printed | set(questions_in(*conditions, *values))
    named = choices_in(*conditions, *values)
    weighed = {
        part.question
        for node in (*conditions, *values)
        for part in walk(node)
        if isinstance(part, Amount)
    }
    for question in rulebook.questions.values():
        if question.neutral:
            continue
        if question.id not in asked:
            what = "Nothing uses the answer to this question."
            how = "Write a rule that does, take the question out, or add neutral = true."
            yield Problem(question_place(question), what, how)
        elif question.id not in weighed:
            yield from _idle_choices(question, named.get(question.id, frozenset()))
    used = printed | set(derived_in(*conditions))
    used |= {id_ for value in values for id_ in derived_in(value)}
    for derived in rulebook.derived.values():
        if derived.id not in used:
            what = "Nothing uses this derived value."
            yield Problem(derived_place(derived), what, "Use it, or take it out.")


def only_counted(rulebook: Rulebook) -> Iterator[Problem]:
    """Yields the boxes that are counted with all others, while conditions name most of these."""
    nodes = [node for gate in gates(rulebook) for node in (gate.when, gate.unless) if node]
    counted: set[str] = set()
    named: dict[str, set[str]] = {id_: set() for id_ in rulebook.questions}
    for part in walk(*nodes, *(derived.value for derived in rulebook.derived.values())):
        match part:
            case Ticked(id_, box):
                named[id_].add(box)
            case Count(id_, boxes) if set(boxes) == _counted(rulebook.questions[id_]):
                counted.add(id_)
            case Count(id_, boxes):
                named[id_].update(boxes)
            case _:
                pass
    for id_ in sorted(counted, key=list(rulebook.questions).index):
        question = rulebook.questions[id_]
        silent = {one.id for one in choices_of(question) if one.neutral}
        idle = _counted(question) - silent - named[id_]
        if 0 < len(idle) < len(named[id_]):
            unnamed = joined([one.id for one in choices_of(question) if one.id in idle])
            are = "are" if len(idle) > 1 else "is"
            what = f"Conditions name most boxes; {unnamed} {are} only counted with all of them."
            how = "Write a rule that names it, or add neutral = true if it is right that none does."
            yield Problem(question_place(question), what, how)


def _counted(question: Question) -> set[str]:
    """Returns what a count of all boxes counts."""
    return {choice.id for choice in choices_of(question) if not choice.exclusive}


def idle_keeps(rulebook: Rulebook) -> Iterator[Problem]:
    """Yields what keeps a question of which no change is ever suggested."""
    for gate in gates(rulebook):
        for id_ in gate.keeps:
            if rulebook.questions[id_].change is None:
                what = f'No change of "{id_}" is ever suggested, so there is nothing to keep.'
                yield Problem(gate.place("keeps"), what, "Take it out.")


def unused_sources(rulebook: Rulebook) -> Iterator[Problem]:
    """Yields the sources that nothing cites."""
    cited = {source for gate in gates(rulebook) for source in gate.sources}
    cited |= {source for derived in rulebook.derived.values() for source in derived.sources}
    for id_ in rulebook.sources:
        if id_ not in cited:
            yield Problem(f'sources.toml: "{id_}"', "Nothing cites this source.", "Take it out.")


def _idle_choices(question: Question, named: frozenset[ChoiceId]) -> Iterator[Problem]:
    """Yields the choices of a question that no condition tells from others."""
    idle = [
        choice.id
        for choice in choices_of(question)
        if choice.id not in named and not choice.exclusive and not choice.neutral
    ]
    # A choice of which all others are named is what is left, such as "no" beside "yes".
    if len(idle) > 1 if isinstance(question, ChoiceQuestion) else idle:
        what = f"No condition names the {'choices' if len(idle) > 1 else 'choice'} {joined(idle)}."
        how = "Write a rule that does, or add neutral = true if it is right that none does."
        alone = any(one.exclusive for one in choices_of(question))
        if not alone and not isinstance(question, ChoiceQuestion):
            how += " One that stands alone has exclusive = true."
        yield Problem(question_place(question), what, how)
