"""Results as a program reads them: unrounded, a missing number is null."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ketenkpi.vocabulary import Quarter, Text

if TYPE_CHECKING:
    import pandas as pd


def exact(value: Any) -> Any:
    """A value as JSON takes it; dataclasses become objects, texts both languages."""
    if isinstance(value, Quarter):
        return str(value)
    if isinstance(value, Text):
        return {"nl": value.nl, "en": value.en}
    if dataclasses.is_dataclass(value):
        fields = dataclasses.fields(value)
        return {each.name: exact(getattr(value, each.name)) for each in fields}
    if isinstance(value, Mapping):
        return {str(name): exact(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [exact(each) for each in value]
    return _plain(value)


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, Decimal):
        return float(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    number = value.item() if hasattr(value, "item") else value
    missing = not isinstance(number, str | bool | int) and not _finite(number)
    return None if missing else number


def _finite(value: Any) -> bool:
    return isinstance(value, float) and math.isfinite(value)


def exact_rows(
    frame: pd.DataFrame, quarters: Sequence[str] = ("kwartaal",)
) -> list[dict[str, Any]]:
    """Rows as JSON takes them: quarters as 2009K1, missing as null, numbers as they are."""
    return [_exact_row(row, quarters) for row in frame.to_dict("records")]


def _exact_row(row: Mapping[Any, Any], quarters: Sequence[str]) -> dict[str, Any]:
    found = {str(name): exact(value) for name, value in row.items()}
    for name in quarters:
        if found.get(name) is not None:
            found[name] = str(Quarter.from_index(found[name]))
    return found
