"""What makes two files the same: the SHA-256 of their bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def sha256(source: Path | bytes) -> str:
    """The SHA-256 of a file's bytes, or of bytes in memory, in hexadecimal."""
    if isinstance(source, bytes):
        return hashlib.sha256(source).hexdigest()
    with source.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sha256_of_all(files: Iterable[Path]) -> str:
    """The SHA-256 of several files together, in the order in which they are given."""
    return sha256("".join(sha256(file) for file in files).encode())
