"""Circles: within which of them a pseudonym is one person and a case number one case.

Partners and places often number from 1 on, each for itself. Equal numbers then
say nothing: two places of 300 spells each, both with clients 1 to 250, would show
returns that nobody made. So rows are linked within their circle and no further.
A circle is a text: '' is everywhere, else it is the key of a Werkplein, or that
key and the partner that delivers ('Breda/uwv').
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import narwhals as nw

from ketenkpi.counts.sources import CASE_CIRCLE, CLIENT_CIRCLE

EVERYWHERE = ""
# What holds for rows that do not say it themselves.
Circle = Literal["werkplein", "overal"]
CIRCLES: tuple[Circle, ...] = ("werkplein", "overal")
# How wide a circle is, the widest first.
WIDTHS = ("overal", "werkplein", "partner")


def width(circle: str, werkplein: str) -> str:
    """How wide a circle of rows of this Werkplein is: one of WIDTHS."""
    if circle == EVERYWHERE:
        return "overal"
    return "werkplein" if circle == werkplein else "partner"


def narrowest(circles: Iterable[str], werkplein: str) -> str:
    """The narrowest width among these circles of rows of one Werkplein."""
    return max((width(circle, werkplein) for circle in circles), key=WIDTHS.index)


def unsaid(werkplein: str, circle: Circle) -> str:
    """The circle of a client whose row does not say it."""
    return EVERYWHERE if circle == "overal" else werkplein


def found_in(cell: Mapping[str, Any], circle: Circle) -> tuple[str, ...]:
    """The first and last circle of clients among the rows of a cell, sorted and each once.

    The narrowest is among them: 'Breda/uwv' sorts after 'Breda', and that after ''.
    """
    said = [cell[f"first_{CLIENT_CIRCLE}"], cell[f"last_{CLIENT_CIRCLE}"]]
    if cell[f"with_{CLIENT_CIRCLE}"] < cell["rows"]:
        said.append(unsaid(cell["werkplein"], circle))
    return tuple(sorted({each for each in said if each is not None}))


def circle_of_client(circle: Circle) -> nw.Expr:
    """The circle of the client of a row, as `kring`."""
    other = nw.lit(EVERYWHERE) if circle == "overal" else nw.col("werkplein")
    return nw.coalesce(nw.col(CLIENT_CIRCLE), other).alias("kring")


def circle_of_case() -> nw.Expr:
    """The circle of the case number of a row, as `zaak`; everywhere where no row says it."""
    return nw.col(CASE_CIRCLE).fill_null(EVERYWHERE).alias("zaak")
