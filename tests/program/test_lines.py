"""A problem says on which line its thing begins, where that is sure."""

import pytest
from commands import run
from spoiling import HOUSEPLANTS, spoilt

from questionnaire.knowledge.problems import Problem
from questionnaire.loading import lines
from questionnaire.loading.lines import with_lines


def places(folder, *problems):
    return [
        one.where for one in with_lines([Problem(where, "Wrong.") for where in problems], folder)
    ]


def written(folder, text):
    (folder / "a.toml").write_text(text, "utf-8")
    return folder


def test_the_thing_is_told_with_its_line_and_the_rest_of_the_place_behind_it():
    rule = 'factors/shade.toml: rule "shade_drop"'
    text = (HOUSEPLANTS / "factors" / "shade.toml").read_text("utf-8").split("\n")
    line = text.index('id = "shade_drop"') + 1

    assert places(HOUSEPLANTS, f"{rule}, when, column 3", rule) == [
        f"{rule} (line {line}), when, column 3",
        f"{rule} (line {line})",
    ]


@pytest.mark.parametrize(
    ("where", "text", "line"),
    [
        ('a.toml: rule "x"', '[[rule]]\nid = "x"', 2),
        ('a.toml: rule "x"', "[[rule]]\r\n\r\n  id='x' # Why.\r\nweight = 1", 3),
        ('a.toml: red flag "x"', '[[red_flag]]\nid = "x"', 2),
        ('a.toml: "x"', '[[red_flag]]\nid = "x"', 2),
        ('a.toml: person "x"', "[people.x]\nlight = 3", 1),
        ('a.toml: rule "x"', '[[rule]]\nid = "x"\n[[rule]]\nid = "x"', None),
        ('a.toml: rule "x"', '[[rule]]\n# id = "x"\nweight = 1', None),
        ('a.toml: rule "x"', '[[rule]]\nbecause = """\nid = "x"\n"""', None),
        ('a.toml: rule "x"', 'rule = [{ id = "x" }]', None),
        ('a.toml: rule "x"', '[[case]]\nid = "x"', None),
        ('a.toml: rule "x"', '[[rule]]\nid = "y"\n[[rule.probe]]\nid = "x"', None),
        ('a.toml: person "x"', '[people.x.y]\nid = "x"', None),
        ('a.toml: advice "x"', 'advice = ["y"]\nid = "x"', None),
        ('b.toml: rule "x"', "", None),
        ("a.toml: title", 'title = "x"', None),
        ("factors", "", None),
    ],
)
def test_a_line_is_told_only_where_it_is_sure(tmp_path, where, text, line):
    (told,) = places(written(tmp_path, text), where)

    assert told == (f"{where} (line {line})" if line else where)


def test_no_more_is_read_than_can_be_in_time(tmp_path, monkeypatch):
    folder = written(tmp_path, '[[rule]]\nid = "x"\n\n[[rule]]\nid = "y"\n')
    monkeypatch.setattr(lines, "MOST_READ", len('[[rule]]\nid = "x"'))
    x, y = 'a.toml: rule "x"', 'a.toml: rule "y"'

    assert places(folder, x, y, x) == [f"{x} (line 2)", y, f"{x} (line 2)"]


@pytest.mark.parametrize(
    "command", [("check", "{}"), ("diff", HOUSEPLANTS, "{}"), ("--rules", "{}")]
)
def test_every_command_tells_lines(tmp_path, command):
    folder = spoilt(tmp_path, ("factors/shade.toml", "leaf_drop ==", "leafdrop =="))

    done = run(*(folder if one == "{}" else one for one in command))

    assert 'factors/shade.toml: rule "shade_drop" (line 19), when' in done.output
