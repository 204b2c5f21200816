from pathlib import Path

import pytest

LISTS = Path(__file__).parent / "snapshots" / "lists"


@pytest.fixture
def lists(reads_as):
    """Returns a check that things to be reviewed one by one are the lines of a file."""
    return lambda name, lines: reads_as(LISTS / f"{name}.txt", "".join(f"{x}\n" for x in lines))
