"""The pictures of the README show the program as it is, and their texts say what they show."""

import re
from html import unescape
from pathlib import Path

import pytest
from pictures import FOLDER, PICTURES

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_what_the_program_shows(name, reads_as):
    reads_as(FOLDER / name, PICTURES[name]())


def test_there_is_no_other_picture():
    assert {path.name for path in FOLDER.iterdir()} == {*PICTURES}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_loads_nothing(name):
    picture = (FOLDER / name).read_text("utf-8").replace("http://www.w3.org/2000/svg", "", 1)

    assert not re.search(r"https?:|href|url\(|@import|<image|<script|<style", picture)


@pytest.mark.parametrize("name", PICTURES)
def test_the_text_for_a_picture_quotes_what_it_shows(name):
    (text,) = re.findall(rf"^!\[(.+)\]\(docs/pictures/{name}\)$", README, re.MULTILINE)
    (shown,) = re.findall("<desc>(.+)</desc>", (FOLDER / name).read_text("utf-8"), re.DOTALL)
    quotes = re.findall("“([^”]+)”", text)

    assert len(quotes) > 4
    assert [words for words in quotes if words not in " ".join(unescape(shown).split())] == []
