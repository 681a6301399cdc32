"""What waits for an explanation and what has one, as tables and labels."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dashboard.words import say
from ketenkpi.contracts import load_contracts
from ketenkpi.store import Explanation, OddValue
from ketenkpi.wording import Language

# As many as fit on a page; the command line and --json give all.
SHOWN = 50


def waiting_table(points: Sequence[OddValue], language: Language) -> pd.DataFrame:
    """One row per value that waits for an explanation, by its number."""
    rows = [
        (number, _kind(point.contract, language), point.finding.message(language))
        for number, point in enumerate(points[:SHOWN], start=1)
    ]
    names = ("number", "kind", "what")
    frame = pd.DataFrame(rows, columns=[say(f"uitleg.column_{name}", language) for name in names])
    return frame.set_index(frame.columns[0])


def kept_table(explanations: Sequence[Explanation], language: Language) -> pd.DataFrame:
    """One row per explanation: of which place and what, the text, and by whom and when."""
    rows = [
        (
            each.werkplein,
            _kind(each.contract, language),
            each.title(language),
            "; ".join(filter(None, (each.row, each.value))),
            each.text,
            each.said(language),
        )
        for each in explanations
    ]
    names = ("place", "kind", "asked", "about", "text", "by")
    frame = pd.DataFrame(rows, columns=[say(f"uitleg.column_{name}", language) for name in names])
    return frame.set_index(frame.columns[0])


def label(number: int, point: OddValue) -> str:
    """A value that waits for an explanation, as it is chosen from a list."""
    return f"{number}. {point.column or point.rule}, {point.row}"


def _kind(contract: str, language: Language) -> str:
    return load_contracts()[contract].name.in_(language)
