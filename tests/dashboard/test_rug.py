"""All figures of one place: a row each with the number of the library, and why others have none."""

from __future__ import annotations

import html
import re

import pytest
from streamlit.testing.v1 import AppTest

from ketenkpi.scope import Scope
from ketenkpi.store import Store
from ketenkpi.vocabulary import Quarter
from tests.dashboard.conftest import Opened
from tests.dashboard.said import said
from tests.dashboard.small import NOORD, ZUID

pytestmark = pytest.mark.slow

AT = {"kwartaal": "2009K3"}


def _rug(app: AppTest) -> str:
    (table,) = [item.value for item in app.html if "kk-rug" in item.value]
    return str(table)


def _rows(table: str) -> dict[str, str]:
    """What stands in column 'Nu', by the name of the figure."""
    found = re.findall(
        r'<th scope="row"><a [^>]*>([^<]*)</a>.*?<td class="kk-now">([^<]*)</td>', table
    )
    return {html.unescape(name): html.unescape(value) for name, value in found}


@pytest.mark.parametrize("place", [NOORD, ZUID])
@pytest.mark.parametrize(
    ("key", "name"), [("instroom", "Instroom"), ("uitstroom_werk", "Uitstroom naar werk")]
)
def test_a_row_holds_the_number_of_the_library(
    opened: Opened, store: Store, key: str, name: str, place: str
) -> None:
    where = {"kwartaal": [Quarter(2009, 3).index], "werkplein": [place]}
    (value,) = store.figures([key], ("werkplein", "kwartaal"), Scope.everything(), where)["value"]
    assert _rows(_rug(opened("raster", plek=place, **AT)))[name] == f"{value:.0f}"


def test_all_together_are_the_sum_and_stand_beside_none_of_their_parts(opened: Opened) -> None:
    one, other, both = (_rug(opened("raster", plek=code, **AT)) for code in (NOORD, ZUID, "alle"))
    assert int(_rows(both)["Instroom"]) == sum(
        int(_rows(table)["Instroom"]) for table in (one, other)
    )
    (row,) = re.findall(r"<tr><th[^>]*><a [^>]*>Instroom</a>.*?</tr>", both)
    assert "elders" not in row
    (row,) = re.findall(r"<tr><th[^>]*><a [^>]*>Instroom</a>.*?</tr>", one)
    assert "elders" in row


def test_what_has_no_value_is_folded_with_the_reason(opened: Opened) -> None:
    table = _rug(opened("raster", plek=NOORD, **AT))
    folded = html.unescape(" ".join(re.findall(r"<details>.*?</details>", table)))
    assert "zonder waarde" in folded
    assert "Herinstroom" in folded
    assert "client ontbreekt" in folded
    assert not set(_rows(table)) & {"Herinstroom"}


def test_search_and_subject_narrow_the_rows_and_stand_in_the_address(opened: Opened) -> None:
    app = opened("raster", plek=NOORD, **AT)
    every = _rows(_rug(app))
    app.text_input(key="zoek").set_value("NAAR WERK").run()
    found = _rows(_rug(app))
    assert found == {name: at for name, at in every.items() if "naar werk" in name.casefold()}
    assert app.query_params["zoek"] in ("NAAR WERK", ["NAAR WERK"])
    app.text_input(key="zoek").set_value("xyz").run()
    assert "Geen cijfer heeft deze naam" in said(app)
    app = opened("raster", plek=NOORD, onderwerp="a", **AT)
    assert set(_rows(_rug(app))) < set(every)
    assert "Instroom" in _rows(_rug(app))


def test_a_row_leads_to_the_course_of_that_figure(opened: Opened) -> None:
    table = _rug(opened("raster", plek="alle", **AT))
    (link,) = re.findall(r'href="([^"]*)"[^>]*>Uitstroom naar werk</a>', table)
    assert html.unescape(link) == "./?plek=alle&kwartaal=2009K3&indicator=uitstroom_werk"


def test_the_table_of_all_werkpleinen_is_a_tab_and_an_old_link_opens_it(opened: Opened) -> None:
    app = opened("raster", plek=NOORD, **AT)
    (switch,) = app.get("button_group")
    assert switch.value == "plek"
    switch.set_value("werkpleinen").run()
    assert app.query_params["tab"] in ("werkpleinen", ["werkpleinen"])
    assert [item for item in app.html if 'class="kk-grid"' in item.value]
    old = opened("raster", periode="2009K3")
    assert [item for item in old.html if 'class="kk-grid"' in item.value]
    assert not [item for item in old.html if "kk-rug" in item.value]


@pytest.mark.parametrize("taal", ["nl", "en"])
def test_the_headline_is_computed_in_the_language_of_the_reader(opened: Opened, taal: str) -> None:
    words = said(opened("raster", plek=NOORD, taal=taal, **AT))
    assert {"nl": "Alle cijfers", "en": "All figures"}[taal] in words
    assert {"nl": "het derde kwartaal van 2009", "en": "the third quarter of 2009"}[taal] in words
