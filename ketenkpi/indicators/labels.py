"""Figures in words: what analysts read, where programs read keys and numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import Language, say

if TYPE_CHECKING:
    import pandas as pd


def labelled(figures: pd.DataFrame, language: Language) -> pd.DataFrame:
    """The same rows with quarters as 2010K4, and unit, method, reason and note as sentences."""
    writers: Mapping[str, Callable[[Any], str]] = {
        "kwartaal": lambda index: str(Quarter.from_index(int(index))),
        "unit": lambda unit: say(f"units.{unit}", language),
        **dict.fromkeys(("method", "reason", "note"), lambda key: say(key, language)),
    }
    found = {name: write for name, write in writers.items() if name in figures}
    return figures.assign(**{name: _each(figures[name], write) for name, write in found.items()})


def _each(column: pd.Series[Any], write: Callable[[Any], str]) -> pd.Series[Any]:
    # Of millions of rows each of the few values is written once.
    texts = {value: write(value) for value in column.dropna().unique()}
    return column.map(texts).astype("str")
