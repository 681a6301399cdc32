"""Werkgevers: what became of vacancies, equal to the rows that were delivered."""

from __future__ import annotations

from collections import Counter

import pytest

from dashboard.words import WORDS
from ketenkpi.overview import VacancyPath, vacancies_of
from ketenkpi.overview.answers import acquired_section, path_section
from ketenkpi.scope import Scope
from ketenkpi.store import Store
from ketenkpi.vocabulary import Quarter
from tests.dashboard.conftest import Opened
from tests.dashboard.customer_files import deliver_customers, vacancies
from tests.dashboard.said import said
from tests.dashboard.small import NOORD, ZUID

pytestmark = pytest.mark.slow
PAGE, LAST = "werkgevers", Quarter(2009, 4)


def _found(store: Store, place: str | None = NOORD):
    quarters = range(Quarter(2009, 1).index, LAST.index + 1)
    column = None if place is None else "werkplein"
    return vacancies_of(
        store.source, column, place or "", Scope.everything(), quarters=quarters, quarter=LAST.index
    )


def _rows() -> list[list[str]]:
    """Those registered up to the third quarter: of the fourth not all were followed 90 days."""
    rows = [row.split(";") for row in vacancies()]
    return [row for row in rows if row[2] <= "2009-09-30"]


def test_the_way_of_vacancies_is_that_of_the_rows(store: Store) -> None:
    deliver_customers(store)
    how = Counter(row[4] for row in _rows())
    filled = how["vervuld_eigen"] + how["vervuld_partner"]
    closed = filled + how["ingetrokken"]
    path = _found(store).path
    assert path == VacancyPath(len(_rows()), closed, filled)
    assert path.still_open == how[""] > 0
    # Vacancies were delivered of one Werkplein, so all together are the same.
    assert _found(store, None).path == path


def test_who_filled_and_for_whom_by_who_acquired(store: Store) -> None:
    deliver_customers(store)
    found = _found(store)
    for part in found.crossed:
        mine = [row for row in _rows() if row[5] == part.acquirer and row[4].startswith("vervuld")]
        partner = sum(row[4] == "vervuld_partner" for row in mine)
        assert part.figure.value == pytest.approx(partner / len(mine))
    for part in found.fit:
        mine = [row for row in _rows() if row[5] == part.acquirer]
        assert part.figure.value == pytest.approx(sum(row[6] == "ja" for row in mine) / len(mine))
    assert {part.acquirer for part in found.crossed} == {"uwv", "gemeente"}


def test_m11_do_vacancies_fit_and_are_they_filled_by_us(store: Store, opened: Opened) -> None:
    deliver_customers(store)
    text = said(opened(PAGE, plek=NOORD, kwartaal=str(LAST)))
    how = Counter(row[4] for row in _rows())
    became = how["vervuld_eigen"] + how["vervuld_partner"]
    assert f"Van {len(_rows())} vacatures uit 2008K4 tot en met 2009K3" in text
    assert f"zijn er {became} vervuld; {how['']} staan nog open" in text
    filled = Counter((row[5], row[4]) for row in _rows())
    for key, name in (("uwv", "UWV"), ("gemeente", "Gemeente")):
        partner, own = (filled[key, f"vervuld_{how}"] for how in ("partner", "eigen"))
        share = f"{100 * partner / (partner + own):.1f}".replace(".", ",")
        assert f"Geworven door {name}: {share}%" in text
    assert "Vacatures geschikt voor de bijstand" in text
    assert "Het bestand Werkpleinen kan er één als locatie noemen" in text


@pytest.mark.parametrize("language", ["nl", "en"])
def test_without_vacancies_the_file_is_named(opened: Opened, language: str) -> None:
    text = said(opened(PAGE, plek=ZUID, kwartaal=str(LAST), taal=language))
    assert WORDS.say(f"{PAGE}.title", language) in text
    assert {"nl": "Lever het bestand Vacatures", "en": "Deliver the file Vacancies"}[
        language
    ] in text


def test_nothing_is_drawn_of_nothing(store: Store) -> None:
    found = _found(store)
    assert path_section(found).pictures == () == acquired_section(found).pictures


def test_more_filled_than_closed_is_refused() -> None:
    with pytest.raises(ValueError, match="more vacancies are filled"):
        VacancyPath(10.0, 3.0, 4.0)
