"""One file full of faults to practise on, and the same file mended.

Truth 5. The rows are those of Proefstede as it would have delivered them over
2009K2; neither file is part of the loaded demo. Every fault stands at a fixed
line, numbered as the spreadsheet does (header = 1).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ketenkpi.example.csv_files import number_of
from ketenkpi.example.delivery import SpellTexts, trajecten
from ketenkpi.example.places import REGISTER
from ketenkpi.example.spells import Spells
from ketenkpi.vocabulary import Quarter

WERKPLEIN = "Proefstede"
QUARTER = Quarter(2009, 2)
ROWS = 320
COPIED_LINE = 15


@dataclass(frozen=True)
class PlantedFault:
    """A fault at a line: the cells as they were spoiled, the one to be reported first."""

    line: int
    kind: str
    level: str
    cells: Mapping[str, str]


# Whole rows are spelled out where one changed cell would break a second rule.
_LATER = ("aanvraag", "besluit", "eerste_betaling", "termijn", "uitstroom", "reden_uitstroom")
_EMPTY_DATES = dict.fromkeys(_LATER, "")

FAULTS = (
    PlantedFault(12, "datum_bestaat_niet", "fout", {"instroom": "31-02-2009"}),
    PlantedFault(27, "jaar_twee_cijfers", "fout", {"melding": "14-03-09"}),
    PlantedFault(41, "onbekende_code", "fout", {"regeling": "WWW"}),
    PlantedFault(58, "verplicht", "fout", {"werkplein": ""}),
    PlantedFault(73, "minstens_een", "fout", {"melding": "", "instroom": "", **_EMPTY_DATES}),
    PlantedFault(
        96,
        "volgorde",
        "uitleg",
        {
            "uitstroom": "02-03-2009",
            "instroom": "20-04-2009",
            **dict.fromkeys(_LATER[:4], ""),
            "reden_uitstroom": "werk",
        },
    ),
    # The same traject_id as in line 15; filled in from that line.
    PlantedFault(120, "dubbel", "fout", {"traject_id": ""}),
    # A day after the quarter that is delivered: seen only by who knows the
    # quarter, so by the store and not by a check of the file alone.
    PlantedFault(
        154, "buiten_kwartaal", "uitleg", {"melding": "15-08-2009", "instroom": "", **_EMPTY_DATES}
    ),
    PlantedFault(181, "geen_geheel_getal", "fout", {"geboortejaar": "1975,5"}),
    PlantedFault(190, "getal_ongeldig", "fout", {"geboortejaar": "ca. 1975"}),
    PlantedFault(207, "vereist", "fout", {"uitstroom": "", "reden_uitstroom": "werk"}),
    PlantedFault(244, "datum_met_tijd", "fout", {"aanvraag": "03-04-2009 13:45"}),
)


def mended(seed: int, spells: Spells, texts: SpellTexts) -> dict[str, list[str]]:
    """The columns without faults: the last spells Proefstede had reported by the quarter's end."""
    until = number_of(QUARTER.last_day)
    here = (spells.place == REGISTER.number[WERKPLEIN]) & ~spells.refused
    known = np.flatnonzero(here & (spells.melding <= until) & (spells.instroom <= until))
    which = np.zeros(len(spells), dtype=bool)
    which[known[-ROWS:]] = True
    return trajecten(seed, spells, texts, until, which)


def spoiled(columns: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """A copy of the mended columns with every fault of `FAULTS` put in."""
    result = {name: list(cells) for name, cells in columns.items()}
    for fault in FAULTS:
        for name, text in fault.cells.items():
            result[name][fault.line - 2] = text
    duplicate = next(fault for fault in FAULTS if fault.kind == "dubbel")
    result["traject_id"][duplicate.line - 2] = result["traject_id"][COPIED_LINE - 2]
    return result


def listed() -> list[dict[str, Any]]:
    """The faults for `planted.yaml`: line, column a finding points at, what is wrong, level."""
    result: list[dict[str, Any]] = []
    for fault in FAULTS:
        column, value = next(iter(fault.cells.items()))
        head = {"line": fault.line, "column": column, "kind": fault.kind, "level": fault.level}
        seen = {"same_as_line": COPIED_LINE} if fault.kind == "dubbel" else {"value": value}
        result.append(head | seen)
    return result
