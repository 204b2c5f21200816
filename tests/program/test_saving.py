"""Whatever stops a save, the file holds what it held or what it should."""

import io
import itertools
import os
import re
import resource
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from textwrap import dedent

import pytest

from questionnaire.saved.private_file import free_name, name_beside, write_privately

TESTS = Path(__file__).parent.parent
OLD, NEW = b"old" * 5, b"new" * 9000  # more than the buffer of a file


@pytest.fixture
def file(tmp_path):
    file = tmp_path / "answers.json"
    write_privately(file, OLD)
    return file


def beside(file):
    return sorted(each.name for each in file.parent.iterdir() if each != file)


def mode(file):
    return stat.S_IMODE(file.stat().st_mode)


def asks_the_system(event, function):
    """Tells whether a C function is called that can make system calls; Python code cannot."""
    return (
        event == "c_call"
        and function.__name__ != "fspath"
        and (function.__module__ in {"posix", "io"} or isinstance(function.__self__, io.IOBase))
    )


def calls_of_a_save(file):
    """Returns the names of the functions by which a save asks the system for something."""
    called = []

    def watch(_, event, function):
        if asks_the_system(event, function):
            called.append(function.__name__)

    sys.setprofile(watch)
    try:
        write_privately(file, NEW)
    finally:
        sys.setprofile(None)
    return called


def before_call(number, act):
    """Acts before the call of this number, and then no more."""
    left = iter(range(number))

    def watch(_, event, function):
        if asks_the_system(event, function) and next(left, None) is None:
            sys.setprofile(None)
            act()

    sys.setprofile(watch)


