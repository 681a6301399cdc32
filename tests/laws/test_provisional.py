"""Provisional figures of the example: widened to the side they move to, and alike everywhere."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest

from ketenkpi.cli import main
from ketenkpi.comparison import verdicts_of
from ketenkpi.comparison.revisions import LEAST_OWN
from ketenkpi.comparison.revisions_over import NOT_MEASURED
from ketenkpi.example import LAST, TRUTHS, write_example
from ketenkpi.indicators import indicators
from ketenkpi.overview import Tile, placed_figures
from ketenkpi.partner import TOGETHER
from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.store import Store, open_store
from ketenkpi.vocabulary import Quarter
from tests.example_store import deliver

pytestmark = pytest.mark.slow
ALL = Scope.everything()
LATE = TRUTHS.late_werkplein
AGAIN = (LATE, *TRUTHS.delivering_again)
# Of one quarter, so that it is judged on the figure of that quarter.
TARGETS = f"""werkplein;indicator;vanaf;tot;waarde;soort
{LATE};aandeel_werk;01-10-2010;31-12-2010;50;streefwaarde
"""
KEYS = ("uitstroom_werk", "stand", "instroom", "aandeel_werk")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The case files of a small example in an installation with the database it has by itself."""
    home = tmp_path_factory.mktemp("home")
    found = open_store(Settings.load(home=home))
    for file in write_example(home / "files", spells=20_000).files:
        if file.contract in ("werkpleinen", "trajecten", "stand_stroom"):
            deliver(found, file)
    told = found.upload(
        TARGETS.encode(),
        "doelen",
        by="proef",
        organisation=TOGETHER,
        quarter=LAST,
        filename="doelen.csv",
        scope=ALL,
    )
    assert told.status == "stored", told.findings.listed
    return found


@pytest.fixture(scope="module")
def newest(store: Store) -> pd.DataFrame:
    """The figures of the last quarter, of five Werkpleinen with eight quarters of their own."""
    found = store.figures(KEYS, scope=ALL, where={"kwartaal": [LAST]}, by=("werkplein", "kwartaal"))
    return found.set_index(["indicator", "werkplein"]).sort_index()


def test_provisional_figures_are_widened_to_the_side_they_move_to(
    store: Store, newest: pd.DataFrame
) -> None:
    plain = indicators(store.counts(ALL), keys=KEYS, where={"kwartaal": [LAST]})
    before = plain.set_index(["indicator", "werkplein"]).sort_index()
    for place in AGAIN:
        key = ("uitstroom_werk", place)
        out, was = newest.loc[key], before.loc[key]
        # What is registered late is only ever added.
        assert out["low"] == was["low"]
        assert out["high"] == pytest.approx(was["high"] + out["revision_high"])
        assert out["revision_high"] > 0
        assert out["method"] == f"{was['method']}_with_revision"
        assert out["provisional"]
        # Of the stock it is taken off, and a full count has no other interval.
        stock = newest.loc[("stand", place)]
        assert stock["low"] < stock["value"] == stock["high"]
    pd.testing.assert_series_equal(newest["value"], before["value"])


def test_a_figure_that_never_moved_stays_as_it_is(newest: pd.DataFrame) -> None:
    inflow = newest.loc["instroom"]
    assert not inflow["provisional"].any()
    assert set(inflow.loc[list(AGAIN), "revision"]) == {"comparison.revision_unmoved"}


def test_the_late_werkplein_is_widened_by_its_own_past(newest: pd.DataFrame) -> None:
    late = newest.loc[("uitstroom_werk", LATE)]
    assert late["revision"] == "comparison.revision_widened_own"
    truth = late["value"] / (1 - TRUTHS.late_share)
    assert late["settled_low"] * 0.9 < truth < late["settled_high"] * 1.1
    assert late["high"] > truth


def test_who_never_delivered_again_is_widened_by_all(newest: pd.DataFrame) -> None:
    other = newest.loc[("uitstroom_werk", "Nergenshuizen")]
    assert other["revision"] == "comparison.revision_widened"
    assert other["settled_low"] == other["value"]


