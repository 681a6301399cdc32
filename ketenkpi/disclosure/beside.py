"""Blocks searched side by side, in processes of their own.

A block's outcome follows from the block alone, so it does not matter how many
processes there are, or which one has it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from ketenkpi.child import Done, run
from ketenkpi.disclosure.worlds import CellBlock, Found, packed, search, unpacked

# A process takes a second and a half to start. A cell takes some 5 microseconds, and a number
# that is asked as much as 80 cells; blocks that take three seconds are not ready sooner by two.
ASKED_CELLS = 80
FEW_CELLS = 600_000
# The largest block of forty quarters takes 0.4 GB; libraries claim 2 GB of addresses.
MEMORY_BYTES = 6 * 2**30
SECONDS = 6 * 3600.0
MOST = 4


def searched(blocks: Sequence[CellBlock], processes: int | None = None) -> list[Found]:
    """What is found in each block, in their order.

    processes: as many as there are processors when None, and none but this one for
    little work. Raises ChildFault when the search fails, RuntimeError when a
    process is ended from outside.
    """
    effort = np.array([_effort(block) for block in blocks], dtype=np.int64)
    few = processes is None and effort.sum() < FEW_CELLS
    many = min(processes or min(os.cpu_count() or 1, MOST), len(blocks))
    if few or many < 2:
        return [search(block) for block in blocks]
    # Dealt from large to small, so that all are ready at about the same time.
    order = np.argsort(-effort, kind="stable")
    shares = [order[first::many] for first in range(many)]
    with TemporaryDirectory() as folder, ThreadPoolExecutor(many) as pool:
        files = [Path(folder, f"{number}.npz") for number in range(many)]
        for file, share in zip(files, shares, strict=True):
            _write(file, [blocks[at] for at in share])
        parts = list(pool.map(_elsewhere, files))
    found = dict(zip(np.concatenate(shares).tolist(), chain.from_iterable(parts), strict=True))
    return [found[at] for at in range(len(blocks))]


def _effort(block: CellBlock) -> int:
    """What a block takes, as so many cells."""
    return len(block.own) + ASKED_CELLS * int(block.asked.sum())


def _elsewhere(file: Path) -> list[Found]:
    ended = run(work, {"file": str(file)}, seconds=SECONDS, memory_bytes=MEMORY_BYTES)
    if not isinstance(ended, Done):
        raise RuntimeError(f"the search for other worlds did not end: {ended}")
    with np.load(file) as table:
        return unpacked(Found, table)


def work(arguments: dict[str, Any]) -> None:
    """The child's side: search the blocks of a file, and write what is found in its place."""
    with np.load(arguments["file"]) as table:
        blocks = unpacked(CellBlock, table)
    _write(Path(arguments["file"]), [search(block) for block in blocks])


def _write(file: Path, items: Sequence[CellBlock] | Sequence[Found]) -> None:
    # Numbers only, so that nothing that is read back can run.
    np.savez(file, allow_pickle=False, **packed(items))
