"""The catalogue: reading one state of it, and changing it in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Engine, Select, false, select, true, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.elements import ColumnElement

from ketenkpi.catalogue import history, listing, tables
from ketenkpi.catalogue.audit import log
from ketenkpi.catalogue.blobs import Blobs
from ketenkpi.catalogue.database import now, reading, writing
from ketenkpi.catalogue.drafts import remove_submitted
from ketenkpi.catalogue.lifecycle import Party, Status, approved, finalised, require_reason
from ketenkpi.catalogue.records import (
    AuditRecord,
    Change,
    Committed,
    DeliveryRecord,
    NewUpload,
    Slot,
    Snapshot,
    UploadRecord,
)
from ketenkpi.catalogue.statements import Stated, Statement
from ketenkpi.catalogue.tables import (
    Approval,
    Audit,
    DeliveryRow,
    FindingRow,
    Run,
    StateRow,
    Upload,
)
from ketenkpi.contracts import Findings
from ketenkpi.errors import KetenKpiError, UsageError
from ketenkpi.scope import Scope

Condition = ColumnElement[bool] | InstrumentedAttribute[bool]


class Overtaken(KetenKpiError):
    """Somebody else changed the catalogue first: compute again from the new state."""


@dataclass(frozen=True)
class _Known:
    """The deliveries that were ever made, and what was stated, at one version of the state."""

    version: int
    counts_blob: str | None
    deliveries: tuple[DeliveryRecord, ...]
    stated: Stated

    @property
    def state(self) -> tuple[int, str | None]:
        return self.version, self.counts_blob

    @cached_property
    def snapshot(self) -> Snapshot:
        """What holds now."""
        current = tuple(each for each in self.deliveries if each.current)
        return Snapshot(self.version, self.counts_blob, current, self.stated)


class Catalogue:
    """All that is known about deliveries. `rows` and `counts` are the folders it names files in."""

    def __init__(self, engine: Engine, rows: Blobs, counts: Blobs) -> None:
        self.engine = engine
        self.rows = rows
        self.counts = counts
        self._known: _Known | None = None

    # --- reading -----------------------------------------------------------

    @property
    def version(self) -> int:
        """The version of the state; changes with everything a reader can see."""
        with reading(self.engine) as session:
            return session.scalars(select(StateRow.version)).one()

    def snapshot(self) -> Snapshot:
        """Version, counts and current deliveries, all of one moment."""
        return self._now().snapshot

    def _now(self) -> _Known:
        """All of this moment; read once per version, for one upload asks it a dozen times.

        Of a hundred Werkpleinen with ten years of deliveries it takes 5 s to read.
        """
        known = self._known
        with reading(self.engine) as session:
            state = session.execute(
                select(StateRow.version, Run.counts_blob).outerjoin(Run, StateRow.run_id == Run.id)
            ).one()
            if known is None or known.state != tuple(state):
                known = _Known(*state, _deliveries(session, true()), _stated(session))
        self._known = known
        return known

    def as_of(self, version: int) -> Snapshot:
        """The state as it was at an earlier `version`: its counts and the deliveries that counted.

        The deliveries have the status they have now. The file of the counts may
        have been tidied away; it can be counted again from the rows, which stay.
        Raises UsageError for a version there has not been.
        """
        with reading(self.engine) as session:
            newest = session.scalars(select(StateRow.version)).one()
            if not 1 <= version <= newest:
                raise UsageError("catalogue.unknown_version", version=version, newest=newest)
            runs = history.runs_until(session, version)
            every = _deliveries(session, true())
            kept = history.current_at(session, runs, every)
            stated = _stated(session, tables.StatementRow.version <= version)
        return Snapshot(version, runs[-1].counts_blob if runs else None, kept, stated)

    def stated(self) -> Stated:
        """What was stated once and holds now."""
        with reading(self.engine) as session:
            return _stated(session)

    def withdrawals(self) -> dict[int, str]:
        """Why each delivery that was taken back was, by its id."""
        with reading(self.engine) as session:
            every = _deliveries(session, DeliveryRow.status == "ingetrokken")
            found = history.withdrawals(session, every)
        return {delivery: str(row.detail["reason"]) for delivery, row in found.items()}

    def deliveries(self, scope: Scope, *, ended: bool = False) -> tuple[DeliveryRecord, ...]:
        """Deliveries a reader may see, oldest first; with `ended` also replaced and withdrawn."""
        return tuple(
            each
            for each in self._now().deliveries
            if (ended or each.current) and (each.shared or scope.allows(each.werkplein))
        )

    def upload(self, upload_id: int) -> UploadRecord:
        """One upload; raises UsageError when there is none with this id."""
        with reading(self.engine) as session:
            found = session.get(Upload, upload_id)
            if found is None:
                raise UsageError("catalogue.unknown_upload", id=upload_id)
            return listing.upload(found)

    def findings(self, upload_id: int) -> Findings:
        """What was noticed about an upload when it was accepted."""
        with reading(self.engine) as session:
            rows = (
                select(FindingRow).where(FindingRow.upload_id == upload_id).order_by(FindingRow.id)
            )
            return listing.findings(session.scalars(rows).all())

    def audit(self, scope: Scope) -> tuple[AuditRecord, ...]:
        """What was done to the data of these Werkpleinen, oldest first.

        What concerns no single Werkplein is only for who may see all.
        """
        with reading(self.engine) as session:
            rows = select(Audit).where(_within(Audit.werkplein, scope)).order_by(Audit.id)
            return tuple(listing.audit(row) for row in session.scalars(rows))

    # --- changing what counts ----------------------------------------------

    def commit(self, change: Change, seen: int) -> Committed:
        """Make a change visible, all of it or nothing; `seen` is the version it was made from.

        Raises Overtaken when the state is no longer at that version.
        """
        with writing(self.engine) as session:
            self._advance(session, seen)
            self._require_files(change)
            self._withdraw(session, change)
            self._end_others(session, change)
            ids = tuple(self._insert(session, new, change) for new in change.uploads)
            session.add_all(_statement(one, seen + 1) for one in change.statements)
            self._start_run(session, change, seen + 1)
            if change.submits is not None:
                remove_submitted(session, change.submits)
        return Committed(seen + 1, ids)

    def _advance(self, session: Session, seen: int) -> None:
        # The first statement, so that from here on this transaction holds the
        # lock on the one row of `state` and nobody else can commit.
        moved = session.execute(
            update(StateRow).where(StateRow.version == seen).values(version=StateRow.version + 1)
        )
        if cast("CursorResult[Any]", moved).rowcount != 1:
            raise Overtaken(f"the catalogue is no longer at version {seen}")

    def _require_files(self, change: Change) -> None:
        # `tidy` removes old files under the same lock. One that was placed
        # again just before `tidy` came by is then gone: place it once more.
        files = [self.rows.path(new.rows_blob) for new in change.uploads]
        named = (change.counts_blob, *change.counts_files)
        files += [self.counts.path(name) for name in named if name]
        if not all(file.is_file() for file in files):
            raise Overtaken("a file of this change was tidied away")

    def _withdraw(self, session: Session, change: Change) -> None:
        for delivery in session.scalars(
            select(DeliveryRow).where(DeliveryRow.id.in_(change.withdrawn))
        ):
            _end(delivery, "ingetrokken", change.reason)
            _log(session, change.actor, "ingetrokken", _slot(delivery), {"reason": change.reason})

    def _end_others(self, session: Session, change: Change) -> None:
        """End deliveries of other slots that this change takes the place of."""
        for delivery in session.scalars(
            select(DeliveryRow).where(DeliveryRow.id.in_(change.replaced))
        ):
            _end(delivery, "vervangen", change.reason)
            detail = {"reason": change.reason, "delivery": delivery.id}
            _log(session, change.actor, "vervangen", _slot(delivery), detail)
        session.flush()

    def _insert(self, session: Session, new: NewUpload, change: Change) -> int:
        upload = _new_upload(new)
        session.add(upload)
        session.flush()
        for part in new.deliveries:
            slot = Slot(new.contract, part.werkplein, new.quarter, part.partner, new.month)
            old = self._replace(session, slot, change.reason)
            session.add(
                DeliveryRow(
                    upload_id=upload.id,
                    contract=slot.contract,
                    werkplein=slot.werkplein,
                    shared=part.shared,
                    first_quarter=part.first_quarter,
                    quarter=slot.quarter,
                    partner=slot.partner,
                    month=slot.month,
                    rows=part.rows,
                    status="ingediend",
                    current=True,
                    replaces_id=old,
                    reason=change.reason,
                )
            )
            detail = {"upload": upload.id, "rows": part.rows, "reason": change.reason}
            _log(session, change.actor, "vervangen" if old else "ingediend", slot, detail)
            for said in _declarations(new):
                _log(session, change.actor, "geen_bsn", slot, {"upload": upload.id, **said})
        session.add_all(listing.finding_rows(new.findings, upload.id))
        return upload.id

    def _replace(self, session: Session, slot: Slot, reason: str | None) -> int | None:
        """End the current delivery at `slot`; returns its id."""
        old = session.scalars(_at(slot)).one_or_none()
        if old is None:
            return None
        _end(old, "vervangen", reason)
        # Before the new row: two current deliveries at one place are refused.
        session.flush()
        return old.id

    def _start_run(self, session: Session, change: Change, version: int) -> None:
        session.flush()
        inputs = select(DeliveryRow.upload_id).where(DeliveryRow.current).distinct()
        run = Run(
            version=version,
            counts_blob=change.counts_blob,
            inputs=sorted(session.scalars(inputs)),
            created_at=now(),
        )
        session.add(run)
        session.flush()
        session.execute(update(StateRow).values(run_id=run.id))

    # --- life cycle --------------------------------------------------------

    def approve(self, slot: Slot, party: Party, actor: str) -> Status:
        """One partner agrees with the current delivery at `slot`; returns its new status.

        Raises UsageError when nothing is delivered there, TransitionRefused
        when this partner agreed already.
        """
        return self._to(slot, actor, f"akkoord_{party}", lambda old: approved(old, party), party)

    def finalise(self, slot: Slot, actor: str) -> Status:
        """Make the current delivery at `slot` definitive; raises TransitionRefused if not ready."""
        return self._to(slot, actor, "definitief", finalised)

    def _to(
        self,
        slot: Slot,
        actor: str,
        action: str,
        step: Callable[[Status], Status],
        party: Party | None = None,
    ) -> Status:
        with writing(self.engine) as session:
            # A new version too: an upload that was computed while this
            # delivery could still be replaced freely must look again.
            session.execute(update(StateRow).values(version=StateRow.version + 1))
            delivery = session.scalars(_at(slot)).one_or_none()
            if delivery is None:
                raise UsageError("catalogue.nothing_delivered", **_named(slot))
            status = step(cast(Status, delivery.status))
            delivery.status = status
            if party:
                session.add(
                    Approval(
                        delivery_id=delivery.id, party=party, approved_by=actor, created_at=now()
                    )
                )
            _log(session, actor, action, slot, {"status": status})
        return status

    # --- upkeep ------------------------------------------------------------

    def tidy(
        self,
        files_of: Callable[[Path], Collection[str]] = lambda path: (),
        kept: Collection[str] = (),
    ) -> int:
        """Remove files of rows and counts that nothing names any more; returns how many.

        Rows of every upload stay for ever, counts only of the run that holds, and of the
        other lists `kept`. files_of: which other files a list of counts names.
        """
        with writing(self.engine) as session:
            # Takes the lock on `state` without changing it: no commit can
            # name a file between our looking and our removing.
            session.execute(update(StateRow).values(version=StateRow.version))
            rows = set(session.scalars(select(Upload.rows_blob)))
            current = select(Run.counts_blob).join(StateRow, StateRow.run_id == Run.id)
            lists = {*kept, *(name for name in session.scalars(current) if name)}
            there = [self.counts.path(name) for name in lists]
            named = {name for path in there if path.is_file() for name in files_of(path)}
            return self.rows.tidy(rows) + self.counts.tidy(lists | named)


def _declarations(new: NewUpload) -> Iterator[dict[str, Any]]:
    """What was declared of columns of a file that seemed to hold BSNs, now or for a former one."""
    for finding in new.findings.listed:
        if finding.rule == "geen_bsn_verklaard":
            yield {"column": finding.column, **finding.params}


def _at(slot: Slot) -> Select[DeliveryRow]:
    return select(DeliveryRow).where(
        DeliveryRow.current,
        DeliveryRow.contract == slot.contract,
        DeliveryRow.werkplein == slot.werkplein,
        DeliveryRow.quarter == slot.quarter,
        DeliveryRow.partner == slot.partner,
        DeliveryRow.month == slot.month,
    )


def _slot(delivery: DeliveryRow) -> Slot:
    place = (delivery.contract, delivery.werkplein, delivery.quarter)
    return Slot(*place, delivery.partner, delivery.month)


def _stated(session: Session, *conditions: Condition) -> Stated:
    rows = select(tables.StatementRow).where(*conditions).order_by(tables.StatementRow.id)
    return Stated.of(listing.statement(row) for row in session.scalars(rows))


def _statement(said: Statement, version: int) -> tables.StatementRow:
    copied = {name: getattr(said, name) for name in listing.STATEMENT_FIELDS}
    return tables.StatementRow(**copied, version=version, created_at=now())


def _end(delivery: DeliveryRow, status: Status, reason: str | None) -> None:
    if delivery.status == "definitief":
        require_reason(reason, "catalogue.definitive", werkplein=delivery.werkplein)
    delivery.current, delivery.status = False, status


def _named(slot: Slot) -> dict[str, object]:
    return {"contract": slot.contract, "werkplein": slot.werkplein, "quarter": slot.period}


def _deliveries(session: Session, *conditions: Condition) -> tuple[DeliveryRecord, ...]:
    # Uploads apart: joined, each came once for every Werkplein in it, half of the time.
    these = select(DeliveryRow.id).where(*conditions)
    of_these = select(DeliveryRow.upload_id).where(*conditions)
    uploads = session.scalars(select(Upload).where(Upload.id.in_(of_these)))
    known = {row.id: listing.upload(row) for row in uploads}
    parties: dict[int, set[str]] = {}
    wanted = select(Approval.delivery_id, Approval.party).where(Approval.delivery_id.in_(these))
    for delivery_id, party in session.execute(wanted):
        parties.setdefault(delivery_id, set()).add(party)
    rows = session.scalars(select(DeliveryRow).where(*conditions).order_by(DeliveryRow.id))
    return tuple(
        listing.delivery(row, known[row.upload_id], parties.get(row.id, ())) for row in rows
    )


def _within(column: Any, scope: Scope) -> ColumnElement[bool]:
    if scope.werkpleinen is None:
        return true()
    return column.in_(scope.werkpleinen) if scope.werkpleinen else false()


def _new_upload(new: NewUpload) -> Upload:
    copied = {name: getattr(new, name) for name in listing.UPLOAD_FIELDS}
    plain = {"constants": dict(new.constants), "read_as": dict(new.read_as)}
    return Upload(**copied | plain, created_at=now())


def _log(session: Session, actor: str, action: str, slot: Slot, detail: dict[str, Any]) -> None:
    told = {**detail, "partner": slot.partner or None, "month": slot.month or None}
    log(
        session,
        actor,
        action,
        {key: value for key, value in told.items() if value is not None},
        contract=slot.contract,
        werkplein=slot.werkplein,
        quarter=slot.quarter,
    )
