"""Wrong files: each gets its own message, nothing is left behind, nothing is raised."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from ketenkpi.contracts import Reading, read
from ketenkpi.settings import Settings
from ketenkpi.wording import LANGUAGES

HEADER = "traject_id;werkplein;regeling;client;instroom;uitstroom\r\n"
GOOD = "T1;Voorbeeldstad;WW;k-1;01-01-2009;\r\n"


def zip_of(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def bomb() -> bytes:
    # 40 MB of zeros in some 40 kB: a ratio of about 1,000.
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", bytes(40_000_000))
    return out.getvalue()


FILES: dict[str, tuple[bytes, str, int | None]] = {
    "empty": (b"", "leeg_bestand", None),
    "only line ends": (b"\r\n\r\n", "leeg_bestand", None),
    "only a header": (HEADER.encode(), "geen_rijen", None),
    "only blank rows": ((HEADER + ";;;;;\r\n\r\n").encode(), "geen_rijen", None),
    "binary named csv": (bytes(range(256)) * 20, "geen_tekstbestand", None),
    "pdf": (b"%PDF-1.7\n", "bestand_document", None),
    "old Excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "oud_excel", None),
    "gzip": (b"\x1f\x8b\x08" + bytes(30), "gecomprimeerd", None),
    "zip that is no workbook": (zip_of("gegevens.csv", b"a;b"), "zip_met_csv", None),
    "broken workbook": (b"PK\x03\x04" + bytes(100), "werkmap_afgebroken", None),
    "workbook with nonsense inside": (
        zip_of("xl/workbook.xml", b"<niet"),
        "werkmap_xml_stuk",
        None,
    ),
    "zip bomb": (bomb(), "zipbom", None),
    "utf-32": ((HEADER + GOOD).encode("utf-32"), "utf32", None),
    "utf-16 cut off": ((HEADER + GOOD).encode("utf-16")[:-1], "letter_afgekapt", 2),
    "control characters": ((HEADER + GOOD * 200).encode() + b"\x00;x\r\n", "besturingsteken", 202),
    "two encodings": (
        (HEADER + "T1;Curaçao;WW;k-1;01-01-2009;\r\n").encode()
        + "T2;Curaçao;WW;k-1;01-01-2009;\r\n".encode("windows-1252"),
        "gemengde_codering",
        2,
    ),
    "half a line end": (
        (HEADER + GOOD + "T2;A;WW;k\rx;01-01-2009;\r\n").encode(),
        "losse_regelterugloop",
        3,
    ),
    "undefined byte": (HEADER.encode() + b"T1;A\x81;WW;k-1;01-01-2009;\r\n", "codering", 2),
    "short row": ((HEADER + GOOD + "T2;A\r\n").encode(), "regel_te_kort", 3),
    "long row": ((HEADER + GOOD + "T2;A;WW;k-2;01-01-2009;;x\r\n").encode(), "regel_te_lang", 3),
    "short and long row that cancel out": (
        (HEADER + GOOD + "T2;A\r\nT3;A;WW;k;01-01-2009;;x;y;z;u\r\n").encode(),
        "regel_te_kort",
        3,
    ),
    "unclosed quote": (
        (HEADER + 'T1;"A;WW;k-1;01-01-2009;\r\n' + GOOD).encode(),
        "aanhalingsteken_open",
        2,
    ),
    "unclosed quote before quoted rows": (
        (HEADER + GOOD + 'T2;"A;WW;k;01-01-2009;\r\nT3;"B";WW;k;01-01-2009;\r\n').encode(),
        "aanhalingsteken_open",
        3,
    ),
    "quote inside a cell": (
        (HEADER + GOOD + 'T2;Voor"beeld";WW;k;01-01-2009;\r\n').encode(),
        "aanhalingsteken_in_cel",
        3,
    ),
    "missing column": (
        b"traject_id;werkplein;instroom\r\nT1;A;01-01-2009\r\n",
        "kolom_ontbreekt",
        1,
    ),
    "no header at all": (GOOD.encode() * 3, "kolom_ontbreekt", 1),
    "column twice": (
        b"traject_id;werkplein;regeling;instroom;Werkplein\r\nT1;A;WW;01-01-2009;A\r\n",
        "kolom_dubbel",
        1,
    ),
    "column called BSN": (
        b"traject_id;werkplein;regeling;instroom;BSN\r\nT1;A;WW;01-01-2009;1\r\n",
        "persoonsgegeven_kolom",
        1,
    ),
    "BSN in an own column": (
        (HEADER + "T1;A;WW;111222333;01-01-2009;\r\nT2;A;WW;123456782;01-01-2009;\r\n").encode(),
        "bsn",
        None,
    ),
    "BSN in an extra column": (
        b"traject_id;werkplein;regeling;instroom;nr\r\nT1;A;WW;01-01-2009;111222333\r\n",
        "bsn",
        None,
    ),
    "e-mail address": (
        (HEADER + "T1;A;WW;jan@voorbeeld.example;01-01-2009;\r\n").encode(),
        "emailadres",
        None,
    ),
    "names of persons": (
        (HEADER + "T1;A;WW;J. de Vries;01-01-2009;\r\nT2;A;WW;Jan Jansen;01-01-2009;\r\n").encode(),
        "persoonsnaam",
        None,
    ),
}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.load(home=tmp_path / "home")


def reading(content: bytes, folder: Path, settings: Settings, **how: object) -> Reading:
    return read(content, "trajecten", out=folder / "rows.parquet", settings=settings, **how)


@pytest.mark.parametrize("name", FILES)
def test_wrong_file_gets_its_own_message(name: str, tmp_path: Path, settings: Settings) -> None:
    content, rule, line = FILES[name]
    result = reading(content, tmp_path, settings)
    found = {finding.rule: finding for finding in result.findings.listed}
    assert rule in found, f"found instead: {sorted(found)}"
    assert found[rule].line == line
    assert found[rule].level == "blokkade"
    assert (result.parquet, result.rows_stored) == (None, 0)
    assert list(tmp_path.iterdir()) == [], "a refused file may leave nothing behind"
    for language in LANGUAGES:
        parts = [getattr(found[rule], part)(language) for part in ("message", "expected", "remedy")]
        assert all(parts)


@pytest.mark.parametrize("name", FILES)
def test_good_rows_are_not_kept_after_a_block(
    name: str, tmp_path: Path, settings: Settings
) -> None:
    result = reading(FILES[name][0], tmp_path, settings, skip_faulty_rows=True)
    assert result.parquet is None


def test_too_large_is_refused_by_its_size(tmp_path: Path, settings: Settings) -> None:
    from dataclasses import replace

    small = replace(settings, limits=replace(settings.limits, upload_bytes=10))
    result = reading((HEADER + GOOD).encode(), tmp_path, small)
    assert [finding.rule for finding in result.findings.listed] == ["te_groot"]


def test_a_bsn_far_down_is_found_and_the_staging_file_removed(
    tmp_path: Path, settings: Settings
) -> None:
    rows = [f"T{n};A;WW;k-{n};01-01-2009;\r\n" for n in range(10_500)]
    rows += [f"T{n};A;WW;111222333;01-01-2009;\r\n" for n in range(10_500, 10_504)]
    # Four BSNs among ten thousand pseudonyms: every value of that shape is one.
    result = reading((HEADER + "".join(rows)).encode(), tmp_path, settings)
    assert {finding.rule for finding in result.findings.listed} == {"bsn"}
    assert list(tmp_path.iterdir()) == []
