"""The folder of a job: private, and gone when nobody needs it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from ketenkpi.jobs.folders import ORPHAN_SECONDS, JobFolder, sweep


def test_nobody_else_can_read_it(tmp_path: Path) -> None:
    folder = JobFolder.of(tmp_path, "a")
    folder.put_file(b"123456782")
    folder.put_answer({"b": 1})
    assert folder.file.read_bytes() == b"123456782"
    assert folder.answer() == {"b": 1}
    assert folder.path.stat().st_mode & 0o777 == 0o700
    assert {each.stat().st_mode & 0o777 for each in folder.path.iterdir()} == {0o600}


def test_a_number_that_is_none_is_no_answer(tmp_path: Path) -> None:
    folder = JobFolder.of(tmp_path, "a")
    with pytest.raises(ValueError, match="JSON"):
        folder.put_answer({"b": float("nan")})
    with pytest.raises(FileNotFoundError):
        folder.answer()


def test_what_is_taken_away_twice_is_gone(tmp_path: Path) -> None:
    folder = JobFolder.of(tmp_path, "a")
    folder.put_file(b"x")
    for _ in range(2):
        folder.remove_file()
    assert folder.path.is_dir()
    for _ in range(2):
        folder.remove()
    assert not folder.path.exists()


def test_sweeping_takes_what_no_job_needs(tmp_path: Path) -> None:
    waits, ended, fresh, orphan = (JobFolder.of(tmp_path, name) for name in "abcd")
    for folder in (waits, ended, fresh, orphan):
        folder.put_file(b"x")
    ended.put_answer({})
    long_ago = time.time() - ORPHAN_SECONDS - 1
    for folder in (waits, ended, orphan):
        os.utime(folder.path, (long_ago, long_ago))
    sweep(tmp_path, {"a": False, "b": True})
    assert waits.file.exists()
    assert not ended.file.exists()
    assert ended.answer() == {}
    assert fresh.file.exists(), "its job may be on its way into the queue"
    assert not orphan.path.exists()


def test_there_is_nothing_to_sweep_before_the_first_job(tmp_path: Path) -> None:
    sweep(tmp_path, {})
    assert list(tmp_path.iterdir()) == []
