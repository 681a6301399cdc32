"""Cohorts, ways to end, returns, decisions and repeats once more, in plain loops."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.engines.plain_cooperation import Row, Table, added, looked_back, quarter, quarter_end


def of_spells(spells: list[Row]) -> dict[str, Table]:
    return {
        "cohort": _cohorts(spells),
        "afloop": _endings(spells),
        "terugkeer": _comebacks(spells),
        "besluit": _decisions(spells),
        "herhaling": _repeats(spells),
    }


def _key(row: Row, day: date, *extra: Any) -> tuple[Any, ...]:
    return (row["werkplein"], quarter(day), row["regeling"], row["doelgroep"], *extra)


def _age(row: Row) -> str:
    if row["geboortejaar"] is None:
        return "onbekend"
    age = row["instroom"].year - row["geboortejaar"]
    if age <= 26:
        return "tot_27"
    return "27_44" if age <= 44 else "45_54" if age <= 54 else "55_plus"


def _cohorts(spells: list[Row]) -> Table:
    table: Table = {}
    for row in spells:
        begin, end = row["instroom"], row["uitstroom"]
        if begin is None or (row["since"] and begin < row["since"]) or (end and end < begin):
            continue
        for days in (182, 365):
            if begin + timedelta(days) > row["until"]:
                continue
            left = end is not None and (end - begin).days <= days
            work = left and row["reden_uitstroom"] == "werk"
            added(table, _key(row, begin, row["kanaal"], _age(row), days), 1, int(left), int(work))
    return table


def _follow(
    table: Table, row: Row, start: date, end: date | None, reasons: tuple[str, str]
) -> None:
    """One case from `start`; `reasons` are those under which its entry and its exit stand."""
    left = end or row["until"]
    if row["since"] and start < row["since"]:
        if left <= row["since"]:
            return
        added(table, _key(row, start, reasons[0], (row["since"] - start).days), 1, 0, 0)
    exit_key = _key(row, start, reasons[1], (left - start).days)
    added(table, exit_key, 0, int(end is not None), int(end is None))


def _endings(spells: list[Row]) -> Table:
    table: Table = {}
    for row in spells:
        begin, end = row["instroom"], row["uitstroom"]
        if begin and not (end and end < begin):
            reason = (row["reden_uitstroom"] or "onbekend") if end else "loopt"
            _follow(table, row, begin, end, ("loopt", reason))
    return table


def _comebacks(spells: list[Row]) -> Table:
    table: Table = {}
    known = [row for row in spells if row["client"] and row["instroom"]]
    for row in known:
        end = row["uitstroom"]
        if end is None or end < row["instroom"]:
            continue
        later = [
            other["instroom"]
            for other in known
            if (other["kring"], other["client"]) == (row["kring"], row["client"])
            and other["instroom"] >= end
            # A benefit without any day, on the day of outflow, is no return.
            and not (other["instroom"] == end == other["uitstroom"])
        ]
        back = min(later, default=None)
        if back and back > row["until"]:
            back = None
        reason = row["reden_uitstroom"] or "onbekend"
        _follow(table, row, end, back, (reason, reason))
    return table


def _decisions(spells: list[Row]) -> Table:
    table: Table = {}
    for row in spells:
        if row["besluit"] is None:
            continue
        limit = row["besluit"] + timedelta(91)
        if limit <= row["until"]:
            begun = row["instroom"] is not None and row["instroom"] <= limit
            added(table, _key(row, row["besluit"]), 1, int(not begun))
    return table


def _repeats(spells: list[Row]) -> Table:
    table: Table = {}
    known = [row for row in spells if row["client"] and row["melding"]]

    def order(row: Row) -> tuple[Any, ...]:
        place = (row["werkplein"], row["regeling"], row["doelgroep"])
        return (row["melding"], (row["traject_id"], row["zaak"], row["partner"]), place)

    for row in known:
        person = (row["kring"], row["client"])
        mine = [other for other in known if (other["kring"], other["client"]) == person]
        earlier = [other for other in mine if order(other) < order(row)]
        since = row["look_back"]
        whole = since is not None and looked_back(row["melding"], since, 182)
        repeated = False
        if earlier:
            last = max(earlier, key=order)
            no_benefit = last["instroom"] is None or last["instroom"] > row["melding"]
            repeated = no_benefit and (row["melding"] - last["melding"]).days <= 182
        added(table, _key(row, row["melding"]), int(whole and repeated), int(whole))
    return table


def labour_force(rows: list[Row]) -> Table:
    """Quarter by quarter from 2000 on: a row wherever the number differs from the one before."""
    table: Table = {}
    for place in {row["werkplein"] for row in rows}:
        before = 0
        for index in range(2000 * 4, 2012 * 4):
            last = quarter_end(index)
            held = [
                row
                for row in rows
                if row["werkplein"] == place
                and (row["geldig_vanaf"] or date.min) <= last
                and last <= (row["geldig_tot"] or date.max)
            ]
            newest = max(held, key=lambda row: row["geldig_vanaf"] or date.min, default=None)
            number = (newest["beroepsbevolking"] or 0) if newest else 0
            if number != before:
                table[place, index, "alle", "alle"] = (number,)
            before = number
    return table
