"""An upload from file to figures, on both databases."""

from __future__ import annotations

from datetime import date

import pytest

from ketenkpi.errors import OutOfScope, UsageError
from ketenkpi.scope import Scope
from ketenkpi.store import Slot, Store
from tests.unit.store.files import ALL, Q1, Q2, deliver, flow, spells

pytestmark = pytest.mark.slow

FIRST = spells("1;A;WW;k1;05-01-2009;;", "2;A;WW;k2;10-02-2009;20-03-2009;werk")


def test_a_file_becomes_figures(store: Store) -> None:
    result = deliver(store, FIRST)
    assert result.status == "stored"
    assert (result.rows_read, result.rows_stored, result.rows_rejected) == (2, 2, 0)
    assert (result.quarter, result.observed_until) == (Q1, date(2009, 3, 31))
    assert result.version == store.version == 1
    assert flow(store) == {("A", "2009K1"): 2}
    assert flow(store, "uitstroom") == {("A", "2009K1"): 1}
    assert flow(store, "stand") == {("A", "2009K1"): 1}


def test_staging_is_empty_afterwards_and_nothing_is_readable_by_others(local: Store) -> None:
    deliver(local, FIRST)
    home = local.settings.home
    assert list((home / "staging").iterdir()) == []
    for folder in ("rows", "counts"):
        modes = [file.stat().st_mode for file in (home / folder).iterdir()]
        assert modes
        assert all(mode & 0o077 == 0 for mode in modes)
    assert home.stat().st_mode & 0o077 == 0


def test_the_same_bytes_twice_do_nothing(store: Store) -> None:
    first = deliver(store, FIRST)
    again = deliver(store, FIRST)
    assert again.status == "unchanged"
    assert again.upload_ids == first.upload_ids
    assert store.version == 1
    assert len(store.audit(ALL)) == 1
    # Also when the quarter is left to the file, as it was found the first time.
    assert deliver(store, FIRST, quarter=None).status == "unchanged"


def test_the_same_bytes_for_another_werkplein_are_another_delivery(store: Store) -> None:
    file = b"traject_id;regeling;instroom\n1;WW;05-01-2009\n"
    for werkplein in "AB":
        assert deliver(store, file, constants={"werkplein": werkplein}).status == "stored"
    assert flow(store) == {("A", "2009K1"): 1, ("B", "2009K1"): 1}


def test_a_fault_stores_nothing(store: Store) -> None:
    result = deliver(store, spells("1;A;WW;k1;31-02-2009;;"))
    assert result.status == "refused"
    assert result.findings.blocked
    assert store.version == 0
    assert not (store.settings.home / "rows").exists()
    assert list((store.settings.home / "staging").iterdir()) == []


def test_good_rows_only_when_asked(store: Store) -> None:
    file = spells("1;A;WW;k1;31-02-2009;;", "2;A;WW;k2;10-02-2009;;")
    result = deliver(store, file, skip_faulty_rows=True)
    assert (result.status, result.rows_stored, result.rows_rejected) == ("stored", 1, 1)
    assert flow(store) == {("A", "2009K1"): 1}
    kept = store.findings(result.upload_id, ALL)
    assert [(t.rule, t.count) for t in kept.totals if t.level == "fout"] != []


def test_the_quarter_is_that_of_the_latest_day(local: Store) -> None:
    result = deliver(local, FIRST, quarter=None)
    assert (result.quarter, result.observed_until) == (Q1, date(2009, 3, 20))
    # The quarter was not over on that day, so its stock is not known.
    assert flow(local, "stand") == {}


def test_a_file_without_any_day_needs_a_quarter(local: Store) -> None:
    file = b"reeks;gebied;periode;waarde\nww;NL01;2009JJ00;1\n"
    with pytest.raises(Exception, match="2009K1"):
        deliver(local, file, "context", quarter=None)
    assert deliver(local, file, "context").status == "stored"


def test_what_is_later_than_the_quarter_is_noticed_and_waits(local: Store) -> None:
    result = deliver(local, spells("1;A;WW;k1;05-01-2009;;", "2;A;WW;k2;10-04-2009;;"))
    assert ("na_het_kwartaal", 1) in [(t.rule, t.count) for t in result.findings.totals]
    assert flow(local) == {("A", "2009K1"): 1}


def test_an_occupied_place_asks_first(store: Store) -> None:
    deliver(store, FIRST)
    better = spells("1;A;WW;k1;05-01-2009;30-03-2009;werk", "3;A;WW;k3;06-01-2009;;")
    asked = deliver(store, better)
    assert asked.status == "needs_replace"
    assert asked.replaces == (Slot("trajecten", "A", Q1.index, "uwv"),)
    (rows,) = asked.changes.rows
    assert (rows.contract, rows.added, rows.removed, rows.changed) == ("trajecten", 1, 1, 1)
    assert not asked.needs_reason
    assert store.version == 1
    assert flow(store, "uitstroom") == {("A", "2009K1"): 1}


