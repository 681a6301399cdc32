"""ketenkpi: chain performance indicators per Werkplein, from uploaded quarterly files.

The stages in the order the data goes, each importing only earlier ones:

    contracts    bytes -> typed rows, or findings that say what to mend
    catalogue    rows -> immutable Parquet and one catalogue row; life cycle, audit
    counts       rows -> additive tallies, on any dataframe engine
    stats        estimators on arrays; know nothing of Werkpleinen
    indicators   tallies -> estimates with interval, n and method, or a reason
    store        all of it together on one installation's data
    cli          the `ketenkpi` command

The names below are what most users need. They are looked up at first use, so
that `import ketenkpi` loads no dataframe library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ketenkpi.contracts import check, load_contracts, read
    from ketenkpi.counts import Counts, count
    from ketenkpi.indicators import indicators, load_indicators
    from ketenkpi.scope import Scope
    from ketenkpi.settings import Settings
    from ketenkpi.store import open_store
    from ketenkpi.vocabulary import Quarter

_HOME = {
    "check": "contracts",
    "read": "contracts",
    "load_contracts": "contracts",
    "count": "counts",
    "Counts": "counts",
    "indicators": "indicators",
    "load_indicators": "indicators",
    "open_store": "store",
    "Scope": "scope",
    "Settings": "settings",
    "Quarter": "vocabulary",
}

__all__ = [
    "Counts",
    "Quarter",
    "Scope",
    "Settings",
    "check",
    "count",
    "indicators",
    "load_contracts",
    "load_indicators",
    "open_store",
    "read",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'ketenkpi' has no attribute '{name}'")
    return getattr(import_module(f"ketenkpi.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
