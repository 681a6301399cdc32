"""What is asked of an upload, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ketenkpi.catalogue import Draft, Slot
from ketenkpi.contracts import Findings, Reading
from ketenkpi.contracts.intake import ANYHOW, Wanted
from ketenkpi.contracts.questions import NOT_ANSWERED, Answers, Question
from ketenkpi.scope import Scope
from ketenkpi.shown import shown
from ketenkpi.store.changes import Changes
from ketenkpi.store.explained import OddValue
from ketenkpi.vocabulary import Period, Quarter

if TYPE_CHECKING:
    from ketenkpi.store.periods import Dated
    from ketenkpi.store.prepare import Span

Progress = Callable[[str, float], None]
UploadStatus = Literal["stored", "unchanged", "healed", "refused", "asks", "needs_replace"]


@dataclass(frozen=True)
class Request:
    """One file, the contracts it fills, and what the uploader says of it.

    organisation None: nobody said who delivers. submits: the draft of a scan
    that the file was made of.
    """

    source: Path | bytes
    filename: str
    contracts: tuple[str, ...]
    profile: str | None
    constants: Mapping[str, str]
    period: Period | None
    observed_from: date | None
    observed_until: date | None
    by: str
    organisation: str | None
    replace: bool
    revision_reason: str | None
    skip_faulty_rows: bool
    scope: Scope
    progress: Progress
    submits: Draft | None = None
    answers: Answers = NOT_ANSWERED
    wanted: Wanted = ANYHOW
    # Of what a rule asked about, by `Point.name` or by number.
    explanations: Mapping[str, str] = field(default_factory=dict)

    def span(self, found: Dated) -> Span:
        """For which period it is, given what its rows say of it."""
        from ketenkpi.store.prepare import span_of

        return span_of(found, self.period, self.observed_from, self.observed_until)


@shown
@dataclass(frozen=True)
class UploadResult:
    """What came of an upload.

    stored          it counts; `upload_ids` has one number per contract
    unchanged       this very file was current already; `upload_ids` are its numbers
    healed          as unchanged, and its rows, which were gone or damaged, are
                    in their place again
    refused         `findings` say what to mend; `questions` are what may be declared
                    instead, where that is so (numbers that only seem to be BSNs)
    asks            `questions` must be answered first; ask again with `answers`
    needs_replace   it would take the place of `replaces`, or move figures of
                    the definitive `changes.revised`, or change what an earlier
                    period knew (`changes.earlier`); `changes` shows what would
                    move. Ask again with replace=True, and where `needs_reason`
                    also with a revision_reason.

    Nothing is stored unless the status is 'stored'. `healed` are the uploads
    whose rows this file mended, whatever else came of it. `readings` tell per
    contract how the file was read; their files are gone. `partners` are the
    codes of who delivered, none where the file is of the place as a whole.
    `unexplained` are the values of which an explanation is still asked; they count.
    """

    status: UploadStatus
    findings: Findings
    readings: tuple[Reading, ...] = ()
    upload_ids: tuple[int, ...] = ()
    version: int | None = None
    period: Period | None = None
    observed_until: date | None = None
    replaces: tuple[Slot, ...] = ()
    changes: Changes = field(default_factory=Changes)
    questions: tuple[Question, ...] = ()
    healed: tuple[int, ...] = ()
    partners: tuple[str, ...] = ()
    unexplained: tuple[OddValue, ...] = ()

    @property
    def quarter(self) -> Quarter | None:
        """The quarter it is for, or of the month it is for."""
        return self.period.quarter if self.period else None

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
