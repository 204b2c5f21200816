"""What is offered at the end, and every name that a person may type for it."""

import io
import os
from functools import partial
from itertools import islice, repeat
from pathlib import Path

import pytest

from questionnaire.interview import sentences
from questionnaire.interview.keeping import Offer, agree_on_name, offer_all, offer_to_keep
from questionnaire.interview.plain import Plain
from questionnaire.interview.protocol import InterviewStopped
from questionnaire.saved.private_file import write_privately

YES, NO = "1", "2"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def offer(name="answers.json", content=b"kept"):
    write = partial(write_privately, content=content)
    return Offer(f"The {name}", name, write, lambda path: f"It is in {path.name}.")


def plain(*lines):
    screen = io.StringIO()
    return Plain(io.StringIO("".join(f"{line}\n" for line in lines)), screen), screen


def kept(*lines):
    asker, screen = plain(*lines)
    path = offer_to_keep(asker, offer())
    return path and path.name, screen.getvalue()


def files(folder):
    return {each.name: each.read_bytes() for each in folder.iterdir() if each.is_file()}


def test_answers_are_kept_under_the_proposed_name_or_not_at_all(folder):
    assert kept(NO)[0] is None
    assert files(folder) == {}
    assert kept(YES, "")[0] == "answers.json"
    assert kept(YES, "")[0] == "answers-2.json"
    assert files(folder) == {"answers.json": b"kept", "answers-2.json": b"kept"}


def test_a_name_that_is_taken_is_replaced_only_when_told_to(folder):
    (folder / "a.json").write_text("old")

    assert kept(YES, "a.json", "1")[0] == "a-2.json"
    assert kept(YES, "a.json", "3")[0] is None
    assert files(folder) == {"a.json": b"old", "a-2.json": b"kept"}
    assert kept(YES, "a.json", "2")[0] == "a.json"
    assert files(folder) == {"a.json": b"kept", "a-2.json": b"kept"}


@pytest.mark.parametrize("word", ["stop", "Q", "back", "quit"])
def test_a_word_that_leads_out_is_no_name(folder, word):
    path, screen = kept(YES, word)

    assert path is None
    assert f"{sentences.KEEP_WHERE}. Press Enter for answers.json." in screen
    assert files(folder) == {}
    assert kept(YES, f"./{word}")[0] == f"{word}.json"


def test_a_name_gets_the_ending_and_a_folder_the_proposed_name(folder):
    (folder / "sub").mkdir()

    assert kept(YES, "mine")[0] == "mine.json"
    assert kept(YES, "MINE.JSON")[0] == "MINE.JSON"
    assert kept(YES, "notes.txt")[0] == "notes.txt.json"
    assert kept(YES, "sub")[0] == "answers.json"
    assert kept(YES, ".")[0] == "answers.json"
    assert files(folder / "sub") == {"answers.json": b"kept"}


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("x" * 300, "File name too long"),
        ("~nosuchuser/x", "Could not determine home directory"),
        ("missing/x", "there is no such folder"),
        ("file/x", "Not a directory"),
        ("nul\0", "no name can hold such a character"),
        ("pipe.json", "it is not an ordinary file"),
        ("circle.json", "Too many levels of symbolic links"),
        ("full.json", "No space left on device"),
    ],
)
def test_a_name_that_will_not_do_gets_a_sentence_and_another_try(folder, monkeypatch, name, why):
    (folder / "file").touch()
    os.mkfifo(folder / "pipe.json")
    (folder / "circle.json").symlink_to("circle.json")
    really = os.fsync

    def fsync(handle):
        if "full" in Path(f"/proc/self/fd/{handle}").readlink().name:
            raise OSError(28, "No space left on device")
        really(handle)

    monkeypatch.setattr("os.fsync", fsync)
    path, screen = kept(YES, name, YES, "good")

    assert path == "good.json"
    assert f"cannot be written: {why}." in screen
    assert kept(YES, name, NO)[0] is None
    assert set(files(folder)) == {"file", "good.json"}


def test_a_folder_that_one_may_not_search_gets_a_sentence_and_another_try(folder):
    if os.geteuid() == 0:
        pytest.skip("Root may search every folder.")
    (folder / "shut").mkdir(mode=0)

    path, screen = kept(YES, "shut/x", YES, "good")

    assert path == "good.json"
    assert "cannot be written: Permission denied." in screen


def test_the_offers_are_made_until_nothing_more_is_wanted(folder):
    asker, screen = plain("2", "", "1", "~nosuchuser/x", NO, "1", "c", "1")

    offer_all(asker, [offer("page.html", b"page"), offer("answers.json")])

    assert files(folder) == {"answers.json": b"kept", "c.html": b"page"}
    said = screen.getvalue()
    assert said.count(sentences.PRINT_OR_KEEP) == 3
    assert "1. The page.html\n2. The answers.json\n3. Nothing more\n" in said
    assert "1. The page.html\n2. Nothing more\n" in said
    assert "It is in answers.json.\n" in said
    assert said.endswith("It is in c.html.\n\n")


@pytest.mark.parametrize("lines", [(), ("1",), ("1", "missing/x"), ("1", "a.json")])
def test_an_input_that_has_ended_neither_loops_nor_fails_nor_replaces(folder, lines):
    (folder / "a.json").write_text("old")
    asker, screen = plain(*lines)

    offer_all(asker, [offer()])

    assert screen.getvalue().count("The input has ended") >= 1
    assert (folder / "a.json").read_text() == "old"


class Broken:
    """Breaks off at the question of this number."""

    def __init__(self, error, at=1):
        self._errors = iter([*islice(repeat(None), at - 1), error])
        self.listening = Plain(io.StringIO(), io.StringIO()).listening

    def choose(self, *_, default=0):  # noqa: ARG002 - the first is taken
        self._break()
        return 0

    def enter(self, _, default):
        self._break()
        return default

    def _break(self):
        if (error := next(self._errors)) is not None:
            raise error


ASKING = {
    "to keep one": lambda asker: offer_to_keep(asker, offer()),
    "to keep some": lambda asker: offer_all(asker, [offer()]),
    "to replace": lambda asker: agree_on_name(asker, Path("a.json")),
}


@pytest.mark.parametrize("ask", ASKING.values(), ids=ASKING)
@pytest.mark.parametrize("error", [KeyboardInterrupt(), EOFError()])
def test_breaking_off_is_a_stop_with_a_status(ask, error):
    with pytest.raises(InterviewStopped) as stopped:
        ask(Broken(error))

    assert (stopped.value.reason, stopped.value.exit_status) == ("interrupted", 130)


def test_a_terminal_that_goes_away_is_no_name_that_will_not_do():
    with pytest.raises(OSError, match="Input/output error"):
        offer_to_keep(Broken(OSError(5, "Input/output error"), at=2), offer())
