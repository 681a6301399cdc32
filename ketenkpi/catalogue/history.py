"""Earlier states of the catalogue: which deliveries counted at a version that is past."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ketenkpi.catalogue import listing
from ketenkpi.catalogue.records import AuditRecord, DeliveryRecord, Slot
from ketenkpi.catalogue.tables import Audit, Run
from ketenkpi.partner import TOGETHER


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
    until = runs[-1].created_at if runs else None
    taken = {
        delivery
        for delivery, row in withdrawals(session, every).items()
        if until is not None and row.created_at <= until
    }
    gone = replaced | taken | _ended_by_others(session, until)
    return tuple(delivery for delivery in begun if delivery.id not in gone)


def _ended_by_others(session: Session, until: datetime | None) -> set[int]:
    """Deliveries that ended because one of another slot took their place, up to that moment."""
    rows = select(Audit).where(Audit.action == "vervangen")
    ended = [row for row in map(listing.audit, session.scalars(rows)) if "delivery" in row.detail]
    return {int(r.detail["delivery"]) for r in ended if until is not None and r.created_at <= until}


def withdrawals(session: Session, every: Iterable[DeliveryRecord]) -> dict[int, AuditRecord]:
    """The entry in the audit of each delivery that was taken back, by the delivery's id."""
    taken: dict[tuple[object, ...], list[AuditRecord]] = {}
    rows = select(Audit).where(Audit.action == "ingetrokken").order_by(Audit.id)
    for row in map(listing.audit, session.scalars(rows)):
        if row.contract and row.werkplein and row.quarter is not None:
            partner, month = str(row.detail.get("partner", "")), int(row.detail.get("month", 0))
            slot = Slot(row.contract, row.werkplein, row.quarter, partner, month)
            taken.setdefault(_place(slot), []).append(row)
    withdrawn = [d for d in every if d.status == "ingetrokken"]
    # At one place deliveries are taken back in the order in which they came.
    return {
        delivery.id: row
        for place, entries in taken.items()
        for delivery, row in zip(
            sorted((d for d in withdrawn if _place(d.slot) == place), key=lambda d: d.id),
            entries,
            strict=True,
        )
    }


def _place(slot: Slot) -> tuple[object, ...]:
    # The audit only grows: entries from before partners were told apart name
    # none, where the deliveries themselves became those of all together.
    partner = "" if slot.partner == TOGETHER else slot.partner
    return (slot.contract, slot.werkplein, slot.quarter, slot.month, partner)
