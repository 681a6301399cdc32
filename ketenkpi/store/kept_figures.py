"""Figures by place and quarter that were made before, kept by what they are made of.

A delivery of complaints changes no figure of spells. So what is kept is known by what it
follows from, and not by the version of the store: the files of its tallies, what is told
of the contracts they come from, between which days cases were followed, the Werkpleinen
and quarters there are, its definition and the program. All figures of a hundred
Werkpleinen over ten years take 12 s to make and 0.5 s to read.

Everything here can be made again. Of each indicator the last few are kept.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from ketenkpi.counts import TALLIES, Counts
from ketenkpi.counts.pieces import Manifest, read_list
from ketenkpi.digest import sha256_of_all
from ketenkpi.indicators import Indicator, needed
from ketenkpi.indicators.tables import FLOWS, STOCK, TOTALS
from ketenkpi.settings import CONFIG
from ketenkpi.store.in_memory import InMemory
from ketenkpi.store.vintages import PastCounts, read_kept
from ketenkpi.vocabulary import quarter_index

if TYPE_CHECKING:
    import pandas as pd

BY = ("werkplein", "regio", "kwartaal")
FOLDER = "now"
# A correction and the state before it, of who withdraws and delivers again.
KEPT = 3
# Reading a hundred of them takes half a second. All figures of one page are some 40 MB.
MOST_BYTES = 96 * 2**20
READ: InMemory[pd.DataFrame] = InMemory(MOST_BYTES)
# Cases, their steps and totals speak of the same people: whether a figure of one is
# whole is told by what was delivered of the others.
PEOPLE = frozenset({"trajecten", "stappen", TOTALS})


class KeptFigures:
    """The figures of one state of the counts, of all Werkpleinen.

    path: the list of its counts. told: its counts with no tally read, for who delivered
    what. places: the Werkpleinen and quarters there are, and the first that has figures.
    own: the state of the definitions and words of the installation itself.
    """

    def __init__(
        self,
        past: PastCounts,
        path: Path,
        told: Counts,
        places: Sequence[object],
        own: Sequence[object],
        level: float,
    ) -> None:
        self._past, self._path, self._counts = past, path, told
        self._places, self._own, self._level = places, own, level
        self._told_of: dict[frozenset[str], str] = {}

    @staticmethod
    def holds(by: Sequence[str], where: Mapping[str, Sequence[object]]) -> bool:
        """Whether such figures are kept: of all cases, by place and quarter, of some quarters."""
        of_quarters = "kwartaal" in by and set(where) == {"kwartaal"}
        return set(by) <= set(BY) and (not where or of_quarters)

    def figures(
        self,
        chosen: Mapping[str, Indicator],
        by: Sequence[str],
        where: Mapping[str, Sequence[object]],
        regions: Mapping[str, str],
        make: Callable[[Mapping[str, Indicator]], pd.DataFrame],
    ) -> pd.DataFrame:
        """The rows of these indicators, one after the other; `make` gives those that lack.

        where: of these quarters only, which is cut out of that of all or kept beside it.
        regions: of each Werkplein, where these are by region.
        """
        import pandas as pd

        found: dict[str, pd.DataFrame] = {}
        for key, indicator in chosen.items():
            held = _read(self._file(indicator, by, {}, regions))
            mine = None if held is None else within(held, where)
            if mine is None and where:
                mine = _read(self._file(indicator, by, where, regions))
            if mine is not None:
                found[key] = mine
        lacking = {key: one for key, one in chosen.items() if key not in found}
        if lacking or not chosen:
            fresh = make(lacking)
            found |= {str(key): mine for key, mine in fresh.groupby("indicator", sort=False)}
            for key in set(found) & set(lacking):
                file = self._file(lacking[key], by, where, regions)
                keep_newest(self._past, file, _to_parquet(found[key]), KEPT)
        parts = [found[key] for key in chosen if key in found]
        return pd.concat(parts, ignore_index=True) if parts else fresh

    def _file(
        self,
        indicator: Indicator,
        by: Sequence[str],
        where: Mapping[str, Sequence[object]],
        regions: Mapping[str, str],
    ) -> Path:
        quarters = [quarter_index(quarter) for quarter in where.get("kwartaal", ())]
        tallies = needed([indicator], {}, by).tallies
        made_of = {
            "program": program(),
            "definition": (indicator.key, indicator.version),
            "own": self._own,
            "regions": sorted(regions.items()),
            "quarters": sorted(quarters) if where else None,
            "level": self._level,
            "files": self._files(tallies),
            "windows": self._manifest.return_windows,
            "shown": [str(quarter) for quarter in self._manifest.quarters or ()],
            "places": self._places,
            "told": self._told(frozenset(_spoken_of(tallies))),
        }
        name = hashlib.sha256(json.dumps(made_of).encode()).hexdigest()
        # Apart, so that what is asked of some quarters never drives out that of all.
        stem = "-".join([*(["some"] if where else []), indicator.key, *by, name])
        return self._past.folder / FOLDER / f"{stem}.parquet"

    def _files(self, tallies: Sequence[str]) -> list[str]:
        """The files of its tallies, and of the days between which cases were followed."""
        read = {*tallies, "_observed"}
        return [piece.file for piece in self._manifest.pieces if piece.series.table in read]

    @cached_property
    def _manifest(self) -> Manifest:
        return read_list(self._path)

    def _told(self, of: frozenset[str]) -> str:
        """What is told of these tallies and contracts: where each has rows, or has not."""
        if of not in self._told_of:
            counts = self._counts
            every = (counts.places, counts.nothing, counts.lacking, counts.beside)
            self._told_of[of] = _digest(_about(table, of) for table in every)
        return self._told_of[of]


def _read(file: Path) -> pd.DataFrame | None:
    """A kept table; its name tells what it holds, so one that was read before is the same."""
    import pandas as pd

    held = READ.get(file)
    if held is None:
        held = read_kept(file, pd.read_parquet)
        if held is not None:
            READ.put(file, held, int(held.memory_usage(deep=False).sum()))
    return held


def _spoken_of(tallies: Iterable[str]) -> Iterable[str]:
    """The names under which anything is told of the contracts that these tallies come from."""
    contracts = {TALLIES[tally].contract for tally in tallies}
    if contracts & PEOPLE:
        contracts |= PEOPLE
        yield from (FLOWS, STOCK)
    yield from contracts
    yield from (name for name, tally in TALLIES.items() if tally.contract in contracts)


def _about(table: pa.Table, of: Collection[str]) -> pa.Table:
    # Where totals count beside case files, the partner stands behind the contract.
    name = pc.list_element(pc.split_pattern(table["of"], "/"), 0)
    return table.filter(pc.is_in(name, pa.array(sorted(of), pa.string()))).combine_chunks()


def _digest(tables: Iterable[pa.Table]) -> str:
    found = hashlib.sha256()
    for table in tables:
        for column in table.columns:
            # Texts as numbers and the few words they stand for: there are 120,000 rows.
            values = column.combine_chunks()
            if pa.types.is_string(values.type):
                coded = values.dictionary_encode()
                found.update(json.dumps(coded.dictionary.to_pylist()).encode())
                values = coded.indices
            found.update(f"{len(values)};".encode() + values.to_numpy().tobytes())
    return found.hexdigest()


def _to_parquet(table: pd.DataFrame) -> Callable[[Path], object]:
    return lambda out: table.to_parquet(out, index=False)


def keep_newest(past: PastCounts, file: Path, write: Callable[[Path], object], most: int) -> None:
    """Keep a file under a name that ends in what it is made of, and only a few before it."""
    past.keep(file, write)
    name, _, _ = file.stem.rpartition("-")
    for old in sorted(file.parent.glob(f"{name}-*{file.suffix}"), key=_age)[:-most]:
        old.unlink(missing_ok=True)


def _age(path: Path) -> float:
    return path.stat().st_mtime


@cache
def program() -> str:
    """The hash of all code and definitions: another program may give other figures."""
    package = Path(__file__).parents[1]
    sources = [*sorted(package.rglob("*.py")), *sorted(CONFIG.rglob("*.yaml"))]
    return sha256_of_all(sources)


def within(figures: pd.DataFrame, where: Mapping[str, Sequence[object]]) -> pd.DataFrame | None:
    """The rows of the quarters asked (all without any); None where they do not tell.

    So where a quarter has no rows, and where a figure is split: what it is split by is what
    occurs in the quarters asked.
    """
    if "kwartaal" not in where:
        return figures
    asked = {quarter_index(quarter) for quarter in where["kwartaal"]}
    known = set(figures["kwartaal"].unique().tolist())
    if not asked <= known or figures["split"].notna().any():
        return None
    return figures[figures["kwartaal"].isin(asked)]
