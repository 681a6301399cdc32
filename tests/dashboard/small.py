"""A small real installation: two invented Werkpleinen, four quarters, one delivery missing."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.store import Store, open_store
from ketenkpi.vocabulary import Quarter

HEAD = "traject_id;werkplein;regeling;melding;instroom;uitstroom;reden_uitstroom"
FIRST, LAST = Quarter(2009, 1), Quarter(2009, 4)
# Characters that mean something in Markdown and HTML: a name is only a name.
NOORD, ZUID = "Voorbeeldstad *Noord*", "Zuid <b>& Co</b>"


def spells(werkplein: str, count: int, seed: int, first: date = date(2009, 1, 2)) -> list[str]:
    """Rows of a trajecten file: half of the clients leave within some months, most to work."""
    chance = random.Random(seed)
    rows = []
    for number in range(count):
        begin = first + timedelta(days=chance.randrange(270))
        end = begin + timedelta(days=chance.randrange(10, 200))
        left = chance.random() < 0.7 and end <= LAST.last_day
        reason = chance.choice(("werk", "werk", "einde_recht")) if left else ""
        scheme = chance.choice(("WW", "WWB"))
        cells = (f"{seed}-{number}", werkplein, scheme, begin, begin, end if left else "", reason)
        rows.append(";".join(map(str, cells)))
    return rows


def csv(rows: list[str], head: str = HEAD) -> bytes:
    """The bytes of a file with these rows, as Excel writes it."""
    return ("\r\n".join([head, *rows]) + "\r\n").encode("utf-8-sig")


def installed(home: Path) -> Store:
    """A store with NOORD up to 2009K4 and ZUID only up to 2009K3."""
    store = open_store(Settings.load(home))
    for name, quarter, seed in ((NOORD, LAST, 1), (ZUID, Quarter(2009, 3), 2)):
        kept = [
            r
            for r in spells(name, 160, seed)
            if date.fromisoformat(r.split(";")[3]) <= quarter.last_day
        ]
        result = store.upload(
            csv(kept), "trajecten", by="test", organisation="samen", quarter=quarter,
            observed_from=FIRST.first_day, filename="trajecten.csv",
            answers={"werkplein": "nieuw"}, scope=Scope.everything())  # fmt: skip
        assert result.status == "stored", result.findings
    return store
