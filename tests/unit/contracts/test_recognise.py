"""A file is recognised by its name, else by its columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenkpi.contracts import Recognised, load_contracts, recognise
from ketenkpi.contracts.generate import generate
from ketenkpi.contracts.profile import load_profiles


@pytest.mark.parametrize("key", sorted(load_contracts()))
def test_every_contract_is_recognised_by_its_columns(key: str, tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    file.write_bytes(generate(load_contracts()[key], 3, seed=1).csv())
    assert recognise(file, file.name) == Recognised(contract=key)
    assert recognise(file.read_bytes(), "export") == Recognised(contract=key)


@pytest.mark.parametrize("key", [p.key for p in load_profiles().values() if p.format == "csv"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_every_profile_of_a_text_file_is_recognised(key: str, separator: str) -> None:
    header = separator.join([*load_profiles()[key].source_columns, "nog een"])
    assert recognise(f"{header}\n".encode(), "a.csv") == Recognised(profile=key)


def test_the_name_comes_first_and_the_longest_wins() -> None:
    assert recognise(b"a;b\n", "Stand_stroom_2009.csv") == Recognised(contract="stand_stroom")
    assert recognise(b"a;b\n", "trajecten_2009K1.xlsx") == Recognised(contract="trajecten")
    assert recognise(b"PK", "Sjabloon_trajecten.xlsx") == Recognised(contract="trajecten")
    assert recognise(b"a;b\n", "wachtstappen.csv") is None


@pytest.mark.parametrize("content", [b"", b"a;b\n1;2\n", b"\x00\x01", b"werkplein;kwartaal\n"])
def test_what_fits_nothing_is_not_guessed(content: bytes) -> None:
    assert recognise(content, "export.csv") is None


def test_spellings_of_the_header_do_not_matter() -> None:
    header = "sep=;\n\r\nTraject-ID;WERKPLEIN;Regeling;Instroom\n".encode("utf-8-sig")
    assert recognise(header, "export.csv") == Recognised(contract="trajecten")
