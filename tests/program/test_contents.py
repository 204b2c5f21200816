"""What may stand in the folder of a rule base, and what is said of everything else in it."""

import os
from itertools import product
from textwrap import dedent

import pytest
from spoiling import refusal, spoilt

from questionnaire.loading.rulebook import load

LEFT = [
    *(".#shade.toml", "._shade.toml", ".shade.toml.swp", "shade.toml~", "#shade.toml#"),
    *(".DS_Store", "Thumbs.db", "desktop.ini", "__init__.py", ".gitignore", ".shade.toml"),
    *("README.md", "LICENSE", "LICENCE.txt", "COPYING", "CHANGELOG.md", "CITATION.cff", "readme"),
]


def rules_in(name):
    return f'If it holds rules, write it as TOML and call it "{name}"; if not, take it out.'


NOTHING_READS = "is no part of a rule base, and nothing would read it."
IN_A_FOLDER = "Put it into sections/, factors/ or cases/ if it is one of these, or take it out."


def test_what_editors_and_systems_leave_is_neither_read_nor_in_the_way(tmp_path):
    plants = spoilt(tmp_path)
    before, _ = load(plants)
    for name, folder in product(LEFT, ("", "sections", "factors", "cases")):
        (plants / folder / name).write_text("no TOML [[", encoding="utf-8")
    for name in (".git", ".github", "__pycache__", "factors/__pycache__"):
        (plants / name).mkdir()
        (plants / name / "x.toml").write_text("no TOML [[", encoding="utf-8")
    (plants / "factors" / ".#light.toml").symlink_to("somebody@machine.1234")

    after, problems = load(plants)

    assert problems == ()
    assert after == before


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("red-flags.toml", 'Did you mean "red_flags.toml"?'),
        ("Red_Flags.toml", 'Did you mean "red_flags.toml"?'),
        ("redflags.toml", 'Did you mean "red_flags.toml"?'),
        ("red_flags.toml.txt", 'Did you mean "red_flags.toml"?'),
        ("red_flags.toml.bak", 'Did you mean "red_flags.toml"?'),
        ("red_flags.yaml", 'Did you mean "red_flags.toml"?'),
        ("source.toml", 'Did you mean "sources.toml"?'),
        ("rulebook.json", 'Did you mean "rulebook.toml"?'),
        ("shade.toml", IN_A_FOLDER),
        ("pyproject.toml", IN_A_FOLDER),
        ("README.toml", IN_A_FOLDER),
        ("factors/x.yaml", rules_in("x.toml")),
        ("factors/x.TOML", rules_in("x.toml")),
        ("factors/x", rules_in("x.toml")),
        ("factors/fern.jpg", rules_in("fern.toml")),
        ("answers.json", IN_A_FOLDER),
        ("factors/shade.toml.orig", 'Take it out; there is a "shade.toml".'),
        ("sections/x.tml", rules_in("x.toml")),
        ("cases/people.txt", rules_in("people.toml")),
    ],
)
def test_a_file_that_nothing_would_read_is_refused_by_its_name(tmp_path, name, how):
    plants = spoilt(tmp_path, (name, "", "\n"))

    assert refusal(plants) == f"{name}\n  This file {NOTHING_READS}\n  {how}"


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("case", 'Did you mean "cases"?'),
        ("Factors", 'Did you mean "factors"?'),
        ("red_flags", 'Did you mean "red_flags.toml"?'),
        ("README", IN_A_FOLDER),
        ("docs", IN_A_FOLDER),
        ("factors/sub", "Put what it holds into factors/ itself, or take it out."),
        ("cases/new.toml", "Put what it holds into cases/ itself, or take it out."),
    ],
)
def test_a_folder_that_nothing_would_read_is_refused_by_its_name(tmp_path, name, how):
    plants = spoilt(tmp_path)
    (plants / name).mkdir()

    assert refusal(plants) == f"{name}\n  This folder {NOTHING_READS}\n  {how}"


def test_a_file_in_place_of_a_folder_is_refused(tmp_path):
    plants = spoilt(tmp_path)
    (plants / "cases").rename(tmp_path / "cases")
    (plants / "cases").touch()

    assert refusal(plants) == "cases\n  This is a file and should be a folder."


def test_red_flags_that_were_misnamed_stop_everything(tmp_path):
    plants = spoilt(tmp_path)
    (plants / "red_flags.toml").rename(plants / "red-flags.toml")

    rulebook, problems = load(plants)

    assert rulebook is None
    assert [problem.where for problem in problems] == ["red-flags.toml"]


def test_what_a_misnamed_file_defines_is_not_missed_elsewhere(tmp_path):
    plants = spoilt(tmp_path)
    (plants / "factors" / "drowning.toml").rename(plants / "factors" / "drowning.tom")

    assert refusal(plants) == (
        f"factors/drowning.tom\n  This file {NOTHING_READS}\n  {rules_in('drowning.toml')}"
    )


