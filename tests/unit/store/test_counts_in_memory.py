"""Counts kept in memory: the same answer, never another reader's."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pandas as pd
import pytest

from ketenkpi.counts import Counts, count
from ketenkpi.counts.pieces import is_current
from ketenkpi.indicators import Needed
from ketenkpi.scope import Scope
from ketenkpi.store.counts_in_memory import counts_of

EVERYBODY = Scope.everything()
COMPLAINTS = Needed(("klachten",), {})


def _complaints(per_place: dict[str, int]) -> Counts:
    places = [name for name, number in per_place.items() for _ in range(number)]
    day = pd.Series(pd.to_datetime(["2009-05-01"] * len(places)))
    return count(
        {"klachten": pd.DataFrame({"werkplein": places, "datum": day, "thema": "wachttijd"})}
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return _complaints({"Almere": 2, "Leeuwarden": 3}).write(tmp_path)


def _found(counts: Counts) -> dict[str, int]:
    rows = counts.roll_up("klachten", ["werkplein"])
    return dict(zip(rows["werkplein"], rows["n"], strict=True))


def test_asked_twice_is_read_once(file: Path) -> None:
    first = counts_of(file, EVERYBODY, COMPLAINTS)
    assert counts_of(file, EVERYBODY, COMPLAINTS) is first
    assert _found(first) == {"Almere": 2, "Leeuwarden": 3}


def test_another_scope_gets_its_own(file: Path) -> None:
    counts_of(file, EVERYBODY, COMPLAINTS)
    assert _found(counts_of(file, Scope.of(["Almere"]), COMPLAINTS)) == {"Almere": 2}
    assert _found(counts_of(file, Scope.of(["Leeuwarden"]), COMPLAINTS)) == {"Leeuwarden": 3}


def test_another_need_is_read_apart(file: Path) -> None:
    counts_of(file, EVERYBODY, COMPLAINTS)
    one = Needed(("klachten",), {"klachten": {"werkplein": ["Almere"]}})
    assert _found(counts_of(file, EVERYBODY, one)) == {"Almere": 2}


def test_a_replaced_file_is_read_again(file: Path) -> None:
    counts_of(file, EVERYBODY, COMPLAINTS)
    before = file.stat()
    shutil.copy(_complaints({"Almere": 7, "Leeuwarden": 3}).write(file.parent), file)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
    assert _found(counts_of(file, EVERYBODY, COMPLAINTS))["Almere"] == 7


def test_a_file_that_is_gone_is_not_answered_from_memory(file: Path) -> None:
    counts_of(file, EVERYBODY, COMPLAINTS)
    assert is_current(file)
    file.unlink()
    with pytest.raises(FileNotFoundError):
        counts_of(file, EVERYBODY, COMPLAINTS)
    with pytest.raises(FileNotFoundError):
        is_current(file)
