"""Files mangled at random: never an exception, and rows are never shifted or lost in silence."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path

import polars as pl
import pytest

from ketenkpi.contracts import load_contracts, read
from ketenkpi.contracts.generate import generate
from ketenkpi.contracts.normal import normal
from ketenkpi.settings import Settings

pytestmark = pytest.mark.slow

FRAGMENTS = (
    b'"',
    b";",
    b"\r\n",
    b"\n",
    b"\r",
    b"\x00",
    b"\xff",
    b"\xc3",
    b"\xe9",
    b",",
    b"\t",
    b" ",
)
FRAGMENTS += (b" ", b"'", b"\\", b"=", b"sep=;\n", b"\xef\xbb\xbf", b"99", b"-", b"\xa0")
FILES = 400


def mangled(content: bytes, draw: random.Random) -> bytes:
    data = bytearray(content)
    for _ in range(draw.randint(1, 3)):
        place = draw.randrange(len(data) + 1)
        match draw.randrange(4):
            case 0:
                data[place:place] = draw.choice(FRAGMENTS)
            case 1:
                del data[place : place + draw.randint(1, 30)]
            case 2:
                data[place : place + 1] = draw.choice(FRAGMENTS)
            case _:
                del data[place:]
        data = data or bytearray(b"x")
    return bytes(data)


def csv_rows(content: bytes, encoding: str, separator: str) -> list[list[str]]:
    text = content.decode("utf-8-sig" if encoding.startswith("utf-8") else encoding)
    lines = text.replace("\r", "\n") if "\n" not in text else text
    rows = list(csv.reader(io.StringIO(lines, newline=""), delimiter=separator))
    while rows and not rows[0]:
        rows.pop(0)
    return rows


@pytest.mark.parametrize("part", range(4))
def test_a_mangled_file_is_read_rightly_or_refused(part: int, tmp_path: Path) -> None:
    settings = Settings.load(home=tmp_path / "home")
    content = generate(load_contracts()["trajecten"], 30, seed=part).csv()
    draw = random.Random(part + 4)
    stored = 0
    for number in range(FILES // 4):
        broken = mangled(content, draw)
        out = tmp_path / "rows.parquet"
        result = read(broken, "trajecten", out=out, settings=settings)
        if result.parquet is None:
            assert result.findings.blocked or result.questions, number
            assert not out.exists()
            continue
        stored += 1
        assert result.dialect is not None
        rows = csv_rows(broken, result.dialect.encoding, result.dialect.separator)
        if rows[0] and rows[0][0].startswith("sep="):
            rows = rows[1:]
        filled = [row for row in rows[1:] if any(cell.strip() for cell in row)]
        assert result.rows_stored == len(filled), number
        ids = [name.strip().casefold() for name in rows[0]].index("traject_id")
        typed = pl.read_parquet(out)
        assert typed["traject_id"].to_list() == [normal(row[ids]) for row in filled], number
    assert stored, "some mangled files are still good"
