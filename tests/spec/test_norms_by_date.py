"""Which norm measures a payment of WW: small invented files of 2015 to 2025, and what comes out.

Three rules follow each other: first payments within 4 weeks after the right begins, then
first payments within 10 days after the statement of income, then all payments so. What is
measured by one is never measured by another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pandas as pd
import polars as pl
import pytest

from ketenkpi.counts import Counts, count
from ketenkpi.indicators import indicators, load_indicators, load_norms
from ketenkpi.vocabulary import Quarter

OLD, FIRST, EVERY = (
    *("eerste_betaling_ww_op_tijd", "eerste_betaling_ww_na_opgave", "betalingen_ww_op_tijd"),
)
NOT_IN_FORCE = "indicators.reason_norm_not_in_force"
NOTHING = "indicators.reason_nothing_observed"
BEGINS = [date(2015, 6, 30), date(2015, 7, 1), date(2016, 12, 31), date(2017, 1, 1)]
UNTIL = date(2017, 12, 31)
TIMES = 10


def rights(begins: Sequence[date], **days: int | None) -> pl.DataFrame:
    """Ten rights from each day, with dates so many days later; None: it has not come."""
    every = [begin for begin in begins for _ in range(TIMES)]
    columns = {
        name: [None if later is None else begin + timedelta(days=later) for begin in every]
        for name, later in days.items()
    }
    return pl.DataFrame(
        {
            "traject_id": [f"T{number}" for number in range(len(every))],
            "werkplein": "Oost",
            "regeling": "WW",
            "doelgroep": "onbekend",
            "kanaal": "balie",
            "instroom": every,
        }
    ).with_columns(**{name: pl.Series(values, dtype=pl.Date) for name, values in columns.items()})


def totals(paid: Mapping[Quarter, tuple[int | None, int | None]]) -> pl.DataFrame:
    """Totals of WW by quarter, with all payments and those in time."""
    whole = dict.fromkeys(("beginstand", "instroom", "uitstroom", "eindstand"), 10)
    every, in_time = zip(*paid.values(), strict=True)
    return pl.DataFrame(
        {"werkplein": "Oost", "regeling": "WW", "doelgroep": "onbekend", **whole,
         "kwartaal": [quarter.index for quarter in paid]},
    ).with_columns(
        pl.col("kwartaal").cast(pl.Int32),
        betalingen=pl.Series(every, dtype=pl.Int64),
        betalingen_binnen_10_dagen=pl.Series(in_time, dtype=pl.Int64),
    )  # fmt: skip


def asked(counts: Counts, key: str, by: Sequence[str] = ("kwartaal",)) -> pd.DataFrame:
    found = indicators(counts, keys=[key], by=by)
    return found.set_index("kwartaal") if "kwartaal" in by else found


def of_first_quarter(counts: Counts, key: str) -> pd.Series:
    """The figure of the rights of July 2015."""
    return asked(counts, key).loc[Quarter(2015, 3).index]


def valued(frame: pd.DataFrame) -> list[str]:
    """The quarters with a figure."""
    return [str(Quarter.from_index(each)) for each in frame.index[frame["value"].notna()]]


PAID = {"eerste_betaling": 20, "ontvangst_inkomstenopgave": 12, "betaalbaar": 20}


def test_a_right_is_measured_by_the_rule_of_the_day_it_began() -> None:
    counts = count({"trajecten": rights(BEGINS, **PAID)}, observed_until=UNTIL)
    old, first = asked(counts, OLD), asked(counts, FIRST)
    assert valued(old) == ["2015K2"]
    assert valued(first) == ["2015K3", "2016K4"]
    for frame, quarters in ((old, ("2015K3", "2016K4", "2017K1")), (first, ("2015K2", "2017K1"))):
        outside = [Quarter.parse(quarter).index for quarter in quarters]
        assert set(frame.loc[outside, "reason"]) == {NOT_IN_FORCE}


def test_ten_days_count_from_the_statement_and_not_from_the_right() -> None:
    late = {**PAID, "ontvangst_inkomstenopgave": 9}
    for days, share in ((PAID, 1), (late, 0)):
        counts = count({"trajecten": rights([BEGINS[1]], **days)}, observed_until=UNTIL)
        assert of_first_quarter(counts, FIRST)["value"] == share
        # All of them had their money within 28 days, which says nothing here any more.
        assert of_first_quarter(counts, OLD)["reason"] == NOT_IN_FORCE


def test_who_handed_in_no_statement_is_not_waited_for() -> None:
    waiting = rights([BEGINS[1]], ontvangst_inkomstenopgave=None, betaalbaar=None)
    both = pl.concat([rights([BEGINS[1]], **PAID).select(waiting.columns), waiting])
    both = both.with_columns(traject_id=pl.int_range(pl.len()).cast(pl.String))
    counts = count({"trajecten": both}, observed_until=UNTIL)
    row = of_first_quarter(counts, FIRST)
    assert (row["value"], row["denominator"]) == (1, TIMES)


def test_who_handed_it_in_and_waits_counts_as_not_paid() -> None:
    unpaid = rights([BEGINS[1]], ontvangst_inkomstenopgave=12, betaalbaar=None)
    counts = count({"trajecten": unpaid}, observed_until=UNTIL)
    assert of_first_quarter(counts, FIRST)["value"] == 0


def test_a_file_without_the_columns_has_no_figure_and_keeps_the_others() -> None:
    with_them = rights([BEGINS[1]], **PAID)
    without = with_them.drop("ontvangst_inkomstenopgave", "betaalbaar")
    counts = count({"trajecten": without}, observed_until=UNTIL)
    assert of_first_quarter(counts, FIRST)["reason"] == NOTHING
    more = count({"trajecten": with_them}, observed_until=UNTIL)
    for key in ("instroom", "doorlooptijd"):
        kept = [indicators(each, keys=[key]) for each in (counts, more)]
        pd.testing.assert_frame_equal(*kept)


def test_a_right_from_before_observation_is_followed_from_its_statement() -> None:
    # Observed from 1 August: the statement came on the 3rd, so all ten days were seen.
    frame = rights([date(2015, 7, 1)], ontvangst_inkomstenopgave=33, betaalbaar=40)
    counts = count({"trajecten": frame}, observed_from=date(2015, 8, 1), observed_until=UNTIL)
    seen = counts.roll_up("duur", ["soort"], ["entered", "events"])
    (row,) = seen[seen["soort"] == "opgave_betaalbaar"].to_dict("records")
    assert (row["entered"], row["events"]) == (0, TIMES)


K = {year: Quarter(year, 1) for year in range(2016, 2027)}
PAYMENTS = {
    K[2016]: (100, 99), K[2018]: (200, 196), K[2022]: (200, 190), K[2025]: (400, 390),
    K[2026]: (None, None),
}  # fmt: skip


def test_all_payments_have_a_figure_from_2017_on() -> None:
    counts = count({"stand_stroom": totals(PAYMENTS)}, observed_until=date(2026, 3, 31))
    found = asked(counts, EVERY)
    assert found["value"].dropna().to_dict() == {
        K[2018].index: 0.98, K[2022].index: 0.95, K[2025].index: 0.975,
    }  # fmt: skip
    assert found.loc[K[2016].index, "reason"] == NOT_IN_FORCE
    assert found.loc[K[2026].index, "reason"] == NOTHING


def test_over_several_years_only_those_of_the_norm_count() -> None:
    counts = count({"stand_stroom": totals(PAYMENTS)}, observed_until=date(2026, 3, 31))
    (row,) = asked(counts, EVERY, by=()).to_dict("records")
    assert (row["numerator"], row["denominator"]) == (196 + 190 + 390, 200 + 200 + 400)
    assert row["note"] == "indicators.note_norm_in_part"


@pytest.mark.parametrize(
    ("numbers", "reason"),
    [
        ((30, None), NOTHING),
        ((None, 30), NOTHING),
        ((30, 31), "indicators.reason_more_than_all"),
        ((9, 9), "indicators.reason_too_few"),
    ],
)
def test_two_numbers_that_make_no_share(
    numbers: tuple[int | None, int | None], reason: str
) -> None:
    # A file that is checked is refused before it comes so far; rows of a notebook need not be.
    counts = count({"stand_stroom": totals({K[2018]: numbers})}, observed_until=UNTIL, check=False)
    assert asked(counts, EVERY)["reason"].tolist() == [reason]


def test_a_file_of_totals_without_the_columns_has_no_figure() -> None:
    older = totals({K[2018]: (200, 196)}).drop("betalingen", "betalingen_binnen_10_dagen")
    counts = count({"stand_stroom": older}, observed_until=UNTIL)
    assert asked(counts, EVERY)["reason"].tolist() == [NOTHING]
    assert asked(counts, "instroom")["value"].tolist() == [10]


def test_on_no_day_do_two_norms_in_force_measure_the_same_by_the_same_indicator() -> None:
    measuring = {each.norm.key: key for key, each in load_indicators().items() if each.norm}
    day = date(2008, 1, 1)
    while day < date(2027, 1, 1):
        holding = [
            measuring[key]
            for key, norm in load_norms().items()
            if key in measuring
            and (norm.valid_from is None or norm.valid_from <= day)
            and (norm.valid_to is None or day <= norm.valid_to)
        ]
        assert len(holding) == len(set(holding)), day
        assert sum(key in (OLD, FIRST, EVERY) for key in holding) == 1, day
        day += timedelta(days=1)
