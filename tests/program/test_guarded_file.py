"""Two who write one file: neither loses what the other wrote, and neither waits."""

import os
import signal
import stat
import subprocess
import sys
from contextlib import nullcontext

import pytest

from questionnaire.saved import guarded_file
from questionnaire.saved.guarded_file import guarded

HOLDING = """
import sys, time
from pathlib import Path
from questionnaire.saved.guarded_file import guarded
with guarded(Path(sys.argv[1])):
    print("holds it", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def file(tmp_path):
    file = tmp_path / "answers.json"
    file.write_bytes(b"old")
    return file


@pytest.fixture
def holder(file):
    """Another process that holds the file."""
    with subprocess.Popen([sys.executable, "-c", HOLDING, file], stdout=subprocess.PIPE) as other:
        assert other.stdout.readline() == b"holds it\n"
        yield other
        other.kill()


def beside(file):
    return sorted(each.name for each in file.parent.iterdir() if each != file)


def test_a_file_in_use_is_named_with_who_has_it(file, holder):
    with (
        pytest.raises(OSError, match=rf"another questionnaire \(process {holder.pid}\)"),
        guarded(file),
    ):
        pass
    with guarded(file.with_name("answers.jso")):
        pass  # another file is free

    assert file.read_bytes() == b"old"


def test_a_link_to_a_file_in_use_is_in_use(file, holder):
    link = file.with_name("link.json")
    link.symlink_to(file)

    with pytest.raises(OSError, match=f"process {holder.pid}"), guarded(link):
        pass


def test_what_a_killed_one_leaves_binds_nobody_and_goes_with_the_next(file, holder):
    (lock,) = beside(file)
    assert stat.S_IMODE((file.parent / lock).stat().st_mode) == 0o600
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    assert beside(file) == [".answers.json.lock"]

    with guarded(file):
        pass

    assert beside(file) == []


def test_a_link_in_the_place_of_the_lock_leads_to_nobody_elses_file(file):
    other = file.with_name("other.txt")
    other.write_bytes(b"other")
    file.with_name(".answers.json.lock").symlink_to(other)

    with pytest.raises(OSError, match="links"), guarded(file):
        pass
    assert other.read_bytes() == b"other"


def test_a_lock_that_was_removed_by_hand_takes_nobody_elses_with_it(file):
    with guarded(file):
        (file.parent / ".answers.json.lock").unlink()
        with guarded(file):
            inner = beside(file)
    assert inner == [".answers.json.lock"]
    assert beside(file) == []


def test_a_lock_that_its_holder_removes_while_another_comes_is_made_anew(file, monkeypatch):
    really, removed = guarded_file._take, []  # noqa: SLF001 - the moment between two steps

    def take_late(handle, path):
        if not removed:
            removed.append((file.parent / ".answers.json.lock").unlink())
        really(handle, path)

    monkeypatch.setattr(guarded_file, "_take", take_late)
    with guarded(file):
        assert beside(file) == [".answers.json.lock"]

    assert beside(file) == []


@pytest.mark.parametrize(("error", "guards"), [(95, False), (5, True)])
def test_where_files_have_no_locks_they_are_not_guarded(file, monkeypatch, error, guards):
    def flock(*_):
        raise OSError(error, "no")

    monkeypatch.setattr("fcntl.flock", flock)
    with pytest.raises(OSError, match="no") if guards else nullcontext(), guarded(file) as guard:
        guard.expect(b"old")
        guard.write(b"new")

    assert file.read_bytes() == (b"old" if guards else b"new")


@pytest.mark.parametrize("theirs", [b"theirs", b"old"], ids=["new", "what was there before"])
def test_what_somebody_else_wrote_stays_and_ours_goes_beside_it(file, theirs):
    with guarded(file) as guard:
        guard.expect(b"old")
        guard.write(b"first")
        file.write_bytes(theirs)
        guard.write(b"second")
        guard.write(b"third")
        assert beside(file) == [".answers-2.json.lock", ".answers.json.lock", "answers-2.json"]

    assert file.read_bytes() == theirs
    assert guard.path.read_bytes() == b"third"
    assert beside(file) == ["answers-2.json"]


@pytest.mark.parametrize("theirs", [b"", b"older", b"ol"])
def test_a_file_that_came_meanwhile_or_changed_a_little_is_somebody_elses(tmp_path, theirs):
    file = tmp_path / "a.json"
    with guarded(file) as guard:
        if theirs:
            guard.expect(b"old")
        file.write_bytes(theirs)
        guard.write(b"new")

    assert (file.read_bytes(), guard.path.name) == (theirs, "a-2.json")


def test_a_file_that_was_removed_is_written_again(file):
    with guarded(file) as guard:
        guard.expect(b"old")
        file.unlink()
        guard.write(b"new")

    assert (file.read_bytes(), guard.path) == (b"new", file)


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_save_that_was_interrupted_is_not_taken_for_somebody_elses(file, monkeypatch, when):
    really = guarded_file.write_privately

    def interrupted(path, content):
        if when == "after":
            really(path, content)
        raise KeyboardInterrupt

    with guarded(file) as guard:
        guard.expect(b"old")
        monkeypatch.setattr(guarded_file, "write_privately", interrupted)
        with pytest.raises(KeyboardInterrupt):
            guard.write(b"first")
        monkeypatch.setattr(guarded_file, "write_privately", really)
        guard.write(b"second")

    assert (file.read_bytes(), guard.path) == (b"second", file)


def test_a_pipe_that_took_the_place_of_the_file_is_not_waited_for(file):
    with guarded(file) as guard:
        guard.expect(b"old")
        file.unlink()
        os.mkfifo(file)
        with pytest.raises(OSError, match="it is not an ordinary file"):
            guard.write(b"new")
