"""Budget, spend, ratio and joint share, counted by hand on a dozen rows."""

from __future__ import annotations

import pytest

from ketenkpi.resources import Ledger, joint, ledger, load_assumptions, ratios, spending
from ketenkpi.resources.money import PartnerRatio
from ketenkpi.resources.sums import EMPTY, NOT_APPLICABLE
from tests.unit.resources.rows import QUARTER, book, line

KINDS = ("personeel", "re_integratie", "huisvesting")
SEED = load_assumptions().seed_ratio
OOST, WEST, NOORD = ((name, QUARTER) for name in ("Oost", "West", "Noord"))

# werkplein, partner, soort: begroot, besteed.
ROWS = book(
    line("Oost", "uwv", "personeel", budget=100.0, spent=90.0),
    line("Oost", "uwv", "re_integratie", budget=20.0, spent=25.0, joint=False),
    line("Oost", "gemeente", "personeel", budget=80.0, spent=None),
    line("Oost", "gemeente", "re_integratie", budget=150.0, spent=120.0, joint=True),
    line("Oost", "gemeente", "re_integratie", budget=50.0, spent=60.0, joint=None, group="jongere"),
    line("West", "uwv", "personeel", budget=None, spent=70.0),
    line("West", "uwv", "re_integratie", budget=10.0, spent=0.0, joint=False),
    line("West", "gemeente", "re_integratie", budget=130.0, spent=100.0, joint=False),
    line("Noord", "gemeente", "re_integratie", budget=900.0, spent=800.0, joint=True),
    expected=(("Zuid", QUARTER),),
)  # fmt: skip


def test_budget_spend_and_the_difference_of_lines_that_have_both() -> None:
    found = {(each.partner, each.kind): each for each in spending(ROWS, KINDS)}
    uwv = found["uwv", "personeel"]
    assert (uwv.budget.value, uwv.spent.value) == (100, 160)
    # West spent 70 without a budget: that is no overspend of 70.
    assert (uwv.difference.value, uwv.difference.n) == (-10, 1)
    whole = found["gemeente", None]
    assert (whole.budget.value, whole.spent.value) == (1310, 1080)
    assert whole.difference.value == (120 - 150) + (60 - 50) + (100 - 130) + (800 - 900)


def test_what_nobody_delivered_or_filled_in_is_no_zero() -> None:
    found = {(each.partner, each.kind): each for each in spending(ROWS, KINDS)}
    housing = found["uwv", "huisvesting"]
    assert housing.spent.value is None
    assert housing.spent.reason == "resources.reason_no_line"
    empty = found["gemeente", "personeel"]
    assert empty.spent.reason == "resources.reason_empty"
    assert empty.budget.value == 80
    # UWV of Noord and both of Zuid delivered nothing.
    assert (found["uwv", None].undelivered, found["gemeente", None].undelivered) == (2, 1)
    assert ROWS.undelivered("uwv") == (NOORD, ("Zuid", QUARTER))
    nothing = spending(Ledger((), frozenset({OOST})), KINDS)
    assert {each.budget.reason for each in nothing} == {"resources.reason_not_delivered"}


def _ratio(measure: str, kind: str | None, per_client: bool, rows: Ledger = ROWS) -> PartnerRatio:
    clients = {
        "uwv": {OOST: 40.0, WEST: 10.0, NOORD: 5.0},
        "gemeente": {OOST: 100.0, NOORD: 10.0},
    }
    (found,) = (
        each
        for each in ratios(rows, clients, SEED)
        if (each.measure, each.kind, each.per_client) == (measure, kind, per_client)
    )
    return found


def test_the_work_budget_is_compared_where_both_filled_it_in() -> None:
    found = _ratio("budget", "re_integratie", False)
    # Oost and West: 150 + 50 + 130 over 20 + 10. Noord has no UWV.
    assert (found.gemeente.value, found.uwv.value) == (330, 30)
    assert found.ratio.value == 11
    assert (found.beside_seed, found.against) == (True, "about")
    assert (found.pairs, found.left_out) == (2, 2)


