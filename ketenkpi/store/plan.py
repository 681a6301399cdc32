"""A file against one state of the catalogue: what it brings, replaces, and what is noticed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ketenkpi.catalogue import (
    Blobs,
    DeliveryRecord,
    NewDelivery,
    NewUpload,
    Slot,
    Snapshot,
)
from ketenkpi.contracts import Findings, Reading
from ketenkpi.register import Register
from ketenkpi.store import noticed
from ketenkpi.store.prepare import Span, deliveries_of, later_rows, with_werkplein
from ketenkpi.store.result import Request
from ketenkpi.store.rows import NEWEST, Part, parts_of

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Piece:
    """What the file brings for one contract."""

    reading: Reading
    part: Part
    deliveries: tuple[NewDelivery, ...]
    noticed: Findings

    def slots(self) -> set[Slot]:
        """The places it takes."""
        contract, quarter = self.part.contract, self.part.quarter
        return {Slot(contract, new.werkplein, quarter, new.partner) for new in self.deliveries}

    def as_upload(self, request: Request, span: Span, rows_blob: str) -> NewUpload:
        """What the catalogue remembers of it."""
        reading = self.reading
        return NewUpload(
            contract=reading.contract,
            profile=reading.profile,
            constants=dict(request.constants),
            filename=request.filename,
            source_sha256=reading.sha256,
            rows_blob=rows_blob,
            quarter=span.quarter.index,
            observed_from=span.observed_from,
            observed_until=span.observed_until,
            rows_read=reading.rows_read,
            rows_stored=reading.rows_stored,
            rows_rejected=reading.rows_rejected,
            delivered_by=request.by,
            organisation=request.organisation,
            deliveries=self.deliveries,
            findings=reading.findings + self.noticed,
        )


@dataclass(frozen=True)
class Plan:
    """The pieces, the current deliveries they replace, and those that stay."""

    pieces: tuple[Piece, ...]
    replaced: tuple[DeliveryRecord, ...]
    kept: tuple[DeliveryRecord, ...]
    refused: tuple[Reading, ...] = ()

    @property
    def findings(self) -> Findings:
        """Everything noticed in all contracts together."""
        total = Findings()
        for reading in self.refused:
            total += reading.findings
        for piece in self.pieces:
            total = total + piece.reading.findings + piece.noticed
        return total

    @property
    def readings(self) -> tuple[Reading, ...]:
        """How the file was read by each contract."""
        return (*self.refused, *(piece.reading for piece in self.pieces))

    def parts(self, rows: Blobs) -> tuple[Part, ...]:
        """All rows that would count."""
        return (*parts_of(self.kept, rows), *(piece.part for piece in self.pieces))


@dataclass(frozen=True)
class Planner:
    """Everything a plan is made from."""

    connection: duckdb.DuckDBPyConnection
    snapshot: Snapshot
    rows: Blobs
    register: Register
    request: Request
    span: Span
    limit: int

    def plan(self, readings: Sequence[Reading]) -> Plan:
        """What this file would do; raises OutOfScope for a Werkplein the user may not touch."""
        pieces: list[Piece] = []
        refused: list[Reading] = []
        # Spells first: a step finds its Werkplein in the spells that come along.
        for reading in sorted(readings, key=lambda one: one.contract == "stappen"):
            placed = self._placed(reading, pieces)
            if placed.parquet is None:
                refused.append(placed)
            else:
                pieces.append(self._piece(placed))
        kept, replaced = self._divided(pieces)
        return Plan(tuple(pieces), replaced, kept, tuple(refused))

    def _placed(self, reading: Reading, pieces: Sequence[Piece]) -> Reading:
        kept, _ = self._divided(pieces)
        parts = [*parts_of(kept, self.rows), *(piece.part for piece in pieces)]
        spells = [part for part in parts if part.contract == "trajecten"]
        return with_werkplein(
            self.connection, reading, spells, self.request.skip_faulty_rows, self.limit
        )

    def _divided(
        self, pieces: Sequence[Piece]
    ) -> tuple[tuple[DeliveryRecord, ...], tuple[DeliveryRecord, ...]]:
        taken = {slot for piece in pieces for slot in piece.slots()}
        current = self.snapshot.deliveries
        kept = tuple(delivery for delivery in current if delivery.slot not in taken)
        return kept, tuple(delivery for delivery in current if delivery.slot in taken)

    def _piece(self, reading: Reading) -> Piece:
        deliveries = deliveries_of(self.connection, reading, self.span)
        own = {new.werkplein for new in deliveries if not new.shared}
        for werkplein in sorted(own):
            self.request.scope.require(werkplein)
        part = self._part(reading)
        found = noticed.vanished(self.connection, part, self._before(part, own), self.limit)
        found = found + noticed.begin_unknown(self.connection, part, self.limit)
        later = later_rows(self.connection, reading, self.span)
        found = found + noticed.after_quarter(later, self.span.quarter)
        if reading.contract != "werkpleinen":
            found = found + noticed.unknown_places(own, self.register, self.limit)
        return Piece(reading, part, deliveries, found)

    def _part(self, reading: Reading) -> Part:
        if reading.parquet is None:
            raise ValueError("a file that may not be stored has no rows")
        return Part(
            contract=reading.contract,
            path=reading.parquet,
            places=None,
            quarter=self.span.quarter.index,
            upload_id=NEWEST,
            observed_from=self.span.observed_from,
            observed_until=self.span.observed_until,
        )

    def _before(self, new: Part, places: set[str]) -> list[tuple[DeliveryRecord, Part]]:
        """The previous delivery of spells of each of these Werkpleinen, with its rows."""
        if new.contract != "trajecten":
            return []
        last: dict[str, DeliveryRecord] = {}
        for delivery in sorted(self.snapshot.deliveries, key=lambda one: one.quarter):
            earlier = delivery.contract == new.contract and delivery.quarter < new.quarter
            if earlier and delivery.werkplein in places:
                last[delivery.werkplein] = delivery
        return [(delivery, parts_of([delivery], self.rows)[0]) for delivery in last.values()]


def without_file(reading: Reading) -> Reading:
    """A reading as it may leave the store: its staging file is gone."""
    return replace(reading, parquet=None)
