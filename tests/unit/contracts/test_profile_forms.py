"""Files that are no table, and tables that are wide: XML, JSON, fixed width, columns as series.

Whatever is wrong with the form of a file is a finding; none ends in a fault of ours.
"""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from ketenkpi.contracts import Reading
from ketenkpi.contracts.profile import find_profile, load_profiles
from ketenkpi.contracts.profile.xml_records import XmlField
from ketenkpi.errors import DefinitionError, UsageError
from ketenkpi.settings import CONFIG
from tests.fuzz.json_files import json_file
from tests.unit.contracts.by_profile import Go, reader_in, rows

CASES = Path(__file__).parent / "cases"
MESSAGE = (CASES / "suwinet_voorbeeld.xml").read_text(encoding="utf-8")


@pytest.fixture
def go(tmp_path: Path) -> Go:
    return reader_in(tmp_path)


def rules(result: Reading) -> list[tuple[int | None, str]]:
    return [(f.line, f.rule) for f in result.findings.listed]


def suwinet(go: Go, content: str | bytes) -> Reading:
    return go(content, "trajecten", "suwinet_bijstand", werkplein="Almere")


def test_a_message_of_suwinet_gives_a_row_per_benefit(go: Go) -> None:
    result = suwinet(go, MESSAGE.replace("20120000", "20120630"))
    found = [
        (row["traject_id"], row["regeling"], str(row["instroom"]), str(row["uitstroom"]))
        for row in rows(result)
    ]
    # The number of the file stands behind the benefits it is about, and AOW is not ours.
    assert found == [
        ("D-0001-WWB-20141215", "WWB", "2014-12-15", "2016-05-31"),
        ("D-0001-PW-20190401", "WWB", "2019-04-01", "None"),
        ("D-0002-IOAW-20100701", "IOAW", "2010-07-01", "2012-06-30"),
    ]


def test_a_day_or_month_of_nought_has_a_finding_of_its_own(go: Go) -> None:
    result = suwinet(go, MESSAGE)
    (finding,) = result.findings.listed
    told = (finding.level, finding.rule, finding.column, finding.value, finding.line)
    assert told == ("advies", "datum_deels_nul", "uitstroom", "20120000", 4)
    assert [row["uitstroom"] for row in rows(result) if row["regeling"] == "IOAW"] == [None]
    assert result.rows_stored == result.rows_read == 3


def test_nothing_of_a_person_leaves_the_message(tmp_path: Path) -> None:
    source = tmp_path / "in.xml"
    source.write_text(MESSAGE, encoding="utf-8")
    written = find_profile("suwinet_bijstand").to_csv(source, tmp_path / "out.csv").read_text()
    for text in ("100000001", "100000002", "100000003", "Verzonnen", "19800229"):
        assert text in MESSAGE
        assert text not in written


TWICE = "<SzWet><CdSzWet>IOAW</CdSzWet><CdSzWet>PW</CdSzWet></SzWet>"
FAULTY: dict[str, tuple[str, str, str]] = {
    "twice": ("<SzWet><CdSzWet>IOAW</CdSzWet></SzWet>", TWICE, "profiel_element_dubbel"),
    "nested": (
        "<CdSzWet>IOAW</CdSzWet>",
        "<CdSzWet>IO<b>A</b>W</CdSzWet>",
        "profiel_element_genest",
    ),
    "cut off": ("</soap:Envelope>", "", "profiel_geen_xml"),
    "not closed": ("</DossierGsd>", "", "profiel_geen_xml"),
    "entity": ("D-0001", "&dossier;", "profiel_geen_xml"),
    "doctype": (
        "<soap:Envelope ",
        '<!DOCTYPE a [<!ENTITY b "c">]><soap:Envelope ',
        "profiel_xml_doctype",
    ),
    "another message": ("ClientSuwi", "PersoonSuwi", "profiel_geen_element"),
    "encoding": ('encoding="UTF-8"', 'encoding="ebcdic"', "profiel_geen_xml"),
    "too deep": (
        "<Voorletters>",
        f"{'<a>' * 70}{'</a>' * 70}<Voorletters>",
        "profiel_xml_grenzen",
    ),
    "too long": ("D-0001", "D" * 10_001, "profiel_xml_grenzen"),
}


