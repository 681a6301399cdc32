"""Mutated workbooks: a seed -> a file that somebody might deliver, or make to do harm.

Three families: the zip's bytes are damaged, its members are (missing, doubled,
swapped, cut short), or the XML in them is (rows, places, types, numbers,
elements). A tenth is left whole, so that reading itself is tried too.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from typing import Literal

Parts = dict[str, bytes]
Family = Literal["nothing", "XML", "parts", "bytes"]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
STRICT = {
    MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    OFFICE: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
HEADER = (
    *("werkplein", "kwartaal", "regeling", "beginstand"),
    *("instroom", "uitstroom", "eindstand", "peildatum"),
)
NUMBERS = (
    *("-1", "0", "1E+400", "-1E-400", "NaN", "Infinity", "1e5", "2000000000", "99999999999999999"),
    *(
        "0.1",
        "-0.0",
        "1_000",
        "１２",
        "",
        " 7 ",
        "0x10",
        "9" * 5000,
        "1.234.567",
        "43101.999999999",
    ),
)
PLACES = (
    *("A1", "a1", "$A$1", "XFD1", "XFE1", "ZZZZ9", "A0", "A1048577", "A2000000000", "1A", ""),
    *("A-1", "B2", "AAA2", "A" + "9" * 5000, "Ä1"),
)
TYPES = ("s", "n", "b", "e", "d", "str", "inlineStr", "", "q", "S")


def workbook(seed: int) -> bytes:
    """The file of one seed."""
    return mutated(seed)[1]


def mutated(seed: int) -> tuple[Family, bytes]:
    """What was changed in the file of one seed, and the file."""
    dice = random.Random(seed)
    parts = plain_parts(dice)
    family = dice.random()
    if family < 0.1:
        return "nothing", packed(parts, dice)
    if family < 0.65:
        for _ in range(dice.choice((1, 1, 1, 2, 5))):
            name = dice.choice(list(parts))
            parts[name] = dice.choice(OF_XML)(parts[name], dice)
        return "XML", packed(parts, dice)
    if family < 0.8:
        return "parts", dice.choice(OF_MEMBERS)(parts, dice)
    return "bytes", dice.choice(OF_BYTES)(packed(parts, dice), dice)


def plain_parts(dice: random.Random) -> Parts:
    """A workbook of stocks and flows with one or two sheets, as different programs write it."""
    shared: list[str] = []
    sheets = {"Blad1": _sheet(dice, shared)}
    if dice.random() < 0.3:
        note = '<row r="1"><c r="A1" t="inlineStr"><is><t>Toelichting</t></is></c></row>'
        sheets = {"Toelichting": _worksheet(note), **sheets}
    parts = _parts(sheets, shared)
    if dice.random() < 0.1:
        for old, new in STRICT.items():
            parts = {name: text.replace(old, new) for name, text in parts.items()}
    if dice.random() < 0.1:
        parts = {name: _prefixed(text) if "sheet" in name else text for name, text in parts.items()}
    declared = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return {name: (declared + text).encode() for name, text in parts.items()}


def _parts(sheets: dict[str, str], shared: list[str]) -> dict[str, str]:
    named = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(sheets, 1)
    )
    relations = "".join(
        _relation(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml")
        for n in range(1, len(sheets) + 1)
    )
    relations += _relation("rId8", "styles", "styles.xml")
    relations += _relation("rId9", "sharedStrings", "/xl/sharedStrings.xml")
    texts = "".join(f"<si><t>{text}</t></si>" for text in shared)
    book = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{named}</sheets></workbook>'
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": _relations(_relation("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": _relations(relations),
        "xl/styles.xml": (
            f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="00000"/>'
            '</numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs>'
            "</styleSheet>"
        ),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{texts}</sst>',
        **{f"xl/worksheets/sheet{n}.xml": text for n, text in enumerate(sheets.values(), 1)},
    }


def packed(parts: Parts, dice: random.Random) -> bytes:
    """The parts as a zip, some stored and some packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            method = zipfile.ZIP_STORED if dice.random() < 0.1 else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return out.getvalue()


def _sheet(dice: random.Random, shared: list[str]) -> str:
    rows = [list(HEADER)]
    for number in range(dice.randrange(1, 30)):
        begin, came = dice.randrange(0, 300), dice.randrange(0, 300)
        went = dice.randrange(0, begin + came + 1)
        day = str(dice.randrange(39_000, 41_000))
        amounts = map(str, (begin, came, went, begin + came - went))
        rows.append([f"Plein {number}", "2009K1", dice.choice(("WW", "WWB")), *amounts, day])
    written = "".join(_row(number, row, dice, shared) for number, row in enumerate(rows, start=1))
    return _worksheet(written)


