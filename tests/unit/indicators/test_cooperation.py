"""Working together and employers: mixed caseloads, scan scores, phases, competing ends."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from ketenkpi.counts import Counts, count
from ketenkpi.errors import NotAdditive
from ketenkpi.indicators import indicators
from ketenkpi.vocabulary import Quarter
from tests.engines.uploads import arrow

K1, K2 = Quarter(2009, 1).index, Quarter(2009, 2).index
DAY = date(2009, 1, 5)
UNTIL = date(2009, 12, 31)


def caseloads(*workers: tuple[int, int], place: str = "Oost") -> dict[str, Any]:
    """Spells and steps in which each worker has so many clients on WW and on WWB."""
    spells: list[dict[str, Any]] = []
    steps: list[dict[str, Any]] = []
    for i, (ww, wwb) in enumerate(workers):
        for j, law in enumerate(["WW"] * ww + ["WWB"] * wwb):
            number = f"T{i}-{j}"
            fixed = {"traject_id": number, "werkplein": place}
            spells.append({**fixed, "regeling": law, "doelgroep": "jongere", "instroom": DAY})
            step = {"taak": "intake", "organisatie": "duo", "begin": DAY, "medewerker": f"m{i}"}
            steps.append({**fixed, **step})
    return {"trajecten": arrow("trajecten", spells), "stappen": arrow("stappen", steps)}


def asked(tables: dict[str, Any], key: str, by: list[str], **question: Any) -> pd.DataFrame:
    counts: Counts = count(tables, engine="polars", observed_until=UNTIL)
    return indicators(counts, keys=[key], by=by, **question)


def test_mix_is_the_weighted_mean_of_one_minus_the_difference_in_shares() -> None:
    workers = [(8, 2), (0, 5), (3, 3), (1, 9)]
    found = asked(caseloads(*workers), "caseload_mix", ["kwartaal"]).iloc[0]
    index = [1 - abs(ww - wwb) / (ww + wwb) for ww, wwb in workers]
    assert found["value"] == pytest.approx(np.average(index, weights=[sum(w) for w in workers]))
    assert found["n"] == 4
    assert 0 <= found["low"] < found["value"] < found["high"] <= 1


def test_equally_mixed_workers_have_no_interval_and_two_are_too_few() -> None:
    flat = asked(caseloads((2, 2), (3, 3), (1, 1)), "caseload_mix", ["kwartaal"]).iloc[0]
    assert flat["value"] == 1
    assert pd.isna(flat["low"])
    assert flat["method"] == "indicators.method_no_spread"
    few = asked(caseloads((2, 1), (3, 0)), "caseload_mix", ["kwartaal"]).iloc[0]
    assert few["reason"] == "indicators.reason_too_few"


def test_workers_do_not_add_over_quarters() -> None:
    with pytest.raises(NotAdditive):
        asked(caseloads((2, 1)), "caseload_mix", ["werkplein"])


def test_steps_without_workers_have_no_mix() -> None:
    step = {"traject_id": "T1", "werkplein": "Oost", "taak": "intake", "organisatie": "uwv"}
    tables = {"stappen": arrow("stappen", [{**step, "begin": DAY}])}
    found = asked(tables, "caseload_mix", ["kwartaal"], where={"kwartaal": [K1]}).iloc[0]
    assert found["reason"] == "indicators.reason_nothing_observed"


def test_a_region_counts_its_werkpleinen_per_phase_and_group() -> None:
    rows = [
        {"werkplein": place, "doelgroep": group, "fase": phase, "vanaf": date(2001, 1, 1)}
        for place, group, phase in [
            ("Oost", "jongere", "2"),
            ("West", "jongere", "2"),
            ("Noord", "jongere", "3a"),
            ("Oost", "overig", "0"),
        ]
    ]
    steps = caseloads((1, 1))
    tables = {"fasen": arrow("fasen", rows), **steps}
    found = asked(tables, "fase", ["kwartaal", "doelgroep"], where={"doelgroep": ["jongere"]})
    # The phase began in 2001; nothing else was observed before 2009.
    assert found["kwartaal"].min() == K1
    last = found[found["kwartaal"] == K2].set_index("split")["value"]
    assert last.to_dict() == {"2": 2, "3a": 1}


def vacancies(*rows: tuple[int | None, str | None], place: str = "Oost") -> dict[str, Any]:
    """Vacancies of one day: days until closed (None: open) and outcome."""
    made = [
        {
            "vacature_id": f"V{i}",
            "werkplein": place,
            "geregistreerd": DAY,
            "gesloten": None if days is None else DAY + timedelta(days),
            "uitkomst": outcome,
        }
        for i, (days, outcome) in enumerate(rows)
    ]
    return {"vacatures": arrow("vacatures", made)}


def test_a_withdrawn_vacancy_stays_in_the_share_filled_within_90_days() -> None:
    rows = [(20, "vervuld_eigen")] * 6 + [(10, "ingetrokken")] * 4 + [(None, None)] * 2
    found = asked(vacancies(*rows), "vervuld_90", ["kwartaal"]).iloc[0]
    assert found["value"] == pytest.approx(6 / 12)
    assert found["beside"] == pytest.approx(6 / 10)
    # As if the withdrawn ones had gone on, 6 of the 8 others were filled by day 20.
    days = asked(vacancies(*rows), "vacature_dagen", ["kwartaal"]).iloc[0]
    assert days["value"] == 20
    assert (days["numerator"], days["denominator"]) == (6, 12)


def test_vacancies_not_followed_for_90_days_give_no_share() -> None:
    tables = vacancies(*[(20, "vervuld_eigen")] * 5, *[(None, None)] * 6)
    counts = count(tables, engine="polars", observed_until=DAY + timedelta(60))
    found = indicators(counts, keys=["vervuld_90"], by=["kwartaal"]).iloc[0]
    assert found["reason"] == "indicators.reason_follow_up_incomplete"


def test_more_answers_than_clients_invited_is_a_fault_and_no_share() -> None:
    answer = {"werkplein": "Oost", "kwartaal": K1, "klantgroep": "werkgever", "score": 7.0}
    rows = [{**answer, "klantprincipe": "algemeen", "aangeschreven": 12}] * 13
    tables = {"tevredenheid": arrow("tevredenheid", rows)}
    found = asked(tables, "respons", ["kwartaal"]).iloc[0]
    assert found["reason"] == "indicators.reason_more_than_all"
    assert pd.isna(found["value"])
