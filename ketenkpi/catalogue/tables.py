"""The tables of the catalogue. Each docstring says which questions its table answers.

The catalogue never holds a delivered row or a figure: those are immutable
Parquet files, and a table names them by the hash of their content. So a
transaction here is what makes a file visible, and nothing else does.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    CheckConstraint,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    MetaData,
    String,
    Text,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator


class UtcTime(TypeDecorator[datetime]):
    """A moment in UTC. SQLite keeps no time zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# Batch migrations on SQLite rebuild a table and can only drop a constraint
# that has a name, so every constraint gets one by rule.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Root of the tables."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcTime,
        dict[str, Any]: JSON,
        list[Any]: JSON,
    }


class StateRow(Base):
    """Which counts hold now? Exactly one row.

    `version` goes up by one with every change of the figures; whoever writes
    says which version they started from, so two writers cannot both win.
    """

    __tablename__ = "state"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    run_id: Mapped[int | None] = mapped_column(ForeignKey("run.id"))


class Run(Base):
    """From which uploads was a counts file made, when, and what is it called?

    `counts_blob` is None when nothing is delivered (yet, or any more).
    `inputs` lists the ids of all uploads that were counted.
    """

    __tablename__ = "run"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(unique=True)
    counts_blob: Mapped[str | None] = mapped_column(String(64))
    inputs: Mapped[list[Any]]
    created_at: Mapped[datetime]


