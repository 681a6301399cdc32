"""What is asked of an upload, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from ketenkpi.catalogue import Draft, Slot
from ketenkpi.contracts import Findings, Reading
from ketenkpi.scope import Scope
from ketenkpi.store.changes import Changes
from ketenkpi.vocabulary import Quarter

Progress = Callable[[str, float], None]
UploadStatus = Literal["stored", "unchanged", "healed", "refused", "needs_replace"]


@dataclass(frozen=True)
class Request:
    """One file, the contracts it fills, and what the uploader says of it.

    submits: the draft of a scan that the file was made of.
    """

    source: Path | bytes
    filename: str
    contracts: tuple[str, ...]
    profile: str | None
    constants: Mapping[str, str]
    quarter: Quarter | None
    observed_from: date | None
    observed_until: date | None
    by: str
    organisation: str
    replace: bool
    revision_reason: str | None
    skip_faulty_rows: bool
    scope: Scope
    progress: Progress
    submits: Draft | None = None


@dataclass(frozen=True)
class UploadResult:
    """What came of an upload.

    stored          it counts; `upload_ids` has one number per contract
    unchanged       this very file was current already; `upload_ids` are its numbers
    healed          as unchanged, and its rows, which were gone or damaged, are
                    in their place again
    refused         `findings` say what to mend
    needs_replace   it would take the place of `replaces`, or move figures of
                    the definitive `changes.revised`; `changes` shows what would
                    move. Ask again with replace=True, and where `needs_reason`
                    also with a revision_reason.

    Nothing is stored unless the status is 'stored'. `healed` are the uploads
    whose rows this file mended, whatever else came of it. `readings` tell per
    contract how the file was read; their files are gone.
    """

    status: UploadStatus
    findings: Findings
    readings: tuple[Reading, ...] = ()
    upload_ids: tuple[int, ...] = ()
    version: int | None = None
    quarter: Quarter | None = None
    observed_until: date | None = None
    replaces: tuple[Slot, ...] = ()
    changes: Changes = field(default_factory=Changes)
    healed: tuple[int, ...] = ()

    @property
    def upload_id(self) -> int | None:
        """The first of `upload_ids`, None when nothing is stored."""
        return self.upload_ids[0] if self.upload_ids else None

    @property
    def needs_reason(self) -> bool:
        """Whether a definitive delivery is involved, so that a reason must be given."""
        return bool(self.changes.revised)

    @property
    def rows_read(self) -> int:
        """Rows read, added over the contracts."""
        return sum(reading.rows_read for reading in self.readings)

    @property
    def rows_stored(self) -> int:
        """Rows that count now, added over the contracts; 0 unless stored."""
        stored = self.status == "stored"
        return sum(reading.rows_stored for reading in self.readings) if stored else 0

    @property
    def rows_rejected(self) -> int:
        """Rows left out because they hold a fault, added over the contracts."""
        return sum(reading.rows_rejected for reading in self.readings)
