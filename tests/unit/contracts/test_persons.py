"""Which pseudonyms are no person."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from ketenkpi.config_file import read_definition
from ketenkpi.contracts.cell import Absent
from ketenkpi.contracts.contract import _contract
from ketenkpi.contracts.kinds import TextKind
from ketenkpi.contracts.persons import look_at, no_persons, suspects
from ketenkpi.errors import DefinitionError
from ketenkpi.settings import CONFIG

WORDS = (
    *("onbekend", "Onbekend", "ONBEKEND", "oNBEKEND", "unknown", "n.b.", "nb", "anoniem"),
    *("geen", "leeg", "null", "NULL", "None", "nan", "NaN", "n/a", "N/A", "na", "#N/B", "#N/A"),
    *("?", "???", "-", "--", "\u2013", ".", "xxx", "XX", "(leeg)", "<NA>"),
)


@pytest.mark.parametrize("word", WORDS)
def test_a_word_for_unknown_is_nobody_as_soon_as_it_is_read(word: str) -> None:
    assert TextKind(64, "k-1", "pseudonym").read(word) == Absent("onbekend", "geen_persoon")


@pytest.mark.parametrize("filling", ["0", "00000000", "999", "999999999", "x"])
def test_a_filling_among_codes_is_nobody(filling: str) -> None:
    frame = pl.DataFrame({"client": [filling, "k-1", None]})
    assert frame.select(suspects("client")).item() == 1
    assert no_persons({filling: 1, "k-1": 3, "k-2": 1}) == {filling}
    assert no_persons({filling: 40}) == {filling}


def test_a_zero_that_fills_stands_on_more_rows_than_any_client() -> None:
    assert no_persons({"0": 40, "1": 2, "2": 1, "3": 3}) == {"0"}


def test_a_client_with_number_zero_is_somebody() -> None:
    assert no_persons({"0": 1, "1": 1, "2": 1}) == frozenset()
    assert no_persons({"0": 2, "1": 2, "2": 1}) == frozenset()
    assert no_persons({"9999": 1, "9998": 1, "10000": 2}) == frozenset()
    assert no_persons({"x": 1, "y": 2, "z": 1}) == frozenset()


@pytest.mark.parametrize("pseudonym", ["k-7f3a91", "9", "99", "10", "nb-12", "geen1", "1000", "a"])
def test_a_pseudonym_is_somebody(pseudonym: str) -> None:
    assert no_persons({pseudonym: 5, "12": 1}) == frozenset()


def test_the_finding_tells_how_many_cells_and_where_first(tmp_path: Path) -> None:
    clients = ["k1", "999", "x", None, "999"]
    frame = pl.DataFrame({"client": clients, "_line": [2, 3, -4, 5, 6]})
    frame.write_parquet(tmp_path / "rows.parquet")
    gone, finding = look_at(tmp_path / "rows.parquet", "client")
    assert gone == {"999", "x"}
    assert finding is not None
    assert (finding.line, finding.level, finding.params["count"]) == (3, "advies", 3)
    assert finding.value == "999, x"


def test_no_rule_may_lean_on_a_pseudonym(tmp_path: Path) -> None:
    text = (CONFIG / "contracts" / "tevredenheid.yaml").read_text(encoding="utf-8")
    leaning = tmp_path / "tevredenheid.yaml"
    leaning.write_text(text.replace("unique: []", "unique: [respondent]"), encoding="utf-8")
    with pytest.raises(DefinitionError, match="respondent"):
        _contract(read_definition(leaning))
