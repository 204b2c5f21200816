"""Writing a file that only its owner may read, so that the old one is never broken."""

from __future__ import annotations

import errno
import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

_NAMED: Final = 40
"""Characters of a file's name in the name of the file that is written beside it."""


def write_privately(path: Path, content: bytes) -> None:
    """Writes a file that only its owner may read.

    The old file stays whole until the new one is safely on the disk, and links are followed.

    Raises:
        OSError: It cannot be written; the old file is untouched and nothing is left beside it.
    """
    target = Path(os.path.realpath(path))
    if os.path.lexists(target) and not target.is_file():
        # A rename would put a file in the place of a device, a pipe or a circle of links.
        raise OSError(errno.EINVAL, "it is not an ordinary file", str(path))
    prefix, suffix = f".{target.name[:_NAMED]}-", ".tmp"
    _clear_leftovers(target.parent, prefix, suffix)
    handle, beside = tempfile.mkstemp(dir=target.parent, prefix=prefix, suffix=suffix)
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


def _clear_leftovers(folder: Path, prefix: str, suffix: str) -> None:
    """Removes what saves of the same file left behind when they were killed: it holds answers."""
    with suppress(OSError), os.scandir(folder) as entries:  # it is no fault of this save
        named = (each for each in entries if each.name.startswith(prefix))
        for each in (each for each in named if each.name.endswith(suffix)):
            # Another process may be saving just now; that takes no minute.
            if each.stat(follow_symlinks=False).st_mtime < time.time() - 60:
                Path(each).unlink()


def _sync_folder(folder: Path) -> None:
    """Makes the rename last through a power cut, on the systems that can."""
    with suppress(OSError):  # the file is whole by now; not every system can sync a folder
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
