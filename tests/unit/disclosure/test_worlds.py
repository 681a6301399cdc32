"""Parts of a search, each computed a second time plainly."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from ketenkpi.disclosure import secondary, worlds
from ketenkpi.disclosure.beside import searched
from ketenkpi.disclosure.worlds import CellBlock, Found, distinct, reaches
from tests.unit.disclosure.releases import finest, made

SEEDS = [0, 1, 2]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_world_is_gone_until_the_first_cell_has_no_room(seed: int) -> None:
    rng = np.random.default_rng(seed)
    world = np.repeat(np.arange(40), rng.integers(1, 6, 40))
    changes = rng.choice([-3.0, -2.0, -1.0, 1.0, 2.0, 4.0], len(world))
    lower = rng.integers(0, 12, len(world)).astype(float)
    far, back = reaches(changes, lower, world, 5.0)
    for at in range(40):
        mine = [(c, low) for c, low, w in zip(changes, lower, world, strict=True) if w == at]
        assert far[at] == pytest.approx(min([5.0, *(low / -c for c, low in mine if c < 0)]))
        assert back[at] == pytest.approx(-min([5.0, *(low / c for c, low in mine if c > 0)]))


@pytest.mark.parametrize("seed", SEEDS)
def test_each_row_is_kept_once_and_empty_ones_are_not(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = rng.choice([0.0, 0.0, 0.0, 1.0, -1.0], (60, 4))
    kept, number = distinct(sparse.csr_array(rows))
    plain = {tuple(row) for row in rows if any(row)}
    assert {tuple(row) for row in kept.toarray()} == plain
    assert kept.shape[0] == len(plain)
    for row, at in zip(rows, number, strict=True):
        assert tuple(row) == (tuple(kept.toarray()[at]) if at >= 0 else (0.0,) * 4)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_cell_alone_in_a_sum_that_stays_cannot_differ(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = rng.choice([0.0, 0.0, 0.0, 0.0, 1.0], (8, 12))
    free = worlds._free(sparse.csr_array(rows), np.ones(12, dtype=np.bool_))
    plain = set(range(12))
    for _ in range(12):
        for row in rows:
            inside = [at for at in np.flatnonzero(row) if at in plain]
            if len(inside) == 1:
                plain.remove(int(inside[0]))
    assert set(np.flatnonzero(free)) == plain


def blocks_of(monkeypatch: pytest.MonkeyPatch, together: int) -> list[CellBlock]:
    """The blocks of the first step."""
    steps: list[list[CellBlock]] = []

    def kept(blocks: list[CellBlock], processes: int | None = None) -> list[Found]:
        steps.append(list(blocks))
        return searched(blocks, processes)

    monkeypatch.setattr(secondary, "searched", kept)
    monkeypatch.setattr(secondary, "TOGETHER", together)
    made(finest(0))
    return steps[0]


def test_blocks_searched_together_have_no_row_in_common(monkeypatch: pytest.MonkeyPatch) -> None:
    apart = blocks_of(monkeypatch, 1)
    [together] = blocks_of(monkeypatch, 10_000)
    assert len(together.own) == sum(len(each.own) for each in apart)
    assert len(together.held) == sum(len(each.held) for each in apart)
    assert together.asked.sum() == sum(each.asked.sum() for each in apart)
    entries = together.rows.tocoo()
    part = together.part[entries.col]
    for row in range(len(together.held)):
        assert len(set(part[entries.row == row])) == 1


def test_every_world_leaves_what_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    [block] = blocks_of(monkeypatch, 10_000)
    [found] = searched([block], 1)
    shown = block.held | ((block.price > 0) & ~np.isin(np.arange(len(block.price)), found.hidden))
    assert shown.sum() > 100
    world = np.repeat(np.arange(len(found.lengths)), found.lengths)
    up, down = block.up.copy(), block.down.copy()
    far, back = reaches(found.changes, block.lower[found.cells], world, block.width[0])
    for at in range(len(found.lengths)):
        change = np.zeros(len(block.own))
        change[found.cells[world == at]] = found.changes[world == at]
        assert np.abs(block.rows.toarray()[shown] @ change).max() < 1e-6
        for reach in (far[at], back[at]):
            assert (reach * change >= -block.lower - 1e-5).all()
            differs = block.rows.toarray()[block.targets] @ (reach * change)
            up, down = np.maximum(up, differs), np.minimum(down, differs)
    np.testing.assert_allclose(up, found.up)
    np.testing.assert_allclose(down, found.down)
    assert (up - down >= 5.0 - 1e-6).sum() > 10


def test_what_the_others_leave_has_no_more_room_than_it_has() -> None:
    # Two shown cells of which the sum stays, and a whole that stays, of which the first is a
    # part and 2 are left. It may go down 7, for the second may go up, and up 2.
    rows = np.array([[1.0, 0, 0], [0, 1, 0], [1, 1, 0], [-1, 0, -1], [1, 0, 0]])
    small = sparse.csr_array(rows)
    block = CellBlock(
        data=small.data,
        indices=small.indices,
        indptr=small.indptr,
        part=np.zeros(3, dtype=np.int64),
        held=np.array([False, False, True, True, False]),
        price=np.array([1.0, 1.0, 1.0, 0.0, 0.0]),
        own=np.array([0, 1, -1]),
        lower=np.array([7.0, 19.0, 2.0]),
        targets=np.array([4]),
        large=np.array([False]),
        asked=np.array([True]),
        up=np.zeros(1),
        down=np.zeros(1),
        width=np.array([5.0]),
        patient=np.array([True]),
    )
    found = worlds.search(block)
    assert found.up[0] == pytest.approx(2.0)
    assert found.down[0] == pytest.approx(-7.0)
    assert found.hidden.tolist() == [0, 1]
    world = np.zeros(3)
    world[found.cells] = found.changes
    assert rows[2:4] @ world == pytest.approx([0.0, 0.0])
