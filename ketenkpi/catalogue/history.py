"""Earlier states of the catalogue: which deliveries counted at a version that is past."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ketenkpi.catalogue.records import DeliveryRecord, Slot
from ketenkpi.catalogue.tables import Audit, Run


def runs_until(session: Session, version: int) -> tuple[Run, ...]:
    """The runs up to and including `version`, oldest first."""
    rows = select(Run).where(Run.version <= version).order_by(Run.version)
    return tuple(session.scalars(rows))


def current_at(
    session: Session, runs: Sequence[Run], deliveries: Iterable[DeliveryRecord]
) -> tuple[DeliveryRecord, ...]:
    """Those of all `deliveries` that counted when the last of `runs` was made.

    A delivery counts from the first run that names its upload until the one of
    the delivery that replaced it, or until it was taken back. The audit has
    the moment of taking back; one state is changed at a time, so the run that
    was made next is the one of that change.
    """
    every = tuple(deliveries)
    counted = {upload for run in runs for upload in run.inputs}
    begun = [delivery for delivery in every if delivery.upload.id in counted]
    replaced = {delivery.replaces_id for delivery in begun}
    withdrawn = _withdrawn(session, every, runs[-1].created_at) if runs else frozenset()
    gone = replaced | withdrawn
    return tuple(delivery for delivery in begun if delivery.id not in gone)


def _withdrawn(
    session: Session, every: Sequence[DeliveryRecord], until: datetime
) -> frozenset[int]:
    """The deliveries that were taken back by `until`."""
    rows = select(Audit).where(Audit.action == "ingetrokken", Audit.created_at <= until)
    taken: dict[Slot, list[datetime]] = {}
    for row in session.scalars(rows.order_by(Audit.id)):
        if row.contract and row.werkplein and row.quarter is not None:
            slot = Slot(row.contract, row.werkplein, row.quarter)
            taken.setdefault(slot, []).append(row.created_at)
    return frozenset(_taken_back(every, taken))


def _taken_back(
    every: Sequence[DeliveryRecord], taken: Mapping[Slot, Sequence[datetime]]
) -> Iterable[int]:
    """At a place deliveries are taken back in the order in which they came."""
    for slot, moments in taken.items():
        here = [d for d in every if d.slot == slot and d.status == "ingetrokken"]
        yield from (d.id for d, _ in zip(sorted(here, key=lambda d: d.id), moments, strict=False))
