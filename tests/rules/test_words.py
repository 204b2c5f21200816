"""Nothing of the rule base that ships is written into the program."""

import ast
import re
from functools import cache
from pathlib import Path

from people import questionnaire

from questionnaire.knowledge.model import choices_of

PACKAGE = Path(__file__).parents[2] / "questionnaire"


def names_of_knowledge(rulebook):
    """Returns the ids of a rule base that a program would have to write to know of it.

    A choice of one word is of no use without its question, and may be a colour or a number.
    """
    choices = {
        choice.id for question in rulebook.questions.values() for choice in choices_of(question)
    }
    rules = {rule.id for factor in rulebook.factors.values() for rule in factor.rules}
    compound = {id_ for id_ in choices if "_" in id_}
    return {*rulebook.questions, *rulebook.derived, *rulebook.factors} | {
        *rulebook.red_flags,
        *rules,
        *compound,
    }


def literals(tree):
    """Returns every string of a program, and the compound names in it: ``a_b == 'c'`` has one."""
    found = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return found | {name for text in found for name in re.findall(r"\w+_\w+", text)}


def fields(tree):
    """Returns the names of the fields of all classes: these are words of the program itself."""
    return {
        node.target.id
        for found in ast.walk(tree)
        if isinstance(found, ast.ClassDef)
        for node in found.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }


def leaks(trees, names):
    return set().union(*map(literals, trees)) & names


@cache
def telling():
    """Returns the names that are no words of the program."""
    own = set().union(*map(fields, program()))
    return names_of_knowledge(questionnaire().rulebook) - own


@cache
def program():
    return [ast.parse(file.read_text("utf-8")) for file in PACKAGE.rglob("*.py")]


def test_no_name_of_the_rule_base_is_a_string_of_the_program():
    assert leaks(program(), telling()) == set()


def test_any_of_them_would_be_found():
    planted = [ast.parse(f"answers.get({name!r}) == 3") for name in telling()]

    assert leaks([*program(), *planted], telling()) == telling() != set()
    compound = next(name for name in telling() if "_" in name)
    assert leaks([ast.parse(f'"{compound} > 3 or x"')], telling()) == {compound}
