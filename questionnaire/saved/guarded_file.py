"""A file that one program at a time writes, and that it never overwrites unseen."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

from questionnaire.saved.private_file import (
    free_name,
    name_beside,
    replaceable,
    write_privately,
)

_NO_LOCKS: Final = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP)
"""What systems of files say that have no locks; there the file is not guarded from others."""


class GuardedFile:
    """A file with a lock beside it, and with what it is known to hold.

    Attributes:
        path: Where it is; another place from when somebody else has written to the old one.
    """

    def __init__(self, path: Path, locks: ExitStack) -> None:
        self.path = path
        self._locks = locks
        self._ours: tuple[bytes, ...] = ()
        locks.enter_context(_lock(path))

    def expect(self, content: bytes) -> None:
        """Takes what was read from the file as known."""
        self._ours = (content,)

    def write(self, content: bytes) -> None:
        """Writes the file; what somebody else has put there stays, and ours goes beside it.

        Raises:
            OSError: It cannot be written; the old file is untouched.
        """
        if self._is_somebody_elses():
            path = free_name(self.path)
            self._locks.enter_context(_lock(path))
            self.path = path
        # An interruption cannot tell whether this was written, so until then both are ours.
        self._ours += (content,)
        try:
            write_privately(self.path, content)
        except OSError as reason:
            reason.filename = str(self.path)  # the person knows no file beside it
            raise
        self._ours = (content,)

    def _is_somebody_elses(self) -> bool:
        if not replaceable(self.path):
            return False  # where there is nothing, nothing is overwritten
        with self.path.open("rb") as file:
            return file.read(max(map(len, self._ours), default=0) + 1) not in self._ours


@contextmanager
def guarded(path: Path) -> Iterator[GuardedFile]:
    """Keeps other programs of this kind off a file.

    Raises:
        OSError: Another one has it, or it cannot be kept from others.
    """
    with ExitStack() as locks:
        yield GuardedFile(path, locks)


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    """Holds a lock on a file beside the file, which itself is another one after every save.

    The lock goes with the process, however that ends, so what a killed one leaves binds nobody.
    """
    target = Path(os.path.realpath(path))
    lock = target.with_name(name_beside(target, ".lock"))
    while True:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            _take(handle, path)
            if not _is_at(lock, handle):
                continue  # whoever had it before has removed it meanwhile
            try:
                yield
            finally:
                if _is_at(lock, handle):
                    lock.unlink()
            return
        finally:
            os.close(handle)


def _take(handle: int, path: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        by = os.read(handle, 20).decode(errors="replace").strip()
        who = f"another questionnaire (process {by})" if by else "another questionnaire"
        raise OSError(errno.EBUSY, f"it is in use by {who}", str(path)) from None
    except OSError as reason:
        if reason.errno not in _NO_LOCKS:
            raise
    with suppress(OSError):  # a full disk; who holds it is told, but not needed
        os.truncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)


def _is_at(lock: Path, handle: int) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), lock.stat())
    except FileNotFoundError:
        return False
