"""The page of cooperation: scan, agreements and phases as the partners see them."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard.views.samenwerking import agreements_words, scan_words
from dashboard.views.samenwerking.scan_words import Column
from ketenkpi.cooperation import Answers, Coordination, Figure, answers_of, coordination
from ketenkpi.research_model import load_dependence, load_scan
from ketenkpi.scope import Scope
from ketenkpi.store import Store
from ketenkpi.wording import LANGUAGES, Language
from tests.dashboard.conftest import Opened
from tests.dashboard.said import TAG, said
from tests.dashboard.small import LAST, NOORD, ZUID, csv
from tests.unit.cooperation.scan_rows import QUARTER, STAD, Row, agreed, pair, scores

PAGE = "samenwerking"
WITHIN = "binnen_uitkering"
CELL = re.compile(r"<td[^>]*>(.*?)</td>", re.DOTALL)
HREF = re.compile(r'href="([^"]*)"')
CLIENTS = {
    "korte_afstand": 100.0, "jongere": 50.0, "grote_afstand": 40.0, "overig": 10.0,
    "samenloop": 8.0, "overgang_ww_wwb": 4.0,
}  # fmt: skip


def _answers(*rows: list[Row]) -> Answers:
    return answers_of([row for each in rows for row in each], STAD, QUARTER)


def _coordination(answers: Answers, time_factor: bool = False) -> Coordination:
    clients = {
        key: Figure(n, n=1, method="indicators.method_full_count") for key, n in CLIENTS.items()
    }
    days = {(WITHIN, "intake>diagnose"): Figure(6.0, n=9, method="indicators.method_full_count")}
    return coordination(answers, clients, days, time_factor=time_factor)


# UWV sees an agreement on the process of intake and diagnosis, the gemeente sees none.
APART = _answers(
    [
        pair("uwv", "intake_diagnose", WITHIN, 0, 2),
        pair("gemeente", "intake_diagnose", WITHIN, 0, 0),
    ],
    [pair("uwv", "diagnose_vacatures", WITHIN, 2, 2)],
    [pair("gemeente", "diagnose_vacatures", WITHIN, 2, 2)],
    agreed("uwv", {"intake": (2, 1), "diagnose": (1, 1)}),
    agreed("gemeente", {"intake": (0, 1), "diagnose": (1, 1)}),
    scores("uwv", {"vertrouwen": 3}),
)


def _cells(language: Language = "nl", time_factor: bool = False) -> list[str]:
    drawn = agreements_words.matrix(
        _coordination(APART, time_factor), WITHIN, {"plek": STAD}, language
    )
    return [html.unescape(TAG.sub(" ", cell)) for cell in CELL.findall(drawn.html)]


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
        drawn = agreements_words.matrix(
            _coordination(APART), situation.key, {"plek": STAD, "periode": "2008K2-2009K1"}, "nl"
        )
        links = [parse_qs(urlsplit(html.unescape(each)).query) for each in HREF.findall(drawn.html)]
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
        assert drawn.html.count("aria-label=") >= len(links)


def test_the_time_factor_makes_far_clients_count_for_less_in_two_pairs_only() -> None:
    known = load_dependence().time_factor
    before, after = _coordination(APART), _coordination(APART, time_factor=True)
    moved = {
        one.key: (one.clients.value, other.clients.value)
        for one, other in zip(before.pairs, after.pairs, strict=True)
        if one.clients.value != other.clients.value
    }
    assert set(moved) == set(known.pairs)
    assert set(moved.values()) == {(200.0, 160.0 + 40.0 * known.weight)}


def test_gaps_are_what_certainly_lacks_in_the_order_asked() -> None:
    found = _coordination(APART)
    table = agreements_words.gaps(found, "klanten", "nl")
    assert list(table.index) == ["Intake en Diagnose"]
    assert table["Ontbreekt"].tolist() == ["proces"]
    assert table["Mediaan van de overdracht"].tolist() == ["Intake → diagnose: 6 dagen"]
    told = agreements_words.gaps_said(found, "nl")
    assert told.startswith("Paren waarbij iets ontbreekt: 1.")
    assert "Intake en Diagnose (Binnen één uitkering): 200 klanten" in told


@pytest.mark.parametrize("order", agreements_words.SORTS)
def test_gaps_can_be_sorted(order: str) -> None:
    rows = [pair("uwv", each.key, each.situation, 0, 0) for each in load_dependence().pairs]
    table = agreements_words.gaps(_coordination(_answers(rows)), order, "nl")
    assert len(table) == len(load_dependence().pairs)
    if order == "paar":
        assert list(table.index) == sorted(table.index, key=str.casefold)
    if order == "klanten":
        assert table["Klanten"].tolist()[0] == "200 klanten"
        assert table["Klanten"].tolist()[-1] == "4 klanten"


def _row_of(item: str, answers: Answers, language: Language = "nl") -> str:
    table = scan_words.heat([Column("A", {}, answers)], {"plek": "A"}, language)
    items = list(load_scan().items)
    return html.unescape(TAG.sub(" ", CELL.findall(table)[items.index(item)]))


def test_both_answers_stand_where_they_differ_and_one_where_they_do_not() -> None:
    assert _row_of("intake", APART).split() == ["UWV", "2", "/", "1", "gemeente", "0", "/", "1"]
    assert _row_of("diagnose", APART).split() == ["1", "/", "1"]
    # One of them left it empty, both left it empty: neither is a zero.
    assert _row_of("vertrouwen", APART).split() == ["UWV", "3", "gemeente", "leeg"]
    assert _row_of("kennis", APART).split() == ["leeg"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_scan_of_a_partner_is_told_and_no_agreement_is_claimed(language: Language) -> None:
    alone = _answers(scores("uwv", {"vertrouwen": 3}))
    words = {
        "nl": ("Van de gemeente is er geen scan", "alleen UWV vulde de scan in"),
        "en": ("Of the gemeente there is no scan", "only UWV filled in the scan"),
    }
    complete, agreement = words[language]
    assert complete in scan_words.completeness_said(alone, language)
    assert agreement in scan_words.agreement_said(alone, language)[0]
    assert "geen scan" in _row_of("vertrouwen", alone) or language == "en"


def test_the_largest_difference_comes_first_in_words() -> None:
    told, table = scan_words.differences(APART, "nl")
    assert "2 vragen" in told
    assert table["UWV"].tolist() == ["2, volledige afspraken", "2, volledige afspraken"]
    assert table["Gemeente"].tolist() == ["0, geen afspraken", "0, geen afspraken"]


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
