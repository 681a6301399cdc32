"""What is noticed beside earlier deliveries, and the grid of who delivered what."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from ketenkpi.scope import Scope
from ketenkpi.store import Store, open_store
from tests.unit.store.files import ALL, Q1, Q2, Q3, deliver, flow, spells

pytestmark = pytest.mark.slow


def _vanished(result: object) -> list[tuple[str, str]]:
    return [
        (finding.value, finding.params["werkplein"])
        for finding in result.findings.listed
        if finding.rule == "verdwenen"
    ]


def test_an_open_spell_that_is_not_delivered_again_has_vanished(local: Store) -> None:
    first = ("1;A;WW;;05-01-2009;;", "2;A;WW;;05-01-2009;20-03-2009;werk", "3;A;WW;;06-01-2009;;")
    deliver(local, spells(*first, "7;B;WW;;05-01-2009;;"))
    result = deliver(local, spells("3;A;WW;;06-01-2009;;"), quarter=Q2)
    # Number 2 had ended; B did not deliver this quarter, so nothing is known of B.
    assert result.status == "stored"
    assert _vanished(result) == [("1", "A")]
    kept = local.findings(result.upload_id, ALL)
    assert [(t.level, t.count) for t in kept.totals if t.rule == "verdwenen"] == [("uitleg", 1)]
    assert "liep nog in de levering van 2009K1" in kept.listed[0].message("nl")


def test_the_vanished_count_up_to_their_last_delivery(local: Store) -> None:
    deliver(local, spells("1;A;WW;;05-01-2009;;"))
    deliver(local, spells("3;A;WW;;06-05-2009;;"), quarter=Q2)
    duur = local.counts(ALL).roll_up(
        "duur", by=["kwartaal", "days"], where={"soort": ["uitkering"]}, measures=["censored"]
    )
    censored = duur[duur["censored"] > 0]
    # 5 January to 31 March is 85 days; 6 May to 30 June is 55.
    assert sorted(zip(censored["kwartaal"], censored["days"], strict=True)) == [
        (Q1.index, 85),
        (Q2.index, 55),
    ]


def test_what_vanished_before_is_not_told_again(local: Store) -> None:
    deliver(local, spells("1;A;WW;;05-01-2009;;"))
    deliver(local, spells("3;A;WW;;06-05-2009;;"), quarter=Q2)
    assert _vanished(deliver(local, spells("3;A;WW;;06-05-2009;;"), quarter=Q3)) == []


def test_of_each_werkplein_a_spell_vanished_that_its_own_later_file_does_not_end(
    local: Store,
) -> None:
    running = (f"{place}{number};{place};WW;;05-01-2009;;" for place in "AB" for number in (1, 2))
    deliver(local, spells(*running, "3;C;WW;;05-01-2009;;"))
    # A delivered the third quarter before the second: one of its spells ended there.
    ended = "A2;A;WW;;05-01-2009;20-08-2009;werk"
    deliver(local, spells(ended), quarter=Q3)
    now = spells("8;A;WW;;06-05-2009;;", "9;B;WW;;06-05-2009;;", "3;C;WW;;05-01-2009;;")
    assert _vanished(deliver(local, now, quarter=Q2)) == [
        ("A1", "A"),
        ("B1", "B"),
        ("B2", "B"),
    ]


def test_the_total_is_true_and_the_list_is_short(local: Store) -> None:
    limits = dataclasses.replace(local.settings.limits, findings_listed_per_rule=3)
    short = open_store(dataclasses.replace(local.settings, limits=limits))
    deliver(short, spells(*(f"{number};A;WW;;05-01-2009;;" for number in range(10))))
    result = deliver(short, spells("99;A;WW;;06-05-2009;;"), quarter=Q2)
    assert [t.count for t in result.findings.totals if t.rule == "verdwenen"] == [10]
    assert len(_vanished(result)) == 3
    short.close()


def test_the_grid_shows_what_is_missing(local: Store) -> None:
    deliver(local, spells("1;A;WW;;05-01-2009;;", "7;B;WW;;05-01-2009;;"))
    deliver(local, spells("1;A;WW;;05-01-2009;;"), quarter=Q2)
    grid = local.deliveries(ALL)
    assert list(zip(grid["werkplein"], grid["kwartaal"], grid["status"], strict=True)) == [
        ("A", Q1.index, "ingediend"),
        ("A", Q2.index, "ingediend"),
        ("B", Q1.index, "ingediend"),
        ("B", Q2.index, "ontbreekt"),
    ]
    assert grid["upload_id"].isna().sum() == 1


def test_a_delivery_covers_the_quarters_it_speaks_about(local: Store) -> None:
    rows = ("A;2009K1;WW;;10;2;1;11", "A;2009K2;WW;;11;2;1;12")
    head = "werkplein;kwartaal;regeling;doelgroep;beginstand;instroom;uitstroom;eindstand"
    deliver(local, "\n".join((head, *rows)).encode(), "stand_stroom", quarter=None)
    grid = local.deliveries(ALL)
    assert list(grid["kwartaal"]) == [Q1.index, Q2.index]
    assert list(grid["rows"]) == [2, 2]


def test_an_empty_store(local: Store) -> None:
    assert local.deliveries(ALL).empty
    assert local.uploads(ALL).empty
    assert flow(local) == {}
    assert local.residuals(ALL).empty
    assert local.counts(Scope.of([], "rows")).tallies == ()


def test_begin_plus_in_minus_out_is_end_or_the_rest_is_shown(local: Store) -> None:
    head = "werkplein;kwartaal;regeling;doelgroep;beginstand;instroom;uitstroom;eindstand"
    rows = ("A;2009K1;WW;jongere;10;2;1;11", "A;2009K1;WW;overig;5;1;0;7", "B;2009K1;WW;;4;0;0;4")
    deliver(local, "\n".join((head, *rows)).encode(), "stand_stroom")
    deliver(local, spells("1;A;WW;;05-01-2009;;", "2;A;WW;;05-01-2009;20-03-2009;werk"))
    a, b = local.residuals(ALL).itertuples()
    assert (a.beginstand, a.instroom, a.uitstroom, a.eindstand, a.residu) == (15, 3, 1, 18, -1)
    assert (a.instroom_trajecten, a.uitstroom_trajecten, a.eindstand_trajecten) == (2, 1, 1)
    assert (a.instroom_verschil, a.uitstroom_verschil, a.eindstand_verschil) == (1, 0, 17)
    assert b.residu == 0
    # B has no case files: not 0 cases, but not known.
    assert b.instroom_trajecten != b.instroom_trajecten
    assert list(local.residuals(Scope.of(["B"], "rows"))["werkplein"]) == ["B"]


def test_a_list_of_ones_own_gives_regions(local: Store) -> None:
    deliver(local, b"werkplein;naam;arbeidsmarktregio\nA;Werkplein A;Middenland\n", "werkpleinen")
    result = deliver(local, spells("1;A;WW;;05-01-2009;;", "7;B;WW;;05-01-2009;;"))
    assert (result.status, result.findings.totals) == ("stored", ())
    assert local.regions(ALL) == {"A": "Middenland"}
    figures = local.figures(["instroom"], ["regio", "kwartaal"], ALL)
    assert dict(zip(figures["regio"], figures["value"], strict=True)) == {
        "Middenland": 1,
        "onbekend": 1,
    }


def test_figures_are_those_of_the_scope(local: Store) -> None:
    deliver(local, spells("1;A;WW;;05-01-2009;;", "7;B;WW;;05-01-2009;;"))
    seen = local.figures(["instroom"], scope=Scope.of(["B"]), by=("werkplein", "kwartaal"))
    assert list(seen["werkplein"]) == ["B"]


def test_a_file_with_its_whole_past_speaks_about_all_its_quarters(local: Store) -> None:
    deliver(local, spells("1;A;WW;;05-01-2009;20-03-2009;werk", "2;A;WW;;06-07-2009;;"), quarter=Q3)
    assert list(local.deliveries(ALL)["kwartaal"]) == [Q1.index, Q2.index, Q3.index]


def test_a_running_stock_without_a_first_day_of_observation_counts_from_its_period(
    local: Store,
) -> None:
    """Ten spells from years before the first outflow: who left earlier is not in the file."""
    old = [f"{number};A;WWB;;01-03-2005;;" for number in range(9)]
    new = ["90;A;WW;;05-01-2009;20-01-2009;werk", "91;B;WW;;05-01-2009;20-01-2009;werk"]
    asked = [spells(*old, *new), spells(*old, "9;A;WWB;;01-03-2005;;", *new)]
    told = [
        [(f.value, f.level) for f in deliver(local, file, replace=True).findings.listed
         if f.rule == "begin_onbekend"]
        for file in asked
    ]  # fmt: skip
    assert told == [[], [("A", "advies")]]
    assert set(local.uploads(ALL)["observed_from"].dropna()) == {Q1.first_day}
    named = deliver(local, asked[1], replace=True, observed_from=date(2008, 12, 1))
    assert not any(f.rule == "begin_onbekend" for f in named.findings.listed)
    assert named.status == "stored"


def test_an_unsaid_begin_is_that_of_the_first_outflow_where_a_file_reaches_back(
    local: Store,
) -> None:
    old = [f"{number};A;WWB;;01-03-2005;;" for number in range(10)]
    new = ["90;A;WW;;05-01-2009;20-01-2009;werk", "91;A;WW;;06-07-2009;;"]
    deliver(local, spells(*old, *new), quarter=Q3)
    assert list(local.uploads(ALL)["observed_from"]) == [date(2009, 1, 20)]
    # Nothing is said of quarters in which those who left are not in the file.
    assert list(local.deliveries(ALL)["kwartaal"]) == [Q1.index, Q2.index, Q3.index]
    durations = local.figures(["uitkeringsduur"], ("kwartaal",), ALL)
    assert durations["kwartaal"].min() >= Q1.index
