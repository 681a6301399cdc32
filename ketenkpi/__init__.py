"""ketenkpi: chain performance indicators per Werkplein, from uploaded quarterly files.

The stages in the order the data goes, each importing only earlier ones:

    vocabularies    words that rows are classified by, each with its time
    register        Werkpleinen, gemeenten and regions, each with its days
    research_model  the scan, the phases and what depends on what, as data
    contracts       bytes -> typed rows, or findings that say what to mend
    catalogue       rows -> immutable Parquet and one catalogue row; life cycle, audit
    counts          rows -> tallies that may be added, on any dataframe engine
    stats           estimators on arrays; know nothing of Werkpleinen
    indicators      tallies -> value, interval, n and method, or the reason there is none
    source          what a subject asks of what is delivered
    comparison      figures beside others, a target or the past
    context         a place beside its region and the country: crisis or us
    disclosure      what readers of figures may see; acts on counts
    cooperation     how far the partners work together
    chain           where clients go, how long they wait, what is open
    resources       money and people of both partners
    concepts        what each concept of the research model means, and where the paper has it
    programme       goals, agenda, norms and policy theory
    overview        figures of one place side by side, how they changed, their course
    store           all of it together on one installation's data
    jobs            what pages ask for and workers do, outside the pages
    example         invented Werkpleinen with truths planted in them
    surfaces        an answer as text, HTML, a workbook or data, in the reader's language
    charts          figures and answers as pictures
    methods         how each figure is made, as pages
    cli             the `ketenkpi` command

Beside them stand the modules that every stage may use, such as `errors`,
`vocabulary` and `scope`. The picture of it is in docs/architecture.md.

The names below are what most users need. They are looked up at first use, so
that `import ketenkpi` loads no dataframe library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ketenkpi.charts as charts
    from ketenkpi.contracts import check, load_contracts, read
    from ketenkpi.counts import Counts, count
    from ketenkpi.indicators import indicators, load_indicators
    from ketenkpi.scope import Scope
    from ketenkpi.settings import Settings
    from ketenkpi.store import open_store
    from ketenkpi.vocabulary import Quarter

__version__ = "0.1.0"

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
    "charts",
    "check",
    "count",
    "indicators",
    "load_contracts",
    "load_indicators",
    "open_store",
    "read",
]


def __getattr__(name: str) -> Any:
    if name == "charts":
        return import_module("ketenkpi.charts")
    if name not in _HOME:
        raise AttributeError(f"module 'ketenkpi' has no attribute '{name}'")
    return getattr(import_module(f"ketenkpi.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
