"""A file is recognised by its columns; its name decides between kinds that fit."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from ketenkpi.contracts import Recognised, load_contracts, recognise, unreadable
from ketenkpi.contracts.generate import generate
from ketenkpi.contracts.profile import load_profiles
from ketenkpi.contracts.template import template


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


def test_the_name_decides_where_the_columns_do_not() -> None:
    assert recognise(b"a;b\n", "Stand_stroom_2009.csv") == Recognised(contract="stand_stroom")
    assert recognise(b"a;b\n", "trajecten_2009K1.xlsx") == Recognised(contract="trajecten")
    assert recognise(b"PK", "Sjabloon_trajecten.xlsx") == Recognised(contract="trajecten")
    assert recognise(b"a;b\n", "wachtstappen.csv") is None


def content(key: str) -> bytes:
    return generate(load_contracts()[key], 3, seed=1).csv()


def test_columns_that_contradict_the_name_decide() -> None:
    stappen = Recognised(contract="stappen")
    assert recognise(content("stappen"), "trajecten_2009K1.csv") == stappen
    assert recognise(content("stappen"), "stappen bij trajecten.csv") == stappen
    assert recognise(content("trajecten"), "stappen.csv") == Recognised(contract="trajecten")


TITLES = "Overzicht, 2009\n\nWerkplein;alle regelingen\n"


@pytest.mark.parametrize("key", ["trajecten", "klachten"])
@pytest.mark.parametrize("before", ["", TITLES])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252", "utf-16"])
def test_titles_and_encodings_do_not_matter(key: str, before: str, encoding: str) -> None:
    if encoding == "utf-16":
        # Longer than what is read of it, so that it is cut somewhere.
        rows = content(key).decode("utf-8-sig") + "\r\n".join([""] * 40_000)
    else:
        rows = content(key).decode("utf-8-sig") + "é;\r\n"
    file = (before + rows).encode(encoding)
    assert recognise(file, "export.csv") == Recognised(contract=key)


def test_a_long_file_is_read_no_further_than_its_first_rows(tmp_path: Path) -> None:
    file = tmp_path / "export"
    # What is wrong far below is for the check to say.
    file.write_bytes(content("stappen") + b"x" * 70_000 + b"\n\x00\x81\n")
    assert recognise(file, "export") == Recognised(contract="stappen")


def test_a_workbook_is_recognised_by_the_columns_of_any_sheet(tmp_path: Path) -> None:
    file = tmp_path / "export.xlsx"
    with xlsxwriter.Workbook(file) as book:
        explained = book.add_worksheet("Toelichting")
        explained.write_row(0, 0, ["werkplein", "de naam van het Werkplein"])
        sheet = book.add_worksheet("Gegevens")
        sheet.write_string(0, 0, "Klachten over 2009")
        for number, row in enumerate(content("klachten").decode("utf-8-sig").splitlines()):
            sheet.write_row(number + 2, 0, row.split(";"))
    klachten = Recognised(contract="klachten")
    assert recognise(file, "export.xlsx") == klachten
    assert recognise(file.read_bytes(), "trajecten.xlsx") == klachten


@pytest.mark.parametrize("key", ["trajecten", "fasen"])
def test_a_template_is_recognised(key: str) -> None:
    assert recognise(template(load_contracts()[key], "xlsx"), "export.xlsx") == Recognised(
        contract=key
    )


@pytest.mark.parametrize("content", [b"", b"a;b\n1;2\n", b"\x00\x01", b"werkplein;kwartaal\n"])
def test_what_fits_nothing_is_not_guessed(content: bytes) -> None:
    assert recognise(content, "export.csv") is None


def test_spellings_of_the_header_do_not_matter() -> None:
    header = "sep=;\n\r\nTraject-ID;WERKPLEIN;Regeling;Instroom\n".encode("utf-8-sig")
    assert recognise(header, "export.csv") == Recognised(contract="trajecten")


CASES = Path(__file__).parent / "cases"
NO_TABLE = {
    "bus": (CASES / "busm_202507.txt").read_bytes(),
    "suwinet_bijstand": (CASES / "suwinet_voorbeeld.xml").read_bytes(),
}


@pytest.mark.parametrize("key", sorted(NO_TABLE))
def test_a_file_that_is_no_table_is_recognised_by_its_form(key: str) -> None:
    assert recognise(NO_TABLE[key], "a.txt") == Recognised(profile=key)
    assert recognise(NO_TABLE[key][:3000], "a.txt") == Recognised(profile=key)


def test_a_message_of_wide_letters_is_recognised() -> None:
    text = NO_TABLE["suwinet_bijstand"].decode().replace("UTF-8", "UTF-16")
    assert recognise(text.encode("utf-16"), "a.xml") == Recognised(profile="suwinet_bijstand")


def test_json_is_recognised_by_its_keys() -> None:
    keys = load_profiles()["cbs_statline"].source_columns
    record = ", ".join(f'"{key}": "x"' for key in keys)
    assert recognise(f'{{"value": [{{{record}}}'.encode(), "a") == Recognised(
        profile="cbs_statline"
    )
    assert recognise(f'{{"rows": [{{{record}}}'.encode(), "a") is None
    less = record.replace(keys[0], "other")
    assert recognise(f'{{"value": [{{{less}}}'.encode(), "a") is None


@pytest.mark.parametrize(
    "content", [b"<a><b/></a>", b'{"value": []}', b"short\n", b"x" * 153 + b"\nx\ny\n"]
)
def test_another_file_that_is_no_table_is_not(content: bytes) -> None:
    assert recognise(content, "a") is None


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"%PDF-1.4\n", "bestand_document"),
        (b'[{"werkplein": "Breda"}]', "bestand_json"),
        ((CASES / "fuzz_x_6.xlsx").read_bytes(), "werkmap_tekst_index"),
        (b"a;b\n1;2\n", None),
        (b"", "leeg_bestand"),
    ],
)
def test_what_cannot_be_read_at_all_says_why(content: bytes, rule: str | None) -> None:
    finding = unreadable(content)
    assert (finding and finding.rule) == rule
