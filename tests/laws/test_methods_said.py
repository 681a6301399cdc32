"""What is said of a method holds for every figure that says it, in every quarter."""

from __future__ import annotations

import re

import pytest

from ketenkpi.counts import TALLIES
from ketenkpi.indicators import Indicator, shipped_indicators
from ketenkpi.indicators.kinds import KINDS
from ketenkpi.indicators.worked import load_worked
from ketenkpi.wording import LANGUAGES, say

pytestmark = pytest.mark.slow

KNOWN = shipped_indicators()
# Said of cases that had not ended yet: they count as long as they were followed.
OPEN = re.compile(r"zolang (het|zij|die) is gevolgd|wie nog wacht, telt mee", re.IGNORECASE)
# The same claim in a definition.
OPEN_IN_DEFINITION = re.compile(r"meegerekend|tel(t|len) mee (zo ?lang|tot de (laatste )?dag)")
# How a figure in the middle, near the end, or on average is named.
NAMES = {
    "mean": ("gemiddeld", "mean"),
    "gap": ("gemiddeld", "mean"),
    "scan": ("gemiddeld", "mean"),
    "mix": ("gemiddeld", "mean"),
    "stratified_mean": ("gemiddeld", "mean"),
    "mean_stock": ("gemiddeld", "mean"),
    "open_age": ("mediaan", "median"),
}
QUANTILES = {0.5: ("mediaan", "median"), 0.9: ("negen van de tien", "nine in ten")}


def _takes_censored(indicator: Indicator) -> bool:
    return "censored" in {measure.name for measure in TALLIES[indicator.numerator.tally].measures}


def _method(interval: str) -> str:
    return say(f"indicators.method_{interval}", "nl")


@pytest.mark.parametrize("key", sorted(KNOWN))
def test_open_cases_are_said_to_count_only_where_they_are_counted(key: str) -> None:
    indicator = KNOWN[key]
    if OPEN.search(_method(indicator.interval)):
        assert _takes_censored(indicator), f"{key} has no cases that still run"
        for ending in ("", "_with_revision"):
            assert OPEN.search(_method(indicator.interval + ending))
    told = " ".join(text.nl for text in (indicator.question, indicator.formula, indicator.missing))
    if OPEN_IN_DEFINITION.search(told):
        assert _takes_censored(indicator), f"{key} tells of cases it does not count"
        assert indicator.kind != "open_age"


def test_every_estimator_of_time_says_that_open_cases_count() -> None:
    of_time = {"kaplan_meier", "aalen_johansen"}
    assert all(OPEN.search(_method(name)) for name in of_time)
    counted = {"poisson_exact", "mid_p", "skewed", "t", "full_count", "between_staff"}
    assert counted <= {kind.interval for kind in KINDS.values()}
    assert not any(OPEN.search(_method(name)) for name in counted)


@pytest.mark.parametrize("key", sorted(KNOWN))
def test_medians_and_means_are_named_as_such(key: str) -> None:
    indicator = KNOWN[key]
    wanted = NAMES.get(indicator.kind)
    if indicator.quantile is not None:
        wanted = QUANTILES[indicator.quantile]
    if wanted is not None:
        for language, word in zip(LANGUAGES, wanted, strict=True):
            assert word in indicator.name.in_(language).lower()


@pytest.mark.parametrize("key", ["duurzame_uitstroom_182", "duurzame_uitstroom_365"])
def test_no_return_is_not_called_lasting(key: str) -> None:
    indicator = KNOWN[key]
    texts = (indicator.name, indicator.question, indicator.formula, indicator.why)
    assert all(
        "duurza" not in text.nl.lower() and "lasting" not in text.en.lower() for text in texts
    )
    assert "terug" in indicator.name.nl.lower()


def test_the_stock_speaks_of_benefits() -> None:
    stock = KNOWN["stand"]
    for text in (stock.name, stock.question, stock.formula):
        assert "uitkering" in text.nl
        assert not re.search(r"\b(mensen|klanten|personen)\b", text.nl)


def test_a_figure_beside_is_named_for_what_it_is() -> None:
    # Whatever the estimators give beside a figure has a name, also where nobody wrote it down.
    shown = {
        KNOWN[key].kind
        for key, worked in load_worked().items()
        if key in KNOWN and worked.computed()["beside"].notna().any()
    }
    assert shown == {name for name, each in KINDS.items() if each.beside}
    for name in {each.beside for each in KINDS.values() if each.beside}:
        for language in LANGUAGES:
            for form in ("name", "short", "said"):
                told = say(f"indicators.beside_{form}_{name}", language, value="7")
                assert ("7" in told) == (form != "name")
    assert "afgesloten" not in say("indicators.beside_said_known", "nl", value="7")
