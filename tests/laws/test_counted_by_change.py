"""Counted step by step, each time only what a change touches, is counted all at once.

After every random delivery, and after files that are taken back, the files of the counts
are those of a count of everything: their names, which are the hashes of their content,
are the same. What an upload is said to change of the rows is looked for among those that
may differ only: all others are the same before and after.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from ketenkpi.catalogue import staging
from ketenkpi.contracts import NVT
from ketenkpi.counts.pieces import Manifest, read_list
from ketenkpi.settings import Settings
from ketenkpi.store import Store, open_store
from ketenkpi.store.changes import may_differ, row_columns
from ketenkpi.store.counting import Workshop, recounted
from ketenkpi.store.rows import (
    CASES,
    RowsPart,
    current_rows,
    current_rows_at,
    names,
    parts_of,
    working,
)
from tests.laws.deliveries import ALL, World, deliver

pytestmark = pytest.mark.slow

STEPS = 16


def _parts(store: Store) -> tuple[RowsPart, ...]:
    snapshot = store.catalogue.snapshot()
    return parts_of(snapshot.deliveries, store.catalogue.rows, snapshot.stated)


def _differ_where_they_may(
    store: Store, before: Sequence[RowsPart], after: Sequence[RowsPart]
) -> int:
    """How many rows of cases are looked at for what differs; all others are the same in both."""
    looked_at = 0
    places = {place for part in (*before, *after) for place, _, _ in part.covers}
    with staging(store.settings.home) as folder, working(folder) as connection:
        for contract in sorted(CASES):
            wanted = may_differ(connection, contract, before, after)
            columns = names((*row_columns(contract), NVT))

            def rows(
                parts: Sequence[RowsPart], where: str, columns: str = columns, key: str = contract
            ) -> Sequence[tuple[object, ...]]:
                query = f"SELECT {columns} FROM ({current_rows(key, parts)}) WHERE {where}"
                return connection.execute(f"{query} ORDER BY ALL").fetchall()

            assert rows(before, f"NOT ({wanted})") == rows(after, f"NOT ({wanted})")
            for parts in (before, after):
                query = current_rows_at(contract, parts, places, wanted)
                found = connection.execute(f"SELECT {columns} FROM ({query}) ORDER BY ALL")
                assert found.fetchall() == rows(parts, wanted)
            looked_at += len(rows(after, wanted)) if wanted != "true" else 0
    return looked_at


def _at_once(store: Store) -> Manifest:
    """All that counts now, counted from nothing."""
    parts = _parts(store)
    with staging(store.settings.home) as folder, working(folder) as connection:
        shop = Workshop(connection, folder, store.settings.return_windows_days)
        return read_list(recounted(shop, None, parts).path)


def _now(store: Store) -> Manifest | None:
    name = store.catalogue.snapshot().counts_blob
    return read_list(store.catalogue.counts.path(name)) if name else None


@pytest.mark.parametrize("wide", [False, True], ids=["apart", "everywhere"])
@pytest.mark.parametrize("seed", [3, 6])
def test_counted_step_by_step_is_counted_at_once(tmp_path: Path, seed: int, wide: bool) -> None:
    home = tmp_path / "home"
    home.mkdir()
    store = open_store(Settings.load(home=home, database_url=f"sqlite:///{home}/c.db"))
    world = World(random.Random(seed), wide)
    stored = taken = looked_at = 0
    for contract, file, said in world.steps(STEPS):
        before = _parts(store)
        status = deliver(store, world, contract, file, said)
        assert status in ("stored", "unchanged"), (contract, status, file.decode())
        stored += status == "stored"
        looked_at += _differ_where_they_may(store, before, _parts(store))
        current = sorted({d.upload.id for d in store.catalogue.snapshot().deliveries})
        if len(current) > 1 and world.rng.random() < 0.2:
            chosen = world.rng.choice(current)
            store.withdraw_upload(chosen, by="anna", reason="verkeerd", scope=ALL)
            taken += 1
        assert _now(store) == _at_once(store), (seed, contract, said)
    assert stored > STEPS / 2
    assert taken
    assert looked_at
    assert wide == any(store.catalogue.stated().moves())
    store.close()
