"""Every target that was ever uploaded, with when it was recorded and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ketenkpi.catalogue import Blobs, DeliveryRecord
from ketenkpi.comparison.targets import Recording, Target, TargetRegister
from ketenkpi.scope import Scope
from ketenkpi.store.damage import require_rows
from ketenkpi.store.reading import upload_table

if TYPE_CHECKING:
    import pandas as pd

CONTRACT = "doelen"
COLUMNS = (
    *("werkplein", "arbeidsmarktregio", "indicator", "vanaf", "tot", "waarde", "soort"),
    *("richting", "afgeleid_van", "status", "upload_id", "recorded_on", "recorded_by"),
    *("replaced_by_upload", "withdrawn"),
)


def recorded_targets(
    deliveries: Iterable[DeliveryRecord],
    withdrawals: Mapping[int, str],
    rows: Blobs,
    scope: Scope,
) -> TargetRegister:
    """The register of all targets within `scope`; goals without an indicator are none.

    deliveries: all, ended ones too; withdrawals: why, per delivery taken back.
    """
    mine = [delivery for delivery in deliveries if delivery.contract == CONTRACT]
    require_rows(mine, rows)
    successors = {d.replaces_id or 0: _recording(d) for d in mine}
    reasons = _reasons(mine, withdrawals)
    found: list[Target] = []
    for upload_id in sorted({delivery.upload.id for delivery in mine}):
        here = {d.werkplein: d for d in mine if d.upload.id == upload_id}
        upload = next(iter(here.values())).upload
        for row in upload_table(CONTRACT, rows.path(upload.rows_blob), scope).to_pylist():
            delivery = here[row["werkplein"] or row["arbeidsmarktregio"]]
            if row["indicator"] is not None:
                found.append(_target(row, delivery, successors, reasons))
    return TargetRegister(tuple(found))


def _recording(delivery: DeliveryRecord) -> Recording:
    upload = delivery.upload
    return Recording(upload.id, upload.created_at.date(), upload.delivered_by)


def _reasons(
    deliveries: Sequence[DeliveryRecord], withdrawals: Mapping[int, str]
) -> Mapping[int, str]:
    """Why each void delivery was taken back; one that it replaced went with it."""
    reasons = {d.id: withdrawals[d.id] for d in deliveries if d.id in withdrawals}
    for delivery in sorted(deliveries, key=lambda one: one.id, reverse=True):
        if delivery.id in reasons and delivery.replaces_id is not None:
            reasons[delivery.replaces_id] = reasons[delivery.id]
    return reasons


def _target(
    row: Mapping[str, Any],
    delivery: DeliveryRecord,
    successors: Mapping[int, Recording],
    reasons: Mapping[int, str],
) -> Target:
    return Target(
        place=delivery.werkplein,
        regional=row["werkplein"] is None,
        indicator=row["indicator"],
        soort=row["soort"] or "onbekend",
        first=row["vanaf"],
        last=row["tot"],
        value=row["waarde"],
        status=row.get("status") or "bekend",
        derived_from=row["afgeleid_van"],
        recorded=_recording(delivery),
        quarter=delivery.quarter,
        region_named=row["arbeidsmarktregio"],
        text=row.get("doel"),
        replaced=successors.get(delivery.id),
        withdrawn=reasons.get(delivery.id),
        # Files of before had no such column.
        side=row.get("richting"),
    )


def targets_frame(register: TargetRegister) -> pd.DataFrame:
    """One row per recorded target, in the order of recording, in the columns of `COLUMNS`.

    In the words of the contract; `waarde` as written. replaced_by_upload is the
    upload that took the place of its whole delivery; withdrawn the reason
    with which it was taken back. Both are missing for a target that counts.
    """
    import pandas as pd

    rows = [_row(target) for target in register.targets]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.astype({"replaced_by_upload": "Int64", "waarde": "float64"})


def _row(target: Target) -> tuple[object, ...]:
    return (
        None if target.regional else target.place,
        target.place if target.regional else target.region_named,
        target.indicator,
        target.first,
        target.last,
        target.value,
        target.soort,
        target.side,
        target.derived_from,
        target.status,
        target.recorded.upload_id,
        target.recorded.on,
        target.recorded.by,
        target.replaced.upload_id if target.replaced else None,
        target.withdrawn,
    )
