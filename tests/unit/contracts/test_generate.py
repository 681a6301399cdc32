"""Generated files: seeded, valid where they should be, spoilt exactly where they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenkpi.contracts import find_contract, load_contracts, read
from ketenkpi.contracts.generate import example_rows, generate
from ketenkpi.settings import Settings

CONTRACTS = sorted(load_contracts())


def test_the_same_seed_gives_the_same_file_and_another_seed_another() -> None:
    contract = find_contract("trajecten")
    assert generate(contract, 30, 7, faults=5) == generate(contract, 30, 7, faults=5)
    assert generate(contract, 30, 7).csv() != generate(contract, 30, 8).csv()


@pytest.mark.parametrize("key", CONTRACTS)
def test_a_generated_file_is_read_without_a_single_finding(key: str, tmp_path: Path) -> None:
    made = generate(find_contract(key), 200, seed=1)
    settings = Settings.load(home=tmp_path)
    result = read(made.csv(), key, out=tmp_path / "rows.parquet", settings=settings)
    assert result.findings.listed == ()
    assert (result.rows_stored, result.rows_rejected) == (200, 0)


@pytest.mark.parametrize("key", CONTRACTS)
def test_every_planted_fault_is_found_and_nothing_else(key: str, tmp_path: Path) -> None:
    made = generate(find_contract(key), 150, seed=2, faults=40)
    settings = Settings.load(home=tmp_path)
    result = read(made.csv(), key, out=tmp_path / "rows.parquet", settings=settings)
    planted = sorted((p.line, p.column, p.rule) for p in made.planted)
    # Keys are compared in a later stage (rijen), after faults of cells and rows.
    found = sorted(
        (f.line or 0, f.column or "", f.rule)
        for f in result.findings.listed
        if f.stage in ("cel", "rij")
    )
    assert len({p.line for p in made.planted}) == 40
    assert found == planted


def test_optional_cells_are_sometimes_empty_and_required_ones_never() -> None:
    rows = generate(find_contract("trajecten"), 200, seed=3).rows
    assert 20 < sum(row["geboortejaar"] == "" for row in rows) < 100
    assert all(row["traject_id"] and row["werkplein"] and row["regeling"] for row in rows)


def test_more_faults_than_rows_cannot_be_planted() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        generate(find_contract("klachten"), 3, seed=1, faults=4)


@pytest.mark.parametrize("key", CONTRACTS)
def test_example_rows_show_all_columns_and_only_what_must_be(key: str) -> None:
    contract = find_contract(key)
    full, least = example_rows(contract)
    empty = {name for name, text in full.items() if not text}
    # An agreement has no score, and an answer no reason why there is none.
    assert empty == ({"situatie", "score", "status"} if key == "samenwerking" else set())
    assert all(least[column.name] for column in contract.columns if column.required)
    assert sum(map(bool, least.values())) < len(contract.columns)
