"""What cases and probes show of a rule base, and what is said where they do not show it."""

import pytest
from spoiling import HOUSEPLANTS, TODAY, printed, spoilt

from questionnaire.checking.examination import examine

PLANTS = "cases/plants.toml"


def tried(folder):
    """Returns what is said of the cases and probes of a folder."""
    return printed(examine(folder, today=TODAY).problems)


def test_the_cases_of_the_houseplants_come_out():
    assert tried(HOUSEPLANTS) == ""


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param(
            [(PLANTS, 'spares = { signs = ["webs"], kind = "cactus" }\n', "")],
            (
                'cases: "mites/wash"\n'
                "  No case and no probe shows a near miss that stays silent.\n"
                "  Add spares to its probe."
            ),
            id="a text that is never seen to stay away",
        ),
        pytest.param(
            [(PLANTS, "fires = { light = 1 }", "fires = { light = 2 }")],
            (
                "  It does not fire with the answers of fires.\n"
                "\n"
                'cases: "light/dark"\n'
                "  No case reaches it, and no probe.\n"
                '  Write a case, or a [[probe]] of = "light/dark".'
            ),
            id="a probe that does not fire",
        ),
        pytest.param(
            [
                ("red_flags.toml", "when = \"'webs' in signs\"", "when = \"leaf_drop == 'yes'\""),
                (
                    PLANTS,
                    "",
                    (
                        '\n[[probe]]\nof = "mites"\nlike = "plain"\n'
                        'fires = { signs = ["webs"], leaf_drop = "yes" }\n'
                    ),
                ),
            ],
            "  It does not fire with the answers of fires. Beside the others, what it answers to "
            "leaf_drop does not count.",
            id="a probe with an answer to a question that is not asked",
        ),
        pytest.param(
            [(PLANTS, "spares = { light = 2 }", "spares = { light = 0 }")],
            "  It fires with the answers of spares.",
            id="a near miss that fires",
        ),
        pytest.param(
            [(PLANTS, 'of = "drowning"', 'of = "drowningg"')],
            (
                '  There is nothing called "drowningg" that depends on answers.\n'
                '  Did you mean "drowning"?'
            ),
            id="a probe of nothing",
        ),
    ],
)
def test_what_cases_do_not_show_is_said(tmp_path, changes, expected):
    assert expected in tried(spoilt(tmp_path, *changes))
