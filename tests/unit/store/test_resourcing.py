"""Resources through the store: the right rows, the same figures as the indicators, the scope."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from ketenkpi.errors import UserError
from ketenkpi.resources import Resources, Scenario
from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.store import Store, open_store
from ketenkpi.vocabulary import Quarter
from tests.unit.store.files import ALL, Q1, Q2
from tests.unit.store.resources_files import filled

pytestmark = pytest.mark.slow

FIGURES = Scope.everything("figures")


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Filled once; nothing here writes."""
    home = tmp_path_factory.mktemp("resources")
    opened = open_store(Settings.load(home, f"sqlite:///{(home / 'catalogue.db').as_posix()}"))
    filled(opened)
    yield opened
    opened.close()


def test_everything_of_both_werkpleinen(known: Store) -> None:
    found = known.resources(ALL)
    assert (found.werkpleinen, found.quarters) == (("A", "B"), (Q2,))
    total = {each.partner: each for each in found.spending if each.kind is None}
    assert total["uwv"].budget.value == 1450
    assert total["gemeente"].spent.value == 850 + 1200 + 190
    # Work budget: 1100 + 400 against 100 + 50.
    assert found.ratios[0].ratio.value == 10
    # Spent on it only at A by both: 1200 against 80.
    assert found.ratios[2].ratio.value == 15
    # A: mean of 30 and 15 on WW, 20 and 20 on WWB; B 10 of each.
    per_client = found.ratios[1]
    assert per_client.gemeente.value == pytest.approx(1500 / (20 + 10))
    assert per_client.uwv.value == pytest.approx(150 / (22.5 + 10))
    staff = {(each.partner, each.task): each for each in found.caseloads}
    # A: 12 that ran on, 8 begun, half of 4; B: 1. Over 2.5 + 1 fte.
    assert staff["uwv", "diagnose"].cases.value == 23
    assert staff["uwv", "diagnose"].caseload.value == pytest.approx(23 / 3.5)
    assert staff["uwv", "diagnose"].running.value == 12 + 2 + 1
    assert staff["gemeente", "diagnose"].cases.value == 2 + 2
    effort = {each.measured: each for each in found.effort}
    assert (effort["stappen"].uwv, effort["stappen"].gemeente) == (8 + 2 + 1, 2 + 2)
    assert (effort["uitstroom_werk"].uwv, effort["uitstroom_werk"].gemeente) == (15, 0)


def test_the_same_figures_as_the_indicators(known: Store) -> None:
    found = known.resources(ALL)
    figures = known.figures(
        ["uitgaven_verhouding", "kosten_per_uitstroom_werk", "besteed"], (), ALL
    ).set_index("indicator")
    every = next(each for each in found.ratios if each.key == "ratio_spent_all")
    assert every.ratio.value == figures.loc["uitgaven_verhouding", "value"]
    cost = figures.loc["kosten_per_uitstroom_werk"]
    assert (found.cost.value, found.cost.low, found.cost.high) == tuple(
        cost[["value", "low", "high"]]
    )
    where = {"soort": ["re_integratie"]}
    shared = known.figures(["aandeel_gezamenlijk"], (), ALL, where).iloc[0]
    assert found.joint[0].share.value == shared["value"]
    assert found.joint[0].known.value == shared["beside"]


def test_one_werkplein_and_one_region(known: Store) -> None:
    only = known.resources(ALL, werkplein="B")
    assert only.werkpleinen == ("B",)
    assert only.ratios[0].ratio.value == 8
    region = known.resources(ALL, regio="Middenland")
    assert region == known.resources(ALL)


def test_a_quarter_in_which_nobody_delivered_is_said(known: Store) -> None:
    both = known.resources(ALL, quarters=[Q1, Q2])
    assert both.undelivered["uwv"] == (("A", Q1.index), ("B", Q1.index))
    assert both.ratios[0].left_out == 2
    with pytest.raises(UserError) as fault:
        known.resources(ALL, quarters=[Q1])
    assert fault.value.key == "resources.nothing_delivered"


def test_nothing_outside_the_scope(known: Store) -> None:
    mine = known.resources(Scope.of(["A"], "rows"))
    assert mine.werkpleinen == ("A",)
    for asked in ({"werkplein": "B"}, {"werkplein": "Z"}, {"regio": "Elders"}):
        with pytest.raises(UserError) as fault:
            known.resources(Scope.of(["A"], "rows"), **asked)  # type: ignore[arg-type]
        assert fault.value.key == "resources.not_in_scope"
        assert "B" not in fault.value.message("nl").split("Kies uit")[1]
    move = Scenario.parse("fte 1 B/uwv/diagnose > A/uwv/diagnose")
    with pytest.raises(UserError) as fault:
        known.what_if(Scope.of(["A"], "rows"), move)
    assert fault.value.key == "resources.move_unknown"


