"""Figures that are kept are those that would be made now, whatever was delivered meanwhile.

What is kept is known by what it is made of, so a delivery that changes anything a figure
follows from must change its name. After every random delivery all figures are asked as
pages ask them, and made from nothing beside that.
"""

from __future__ import annotations

import random
from pathlib import Path

import pandas as pd
import pytest

from ketenkpi.counts import Counts
from ketenkpi.indicators import Needed, askable, indicators_read
from ketenkpi.settings import Settings
from ketenkpi.store import Store, kept_figures, open_store
from tests.laws.deliveries import ALL, QUARTERS, World, deliver

pytestmark = pytest.mark.slow

STEPS = 5
ASKED: tuple[tuple[tuple[str, ...], dict[str, list[object]]], ...] = (
    (("werkplein", "kwartaal"), {}),
    (("werkplein", "kwartaal"), {"kwartaal": list(QUARTERS[1:])}),
    (("kwartaal",), {}),
)


def _made(store: Store, by: tuple[str, ...], where: dict[str, list[object]]) -> pd.DataFrame:
    """From the counts alone, with nothing kept."""
    known, snapshot = store.indicators, store.catalogue.snapshot()

    def read(needs: Needed) -> Counts:
        return store.installation.counts_in(snapshot, ALL, needs)

    keys = askable(known, by, where)
    return indicators_read(read, keys=keys, by=by, where=where, definitions=known)


def test_kept_figures_are_those_made_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[bool] = []
    from_disk = kept_figures._read

    def watched(file: Path) -> pd.DataFrame | None:
        found = from_disk(file)
        read.append(found is not None)
        return found

    monkeypatch.setattr(kept_figures, "_read", watched)
    home = tmp_path / "home"
    home.mkdir()
    store = open_store(Settings.load(home=home, database_url=f"sqlite:///{home}/c.db"))
    world = World(random.Random(3), wide=False)
    for contract, file, said in world.steps(STEPS):
        deliver(store, world, contract, file, said)
        read.clear()
        for by, where in ASKED:
            kept = store.figures(None, by, ALL, where)
            made = _made(store, by, where)
            pd.testing.assert_frame_equal(kept[list(made.columns)], made, check_exact=True)
    # After the last step some were kept, of what it did not touch, and some were made.
    assert any(read)
    assert not all(read)
    store.close()