@pytest.mark.parametrize("fault", FAULTY)
def test_a_faulty_message_is_one_finding(fault: str, go: Go) -> None:
    old, new, rule = FAULTY[fault]
    assert old in MESSAGE
    result = suwinet(go, MESSAGE.replace(old, new))
    assert [found for _, found in rules(result)] == [rule]
    assert result.parquet is None


def test_a_file_without_a_werkplein_asks_for_it(go: Go) -> None:
    with pytest.raises(UsageError, match="werkplein"):
        go(MESSAGE, "trajecten", "suwinet_bijstand")


@pytest.mark.parametrize("path", ["", "..", "a//b", "a/../b", "@", "a@b"])
def test_a_path_to_nothing_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="no path to a value"):
        XmlField.parse(path)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("../DossierGsd/Dossiercd", "../Burgerservicenr", "is private"),
        ("  einde: DatEUitk", "  eind: DatEUitk", "no field 'einde'"),
        ("wet: SzWet/CdSzWet", "wet: SzWet//CdSzWet", "no path to a value"),
        ("../DossierGsd/Dossiercd", "../../../DossierGsd/Dossiercd", "lies higher"),
        ("per_delivery", "soms", "per_delivery"),
        ("format: xml", "format: xml\nanswers: {periode: x}", "no question about reading"),
    ],
)
def test_a_faulty_definition_is_refused(old: str, new: str, told: str, tmp_path: Path) -> None:
    text = (CONFIG / "profiles" / "suwinet_bijstand.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "suwinet_bijstand.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        load_profiles(tmp_path)
    assert told in caught.value.message("en")


# Invented, in the form of the two exports of CBS as a gemeente keeps them: one has a
# row without any figure, one an empty cell, and a note behind the data.
WIDE = """Naam;Code;Inwonertal;Omgevingsadressendichtheid per km2
Aa en Hunze;GM1680;25000;280
Verdwenen;GM0001;;
Utrecht (gemeente);GM0344;350000;
"""
PARTS = "Jonger dan 5 jaar;" + "".join(f"{n} tot {n + 5} jaar;" for n in (5, 10, 15, 20))
FIGURES = f"""Naam;Totale bevolking;Mannen;Vrouwen;{PARTS}\
25 tot 45 jaar;45 tot 65 jaar;65 tot 80 jaar;80 jaar of ouder;\
Totale oppervlakte km2;Land oppervlakte km2
Aa en Hunze;25000;12500;12500;1;2;3;4;5;6;7;8;9;278,87;276,09
Ter Aar;;;;;;;;;;;;;;
Utrecht (gemeente);350000;170000;180000;1;2;3;4;5;6;7;8;9;99,21;93,83
"""


def test_every_column_of_a_wide_table_is_a_series(go: Go) -> None:
    result = go(WIDE.encode("latin-1"), "context", "cbs_gebieden", periode="2019JJ00")
    names = ("gebied", "reeks", "periode", "waarde", "status", "_line")
    density = "omgevingsadressendichtheid_per_km2"
    assert [tuple(row[name] for name in names) for row in rows(result)] == [
        ("GM1680", "inwoners", "2019JJ00", 25000.0, None, 2),
        ("GM1680", density, "2019JJ00", 280.0, None, 2),
        ("GM0344", "inwoners", "2019JJ00", 350000.0, None, 4),
        # A cell that is empty beside one that is filled is missing, not nought.
        ("GM0344", density, "2019JJ00", None, "ontbreekt", 4),
    ]


def test_a_gemeente_by_its_name_gets_its_code(go: Go) -> None:
    result = go(FIGURES.encode("latin-1"), "context", "cbs_kerncijfers", periode="2019JJ00")
    found = rows(result)
    assert {row["gebied"] for row in found} == {"GM1680", "GM0344"}
    assert len(found) == 2 * 14
    assert sum(row["waarde"] for row in found if row["reeks"] == "oppervlakte_km2") == 378.08


def test_a_wide_table_needs_its_period(go: Go) -> None:
    with pytest.raises(UsageError, match="periode"):
        go(WIDE, "context", "cbs_gebieden")


def _records(*values: str) -> str:
    made = [
        '{"Measure": "90210", "ValueAttribute": "None", "Value": '
        f'{value}, "Perioden": "20{number:02}JJ00"}}'
        for number, value in enumerate(values)
    ]
    return '{"value": [' + ", ".join(made) + "]}"


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (_records("[1]"), "profiel_geen_waarde"),
        (_records('{"a": 1}'), "profiel_geen_waarde"),
        (_records(r'"\ud800"'), "profiel_teken_in_veld"),
        (_records(r'"\u0000"'), "profiel_teken_in_veld"),
        (_records("1").replace('"Value"', '"Value": 2, "Value"'), "profiel_sleutel_dubbel"),
        ('{"value": ' + "[" * 200_000 + "]" * 200_000 + "}", "profiel_json_diep"),
        (_records("1")[:-5], "profiel_geen_json"),
        ("[]", "profiel_geen_lijst"),
        ("", "leeg_bestand"),
    ],
)
def test_json_of_a_wrong_form_is_one_finding(content: str, rule: str, go: Go) -> None:
    result = go(content, "context", "cbs_statline")
    assert [found for _, found in rules(result)] == [rule]


