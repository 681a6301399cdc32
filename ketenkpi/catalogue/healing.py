"""Where the rows of an upload stand, when the same file was read again."""

from __future__ import annotations

from sqlalchemy import Engine, select, update

from ketenkpi.catalogue.audit import log
from ketenkpi.catalogue.database import writing
from ketenkpi.catalogue.tables import DeliveryRow, StateRow, Upload

HEALED = "hersteld"


def record_healed(engine: Engine, upload_id: int, rows_blob: str, actor: str) -> int:
    """Let an upload name the file its rows were placed in again; returns the version.

    The name differs from the old one where this program writes other columns
    than the one that read the file first. A new version, because whoever
    computed from the old file must look again. One entry in the audit for each
    Werkplein.
    """
    with writing(engine) as session:
        moved = update(StateRow).values(version=StateRow.version + 1).returning(StateRow.version)
        version = session.execute(moved).scalar_one()
        named = update(Upload).where(Upload.id == upload_id).values(rows_blob=rows_blob)
        session.execute(named)
        mine = (
            select(DeliveryRow).where(DeliveryRow.upload_id == upload_id).order_by(DeliveryRow.id)
        )
        for delivery in session.scalars(mine):
            log(
                session,
                actor,
                HEALED,
                {"upload": upload_id},
                contract=delivery.contract,
                werkplein=delivery.werkplein,
                quarter=delivery.quarter,
            )
        return int(version)
