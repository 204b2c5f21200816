"""The slips of authors, one by one: each is noticed, and docs/mistakes.md tells what is said."""

from pathlib import Path

from slips import SLIPS, planted
from spoiling import TODAY

from questionnaire.checking.examination import examine
from questionnaire.knowledge.printable import printable

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


def said(folder):
    """Returns the problems of a rule base, or else its warnings, and which of them they are."""
    examination = examine(folder, today=TODAY)
    if examination.rulebook is None:
        return examination.problems, ""
    return (
        (examination.problems, " *check*")
        if examination.problems
        else (examination.warnings, " *warning*")
    )


def row(name, problems, sort):
    if not problems:
        return f"| {name} | nothing |\n"
    first, more = problems[0], len(problems) - 1
    what = printable(f"{first.where}: {first.what} {first.how}".rstrip())
    told = "".join(f"\\{one}" if one in "|<>*_`[]" else one for one in what)
    return f"| {name} | {told}{f' (and {more} more)' if more else ''}{sort} |\n"


def test_every_slip_is_noticed_and_the_page_tells_what_is_said(tmp_path, reads_as):
    parts, counts = [], []
    for heading, slips in SLIPS.items():
        parts.append(f"\n## {heading}\n\n| mistake | what is said |\n|---|---|\n")
        for number, (name, slip) in enumerate(slips.items()):
            problems, sort = said(planted(tmp_path / f"{heading} {number}", slip))
            parts.append(row(name.replace("|", r"\|"), problems, sort))
            counts.append(len(problems))
    opening = OPENING.format(
        count=len(counts), noticed=sum(map(bool, counts)), alone=counts.count(1)
    )

    reads_as(PAGE, opening + "".join(parts))
    assert all(counts)