@pytest.mark.parametrize("by", [(), ("regio",)])
def test_figures_together_are_widened_by_those_who_deliver_again(
    store: Store, by: tuple[str, ...]
) -> None:
    chosen = {"kwartaal": [LAST]}
    found = store.figures(["uitstroom_werk"], (*by, "kwartaal"), ALL, chosen)
    regions = store.regions(ALL) if by else None
    counts = store.counts(ALL)
    plain = indicators(
        counts, keys=["uitstroom_werk"], by=(*by, "kwartaal"), where=chosen, regio_of=regions
    )
    assert set(found["revision"]) == {"comparison.revision_widened_together"}
    assert found["provisional"].all()
    assert found["low"].tolist() == plain["low"].tolist()
    assert (found["high"] > plain["high"]).all()
    # Most never delivered again, so nobody knows that theirs will rise.
    assert found["settled_low"].tolist() == found["value"].tolist()


@pytest.mark.parametrize("by", [(), ("kwartaal",)])
def test_of_a_selection_together_nothing_is_measured(store: Store, by: tuple[str, ...]) -> None:
    chosen = {"kwartaal": [LAST], "werkplein": [LATE, "Nergenshuizen"]}
    found = store.figures(["uitstroom_werk", "instroom"], by, ALL, chosen)
    told = found.set_index("indicator")
    # Marked, and not widened; who never moved is not even marked.
    assert told["revision"].dropna().to_dict() == {"uitstroom_werk": NOT_MEASURED}
    assert told["provisional"].to_dict() == {"uitstroom_werk": True, "instroom": False}
    assert told.loc["uitstroom_werk", "note"] == NOT_MEASURED
    assert not found["method"].str.endswith("_with_revision").any()


def test_one_werkplein_has_its_own_limits_however_it_is_asked(
    store: Store, newest: pd.DataFrame
) -> None:
    limits = tuple(newest.loc[("uitstroom_werk", LATE), ["low", "high"]])
    chosen = {"kwartaal": [LAST], "werkplein": [LATE]}
    asked = (
        store.figures(["uitstroom_werk"], ("kwartaal",), ALL, chosen),
        store.figures(["uitstroom_werk"], (), ALL, chosen),
        store.figures(["uitstroom_werk"], (), Scope.of([LATE], "rows"), {"kwartaal": [LAST]}),
    )
    for found in asked:
        assert tuple(found.iloc[0][["low", "high"]]) == pytest.approx(limits)


def test_what_is_computed_beside_a_figure_says_that_it_may_change(store: Store) -> None:
    def told(quarter: Quarter, **asked: Any) -> set[str]:
        found = store.compare("aandeel_werk", quarters=[quarter], scope=ALL, **asked)
        return {each.key for each in found.findings}

    peers = store.peer_group("alle", LATE, ALL)
    old = LAST + -4
    assert "comparison.ratio_may_change" in told(LAST, adjust="indirect")
    assert "comparison.ratio_may_change" not in told(old, adjust="indirect")
    assert "comparison.peers_may_change" in told(LAST, peers=peers)
    assert "comparison.peers_may_change" not in told(old, peers=peers)


@pytest.mark.parametrize("by", [("werkplein",), ("regio",), ()])
def test_a_year_is_widened_by_what_its_quarters_may_still_change(
    store: Store, by: tuple[str, ...]
) -> None:
    year = [LAST + -back for back in (3, 2, 1, 0)]
    keys, chosen = ["uitstroom_werk", "aandeel_werk"], {"kwartaal": year}
    places = [*by, "split", "indicator"]
    whole = store.figures(keys, by, ALL, chosen).set_index(places).sort_index()
    plain = indicators(
        store.counts(ALL),
        keys=keys,
        by=by,
        where=chosen,
        regio_of=store.regions(ALL) if by == ("regio",) else None,
    )
    plain = plain.set_index(places).sort_index()
    quarters = store.figures(keys, (*by, "kwartaal"), ALL, chosen)
    up = quarters["revision_high"].clip(lower=0).fillna(0)
    size = quarters["n"].where(quarters["indicator"] == "aandeel_werk", 1.0).astype("float64")
    added = (up * size).groupby([quarters[name] for name in places], dropna=False).sum()
    of = (
        whole["n"]
        .astype("float64")
        .where(whole.index.get_level_values("indicator") == "aandeel_werk", 1.0)
    )
    expected = plain["high"] + added.reindex(whole.index) / of
    assert whole["high"].tolist() == pytest.approx(expected.tolist())
    assert whole["value"].tolist() == plain["value"].tolist()
    assert whole["provisional"].all()
    assert set(whole["revision"]) == {"comparison.revision_widened_parts"}


