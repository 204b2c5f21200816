"""Houseplants to ask about: all kinds of questions and, started as a program, an interview."""

import json
import sys
from functools import partial
from pathlib import Path

import click
from houseplants import card, choices, flag, question, rule, section, small
from spoiling import HOUSEPLANTS

from questionnaire import Questionnaire
from questionnaire.interview import sentences
from questionnaire.interview.asker import asker_for
from questionnaire.interview.interview import Start
from questionnaire.interview.keeping import Offer, offer_to_keep
from questionnaire.interview.protocol import InterviewStopped
from questionnaire.interview.session import run
from questionnaire.saved.answers_file import load_answers, save_answers

BROWN, LONG = '"brown tips"', '"brown tips on leaves that were green and soft a short time ago"'
PLANT = section(
    question("kind", choices=choices("kind", "cactus", "fern", "orchid")),
    question("bark", when="kind == 'orchid'"),
    question(
        "signs",
        stem="today",
        item="leaves, stem and pot",
        skip="rather not say",
        choices=choices("signs", "yellow", "brown", "flames", "none"),
    ).replace(BROWN, LONG),
    title="The plant",
    stems={"today": "What do you see on the plant today, {item}, if you look at it closely?"},
    introduction="First the plant itself.",
)
NOTE = {"id": "much_water", "text": "That is a lot of water.", "when": "water > 8"}
LIST = [{"id": f"pest_{n}", "label": f"pest number {n}"} for n in range(1, 41)]
LIST += [{"id": "no_pests", "label": "none of them", "exclusive": True}]
CARE = section(
    question("water", notes=[NOTE]),
    question("pests", text="Which of these live on it?", kind="many", choices=LIST),
    title="Its care",
)
RULEBOOK = small(
    section={"plant": PLANT, "care": CARE},
    factors={"drowning": card("drowning") + rule("drowning_cups", 3, when="water >= 6")},
    red_flags=flag("fire", "'flames' in signs", "now"),
).rulebook
KIND, _, SIGNS, WATER, PESTS = RULEBOOK.questions.values()
DROP = Questionnaire.load(HOUSEPLANTS).rulebook.questions["leaf_drop"]


def interviewed(questionnaire, asker, answers, **options):
    """Interviews with a rule base that is loaded."""
    return run(asker, questionnaire.rulebook, lambda: Start(questionnaire, answers, **options))


def main(arguments):
    """Interviews as the program does: ``[--plain] [FILE]``; prints how it ended as JSON."""
    plain, files = "--plain" in arguments, [each for each in arguments if each != "--plain"]
    file = Path(files[0]) if files else None
    answers = load_answers(file, RULEBOOK).answers if file and file.exists() else {}
    questionnaire = Questionnaire(RULEBOOK)
    asker = asker_for(plain=plain)
    try:
        outcome = interviewed(
            questionnaire,
            asker,
            answers,
            keep=partial(save_answers, file, RULEBOOK) if file else None,
            kept_in=str(file or ""),
        )
    except InterviewStopped as stopped:
        flags = questionnaire.assess(stopped.answers).red_flags
        try:
            click.echo("\n".join(sentences.farewell(RULEBOOK, stopped, flags, file)))
        except OSError:
            sys.stdout = None  # the terminal is gone
        return stopped.exit_status
    if outcome.ended == "stopped" and not file:
        save = partial(save_answers, rulebook=RULEBOOK, answers=outcome.answers)
        offer_to_keep(asker, Offer("Your answers", "answers.json", save, sentences.kept))
    click.echo(f"ENDED {json.dumps([outcome.ended, outcome.summary, outcome.answers])}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
