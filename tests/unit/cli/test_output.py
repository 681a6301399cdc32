"""What a program reads of a command: JSON with who made it, a table as CSV, standard input."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

import ketenkpi
from ketenkpi.cli import main
from ketenkpi.contracts import load_contracts
from ketenkpi.indicators import load_indicators
from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.store import open_store
from tests.house.tree import ROOT
from tests.unit.cli.files import spells, write

pytestmark = pytest.mark.slow
EVERYTHING = Scope.everything()


@pytest.fixture
def loaded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two Werkpleinen: 600 spells at one and 60 at the other; the second came later."""
    for name, count in (("Almere", 600), ("Ede", 60)):
        rows = [row.replace("T", name[0]) for row in spells(count, werkplein=name)]
        file = write(tmp_path / f"trajecten_{name}.csv", rows)
        assert main(["upload", str(file), "--kwartaal", "2009K1"]) == 0
    capsys.readouterr()


def _data(capsys: pytest.CaptureFixture[str], *asked: str) -> dict[str, Any]:
    assert main([*asked, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def _table(capsys: pytest.CaptureFixture[str], *asked: str) -> list[dict[str, str]]:
    assert main([*asked, "--csv"]) == 0
    text = capsys.readouterr().out
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def _cell(value: object, decimal: str) -> str:
    """A value of the JSON as a cell, plainly."""
    if value is None:
        return ""
    return repr(value).replace(".", decimal) if isinstance(value, float) else str(value)


LOOKS = {
    "figures": ["kpi", "--indicator", "instroom,aandeel_werk"],
    "targets": ["kpi", "--norm", "--indicator", "aandeel_werk"],
    "chart": ["kpi", "--verloop", "--indicator", "instroom"],
    "signals": ["kpi", "--signalen"],
    "sizes": ["kpi", "--revisies", "--indicator", "instroom"],
    "bridges": ["kpi", "--brug", "1", "--indicator", "instroom", "--werkplein", "Almere"],
    "rows": ["compare", "aandeel_werk"],
}


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(("language", "decimal"), [("nl", ","), ("en", ".")])
@pytest.mark.parametrize("name", LOOKS)
def test_the_table_is_what_json_has(
    name: str, language: str, decimal: str, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = _data(capsys, *LOOKS[name])[name]
    written = _table(capsys, *LOOKS[name], "--taal", language)
    assert written == [{key: _cell(value, decimal) for key, value in row.items()} for row in rows]


@pytest.mark.usefixtures("loaded")
def test_every_figure_as_a_table_is_the_file_of_export(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "--uit", "cijfers.csv"]) == 0
    capsys.readouterr()
    assert main(["export", "--csv"]) == 0
    file = tmp_path / "cijfers.csv"
    assert capsys.readouterr().out == file.read_bytes().decode("utf-8-sig")


@pytest.mark.usefixtures("loaded")
def test_quarters_in_a_table_are_written_as_quarters(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("figures", "bridges"):
        assert {row["kwartaal"] for row in _table(capsys, *LOOKS[name])} == {"2009K1"}


@pytest.mark.usefixtures("loaded")
def test_data_say_by_what_they_were_made(capsys: pytest.CaptureFixture[str]) -> None:
    found = _data(capsys, "kpi", "--indicator", "instroom,herinstroom")
    assert found["program_version"] == ketenkpi.__version__
    # An indicator that is never shown without another brings that along.
    known = load_indicators()
    shown = {row["indicator"] for row in found["figures"]}
    assert found["definition_versions"] == {key: known[key].version for key in shown}
    assert shown >= {"instroom", "herinstroom"}


@pytest.mark.usefixtures("loaded")
def test_an_older_definition_is_named_by_its_version(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An indicator of one's own, of which the second version is in force."""
    for version, folder in ((1, home / "indicators" / "versions"), (2, home / "indicators")):
        folder.mkdir(parents=True, exist_ok=True)
        text = (ROOT / "config" / "indicators" / "instroom.yaml").read_text(encoding="utf-8")
        text = text.replace("key: instroom", "key: eigen")
        text = text.replace("version: 1", f"version: {version}")
        name = "eigen.v1.yaml" if version == 1 else "eigen.yaml"
        (folder / name).write_text(text, encoding="utf-8")
    asked = ("kpi", "--indicator", "eigen")
    assert _data(capsys, *asked)["definition_versions"] == {"eigen": 2}
    assert _data(capsys, *asked, "--definitie", "eigen@1")["definition_versions"] == {"eigen": 1}


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    "asked",
    [
        ["export"],
        ["compare", "aandeel_werk"],
        ["kpi", "--norm", "--indicator", "stand"],
        ["dictionary", "instroom"],
    ],
)
def test_every_command_of_figures_names_its_definitions(
    asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    known = load_indicators()
    found = _data(capsys, *asked)["definition_versions"]
    assert found
    assert found == {key: known[key].version for key in found}


def test_reading_names_the_contract(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    version = load_contracts()["trajecten"].version
    file = write(tmp_path / "trajecten.csv", spells(60))
    for asked in (["check", str(file)], ["upload", str(file), "--kwartaal", "2009K1"]):
        assert _data(capsys, *asked)["definition_versions"] == {"trajecten": version}


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"ketenkpi {ketenkpi.__version__}\n"


def _hand_over(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))


def test_a_file_may_come_from_another_program(
    tmp_path: Path,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    content = write(tmp_path / "trajecten.csv", spells(60)).read_bytes()
    _hand_over(monkeypatch, content)
    assert main(["check", "-"]) == 0
    assert "standaardinvoer: trajecten, 60 rijen gelezen" in capsys.readouterr().out
    _hand_over(monkeypatch, content)
    assert main(["upload", "-", "--kwartaal", "2009K1"]) == 0
    uploads = open_store().uploads(EVERYTHING)
    assert list(uploads["rows"]) == [60]
    assert list(uploads["filename"]) == ["standaardinvoer"]
    assert list((home / "staging").iterdir()) == []
    # The same bytes by name are the same delivery.
    assert main(["upload", str(tmp_path / "trajecten.csv"), "--kwartaal", "2009K1"]) == 0
    assert len(open_store().uploads(EVERYTHING)) == 1


def test_more_than_may_be_delivered_is_not_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from ketenkpi.cli import delivered

    most, piece = 10 * delivered.PIECE_BYTES, delivered.PIECE_BYTES
    delivered._keep(io.BytesIO(bytes(15 * piece)), tmp_path / "veel", most)
    # Enough to be refused for its size, and no more.
    assert most < (tmp_path / "veel").stat().st_size <= most + piece
    delivered._keep(io.BytesIO(b"weinig"), tmp_path / "weinig", most)
    assert (tmp_path / "weinig").read_bytes() == b"weinig"


def test_nothing_handed_over_is_an_empty_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _hand_over(monkeypatch, b"")
    assert main(["check", "-", "--contract", "trajecten"]) == 1
    assert "leeg" in capsys.readouterr().out


def test_a_home_that_cannot_be_used_is_said_before_anything_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bestand").write_text("")
    monkeypatch.setenv("KETENKPI_HOME", str(tmp_path / "bestand"))
    _hand_over(monkeypatch, b"a;b\n")
    assert main(["check", "-"]) == 1
    assert "KETENKPI_HOME" in capsys.readouterr().err
    assert Settings.load().home == tmp_path / "bestand"


@pytest.mark.usefixtures("loaded")
def test_the_bridge_of_every_indicator(capsys: pytest.CaptureFixture[str]) -> None:
    """Version 1 holds Almere only, so a figure of Ede has no way to it."""
    asked = ["kpi", "--brug", "1", "--werkplein", "Almere"]
    found = _data(capsys, *asked)
    bridged = [row["indicator"] for row in found["bridges"]]
    reasons = {one["indicator"]: one["reason"] for one in found["lacking"]}
    assert {"instroom", "uitstroom"} <= set(bridged)
    assert "begroot" in reasons
    assert not set(bridged) & set(reasons)
    for row in found["bridges"]:
        assert row["kwartaal"] == "2009K1"
        total = row["old"] + row["data"] + row["definition"] + row["population"]
        assert total == pytest.approx(row["new"])
    # One by one they are the same.
    alone = _data(capsys, *asked, "--indicator", "instroom")
    assert alone["bridges"] == [row for row in found["bridges"] if row["indicator"] == "instroom"]
    assert main(asked) == 0
    assert "Geen brug van" in capsys.readouterr().out
    assert main(["kpi", "--brug", "1", "--indicator", "instroom"]) == 2
    assert "Ede, 2009K1" in capsys.readouterr().err
