"""Whatever is answered: asking ends, and the same answers give the same assessment."""

import os
import subprocess
import sys
from pathlib import Path
from random import Random

import msgspec
from msgspec.structs import replace
from people import THOROUGH
from people import questionnaire as shipped
from walking import random_answer, shuffled, walk

from questionnaire import Questionnaire

TESTS = Path(__file__).parent.parent
WALKS = 200 if THOROUGH else 50


def test_every_walk_ends_and_its_assessment_does_not_depend_on_the_order_of_answers():
    for number in range(WALKS):
        random = Random(number)  # noqa: S311 - keeps no secret
        answers = walk(shipped(), random)

        route, found = shipped().route(answers), shipped().assess(answers)
        assert set(route.path) == answers.keys()
        assert found.set_aside == ()
        assert found.recommendation != ()
        again = shipped().assess(shuffled(random, answers))
        assert again == found
        assert msgspec.json.encode(again) == msgspec.json.encode(found)


def test_answers_changed_afterwards_may_open_questions_but_never_one_that_does_not_apply():
    for number in range(WALKS // 8):
        random = Random(number)  # noqa: S311 - keeps no secret
        answers = walk(shipped(), random)
        changed = random.choice(list(answers))
        answers[changed] = random_answer(random, shipped().rulebook.questions[changed])
        while (question := shipped().next_question(answers)) is not None:
            assert question.id not in answers
            assert question.id in shipped().route(answers).path
            answers[question.id] = None

        path = shipped().route(answers).path
        aside = {each.question for each in shipped().assess(answers).set_aside}
        assert not aside & set(path)


def test_the_urgency_never_falls_when_a_red_flag_is_added():
    full = shipped().rulebook
    order = list(full.urgencies)
    random = Random(1)  # noqa: S311 - keeps no secret
    sheets = [
        {id_: random_answer(random, question) for id_, question in full.questions.items()}
        for _ in range(20)
    ]
    for _ in range(5):
        ids = random.sample(list(full.red_flags), len(full.red_flags) * 2 // 3)
        kept = {id_: raised for id_, raised in full.red_flags.items() if id_ in ids}
        fewer = Questionnaire(replace(full, red_flags=kept))
        for answers in sheets:
            before, after = fewer.assess(answers), shipped().assess(answers)
            assert order.index(after.urgency) >= order.index(before.urgency)


def assessed():
    """Returns what is concluded from some random answers, as bytes."""
    random = Random(3)  # noqa: S311 - keeps no secret
    questions = shipped().rulebook.questions.values()
    sheets = [{one.id: random_answer(random, one) for one in questions} for _ in range(20)]
    return msgspec.json.encode([shipped().assess(answers) for answers in sheets])


def test_another_process_gives_the_same_bytes():
    """It has sets in another order than this one, whatever this one was given to order them by."""
    there = subprocess.run(
        [
            *(sys.executable, "-W", "error", "-c"),
            "import sys, test_walks; sys.stdout.buffer.write(test_walks.assessed())",
        ],
        cwd=TESTS,
        env=os.environ
        | {
            "PYTHONHASHSEED": "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1",
            "PYTHONPATH": str(Path(__file__).parent),
        },
        capture_output=True,
        check=True,
    ).stdout

    assert there == assessed() != b""
