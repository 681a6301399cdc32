"""From when a figure is known: the rule of each definition, per place, over places, at an end."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import polars as pl
import pytest

from ketenkpi.config_file import read_definition
from ketenkpi.counts import Counts, count
from ketenkpi.errors import DefinitionError
from ketenkpi.indicators import (
    drawn,
    indicators,
    known_from,
    known_only,
    load_indicators,
    newest_complete,
    newest_mature,
    on_own_quarter,
)
from ketenkpi.indicators.definition import KnownAfter, read_indicator
from ketenkpi.indicators.load import FOLDER
from ketenkpi.surfaces import in_words, reading
from ketenkpi.vocabulary import Quarter

YEAR = [Quarter(2009, number) for number in (1, 2, 3, 4)]
IMMATURE = "indicators.reason_immature"
NOTE = "indicators.note_immature"


def benefits(werkplein: str, until: date) -> pl.DataFrame:
    """Thirty benefits a month from January 2009 on, as known on `until`: each lasts 40 days."""
    begun = [date(2009, month, 1) + timedelta(days=day) for month in range(1, 13) for day in (0, 9)]
    rows = [
        {
            "werkplein": werkplein,
            "regeling": "WWB",
            "doelgroep": "jongere",
            "traject_id": f"{werkplein}{number}{copy}",
            "melding": day,
            "aanvraag": day,
            "besluit": day + timedelta(days=30),
            "instroom": day,
            "uitstroom": day + timedelta(days=40),
            "reden_uitstroom": "werk",
        }
        for number, day in enumerate(begun)
        if day <= until
        for copy in range(15)
    ]
    return pl.DataFrame(rows)


def followed(**until: date) -> Counts:
    """Places with the last day that each was followed."""
    rows = pl.concat([benefits(place, day) for place, day in until.items()])
    return count(
        {"trajecten": rows}, observed_from=date(2009, 1, 1), observed_until=until, check=False
    )


def known(counts: Counts, key: str, *by: str) -> pd.DataFrame:
    return indicators(counts, keys=[key], by=(*by, "kwartaal")).query("indicator == @key")


def test_every_definition_says_from_when_its_figure_is_known() -> None:
    for file in FOLDER.glob("*.yaml"):
        node = read_definition(file)
        assert "known_after" in node or node["kind"].startswith("next_"), file.name


def test_days_are_counted_from_the_end_of_the_quarter() -> None:
    # 56 days after 31 March is 26 May: on the day before it is not known yet.
    for last, immature in ((date(2009, 5, 25), True), (date(2009, 5, 26), False)):
        row = known(followed(Oost=last), "besluit_op_tijd").iloc[0]
        assert bool(row["immature"]) is immature
        # What may change lies within the interval: the value is there, with a note.
        assert row["value"] == pytest.approx(1)
        assert (row["note"] == NOTE) is immature


def test_a_share_of_those_seen_to_the_end_is_withheld_until_it_is_known() -> None:
    # 91 days after 31 March is 30 June.
    for last, immature in ((date(2009, 6, 29), True), (date(2009, 6, 30), False)):
        row = known(followed(Oost=last), "afgewezen").iloc[0]
        assert (bool(row["immature"]), row["reason"] == IMMATURE) == (immature, immature)


def test_a_running_quarter_is_shown_and_not_known() -> None:
    found = known(followed(Oost=date(2009, 5, 15)), "instroom", "werkplein")
    assert found["immature"].tolist() == [False, True]
    assert found["value"].tolist() == [90, 60]
    assert drawn(found)["value"].tolist() == [90, 60]
    assert known_only(found)["value"].isna().tolist() == [False, True]


def test_over_places_the_last_to_be_followed_decides() -> None:
    late, soon = date(2009, 6, 30), date(2009, 9, 30)
    each = known(followed(Oost=soon, West=late), "besluit_op_tijd", "werkplein")
    at = each[each["kwartaal"] == YEAR[1].index].set_index("werkplein")["immature"]
    assert at.to_dict() == {"Oost": False, "West": True}
    together = known(followed(Oost=soon, West=late), "besluit_op_tijd")
    assert together["immature"].tolist() == [False, True, True]


def test_who_stopped_long_ago_is_not_waited_for() -> None:
    # West stopped half a year before the other two: of its own last quarter nothing is
    # known, and the others do not wait for it.
    until = {"Oost": date(2009, 12, 31), "Zuid": date(2009, 12, 31), "West": date(2009, 6, 30)}
    each = known(followed(**until), "besluit_op_tijd", "werkplein").set_index(
        ["werkplein", "kwartaal"]
    )
    assert each.loc[("West", YEAR[1].index), "immature"]
    together = known(followed(**until), "besluit_op_tijd").set_index("kwartaal")["immature"]
    assert together.tolist() == [False, False, False, True]


def test_a_figure_that_is_not_known_yet_is_of_its_own_newest_quarter() -> None:
    until = {"Oost": date(2009, 12, 31), "West": date(2009, 12, 31)}
    counts = followed(**until)
    frame = drawn(
        indicators(counts, keys=["besluit_op_tijd", "instroom"], by=("werkplein", "kwartaal"))
    )
    found = on_own_quarter(frame, YEAR[3].index).groupby("indicator")["kwartaal"].agg(list)
    assert found["besluit_op_tijd"] == [YEAR[2].index] * 2
    assert found["instroom"] == [YEAR[3].index] * 2
    # Of a quarter that everybody knows nothing moves.
    assert set(on_own_quarter(frame, YEAR[1].index)["kwartaal"]) == {YEAR[1].index}


def test_quarters_together_are_known_when_one_is() -> None:
    counts = followed(Oost=date(2009, 6, 30))
    assert not indicators(counts, keys=["besluit_op_tijd"], by=[])["immature"].any()
    young = followed(Oost=date(2009, 3, 31))
    assert indicators(young, keys=["besluit_op_tijd"], by=[])["immature"].all()


def test_the_newest_quarter_that_is_known_of_each_figure() -> None:
    counts = followed(Oost=date(2009, 12, 31), West=date(2009, 12, 31))
    keys = ["instroom", "besluit_op_tijd", "werk_binnen_365"]
    found = newest_mature(indicators(counts, keys=keys))
    assert found["instroom"] == YEAR[3].index
    assert found["besluit_op_tijd"] == YEAR[2].index
    assert found["werk_binnen_365"] is None


def test_the_newest_quarter_that_nobody_is_still_counting() -> None:
    def newest(**until: date) -> int | None:
        return newest_complete(known(followed(**until), "instroom", "werkplein"))

    whole, half = date(2009, 12, 31), date(2009, 11, 15)
    assert newest(Oost=whole, West=whole) == YEAR[3].index
    # West lacks the end of the quarter, or the whole of it; or stopped long ago.
    assert newest(Oost=whole, West=half) == YEAR[2].index
    assert newest(Oost=whole, West=date(2009, 9, 30)) == YEAR[2].index
    assert newest(Oost=whole, West=date(2009, 6, 30)) == YEAR[3].index


def test_what_lies_open_on_the_last_day_is_of_no_quarter() -> None:
    assert load_indicators()["leeftijd_open_zaken"].known_after == KnownAfter(None)
    counts = followed(Oost=date(2009, 12, 31))
    found = known(counts, "leeftijd_open_zaken", "werkplein")
    shown = found[found["value"].notna()]
    assert len(shown)
    assert shown["immature"].all()
    assert set(known_only(shown)["reason"]) == {"indicators.reason_of_last_day"}


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("known_after: soon", "'known_after' must be"),
        ("known_after: {days: -1, from: last_day}", "'days' must be a whole number"),
        ("known_after: {days: 1, from: today}", "'from' is 'today'"),
        ("known_after: {days: 1, from: last_day, of: {ww: 3}}", "'of' must be"),
    ],
)
def test_a_rule_that_says_nothing_is_refused(rule: str, said: str, tmp_path: Path) -> None:
    text = (FOLDER / "stand.yaml").read_text(encoding="utf-8")
    file = tmp_path / "stand.yaml"
    file.write_text(
        "".join(
            f"{rule}\n" if line.startswith("known_after") else line
            for line in text.splitlines(keepends=True)
        ),
        encoding="utf-8",
    )
    with pytest.raises(DefinitionError, match=said):
        read_indicator(file)


def test_a_quantile_must_say_when_it_stands_still(tmp_path: Path) -> None:
    text = (FOLDER / "uitkeringsduur.yaml").read_text(encoding="utf-8")
    file = tmp_path / "uitkeringsduur.yaml"
    lines = text.splitlines(keepends=True)
    file.write_text("".join(line for line in lines if not line.startswith("known_after")))
    with pytest.raises(DefinitionError, match="needs 'known_after'"):
        read_indicator(file)


def test_days_before_a_quarter_are_no_rule() -> None:
    with pytest.raises(ValueError, match="counted on"):
        KnownAfter(-1)


def _from_when(indicator: str) -> str:
    with reading("nl"):
        return in_words(known_from(load_indicators()[indicator]))


def test_a_definition_says_in_words_from_when_its_figure_is_known() -> None:
    assert _from_when("instroom") == "Bekend als het kwartaal voorbij is."
    assert "365 dagen" in _from_when("werk_binnen_365")
    assert ">plaatsing: 91" in _from_when("overdracht_p90")
    # Steps that take a week are known sooner than those that take half a year.
    slow, _, quick = _from_when("doorlooptijd").partition(". ")
    assert "90 dagen" in slow
    assert "intake" in quick
    assert "als het kwartaal voorbij is" in quick
