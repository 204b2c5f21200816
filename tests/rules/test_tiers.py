"""The table of docs/trust.md that counts the urgencies wanted and found in three files of cases."""

import re
from collections import Counter
from pathlib import Path

from people import cases, questionnaire, reported

TRUST = Path(__file__).parents[2] / "docs" / "trust.md"
FILES = ("published", "unusual", "strangers")
TABLE = re.compile(r"(?<=\n\n)\| people \| wanted \|.*?\n(?=\n)", re.DOTALL)


def table():
    """Returns the table: a row for each urgency that is wanted, a column for each that is found."""
    urgencies = list(questionnaire().rulebook.urgencies)
    found = Counter(
        (name, case.urgency, reported(id_).assessment.urgency)
        for id_, case in cases().items()
        for name in FILES
        if case.where.startswith(f"cases/{name}.toml")
    )
    rows = [
        ["people", "wanted", *(f"found: {urgency}" for urgency in urgencies)],
        ["---", "---", *("--:" for _ in urgencies)],
        *(
            [name, wanted, *(str(found[name, wanted, each]) for each in urgencies)]
            for name in FILES
            for wanted in urgencies
        ),
    ]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def test_the_table_of_wanted_and_found_urgencies_is_that_of_the_cases(reads_as):
    told = TRUST.read_text(encoding="utf-8")

    assert len(TABLE.findall(told)) == 1
    reads_as(TRUST, TABLE.sub(lambda _: table(), told))
