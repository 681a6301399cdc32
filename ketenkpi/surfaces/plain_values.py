"""Results as a program reads them: unrounded, a missing number is null."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ketenkpi.vocabulary import Quarter, Text


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
