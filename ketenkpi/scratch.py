"""Folders for work in progress, and what a killed process left of them.

A folder is removed when its work ends, whatever happens. Only a process that
is killed leaves one, with rows of somebody's file in it. Its name therefore
says which process on which computer made it, so that the next process may
remove it at once, and never removes what a living one works in.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import tempfile
import time
from hashlib import sha256
from pathlib import Path

# What has no such name, or is of another computer that shares the disk, is
# removed only when nobody touched it for longer than any upload takes.
LEFTOVER_SECONDS = 24 * 3600
_NAME = re.compile(r"(?P<kind>[a-z-]+)-(?P<computer>[0-9a-f]{8})-(?P<process>\d+)-[^-]+")
_PROCESS = re.compile(r"(?P<computer>[0-9a-f]{8})-(?P<process>\d+)")
# What Windows says of a process that still runs.
STILL_ACTIVE = 259
_QUERY = 0x1000


def scratch(parent: Path, kind: str) -> tempfile.TemporaryDirectory[str]:
    """A private folder below `parent`, whose name begins with `kind`, its computer and process."""
    prefix = f"{kind}-{process_name()}-"
    return tempfile.TemporaryDirectory(prefix=prefix, dir=parent)


def sweep(parent: Path, kind: str | None = None) -> int:
    """Remove folders below `parent` that a killed process left; returns how many.

    kind: only of this kind, where `parent` is not ours alone; then whatever
    has no name of ours stays. Folders of a living process stay, however old.
    """
    if not parent.is_dir():
        return 0
    left = [path for path in parent.iterdir() if _is_left(path, kind)]
    for path in left:
        # Another process may sweep at this moment; then half of it is gone already.
        shutil.rmtree(path, ignore_errors=True)
    return sum(not path.exists() for path in left)


def _is_left(path: Path, kind: str | None) -> bool:
    named = _NAME.fullmatch(path.name)
    if kind is not None and (named is None or named["kind"] != kind):
        return False
    if named is not None and named["computer"] == _computer():
        return not is_alive(int(named["process"]))
    return is_leftover(path)


def is_leftover(path: Path) -> bool:
    """Whether a file or folder has not been touched for a day."""
    try:
        touched = path.stat().st_mtime
    except FileNotFoundError:
        # Removed since it was listed, by the process that made it.
        return False
    return time.time() - touched > LEFTOVER_SECONDS


def process_name() -> str:
    """The computer and number of this process."""
    return f"{_computer()}-{os.getpid()}"


def is_gone(name: str) -> bool:
    """Whether the process of a name that begins as `process_name` is of this computer and ended."""
    named = _PROCESS.match(name)
    if named is None or named["computer"] != _computer():
        return False
    return not is_alive(int(named["process"]))


def _computer() -> str:
    return sha256(platform.node().encode()).hexdigest()[:8]


def is_alive(process: int) -> bool:
    """Whether a process of this number runs on this computer."""
    if os.name == "nt":
        return _is_alive_on_windows(process)
    try:
        # Signal 0 is not sent; it only asks.
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _is_alive_on_windows(process: int) -> bool:
    import ctypes

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined]
    handle = kernel.OpenProcess(_QUERY, False, process)
    if not handle:
        return False
    try:
        code = ctypes.c_ulong()
        return bool(kernel.GetExitCodeProcess(handle, ctypes.byref(code))) and (
            code.value == STILL_ACTIVE
        )
    finally:
        kernel.CloseHandle(handle)
