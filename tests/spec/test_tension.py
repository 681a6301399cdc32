"""Labour market tension: what is divided, and when there is no figure."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from ketenkpi.counts import Counts, count
from ketenkpi.errors import NotAdditive
from ketenkpi.indicators import indicators
from tests.engines.small_tables import K1, K2, K3, spell
from tests.engines.uploads import arrow

REASON = "indicators.reason_"
RECENT = date(2009, 5, 4)


def vacancy(begun: date, place: str = "Aland", closed: date | None = None) -> dict[str, Any]:
    return {"werkplein": place, "geregistreerd": begun, "gesloten": closed}


def counted(spells: int, vacancies: list[dict[str, Any]], **given: Any) -> Counts:
    rows = [spell(number, instroom=RECENT) for number in range(spells)]
    tables = {"trajecten": arrow("trajecten", rows), "vacatures": arrow("vacatures", vacancies)}
    return count(tables, **{"observed_until": date(2009, 9, 30), "check": False, **given})


def asked(counts: Counts, **request: Any) -> pd.DataFrame:
    by = request.pop("by", ["kwartaal"])
    frame = indicators(counts, keys=["spanningsindicator"], by=by, **request)
    return frame.set_index(by[0])


def test_open_vacancies_per_short_benefit() -> None:
    found = asked(counted(20, [vacancy(RECENT)] * 5))
    assert found.loc[K2, "value"] == found.loc[K3, "value"] == 0.25
    assert found.loc[K2, "n"] == 20
    assert pd.isna(found.loc[K2, "low"])
    assert found.loc[K2, "method"] == "indicators.method_full_count"


def test_a_stock_of_zero_vacancies_is_a_tension_of_zero() -> None:
    found = asked(counted(20, [vacancy(RECENT, closed=date(2009, 7, 1))]))
    assert (found.loc[K2, "value"], found.loc[K3, "value"]) == (0.05, 0.0)


def test_few_or_no_short_benefits_give_no_figure() -> None:
    few = asked(counted(9, [vacancy(RECENT)]))
    assert few.loc[K2, "reason"] == REASON + "too_few"
    none = asked(counted(20, [vacancy(RECENT)], observed_until=date(2009, 12, 31)))
    assert none.loc[K3 + 1, "reason"] == REASON + "denominator_zero"


def test_vacancies_followed_less_far_than_benefits_give_no_figure() -> None:
    rows = [vacancy(RECENT) | {"_gezien_tot": date(2009, 6, 30)}]
    found = asked(counted(20, rows))
    assert found.loc[K2, "value"] == 0.05
    assert found.loc[K3, "reason"] == REASON + "not_delivered"


def test_before_the_first_day_of_observation_open_vacancies_are_not_all_known() -> None:
    rows = [vacancy(date(2008, 11, 3)) | {"_gezien_vanaf": date(2009, 4, 1)}]
    counts = counted(20, rows)
    found = asked(counts, where={"kwartaal": [K1 - 1, K1, K2]})
    assert found.loc[K1 - 1, "reason"] == REASON + "before_observation"
    assert found.loc[K2, "value"] == 0.05
    # Of those registered long ago only the ones that were still open are in the file.
    registered = indicators(counts, keys=["vacatures"], by=["kwartaal"]).set_index("kwartaal")
    assert K1 - 1 not in registered.index
    assert registered.loc[K2, "value"] == 0


def test_a_region_divides_sums_and_not_the_mean_of_ratios() -> None:
    rows = [spell(number, instroom=RECENT) for number in range(10)]
    rows += [spell(number, instroom=RECENT, werkplein="Beveld") for number in range(30)]
    open_now = [vacancy(RECENT)] * 10 + [vacancy(RECENT, "Beveld")] * 2
    counts = count(
        {"trajecten": arrow("trajecten", rows), "vacatures": arrow("vacatures", open_now)},
        observed_until=date(2009, 6, 30),
        check=False,
    )
    regio_of = {"Aland": "Noord", "Beveld": "Noord"}
    assert asked(counts, by=["regio", "kwartaal"], regio_of=regio_of).loc["Noord", "value"] == 0.3


def test_quarters_do_not_add() -> None:
    with pytest.raises(NotAdditive):
        asked(counted(20, [vacancy(RECENT)]), by=["werkplein"])
