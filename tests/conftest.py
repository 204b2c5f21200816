"""What holds for all tests: they may run in the background, and under nohup, as well."""

import signal

from hypothesis import HealthCheck, settings

# How long something takes says more of the machine than of the program.
settings.register_profile("ours", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ours")

# Whoever starts the tests may have had these ignored, and what the tests start would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)


def pytest_addoption(parser):
    parser.addoption(
        "--renew", action="store_true", help="write the snapshots in tests/rules/snapshots anew"
    )
