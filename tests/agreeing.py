"""Compares what the engine concludes with what the oracle does.

It is done in other processes in which the C library poisons memory, so that a crash of the engine
is a failing test.
"""

import os
import subprocess
import sys
from itertools import chain
from pathlib import Path

from random_rulebases import random_answers

from questionnaire.inference.assessment import GivenAnswer
from questionnaire.inference.left_open import flags_left_open

TESTS = Path(__file__).parent
LINE_KEYS = ("advice", "foods", "tests", "cautions", "notes", "at_risk")


def in_words_of_the_oracle(found, path, notes):
    """Returns an assessment, a path and notes as the oracle gives them."""
    return {
        "answers": dict(found.answers),
        "assumed": list(found.assumed),
        "path": list(path),
        "set aside": [(each.question, each.answer) for each in found.set_aside],
        "unanswered": list(found.unanswered),
        "unchecked": list(found.unchecked),
        "totals": dict(found.totals),
        "factors": [
            {
                "id": factor.id,
                "level": factor.level,
                "total": factor.total,
                "findings": [(each.rule, each.weight, each.because) for each in factor.findings],
            }
            | {key: texts(getattr(factor, key)) for key in LINE_KEYS}
            for factor in found.factors
        ],
        "red flags": [
            {
                "id": flag.id,
                "urgency": flag.urgency,
                "time_frame": flag.time_frame,
                "advice": texts(flag.advice),
                "instead": flag.instead,
            }
            for flag in found.red_flags
        ],
        "urgency": found.urgency,
        "headline": found.headline,
        "notices": [(each.id, each.text, list(each.signs)) for each in found.notices],
        "messages": texts(found.messages),
        "recommendation": texts(found.recommendation),
        "question notes": texts(notes),
    }


def texts(lines):
    return [line.text for line in lines]


def differences(questionnaire, oracle, answers):
    """Yields in words what the two conclude differently, and evidence that proves nothing."""
    found = questionnaire.assess(answers)
    ours = in_words_of_the_oracle(
        found, questionnaire.route(answers).path, questionnaire.assess(answers).notes
    )
    theirs = oracle.conclude(answers)
    for key, wanted in theirs.items():
        if ours[key] != wanted or list(ours[key]) != list(wanted):
            yield f"{key}: {ours[key]} instead of {wanted}"
    whens = {flag["id"]: flag["when"] for flag in oracle.flags}
    whens |= {
        rule["id"]: rule["when"]
        for factor in oracle.factors.values()
        for rule in factor["rule"]
        if "when" in rule
    }
    fired = [(flag.id, flag.evidence) for flag in found.red_flags]
    fired += [(each.rule, each.evidence) for factor in found.factors for each in factor.findings]
    for id_, evidence in fired:
        pairs = [
            (each.question, each.answer)
            if isinstance(each, GivenAnswer)
            else (each.factor, each.total)
            for each in evidence
        ]
        if id_ in whens and not oracle.suffices(whens[id_], pairs):
            yield f"{id_}: {whens[id_]} does not follow from {pairs}"


def overlooked(questionnaire, answers, more):
    """Yields the red flags that more answers raise, and that were not said to be left open."""
    found = questionnaire.assess(answers)
    known = {flag.id for flag in found.red_flags}
    known |= flags_left_open(questionnaire.rulebook, found).keys()
    later = answers
    for _ in range(2):  # what is asked beside the first of them too
        later = later | {
            id_: more[id_]
            for id_ in questionnaire.route(later).unanswered
            if more.get(id_) is not None
        }
    for flag in questionnaire.assess(later).red_flags:
        if flag.id not in known:
            yield f"{flag.id} was not left open, and {later} raise it"


def compare(questionnaire, oracle, random, count, name):
    questions = [
        question | {"choices": oracle.choices(id_)} for id_, question in oracle.questions.items()
    ]
    for _ in range(count):
        answers, more = random_answers(random, questions), random_answers(random, questions)
        wrong = chain(
            differences(questionnaire, oracle, answers), overlooked(questionnaire, answers, more)
        )
        for difference in wrong:
            say(f"{name}, {answers}: {difference}")


def say(*lines):
    sys.stdout.writelines(f"{line}\n" for line in lines)


def in_other_processes(module, *calls):
    """Runs calls to functions of a module side by side; returns the lines that they say."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", f"from {module} import *; {call}"],
            cwd=TESTS,
            env=os.environ | {"MALLOC_PERTURB_": "66"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for call in calls
    ]
    said = []
    for process in processes:
        out, err = process.communicate()
        assert (process.returncode, err) == (0, "")
        said += out.splitlines()
    return said
