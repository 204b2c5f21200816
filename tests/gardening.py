"""Houseplants to ask about: all kinds of questions and, started as a program, an interview."""

import json
import sys
from functools import partial
from pathlib import Path

import click
from random_rulebases import toml
from small_rulebase import CARD, flag, rule, small

from questionnaire import Questionnaire
from questionnaire.interview import sentences
from questionnaire.interview.answers_file import load_answers, save_answers
from questionnaire.interview.asker import asker_for
from questionnaire.interview.keeping import Offer, offer_to_keep
from questionnaire.interview.protocol import InterviewStopped
from questionnaire.interview.session import run

PLANT = """
title = "The plant"
introduction = "First the plant itself."
[[question]]
id = "kind"
text = "Which plant is it?"
why = "A cactus drinks less than a fern."
kind = "choice"
choices = [
    { id = "cactus", label = "a cactus" },
    { id = "fern", label = "a fern" },
    { id = "orchid", label = "an orchid" },
]
[[question]]
id = "bark"
text = "What does the orchid grow in?"
kind = "choice"
when = "kind == 'orchid'"
choices = [{ id = "bark", label = "bark" }, { id = "soil", label = "ordinary soil" }]
[[question]]
id = "signs"
text = "What do you see on the plant today, leaves, stem and pot, if you look at it closely?"
why = "Some signs cannot wait."
skip = "rather not say"
kind = "many"
choices = [
    { id = "yellow", label = "yellow leaves" },
    { id = "brown", label = "brown tips on leaves that were green and soft a short time ago" },
    { id = "smoke", label = "smoke" },
    { id = "none", label = "none of these", exclusive = true },
]
"""
CARE = """
title = "Its care"
[[question]]
id = "cups"
text = "How much water does it get?"
why = "Too much water drowns the roots."
help = "One cup is a quarter of a litre."
kind = "number"
unit = "cups a week"
range = [0, 10]
step = 0.5
units = { litres = 4, ml = "1/250" }
notes = [{ id = "much_water", text = "That is a lot of water.", when = "cups > 8" }]
[[question]]
id = "pests"
text = "Which of these live on it?"
kind = "many"
"""
PEST_CHOICES = [
    *({"id": f"pest_{n}", "label": f"pest number {n}"} for n in range(1, 41)),
    {"id": "no_pests", "label": "none of them", "exclusive": True},
]

RULEBOOK = small(
    section={"plant": PLANT, "care": CARE + toml({"choices": PEST_CHOICES})},
    factors={
        "drowning": CARD.replace("A plain name", "Too much water")
        + rule("drowning_many_cups", 3, when="cups >= 6")
    },
    red_flags=flag("fire", "'smoke' in signs", "now"),
).rulebook
KIND, BARK, SIGNS, CUPS, PESTS = RULEBOOK.questions.values()


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
