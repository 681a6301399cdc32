"""Comparing through the store: as the library does it, within what a reader may see."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ketenkpi.catalogue import ReasonNeeded
from ketenkpi.comparison import compare
from ketenkpi.disclosure import load_rules
from ketenkpi.errors import OutOfScope, UsageError
from ketenkpi.scope import Scope
from ketenkpi.store import Side, Slot, Store, exporting
from ketenkpi.vocabulary import Quarter
from tests.unit.store.files import ALL, Q1, Q2, deliver, spells

pytestmark = pytest.mark.slow

KEY = "aandeel_werk"
FIGURES = Scope(None, "figures")
Q4 = Quarter(2009, 4)


def out(place: str, quarter: Quarter, work: int, other: int) -> list[str]:
    """Benefits of a month that end in `quarter`."""
    start, end = (f"{d:02d}-{quarter.first_day.month:02d}-{quarter.year}" for d in (2, 20))
    reasons = ["werk"] * work + ["overig"] * other
    return [
        f"{place}{quarter}{n};{place};WW;;{start};{end};{reason}"
        for n, reason in enumerate(reasons)
    ]


# Eight usual places, one that is far above, and one of which too little is public.
USUAL = {f"P{i}": (60 + i, 60) for i in range(8)}
PLACES = {**USUAL, "Ver": (110, 12), "Klein": (18, 2)}


@pytest.fixture
def filled(local: Store) -> Store:
    rows = [row for name, (work, other) in PLACES.items() for row in out(name, Q1, work, other)]
    deliver(local, spells(*rows))
    return local


def test_the_store_compares_as_the_library_does(filled: Store) -> None:
    peers = filled.peer_group("alle", "Ver", ALL)
    found = filled.compare(KEY, quarters=[Q1], peers=peers, scope=ALL)
    plain = compare(filled.counts(ALL), KEY, quarters=[Q1], peers=peers, scope=ALL)
    pd.testing.assert_frame_equal(found.frame, plain.frame)
    assert found.difference == plain.difference
    assert [each.key for each in found.findings] == [each.key for each in plain.findings]
    assert found.frame.set_index("werkplein").loc["Ver", "position"] == "above_998"


def test_who_sees_figures_gets_nothing_of_what_is_hidden(filled: Store) -> None:
    assert load_rules().mode == "suppress"
    found = filled.compare(KEY, quarters=[Q1], scope=FIGURES).frame.set_index("werkplein")
    hidden = found.loc[found["reason"].astype(str).str.startswith("disclosure."), :]
    assert "Klein" in hidden.index
    assert hidden.drop(columns=["reason", "provisional"]).isna().all(axis=None)
    shown = sorted(set(found.index) - set(hidden.index))
    # What is expected, and every limit, is made of the figures that are shown.
    work, left = (sum(numbers) for numbers in zip(*(
        (PLACES[name][0], sum(PLACES[name])) for name in shown), strict=True))  # fmt: skip
    np.testing.assert_allclose(found.loc[shown, "expected"], work / left)


def test_adjusting_needs_rows(filled: Store) -> None:
    with pytest.raises(OutOfScope):
        filled.compare(KEY, scope=FIGURES, adjust="indirect")
    assert filled.compare(KEY, scope=ALL, adjust="indirect").scale == "ratio"


def series(store: Store, *, quarters: int = 14) -> None:
    first = Quarter(2007, 1)
    rows = [
        row
        for name in ("A", "B")
        for i in range(quarters)
        for row in out(name, first + i, 30 + (i * 7) % 5, 30)
    ]
    deliver(store, spells(*rows), quarter=first + (quarters - 1))


def test_new_limits_need_a_reason_and_show_in_the_chart(store: Store) -> None:
    series(store)
    quarter = Quarter(2009, 1)
    with pytest.raises(ReasonNeeded):
        store.rebase("A", KEY, quarter, "  ", by="anna", scope=ALL)
    with pytest.raises(OutOfScope):
        store.rebase("A", KEY, quarter, "nieuwe intake", by="anna", scope=Scope.of(["B"]))
    with pytest.raises(UsageError):
        store.rebase("A", "instromen", quarter, "nieuwe intake", by="anna", scope=ALL)
    before = store.version
    store.rebase("A", KEY, quarter, "nieuwe intake", by="anna", scope=ALL)
    assert store.version > before
    with pytest.raises(UsageError):
        store.rebase("A", KEY, quarter, "nog eens", by="anna", scope=ALL)
    (kept,) = store.rebases(ALL)
    assert (kept.quarter, kept.reason, kept.by) == (quarter.index, "nieuwe intake", "anna")
    assert store.rebases(Scope.of(["B"])) == ()
    last = store.audit(ALL).iloc[-1]
    assert (last["action"], last["werkplein"], last["kwartaal"]) == (
        "nieuwe_grenzen", "A", quarter.index)  # fmt: skip
    chart = store.control(KEY, scope=ALL)
    begins = chart.groupby("werkplein")["phase"].nunique()
    assert begins.to_dict() == {"A": 2, "B": 1}
    assert set(store.control(KEY, scope=ALL, werkpleinen=["B"])["werkplein"]) == {"B"}


def test_only_after_something_was_made_definitive_is_the_rest_provisional(local: Store) -> None:
    rows = {name: out(name, Q1, 30, 30) for name in ("A", "B")}
    deliver(local, spells(*rows["A"], *rows["B"]))
    assert not local.control(KEY, scope=ALL)["pending"].any()
    for party in ("uwv", "gemeente"):
        local.approve(Slot("trajecten", "A", Q1.index, "uwv"), party, by="anna", scope=ALL)
    local.finalise(Slot("trajecten", "A", Q1.index, "uwv"), by="anna", scope=ALL)
    later = [*rows["A"], *rows["B"], *out("A", Q2, 30, 30), *out("B", Q2, 30, 30)]
    deliver(local, spells(*later), quarter=Q2, revision_reason="volgt")
    chart = local.control(KEY, scope=ALL).set_index(["werkplein", "kwartaal"])["pending"]
    assert chart.to_dict() == {
        ("A", Q1.index): False, ("A", Q2.index): True,
        ("B", Q1.index): False, ("B", Q2.index): False,
    }  # fmt: skip


def test_a_chart_has_the_target_that_stands(local: Store) -> None:
    series(local)
    head = "werkplein;arbeidsmarktregio;indicator;vanaf;tot;waarde;soort;status"
    row = f"A;;{KEY};01-01-2010;31-12-2010;40;streefwaarde;"
    deliver(local, f"{head}\n{row}\n".encode(), "doelen", quarter=Quarter(2009, 4))
    chart = local.control(KEY, scope=ALL)
    having = chart[chart["target"].notna()]
    assert set(having["werkplein"]) == {"A"}
    assert set(having["kwartaal"]) == {Quarter(2010, 1).index, Quarter(2010, 2).index}
    assert set(having["target"]) == {0.4}


def test_an_unpinned_part_is_refused(local: Store) -> None:
    series(local)
    with pytest.raises(UsageError):
        local.control("doorlooptijd", scope=ALL)


def test_signals_of_all_in_scope_kept_until_something_changes(local: Store) -> None:
    series(local)
    quarter = Quarter(2010, 2)
    found = local.signals(quarter, ALL)
    assert {"A", "B"} == set(found["werkplein"])
    neutral = {key for key, each in local.indicators.items() if each.direction == "neutral"}
    changes = found["verdict"] == "change"
    assert (changes == found["indicator"].isin(neutral)).all()
    assert set(local.signals(quarter, Scope.of(["A"], "rows"))["werkplein"]) <= {"A"}
    # A reader may write into what they get.
    found.loc[:, "sure"] = True
    assert not local.signals(quarter, ALL)["sure"].all()
    with pytest.raises(UsageError):
        local.signals(quarter, ALL, ["instromen"])


def test_the_bridge_between_two_versions(local: Store) -> None:
    deliver(local, spells(*out("A", Q1, 30, 30)))
    old = local.version
    deliver(local, spells(*out("A", Q1, 30, 30), *out("A", Q2, 30, 10)), quarter=Q2)
    (found,) = local.bridge(KEY, Side(catalogue=old), by=["werkplein"], scope=ALL)
    assert found.values == (0.5, 0.6, 0.6, 0.6)
    assert sum(found.exact) == pytest.approx(found.values[3] - found.values[0], abs=0)
    with pytest.raises(OutOfScope):
        local.bridge(KEY, Side(catalogue=old), scope=FIGURES)
    with pytest.raises(UsageError):
        local.bridge(KEY, Side(definition=99), scope=ALL)


def test_an_export_keeps_the_kinds_of_value_apart_and_is_in_the_audit(filled: Store) -> None:
    found = filled.export(FIGURES, by="anna")
    last = filled.audit(ALL).iloc[-1]
    assert (last["actor"], last["action"]) == ("anna", "export")
    assert last["detail"]["protected"] is True
    frame = found.figures
    assert found.protected
    assert set(found.dictionary["kolom"]) == set(frame.columns)
    assert {"waarde", "nul", "ontbreekt", "beschermd"} <= set(frame["soort_waarde"])
    number = frame["soort_waarde"].isin(["waarde", "nul"])
    assert (frame["waarde"].notna() == number).all()
    assert (frame["reden"].notna() == ~number).all()
    assert frame["kanttekening"].notna().any()
    noted = frame[frame["kanttekening"] == "within_werkplein"]
    assert noted["kanttekening_uitleg"].str.startswith("Terugkeer is alleen gezien").all()
    assert frame.loc[frame["soort_waarde"] == "nul", "waarde"].eq(0).all()
    gone = frame[frame["soort_waarde"] == "beschermd"]
    assert gone[["onder", "boven", "n", "teller", "noemer"]].isna().all(axis=None)
    (row,) = (
        filled.export(ALL, by="anna")
        .figures.query(
            "indicator == @KEY and werkplein == 'Klein' and kwartaal == '2009K1'"
            " and regeling == 'alle' and doelgroep == 'alle'"
        )
        .itertuples()
    )
    assert (row.waarde, row.teller, row.noemer, row.status) == (0.9, 18, 20, "voorlopig")
    people = filled.export(ALL, by="anna").figures.query("indicator == 'personen'")
    between = people[people["soort_waarde"] == "grenzen"]
    assert between[["onder", "boven", "reden"]].notna().all(axis=None)
    assert between["waarde"].isna().all()
    assert filled.audit(ALL).iloc[-1]["detail"]["protected"] is False


@pytest.mark.parametrize("scope", [FIGURES, ALL], ids=["figures", "rows"])
def test_an_export_is_the_same_however_many_indicators_are_asked_together(
    filled: Store, scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_at_a_time = filled.export(scope, by="anna").figures
    monkeypatch.setattr(exporting, "AT_ONCE", len(filled.indicators))
    together = filled.export(scope, by="anna").figures
    assert len(together) > 0
    pd.testing.assert_frame_equal(some_at_a_time.astype("object"), together.astype("object"))