def test_of_many_strangers_the_first_are_named_and_the_others_counted(tmp_path):
    plants = spoilt(tmp_path)
    for number in range(1100):
        (plants / f"photo_{number:04}.jpg").touch()

    said = refusal(plants)

    assert said.startswith("photo_0000.jpg\n")
    assert said.count("photo_") == 12
    assert said.endswith(
        "\n\nthe folder\n  1,088 more files or folders here are no part of a rule base.\n"
        "  Give the rule base a folder of its own."
    )


# What is no file ----------------------------------------------------------------------------------

NO_FILE = "This is neither a file nor a link to one.\n  Put the file itself in its place."


@pytest.mark.parametrize("name", ["factors/pipe.toml", "red_flags.toml", "sections/care.toml"])
@pytest.mark.parametrize(
    "put",
    [
        os.mkfifo,
        lambda path: path.symlink_to("/dev/zero"),
        lambda path: path.symlink_to("/dev/stdin"),
        lambda path: path.symlink_to("nowhere.toml"),
        lambda path: path.symlink_to(path.name),
    ],
    ids=["a pipe", "a device", "standard input", "nowhere", "itself"],
)
def test_what_is_no_file_is_refused_and_never_opened(tmp_path, name, put):
    plants = spoilt(tmp_path)
    (plants / name).unlink(missing_ok=True)
    put(plants / name)

    assert refusal(plants) == f"{name}\n  {NO_FILE}"


def test_a_link_to_a_file_is_read(tmp_path):
    plants = spoilt(tmp_path)
    before, _ = load(plants)
    (plants / "factors" / "shade.toml").rename(tmp_path / "elsewhere")
    (plants / "factors" / "shade.toml").symlink_to(tmp_path / "elsewhere")

    assert load(plants) == (before, ())


def test_a_folder_that_cannot_be_listed_is_a_problem(tmp_path, monkeypatch):
    plants = spoilt(tmp_path)

    def refused(_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(plants), "iterdir", refused)

    assert refusal(plants).startswith("the folder\n  It cannot be read: Permission denied.\n")


# How the text of a file is coded, and what is no TOML ---------------------------------------------


def test_a_byte_order_mark_is_named(tmp_path):
    plants = spoilt(tmp_path)
    file = plants / "factors" / "shade.toml"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())

    assert refusal(plants) == dedent(
        """\
        factors/shade.toml
          The file begins with a byte order mark (BOM), which is no part of TOML.
          Save it as UTF-8 without one."""
    )


ON_ONE_LINE = (
    "A table in braces stays on one line and ends with }, with commas between its keys and none "
    "behind the last."
)
HEADER = "Write [name], or [[name]] for one of several."
SEVERAL = "Write [[x]] above each of them if there are several."
QUOTED = "Write texts, ids and conditions between double quotes."
POINT = "Write a decimal with a point, such as 1.5."
INSIDE = r"A double quote inside of a text is written \"."
A_BACKSLASH = r"A backslash inside of a text is written \\."
ONCE = "A key stands once in a table: take one out, or begin another table above it."
ENDED = "Write one key = value on each line, a text between double quotes."
ALONE = "Write the number alone, or between double quotes if it is a text."
SEVERAL_VALUES = 'Several values stand between square brackets: ["…", "…"].'
ENDLESS = "The quotation mark that ends a text is missing."
STRAY = "A character stands here that cannot be seen or belongs to a text only: write it anew."
STRAIGHT = 'Write straight quotation marks: "…".'


