"""An excerpt decides its gate as the whole rule base does: random rule bases, random answers."""

import pytest
from random_rulebases import loaded_at_random, random_answers
from spoiling import HOUSEPLANTS

from questionnaire.checking.excerpts import Excerpts
from questionnaire.inference.reasoning import Reasoner
from questionnaire.inference.route import Router
from questionnaire.knowledge.gates import gates_to_prove
from questionnaire.loading.rulebook import load


@pytest.mark.parametrize("seed", range(12))
def test_an_excerpt_opens_its_gate_for_the_same_answers(tmp_path, seed):
    random, rulebook, questions = loaded_at_random(seed, tmp_path)
    if rulebook is None:
        pytest.skip("It has a mistake by chance.")
    router, reasoner, excerpts = Router(rulebook), Reasoner(rulebook), Excerpts(rulebook)
    keys = [gate.key for gate in gates_to_prove(rulebook)]
    alone = {key: Reasoner(excerpts.of(key)) for key in keys}
    read = {key: excerpts.read_by(excerpts.of(key)) for key in keys}

    for _ in range(20):
        answers = random_answers(random, questions)
        route = router.route(answers)
        opened = reasoner.open(route).opened
        for key in keys:
            cut = router.route(answers, read[key])
            found = key in alone[key].open(cut).opened
            assert found == (key in opened), (key, route.answers)


def test_an_excerpt_of_a_rule_has_no_other_rule():
    rulebook, _ = load(HOUSEPLANTS)
    cut = Excerpts(rulebook).of(("rule", "drowning_much"))  # its factor looks at a total

    assert [rule.id for one in cut.factors.values() for rule in one.rules] == ["drowning_much"]