def test_a_replacement_takes_the_place_and_the_old_stays_retrievable(store: Store) -> None:
    first = deliver(store, FIRST)
    result = deliver(store, spells("1;A;WW;k1;05-01-2009;;"), replace=True)
    assert result.status == "stored"
    assert flow(store) == {("A", "2009K1"): 1}
    assert list(store.rows(first.upload_id, ALL)["traject_id"]) == ["1", "2"]
    uploads = store.uploads(ALL)
    assert list(uploads["current"]) == [True, False]


def test_going_back_to_the_old_file_is_a_replacement_too(store: Store) -> None:
    deliver(store, FIRST)
    deliver(store, spells("1;A;WW;k1;05-01-2009;;"), replace=True)
    assert deliver(store, FIRST).status == "needs_replace"
    assert deliver(store, FIRST, replace=True).status == "stored"
    assert flow(store) == {("A", "2009K1"): 2}


def test_a_replacement_of_one_werkplein_leaves_the_others_of_its_file(store: Store) -> None:
    deliver(store, spells("1;A;WW;k1;05-01-2009;;", "2;B;WW;k2;06-01-2009;;"))
    deliver(store, spells("3;A;WW;k3;05-01-2009;;", "4;A;WW;k4;05-01-2009;;"), replace=True)
    assert flow(store) == {("A", "2009K1"): 2, ("B", "2009K1"): 1}


def test_the_preview_names_every_figure_that_moves(local: Store) -> None:
    deliver(local, FIRST)
    asked = deliver(local, spells("1;A;WW;k1;05-01-2009;;"))
    moved = {
        (f.tally, f.measure, f.werkplein, f.kwartaal): (f.before, f.after)
        for f in asked.changes.figures
        if f.tally in ("instroom", "uitstroom", "stand")
    }
    assert moved == {
        ("instroom", "n", "A", Q1.index): (2, 1),
        ("uitstroom", "n", "A", Q1.index): (1, None),
    }
    assert set(asked.changes.as_frame()["tally"]) >= {"instroom", "uitstroom", "duur"}


def test_a_shift_between_groups_is_seen_though_the_total_stays(local: Store) -> None:
    deliver(local, FIRST)
    other = spells("1;A;WWB;k1;05-01-2009;;", "2;A;WW;k2;10-02-2009;20-03-2009;werk")
    figures = deliver(local, other).changes.figures
    assert ("instroom", 2.0, 2.0) in [(f.tally, f.before, f.after) for f in figures]


def test_a_user_delivers_only_for_their_own_werkpleinen(store: Store) -> None:
    with pytest.raises(OutOfScope):
        deliver(store, FIRST, scope=Scope.of(["B"], "rows"))
    assert store.version == 0
    assert deliver(store, FIRST, scope=Scope.of(["A"], "rows")).status == "stored"


def test_an_unknown_werkplein_is_asked_about(local: Store) -> None:
    asked = local.upload(FIRST, "trajecten", by="anna", organisation="uwv", quarter=Q1, scope=ALL)
    assert (asked.status, [q.name for q in asked.questions]) == ("asks", ["werkplein:A"])
    assert [(t.level, t.rule) for t in asked.findings.totals] == [("vraag", "vraag_werkplein")]
    assert "'A'" in asked.findings.listed[0].message("nl")
    assert local.version == 0


def test_a_file_must_say_what_it_holds(local: Store) -> None:
    with pytest.raises(UsageError, match="profiel"):
        local.upload(FIRST, by="anna", organisation="uwv", scope=ALL)
    with pytest.raises(UsageError, match="bestaat niet"):
        deliver(local, FIRST, "onzin")


def test_a_path_and_its_bytes_are_the_same_file(store: Store) -> None:
    path = store.settings.home.parent / "trajecten_2009K1.csv"
    path.write_bytes(FIRST)
    new = {"werkplein": "nieuw"}
    stored = store.upload(
        path, "trajecten", by="anna", organisation="uwv", quarter=Q1, answers=new, scope=ALL
    )
    assert stored.status == "stored"
    assert list(store.uploads(ALL)["filename"]) == ["trajecten_2009K1.csv"]
    assert deliver(store, FIRST).status == "unchanged"


def test_checking_stores_nothing(local: Store) -> None:
    reading = local.check(FIRST, "trajecten")
    assert (reading.rows_read, reading.findings.blocked, reading.parquet) == (2, False, None)
    assert local.version == 0
    assert list((local.settings.home / "staging").iterdir()) == []


def test_progress_runs_from_begin_to_end(local: Store) -> None:
    told: list[tuple[str, float]] = []
    deliver(local, FIRST, progress=lambda stage, share: told.append((stage, share)))
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert shares[0] == 0
    assert [stage for stage, _ in told][-3:] == ["tellen", "vergelijken", "opslaan"]


def test_two_quarters(store: Store) -> None:
    deliver(store, FIRST)
    second = spells("1;A;WW;k1;05-01-2009;10-04-2009;werk", "3;A;WW;k3;06-05-2009;;")
    assert deliver(store, second, quarter=Q2).status == "stored"
    assert flow(store) == {("A", "2009K1"): 2, ("A", "2009K2"): 1}
    assert flow(store, "uitstroom") == {("A", "2009K1"): 1, ("A", "2009K2"): 1}
    assert flow(store, "stand") == {("A", "2009K1"): 1, ("A", "2009K2"): 1}
