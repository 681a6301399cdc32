"""What is of a person in a file leaves it nowhere, whatever else is wrong with the file.

A file with BSNs, names and addresses is broken in many ways. Whatever comes of
it (findings in both languages, JSON, the report, what the terminal prints, the
store) is searched for every one of them.
"""

from __future__ import annotations

import json
import logging
import random
import sqlite3
import zipfile
from pathlib import Path

import pytest

import ketenkpi as kk
from ketenkpi.cli import main
from ketenkpi.contracts import Reading, read
from ketenkpi.contracts.personal.bsn import passes_eleven_test
from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.store import open_store

HEAD = ("traject_id", "werkplein", "regeling", "client", "instroom", "uitstroom", "reden_uitstroom")
ROWS = 40


def _bsns(count: int) -> list[str]:
    dice = random.Random(11)
    found: list[str] = []
    while len(found) < count:
        text = f"{dice.randrange(10**8, 10**9)}"
        if passes_eleven_test(text) and not text.startswith(("19", "20")):
            found.append(text)
    return found


BSNS = _bsns(ROWS)
OTHERS = ("jan.jansen@voorbeeld.nl", "J.P. Jansen", "06-12345678", "NL91ABNA0417164300")
# What may be recognised: the numbers from the third digit on, and the others whole.
TOLD = (*(bsn[2:] for bsn in BSNS), "jansen@", "P. Jansen", "12345678", "0417164300")


def _row(number: int) -> dict[str, str]:
    return {
        "traject_id": f"T{number}",
        "werkplein": "Breda",
        "regeling": "WW",
        "client": f"k-{number}",
        "instroom": "05-01-2009",
        "uitstroom": "",
        "reden_uitstroom": "",
    }


def _file(column: str, write: str = "{}", **more: str) -> bytes:
    """A file with BSNs in one column, written so, and other cells of every row as told."""
    lines = [";".join(HEAD)]
    for number, bsn in enumerate(BSNS):
        row = {**_row(number), **more, column: write.format(bsn)}
        lines.append(";".join(row[name] for name in HEAD))
    return "\n".join(lines).encode()


def _others(column: str) -> bytes:
    lines = [";".join(HEAD)]
    for number, text in enumerate(OTHERS):
        lines.append(";".join({**_row(number), column: text}[name] for name in HEAD))
    return "\n".join(lines).encode()


@pytest.mark.parametrize("column", ["traject_id", "client", "werkplein"])
@pytest.mark.parametrize("person", [BSNS[0], *OTHERS])
def test_a_person_far_down_among_short_codes_is_found(
    column: str, person: str, tmp_path: Path
) -> None:
    # Of the first 10,000 rows every value is a code, so the reading takes them for codes.
    rows = [_row(number) for number in range(12_000)]
    rows[11_500][column] = person
    text = "\n".join(";".join(row[name] for name in HEAD) for row in rows)
    reading = read(
        f"{';'.join(HEAD)}\n{text}".encode(),
        "trajecten",
        out=tmp_path / "out.parquet",
        settings=Settings.load(),
        skip_faulty_rows=True,
    )
    # A place may be called after a person.
    may_be = column == "werkplein" and person == "J.P. Jansen"
    assert (reading.parquet is None) is not may_be


def _dotted() -> bytes:
    text = _file("client").decode()
    for bsn in BSNS:
        text = text.replace(bsn, f"{bsn[:4]}.{bsn[4:6]}.{bsn[6:]}")
    return text.encode()


FILES = {
    **{f"bsn in {name}": _file(name) for name in HEAD},
    **{f"others in {name}": _others(name) for name in HEAD},
    "beside a faulty day": _file("client", instroom="31-02-2009"),
    "beside an unknown code": _file("client", regeling="ABC"),
    "beside an empty cell": _file("client", werkplein=""),
    "twice": _file("traject_id") + b"\n" + b"\n".join(_file("traject_id").splitlines()[1:]),
    "with a prefix": _file("client", "BSN{}"),
    "padded": _file("client", "000{}"),
    "in groups": _dotted(),
    "in a place": _file("werkplein", "Breda {}"),
    "in a reason": _file("reden_uitstroom", "klant {} belde"),
    "a day and a number": _file("instroom", "05-01-2009 {}"),
    "no header": b"\n".join(_file("client").splitlines()[1:]),
    "number as header": _file("client").replace(b"client", BSNS[0].encode(), 1),
    "mark in the header": _file("client").replace(b"client", b"bsn_" + BSNS[0].encode(), 1),
    "extra cells": _file("client").replace(b"Breda", b"Breda;" + BSNS[1].encode(), 3),
    "a quote left open": _file("client").replace(b"Breda", b'"Breda', 1),
    "a short row": _file("client") + b"\n" + BSNS[2].encode(),
    "a note above": f"Lijst van klant {BSNS[3]}\n".encode() + _file("client"),
    "a note below": _file("client") + f"\nTotaal van BSN {BSNS[3]};;;;;;".encode(),
    "windows": _file("client", werkplein="Súdwest-Fryslân").decode().encode("cp1252"),
}


def _told(text: str) -> list[str]:
    return [part for part in TOLD if part in text or f"{part[:2]}.{part[2:4]}.{part[4:]}" in text]


def _all_of(reading: Reading, folder: Path) -> str:
    """Everything that is said of a reading, in one text."""
    report = folder / "report.xlsx"
    parts = [repr(reading.findings), repr(reading)]
    for language in ("nl", "en"):
        reading.findings.to_xlsx(report, language)
        with zipfile.ZipFile(report) as book:
            parts += [book.read(name).decode("utf-8", "replace") for name in book.namelist()]
        parts.append(json.dumps(reading.findings.as_json(language), ensure_ascii=False))
        parts.append(reading.findings.as_frame(language).to_csv())
        parts.append(reading.findings.totals_frame(language).to_csv())
    return "\n".join(parts)


@pytest.mark.parametrize("name", FILES)
def test_nothing_of_a_person_stands_in_what_is_said_of_a_file(
    name: str, tmp_path: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    reading = kk.check(FILES[name], "trajecten")
    assert reading.findings.blocked
    assert _told(_all_of(reading, tmp_path)) == []
    assert _told(caplog.text) == []
    file = tmp_path / f"lijst_{BSNS[0]}.csv"
    file.write_bytes(FILES[name])
    for more in ((), ("--json",)):
        assert main(["check", str(file), "--contract", "trajecten", *more]) == 1
    printed = capsys.readouterr()
    assert _told(printed.out + printed.err) == []


@pytest.mark.parametrize("name", FILES)
def test_nothing_of_a_person_stands_in_the_store(name: str, tmp_path: Path) -> None:
    settings = Settings.load(home=tmp_path, database_url=f"sqlite:///{tmp_path / 'catalogue.db'}")
    store = open_store(settings)
    result = store.upload(
        FILES[name],
        "trajecten",
        by="test",
        organisation="uwv",
        quarter=kk.Quarter(2009, 1),
        filename="lijst.csv",
        answers={"werkplein:Breda": "nieuw"},
        scope=Scope.everything("rows"),
    )
    assert result.status != "stored"
    assert _told(repr(result)) == []
    with sqlite3.connect(tmp_path / "catalogue.db") as database:
        assert _told("\n".join(database.iterdump())) == []
    kept = [path for path in tmp_path.rglob("*") if path.is_file() and "catalogue" not in path.name]
    assert [path.name for path in kept if path.suffix in (".parquet", ".csv")] == []