def test_a_reader_of_figures_sees_money_but_no_small_numbers_of_clients(known: Store) -> None:
    found = known.resources(FIGURES)
    every = known.resources(ALL)
    assert found.spending == every.spending
    assert {each.caseload.reason for each in found.caseloads if each.fte.value is not None} == {
        "resources.reason_rows_needed"
    }
    steps = next(each for each in found.effort if each.measured == "stappen")
    assert steps.share_uwv.reason == "resources.reason_rows_needed"
    shown = known.figures(["kosten_per_uitstroom_werk"], (), FIGURES).iloc[0]
    assert (found.cost.value, found.cost.reason) in (
        (shown["value"], None), (None, shown["reason"]),
    )  # fmt: skip


def test_an_amount_divided_by_each_key(known: Store) -> None:
    def amounts(key: str, **asked: str) -> dict[str, str]:
        found = known.allocation(
            ALL, key=key, unit="fte", amount=Decimal(10), quarters=[Q2], **asked
        )
        return {part.werkplein: str(part.amount) for part in found.parts}

    # Running at the end: A 15 + 20, B 20. Of WW only: 15 and 10.
    assert amounts("caseload") == {"A": "6.36", "B": "3.64"}
    assert amounts("caseload", partner="uwv") == {"A": "6.00", "B": "4.00"}
    # Need: A 15 + 3 x 20, B 10 + 3 x 10.
    assert amounts("behoefte", regio="Middenland") == {"A": "6.52", "B": "3.48"}
    inflow = known.allocation(
        ALL, key="instroom", unit="euro", amount=Decimal(700), quarters=[Q1, Q2]
    )
    assert [(part.weight, part.amount) for part in inflow.parts] == [(50, 500), (20, 200)]
    # What is there: the budgets of the second quarter; the first was not delivered.
    assert inflow.parts[0].present.value == 3000
    assert inflow.parts[0].difference.value == -2500


def test_an_own_key_of_the_region(known: Store) -> None:
    assert known.allocation_keys(ALL, regio="Middenland") == (
        "caseload", "instroom", "behoefte", "bestuur", "half",
    )  # fmt: skip
    assert known.allocation_keys(ALL) == ("caseload", "instroom", "behoefte")
    found = known.allocation(
        ALL, key="bestuur", unit="fte", amount=Decimal("0.03"), regio="middenland"
    )
    assert [part.amount for part in found.parts] == [Decimal("0.02"), Decimal("0.01")]
    for key, regio, said in (
        ("half", "Middenland", "resources.key_lacks"),
        ("anders", "Middenland", "resources.key_unknown"),
        ("bestuur", None, "resources.key_unknown"),
    ):
        with pytest.raises(UserError) as fault:
            known.allocation(ALL, key=key, unit="fte", amount=Decimal(1), regio=regio)
        assert fault.value.key == said


def test_a_key_that_counts_nothing_somewhere_is_refused(known: Store) -> None:
    later = Quarter(2009, 3)
    with pytest.raises(UserError) as fault:
        known.allocation(ALL, key="caseload", unit="fte", amount=Decimal(10), quarters=[later])
    assert fault.value.key == "resources.weight_unknown"
    assert "A, B" in fault.value.message("nl")
    with pytest.raises(UserError) as fault:
        known.allocation(ALL, key="gevoel", unit="fte", amount=Decimal(10))
    assert fault.value.key == "resources.key_unknown"


def test_a_scenario_gives_the_same_figures_each_time(known: Store) -> None:
    move = Scenario.parse("fte 0,5 A/uwv/diagnose > B/uwv/diagnose")
    found = known.what_if(ALL, move)
    giving, taking = found.touched
    assert (giving.cases.value, taking.cases.value) == (22, 1)
    assert giving.after.caseload.value == 11
    assert (taking.before.fte, taking.after.fte) == (1, Decimal("1.5"))
    assert [(check.before, check.after) for check in found.checks] == [(5, 5), (3950, 3950)]
    assert found == known.what_if(ALL, Scenario.parse(found.scenario.text), quarter=Q2)


def test_before_anything_is_delivered(local: Store) -> None:
    with pytest.raises(UserError) as fault:
        local.resources(ALL)
    assert fault.value.key == "resources.nothing_delivered"


def test_resources_are_frozen(known: Store) -> None:
    found = known.resources(ALL)
    assert isinstance(found, Resources)
    with pytest.raises(AttributeError):
        found.cost = found.cost  # type: ignore[misc]
