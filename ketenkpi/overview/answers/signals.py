"""What deserves a conversation: the sure signals of a quarter, of one Werkplein or of several."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ketenkpi.answer import (
    Bullet,
    Column,
    Form,
    Linked,
    Marked,
    Measured,
    Phrase,
    Said,
    Section,
    Table,
    count_of,
    in_full,
    phrase,
    table_of,
)
from ketenkpi.comparison import most_telling, telling_by_place
from ketenkpi.indicators import load_indicators
from ketenkpi.overview.delivered import Delivered, Settled
from ketenkpi.overview.placed import text_of
from ketenkpi.overview.tiles import Tile
from ketenkpi.vocabulary import Quarter, in_both

if TYPE_CHECKING:
    import pandas as pd

AT_MOST, NAMED = 5, 3
# Of so many tests chance makes this part stand out when each is judged alone.
CHANCE = 0.05
# What it is compared with over more than one quarter, and how many these are.
OVER_QUARTERS = ("others", "own", "season")


@dataclass(frozen=True)
class Signal:
    """One sure signal: which way it went and whether that is better, and beside what.

    compared, expected: what was tested, of a duration the share that took longer.
    chance: that it is none, after all tests of the quarter. cause: to look at first.
    """

    tile: Tile
    value: Measured
    verdict: Marked
    compared: Measured
    expected: Measured
    view: Said
    chance: float
    cause: Said = None


@dataclass(frozen=True)
class Discussed:
    """What there is to discuss; signals: those of one Werkplein that are told, as in the table."""

    section: Section
    signals: tuple[Signal, ...] = ()


def discussed_at(
    found: pd.DataFrame, werkplein: str, quarter: Quarter, delivered: Delivered
) -> Discussed:
    """The signals of one Werkplein, the surest first; found: every test (`Source.signals`)."""
    mine = found[found["werkplein"] == werkplein]
    where: dict[str, Said] = {"place": werkplein, "quarter": in_full(quarter)}
    every = most_telling(found, werkplein, len(mine))
    if every.empty:
        return Discussed(_section(found, _none(mine, where)))
    told = tuple(
        _signal(row, delivered.settled(row["indicator"], [werkplein], quarter.index))
        for row in every.head(AT_MOST).to_dict("records")
    )
    more = len(every) > len(told)
    key = "found_one" if len(every) == 1 else "found_more" if more else "found"
    said = phrase(
        f"overview.signals_{key}",
        **where,
        figures=_figures(mine),
        count=count_of(len(every)),
        shown=count_of(len(told)),
    )
    return Discussed(_section(found, said, _table(told)), told)


def discussed_among(
    found: pd.DataFrame, places: Sequence[str], quarter: Quarter, name: Said
) -> Discussed:
    """How many signals each of these Werkpleinen has and of what; `name`: that of all together."""
    here = found[found["werkplein"].isin(places)]
    every = telling_by_place(found)
    having = {place: every[place] for place in places if place in every}
    if not having:
        return Discussed(_section(found, _none(here, {"place": name, "quarter": in_full(quarter)})))
    count = sum(map(len, having.values()))
    key = "one" if count == 1 else "here" if len(having) == 1 else "some"
    said = phrase(
        f"overview.signals_places_{key}",
        quarter=in_full(quarter),
        count=count_of(count),
        places=count_of(len(having)),
        all=count_of(len(places)),
    )
    items = tuple(_place(place, quarter, each) for place, each in having.items())
    return Discussed(_section(found, said, items=items))


def _section(
    found: pd.DataFrame, said: Phrase, table: Table | None = None, items: tuple[Bullet, ...] = ()
) -> Section:
    judged = said.key != "overview.signals_not_judged"
    notes = (phrase("overview.signals_together", tests=count_of(len(found))),) if judged else ()
    title = in_both("overview.signals")
    return Section("signals", title, said, table, notes=notes, items=items)


def _none(mine: pd.DataFrame, where: Mapping[str, Said]) -> Phrase:
    """That nothing stands out, or that nothing could be judged: never the same."""
    if mine.empty:
        return phrase("overview.signals_not_judged", **where)
    chance = count_of(len(mine) * CHANCE)
    counts = {"figures": _figures(mine), "tests": count_of(len(mine)), "chance": chance}
    return phrase("overview.signals_none", **where, **counts)


def _figures(rows: pd.DataFrame) -> Measured:
    return count_of(len(rows.drop_duplicates(["indicator", "split", "werkplein"])))


def _place(place: str, quarter: Quarter, every: pd.DataFrame) -> Bullet:
    named = zip(every["indicator"], every["split"], strict=True)
    tiles = [Tile(key, text_of(split)) for key, split in named]
    names: list[Said] = [tile.name for tile in tiles[:NAMED]]
    if len(tiles) > NAMED:
        names.append(phrase("overview.signals_and_more", count=count_of(len(tiles) - NAMED)))
    key = "overview.signals_of_one" if len(tiles) == 1 else "overview.signals_of"
    label = phrase(key, place=place, count=count_of(len(tiles)))
    link = Linked(label, "overzicht", {"plek": place, "kwartaal": str(quarter)})
    return Bullet(link, tuple(names))


def _signal(row: Mapping[Hashable, Any], settled: Settled) -> Signal:
    tile, unit = Tile(row["indicator"], text_of(row["split"])), row["unit"]
    side = in_both(f"overview.signals_{'higher' if row['away'] > 0 else 'lower'}")
    judged = in_both(f"overview.signals_verdict_{row['verdict']}")
    return Signal(
        tile,
        Measured(row["value"], load_indicators()[tile.indicator].unit, "worded"),
        Marked(row["verdict"], phrase("overview.signals_verdict", side=side, judged=judged)),
        Measured(row["compared"], unit, "worded"),
        Measured(row["expected"], unit, "worded"),
        _view(row),
        row["p_adjusted"],
        in_both("overview.signals_provisional") if settled == "provisional" else None,
    )


def _view(row: Mapping[Hashable, Any]) -> Said:
    """What it was compared with, and what was to be expected."""
    basis, quarters = row["basis"], row["quarters"]
    told: list[Said] = []
    if row["day"] == row["day"]:
        told.append(phrase("overview.signals_longer", days=count_of(row["day"])))
    fill = {name: Measured(row[name], row["unit"], "worded") for name in ("compared", "expected")}
    if basis in OVER_QUARTERS:
        fill["quarters"] = count_of(quarters)
    once = basis == "others" and quarters == 1
    told.append(phrase(f"overview.signals_view_{'others_once' if once else basis}", **fill))
    if row["with"]:
        told.append(phrase("overview.signals_counted_with", places=row["with"]))
    return tuple(told)


def _table(told: Sequence[Signal]) -> Table:
    return table_of(
        told,
        (_column("figure"), lambda each: each.tile.name),
        (_column("judged"), lambda each: each.verdict),
        (_column("value", "number", "worded"), lambda each: _bare(each.value)),
        (_column("compared", "number", "worded"), lambda each: _bare(each.compared)),
        (_column("expected", "number", "worded"), lambda each: _bare(each.expected)),
        (_column("chance", "chance"), lambda each: each.chance),
        (_column("view"), lambda each: (each.view, each.cause)),
    )


def _bare(found: Measured) -> Measured:
    """The form of a number in a table is that of its column."""
    return Measured(found.of, found.unit)


def _column(key: str, unit: str | None = None, form: Form = "value") -> Column:
    return Column(key, in_both(f"overview.signals_head_{key}"), unit, form)