NO_TOML = [
    # What only TOML 1.1 allows, which older readers refuse.
    ("x = { a = 1,\n b = 2 }", "Invalid initial character for a key part", ON_ONE_LINE),
    ("x = { a = 1, }", "Invalid initial character for a key part", ON_ONE_LINE),
    (r'x = "\e[1m"', "Unescaped '\\' in a string", A_BACKSLASH),
    (r'x = "\u12"', "Invalid hex value", A_BACKSLASH),
    ("'x = 1\ny = 'a'\n", "Found invalid character '\\n'", ENDLESS),
    (r'x = "\x41"', "Unescaped '\\' in a string", A_BACKSLASH),
    ("x = 07:32", "Expected newline or end of document after a statement", ALONE),
    # What no TOML allows.
    ("[x]\na = 1\n[x]\na = 2", "Cannot declare ('x',) twice", SEVERAL),
    ("[[x]]\na = 1\n[x]\na = 2", "Cannot declare ('x',) twice", SEVERAL),
    ("[x]\na = 1\n[[x]]\na = 2", "Cannot overwrite a value", SEVERAL),
    ("x = 1\nx = 2\n", "Cannot overwrite a value", ONCE),
    ("x = { a = 1, a = 2 }", "Duplicate inline table key 'a'", ONCE),
    ("x = “text”", "Invalid value", STRAIGHT),
    ('x = ["a", “b”]', "Invalid value", STRAIGHT),
    ('x = "text”\n', "Illegal character '\\n'", STRAIGHT),
    ('x = "say “no”" y = 2', "Expected newline or end of document after a statement", ENDED),
    ("x = True", "Invalid value", "Write it in small letters: true."),
    ("x = False", "Invalid value", "Write it in small letters: false."),
    ("x = light > 3", "Invalid value", QUOTED),
    ("x = null", "Invalid value", "Leave the key out where it says nothing."),
    ("x =\n  2", "Invalid value", "A value begins on the line of its key."),
    ("x == 2", "Invalid value", "Write key = value."),
    ('x = ("a", "b")', "Invalid value", SEVERAL_VALUES),
    ('x = [ "a",\n[y]\na = 1', "Invalid value", "A list above this line has no end: add ]."),
    (
        'x = [\n  a = 1, b = "c" },\n]',
        "Invalid value",
        "A small table stands between braces, { … }; a list before it ends with ].",
    ),
    ('x = {"a", "b"}', "Expected '=' after a key in a key/value pair", SEVERAL_VALUES),
    ('x = "a", "b"', "Expected newline or end of document after a statement", SEVERAL_VALUES),
    (
        'x = "a"]',
        "Expected newline or end of document after a statement",
        "A list ends here that nothing begins: add [.",
    ),
    (
        'x = { a = "b"], c = 1 }',
        "Unclosed inline table",
        "Each [ has its ] and each { its }; here one is missing.",
    ),
    (
        "x = [ { a = 1 ]",
        "Unclosed inline table",
        "Each [ has its ] and each { its }; here one is missing.",
    ),
    (
        '  "a",\n]',
        "Expected '=' after a key in a key/value pair",
        "No list begins above this entry: add key = [.",
    ),
    (
        "x = a = 1 }\n",
        "Invalid value",
        "A small table stands between braces, { … }; a list before it ends with ].",
    ),
    (
        "x = 1 }",
        "Expected newline or end of document after a statement",
        "A table ends here that nothing begins: add {.",
    ),
    ("x = 1\n}", "Invalid statement", "Nothing is open here that this could end: take it out."),
    (
        "x = 28.11.2026",
        "Expected newline or end of document after a statement",
        "Write a date such as 2026-01-31.",
    ),
    (
        'x = "a",',
        "Expected newline or end of document after a statement",
        "No comma stands behind a value: take it out.",
    ),
    ("x]", "Expected '=' after a key in a key/value pair", HEADER),
    (
        'x = ""a""',
        "Expected newline or end of document after a statement",
        "One quotation mark on each side is enough.",
    ),
    ("x = 3 hours", "Expected newline or end of document after a statement", ALONE),
    (
        'when = "x == "y""',
        "Expected newline or end of document after a statement",
        "A condition writes choices between single quotes: 'choice'.",
    ),
    ("x\u00a0= 1", "Expected '=' after a key in a key/value pair", STRAY),
    ('x = "a\0b"', "Illegal character '\\x00'", STRAY),
    (
        "x = 1\ry = 2",
        "Expected newline or end of document after a statement",
        "Save it with line ends of Unix or Windows (LF or CRLF).",
    ),
    # A line of Windows is a line, and one of other systems is none.
    ('x = "a\u2028b"\r\ny = “c”', "Invalid value", STRAIGHT),
    ("[[x]]]", "Expected newline or end of document after a statement", HEADER),
    ("[]", "Invalid initial character for a key part", HEADER),
    ("x = 1,5", "Expected newline or end of document after a statement", POINT),
    ('x = "say "no" to it"', "Expected newline or end of document after a statement", INSIDE),
    ("x = 1 y = 2", "Expected newline or end of document after a statement", ENDED),
    (
        'x = "one\ntwo"',
        "Illegal character '\\n'",
        'A text ends with " on its line, unless it stands between """.',
    ),
    ('x = """one', "Unterminated string", ENDLESS),
    ("x = 'one", 'Expected "\'"', ENDLESS),
    ("x = [1, 2", "Unclosed array", "A list has commas between its entries, and ends with ]."),
    ("x = { a = 1 b = 2 }", "Unclosed inline table", ON_ONE_LINE),
    ("x: 1", "Expected '=' after a key in a key/value pair", "Write key = value."),
    ("[[x]\n", "Expected ']]' at the end of an array declaration", HEADER),
    (
        "// a remark",
        "Invalid statement",
        "Write key = value, [name] or [[name]]; a remark begins with #.",
    ),
]


def test_what_is_no_toml_is_said_with_what_mends_it(tmp_path):
    plants = spoilt(tmp_path)
    for number, (lines, *_) in enumerate(NO_TOML):
        (plants / "factors" / f"x{number:03}.toml").write_text(lines, encoding="utf-8")

    for found, (lines, said, how) in zip(load(plants)[1], NO_TOML, strict=True):
        assert found.what.startswith(f"This is not TOML: {said} (at "), lines
        assert found.how == how, lines
