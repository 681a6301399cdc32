"""Which target stands: own before regional, recorded in time, nothing chosen silently."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ketenkpi.comparison.target_findings import target_findings
from ketenkpi.comparison.targets import (
    Recording,
    Standing,
    Target,
    TargetRegister,
    in_unit,
    is_possible,
    standing_targets,
)
from ketenkpi.indicators import load_indicators
from ketenkpi.vocabulary import Quarter
from tests.unit.surfaces.told import told

KNOWN = load_indicators()
KEY = "aandeel_werk"
Q1, Q2, Q3 = (Quarter(2009, number) for number in (1, 2, 3))
JANUARY, MAY, DECEMBER = date(2009, 1, 15), date(2009, 5, 15), date(2009, 12, 15)


def target(value: float | None, upload: int = 1, on: date = JANUARY, **changes: Any) -> Target:
    """A target of Werkplein A for 2009, recorded by `upload` on a day."""
    given: dict[str, Any] = {
        "place": "A",
        "regional": False,
        "indicator": KEY,
        "soort": "streefwaarde",
        "first": date(2009, 1, 1),
        "last": date(2009, 12, 31),
        "value": value,
        "status": "bekend",
        "derived_from": None,
        "recorded": Recording(upload, on),
    }
    return Target(**given | changes)


def regional(value: float, **changes: Any) -> Target:
    return target(value, **({"place": "Middenland", "regional": True} | changes))


def stands(*targets: Target, quarter: Quarter = Q1, key: str = KEY) -> Standing:
    """The only target that stands for A, which lies in Middenland."""
    regions = {("A", quarter): "Middenland"}
    (found,) = standing_targets(TargetRegister(targets), [KNOWN[key]], ["A"], [quarter], regions)
    return found


def test_of_two_that_overlap_the_last_recorded_says_what_it_follows_from() -> None:
    first, longer = date(2009, 1, 1), date(2008, 1, 1)
    both = (
        target(50.0, 1, first=first, derived_from="Eerst"),
        target(55.0, 2, first=longer, derived_from="Daarna"),
    )
    assert {stands(*each).derived_from for each in (both, both[::-1])} == {"Daarna"}
    assert stands(*both).value is None


def test_a_target_is_written_in_per_cent_and_used_as_a_share() -> None:
    found = stands(target(55.0))
    assert (found.value, found.level, found.reason) == (0.55, "werkplein", None)


def test_a_region_is_inherited_from_and_says_so() -> None:
    found = stands(regional(55.0))
    assert (found.value, found.level, found.derived_from) == (0.55, "regio", "Middenland")


def test_a_plan_named_in_the_file_goes_before_the_name_of_the_region() -> None:
    assert stands(regional(55.0, derived_from="Plan 2009")).derived_from == "Plan 2009"


def test_an_own_target_wins_from_that_of_the_region() -> None:
    found = stands(target(57.5), regional(55.0))
    assert (found.value, found.level) == (0.575, "werkplein")


def test_the_region_of_the_same_upload_does_not_come_first() -> None:
    # Both were recorded by one file, long after the quarter.
    found = stands(regional(55.0, on=DECEMBER), target(57.5, on=DECEMBER))
    assert (found.value, found.afterwards) == (0.575, True)


def test_without_a_target_there_is_a_reason() -> None:
    found = stands()
    assert (found.value, found.soort, found.reason) == (None, None, "comparison.target_none")


def test_a_target_for_a_part_of_the_quarter_gives_no_verdict_on_the_whole() -> None:
    found = stands(target(55.0, first=date(2009, 2, 1)))
    assert (found.value, found.reason) == (None, "comparison.target_part_of_quarter")


@pytest.mark.parametrize(
    ("status", "reason"),
    [("nvt", "comparison.target_not_applicable"), ("nb", "comparison.target_value_unknown")],
)
def test_not_applicable_and_not_known_stay_apart(status: str, reason: str) -> None:
    assert stands(target(None, status=status)).reason == reason


# --- what was recorded when ---------------------------------------------------


def test_what_was_recorded_by_the_end_of_the_quarter_stands() -> None:
    targets = (target(50.0, 1, JANUARY), target(60.0, 2, MAY))
    first, second = stands(*targets, quarter=Q1), stands(*targets, quarter=Q2)
    assert (first.value, first.recorded, first.now) == (0.5, Recording(1, JANUARY), 0.6)
    assert (second.value, second.recorded, second.now) == (0.6, Recording(2, MAY), None)


def test_the_first_target_may_come_afterwards_and_is_then_fixed() -> None:
    targets = (target(50.0, 1, MAY), target(60.0, 2, DECEMBER))
    found = stands(*targets)
    assert (found.value, found.afterwards, found.now) == (0.5, True, 0.6)


def test_an_own_target_afterwards_does_not_replace_the_one_of_the_region() -> None:
    found = stands(regional(55.0, upload=1, on=JANUARY), target(30.0, 2, DECEMBER))
    assert (found.value, found.level, found.now) == (0.55, "regio", 0.3)


def test_a_second_target_beside_the_first_afterwards_makes_no_overlap_in_the_past() -> None:
    other = target(30.0, 2, DECEMBER, first=date(2008, 1, 1))
    assert stands(target(55.0), other).value == 0.55
    assert [f.rule for f in target_findings(TargetRegister((target(55.0), other)), KNOWN)] == [
        "comparison.target_found_overlap"
    ]


def test_what_gave_no_verdict_may_be_mended_afterwards() -> None:
    found = stands(target(550.0, 1, JANUARY), target(55.0, 2, DECEMBER))
    assert (found.value, found.afterwards) == (0.55, True)


def test_a_withdrawn_target_counts_as_never_recorded() -> None:
    wrong = target(5.0, 1, JANUARY, withdrawn="verkeerd bestand")
    found = stands(wrong, target(55.0, 2, DECEMBER))
    assert (found.value, found.recorded) == (0.55, Recording(2, DECEMBER))


def test_a_replaced_delivery_still_tells_what_stood() -> None:
    old = target(50.0, 1, JANUARY, replaced=Recording(2, MAY))
    new = target(60.0, 2, MAY, first=date(2009, 4, 1))
    assert stands(old, new, quarter=Q1).value == 0.5
    assert stands(old, new, quarter=Q2).value == 0.6


def test_ending_a_target_in_time_ends_it() -> None:
    open_end = target(50.0, 1, JANUARY, last=None)
    ended = target(50.0, 2, MAY, last=date(2009, 6, 30))
    assert stands(open_end, ended, quarter=Q2).value == 0.5
    assert stands(open_end, ended, quarter=Q3).reason == "comparison.target_none"


# --- nothing silently ----------------------------------------------------------


def test_overlapping_targets_give_none() -> None:
    both = (target(50.0), target(60.0, first=date(2008, 7, 1), last=None))
    found = stands(*both)
    assert (found.value, found.reason) == (None, "comparison.target_overlap")
    (finding,) = target_findings(TargetRegister(both), KNOWN)
    assert "2008-07-01" in told(finding.said)
    assert "2008-12-31" in told(finding.said, "en")


def test_a_long_target_overlaps_all_that_follow_it() -> None:
    long = target(50.0, first=date(2008, 1, 1), last=None)
    short = target(51.0, first=date(2008, 4, 1), last=date(2008, 6, 30))
    last = target(52.0)
    found = target_findings(TargetRegister((long, short, last)), KNOWN)
    assert [finding.first for finding in found] == [date(2008, 4, 1), date(2009, 1, 1)]


def test_targets_that_follow_each_other_are_fine() -> None:
    earlier = target(50.0, first=date(2008, 1, 1), last=date(2008, 12, 31))
    assert target_findings(TargetRegister((earlier, target(60.0))), KNOWN) == ()


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"value": 101.0}, "impossible"),
        ({"value": -1.0}, "impossible"),
        ({"value": 0.55}, "small_share"),
        ({"indicator": "uitstroom_werk", "place": "R", "regional": True}, "region_total"),
        ({"indicator": "begroot"}, "neutral"),
        ({"indicator": "herinstroom"}, "split"),
        ({"indicator": "bestaat_niet"}, "unknown_indicator"),
        ({"indicator": "klanttevredenheid", "value": 75.0}, "impossible"),
    ],
)
def test_findings(given: dict[str, Any], rule: str) -> None:
    one = target(**{"value": 55.0} | given)
    found = target_findings(TargetRegister((one,)), KNOWN)
    assert f"comparison.target_found_{rule}" in [finding.rule for finding in found]
    assert all(told(each.said, "nl") and told(each.said, "en") for each in found)


def test_a_value_that_cannot_be_gives_no_target() -> None:
    assert stands(target(101.0)).reason == "comparison.target_impossible"


def test_a_number_of_a_region_is_not_that_of_its_werkpleinen() -> None:
    found = stands(regional(900.0, indicator="uitstroom_werk"), key="uitstroom_werk")
    assert (found.value, found.reason) == (None, "comparison.target_region_total")


def test_units() -> None:
    share, days = KNOWN[KEY], KNOWN["uitkeringsduur"]
    assert (in_unit(share, 35.0), in_unit(days, 35.0)) == (0.35, 35.0)
    assert is_possible(days, 900.0)
    assert not is_possible(days, -1.0)


# --- the register of norms -------------------------------------------------------

WW, IN_FORCE = "eerste_betaling_ww_op_tijd", Quarter(2012, 1)


def test_a_norm_stands_for_every_werkplein_while_it_is_in_force() -> None:
    found = stands(key=WW, quarter=IN_FORCE)
    assert (found.value, found.soort, found.level) == (0.85, "norm", "landelijk")
    assert found.derived_from == "Prestatieafspraak van het ministerie met UWV"
    later = stands(key=WW, quarter=Quarter(2015, 3))
    assert (later.value, later.reason) == (None, "indicators.reason_norm_not_in_force")


def test_a_norm_gives_no_target_in_a_year_for_which_its_share_was_not_found() -> None:
    every = "betalingen_ww_op_tijd"
    for year, share in ((2018, 0.9), (2025, 0.95)):
        assert stands(key=every, quarter=Quarter(year, 1)).value == share
    for year in (2021, 2024, 2026):
        found = stands(key=every, quarter=Quarter(year, 1))
        assert (found.value, found.reason) == (None, "indicators.reason_norm_share_unknown")
    assert stands(key=every, quarter=Quarter(2016, 4)).reason == (
        "indicators.reason_norm_not_in_force"
    )


def test_a_norm_of_which_the_begin_was_not_found_gives_no_target_before_its_source() -> None:
    for before in (Q1, Quarter(2010, 4), Quarter(2011, 4)):
        found = stands(key=WW, quarter=before)
        assert (found.value, found.reason) == (None, "indicators.reason_norm_begin_unknown")
    # What a Werkplein recorded for itself stands in any year.
    own = target(85.0, indicator=WW, soort="norm")
    assert [
        s.value for s in standing_targets(TargetRegister((own,)), [KNOWN[WW]], ["A"], [Q1], {})
    ] == [0.85]


def test_a_lower_norm_of_ones_own_stands_beside_the_norm() -> None:
    own = target(60.0, indicator=WW, soort="norm", last=None)
    found = standing_targets(TargetRegister((own,)), [KNOWN[WW]], ["A"], [IN_FORCE], {})
    assert [(one.level, one.value) for one in found] == [("werkplein", 0.6), ("landelijk", 0.85)]


def test_the_same_norm_is_shown_once() -> None:
    own = target(85.0, indicator=WW, soort="norm", last=None)
    assert stands(own, key=WW, quarter=IN_FORCE).level == "werkplein"


def test_a_target_is_checked_when_built() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        target(1.0, last=date(2008, 12, 31))
    with pytest.raises(ValueError, match="says why not"):
        target(None)
