"""A damaged or hostile workbook is refused by a rule that names what is wrong."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fuzz.workbooks import encrypted, workbook
from tests.unit.spreadsheet.making import book, parts, read, refused, relations, zipped

DATA = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>1</v></c></row>'
TEXTS = "<si><t>a</t></si>"
WHOLE = parts(DATA, strings=TEXTS)
CONTENT = zipped(WHOLE)


def _changed(**changed: str | None) -> bytes:
    return zipped(parts(DATA, strings=TEXTS, **changed))


def _doubled() -> bytes:
    stand_in = "!" * len("xl/styles.xml")
    made = zipped(WHOLE | {stand_in: WHOLE["xl/styles.xml"]})
    return made.replace(stand_in.encode(), b"xl/styles.xml")


def _flagged() -> bytes:
    return encrypted(CONTENT)


def _wrong_checksum() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, text in WHOLE.items():
            archive.writestr(name, text)
    return out.getvalue().replace(b"<v>1</v>", b"<v>2</v>")


CASES: dict[str, tuple[Callable[[], bytes] | bytes, str]] = {
    "cut short": (CONTENT[:-200], "werkmap_afgebroken"),
    "only the first bytes": (b"PK\x03\x04" + bytes(100), "werkmap_afgebroken"),
    "table of contents overwritten": (
        CONTENT.replace(b"PK\x01\x02", b"PK\x09\x09"),
        "werkmap_stuk",
    ),
    "wrong checksum": (_wrong_checksum, "werkmap_deel_beschadigd"),
    "encrypted parts": (_flagged, "zip_wachtwoord"),
    "a part twice": (_doubled, "werkmap_dubbel_deel"),
    "a path outside": (zipped(WHOLE | {"../kwaad.xml": "x"}), "werkmap_pad"),
    "an empty zip": (zipped({}), "zip_leeg"),
    "a bomb": (zipped(WHOLE | {"xl/media/x": "0" * 9_000_000}), "zipbom"),
    "xml that ends halfway": (_changed(sheet=WHOLE["xl/worksheets/sheet1.xml"][:-30]),
                              "werkmap_xml_stuk"),
    "an encoding nobody knows": (
        _changed(styles='<?xml version="1.0" encoding="x-ander"?><styleSheet/>'),
        "werkmap_xml_stuk",
    ),
    "a doctype": (_changed(styles="<!DOCTYPE x []><styleSheet/>"), "werkmap_doctype"),
    "entities": (
        _changed(shared='<!DOCTYPE sst [<!ENTITY a "b">]><sst><si><t>&a;</t></si></sst>'),
        "werkmap_doctype",
    ),
    "a text renamed, so that all behind shift": (
        _changed(shared="<sst><sj><t>a</t></sj><si><t>b</t></si></sst>"),
        "werkmap_vreemd_deel",
    ),
    "no sheet where it points": (_changed(sheet=None), "werkmap_deel_ontbreekt"),
    "no styles where it points": (_changed(styles=None), "werkmap_deel_ontbreekt"),
    "no links": (_changed(links=None), "werkmap_deel_ontbreekt"),
    "a link that is not there": (
        _changed(links=relations(rId7=("worksheet", "worksheets/sheet1.xml"))),
        "werkmap_blad_ontbreekt",
    ),
    "no sheets": (_changed(workbook=book("")), "werkmap_geen_werkblad"),
    "no data in the sheet": (_changed(sheet="<worksheet/>"), "werkmap_vreemd_deel"),
    "a format without a number": (
        _changed(styles='<styleSheet><cellXfs><xf numFmtId="-3"/></cellXfs></styleSheet>'),
        "werkmap_opmaak",
    ),
    "a letter": (_changed(workbook="<w:document/>"), "ander_document"),
    "no workbook in it": (_changed(workbook=None, rels=None), "geen_werkmap"),
    "binary workbook": (
        _changed(rels=relations(rId1=("officeDocument", "xl/workbook.bin"))),
        "werkmap_xlsb",
    ),
    "OpenDocument": (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
                     "werkmap_ods"),
    "a letter in OpenDocument": (
        zipped({"mimetype": "application/vnd.oasis.opendocument.text"}),
        "ander_document",
    ),
    "a book": (zipped({"mimetype": "application/epub+zip"}), "zip_met_anders"),
    "Numbers": (zipped({"Index/Document.iwa": "x"}), "werkmap_numbers"),
    "a zip with a csv": (zipped({"map/Gegevens.CSV": "a;b"}), "zip_met_csv"),
    "a zip with a workbook": (zipped({"gegevens.xlsx": CONTENT}), "zip_met_werkmap"),
    "a zip with something else": (zipped({"foto.jpg": "x"}), "zip_met_anders"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_each_damage_has_its_own_rule(name: str, tmp_path: Path) -> None:
    content, rule = CASES[name]
    assert refused(content() if callable(content) else content, tmp_path) == rule


def test_the_workbook_they_are_made_from_is_read(tmp_path: Path) -> None:
    assert len(read(CONTENT, tmp_path)["sheets"]) == 1


@pytest.mark.parametrize("seed", range(60))
def test_a_mutated_workbook_is_read_or_refused(seed: int, tmp_path: Path) -> None:
    found = read(workbook(seed), tmp_path, unpacked_bytes=50_000_000, cells=10_000_000)
    assert set(found) in ({"sheets"}, {"refused"})


def test_the_seeds_are_of_all_kinds(tmp_path: Path) -> None:
    found = [read(workbook(seed), tmp_path, unpacked_bytes=50_000_000) for seed in range(60)]
    rules = {each["refused"]["rule"] for each in found if "refused" in each}
    assert len(rules) >= 8
    assert sum("sheets" in each for each in found) >= 10
