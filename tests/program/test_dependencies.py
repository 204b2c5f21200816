"""What is imported is declared, and what is declared is imported."""

import ast
import re
import sys
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import tomli

ROOT = Path(__file__).parents[2]
PYPROJECT = tomli.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
GROUPS = PYPROJECT["dependency-groups"]
PROGRAM = PYPROJECT["project"]["dependencies"]
BUILD = PYPROJECT["build-system"]["requires"]
RUN_AS_COMMANDS = {"coverage", "mypy", "pytest-xdist", "ruff"}
NAMES_OF_IMPORTS = {"clips": "clipspy", "rule_engine": "rule-engine", "zen": "zen-engine"}
"""Of the group that the tests do without; for what is installed Python knows them."""
BROUGHT = {"dask"}
"""What a benchmark tries where it is there, as the command at its top brings it."""


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def named(requirements):
    return {normal(re.match(r"[\w.-]+", requirement)[0]) for requirement in requirements}


distributions = cache(packages_distributions)


@cache
def imported(folder):
    """Returns the distributions that the code of a folder imports, wherever in a module."""
    files = list((ROOT / folder).rglob("*.py"))
    own = {"questionnaire", *(file.stem for file in [*files, *(ROOT / "tests").glob("*.py")])}
    names = set()
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {name.name.partition(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom):
                names.add(node.module.partition(".")[0])
    known = distributions()
    others = names - own - sys.stdlib_module_names
    return {normal(known.get(name, [NAMES_OF_IMPORTS.get(name, name)])[0]) for name in others}


def test_the_program_declares_what_it_imports_and_nothing_else():
    assert imported("questionnaire") == named(PROGRAM)


@pytest.mark.parametrize(
    ("folder", "groups"), [("tests", ["dev"]), ("benchmarks", ["dev", "benchmarks"])]
)
def test_what_the_scripts_import_is_declared(folder, groups):
    declared = named([*PROGRAM, *BUILD, *(one for group in groups for one in GROUPS[group])])

    assert imported(folder) - BROUGHT <= declared


def test_every_group_names_only_what_is_used():
    used = imported("tests") | imported("benchmarks") | RUN_AS_COMMANDS

    assert named([*GROUPS["dev"], *GROUPS["benchmarks"]]) <= used


def test_the_readme_names_the_pythons_that_are_tested():
    classifiers = "\n".join(PYPROJECT["project"]["classifiers"])
    versions = re.findall(r"Python :: (3\.\d+)$", classifiers, re.MULTILINE)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert f"Python {versions[0]} to {versions[-1]}" in readme
    assert PYPROJECT["project"]["requires-python"] == f">={versions[0]}"


def test_the_constraints_name_one_release_of_everything_that_is_declared():
    constraints = PYPROJECT["tool"]["uv"]["constraint-dependencies"]

    assert all(re.match(r"[\w.-]+==[\w.]+($| ;)", constraint) for constraint in constraints)
    assert named([*PROGRAM, *GROUPS["dev"], *GROUPS["benchmarks"]]) <= named(constraints)


def test_every_package_of_the_program_is_installed():
    folders = {file.parent for file in (ROOT / "questionnaire").rglob("*.py")}
    parts = {".".join(folder.relative_to(ROOT).parts) for folder in folders}

    assert {*PYPROJECT["tool"]["setuptools"]["packages"]} == {*parts, "questionnaire.rules"}
