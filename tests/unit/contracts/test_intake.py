"""Texts of every encoding and system are one text; what is none says what it is."""

from __future__ import annotations

import codecs
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketenkpi.contracts import plain_text
from ketenkpi.contracts.findings import Finding
from ketenkpi.contracts.intake import ANYHOW, Blocked, Intake, Wanted
from ketenkpi.contracts.plain_text import CHUNK
from ketenkpi.contracts.take_in import take_in
from ketenkpi.settings import Settings
from ketenkpi.wording import LANGUAGES

LIMITS = Settings.load().limits
TEXT = "plaats;aantal\nCuraçao;5\nBergen;7\n"
BOM = codecs.BOM_UTF8


@pytest.fixture
def taken(tmp_path: Path):
    def of(content: bytes, wanted: Wanted = ANYHOW) -> Intake:
        source = tmp_path / "source"
        source.write_bytes(content)
        (intake,) = take_in(source, tmp_path, LIMITS, wanted)
        return intake

    return of


@pytest.fixture
def refused(taken):
    def of(content: bytes, wanted: Wanted = ANYHOW) -> Finding:
        with pytest.raises(Blocked) as stop:
            taken(content, wanted)
        finding = stop.value.finding
        for language in LANGUAGES:
            for part in (finding.message, finding.expected, finding.remedy):
                assert part(language)
        return finding

    return of


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (BOM + TEXT.encode(), "utf-8-sig"),
        (BOM + BOM + TEXT.encode(), "utf-8-sig"),
        (TEXT.encode("windows-1252"), "windows-1252"),
        (TEXT.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16"),
        (TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.rstrip("\n").encode("windows-1252"), "windows-1252"),
        (b"plaats\nCaf\xe9", "windows-1252"),
    ],
)
def test_encodings_are_found_out(taken, content: bytes, encoding: str) -> None:
    intake = taken(content)
    assert intake.encoding == encoding
    text = intake.path.read_text(encoding="utf-8").replace("\ufeff", "")
    assert text.split("\n")[1] in ("Curaçao;5", "Café")
    assert intake.findings == ()


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("UTF-8", "utf-8"),
        ("latin-1", "windows-1252"),
        ("ISO-8859-15", "iso-8859-15"),
        ("cp850", "cp850"),
        ("Mac Roman", "mac-roman"),
        ("utf-16", "utf-16"),
        ("UTF-16LE", "utf-16-le"),
        ("utf_16_be", "utf-16-be"),
    ],
)
def test_an_encoding_that_is_asked_for_is_obeyed(taken, name: str, codec: str) -> None:
    intake = taken(TEXT.encode(codec), Wanted(encoding=name))
    assert intake.path.read_bytes().removeprefix(BOM).decode() == TEXT


def test_an_encoding_that_does_not_fit_or_exist_is_said(refused) -> None:
    wrong = refused(TEXT.encode("windows-1252"), Wanted(encoding="utf-8"))
    assert (wrong.rule, wrong.line) == ("codering_anders", 2)
    unknown = refused(TEXT.encode(), Wanted(encoding="klingon"))
    assert unknown.rule == "codering_onbekend"
    undefined = refused(b"a\nb\x81\n", Wanted(encoding="windows-1252"))
    assert (undefined.rule, undefined.line) == ("codering_anders", 2)


@pytest.mark.parametrize(
    ("ends", "wanted"),
    [
        ("\r", "\n"),
        ("\r\n", "\r\n"),
        ("\r\r\n", "\r\n"),
        ("\n", "\n"),
    ],
)
@pytest.mark.parametrize("chunk", [1, 2, 3, 7, 1 << 20])
def test_line_ends_of_other_systems(
    taken, monkeypatch: pytest.MonkeyPatch, ends: str, wanted: str, chunk: int
) -> None:
    content = TEXT.replace("\n", ends).encode()
    monkeypatch.setattr(plain_text, "CHUNK", chunk if ends == "\r\n" else 1 << 20)
    intake = taken(content)
    out = intake.path.with_name("again")
    plain_text._rewrite(intake.path, out, 1 << 20, None)
    assert out.read_bytes() == TEXT.replace("\n", wanted).encode()


