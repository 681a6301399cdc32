"""Immutable files named by the hash of their content.

A file is written under a temporary name, forced to disk and renamed, and then
its folder is forced to disk: so under its final name a file is always whole.
It means nothing until a catalogue row names it.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from ketenkpi.digest import sha256
from ketenkpi.scratch import is_leftover, scratch, sweep

PRIVATE_FOLDER = 0o700
UNFINISHED = "new-"
COPY_BYTES = 1 << 20
_NAME = re.compile(r"[0-9a-f]{64}")


class Blobs:
    """One folder of immutable Parquet files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, name: str) -> Path:
        """Where the file called `name` is; raises ValueError on anything but a hash."""
        if not _NAME.fullmatch(name):
            raise ValueError(f"not the hash of a file's content: {name!r}")
        return self.folder / f"{name}.parquet"

    def is_whole(self, name: str) -> bool:
        """Whether the file called `name` is here and still has the content it is named by.

        Reads every byte, because nothing less sees a flipped one: Parquet
        pages have no checksum, so DuckDB and Arrow would count what is left.
        """
        path = self.path(name)
        return path.is_file() and sha256(path) == name

    def place(self, source: Path) -> str:
        """Copy a finished staging file here; returns its name, the SHA-256 of its content.

        When the content is here already only its age is renewed, so that
        `tidy` leaves it alone. A file that no longer has the content of its
        name is replaced.
        """
        name = sha256(source)
        target = self.path(name)
        if self.is_whole(name):
            os.utime(target)
            return name
        self.folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        written = self._write(source)
        self._rename(written, target)
        _sync_folder(self.folder)
        return name

    def _write(self, source: Path) -> Path:
        """A copy under a temporary name, private and on the disk."""
        handle, written = tempfile.mkstemp(prefix=UNFINISHED, suffix=".parquet", dir=self.folder)
        with source.open("rb") as old, open(handle, "wb") as new:
            shutil.copyfileobj(old, new, COPY_BYTES)
            new.flush()
            os.fsync(new.fileno())
        return Path(written)

    def _rename(self, written: Path, target: Path) -> None:
        os.replace(written, target)

    def tidy(self, referenced: Collection[str]) -> int:
        """Remove files no catalogue row names and that are older than a day; returns how many.

        Call it while nobody can commit: see `Catalogue.tidy`.
        """
        if not self.folder.is_dir():
            return 0
        old = [
            path
            for path in self.folder.glob("*.parquet")
            if path.stem not in referenced and is_leftover(path)
        ]
        for path in old:
            path.unlink()
        return len(old)


def _sync_folder(folder: Path) -> None:
    # Windows cannot open a folder; its file system journals the rename itself.
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def staging(home: Path) -> Iterator[Path]:
    """A private folder for work in progress, removed at the end whatever happens."""
    parent = home / "staging"
    parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    with scratch(parent, "work") as folder:
        yield Path(folder)


def tidy_staging(home: Path) -> int:
    """Remove staging folders that a killed process left; returns how many."""
    return sweep(home / "staging")
