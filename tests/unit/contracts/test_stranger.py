"""Files as a stranger brings them: joined, of other systems, of profiles with a row per column."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from ketenkpi.contracts import Reading, read
from ketenkpi.settings import Settings

STOCK = "werkplein;kwartaal;regeling;doelgroep;beginstand;instroom;uitstroom;eindstand"
Go = Callable[..., Reading]


@pytest.fixture
def go(tmp_path: Path) -> Go:
    settings = Settings.load(home=tmp_path)

    def reading(content: bytes | str, contract: str = "stand_stroom", **options: Any) -> Reading:
        source = content if isinstance(content, bytes) else content.encode()
        return read(source, contract, out=tmp_path / "rows.parquet", settings=settings, **options)

    return reading


def found(result: Reading) -> list[tuple[str, str, int | None]]:
    return [(f.level, f.rule, f.line) for f in result.findings.listed]


def column(result: Reading, name: str) -> list[Any]:
    assert result.parquet is not None, result.findings.listed
    return pl.read_parquet(result.parquet)[name].to_list()


@pytest.mark.parametrize("names", [STOCK, STOCK.upper(), ";".join(STOCK.split(";")[:3]) + ";;;;;"])
def test_names_of_columns_between_the_rows_are_no_row(names: str, go: Go) -> None:
    rows = ["Breda;2009K1;WW;jongere;10;5;4;11", names, "Breda;2009K2;WW;jongere;11;5;4;12", names]
    result = go("\n".join([STOCK, *rows]) + "\n")
    assert found(result) == [("advies", "kop_herhaald", 3)]
    assert (result.rows_read, result.rows_stored) == (2, 2)
    assert column(result, "_line") == [2, 4]


def test_names_of_other_columns_between_the_rows_are_a_row(go: Go) -> None:
    names = STOCK.split(";")
    other = ";".join([names[1], names[0], *names[2:]])
    result = go("\n".join([STOCK, "Breda;2009K1;WW;jongere;10;5;4;11", other]) + "\n")
    assert {line for _, _, line in found(result)} == {3}
    assert result.rows_rejected == result.rows_read == 2


def test_no_rule_is_asked_about_a_cell_in_doubt(go: Go) -> None:
    spells = "traject_id;werkplein;regeling;instroom;uitstroom;reden_uitstroom\n"
    spells += "a;Breda;WW;2/3/2009;6/5/2009;werk\nb;Breda;WW;3/3/2009;31/12/1899;werk\n"
    result = go(spells, "trajecten")
    rules = [rule for _, rule, _ in found(result)]
    assert "minstens_een" not in rules and "vereist" not in rules
    assert [q.name for q in result.questions] == ["dagvolgorde:instroom"]
    done = go(spells, "trajecten", answers={"dagvolgorde": "mdj"})
    assert done.questions == ()