def in_another_process(call, file):
    """Calls a function of this module that forks; the tests' own process may have threads."""
    script = f"from program.test_saving import *; {call}"
    command = [sys.executable, "-W", "error", "-c", script, str(file)]
    done = subprocess.run(
        command, cwd=TESTS, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def save_and_be_killed_before_each_call(file):
    """Prints for each call before which a save was killed its name and what the file holds then."""
    for number, call in enumerate(calls_of_a_save(file)):
        write_privately(file, OLD)
        child = os.fork()
        if not child:
            before_call(number, lambda: os.kill(os.getpid(), signal.SIGKILL))
            write_privately(file, NEW)
            os._exit(0)
        assert os.WIFSIGNALED(os.waitpid(child, 0)[1])
        for left in beside(file):
            assert mode(file.parent / left) == 0o600
            (file.parent / left).unlink()
        assert mode(file) == 0o600
        sys.stdout.write(f"{call} {({OLD: 'old', NEW: 'new'})[file.read_bytes()]}\n")


def test_a_save_killed_before_any_of_its_calls_leaves_the_old_file_or_the_new(file):
    said = in_another_process("save_and_be_killed_before_each_call(Path(sys.argv[1]))", file)

    calls = [line.split() for line in said.splitlines()]
    renaming = calls.index(["replace", "old"])
    assert [found for _, found in calls[: renaming + 1]] == ["old"] * (renaming + 1)
    assert {found for _, found in calls[renaming + 1 :]} == {"new"}


def test_a_save_that_fails_at_any_of_its_calls_leaves_the_old_file_and_nothing_beside_it(file):
    def fail():
        raise OSError(28, "No space left on device")

    for number, call in enumerate(calls_of_a_save(file)):
        write_privately(file, OLD)
        before_call(number, fail)
        try:
            write_privately(file, NEW)
            expected = NEW
        except OSError:
            expected = OLD
        finally:
            sys.setprofile(None)
        assert file.read_bytes() == expected, call
        assert beside(file) == [], call


def test_what_is_written_is_on_the_disk_before_it_takes_the_place_of_the_old_file(file):
    order = ("write", "fsync", "close", "replace")
    calls = [call for call in calls_of_a_save(file) if call in order]

    assert calls == ["write", "fsync", "close", "replace", "fsync", "close"]


def test_a_disk_that_is_full_after_any_byte_leaves_the_old_file(file):
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        for room in (0, 1, 4095, 4096, 8192, len(NEW) - 1):
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
            with pytest.raises(OSError, match="File too large"):
                write_privately(file, NEW)
            assert (file.read_bytes(), beside(file)) == (OLD, [])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    write_privately(file, NEW)

    assert file.read_bytes() == NEW


def test_readers_never_see_anything_between_the_old_file_and_the_new(file):
    script = """
        import sys
        from pathlib import Path
        from questionnaire.saved.private_file import write_privately
        print("ready", flush=True)
        for number in range(300):
            write_privately(Path(sys.argv[1]), (b"old" * 5, b"new" * 9000)[number % 2])
    """
    command = [sys.executable, "-c", dedent(script), str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        assert writer.stdout.readline() == b"ready\n"
        seen = set()
        while writer.poll() is None:
            seen.add(file.read_bytes())

    assert writer.returncode == 0
    assert seen <= {OLD, NEW}


def save_in_two_processes(file):
    """Saves again and again, in two processes at once."""
    children = []
    for content in (OLD, NEW):
        children.append(os.fork())
        if not children[-1]:
            for _ in range(50):
                write_privately(file, content)
            os._exit(0)
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]


def test_two_who_save_at_once_leave_a_whole_file(file):
    in_another_process("save_in_two_processes(Path(sys.argv[1]))", file)

    assert file.read_bytes() in {OLD, NEW}
    assert beside(file) == []


def test_what_a_killed_save_left_behind_goes_with_the_next_one_but_nothing_else(file):
    other = [
        *(".answers.json-12345678", "answers.json-12345678.tmp", ".other.json-12345678.tmp"),
        *(".answers.json-x.tmp", ".answers.json-x-12345678.tmp"),
    ]
    leftovers = [".answers.json-1234567_.tmp", ".answers.json-abcdefgh.tmp"]
    (file.parent / ".answers.json-afolder.tmp").mkdir()
    other.append(".answers.json-afolder.tmp")
    an_hour = itertools.cycle((-3600, 3600))  # clocks have been set back
    for name in (*other, *leftovers):
        (file.parent / name).touch()
        os.utime(file.parent / name, (time.time() + next(an_hour),) * 2)
    (file.parent / ".answers.json-newestof.tmp").write_bytes(b"of another process")
    write_privately(file, NEW)

    assert beside(file) == sorted([*other, ".answers.json-newestof.tmp"])


def test_leftovers_of_another_long_name_that_begins_alike_stay(tmp_path):
    mine, other = tmp_path / ("x" * 60), tmp_path / ("x" * 59 + "y")
    leftover = tmp_path / name_beside(other, "-12345678.tmp")
    leftover.touch()
    os.utime(leftover, (0, 0))
    write_privately(mine, NEW)
    assert leftover.exists()

    write_privately(other, NEW)
    assert not leftover.exists()


def test_a_name_is_free_or_gets_the_next_number(tmp_path):
    free, dangling = tmp_path / "a.b.json", tmp_path / "a.b-3.json"
    assert free_name(free) == free

    free.touch()
    (tmp_path / "a.b-2.json").touch()
    dangling.symlink_to("nowhere")

    assert free_name(free) == tmp_path / "a.b-4.json"


def write_protect(file):
    file.chmod(0o444)
    return "it is write-protected"


def link(file):
    (file.parent / "other").hardlink_to(file)
    return r"it has other names \(hard links\)"


def give_away(file):
    if os.geteuid() != 0:
        pytest.skip("Only root can give a file away.")
    os.chown(file, 65534, 65534)
    return "it belongs to somebody else"


@pytest.mark.parametrize("change", [write_protect, link, give_away])
def test_a_file_that_others_rely_on_is_not_replaced(file, change):
    why = change(file)
    before = lasting(file)

    with pytest.raises(OSError, match=why):
        write_privately(file, NEW)
    assert (lasting(file), file.read_bytes()) == (before, OLD)


def lasting(file):
    """Returns what is known of a file, but not when it was read, which is noted now and then."""
    found = file.stat()
    return [getattr(found, name) for name in dir(found) if re.match("st_(?!atime)", name)]


@pytest.mark.parametrize("name", ["é" * 120, "x" * 250, "[a]*", " ", "-", "a\nb"])
def test_any_name_that_a_file_can_have_will_do(tmp_path, name):
    write_privately(tmp_path / name, NEW)

    assert (tmp_path / name).read_bytes() == NEW


def test_links_are_followed_and_circles_of_them_left_alone(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "to folder").symlink_to("folder")
    (tmp_path / "first").symlink_to("second")
    (tmp_path / "second").symlink_to("to folder/file")
    (tmp_path / "here").symlink_to("there")
    (tmp_path / "there").symlink_to("here")

    write_privately(tmp_path / "first", NEW)
    with pytest.raises(OSError, match="Too many levels"):
        write_privately(tmp_path / "here", NEW)

    assert (tmp_path / "folder/file").read_bytes() == NEW
    assert (tmp_path / "first").is_symlink()
    assert (tmp_path / "second").is_symlink()
    assert (tmp_path / "here").is_symlink()
    assert not any(each.suffix == ".tmp" for each in tmp_path.rglob("*"))


@pytest.mark.parametrize("place", ["/dev/null", "/dev/full", "/proc/self/mem", "."])
def test_a_device_or_a_folder_is_never_replaced(place, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(OSError, match=r"it is |Permission|Operation|No such"):
        write_privately(Path(place), NEW)

    assert stat.S_ISCHR(Path("/dev/full").stat().st_mode)
    assert list(tmp_path.iterdir()) == []
