"""A scheme under each of its names -> the one key of its series, so that figures run on."""

from __future__ import annotations

import narwhals as nw

from ketenkpi.counts.engines import Frame
from ketenkpi.counts.sources import SourceColumns
from ketenkpi.vocabularies import vocabularies


def under_one_key(rows: Frame, source: SourceColumns) -> Frame:
    """Rows with the later names of a scheme replaced by the key of its series.

    Stored rows have that key already; frames of library users may have either.
    """
    if "regeling" not in (*source.needed, *source.optional):
        return rows
    key = nw.col("regeling")
    for each in vocabularies().schemes.entries.values():
        if each.continues is not None:
            later = nw.col("regeling") == each.key
            key = nw.when(later).then(nw.lit(each.stored_as)).otherwise(key)
    return rows.with_columns(key.alias("regeling"))
