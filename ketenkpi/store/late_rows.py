"""How much the outflow of a quarter grew with later deliveries of that Werkplein."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ketenkpi.catalogue import Blobs, DeliveryRecord, staging
from ketenkpi.comparison.late import CONTRACT, LATE
from ketenkpi.settings import Settings
from ketenkpi.store.rows import text, working
from ketenkpi.store.vintages import valid

if TYPE_CHECKING:
    import pandas as pd


def outflow_as_known(
    deliveries: Sequence[DeliveryRecord], rows: Blobs, settings: Settings
) -> pd.DataFrame:
    """How many left in each quarter, as it was known after each delivery of that Werkplein.

    deliveries: all ever made. Of each case the newest row holds. Columns as
    `comparison.late.LATE`: werkplein, kwartaal, vintage (the quarter of the
    delivery) and x. Only of places that delivered for more than one quarter, and
    of deliveries whose rows are kept.
    """
    import pandas as pd

    mine = [d for d in valid(deliveries) if d.contract == CONTRACT]
    again = _delivered_again(mine)
    kept = [d for d in mine if d.werkplein in again and rows.path(d.upload.rows_blob).is_file()]
    if not kept:
        return pd.DataFrame(columns=list(LATE))
    with staging(settings.home) as folder, working(folder) as connection:
        parts = " UNION ALL ".join(_rows_of(upload, rows) for upload in _by_upload(kept))
        found = connection.execute(
            f"SELECT werkplein, year(uitstroom) * 4 + quarter(uitstroom) - 1 AS kwartaal, since,"
            f" until, count(*) FROM (SELECT *, lead(since) OVER (PARTITION BY werkplein,"
            f" traject_id ORDER BY since, upload) AS until FROM ({parts}))"
            f" WHERE uitstroom IS NOT NULL GROUP BY ALL"
        ).fetchall()
    table = pd.DataFrame(found, columns=["werkplein", "kwartaal", "since", "until", "x"])
    return pd.concat(
        [_as_of(table, place, quarters) for place, quarters in again.items()], ignore_index=True
    )


def _delivered_again(mine: Sequence[DeliveryRecord]) -> dict[str, list[int]]:
    quarters: dict[str, set[int]] = {}
    for delivery in mine:
        quarters.setdefault(delivery.werkplein, set()).add(delivery.quarter)
    return {place: sorted(each) for place, each in sorted(quarters.items()) if len(each) > 1}


def _by_upload(kept: Sequence[DeliveryRecord]) -> list[list[DeliveryRecord]]:
    # One file may hold a hundred Werkpleinen: read once for each, it took 11.7 GB.
    uploads: dict[int, list[DeliveryRecord]] = {}
    for delivery in kept:
        uploads.setdefault(delivery.upload.id, []).append(delivery)
    return list(uploads.values())


def _rows_of(deliveries: Sequence[DeliveryRecord], rows: Blobs) -> str:
    """The rows of deliveries that came in one file."""
    upload = deliveries[0].upload
    path, places = text(str(rows.path(upload.rows_blob))), [d.werkplein for d in deliveries]
    return (
        f"SELECT werkplein, traject_id, uitstroom, {upload.quarter} AS since,"
        f" {upload.id} AS upload FROM read_parquet({path})"
        f" WHERE werkplein IN ({', '.join(map(text, places))})"
    )


def _as_of(table: pd.DataFrame, place: str, quarters: Collection[int]) -> pd.DataFrame:
    import pandas as pd

    here = table[table["werkplein"] == place]
    until = here["until"].to_numpy(np.float64, na_value=np.inf)
    known = []
    for vintage in quarters:
        held = here[(here["since"].to_numpy() <= vintage) & (until > vintage)]
        counted = held.groupby("kwartaal", as_index=False)["x"].sum()
        known.append(counted[counted["kwartaal"] <= vintage].assign(vintage=vintage))
    found: pd.DataFrame = pd.concat(known, ignore_index=True).assign(werkplein=place)
    return found[list(LATE)]
