"""Release after release: what was known is known still, and what was proved is not sought again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from ketenkpi.disclosure import Pattern, Release, ranges
from ketenkpi.disclosure.beside import searched
from ketenkpi.disclosure.lattice import CELL
from ketenkpi.disclosure.worlds import CellBlock, Found
from ketenkpi.store.protected import REMEMBERED, not_remembered
from tests.unit.disclosure.releases import PLACES, RULES, finest, made, series

SEEDS = [0, 1, 2]


def without_worlds(release: Release) -> Release:
    return replace(release, worlds=release.worlds.iloc[:0])


def releases(rows: list[pd.DataFrame]) -> list[Pattern]:
    found: list[Pattern] = []
    for table in rows:
        found.append(made(table, [found[-1].release] if found else []))
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_what_was_proved_before_gives_the_pattern_that_is_found_without(seed: int) -> None:
    rows = series(seed, 3)
    for before, now in zip(releases(rows), rows[1:], strict=False):
        again = made(now, [before.release])
        anew = made(now, [without_worlds(before.release)])
        pd.testing.assert_frame_equal(again.figures, anew.figures)
        assert again.unmet == 0


def test_nothing_is_sought_for_figures_that_did_not_change(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = made(finest(0))
    monkeypatch.setattr("ketenkpi.disclosure.worlds.search", None)
    monkeypatch.setattr("ketenkpi.disclosure.beside.search", None)
    second = made(finest(0), [first.release])
    assert second.figures["reason"].notna().equals(first.figures["reason"].notna())
    with pytest.raises(TypeError):
        made(finest(0), [without_worlds(first.release)])


def test_what_is_kept_grows_with_what_changed_and_not_with_how_often() -> None:
    first = made(finest(0)).release
    second = made(finest(0), [first]).release
    third = made(finest(0), [second]).release
    for name in ("cells", "entries", "hidden"):
        assert len(getattr(third, name)) == len(getattr(first, name))
    assert len(third.worlds) <= len(first.worlds)


def test_one_release_that_remembers_is_as_good_as_all_of_them() -> None:
    rows = series(0, 3)
    first, second, _ = releases(rows)
    one = made(rows[2], [second.release])
    all_ = made(rows[2], [first.release, second.release])
    pd.testing.assert_frame_equal(one.figures, all_.figures)
    assert len(one.release.cells) == len(all_.release.cells)


def test_a_release_of_an_older_program_is_honoured(tmp_path: Path) -> None:
    rows = series(0, 2)
    release = made(rows[0]).release
    name = release.cells["quantity"].astype(str)
    for column in CELL[1:]:
        name = name + "|" + release.cells[column].astype(str)
    old = release.cells[["x", "own", "lower", "movable"]].assign(name=name)
    old.to_parquet(tmp_path / "cells.parquet")
    release.entries.to_parquet(tmp_path / "entries.parquet")
    release.hidden.drop(columns=["whole", "beside"]).to_parquet(tmp_path / "hidden.parquet")
    honoured = made(rows[1], [Release.read(tmp_path)])
    expected = made(rows[1], [without_worlds(release)])
    pd.testing.assert_frame_equal(honoured.figures, expected.figures)


def test_only_releases_that_no_other_holds_are_read(tmp_path: Path) -> None:
    held = {"a": None, "b": None, "c": ["a", "b"], "d": ["a", "b"], "e": ["a", "b", "c"]}
    for name, others in held.items():
        (tmp_path / name).mkdir()
        if others is not None:
            text = str(others).replace("'", '"')
            (tmp_path / name / REMEMBERED).write_text(text, encoding="utf-8")
    read = not_remembered([tmp_path / name for name in held])
    # d and e were made at the same time, and neither holds the other.
    assert [each.name for each in read] == ["d", "e"]


def sums_shown(
    rows: pd.DataFrame, figures: pd.DataFrame
) -> list[tuple[list[tuple[str, int, str, float]], float]]:
    """Every figure shown, as the finest cells (with their values) that it is the sum of."""
    found = []
    for row in figures[figures["reason"].isna()].to_dict("records"):
        inside = rows["x"] > 0
        if row["axis"] == "regeling":
            inside &= rows["regeling"] == row["member"]
        elif row["axis"] != "-":
            continue
        if row["place_level"] == "werkplein":
            inside &= rows["werkplein"] == row["place"]
        elif row["place_level"] == "regio":
            inside &= rows["werkplein"].map(PLACES) == row["place"]
        if row["time_level"] == "kwartaal":
            inside &= rows["kwartaal"] == row["time"]
        elif row["time_level"] == "jaar":
            inside &= rows["kwartaal"] // 4 == row["time"]
        cells = list(rows.loc[inside].itertuples(index=False, name=None))
        if cells:
            found.append((cells, sum(x for *_, x in cells)))
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_the_plain_audit_of_three_releases_finds_no_small_number_of_any(seed: int) -> None:
    # A cell that changed is two unknowns: what it was is protected as well.
    rows = series(seed, 3)
    seen = [
        each
        for table, found in zip(rows, releases(rows), strict=True)
        for each in sums_shown(table, found.figures)
    ]
    every = pd.concat(rows).itertuples(index=False, name=None)
    number = {cell: at for at, cell in enumerate(dict.fromkeys(c for c in every if c[3] > 0))}
    known = sparse.lil_array((len(seen), len(number)))
    for at, (cells, _) in enumerate(seen):
        known[at, [number[cell] for cell in cells]] = 1.0
    small = np.array([at for cell, at in number.items() if cell[3] < RULES.threshold])
    totals = np.array([total for _, total in seen])
    span = ranges(known.tocsr(), totals, small, 1.0)
    assert len(small) > 50
    assert not span.narrower(RULES.width).any()


def test_what_is_found_does_not_depend_on_the_number_of_processes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    steps = []

    def kept(blocks: Sequence[CellBlock], processes: int | None = None) -> list[Found]:
        steps.append(blocks)
        return searched(blocks, processes)

    monkeypatch.setattr("ketenkpi.disclosure.secondary.searched", kept)
    monkeypatch.setattr("ketenkpi.disclosure.secondary.TOGETHER", 1)
    made(finest(0))
    blocks = max(steps, key=len)
    assert len(blocks) > 3
    here, there = searched(blocks, 1), searched(blocks, 2)
    for one, other in zip(here, there, strict=True):
        for part in fields(Found):
            np.testing.assert_array_equal(getattr(one, part.name), getattr(other, part.name))