def _row(number: int, row: list[str], dice: random.Random, shared: list[str]) -> str:
    cells = "".join(
        _cell(f"{chr(ord('A') + place)}{number}", text, dice, shared, is_day=place == 7)
        for place, text in enumerate(row)
    )
    hidden = ' hidden="1"' if dice.random() < 0.05 else ""
    return f'<row r="{number}"{hidden}>{cells}</row>'


def _cell(place: str, text: str, dice: random.Random, shared: list[str], is_day: bool) -> str:
    at = f' r="{place}"' if dice.random() < 0.95 else ""
    if text.isdigit():
        style = ' s="1"' if is_day else ""
        formula = "<f>A1+1</f>" if dice.random() < 0.1 else ""
        return f"<c{at}{style}>{formula}<v>{text}</v></c>"
    if dice.random() < 0.5:
        return f'<c{at} t="inlineStr"><is><t>{text}</t></is></c>'
    if text not in shared:
        shared.append(text)
    return f'<c{at} t="s"><v>{shared.index(text)}</v></c>'


def _worksheet(rows: str) -> str:
    return (
        f'<worksheet xmlns="{MAIN}"><dimension ref="A1"/><cols><col min="2" max="3"/></cols>'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )


def _relation(key: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"/>'


def _relations(inside: str) -> str:
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'


def _prefixed(text: str) -> str:
    spelled = re.sub(r"<(/?)([A-Za-z])", r"<\1x:\2", text)
    return spelled.replace("xmlns=", "xmlns:x=", 1)


# Of the XML of a part.


def _attribute(content: bytes, dice: random.Random) -> bytes:
    """One attribute gets a value that does not belong there."""
    found = list(re.finditer(rb' [\w:]+="([^"]*)"', content))
    if not found:
        return content
    hit = dice.choice(found)
    value = dice.choice((*NUMBERS, *PLACES, *TYPES, "../../../etc", "true", "hidden", "&amp;"))
    return content[: hit.start(1)] + value.encode() + content[hit.end(1) :]


def _value(content: bytes, dice: random.Random) -> bytes:
    """One text between tags becomes a number that is hard to read, or a long or odd text."""
    found = list(re.finditer(rb">([^<>]+)<", content))
    if not found:
        return content
    hit = dice.choice(found)
    odd = (
        "_x0000_",
        "_x000D__x000A_",
        "\u202e",
        "x" * 40_000,
        "&#13;",
        "&#0;",
        "&onbekend;",
        'a;b"c',
    )
    return content[: hit.start(1)] + dice.choice((*NUMBERS, *odd)).encode() + content[hit.end(1) :]


def _tag(content: bytes, dice: random.Random) -> bytes:
    """One element gets another name, at its beginning or at both ends."""
    found = list(re.finditer(rb"<([\w:]+)", content))
    if not found:
        return content
    hit = dice.choice(found)
    name = dice.choice((b"row", b"c", b"v", b"f", b"is", b"t", b"sheetData", b"sheet", b"w", b"si"))
    if dice.random() < 0.5:
        return content.replace(b"<" + hit[1], b"<" + name).replace(b"</" + hit[1], b"</" + name)
    return content[: hit.start(1)] + name + content[hit.end(1) :]


def _piece(content: bytes, dice: random.Random) -> bytes:
    """One element with all in it is left out, doubled, or moved to the front of another."""
    found = list(
        re.finditer(rb"<(row|c|v|is|xf|si|sheet|Relationship)\b[^>]*?(/>|>.*?</\1>)", content)
    )
    if not found:
        return content
    hit, other = dice.choice(found), dice.choice(found)
    way = dice.randrange(3)
    if way == 0:
        return content[: hit.start()] + content[hit.end() :]
    if way == 1:
        return content[: hit.end()] + hit[0] * dice.choice((1, 1, 3)) + content[hit.end() :]
    return content[: other.start()] + hit[0] + content[other.start() :]


def _cut(content: bytes, dice: random.Random) -> bytes:
    return content[: dice.randrange(len(content) + 1)]


def _byte(content: bytes, dice: random.Random) -> bytes:
    if not content:
        return content
    place = dice.randrange(len(content))
    return content[:place] + bytes([dice.randrange(256)]) + content[place + 1 :]


def _declaration(content: bytes, dice: random.Random) -> bytes:
    """Another encoding, a DOCTYPE, an entity that explodes, or nothing at all."""
    body = content.partition(b"?>")[2]
    laughs = b"".join(
        b'<!ENTITY a%d "%s">' % (n, (b"&a%d;" % (n - 1)) * 10 if n else b"ha") for n in range(9)
    )
    return dice.choice(
        (
            b'<?xml version="1.0" encoding="windows-31j"?>' + body,
            b'<?xml version="1.0" encoding="bestaat-niet"?>' + body,
            b'<?xml version="1.0" encoding="utf-16"?>' + body,
            content.decode(errors="replace").replace("UTF-8", "UTF-16").encode("utf-16"),
            b"<!DOCTYPE x [" + laughs + b"]>" + body.replace(b"Plein", b"&a8;"),
            b'<!DOCTYPE x SYSTEM "file:///etc/hosts">' + body,
            b"\xef\xbb\xbf" + content,
            b"",
        )
    )


def _deep(content: bytes, dice: random.Random) -> bytes:
    """Thousands of elements inside each other."""
    depth = dice.choice((100, 5_000))
    return content.replace(b"<v>", b"<a>" * depth + b"<v>", 1)


OF_XML: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    *(_attribute, _attribute, _attribute, _value, _value, _tag, _piece, _piece),
    *(_cut, _byte, _declaration, _deep),
)

