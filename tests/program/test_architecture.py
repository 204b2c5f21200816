"""The shape of the program: which part knows which, who owns a library, what is nowhere."""

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from spoiling import HOUSEPLANTS

PACKAGE = Path(__file__).parents[2] / "questionnaire"
MODULES = sorted(file.relative_to(PACKAGE).as_posix() for file in PACKAGE.rglob("*.py"))
PARTS = ("knowledge", "loading", "inference", "checking", "saved", "interview", "report")
MAY_KNOW = {
    "knowledge": {"knowledge"},
    "inference": {"inference", "knowledge"},
    "loading": {"loading", "knowledge"},
    "checking": {"checking", "inference", "loading", "knowledge"},
    "saved": {"saved", "inference", "knowledge"},
    "interview": {"interview", "saved", "inference", "knowledge"},
    "report": {"report", "inference", "knowledge"},
    "__init__.py": {"face", "report", "inference", "knowledge"},
    "face.py": {"report", "inference", "loading", "knowledge"},
    "__main__.py": {"cli"},
    "cli": {"cli", *PARTS},
}
DRAWING = {"prompts", "lists", "rows", "fields", "application", "layout", "keyboard"}
OWNERS = {
    "click": {"cli/__init__.py", "cli/assess.py", "cli/cohort.py", "cli/output.py"},
    "questionary": {f"interview/{name}.py" for name in DRAWING - {"keyboard"}},
    "prompt_toolkit": {f"interview/{name}.py" for name in DRAWING},
    "durable_rules_engine": {"inference/engine.py"},
    "rich": {"report/as_text.py"},
}
NOWHERE = {
    *("socket", "ssl", "http", "urllib", "ftplib", "smtplib", "asyncio", "requests", "httpx"),
    *("subprocess", "pickle", "marshal", "ctypes", "durable", "logging", "webbrowser"),
}
PAGERS = {"cli/screen.py"}
"""Where the pager that the person has chosen is started, and no other program anywhere."""
NOT_IN_THE_CORE = {"time", "random", "os", "sys", "locale", "uuid", "tempfile", "io"}
STREAMS = {"interview/asker.py"}


@cache
def tree(module):
    return ast.parse((PACKAGE / module).read_text("utf-8"))


@cache
def nodes(module):
    return [*ast.walk(tree(module))]


@cache
def imports(module):
    """Returns the full names of the modules and things that a module imports."""
    found = set()
    for node in nodes(module):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively"
            found |= {f"{node.module}.{name.name}" for name in node.names}
    return found


def libraries(module):
    return {name.partition(".")[0] for name in imports(module)}


def calls(module):
    """Returns what a module calls, as it is written."""
    return {ast.unparse(node.func) for node in nodes(module) if isinstance(node, ast.Call)}


def breaches(of, modules=MODULES):
    """Returns what ``of`` finds in a module that should not be there, for all that have some."""
    return {module: found for module in modules if (found := of(module))}


def test_imports_point_one_way():
    def strange(module):
        known = {
            name.split(".")[1]
            for name in imports(module)
            if name.startswith("questionnaire.") and name != "questionnaire.Questionnaire"
        }
        return known - MAY_KNOW[module.partition("/")[0]]

    assert breaches(strange) == {}


def test_only_the_program_and_its_parts_for_asking_know_the_facade():
    parts = [name for name in MODULES if name.startswith(PARTS)]
    knowing = {name for name in parts if "questionnaire.Questionnaire" in imports(name)}

    assert {name for name in knowing if not name.startswith("interview/")} == set()


def test_a_format_knows_the_shape_of_what_it_tells_and_nothing_of_what_is_told():
    may_know = re.compile(r"questionnaire\.(report\.(outline|as_\w+)|knowledge\.printable)\.")

    def strange(module):
        program = {name for name in imports(module) if name.startswith("questionnaire.")}
        return {name for name in program if not may_know.match(name)}

    formats = [name for name in MODULES if name.startswith("report/as_")]
    assert formats
    assert breaches(strange, formats) == {}


@pytest.mark.parametrize("form", ["fhir_questionnaire", "codebook"])
def test_a_form_for_other_programs_is_known_to_its_command_only(form):
    knowing = {
        module
        for module in MODULES
        if any(name.startswith(f"questionnaire.report.{form}.") for name in imports(module))
    }

    assert knowing == {"cli/export.py"}


@pytest.mark.parametrize(("library", "owners"), OWNERS.items())
def test_a_library_has_one_owner(library, owners):
    assert {module for module in MODULES if library in libraries(module)} <= owners


def test_no_module_reaches_out_of_the_machine_or_runs_what_it_reads():
    def reaching(module):
        allowed = {"subprocess"} if module in PAGERS else set()
        running = {"eval", "exec", "compile", "__import__", "os.system"}
        return (libraries(module) & NOWHERE - allowed) | (calls(module) & running)

    assert breaches(reaching) == {}


def test_the_core_has_no_clock_chance_or_surroundings():
    def moved(module):
        asking = {"date.today", "datetime.now", "open", "input"}
        return (libraries(module) & NOT_IN_THE_CORE) | (calls(module) & asking)

    core = [name for name in MODULES if name.startswith(("knowledge", "inference"))]
    assert core
    assert breaches(moved, core) == {}


def test_only_the_command_line_prints_or_exits():
    ending = {"print", "exit", "quit", "sys.exit", "os._exit", "click.echo", "SystemExit"}

    def telling(module):
        text = (PACKAGE / module).read_text("utf-8") if module not in STREAMS else ""
        streams = re.findall(r"\bsys\.(?:stdin|stdout|stderr|argv)\b", text)
        return (calls(module) & ending) | {*streams}

    others = [name for name in MODULES if not name.startswith(("cli/", "__main__"))]
    assert breaches(telling, others) == {}


def test_every_module_says_what_it_owns():
    assert [module for module in MODULES if not ast.get_docstring(tree(module))] == []


def test_what_the_first_prompt_does_not_need_is_not_loaded_for_it():
    script = (
        "import sys; from pathlib import Path; from questionnaire import Questionnaire;"
        "Questionnaire.load(Path(sys.argv[1])).rulebook;"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, HOUSEPLANTS], capture_output=True, text=True, check=True
    )

    assert not {*done.stdout.split()} & {"rich", "durable_rules_engine", "prompt_toolkit", "click"}


def test_every_test_is_where_tests_are_looked_for(pytestconfig):
    root = PACKAGE.parent
    folders = {file.parent for file in (root / "tests").rglob("test_*.py")}

    assert {each.relative_to(root).as_posix() for each in folders} == {
        *pytestconfig.getini("testpaths")
    }