@pytest.mark.parametrize("chunk", [1, 2, 3, 5])
def test_line_ends_cut_in_two_are_one(tmp_path: Path, monkeypatch, chunk: int) -> None:
    monkeypatch.setattr(plain_text, "CHUNK", chunk)
    source, copy = tmp_path / "source", tmp_path / "copy"
    source.write_bytes(b"a\rb\r\nc\r\r\nd\r")
    plain_text._rewrite(source, copy, 1 << 20, (b"\r", b"\n"))
    assert copy.read_bytes() == b"a\nb\nc\n\nd\n"
    source.write_bytes(b"a\r\r\nb\r\r\nc")
    plain_text._rewrite(source, copy, 1 << 20, (b"\r\r\n", b"\r\n"))
    assert copy.read_bytes() == b"a\r\nb\r\nc"
    plain_text._rewrite(source, copy, 3, None)
    assert copy.read_bytes() == b"a\r\r"


@pytest.mark.parametrize("end", [b"\x1a", b"\x1a\r\n", b"\x1a" * 9, b"\x1a" + bytes(90)])
def test_an_end_mark_of_dos_ends_the_text(taken, end: bytes) -> None:
    intake = taken(TEXT.encode() + end)
    assert intake.path.read_text(encoding="utf-8") == TEXT
    assert taken(TEXT.encode("utf-16") + end[:1] + b"\0").path.read_text("utf-8") == TEXT


@pytest.mark.parametrize(
    ("content", "rule", "line"),
    [
        (TEXT.encode() + b"\x1a" + TEXT.encode(), "eindeteken_binnenin", 4),
        (TEXT.encode() + bytes(4000), "nullen_aan_eind", 4),
        (TEXT.encode() + b"\r\n\0", "nullen_aan_eind", 5),
        (TEXT.encode() + b"a;\0;b\n", "besturingsteken", 4),
        (TEXT.encode("utf-16")[:-1], "letter_afgekapt", 3),
        (TEXT.encode() + "é".encode()[:1], "letter_afgekapt", 4),
        (TEXT.encode("utf-32"), "utf32", None),
        (TEXT.encode("utf-32-le"), "utf32", None),
        (TEXT.encode("utf-32-be"), "utf32", None),
        (codecs.BOM_UTF16_LE + b"a\0\n\0" + b"\x00\xd8" + b"a\0", "codering_anders", 2),
        (bytes(range(256)) * 3, "geen_tekstbestand", None),
    ],
)
def test_damage_is_said_with_its_line(refused, content: bytes, rule: str, line: int) -> None:
    finding = refused(content)
    assert (finding.rule, finding.line) == (rule, line)


def test_zeros_count_as_an_end_wherever_the_text_is_long(refused) -> None:
    long = b"a;b\n" * 400_000
    assert refused(long + bytes(3_000_000)).line == 400_001
    assert refused(long + b"\0" + long).rule == "besturingsteken"


def test_control_characters_of_a_damaged_text_are_left_to_its_cells(taken) -> None:
    content = b"a;b\nx\x07;y\x7f\n\x0b;\x0c\n" * 3
    assert taken(content).path.read_bytes() == content


@pytest.mark.parametrize("far", [1, 300_000])
def test_a_beginning_halfway_is_noticed(taken, far: int) -> None:
    intake = taken(BOM + b"a;b\n" * far + BOM + b"c;d\n")
    (finding,) = intake.findings
    assert (finding.rule, finding.level, finding.line) == ("bom_binnenin", "advies", far + 1)
    assert finding.message("nl")


