"""What deliveries say besides their rows: kept, narrowed, added, written and read back."""

from __future__ import annotations

from pathlib import Path

from ketenkpi.counts import Counts, count
from ketenkpi.scope import Scope

A, B = ("klachten", "A", 8036), ("klachten", "B", 8037)
NAMES = ("nothing", "lacking", "beside")


def told(counts: Counts) -> dict[str, list[tuple[object, ...]]]:
    return {
        name: [tuple(row.values()) for row in getattr(counts, name).to_pylist()] for name in NAMES
    }


def test_each_place_once_and_only_within_the_scope(tmp_path: Path) -> None:
    counts = count({}).with_told(nothing=[B, A, A], lacking=[B], beside=[A])
    assert told(counts) == {"nothing": [A, B], "lacking": [B], "beside": [A]}
    only = {"nothing": [A], "lacking": [], "beside": [A]}
    assert told(counts.select(Scope.of(["A"]))) == only
    path = counts.write(tmp_path)
    read = Counts.read(path, Scope.everything())
    assert told(read) == told(counts)
    assert told(Counts.read(path, Scope.of(["A"]))) == only


def test_both_sets_of_rows_say_what_either_says() -> None:
    some = count({}).with_told(nothing=[A], lacking=[])
    others = count({}).with_told(nothing=[A, B], lacking=[B])
    assert told(some + others) == {"nothing": [A, B], "lacking": [B], "beside": []}


def test_nobody_said_anything(tmp_path: Path) -> None:
    path = count({}).write(tmp_path)
    read = Counts.read(path, Scope.everything())
    assert told(read) == {name: [] for name in NAMES}
