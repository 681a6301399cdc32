"""What the indicators mean: small files in, figures out.

Each test is a paragraph: a handful of spells or answers, and the figures that
follow by hand. All data are invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd
import polars as pl
import pytest

from ketenkpi.counts import count
from ketenkpi.indicators import indicators
from ketenkpi.vocabulary import Quarter

K1, K2, K3 = (Quarter(2009, number).index for number in (1, 2, 3))
DATES = ["melding", "aanvraag", "besluit", "instroom", "eerste_betaling", "termijn", "uitstroom"]


def read(table: str) -> pl.DataFrame:
    """A table drawn with bars; '-' is an empty cell."""
    lines = [line.split("|") for line in table.strip().splitlines()]
    head, *rows = [[cell.strip() for cell in line] for line in lines]
    columns = {
        name: [None if row[i] == "-" else row[i] for row in rows] for i, name in enumerate(head)
    }
    return pl.DataFrame(columns, schema=dict.fromkeys(head, pl.String))


def spells(table: str) -> pl.DataFrame:
    """Rows of `trajecten`; columns that are not drawn have one plain value."""
    frame = read(table)
    for name in frame.columns:
        if name in DATES:
            frame = frame.with_columns(pl.col(name).str.to_date())
    plain = {
        "traject_id": pl.int_range(pl.len()).cast(pl.String),
        "werkplein": pl.lit("Oost"),
        "regeling": pl.lit("WW"),
        "doelgroep": pl.lit("onbekend"),
        "kanaal": pl.lit("balie"),
    }
    return frame.with_columns(**{n: v for n, v in plain.items() if n not in frame.columns})


def many(of: Mapping[str, object], times: int) -> pl.DataFrame:
    """`times` spells that are all alike."""
    row = {name: [value] * times for name, value in of.items()}
    ids = [f"{min(of.values(), key=str)}-{i}" for i in range(times)]
    return pl.DataFrame({"traject_id": ids, "doelgroep": ["onbekend"] * times, **row})


def ask(counts, key: str, *, by=("werkplein", "kwartaal"), **kwargs) -> pd.DataFrame:
    return indicators(counts, keys=[key], by=by, **kwargs)


UNTIL = date(2009, 9, 30)

FLOW = """
werkplein | instroom   | uitstroom  | reden_uitstroom
Oost      | 2009-01-05 | 2009-02-01 | werk
Oost      | 2009-01-05 | 2009-05-20 | werk
Oost      | 2009-02-10 | 2009-05-31 | einde_recht
Oost      | 2009-03-31 | 2009-06-30 | -
Oost      | 2009-04-01 | -          | -
West      | 2009-04-15 | -          | -
"""


def test_inflow_outflow_and_stock() -> None:
    counts = count({"trajecten": spells(FLOW)}, observed_until=UNTIL)
    found = indicators(counts, keys=["instroom", "uitstroom", "stand"])
    values = found.pivot(index=["werkplein", "kwartaal"], columns="indicator", values="value")
    assert values.loc["Oost"][["instroom", "uitstroom", "stand"]].to_numpy().tolist() == [
        [4, 1, 3],  # first quarter
        [1, 3, 1],  # who leaves on 30 June is not in the stock of that day
        [0, 0, 1],
    ]
    assert values.loc["West", "instroom"].tolist()[1:] == [1, 0]


def test_a_quarter_without_files_is_not_a_zero() -> None:
    # West delivered nothing about the first quarter; Oost delivered, and nobody
    # flowed in in the third.
    counts = count({"trajecten": spells(FLOW)}, observed_until=UNTIL)
    found = ask(counts, "instroom").set_index(["werkplein", "kwartaal"])
    west, oost = found.loc[("West", K1)], found.loc[("Oost", K3)]
    assert pd.isna(west["value"])
    assert west["reason"] == "indicators.reason_not_delivered"
    assert (oost["value"], oost["low"]) == (0, 0)
    assert oost["high"] == pytest.approx(3.689, abs=1e-3)
    assert pd.isna(oost["reason"])


def test_a_total_says_who_is_missing() -> None:
    counts = count({"trajecten": spells(FLOW)}, observed_until=UNTIL)
    found = ask(counts, "instroom", by=["kwartaal"]).set_index("kwartaal")
    assert found["value"].tolist() == [4, 2, 0]
    assert found["undelivered"].tolist() == [1, 0, 0]


def test_a_quarter_that_is_not_over_says_so() -> None:
    counts = count({"trajecten": spells(FLOW)}, observed_until=date(2009, 6, 15))
    found = indicators(counts, keys=["instroom", "stand"], where={"werkplein": ["Oost"]}).set_index(
        ["indicator", "kwartaal"]
    )
    assert found["incomplete"].tolist() == [0, 1, 0, 1]
    assert found.loc[("instroom", K2), "value"] == 1
    assert found.loc[("stand", K2), "reason"] == "indicators.reason_follow_up_incomplete"


def test_share_to_work_keeps_unknown_reasons_below_the_line() -> None:
    # 12 to work, 6 otherwise, 2 unknown: 12 / 20, and beside it 12 / 18.
    end = {"instroom": date(2009, 1, 5), "uitstroom": date(2009, 3, 1)}
    base = {"werkplein": "Oost", "regeling": "WW", "kanaal": "balie", **end}
    frame = pl.concat(
        [
            many({**base, "reden_uitstroom": "werk"}, 12),
            many({**base, "reden_uitstroom": "verhuizing"}, 6),
            many({**base, "reden_uitstroom": "onbekend"}, 2),
        ]
    ).with_columns(traject_id=pl.int_range(pl.len()).cast(pl.String))
    counts = count({"trajecten": frame}, observed_until=UNTIL)
    row = ask(counts, "aandeel_werk").iloc[0]
    assert (row["value"], row["numerator"], row["denominator"]) == (0.6, 12, 20)
    assert row["beside"] == pytest.approx(12 / 18)
    assert (row["low"], row["high"]) == pytest.approx((0.3789, 0.7939), abs=1e-4)
    by_reason = ask(counts, "uitstroom", by=["kwartaal", "split"])
    first = by_reason[by_reason["kwartaal"] == K1]
    assert dict(zip(first["split"], first["value"], strict=True)) == {
        "onbekend": 2,
        "verhuizing": 6,
        "werk": 12,
    }


def test_when_no_reason_is_known_there_is_no_share() -> None:
    frame = many(
        {
            "werkplein": "Oost",
            "regeling": "WW",
            "kanaal": "balie",
            "instroom": date(2009, 1, 5),
            "uitstroom": date(2009, 3, 1),
        },
        20,
    ).with_columns(reden_uitstroom=pl.lit("onbekend"))
    counts = count({"trajecten": frame}, observed_until=UNTIL)
    for key in ("aandeel_werk", "uitstroom_werk"):
        row = ask(counts, key).iloc[0]
        assert pd.isna(row["value"])
        assert row["reason"] == "indicators.reason_not_recorded"


def test_outflow_rate_is_per_year_of_benefit() -> None:
    # Second quarter of Oost: stock 3 at the begin and 1 at the end, 91 days, so
    # 2 * 91 / 365.25 = 0.498 years of benefit, and three ends: 6.02 per year.
    counts = count({"trajecten": spells(FLOW)}, observed_until=UNTIL)
    found = ask(counts, "uitstroomquote").set_index(["werkplein", "kwartaal"])
    row = found.loc[("Oost", K2)]
    assert row["denominator"] == pytest.approx(2 * 91 / 365.25)
    assert row["value"] == pytest.approx(3 / (2 * 91 / 365.25))
    assert found.loc[("Oost", K1), "reason"] == "indicators.reason_begin_stock_unknown"
    # Over several quarters events and years add: the first quarter, of which
    # the begin is unknown, is left out above and below the line.
    whole = ask(counts, "uitstroomquote", by=["werkplein"]).set_index("werkplein").loc["Oost"]
    assert whole["numerator"] == 3
    assert whole["denominator"] == pytest.approx((2 * 91 + 1 * 92) / 365.25)


def test_returns_per_window() -> None:
    # Twenty clients leave in the first quarter; five return after 100 days and
    # five after 300. All inflow of the fourth quarter and later was looked back on.
    first = [
        {"client": f"k{i}", "instroom": date(2008, 1, 1), "uitstroom": date(2009, 1, 10)}
        for i in range(20)
    ]
    back = [
        {"client": f"k{i}", "instroom": date(2009, 4, 20) if i < 5 else date(2009, 11, 6)}
        for i in range(10)
    ]
    new = [{"client": f"n{i}", "instroom": date(2009, 11, 6)} for i in range(15)]
    rows = [{"uitstroom": None, **row} for row in first + back + new]
    frame = pl.DataFrame(rows, infer_schema_length=None).with_columns(
        traject_id=pl.int_range(pl.len()).cast(pl.String),
        werkplein=pl.lit("Oost"),
        regeling=pl.lit("WW"),
        doelgroep=pl.lit("onbekend"),
        kanaal=pl.lit("balie"),
    )
    counts = count({"trajecten": frame}, observed_until=date(2009, 12, 31))
    found = ask(counts, "herinstroom", by=["kwartaal"]).set_index(["kwartaal", "split"])
    fourth = Quarter(2009, 4).index
    assert found.loc[(fourth, "182"), ["numerator", "denominator"]].tolist() == [0, 20]
    assert found.loc[(fourth, "365"), ["numerator", "denominator"]].tolist() == [5, 20]
    early = found.loc[(Quarter(2008, 1).index, "365")]
    assert early["reason"] == "indicators.reason_look_back_incomplete"


def test_without_clients_there_are_no_returns() -> None:
    counts = count({"trajecten": spells(FLOW)}, observed_until=UNTIL)
    found = ask(counts, "herinstroom", where={"werkplein": ["Oost"]})
    assert set(found["reason"]) == {"indicators.reason_client_missing"}


def test_duration_counts_running_cases() -> None:
    # Ten spells began on 1 January. Three ended after 10 days, three after 50,
    # four still run after 272: the median is 50, of closed spells only 10.
    begin = {"werkplein": "Oost", "regeling": "WW", "kanaal": "balie"}
    frame = pl.concat(
        [
            many({**begin, "instroom": date(2009, 1, 1), "uitstroom": date(2009, 1, 11)}, 3),
            many({**begin, "instroom": date(2009, 1, 1), "uitstroom": date(2009, 2, 20)}, 3),
            many({**begin, "instroom": date(2009, 1, 1)}, 4).with_columns(
                uitstroom=pl.lit(None, pl.Date)
            ),
        ]
    ).with_columns(traject_id=pl.int_range(pl.len()).cast(pl.String))
    counts = count({"trajecten": frame}, observed_until=UNTIL)
    found = indicators(
        counts, keys=["uitkeringsduur", "uitkeringsduur_p90"], where={"kwartaal": [K1]}
    )
    median, slow = found.iloc[0], found.iloc[1]
    assert (median["value"], median["beside"], median["n"]) == (50, 10, 10)
    assert pd.isna(median["high"])  # the upper limit lies beyond the follow-up
    assert pd.isna(slow["value"])
    assert slow["reason"] == "indicators.reason_not_reached"
    # With three ended after 10 days and seven still running the median is not
    # reached, but the lower limit is known: it takes at least ten days.
    fewer = frame.filter(pl.col("uitstroom").is_null() | (pl.col("uitstroom") < date(2009, 2, 1)))
    more = pl.concat([fewer, fewer.filter(pl.col("uitstroom").is_null()).head(3)]).with_columns(
        traject_id=pl.int_range(pl.len()).cast(pl.String)
    )
    row = ask(
        count({"trajecten": more}, observed_until=UNTIL), "uitkeringsduur", where={"kwartaal": [K1]}
    ).iloc[0]
    assert (row["n"], row["reason"]) == (10, "indicators.reason_not_reached")
    assert pd.isna(row["value"])
    assert row["low"] == 10


def test_decisions_on_time_count_who_still_waits() -> None:
    # Twelve applications of 1 March: six decided after 20 days, two after 80,
    # four still open on 31 May. Within 56 days: 6 / 12, of closed ones 6 / 8.
    base = {"werkplein": "Oost", "regeling": "WWB", "kanaal": "balie"}
    applied = {**base, "aanvraag": date(2009, 3, 1)}
    frame = pl.concat(
        [
            many({**applied, "besluit": date(2009, 3, 21)}, 6),
            many({**applied, "besluit": date(2009, 5, 20)}, 2),
            many(applied, 4).with_columns(besluit=pl.lit(None, pl.Date)),
        ]
    ).with_columns(
        traject_id=pl.int_range(pl.len()).cast(pl.String), instroom=pl.lit(None, pl.Date)
    )
    on_time = ask(
        count({"trajecten": frame}, observed_until=date(2009, 5, 31), check=False),
        "besluit_op_tijd",
    ).iloc[0]
    assert (on_time["value"], on_time["beside"]) == (0.5, 0.75)
    assert on_time["low"] < 0.5 < on_time["high"]
    # On 11 April nobody has been followed for 56 days: the six are known, the share is not.
    too_early = count({"trajecten": frame}, observed_until=date(2009, 4, 11), check=False)
    row = ask(too_early, "besluit_op_tijd").iloc[0]
    assert (row["reason"], row["numerator"]) == ("indicators.reason_follow_up_incomplete", 6)


def test_a_norm_measures_only_the_years_it_was_in_force() -> None:
    # The four weeks for WW held for rights that began before July 2015.
    base = {"werkplein": "Oost", "regeling": "WW", "kanaal": "balie"}
    frame = pl.concat(
        [
            many({**base, "instroom": date(year, 2, 1), "eerste_betaling": date(year, 2, day)}, 10)
            for year, day in ((2014, 10), (2016, 10))
        ]
    ).with_columns(traject_id=pl.int_range(pl.len()).cast(pl.String))
    counts = count({"trajecten": frame}, observed_until=date(2016, 12, 31))
    found = ask(counts, "eerste_betaling_ww_op_tijd").set_index("kwartaal")
    assert found.loc[Quarter(2014, 1).index, "value"] == 1
    assert found.loc[Quarter(2014, 1).index, "low"] == pytest.approx(0.7411, abs=1e-4)
    later = found.loc[Quarter(2016, 1).index]
    assert later["reason"] == "indicators.reason_norm_not_in_force"
    whole = ask(counts, "eerste_betaling_ww_op_tijd", by=[]).iloc[0]
    assert whole["denominator"] == 10
    assert whole["note"] == "indicators.note_norm_in_part"
    assert pd.isna(found.loc[Quarter(2014, 1).index, "note"])


def test_a_norm_whose_begin_was_not_found_says_so_beside_the_share() -> None:
    # The source speaks of 2012; of 2009 the share is a fact, and the norm is not.
    base = {"werkplein": "Oost", "regeling": "WW", "kanaal": "balie"}
    paid = many({**base, "instroom": date(2009, 2, 1), "eerste_betaling": date(2009, 2, 10)}, 10)
    frame = paid.with_columns(traject_id=pl.int_range(pl.len()).cast(pl.String))
    counts = count({"trajecten": frame}, observed_until=date(2009, 12, 31))
    row = ask(counts, "eerste_betaling_ww_op_tijd").iloc[0]
    assert (row["value"], row["note"]) == (1, "indicators.note_norm_begin_unknown")
    # Eight weeks for a decision held since 1994.
    decided = many({**base, "regeling": "WWB", "aanvraag": date(2009, 1, 2)}, 10).with_columns(
        traject_id=pl.int_range(pl.len()).cast(pl.String), besluit=pl.lit(date(2009, 1, 9))
    )
    counts = count({"trajecten": decided}, observed_until=date(2009, 12, 31), check=False)
    assert pd.isna(ask(counts, "besluit_op_tijd").iloc[0]["note"])


ANSWERS = """
werkplein | klantgroep   | klantprincipe | scores
Oost      | werkzoekende | tijdigheid    | 8 7 9 6 8 8 7 9 10 8
Oost      | werkzoekende | houvast       | 7 7 7 7 7 7 7 7 7 7
Oost      | werkzoekende | algemeen      | 8 6
Oost      | werkgever    | algemeen      | 5 5 5 5 5 6 6 6 6 6
West      | werkzoekende | een_geheel    | 1 3 4 7 7 8 9 9 10 2
"""


def test_marks_per_principle() -> None:
    rows = [
        {**row, "kwartaal": K1, "score": int(score)}
        for row in read(ANSWERS).iter_rows(named=True)
        for score in row.pop("scores").split()
    ]
    frame = pl.DataFrame(rows).with_columns(
        pl.col("kwartaal").cast(pl.Int32), prioriteit=pl.lit(None, pl.Float64)
    )
    counts = count({"tevredenheid": frame})
    marks = ask(counts, "klanttevredenheid").set_index(["werkplein", "split"]).loc["Oost"]
    timely, hold, general = (marks.loc[name] for name in ("tijdigheid", "houvast", "algemeen"))
    assert timely["value"] == 8
    # Ten marks of 6 to 10 do not tell how low a next one may be.
    assert timely["method"] == "indicators.method_alike"
    assert timely[["low", "high"]].isna().all()
    assert (hold["value"], hold["method"]) == (7, "indicators.method_no_spread")
    assert pd.isna(hold["low"])
    assert general["reason"] == "indicators.reason_too_few"
    satisfied = ask(counts, "tevreden").set_index(["werkplein", "split"])
    satisfied = satisfied.loc[("Oost", "tijdigheid")]
    assert (satisfied["value"], satisfied["denominator"]) == (0.7, 10)
    employers = ask(counts, "klanttevredenheid_werkgevers")
    assert employers.set_index("werkplein").loc["Oost", "value"] == 5.5
    whole = ask(counts, "een_geheel").set_index("werkplein").loc["West"]
    assert whole["method"] == "indicators.method_skewed"
    assert (whole["low"], whole["high"]) == pytest.approx((3.556, 8.075), abs=1e-3)


MONEY = """
werkplein | organisatie | soort       | begroot | besteed | fte
Oost      | uwv         | personeel   | 1000    | 900     | 2
Oost      | gemeente    | personeel   | 500     | -       | 0.5
West      | uwv         | huisvesting | 300     | -       | -
"""


def test_money_and_caseload() -> None:
    frame = read(MONEY).with_columns(
        pl.col("begroot", "besteed", "fte").cast(pl.Float64),
        kwartaal=pl.lit(K2, pl.Int32),
        taak=pl.lit(None, pl.String),
        doelgroep=pl.lit(None, pl.String),
        gezamenlijk=pl.lit(None, pl.Boolean),
    )
    counts = count({"trajecten": spells(FLOW), "middelen": frame}, observed_until=UNTIL)
    found = indicators(
        counts, keys=["begroot", "besteed", "caseload_per_fte"], where={"kwartaal": [K2]}
    ).set_index(["indicator", "werkplein"])
    assert found.loc[("begroot", "Oost"), "value"] == 1500
    assert found.loc[("besteed", "Oost"), "value"] == 900
    # An empty amount is not zero.
    assert found.loc[("besteed", "West"), "reason"] == "indicators.reason_nothing_observed"
    caseload = found.loc[("caseload_per_fte", "Oost")]
    assert (caseload["value"], caseload["denominator"]) == (1 / 2.5, 2.5)
    # Both are counted in full: no chance, so no limits.
    assert caseload[["low", "high"]].isna().all()
    # People are not registered per scheme, so cases per fte of one scheme do not exist.
    of_one_scheme = ask(
        counts, "caseload_per_fte", where={"kwartaal": [K2], "regeling": ["WW"]}
    ).set_index("werkplein")
    assert of_one_scheme.loc["Oost", "reason"] == "indicators.reason_not_split"
    by_kind = ask(counts, "begroot", by=["split"], where={"kwartaal": [K2]})
    assert dict(zip(by_kind["split"], by_kind["value"], strict=True)) == {
        "huisvesting": 300,
        "personeel": 1500,
    }


AGGREGATE = """
werkplein | kwartaal | beginstand | instroom | uitstroom | uitstroom_werk | eindstand
Noord     | 8036     | 100        | 40       | 30        | 12             | 110
Oost      | 8036     | 900        | 900      | 900       | 900            | 900
"""


def test_an_aggregate_delivery_fills_what_has_no_case_files() -> None:
    # Oost has case files of the first quarter, so its aggregate row is not used.
    whole = ["beginstand", "instroom", "uitstroom", "uitstroom_werk", "eindstand"]
    frame = read(AGGREGATE).with_columns(
        pl.col("kwartaal").cast(pl.Int32),
        pl.col(whole).cast(pl.Int64),
        regeling=pl.lit("WW"),
        doelgroep=pl.lit("onbekend"),
        herinstroom=pl.lit(None, pl.Int64),
    )
    counts = count({"trajecten": spells(FLOW), "stand_stroom": frame}, observed_until=UNTIL)
    found = indicators(
        counts,
        keys=["instroom", "uitstroom_werk", "aandeel_werk", "stand", "uitstroomquote"],
        where={"kwartaal": [K1]},
    ).set_index(["indicator", "werkplein"])
    assert found.loc[("instroom", "Noord"), "value"] == 40
    assert found.loc[("uitstroom_werk", "Noord"), "value"] == 12
    assert found.loc[("aandeel_werk", "Noord"), "value"] == 0.4
    assert found.loc[("stand", "Noord"), "value"] == 110
    # Its begin stock is in the file: 30 / (105 * 90 / 365.25).
    rate = found.loc[("uitstroomquote", "Noord"), "value"]
    assert rate == pytest.approx(30 / (105 * 90 / 365.25))
    assert found.loc[("instroom", "Oost"), "value"] == 4
    assert found.loc[("stand", "Oost"), "value"] == 3
    duration = ask(counts, "uitkeringsduur", where={"werkplein": ["Noord"], "kwartaal": [K1]})
    assert duration["reason"].tolist() == ["indicators.reason_not_delivered"]