OTHERS: dict[str, tuple[bytes, str]] = {
    "pdf": (b"%PDF-1.7\n%\xe2\xe3", "bestand_document"),
    "mail": (b"Received: from x\n by y\nFrom: a\nTo: b\n\nbody", "bestand_document"),
    "png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "bestand_plaatje"),
    "jpeg": (b"\xff\xd8\xff\xe0\0\x10JFIF", "bestand_plaatje"),
    "spss": (b"$FL2@(#) SPSS DATA FILE", "bestand_statistiek"),
    "sas": (bytes(12) + b"\xc2\xea\x81\x60\xb3\x14", "bestand_statistiek"),
    "stata": (b"<stata_dta><header>", "bestand_statistiek"),
    "old stata": (b"\x72\x02\x01\x00\x05\x00", "bestand_statistiek"),
    "parquet": (b"PAR1\x15\x04\x15", "bestand_statistiek"),
    "sqlite": (b"SQLite format 3\0\x10\0", "bestand_database"),
    "access": (b"\0\x01\0\0Standard ACE DB\0", "bestand_database"),
    "dbase": (
        b"\x03\x6d\x03\x0c" + (5).to_bytes(4, "little") + (97).to_bytes(2, "little") + bytes(60),
        "bestand_database",
    ),
    "sql": (b"-- dump\nCREATE TABLE a (b int);\n", "bestand_database"),
    "sylk": (b"ID;PWXL;N;E\nP;PGeneral\n", "bestand_werkblad"),
    "program": (b"MZ\x90\0\x03\0", "bestand_programma"),
    "json": (b'{"rows": [{"werkplein": "A"}]}', "bestand_json"),
    "long json": (b'[\n {"werkplein": "A"},\n' * 400, "bestand_json"),
    "xml": (b"<?xml version='1.0'?>\n<dossiers><dossier/></dossiers>", "bestand_xml"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_no_text_says_what_it_is(refused, name: str) -> None:
    content, rule = OTHERS[name]
    assert refused(content).rule == rule


@pytest.mark.parametrize(
    "header",
    ["ID;Plaats", "PK;naam", "PAR1;PAR2", "[Werkplein];[Kwartaal]", "BM;x", "MM;x", "{id};b"],
)
def test_a_header_that_begins_as_another_kind_is_a_header(taken, header: str) -> None:
    assert taken(f"{header}\n1;2\n".encode()).encoding == "utf-8"


def test_sizes_are_bounded(tmp_path: Path) -> None:
    source = tmp_path / "source"
    for content, rule in ((b"", "leeg_bestand"), (b"a" * 11, "te_groot")):
        source.write_bytes(content)
        with pytest.raises(Blocked) as stop:
            take_in(source, tmp_path, replace(LIMITS, upload_bytes=10))
        assert stop.value.finding.rule == rule


@settings(max_examples=300, derandomize=True, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=300),
        st.builds(
            lambda a, at, b: a[:at] + b + a[at:],
            st.sampled_from([TEXT.encode(), TEXT.encode("utf-16"), TEXT.encode("windows-1252")]),
            st.integers(0, 80),
            st.binary(max_size=4),
        ),
    )
)
def test_any_bytes_are_text_or_a_finding(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder = tmp_path_factory.getbasetemp()
    source = folder / "any"
    source.write_bytes(content)
    said, taken = "", ()
    try:
        taken = take_in(source, folder, LIMITS)
    except Blocked as stop:
        said = stop.finding.message("nl")
    assert bool(said) != bool(taken)
    for intake in taken:
        intake.path.read_bytes().decode("utf-8")


def test_a_text_written_as_a_formula_is_the_text_it_shows(taken) -> None:
    text = b'nr;naam;code\r\n="0712";"a=""b"";=""c""";="1"\r\n5="6";x;="7'
    assert taken(text).path.read_bytes() == text.replace(b'="0712"', b'"0712"').replace(
        b'="1"', b'"1"'
    )


def test_a_formula_over_the_border_of_two_pieces_is_seen(taken) -> None:
    text = b"a\n" + b"x" * (CHUNK - 4) + b'\n="0712"\n'
    assert text[CHUNK - 1 : CHUNK + 1] == b'="'
    assert taken(text).path.read_bytes().endswith(b'x\n"0712"\n')
