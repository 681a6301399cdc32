"""How the partners of a Werkplein work together, kept by `cached`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard import charts, formats, reads
from dashboard.basis import Basis
from dashboard.cached import cached
from dashboard.presenters import parts
from dashboard.theme import Mode
from dashboard.views.samenwerking import agreements_words as agreements
from dashboard.views.samenwerking import phase_words as phase
from dashboard.views.samenwerking.scan_words import Column
from dashboard.words import say
from ketenkpi.cooperation import Answers, Timeline, answers_of
from ketenkpi.store import Cooperation
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import Language

YEAR = 4


@cached
def known(basis: Basis, werkplein: str, quarter: int, time_factor: bool = False) -> Cooperation:
    """Everything about one Werkplein and quarter (index)."""
    when = Quarter.from_index(quarter)
    return basis.store.cooperation(werkplein, when, basis.scope, time_factor=time_factor)


@cached
def scan_rows(basis: Basis) -> dict[str, list[dict[str, Any]]]:
    """The answers of every scan in scope, by Werkplein."""
    frame = basis.store.table("samenwerking", basis.scope)
    found: dict[str, list[dict[str, Any]]] = {}
    for row in frame.astype("object").where(frame.notna(), None).to_dict("records"):
        found.setdefault(row["werkplein"], []).append({str(k): v for k, v in row.items()})
    return found


def side_by_side(basis: Basis, werkpleinen: Sequence[str], quarter: int) -> list[Column]:
    """The answers that hold in one quarter, for each Werkplein with a scan."""
    rows = scan_rows(basis)
    found = [answers_of(rows.get(name, ()), name, quarter) for name in werkpleinen]
    return [Column(each.werkplein, {"plek": each.werkplein}, each) for each in found if each.filled]


def over_time(basis: Basis, werkplein: str, quarter: int) -> list[Column]:
    """The answers of one Werkplein, quarter by quarter in which any party filled in a scan."""
    rows = scan_rows(basis).get(werkplein, [])
    quarters = sorted({int(r["kwartaal"]) for r in rows if r["kwartaal"] <= quarter})
    return [
        Column(name, {"kwartaal": name}, history)
        for history in (answers_of(rows, werkplein, each) for each in quarters)
        for name in [formats.quarter(history.quarter)]
    ]


@cached
def matrix(
    basis: Basis,
    werkplein: str,
    quarter: int,
    time_factor: bool,
    situation: str,
    language: Language,
) -> agreements.Matrix:
    """One of the three matrices; its links go to the same Werkplein and year of the page Keten."""
    found = known(basis, werkplein, quarter, time_factor).coordination
    year = parts.code(range(quarter - YEAR + 1, quarter + 1))
    return agreements.matrix(found, situation, {"plek": werkplein, "periode": year}, language)


def answers(basis: Basis, werkplein: str, quarter: int) -> Answers:
    """The answers that hold for one Werkplein and quarter."""
    return answers_of(scan_rows(basis).get(werkplein, ()), werkplein, quarter)


@cached
def register(basis: Basis) -> Timeline:
    """The register of phases of every Werkplein in scope."""
    return basis.store.phases(basis.scope)


@cached
def picture(basis: Basis, werkplein: str, quarter: int, language: Language) -> phase.Picture:
    """The phase of one Werkplein by register, scan and steps."""
    found = known(basis, werkplein, quarter).phase
    return phase.picture(found, Quarter.from_index(quarter), language)


@dataclass(frozen=True)
class Lanes:
    """The timeline of all Werkpleinen for one target group: finding, chart, table."""

    said: str
    chart: charts.Chart
    table: pd.DataFrame


@cached
def lanes(
    basis: Basis, werkplein: str, quarter: int, group: str, language: Language, mode: Mode
) -> Lanes:
    """The registered phases of every Werkplein, with the chosen one and its quarter marked."""
    found, when = register(basis), Quarter.from_index(quarter)
    places = reads.delivered(basis).werkpleinen
    said = phase.lanes_said(found, group, places, when, language)
    chart = charts.swimlanes(
        phase.lanes(found, group, places, language),
        subject=werkplein,
        chosen=when.last_day.isoformat(),
        alt=say("samenwerking.lanes_alt", language, finding=said),
        mode=mode,
        language=language,
    )
    return Lanes(said, chart, phase.periods_table(found, group, places, language))
