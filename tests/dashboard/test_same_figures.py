"""Two hundred numbers on the screen are those of the library and of the file that is exported."""

from __future__ import annotations

import html
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pandas as pd
import pytest

from dashboard.components.chosen import TICKED
from ketenkpi.cli import main
from ketenkpi.scope import Scope
from ketenkpi.store import Store
from ketenkpi.vocabulary import Quarter
from tests.dashboard.conftest import Opened
from tests.dashboard.small import FIRST, LAST, NOORD, ZUID

pytestmark = pytest.mark.slow

ROW = re.compile(
    r'<tr><th scope="row"><a class="kk-go" href="([^"]*)">.*?</a>(.*?)</th>'
    r'<td class="kk-now">(.*?)</td><td class="kk-ends">(.*?)</td>'
)
NUMBER = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?")
SCHEMES = ("alle", "WW")
COLUMNS = {"value": "waarde", "low": "onder", "high": "boven"}
WANTED, SEED = 200, 15


@dataclass(frozen=True)
class Shown:
    """One number on a page: of which figure, which of its numbers, and how it is written."""

    place: str
    quarter: str
    scheme: str
    indicator: str
    part: str | None
    column: str
    written: str


def _on_page(opened: Opened, place: str, quarter: Quarter, scheme: str) -> Iterator[Shown]:
    """The figures with one value, and the ends of their interval, as *Alle cijfers* writes them."""
    app = opened("raster", plek=place, kwartaal=str(quarter), regeling=scheme, onderdelen=TICKED)
    (table,) = [item.value for item in app.html if "kk-rug" in item.value]
    for link, aside, now, ends in ROW.findall(table):
        (code,) = parse_qs(urlparse(html.unescape(link)).query)["indicator"]
        indicator, _, part = code.partition(":")
        told = re.findall(r"\d{4}K\d", aside)
        of = told[0] if told else str(quarter)
        numbers = NUMBER.findall(html.unescape(now))
        if "minstens" in now or "tussen" in now or len(numbers) != 1:
            continue
        written = {"value": now}
        if " tot " in ends:
            written["low"], written["high"] = ends.split(" tot ")
        for column, text in written.items():
            yield Shown(place, of, scheme, indicator, part or None, column, html.unescape(text))


def _same(written: str, value: float) -> bool:
    """Whether a number as it is written, '2,46 per jaar' or '66,0%', is `value` rounded so."""
    (number,) = NUMBER.findall(written)
    digits = len(number.partition(",")[2])
    read = float(number.replace(".", "").replace(",", "."))
    size = 100 if "%" in written else 1
    return abs(read - value * size) <= 0.5 * 10**-digits + 1e-9


@pytest.fixture
def shown(opened: Opened) -> list[Shown]:
    """A sample of all numbers of both places in every quarter that they delivered."""
    every = [
        number
        for place, last in ((NOORD, LAST), (ZUID, LAST + -1))
        for index in range(FIRST.index, last.index + 1)
        for scheme in SCHEMES
        for number in _on_page(opened, place, Quarter.from_index(index), scheme)
    ]
    return random.Random(SEED).sample(list(dict.fromkeys(every)), WANTED)


@pytest.fixture
def exported(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> pd.DataFrame:
    """The file that the command writes, of who may see the rows, as a spreadsheet reads it."""
    file = tmp_path / "cijfers.csv"
    assert main(["export", "--onbeveiligd", "--door", "test", "--uit", str(file)]) == 0
    capsys.readouterr()
    frame = pd.read_csv(file, sep=";", decimal=",", encoding="utf-8-sig", dtype={"kwartaal": str})
    return frame.drop_duplicates(
        ["indicator", "werkplein", "kwartaal", "regeling", "doelgroep", "onderdeel"]
    )


def _of_library(store: Store, number: Shown) -> float:
    where: dict[str, list[object]] = {
        "werkplein": [number.place],
        "kwartaal": [Quarter.parse(number.quarter).index],
    }
    if number.scheme != "alle":
        where["regeling"] = [number.scheme]
    by = ("werkplein", "kwartaal") + (("split",) if number.part else ())
    frame = store.figures([number.indicator], by, Scope.everything(), where)
    if number.part:
        frame = frame[frame["split"] == number.part]
    (value,) = frame[frame["indicator"] == number.indicator][number.column]
    return float(value)


def _of_file(exported: pd.DataFrame, number: Shown) -> float:
    rows = exported[
        (exported["indicator"] == number.indicator)
        & (exported["werkplein"] == number.place)
        & (exported["kwartaal"] == number.quarter)
        & (exported["regeling"] == number.scheme)
        & (exported["doelgroep"] == "alle")
        & (exported["onderdeel"] == (number.part or "alle"))
    ]
    (value,) = rows[COLUMNS[number.column]]
    return float(value)


def test_screen_library_and_export_say_the_same(
    shown: list[Shown], store: Store, exported: pd.DataFrame
) -> None:
    assert len(shown) == WANTED
    assert len({number.indicator for number in shown}) >= 12
    for number in shown:
        value = _of_library(store, number)
        assert _same(number.written, value), number
        assert _of_file(exported, number) == pytest.approx(value, rel=1e-12), number


def test_a_number_that_differs_is_found() -> None:
    assert _same("66,0%", 0.6604)
    assert not _same("66,0%", 0.6606)
    assert _same("1.234", 1234)
    assert not _same("1.234", 1.234)
    assert _same("2,46 per jaar", 2.4649)