def test_other_ratios_are_not_put_beside_the_ten_of_the_paper() -> None:
    assert [each.beside_seed for each in ratios(ROWS, {"uwv": {}, "gemeente": {}}, SEED)] == [
        True, False, False, False, False, False,
    ]  # fmt: skip
    spent = _ratio("spent", "re_integratie", False)
    assert spent.ratio.value == pytest.approx((120 + 60 + 100) / 25)
    # In total: Oost 180 over 115, West 100 over 70.
    assert _ratio("spent", None, False).ratio.value == pytest.approx(280 / 185)


def test_per_client_only_where_the_clients_of_both_are_known() -> None:
    found = _ratio("budget", "re_integratie", True)
    # Only Oost: 200 for 100 benefits against 20 for 40.
    assert (found.gemeente.value, found.uwv.value) == (2, 0.5)
    assert found.ratio.value == 4
    assert (found.pairs, found.left_out) == (1, 3)
    unknown = ratios(ROWS, {"uwv": {}, "gemeente": {}}, SEED)[1]
    assert unknown.ratio.reason == "resources.reason_clients_unknown"


@pytest.mark.parametrize(
    ("gemeente", "against"),
    [(79.9, "lower"), (80.0, "about"), (125.0, "about"), (125.1, "higher")],
)
def test_about_ten_times_is_within_a_factor(gemeente: float, against: str) -> None:
    rows = book(
        line("Oost", "uwv", "re_integratie", budget=10.0),
        line("Oost", "gemeente", "re_integratie", budget=gemeente),
    )
    assert _ratio("budget", "re_integratie", False, rows).against == against


def test_no_ratio_to_nothing_or_to_one_partner() -> None:
    nothing = book(
        line("Oost", "uwv", "re_integratie", budget=0.0),
        line("Oost", "gemeente", "re_integratie", budget=5.0),
    )
    found = _ratio("budget", "re_integratie", False, nothing)
    assert (found.ratio.reason, found.against) == ("resources.reason_nothing_below", "unknown")
    alone = book(line("Oost", "gemeente", "re_integratie", budget=5.0))
    found = _ratio("budget", "re_integratie", False, alone)
    assert found.ratio.reason == "resources.reason_one_partner"


def test_the_joint_share_keeps_what_is_not_answered_below_the_line() -> None:
    found = {each.kind: each for each in joint(ROWS)}
    buying = found["re_integratie"]
    # Oost and West: 120 joint of 25 + 120 + 60 + 0 + 100; the 60 is not answered.
    assert buying.share.value == pytest.approx(120 / 305)
    assert buying.known.value == pytest.approx(120 / 245)
    assert (buying.places, buying.asked) == (1, 2)
    assert found["huisvesting"].share.reason == "resources.reason_no_line"


def test_a_joint_share_of_which_nothing_is_answered_is_no_zero() -> None:
    rows = book(line("Oost", "uwv", "ict", spent=10.0), line("Oost", "gemeente", "ict", spent=10.0))
    (found,) = (each for each in joint(rows) if each.kind == "ict")
    assert found.share.reason == found.known.reason == "resources.reason_empty"
    assert (found.places, found.asked) == (0, 0)


def test_amounts_do_not_apply_where_every_row_says_so() -> None:
    said = frozenset({"begroot", "uren_dubbel"})
    lines = (
        line("Stad", "uwv", "ict", spent=5.0, not_applicable=said),
        line("Dorp", "uwv", "ict", not_applicable=said),
        line("Stad", "uwv", "overig", not_applicable=said),
        line("Dorp", "uwv", "overig"),
    )
    found = {(one.partner, one.kind): one for one in spending(book(*lines), ("ict", "overig"))}
    assert found["uwv", "ict"].budget.reason == NOT_APPLICABLE
    assert found["uwv", "ict"].spent.value == 5.0
    assert found["uwv", "ict"].difference.reason == NOT_APPLICABLE
    # One row left it open, so it may still come.
    assert found["uwv", "overig"].budget.reason == EMPTY
    assert ledger.why_none(lines[:3], ledger.double_hours) == NOT_APPLICABLE
    assert ledger.why_none((), ledger.fte) == EMPTY
