"""Assesses random answers in one process and prints the memory after 1, 10 and 100 % of them.

    python benchmarks/remembering.py 100000

It prints "<assessments> <MiB>" for each; Linux only.
"""

import os
import sys
from pathlib import Path

from measuring import Row, Table, in_a_new_process
from workloads import answered, seeded

from questionnaire import Questionnaire


def memory(assessments: int) -> Table:
    """Returns how much memory a new process holds while it makes so many assessments.

    One before it compiles the modules, so that what compiling leaves behind is not counted.
    """
    in_a_new_process(__file__, "100")
    words = in_a_new_process(__file__, str(assessments))
    found = list(zip(map(int, words[::2]), map(float, words[1::2]), strict=True))
    return Table(
        "Memory after so many assessments in one process",
        tuple(Row(f"{count:,}", size, "MiB", size / found[0][1]) for count, size in found),
    )


def _main(assessments: int) -> None:
    questionnaire, random = Questionnaire.load(), seeded(1)
    for number in range(1, assessments + 1):
        questionnaire.assess(answered(questionnaire.rulebook.questions, random))
        if number in {assessments // 100, assessments // 10, assessments}:
            pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
            print(number, pages * os.sysconf("SC_PAGE_SIZE") / 2**20, flush=True)


if __name__ == "__main__":
    _main(int(sys.argv[1]))
