"""Bringing files in, agreeing with them, taking them back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from ketenkpi.catalogue import (
    Change,
    DeliveryRecord,
    Overtaken,
    Party,
    Slot,
    Snapshot,
    Status,
    require_reason,
    staging,
)
from ketenkpi.contracts import Reading, find_contract, read
from ketenkpi.contracts.check import with_states
from ketenkpi.contracts.intake import ANYHOW, Wanted
from ketenkpi.contracts.questions import Answers
from ketenkpi.errors import UsageError
from ketenkpi.register import load_register
from ketenkpi.scope import Scope
from ketenkpi.store.counting import place_counts
from ketenkpi.store.explaining import Explaining
from ketenkpi.store.healing import healed
from ketenkpi.store.installation import Installation
from ketenkpi.store.plan import without_file
from ketenkpi.store.result import Progress, Request, UploadResult
from ketenkpi.store.rows import working
from ketenkpi.store.upload import ATTEMPTS, Busy, UploadTask, digests_tried
from ketenkpi.vocabulary import AnyQuarter, Period, Quarter, as_quarter

# The name of the file that nobody made: of a delivery that there is nothing to report.
NOTHING = "niets te melden"


class Delivering:
    """Everything that changes what counts."""

    def __init__(self, installation: Installation, explaining: Explaining) -> None:
        self._installation = installation
        self._explaining = explaining

    def check(
        self,
        file: Path | bytes,
        contract: str,
        *,
        profile: str | None = None,
        constants: Mapping[str, str] | None = None,
        skip_faulty_rows: bool = False,
        wanted: Wanted = ANYHOW,
        answers: Mapping[str, str] | None = None,
        progress: Progress | None = None,
    ) -> Reading:
        """What is wrong with a file by itself; stores nothing. Its `parquet` is None.

        `wanted` says how it is to be read, `answers` what is meant where it has two
        readings. Raises UsageError for an unknown contract or profile.
        """
        with staging(self._installation.settings.home) as folder:
            reading = read(
                file,
                contract,
                out=folder / f"{contract}.parquet",
                settings=self._installation.settings,
                profile=profile,
                constants=constants,
                skip_faulty_rows=skip_faulty_rows,
                progress=progress,
                nothing=True,
                wanted=wanted,
                answers=answers,
            )
            reading = digests_tried(reading, self._installation.settings.home)
            return without_file(with_states(reading))

    def upload(
        self,
        file: Path | bytes,
        contract: str | None = None,
        profile: str | None = None,
        *,
        by: str,
        organisation: str | None,
        quarter: AnyQuarter | None = None,
        period: Period | str | None = None,
        observed_from: date | None = None,
        observed_until: date | None = None,
        constants: Mapping[str, str] | None = None,
        filename: str | None = None,
        replace: bool = False,
        revision_reason: str | None = None,
        skip_faulty_rows: bool = False,
        answers: Mapping[str, str] | None = None,
        wanted: Wanted = ANYHOW,
        explanations: Mapping[str, str] | None = None,
        scope: Scope,
        progress: Progress | None = None,
    ) -> UploadResult:
        """Check a file and, when nothing stops it, make its rows count: all of it or nothing.

        `contract` says what it holds; with a `profile` it may be left out, and
        the file then fills every contract of the profile. `organisation` is who
        delivers: uwv, a gemeente by name or code, samen for all together, or a
        name of your own; None when nobody said. `quarter`, or `period` for a
        month, is what it is for; without either, the quarter its rows reach to.
        `answers` are to the questions of an earlier try, by `Question.name`;
        those about a source are kept. `wanted` says where in the file the table
        stands and how it is written. `explanations` say why a value is right that
        a rule asks about, by `Point.name` or by its number in `unexplained`; they
        are kept while that value is the same. `observed_from` says from which
        day on cases were followed (None: their whole past is known) and
        `observed_until` up to which day (else the end of the quarter named, or
        the latest day in the file). See UploadResult for what may come of it.

        Raises UsageError for an unknown contract or profile, OutOfScope when
        the file holds a Werkplein outside `scope`, QuarterUnknown, and Busy.
        """
        request = Request(
            source=file,
            filename=filename or (file.name if isinstance(file, Path) else ""),
            contracts=_contracts(contract, profile),
            profile=profile,
            constants=_constants(constants or {}, answers or {}),
            period=_period(quarter, period, answers or {}),
            observed_from=observed_from,
            observed_until=observed_until,
            by=by,
            organisation=organisation,
            replace=replace,
            revision_reason=revision_reason,
            skip_faulty_rows=skip_faulty_rows,
            scope=scope,
            progress=progress or (lambda stage, share: None),
            answers=Answers(dict(answers or {})),
            wanted=wanted,
            explanations=dict(explanations or {}),
        )
        return self.uploaded(request)

    def nothing_to_report(
        self,
        contract: str,
        werkplein: str,
        *,
        period: Period | AnyQuarter,
        by: str,
        organisation: str | None,
        observed_from: date | None = None,
        replace: bool = False,
        revision_reason: str | None = None,
        answers: Mapping[str, str] | None = None,
        scope: Scope,
    ) -> UploadResult:
        """Deliver that nothing happened at a Werkplein in a month or quarter: it counts as zero.

        A delivery as every other, of a file without rows: a later file takes its
        place, and it can be taken back. With `observed_from` it is about every
        quarter from that day on. See `upload` for the rest. Raises UsageError for
        a contract of which nothing is no number (`Contract.no_rows`): a stock or
        a budget of nought is a row that says so.
        """
        found = find_contract(contract)
        if found.no_rows is None:
            raise UsageError("store.nothing_is_no_number", contract=contract)
        return self.upload(
            ";".join(found.names).encode() + b"\n",
            contract,
            by=by,
            organisation=organisation,
            period=Period(period) if isinstance(period, Quarter) else period,
            observed_from=observed_from,
            constants={"werkplein": werkplein},
            filename=NOTHING,
            replace=replace,
            revision_reason=revision_reason,
            answers=answers,
            scope=scope,
        )

    def uploaded(self, request: Request) -> UploadResult:
        """What comes of a file and what is said of it; damaged rows it heals first."""
        mended = self._healed(request)
        result = UploadTask(
            self._installation.catalogue,
            self._installation.settings,
            self._installation.register(),
            request,
        ).run()
        if result.status == "stored":
            self._installation.tidy()
        elif result.status == "unchanged" and request.explanations:
            self._explaining.explain(request.explanations, by=request.by, scope=request.scope)
        status = "healed" if mended and result.status == "unchanged" else result.status
        return replace(result, status=status, healed=mended)

    def _healed(self, request: Request) -> tuple[int, ...]:
        # The list of Werkpleinen cannot be read while it is the one to mend.
        own = "werkpleinen" in request.contracts
        register = load_register() if own else self._installation.register()
        return healed(self._installation.catalogue, self._installation.settings, register, request)

    def approve(self, slot: Slot, party: Party, *, by: str, scope: Scope) -> Status:
        """UWV or gemeente agrees with what was delivered at `slot`; gives its new status.

        Raises UsageError when nothing was delivered there, TransitionRefused
        when that party agreed before.
        """
        scope.require(slot.werkplein)
        return self._installation.catalogue.approve(slot, party, by)

    def finalise(self, slot: Slot, *, by: str, scope: Scope) -> Status:
        """Make a provisional delivery definitive; raises TransitionRefused unless both agreed."""
        scope.require(slot.werkplein)
        return self._installation.catalogue.finalise(slot, by)

    def withdraw(self, slot: Slot, *, by: str, reason: str, scope: Scope) -> int:
        """Take a delivery back: its rows no longer count, and stay retrievable. Gives the version.

        An earlier delivery that it replaced does not come back by itself.
        Raises ReasonNeeded without a reason, UsageError when nothing is there.
        """
        scope.require(slot.werkplein)
        why = require_reason(reason, "store.withdraw_reason", werkplein=slot.werkplein)

        def change(snapshot: Snapshot, folder: Path) -> Change:
            gone = [delivery for delivery in snapshot.deliveries if delivery.slot == slot]
            if not gone:
                quarter = Quarter.from_index(slot.quarter)
                raise UsageError(
                    "catalogue.nothing_delivered",
                    contract=slot.contract,
                    werkplein=slot.werkplein,
                    quarter=quarter,
                )
            kept = [delivery for delivery in snapshot.deliveries if delivery.slot != slot]
            blob = self._recounted(snapshot, kept, folder)
            ids = tuple(delivery.id for delivery in gone)
            files = self._installation.counts_files(blob)
            return Change(by, blob, withdrawn=ids, reason=why, counts_files=files)

        return self.committed(change)

    def recount(self, *, by: str) -> int:
        """Count everything again, for example after the definitions changed. Gives the version."""

        def change(snapshot: Snapshot, folder: Path) -> Change:
            fresh = replace(snapshot, counts_blob=None)
            blob = self._recounted(fresh, snapshot.deliveries, folder)
            return Change(by, blob, counts_files=self._installation.counts_files(blob))

        return self.committed(change)

    def committed(self, make: Callable[[Snapshot, Path], Change]) -> int:
        """A change of the newest state, made again when somebody else was first; its version."""
        with staging(self._installation.settings.home) as folder:
            for _ in range(ATTEMPTS):
                snapshot = self._installation.catalogue.snapshot()
                try:
                    return self._installation.catalogue.commit(
                        make(snapshot, folder), snapshot.version
                    ).version
                except Overtaken:
                    continue
        raise Busy("store.busy")

    def _recounted(
        self, snapshot: Snapshot, kept: Sequence[DeliveryRecord], folder: Path
    ) -> str | None:
        """The name of the counts of `kept`; None when that is nothing."""
        if not kept:
            return None
        before = self._installation.counted(snapshot)
        with working(folder) as connection:
            shop = self._installation.workshop(connection, folder)
            new = self._installation.recounted(shop, before, snapshot, kept)
            return place_counts(new.path, self._installation.catalogue.counts)


def _constants(given: Mapping[str, str], answers: Mapping[str, str]) -> Mapping[str, str]:
    """What is the same for all rows; the place of a file without rows may be an answer."""
    return {**given, "werkplein": answers["plaats"]} if "plaats" in answers else given


def _period(
    quarter: AnyQuarter | None, period: Period | str | None, answers: Mapping[str, str]
) -> Period | None:
    if "periode" in answers:
        return Period.parse(answers["periode"])
    if period is None:
        return None if quarter is None else Period(as_quarter(quarter))
    return period if isinstance(period, Period) else Period.parse(period)


def _contracts(contract: str | None, profile: str | None) -> tuple[str, ...]:
    from ketenkpi.contracts.profile import find_profile

    if contract is not None:
        return (contract,)
    if profile is None:
        raise UsageError("store.contract_or_profile")
    return find_profile(profile).contracts
