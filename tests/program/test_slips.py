"""The slips of authors, one by one: each is noticed and has its line; docs/mistakes.md says how."""

import re
from pathlib import Path

import pytest
from slips import SLIPS, planted
from spoiling import TODAY

from questionnaire.checking.examination import examine
from questionnaire.knowledge.printable import printable
from questionnaire.loading.lines import with_lines

PAGE = Path(__file__).parents[2] / "docs" / "mistakes.md"
OPENING = (
    "# What is said of mistakes\n\n"
    "Each mistake is made alone, in the rule base of houseplants that the tests use, "
    "and `questionnaire check` is asked.\n"
    "What it says first stands beside it, and how many problems more there are.\n"
    "Where *check* stands behind it, the rule base can be used but should be mended first, and "
    "where *warning* does, it should be looked at; of all others nothing is started.\n"
    "`uv run pytest tests/program/test_slips.py --renew` makes this page anew.\n\n"
    "{count} mistakes: {noticed} are noticed, {alone} with one problem or warning alone.\n"
)


@pytest.fixture(scope="module")
def examined(tmp_path_factory):
    """Returns by heading, for each slip, its name, its folder, and what was found there."""
    folder = tmp_path_factory.mktemp("slips")
    found = {heading: [] for heading in SLIPS}
    for heading, slips in SLIPS.items():
        for number, (name, slip) in enumerate(slips.items()):
            copy = planted(folder / f"{heading} {number}", slip)
            found[heading].append((name, copy, examine(copy, today=TODAY)))
    return found


def said(found):
    """Returns the problems of a rule base, or else its warnings, and which of them they are."""
    if found.rulebook is None:
        return found.problems, ""
    return (found.problems, " *check*") if found.problems else (found.warnings, " *warning*")


def row(name, problems, sort):
    if not problems:
        return f"| {name} | nothing |\n"
    first, more = problems[0], len(problems) - 1
    what = printable(f"{first.where}: {first.what} {first.how}".rstrip())
    told = "".join(f"\\{one}" if one in "|<>*_`[]" else one for one in what)
    return f"| {name} | {told}{f' (and {more} more)' if more else ''}{sort} |\n"


def test_every_slip_is_noticed_and_the_page_tells_what_is_said(examined, reads_as):
    parts, counts = [], []
    for heading, slips in examined.items():
        parts.append(f"\n## {heading}\n\n| mistake | what is said |\n|---|---|\n")
        for name, _, found in slips:
            problems, sort = said(found)
            parts.append(row(name.replace("|", r"\|"), problems, sort))
            counts.append(len(problems))
    opening = OPENING.format(
        count=len(counts), noticed=sum(map(bool, counts)), alone=counts.count(1)
    )

    reads_as(PAGE, opening + "".join(parts))
    assert all(counts)


def test_every_line_that_is_told_of_a_slip_is_that_of_its_thing(examined):
    told = 0
    for _, folder, found in (slip for slips in examined.values() for slip in slips):
        for problem in with_lines((*found.problems, *found.warnings), folder):
            if place := re.match(r'([^:]+): [^"]*"(\w+)" \(line (\d+)\)', problem.where):
                name, id_, line = place.groups()
                text = (folder / name).read_text("utf-8").split("\n")[int(line) - 1]
                assert text in (f'id = "{id_}"', f"[{id_}]", f"[people.{id_}]")
                told += 1
    assert told > len(SLIPS["Conditions"])
