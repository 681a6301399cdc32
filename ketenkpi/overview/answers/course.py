"""One figure of one place over the quarters: what stands out, what is drawn, and tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ketenkpi.answer import (
    Cell,
    Column,
    Listed,
    Picture,
    Said,
    Section,
    Table,
    count_of,
    in_full,
    phrase,
    table_of,
)
from ketenkpi.catalogue import FigureNote
from ketenkpi.figure import Figure, lacking
from ketenkpi.indicators import beside_name, load_indicators
from ketenkpi.overview.answers.cards import changes_of
from ketenkpi.overview.answers.notes import marked_quarters, note_items
from ketenkpi.overview.answers.words import certain_said, change_said, settled_said, value_said
from ketenkpi.overview.change import BROKEN, change_since
from ketenkpi.overview.delivered import Settled
from ketenkpi.overview.events import Event, events_within
from ketenkpi.overview.placed import PlacedFigure, PlacedFigures
from ketenkpi.overview.tiles import Tile
from ketenkpi.vocabulary import Quarter, in_both

# Numbers of a place mostly tell how large it is: no line beside another's.
SIZE_DEPENDENT = frozenset({"number", "euro"})
NOT_DELIVERED = lacking("indicators.reason_not_delivered")


@dataclass(frozen=True)
class Course:
    """The figures that one course is drawn and told from.

    seen: of every place of one kind; name: of `place`, as a reader names it. settled:
    how final the figure of a quarter is. whole: over all quarters together. notes: those
    that stand beside this figure (`notes_beside`).
    """

    tile: Tile
    seen: PlacedFigures
    place: str
    name: Said
    quarter: int
    settled: Callable[[int], Settled]
    whole: PlacedFigure | None = None
    notes: tuple[FigureNote, ...] = ()

    @property
    def now(self) -> PlacedFigure | None:
        """The figure of the quarter that was asked for."""
        return self.get(self.place, self.quarter)

    def get(self, place: str, quarter: int) -> PlacedFigure | None:
        """The figure of a place and quarter."""
        return self.seen.get(self.tile.indicator, place, quarter)

    @property
    def unit(self) -> str:
        """The unit of the figure."""
        return load_indicators()[self.tile.indicator].unit

    @property
    def peers(self) -> tuple[str, ...]:
        """The other places with a figure; none where numbers tell how large a place is."""
        if self.unit in SIZE_DEPENDENT:
            return ()
        others = (other for other in self.seen.places if other != self.place)
        return tuple(other for other in others if self.seen.speaks_of(self.tile.indicator, other))


def course_section(found: Course) -> Section:
    """The finding, the figures by quarter as picture and table, and what people noted."""
    finding = (_finding(found), _against_peers(found))
    pictures = (_picture(found, finding),)
    items = note_items(found.notes)
    return Section("course", found.tile.name, finding, _table(found), pictures, items=items)


def _finding(found: Course) -> Said:
    """What stands out, in one or more sentences, computed from the figures."""
    now = found.now
    where = {"place": found.name, "quarter": in_full(Quarter.from_index(found.quarter))}
    if now is None or not now.shown:
        return phrase("overview.finding_none", reason=certain_said(now), **where)
    key = "overview.finding_value" if now.known else "overview.finding_at_least"
    first = phrase(key, value=value_said(now), range=certain_said(now), **where)
    changes = changes_of(found.seen, found.tile.indicator, found.place, found.quarter)
    return (first, *(change_said(each, now.unit, "said") for each in changes))


def _against_peers(found: Course) -> Said:
    """How many peers lie lower and higher by more than chance explains; None without peers.

    Counted one by one, and never a rank: with many peers some fall outside by
    chance alone, and a place in a list would hide that.
    """
    now, at = found.now, found.quarter
    changes = (change_since(now, found.get(peer, at), at) for peer in found.peers)
    known = [each for each in changes if each and each.chance not in BROKEN]
    if not known or now is None or now.exact:
        return None
    beyond = [each for each in known if each.chance == "beyond"]
    lower = sum(each.rose for each in beyond)
    if len(known) == 1:
        way = ("lower" if lower else "higher") if beyond else "same"
        return in_both(f"overview.finding_peer_{way}")
    counts = {
        "count": len(known),
        "lower": lower,
        "higher": len(beyond) - lower,
        "same": len(known) - len(beyond),
    }
    fill = {name: count_of(number) for name, number in counts.items()}
    return phrase("overview.finding_peers", **fill)


def _table(found: Course) -> Table:
    """By quarter, the newest first, below that over all quarters together."""
    rows: list[tuple[Said, PlacedFigure | None, Said]] = [
        (Quarter.from_index(at), found.get(found.place, at), settled_said(found.settled(at)))
        for at in reversed(found.seen.quarters)
    ]
    if found.whole is not None:
        rows.insert(0, (in_both("overview.all_quarters"), found.whole, None))
    columns: list[tuple[Column, Callable[[tuple[Said, PlacedFigure | None, Said]], Cell]]] = [
        (_column("quarter"), lambda row: row[0]),
        (_column("value", found.unit), lambda row: figure_in(row[1])),
        (_column("n", "number"), lambda row: observed(row[1])),
    ]
    if any(row[1] is not None and row[1].beside is not None for row in rows):
        name = beside_name(load_indicators()[found.tile.indicator])
        columns.append((Column("beside", name, found.unit), lambda row: _beside(row[1])))
    columns.append((_column("status"), lambda row: row[2]))
    return table_of(rows, *columns)


def places_table(seen: PlacedFigures, tile: Tile, quarter: int) -> Table:
    """Every place in the chosen quarter, by name: an order by value would be a rank."""
    unit = load_indicators()[tile.indicator].unit
    names = sorted(seen.places, key=str.casefold)
    return table_of(
        [(name, seen.get(tile.indicator, name, quarter)) for name in names],
        (_column("place"), lambda row: row[0]),
        (_column("value", unit), lambda row: figure_in(row[1])),
        (_column("n", "number"), lambda row: observed(row[1])),
    )


def figure_in(placed: PlacedFigure | None) -> Figure:
    """A figure in a table; where no file speaks of it the reason is that nothing was delivered."""
    return NOT_DELIVERED if placed is None else placed.figure


def observed(placed: PlacedFigure | None) -> Cell:
    """The number of observations; nothing where nothing was observed."""
    return "" if placed is None or not placed.figure.n else placed.figure.n


def _beside(placed: PlacedFigure | None) -> Cell:
    return "" if placed is None or placed.beside is None else placed.beside


def _column(key: str, unit: str | None = None) -> Column:
    return Column(key, in_both(f"overview.column_{key}"), unit)


def _picture(found: Course, finding: Said) -> Picture:
    """The subject, the figure beside it and the peers, by quarter."""
    # Where no file speaks of any quarter, the one asked stands there without a figure.
    quarters = found.seen.quarters or (found.quarter,)
    rows = [row for at in quarters for row in _subject(found, at)]
    for peer in found.peers:
        for at, placed in found.seen.series(found.tile.indicator, peer):
            rows.append(_row(at, "peer", peer, placed.figure.value))
    events = events_within(quarters)
    rows += [_event(each) for each in events]
    marked = marked_quarters(found.notes)
    rows += [_row(at, "note", marks, None) | {"text": text} for at, marks, text in marked]
    first, last = (Quarter.from_index(quarters[end]) for end in (0, -1))
    name = found.tile.name
    alt = phrase("overview.alt_course", indicator=name, first=first, last=last, finding=finding)
    noted = in_both("overview.notes_drawn") if found.notes else None
    legend = (_legend(found, rows), *_told_events(events), noted)
    return Picture("course", found.unit, tuple(rows), alt, legend)


def _event(event: Event) -> dict[str, Said | float]:
    """A mark at the quarter in which something outside began."""
    told = phrase("overview.event", day=in_full(event.day), text=event.text, sure=_sure(event))
    return _row(event.quarter.index, "event", event.name, None) | {"text": told}


def _told_events(events: Sequence[Event]) -> tuple[Said, ...]:
    """What the upright dotted lines are; nothing where there are none."""
    if not events:
        return ()
    listed = Listed(tuple((each.name, _sure(each)) for each in events))
    return (phrase("overview.events", names=listed),)


def _sure(event: Event) -> Said:
    return None if event.sure else in_both("overview.event_unsure")


def _row(quarter: int, role: str, name: Said, value: float | None) -> dict[str, Said | float]:
    return {
        "kwartaal": str(Quarter.from_index(quarter)),
        "role": role,
        "name": name,
        "value": value,
        "low": None,
        "high": None,
        "state": "shown",
        "chosen": False,
        "text": name,
    }


def _subject(found: Course, quarter: int) -> Iterable[dict[str, Said | float]]:
    placed = found.get(found.place, quarter)
    value, low, high = (
        None if placed is None else getattr(placed.figure, end) for end in ("value", "low", "high")
    )
    row = _row(quarter, "subject", found.name, value)
    said = phrase(
        "overview.point",
        place=found.name,
        quarter=Quarter.from_index(quarter),
        value=value_said(placed),
        certain=certain_said(placed),
    )
    row |= {"chosen": quarter == found.quarter, "text": said, "state": _state(found, quarter)}
    if placed is not None and placed.shown:
        row |= {"low": low, "high": high}
    yield row
    if placed is not None and placed.beside is not None:
        yield _row(quarter, "beside", found.name, placed.beside)


def _state(found: Course, quarter: int) -> str:
    placed = found.get(found.place, quarter)
    if placed is None or not placed.shown:
        return "missing"
    if not placed.known:
        return "at_least" if placed.at_least else "between"
    return "provisional" if found.settled(quarter) == "provisional" else "final"


def _legend(found: Course, rows: Sequence[dict[str, Said | float]]) -> Said:
    """Which marks the picture really holds; one that is not there is not explained."""
    states = {row["state"] for row in rows}
    limits = any(row["low"] is not None and row["state"] != "between" for row in rows)
    definition = load_indicators()[found.tile.indicator]
    held = {
        "peers": bool(found.peers),
        "size": found.unit in SIZE_DEPENDENT,
        "beside": any(row["role"] == "beside" for row in rows),
        **{state: state in states for state in ("provisional", "missing", "at_least", "between")},
    }
    fill: dict[str, Said] = {
        "count": count_of(len(found.peers)),
        "beside": beside_name(definition).each(str.lower) if held["beside"] else None,
    }
    first = phrase(f"overview.legend_{'subject' if limits else 'counted'}", place=found.name)
    return (
        first,
        *(phrase(f"overview.legend_{key}", **fill) for key, is_in in held.items() if is_in),
    )
