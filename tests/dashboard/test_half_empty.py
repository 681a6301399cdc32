"""Every page of a region of 2025, and what pages say of files that nobody delivered.

`tests/tables/half_empty.py` opens every page of a store with one kind of file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from dashboard.pages import MADE_OF
from ketenkpi.overview import Delivered
from ketenkpi.scope import Scope
from ketenkpi.store import Store
from ketenkpi.vocabulary import Quarter
from tests.example_store import empty
from tests.house.test_pages import all_pages
from tests.tables.half_empty import opened as every_page

pytestmark = pytest.mark.slow

YEAR = Path(__file__).resolve().parents[1] / "fixtures" / "year"
LAST = Quarter(2025, 4)
FILES = (
    ("werkpleinen", "werkpleinen_2025.csv", Quarter(2024, 1)),
    ("trajecten", "trajecten_2025_ok.csv", LAST),
    ("doelen", "doelen.csv", LAST),
)
# Pages that tell of a quarter or a place name it; the others stand apart from any delivery.
OF_NO_PLACE = {"gegevens", "definities", "over", "keten", "middelen", "vergelijken"}


def _deliver(store: Store, contract: str, file: Path | bytes, quarter: Quarter) -> None:
    came = store.upload(
        file, contract, by="test", organisation="samen", quarter=quarter,
        answers={"werkplein": "nieuw"}, scope=Scope.everything())  # fmt: skip
    assert came.status == "stored", came.findings.listed[:3]


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, tuple[str, str]]]:
    """The words and the fault of every page of three regions of today."""
    store = empty(tmp_path_factory.mktemp("region"))
    for contract, name, quarter in FILES:
        _deliver(store, contract, YEAR / name, quarter)
    yield dict(every_page(store, all_pages()))
    store.close()


def test_every_page_of_a_region_of_2025_opens(region: Mapping[str, tuple[str, str]]) -> None:
    assert {page: fault for page, (_, fault) in region.items() if fault} == {}
    assert len(region) == len(all_pages())


def test_each_tells_of_2025_in_the_words_of_that_year(
    region: Mapping[str, tuple[str, str]],
) -> None:
    for page, (words, _) in region.items():
        if page not in OF_NO_PLACE:
            assert "2025" in words, page
            assert "WWB" not in words, page
    assert "Twente" in region["regio"][0]


def test_it_names_the_files_that_are_not_there(region: Mapping[str, tuple[str, str]]) -> None:
    lacking = "Voor deze pagina is nog niet aangeleverd: "
    assert f"{lacking}Stappen; Fasen van samenwerking." in region["overzicht"][0]
    assert f"{lacking}Middelen." in region["middelen"][0]
    assert lacking not in region["vergelijken"][0], "all it is made of is there"


def test_what_stands_instead_of_spells_is_enough() -> None:
    delivered = Delivered({}, (), (), False, contracts=frozenset({"stand_stroom"}))
    assert delivered.files_lacking(("trajecten", "fasen")) == (("fasen",),)
    assert Delivered({}, (), (), False).files_lacking(("trajecten",)) == (
        ("trajecten", "stand_stroom"),
    )


def test_the_files_of_a_page_are_those_of_a_page_there_is() -> None:
    assert MADE_OF.keys() <= set(all_pages())
