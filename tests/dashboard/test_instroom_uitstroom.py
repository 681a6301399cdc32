"""Who comes and who goes: the stock is its flows, and target groups stand side by side."""

from __future__ import annotations

import re

import pytest

from ketenkpi.scope import Scope
from ketenkpi.store import Store
from ketenkpi.vocabulary import Quarter
from tests.dashboard.conftest import Opened
from tests.dashboard.said import said
from tests.dashboard.small import NOORD

pytestmark = pytest.mark.slow
PAGE, ALL = "instroom_uitstroom", Scope.everything()
WHEN = Quarter.parse("2009K3")


def _value(store: Store, key: str, **where: str) -> float:
    asked = {"kwartaal": [WHEN], "werkplein": [NOORD]} | {k: [v] for k, v in where.items()}
    (row,) = store.figures([key], ("werkplein", "kwartaal"), ALL, asked).to_dict("records")
    return float(row["value"])


def test_the_stock_is_what_there_was_and_what_came_and_went(opened: Opened, store: Store) -> None:
    words = said(opened(PAGE, plek=NOORD, kwartaal=str(WHEN)))
    then, came, went, now = (
        _value(store, key) for key in ("beginstand", "instroom", "uitstroom", "stand")
    )
    assert now == then + came - went
    assert "Stand (lopende uitkeringen) = Beginstand + Instroom − Uitstroom" in words
    assert f"In 2009K3: {now:.0f}." in words


def test_target_groups_stand_side_by_side_with_their_own_figures(
    opened: Opened, store: Store
) -> None:
    app = opened(PAGE, plek=NOORD, kwartaal=str(WHEN))
    (table,) = [item.value for item in app.html if "kk-groups" in item.value]
    shown = re.findall(r'<tr><th scope="row">([^<]*)</th><td>([^<]*)<', table)
    by = store.figures(["instroom"], ("werkplein", "kwartaal", "doelgroep"), ALL)
    mine = by[(by["werkplein"] == NOORD) & (by["kwartaal"] == WHEN.index)]
    assert sorted(text for _, text in shown if text.isdecimal()) == sorted(
        f"{value:.0f}" for value in mine["value"]
    )
    chosen = opened(PAGE, plek=NOORD, kwartaal=str(WHEN), doelgroep=mine["doelgroep"].iloc[0])
    assert not [item for item in chosen.html if "kk-groups" in item.value]


@pytest.mark.parametrize("taal", ["nl", "en"])
def test_of_all_together_a_number_stands_beside_none_of_its_parts(
    opened: Opened, taal: str
) -> None:
    app = opened(PAGE, kwartaal=str(WHEN), taal=taal)
    (figures,) = [item.value for item in app.html if 'class="kk-figures"' in item.value]
    inflow = figures.split("<div>")[1]
    assert "midden van de Werkpleinen" not in inflow
    assert "middle of the Werkpleinen" not in inflow
