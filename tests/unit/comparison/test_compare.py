"""The one entrance: rows, reasons, scope, adjustment, and what it says."""

from __future__ import annotations

import numpy as np
import pytest

from ketenkpi.answer import Measured
from ketenkpi.comparison import compare, own_peers, pairwise
from ketenkpi.comparison.compare import COLUMNS
from ketenkpi.errors import NotAdditive, UsageError
from ketenkpi.indicators import indicators, load_indicators
from ketenkpi.scope import Scope
from ketenkpi.stats import isr_binomial
from ketenkpi.wording import LANGUAGES
from tests.unit.comparison.network import ALL, K1, outflow, plain
from tests.unit.surfaces.told import told

COHORT = "werk_cohort_365"
# Twelve alike and one far above.
USUAL = {f"P{i:02}": (200, 96 + i % 6) for i in range(12)}
COUNTS = plain({**USUAL, "Ver": (200, 160), "Klein": (4, 1)})
REGIONS = {**dict.fromkeys(USUAL, "Boven"), "Ver": "Onder"}


def test_every_werkplein_has_one_row_by_name() -> None:
    found = compare(COUNTS, "aandeel_werk", quarters=[K1], scope=ALL)
    assert list(found.frame.columns) == ["werkplein", *COLUMNS]
    assert found.frame["werkplein"].tolist() == sorted([*USUAL, "Ver", "Klein"])
    plainly = indicators(COUNTS, keys=["aandeel_werk"], by=["werkplein"])
    for name in ("value", "low", "high"):
        np.testing.assert_allclose(found.frame[name], plainly[name])


def test_who_has_no_figure_keeps_the_row_with_the_reason() -> None:
    row = compare(COUNTS, "aandeel_werk", scope=ALL).frame.set_index("werkplein").loc["Klein"]
    assert row["reason"] == "indicators.reason_too_few"
    assert not row["provisional"]
    assert row.drop(["n", "provisional", "reason"]).isna().all()


def test_an_outlier_is_named_and_nobody_else() -> None:
    found = compare(COUNTS, "aandeel_werk", scope=ALL)
    rows = found.frame.set_index("werkplein")
    assert rows.loc["Ver", "position"] == "above_998"
    assert set(rows.drop(["Ver", "Klein"])["position"]) <= {"inside", "above_95", "below_95"}
    said = {each.key: each for each in found.findings}
    assert said["comparison.outliers_above"].fill["places"] == "Ver"
    assert "comparison.outliers_below" not in said
    assert said["comparison.outside_inner"].fill["left"] == Measured(1, "number")
    assert said["comparison.without_value"].fill["count"] == Measured(1, "number")


def test_expected_is_what_all_together_would_have() -> None:
    found = compare(plain(USUAL), "aandeel_werk", scope=ALL)
    overall = sum(work for _, work in USUAL.values()) / (200 * len(USUAL))
    assert found.frame["expected"].tolist() == pytest.approx([overall] * 12)
    np.testing.assert_allclose(found.frame["ratio"], found.frame["value"] / overall)
    np.testing.assert_allclose(found.frame["ratio_high"], found.frame["high"] / overall)


