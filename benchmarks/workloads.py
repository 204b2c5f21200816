"""What the benchmarks work on: answers to a rule base, and rule bases of any size."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from random import Random

from questionnaire.inference.engine import OPERATORS
from questionnaire.knowledge.conditions import (
    And,
    Chosen,
    Comparison,
    Condition,
    Constant,
    Measure,
    Ticked,
)
from questionnaire.knowledge.model import (
    Answer,
    Choice,
    ChoiceQuestion,
    Factor,
    Level,
    Line,
    ManyQuestion,
    Messages,
    NumberQuestion,
    Question,
    Rule,
    Rulebook,
    Section,
    Urgency,
)

LETTERS = ("a", "b", "c", "d", "e")


def seeded(seed: int) -> Random:
    """Returns the random numbers of a seed."""
    return Random(seed)  # noqa: S311 - nothing secret is made of them


def answered(
    questions: Mapping[str, Question], random: Random, share: float = 0.9
) -> dict[str, Answer]:
    """Answers all questions at random, all but ``share`` of them with "not sure"."""
    return {
        id_: _answer(question, random) if random.random() < share else None
        for id_, question in questions.items()
    }


def _answer(question: Question, random: Random) -> Answer:
    match question:
        case NumberQuestion(low=low, high=high, step=step):
            value = low + step * random.randint(0, int((high - low) / step))
            return int(value) if value.denominator == 1 else float(value)
        case ChoiceQuestion(choices=choices):
            return random.choice(choices).id
        case ManyQuestion(choices=choices):
            return tuple(choice.id for choice in choices if random.random() < 0.3)


def rulebook(rules: int, questions: int, random: Random) -> Rulebook:
    """Makes a rule base of so many rules, eight to a factor, each of one to three tests."""
    asked = {f"q{number}": _question(f"q{number}", random) for number in range(questions)}
    line = Line(text="Words.")
    made = [
        Rule(
            id=f"r{number}",
            factor=f"f{number // 8}",
            when=_condition(list(asked.values()), random),
            weight=random.randint(1, 3),
            because="words",
            sources=(),
        )
        for number in range(rules)
    ]
    return Rulebook(
        id="sketch",
        title="Sketch",
        version="1",
        digest="",
        reviewed=date(2025, 1, 1),
        audience="Nobody",
        introduction=("Words.",),
        recommendation=(line,),
        sections=(Section(id="all", title="All", questions=tuple(asked)),),
        questions=asked,
        derived={},
        factors={
            rule.factor: Factor(
                id=rule.factor,
                name=rule.factor,
                grade="A",
                summary="Words.",
                sources=(),
                rules=tuple(made[start : start + 8]),
            )
            for start, rule in list(enumerate(made))[::8]
        },
        no_factors=None,
        red_flags={},
        urgencies={"none": Urgency(id="none", label="None", time_frame="ever")},
        levels={"some": Level(id="some", label="Some", start=1)},
        grades={"A": "Words."},
        notices=(),
        messages=Messages(
            nothing_found=(line,),
            nothing_found_unchecked=(line,),
            nothing_found_beside_flags=(line,),
            nothing_answered=(line,),
            answers_set_aside="Words.",
            signs_not_checked="Words.",
        ),
        sources={},
    )


def _question(id_: str, random: Random) -> Question:
    choices = tuple(Choice(id=letter, label=letter) for letter in LETTERS)
    match random.randrange(3):
        case 0:
            return NumberQuestion(
                id=id_, section="all", text="", unit="", low=Fraction(0), high=Fraction(10)
            )
        case 1:
            return ChoiceQuestion(id=id_, section="all", text="", choices=choices)
        case _:
            return ManyQuestion(id=id_, section="all", text="", choices=choices)


def _condition(questions: list[Question], random: Random) -> Condition:
    some = random.sample(questions, min(len(questions), random.randint(1, 3)))
    parts = tuple(_test(question, random) for question in some)
    return parts[0] if len(parts) == 1 else And(parts)


def _test(question: Question, random: Random) -> Condition:
    match question:
        case NumberQuestion(id=id_, low=low, high=high):
            operator = random.choice(tuple(OPERATORS))
            least = Constant(Fraction(random.randint(0, 10)))
            return Comparison(Measure(id_, low, high), operator, least)
        case ChoiceQuestion(id=id_):
            return Chosen(id_, tuple(random.sample(LETTERS, random.randint(1, 2))))
        case ManyQuestion(id=id_):
            return Ticked(id_, random.choice(LETTERS))
