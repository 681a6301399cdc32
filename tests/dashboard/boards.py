"""Tables of places beside each other, read back from a page."""

from __future__ import annotations

import html
import re

from streamlit.testing.v1 import AppTest

from ketenkpi.scope import Scope
from ketenkpi.store import Store
from ketenkpi.vocabulary import Quarter
from tests.dashboard.small import NOORD, ZUID


def in_region(store: Store, north: str = "Kust", south: str = "Kust") -> None:
    """Both Werkpleinen of the small installation are in a region, that of the coast unless said."""
    regions = {NOORD: north, ZUID: south}
    rows = (f"{each};{each};{region}" for each, region in regions.items())
    places = "\n".join(("werkplein;naam;arbeidsmarktregio", *rows, ""))
    found = store.upload(
        places.encode(), "werkpleinen", by="test", organisation="samen",
        quarter=Quarter(2009, 4), filename="werkpleinen.csv", scope=Scope.everything())  # fmt: skip
    assert found.status == "stored", found.findings


def tables(app: AppTest, kind: str = "kk-board") -> list[str]:
    """The tables of a page by the class they begin with."""
    return [item.value for item in app.html if f'class="{kind}' in item.value]


def cells(table: str, name: str) -> list[str]:
    """The texts in the row of a place."""
    (row,) = re.findall(rf'<th scope="row">(?:<a [^>]*>)?{re.escape(html.escape(name))}.*?</tr>',
                        table)  # fmt: skip
    cells = re.findall(r"<td[^>]*>(.*?)</td>", row)
    return [html.unescape(re.sub("<[^>]*>", " ", cell)).strip() for cell in cells]


def values(store: Store, key: str, column: str) -> dict[str, float]:
    """The figure of the library by place, of 2009K3."""
    where = {"kwartaal": [Quarter(2009, 3).index]}
    frame = store.figures([key], (column, "kwartaal"), Scope.everything(), where)
    return dict(zip(frame[column], frame["value"], strict=True))
