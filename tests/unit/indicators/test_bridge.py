"""The bridge from an old figure to the new one, against figures that can be counted by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from types import MappingProxyType

import polars as pl
import pytest

from ketenkpi.counts import Counts, count
from ketenkpi.errors import UsageError
from ketenkpi.indicators import NoFigure, bridge, load_indicators
from ketenkpi.vocabulary import Quarter

pytestmark = pytest.mark.slow

UNTIL = date(2009, 12, 31)
WORK = load_indicators()["uitstroom_werk"]
SHARE = replace(load_indicators()["aandeel_werk"], minimum=0)
K1 = Quarter(2009, 1).index


def outflow(*ends: tuple[str, str, str]) -> Counts:
    """Spells that began on 5 January 2009 and ended on 1 February: Werkplein, scheme, reason."""
    places, schemes, reasons = zip(*ends, strict=True)
    rows = pl.DataFrame(
        {
            "traject_id": [str(number) for number in range(len(ends))],
            "werkplein": places,
            "regeling": schemes,
            "instroom": [date(2009, 1, 5)] * len(ends),
            "uitstroom": [date(2009, 2, 1)] * len(ends),
            "reden_uitstroom": reasons,
        }
    )
    return count({"trajecten": rows}, observed_until=UNTIL)


OLD = [("Oost", "WW", "werk"), ("Oost", "WW", "opleiding"), ("Oost", "WWB", "werk")]
NEW = [*OLD, ("Oost", "WW", "werk"), ("Oost", "WW", "opleiding"), ("West", "WW", "werk")]


def or_training(reasons: tuple[str, ...] = ("werk", "opleiding")):
    part = replace(WORK.numerator, only=MappingProxyType({"reden": reasons}))
    return replace(WORK, version=2, numerator=part)


def test_each_cause_is_a_difference_that_can_be_counted() -> None:
    (found,) = bridge(
        outflow(*OLD),
        outflow(*NEW),
        WORK,
        or_training(),
        old_population={"regeling": ["WW"]},
        new_population={"regeling": ["WW", "WWB"]},
    )
    # WW to work: 1, then 3; with training 5; with the one of WWB 6.
    assert found.values == (1, 3, 5, 6)
    assert (found.data, found.definition, found.population) == (2, 2, 1)


def test_the_steps_add_up_to_the_last_bit_for_a_share_too() -> None:
    part = replace(SHARE.numerator, only=MappingProxyType({"reden": ("werk", "opleiding")}))
    (found,) = bridge(
        outflow(*OLD, ("Oost", "WW", "overig")),
        outflow(*NEW, ("Oost", "WW", "overig")),
        SHARE,
        replace(SHARE, numerator=part),
        old_population={"regeling": ["WW"]},
    )
    assert found.values == pytest.approx((1 / 3, 3 / 6, 5 / 6, 6 / 7))
    assert sum(found.exact) == Fraction(found.values[3]) - Fraction(found.values[0])


def test_one_bridge_per_group() -> None:
    found = bridge(
        outflow(*OLD), outflow(*OLD[:2]), WORK, WORK, by=["werkplein"],
        new_population={"kwartaal": [K1]}, old_population={"kwartaal": [K1]},
    )  # fmt: skip
    assert [(one.place["werkplein"], one.values) for one in found] == [("Oost", (2, 1, 1, 1))]


@pytest.mark.parametrize(
    ("old", "new", "definition", "population", "figure"),
    [
        (OLD[2:], NEW, SHARE, ["WW"], "old"),
        (NEW, OLD[2:], SHARE, ["WW"], "new_data"),
        (NEW, OLD, replace(SHARE, minimum=50), ["WW"], "new_definition"),
        (NEW, OLD, SHARE, ["IOAZ"], "new"),
    ],
)
def test_a_step_without_a_value_is_refused_with_its_reason(
    old: list[tuple[str, str, str]],
    new: list[tuple[str, str, str]],
    definition: object,
    population: list[str],
    figure: str,
) -> None:
    with pytest.raises(NoFigure) as refused:
        bridge(
            outflow(*old),
            outflow(*new),
            SHARE,
            definition,
            old_population={"regeling": ["WW"]},
            new_population={"regeling": population},
        )
    assert refused.value.key == f"indicators.bridge_{figure}"
    assert refused.value.message("en") != refused.value.message("nl")


def test_a_place_on_one_side_only_is_refused() -> None:
    with pytest.raises(NoFigure, match="West"):
        bridge(outflow(*OLD), outflow(*NEW), WORK, WORK, by=["werkplein"])
    with pytest.raises(NoFigure, match="West, 2009K1"):
        bridge(outflow(*OLD), outflow(*NEW), WORK, WORK, by=["werkplein", "kwartaal"])


def test_different_units_are_refused() -> None:
    with pytest.raises(UsageError, match="'number'"):
        bridge(outflow(*OLD), outflow(*OLD), WORK, SHARE)
