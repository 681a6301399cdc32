"""`ketenkpi demo --jaar 2025`: eight quarters of UWV and three gemeenten, nothing of anybody moved.

The files are counted a second time here, by plain loops that know nothing of a
store: of each case of each partner at each site the row of its latest period.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from ketenkpi.cli import main
from ketenkpi.example.present import PresentFile, PresentSet, load_plan, write_present
from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.store import Store, open_store
from ketenkpi.vocabulary import Quarter

pytestmark = pytest.mark.slow

PLAN = load_plan()
ALL = Scope.everything()
Cell = tuple[str, int]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An installation that the command filled."""
    folder = tmp_path_factory.mktemp("present")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KETENKPI_HOME", str(folder))
        assert main(["demo", "--jaar", "2025", "--json"]) == 0
        yield folder


@pytest.fixture(scope="module")
def store(home: Path) -> Iterator[Store]:
    opened = open_store(Settings.load(home=home))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> PresentSet:
    return write_present(tmp_path_factory.mktemp("files"))


def rows(file: PresentFile) -> list[dict[str, str]]:
    with file.path.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text, delimiter=";"))


def cases(files: PresentSet) -> list[tuple[str, dict[str, str]]]:
    """Every case as its partner knew it last, with that partner."""
    spells = [file for file in files.files if file.contract == "trajecten"]
    found: dict[tuple[str, ...], dict[str, str]] = {}
    for file in sorted(spells, key=lambda one: (one.period.last_day, one.corrects)):
        for row in rows(file):
            found[file.organisation, row["werkplein"], row["traject_id"]] = row
    return [(key[0], row) for key, row in found.items()]


def quarter(text: str) -> Quarter:
    return Quarter.of(date.fromisoformat(datetime.strptime(text, "%d-%m-%Y").date().isoformat()))


def counted(files: PresentSet, column: str, reason: str | None = None) -> Counter[Cell]:
    """Cases with a day in each quarter of the example, per site; of one reason.

    With the totals of who delivers no case files: nobody of these is a case of another.
    """
    found: Counter[Cell] = Counter()
    for _, row in cases(files):
        if row[column] and reason in (None, row["reden_uitstroom"]):
            found[row["werkplein"], quarter(row[column]).index] += 1
    totals = column if reason is None else f"{column}_{reason}"
    for file in files.files:
        for row in rows(file) if file.contract == "stand_stroom" else []:
            found[row["werkplein"], Quarter.parse(row["kwartaal"]).index] += int(row[totals])
    return found


def figures(store: Store, key: str) -> dict[Cell, float]:
    found = store.figures([key], ("werkplein", "kwartaal"), ALL)
    mine = found[(found["indicator"] == key) & found["kwartaal"].ge(PLAN.first.index)]
    return {(row.werkplein, row.kwartaal): row.value for row in mine.itertuples()}


def test_every_row_of_every_partner_is_kept(store: Store, files: PresentSet) -> None:
    kept = store.table("trajecten", ALL)
    expected = Counter(row["werkplein"] for _, row in cases(files))
    assert Counter(kept["werkplein"]) == expected


@pytest.mark.parametrize(
    ("key", "day", "reason"),
    [
        ("instroom", "instroom", None),
        ("uitstroom", "uitstroom", None),
        ("uitstroom_werk", "uitstroom", "werk"),
    ],
)
def test_flows_are_those_of_all_partners_together(
    store: Store, files: PresentSet, key: str, day: str, reason: str | None
) -> None:
    truth = counted(files, day, reason)
    told = figures(store, key)
    assert len(PLAN.sites) == 6
    for site in PLAN.sites:
        for when in PLAN.quarters:
            cell = (site.name, when.index)
            assert told[cell] == truth[cell], cell


def test_who_delivered_what_names_every_partner(store: Store) -> None:
    every = store.catalogue.deliveries(ALL, ended=True)
    partners = {one.partner for one in every if one.contract == "trajecten"}
    assert partners == {"uwv", "schijnmeer", "luchtdorp", "nepkust"}
    months = {one.slot.period.month for one in every if one.partner == "schijnmeer"}
    assert months == {None, *range(7, 13)}
    replaced = [one for one in every if one.status == "vervangen"]
    assert {(one.partner, str(one.slot.period)) for one in replaced} == {
        (PLAN.truths["correction"]["partner"], str(PLAN.truths["correction"]["month"]))
    }
    assert {one.upload.delivered_by for one in every} == {"voorbeeld"}


def test_the_late_quarter_is_there_whole(store: Store, files: PresentSet) -> None:
    late = next(partner for partner in PLAN.partners.values() if partner.late)
    assert late.late is not None
    uploads = [
        one.upload
        for one in store.catalogue.deliveries(ALL)
        if (one.contract, one.partner) == ("trajecten", late.code)
    ]
    when = {upload.quarter: upload.id for upload in uploads}
    assert when[late.late.index] > when[late.late.index + 1]


def test_it_is_loaded_once_and_never_beside_the_other(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", "--jaar", "2025", "--als-leeg", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["loaded"] is False
    assert main(["demo", "--jaar", "2025"]) == 1
    assert "al geladen" in capsys.readouterr().err
    assert main(["demo"]) == 1
    assert "andere voorbeeld" in capsys.readouterr().err
