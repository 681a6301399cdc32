"""Required against observed coordination: verdicts of two partners, and the coverage by hand."""

from __future__ import annotations

import pytest

from ketenkpi.cooperation import Coordination, Figure, answers_of, coordination, pair_clients
from ketenkpi.cooperation.coordination import (
    CLIENTS_UNKNOWN,
    NO_CLIENTS,
    NO_HANDOVER,
)
from ketenkpi.cooperation.figure import NOTHING_KNOWN
from ketenkpi.figure import counted, lacking
from ketenkpi.research_model import load_dependence
from tests.unit.cooperation.scan_rows import QUARTER, STAD, Row, pair

WITHIN, CONCURRENT, MOVING = "binnen_uitkering", "samenloop", "overgang_ww_wwb"
CLIENTS = {
    "korte_afstand": counted(50, 1),
    "jongere": counted(20, 1),
    "grote_afstand": counted(20, 1),
    "overig": counted(10, 1),
    "samenloop": counted(4, 1),
    "overgang_ww_wwb": counted(6, 1),
}
# Requires proces; requires both.
BEFORE, BOTH_WAYS = "intake_diagnose", "diagnose_aanbodversterking"


def _found(
    rows: list[Row], clients: dict[str, Figure] | None = None, *, time_factor: bool = False
) -> Coordination:
    answers = answers_of(rows, STAD, QUARTER)
    known = CLIENTS if clients is None else clients
    return coordination(answers, known, {}, time_factor=time_factor)


def _status(rows: list[Row], key: str = BEFORE) -> str:
    return next(each.status for each in _found(rows).pairs if each.key == key)


def _both(uwv: tuple[int | None, int | None], gemeente: tuple[int | None, int | None]) -> list[Row]:
    return [
        pair("uwv", BEFORE, WITHIN, *uwv),
        pair("gemeente", BEFORE, WITHIN, *gemeente),
    ]


@pytest.mark.parametrize(
    ("uwv", "gemeente", "status", "disagree"),
    [
        ((0, 2), (0, 2), "met", False),
        ((0, 2), (0, 0), "under", True),
        ((0, 2), (0, 1), "partly", True),
        ((0, 1), (0, 0), "under", True),
        ((2, 2), (2, 2), "over", False),
        ((2, 2), (0, 2), "met", True),
        # One left it open: not known, also beside a failure.
        ((0, 2), (0, None), "unknown", False),
        ((0, 0), (0, None), "unknown", False),
        ((None, None), (None, None), "unknown", False),
    ],
)
def test_the_verdict_is_the_lower_of_both(
    uwv: tuple[int | None, int | None],
    gemeente: tuple[int | None, int | None],
    status: str,
    disagree: bool,
) -> None:
    found = next(each for each in _found(_both(uwv, gemeente)).pairs if each.key == BEFORE)
    assert (found.status, found.disagree) == (status, disagree)
    assert [each.party for each in found.seen] == ["uwv", "gemeente"]


def test_one_partner_without_a_scan_leaves_the_verdict_to_the_other() -> None:
    found = _found([pair("uwv", BEFORE, WITHIN, 0, 2)])
    verdict = next(each for each in found.pairs if each.key == BEFORE)
    assert (verdict.status, len(verdict.seen)) == ("met", 1)
    with pytest.raises(KeyError):
        found.covered(WITHIN, "gemeente")


def test_without_any_scan_everything_is_unknown_and_nothing_zero() -> None:
    found = _found([])
    assert {each.status for each in found.pairs} == {"unknown"}
    whole = found.covered()
    assert (whole.known, whole.unknown_pairs) == (0, 60)
    assert (whole.share.value, whole.share.reason) == (None, NOTHING_KNOWN)
    assert (whole.weighted.value, whole.weighted.reason) == (None, NOTHING_KNOWN)
    assert (whole.at_least, whole.at_most, whole.unknown.value) == (0, 1, 1)
    assert found.gaps == ()


def test_not_applicable_is_neither_met_nor_unknown() -> None:
    rows = [
        pair(partner, BEFORE, WITHIN, None, None, status="nvt") for partner in ("uwv", "gemeente")
    ]
    assert _status(rows) == "not_applicable"
    assert _found(rows).covered(WITHIN).not_applicable == 1
    # The other did give a mark: that is a disagreement, and nobody knows.
    rows[1] = pair("gemeente", BEFORE, WITHIN, 0, 2)
    verdict = next(each for each in _found(rows).pairs if each.key == BEFORE)
    assert (verdict.status, verdict.disagree) == ("unknown", True)


