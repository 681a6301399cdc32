"""The stocks of a moment once more, in plain loops; `plain.py` adds them to the rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from tests.engines.plain_cooperation import Row, Table, quarter, quarter_end


def short(spells: list[Row], until: Mapping[str, date | None]) -> Table:
    """Per cell the running benefits that began less than 183 days before the end of a quarter."""
    groups: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in spells:
        begun, ended = row["instroom"], row["uitstroom"]
        if begun and (ended is None or ended >= begun):
            groups[row["werkplein"], row["regeling"], row["doelgroep"]].append(row)
    table: Table = {}
    for (place, scheme, target), mine in groups.items():
        index = quarter(min(row["instroom"] for row in mine))
        last = until[place]
        while last and quarter_end(index) <= last:
            end = quarter_end(index)
            begun = [row for row in mine if row["instroom"] <= end]
            running = [row for row in begun if not row["uitstroom"] or row["uitstroom"] > end]
            short = [row for row in running if (end - row["instroom"]).days < 183]
            table[place, index, scheme, target] = (len(short),)
            index += 1
    return table


def persons(spells: list[Row], until: Mapping[str, date | None]) -> Table:
    """Per Werkplein the least and the most people with a benefit at the end of each quarter."""
    places: dict[str, list[Row]] = defaultdict(list)
    for row in spells:
        begun, ended = row["instroom"], row["uitstroom"]
        if begun and (ended is None or ended >= begun):
            places[row["werkplein"]].append(row)
    table: Table = {}
    for place, mine in places.items():
        index = quarter(min(row["instroom"] for row in mine))
        last = until[place]
        while last and quarter_end(index) <= last:
            end = quarter_end(index)
            begun = [row for row in mine if row["instroom"] <= end]
            running = [row for row in begun if not row["uitstroom"] or row["uitstroom"] > end]
            circles: dict[str, set[str]] = defaultdict(set)
            for row in running:
                if row["client"]:
                    circles[row["kring"]].add(row["client"])
            known = [len(clients) for clients in circles.values()]
            unknown = sum(not row["client"] for row in running)
            table[place, index, "alle", "alle"] = (max(known, default=0), sum(known) + unknown)
            index += 1
    return table


def open_vacancies(rows: list[Row], until: Mapping[str, date | None]) -> Table:
    """Per recruiter the vacancies open at the end of each quarter since their first one."""
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        begun, closed = row["geregistreerd"], row["gesloten"]
        if begun and (closed is None or closed >= begun):
            groups[row["werkplein"], row["geworven_door"] or "onbekend"].append(row)
    table: Table = {}
    for (place, acquired), mine in groups.items():
        index = quarter(min(row["geregistreerd"] for row in mine))
        last = until[place]
        while last and quarter_end(index) <= last:
            end = quarter_end(index)
            begun = [row for row in mine if row["geregistreerd"] <= end]
            still = [row for row in begun if not row["gesloten"] or row["gesloten"] > end]
            table[place, index, "alle", "alle", acquired] = (len(still),)
            index += 1
    return table


def running_steps(steps: list[Row], until: Mapping[str, date | None]) -> Table:
    """Per cell, task and organisation the steps running at the end of each quarter."""
    groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in steps:
        begun, ended = row["begin"], row["einde"]
        if begun and (ended is None or ended >= begun):
            cell = (row["werkplein"], row["regeling"], row["doelgroep"])
            groups[(*cell, row["taak"], row["organisatie"])].append(row)
    table: Table = {}
    for (place, scheme, target, *what), mine in groups.items():
        index = quarter(min(row["begin"] for row in mine))
        last = until[place]
        while last and quarter_end(index) <= last:
            end = quarter_end(index)
            begun = [row for row in mine if row["begin"] <= end]
            still = [row for row in begun if not row["einde"] or row["einde"] > end]
            table[(place, index, scheme, target, *what)] = (len(still),)
            index += 1
    return table
