"""What a question is asked within: a value that nobody knows is refused, with the nearest names.

Known is what counts hold, and what register and vocabularies do: of a Werkplein that delivered
nothing, or a scheme that nobody has, the answer has no rows, and that is an answer. Of one
that is misspelled it would look the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ketenkpi.asked import nearest
from ketenkpi.counts import Counts
from ketenkpi.errors import UsageError
from ketenkpi.indicators.grouping import REGION_UNKNOWN
from ketenkpi.indicators.tables import ALL, Tables
from ketenkpi.register import load_register, require_places
from ketenkpi.vocabularies import vocabularies

Where = Mapping[str, Sequence[object]]
UNKNOWN = "onbekend"


def require_known(where: Where, tables: Tables, regio_of: Mapping[str, str]) -> None:
    """Raise UsageError for a Werkplein, region, scheme or target group that nobody knows."""
    if "werkplein" in where:
        require_places(where["werkplein"], tables.counts.known, tables.network.names)
    require_regions(where, regio_of.values())
    require_cases(where, tables.counts)


def require_regions(where: Where, held: Iterable[str]) -> None:
    """Raise UsageError for a region that no Werkplein lies in and the register does not know."""
    there = sorted({*held, REGION_UNKNOWN})
    for name in where.get("regio", ()):
        if name not in there and load_register().region(str(name)) is None:
            _refuse("regio", name, there)


def require_cases(where: Where, counts: Counts) -> None:
    """Raise UsageError for a scheme or target group of no vocabulary that no counts hold."""
    words = vocabularies()
    for dim, known in (("regeling", words.schemes.stored), ("doelgroep", words.groups.entries)):
        usual = {*known, ALL, UNKNOWN}
        for value in where.get(dim, ()):
            if value not in usual and value not in set(_counted(dim, counts)):
                _refuse(dim, value, usual)


def _counted(dim: str, counts: Counts) -> Iterator[str]:
    for table in counts.tables.values():
        if dim in table.column_names:
            yield from table[dim].unique().to_pylist()


def _refuse(name: str, value: object, known: Iterable[str]) -> None:
    near = nearest(value, sorted(known))
    raise UsageError("indicators.unknown_value", name=name, value=value, near=near)
