"""Writing a file that only its owner may read, so that the old one is never broken."""

from __future__ import annotations

import errno
import os
import re
import stat
import tempfile
import time
from contextlib import suppress
from hashlib import sha256
from itertools import chain, count
from pathlib import Path
from typing import Final

_NAMED: Final = 40
"""Characters of a long name in the names of what stands beside its file."""
_YOUNG: Final = 60
"""Seconds in which a file beside may be that of another process that saves; it takes no minute."""


def replaceable(path: Path) -> bool:
    """Tells whether there is a file that may be replaced by another; links are followed.

    Raises:
        OSError: There is something that may not, or the name cannot be looked up.
    """
    try:
        found = path.stat()
    except FileNotFoundError:
        return False
    if (why := _not_to_be_replaced(found)) is not None:
        raise OSError(errno.EPERM if path.is_file() else errno.EINVAL, why, str(path))
    return True


def _not_to_be_replaced(found: os.stat_result) -> str | None:
    """Says why, in words that also hold for root, whom the system would let do anything."""
    if stat.S_ISDIR(found.st_mode):
        return "it is a folder"
    if not stat.S_ISREG(found.st_mode):
        # A rename would put a file in the place of a device or a pipe.
        return "it is not an ordinary file"
    if found.st_uid != os.geteuid():
        return "it belongs to somebody else"
    if not found.st_mode & stat.S_IWUSR:
        return "it is write-protected"
    if found.st_nlink > 1:
        return "it has other names (hard links), which would keep what is in it now"
    return None


def free_name(path: Path) -> Path:
    """Returns the path, or where there is something already, the next with a number: a-2.json."""
    numbered = (path.with_name(f"{path.stem}-{number}{path.suffix}") for number in count(2))
    return next(free for free in chain((path,), numbered) if not os.path.lexists(free))


def name_beside(path: Path, ending: str) -> str:
    """Returns a hidden name that no other file of the folder has beside it."""
    name = path.name
    if len(name) > _NAMED:
        digest = sha256(os.fsencode(name)).hexdigest()
        name = f"{name[:_NAMED]}~{digest[:8]}"
    return f".{name}{ending}"


def write_privately(path: Path, content: bytes) -> None:
    """Writes a file that only its owner may read.

    The old file stays whole until the new one is safely on the disk, and links are followed.

    Raises:
        OSError: It cannot be written; the old file is untouched and nothing is left beside it.
    """
    replaceable(path)
    target = Path(os.path.realpath(path))
    prefix = name_beside(target, "-")
    _clear_leftovers(target.parent, prefix)
    handle, beside = tempfile.mkstemp(dir=target.parent, prefix=prefix, suffix=".tmp")
    try:
        try:
            _write(handle, content)
            os.fsync(handle)
        finally:
            os.close(handle)
        Path(beside).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(beside).unlink()
        raise
    _sync_folder(target.parent)


def _write(handle: int, content: bytes) -> None:
    """Writes all of it; a file object could be interrupted before it is under ``with``."""
    left = memoryview(content)
    while left:
        left = left[os.write(handle, left) :]


def _clear_leftovers(folder: Path, prefix: str) -> None:
    """Removes what saves of the same file left behind when they were killed: it holds answers."""
    of_a_save = re.compile(re.escape(prefix) + r"[a-z0-9_]{8}\.tmp")  # as tempfile names them
    with suppress(OSError), os.scandir(folder) as entries:  # it is no fault of this save
        for each in entries:
            if of_a_save.fullmatch(each.name):
                with suppress(OSError):  # nor is one that cannot be removed a reason to stop
                    written = each.stat(follow_symlinks=False).st_mtime
                    if abs(time.time() - written) > _YOUNG:  # clocks have been set back
                        Path(each).unlink()


def _sync_folder(folder: Path) -> None:
    """Makes the rename last through a power cut, on the systems that can."""
    with suppress(OSError):  # the file is whole by now; not every system can sync a folder
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
