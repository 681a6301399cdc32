"""Whoever delivers what in whatever order: no row of anybody is lost, and the figures are the same.

Two Werkpleinen and the partners at each keep a register of their own, all
numbered 1, 2, 3. They deliver it by month or by quarter, late, again with a
correction, in any order. Which rows count then is worked out by plain loops over
the deliveries, and counted all at once.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from ketenkpi.counts import count
from ketenkpi.errors import OutOfScope
from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.store import Store, open_store
from ketenkpi.vocabulary import Period, Quarter

pytestmark = pytest.mark.slow

ALL = Scope.everything()
YEAR = 2009
BEGIN = date(YEAR - 1, 7, 1)
SOURCES = (
    ("Breda", "uwv", "WW"),
    ("Breda", "GM0758", "WWB"),
    ("Breda", "GM0777", "WWB"),
    ("Tilburg", "uwv", "WW"),
    ("Tilburg", "GM0855", "WWB"),
)
CASES = 25


@dataclass(frozen=True)
class Case:
    number: int
    client: int
    scheme: str
    begin: date
    end: date | None

    def known(self, until: date) -> Case | None:
        """The case as its register knew it on a day; None before it began."""
        if self.begin > until:
            return None
        return self if self.end and self.end <= until else replace(self, end=None)


@dataclass(frozen=True)
class Delivered:
    place: str
    partner: str
    period: Period
    cases: tuple[Case, ...]

    @property
    def slot(self) -> tuple[str, str, str]:
        return (self.place, self.partner, str(self.period))

    def file(self) -> bytes:
        lines = ["traject_id;werkplein;regeling;client;instroom;uitstroom;reden_uitstroom"]
        for case in self.cases:
            end = f"{case.end:%d-%m-%Y};werk" if case.end else ";"
            lines.append(
                f"{case.number};{self.place};{case.scheme};{case.client};"
                f"{case.begin:%d-%m-%Y};{end}"
            )
        return "\n".join([*lines, ""]).encode()


def _register(rng: random.Random, scheme: str) -> list[Case]:
    """Cases of one partner: every register uses the numbers 1, 2, 3 for its cases and clients."""
    found = []
    for number in range(1, CASES + 1):
        begin = BEGIN + timedelta(days=rng.randrange(450))
        end = begin + timedelta(days=rng.randrange(1, 200)) if rng.random() < 0.7 else None
        found.append(Case(number, rng.randrange(1, CASES), scheme, begin, end))
    return found


def _periods(rng: random.Random) -> Iterator[Period]:
    for quarter in (Quarter(YEAR, number) for number in (1, 2, 3)):
        if rng.random() < 0.4:
            yield from (
                Period.of_month(YEAR, (quarter.number - 1) * 3 + month) for month in (1, 2, 3)
            )
        else:
            yield Period(quarter)


def _deliveries(rng: random.Random) -> list[Delivered]:
    made: list[Delivered] = []
    for place, partner, scheme in SOURCES:
        register = _register(rng, scheme)
        for period in _periods(rng):
            known = [case.known(period.last_day) for case in register]
            # What ended before the period is in its register no more.
            cases = tuple(c for c in known if c and (c.end is None or c.end >= period.first_day))
            made.append(Delivered(place, partner, period, cases))
            if cases and rng.random() < 0.25:
                wrong = rng.randrange(len(cases))
                moved = replace(cases[wrong], begin=cases[wrong].begin - timedelta(days=1))
                again = (*cases[:wrong], moved, *cases[wrong + 1 :])
                made.append(Delivered(place, partner, period, again))
    rng.shuffle(made)
    return made


def _that_count(delivered: Sequence[Delivered]) -> list[tuple[Case, Delivered]]:
    """By plain loops: of every slot the last file, and of every case the latest period's row."""
    slots = {one.slot: (number, one) for number, one in enumerate(delivered)}
    rows: dict[tuple[str, str, int], tuple[tuple[object, ...], Case, Delivered]] = {}
    for number, one in slots.values():
        last = one.period.month or one.period.quarter.number * 3
        rank = (one.period.quarter.index, last, number)
        for case in one.cases:
            key = (one.place, one.partner, case.number)
            if key not in rows or rows[key][0] < rank:
                rows[key] = (rank, case, one)
    return [(case, one) for _, case, one in rows.values()]


