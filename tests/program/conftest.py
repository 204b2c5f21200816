"""The tests of the program read toy rule bases only."""

from importlib import import_module

import pytest

USERS = [
    import_module(f"questionnaire.{name}")
    for name in ("cli.ask", "cli.check", "cli.diff", "loading.files")
]
"""What has the function that finds the rule base that ships, each with its own."""


@pytest.fixture(autouse=True)
def nothing_ships(monkeypatch):
    """Fails whatever would read the rule base that ships; see also test_toys_only.py."""

    def shipped():
        pytest.fail("The rule base that ships is read: give it a toy one, or move to tests/rules.")

    for user in USERS:
        monkeypatch.setattr(user, "shipped", shipped)
