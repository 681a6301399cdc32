"""Counts that were read lately, kept in memory for the next question of the same page.

A page asks several questions of the same tallies, each of several parts. Reading a dozen
quarters of a hundred Werkpleinen takes 0.15 s and 45 MB, so some of them are kept: as many
as fit in `MOST_BYTES`, oldest out first. The scope is part of what they are kept under: who
may see less never gets what was read for another. Counts never change once read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ketenkpi.counts import Counts
from ketenkpi.scope import Scope
from ketenkpi.store.in_memory import InMemory

if TYPE_CHECKING:
    from ketenkpi.indicators import Needed

MOST_BYTES = 192 * 2**20
# Time of the last change, and size: a file that was replaced is read again.
State = tuple[int, int]
Only = tuple[tuple[str, tuple[tuple[str, tuple[object, ...]], ...]], ...]
Over = tuple[tuple[str, tuple[str, ...]], ...]


def counts_of(path: Path, scope: Scope, needs: Needed) -> Counts:
    """What `needs` names of a file of counts, within `scope`.

    Raises FileNotFoundError when the file is gone, also where it was read before.
    """
    only, over = _hashable(needs.only), tuple(sorted(needs.over.items()))
    return _read(path, _state(path), scope, needs.tallies, only, over)


def _state(path: Path) -> State:
    found = path.stat()
    return found.st_mtime_ns, found.st_size


def _hashable(only: Mapping[str, Mapping[str, Sequence[object]]]) -> Only:
    return tuple(
        (tally, tuple((dim, tuple(values)) for dim, values in sorted(held.items())))
        for tally, held in sorted(only.items())
    )


KEPT = InMemory[Counts](MOST_BYTES)


def _read(
    path: Path, state: State, scope: Scope, tallies: tuple[str, ...], only: Only, over: Over
) -> Counts:
    asked = (path, state, scope.key, tallies, only, over)
    counts = KEPT.get(asked)
    if counts is None:
        held = {tally: dict(values) for tally, values in only}
        counts = Counts.read(path, scope, tallies, held, dict(over))
        KEPT.put(asked, counts, sum(table.nbytes for table in counts.tables.values()))
    return counts
