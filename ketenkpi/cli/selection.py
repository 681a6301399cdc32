"""Which cases a command is about: what the options name, as the library takes it."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ketenkpi.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

    from ketenkpi.indicators import Indicator
    from ketenkpi.store import Store

FILTERS = ("werkplein", "regio", "kwartaal", "regeling", "doelgroep")
# A split of which the values are numbers.
NUMBERED = ("venster",)


def filters(options: argparse.Namespace) -> dict[str, list[Any]]:
    """The filters that were given, by dimension."""
    chosen: dict[str, list[Any]] = {name: list(getattr(options, name)) for name in FILTERS}
    return {name: values for name, values in chosen.items() if values}


def pinned(store: Store, options: argparse.Namespace) -> dict[str, list[Any]]:
    """The schemes, client groups and part of one indicator that a comparison is about."""
    chosen = {name: list(getattr(options, name)) for name in ("regeling", "doelgroep")}
    return {name: values for name, values in chosen.items() if values} | part_of(
        store, options.key, options.onderdeel
    )


def part_of(store: Store, key: str, part: str | None) -> dict[str, list[Any]]:
    """One value of what an indicator is split by; raises UsageError when it has no parts."""
    if part is None:
        return {}
    checked([key], store.indicators, "cli.no_indicator")
    split = store.indicators[key].split
    if split is None:
        raise UsageError("cli.no_parts", key=key)
    if split in NUMBERED and not part.isdecimal():
        raise UsageError("cli.part_is_number", value=part, key=key)
    return {split: [int(part) if split in NUMBERED else part]}


def versions_of_figures(known: Mapping[str, Indicator], figures: pd.DataFrame) -> dict[str, int]:
    """By which version of its definition each indicator in the figures was made."""
    return {key: known[key].version for key in figures["indicator"].unique()}


def checked(asked: Sequence[str], known: Sequence[str] | Mapping[str, Any], key: str) -> list[str]:
    """`asked` as a list; raises UsageError with sentence `key` for one that is not known."""
    for name in asked:
        if name not in known:
            raise UsageError(key, value=name, known=", ".join(known))
    return list(asked)
