"""Immutable files: whole under their name, private, and tidied only when nobody needs them."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest

from ketenkpi.catalogue.blobs import Blobs, staging, tidy_staging

TWO_DAYS = 2 * 24 * 3600


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "home" / "rows")


def _file(folder: Path, content: bytes) -> Path:
    path = folder / "staged.parquet"
    path.write_bytes(content)
    return path


def _age(path: Path) -> None:
    long_ago = time.time() - TWO_DAYS
    os.utime(path, (long_ago, long_ago))


def test_a_file_is_named_by_its_content(blobs: Blobs, tmp_path: Path) -> None:
    name = blobs.place(_file(tmp_path, b"abc"))
    assert name == hashlib.sha256(b"abc").hexdigest()
    assert blobs.path(name).read_bytes() == b"abc"
    assert [path.name for path in blobs.folder.iterdir()] == [f"{name}.parquet"]


def test_placing_the_same_content_again_only_renews_its_age(blobs: Blobs, tmp_path: Path) -> None:
    path = blobs.path(blobs.place(_file(tmp_path, b"abc")))
    inode = path.stat().st_ino
    _age(path)
    blobs.place(_file(tmp_path, b"abc"))
    assert path.stat().st_ino == inode
    assert time.time() - path.stat().st_mtime < 60


def test_only_the_owner_may_read(blobs: Blobs, tmp_path: Path) -> None:
    path = blobs.path(blobs.place(_file(tmp_path, b"abc")))
    assert path.stat().st_mode & 0o777 == 0o600
    assert blobs.folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "ABC", "a" * 63, "a" * 64 + "/x"])
def test_a_name_that_is_no_hash_is_refused(blobs: Blobs, name: str) -> None:
    with pytest.raises(ValueError, match="not the hash"):
        blobs.path(name)


def test_tidy_removes_only_what_is_old_and_unnamed(blobs: Blobs, tmp_path: Path) -> None:
    named, old, fresh = (blobs.place(_file(tmp_path, text)) for text in (b"a", b"b", b"c"))
    unfinished = blobs.folder / "new-half.parquet"
    unfinished.write_bytes(b"half")
    for path in (blobs.path(named), blobs.path(old), unfinished):
        _age(path)
    assert blobs.tidy({named}) == 2
    left = {path.stem for path in blobs.folder.iterdir()}
    assert left == {named, fresh}


def test_staging_is_private_and_always_removed(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="halfway"), staging(tmp_path) as folder:  # noqa: PT012
        assert folder.stat().st_mode & 0o777 == 0o700
        (folder / "rows").write_text("x")
        raise RuntimeError("halfway")
    assert list((tmp_path / "staging").iterdir()) == []


def test_staging_of_a_killed_process_goes_after_a_day(tmp_path: Path) -> None:
    old, fresh = tmp_path / "staging" / "work-old", tmp_path / "staging" / "work-new"
    for folder in (old, fresh):
        folder.mkdir(parents=True)
        (folder / "rows.parquet").write_bytes(b"x")
    _age(old)
    assert tidy_staging(tmp_path) == 1
    assert fresh.is_dir()
    assert not old.exists()


@pytest.mark.parametrize("harm", [b"", b"ab", b"abd"])
def test_a_file_that_is_not_what_it_was_is_placed_again(
    blobs: Blobs, tmp_path: Path, harm: bytes
) -> None:
    name = blobs.place(_file(tmp_path, b"abc"))
    assert blobs.is_whole(name)
    blobs.path(name).write_bytes(harm)
    assert not blobs.is_whole(name)
    assert blobs.place(_file(tmp_path, b"abc")) == name
    assert blobs.is_whole(name)


def test_a_file_that_is_gone_is_not_whole(blobs: Blobs, tmp_path: Path) -> None:
    name = blobs.place(_file(tmp_path, b"abc"))
    blobs.path(name).unlink()
    assert not blobs.is_whole(name)
    blobs.place(_file(tmp_path, b"abc"))
    assert blobs.is_whole(name)
