"""What holds for the counts of all uploads: parts add to the whole, stocks follow from flows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ketenkpi.counts import TALLIES, Counts, count
from ketenkpi.counts.tally_chain import CHAIN
from tests.engines import uploads

pytestmark = pytest.mark.slow

Row = dict[str, Any]
# One period for both halves: a half would otherwise be followed up to its own last day.
PERIOD = {"observed_from": date(2000, 1, 1), "observed_until": date(2010, 12, 31)}
modest = settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def counted(tables: dict[str, list[Row]]) -> Counts:
    # Polars, because it starts fastest; `tests/engines` holds the engines equal.
    return count(uploads.arrow_tables(tables), engine="polars", check=False, **PERIOD)


def halves(rows: list[Row], unit: Callable[[Row], Hashable]) -> tuple[list[Row], list[Row]]:
    """Two parts that never split a unit."""
    units = sorted({str(unit(row)) for row in rows})
    first = set(units[::2])
    left = [row for row in rows if str(unit(row)) in first]
    return left, [row for row in rows if str(unit(row)) not in first]


@modest
@given(rows=uploads.spells())
def test_spells_split_by_client_add_to_the_whole(rows: list[Row]) -> None:
    left, right = halves(rows, lambda row: row["client"] or row["traject_id"])
    added = uploads.plain(counted({"trajecten": left}) + counted({"trajecten": right}))
    whole = uploads.plain(counted({"trajecten": rows}))
    # Whether somebody of one part is also in the other cannot be seen of the parts.
    people, sure = whole.pop("personen"), added.pop("personen")
    assert set(people) == set(sure)
    for place, (low, high) in people.items():
        assert sure[place][0] <= low
        assert sure[place][1] == high
    assert added == whole


@modest
@given(tables=uploads.chain())
def test_steps_split_by_spell_add_to_the_whole(tables: dict[str, list[Row]]) -> None:
    spells = halves(tables["trajecten"], lambda row: row["traject_id"])
    first = {row["traject_id"] for row in spells[0]}
    steps = (
        [row for row in tables["stappen"] if row["traject_id"] in first],
        [row for row in tables["stappen"] if row["traject_id"] not in first],
    )
    both = [counted({"trajecten": a, "stappen": b}) for a, b in zip(spells, steps, strict=True)]
    added, whole = uploads.plain(both[0] + both[1]), uploads.plain(counted(tables))
    assert added["duur"] == whole["duur"]
    assert added["duur_ongeldig"] == whole["duur_ongeldig"]
    for name in ("stap", *(tally.name for tally in CHAIN)):
        assert added[name] == whole[name]


@modest
@given(tables=uploads.chain())
def test_a_mixed_caseload_lies_between_none_and_all(tables: dict[str, list[Row]]) -> None:
    mix = counted(tables).table("mix").to_pylist()
    for row in mix:
        assert 0 <= row["mix_sum"] <= row["cases"]
        assert row["staff"] <= row["cases"]
        assert row["cases"] ** 2 <= row["staff"] * row["cases_sq"]
        assert row["cross"] ** 2 <= row["cases_sq"] * row["mix_sq"]


@modest
@given(tables=uploads.others)
def test_other_rows_split_anyhow_add_to_the_whole(tables: dict[str, list[Row]]) -> None:
    # Who was invited stands on every row of a Werkplein and quarter, and a
    # phase named twice is one phase, so there the split must follow those.
    parts: tuple[dict[str, list[Row]], ...] = ({}, {})
    for name, rows in tables.items():
        if name == "tevredenheid":
            split = halves(rows, lambda row: (row["werkplein"], row["kwartaal"]))
        elif name == "fasen":
            split = halves(rows, lambda row: (row["werkplein"], row["doelgroep"]))
        else:
            split = rows[::2], rows[1::2]
        for part, mine in zip(parts, split, strict=True):
            part[name] = mine
    added = counted(parts[0]) + counted(parts[1])
    assert uploads.plain(added) == uploads.plain(counted(tables))


@modest
@given(tables=uploads.chain(), data=st.data())
def test_order_of_rows_does_not_matter(tables: dict[str, list[Row]], data: st.DataObject) -> None:
    shuffled = {name: data.draw(st.permutations(rows)) for name, rows in tables.items()}
    assert uploads.plain(counted(shuffled)) == uploads.plain(counted(tables))


@modest
@given(rows=uploads.spells())
def test_stock_is_the_previous_stock_plus_inflow_minus_outflow(rows: list[Row]) -> None:
    counts = counted({"trajecten": rows})
    by = ["werkplein", "regeling", "doelgroep", "kwartaal"]
    flow: dict[tuple[Any, ...], int] = defaultdict(int)
    for name, sign in (("instroom", 1), ("uitstroom", -1)):
        for row in counts.roll_up(name, by).itertuples(index=False):
            flow[tuple(row)[:4]] += sign * row.n
    stock = {tuple(row)[:4]: row.n for row in counts.roll_up("stand", by).itertuples(index=False)}
    last = 2010 * 4 + 3
    assert {key for key in flow if key[3] <= last} <= set(stock)
    for (*group, quarter), number in stock.items():
        before = stock.get((*group, quarter - 1), 0)
        assert number == before + flow[*group, quarter]
        assert quarter == last or (*group, quarter + 1) in stock


@modest
@given(rows=uploads.spells())
def test_short_benefits_are_inflow_of_this_quarter_and_the_two_before(rows: list[Row]) -> None:
    sound = [
        row
        for row in rows
        if not (row["instroom"] and row["uitstroom"] and row["uitstroom"] < row["instroom"])
    ]
    counts = counted({"trajecten": sound})
    by = ["werkplein", "regeling", "doelgroep", "kwartaal"]

    def rolled(tally: str) -> dict[tuple[Any, ...], int]:
        frame = counts.roll_up(tally, by)
        return {tuple(row)[:4]: row.n for row in frame.itertuples(index=False)}

    inflow, stock, short = rolled("instroom"), rolled("stand"), rolled("stand_kort")
    assert set(short) <= set(stock)
    for (*cell, quarter), number in short.items():
        lately = sum(inflow.get((*cell, quarter - back), 0) for back in range(3))
        assert 0 <= number <= min(stock[*cell, quarter], lately)


@modest
@given(rows=uploads.OTHERS["vacatures"])
def test_open_vacancies_are_those_registered_less_those_closed(rows: list[Row]) -> None:
    days = [(row["geregistreerd"], row["gesloten"]) for row in rows]
    sound = [row for row, (begun, end) in zip(rows, days, strict=True) if not end or end >= begun]
    counts = counted({"vacatures": sound})
    last = counts.roll_up("vacature_stand", where={"kwartaal": [2010 * 4 + 3]})["n"].sum()
    still = counts.roll_up("vacatures", where={"uitkomst": ["open"]})["n"].sum()
    # Everything is followed up to the last day of 2010, the end of a quarter.
    assert last == still


@modest
@given(rows=uploads.spells())
def test_every_case_with_a_begin_is_completed_open_or_unusable(rows: list[Row]) -> None:
    counts = count({"trajecten": uploads.arrow("trajecten", rows)}, engine="polars", check=False)
    timed = counts.roll_up("duur", ["soort"]).set_index("soort")
    wrong = counts.roll_up("duur_ongeldig", ["soort"]).set_index("soort")["n"]
    for soort, start in (("uitkering", "instroom"), ("aanvraag_besluit", "aanvraag")):
        cases = sum(row[start] is not None for row in rows)
        done = timed.loc[soort, ["events", "censored"]].sum() if soort in timed.index else 0
        assert cases == done + wrong.get(soort, 0)


@modest
@given(rows=uploads.spells())
def test_at_risk_just_before_each_day_covers_the_events(rows: list[Row]) -> None:
    counts = count(
        {"trajecten": uploads.arrow("trajecten", rows)},
        engine="polars",
        observed_from=date(2009, 1, 2),
        observed_until=date(2010, 12, 31),
        check=False,
    )
    frame = counts.roll_up("duur", ["soort", "days"], where={"soort": ["uitkering"]})
    left = frame["events"] + frame["censored"]
    from_zero = left.sum() - frame["entered"].sum()
    for row in frame.itertuples():
        earlier = frame["days"] < row.days
        at_risk = from_zero + frame.loc[earlier, "entered"].sum() - left[earlier].sum()
        assert at_risk >= row.events


@modest
@given(rows=uploads.spells())
def test_adding_in_two_steps_is_adding_at_once(rows: list[Row]) -> None:
    counts = counted({"trajecten": rows})
    for name in ("instroom", "meldingen", "uitstroom"):
        fine = counts.roll_up(name, ["werkplein", "kwartaal", "regeling"])
        coarse = counts.roll_up(name, ["werkplein"])
        again = fine.groupby("werkplein", as_index=False)["n"].sum()
        assert again.to_dict("list") == coarse.to_dict("list")


def test_every_tally_is_covered_by_a_split_law() -> None:
    covered = {"trajecten", "stappen", "werkpleinen", *uploads.OTHERS}
    assert {tally.contract for tally in TALLIES.values()} == covered