class Upload(Base):
    """Which file was accepted, from whom, for which quarter, and where are its rows?

    One row per contract a file fills: a file that fills two contracts gives
    two uploads with the same `source_sha256`. Never changed after it is made.
    `quarter` is an index (year * 4 + number - 1) and `month` 1-12 when it is for
    one month of it, else 0; `constants` are the columns the uploader filled for
    every row, which make other rows of the same bytes, and so does how the file
    was read, which `read_as` holds: its sheet, header line, separator and encoding,
    and under 'asked' what of it was said; empty of what came before this was kept.
    `organisation` is the code of the partner who delivered it.
    """

    __tablename__ = "upload"
    # For: is this very file current already? (every upload asks)
    __table_args__ = (Index(None, "source_sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contract: Mapped[str] = mapped_column(String(64))
    profile: Mapped[str | None] = mapped_column(String(64))
    constants: Mapped[dict[str, Any]]
    filename: Mapped[str] = mapped_column(Text)
    source_sha256: Mapped[str] = mapped_column(String(64))
    rows_blob: Mapped[str] = mapped_column(String(64))
    quarter: Mapped[int]
    month: Mapped[int] = mapped_column(server_default="0")
    observed_from: Mapped[date | None]
    observed_until: Mapped[date]
    rows_read: Mapped[int]
    rows_stored: Mapped[int]
    rows_rejected: Mapped[int]
    delivered_by: Mapped[str] = mapped_column(Text)
    organisation: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    read_as: Mapped[dict[str, Any]] = mapped_column(server_default="{}")


class DeliveryRow(Base):
    """Who delivered what for which quarter, and how far is it in its life?

    One row per upload and Werkplein. `shared` marks what belongs to no single
    Werkplein (an outside series, a regional target); `werkplein` then holds
    the name of the series or region. `partner` is who it is from where the
    partners of a Werkplein each deliver their own, else ''. `month` is 1-12
    for a delivery of one month, 0 for one of the whole quarter. `current` is
    true while its rows count; at most one delivery of a contract, Werkplein,
    period and partner is current.
    `first_quarter` is the first quarter the delivery speaks about.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        # Holds the law above in the database too, and answers: is this place
        # taken? (every upload, approval and withdrawal)
        Index(
            "uq_delivery_current",
            "contract",
            "werkplein",
            "quarter",
            "partner",
            "month",
            unique=True,
            sqlite_where=text("current"),
            postgresql_where=text("current"),
        ),
        # For: the deliveries of one upload (its rows within a scope).
        Index(None, "upload_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id"))
    contract: Mapped[str] = mapped_column(String(64))
    werkplein: Mapped[str] = mapped_column(String(256))
    shared: Mapped[bool]
    first_quarter: Mapped[int]
    quarter: Mapped[int]
    partner: Mapped[str] = mapped_column(String(20), server_default="")
    month: Mapped[int] = mapped_column(server_default="0")
    rows: Mapped[int]
    status: Mapped[str] = mapped_column(String(20))
    current: Mapped[bool]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("delivery.id"))
    reason: Mapped[str | None] = mapped_column(Text)


class StatementRow(Base):
    """What did somebody say once about a source, a place or a name, that holds from then on?

    The last one of a kind with the same contract, Werkplein, partner and
    subject holds ('' where it is about all of them). `version` is the state it
    came with, so that an earlier state is what it was. See
    `ketenkpi.catalogue.statements` for the kinds.
    """

    __tablename__ = "statement"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    contract: Mapped[str] = mapped_column(String(64))
    werkplein: Mapped[str] = mapped_column(String(256))
    partner: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(256))
    value: Mapped[str] = mapped_column(Text)
    stated_by: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]


class FindingRow(Base):
    """What was noticed about an accepted upload? One row per rule and column.

    `total` is true; `listed` holds the first so many, each as
    {line, text_line, value, params}.
    """

    __tablename__ = "finding"
    # For: the findings of one upload.
    __table_args__ = (Index(None, "upload_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id"))
    stage: Mapped[str] = mapped_column(String(20))
    level: Mapped[str] = mapped_column(String(20))
    rule: Mapped[str] = mapped_column(String(64))
    column_name: Mapped[str | None] = mapped_column(String(128))
    total: Mapped[int]
    listed: Mapped[list[Any]]


class Approval(Base):
    """Which partner agreed with a delivery, who said so, and when?"""

    __tablename__ = "approval"
    # A partner agrees once; also for: the approvals of a delivery.
    __table_args__ = (Index(None, "delivery_id", "party", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    delivery_id: Mapped[int] = mapped_column(ForeignKey("delivery.id"))
    party: Mapped[str] = mapped_column(String(20))
    approved_by: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]


class User(Base):
    """What may this person see and do, and do their open sessions still hold?

    `werkpleinen` None means all. Every change raises `session_version`, and a
    session begun under a lower one is over.
    """

    __tablename__ = "user"

    subject: Mapped[str] = mapped_column(String(256), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(String(20))
    werkpleinen: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    active: Mapped[bool]
    session_version: Mapped[int]
    created_at: Mapped[datetime]


class Audit(Base):
    """Who did what, when, to whose data? Triggers refuse every change and deletion.

    `werkplein` is None for what concerns no single Werkplein (users, settings).
    """

    __tablename__ = "audit"
    # For: the history of one Werkplein.
    __table_args__ = (Index(None, "werkplein"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(String(20))
    contract: Mapped[str | None] = mapped_column(String(64))
    werkplein: Mapped[str | None] = mapped_column(String(256))
    quarter: Mapped[int | None]
    detail: Mapped[dict[str, Any]]


class Annotation(Base):
    """What happened here that the figures do not say? A note at a Werkplein and quarter.

    `werkplein` is '' for a note about all, `day` None where only the quarter is known.
    Never changed: a note that does not hold has a row in `strike`.
    """

    __tablename__ = "annotation"
    # For: the notes to show beside one Werkplein's figures.
    __table_args__ = (Index(None, "werkplein", "quarter"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    werkplein: Mapped[str] = mapped_column(String(256))
    quarter: Mapped[int]
    day: Mapped[date | None]
    indicator: Mapped[str | None] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(Text)
    written_by: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]


class StrikeRow(Base):
    """Which note does not hold any more, why, and who said so? A note is struck once."""

    __tablename__ = "strike"

    note_id: Mapped[int] = mapped_column(ForeignKey("annotation.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    struck_by: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]


class PeerGroupRow(Base):
    """Which Werkpleinen did somebody put together, under which name, to compare with?

    `members` is sorted. A name is used once in an installation.
    """

    __tablename__ = "peer_group"

    name: Mapped[str] = mapped_column(String(256), primary_key=True)
    members: Mapped[list[Any]]
    saved_by: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]


class RebaseRow(Base):
    """From which quarter does a control chart have new limits, why, and who decided it?"""

    __tablename__ = "rebase"
    # A chart begins anew once in a quarter; also for: the new limits of one Werkplein.
    __table_args__ = (Index(None, "werkplein", "indicator", "quarter", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    werkplein: Mapped[str] = mapped_column(String(256))
    indicator: Mapped[str] = mapped_column(String(64))
    quarter: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[str] = mapped_column(Text)
    decided_on: Mapped[date]


class ScanAnswer(Base):
    """What did one partner fill in at one item of a scan that is not submitted yet, and who?

    `quarter` is an index; `situation` is '' for all clients; `answer` holds the
    columns of contract `samenwerking` that are filled in, and is empty when
    what was filled in has been taken away again. Rows go when the scan is
    submitted or thrown away.
    """

    __tablename__ = "scan_answer"

    werkplein: Mapped[str] = mapped_column(String(256), primary_key=True)
    quarter: Mapped[int] = mapped_column(primary_key=True)
    filler: Mapped[str] = mapped_column(String(20), primary_key=True)
    item: Mapped[str] = mapped_column(String(64), primary_key=True)
    situation: Mapped[str] = mapped_column(String(64), primary_key=True)
    answer: Mapped[dict[str, Any]]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(Text)


class WorkerRow(Base):
    """Which processes take jobs, and when did each last say that it lives?

    `name` says which process on which computer it is (see `ketenkpi.scratch`).
    """

    __tablename__ = "worker"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    seen_at: Mapped[datetime]


class JobRow(Base):
    """What was asked to be done outside the pages, by whom, and how far is it?

    `worker` is who does it or did it last; a job that runs while its worker is
    gone is taken up again. `scope` is that of who asked, as a `Scope` holds it.
    `awaited` is false for what is made ready before anybody asks. The file it is
    about and its answer are in the folder of this `id`, not here.
    """

    __tablename__ = "job"
    # For: which job is next? (every worker, several times a second)
    __table_args__ = (Index(None, "state"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    arguments: Mapped[dict[str, Any]]
    asked_by: Mapped[str] = mapped_column(Text)
    scope: Mapped[dict[str, Any]]
    awaited: Mapped[bool]
    state: Mapped[str] = mapped_column(String(20))
    stage: Mapped[str] = mapped_column(String(20))
    share: Mapped[float]
    worker: Mapped[str | None] = mapped_column(String(64))
    attempts: Mapped[int]
    stop_asked: Mapped[bool]
    fault: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    asked_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
