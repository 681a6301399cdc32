"""`check`: findings and counts, and nothing left behind."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from ketenkpi.contracts import check, load_contracts, template


def test_a_path_a_name_and_bytes_give_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    content = template(load_contracts()["fasen"])
    file = tmp_path / "fasen.csv"
    file.write_bytes(content)
    readings = [check(source, "fasen") for source in (file, str(file), content)]
    assert readings[0] == readings[1] == readings[2]
    assert readings[0].parquet is None
    assert readings[0].rows_read == readings[0].rows_stored == 2
    assert list((tmp_path / "temporary").iterdir()) == []


def test_faults_are_found() -> None:
    content = template(load_contracts()["fasen"]).replace(b"jongere", b"jeugd")
    assert check(content, "fasen").findings.blocked
