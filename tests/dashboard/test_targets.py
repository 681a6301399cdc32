"""Norms and targets: n.v.t. and n.b. apart, and a verdict no surer than the figure."""

from __future__ import annotations

import pytest

from ketenkpi.scope import Scope
from ketenkpi.store import Store
from ketenkpi.vocabulary import Quarter
from tests.dashboard.conftest import Opened
from tests.dashboard.said import said
from tests.dashboard.small import NOORD, ZUID

pytestmark = pytest.mark.slow


def deliver(store: Store, *targets: str) -> None:
    """Targets of the small installation, as of the day this test runs."""
    head = "werkplein;arbeidsmarktregio;indicator;vanaf;tot;waarde;soort"
    found = store.upload(
        "\n".join((head, *targets, "")).encode(), "doelen", by="test", organisation="samen",
        quarter=Quarter(2009, 4), filename="doelen.csv", scope=Scope.everything())  # fmt: skip
    assert found.status == "stored", found.findings


def test_the_page_tells_a_norm_and_that_it_is_not_known(store: Store, opened: Opened) -> None:
    deliver(store, f"{NOORD};;eerste_betaling_ww_op_tijd;01-01-2009;;85;norm")
    words = said(opened(plek=NOORD, kwartaal="2009K4"))
    assert "Norm en doelen" in words
    assert "norm 85,0%" in words
    assert "n.b." in words


def test_the_page_holds_a_region_to_its_own_target(store: Store, opened: Opened) -> None:
    places = "\n".join(
        ("werkplein;naam;arbeidsmarktregio", *(f"{each};{each};Kust" for each in (NOORD, ZUID)), "")
    )
    store.upload(places.encode(), "werkpleinen", by="test", organisation="samen",
                 quarter=Quarter(2009, 4), filename="werkpleinen.csv",
                 scope=Scope.everything())  # fmt: skip
    deliver(store, ";Kust;uitstroom_werk;01-01-2009;31-12-2009;999;streefwaarde")
    words = said(opened(kwartaal="2009K4"))
    assert "streefwaarde 999, van 1 januari 2009 tot en met 31 december 2009" in words
    # ZUID did not deliver the last quarter, and 999 might yet be reached there.
    assert "Kust (regio)" in words
    assert f"Niet van alle kwartalen aangeleverd: {ZUID}." in words


def test_the_page_tells_a_year_half_way_and_after_it(store: Store, opened: Opened) -> None:
    deliver(store, f"{NOORD};;uitstroom_werk;01-01-2009;31-12-2009;40;streefwaarde")
    quarters = store.figures(
        ["uitstroom_werk"], scope=Scope.of([NOORD], "rows"), by=("werkplein", "kwartaal")
    )["value"]
    half, whole = int(quarters[:2].sum()), int(quarters.sum())
    words = said(opened(plek=NOORD, kwartaal="2009K2"))
    assert f"2009K1 tot en met 2009K2: {half}, het doel voor de hele periode is 40." in words
    assert "Nu te verwachten: 20, als elk kwartaal evenveel bijdraagt" in words
    words = said(opened(plek=NOORD, kwartaal="2009K4"))
    assert f"Hele periode, 2009K1 tot en met 2009K4: {whole}, het doel was 40." in words
    assert ("✓ gehaald" in words) == (whole >= 40)
