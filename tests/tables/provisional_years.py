"""Back-test of provisional figures over a year: its settled value in the interval shown before.

The example is put back to each quarter's delivery, as in `provisional`; asked are the four
quarters up to it together, widened by what each of them may still change.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import pandas as pd

from ketenkpi.comparison.revisions import SETTLED_AFTER
from ketenkpi.comparison.revisions_over import widen_over
from ketenkpi.example import LAST
from ketenkpi.indicators import indicators, needed
from ketenkpi.store import Store
from ketenkpi.store.revising import Needs
from ketenkpi.store.vintages import vintage_states
from ketenkpi.vocabulary import Quarter
from tests.tables.provisional import ALL, FROM, PLACES, TOLD, example, groups, made_of, shown
from tests.tables.table import Row, Rows

PLACE = ["indicator", "werkplein", "split"]


def years(store: Store, when: Quarter, needs: Needs) -> pd.DataFrame:
    """The year up to `when` as it was shown when its data had come, and the value of today."""
    known = {
        key: one for key, one in made_of(store, needs).items() if "kwartaal" in one.additive_over
    }
    every = [d for d in store.catalogue.deliveries(ALL, ended=True) if d.quarter <= when.index]
    (state,) = vintage_states(every, needs, range(when.index, when.index + 1))
    contracts, asked = frozenset[str]().union(*needs), needed(list(known.values()), {})
    then = store.installation.past.counts(state.deliveries, contracts, ALL, asked)
    year = list(range(when.index - SETTLED_AFTER + 1, when.index + 1))
    where = {"kwartaal": year, "werkplein": list(PLACES)}
    before, now = (
        indicators(counts, keys=list(known), definitions=known, by=("werkplein",), where=where)
        for counts in (then, store.counts(ALL))
    )
    before = before[before["indicator"].isin(list(known)) & ~before["immature"]]
    parts = shown(store, when, needs)
    wide = widen_over(before.reset_index(drop=True), parts, ["werkplein"], known)
    plain = before[[*PLACE, "low", "high"]].rename(columns={"low": "bare_low", "high": "bare_high"})
    settled = now[[*PLACE, "value"]].rename(columns={"value": "settled"})
    found = wide.merge(plain, on=PLACE).merge(settled, on=PLACE)
    return found[found["value"].notna() & found["settled"].notna()]


def compared(store: Store) -> pd.DataFrame:
    """Every figure over a year that is settled now: inside, inside without widening, moved."""
    until = LAST + -SETTLED_AFTER
    found = pd.concat(
        [
            years(store, when, needs)
            for needs in groups(store)
            for when in (FROM + ahead for ahead in range(until - FROM + 1))
        ],
        ignore_index=True,
    )
    kinds = {key: one.of_kind.target == "sum" for key, one in store.indicators.items()}
    return found.assign(
        summed=found["indicator"].map(kinds),
        moved=found["settled"] != found["value"],
        inside=_inside(found, "low", "high"),
        bare=_inside(found, "bare_low", "bare_high"),
    )


def _inside(found: pd.DataFrame, low: str, high: str) -> pd.Series[bool]:
    """Whether the settled value lies within; a figure without limits is its own interval."""
    neither = found[low].isna() & found[high].isna()
    least = found[low].fillna(found["value"].where(neither, -float("inf")))
    most = found[high].fillna(found["value"].where(neither, float("inf")))
    eps = 1e-9 * found["settled"].abs()
    return (least - eps <= found["settled"]) & (found["settled"] <= most + eps)


def table(size: int) -> Rows:
    """A row for sums, for other figures and for all, of an example of `size` thousand spells."""
    with tempfile.TemporaryDirectory() as folder:
        store = example(Path(folder), size * 1_000)
        found = compared(store)
        store.close()
    parts = (("numbers", found[found["summed"]]), ("others", found[~found["summed"]]))
    return [_row(name, rows) for name, rows in (*parts, ("all", found))]


def _row(name: str, rows: pd.DataFrame) -> Row:
    wide = rows[rows["provisional"]]
    return {
        "figures over a year": name,
        "figures": len(rows),
        "moved (%)": 100 * float(rows["moved"].mean()),
        "inside (%)": 100 * float(rows["inside"].mean()),
        "widened": len(wide),
        "of these inside (%)": 100 * float(wide["inside"].mean()) if len(wide) else 100.0,
        "of these inside by chance alone (%)": 100 * float(wide["bare"].mean())
        if len(wide)
        else 100.0,
    }


def holds(rows: Rows) -> bool:
    """Whether the settled value of a year lay inside in nine of ten, widened ones apart too."""
    names = ("inside (%)", "of these inside (%)")
    return all(float(row[name]) >= 100 * TOLD for row in rows for name in names)
