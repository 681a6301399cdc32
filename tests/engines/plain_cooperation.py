"""The tallies of working together once more, in plain loops; `plain.py` adds them to the rest."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

Row = dict[str, Any]
Table = dict[tuple[Any, ...], tuple[Any, ...]]
BIJSTAND = ("WWB", "IOAW", "IOAZ")


def quarter(day: date) -> int:
    return day.year * 4 + (day.month - 1) // 3


def looked_back(day: date, since: date, days: int) -> bool:
    """Whether the days before were seen, of this day and of the middle of a mean quarter."""
    quarters = (day.year - 1970) * 4 + (day.month - 1) // 3
    middle = datetime(1970, 1, 1) + timedelta(days=(quarters + 0.5) * 365.25 / 4)
    begun = datetime(since.year, since.month, since.day)
    return day - timedelta(days) >= since and middle - timedelta(days) >= begun


def quarter_end(index: int) -> date:
    year, number = divmod(index + 1, 4)
    return date(year, number * 3 + 1, 1) - timedelta(days=1)


def added(table: Table, key: tuple[Any, ...], *numbers: int) -> None:
    old = table.get(key, (0,) * len(numbers))
    table[key] = tuple(a + b for a, b in zip(old, numbers, strict=True))


def of_steps(steps: list[Row]) -> dict[str, Table]:
    number: Table = {}
    spells_of: dict[tuple[Any, ...], set[tuple[Any, ...]]] = defaultdict(set)
    of_team: dict[tuple[Any, ...], set[tuple[Any, ...]]] = defaultdict(set)
    for row in steps:
        if row["begin"] is None:
            continue
        index = quarter(row["begin"])
        how = row["overdracht"] or "onbekend"
        dims = (row["werkplein"], index, row["regeling"], row["doelgroep"])
        added(number, (*dims, row["taak"], row["organisatie"], how), 1)
        law = row["regeling"]
        if row["medewerker"] and row["organisatie"] != "extern" and law in ("WW", *BIJSTAND):
            who = (row["werkplein"], index, row["medewerker"])
            spell = (row["thuis"], row["zaak"], row["bij"], row["traject_id"], law == "WW")
            spells_of[who].add(spell)
            if row["organisatie"] == "integraal_team":
                of_team[who].add(spell)
    return {"stap": number, "mix": mixed_of(spells_of), "mix_team": mixed_of(of_team)}


def mixed_of(spells_of: dict[tuple[Any, ...], set[tuple[Any, ...]]]) -> Table:
    mix: Table = {}
    for (place, index, _), spells in spells_of.items():
        on_ww = sum(ww for *_, ww in spells)
        cases = len(spells)
        mixed = 2 * min(on_ww, cases - on_ww)
        squares = (cases**2, mixed**2, cases * mixed)
        added(mix, (place, index, "alle", "alle"), 1, cases, mixed, *squares)
    return mix


def scan(rows: list[Row]) -> Table:
    table: Table = {}
    for row in rows:
        place = (row["werkplein"], row["kwartaal"], "alle", "alle")
        key = (*place, row["onderdeel"], row["invuller"], row["situatie"] or "alle")
        numbers = [1]
        for names in (["product"], ["proces"], ["product", "proces"], ["score"]):
            given = [row[name] for name in names if row[name] is not None]
            numbers += [len(given), sum(given)]
        added(table, key, *numbers)
    return table


def phases(rows: list[Row], observed_until: Any) -> Table:
    table: Table = {}
    for row in rows:
        place = row["werkplein"]
        named = [r[n] for r in rows if r["werkplein"] == place for n in ("vanaf", "tot") if r[n]]
        given = observed_until.get(place) if isinstance(observed_until, dict) else observed_until
        until = row.get("_gezien_tot") or given or max(named)
        index = quarter(row["vanaf"])
        while quarter_end(index) <= min(until, row["tot"] or until):
            table[place, index, "alle", row["doelgroep"], row["fase"]] = (1,)
            index += 1
    return table
