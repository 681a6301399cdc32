"""Who delivered what: frames for people, made of the records of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import nan
from typing import TYPE_CHECKING, Any

from ketenkpi.catalogue import STATUSES, AuditRecord, DeliveryRecord, Stated
from ketenkpi.catalogue.statements import NOTHING_STATED
from ketenkpi.partner import NOBODY
from ketenkpi.store.missing import still_missing

if TYPE_CHECKING:
    import pandas as pd

MISSING = "ontbreekt"
GRID = (
    *("contract", "werkplein", "kwartaal", "status", "rows", "upload_id", "filename"),
    *("delivered_by", "organisation", "created_at", "observed_until"),
    *("approved_uwv", "approved_gemeente", "reason", "partners", "missing"),
)
# What is told of a quarter that nobody delivered.
NOTHING = (MISSING, *[nan] * 10, ())
UPLOADS = (
    *("upload_id", "contract", "profile", "kwartaal", "filename", "delivered_by", "organisation"),
    *("created_at", "observed_from", "observed_until", "werkpleinen", "rows", "current"),
    *("withdrawn", "periode", "sha256"),
)
AUDIT = ("created_at", "actor", "action", "contract", "werkplein", "kwartaal", "detail")


def grid(deliveries: Sequence[DeliveryRecord], stated: Stated = NOTHING_STATED) -> pd.DataFrame:
    """One row per contract, Werkplein and quarter between the first and the last delivered.

    Columns as in `GRID`; `kwartaal` is an index. A quarter that a later
    delivery speaks about too has the status of that delivery; one that nobody
    delivered has the status 'ontbreekt' and nothing else. A quarter with 0 `rows` is one
    of which there was nothing to report. `partners` are the codes of those who
    delivered it, `missing` of those who did not (see `still_missing`).
    """
    import pandas as pd

    quarters = _quarters(deliveries)
    lacking = {
        (one.contract, one.werkplein, one.quarter): one.missing
        for one in still_missing(deliveries, stated)
    }
    placed: dict[tuple[str, str], list[DeliveryRecord]] = {}
    for delivery in deliveries:
        placed.setdefault((delivery.contract, delivery.werkplein), []).append(delivery)
    rows = [
        (*place, quarter, *told, lacking.get((*place, quarter), ()))
        for place, here in sorted(placed.items())
        for quarter, told in zip(quarters, _told(here, quarters), strict=True)
    ]
    return pd.DataFrame(rows, columns=list(GRID))


def _quarters(deliveries: Sequence[DeliveryRecord]) -> range:
    if not deliveries:
        return range(0)
    first = min(delivery.first_quarter for delivery in deliveries)
    return range(first, max(delivery.quarter for delivery in deliveries) + 1)


def _told(here: Sequence[DeliveryRecord], quarters: range) -> Iterator[tuple[Any, ...]]:
    """What is told of each quarter by the deliveries of one contract and Werkplein."""
    covering: dict[int, list[DeliveryRecord]] = {quarter: [] for quarter in quarters}
    for delivery in here:
        for quarter in range(delivery.first_quarter, delivery.quarter + 1):
            covering[quarter].append(delivery)
    for found in covering.values():
        yield _cell(found) if found else NOTHING


def _cell(covering: Sequence[DeliveryRecord]) -> tuple[Any, ...]:
    # Those of that very quarter, else of the first later one that covers it. Of
    # partners who each deliver their own the one that is least far tells how far it is.
    first = min(delivery.quarter for delivery in covering)
    these = [delivery for delivery in covering if delivery.quarter == first]
    one = min(these, key=lambda delivery: STATUSES.index(delivery.status))
    return (
        one.status,
        sum(delivery.rows for delivery in these),
        one.upload.id,
        one.upload.filename,
        one.upload.delivered_by,
        one.upload.organisation,
        one.upload.created_at,
        one.upload.observed_until,
        all("uwv" in each.approved for each in these),
        all("gemeente" in each.approved for each in these),
        one.reason,
        tuple(sorted({each.partner for each in covering} - {NOBODY})),
    )


def uploads(deliveries: Iterable[DeliveryRecord], withdrawals: Mapping[int, str]) -> pd.DataFrame:
    """One row per upload, newest first, in the columns of `UPLOADS`.

    `rows` and `werkpleinen` are those of the deliveries given, so within a
    scope; `current` whether any of these still counts, `withdrawn` why one was
    taken back, empty when none was; `periode` is a text, also of a month
    (2025-07); `sha256` the digest of the file as delivered. withdrawals: why, by the
    delivery's id.
    """
    import pandas as pd

    by_upload: dict[int, list[DeliveryRecord]] = {}
    for delivery in deliveries:
        by_upload.setdefault(delivery.upload.id, []).append(delivery)
    rows = [_upload(by_upload[key], withdrawals) for key in sorted(by_upload, reverse=True)]
    return pd.DataFrame(rows, columns=list(UPLOADS))


def _upload(
    deliveries: Sequence[DeliveryRecord], withdrawals: Mapping[int, str]
) -> tuple[Any, ...]:
    upload = deliveries[0].upload
    reasons = [withdrawals[each.id] for each in deliveries if each.id in withdrawals]
    return (
        upload.id,
        upload.contract,
        upload.profile,
        upload.quarter,
        upload.filename,
        upload.delivered_by,
        upload.organisation,
        upload.created_at,
        upload.observed_from,
        upload.observed_until,
        tuple(sorted({delivery.werkplein for delivery in deliveries})),
        sum(delivery.rows for delivery in deliveries),
        any(delivery.current for delivery in deliveries),
        reasons[0] if reasons else "",
        str(upload.period),
        upload.source_sha256,
    )


def audit(records: Iterable[AuditRecord]) -> pd.DataFrame:
    """One row per thing somebody did, oldest first, in the columns of `AUDIT`."""
    import pandas as pd

    rows = [
        (r.created_at, r.actor, r.action, r.contract, r.werkplein, r.quarter, dict(r.detail))
        for r in records
    ]
    return pd.DataFrame(rows, columns=list(AUDIT))
