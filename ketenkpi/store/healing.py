"""The same bytes delivered again: rows that were gone or damaged are put in their place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ketenkpi.catalogue import Catalogue, DeliveryRecord, Snapshot, UploadRecord, staging
from ketenkpi.catalogue.healing import record_healed
from ketenkpi.digest import sha256
from ketenkpi.errors import UserError
from ketenkpi.register import Register
from ketenkpi.settings import Settings
from ketenkpi.store.counting import Workshop
from ketenkpi.store.plan import Piece
from ketenkpi.store.result import Request
from ketenkpi.store.rows import working
from ketenkpi.store.upload import UploadTask


class ReadsOtherwise(UserError):
    """The file that was delivered again gives other rows than it gave the first time."""


def healed(
    catalogue: Catalogue, settings: Settings, register: Register, request: Request
) -> tuple[int, ...]:
    """The uploads that this very file is and whose rows it mended; nothing else changes.

    Raises ReadsOtherwise when this program reads other rows in the file than
    the one that stored it, OutOfScope for a Werkplein the user may not touch.
    """
    sha = sha256(request.source)
    broken = {
        each.upload.id: each.upload
        for each in catalogue.snapshot().deliveries
        if _is_same(each, request, sha)
    }
    broken = {key: up for key, up in broken.items() if not catalogue.rows.is_whole(up.rows_blob)}
    if not broken:
        return ()
    # Rows that were left out then are left out now.
    skips = request.skip_faulty_rows or any(up.rows_rejected for up in broken.values())
    task = _Healing(catalogue, settings, register, replace(request, skip_faulty_rows=skips))
    return task.heal(tuple(broken.values()))


def _is_same(delivery: DeliveryRecord, request: Request, sha: str) -> bool:
    upload = delivery.upload
    return (
        upload.source_sha256 == sha
        and upload.contract in request.contracts
        and upload.profile == request.profile
        and dict(upload.constants) == dict(request.constants)
    )


class _Healing(UploadTask):
    """The first steps of an upload, up to the rows; its last step changes no figure."""

    def heal(self, uploads: Sequence[UploadRecord]) -> tuple[int, ...]:
        with staging(self.settings.home) as folder:
            pieces = self._pieces(folder, uploads)
            for upload in uploads:
                self._heal(upload, pieces)
        return tuple(upload.id for upload in uploads)

    def _pieces(self, folder: Path, uploads: Sequence[UploadRecord]) -> dict[str, Piece]:
        """What the file brings, by contract; empty for what may not be stored."""
        readings = self.read(folder)
        if any(reading.parquet is None for reading in readings):
            return {}
        with working(folder) as connection:
            shop = Workshop(connection, folder, self.settings.return_windows_days)
            snapshot = _beside(self.catalogue.snapshot(), uploads)
            plan, _ = self.plan(shop, snapshot, readings)
        return {piece.part.contract: piece for piece in plan.pieces}

    def _heal(self, upload: UploadRecord, pieces: dict[str, Piece]) -> None:
        piece = pieces.get(upload.contract)
        now = piece.reading.rows_stored if piece else 0
        if piece is None or now != upload.rows_stored:
            known = {"id": upload.id, "file": upload.filename}
            raise ReadsOtherwise("store.reads_otherwise", **known, then=upload.rows_stored, now=now)
        name = self.catalogue.rows.place(piece.part.path)
        if name != upload.rows_blob:
            record_healed(self.catalogue.engine, upload.id, name, self.request.by)


def _beside(snapshot: Snapshot, uploads: Sequence[UploadRecord]) -> Snapshot:
    """The state without these uploads: their rows cannot be read."""
    ids = {upload.id for upload in uploads}
    kept = tuple(each for each in snapshot.deliveries if each.upload.id not in ids)
    return replace(snapshot, deliveries=kept)
