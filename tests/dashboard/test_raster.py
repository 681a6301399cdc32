"""All figures: every kind of no value is its own word, and a mark is a symbol with a word."""

from __future__ import annotations

import html
import math
import re

import pytest

from dashboard.views.raster.grid import as_html
from ketenkpi.indicators import load_indicators
from ketenkpi.overview.answers import Grid, cell_said, grid, grid_said, notes_of
from ketenkpi.overview.answers.grid import Quarters, Signs
from ketenkpi.scope import Scope
from ketenkpi.store import Store
from ketenkpi.surfaces import reading
from ketenkpi.vocabulary import Quarter
from tests.dashboard.boards import in_region, values
from tests.dashboard.conftest import Opened
from tests.dashboard.said import said
from tests.dashboard.small import NOORD, ZUID
from tests.unit.overview.by_hand import figure
from tests.unit.surfaces.told import told

pytestmark = pytest.mark.slow

NAN = math.nan
PAGE = "raster"
PEOPLE = "indicators.reason_persons_unknown"
WITHIN = "indicators.note_within_werkplein"


def _grid(app) -> str:
    (table,) = [item.value for item in app.html if "kk-grid" in item.value]
    return table


def _row(table: str, name: str) -> list[str]:
    (row,) = re.findall(rf"<tr><th scope=\"row\"><a [^>]*>{re.escape(name)}</a>.*?</tr>", table)
    cells = re.findall(r"<td[^>]*>(.*?)</td>", row)
    return [html.unescape(re.sub("<[^>]*>", " ", cell)) for cell in cells]


def test_missing_zero_suppressed_and_not_applicable_are_four_things() -> None:
    cases = {
        "niet geleverd": None,
        "0": figure(0.0, unit="number"),
        "n.v.t.": figure(NAN, reason="indicators.reason_norm_not_in_force"),
        "n.b.": figure(NAN, reason="indicators.reason_too_few"),
        "afgeschermd": figure(NAN, reason="disclosure.reason_protected"),
        "≥ 91": figure(NAN, 91, NAN, reason="indicators.reason_not_reached"),
        "tussen 120 en 140 mensen": figure(NAN, 120, 140, unit="number", reason=PEOPLE),
    }
    assert {text: told(cell_said(each)) for text, each in cases.items()} == {t: t for t in cases}


def test_what_to_know_stands_once_with_the_figures_it_is_about() -> None:
    cells = {
        ("herinstroom", "365", "A"): figure(0.2, 0.1, 0.3, unit="share", note=WITHIN),
        ("herinstroom", "182", "B"): figure(0.1, 0.05, 0.3, unit="share", note=WITHIN),
        ("herhaalde_melding", None, "A"): figure(0.1, 0.05, 0.3, unit="share", note=WITHIN),
        # Beside what has no figure there is nothing to note.
        ("duurzame_uitstroom_182", None, "A"): figure(NAN, reason="x", note=WITHIN),
        ("personen", None, "A"): figure(NAN, 120, 140, unit="number", reason=PEOPLE),
        ("personen", None, "C"): figure(NAN, 120, 140, unit="number", reason=PEOPLE),
    }
    known = load_indicators()
    within, people = map(told, notes_of(cells, known, ("A", "B"), None))
    names = sorted(known[key].name.nl for key in ("herinstroom", "herhaalde_melding"))
    assert within.startswith(f"{', '.join(names)}: Terugkeer is alleen gezien")
    assert people.startswith("Mensen met een uitkering: Niet precies bekend")
    (english,) = notes_of(cells, known, ("B",), None)
    assert told(english, "en") == (
        f"{known['herinstroom'].name.en}: Returns were seen within the same Werkplein only: "
        "beyond it a pseudonym does not point at the same person."
    )
    area = known["personen"].result_area
    assert people in map(told, notes_of(cells, known, ("A",), area))
    assert notes_of(cells, known, ("D",), None) == ()


def test_the_page_says_people_as_two_limits_with_why(opened: Opened) -> None:
    app = opened(PAGE, periode="2009K3")
    cells = _row(_grid(app), "Mensen met een uitkering")
    assert cells
    assert all(re.fullmatch(r"tussen \d+ en \d+ mensen", cell) for cell in cells)
    assert "Mensen met een uitkering: Niet precies bekend" in said(app)


def _made(signs: Signs, every_part: bool = False, quarters: Quarters | None = None) -> Grid:
    cells = {
        ("uitstroom_werk", None, "A"): figure(83.0, 70, 90, unit="number"),
        ("uitstroom_werk", None, "B"): figure(0.0, 0, 3, unit="number"),
        ("doorlooptijd", "melding_besluit", "A"): figure(30.0, 28, 33),
        ("doorlooptijd", "stap:intake", "A"): figure(5.0, 4, 6),
    }
    known = load_indicators()
    return grid(cells, signs, known, (), ("A", "B"), None, every_part, quarters)


def _drawn(signs: Signs, every_part: bool = False, quarters: Quarters | None = None) -> str:
    with reading("nl"):
        return as_html(_made(signs, every_part, quarters), {}, {"A": "A", "B": "B"})


