"""What can be asked of a worker: each kind with what it is asked and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

from ketenkpi.contracts.intake import ANYHOW, Wanted
from ketenkpi.scope import Scope
from ketenkpi.store import Look, Store, UploadResult, Withdrawal
from ketenkpi.vocabulary import Period

JobKind = Literal["look", "upload", "nothing", "withdrawal", "withdraw", "ready"]
Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class ToLook:
    """Check a file, as `Store.look` does; nothing is stored."""

    contracts: tuple[str, ...]
    profile: str | None = None
    constants: Mapping[str, str] = field(default_factory=dict)
    skip_faulty_rows: bool = False
    wanted: Wanted = ANYHOW
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ToUpload:
    """Deliver a file, as `Store.upload` does; without `replace` it is a preview where it must be.

    contract None: the profile says which it fills.
    """

    contract: str | None
    profile: str | None
    filename: str
    organisation: str | None
    period: Period | None = None
    observed_from: date | None = None
    observed_until: date | None = None
    constants: Mapping[str, str] = field(default_factory=dict)
    replace: bool = False
    revision_reason: str | None = None
    skip_faulty_rows: bool = False
    wanted: Wanted = ANYHOW
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ToReportNothing:
    """Deliver that nothing happened, as `Store.nothing_to_report` does."""

    contract: str
    werkplein: str
    period: Period
    organisation: str | None
    replace: bool = False
    revision_reason: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ToSeeWithdrawal:
    """Say what taking an upload back would change, as `Store.withdrawal` does."""

    upload_id: int


@dataclass(frozen=True, slots=True)
class ToWithdraw:
    """Take an upload back, as `Store.withdraw_upload` does."""

    upload_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class ToMakeReady:
    """Make what pages would wait for after a delivery: past states, figures, signals."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """An upload was taken back; `version` is the state without it."""

    version: int


@dataclass(frozen=True, slots=True)
class MadeReady:
    """So many past states had to be counted."""

    counted: int


Asked = ToLook | ToUpload | ToReportNothing | ToSeeWithdrawal | ToWithdraw | ToMakeReady
Answer = Look | UploadResult | Withdrawal | Withdrawn | MadeReady


@dataclass(frozen=True, slots=True)
class Assignment:
    """For whom a job is done, with what: its file (only of a kind about one) and who watches."""

    by: str
    scope: Scope
    file: Path
    progress: Progress


@dataclass(frozen=True, slots=True)
class Work:
    """One kind of job: the nouns of question and answer, and how it is done."""

    asked: type[Asked]
    answer: type[Answer]
    do: Callable[[Store, Any, Assignment], Answer]


def _look(store: Store, asked: ToLook, given: Assignment) -> Look:
    return store.look(
        given.file,
        asked.contracts,
        profile=asked.profile,
        constants=asked.constants,
        skip_faulty_rows=asked.skip_faulty_rows,
        wanted=asked.wanted,
        answers=asked.answers,
    )


def _upload(store: Store, asked: ToUpload, given: Assignment) -> UploadResult:
    return store.upload(
        given.file,
        asked.contract,
        asked.profile,
        by=given.by,
        organisation=asked.organisation,
        period=asked.period,
        observed_from=asked.observed_from,
        observed_until=asked.observed_until,
        constants=asked.constants,
        filename=asked.filename,
        replace=asked.replace,
        revision_reason=asked.revision_reason,
        skip_faulty_rows=asked.skip_faulty_rows,
        wanted=asked.wanted,
        answers=asked.answers,
        scope=given.scope,
        progress=given.progress,
    )


def _nothing(store: Store, asked: ToReportNothing, given: Assignment) -> UploadResult:
    return store.nothing_to_report(
        asked.contract,
        asked.werkplein,
        period=asked.period,
        by=given.by,
        organisation=asked.organisation,
        replace=asked.replace,
        revision_reason=asked.revision_reason,
        answers=asked.answers,
        scope=given.scope,
    )


def _withdrawal(store: Store, asked: ToSeeWithdrawal, given: Assignment) -> Withdrawal:
    return store.withdrawal(asked.upload_id, scope=given.scope)


def _withdraw(store: Store, asked: ToWithdraw, given: Assignment) -> Withdrawn:
    version = store.withdraw_upload(
        asked.upload_id, by=given.by, reason=asked.reason, scope=given.scope
    )
    return Withdrawn(version)


def _ready(store: Store, asked: ToMakeReady, given: Assignment) -> MadeReady:
    counted = store.count_ahead(given.progress)
    store.made_ahead(given.progress)
    # Every pattern is a release that later ones must agree with, so it is made only
    # where somebody will read figures by it.
    if any(user.active and user.scope.detail == "figures" for user in store.users.all()):
        given.progress("protected", 0.0)
        store.suppressed(given.scope)
    return MadeReady(counted)


KINDS: Mapping[JobKind, Work] = {
    "look": Work(ToLook, Look, _look),
    "upload": Work(ToUpload, UploadResult, _upload),
    "nothing": Work(ToReportNothing, UploadResult, _nothing),
    "withdrawal": Work(ToSeeWithdrawal, Withdrawal, _withdrawal),
    "withdraw": Work(ToWithdraw, Withdrawn, _withdraw),
    "ready": Work(ToMakeReady, MadeReady, _ready),
}
# These only read a file, so they are short; a worker of their own spares who has one
# checked from waiting for what somebody else delivered.
CHECKS: frozenset[JobKind] = frozenset({"look"})
# After these the figures are others, so what pages would wait for is made ready.
CHANGING: frozenset[JobKind] = frozenset({"upload", "nothing", "withdraw"})


def kind_of(asked: Asked) -> JobKind:
    """Which kind of job is asked by this."""
    (found,) = (name for name, kind in KINDS.items() if kind.asked is type(asked))
    return found
