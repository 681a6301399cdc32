"""Everything one installation holds, behind one object; the command line and the dashboard use
nothing else."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ketenkpi.catalogue import (
    PRIVATE_FOLDER,
    AnnotationRecord,
    Blobs,
    Catalogue,
    Change,
    DeliveryRecord,
    Overtaken,
    Party,
    Slot,
    Snapshot,
    Status,
    Users,
    connect,
    migrate,
    require_reason,
    staging,
    tidy_staging,
)
from ketenkpi.comparison.revisions import Revisions
from ketenkpi.comparison.target_findings import TargetFinding, target_findings
from ketenkpi.comparison.targets import TargetRegister
from ketenkpi.comparison.verdicts import targets_table
from ketenkpi.contracts import Findings, Reading, read
from ketenkpi.counts import Counts
from ketenkpi.counts.sources import SOURCES
from ketenkpi.errors import UsageError, UserError
from ketenkpi.indicators import load_indicators
from ketenkpi.register import Register, load_register
from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.store import compared, overview
from ketenkpi.store.counting import Workshop, count_state, no_counts
from ketenkpi.store.plan import without_file
from ketenkpi.store.reading import current_table, frame, upload_table
from ketenkpi.store.recorded import recorded_targets, targets_frame
from ketenkpi.store.residuals import residuals
from ketenkpi.store.result import Progress, Request, UploadResult
from ketenkpi.store.rows import parts_of, working
from ketenkpi.store.upload import ATTEMPTS, Busy, UploadTask, write_counts
from ketenkpi.store.vintages import PastCounts
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from ketenkpi.indicators import Needed


class Store:
    """The deliveries, figures, users and history of one installation.

    Every reading method takes a `Scope` and gives nothing outside it. Every
    writing one takes who does it (`by`), which the audit keeps.
    """

    def __init__(self, settings: Settings) -> None:
        home = settings.home
        self.settings = settings
        engine = connect(settings.database_url)
        migrate(engine)
        self.catalogue = Catalogue(engine, Blobs(home / "rows"), Blobs(home / "counts"))
        self.users = Users(engine)

    def close(self) -> None:
        """Let go of the database connections."""
        self.catalogue.engine.dispose()

    @property
    def version(self) -> int:
        """Changes whenever anything a reader can see changes; part of every cache key."""
        return self.catalogue.version

    # --- delivering --------------------------------------------------------

    def check(
        self,
        file: Path | bytes,
        contract: str,
        *,
        profile: str | None = None,
        constants: Mapping[str, str] | None = None,
        skip_faulty_rows: bool = False,
        progress: Progress | None = None,
    ) -> Reading:
        """What is wrong with a file by itself; stores nothing. Its `parquet` is None.

        Raises UsageError for an unknown contract or profile.
        """
        with staging(self.settings.home) as folder:
            reading = read(
                file,
                contract,
                out=folder / f"{contract}.parquet",
                settings=self.settings,
                profile=profile,
                constants=constants,
                skip_faulty_rows=skip_faulty_rows,
                progress=progress,
            )
        return without_file(reading)

    def upload(
        self,
        file: Path | bytes,
        contract: str | None = None,
        profile: str | None = None,
        *,
        by: str,
        organisation: str,
        quarter: Quarter | None = None,
        observed_from: date | None = None,
        observed_until: date | None = None,
        constants: Mapping[str, str] | None = None,
        filename: str | None = None,
        replace: bool = False,
        revision_reason: str | None = None,
        skip_faulty_rows: bool = False,
        scope: Scope = Scope(None, "rows"),  # noqa: B008 - frozen
        progress: Progress | None = None,
    ) -> UploadResult:
        """Check a file and, when nothing stops it, make its rows count: all of it or nothing.

        `contract` says what it holds; with a `profile` it may be left out, and
        the file then fills every contract of the profile. Without `quarter` it
        is for the quarter of its latest day. `observed_from` says from which
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
            constants=constants or {},
            quarter=quarter,
            observed_from=observed_from,
            observed_until=observed_until,
            by=by,
            organisation=organisation,
            replace=replace,
            revision_reason=revision_reason,
            skip_faulty_rows=skip_faulty_rows,
            scope=scope,
            progress=progress or (lambda stage, share: None),
        )
        result = UploadTask(self.catalogue, self.settings, self.register(), request).run()
        if result.status == "stored":
            self.tidy()
        return result

    def approve(self, slot: Slot, party: Party, *, by: str, scope: Scope) -> Status:
        """UWV or gemeente agrees with what was delivered at `slot`; gives its new status.

        Raises UsageError when nothing was delivered there, TransitionRefused
        when that party agreed before.
        """
        scope.require(slot.werkplein)
        return self.catalogue.approve(slot, party, by)

    def finalise(self, slot: Slot, *, by: str, scope: Scope) -> Status:
        """Make a provisional delivery definitive; raises TransitionRefused unless both agreed."""
        scope.require(slot.werkplein)
        return self.catalogue.finalise(slot, by)

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
            blob = self._recounted(snapshot, kept, {slot.contract}, folder)
            ids = tuple(delivery.id for delivery in gone)
            return Change(by, blob, withdrawn=ids, reason=why)

        return self._committed(change)

    def recount(self, *, by: str) -> int:
        """Count everything again, for example after the definitions changed. Gives the version."""

        def change(snapshot: Snapshot, folder: Path) -> Change:
            kept = snapshot.deliveries
            fresh = replace(snapshot, counts_blob=None)
            return Change(by, self._recounted(fresh, kept, set(SOURCES), folder))

        return self._committed(change)

    def _committed(self, make: Callable[[Snapshot, Path], Change]) -> int:
        with staging(self.settings.home) as folder:
            for _ in range(ATTEMPTS):
                snapshot = self.catalogue.snapshot()
                try:
                    return self.catalogue.commit(make(snapshot, folder), snapshot.version).version
                except Overtaken:
                    continue
        raise Busy("store.busy")

    def _recounted(
        self,
        snapshot: Snapshot,
        kept: Sequence[DeliveryRecord],
        changed: Iterable[str],
        folder: Path,
    ) -> str | None:
        """The name of the counts of `kept`; None when that is nothing."""
        if not kept:
            return None
        with working(folder) as connection:
            shop = Workshop(connection, folder, self.settings.return_windows_days)
            old = self._counts(snapshot, Scope.everything())
            parts = parts_of(kept, self.catalogue.rows)
            new = count_state(shop, parts, set(changed), old)
        return write_counts(new, folder, self.catalogue.counts)

    # --- figures -----------------------------------------------------------

    def counts(self, scope: Scope) -> Counts:
        """The tallies that hold now, of these Werkpleinen only."""
        return self._counts(self.catalogue.snapshot(), scope)

    def _counts(self, snapshot: Snapshot, scope: Scope, needs: Needed | None = None) -> Counts:
        if snapshot.counts_blob is None:
            return no_counts(self.settings.return_windows_days)
        path = self.catalogue.counts.path(snapshot.counts_blob)
        if needs is None:
            return Counts.read(path, scope)
        return Counts.read(path, scope, needs.tallies, needs.only)

    @property
    def own_indicators(self) -> Path:
        """The folder in which this installation may put indicators of its own."""
        return self.settings.home / "indicators"

    def figures(
        self,
        keys: Sequence[str] | None = None,
        by: Sequence[str] = ("werkplein", "kwartaal"),
        scope: Scope = Scope(None, "rows"),  # noqa: B008 - frozen
        where: Mapping[str, Sequence[object]] | None = None,
        level: float = 0.95,
        versions: Mapping[str, int] | None = None,
    ) -> pd.DataFrame:
        """Indicators of what is delivered, as `ketenkpi.indicators` gives them.

        Regions are those of the register, or of the user's own list. versions:
        indicators as an older version of their definition made them. Raises
        DefinitionError when one of the installation's own definitions is faulty.
        """
        from ketenkpi.indicators import indicators, needed, versioned

        known = versioned(versions or {}, own=self.own_indicators)
        asked = [known[key] for key in known if keys is None or key in keys]
        needs = needed(asked, where or {})
        regions = self.regions(scope) if "regio" in by or "regio" in (where or {}) else None
        return indicators(
            self._counts(self.catalogue.snapshot(), scope, needs),
            keys=keys,
            definitions=known,
            by=by,
            scope=scope,
            where=where,
            regio_of=regions,
            level=level,
        )

    def regions(self, scope: Scope) -> dict[str, str]:
        """The name of the arbeidsmarktregio of each Werkplein in scope whose region is known."""
        register, found = self.register(), {}
        for werkplein in {delivery.werkplein for delivery in self.catalogue.deliveries(scope)}:
            known = register.find(werkplein)
            region = register.region_of(known.code) if known else None
            if region is not None:
                found[werkplein] = region.name
        return found

    # --- beside targets, and beside what was known earlier -----------------

    def targets(self, scope: Scope) -> pd.DataFrame:
        """Every target ever recorded in scope, and of regions; see `store.recorded`."""
        return targets_frame(self._targets(scope))

    def target_findings(self, scope: Scope) -> tuple[TargetFinding, ...]:
        """What is wrong with the targets that count: overlaps, values that cannot be."""
        return target_findings(self._targets(scope), load_indicators())

    def _targets(self, scope: Scope) -> TargetRegister:
        every = self.catalogue.deliveries(scope, ended=True)
        withdrawn = self.catalogue.withdrawals()
        return recorded_targets(every, withdrawn, self.catalogue.rows, scope)

    def verdicts(
        self, keys: Sequence[str], scope: Scope, quarters: Sequence[Quarter] | None = None
    ) -> pd.DataFrame:
        """Whether each Werkplein reached its targets; see `comparison.verdicts`."""
        figures, named = self.figures(keys, scope=scope), load_indicators()
        asked = [named[key] for key in keys]
        return compared.judged(self._targets(scope), self.register(), figures, asked, quarters)

    def targets_table(
        self, keys: Sequence[str], scope: Scope, quarters: Sequence[Quarter] | None = None
    ) -> pd.DataFrame:
        """Target, realised, a year before and the differences; see `comparison.targets_table`."""
        judged = self.verdicts(keys, scope, quarters)
        return targets_table(judged, self.figures(keys, scope=scope))

    def as_of(self, version: int, scope: Scope) -> Counts:
        """The tallies as they were at an earlier `version`; counted again when tidied away.

        Raises UsageError for a version there has not been.
        """
        past = self.catalogue.as_of(version)
        return self._past.counts(past.deliveries, SOURCES.keys(), scope)

    def revisions(self, key: str, scope: Scope) -> Revisions:
        """How figures of an indicator moved as later deliveries came; `comparison.revisions`.

        The first time after a delivery this counts the newest state again.
        """
        every = self.catalogue.deliveries(Scope.everything(), ended=True)
        return compared.revisions(key, every, self._past, scope)

    @property
    def _past(self) -> PastCounts:
        windows = self.settings.return_windows_days
        return PastCounts(self.catalogue.rows, self.settings.home, windows)

    def residuals(self, scope: Scope) -> pd.DataFrame:
        """Whether begin + in - out = end, and whether case files agree; see `store.residuals`."""
        return residuals(self.counts(scope))

    # --- what lies behind the figures --------------------------------------

    def deliveries(self, scope: Scope) -> pd.DataFrame:
        """Who delivered what: a grid in which a missing delivery is a row of its own."""
        return overview.grid(self.catalogue.deliveries(scope))

    def uploads(self, scope: Scope) -> pd.DataFrame:
        """Every upload with its deliveries in scope, also replaced and withdrawn, newest first."""
        return overview.uploads(self.catalogue.deliveries(scope, ended=True))

    def findings(self, upload_id: int, scope: Scope) -> Findings:
        """What was noticed about an upload. It quotes rows, so the scope must hold rows and all
        Werkpleinen of the upload."""
        scope.require_rows()
        for delivery in self._delivered_in(upload_id):
            if not delivery.shared:
                scope.require(delivery.werkplein)
        return self.catalogue.findings(upload_id)

    def _delivered_in(self, upload_id: int) -> list[DeliveryRecord]:
        self.catalogue.upload(upload_id)
        every = self.catalogue.deliveries(Scope.everything(), ended=True)
        return [delivery for delivery in every if delivery.upload.id == upload_id]

    def rows(self, upload_id: int, scope: Scope) -> pd.DataFrame:
        """The typed rows of any accepted upload, replaced ones too, of the Werkpleinen in scope.

        In the contract's columns and `_line`, the line in the spreadsheet.
        Raises OutOfScope unless the scope holds rows.
        """
        scope.require_rows()
        upload = self.catalogue.upload(upload_id)
        path = self.catalogue.rows.path(upload.rows_blob)
        return frame(upload_table(upload.contract, path, scope))

    def table(self, contract: str, scope: Scope) -> pd.DataFrame:
        """The rows of a contract that count now, of the Werkpleinen in scope.

        Rows about single cases or people (trajecten, stappen, tevredenheid,
        klachten, vacatures) ask for a scope that holds rows. Raises UsageError for an
        unknown contract.
        """
        return frame(self._table(contract, scope))

    def _table(self, contract: str, scope: Scope) -> pa.Table:
        with staging(self.settings.home) as folder:
            parts = parts_of(self.catalogue.snapshot().deliveries, self.catalogue.rows)
            return current_table(contract, parts, folder, scope)

    def register(self) -> Register:
        """The register of Werkpleinen, overlaid with the list this installation was given."""
        delivered = self.catalogue.snapshot().deliveries
        if not any(delivery.contract == "werkpleinen" for delivery in delivered):
            return load_register()
        rows = self._table("werkpleinen", Scope.everything()).to_pylist()
        return load_register().with_locations(rows)

    def audit(self, scope: Scope) -> pd.DataFrame:
        """Who did what to the data of these Werkpleinen, oldest first."""
        return overview.audit(self.catalogue.audit(scope))

    def annotate(
        self,
        werkplein: str,
        quarter: Quarter,
        note: str,
        *,
        by: str,
        scope: Scope,
        indicator: str | None = None,
    ) -> None:
        """Put a note beside the figures of a Werkplein and quarter."""
        scope.require(werkplein)
        self.catalogue.annotate(werkplein, quarter.index, note, by, indicator)

    def annotations(self, scope: Scope) -> tuple[AnnotationRecord, ...]:
        """The notes beside the figures of these Werkpleinen, oldest first."""
        return self.catalogue.annotations(scope)

    def tidy(self) -> int:
        """Remove what killed processes left more than a day ago, and counts that no longer hold."""
        left = self.catalogue.tidy() + tidy_staging(self.settings.home)
        return left + self._past.tidy(time.time())


def open_store(settings: Settings | None = None) -> Store:
    """The store of this installation: its folders and tables are made or upgraded first.

    Raises UserError when its folder cannot be made, or its database not used.
    """
    chosen = settings or Settings.load()
    try:
        chosen.home.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        raise UserError("store.no_home", home=chosen.home, reason=reason) from fault
    return Store(chosen)


def _contracts(contract: str | None, profile: str | None) -> tuple[str, ...]:
    from ketenkpi.contracts.profile import find_profile

    if contract is not None:
        return (contract,)
    if profile is None:
        raise UsageError("store.contract_or_profile")
    return find_profile(profile).contracts
