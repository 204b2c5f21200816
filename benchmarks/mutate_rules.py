"""Makes small mistakes in the rules and red flags, and lists those that no case or probe notices.

    python benchmarks/mutate_rules.py

A mistake is: one of them removed; a weight one off; a limit moved by one value; a box or a part of
a condition dropped; a cap or "supporting" dropped; an urgency one lower.  A case notices by its
urgency, levels or red flags, its words left aside.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

from questionnaire.loading.cases import load_cases
from questionnaire.loading.files import shipped
from questionnaire.loading.rulebook import load

sys.path.append(str(Path(__file__).parent.parent / "tests"))

from mistakes import mutations
from replaying import Replay


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rules", type=Path, default=shipped(), help="another rule base")
    folder = parser.parse_args().rules
    rulebook, problems = load(folder)
    if rulebook is None:
        sys.exit("\n".join(map(str, problems)))
    replay = Replay(rulebook, load_cases(folder, rulebook)[0])
    made, by_case, survivors = Counter[str](), Counter[str](), []
    for mutation in mutations(rulebook):
        failing = replay.failing(mutation)
        made[mutation.kind] += 1
        by_case[mutation.kind] += bool(failing.cases)
        if not failing.cases and not failing.probes:
            survivors.append(mutation)
    alive = Counter(mutation.kind for mutation in survivors)
    print(f"{'mistake':20} {'made':>6} {'noticed':>8} {'by a case':>10} {'not':>5}")
    for kind, count in made.items():
        print(f"{kind:20} {count:6} {count - alive[kind]:8} {by_case[kind]:10} {alive[kind]:5}")
    total, noticed = made.total(), made.total() - len(survivors)
    print(f"{'all':20} {total:6} {noticed:8} {by_case.total():10} {len(survivors):5}")
    for mutation in survivors:
        print(f"not noticed: {mutation.kind}: {mutation.what}")


if __name__ == "__main__":
    _main()
