"""The same cells as a file and as a frame: findings and counts must be equal."""

from __future__ import annotations

from tests.fuzz.frames import compared
from tests.tables.table import Row, Rows


def frames(size: int) -> Rows:
    """A row for each kind of frame and engine: of how many frames both ways agree.

    size: how many frames are made and changed; each is tried as 5 kinds of frame on
    3 engines. counted: of how many the file may be stored, so that there are counts.
    """
    by: dict[tuple[str, str], list[dict[str, str | int | bool]]] = {}
    for number in range(size):
        for row in compared(number):
            by.setdefault((str(row["kind"]), str(row["engine"])), []).append(row)
    return [_row(kind, engine, rows) for (kind, engine), rows in by.items()]


def _row(kind: str, engine: str, rows: list[dict[str, str | int | bool]]) -> Row:
    others = [
        str(row["frame"]) for row in rows if not (row["same findings"] and row["same counts"])
    ]
    return {
        "kind": kind,
        "engine": engine,
        "frames": len(rows),
        "with findings": sum(bool(row["findings"]) for row in rows),
        "counted": sum(bool(row["counted"]) for row in rows),
        "other findings": sum(not row["same findings"] for row in rows),
        "other counts": sum(not row["same counts"] for row in rows),
        "frames that differ": ", ".join(others),
    }
