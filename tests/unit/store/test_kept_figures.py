"""What is kept of figures and answers is read while nothing changed that they follow from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest

from ketenkpi.counts import Counts
from ketenkpi.scope import Scope
from ketenkpi.store import Store, kept_figures, vintages
from ketenkpi.vocabulary import Period, Quarter

pytestmark = pytest.mark.slow

ALL = Scope.everything()
BY = ("werkplein", "kwartaal")
KEYS = ("instroom", "vacatures", "doorlooptijd")
K1, K2 = Quarter(2009, 1), Quarter(2009, 2)
ROWS = {
    "trajecten": "traject_id;werkplein;regeling;client;aanvraag;besluit;instroom;uitstroom",
    "vacatures": "vacature_id;werkplein;geregistreerd;gesloten;uitkomst;geworven_door",
    "doelen": "werkplein;jaar;indicator;doel",
}


def _deliver(store: Store, contract: str, rows: Sequence[str], quarter: Quarter = K1) -> None:
    file = "\n".join((ROWS[contract], *rows, "")).encode()
    answers: dict[str, str] = {"werkplein": "nieuw", f"leeg:{contract}": "ontbreekt"}
    for _ in range(4):
        result = store.upload(
            file,
            contract,
            by="anna",
            filename=f"{contract}.csv",
            organisation="samen",
            period=Period(quarter),
            replace=True,
            answers=answers,
            scope=ALL,
        )
        if result.status != "asks":
            break
        answers |= {one.name: one.answers[0] for one in result.questions if one.answers}
    assert result.status == "stored", (result.status, result.findings, result.questions)


def _spells(place: str, number: int) -> list[str]:
    return [
        f"{place[0]}{at};{place};WWB;k{place[0]}{at};05-01-2009;20-01-2009;25-01-2009;"
        for at in range(number)
    ]


def _vacancies(one: str, here: int, other: str, there: int) -> list[str]:
    return [
        f"{place[0]}{at};{place};03-02-2009;;;uwv"
        for place, number in ((one, here), (other, there))
        for at in range(number)
    ]


@pytest.fixture
def two(local: Store) -> Store:
    """A store with spells and vacancies of two Werkpleinen."""
    _deliver(local, "trajecten", [*_spells("Almelo", 12), *_spells("Breda", 15)])
    _deliver(local, "vacatures", _vacancies("Almelo", 1, "Breda", 1))
    return local


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The tallies that were read, one entry for each time counts were asked."""
    seen: list[str] = []
    from_disk = Counts.read

    def watched(
        path: Path, scope: Scope, tallies: Sequence[str] | None = None, *rest: object
    ) -> Counts:
        seen.extend(tallies or ())
        return from_disk(path, scope, tallies, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Counts, "read", staticmethod(watched))
    return seen


def test_figures_asked_again_read_no_counts(two: Store, read: list[str]) -> None:
    first = two.figures(KEYS, BY, ALL)
    assert {"instroom", "vacatures", "duur"} <= set(read)
    read.clear()
    pd.testing.assert_frame_equal(two.figures(KEYS, BY, ALL), first, check_exact=True)
    assert not set(read) & {"instroom", "vacatures", "duur"}


def test_some_quarters_of_what_is_kept_are_read_from_it(two: Store, read: list[str]) -> None:
    whole = two.figures(["instroom"], BY, ALL)
    read.clear()
    one = two.figures(["instroom"], BY, ALL, {"kwartaal": [K1]})
    mine = whole[whole["kwartaal"] == K1.index].reset_index(drop=True)
    pd.testing.assert_frame_equal(one, mine)
    assert "instroom" not in read


