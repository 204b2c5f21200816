import re
from datetime import date
from pathlib import Path

import msgspec.structs
import pytest
import tomli

from questionnaire import Questionnaire
from questionnaire.checking.case_runs import Tally
from questionnaire.checking.examination import examine
from questionnaire.cli import main
from questionnaire.inference.engine import EngineMissing
from questionnaire.loading import case_tables, tables
from questionnaire.loading.rulebook import load
from questionnaire.saved.answers_file import read_answers

ROOT = Path(__file__).parents[2]
README, AUTHORS, GLOSSARY = (
    (ROOT / page).read_text(encoding="utf-8")
    for page in ("README.md", "docs/rules.md", "docs/glossary.md")
)
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
SHAPES = {
    "The rulebook": tables.RulebookTable,
    "Words": tables.WordsTable,
    "All factors": tables.FactorsTable,
    "Grades": tables.GradesTable,
    "A level": tables.LevelTable,
    "An urgency": tables.UrgencyTable,
    "Messages": tables.MessagesTable,
    "A notice": tables.NoticeTable,
    "A source": tables.SourceTable,
    "A section": tables.SectionTable,
    "A question": tables.QuestionTable,
    "A choice": tables.ChoiceTable,
    "A code": tables.CodeTable,
    "An assumed answer": tables.AssumeTable,
    "A change": tables.ChangeTable,
    "A derived value": tables.DerivedTable,
    "A line": tables.LineTable,
    "A factor": tables.FactorTable,
    "A rule": tables.RuleTable,
    "The red flags": tables.RedFlagsTable,
    "A red flag": tables.RedFlagTable,
    "A file of cases": case_tables.CasesTable,
    "A case": case_tables.CaseTable,
    "A probe": case_tables.ProbeTable,
    "A probe of anything else": case_tables.NamedProbeTable,
}