def test_a_difference_of_mix_disappears_when_adjusted() -> None:
    # In every place 1 in 2 with WW and 1 in 10 with WWB; half the places have mostly WW.
    kinds = []
    for i in range(12):
        ww, wwb = ((160, 40), (40, 160))[i % 2]
        kinds += [(f"P{i:02}", "WW", "overig", ww // 2, ww - ww // 2)]
        kinds += [(f"P{i:02}", "WWB", "overig", wwb // 10, wwb - wwb // 10)]
    counts = outflow(kinds)
    adjusted = compare(counts, "aandeel_werk", scope=ALL, adjust="indirect")
    assert adjusted.scale == "ratio"
    np.testing.assert_allclose(adjusted.frame["ratio"], 1.0)
    np.testing.assert_allclose(adjusted.frame["point"], 1.0)
    assert set(adjusted.frame["position"]) == {"inside"}
    mostly_ww = adjusted.frame.iloc[0]
    limits = isr_binomial([80, 4], [160, 40], [0.5, 0.1], [0, 0], 1)
    assert mostly_ww["expected"] == pytest.approx(84 / 200)
    assert mostly_ww["ratio_low"] == pytest.approx(limits.low[0])
    raw = compare(counts, "aandeel_werk", scope=ALL).frame
    assert raw["ratio"].max() == pytest.approx(1.4)


def test_adjusted_ratios_get_no_places_and_say_so() -> None:
    found = compare(COUNTS, "aandeel_werk", scope=ALL, adjust="indirect")
    assert found.frame[["rank_low", "rank_high"]].isna().all(axis=None)
    keys = [each.key for each in found.findings]
    assert "comparison.reference_only" in keys
    assert "comparison.only_recorded" in keys
    assert "comparison.places_unsure" not in keys
    assert found.strata == ("regeling", "doelgroep", "kwartaal")
    without = compare(COUNTS, "aandeel_werk", scope=ALL, adjust="indirect", without=["doelgroep"])
    assert without.strata == ("regeling", "kwartaal")


def test_observed_equals_expected_over_the_network() -> None:
    found = compare(COUNTS, "aandeel_werk", scope=ALL, adjust="indirect").frame
    known = found.dropna(subset=["value"])
    observed = (known["point"] * known["size"]).sum()
    assert observed == pytest.approx((known["value"] * known["n"]).sum())


def test_a_reader_of_one_werkplein_sees_nobody_else() -> None:
    found = compare(COUNTS, "aandeel_werk", scope=Scope.of(["P03"]))
    row = found.frame.iloc[0]
    assert found.frame["werkplein"].tolist() == ["P03"]
    assert row["value"] == pytest.approx(99 / 200)
    assert row["reason"] == "comparison.nobody_else"
    assert row[["expected", "ratio", "z", "rank_low", "low_95", "p_adjusted"]].isna().all()
    assert [each.key for each in found.findings] == ["comparison.nobody_else"]
    assert "Ver" not in str(found)
    alone = compare(COUNTS, "aandeel_werk", scope=Scope.of(["P03"]), adjust="indirect")
    assert alone.frame[["expected", "ratio"]].isna().all(axis=None), "no reference but itself"
    assert [each.key for each in alone.findings] == ["comparison.nobody_else"]


def test_nothing_of_who_is_out_of_scope_is_in_a_number() -> None:
    some = [*list(USUAL)[:6]]
    narrow = compare(COUNTS, "aandeel_werk", scope=Scope.of(some))
    own = compare(plain({name: USUAL[name] for name in some}), "aandeel_werk", scope=ALL)
    assert narrow.frame.equals(own.frame)


def test_peers_narrow_the_rows_and_compare_the_subject() -> None:
    group = own_peers("Groep", ["P00", "P01", "P02", "P03", "P04"], list(USUAL)).around("Ver")
    found = compare(COUNTS, "aandeel_werk", peers=group, scope=ALL)
    assert found.frame["werkplein"].tolist() == ["P00", "P01", "P02", "P03", "P04", "Ver"]
    assert found.difference is not None
    assert found.difference.verdict == "higher"
    assert found.findings[0].key == "comparison.difference_higher"
    one = own_peers("Een", ["P00"], list(USUAL)).around("Ver")
    small = compare(COUNTS, "aandeel_werk", peers=one, scope=ALL)
    assert "comparison.peers_few" in [each.key for each in small.findings]
    alone = pairwise(COUNTS, "aandeel_werk", "Ver", "P00", scope=ALL)
    assert small.difference.value == alone.value


def test_peers_out_of_scope_are_not_shown() -> None:
    group = own_peers("Groep", ["P00", "P01"], list(USUAL)).around("Ver")
    found = compare(COUNTS, "aandeel_werk", peers=group, scope=Scope.of(["Ver", "P01"]))
    assert found.frame["werkplein"].tolist() == ["P01", "Ver"]
    assert found.difference.other.n == 200


def test_adjusted_peers_keep_the_whole_network_as_reference() -> None:
    group = own_peers("Groep", ["P00", "P01", "P02"], list(USUAL)).around("Ver")
    some = compare(COUNTS, "aandeel_werk", peers=group, scope=ALL, adjust="indirect").frame
    whole = compare(COUNTS, "aandeel_werk", scope=ALL, adjust="indirect").frame
    there = whole[whole["werkplein"].isin(some["werkplein"])]
    np.testing.assert_allclose(some["ratio"], there["ratio"])
    assert len(some) == 4


@pytest.mark.parametrize("key", ["aandeel_werk", "uitkeringsduur", "uitstroomquote", "stand"])
@pytest.mark.parametrize("adjust", [None, "indirect"])
def test_a_reader_of_nothing_gets_an_empty_table(key: str, adjust) -> None:
    if key != "uitkeringsduur" or adjust is None:
        found = compare(COUNTS, key, scope=Scope.of([]), adjust=adjust)
        assert list(found.frame.columns) == ["werkplein", *COLUMNS]
        assert found.frame.empty


def test_regions_are_compared_as_werkpleinen_are() -> None:
    for adjust in (None, "indirect"):
        found = compare(
            COUNTS, "aandeel_werk", by="regio", regio_of=REGIONS, scope=ALL, adjust=adjust
        )
        assert found.frame["regio"].tolist() == ["Boven", "Onder", "onbekend"]
        assert found.frame["n"].tolist() == [2400, 200, 4]


def test_the_parts_of_a_composition_are_parts_of_the_whole() -> None:
    found = compare(COUNTS, "aandeel_reden", where={"reden": ["werk"]}, scope=ALL).frame
    plainly = compare(COUNTS, "aandeel_werk", scope=ALL).frame
    np.testing.assert_allclose(found["value"], plainly["value"])
    np.testing.assert_allclose(found["z"], plainly["z"])


@pytest.mark.parametrize("key", ["instroom", "stand", "besteed", "vacatures"])
def test_what_depends_on_size_is_not_compared(key: str) -> None:
    found = compare(COUNTS, key, scope=ALL)
    assert set(found.frame["reason"]) == {"comparison.size_dependent"}
    assert found.frame[["value", "ratio", "z", "rank_low"]].isna().all(axis=None)
    assert len(found.frame) == 14
    assert [each.key for each in found.findings] == ["comparison.size_dependent"]
    assert found.funnel is None


def test_every_finding_can_be_said_in_both_languages() -> None:
    group = own_peers("Een", ["P00"], list(USUAL)).around("Ver")
    asked = [
        compare(COUNTS, "aandeel_werk", scope=ALL),
        compare(COUNTS, "aandeel_werk", scope=ALL, adjust="indirect"),
        compare(COUNTS, "aandeel_werk", scope=ALL, peers=group),
        compare(COUNTS, "uitstroom", scope=ALL),
    ]
    for each in [finding for found in asked for finding in found.findings]:
        for language in LANGUAGES:
            assert "{" not in told(each, language)
            assert "Text(" not in told(each, language)


def test_a_model_of_case_mix_comes_with_its_card() -> None:
    rng = np.random.default_rng(23)
    kinds = [
        (f"P{i:02}", law, group, int(rng.binomial(n, chance)), n)
        for i in range(12)
        for law, group, chance in (("WW", "jongere", 0.6), ("WWB", "jongere", 0.4),
                                   ("WWB", "overig", 0.2))
        for n in [int(rng.integers(20, 200))]
    ]  # fmt: skip
    counts = outflow((*kind[:4], kind[4] - kind[3]) for kind in kinds)
    found = compare(counts, COHORT, scope=ALL, adjust="logistic")
    assert found.scale == "ratio"
    assert found.card is not None
    assert found.card.events == sum(kind[3] for kind in kinds)
    assert found.card.n == sum(kind[4] for kind in kinds)
    assert set(found.frame["position"]) <= {"inside", "above_95", "below_95"}
    # Expected and observed agree over the network.
    rows = found.frame
    assert (rows["expected"] * rows["n"]).sum() == pytest.approx(found.card.events)
    # The strata tell the same here, so both ways agree.
    plainly = compare(counts, COHORT, scope=ALL, adjust="indirect").frame
    np.testing.assert_allclose(rows["ratio"], plainly["ratio"], rtol=1e-6)
    assert "kwartaal" in found.strata
    without = compare(counts, COHORT, scope=ALL, adjust="logistic", without=["kanaal", "leeftijd"])
    assert "kanaal" in {each.key for each in without.card.left_out}


def test_no_model_leaves_the_plain_comparison_and_says_why() -> None:
    everybody = plain({name: (left, left) for name, (left, _) in USUAL.items()})
    found = compare(everybody, COHORT, scope=ALL, adjust="logistic")
    assert found.findings[0].key == "comparison.no_model_one_outcome"
    assert (found.scale, found.card) == ("value", None)
    assert found.frame["value"].tolist() == [1.0] * 12


def test_refusals() -> None:
    for arguments, key in (
        ({"key": "geluk"}, "indicators.unknown_indicator"),
        ({"key": "herinstroom"}, "comparison.split_needed"),
        ({"key": "uitkeringsduur", "adjust": "indirect"}, "comparison.not_adjustable"),
        ({"key": "aandeel_werk", "adjust": "logistic"}, "comparison.not_a_cohort"),
        (
            {"key": "aandeel_werk", "adjust": "indirect", "without": ["fase"]},
            "comparison.variable_unknown",
        ),
    ):
        with pytest.raises(UsageError) as fault:
            compare(COUNTS, scope=ALL, **arguments)
        assert fault.value.key == key
    with pytest.raises(NotAdditive):
        compare(COUNTS, "caseload_per_fte", scope=ALL)


def test_every_indicator_is_compared_or_says_why_not() -> None:
    # Whatever is added to config: a row each, and no number without its limits.
    for key, each in load_indicators().items():
        where = {each.split: ["-"]} if each.always_split else {}
        quarters = None if "kwartaal" in each.additive_over else [K1]
        found = compare(COUNTS, key, quarters=quarters, where=where, scope=ALL)
        assert len(found.frame) == 14, key
        assert (found.frame["position"].notna() | found.frame["reason"].notna()).all(), key


def test_a_figure_not_known_yet_is_compared_with_nobody() -> None:
    # Two Werkpleinen are followed less long; one of them would stand out.
    early = ["P00", "Ver"]

    def ask(by, where, level):
        rows = indicators(COUNTS, keys=["aandeel_werk"], by=by, where=where, level=level)
        return rows.assign(immature=rows["werkplein"].isin(early) if by else False)

    found = compare(COUNTS, "aandeel_werk", scope=ALL, ask=ask)
    rows = found.frame.set_index("werkplein")
    assert rows.loc[early, "reason"].tolist() == ["indicators.reason_immature"] * 2
    assert rows.loc[early, ["value", "position", "p_adjusted", "rank_low"]].isna().all(axis=None)
    assert found.funnel is not None
    assert found.funnel.units == 11
    rest = plain({name: each for name, each in USUAL.items() if name != "P00"})
    assert found.funnel.target == pytest.approx(
        compare(rest, "aandeel_werk", scope=ALL).funnel.target
    )


def test_a_ratio_of_people_has_room_for_no_more_than_all_of_them() -> None:
    # 31 of 40 where about half are usual: sure of people, not of events without a highest number.
    places = {f"P{i:02}": (40, 20) for i in range(12)} | {"Ver": (40, 31)}
    found = compare(plain(places), "aandeel_werk", scope=ALL, adjust="indirect")
    row = found.frame.set_index("werkplein").loc["Ver"]
    share = (
        compare(plain(places), "aandeel_werk", scope=ALL).frame.set_index("werkplein").loc["Ver"]
    )
    assert row["position"] == share["position"] == "above_998"
    assert row["p_adjusted"] == pytest.approx(share["p_adjusted"])
