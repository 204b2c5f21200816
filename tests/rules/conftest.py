from pathlib import Path

import pytest

LISTS = Path(__file__).parent / "snapshots" / "lists"
STALE = "Run `uv run pytest tests/rules --renew`, and read what `git diff` says."


@pytest.fixture
def reads_as(pytestconfig):
    """Returns a check that a text is what its file holds; with --renew the file is written."""

    def check(file, text):
        if pytestconfig.getoption("renew"):
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
        assert file.is_file(), STALE
        assert text == file.read_text(encoding="utf-8"), STALE

    return check


@pytest.fixture
def lists(reads_as):
    """Returns a check that things to be reviewed one by one are the lines of a file."""
    return lambda name, lines: reads_as(LISTS / f"{name}.txt", "".join(f"{x}\n" for x in lines))
