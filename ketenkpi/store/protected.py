"""The protected view of each state of the counts: made once, kept beside them.

Every pattern that was ever used is a release: figures were shown by it. So the
folder `disclosure` of an installation is not a cache but a memory, and belongs
in its backup. A release that nobody ever asked for was never made. Each holds
what the ones before it made known, and names them: two that were made at the same
time do not know each other, and are both read by the next.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from ketenkpi.counts import Counts
from ketenkpi.disclosure import (
    Decided,
    Protection,
    Release,
    Rules,
    load_rules,
    pattern,
    rounded,
)
from ketenkpi.indicators import Indicator, indicators
from ketenkpi.scope import Scope

if TYPE_CHECKING:
    import pandas as pd

FOLDER = "disclosure"
PRIVATE_FOLDER = 0o700
FIGURES = "figures.parquet"
REMEMBERED = "remembered.json"
# Releases of which the pattern stays in memory; one takes some 30 MB.
KEPT = 4


@dataclass(frozen=True)
class CountsState:
    """What figures are made of: the name of the counts, the counts, the region per Werkplein."""

    name: str
    counts: Callable[[], Counts]
    regions: Mapping[str, str]


def protected(
    home: Path,
    state: CountsState,
    known: Mapping[str, Indicator],
    figures: pd.DataFrame,
    by: Sequence[str],
    where: Mapping[str, Sequence[object]] | None,
    scope: Scope,
    level: float,
) -> pd.DataFrame:
    """`figures`, asked with `by`, `where` and `scope`, without what may not be shown."""
    rules = load_rules()
    if rules.mode == "round":
        return rounded(figures, known, rules, level)
    folder = release(home, state, known, rules)
    view = Protection(_decided(folder), state.regions, known, rules)
    return view.apply(figures, by, where, scope.werkpleinen)


def decided(
    home: Path, state: CountsState, known: Mapping[str, Indicator], scope: Scope
) -> pd.DataFrame:
    """The whole pattern with its reasons; of single Werkpleinen only those in scope."""
    table = _decided(release(home, state, known, load_rules())).figures
    inside = [
        level != "werkplein" or scope.allows(str(place))
        for level, place in zip(table["place_level"], table["place"], strict=True)
    ]
    return table[inside].reset_index(drop=True)


def release(home: Path, state: CountsState, known: Mapping[str, Indicator], rules: Rules) -> Path:
    """The folder of the release of this state; worked out the first time only."""
    folder = home / FOLDER
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    name = _name(state, known, rules)
    before = sorted(each for each in folder.iterdir() if each.name[0] != ".")
    found = [each for each in before if each.name.endswith(name)]
    return found[0] if found else _made(folder, name, before, state, known, rules)


def _name(state: CountsState, known: Mapping[str, Indicator], rules: Rules) -> str:
    defined = repr([(key, each.version) for key, each in sorted(known.items())])
    placed = repr(sorted(state.regions.items()))
    rest = hashlib.sha256((defined + placed + rules.key).encode()).hexdigest()
    return f"{state.name[:16]}-{rest[:16]}"


def _made(
    folder: Path,
    name: str,
    before: list[Path],
    state: CountsState,
    known: Mapping[str, Indicator],
    rules: Rules,
) -> Path:
    counts = state.counts()

    def figures(keys: Sequence[str], by: Sequence[str]) -> pd.DataFrame:
        return indicators(counts, keys=keys, by=by, definitions=known, by_day=False)

    earlier = [Release.read(each) for each in not_remembered(before)]
    found = pattern(figures, known, state.regions, rules, earlier)
    draft = Path(mkdtemp(prefix=".", dir=folder))
    found.release.write(draft)
    found.figures.to_parquet(draft / FIGURES, index=False)
    (draft / REMEMBERED).write_text(json.dumps([each.name for each in before]), encoding="utf-8")
    target = folder / f"{len(before):06d}-{name}"
    # Refused when another process made it in the meantime: that one, the same
    # to the last figure, then stands there.
    if not target.exists():
        os.replace(draft, target)
    return target


def not_remembered(releases: Sequence[Path]) -> list[Path]:
    """The releases, from old to new, that no other one holds; one of 2026-11-29 or before holds
    its own figures only."""
    held = {name for each in releases for name in _remembered(each)}
    return [each for each in releases if each.name not in held]


def _remembered(release: Path) -> list[str]:
    file = release / REMEMBERED
    return list(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else []


@lru_cache(maxsize=KEPT)
def _decided(folder: Path) -> Decided:
    import pandas as pd

    return Decided(pd.read_parquet(folder / FIGURES))
