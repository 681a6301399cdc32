"""`compare`, `export` and the other looks of `kpi`, on a small real store."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ketenkpi.cli import export, main
from ketenkpi.scope import Scope
from ketenkpi.store import open_store
from tests.unit.cli.files import HEADER, write

pytestmark = pytest.mark.slow

ALL = Scope.everything()
PLACES = {**{f"P{i}": (60 + i, 60) for i in range(8)}, "Ver": (110, 12), "Klein": (1, 1)}


def _rows() -> list[str]:
    return [
        f"{name}{n};{name};WW;05-01-2009;05-01-2009;20-02-2009;{'werk' if n < work else 'overig'}"
        for name, (work, other) in PLACES.items()
        for n in range(work + other)
    ]


@pytest.fixture
def loaded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(tmp_path / "trajecten.csv", _rows(), HEADER)
    assert main(["upload", str(file), "--kwartaal", "2009K1", "--antwoord", "werkplein=nieuw"]) == 0
    capsys.readouterr()


def _data(capsys: pytest.CaptureFixture[str], *asked: str) -> dict[str, Any]:
    assert main([*asked, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


@pytest.mark.usefixtures("loaded")
def test_compare_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["compare", "aandeel_werk", "--werkplein", "Ver", "--kwartaal", "2008K4..2009K1"]
    assert main(asked) == 0
    shown = capsys.readouterr().out
    _, by_name = shown.split("Alle Werkpleinen op naam")
    by_name = by_name[by_name.index("---") :]
    (row,) = (line for line in by_name.splitlines() if line.startswith("Ver  "))
    assert "90,2% (" in row
    assert "boven de 99,8%-grens" in row
    assert "1 tot en met 1 " in row
    # By name, and nobody has a place without its other end.
    places = [line.split()[0] for line in by_name.splitlines() if line.split()[:1] in
              [[name] for name in PLACES]]  # fmt: skip
    assert places == sorted(PLACES)
    assert "Ver ligt hoger" in shown or "Ver heeft" in shown or "hoger" in shown


@pytest.mark.usefixtures("loaded")
def test_compare_exactly_as_the_store(capsys: pytest.CaptureFixture[str]) -> None:
    found = _data(capsys, "compare", "aandeel_werk", "--werkplein", "Ver", "--met", "alle")
    frame = open_store().compare("aandeel_werk", scope=ALL).frame
    rows = {row["werkplein"]: row for row in found["rows"]}
    for row in frame.dropna(subset=["value"]).to_dict("records"):
        for name in ("value", "low", "high", "n", "expected", "z", "low_95", "rank_low"):
            assert rows[row["werkplein"]][name] == row[name]
    assert rows["Klein"]["value"] is None
    assert rows["Klein"]["reason"]
    assert found["difference"]["verdict"] == "higher"
    assert found["peers"]["kind"] == "all"
    assert all(each["text"] for each in found["findings"])


@pytest.mark.usefixtures("loaded")
def test_compare_adjusted_has_a_ratio_and_no_places(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("compare", "aandeel_werk", "--correctie", "indirect", "--zonder", "doelgroep")
    found = _data(capsys, *asked)
    assert found["scale"] == "ratio"
    assert "doelgroep" not in found["strata"]
    assert all(row["rank_low"] is None for row in found["rows"])
    assert main(list(asked)) == 0
    assert "Werkelijk gedeeld door verwacht" in capsys.readouterr().out


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    "wrong",
    [
        ["compare", "aandeel_wrk"],
        ["compare", "aandeel_werk", "--met", "regio"],
        ["compare", "aandeel_werk", "--werkplein", "Nergens"],
        ["compare", "aandeel_werk", "--onderdeel", "werk"],
        ["compare", "aandeel_werk", "--kwartaal", "2009K4..2009K1"],
        ["compare", "aandeel_werk", "--werkplein", "Ver", "--met", "vrienden"],
        ["compare", "doorlooptijd"],
        ["kpi", "--verloop"],
        ["kpi", "--verloop", "--signalen"],
        ["kpi", "--definitie", "aandeel_werk"],
        ["kpi", "--definitie", "aandeel_werk@99"],
        ["kpi", "--signalen", "--kwartaal", "2009K1,2009K2"],
        ["export", "--uit", "cijfers.pdf"],
    ],
)
def test_wrong_use(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(wrong) == 2
    assert capsys.readouterr().err.strip()


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    "look",
    [
        ["--norm", "--indicator", "aandeel_werk"],
        ["--verloop", "--indicator", "aandeel_werk"],
        ["--signalen"],
        ["--revisies", "--indicator", "uitstroom"],
        ["--brug", "1", "--indicator", "aandeel_werk", "--kwartaal", "2009K1", "--per",
         "werkplein", "--werkplein", "Ver"],
        ["--definitie", "aandeel_werk@1"],
    ],
)  # fmt: skip
def test_every_look_in_words_and_exactly(
    look: list[str], language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["kpi", *look, "--taal", language]) == 0
    assert capsys.readouterr().out.strip()
    assert _data(capsys, "kpi", *look)


@pytest.mark.usefixtures("loaded")
def test_a_target_that_is_not_there_is_said_to_be_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["kpi", "--norm", "--indicator", "aandeel_werk", "--werkplein", "Ver"]) == 0
    assert "n.v.t." in capsys.readouterr().out
    assert main(["kpi", "--norm"]) == 1


@pytest.mark.usefixtures("loaded")
def test_parts_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["kpi", "--indicator", "doorlooptijd", "--per", "kwartaal"]) == 0
    shown = capsys.readouterr().out
    assert "van melding tot instroom" in shown
    assert "melding_instroom" not in shown


@pytest.mark.usefixtures("loaded")
def test_a_region_as_filter(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("kpi", "--indicator", "instroom", "--per", "regio", "--regio", "onbekend")
    (row,) = _data(capsys, *asked)["figures"]
    assert row["regio"] == "onbekend"
    assert row["value"] == sum(work + other for work, other in PLACES.values())


@pytest.mark.usefixtures("loaded")
def test_export_as_csv_and_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--uit", "cijfers.csv", "--door", "anna"]) == 0
    with Path("cijfers.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    with Path("cijfers_uitleg.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["kolom"] for row in csv.DictReader(file, delimiter=";")] == list(rows[0])
    (row,) = (r for r in rows if (r["indicator"], r["werkplein"]) == ("aandeel_werk", "Klein")
              and r["regeling"] == r["doelgroep"] == "alle")  # fmt: skip
    assert row["waarde"] == ""
    assert row["reden_uitleg"]
    assert main(["export", "--uit", "cijfers.csv"]) == 2
    capsys.readouterr()
    assert main(["export", "--uit", "alles.xlsx", "--onbeveiligd"]) == 0
    assert "kleine aantallen" in capsys.readouterr().out
    book = openpyxl.load_workbook("alles.xlsx", read_only=True)
    assert book.sheetnames == ["Cijfers", "Uitleg"]
    audit = open_store().audit(ALL)
    taken = audit[audit["action"] == "export"]
    assert [detail["protected"] for detail in taken["detail"]] == [True, False]
    assert taken["actor"].iloc[0] == "anna"


@pytest.mark.usefixtures("loaded")
def test_a_workbook_that_cannot_hold_all_rows_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = len(open_store().export(ALL, by="anna").figures)
    asked = ["export", "--onbeveiligd", "--uit", "alles.xlsx"]
    monkeypatch.setattr(export, "MOST_ROWS", rows - 1)
    assert main(asked) == 2
    assert f"{rows - 1} regels, de cijfers zijn er {rows}" in capsys.readouterr().err
    assert not Path("alles.xlsx").exists()
    monkeypatch.setattr(export, "MOST_ROWS", rows)
    assert main(asked) == 0
    assert openpyxl.load_workbook("alles.xlsx")["Cijfers"].max_row == rows + 1


@pytest.mark.usefixtures("loaded")
def test_export_of_rows_can_be_delivered_again(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--rijen", "trajecten", "--uit", "rijen.csv"]) == 2
    assert "--onbeveiligd" in capsys.readouterr().err
    assert main(["export", "--rijen", "trajecten", "--uit", "rijen.xlsx", "--onbeveiligd"]) == 2
    capsys.readouterr()
    asked = ("export", "--rijen", "trajecten", "--uit", "rijen.csv", "--onbeveiligd")
    written = _data(capsys, *asked)
    checked = _data(capsys, "check", "rijen.csv", "--contract", "trajecten")
    assert checked["readings"][0]["columns"] == written["columns"]
    assert checked["readings"][0]["rows_rejected"] == 0


@pytest.mark.usefixtures("loaded")
def test_export_exactly(capsys: pytest.CaptureFixture[str]) -> None:
    found = _data(capsys, "export", "--onbeveiligd", "--werkplein", "Ver")
    (row,) = (r for r in found["figures"] if r["indicator"] == "aandeel_werk"
              and r["regeling"] == r["doelgroep"] == "alle")  # fmt: skip
    assert (row["werkplein"], row["waarde"], row["teller"]) == ("Ver", 110 / 122, 110)
    assert row["onderdeel"] == "alle"
    assert row["soort_waarde"] == "waarde"
