"""What indicators share while they are made does not change what any of them says."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from ketenkpi.counts import Counts, count
from ketenkpi.indicators import indicators, load_indicators, reasons, together
from ketenkpi.indicators.kinds import KINDS

BY = ("werkplein", "kwartaal", "regeling", "split")


@pytest.fixture(scope="module")
def counts() -> Counts:
    """300 invented spells at three Werkpleinen."""
    rng = np.random.default_rng(7)
    begin = [date(2009, 1, 1) + timedelta(int(day)) for day in rng.integers(0, 700, 300)]
    until = [
        day + timedelta(int(n)) for day, n in zip(begin, rng.integers(0, 400, 300), strict=True)
    ]
    ended = rng.random(300) < 0.7
    frame = pd.DataFrame(
        {
            "traject_id": [f"t{number}" for number in range(300)],
            "werkplein": rng.choice(["Noord", "Oost", "Zuid"], 300),
            "regeling": rng.choice(["WW", "WWB"], 300),
            "doelgroep": rng.choice(["jongere", "overig"], 300),
            "kanaal": "balie",
            "client": [f"k{number}" for number in rng.integers(0, 200, 300)],
            "instroom": pd.to_datetime(begin),
            "uitstroom": pd.Series(pd.to_datetime(until)).where(ended),
            "reden_uitstroom": pd.Series(rng.choice(["werk", "overgang_wwb"], 300)).where(ended),
        }
    )
    return count({"trajecten": frame}, observed_until=date(2010, 12, 31))


def test_together_they_say_what_each_says_alone(counts: Counts) -> None:
    known = load_indicators()
    keys = [key for key, each in known.items() if "trajecten" in each.contracts]
    everything = indicators(counts, keys=keys, by=BY)
    assert len(keys) > 20
    for key in keys:
        alone = indicators(counts, keys=[key], by=BY)
        company = together([key], known)
        assert list(alone["indicator"].unique()) == company
        mine = everything[everything["indicator"] == key].reset_index(drop=True)
        pd.testing.assert_frame_equal(mine, alone[alone["indicator"] == key], check_exact=True)


def test_kinds_named_before_places_are_sorted_so(counts: Counts) -> None:
    keys, columns = ["instroom", "uitkeringsduur"], ["regeling", "kwartaal"]
    found = indicators(counts, keys=keys, by=columns)
    usual = indicators(counts, keys=keys, by=columns[::-1])
    wanted = [usual[usual["indicator"] == key].sort_values(columns, kind="stable") for key in keys]
    expected = pd.concat(wanted, ignore_index=True)[found.columns]
    pd.testing.assert_frame_equal(found, expected, check_exact=True)


def test_every_reason_and_method_has_a_number_that_gives_it_back() -> None:
    values = [value for value in vars(reasons).values() if isinstance(value, str)]
    texts = {value for value in values if value.startswith("indicators.")}
    assert texts | set(reasons.METHODS) == set(reasons.KEYS) - {None}
    for interval in {kind.interval for kind in KINDS.values()}:
        assert f"indicators.method_{interval}" in reasons.KEYS
    for key in reasons.KEYS:
        keys = reasons.all_of(2, key)
        assert reasons.texts(keys).to_pylist() == [key, key]
        assert reasons.given(keys).tolist() == [key is not None] * 2
    assert len(reasons.KEYS) == len(set(reasons.KEYS)) <= np.iinfo(np.int8).max


def test_an_unknown_reason_is_a_fault() -> None:
    with pytest.raises(KeyError):
        reasons.all_of(1, "indicators.reason_that_is_none")