def rows(text):
    """Returns the cells of every row of every table, without the headings."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    table = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    return [row for row in table if not set("".join(row)) <= set("-|")][1:]


def under(heading):
    _, _, rest = AUTHORS.partition(f"\n### {heading}\n")
    return re.split(r"^##", rest, maxsplit=1, flags=re.MULTILINE)[0]


def unfenced(text):
    return re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)


def anchors(path):
    headings = re.findall(r"^#+ (.+)$", unfenced(path.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


# The guide for authors ----------------------------------------------------------------------------


@pytest.mark.parametrize("heading", SHAPES)
def test_every_key_stands_in_its_table_and_is_marked_if_it_must_be_there(heading):
    written = {row[0].strip("`"): row[1] == "yes" for row in rows(under(heading))}

    fields = msgspec.structs.fields(SHAPES[heading])
    assert written == {field.encode_name: field.required for field in fields}


def test_every_shape_of_a_rule_base_has_a_table():
    shapes = {
        value
        for module in (tables, case_tables)
        for name, value in vars(module).items()
        if name.endswith("Table")
    }

    assert set(SHAPES.values()) == shapes


def test_every_row_of_every_table_is_complete():
    for page in PAGES:
        for line in unfenced(page.read_text(encoding="utf-8")).splitlines():
            assert not line.startswith("|") or line.endswith("|"), line
    for heading in SHAPES:
        assert {len(row) for row in rows(under(heading))} == {3}
        assert all(row[2] for row in rows(under(heading)))


def saved(folder, *headings):
    """Saves the files that stand in the guide below these headings, as it says."""
    written = r"^`bread/([^`]+)`(, at its end)?:\n\n```toml\n(.*?)^```"
    for heading in headings:
        _, _, rest = AUTHORS.partition(f"\n## {heading}\n")
        below = re.split(r"^## ", rest, maxsplit=1, flags=re.MULTILINE)[0]
        for name, goes_on, text in re.findall(written, below, re.DOTALL | re.MULTILINE):
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            before = f"{path.read_text(encoding='utf-8')}\n" if goes_on else ""
            path.write_text(before + text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    return saved(tmp_path_factory.mktemp("first"), "A first questionnaire")


@pytest.fixture(scope="module")
def bread(tmp_path_factory):
    headings = "A first questionnaire", "A worked example"
    return saved(tmp_path_factory.mktemp("bread"), *headings)


@pytest.fixture(scope="module")
def scored(tmp_path_factory):
    """The worked example with the score in it, as the guide says."""
    headings = "A first questionnaire", "A worked example", "A score with bands"
    folder = saved(tmp_path_factory.mktemp("scored"), *headings)
    head = folder / "rulebook.toml"
    text = head.read_text(encoding="utf-8")
    assert text.count('sections = ["loaf"]') == 1
    head.write_text(text.replace('["loaf"]', '["loaf", "crumb"]'), encoding="utf-8")
    return folder


@pytest.mark.parametrize(("example", "cases"), [("first", 0), ("bread", 3), ("scored", 3)])
def test_the_examples_have_no_problem_and_their_cases_reach_everything(example, cases, request):
    found = examine(request.getfixturevalue(example), today=date(2026, 11, 22))

    assert (found.problems, found.warnings) == ((), ())
    assert found.trial.passed[0] == Tally("cases", cases, cases)
    assert all(one.sound == one.total for one in found.trial.covered)


def test_the_first_questionnaire_asks_its_questions_and_concludes(first):
    questionnaire, answers = Questionnaire.load(first), {}
    while question := questionnaire.next_question(answers):
        answers[question.id] = {"signs": ["dense"], "rest_hours": 2, "room": "cold"}[question.id]

    (factor,) = questionnaire.assess(answers).factors
    assert (factor.level, factor.findings[0].because) == ("likely", "The dough rested for 2 hours.")


@pytest.mark.parametrize(
    ("answers", "level", "because"),
    [
        (("not", "rather", "not"), None, None),
        (("rather", "rather", "not"), "possible", "The crumb has 2 points of 6."),
        (("rather", "rather", "rather"), "possible", "The crumb has 3 points of 6."),
        (("very", "rather", "rather"), "likely", "The crumb has 4 points of 6."),
        (("very", "very", "very"), "likely", "The crumb has 6 points of 6."),
        (("very", "very"), None, None),
    ],
)
def test_the_score_of_the_guide_has_its_bands(scored, answers, level, because):
    looks = ("crumb_damp", "crumb_tight", "crumb_uneven")
    found = Questionnaire.load(scored).assess(dict(zip(looks, answers, strict=False))).factors

    assert [factor.level for factor in found] == ([level] if level else [])
    assert [each.because for one in found for each in one.findings] == ([because] if level else [])


def test_the_file_of_answers_in_the_guide_can_be_read(bread):
    text = re.search(r"^`answers.json`:\n\n```json\n(.*?)^```", AUTHORS, re.DOTALL | re.MULTILINE)
    sheet = read_answers(text[1].encode(), load(bread)[0], "answers.json")

    assert (sheet.problems, sheet.left_out, sheet.day) == ((), (), date(2026, 11, 27))
    assert sheet.answers == {"signs": ("mould",), "rest_hours": 3.5, "room": "cold", "yeast": None}
    assert [one.answers["rest_hours"] for one in sheet.earlier] == [4]


# The glossary -------------------------------------------------------------------------------------


def test_the_glossary_explains_each_word_once_and_names_what_exists():
    words = [line.split("|") for line in GLOSSARY.splitlines() if line.startswith("| ")]
    words = [[cell.strip() for cell in line[1:-1]] for line in words if line[1].strip() != "word"]

    assert len({row[0] for row in words}) == len(words)
    for word, meaning, _, name in words:
        assert meaning, word
        module, _, attribute = name.strip("`").rpartition(".")
        path = ROOT / "questionnaire" / f"{module.replace('.', '/')}.py"
        defined = rf"^(class |def |type )?{attribute}\b"
        assert re.search(defined, path.read_text(encoding="utf-8"), re.MULTILINE), name


# All pages ----------------------------------------------------------------------------------------


def test_the_readme_names_the_commands_and_options_that_exist_and_no_others():
    shown = re.findall(r"^\| `questionnaire(.*?)` \|", README, re.MULTILINE)

    assert len(shown) > 5
    for words in map(str.split, shown):
        name = next((word for word in words if word.islower() and word.isalpha()), None)
        command = main if name is None else main.commands[name]
        options = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= options, words
    known = {"": main, **main.commands}
    options = {
        name: {one for each in command.params for one in each.opts if one.startswith("--")}
        for name, command in known.items()
    }
    assert all("--rules" in each for each in options.values())
    told = set(re.findall(r"--[a-z-]+", README))
    assert set().union(*options.values()) - {"--version"} <= told
    assert all(any(words.split()[:1] == [name] for words in shown) for name in main.commands)


def test_every_line_that_builds_durable_rules_has_the_setting_that_uv_is_given():
    project = tomli.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    setting = project["tool"]["uv"]["extra-build-variables"]["durable-rules"]["CPPFLAGS"]
    lines = re.findall(r'CPPFLAGS="(.*?)" .*install', f"{README}{EngineMissing(ImportError())}")

    assert lines == [setting] * 4


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_links_between_pages_resolve(page):
    links = re.findall(r"\]\(([^)\s]+)\)", unfenced(page.read_text(encoding="utf-8")))

    for link in links:
        if not re.match(r"[a-z]+:", link):
            file, _, anchor = link.partition("#")
            target = (page.parent / file) if file else page
            assert target.exists(), link
            assert not anchor or anchor in anchors(target), link


def test_the_modules_and_tests_that_the_pages_name_exist():
    folders = ("questionnaire", "tests", "benchmarks")
    modules = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    tests = [path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py")]
    defined = set(re.findall(r"^def (test_\w+)", "\n".join(tests), re.MULTILINE))
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for name in re.findall(r"\b[a-z][\w/]*\.py\b", text):
            assert any(f"/{path.as_posix()}".endswith(f"/{name}") for path in modules), name
        assert set(re.findall(r"`(test_\w+)`", text)) <= defined


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_line_of_prose_is_one_sentence(page):
    for line in unfenced(page.read_text(encoding="utf-8")).splitlines():
        if line[:1].isalpha():
            assert not re.search(r"[.!?](\*\*)? [A-Z]", line), line
