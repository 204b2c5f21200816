"""Plants the mistakes of authors in a rule base, and lists what ``check`` says to each.

    python benchmarks/plant_mistakes.py --each 12 --list

Beside ``mutate_rules``, whose mistakes are so small that only a person can find them wrong, these
leave something without effect: a limit out of range, two sides that exclude each other, a question
that nobody is asked, a choice that nothing names.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import chain
from pathlib import Path

from msgspec import Struct
from msgspec.structs import asdict, replace

from questionnaire.checking.case_runs import try_out
from questionnaire.checking.checks import check
from questionnaire.knowledge.conditions import (
    And,
    Answered,
    Comparison,
    Condition,
    Constant,
    Count,
    DerivedCondition,
    Node,
    Not,
    Or,
    Reaches,
    bounds,
    questions_in,
)
from questionnaire.knowledge.model import (
    Assumption,
    Choice,
    ChoiceQuestion,
    ManyQuestion,
    NumberQuestion,
    Question,
    Rule,
    Rulebook,
    choices_of,
)
from questionnaire.knowledge.placeholders import placeholders
from questionnaire.loading.cases import Cases, load_cases
from questionnaire.loading.files import shipped
from questionnaire.loading.rulebook import load


class Mistake(Struct, frozen=True):
    """What stands in the place of one thing of a rule base."""

    kind: str
    place: str
    thing: Struct
    instead: tuple[Struct, ...]


def mistakes(rulebook: Rulebook) -> Iterator[Mistake]:
    """Yields every mistake that can be made in a rule base."""
    for place, thing in _things(rulebook, ()):
        for kind, *instead in _spoilt(thing, rulebook):
            yield Mistake(kind, ".".join(place), thing, tuple(instead))


def _things(value: object, place: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Struct]]:
    """Yields everything of a rule base that has conditions."""
    if isinstance(value, Node):
        return
    if isinstance(value, Struct):
        if hasattr(value, "when") or hasattr(value, "unless"):
            yield place, value
        value = asdict(value)
    pairs = value.items() if isinstance(value, Mapping) else ()
    if isinstance(value, tuple):
        pairs = enumerate(value, start=1)
    for key, part in pairs:
        yield from _things(part, (*place, str(key)))


def _with(value: object, old: Struct, new: tuple[Struct, ...]) -> object:
    """Returns the value with other things in the place of one."""
    if value is old:
        return new[0]
    if isinstance(value, Struct) and not isinstance(value, Node):
        parts = asdict(value).items()
        return replace(value, **{key: _with(part, old, new) for key, part in parts})
    if isinstance(value, Mapping):
        return {key: _with(part, old, new) for key, part in value.items()}
    if isinstance(value, tuple):
        parts = [new if part is old else (_with(part, old, new),) for part in value]
        return tuple(chain.from_iterable(parts))
    return value


# Mistakes -----------------------------------------------------------------------------------------


def _spoilt(thing: Struct, rulebook: Rulebook) -> Iterator[tuple[object, ...]]:
    """Yields the kind of a mistake, and what then stands in the place of the thing."""
    when, unless = getattr(thing, "when", None), getattr(thing, "unless", None)
    for side, condition in (("when", when), ("unless", unless)):
        for kind, changed in _conditions(condition, rulebook) if condition else ():
            yield f"{side}: {kind}", replace(thing, **{side: changed})
    if when is not None and hasattr(thing, "unless"):
        yield "unless is when", replace(thing, unless=when)
        yield "unless excludes when", replace(thing, unless=Not(when))
    match thing:
        case Rule():
            yield "the same rule twice", thing, replace(thing, id="again")
            if not placeholders(thing.because):  # the loader would refuse it
                yield "a rule without conditions", replace(thing, when=None, unless=None)
        case NumberQuestion() | ChoiceQuestion() | ManyQuestion():
            yield from _questions(thing)
    text = getattr(thing, "because", getattr(thing, "text", ""))
    for found in placeholders(text):
        derived = rulebook.derived.get(found.id)
        if found.labels and derived is not None and isinstance(derived.value, Count):
            yield "an empty list", replace(thing, when=Answered(derived.value.question))


def _questions(question: Question) -> Iterator[tuple[object, ...]]:
    if question.when is not None:
        first = (
            int(question.low) if isinstance(question, NumberQuestion) else question.choices[0].id
        )
        answer = (first,) if isinstance(question, ManyQuestion) else first
        always = Assumption(answer=answer, when=question.when)
        yield "a question always assumed", replace(question, assume=(always,))
    for line in question.assume:
        yield "an assume line too late", replace(question, assume=(*question.assume, line))
    # Where choices have amounts, the numbers of conditions hold them too.
    choices = choices_of(question)
    if choices and not question.neutral and all(choice.amount is None for choice in choices):
        new = (Choice(id="new", label="new"), Choice(id="newer", label="newer"))
        yield "a choice that nothing names", replace(question, choices=(*choices, *new))


def _conditions(condition: Condition, rulebook: Rulebook) -> Iterator[tuple[str, Condition]]:
    yield "contradicts itself", And((condition, Not(condition)))
    for id_ in questions_in(condition):
        question = rulebook.questions[id_]
        if question.when is not None:
            yield "needs who is not asked", And((condition, Answered(id_), Not(question.when)))
        for line in question.assume:
            yield "contradicts an assumption", And((condition, Answered(id_), line.when))
    yield from _limits(condition)


def _limits(condition: Condition) -> Iterator[tuple[str, Condition]]:
    match condition:
        case And(parts) | Or(parts):
            for number, part in enumerate(parts):
                for kind, changed in _limits(part):
                    rest = (*parts[:number], changed, *parts[number + 1 :])
                    yield kind, type(condition)(rest)
        case Not(part):
            yield from ((kind, Not(changed)) for kind, changed in _limits(part))
        case DerivedCondition(_, value):
            yield from _limits(value)
        case Reaches(factor):
            yield "total too high", Reaches(factor, 1000)
            yield "total too low", Reaches(factor, 0)
        case Comparison(left, sign, Constant(limit)):
            low, high = bounds(left)
            yield "limit too high", Comparison(left, sign, Constant(high + 1))
            yield "limit too low", Comparison(left, sign, Constant(low - 1))
            yield "limit between steps", Comparison(left, "==", Constant(limit + Fraction(1, 7)))
            loose = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}.get(sign)
            if loose:
                yield "step open or shut", Comparison(left, loose, Constant(limit))


# What is said -------------------------------------------------------------------------------------


def _said(rulebook: Rulebook, cases: Cases) -> dict[str, str]:
    """Returns the first sentence on a mistake, by the means that find it."""
    checked = check(rulebook, today=rulebook.reviewed)
    trial = try_out(rulebook, cases)
    means = {"reasoning": checked.problems, "cases": trial.problems, "warning": checked.warnings}
    return {name: f"{some[0].where}: {some[0].what}" for name, some in means.items() if some}


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rules", type=Path, default=shipped(), help="another rule base")
    parser.add_argument("--each", type=int, default=4, help="mistakes of each kind")
    parser.add_argument("--kind", default="", help="only kinds with these words in their name")
    parser.add_argument("--list", action="store_true", help="print what is said to each")
    options = parser.parse_args()
    rulebook, problems = load(options.rules)
    if rulebook is None:
        sys.exit("\n".join(map(str, problems)))
    cases = load_cases(options.rules, rulebook)[0]
    kinds: dict[str, list[Mistake]] = {}
    for mistake in mistakes(rulebook):
        if options.kind in mistake.kind:
            kinds.setdefault(mistake.kind, []).append(mistake)
    print(
        f"{'mistake':34} {'made':>5} {'tried':>5}"
        f" {'reasoning':>9} {'cases':>6} {'warning':>8} {'nothing':>8}"
    )
    for kind, made in kinds.items():
        found = Counter[str]()
        tried = made[:: -(-len(made) // options.each)]
        for mistake in tried:
            said = _said(_with(rulebook, mistake.thing, mistake.instead), cases)
            found.update(list(said) or ["nothing"])
            if options.list:
                print(f"  {kind}: {mistake.place}: {' | '.join(map(': '.join, said.items()))}")
        print(
            f"{kind:34} {len(made):5} {len(tried):5} {found['reasoning']:9}"
            f" {found['cases']:6} {found['warning']:8} {found['nothing']:8}",
            flush=True,
        )


if __name__ == "__main__":
    _main()
