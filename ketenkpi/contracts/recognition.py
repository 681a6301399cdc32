"""Which kind of file is this? By its name, else by the names of its columns."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from ketenkpi.contracts.contract import load_contracts
from ketenkpi.contracts.dialect import HEAD, SEPARATORS, name_key
from ketenkpi.contracts.profile.definition import load_profiles


@dataclass(frozen=True, slots=True)
class Recognised:
    """The contract, or the profile, that fits a file; exactly one of both."""

    contract: str | None = None
    profile: str | None = None

    def __post_init__(self) -> None:
        if (self.contract is None) == (self.profile is None):
            raise ValueError("a file is recognised as a contract or by a profile")


def recognise(source: Path | bytes, filename: str) -> Recognised | None:
    """What a file seems to be; None when nothing fits or two kinds fit equally well.

    A name in which that of a contract stands as a word decides. Else the first row of a
    text file does: a contract fits when all its required columns are there, a
    profile when all columns it reads are; the one with most columns wins. A
    suggestion only: the check tells whether it is right.
    """
    contracts = load_contracts()
    named = [key for key in contracts if _names(filename.casefold(), key)]
    if named:
        return Recognised(contract=max(named, key=len))
    head = source[:HEAD] if isinstance(source, bytes) else _head(source)
    fits: list[tuple[int, Recognised]] = []
    for names in _first_rows(head):
        fits += [
            (len(names & {name_key(name) for name in contract.names}), Recognised(contract=key))
            for key, contract in contracts.items()
            if {name_key(c.name) for c in contract.columns if c.required} <= names
        ]
        fits += [
            (len(profile.source_columns), Recognised(profile=key))
            for key, profile in load_profiles().items()
            if profile.format == "csv" and {name_key(n) for n in profile.source_columns} <= names
        ]
    most = max((size for size, _ in fits), default=0)
    best = [kind for size, kind in fits if size == most]
    return best[0] if len(best) == 1 else None


def _names(filename: str, key: str) -> bool:
    # 'sjabloon_trajecten.xlsx' and 'stand_stroom 2009.csv', but not 'wachtstappen.csv'.
    return re.search(rf"(?<![a-z]){key}(?![a-z])", filename) is not None


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD)


def _first_rows(head: bytes) -> list[set[str]]:
    """The names in the first row that has any, read with each separator."""
    text = head.decode("utf-8-sig", errors="replace").lstrip("\r\n")
    if text.casefold().startswith("sep="):
        text = text.partition("\n")[2].lstrip("\r\n")
    rows = []
    for separator in SEPARATORS:
        row = next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), [])
        if len(row) > 1:
            rows.append({name_key(name) for name in row})
    return rows
