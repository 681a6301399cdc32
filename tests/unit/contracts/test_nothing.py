"""A file without rows: nothing to report where that is a number, else refused."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from ketenkpi.contracts import load_contracts, read
from ketenkpi.settings import Settings

TELLING = ("klachten", "stappen", "tevredenheid", "trajecten", "vacatures")


def _file(contract: str, *rows: str) -> bytes:
    return "\r\n".join([";".join(load_contracts()[contract].names), *rows, ""]).encode()


def test_which_contracts_say_that_nothing_is_a_number() -> None:
    found = {key for key, one in load_contracts().items() if one.no_rows is not None}
    assert found == set(TELLING)


@pytest.mark.parametrize("contract", TELLING)
@pytest.mark.parametrize("blank", [False, True])
def test_nothing_to_report_has_the_columns_of_the_contract(
    tmp_path: Path, contract: str, blank: bool
) -> None:
    empty = ";" * (len(load_contracts()[contract].names) - 1)
    content = _file(contract, *([empty] if blank else []))
    out = tmp_path / "rows.parquet"
    found = read(content, contract, out=out, settings=Settings.load(tmp_path), nothing=True)
    assert [f.rule for f in found.findings.listed if f.stage == "bestand"] == ["niets_te_melden"]
    assert (found.rows_read, found.rows_stored, found.parquet) == (0, 0, out)
    assert dict(pl.read_parquet_schema(out)) == load_contracts()[contract].schema


@pytest.mark.parametrize("contract", ["klachten", "stand_stroom"])
def test_it_is_refused_where_nobody_may_say_so(tmp_path: Path, contract: str) -> None:
    out = tmp_path / "rows.parquet"
    asked = contract != "klachten"
    found = read(
        _file(contract), contract, out=out, settings=Settings.load(tmp_path), nothing=asked
    )
    assert found.findings.blocked
    assert (found.parquet, out.exists()) == (None, False)
