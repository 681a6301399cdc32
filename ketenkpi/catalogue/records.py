"""What goes into and comes out of the catalogue: plain frozen values, no database objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from ketenkpi.catalogue.lifecycle import Party, Status
from ketenkpi.catalogue.statements import NOTHING_STATED, Stated, Statement
from ketenkpi.contracts import Findings
from ketenkpi.vocabulary import WHOLE_QUARTER, Period


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """The place a delivery takes: one contract, one Werkplein, one period, one partner.

    quarter: an index. partner: who it is from where each partner delivers their
    own, else ''. month: 1-12 for one month of the quarter, 0 for all of it.
    """

    contract: str
    werkplein: str
    quarter: int
    partner: str = ""
    month: int = WHOLE_QUARTER

    @property
    def period(self) -> Period:
        """The month or quarter it is for."""
        return Period.of_slot(self.quarter, self.month)


@dataclass(frozen=True, slots=True)
class UploadRecord:
    """An accepted file, by one contract. Rows of the file: read = stored + rejected."""

    id: int
    contract: str
    profile: str | None
    constants: Mapping[str, str]
    filename: str
    source_sha256: str
    rows_blob: str
    quarter: int
    observed_from: date | None
    observed_until: date
    rows_read: int
    rows_stored: int
    rows_rejected: int
    delivered_by: str
    organisation: str
    created_at: datetime
    month: int = WHOLE_QUARTER
    read_as: Mapping[str, Any] = field(default_factory=dict)

    @property
    def period(self) -> Period:
        """The month or quarter it is for."""
        return Period.of_slot(self.quarter, self.month)


@dataclass(frozen=True, slots=True)
class DeliveryRecord:
    """One Werkplein's part of an upload, and which partners agreed with it."""

    id: int
    upload: UploadRecord
    contract: str
    werkplein: str
    shared: bool
    first_quarter: int
    quarter: int
    rows: int
    status: Status
    current: bool
    replaces_id: int | None
    reason: str | None
    approved: frozenset[Party] = frozenset()
    partner: str = ""
    month: int = WHOLE_QUARTER

    @property
    def slot(self) -> Slot:
        return Slot(self.contract, self.werkplein, self.quarter, self.partner, self.month)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One state of the catalogue: its version, the counts that hold, the current deliveries.

    `counts_blob` is None while nothing is delivered. `stated` is what was
    stated once and holds (see `Stated`).
    """

    version: int
    counts_blob: str | None
    deliveries: tuple[DeliveryRecord, ...]
    stated: Stated = NOTHING_STATED


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """What an upload brings for one Werkplein, and from which partner (see Slot)."""

    werkplein: str
    shared: bool
    first_quarter: int
    rows: int
    partner: str = ""


@dataclass(frozen=True, slots=True)
class NewUpload:
    """An upload that is ready to be made visible; its rows are placed already."""

    contract: str
    profile: str | None
    constants: Mapping[str, str]
    filename: str
    source_sha256: str
    rows_blob: str
    quarter: int
    observed_from: date | None
    observed_until: date
    rows_read: int
    rows_stored: int
    rows_rejected: int
    delivered_by: str
    organisation: str
    deliveries: tuple[NewDelivery, ...]
    findings: Findings
    month: int = WHOLE_QUARTER
    read_as: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.rows_read != self.rows_stored + self.rows_rejected:
            raise ValueError("rows read must be rows stored plus rows rejected")
        if sum(delivery.rows for delivery in self.deliveries) != self.rows_stored:
            raise ValueError("the deliveries together must hold every stored row")


@dataclass(frozen=True, slots=True, order=True)
class Scan:
    """One partner's scan of one Werkplein over one quarter (an index)."""

    werkplein: str
    quarter: int
    filler: str


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """What stands at one item of a draft.

    situation: '' for all clients. answer: the columns of contract
    `samenwerking` that are filled in; empty when it was taken away again.
    """

    item: str
    situation: str
    answer: Mapping[str, Any]
    changed_at: datetime
    changed_by: str


@dataclass(frozen=True, slots=True)
class Draft:
    """One partner's scan as it stood when it was read; answers by item and situation."""

    scan: Scan
    answers: Mapping[tuple[str, str], AnswerRecord]


@dataclass(frozen=True, slots=True)
class Change:
    """Everything one transaction makes visible.

    `withdrawn` are ids of deliveries taken back; `counts_blob` the counts of
    the state that results, None when it holds no rows, and `counts_files` what that list
    names; `submits` the draft
    that the uploads were made of, which is a draft no longer. `replaced` are ids
    of deliveries of other slots that end because an upload takes their place;
    `statements` what was stated with it.
    """

    actor: str
    counts_blob: str | None
    uploads: tuple[NewUpload, ...] = ()
    withdrawn: tuple[int, ...] = ()
    reason: str | None = None
    submits: Draft | None = None
    replaced: tuple[int, ...] = ()
    statements: tuple[Statement, ...] = ()
    counts_files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Committed:
    """The version after a change and the ids of its uploads, in the order given."""

    version: int
    upload_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """One thing somebody did. `werkplein` None: it concerned no single Werkplein."""

    created_at: datetime
    actor: str
    action: str
    contract: str | None
    werkplein: str | None
    quarter: int | None
    detail: Mapping[str, Any]
