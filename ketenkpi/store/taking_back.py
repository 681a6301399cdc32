"""Taking an upload back as a whole: what that would change first, then in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ketenkpi.catalogue import (
    Change,
    DeliveryRecord,
    Snapshot,
    UploadRecord,
    require_reason,
    staging,
)
from ketenkpi.errors import UserError
from ketenkpi.scope import Scope
from ketenkpi.shown import shown
from ketenkpi.store.changes import Changes, RowChange, revised, row_change
from ketenkpi.store.counting import Recounted, Workshop, place_counts
from ketenkpi.store.damage import is_whole, require_rows
from ketenkpi.store.delivering import Delivering
from ketenkpi.store.installation import Installation
from ketenkpi.store.rows import parts_of, working


class NotCurrent(UserError):
    """The upload was taken back or replaced already, so nothing of it counts."""


@shown
@dataclass(frozen=True)
class Withdrawal:
    """What taking uploads back does.

    `deliveries` are those that would count no longer; `buried` the uploads
    that they had replaced, which do not come back by themselves. `compared`
    is False when the file of counts is damaged: which figures move is then not
    known, and all of them are counted again.
    """

    uploads: tuple[UploadRecord, ...]
    deliveries: tuple[DeliveryRecord, ...]
    buried: tuple[int, ...]
    changes: Changes
    compared: bool = True


@dataclass(frozen=True)
class _Without:
    """A state without some deliveries: what is taken, what stays, and the counts of both."""

    taken: tuple[DeliveryRecord, ...]
    kept: tuple[DeliveryRecord, ...]

    @property
    def contracts(self) -> frozenset[str]:
        return frozenset(delivery.contract for delivery in self.taken)


class TakingBack:
    """Undoing a wrong upload."""

    def __init__(self, installation: Installation, delivering: Delivering) -> None:
        self._installation = installation
        self._delivering = delivering

    def withdrawal(self, *upload_ids: int, scope: Scope) -> Withdrawal:
        """What taking these uploads back would change; changes nothing.

        Raises UsageError for an unknown number, NotCurrent when nothing of an
        upload counts any more, OutOfScope unless the scope holds rows and every
        Werkplein whose rows or figures would change, Damaged when rows that
        stay cannot be read.
        """
        scope.require_rows()
        snapshot = self._installation.catalogue.snapshot()
        without = self._without(snapshot, upload_ids, scope)
        with staging(self._installation.settings.home) as folder:
            moved = self._moved(snapshot, without, folder)
        self._require_moved(snapshot, without, moved, scope)
        return Withdrawal(
            uploads=tuple(
                self._installation.catalogue.upload(each) for each in sorted(set(upload_ids))
            ),
            deliveries=without.taken,
            buried=self._buried(without.taken),
            changes=moved,
            compared=is_whole(snapshot, self._installation.catalogue.counts),
        )

    def withdraw_upload(self, *upload_ids: int, by: str, reason: str, scope: Scope) -> int:
        """Take all that still counts of these uploads back, at once. Gives the version.

        Their rows stay retrievable. Raises ReasonNeeded without a reason, and
        what `withdrawal` raises.
        """
        numbers = ", ".join(map(str, upload_ids))
        why = require_reason(reason, "store.withdraw_upload_reason", id=numbers)
        scope.require_rows()

        def change(snapshot: Snapshot, folder: Path) -> Change:
            without = self._without(snapshot, upload_ids, scope)
            if scope.werkpleinen is not None:
                moved = self._moved(snapshot, without, folder)
                self._require_moved(snapshot, without, moved, scope)
            return self._change(snapshot, without, folder, by, why)

        return self._delivering.committed(change)

    def _without(self, snapshot: Snapshot, upload_ids: Sequence[int], scope: Scope) -> _Without:
        taken: list[DeliveryRecord] = []
        for upload_id in sorted(set(upload_ids)):
            mine = [each for each in snapshot.deliveries if each.upload.id == upload_id]
            if not mine:
                raise self._why_not_current(upload_id, scope)
            taken += mine
        for delivery in taken:
            if not delivery.shared:
                scope.require(delivery.werkplein)
        ids = {delivery.id for delivery in taken}
        kept = tuple(each for each in snapshot.deliveries if each.id not in ids)
        return _Without(tuple(taken), kept)

    def _why_not_current(self, upload_id: int, scope: Scope) -> NotCurrent:
        """Taken back or replaced, with by what; raises UsageError for an unknown number."""
        upload = self._installation.catalogue.upload(upload_id)
        every = self._installation.catalogue.deliveries(Scope.everything(), ended=True)
        mine = [delivery for delivery in every if delivery.upload.id == upload_id]
        for delivery in mine:
            if not delivery.shared:
                scope.require(delivery.werkplein)
        known = {"id": upload.id, "file": upload.filename}
        reasons = self._installation.catalogue.withdrawals()
        told = [reasons[delivery.id] for delivery in mine if delivery.id in reasons]
        if told:
            return NotCurrent("store.withdrawn_already", **known, reason=told[0])
        after = sorted({d.upload.id for d in every if any(_buries(d, old) for old in mine)})
        return NotCurrent("store.replaced_already", **known, by=", ".join(map(str, after)))

    def _buried(self, taken: Sequence[DeliveryRecord]) -> tuple[int, ...]:
        every = self._installation.catalogue.deliveries(Scope.everything(), ended=True)
        return tuple(sorted({d.upload.id for d in every if any(_buries(new, d) for new in taken)}))

    def _counted_without(
        self, shop: Workshop, snapshot: Snapshot, without: _Without, *, compare: bool = False
    ) -> Recounted:
        """The counts of what is left, which there has to be.

        Everything is counted when the counts are damaged: else an upload whose rows are
        damaged too could neither be counted nor taken back.
        """
        whole = is_whole(snapshot, self._installation.catalogue.counts)
        before = self._installation.counted(snapshot) if whole else None
        return self._installation.recounted(
            shop, before, snapshot, without.kept, compare=compare and whole
        )

    def _change(
        self, snapshot: Snapshot, without: _Without, folder: Path, by: str, reason: str
    ) -> Change:
        ids = tuple(delivery.id for delivery in without.taken)
        if not without.kept:
            return Change(by, None, withdrawn=ids, reason=reason)
        with working(folder) as connection:
            shop = self._installation.workshop(connection, folder)
            new = self._counted_without(shop, snapshot, without)
        blob = place_counts(new.path, self._installation.catalogue.counts)
        files = self._installation.counts_files(blob)
        return Change(by, blob, withdrawn=ids, reason=reason, counts_files=files)

    def _moved(self, snapshot: Snapshot, without: _Without, folder: Path) -> Changes:
        with working(folder) as connection:
            shop = self._installation.workshop(connection, folder)
            figures = self._counted_without(shop, snapshot, without, compare=True).figures
            rows = tuple(
                self._rows_moved(shop, contract, without) for contract in sorted(without.contracts)
            )
        return Changes(
            rows=rows,
            figures=figures,
            revised=revised(figures, snapshot.deliveries, without.taken),
        )

    def _rows_moved(self, shop: Workshop, contract: str, without: _Without) -> RowChange:
        """The change of the rows of one contract.

        Rows that are damaged cannot be compared, and taking them back must be
        possible all the same: then they are only counted, as they were delivered.
        """
        rows = self._installation.catalogue.rows
        taken = [each for each in without.taken if each.contract == contract]
        kept = [each for each in without.kept if each.contract == contract]
        if not all(rows.is_whole(each.upload.rows_blob) for each in taken):
            return RowChange(contract, 0, sum(each.rows for each in taken), 0)
        require_rows(kept, rows)
        stated = self._installation.catalogue.stated()
        # A case that moved goes back to where it was.
        moved = {place for pair in stated.moves() for place in pair}
        places = {each.werkplein for each in taken} | moved
        before, after = (parts_of(these, rows, stated) for these in ([*kept, *taken], kept))
        return row_change(shop.connection, contract, places, before, after)

    def _require_moved(
        self, snapshot: Snapshot, without: _Without, moved: Changes, scope: Scope
    ) -> None:
        """Whoever takes back may see every Werkplein of which a figure moves.

        Which these are is not known while the counts are damaged: then it may
        be any that delivered the same.
        """
        known = {each.werkplein for each in snapshot.deliveries if not each.shared}
        places = {figure.werkplein for figure in moved.figures}
        if not is_whole(snapshot, self._installation.catalogue.counts):
            places = {d.werkplein for d in without.kept if d.contract in without.contracts}
        for werkplein in sorted(places & known):
            scope.require(werkplein)


def _buries(new: DeliveryRecord, old: DeliveryRecord) -> bool:
    """Whether `old` ended because `new` took its place.

    One of another slot has no number that says so: a quarter takes the place
    of its months, and all partners together that of one of them. It then is
    of the same contract and Werkplein, over the same days.
    """
    if old.status != "vervangen" or new.id <= old.id:
        return False
    if new.replaces_id == old.id:
        return True
    place = (new.contract, new.werkplein) == (old.contract, old.werkplein)
    return place and new.slot != old.slot and new.slot.period.overlaps(old.slot.period)
