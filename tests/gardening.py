"""A small rule base about houseplants and, started as a program, an interview with it."""

import json
import sys
from datetime import date
from fractions import Fraction
from functools import partial
from pathlib import Path

import click

from questionnaire import Questionnaire
from questionnaire.interview import sentences
from questionnaire.interview.answers_file import load_answers, save_answers
from questionnaire.interview.asker import asker_for
from questionnaire.interview.protocol import InterviewStopped
from questionnaire.interview.session import offer_to_keep, run
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
    Urgency,
)

_CUPS = Measure("cups", Fraction(0), Fraction(10))

KIND = ChoiceQuestion(
    id="kind",
    section="plant",
    text="Which plant is it?",
    why="A cactus drinks less than a fern.",
    choices=(
        Choice(id="cactus", label="a cactus"),
        Choice(id="fern", label="a fern"),
        Choice(id="orchid", label="an orchid"),
    ),
)
BARK = ChoiceQuestion(
    id="bark",
    section="plant",
    text="What does the orchid grow in?",
    when=Chosen("kind", ("orchid",)),
    choices=(Choice(id="bark", label="bark"), Choice(id="soil", label="ordinary soil")),
)
SIGNS = ManyQuestion(
    id="signs",
    section="plant",
    text="What do you see on the plant today, leaves, stem and pot, if you look at it closely?",
    why="Some signs cannot wait.",
    skip="rather not say",
    choices=(
        Choice(id="yellow", label="yellow leaves"),
        Choice(id="brown", label="brown tips on leaves that were green and soft a short time ago"),
        Choice(id="smoke", label="smoke"),
        Choice(id="none", label="none of these", exclusive=True),
    ),
)
CUPS = NumberQuestion(
    id="cups",
    section="care",
    text="How much water does it get?",
    why="Too much water drowns the roots.",
    help="One cup is a quarter of a litre.",
    unit="cups a week",
    low=Fraction(0),
    high=Fraction(10),
    step=Fraction(1, 2),
    notes=(
        Line(text="That is a lot of water.", when=Comparison(_CUPS, ">", Constant(Fraction(8)))),
    ),
)
PESTS = ManyQuestion(
    id="pests",
    section="care",
    text="Which of these live on it?",
    choices=tuple(Choice(id=f"pest_{n}", label=f"pest number {n}") for n in range(1, 41)),
)

RULEBOOK = Rulebook(
    id="houseplants",
    title="Houseplants",
    version="2",
    digest="abc",
    reviewed=date(2026, 1, 1),
    audience="People with a plant.",
    introduction=("This asks about a houseplant.", "It does not replace a gardener."),
    recommendation=(Line(text="Ask a gardener."),),
    sections=(
        Section(
            id="plant",
            title="The plant",
            introduction="First the plant itself.",
            questions=("kind", "bark", "signs"),
        ),
        Section(id="care", title="Its care", questions=("cups", "pests")),
    ),
    questions={each.id: each for each in (KIND, BARK, SIGNS, CUPS, PESTS)},
    derived={},
    factors={
        "drowning": Factor(
            id="drowning",
            name="Too much water",
            grade="B",
            summary="Roots need air.",
            sources=(),
            rules=(
                Rule(
                    id="drowning_many_cups",
                    factor="drowning",
                    when=Comparison(_CUPS, ">=", Constant(Fraction(6))),
                    weight=3,
                    because="It gets {cups}.",
                    sources=(),
                ),
            ),
        )
    },
    no_factors=None,
    red_flags={
        "fire": RedFlag(
            id="fire",
            sign="a plant that smokes",
            when=Ticked("signs", "smoke"),
            urgency="now",
            advice=(Line(text="Pour water on it."),),
            sources=(),
        )
    },
    urgencies={
        "later": Urgency(id="later", label="No hurry", time_frame="some day"),
        "now": Urgency(id="now", label="Act now", time_frame="at once", interrupts=True),
    },
    levels={"some": Level(id="some", label="some", start=2)},
    grades={"A": "good", "B": "fair", "C": "weak", "D": "opinion"},
    notices=(),
    messages=Messages(
        nothing_found=(),
        nothing_found_beside_flags=(),
        nothing_answered=(),
        answers_set_aside="",
    ),
    sources={},
)


def main(arguments):
    """Interviews as the program does: ``[--plain] [FILE]``; prints how it ended as JSON."""
    plain, files = "--plain" in arguments, [each for each in arguments if each != "--plain"]
    file = Path(files[0]) if files else None
    answers = load_answers(file, RULEBOOK).answers if file and file.exists() else {}
    questionnaire = Questionnaire(RULEBOOK)
    asker = asker_for(plain=plain)
    try:
        outcome = run(
            questionnaire,
            asker,
            answers,
            keep=partial(save_answers, file, RULEBOOK) if file else None,
            kept_in=str(file or ""),
        )
    except InterviewStopped as stopped:
        flags = questionnaire.fired_flags(stopped.answers)
        try:
            click.echo("\n".join(sentences.farewell(RULEBOOK, stopped, flags, file)))
        except OSError:
            sys.stdout = None  # the terminal is gone
        return stopped.exit_status
    if outcome.ended == "stopped" and not file:
        offer_to_keep(asker, lambda path: save_answers(path, RULEBOOK, outcome.answers))
    click.echo(f"ENDED {json.dumps([outcome.ended, outcome.summary, outcome.answers])}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
