"""What does not apply stays apart from what is missing: in rows, in frames, in what is counted."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

import ketenkpi as kk
from ketenkpi.contracts import NVT, CellStates, Reading, load_contracts, read
from ketenkpi.contracts import rows_as_file as module
from ketenkpi.contracts.contract import Contract, ContractColumn
from ketenkpi.contracts.generate import generate
from ketenkpi.contracts.not_applicable import as_written, names_in, scan, states
from ketenkpi.contracts.rows_as_file import rows_as_file
from ketenkpi.harmless import harmless
from ketenkpi.settings import Settings

HEADER = "traject_id;werkplein;regeling;instroom;uitstroom;reden_uitstroom;doelgroep;geboortejaar\n"
SPELLS = HEADER + (
    "T1;Breda;WW;05-01-2009;n.v.t.;n.v.t.;n.v.t.;1970\n"
    "T2;Breda;WW;06-01-2009;03-02-2009;n.v.t.;;nvt\n"
    "T3;Breda;WW;06-01-2009;;;jongere;onbekend\n"
    "T4;Breda;WW;06-01-2009;04-02-2009;werk;jongere;1980\n"
)
SAID = [
    "uitstroom,reden_uitstroom,doelgroep",
    "geboortejaar",
    None,
    None,
]


def reading(text: str | bytes, contract: str, folder: Path) -> Reading:
    content = text.encode() if isinstance(text, str) else text
    settings = Settings.load(home=folder / "home")
    return read(content, contract, out=folder / "rows.parquet", settings=settings)


def typed(found: Reading) -> pl.DataFrame:
    assert found.parquet is not None, [one.rule for one in found.findings.totals]
    return pl.read_parquet(found.parquet)


def rules(found: Reading) -> dict[tuple[str, str | None], int]:
    return {(total.rule, total.column): total.count for total in found.findings.totals}


def in_order(stored: str | None, contract: str) -> str | None:
    names = [name for name in load_contracts()[contract].names if name in names_in(stored)]
    return ",".join(names) or None


def test_rows_name_the_columns_that_do_not_apply(tmp_path: Path) -> None:
    rows = typed(reading(SPELLS, "trajecten", tmp_path))
    assert rows[NVT].to_list() == [in_order(said, "trajecten") for said in SAID]
    assert rows["uitstroom"].null_count() == 2
    # What counting takes for an empty target group does not change.
    assert rows["doelgroep"].to_list() == ["onbekend", "onbekend", "jongere", "jongere"]


def test_what_applies_by_another_cell_is_missing_and_told(tmp_path: Path) -> None:
    found = reading(SPELLS, "trajecten", tmp_path)
    assert rules(found) == {
        ("woord_nvt", "doelgroep"): 1,
        ("woord_nvt", "geboortejaar"): 1,
        ("woord_nvt", "reden_uitstroom"): 1,
        ("woord_nvt", "uitstroom"): 1,
        ("nvt_weersproken", "reden_uitstroom"): 1,
        ("woord_onbekend", "geboortejaar"): 1,
    }
    (told,) = (one for one in found.findings.listed if one.rule == "nvt_weersproken")
    assert (told.line, told.value) == (3, "n.v.t.")
    assert typed(found)["reden_uitstroom"].to_list() == [None, "onbekend", None, "werk"]


def test_a_required_cell_cannot_be_not_applicable(tmp_path: Path) -> None:
    wrong = SPELLS.replace("T1;Breda;WW", "T1;Breda;n.v.t.")
    found = reading(wrong, "trajecten", tmp_path)
    assert ("verplicht_onbekend", "regeling") in rules(found)
    assert found.parquet is None


def test_cells_are_counted_by_what_they_say(tmp_path: Path) -> None:
    contract = load_contracts()["trajecten"]
    found = reading(SPELLS, "trajecten", tmp_path)
    assert found.parquet is not None
    counted = {one.column: one for one in states(contract, scan(found.parquet))}
    assert counted["geboortejaar"] == CellStates("geboortejaar", 2, 0, 1, 1)
    assert counted["doelgroep"] == CellStates("doelgroep", 2, 0, 1, 1)
    assert counted["uitstroom"] == CellStates("uitstroom", 2, 0, 1, 1)
    assert counted["reden_uitstroom"] == CellStates("reden_uitstroom", 1, 0, 2, 1)
    assert counted["kanaal"] == CellStates("kanaal", 0, 0, 4, 0)
    assert counted["geboortejaar"].share == pytest.approx(2 / 3)


def test_a_zero_is_a_value(tmp_path: Path) -> None:
    text = "werkplein;kwartaal;organisatie;soort;begroot;besteed;fte\n"
    text += "Breda;2009K1;uwv;ict;0;n.v.t.;\nBreda;2009K1;gemeente;ict;5;0;1\n"
    found = kk.check(text.encode(), "middelen")
    counted = {one.column: one for one in found.states}
    assert counted["begroot"] == CellStates("begroot", 2, 1, 0, 0)
    assert counted["besteed"] == CellStates("besteed", 1, 1, 0, 1)
    assert counted["fte"] == CellStates("fte", 1, 0, 1, 0)


def test_rows_of_before_it_was_kept_say_of_nothing_that_it_does_not_apply(tmp_path: Path) -> None:
    rows = typed(reading(SPELLS, "trajecten", tmp_path)).drop(NVT)
    old = tmp_path / "old.parquet"
    rows.write_parquet(old)
    counted = states(load_contracts()["trajecten"], scan(old))
    assert sum(one.not_applicable for one in counted) == 0
    assert {one.column: one.missing for one in counted}["geboortejaar"] == 2


def test_an_answer_that_does_not_apply_need_not_say_so_twice(tmp_path: Path) -> None:
    head = "werkplein;indicator;vanaf;tot;waarde;status\n"
    found = reading(head + "Breda;uitstroom_werk;01-01-2009;;n.v.t.;\n", "doelen", tmp_path)
    assert typed(found).select("waarde", "status", NVT).rows() == [(None, "nvt", "waarde")]
    found = reading(head + "Breda;uitstroom_werk;01-01-2009;;n.v.t.;nb\n", "doelen", tmp_path)
    assert typed(found)["status"].to_list() == ["nb"]
    found = reading(head + "Breda;uitstroom_werk;01-01-2009;;n.v.t.;bekend\n", "doelen", tmp_path)
    assert found.parquet is None


ENGINES = ("duckdb", "pandas", "polars", "lazy", "arrow")


def as_frame(rows: pl.DataFrame, kind: str) -> Any:
    match kind:
        case "duckdb":
            table = rows.to_arrow()
            return duckdb.from_arrow(table)
        case "pandas":
            return rows.to_pandas()
        case "lazy":
            return rows.lazy()
        case "arrow":
            return rows.to_arrow()
        case _:
            return rows


@pytest.mark.parametrize("kind", ENGINES)
def test_frames_of_any_kind_keep_it(kind: str, tmp_path: Path) -> None:
    expected = kk.check(SPELLS.encode(), "trajecten").states
    texts = pl.read_csv(SPELLS.encode(), separator=";", infer_schema=False)
    assert kk.check(as_frame(texts, kind), "trajecten").states == expected
    rows = typed(reading(SPELLS, "trajecten", tmp_path))
    again = kk.check(as_frame(rows, kind), "trajecten")
    assert again.states == expected
    assert not any(total.rule.startswith("kolom") for total in again.findings.totals)


@pytest.mark.parametrize("engine", ["duckdb", "pandas"])
def test_figures_are_those_of_empty_cells(engine: str, tmp_path: Path) -> None:
    rows = typed(reading(SPELLS, "trajecten", tmp_path))
    empty = SPELLS.replace("n.v.t.", "").replace("nvt", "")
    (tmp_path / "empty").mkdir()
    bare = typed(reading(empty, "trajecten", tmp_path / "empty"))
    said, left_out = (
        kk.count({"trajecten": frame}, engine=engine) for frame in (rows, bare.drop(NVT))
    )
    assert said.tables.keys() == left_out.tables.keys()
    for name, table in said.tables.items():
        mine, other = (
            Counter(map(repr, one.to_pylist())) for one in (table, left_out.tables[name])
        )
        assert mine == other, name


CONTRACTS = load_contracts()


def free_columns(contract: Contract) -> list[str]:
    """Columns that may say anything, whatever else stands in the row."""
    keep = {*contract.unique, *(n for rule in contract.rules for n in rule.columns_asked)}
    keep |= {name for column in contract.columns for name in column.nvt_of}
    return [c.name for c in contract.columns if not c.required and c.name not in keep]


def with_words(contract: Contract, seed: int) -> bytes:
    """A file in which some cells say n.v.t. and some nothing."""
    draw = random.Random(seed)
    made = generate(contract, 60, seed)
    for row in made.rows:
        for name in free_columns(contract):
            row[name] = draw.choice([row[name], row[name], "n.v.t.", "", "onbekend"])
    return made.csv()


@pytest.mark.parametrize("key", sorted(CONTRACTS))
def test_a_file_of_the_stored_rows_is_read_as_the_file_was(key: str, tmp_path: Path) -> None:
    contract = CONTRACTS[key]
    first = reading(with_words(contract, len(key)), key, tmp_path)
    rows = typed(first)
    (tmp_path / "again").mkdir()
    again = typed(reading(rows_as_file(contract, rows), key, tmp_path / "again"))
    assert again.drop("_line").equals(rows.drop("_line"), null_equal=True)
    assert (rows[NVT].null_count() < len(rows)) == bool(free_columns(contract))


def _row_by_row(contract: Contract, rows: pl.DataFrame) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(contract.names)
    for row in rows.iter_rows(named=True):
        said = names_in(row.get(NVT))
        writer.writerow(
            harmless(_plain(column, row.get(column.name), column.name in said))
            for column in contract.columns
        )
    return text.getvalue().encode("utf-8-sig")


def _plain(column: ContractColumn, value: object, said: bool) -> str:
    if value is None or value == column.if_empty:
        return "n.v.t." if said else ""
    return column.kind.write(value)


@pytest.mark.parametrize("size", [1, 7, 1000])
@pytest.mark.parametrize("key", sorted(CONTRACTS))
def test_rows_as_a_file_are_those_written_row_by_row(
    key: str, size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contract = CONTRACTS[key]
    rows = typed(reading(with_words(contract, size), key, tmp_path))
    texts = [name for name in rows.columns if rows[name].dtype == pl.String and name != NVT]
    # Texts that a spreadsheet would run, and that need quotes.
    odd = pl.Series(["=1+1", 'a;"b"', "twee\nregels", "'", "é"] * len(rows)).head(len(rows))
    free = [name for name in texts if not contract.column(name).values]
    rows = rows.with_columns(odd.alias(name) for name in free[:1])
    monkeypatch.setattr(module, "ROWS", size)
    assert rows_as_file(contract, rows) == _row_by_row(contract, rows)
    lacking = rows.drop(NVT, contract.columns[-1].name)
    assert rows_as_file(contract, lacking) == _row_by_row(contract, lacking)
    assert rows_as_file(contract, rows.clear()) == _row_by_row(contract, rows.clear())


def test_a_row_as_written() -> None:
    row = {"a": 1, "b": None, "c": None, NVT: "b"}
    assert as_written(row) == {"a": 1, "b": "n.v.t.", "c": None}
    assert as_written({"a": 1}) == {"a": 1}
    assert as_written({"a": 1, NVT: "b"}) == {"a": 1, "b": "n.v.t."}