def test_vacancies_change_no_figure_of_spells(two: Store, read: list[str]) -> None:
    before = two.figures(KEYS, BY, ALL)
    _deliver(two, "vacatures", _vacancies("Almelo", 3, "Breda", 1))
    read.clear()
    after = two.figures(KEYS, BY, ALL)
    assert "vacatures" in read
    assert not {"instroom", "duur"} & set(read)
    of_spells = after["indicator"] != "vacatures"
    pd.testing.assert_frame_equal(after[of_spells], before[of_spells])
    assert after.loc[~of_spells, "value"].sum() == 4
    assert before.loc[~of_spells, "value"].sum() == 2


def test_a_new_place_or_quarter_of_anything_has_rows_in_every_figure(two: Store) -> None:
    before = two.figures(["instroom"], BY, ALL)
    _deliver(two, "vacatures", ["C1;Culemborg;03-05-2009;;;uwv"], K2)
    after = two.figures(["instroom"], BY, ALL)
    assert set(after["werkplein"]) - set(before["werkplein"]) == {"Culemborg"}
    assert set(after["kwartaal"]) - set(before["kwartaal"]) == {K2.index}


def test_readers_of_some_places_get_none_of_what_is_kept_of_all(two: Store) -> None:
    two.figures(["instroom"], BY, ALL)
    mine = two.figures(["instroom"], BY, Scope.of(["Breda"], "rows"))
    assert set(mine["werkplein"]) == {"Breda"}


def test_only_a_few_older_ones_of_a_figure_are_kept(two: Store) -> None:
    for number in range(1, kept_figures.KEPT + 4):
        _deliver(two, "vacatures", _vacancies("Almelo", number + 4, "Breda", 1))
        two.figures(["vacatures"], BY, ALL)
    folder = two.installation.past.folder / kept_figures.FOLDER
    assert len(list(folder.glob("vacatures-werkplein-kwartaal-*"))) == kept_figures.KEPT


def test_what_is_kept_may_be_deleted_at_any_time(two: Store) -> None:
    figures, signals = two.figures(KEYS, BY, ALL), two.signals(K1, ALL)
    folder = two.installation.past.folder / kept_figures.FOLDER
    for file in folder.iterdir():
        file.unlink()
    pd.testing.assert_frame_equal(two.figures(KEYS, BY, ALL), figures)
    pd.testing.assert_frame_equal(two.signals(K1, ALL), signals)
    assert vintages.read_kept(folder / "weg.parquet", Path.read_bytes) is None
    # Asking for what is not there makes no empty file in its place.
    assert not (folder / "weg.parquet").exists()


def test_signals_are_made_once_for_every_process(
    two: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = two.signals(K1, ALL)
    other = type(two)(two.settings)
    monkeypatch.setattr(other.source, "figures", lambda *asked: pytest.fail(f"made: {asked}"))
    pd.testing.assert_frame_equal(other.signals(K1, ALL), first)
    other.close()


def test_signals_follow_the_spells(two: Store) -> None:
    folder = two.installation.past.folder / kept_figures.FOLDER
    two.signals(K1, ALL)
    assert len(list(folder.glob("signals-*"))) == 1
    _deliver(two, "trajecten", [*_spells("Almelo", 9), *_spells("Breda", 15)])
    two.signals(K1, ALL)
    assert len(list(folder.glob("signals-*"))) == 2


def test_what_pages_ask_first_is_made_ahead(two: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    stages: list[str] = []
    two.made_ahead(lambda stage, share: stages.append(stage))
    assert list(dict.fromkeys(stages)) == ["figures", "signals", "theory"]
    other = type(two)(two.settings)
    monkeypatch.setattr(
        kept_figures.KeptFigures,
        "figures",
        lambda self, chosen, by, where, regions, make: pytest.fail(f"asked: {list(chosen)[:3]}"),
    )
    newest = two.newest_complete(Scope.of(["Breda"], "rows"))
    assert other.signals(newest, ALL) is not None
    assert other.theory(ALL, newest) == two.theory(ALL, newest)
    other.close()


def test_nothing_is_made_ahead_of_nothing(local: Store) -> None:
    local.made_ahead(lambda stage, share: pytest.fail(stage))
