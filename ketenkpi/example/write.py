"""The whole example set into a folder, in the order in which it is uploaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ketenkpi.example import context, cooperation, employers, practice, resources, surveys
from ketenkpi.example.aggregates import COLUMNS as STOCK_COLUMNS
from ketenkpi.example.aggregates import stand_stroom
from ketenkpi.example.applications import simulate
from ketenkpi.example.csv_files import Columns, Encoding, columns_of, number_of, write_csv
from ketenkpi.example.delivery import SpellTexts, describe, trajecten
from ketenkpi.example.places import REGISTER
from ketenkpi.example.spells import Spells
from ketenkpi.example.steps import stappen
from ketenkpi.example.truths import FIRST, LAST, TRUTHS, planted_yaml
from ketenkpi.vocabulary import Quarter

# One Werkplein must have had 320 spells halfway through for the practice file.
SMALLEST = 8_000


@dataclass(frozen=True)
class ExampleFile:
    """One file: what it is, the quarter it is delivered over, and the days it covers."""

    contract: str
    path: Path
    quarter: Quarter
    observed_from: date
    observed_until: date


@dataclass(frozen=True)
class ExampleSet:
    """What `write_example` wrote; `practice` is not for the demo."""

    folder: Path
    seed: int
    files: tuple[ExampleFile, ...]
    practice: tuple[ExampleFile, ...]
    planted: Path

    @property
    def uploads(self) -> tuple[tuple[str, Path], ...]:
        """(contract, file) in upload order: register first, later deliveries after earlier."""
        return tuple((file.contract, file.path) for file in self.files)


@dataclass(frozen=True)
class _Folder:
    path: Path

    def put(
        self,
        contract: str,
        columns: Columns,
        *,
        name: str = "",
        encoding: Encoding = "utf-8",
        first: Quarter = FIRST,
        last: Quarter = LAST,
    ) -> ExampleFile:
        """Write one file of a contract over the quarters `first`-`last`."""
        file = self.path / f"{name or f'{contract}_{first}-{last}'}.csv"
        write_csv(file, columns, encoding)
        return ExampleFile(contract, file, last, first.first_day, last.last_day)


def write_example(folder: Path, *, seed: int = 2010, spells: int = 60_000) -> ExampleSet:
    """Write the example files and `planted.yaml` into `folder` (made when it is not there).

    `spells` is about how many spells the fifteen Werkpleinen have together;
    the same seed and size give the same bytes. Raises ValueError for fewer
    than 8,000 spells, too few for the practice file.
    """
    if spells < SMALLEST:
        raise ValueError(f"the example needs at least {SMALLEST} spells, got {spells}")
    folder.mkdir(parents=True, exist_ok=True)
    truth = simulate(seed, spells)
    texts = describe(seed, truth)
    out = _Folder(folder)
    planted = folder / "planted.yaml"
    planted.write_bytes(planted_yaml(practice.listed()).encode())
    return ExampleSet(
        folder=folder,
        seed=seed,
        files=(*_register(out), *_cases(out, seed, truth, texts), *_others(out, seed, truth)),
        practice=_practice(out, seed, truth, texts),
        planted=planted,
    )


def _register(out: _Folder) -> Sequence[ExampleFile]:
    return (
        out.put(
            "werkpleinen",
            columns_of(context.PLACE_COLUMNS, context.places()),
            name="werkpleinen",
            encoding="utf-8-sig",
        ),
        out.put("context", columns_of(context.CONTEXT_COLUMNS, context.series()), name="context"),
    )


def _cases(out: _Folder, seed: int, truth: Spells, texts: SpellTexts) -> Sequence[ExampleFile]:
    with_files = np.array([p.case_files for p in REGISTER.places])[truth.place]
    late = truth.place == REGISTER.number[TRUTHS.late_werkplein]
    usual = np.isin(truth.place, [REGISTER.number[name] for name in TRUTHS.delivering_again])
    end, before = number_of(LAST.last_day), LAST + -1
    ordinary = trajecten(seed, truth, texts, end, with_files & ~late)
    earlier = trajecten(seed, truth, texts, number_of(before.last_day), late)
    later = trajecten(seed, truth, texts, end, late)
    name = TRUTHS.late_werkplein.lower()
    return (
        *(_so_far(out, seed, truth, texts, quarter, late | usual) for quarter in _before(before)),
        _so_far(out, seed, truth, texts, before, usual),
        out.put("trajecten", ordinary, encoding="utf-8-sig"),
        out.put("trajecten", earlier, name=f"trajecten_{name}_{FIRST}-{before}", last=before),
        out.put("trajecten", later, name=f"trajecten_{name}_{FIRST}-{LAST}"),
        out.put("stappen", stappen(seed, truth, texts), encoding="utf-8-sig"),
    )


def _before(last: Quarter) -> list[Quarter]:
    return [FIRST + ahead for ahead in range(last - FIRST)]


def _so_far(
    out: _Folder,
    seed: int,
    truth: Spells,
    texts: SpellTexts,
    quarter: Quarter,
    which: NDArray[np.bool_],
) -> ExampleFile:
    """All that the Werkpleinen that deliver every quarter knew at the end of one."""
    known = trajecten(seed, truth, texts, number_of(quarter.last_day), which)
    return out.put("trajecten", known, name=f"trajecten_kwartaal_{FIRST}-{quarter}", last=quarter)


def _others(out: _Folder, seed: int, truth: Spells) -> Sequence[ExampleFile]:
    without = [p for p in REGISTER.places if not p.case_files]
    tables: dict[str, tuple[Sequence[str], Sequence[Sequence[object]]]] = {
        "stand_stroom": (STOCK_COLUMNS, stand_stroom(truth, without)),
        "tevredenheid": (surveys.COLUMNS, surveys.answers(seed)),
        "klachten": (surveys.COMPLAINT_COLUMNS, surveys.complaints(seed)),
        "vacatures": (employers.COLUMNS, employers.vacancies(seed)),
        "middelen": (resources.COLUMNS, resources.resources(seed)),
        "samenwerking": (cooperation.SCAN_COLUMNS, cooperation.scan(seed)),
        "fasen": (cooperation.PHASE_COLUMNS, cooperation.phases()),
        "doelen": (cooperation.TARGET_COLUMNS, cooperation.targets()),
        "verdeling": (cooperation.KEY_COLUMNS, cooperation.keys()),
    }
    # The scan is the file with the accents: it comes in Windows-1252, as from
    # an older Excel, so that the demo shows that the encoding is recognised.
    encodings: dict[str, Encoding] = {"samenwerking": "cp1252", "tevredenheid": "utf-8-sig"}
    return [
        out.put(contract, columns_of(*table), encoding=encodings.get(contract, "utf-8"))
        for contract, table in tables.items()
    ]


def _practice(out: _Folder, seed: int, truth: Spells, texts: SpellTexts) -> tuple[ExampleFile, ...]:
    good = practice.mended(seed, truth, texts)
    spoiled = practice.spoiled(good)
    first = last = practice.QUARTER
    return (
        out.put("trajecten", spoiled, name="trajecten_met_fouten", first=first, last=last),
        out.put("trajecten", good, name="trajecten_hersteld", first=first, last=last),
    )
