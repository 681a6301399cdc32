"""The private folder of a job: the file it is about, and its answer.

A file may hold what nobody may keep, such as a BSN. So it lies here only while
its job waits or runs, and goes when that ends, whatever came of it; who is
asked something about it delivers it again. Folders that no job knows are swept.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ketenkpi.catalogue import PRIVATE_FOLDER

FOLDER = "jobs"
PRIVATE_FILE = 0o600
# Between its file and its row in the catalogue a job is known to nobody; that
# takes as long as writing 2 GiB, some seconds to a minute.
ORPHAN_SECONDS = 600


@dataclass(frozen=True, slots=True)
class JobFolder:
    """Where one job keeps its file and its answer."""

    path: Path

    @classmethod
    def of(cls, home: Path, job_id: str) -> JobFolder:
        """The folder of the job with this id, which need not be there yet."""
        return cls(home / FOLDER / job_id)

    @property
    def file(self) -> Path:
        """The file the job is about."""
        return self.path / "file"

    def put_file(self, content: bytes) -> None:
        """Keep a file for the job, for nobody else to read."""
        self._make()
        _write_privately(self.file, content)

    def remove_file(self) -> None:
        """Take the file away; nothing when there is none."""
        self.file.unlink(missing_ok=True)

    def put_answer(self, answer: Any) -> None:
        """Keep what came of the job (plain data), whole or not at all."""
        self._make()
        draft = self.path / "draft.json"
        _write_privately(draft, json.dumps(answer, allow_nan=False).encode())
        os.replace(draft, self._answer)

    def answer(self) -> Any:
        """What came of the job, as plain data."""
        return json.loads(self._answer.read_bytes())

    def remove(self) -> None:
        """Take everything away; another process may do the same at this moment."""
        shutil.rmtree(self.path, ignore_errors=True)

    def remove_orphan(self) -> None:
        """Take everything away, unless its job may still be on its way into the queue."""
        try:
            touched = self.path.stat().st_mtime
        except FileNotFoundError:
            # Another worker sweeps too.
            return
        if touched < time.time() - ORPHAN_SECONDS:
            self.remove()

    @property
    def _answer(self) -> Path:
        return self.path / "answer.json"

    def _make(self) -> None:
        self.path.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)


def sweep(home: Path, have_ended: Mapping[str, bool]) -> None:
    """Remove the folders of jobs that nobody knows, and files of those that ended.

    have_ended: every job there is, by its id. A worker that is killed leaves both.
    """
    parent = home / FOLDER
    for path in parent.iterdir() if parent.is_dir() else ():
        folder = JobFolder(path)
        if path.name not in have_ended:
            folder.remove_orphan()
        elif have_ended[path.name]:
            folder.remove_file()


def _write_privately(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
    with open(handle, "wb") as file:
        file.write(content)
