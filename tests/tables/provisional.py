"""Back-test of provisional figures: the settled value in the interval that was shown before.

The example is put back to each quarter's delivery: revisions are measured in what had
come by then, figures are widened by them, and the values of today are looked for in them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from ketenkpi.comparison.revisions import SETTLED_AFTER
from ketenkpi.example import LAST, TRUTHS, write_example
from ketenkpi.indicators import Indicator, indicators, needed, needs_of
from ketenkpi.scope import Scope
from ketenkpi.store import Store
from ketenkpi.store.revising import Measuring, Needs, widened
from ketenkpi.store.vintages import vintage_states
from ketenkpi.vocabulary import Quarter
from tests.example_store import deliver, empty
from tests.tables.table import Row, Rows

ALL = Scope.everything()
# The first delivery by which nine quarters were followed long enough, up to the last of
# whose figures some are settled now.
FROM, UNTIL = Quarter(2009, 2), LAST + -1
CASES = frozenset({"trajecten"})
TOLD = 0.90
PLACES = (TRUTHS.late_werkplein, *TRUTHS.delivering_again)


def example(folder: Path, spells: int) -> Store:
    """The case files of the example, delivered in their order."""
    store = empty(folder / "home")
    for file in write_example(folder / "files", spells=spells).files:
        if file.contract in ("werkpleinen", "trajecten", "stand_stroom"):
            deliver(store, file)
    return store


def shown(store: Store, when: Quarter, needs: Needs) -> pd.DataFrame:
    """The figures as they were shown when the data of `when` had come, widened by then."""
    known = made_of(store, needs)
    every = [d for d in store.catalogue.deliveries(ALL, ended=True) if d.quarter <= when.index]
    contracts = frozenset[str]().union(*needs)
    (state,) = vintage_states(every, needs, range(when.index, when.index + 1))
    past = store.installation.past
    measuring = Measuring(
        every, past, lambda read: past.counts(state.deliveries, contracts, ALL, read), ""
    )
    quarters = list(range(when.index - SETTLED_AFTER + 1, when.index + 1))
    counts = past.counts(state.deliveries, contracts, ALL, needed(list(known.values()), {}))
    figures = indicators(
        counts,
        keys=list(known),
        definitions=known,
        where={"kwartaal": quarters, "werkplein": list(PLACES)},
    )
    figures = figures[figures["indicator"].isin(list(known))].reset_index(drop=True)
    return widened(figures, [measuring.measured(needs, known)], known)


def made_of(store: Store, needs: Needs) -> dict[str, Indicator]:
    """The indicators made of these contracts that can be asked by Werkplein and quarter."""
    return {key: one for key, one in store.indicators.items() if needs_of(one) == needs}


def groups(store: Store) -> list[Needs]:
    """What the indicators of case files are made of."""
    found = {needs_of(one) for one in store.indicators.values()}
    return sorted((n for n in found if all(CASES & any_of for any_of in n)), key=repr)


def compared(store: Store) -> pd.DataFrame:
    """Every figure of the five places that is settled now, as shown then: age, inside, moved."""
    place = ["indicator", "werkplein", "kwartaal", "split"]
    now = store.figures(None, ("werkplein", "kwartaal"), ALL)[[*place, "value"]]
    now = now.rename(columns={"value": "settled"})
    parts = []
    for needs in groups(store):
        for when in (FROM + ahead for ahead in range(UNTIL - FROM + 1)):
            rows = shown(store, when, needs).merge(now, on=place, how="left")
            over = rows["kwartaal"] <= LAST.index - SETTLED_AFTER
            known = rows["value"].notna() & rows["settled"].notna() & ~rows["immature"]
            parts.append(rows[over & known].assign(age=when.index - rows["kwartaal"]))
    found = pd.concat(parts, ignore_index=True)
    low = found["low"].fillna(found["value"].where(found["high"].isna(), -float("inf")))
    high = found["high"].fillna(found["value"].where(found["low"].isna(), float("inf")))
    eps = 1e-9 * found["settled"].abs()
    inside = (low - eps <= found["settled"]) & (found["settled"] <= high + eps)
    return found.assign(inside=inside, moved=found["settled"] != found["value"])


def table(size: int) -> Rows:
    """A row per age, of an example of `size` thousand spells."""
    with tempfile.TemporaryDirectory() as folder:
        store = example(Path(folder), size * 1_000)
        found = list(rows_of(compared(store)))
        store.close()
    return found


def rows_of(found: pd.DataFrame) -> Iterator[Row]:
    for age, rows in [*found.groupby("age"), ("all", found)]:
        wide = rows[rows["provisional"]]
        yield {
            "later deliveries": str(age),
            "figures": len(rows),
            "moved (%)": 100 * float(rows["moved"].mean()),
            "inside (%)": 100 * float(rows["inside"].mean()),
            "widened": len(wide),
            "of these inside (%)": 100 * float(wide["inside"].mean()) if len(wide) else 100.0,
        }


def holds(rows: Rows) -> bool:
    """Whether the settled value lay inside in nine of ten, at every age, widened ones apart too."""
    names = ("inside (%)", "of these inside (%)")
    return all(float(row[name]) >= 100 * TOLD for row in rows for name in names)
