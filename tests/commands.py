"""The program as a person calls it, in this process, about the houseplants of a file."""

from click.testing import CliRunner
from spoiling import HOUSEPLANTS

from questionnaire.cli import main

WEBS = {"signs": ["webs"], "kind": "fern", "light": 1}
RECOMMENDED = "Show the plant to a gardener."
LINES = "5\n2\n1\n4\n2\n1\n4\n1\n"
"""Webs on a fern that is mine, daily with 2 cups, 1 hour of light, no food; show the summary."""


def run(*arguments, input=None):  # noqa: A002 - as in subprocess
    return CliRunner().invoke(main, [*map(str, arguments)], input=input)


def plants(*arguments, **options):
    return run("--rules", HOUSEPLANTS, *arguments, **options)
