"""Which figures move between two tables of one tally: as plain loops over their rows find it."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pytest

from ketenkpi.counts import TALLIES, Tally
from ketenkpi.counts.assemble import schema_of
from ketenkpi.counts.measure import DECIMAL_DIMS, WHOLE_DIMS
from ketenkpi.store import Store, counting
from ketenkpi.store.changes import FigureChange, in_order, tally_changes
from tests.unit.store.files import deliver, spells

# Histograms, amounts that may be missing, one kind a figure, and a figure named by its Werkplein.
KEYS = ("duur", "middelen", "herhaalde_stap", "personen", "stand_stroom", "stroom")
Row = Mapping[str, Any]


def drawn(tally: Tally, rng: random.Random) -> dict[str, Any]:
    """A row of a few Werkpleinen, quarters and groups, so that many fall together."""
    row: dict[str, Any] = {}
    for dim in tally.dims:
        number = rng.randrange(3 if dim == "days" else 2)
        row[dim] = number if dim in WHOLE_DIMS | DECIMAL_DIMS else f"{dim} {number}"
    for measure in tally.measures:
        number = rng.randrange(3)
        missing = measure.may_be_missing and rng.random() < 0.5
        row[measure.name] = None if missing else number / 4 if measure.unit == "amount" else number
    return row


def summed(rows: Iterable[Row], by: Sequence[str], measure: str) -> dict[tuple[Any, ...], Any]:
    """The sum per combination of dimensions; missing where only missing numbers are."""
    found: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for row in rows:
        found[tuple(row[dim] for dim in by)].append(row[measure])
    known = {key: [one for one in values if one is not None] for key, values in found.items()}
    return {key: sum(values) if values else None for key, values in known.items()}


def plainly(tally: Tally, old: Sequence[Row], new: Sequence[Row]) -> list[FigureChange]:
    """The same by loops: a figure moves where any of its cells does."""
    found = []
    cell = [dim for dim in tally.dims if dim != "days"]
    for measure in tally.measures:
        apart = [dim for dim, _ in measure.not_over if dim != "kwartaal"][:1]
        shown = ("werkplein", "kwartaal", *apart)
        was, becomes = (summed(rows, cell, measure.name) for rows in (old, new))
        before, after = (summed(rows, shown, measure.name) for rows in (old, new))
        nought = None if measure.may_be_missing else 0
        moves = {
            tuple(key[cell.index(dim)] for dim in shown)
            for key in {*was, *becomes}
            if was.get(key, nought) != becomes.get(key, nought)
        }
        for place, quarter, *part in moves:
            key = (place, quarter, *part)
            found.append(
                FigureChange(
                    tally.name, measure.name, place, quarter, part[0] if part else "",
                    before.get(key), after.get(key),
                )
            )  # fmt: skip
    return found


@pytest.mark.parametrize("name", KEYS)
@pytest.mark.parametrize("seed", range(3))
def test_the_figures_that_move_are_those_that_loops_find(name: str, seed: int) -> None:
    tally, rng = TALLIES[name], random.Random(seed)
    old = [drawn(tally, rng) for _ in range(60)]
    # Most rows stay, some go, some come, and some change places within their figure.
    new = [row for row in old if rng.random() < 0.9] + [drawn(tally, rng) for _ in range(4)]
    tables = (pa.Table.from_pylist(rows, schema_of(tally)) for rows in (old, new))
    found = tally_changes(tally, *tables)
    assert in_order(found) == in_order(plainly(tally, old, new))
    assert found


def test_nothing_moves_where_rows_are_the_same_in_another_order() -> None:
    tally, rng = TALLIES["middelen"], random.Random(7)
    rows = [drawn(tally, rng) for _ in range(40)]
    old, new = (pa.Table.from_pylist(one, schema_of(tally)) for one in (rows, rows[::-1]))
    assert tally_changes(tally, old, new) == ()
    everything = tally_changes(tally, old, old.schema.empty_table())
    assert {(one.werkplein, one.kwartaal) for one in everything} == {
        (row["werkplein"], row["kwartaal"]) for row in rows
    }
    assert all(one.after is None for one in everything)


@pytest.mark.slow
def test_werkpleinen_that_are_compared_apart_move_as_together(
    local: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [f"{place}{number};{place};WW;;05-01-2009;;" for place in "ABCDE" for number in (1, 2)]
    deliver(local, spells(*rows))
    again = spells(*rows, *(f"{place}3;{place};WWB;;06-01-2009;;" for place in "ABCDE"))
    together = deliver(local, again).changes.figures
    monkeypatch.setattr(counting, "COMPARED_ROWS", 1)
    apart = deliver(local, again)
    assert apart.status == "needs_replace"
    assert apart.changes.figures == together
    assert {one.werkplein for one in together} == set("ABCDE")


def test_what_goes_wrong_while_a_tally_is_written_is_not_lost(
    local: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tallies are compared and written in a thread of their own, one after the other."""

    def full(tally: Tally, old: pa.Table, new: pa.Table) -> tuple[FigureChange, ...]:
        if tally.name == "stand":
            raise OSError("no space left")
        return tally_changes(tally, old, new)

    monkeypatch.setattr(counting, "tally_changes", full)
    with pytest.raises(OSError, match="no space left"):
        deliver(local, spells("A1;A;WW;;05-01-2009;;"))
    assert local.catalogue.snapshot().deliveries == ()
