"""What holds for all tests: they may run in the background, and under nohup, as well."""

import gc
import signal

import pytest

STALE = "Run this test with --renew, and read what `git diff` says."

# Whoever starts the tests may have had these ignored, and what the tests start would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)


def pytest_addoption(parser):
    parser.addoption("--renew", action="store_true", help="write anew what is compared with files")


def pytest_collectstart():
    """Comes before any test is read; what only hands tests out to others needs no hypothesis."""
    from hypothesis import HealthCheck, settings  # noqa: PLC0415 - takes half a second

    # How long something takes says more of the machine than of the program.
    settings.register_profile("ours", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("ours")


def pytest_collection_finish():
    """Lets what was collected rest: garbage among it would be looked for again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)  # what the tests remember grows, and is seldom garbage


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
