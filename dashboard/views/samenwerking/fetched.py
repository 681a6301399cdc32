"""How the partners of a Werkplein work together, kept by `cached`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard import reads
from dashboard.basis import Basis
from dashboard.cached import cached
from dashboard.views.samenwerking import parts
from ketenkpi.answer import Section
from ketenkpi.charts import recipes
from ketenkpi.cooperation import SOURCES, Cooperation, ScanAnswers, answers_of
from ketenkpi.cooperation import answers as said
from ketenkpi.vocabulary import Quarter


@cached
def known(basis: Basis, werkplein: str, quarter: int, time_factor: bool = False) -> Cooperation:
    """Everything about one Werkplein and quarter (index)."""
    when = Quarter.from_index(quarter)
    return basis.store.cooperation(werkplein, when, basis.scope, time_factor=time_factor)


@cached
def told_of(basis: Basis, werkplein: str) -> bool:
    """Whether anything was delivered of a Werkplein that says how its partners work together."""
    every = basis.store.deliveries(basis.scope)
    mine = every[(every["werkplein"] == werkplein) & every["delivered_by"].notna()]
    return bool(mine["contract"].isin(SOURCES).any())


@cached
def scan_rows(basis: Basis) -> dict[str, list[dict[str, Any]]]:
    """The answers of every scan in scope, by Werkplein."""
    frame = basis.store.table("samenwerking", basis.scope)
    found: dict[str, list[dict[str, Any]]] = {}
    for row in frame.astype("object").where(frame.notna(), None).to_dict("records"):
        found.setdefault(row["werkplein"], []).append({str(k): v for k, v in row.items()})
    return found


def answers(basis: Basis, werkplein: str, quarter: int) -> ScanAnswers:
    """The answers that hold for one Werkplein and quarter."""
    return answers_of(scan_rows(basis).get(werkplein, ()), werkplein, quarter)


@cached
def register(basis: Basis, werkplein: str, quarter: int, groups: tuple[str, ...]) -> Section:
    """The registered phases of every Werkplein in scope, with the chosen one told apart."""
    places = reads.delivered(basis).werkpleinen
    when = Quarter.from_index(quarter)
    return said.register(reads.registered(basis), groups, places, when, werkplein)


@dataclass(frozen=True)
class SideBySide:
    """The items of the scan beside each other, and the answers of each column by its name."""

    section: Section
    columns: Mapping[str, ScanAnswers]


@cached
def of_places(basis: Basis, quarter: int) -> SideBySide:
    """Every Werkplein with a scan, in one quarter."""
    every = (answers(basis, place, quarter) for place in reads.delivered(basis).werkpleinen)
    return _beside({each.werkplein: each for each in every})


@cached
def of_quarters(basis: Basis, werkplein: str, quarter: int) -> SideBySide:
    """One Werkplein, quarter by quarter about which any party filled in a scan."""
    rows = scan_rows(basis).get(werkplein, [])
    quarters = sorted({int(r["kwartaal"]) for r in rows if r["kwartaal"] <= quarter})
    return _beside({str(Quarter.from_index(e)): answers(basis, werkplein, e) for e in quarters})


def _beside(every: Mapping[str, ScanAnswers]) -> SideBySide:
    columns = {name: each for name, each in every.items() if each.filled}
    return SideBySide(said.side_by_side([*columns.items()]), columns)


def recipe(werkplein: str, quarter: int) -> parts.Lines:
    """The lines that draw a picture about one Werkplein elsewhere."""
    return lambda key, number: recipes.cooperation(key, werkplein, quarter, number)


def integration_recipe(werkplein: str, quarter: int, before: int | None) -> parts.Lines:
    """Those of its degree of integration; `before` as in `Cooperation.scan_before`."""
    return lambda key, number: recipes.integration(key, werkplein, quarter, before, number)


def register_recipe(groups: tuple[str, ...], werkplein: str, quarter: int) -> parts.Lines:
    """Those of the registered phases."""
    return lambda key, number: recipes.phases(groups, werkplein, quarter)
