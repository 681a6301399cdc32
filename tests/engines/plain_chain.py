"""The tallies of the chain once more, in plain loops over the steps of each spell."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import pairwise
from typing import Any

from tests.engines.plain_cooperation import Row, Table, added, quarter

Spell = tuple[str, str, str]
TASKS = ("intake", "diagnose", "aanbodversterking", "arbeidsbemiddeling", "plaatsing")


def by_spell(steps: list[Row]) -> dict[Spell, list[Row]]:
    """The steps of each spell, in the order in which they were taken."""
    spells: dict[Spell, list[Row]] = defaultdict(list)
    for row in steps:
        if row["begin"]:
            spells[row["thuis"], row["zaak"], row["traject_id"]].append(row)
    for rows in spells.values():
        rows.sort(
            key=lambda r: (
                r["begin"],
                r["einde"] or date.max,
                TASKS.index(r["taak"]),
                r["organisatie"],
                (r["werkplein"], r["regeling"], r["doelgroep"]),
            )
        )
    return spells


def of_chain(steps: list[Row], spells: list[Row] | None) -> dict[str, Table]:
    tables: dict[str, Table] = {
        name: {}
        for name in (
            *("stroom", "keten_begin", "keten_einde"),
            *("herhaalde_stap", "betrokken", "open_zaken", "zaakkringen", "vervolg"),
        )
    }
    known = {
        (row["werkplein"], row["zaak"], row["traject_id"], row["partner"]): row
        for row in spells or []
    }
    for spell, rows in by_spell(steps).items():
        first, last = rows[0], rows[-1]
        begin = _dims(first, quarter(first["begin"]))
        added(tables["keten_begin"], (*begin, first["taak"], first["organisatie"]), 1)
        for row, following in pairwise(rows):
            _move(tables["stroom"], row, following)
        for task in ("intake", "diagnose"):
            _repeat(
                tables["herhaalde_stap"], (*begin, task), [r for r in rows if r["taak"] == task]
            )
        _involved(tables["betrokken"], begin, rows)
        for row, following in pairwise(rows):
            _followed(tables["vervolg"], row, following)
        _not_followed(tables["vervolg"], last, known.get((*spell, last["bij"])))
        if (*spell, last["bij"]) in known:
            _end(tables, last, known[*spell, last["bij"]])
    tables["zaakkringen"] = _circles(steps)
    return tables


def _circles(steps: list[Row]) -> Table:
    found: dict[tuple[str, int], set[str]] = defaultdict(set)
    for row in steps:
        if row["begin"]:
            found[row["werkplein"], quarter(row["begin"])].add(row["zaak"])
    return {
        (place, index, "alle", "alle"): (len(circles),)
        for (place, index), circles in found.items()
        if len(circles) > 1
    }


def _dims(row: Row, index: int) -> tuple[Any, ...]:
    return (row["werkplein"], index, row["regeling"], row["doelgroep"])


def _move(table: Table, row: Row, following: Row) -> None:
    parties = (row["taak"], row["organisatie"], following["taak"], following["organisatie"])
    how = row["overdracht"] or "onbekend"
    end = row["einde"]
    key = (*_dims(row, quarter(end or following["begin"])), *parties, how)
    if end is None or following["begin"] < end:
        added(table, key, 1, 0, 0, 0, 1)
    elif row["since"] and end < row["since"]:
        added(table, key, 1, 0, 0, 0, 0)
    else:
        days = (following["begin"] - end).days
        added(table, key, 1, 1, days, days**2, 0)


def _ended_unseen(row: Row) -> bool:
    end = row["einde"]
    return end is None or (row["since"] is not None and end < row["since"])


def _followed(table: Table, row: Row, following: Row) -> None:
    if _ended_unseen(row):
        return
    key = (*_dims(row, quarter(row["einde"])), row["taak"])
    days = (following["begin"] - row["einde"]).days
    if days < 0:
        added(table, (*key, "al_begonnen", "geen", 0), 0, 0, 1)
    else:
        same = row["organisatie"] == following["organisatie"]
        added(table, (*key, following["taak"], "binnen" if same else "tussen", days), 1, 0, 0)


def _not_followed(table: Table, last: Row, spell: Row | None) -> None:
    if _ended_unseen(last):
        return
    key = (*_dims(last, quarter(last["einde"])), last["taak"])
    left, how = _end_of(spell, last["until"]) if spell else (None, "")
    if left is None:
        waited = (last["until"] - last["einde"]).days
        added(table, (*key, "open", "geen", waited), 0, 1, 0)
    elif left <= last["einde"]:
        added(table, (*key, "zelfde_dag", "geen", 0), 0, 0, 1)
    else:
        added(table, (*key, how, "geen", (left - last["einde"]).days), 1, 0, 0)


def _end_of(spell: Row, until: date) -> tuple[date | None, str]:
    """When a spell ended, as far as was seen, and whether that was leaving or a refusal."""
    if spell["uitstroom"] and spell["uitstroom"] <= until:
        return spell["uitstroom"], "vertrek"
    begun = spell["instroom"] and spell["instroom"] <= until
    if spell["besluit"] and spell["besluit"] <= until and not begun:
        return spell["besluit"], "afgewezen"
    return None, ""


def _repeat(table: Table, key: tuple[Any, ...], rows: list[Row]) -> None:
    if rows:
        elsewhere = len({row["organisatie"] for row in rows}) > 1
        added(table, key, 1, int(len(rows) > 1), int(elsewhere))


def _involved(table: Table, begin: tuple[Any, ...], rows: list[Row]) -> None:
    organisations = len({row["organisatie"] for row in rows})
    added(table, (*begin, "organisaties", min(organisations, 4)), 1)
    workers = {row["medewerker"] for row in rows}
    if None not in workers:
        added(table, (*begin, "medewerkers", min(len(workers), 4)), 1)


def _end(tables: dict[str, Table], last: Row, spell: Row) -> None:
    until = last["until"]
    days = {
        name: spell[name] if spell[name] and spell[name] <= until else None
        for name in ("instroom", "besluit", "uitstroom")
    }
    where = (last["taak"], last["organisatie"])
    if days["uitstroom"]:
        reason = spell["reden_uitstroom"] or "onbekend"
        reason = reason if reason in ("werk", "onbekend") else "anders"
        key = (*_dims(last, quarter(days["uitstroom"])), *where, reason)
        added(tables["keten_einde"], key, 1)
    elif days["besluit"] and not days["instroom"]:
        key = (*_dims(last, quarter(days["besluit"])), *where, "geen_uitkering")
        added(tables["keten_einde"], key, 1)
    else:
        state = "wacht" if last["einde"] else "loopt"
        waited = (until - (last["einde"] or last["begin"])).days
        added(tables["open_zaken"], (*_dims(last, quarter(until)), *where, state, waited), 1)
