"""Every indicator and every column is explained on the page of definitions."""

from __future__ import annotations

import html

import pytest

from ketenkpi.contracts import load_contracts
from ketenkpi.indicators import load_indicators
from tests.dashboard.conftest import Opened
from tests.dashboard.said import said

PAGE = "views/definities.py"


@pytest.mark.parametrize("taal", ["nl", "en"])
def test_every_indicator_shows_its_formula_source_and_review(opened: Opened, taal: str) -> None:
    app = opened(PAGE, taal=taal)
    for key, indicator in load_indicators().items():
        app.selectbox(key="indicator").set_value(key).run()
        words = said(app)
        assert " ".join(html.unescape(indicator.formula.in_(taal)).split()) in words
        assert indicator.source in words
        assert str(indicator.reviewed_on.year) in words


def test_the_dictionary_has_every_column(opened: Opened) -> None:
    app = opened(PAGE)
    app.selectbox(key="contract").set_value("trajecten").run()
    table = app.table[0].value
    assert list(table.index) == [column.name for column in load_contracts()["trajecten"].columns]
