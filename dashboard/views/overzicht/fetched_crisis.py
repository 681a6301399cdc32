"""A place beside its region and the country, kept by `cached`."""

from __future__ import annotations

from dashboard import reads
from dashboard.basis import Basis
from dashboard.cached import cached
from ketenkpi.answer import Section
from ketenkpi.context.answers import section


@cached
def course(basis: Basis, code: str, subject: str) -> Section:
    """The lines of one subject; raises UserError where no quarter is common to all."""
    place = reads.places(basis)[code]
    werkplein, regio = (
        place.name if place.column == name else None for name in ("werkplein", "regio")
    )
    found = basis.store.context(basis.scope, subject, werkplein=werkplein, regio=regio)
    return section(found)
