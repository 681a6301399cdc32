"""Marks of several Werkpleinen estimated for all invited: a second time in plain loops."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.special import stdtrit

from ketenkpi.counts import Counts, count
from ketenkpi.indicators import indicators, load_indicators
from ketenkpi.indicators.reasons import (
    INVITED_UNKNOWN,
    NO_SPREAD,
    NOT_DELIVERED,
    ONE_PLACE,
    STRATA_LEFT_OUT,
    TOO_FEW,
)
from ketenkpi.vocabulary import Quarter

KEY, OF = "klanttevredenheid_geschat", "klanttevredenheid"
REGIONS = {"A": "Noord", "B": "Noord", "C": "Zuid", "D": "Zuid"}
METHOD = "indicators.method_stratified_t"


def survey(rows: list[tuple[str, str, str, str, int, int | None]]) -> Counts:
    """Place, quarter, client group, principle, mark, number invited."""
    names = ["werkplein", "kwartaal", "klantgroep", "klantprincipe", "score", "aangeschreven"]
    frame = pd.DataFrame(rows, columns=names).astype({"aangeschreven": "Int64"})
    frame["kwartaal"] = [Quarter.parse(text).index for text in frame["kwartaal"]]
    return count({"tevredenheid": frame}, check=False)


def answers(
    place: str, marks: list[int], invited: int | None, quarter: str = "2009K1"
) -> list[tuple[str, str, str, str, int, int | None]]:
    return [(place, quarter, "werkzoekende", "houvast", mark, invited) for mark in marks]


def asked(counts: Counts, by: list[str], **more: Any) -> pd.DataFrame:
    found = indicators(counts, keys=[OF], by=by, regio_of=REGIONS, **more)
    return found[found["indicator"] == KEY].reset_index(drop=True)


@pytest.fixture(scope="module")
def drawn() -> list[tuple[str, str, str, str, int, int | None]]:
    dice = np.random.default_rng(3)
    rows = []
    for place, invited in (("A", 60), ("B", 400), ("C", 35), ("D", 90)):
        for quarter in ("2009K1", "2009K2", "2009K3"):
            for group in ("werkzoekende", "werkgever"):
                for principle in ("houvast", "algemeen"):
                    marks = dice.integers(1, 11, int(dice.integers(4, 30)))
                    rows += [(place, quarter, group, principle, int(m), invited) for m in marks]
    return rows


def plainly(marks: dict[Any, list[int]], invited: dict[Any, int]) -> tuple[float, float, float]:
    people = sum(invited[each] for each in marks)
    mean = variance = below = 0.0
    for stratum, given in marks.items():
        n, size = len(given), invited[stratum]
        middle = sum(given) / n
        spread = sum((mark - middle) ** 2 for mark in given) / (n - 1)
        part = (size / people) ** 2 * spread / n * (1 - n / size)
        mean += size / people * middle
        variance, below = variance + part, below + part**2 / (n - 1)
    reach = float(stdtrit(variance**2 / below, 0.975)) * variance**0.5
    return mean, max(mean - reach, 1), min(mean + reach, 10)


@pytest.mark.parametrize("by", [["regio"], ["kwartaal"], ["regio", "kwartaal"], []])
def test_every_group_in_plain_loops(drawn: list[Any], by: list[str]) -> None:
    found = indicators(survey(drawn), keys=[OF], by=by, regio_of=REGIONS)
    strata: dict[Any, dict[Any, list[int]]] = defaultdict(lambda: defaultdict(list))
    invited = {(place, quarter): number for place, quarter, _, _, _, number in drawn}
    for place, quarter, group, principle, mark, _ in drawn:
        if group == "werkzoekende":
            key = {"regio": REGIONS[place], "kwartaal": quarter}
            strata[(*(key[name] for name in by), principle)][place, quarter].append(mark)
    estimates = found[found["indicator"] == KEY]
    assert len(estimates) == len(strata)
    for row in estimates.to_dict("records"):
        quarter = f"{row['kwartaal'] // 4}K{row['kwartaal'] % 4 + 1}" if "kwartaal" in by else ""
        own = {"regio": row.get("regio"), "kwartaal": quarter}
        mine = strata[(*(own[name] for name in by), row["split"])]
        assert (row["value"], row["low"], row["high"]) == pytest.approx(plainly(mine, invited))
        assert row["n"] == row["numerator"] == sum(map(len, mine.values()))
        assert row["denominator"] == sum(invited[each] for each in mine)
        assert row["method"] == METHOD
    # The respondents' mean stands beside it and is another figure.
    beside = found[found["indicator"] == OF]
    assert len(beside) == len(estimates)
    assert not np.allclose(beside["value"].to_numpy(), estimates["value"].to_numpy(), atol=1e-3)


def test_it_stands_beside_the_mean_only_of_several_werkpleinen(drawn: list[Any]) -> None:
    counts = survey(drawn)
    own = indicators(counts, keys=[OF], by=["werkplein", "kwartaal"])
    assert set(own["indicator"]) == {OF}
    together = indicators(counts, keys=[OF], by=["kwartaal"])
    assert list(together["indicator"].unique()) == [OF, KEY]
    # Who asks for the estimate gets the respondents' mean too, whatever it is asked by.
    assert set(indicators(counts, keys=[KEY], by=["werkplein"])["indicator"]) == {OF, KEY}


def test_of_one_werkplein_there_is_nothing_to_estimate(drawn: list[Any]) -> None:
    found = indicators(survey(drawn), keys=[KEY], by=["werkplein"])
    reasons = found.loc[found["indicator"] == KEY, "reason"]
    assert set(reasons) == {ONE_PLACE}


def test_what_is_left_out_is_said() -> None:
    several = [*answers("A", [6, 7, 8, 5, 7, 9], 40), *answers("B", [5, 5, 6, 4], 10)]
    clean = asked(survey(several), ["regio"])
    assert clean["note"].isna().all()
    one = asked(survey([*several, *answers("A", [9], 30, "2009K2")]), ["regio"])
    more = asked(survey([*several, *answers("A", [9, 8, 9], 2, "2009K2")]), ["regio"])
    unknown = asked(survey([*several, *answers("A", [9, 8, 9], None, "2009K2")]), ["regio"])
    for found in (one, more, unknown):
        assert list(found["note"]) == [STRATA_LEFT_OUT]
        assert found["value"].tolist() == pytest.approx(clean["value"].tolist())
        assert (found["n"][0], found["denominator"][0]) == (10, 50)


def test_why_there_is_none() -> None:
    nobody = [*answers("A", [6, 7, 8, 5, 7], None), *answers("B", [5, 5, 6, 4, 5], None)]
    assert list(asked(survey(nobody), ["regio"])["reason"]) == [INVITED_UNKNOWN]
    few = [*answers("A", [6, 7, 8, 5], 40), *answers("B", [5, 5, 6, 4], 10)]
    assert list(asked(survey(few), ["regio"])["reason"]) == [TOO_FEW]
    alone = answers("A", [6, 7, 8, 5, 7, 9, 3, 5, 6, 7], 40)
    assert list(asked(survey(alone), ["regio"])["reason"]) == [ONE_PLACE]
    elsewhere = [*alone, *answers("B", [7] * 10, 40), *answers("C", [7] * 10, 40, "2009K2")]
    found = asked(survey(elsewhere), ["regio", "kwartaal"]).set_index(["regio", "kwartaal"])
    assert found.loc[("Zuid", 8036), "reason"] == NOT_DELIVERED
    assert found.loc[("Zuid", 8037), "reason"] == ONE_PLACE


def test_equal_answers_are_no_certainty_and_everybodys_are() -> None:
    equal = [*answers("A", [7] * 6, 40), *answers("B", [6] * 6, 10)]
    (row,) = asked(survey(equal), ["regio"]).to_dict("records")
    assert row["value"] == pytest.approx((40 * 7 + 10 * 6) / 50)
    assert row["method"] == NO_SPREAD
    assert np.isnan([row["low"], row["high"]]).all()
    everybody = [*answers("A", [6, 7, 8, 5, 7, 9], 6), *answers("B", [5, 5, 6, 4], 4)]
    (row,) = asked(survey(everybody), ["regio"]).to_dict("records")
    assert row["low"] == row["value"] == row["high"] == pytest.approx(6.2)


def test_a_group_of_werkpleinen_may_be_chosen(drawn: list[Any]) -> None:
    two = asked(survey(drawn), [], where={"werkplein": ["A", "C"], "klantprincipe": ["houvast"]})
    only = [row for row in drawn if row[0] in "AC" and row[3] == "houvast"]
    assert two["value"].tolist() == pytest.approx(asked(survey(only), [])["value"].tolist())


def test_the_definitions_point_at_each_other() -> None:
    known = load_indicators()
    for key in ("klanttevredenheid", "klanttevredenheid_werkgevers"):
        estimate = known[str(known[key].estimated_by)]
        assert estimate.shown_with == (key,)
        assert (estimate.numerator, estimate.bounds) == (known[key].numerator, known[key].bounds)
        assert estimate.population is not None
        assert estimate.population.only == estimate.numerator.only
