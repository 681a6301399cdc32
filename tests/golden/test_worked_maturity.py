"""The cases of `config/worked/bekend`, done by hand: the newest quarter that is known."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

import polars as pl
import pytest

from ketenkpi.counts import Counts, count
from ketenkpi.indicators import indicators, newest_mature
from ketenkpi.settings import CONFIG
from ketenkpi.vocabulary import Quarter

FILE = CONFIG / "worked" / "bekend" / "kwartalen.md"
BEGAN = date(2008, 1, 1)
ROW = re.compile(r"\| (\w+) *\| ([\w:]*) *\| (\d{4}-\d\d-\d\d) *\| (\w*) *\|")


def cases() -> list[tuple[str, str, date, str]]:
    found = ROW.findall(FILE.read_text(encoding="utf-8"))
    return [(key, kind, date.fromisoformat(until), known) for key, kind, until, known in found]


@cache
def delivered(until: date) -> Counts:
    """Twenty benefits that begin every ten days and last 70, as known on that day."""
    begun = [BEGAN + timedelta(days=10 * number) for number in range(110)]
    rows = [
        {
            "werkplein": "Oost",
            "regeling": "WWB",
            "doelgroep": "jongere",
            "traject_id": f"{number}-{copy}",
            "melding": day,
            "aanvraag": day,
            "besluit": day + timedelta(days=20),
            "instroom": day,
            "uitstroom": day + timedelta(days=70),
            "reden_uitstroom": "werk",
        }
        for number, day in enumerate(begun)
        if day <= until
        for copy in range(20)
    ]
    return count({"trajecten": pl.DataFrame(rows)}, observed_from=BEGAN, observed_until=until)


def test_every_case_is_read() -> None:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    assert len(cases()) == sum(line.startswith("| ") for line in lines) - 1


@pytest.mark.parametrize(("key", "kind", "until", "known"), cases())
def test_the_newest_known_quarter_is_that_done_by_hand(
    key: str, kind: str, until: date, known: str
) -> None:
    figures = indicators(delivered(until), keys=[key])
    mine = figures[(figures["indicator"] == key) & (figures["split"].fillna("") == kind)]
    assert len(mine)
    newest = newest_mature(mine)[key]
    assert newest == (Quarter.parse(known).index if known else None)