def test_a_mark_is_a_symbol_and_a_word() -> None:
    signs: Signs = {("uitstroom_werk", None, "A"): ("concern", "past")}
    table = _drawn(signs)
    assert _row(table, "Uitstroom naar werk")[0].split() == ["83", "◆", "slechter", "dan", "eerder"]
    said = told(grid_said(_made(signs), "2009K3", judged=True))
    assert said.startswith("2009K3: 3 cijfers, Werkpleinen: 2.")
    assert "verklaart: 1. Zonder waarde: 1." in said


def test_a_row_of_another_quarter_names_it() -> None:
    moved = _drawn({}, quarters={("uitstroom_werk", None): Quarter(2009, 2).index})
    assert "<small>over 2009K2</small>" in moved
    assert "over 20" not in _drawn({})


def test_a_part_with_a_mark_is_shown_without_asking_for_parts() -> None:
    intake = "stap:intake"
    assert "intake" not in _drawn({})
    assert "intake" in _drawn({}, every_part=True)
    assert "intake" in _drawn({("doorlooptijd", intake, "A"): ("improvement", "others")})


def test_the_page_shows_what_the_library_computes(opened: Opened, store: Store) -> None:
    where = {"kwartaal": [Quarter(2009, 3).index]}
    frame = store.figures(["uitstroom"], ("werkplein", "kwartaal"), Scope.everything(), where)
    values = dict(zip(frame["werkplein"], frame["value"], strict=True))
    table = _grid(opened(PAGE, periode="2009K3"))
    heads = [html.unescape(text) for text in re.findall(r"<a [^>]*>([^<]*)</a></th>", table)]
    assert heads[:2] == [NOORD, ZUID]
    assert _row(table, "Uitstroom") == [f"{values[name]:.0f}" for name in (NOORD, ZUID)]


def test_not_delivered_is_not_zero(opened: Opened) -> None:
    cells = _row(_grid(opened(PAGE, periode="2009K4")), "Uitstroom")
    assert cells[1] == "niet geleverd"


def test_four_quarters_together_add_up(opened: Opened, store: Store) -> None:
    table = _grid(opened(PAGE, periode="samen:2009K4"))
    frame = store.figures(["uitstroom"], ("werkplein",), Scope.everything())
    total = frame.loc[frame["werkplein"] == NOORD, "value"].iloc[0]
    assert _row(table, "Uitstroom")[0] == f"{total:.0f}"
    assert "Stand (lopende uitkeringen)" not in re.findall(r">([^<>]*)</a>", table), (
        "a stock does not add over quarters"
    )


def test_a_row_leads_to_the_course_of_that_figure(opened: Opened) -> None:
    table = _grid(opened(PAGE, periode="2009K3"))
    (link,) = re.findall(r'href="([^"]*)"[^>]*>Uitstroom naar werk</a>', table)
    assert html.unescape(link) == "./?kwartaal=2009K3&plek=alle&indicator=uitstroom_werk"


def test_names_from_files_are_text_and_nothing_else(opened: Opened) -> None:
    table = _grid(opened(PAGE, periode="2009K3"))
    assert "<b>" not in table
    assert html.escape(ZUID) in table


@pytest.mark.parametrize("taal", ["nl", "en"])
def test_it_explains_its_words_in_the_language_of_the_page(opened: Opened, taal: str) -> None:
    words = said(opened(PAGE, periode="2009K3", taal=taal))
    assert {"nl": "0 is een gemeten nul", "en": "0 is a measured zero"}[taal] in words


def test_an_own_indicator_is_there_by_itself(opened: Opened, home) -> None:
    from ketenkpi.settings import CONFIG

    own = (CONFIG / "indicators" / "uitstroom.yaml").read_text(encoding="utf-8")
    own = own.replace("key: uitstroom\n", "key: eigen_uitstroom\n")
    own = own.replace("nl: Uitstroom\n", "nl: Onze uitstroom\n", 1)
    folder = home / "indicators"
    folder.mkdir()
    (folder / "eigen_uitstroom.yaml").write_text(own, encoding="utf-8")
    table = _grid(opened(PAGE, periode="2009K3"))
    assert _row(table, "Onze uitstroom (eigen)") == _row(table, "Uitstroom")


def test_the_columns_may_be_regions(store: Store, opened: Opened) -> None:
    assert "Lever het bestand 'werkpleinen' aan" in said(opened(PAGE, tab="regios"))
    in_region(store)
    app = opened(PAGE, tab="regios", periode="2009K3")
    table = _grid(app)
    columns = re.findall(r'<th scope="col"><a href="([^"]*)"[^>]*>(.*?)</a>', table)
    assert columns == [("./?kwartaal=2009K3&amp;plek=regio%3AKust", "Kust")]
    (inflow,) = _row(table, "Instroom")
    assert inflow == f"{values(store, 'instroom', 'regio')['Kust']:.0f}"
    assert "cijfers, regio's: 1" in said(app)
    # Nothing is tested of several Werkpleinen together.
    assert "◆" not in table
    assert load_indicators()["uitstroomquote"].name.nl in table
