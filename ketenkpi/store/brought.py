"""What a file brings for one contract: its rows, the places it takes, what was noticed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ketenkpi.catalogue import NewDelivery, NewUpload, Slot
from ketenkpi.contracts import Findings, Reading
from ketenkpi.store.prepare import Span
from ketenkpi.store.read_as import read_as
from ketenkpi.store.result import Request
from ketenkpi.store.rows import RowsPart


@dataclass(frozen=True)
class Brought:
    """What the file brings for one contract."""

    reading: Reading
    part: RowsPart
    deliveries: tuple[NewDelivery, ...]
    noticed: Findings

    @cached_property
    def slots(self) -> frozenset[Slot]:
        """The places it takes."""
        part = self.part
        return frozenset(
            Slot(part.contract, new.werkplein, part.quarter, new.partner, part.month)
            for new in self.deliveries
        )

    @cached_property
    def places(self) -> frozenset[str]:
        """The Werkpleinen it is of."""
        return frozenset(new.werkplein for new in self.deliveries)

    def as_upload(self, request: Request, partner: str, span: Span, rows_blob: str) -> NewUpload:
        """What the catalogue remembers of it."""
        reading = self.reading
        return NewUpload(
            contract=reading.contract,
            profile=reading.profile,
            constants=dict(request.constants),
            read_as=read_as(reading, request.wanted),
            filename=request.filename,
            source_sha256=reading.sha256,
            rows_blob=rows_blob,
            quarter=span.period.quarter.index,
            month=self.part.month,
            observed_from=self.part.observed_from,
            observed_until=span.observed_until,
            rows_read=reading.rows_read,
            rows_stored=reading.rows_stored,
            rows_rejected=reading.rows_rejected,
            delivered_by=request.by,
            organisation=partner,
            deliveries=self.deliveries,
            findings=reading.findings + self.noticed,
        )
