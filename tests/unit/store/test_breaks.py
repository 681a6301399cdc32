"""Breaks: what is another area or no whole quarter, by a register made for it."""

from __future__ import annotations

from datetime import date

import pandas as pd

from ketenkpi.comparison import control_chart
from ketenkpi.comparison.breaks import Gone, anew, area_since, gone, without_closed
from ketenkpi.register import Register
from ketenkpi.vocabulary import Quarter
from tests.unit.register_lists import listed, overlaid

MERGED, SHUT = Quarter(2010, 2).index, Quarter(2010, 3).index
QUARTERS = list(range(Quarter(2009, 4).index, Quarter(2010, 4).index + 1))


def made() -> Register:
    """From 1 April 2010 Weg is part of Erf; Dicht closes within the third quarter."""
    return overlaid(
        listed("Weg", geldig_tot=date(2010, 3, 31), opgegaan_in="Erf"),
        listed("Erf"),
        listed("Rust"),
        listed("Dicht", geldig_tot=date(2010, 8, 15)),
    )


def rows(names: list[str], column: str | None) -> pd.DataFrame:
    frame = pd.DataFrame({"kwartaal": QUARTERS * len(names)})
    if column is None:
        return frame
    return frame.assign(**{column: [name for name in names for _ in QUARTERS]})


def test_who_is_gone_and_who_took_over() -> None:
    found = {one.place: one for one in gone(made())}
    assert found["Weg"] == Gone("Weg", "Erf", MERGED)
    assert found["Dicht"] == Gone("Dicht", None, SHUT)
    assert "Erf" not in found


def test_another_area_is_that_of_who_took_over_and_of_nobody_else() -> None:
    inside = {name: {name} for name in ("Erf", "Rust")}
    found = area_since(rows(["Erf", "Rust"], "werkplein"), "werkplein", inside, made())
    assert found.tolist() == [0, 0, *[MERGED] * 3, *[0] * 5]


def test_a_merger_within_a_region_changes_nothing_a_closure_does() -> None:
    regions = {"Heel": {"Weg", "Erf"}, "Deels": {"Erf", "Rust"}, "Minder": {"Rust", "Dicht"}}
    found = area_since(rows(list(regions), "regio"), "regio", regions, made()).reshape(3, 5)
    assert found[0].tolist() == [0] * 5
    assert found[1].tolist() == [0, 0, *[MERGED] * 3]
    assert found[2].tolist() == [0, 0, 0, SHUT, SHUT]
    everywhere = {"": {"Weg", "Erf", "Rust"}}
    assert not area_since(rows(["alle"], None), None, everywhere, made()).any()


def test_limits_of_chance_begin_anew_with_another_area() -> None:
    """Ten quarters of about 100, then six of about 200 with the area of another."""
    first = Quarter(2008, 1).index
    value = [99.0, 101, 100, 98, 102, 100, 99, 101, 100, 100, 201, 199, 200, 202, 198, 200]
    frame = pd.DataFrame(
        {"indicator": "instroom", "split": None, "werkplein": "Erf", "value": value}
        | {"kwartaal": range(first, first + 16), "numerator": value, "denominator": float("nan")}
        | {"incomplete": 0, "reason": None}
    )
    moved = control_chart(frame)
    assert "change" in set(moved["variation"])
    since = (frame["kwartaal"] >= first + 10) * (first + 10)
    anew = control_chart(frame.assign(area_since=since))
    assert set(anew["variation"]) <= {"common", "none"}
    assert anew["phase"].tolist() == [*[anew["phase"][0]] * 10, *[anew["phase"][10]] * 6]


def test_who_did_not_exist_all_the_time_is_not_compared() -> None:
    frame = pd.DataFrame(
        {"werkplein": ["Weg", "Erf", "Rust"], "value": 0.4, "low": 0.3, "high": 0.5}
        | {"beside": 0.4, "method": "m", "note": None, "reason": None}
    )
    last, before = Quarter.from_index(MERGED), Quarter.from_index(MERGED - 1)
    found = without_closed(frame, {}, made(), [last])
    assert found["reason"].tolist() == ["comparison.closed", None, None]
    assert found["value"].isna().tolist() == [True, False, False]
    assert without_closed(frame, {}, made(), [before]) is frame
    assert without_closed(frame, {}, made(), []) is frame
    # Of Werkpleinen together only where none of them was there.
    one = frame.head(1).drop(columns="werkplein")
    assert without_closed(one, {"werkplein": ["Weg"]}, made(), [last])["value"].isna().all()
    assert without_closed(one, {"werkplein": ["Weg", "Rust"]}, made(), [last]) is one


def test_who_may_not_see_the_one_that_went_gets_no_past_before_it() -> None:
    now = Quarter.from_index(MERGED + 1)
    seen = anew(rows(["Erf", "Rust"], "werkplein"), now, made())
    assert seen.groupby("werkplein")["kwartaal"].min().to_dict() == {
        "Erf": MERGED,
        "Rust": QUARTERS[0],
    }
    both = rows(["Erf", "Weg"], "werkplein")
    assert anew(both, now, made()) is both
    assert anew(rows(["Erf"], "werkplein"), Quarter.from_index(MERGED - 1), made()).shape[0] == 5
