"""The page of cooperation: the matrix of agreements, and the scan as the partners see it."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard.views.samenwerking import matrix
from dashboard.views.samenwerking.scan import shaded
from ketenkpi.cooperation import answers
from ketenkpi.research_model import load_dependence, load_scan
from ketenkpi.scope import Scope
from ketenkpi.store import Store
from ketenkpi.surfaces import reading
from ketenkpi.wording import LANGUAGES, Language
from tests.dashboard.conftest import Opened
from tests.dashboard.said import TAG, said
from tests.dashboard.small import LAST, NOORD, ZUID, csv
from tests.unit.cooperation.apart import APART, WITHIN, judged
from tests.unit.cooperation.scan_rows import STAD

PAGE = "samenwerking"
CELL = re.compile(r"<td[^>]*>(.*?)</td>", re.DOTALL)
HREF = re.compile(r'href="([^"]*)"')


def _cells(language: Language = "nl", time_factor: bool = False) -> list[str]:
    situation = load_dependence().situations[WITHIN]
    with reading(language):
        drawn = matrix.as_html(judged(APART, time_factor), situation, {"plek": STAD})
    return [html.unescape(TAG.sub(" ", cell)) for cell in CELL.findall(drawn)]


def test_a_cell_says_what_is_needed_what_lacks_who_sees_what_and_for_how_many() -> None:
    cells = _cells()
    assert len(cells) == 25
    first = cells[1]
    assert "✕ niet geregeld" in first
    assert "voorgaand, nodig: proces" in first
    assert "ontbreekt: proces" in first
    assert "UWV: ✓ geregeld" in first
    assert "gemeente: ✕ niet geregeld" in first
    assert "200 klanten" in first
    assert "mediaan 6 dagen" in first
    # Nobody answered about intake and vacancies: unknown, and never a zero.
    assert "? onbekend" in cells[4]
    assert "niet geregeld" not in cells[4]


def test_what_is_not_alike_in_both_directions_is_told_in_both_cells() -> None:
    cells = _cells()
    assert "✓ geregeld" in cells[9]
    assert "voorgaand, nodig: product en proces" in cells[9]
    assert "≠ andersom: reciprociteit" in cells[9]
    mirrored = cells[21]
    assert "reciprociteit" in mirrored
    assert "≠ andersom: voorgaand" in mirrored


def test_every_cell_leads_by_keyboard_to_its_own_handover() -> None:
    for situation in load_dependence().situations.values():
        address = {"plek": STAD, "periode": "2008K2-2009K1"}
        with reading("nl"):
            drawn = matrix.as_html(judged(APART), situation, address)
        links = [parse_qs(urlsplit(html.unescape(each)).query) for each in HREF.findall(drawn)]
        wanted = []
        tasks = load_dependence().tasks.values()
        for row in tasks:
            for column in tasks:
                relation = situation.cells.get((row.key, column.key))
                if relation is not None:
                    follows = relation.key == "volgend"
                    ends = (column, row) if follows else (row, column)
                    wanted.append(f"{ends[0].step}>{ends[1].step}")
        assert [link["overdracht"][0] for link in links] == wanted
        assert all(link["plek"] == [STAD] for link in links)
        assert {link["periode"][0] for link in links} == {"2008K2-2009K1"}
        group = [] if situation.key == WITHIN else [situation.key]
        assert all(link.get("doelgroep", []) == group for link in links)
        # A link is a link: it takes focus, and says where it goes.
        assert drawn.count("aria-label=") >= len(links)


def test_a_cell_is_darker_where_the_lowest_mark_is_higher_and_tells_who_differs() -> None:
    with reading("nl"):
        section = answers.side_by_side([("A", APART)])
        drawn = shaded(section, ["A"], [APART], {"plek": "A"})
    cells = re.findall(r"<td[^>]*>", drawn)
    shades = dict(zip(load_scan().items, cells, strict=True))
    # Of 0 and 2 out of 2 the lowest counts; 1 out of 2 by both is half; nobody said.
    assert 'class="kk-shade-0 kk-differs"' in shades["intake"]
    assert 'class="kk-shade-2"' in shades["diagnose"]
    assert 'class="kk-none"' in shades["kennis"]
    # Names of Werkpleinen and items lead on.
    assert drawn.count("onderdeel=kennis") == 1


HEAD = "werkplein;kwartaal;invuller;onderdeel;situatie;product;proces;score;toelichting"


def _scan(place: str, quarter: str = str(LAST)) -> list[str]:
    rows = []
    for filler, low in (("uwv", 2), ("gemeente", 1)):
        for item in load_scan().items.values():
            marks = f"{low};{low};" if "product" in item.scale.columns else f";;{low + 1}"
            note = f"bewijs van {filler}" if item.key == "intake" else ""
            rows.append(f"{place};{quarter};{filler};{item.key};;{marks};{note}")
        for each in load_dependence().pairs:
            rows.append(f"{place};{quarter};{filler};{each.key};{each.situation};{low};{low};;")
    return rows


def _deliver(store: Store, contract: str, rows: list[str], head: str) -> None:
    result = store.upload(
        csv(rows, head), contract, by="test", organisation="samen", quarter=LAST,
        filename=f"{contract}.csv", scope=Scope.everything())  # fmt: skip
    assert result.status == "stored", result.findings.listed[:3]


@pytest.mark.slow
@pytest.mark.parametrize("taal", LANGUAGES)
def test_the_page_shows_scan_and_agreements(opened: Opened, store: Store, taal: Language) -> None:
    _deliver(store, "samenwerking", [*_scan(NOORD), *_scan(ZUID)], HEAD)
    where = {"plek": NOORD, "kwartaal": str(LAST), "taal": taal}
    app = opened(PAGE, deel="scan", **where)
    words = said(app)
    asked = sum(len(item.scale.columns) for item in load_scan().items.values())
    asked += 2 * len(load_dependence().pairs)
    told = {
        "nl": f"UWV beantwoordde {asked} van de {asked} vragen",
        "en": f"UWV answered {asked} of the {asked} questions",
    }
    assert told[taal] in words
    assert "bewijs van uwv" in words
    assert "bewijs van gemeente" in words
    # Names of Werkpleinen are text, whatever stands in them.
    assert ZUID in words
    app = opened(PAGE, deel="afspraken", situatie="samenloop", tijdfactor="aan", **where)
    words = said(app)
    reciprocity = {"nl": "reciprociteit", "en": "reciprocity"}[taal]
    assert reciprocity in words
    assert {"nl": "reciproiteit", "en": "reciproiteit"}[taal] in words
    assert app.query_params["situatie"] == "samenloop"


@pytest.mark.slow
def test_without_a_scan_the_page_says_what_to_do(opened: Opened) -> None:
    for part in ("scan", "afspraken"):
        app = opened(PAGE, deel=part, plek=NOORD, kwartaal=str(LAST))
        assert "is er tot en met 2009K4 geen scan" in said(app)
