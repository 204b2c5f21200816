"""What no fixture can see: other processes that would read the rule base that ships."""

import re
from pathlib import Path

SHIPPED = re.compile(r"\.load\(\)|\bshipped\(\)|/ \"rules\"")
FILES = [file for file in Path(__file__).parent.glob("test_*.py") if file != Path(__file__)]


def test_no_test_of_the_program_reads_the_rule_base_that_ships():
    reading = {file.name: SHIPPED.findall(file.read_text("utf-8")) for file in FILES}

    assert FILES
    assert {name: found for name, found in reading.items() if found} == {}
