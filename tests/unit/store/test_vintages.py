"""What was known earlier: past states, vintages, and the revisions measured in them."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from ketenkpi.counts import Counts
from ketenkpi.counts.pieces import files_of
from ketenkpi.errors import UsageError
from ketenkpi.indicators import load_indicators, needs_of
from ketenkpi.scope import Detail, Scope
from ketenkpi.store import Slot, Store, UploadResult, open_store
from ketenkpi.store.vintages import KEPT_SECONDS, vintage_states
from ketenkpi.vocabulary import Quarter
from tests.unit.store import files
from tests.unit.store.files import ALL, Q1, Q2, Q3, flow, spells

pytestmark = pytest.mark.slow

KEY = "uitstroom_werk"
PLACE = ("werkplein", "kwartaal")
DETAILS: tuple[Detail, ...] = ("rows", "figures")
SLOT = Slot("trajecten", "A", Q1.index, "uwv")


def deliver(store: Store, file: bytes, contract: str = "trajecten", **options: Any) -> UploadResult:
    """A delivery of which the uploader knows that it changes what was known earlier."""
    return files.deliver(store, file, contract, **{"replace": True} | options)


def ended(number: int, place: str = "A", day: str = "10-02-2009") -> str:
    return f"{place}{number};{place};WW;;05-01-2009;{day};werk"


def running(number: int, place: str = "A") -> str:
    return f"{place}{number};{place};WW;;05-01-2009;;"


def _same(one: Counts, other: Counts) -> bool:
    return one.tallies == other.tallies and all(
        one.table(tally).equals(other.table(tally)) for tally in one.tallies
    )


def _files(store: Store) -> set[Path]:
    return set((store.settings.home / "vintages").glob("*.list"))


# --- an earlier version -----------------------------------------------------------


def test_every_earlier_version_gives_what_it_gave(store: Store) -> None:
    """Deliver, replace, approve, take back, deliver again: compared with what was shown then."""
    seen: dict[int, Counts] = {}

    def note() -> None:
        seen[store.version] = store.counts(ALL)

    deliver(store, spells(ended(1), running(2), running(1, "B")))
    note()
    deliver(store, spells(ended(1), ended(2)), replace=True)
    note()
    store.approve(SLOT, "uwv", by="anna", scope=ALL)
    note()
    deliver(store, b"werkplein;datum;thema\nA;05-01-2009;wachttijd\n", "klachten")
    note()
    store.withdraw(SLOT, by="anna", reason="verkeerd", scope=ALL)
    note()
    deliver(store, spells(ended(1), ended(2), ended(3)))
    note()
    store.withdraw(SLOT, by="anna", reason="weer verkeerd", scope=ALL)
    note()
    deliver(store, spells(ended(9, day="10-05-2009")), quarter=Q2)
    note()
    assert list(seen) == list(range(1, 9))
    for version, then in seen.items():
        assert _same(store.as_of(version, ALL), then), version


def test_there_is_no_state_that_has_not_been(local: Store) -> None:
    deliver(local, spells(ended(1)))
    for version in (0, 2):
        with pytest.raises(UsageError):
            local.as_of(version, ALL)


def test_a_past_state_keeps_to_the_scope(local: Store) -> None:
    deliver(local, spells(ended(1), ended(1, "B")))
    found = local.as_of(1, Scope.of(["B"], "rows")).roll_up("uitstroom", by=["werkplein"])
    assert list(found["werkplein"]) == ["B"]


# --- which deliveries make a vintage -------------------------------------------------


def _vintages(store: Store, key: str = KEY) -> dict[str, tuple[list[int], set[str]]]:
    """Per vintage the upload ids that count in it, and who published."""
    every = store.catalogue.deliveries(ALL, ended=True)
    states = vintage_states(every, needs_of(load_indicators()[key]))
    return {
        str(Quarter.from_index(state.quarter)): (
            sorted({delivery.upload.id for delivery in state.deliveries}),
            set(state.published),
        )
        for state in states
    }


def test_a_replacement_shows_in_the_next_vintage(local: Store) -> None:
    deliver(local, spells(running(1)))
    deliver(local, spells(ended(1)), replace=True)
    deliver(local, spells(ended(1), running(2)), quarter=Q2)
    assert _vintages(local) == {"2009K1": ([1], {"A"}), "2009K2": ([2, 3], {"A"})}


def test_what_was_taken_back_was_never_known(local: Store) -> None:
    deliver(local, spells(running(7)))
    deliver(local, spells(running(8)), replace=True)
    local.withdraw(SLOT, by="anna", reason="verkeerd", scope=ALL)
    deliver(local, spells(ended(1)))
    assert _vintages(local) == {"2009K1": ([3], {"A"})}


def test_a_werkplein_publishes_only_for_what_it_delivered(local: Store) -> None:
    deliver(local, spells(running(1), running(1, "B")))
    deliver(local, spells(ended(1)), quarter=Q2)
    assert _vintages(local) == {"2009K1": ([1], {"A", "B"}), "2009K2": ([1, 2], {"A"})}


def test_totals_do_instead_of_case_files(local: Store) -> None:
    head = "werkplein;kwartaal;regeling;doelgroep;beginstand;instroom;uitstroom;eindstand"
    deliver(local, f"{head}\nC;2009K1;WW;;10;2;1;11\n".encode(), "stand_stroom")
    deliver(local, spells(ended(1)))
    assert _vintages(local, "uitstroom")["2009K1"][1] == {"A", "C"}
    assert _vintages(local, "uitkeringsduur")["2009K1"][1] == {"A"}


# --- revisions -----------------------------------------------------------------------


def _late(store: Store, quarters: int) -> None:
    """At every Werkplein 20 leave each quarter, of whom 5 are registered one quarter later."""
    for last in range(quarters):
        rows = []
        for place in ("A", "B", "C"):
            for past in range(last + 1):
                begin = (Q1 + past).first_day.strftime("%d-%m-%Y")
                known = 20 if past < last else 15
                ends = [f";{begin};;"] * (20 - known)
                rows += [
                    f"{place}{past}-{n};{place};WW;{tail}"
                    for n, tail in enumerate([f";{begin};{begin};werk"] * known + ends)
                ]
        deliver(store, spells(*rows), quarter=Q1 + last)


def test_the_planted_late_registration_is_measured_and_widens(local: Store) -> None:
    _late(local, 7)
    found = local.revisions(KEY, ALL)
    sizes = found.sizes.set_index("age")
    # Three quarters of three Werkpleinen are followed by four deliveries or more.
    assert list(sizes["n"]) == [0, 9, 9, 9, 9]
    assert sizes.loc[0, ["median", "low", "high"]].tolist() == pytest.approx([5 / 15] * 3)
    assert (sizes.loc[1, ["low", "high"]] == 0).all()
    figures = local.figures([KEY], PLACE, ALL).set_index(["werkplein", "kwartaal"])
    newest = figures.loc["A", (Q1 + 6).index]
    assert (newest["value"], newest["settled_high"]) == pytest.approx((15, 20))
    assert newest["revision"] == "comparison.revision_widened"
    assert figures.loc[("A", Q1.index), "revision"] == "comparison.revision_settled"


def test_what_figures_are_widened_by_is_kept_and_can_be_made_again(local: Store) -> None:
    _late(local, 7)
    first = local.figures([KEY], PLACE, ALL)
    assert first["provisional"].sum() == 3, "the newest quarter of three Werkpleinen"
    kept = list((local.settings.home / "vintages" / "figures").glob("*.parquet"))
    # Every vintage but the newest, of which what is known now is known then.
    assert len(kept) == 6
    pd.testing.assert_frame_equal(open_store(local.settings).figures([KEY], PLACE, ALL), first)
    for file in kept:
        file.unlink()
    pd.testing.assert_frame_equal(open_store(local.settings).figures([KEY], PLACE, ALL), first)


def test_with_two_deliveries_nothing_can_be_measured(local: Store) -> None:
    _late(local, 2)
    found = local.revisions(KEY, ALL)
    assert found.sizes["high"].isna().all()
    told = local.figures([KEY], PLACE, ALL)
    assert set(told["revision"]) == {"comparison.revision_too_few"}
    first = found.triangle[found.triangle["kwartaal"] == Q1.index]
    assert list(first["value"]) == [15, 20] * 3
    assert list(first["age"]) == [0, 1] * 3


def test_a_definitive_figure_is_not_widened(local: Store) -> None:
    _late(local, 1)
    for party in ("uwv", "gemeente"):
        local.approve(SLOT, party, by="anna", scope=ALL)
    local.finalise(SLOT, by="anna", scope=ALL)
    told = local.figures([KEY], PLACE, ALL).set_index("werkplein")
    assert pd.isna(told.loc["A", "revision"])
    assert told.loc["B", "revision"] == "comparison.revision_too_few"


def test_a_delivery_before_the_quarter_is_over_has_an_age_of_its_own(local: Store) -> None:
    deliver(local, spells(ended(1)), observed_until=(Q1 + 0).first_day.replace(month=2, day=15))
    deliver(local, spells(ended(1), ended(2)), quarter=Q2)
    found = local.revisions(KEY, ALL).triangle
    assert list(found[found["kwartaal"] == Q1.index]["age"]) == [-1, 1]


def test_a_scope_sees_its_own_revisions_only(local: Store) -> None:
    _late(local, 7)
    rows, figures = (local.revisions(KEY, Scope.of(["B"], detail)) for detail in DETAILS)
    assert set(rows.triangle["werkplein"]) == {"B"}
    assert set(rows.ages["werkplein"]) == set(figures.ages["werkplein"]) == {"B"}
    # Numbers of every quarter side by side are for who may see rows; the sizes,
    # measured over all three Werkpleinen, are for everybody.
    assert figures.triangle.empty
    assert list(figures.sizes["n"]) == list(rows.sizes["n"]) == [0, 9, 9, 9, 9]


def test_a_vintage_is_counted_once(local: Store) -> None:
    _late(local, 3)
    local.revisions(KEY, ALL)
    kept = _files(local)
    assert len(kept) == 3
    made = {file: file.stat().st_ino for file in kept}
    local.revisions("uitstroom", Scope.of(["A"]))
    assert {file: file.stat().st_ino for file in _files(local)} == made
    # A file of another contract changes nothing; one of spells adds one vintage.
    deliver(local, b"werkplein;datum;thema\nA;05-01-2009;wachttijd\n", "klachten")
    local.revisions(KEY, ALL)
    assert _files(local) == kept
    deliver(local, spells(ended(1)), quarter=Q1 + 3)
    local.revisions(KEY, ALL)
    assert len(_files(local) - kept) == 1


def test_counts_that_nobody_asked_for_are_removed_and_made_again(local: Store) -> None:
    _late(local, 2)
    before = local.revisions(KEY, ALL).triangle
    long_ago = time.time() - KEPT_SECONDS - 60
    old, young = sorted(_files(local))
    os.utime(old, (long_ago, long_ago))
    local.tidy()
    assert _files(local) == {young}
    pd.testing.assert_frame_equal(local.revisions(KEY, ALL).triangle, before)


def test_files_of_counts_go_when_no_state_that_is_kept_names_them(local: Store) -> None:
    _late(local, 2)
    before = local.revisions(KEY, ALL).triangle
    there = set(local.catalogue.counts.folder.iterdir())
    long_ago = time.time() - KEPT_SECONDS - 60
    for file in there:
        os.utime(file, (long_ago, long_ago))
    local.tidy()
    # Those of the state that holds, and of the past ones that were asked for.
    left = set(local.catalogue.counts.folder.iterdir())
    pd.testing.assert_frame_equal(local.revisions(KEY, ALL).triangle, before)
    assert set(local.catalogue.counts.folder.iterdir()) == left
    for mark in _files(local):
        os.utime(mark, (long_ago, long_ago))
    local.tidy()
    now = local.catalogue.snapshot().counts_blob or ""
    held = {now, *files_of(local.catalogue.counts.path(now))}
    assert {file.stem for file in local.catalogue.counts.folder.iterdir()} == held
    assert left > set(local.catalogue.counts.folder.iterdir())


def test_nothing_delivered(local: Store) -> None:
    found = local.revisions(KEY, ALL)
    assert found.triangle.empty
    assert found.ages.empty
    assert list(found.triangle.columns)[:3] == ["indicator", "werkplein", "kwartaal"]


def test_past_counts_equal_the_counts_that_hold(local: Store) -> None:
    _late(local, 3)
    deliver(local, spells(ended(5, "B", "01-08-2009")), quarter=Q3)
    assert _same(local.as_of(local.version, ALL), local.counts(ALL))
    assert flow(local, "uitstroom")["B", "2009K3"] >= 1
