"""Library, store, command line and export give the same numbers to the last digit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import ketenkpi
from ketenkpi.cli import main
from ketenkpi.contracts import read
from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.store import open_store
from ketenkpi.vocabulary import Quarter
from tests.unit.cli.files import spells, write

pytestmark = pytest.mark.slow

ALL = Scope.everything()
KEYS = ["instroom", "uitstroom", "aandeel_werk", "uitkeringsduur", "stand"]
NUMBERS = ("value", "low", "high", "n", "numerator", "denominator")
EXPORTED = ("waarde", "onder", "boven", "n", "teller", "noemer")
Found = dict[tuple[str, str, str], tuple[Any, ...]]


def _found(rows: list[dict[str, Any]], names: tuple[str, ...]) -> Found:
    return {
        (row["indicator"], row["werkplein"], str(row["kwartaal"])): tuple(
            None if row[name] is None or row[name] != row[name] else row[name] for name in names
        )
        for row in rows
    }


def test_one_file_four_ways(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KETENKPI_HOME", str(tmp_path / "home"))
    file = write(tmp_path / "trajecten.csv", spells(200))
    reading = read(file, "trajecten", out=tmp_path / "rows.parquet", settings=Settings.load())
    assert reading.parquet is not None
    counts = ketenkpi.count(
        {"trajecten": reading.parquet}, observed_until=Quarter(2009, 1).last_day
    )
    library = ketenkpi.indicators(counts, keys=KEYS)
    library["kwartaal"] = [Quarter.from_index(int(each)) for each in library["kwartaal"]]
    expected = _found(library.astype(object).to_dict("records"), NUMBERS)
    assert len(expected) == len(KEYS)

    assert main(["upload", str(file), "--kwartaal", "2009K1"]) == 0
    stored = open_store().figures(KEYS, by=("werkplein", "kwartaal"), scope=ALL)
    stored["kwartaal"] = [Quarter.from_index(int(each)) for each in stored["kwartaal"]]
    assert _found(stored.astype(object).to_dict("records"), NUMBERS) == expected

    capsys.readouterr()
    assert main(["kpi", "--indicator", ",".join(KEYS), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)["figures"]
    assert _found(printed, NUMBERS) == expected

    assert main(["export", "--onbeveiligd", "--json"]) == 0
    exported = json.loads(capsys.readouterr().out)["figures"]
    whole = [
        row for row in exported
        if row["indicator"] in KEYS
        and (row["regeling"], row["doelgroep"], row["onderdeel"]) == ("alle",) * 3
    ]  # fmt: skip
    assert _found(whole, EXPORTED) == expected
