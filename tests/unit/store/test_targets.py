"""Targets as they are uploaded, changed and taken back, and the verdicts that follow."""

from __future__ import annotations

from datetime import date

import pytest

from ketenkpi.comparison import verdicts_of
from ketenkpi.programme import goal_register
from ketenkpi.scope import Scope
from ketenkpi.store import Slot, Store
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import say
from tests.unit.store.files import ALL, Q1, Q2, deliver, spells
from tests.unit.surfaces.told import told

pytestmark = pytest.mark.slow

HEAD = "werkplein;arbeidsmarktregio;indicator;vanaf;tot;waarde;soort;status"
KEY = "uitstroom_werk"
SLOT = Slot("doelen", "A", Q1.index)
PLACES = b"werkplein;naam;arbeidsmarktregio\nA;Plein A;Middenland\nB;Plein B;Middenland\n"
# Forty benefits at A and B that end in the first quarter, at A all to work.
OUT = [
    f"{place}{n};{place};WW;;05-01-2009;{1 + n % 28:02d}-02-2009;{reason}"
    for place, reason in (("A", "werk"), ("B", "overig"))
    for n in range(40)
]


def targets(*rows: str) -> bytes:
    return "\n".join((HEAD, *rows, "")).encode()


def own(value: str, until: str = "31-03-2009", status: str = "", kind: str = "norm") -> bytes:
    return targets(f"A;;{KEY};01-01-2009;{until};{value};{kind};{status}")


def verdict(store: Store, key: str = KEY, quarter: Quarter = Q1) -> dict[str, tuple[str, float]]:
    rows = verdicts_of(store.source, [key], ALL, [quarter])
    return {row.werkplein: (row.verdict, row.target) for row in rows.itertuples()}


def test_the_first_target_gives_the_verdict_and_a_later_one_does_not_alter_it(store: Store) -> None:
    deliver(store, spells(*OUT))
    first = deliver(store, own("20"), "doelen")
    assert verdict(store)["A"] == ("gehaald", 20)
    changed = deliver(store, own("100"), "doelen", replace=True)
    assert changed.status == "stored"
    assert verdict(store)["A"] == ("gehaald", 20)
    (row,) = (
        r for r in verdicts_of(store.source, [KEY], ALL, [Q1]).itertuples() if r.werkplein == "A"
    )
    assert (row.upload_id, row.now, row.afterwards) == (first.upload_id, 100, True)
    # Also when the change comes as the delivery of a later quarter.
    deliver(store, own("90"), "doelen", quarter=Q2)
    assert verdict(store)["A"] == ("gehaald", 20)


def test_taking_back_corrects_the_past_and_keeps_the_reason(store: Store) -> None:
    deliver(store, spells(*OUT))
    deliver(store, own("20"), "doelen")
    deliver(store, own("21"), "doelen", replace=True)
    store.withdraw(SLOT, by="anna", reason="typefout in het plan", scope=ALL)
    assert verdict(store)["A"][0] == "nvt"
    deliver(store, own("100"), "doelen")
    assert verdict(store)["A"] == ("niet_gehaald", 100)
    kept = store.targets(ALL)
    assert list(kept["waarde"]) == [20, 21, 100]
    # The one that had been replaced went with it, so it does not come back.
    assert list(kept["withdrawn"].fillna("")) == ["typefout in het plan"] * 2 + [""]
    assert list(kept["replaced_by_upload"].fillna(0)) == [3, 0, 0]


def test_of_a_quarter_that_is_not_over_the_last_target_holds(local: Store) -> None:
    """Only here does the clock matter: a quarter that ends long after this test runs."""
    later = Quarter(2098, 1)
    rows = [f"A;;{KEY};01-01-2098;31-12-2098;{value};norm;" for value in ("20", "30")]
    for place, row in enumerate(rows):
        deliver(local, targets(row), "doelen", quarter=Q1 + place)
    assert verdict(local, quarter=later) == {"A": ("nb", 30)}


def test_a_region_hands_down_to_its_werkpleinen(local: Store) -> None:
    deliver(local, PLACES, "werkpleinen")
    deliver(local, spells(*OUT))
    deliver(local, targets(";middenland;aandeel_werk;01-01-2009;;35;streefwaarde;"), "doelen")
    found = verdicts_of(local.source, ["aandeel_werk"], ALL, [Q1]).set_index("werkplein")
    assert list(found["verdict"]) == ["gehaald", "niet_gehaald"]
    assert set(found["level"]) == {"regio"}
    assert set(found["afgeleid_van"]) == {"middenland"}


def test_not_applicable_and_not_known_go_from_file_to_verdict(local: Store) -> None:
    deliver(local, spells(*OUT))
    deliver(local, targets(
        f"A;;{KEY};01-01-2009;;;norm;n.v.t.", f"B;;{KEY};01-01-2009;;;norm;nb"
    ), "doelen")  # fmt: skip
    found = verdicts_of(local.source, [KEY], ALL, [Q1]).set_index("werkplein")
    assert list(found["verdict"]) == ["nvt", "nb"]
    assert list(found["reason"]) == [
        "comparison.target_not_applicable",
        "comparison.target_value_unknown",
    ]


