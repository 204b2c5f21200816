"""What the pages say of the rule base that ships is so."""

import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import tomli
from people import questionnaire

from questionnaire.knowledge.gates import gates_to_prove
from questionnaire.loading.cases import probe_name

ROOT = Path(__file__).parents[2]
RULES = ROOT / "rules"
AUTHORS, ORIGINS = (
    (ROOT / page).read_text(encoding="utf-8")
    for page in ("docs/rules.md", "docs/source-documents.md")
)
PLACE = re.compile(r"`(?P<file>[\w/]+\.toml): (?P<key>\w+)`(?: “(?P<words>[^”]+)”)?")


def entry(table, key):
    """Returns what a key or an id names in a TOML file, None if there is no such thing."""
    if key in table:
        return table[key]
    return next(
        (
            one
            for kind in ("question", "derived", "rule", "red_flag", "notice")
            for one in table.get(kind, [])
            if one["id"] == key
        ),
        None,
    )


def says(path, key, words):
    """Tells whether these words stand under a key or an id of a file."""
    held = entry(tomli.loads(path.read_text(encoding="utf-8")), key)
    return held is not None and words in str(held).replace("\\'", "'").casefold()


def test_every_statement_of_the_source_documents_is_where_the_table_says():
    """A file that was renamed has taken its statements along, so then they may stand in any."""
    stray = []
    for found in PLACE.finditer(ORIGINS):
        named = RULES / found["file"]
        paths = [named] if named.is_file() else sorted(RULES.rglob("*.toml"))
        words = (found["words"] or "").casefold()
        if not any(says(path, found["key"], words) for path in paths):
            stray.append(found[0])

    assert stray == []


def test_every_statement_of_the_source_documents_has_a_place():
    numbered = [line for line in ORIGINS.splitlines() if re.match(r"\| [AB]\d+ \|", line)]

    assert numbered
    for line in numbered:
        number, statement, place, _ = (cell.strip() for cell in line.strip("|").split("|"))
        assert statement, number
        assert PLACE.search(place), number


def test_no_place_is_written_so_that_it_is_not_checked():
    code = re.findall(r"`[^`]*\.toml[^`]*`", ORIGINS)

    assert [one for one in code if not PLACE.fullmatch(one)] == ["`sources.toml`"]


def test_the_names_that_a_probe_can_take_are_those_of_something_with_a_condition():
    section = AUTHORS.partition("These names can stand in `of`:")[2].partition("\n## ")[0]
    written = re.findall(r"^\| `(.+?)` \|", section, re.MULTILINE)
    named = {probe_name(gate.key) for gate in gates_to_prove(questionnaire().rulebook)}

    # Our recommendation is shown whole to everybody, so none of its lines is probed.
    assert len(written) > 5
    assert set(written) - named <= {"recommendation/…"}


def test_the_versions_of_program_and_knowledge_stand_among_the_changes():
    changes = (ROOT / "docs" / "changelog.md").read_text(encoding="utf-8")
    program, _, knowledge = changes.partition("\n## The knowledge\n")
    rulebook = questionnaire().rulebook

    assert f"\n### {version('questionnaire')}\n" in program
    assert f"\n### {rulebook.version}\n" in knowledge


def test_the_example_of_the_library_runs_and_prints_a_report():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```python\n(.*?)^```", readme, re.DOTALL | re.MULTILINE)
    done = subprocess.run(
        [sys.executable, "-c", example], capture_output=True, encoding="utf-8", check=True
    )

    rulebook = questionnaire().rulebook
    headline, title, *_ = done.stdout.splitlines()
    assert headline.startswith(tuple(one.label for one in rulebook.urgencies.values()))
    assert title.startswith(f"# {rulebook.title}")
    assert rulebook.recommendation[0].text in done.stdout


def test_the_example_of_a_cohort_runs_and_goes_on_after_a_broken_sheet(tmp_path):
    page = (ROOT / "docs" / "cohorts.md").read_text(encoding="utf-8")
    example = re.findall(r"^```python\n(.*?)^```", page, re.DOTALL | re.MULTILINE)[0]
    (tmp_path / "cohort.ndjson").write_text('{"answers": {"?": 1}}\n{"answers": {}}\n')
    done = subprocess.run(
        [sys.executable, "-c", example], capture_output=True, text=True, check=True, cwd=tmp_path
    )

    *problem, result = done.stdout.splitlines()
    assert problem[:2] == ['answers: "?"', "  There is no such question."]
    assert result == f"{next(iter(questionnaire().rulebook.urgencies))} {{}}"
