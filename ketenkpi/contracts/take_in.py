"""Whatever was uploaded -> UTF-8 text, or a finding that says what it is instead.

Stage *bestand*. Nothing here looks at columns. Accepted are text
(`plain_text`) and workbooks (`workbook`), whose sheets are written out row by
row so that they are read by the same code as a CSV.
"""

from __future__ import annotations

from pathlib import Path

from ketenkpi.contracts.intake import ANYHOW, Intake, Wanted, refusal
from ketenkpi.contracts.other_files import refuse_other
from ketenkpi.contracts.other_workbooks import refuse_foreign
from ketenkpi.contracts.plain_text import read_text
from ketenkpi.settings import Limits

# Enough to tell what a file is.
HEAD = 4096
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")


def take_in(
    source: Path, staging: Path, limits: Limits, wanted: Wanted = ANYHOW
) -> tuple[Intake, ...]:
    """The source as UTF-8 text, itself or copies in `staging`: of a workbook one a sheet.

    What a file is, its bytes say and never its name. Raises Blocked when it is
    empty, too large, damaged, or of a kind that is not read.
    """
    size = source.stat().st_size
    if size == 0:
        raise refusal("leeg_bestand")
    if size > limits.upload_bytes:
        raise refusal("te_groot", size=_mb(size), limit=_mb(limits.upload_bytes))
    with source.open("rb") as file:
        head = file.read(HEAD)
    if head.startswith(ZIP):
        # A text needs none of what reads a workbook, which takes 0.02 s to load.
        from ketenkpi.contracts.workbook import sheets

        return sheets(source, staging, limits, wanted)
    refuse_foreign(source, head)
    refuse_other(head)
    return (read_text(source, staging, wanted, head),)


def _mb(size: int) -> str:
    return f"{size / 1_000_000:.0f} MB"
