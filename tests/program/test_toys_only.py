"""What no fixture can see: other processes that would read the rule base that ships."""

import re
from pathlib import Path

import pytest

SHIPPED = re.compile(r"\.load\(\)|\bshipped\(\)|/ \"rules\"")
FILES = [file for file in Path(__file__).parent.glob("test_*.py") if file != Path(__file__)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_test_of_the_program_reads_the_rule_base_that_ships(file):
    assert SHIPPED.findall(file.read_text("utf-8")) == []