def test_numbers_of_json_stay_as_they_are_written(go: Go) -> None:
    result = go(_records("12345678901234.25", "5", "1e3"), "context", "cbs_statline")
    assert [row["waarde"] for row in rows(result)] == [12345678901234.25, 5.0, 1000.0]


@pytest.mark.parametrize("value", ["1e999999999", "NaN", "-Infinity", "9" * 5000])
def test_a_number_that_is_none_is_left_to_the_cell(value: str, go: Go) -> None:
    result = go(_records("1", value), "context", "cbs_statline")
    assert result.parquet is None
    assert {f.column for f in result.findings.listed} == {"waarde"}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_json_in_any_encoding_of_the_standard_is_read(encoding: str, go: Go) -> None:
    result = go(_records("1.5").encode(encoding), "context", "cbs_statline")
    assert [row["waarde"] for row in rows(result)] == [1.5]


def test_a_seeded_sample_of_mutated_json_ends_in_findings(go: Go) -> None:
    for seed in range(60):
        result = go(json_file(seed), "context", "cbs_statline")
        assert (result.parquet is None) == result.findings.blocked, seed


def _damaged(content: bytes, rng: random.Random) -> bytes:
    """A cut, a few bytes changed, or a piece that is gone or stands there twice."""
    at = rng.randrange(len(content))
    until = min(len(content), at + rng.randint(1, 300))
    changed = bytearray(content)
    for _ in range(rng.randint(1, 5)):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return rng.choice(
        (
            content[:at],
            content[:at] + content[until:],
            content[:until] + content[at:],
            bytes(changed),
        )
    )


def test_damaged_messages_and_records_end_in_findings(go: Go) -> None:
    rng = random.Random(7)
    fixed = min(CASES.glob("busm_*")).read_bytes()[:5000]
    for _ in range(40):
        for content, profile in ((MESSAGE.encode(), "suwinet_bijstand"), (fixed, "bus")):
            result = go(_damaged(content, rng), "trajecten", profile, werkplein="Almere")
            assert (result.parquet is None) == result.findings.blocked


def test_a_line_without_end_is_not_held_in_memory(go: Go) -> None:
    result = go(b"1" * 3_000_000, "trajecten", "bus")
    assert rules(result) == [(1, "profiel_regellengte")]


def test_the_marks_that_programs_put_around_records_do_not_count(go: Go) -> None:
    record = min(CASES.glob("busm_*")).read_bytes().splitlines(keepends=True)[0]
    result = go(b"\xef\xbb\xbf" + record + b"\x1a", "trajecten", "bus")
    assert result.rows_stored == 1


def test_json_of_records_alone_is_read_by_a_profile_that_says_so(tmp_path: Path, go: Go) -> None:
    text = (CONFIG / "profiles" / "cbs_statline.yaml").read_text(encoding="utf-8")
    text = text.replace("records: value", "records: .").replace(
        "profile: cbs_statline", "profile: x"
    )
    (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
    profile = load_profiles(tmp_path)["x"]
    source = tmp_path / "in.json"
    source.write_text(json.dumps(json.loads(_records("1.5"))["value"]))
    assert "1,5" in profile.to_csv(source, tmp_path / "out.csv").read_text()
