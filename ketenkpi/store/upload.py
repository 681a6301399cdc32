"""One upload, step by step. Until the last step nothing is visible; the last step is one
transaction.

read, plan, count, compare, place_rows, place_counts, commit: a process that
is killed after any of them leaves the old state (or after the last the new
one), and at most files that nothing names, which `Catalogue.tidy` removes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ketenkpi.catalogue import (
    Catalogue,
    Change,
    Committed,
    DeliveryRecord,
    Overtaken,
    Snapshot,
    staging,
)
from ketenkpi.contracts import Findings, Reading, asked_once, find_contract, read
from ketenkpi.contracts.findings import collected
from ketenkpi.contracts.privacy import (
    check_digests,
    check_filename,
    only_undeclared,
    questions,
)
from ketenkpi.contracts.profile import find_profile
from ketenkpi.counts.pieces import files_of
from ketenkpi.digest import sha256
from ketenkpi.errors import UserError
from ketenkpi.partner import NOBODY, Partner, code_said
from ketenkpi.register import Register
from ketenkpi.settings import Settings
from ketenkpi.store.changes import NO_CHANGES, Changes, revised, row_change
from ketenkpi.store.counting import (
    CountedState,
    Recounted,
    Workshop,
    place_counts,
    recounted,
)
from ketenkpi.store.damage import require_readable
from ketenkpi.store.earlier import earlier_change
from ketenkpi.store.noticed import renamed
from ketenkpi.store.partners import partner_called
from ketenkpi.store.places import Places
from ketenkpi.store.plan import Plan, Planner, without_file
from ketenkpi.store.prepare import Span
from ketenkpi.store.read_as import from_sheet, has_sheet, same_way
from ketenkpi.store.result import Request, UploadResult, UploadStatus
from ketenkpi.store.rows import RowsPart, working
from ketenkpi.store.series import SERIES
from ketenkpi.store.stating import SHEET, answers_kept, same_answer
from ketenkpi.store.vintages import counted_state

# How often somebody else may be first. Each time costs one count, so more
# than this only happens when dozens of people upload at the same moment.
ATTEMPTS = 20


class Busy(UserError):
    """Others kept changing the figures while this upload was computed."""


class UploadTask:
    """One file on its way into the catalogue."""

    def __init__(
        self, catalogue: Catalogue, settings: Settings, register: Register, request: Request
    ) -> None:
        self.catalogue = catalogue
        self.settings = settings
        self.register = register
        self.request = request

    def run(self) -> UploadResult:
        """All steps; computed again from the new state whenever somebody else was first."""
        named = collected(check_filename(self.request.filename))
        snapshot = self.catalogue.snapshot()
        partner = self._partner(snapshot)
        same = self._already_current(snapshot, partner)
        if same is not None and not named.totals:
            return same
        require_readable(self.catalogue, self.request.contracts)
        with staging(self.settings.home) as folder:
            readings = self.read(
                folder,
                self._places(snapshot, partner),
                self._known_answers(snapshot, code_said(partner)),
            )
            if named.totals:
                return _refused(readings, named + _refused(readings).findings)
            if any(reading.parquet is None for reading in readings):
                return self._not_stored(readings)
            readings = tuple(digests_tried(reading, self.settings.home) for reading in readings)
            if any(reading.parquet is None for reading in readings):
                return _refused(readings)
            for _ in range(ATTEMPTS):
                try:
                    return self._attempt(folder, readings)
                except Overtaken:
                    continue
        raise Busy("store.busy")

    def _known_answers(self, snapshot: Snapshot, partner: str) -> dict[str, str]:
        """How this source's files are to be read: as it said before, and as it says now."""
        request = self.request
        said = answers_kept(snapshot.stated, request.contracts, partner, request.profile)
        return {**said, **request.answers.given}

    def _not_stored(self, readings: Sequence[Reading]) -> UploadResult:
        """What a file that cannot be stored as it is asks, or why it is refused."""
        if any(_stopped(reading, self.request.skip_faulty_rows) for reading in readings):
            # Own numbers that pass for BSNs by chance may be declared, once nothing
            # else stops the file.
            refused = _refused(readings)
            if not only_undeclared(refused.findings):
                return refused
            return replace(refused, questions=questions(refused.findings.listed))
        return replace(_refused(readings), status="asks", questions=asked_once(readings))

    def _partner(self, snapshot: Snapshot) -> Partner | None:
        """Who delivers: as was answered to that question, else as was said, else by the profile."""
        answers, stated = self.request.answers, snapshot.stated
        said = answers.given.get("partner") or self.request.organisation or self._by_profile()
        return partner_called(said, self.register, stated, answers)

    def _by_profile(self) -> str | None:
        profile = self.request.profile
        return find_profile(profile).organisation if profile else None

    def _places(self, snapshot: Snapshot, partner: Partner | None) -> Places:
        return Places.of(snapshot, self.register, code_said(partner), self.request.answers)

    def _already_current(self, snapshot: Snapshot, partner: Partner | None) -> UploadResult | None:
        """The result when this very file is current by every contract asked."""
        request = self.request
        sha = sha256(request.source)
        found: list[DeliveryRecord] = []
        if self._read_otherwise(snapshot, partner):
            return None
        for contract in request.contracts:
            mine = self._of_sheet(
                [
                    delivery
                    for delivery in snapshot.deliveries
                    if delivery.contract == contract and self._same(delivery, sha, partner)
                ]
            )
            if not mine or sum(d.rows for d in mine) != mine[0].upload.rows_stored:
                return None
            for delivery in mine:
                if not delivery.shared:
                    request.scope.require(delivery.werkplein)
            found.append(mine[0])
        return UploadResult(
            "unchanged",
            Findings(),
            upload_ids=tuple(delivery.upload.id for delivery in found),
            version=snapshot.version,
            period=found[0].slot.period,
            observed_until=found[0].upload.observed_until,
            partners=_partners(delivery.partner for delivery in found),
        )

    def _read_otherwise(self, snapshot: Snapshot, partner: Partner | None) -> bool:
        """Whether the same bytes are said to mean something else than was said before."""
        request = self.request
        said = answers_kept(snapshot.stated, request.contracts, code_said(partner), request.profile)
        return any(
            name in said and not same_answer(name, said[name], value)
            for name, value in request.answers.given.items()
        )

    def _of_sheet(self, mine: Sequence[DeliveryRecord]) -> Sequence[DeliveryRecord]:
        """Those that were read from the sheet that is answered, if any is; all without an answer.

        Two sheets of one workbook may both count. A text has no sheet, and of an old
        upload it is not known.
        """
        said = self.request.answers.given.get(SHEET)
        if said is None:
            return mine
        named = [one for one in mine if from_sheet(one.upload.read_as, said)]
        return named or [one for one in mine if not has_sheet(one.upload.read_as)]

    def _same(self, delivery: DeliveryRecord, sha: str, partner: Partner | None) -> bool:
        request, upload = self.request, delivery.upload
        if upload.rows_stored == 0 and request.period is None:
            # Every file without rows is the same, and this one does not say for when it is.
            return False
        own = partner is not None and SERIES[delivery.contract].by_partner
        asked = (
            (request.period, upload.period),
            (partner.code if partner and own else None, delivery.partner),
            (request.observed_from, upload.observed_from),
            (request.observed_until, upload.observed_until),
        )
        return (
            upload.source_sha256 == sha
            and upload.profile == request.profile
            and dict(upload.constants) == dict(request.constants)
            and same_way(upload.read_as, request.wanted)
            and all(wanted is None or wanted == stored for wanted, stored in asked)
        )

    def read(self, folder: Path, places: Places, answers: Mapping[str, str]) -> tuple[Reading, ...]:
        """Check the file by every contract; typed rows go to `folder`, each place by its key."""
        share = 0.5 / len(self.request.contracts)
        return tuple(
            self._read(folder, contract, places, answers, place * share, share)
            for place, contract in enumerate(self.request.contracts)
        )

    def _read(
        self,
        folder: Path,
        contract: str,
        places: Places,
        answers: Mapping[str, str],
        begin: float,
        share: float,
    ) -> Reading:
        request = self.request
        # A list of Werkpleinen says itself what its places are called.
        known = places.kept if contract == "werkpleinen" else places.resolve
        called: dict[str, str] = {}

        def remembered(name: str) -> str:
            called[name] = known(name)
            return called[name]

        reading = read(
            request.source,
            contract,
            out=folder / f"{contract}.parquet",
            settings=self.settings,
            profile=request.profile,
            constants=request.constants,
            skip_faulty_rows=request.skip_faulty_rows,
            places=remembered,
            nothing=True,
            wanted=request.wanted,
            answers=answers,
            progress=lambda stage, done: request.progress(stage, begin + share * done),
        )
        told = renamed(called, self.settings.limits.findings_listed_per_rule)
        return replace(reading, findings=reading.findings + told)

    def _attempt(self, folder: Path, readings: Sequence[Reading]) -> UploadResult:
        request = self.request
        snapshot = self.catalogue.snapshot()
        with working(folder) as connection:
            shop = Workshop(connection, folder, self.settings.return_windows_days)
            request.progress("historie", 0.5)
            plan, span = self.plan(shop, snapshot, readings)
            if plan.refused and not plan.questions:
                return _refused(plan.readings, plan.findings)
            if plan.questions or span is None:
                return self._result("asks", plan, span)
            request.progress("tellen", 0.6)
            before = counted_state(self.catalogue, self.settings, snapshot)
            after = plan.parts(self.catalogue.rows)
            new = self.count(shop, before, after)
            request.progress("vergelijken", 0.85)
            old = before.parts if before else ()
            moved = self.compare(shop, snapshot, plan, old, after, new)
        request.progress("opslaan", 0.95)
        if self._must_ask(plan, moved):
            return self._result("needs_replace", plan, span, moved)
        done = self._store(snapshot, plan, span, new)
        return self._result("stored", plan, span, moved, done)

    def plan(
        self, shop: Workshop, snapshot: Snapshot, readings: Sequence[Reading]
    ) -> tuple[Plan, Span | None]:
        """What the file brings for which place and period, what is noticed, and what is asked."""
        partner = self._partner(snapshot)
        planner = Planner(
            connection=shop.connection,
            snapshot=snapshot,
            rows=self.catalogue.rows,
            register=self.register,
            places=self._places(snapshot, partner),
            request=self.request,
            partner=partner,
            limit=self.settings.limits.findings_listed_per_rule,
        )
        return planner.plan(readings)

    def count(
        self, shop: Workshop, before: CountedState | None, after: Sequence[RowsPart]
    ) -> Recounted:
        """The counts of the state there would be, and which figures move."""
        return recounted(shop, before, after, compare=True)

    def compare(
        self,
        shop: Workshop,
        snapshot: Snapshot,
        plan: Plan,
        before: Sequence[RowsPart],
        after: Sequence[RowsPart],
        new: Recounted,
    ) -> Changes:
        """What would differ from the state there is."""
        rows, earlier = [], []
        for piece in plan.pieces:
            places = {*piece.places, *plan.elsewhere}
            rows.append(row_change(shop.connection, piece.part.contract, places, before, after))
            earlier.append(earlier_change(shop.connection, piece.part, piece.places, plan.kept))
        return Changes(
            rows=tuple(sorted(rows, key=lambda change: change.contract)),
            figures=new.figures,
            revised=revised(new.figures, snapshot.deliveries, plan.replaced),
            earlier=tuple(change for change in earlier if change),
        )

    def _must_ask(self, plan: Plan, moved: Changes) -> bool:
        """Whether the user must still agree, or give the reason of a revision."""
        reason = (self.request.revision_reason or "").strip()
        # Who gives the reason of a revision knows that an earlier period changes.
        earlier = moved.earlier and not (moved.revised and reason)
        touched = plan.replaced or earlier or plan.restated
        unasked = bool(touched) and not self.request.replace
        return unasked or (bool(moved.revised) and not reason)

    def _store(self, snapshot: Snapshot, plan: Plan, span: Span, new: Recounted) -> Committed:
        rows = self.place_rows(plan)
        partner = code_said(self._partner(snapshot))
        counts = self.place_counts(new)
        uploads = tuple(
            piece.as_upload(self.request, partner, span, blob)
            for piece, blob in zip(plan.pieces, rows, strict=True)
        )
        change = Change(
            self.request.by,
            counts,
            uploads,
            reason=self.request.revision_reason,
            submits=self.request.submits,
            replaced=plan.taken,
            statements=plan.statements,
            counts_files=files_of(self.catalogue.counts.path(counts)),
        )
        return self.commit(change, snapshot)

    def place_rows(self, plan: Plan) -> tuple[str, ...]:
        """Put the rows of every contract in place; still nothing names them."""
        return tuple(self.catalogue.rows.place(piece.part.path) for piece in plan.pieces)

    def place_counts(self, new: Recounted) -> str:
        """Put the counts in place; still nothing names them."""
        return place_counts(new.path, self.catalogue.counts)

    def commit(self, change: Change, snapshot: Snapshot) -> Committed:
        """Make it all visible at once; raises Overtaken when somebody else was first."""
        return self.catalogue.commit(change, snapshot.version)

    def _result(
        self,
        status: UploadStatus,
        plan: Plan,
        span: Span | None,
        moved: Changes = NO_CHANGES,
        done: Committed | None = None,
    ) -> UploadResult:
        return UploadResult(
            status,
            plan.findings,
            readings=tuple(without_file(reading) for reading in plan.readings),
            upload_ids=done.upload_ids if done else (),
            version=done.version if done else None,
            period=span.period if span else None,
            observed_until=span.observed_until if span else None,
            replaces=tuple(sorted(delivery.slot for delivery in plan.replaced)),
            changes=moved,
            questions=plan.questions,
            unexplained=plan.unexplained,
            partners=_partners(d.partner for piece in plan.pieces for d in piece.deliveries),
        )


def digests_tried(reading: Reading, home: Path) -> Reading:
    """The reading; refused when a column holds digests of BSNs, which anybody can undo.

    Takes up to a minute for a column of digests that was not tried before; the
    answer is kept in `home`.
    """
    if reading.parquet is None:
        return reading
    found = check_digests(reading.parquet, find_contract(reading.contract), home)
    if not found:
        return reading
    return replace(
        reading,
        parquet=None,
        findings=reading.findings + collected(found),
        rows_stored=0,
        rows_rejected=reading.rows_read,
    )


def _partners(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(codes) - {NOBODY}))


def _stopped(reading: Reading, skip_faulty_rows: bool) -> bool:
    """Whether answers would not help: something else is to be mended first."""
    levels = {total.level for total in reading.findings.totals}
    return "blokkade" in levels or ("fout" in levels and not skip_faulty_rows)


def _refused(readings: Sequence[Reading], findings: Findings | None = None) -> UploadResult:
    if findings is None:
        findings = Findings()
        for reading in readings:
            findings = findings + reading.findings
    return UploadResult(
        "refused", findings, readings=tuple(without_file(reading) for reading in readings)
    )