def _frame(rows: Sequence[tuple[Case, Delivered]]) -> pa.Table:
    days = [(one.period.last_day - date(1970, 1, 1)).days for _, one in rows]
    return pa.table(
        {
            "traject_id": [str(case.number) for case, _ in rows],
            "werkplein": [one.place for _, one in rows],
            "regeling": [case.scheme for case, _ in rows],
            "client": [str(case.client) for case, _ in rows],
            "instroom": pa.array([case.begin for case, _ in rows], pa.date32()),
            "uitstroom": pa.array([case.end for case, _ in rows], pa.date32()),
            "reden_uitstroom": ["werk" if case.end else None for case, _ in rows],
            "doelgroep": ["onbekend"] * len(rows),
            "kanaal": ["onbekend"] * len(rows),
            "_gezien_tot": pa.array(days, pa.int32()),
            "_partner": [one.partner for _, one in rows],
            "_kring": [f"{one.place}/{one.partner}" for _, one in rows],
            "_zaak": [f"{one.place}/{one.partner}" for _, one in rows],
        }
    )


def _store(home: Path) -> Store:
    return open_store(Settings.load(home=home, database_url=f"sqlite:///{home}/catalogue.db"))


def _upload(
    store: Store,
    one: Delivered,
    answers: Mapping[str, str] | None = None,
    scope: Scope = ALL,
    **options: object,
) -> str:
    # In a small register nothing may happen for a month; whoever delivers means it.
    meant = {"periode": str(one.period)}
    return store.upload(
        one.file(),
        "trajecten",
        by="anna",
        organisation=one.partner,
        period=one.period,
        filename="trajecten.csv",
        replace=True,
        answers=meant | dict(answers or {}),
        scope=scope,
        **options,  # type: ignore[arg-type]
    ).status


@pytest.mark.parametrize("seed", [20090101, 20250701, 7])
def test_any_order_of_deliveries_keeps_all_rows_of_everybody(tmp_path: Path, seed: int) -> None:
    tmp_path.joinpath("home").mkdir()
    store = _store(tmp_path / "home")
    delivered = _deliveries(random.Random(seed))
    for one in delivered:
        assert _upload(store, one) in ("stored", "unchanged")
    rows = _that_count(delivered)

    kept = store.table("trajecten", ALL)
    shown = (kept[name] for name in ("werkplein", "regeling", "traject_id", "instroom"))
    found = sorted(zip(*shown, strict=True))
    assert found == sorted(
        (one.place, case.scheme, str(case.number), case.begin) for case, one in rows
    )

    inflow: dict[tuple[str, int], int] = {}
    for case, one in rows:
        cell = (one.place, Quarter.of(case.begin).index)
        inflow[cell] = inflow.get(cell, 0) + 1
    counts = store.counts(ALL)
    counted = counts.roll_up("instroom", by=["werkplein", "kwartaal"])
    assert {(row.werkplein, row.kwartaal): row.n for row in counted.itertuples() if row.n} == inflow

    at_once = count({"trajecten": _frame(rows)}, return_windows=counts.return_windows, check=False)
    for tally in at_once.tallies:
        expected, got = (
            sorted(map(str, each.table(tally).to_pylist())) for each in (at_once, counts)
        )
        assert got == expected, tally
    store.close()


def test_no_scope_reaches_the_rows_of_another_place(tmp_path: Path) -> None:
    """Not by another spelling, not by a profile's constant, not by saying that cases moved."""
    store = _store(tmp_path)
    case = Case(1, 1, "WW", date(YEAR, 1, 5), None)
    first = Delivered("Breda", "uwv", Period(Quarter(YEAR, 1)), (case,))
    assert _upload(store, first) == "stored"
    only = Scope.of(["Tilburg"], "rows")
    before = store.counts(ALL).table("instroom")
    for spelled in ("Breda", "BREDA", "Breda ", "Bre\u200bda", " breda"):
        with pytest.raises(OutOfScope):
            _upload(store, replace(first, place=spelled), scope=only)
    with pytest.raises(OutOfScope):
        _upload(
            store,
            replace(first, place="Tilburg"),
            scope=only,
            answers={"verhuisd:Breda": "ja"},
        )
    meant = {"werkplein:Elders": "Breda"}
    with pytest.raises(OutOfScope):
        _upload(store, replace(first, place="Elders"), scope=only, answers=meant)
    assert _upload(store, replace(first, place="Tilburg"), scope=only) == "stored"
    after = store.counts(Scope.of(["Breda"], "rows")).table("instroom")
    assert after.equals(before)
    store.close()