# Of the members of the zip.


def _without(parts: Parts, dice: random.Random) -> bytes:
    parts.pop(dice.choice(list(parts)))
    return packed(parts, dice)


def _renamed(parts: Parts, dice: random.Random) -> bytes:
    name = dice.choice(list(parts))
    other = dice.choice(
        (name.upper(), "../" + name, "/" + name, name.replace("/", "\\"), "x.bin", "é")
    )
    parts[other] = parts.pop(name)
    return packed(parts, dice)


def _swapped(parts: Parts, dice: random.Random) -> bytes:
    one, other = dice.choice(list(parts)), dice.choice(list(parts))
    parts[one], parts[other] = parts[other], parts[one]
    return packed(parts, dice)


def _doubled(parts: Parts, dice: random.Random) -> bytes:
    """A part twice; the second one has a name as long, which is then written over."""
    name = dice.choice(list(parts))
    stand_in = "!" * len(name)
    parts[stand_in] = parts[name].replace(b"100", b"999")
    return packed(parts, dice).replace(stand_in.encode(), name.encode())


def _bomb(parts: Parts, dice: random.Random) -> bytes:
    parts[dice.choice((*parts, "xl/media/image1.bin"))] = bytes(20_000_000)
    return packed(parts, dice)


def _nested(parts: Parts, dice: random.Random) -> bytes:
    name = dice.choice(
        ("gegevens.xlsx", "gegevens.csv", "lees_mij.pdf", "Index/Document.iwa", "mimetype")
    )
    return packed({name: packed(parts, dice)}, dice)


OF_MEMBERS: tuple[Callable[[Parts, random.Random], bytes], ...] = (
    *(_without, _without, _renamed, _swapped, _doubled, _bomb, _nested),
)

# Of the bytes of the file.


def _flipped(content: bytes, dice: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(dice.choice((1, 1, 3, 30))):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def _in_directory(content: bytes, dice: random.Random) -> bytes:
    """A byte of the table of contents at the end."""
    start = content.rfind(b"PK\x01\x02") if dice.random() < 0.5 else content.find(b"PK\x01\x02")
    place = dice.randrange(start, len(content))
    return content[:place] + bytes([dice.randrange(256)]) + content[place + 1 :]


def _shortened(content: bytes, dice: random.Random) -> bytes:
    return content[: dice.randrange(4, len(content))]


def encrypted(content: bytes) -> bytes:
    """The flag of encryption in every entry."""
    changed = bytearray(content)
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = changed.find(mark)
        while place >= 0:
            changed[place + flags] |= 1
            place = changed.find(mark, place + 4)
    return bytes(changed)


def _encrypted(content: bytes, dice: random.Random) -> bytes:
    return encrypted(content)


def _surrounded(content: bytes, dice: random.Random) -> bytes:
    junk = dice.randbytes(dice.randrange(1, 100_000))
    return content + junk if dice.random() < 0.5 else b"PK" + junk + content


OF_BYTES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    *(_flipped, _flipped, _in_directory, _in_directory, _shortened, _encrypted, _surrounded),
)
