"""Proves about the rules what can be proved by trying everything that they can tell apart.

    python benchmarks/prove.py

The engine is compared with the oracle of the tests, which reads the text of the rules itself.
Ends with status 1 if anything differs or does not hold.
"""

import argparse
import sys
import time
from collections import Counter
from math import prod
from pathlib import Path
from random import Random

from questionnaire import Questionnaire
from questionnaire.knowledge.model import ManyQuestion, NumberQuestion, Question, Rulebook
from questionnaire.loading.cases import Cases, load_cases
from questionnaire.loading.files import shipped

sys.path.append(str(Path(__file__).parent.parent / "tests"))

import proving
from mistakes import removals
from oracle import Oracle, read
from replaying import Replay

ORDINARY = "twitching_for_a_year"
"""The person around whom pairs are tried where everything would be too much."""


def every_answer(question: Question) -> int:
    """Returns in how many ways a question can be answered, "not sure" included."""
    match question:
        case NumberQuestion(low=low, high=high, step=step):
            return int((high - low) / step) + 2
        case ManyQuestion(choices=choices):
            exclusive = sum(choice.exclusive for choice in choices)
            return int(2 ** (len(choices) - exclusive)) + exclusive
        case _:
            return len(question.choices) + 1


def factors(rulebook: Rulebook, oracle: Oracle, trying: proving.Trying) -> list[str]:
    """Compares total and level of every factor; returns what differs."""
    print("\nFactor by factor: total and level, engine and oracle")
    print(f"{'factor':24}{'answers':>9}{'told apart':>22}{'run':>9}{'differ':>8}")
    differing, all_run = [], 0
    for factor in rulebook.factors.values():
        found, _ = proving.factor_space(rulebook, factor)
        read_ = [rulebook.questions[id_] for block in found for id_ in block[0]]
        compared = proving.factor_differences(rulebook, oracle, factor, trying)
        exact = compared.run == compared.classes
        print(
            f"{factor.id:24}{prod(map(every_answer, read_)):9.0e}{compared.classes:22,}"
            f"{compared.run:9,}{len(compared.differing):8}{'' if exact else '  sampled'}"
        )
        differing += compared.differing
        all_run += compared.run
    print(f"{'all':24}{'':31}{all_run:9,}{len(differing):8}")
    return differing


def gates(rulebook: Rulebook, oracle: Oracle, trying: proving.Trying) -> list[str]:
    """Compares everything that holds under conditions; returns what differs."""
    print("\nCondition by condition: whether it holds, engine and oracle")
    print(f"{'kind':24}{'conditions':>11}{'all answers':>13}{'run':>11}{'differ':>8}")
    conditions, complete, run = Counter[str](), Counter[str](), Counter[str]()
    differing: list[str] = []
    bad = Counter[str]()
    for gate in proving.all_gates(rulebook):
        part = "assumed" if gate.key[0] == "question" else "lines"
        kind = gate.key[0] if len(gate.key) <= 2 else f"{gate.key[0]}, {part}"
        compared = proving.gate_differences(rulebook, oracle, gate, trying)
        conditions[kind] += 1
        complete[kind] += compared.run == compared.classes
        run[kind] += compared.run
        bad[kind] += len(compared.differing)
        differing += compared.differing
    for kind, count in conditions.items():
        print(f"{kind:24}{count:11}{complete[kind]:13}{run[kind]:11,}{bad[kind]:8}")
    print(
        f"{'all':24}{conditions.total():11}{complete.total():13}{run.total():11,}{len(differing):8}"
    )
    return differing


def red_flags(questionnaire: Questionnaire, cases: Cases) -> list[str]:
    """Shows what can keep a red flag from its urgency; returns what must not."""
    rulebook = questionnaire.rulebook
    print("\nRed flags")
    shut = proving.gates_that_can_shut_a_flag(rulebook)
    lowered = proving.lowered_by_a_flag(rulebook)
    print(f"decided by anything but their own condition: {len(shut)} of {len(rulebook.red_flags)}")
    print(f"lowering the urgency by firing beside others: {len(lowered)}")
    print("\nQuestions that red flags need and that are not always asked")
    for id_, (deciding, flags) in proving.needed_questions(rulebook).items():
        print(f"{id_}: decided by {', '.join(deciding)}; needed by {', '.join(flags)}")
    print("\nWhat one more answer takes from a red flag that fires")
    found: dict[tuple[str, str], dict[str, None]] = {}
    witnesses = proving.witnesses(questionnaire, cases)
    for flag, question, answer, left in proving.shutting_answers(questionnaire, witnesses):
        found.setdefault((flag, question), {})[f"{answer} (left: {left})"] = None
    for (flag, question), answers in found.items():
        print(f"{flag}: {question}: {', '.join(answers)}")
    return [*shut, *map(str, lowered)]


def rules_and_questions(questionnaire: Questionnaire, cases: Cases) -> list[str]:
    """Shows that every rule can fire and every question can matter; returns those that cannot."""
    rulebook = questionnaire.rulebook
    done = proving.what_rules_do(Replay(rulebook, cases), list(removals(rulebook)))
    print("\nRules and questions, on the answers of the cases and probes")
    for number, what in enumerate(("fires", "changes a total", "decides a shown level")):
        missing = [id_ for id_, counts in done.items() if not counts[number]]
        print(f"{what}: {len(done) - len(missing)} of {len(done)} rules; not {missing}")
    matter = proving.questions_that_matter(questionnaire, cases)
    idle = [id_ for id_ in rulebook.questions if id_ not in matter]
    print(f"matters by itself: {len(matter)} of {len(rulebook.questions)} questions; not {idle}")
    return [*(id_ for id_, (fires, _, _) in done.items() if not fires), *idle]


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--limit", type=int, default=200_000, help="of combinations run at once")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    start = time.monotonic()
    questionnaire = Questionnaire.load()
    rulebook, oracle = questionnaire.rulebook, Oracle(read(Path(__file__).parent.parent / "rules"))
    cases, _ = load_cases(shipped(), rulebook)
    (ordinary,) = (case.variant for case in cases.cases if case.id == ORDINARY)
    home = dict(questionnaire.route({**ordinary.base, **ordinary.given}).answers)
    random = Random(options.seed)  # noqa: S311 - keeps no secret
    trying = proving.Trying(options.limit, random, home)
    wrong = factors(rulebook, oracle, trying)
    wrong += gates(rulebook, oracle, trying)
    wrong += red_flags(questionnaire, cases)
    wrong += rules_and_questions(questionnaire, cases)
    print(f"\n{len(wrong)} wrong, in {time.monotonic() - start:.0f} s")
    sys.exit("\n".join(wrong) if wrong else 0)


if __name__ == "__main__":
    _main()
