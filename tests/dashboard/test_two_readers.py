"""What one reader's visit keeps is right for the next, who reads another language."""

from __future__ import annotations

import pytest
import streamlit as st

from tests.dashboard.conftest import Opened
from tests.dashboard.said import said
from tests.dashboard.small import NOORD

pytestmark = pytest.mark.slow

PAGES = ("raster", "vergelijken", "samenwerking", "programma", "beleidstheorie", "definities")


def _told(opened: Opened, page: str | None, taal: str) -> tuple[str, list[str]]:
    """The words of a page, and what its charts and tables hold."""
    app = opened(page, taal=taal, plek=NOORD, kwartaal="2009K3")
    drawn = [str(item.proto) for item in app.get("vega_lite_chart")]
    return said(app), drawn + [item.value.to_csv() for item in app.dataframe]


@pytest.mark.parametrize("page", [None, *PAGES])
def test_english_after_dutch_is_english_alone(opened: Opened, page: str | None) -> None:
    st.cache_resource.clear()
    alone = _told(opened, page, "en")
    st.cache_resource.clear()
    dutch = _told(opened, page, "nl")
    after = _told(opened, page, "en")
    assert after == alone
    assert after[0] != dutch[0]
