"""The walk the product exists for: a wrong file, the fault read, the file mended, the figure."""

from __future__ import annotations

import pytest
from playwright.sync_api import FilePayload, Locator, expect

from tests.browser.conftest import Opened, Visit
from tests.dashboard.small import LAST, csv, spells

pytestmark = pytest.mark.browser
WEST = "West"


def _file(name: str, rows: list[str]) -> FilePayload:
    return {"name": name, "mimeType": "text/csv", "buffer": csv(rows)}


def _choose(visit: Visit, file: FilePayload) -> None:
    visit.page.locator("input[type=file]").set_input_files(file)
    visit.page.get_by_text(file["name"][:7]).first.wait_for()
    visit.settled()


def _value(visit: Visit, name: str) -> Locator:
    card = visit.page.locator(".kk-card", has=visit.page.get_by_role("heading", name=name))
    return card.first.locator(".kk-value")


def test_from_a_wrong_file_to_a_figure(opened: Opened) -> None:
    rows = spells(WEST, 40, seed=5)
    wrong = [*rows]
    wrong[6] = wrong[6].replace(";2009-", ";2009-31-", 1)
    visit = opened("/gegevens")
    page = visit.page
    _choose(visit, _file("trajecten_west_fout.csv", wrong))

    row = page.get_by_role("row", name="8 melding")
    expect(row).to_contain_text("2009-31-")
    expect(row).to_contain_text("Fout")
    expect(page.get_by_role("button", name="Aanleveren", exact=True)).to_have_count(0)

    _choose(visit, _file("trajecten_west.csv", rows))
    expect(page.get_by_text("Er is niets op dit bestand aan te merken")).to_be_visible()
    expect(page.get_by_role("textbox", name="Periode")).to_have_value(str(LAST))
    page.get_by_role("textbox", name="Uw naam").fill("Anna")
    page.get_by_role("combobox", name="Wie levert dit?").click()
    page.get_by_role("option", name="UWV", exact=True).click()
    page.get_by_role("button", name="Aanleveren", exact=True).click()
    expect(page.get_by_text("Welke plaats is 'West'?")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Dit is een nieuwe plaats").click()
    expect(page.get_by_text("Rijen die nu meetellen: 40")).to_be_visible(timeout=60_000)
    page.get_by_role("link", name="Bekijk de cijfers").click()
    visit.settled()

    expect(page.get_by_role("heading", name="Alle Werkpleinen samen", level=1)).to_be_visible()
    for quarter in ("2009K1", "2009K2"):
        expected = sum(_starts_in(row, quarter) for row in rows)
        seen = opened(f"/?plek={WEST}&kwartaal={quarter}")
        expect(_value(seen, "Instroom")).to_have_text(str(expected))


def _starts_in(row: str, quarter: str) -> bool:
    year, month, _ = row.split(";")[4].split("-")
    return quarter == f"{year}K{(int(month) + 2) // 3}"


def test_a_card_brings_reader_and_keyboard_to_its_course(opened: Opened) -> None:
    visit = opened("/?kwartaal=2009K3")
    page = visit.page
    button = page.locator(".st-key-toon_uitstroom button")
    button.focus()
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", name="Uitstroom", exact=True, level=2)
    expect(heading).to_be_visible()
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()
    assert "indicator=uitstroom" in page.url


def test_the_back_button_goes_back(opened: Opened) -> None:
    visit = opened("/?kwartaal=2009K3&plek=alle&regeling=alle&indicator=stand")
    page = visit.page
    page.locator(".st-key-toon_uitstroom button").click()
    expect(page.get_by_role("heading", name="Uitstroom", exact=True, level=2)).to_be_visible()
    page.go_back()
    expect(
        page.get_by_role("heading", name="Stand (lopende uitkeringen)", exact=True, level=2)
    ).to_be_visible()


def test_a_download_holds_the_figures(opened: Opened) -> None:
    visit = opened("/?kwartaal=2009K3&indicator=instroom")
    with visit.page.expect_download() as waiting:
        visit.page.get_by_role("button", name="Download als CSV").click()
    text = waiting.value.path().read_text(encoding="utf-8-sig")
    assert text.startswith("indicator;plaats;kwartaal;waarde;ondergrens;bovengrens;n;")
    assert waiting.value.suggested_filename == "instroom_2009K3.csv"


def test_a_choice_is_one_step_back_and_a_link_within_loads_nothing_anew(opened: Opened) -> None:
    page = opened(f"/?plek={WEST}").page
    page.evaluate("window.stayed = true")
    steps = page.evaluate("history.length")
    before = page.locator("#verloop").inner_text()
    page.locator("a.kk-go", has_text="Uit naar werk").click()
    expect(page.locator("#verloop")).to_have_text("Aandeel uitstroom naar werk")
    assert page.evaluate("[history.length, window.stayed]") == [steps + 1, True]
    page.go_back()
    expect(page.locator("#verloop")).to_have_text(before)
    page.go_forward()
    expect(page.locator("#verloop")).to_have_text("Aandeel uitstroom naar werk")


def test_the_place_of_a_reader_is_remembered_without_a_link(opened: Opened) -> None:
    first = opened(f"/?plek={WEST}")
    first.page.wait_for_function(f"() => document.cookie.includes('plek={WEST}')")
    again = first.page.context.new_page()
    again.goto(first.page.url.split("?")[0])
    expect(again.locator("h1")).to_contain_text(WEST)
    again.close()


def test_the_first_steps_come_back_and_are_put_away_for_good(opened: Opened) -> None:
    page = opened("/over").page
    page.get_by_role("link", name="Toon de eerste stappen weer").click()
    for shown in (1, 0):
        expect(page.locator(".kk-walk")).to_have_count(shown, timeout=60_000)
        # Who comes back without a link finds it as it was left.
        expect(opened("/").page.locator(".kk-walk")).to_have_count(shown)
        if shown:
            page.locator(".kk-walk").get_by_role("link", name="Verberg").click()


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_a_picture_leaves_with_what_it_says_its_source_and_its_place(
    opened: Opened, kind: str
) -> None:
    page = opened("/?kwartaal=2009K3&indicator=instroom").page
    page.wait_for_selector("[data-testid=stVegaLiteChart] svg text")
    with page.expect_download() as waiting:
        page.locator("summary", has_text="?").last.click()
        page.locator(f"a.kk-save[data-kind={kind}]").last.click()
    kept = waiting.value.path().read_bytes()
    assert waiting.value.suggested_filename.endswith(f"het_derde_kwartaal_van_2009.{kind}")
    if kind == "png":
        assert kept.startswith(b"\x89PNG")
        assert len(kept) > 5000
        return
    text = kept.decode()
    for part in ("Alle Werkpleinen samen", "Bron: ketenkpi", "gegevensversie", "Instroom"):
        assert part in text
