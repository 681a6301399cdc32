"""Which kind of file is this? By the names of its columns, and by its name where they fit."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ketenkpi.contracts.contract import load_contracts
from ketenkpi.contracts.dialect import SEPARATORS, name_key
from ketenkpi.contracts.ends import PIECE, head_of
from ketenkpi.contracts.findings import Finding
from ketenkpi.contracts.intake import Blocked, Intake
from ketenkpi.contracts.profile.definition import load_profiles
from ketenkpi.contracts.take_in import take_in
from ketenkpi.settings import Settings


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

    The columns of a text file or of any sheet of a workbook decide: a contract
    fits when all its required columns stand in one of the first rows, a profile
    when all columns it reads do; the one with most columns wins. A file that is no
    table fits a profile when its beginning looks as such files do. A name in which
    that of a contract stands as a word decides between kinds that fit, and alone
    when none does. A profile that continues another goes before it. A suggestion only:
    the check tells whether it is right.
    """
    fits = _by_columns(source)
    named = sorted(
        (key for key in load_contracts() if _names(filename.casefold(), key)), key=len, reverse=True
    )
    for key in named:
        if not fits or Recognised(contract=key) in fits:
            return Recognised(contract=key)
    most = max(fits.values(), default=0)
    best = _without_continued([kind for kind, size in fits.items() if size == most])
    return best[0] if len(best) == 1 else None


def _without_continued(kinds: Sequence[Recognised]) -> list[Recognised]:
    """An own profile reads the same columns as the one it continues, and knows more codes."""
    found = load_profiles()
    continued = {found[kind.profile].continues for kind in kinds if kind.profile}
    return [kind for kind in kinds if kind.profile is None or kind.profile not in continued]


def unreadable(source: Path | bytes) -> Finding | None:
    """Why a file that is not recognised is none of any kind: damaged, encrypted, a document.

    None when it is a text or a workbook. Of a text only the beginning is looked at.
    """
    with tempfile.TemporaryDirectory(prefix="recognise-") as folder:
        try:
            _taken_in(source, Path(folder))
        except Blocked as stop:
            return stop.finding
    return None


def _names(filename: str, key: str) -> bool:
    # 'sjabloon_trajecten.xlsx' and 'stand_stroom 2009.csv', but not 'wachtstappen.csv'.
    return re.search(rf"(?<![a-z]){key}(?![a-z])", filename) is not None


def _by_columns(source: Path | bytes) -> dict[Recognised, int]:
    """The kinds whose columns stand in one of the first rows, each with how many."""
    kinds = [*_kinds()]
    fits = _by_form(source)
    with tempfile.TemporaryDirectory(prefix="recognise-") as folder:
        for names in _first_rows(source, Path(folder)):
            for kind, needed, known in kinds:
                if needed and needed <= names:
                    fits[kind] = max(fits.get(kind, 0), len(known & names))
    return fits


def _by_form(source: Path | bytes) -> dict[Recognised, int]:
    """The profiles of files that are no table, where the beginning looks as theirs does."""
    begin = source[:PIECE] if isinstance(source, bytes) else _begin(source)
    return {
        Recognised(profile=key): len(profile.source_columns)
        for key, profile in load_profiles().items()
        if profile.layout is not None and profile.layout.seems(begin, profile.source_columns)
    }


def _kinds() -> Iterator[tuple[Recognised, frozenset[str], frozenset[str]]]:
    """Every kind, with the keys of the columns it needs and of those it knows."""
    for key, contract in load_contracts().items():
        needed = frozenset(name_key(c.name) for c in contract.columns if c.required)
        yield Recognised(contract=key), needed, frozenset(map(name_key, contract.names))
    for key, profile in load_profiles().items():
        if profile.format == "csv":
            names = frozenset(map(name_key, profile.source_columns))
            yield Recognised(profile=key), names, names


def _first_rows(source: Path | bytes, staging: Path) -> Iterator[frozenset[str]]:
    """The keys of the cells of each of the first rows, read with every separator."""
    try:
        intakes = _taken_in(source, staging)
    except Blocked:
        # What is wrong with it, its check will say.
        return
    for intake in intakes:
        head = head_of(intake.path)
        for separator in (";",) if intake.sheet else SEPARATORS:
            for row in head.first(separator):
                if len(row.filled) > 1:
                    yield frozenset(name_key(row.cells[place]) for place in row.filled)


def _taken_in(source: Path | bytes, staging: Path) -> tuple[Intake, ...]:
    """The texts of a file, of a text only the beginning, up to the last whole line.

    Raises Blocked when it cannot be read.
    """
    begin = source[:PIECE] if isinstance(source, bytes) else _begin(source)
    file = staging / "source"
    if not begin.startswith(b"PK"):
        file.write_bytes(_whole_lines(begin))
    elif isinstance(source, bytes):
        file.write_bytes(source)
    else:
        file = source
    return take_in(file, staging, Settings.load().limits)


def _begin(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(PIECE)


def _whole_lines(begin: bytes) -> bytes:
    if len(begin) < PIECE:
        return begin
    # In UTF-16 an LF is two bytes, of which the NUL may stand behind it.
    end = begin.rfind(b"\n") + 1
    return begin[: end + end % 2] if b"\x00" in begin[:64] else begin[:end] or begin