@pytest.mark.parametrize("row", ["A;;x;01-01-2009;;;norm;", "A;;x;01-01-2009;;5;norm;nvt"])
def test_a_file_says_a_value_or_why_not(local: Store, row: str) -> None:
    assert deliver(local, targets(row), "doelen").status == "refused"


def test_overlap_and_impossible_values_are_found(local: Store) -> None:
    deliver(local, targets(
        "A;;aandeel_werk;01-01-2009;;150;norm;",
        f"B;;{KEY};01-01-2009;31-12-2009;10;norm;",
        f"B;;{KEY};01-07-2009;31-12-2009;12;norm;",
    ), "doelen")  # fmt: skip
    rules = [finding.rule.removeprefix("comparison.") for finding in local.target_findings(ALL)]
    assert rules == ["target_found_impossible", "target_found_overlap"]


def test_another_werkpleins_targets_are_out_of_reach(local: Store) -> None:
    deliver(local, spells(*OUT))
    deliver(local, targets(
        f"A;;{KEY};01-01-2009;;20;norm;", ";Middenland;aandeel_werk;01-01-2009;;35;norm;"
    ), "doelen")  # fmt: skip
    stranger = Scope.of(["B"], "rows")
    assert list(local.targets(stranger)["arbeidsmarktregio"]) == ["Middenland"]
    assert set(verdicts_of(local.source, [KEY], stranger)["werkplein"]) == {"B"}


def test_the_table_has_the_year_before(local: Store) -> None:
    earlier = [f"x{n};A;WW;;05-01-2008;01-02-2008;werk" for n in range(30)]
    deliver(local, spells(*OUT, *earlier))
    deliver(local, own("20"), "doelen")
    rows = local.targets_table([KEY], Scope.of(["A"], "rows"), [Q1])
    (row,) = rows.itertuples()
    assert (row.target, row.value, row.before, row.gap, row.change) == (20, 40, 30, 20, 10)
    assert row.change_low < 10 < row.change_high


def test_without_any_target_there_is_a_reason_per_quarter(local: Store) -> None:
    deliver(local, spells(*OUT))
    found = verdicts_of(local.source, [KEY], ALL)
    assert set(found["reason"]) == {"comparison.target_none"}
    assert local.targets(ALL).empty
    assert local.target_findings(ALL) == ()


def test_a_werkplein_that_closed_is_not_judged(local: Store) -> None:
    closed = "werkplein;naam;arbeidsmarktregio;geldig_vanaf;geldig_tot\n"
    deliver(local, f"{closed}A;A;M;01-01-2008;31-12-2008\nB;B;M;;\n".encode(), "werkpleinen")
    deliver(local, spells(*[row for row in OUT if row.startswith("B")]))
    deliver(local, own("20"), "doelen")
    found = verdicts_of(local.source, [KEY], ALL, [Q1]).set_index("werkplein")
    assert (found.loc["A", "verdict"], found.loc["A", "reason"]) == (
        "nvt",
        "comparison.target_closed",
    )


def test_the_day_of_recording_is_kept(local: Store) -> None:
    deliver(local, own("20"), "doelen")
    (row,) = local.targets(ALL).itertuples()
    assert isinstance(row.recorded_on, date)
    assert row.recorded_by == "anna"


SIDED = "werkplein;indicator;vanaf;tot;waarde;soort;richting"


def test_a_target_on_a_stock_is_judged_by_the_side_it_says(store: Store) -> None:
    deliver(store, spells(*(f"A{n};A;WW;;05-01-2009;;" for n in range(40))))
    # A file of before, without the column: no verdict, and what to do about it.
    deliver(store, targets("A;;stand;01-01-2009;31-03-2009;40;norm;"), "doelen")
    (row,) = (
        r
        for r in verdicts_of(store.source, ["stand"], ALL, [Q1]).itertuples()
        if r.werkplein == "A"
    )
    assert (row.verdict, row.reason) == ("nvt", "comparison.target_neutral")
    assert "richting" in say(row.reason, "nl")
    (finding,) = store.target_findings(ALL)
    assert finding.rule == "comparison.target_found_neutral"
    # Said afterwards it is judged, for before there was nothing to hold to.
    sided = "\n".join((SIDED, "A;stand;01-01-2009;31-03-2009;40;norm;maximaal", "")).encode()
    assert deliver(store, sided, "doelen", replace=True).status == "stored"
    (row,) = (
        r
        for r in verdicts_of(store.source, ["stand"], ALL, [Q1]).itertuples()
        if r.werkplein == "A"
    )
    assert (row.verdict, row.side, row.direction) == ("gehaald", "hoogstens", "lower")
    assert store.target_findings(ALL) == ()
    assert list(store.targets(ALL)["richting"].fillna("")) == ["", "hoogstens"]
    (goal,) = goal_register(store.source, ALL, Q1).goals
    assert (goal.goal.side, goal.answer("on_track")) == ("hoogstens", "yes")


def test_a_side_against_that_of_the_figure_is_told(store: Store) -> None:
    deliver(store, spells(*OUT))
    rows = (SIDED, f"A;{KEY};01-01-2009;31-03-2009;20;norm;hoogstens", "")
    deliver(store, "\n".join(rows).encode(), "doelen")
    assert verdict(store)["A"] == ("niet_gehaald", 20)
    (finding,) = store.target_findings(ALL)
    assert finding.rule == "comparison.target_found_against"
    assert "hoogstens" in told(finding.said)
