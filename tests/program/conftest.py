"""The tests of the program read toy rule bases only."""

import pytest


@pytest.fixture(autouse=True)
def nothing_ships(monkeypatch):
    """Fails whatever would read the rule base that ships; see also test_toys_only.py."""

    def shipped():
        pytest.fail("The rule base that ships is read: give it a toy one, or move to tests/rules.")

    for user in ("loading.files", "cli.ask"):
        monkeypatch.setattr(f"questionnaire.{user}.shipped", shipped)