ROWS = [
    pair("uwv", BEFORE, WITHIN, 0, 2),
    pair("uwv", BOTH_WAYS, WITHIN, 2, 1),
    pair("uwv", "wwb_intake_ww_intake", CONCURRENT, 2, 0),
    pair("uwv", "wwb_intake_ww_intake", MOVING, 2, 0),
]


def test_coverage_by_hand() -> None:
    # Met: 100 within, 4 concurrent. Known besides: 100 partly, 6 under.
    whole = _found(ROWS).covered()
    assert (whole.met, whole.known, whole.unknown_pairs) == (2, 4, 56)
    assert whole.share.value == 0.5
    assert whole.weighted.value == pytest.approx(104 / 210)
    # All: 10 pairs of 100, 25 of 4, 25 of 6.
    every = 1000 + 100 + 150
    assert whole.unknown.value == pytest.approx((every - 210) / every)
    assert whole.at_least == pytest.approx(104 / every)
    assert whole.at_most == pytest.approx((104 + every - 210) / every)
    within = _found(ROWS).covered(WITHIN, "uwv")
    assert (within.share.value, within.weighted.value) == (0.5, 0.5)


def test_the_time_factor_makes_long_distance_count_for_less_in_its_pairs_only() -> None:
    weight = load_dependence().time_factor.weight
    found = _found(ROWS, time_factor=True)
    assert found.time_factor == weight
    assert _found(ROWS).time_factor is None
    clients = {each.key: each.clients.value for each in found.pairs if each.situation == WITHIN}
    assert clients[BEFORE] == 100
    assert clients[BOTH_WAYS] == pytest.approx(80 + 20 * weight)
    within = found.covered(WITHIN)
    assert within.weighted.value == pytest.approx(100 / (180 + 20 * weight))


def test_the_time_factor_touches_two_pairs_and_no_other() -> None:
    model = load_dependence()
    less = {
        pair.key
        for pair in model.pairs
        if pair_clients(pair, CLIENTS, 0.5) != pair_clients(pair, CLIENTS, None)
    }
    assert less == set(model.time_factor.pairs)


def test_an_unknown_group_makes_the_weights_unknown_and_not_smaller() -> None:
    clients = {**CLIENTS, "samenloop": lacking("indicators.reason_not_delivered")}
    found = _found(ROWS, clients)
    assert found.covered().weighted.reason == "indicators.reason_not_delivered"
    assert found.covered().share.value == 0.5
    assert found.covered(WITHIN).weighted.value == 0.5
    del clients["samenloop"]
    assert _found(ROWS, clients).covered(CONCURRENT).weighted.reason == CLIENTS_UNKNOWN


def test_a_situation_without_clients_has_no_weighted_coverage() -> None:
    found = _found(ROWS, {**CLIENTS, "samenloop": counted(0, 1)}).covered(CONCURRENT)
    assert (found.share.value, found.weighted.reason) == (1, NO_CLIENTS)


def test_gaps_start_with_what_concerns_most_clients() -> None:
    rows = [
        *ROWS,
        # Certain to lack product, though proces was left open.
        pair("uwv", "diagnose_vacatures", WITHIN, 0, None),
    ]
    gaps = _found(rows).gaps
    assert [(each.key, each.situation, each.status, each.lacking) for each in gaps] == [
        (BOTH_WAYS, WITHIN, "partly", ("proces",)),
        ("diagnose_vacatures", WITHIN, "unknown", ("product",)),
        ("wwb_intake_ww_intake", MOVING, "under", ("proces",)),
    ]


def test_each_cell_leads_to_its_handover_both_ways() -> None:
    known = Figure(8.0, 6.0, 11.0, n=12, method="indicators.method_kaplan_meier")
    answers = answers_of([], STAD, QUARTER)
    found = coordination(answers, CLIENTS, {(WITHIN, "intake>diagnose"): known})
    there, back = next(each for each in found.pairs if each.key == BEFORE).handovers
    assert (there.key, there.median) == ("intake>diagnose", known)
    assert (back.key, back.median.reason) == ("diagnose>intake", NO_HANDOVER)
    # The task in which a client meets a vacancy is the placement.
    last = next(each for each in found.pairs if each.key == "arbeidsbemiddeling_vacatures")
    assert [each.key for each in last.handovers] == [
        "arbeidsbemiddeling>plaatsing",
        "plaatsing>arbeidsbemiddeling",
    ]
    same = next(
        each for each in found.pairs
        if (each.key, each.situation) == ("wwb_intake_ww_intake", MOVING)
    )  # fmt: skip
    assert [(each.key, each.doelgroepen) for each in same.handovers] == [
        ("intake>intake", ("overgang_ww_wwb",))
    ]
    assert same.handovers[0].median.reason == NO_HANDOVER
