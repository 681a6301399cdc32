"""The same bytes delivered again: rows that were gone or damaged are put in their place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ketenkpi.catalogue import Catalogue, DeliveryRecord, UploadRecord, staging
from ketenkpi.catalogue.healing import record_healed
from ketenkpi.contracts import Reading
from ketenkpi.digest import sha256
from ketenkpi.errors import UserError
from ketenkpi.register import Register
from ketenkpi.settings import Settings
from ketenkpi.store.damage import require_rows
from ketenkpi.store.places import Places
from ketenkpi.store.prepare import with_werkplein
from ketenkpi.store.read_as import again, same_way
from ketenkpi.store.result import Request
from ketenkpi.store.rows import parts_of, working
from ketenkpi.store.upload import UploadTask


class ReadsOtherwise(UserError):
    """The file that was delivered again gives other rows than it gave the first time."""


def healed(
    catalogue: Catalogue, settings: Settings, register: Register, request: Request
) -> tuple[int, ...]:
    """The uploads that this very file is and whose rows it mended; nothing else changes.

    Raises ReadsOtherwise when this program reads other rows in the file than
    the one that stored it, OutOfScope for a Werkplein the user may not touch,
    Damaged for steps whose spells cannot be read.
    """
    sha = sha256(request.source)
    same = [each for each in catalogue.snapshot().deliveries if _is_same(each, request, sha)]
    uploads = {each.upload.id: each.upload for each in same}
    broken = [up for up in uploads.values() if not catalogue.rows.is_whole(up.rows_blob)]
    for upload in broken:
        mine = [delivery for delivery in same if delivery.upload.id == upload.id]
        for delivery in mine:
            if not delivery.shared:
                request.scope.require(delivery.werkplein)
        # Rows that were left out then are left out now.
        skips = request.skip_faulty_rows or bool(upload.rows_rejected)
        task = replace(
            request,
            contracts=(upload.contract,),
            skip_faulty_rows=skips,
            # Another sheet of the same workbook is mended as it was read.
            wanted=again(upload.read_as, request.wanted),
        )
        _Healing(catalogue, settings, register, task).heal(upload, mine)
    return tuple(upload.id for upload in broken)


def _is_same(delivery: DeliveryRecord, request: Request, sha: str) -> bool:
    upload = delivery.upload
    return (
        upload.source_sha256 == sha
        and upload.contract in request.contracts
        and upload.profile == request.profile
        and dict(upload.constants) == dict(request.constants)
        # Of what came before this was kept only what is found out can be the same.
        and (bool(upload.read_as) or same_way({}, request.wanted))
    )


class _Healing(UploadTask):
    """The first steps of an upload: what its rows are. What they are for was answered then."""

    def heal(self, upload: UploadRecord, deliveries: Sequence[DeliveryRecord]) -> None:
        snapshot = self.catalogue.snapshot()
        partner = deliveries[0].partner
        places = Places.of(snapshot, self.register, partner, self.request.answers)
        with staging(self.settings.home) as folder:
            (reading,) = self.read(folder, places, self._known_answers(snapshot, partner))
            if upload.contract == "stappen":
                reading = self._placed(reading, partner)
            if reading.parquet is None or reading.rows_stored != upload.rows_stored:
                raise ReadsOtherwise(
                    "store.reads_otherwise",
                    id=upload.id,
                    file=upload.filename,
                    then=upload.rows_stored,
                    now=reading.rows_stored,
                )
            name = self.catalogue.rows.place(reading.parquet)
        if name != upload.rows_blob:
            record_healed(self.catalogue.engine, upload.id, name, self.request.by)

    def _placed(self, reading: Reading, partner: str) -> Reading:
        """Steps with the Werkplein of the spells they belong to."""
        snapshot, rows = self.catalogue.snapshot(), self.catalogue.rows
        spells = [
            each
            for each in snapshot.deliveries
            if each.contract == "trajecten" and each.partner == partner
        ]
        require_rows(spells, rows)
        limit = self.settings.limits.findings_listed_per_rule
        with staging(self.settings.home) as folder, working(folder) as connection:
            parts = parts_of(spells, rows, snapshot.stated)
            skips = self.request.skip_faulty_rows
            return with_werkplein(connection, reading, parts, skips, limit)