def test_figures_of_settled_quarters_together_are_not_widened(store: Store) -> None:
    old = [LAST + -back for back in (7, 6, 5, 4)]
    found = store.figures(["uitstroom_werk"], ("werkplein",), ALL, {"kwartaal": old})
    assert not found["provisional"].any()
    assert found["revision"].isna().all()


def test_what_is_settled_is_not_widened(store: Store) -> None:
    found = store.figures(["uitstroom_werk"], scope=ALL, by=("werkplein", "kwartaal"))
    old = found[found["kwartaal"] <= LAST.index - 4]
    assert not old["provisional"].any()
    assert set(old["revision"].dropna()) == {"comparison.revision_settled"}


def test_a_figure_has_the_same_limits_everywhere(
    store: Store,
    newest: pd.DataFrame,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    key = "aandeel_werk"
    known = newest.loc[key][["low", "high"]].dropna()
    assert newest.loc[key, "provisional"].any()
    compared = store.compare(key, quarters=[LAST], scope=ALL).frame.set_index("werkplein")
    judged = verdicts_of(store.source, [key], ALL, [LAST]).set_index(["werkplein", "soort"])
    exported = store.export(Scope.of([LATE], "rows"), by="proef").figures
    here = (exported["indicator"] == key) & (exported["kwartaal"] == str(LAST))
    whole = (exported[["regeling", "doelgroep", "onderdeel"]] == "alle").all(axis=1)
    row = exported[here & whole].iloc[0]
    monkeypatch.setenv("KETENKPI_HOME", str(store.settings.home))
    assert main(["kpi", "--indicator", key, "--kwartaal", str(LAST), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["figures"]
    page = placed_figures(
        store.figures([key], scope=ALL, by=("werkplein", "kwartaal")), "werkplein", (Tile(key),)
    )
    for place, limits in known.iterrows():
        expected = pytest.approx(tuple(limits))
        (line,) = (one for one in told if one["werkplein"] == place)
        card = page.get(key, str(place), LAST.index)
        assert card is not None
        assert (line["low"], line["high"]) == expected, "kpi"
        assert (card.figure.low, card.figure.high) == expected, "overview"
        assert tuple(compared.loc[place, ["low", "high"]]) == expected, "compare"
    verdict = judged.loc[(LATE, "streefwaarde"), ["low", "high"]]
    assert tuple(verdict) == pytest.approx(tuple(known.loc[LATE]))
    assert (row["onder"], row["boven"]) == pytest.approx(tuple(known.loc[LATE]))
    assert row["methode"].endswith("_with_revision")
    assert row["status"] == "voorlopig"


def test_what_is_counted_ahead_is_not_counted_again_and_changes_nothing(store: Store) -> None:
    before = store.figures(KEYS, scope=ALL, by=("werkplein", "kwartaal"))
    folder = store.settings.home / "vintages"
    for file in (*folder.rglob("*.parquet"), *folder.glob("*.list")):
        file.unlink()
    stages: list[str] = []
    counted = store.count_ahead(lambda stage, share: stages.append(stage))
    assert counted > LEAST_OWN
    assert set(stages) == {"revisions"}
    made = {file.name for file in folder.glob("*.list")}
    assert store.count_ahead() == 0
    again = open_store(Settings.load(home=store.settings.home))
    pd.testing.assert_frame_equal(
        again.figures(KEYS, scope=ALL, by=("werkplein", "kwartaal")), before
    )
    again.close()
    # One count of a state serves figures of cases alone and of cases with totals.
    assert {file.name for file in folder.glob("*.list")} == made
