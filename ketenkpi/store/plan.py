"""A file against one state of the catalogue: what it brings, replaces and asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ketenkpi.catalogue import (
    Blobs,
    DeliveryRecord,
    Snapshot,
    Stated,
    Statement,
)
from ketenkpi.contracts import Findings, Reading
from ketenkpi.contracts.questions import Question, asked
from ketenkpi.partner import NOBODY, TOGETHER, Partner, code_said, may_hold
from ketenkpi.register import Register, load_register
from ketenkpi.store import explained, noticed, plausible, zeros
from ketenkpi.store.brought import Brought
from ketenkpi.store.damage import require_rows
from ketenkpi.store.moving import Moving
from ketenkpi.store.partners import apart, which_partner
from ketenkpi.store.periods import Dated, contradicted, dated, quiet, which_period
from ketenkpi.store.places import Places
from ketenkpi.store.prepare import Span, deliveries_of, later_rows, places_in, with_werkplein
from ketenkpi.store.result import Request
from ketenkpi.store.rows import ALL, NEWEST, ZERO, RowsPart, current_rows, parts_of, with_stated
from ketenkpi.store.series import SERIES
from ketenkpi.store.stating import restated, taken_over, told
from ketenkpi.store.zero import (
    from_the_first,
    nothing_of,
    reports_nothing,
    silence_of,
    which_place,
    which_silence,
)
from ketenkpi.vocabulary import Period

if TYPE_CHECKING:
    import duckdb

LIST = "werkpleinen"


@dataclass(frozen=True)
class Plan:
    """The pieces, the current deliveries they replace, and those that stay.

    `stated` holds when it is stored, of which `statements` are new. With
    `questions` nothing can be stored yet.
    """

    pieces: tuple[Brought, ...]
    replaced: tuple[DeliveryRecord, ...]
    kept: tuple[DeliveryRecord, ...]
    stated: Stated
    statements: tuple[Statement, ...] = ()
    refused: tuple[Reading, ...] = ()
    questions: tuple[Question, ...] = ()
    stopped: Findings = Findings()  # noqa: RUF009 - frozen
    elsewhere: frozenset[str] = frozenset()
    # Whether a source that delivered before says of its numbers what it did not say then.
    restated: bool = False
    # Values that an explanation is asked of, explained or not.
    points: tuple[explained.OddValue, ...] = ()

    @property
    def findings(self) -> Findings:
        """Everything noticed in all contracts together."""
        total = self.stopped
        for reading in self.refused:
            total += reading.findings
        for piece in self.pieces:
            total = total + piece.reading.findings + piece.noticed
        return total + asked(self.questions)

    @property
    def unexplained(self) -> tuple[explained.OddValue, ...]:
        """The values of which an explanation is still asked."""
        return explained.unexplained(self.points, self.stated)

    @property
    def readings(self) -> tuple[Reading, ...]:
        """How the file was read by each contract."""
        return (*self.refused, *(piece.reading for piece in self.pieces))

    @property
    def taken(self) -> tuple[int, ...]:
        """Ids of deliveries of other slots that end because this takes their place."""
        own = {slot for piece in self.pieces for slot in piece.slots}
        return tuple(old.id for old in self.replaced if old.slot not in own)

    def parts(self, rows: Blobs) -> tuple[RowsPart, ...]:
        """All rows that would count."""
        return (
            *parts_of(self.kept, rows, self.stated),
            *(with_stated(piece.part, piece.places, self.stated) for piece in self.pieces),
        )


@dataclass(frozen=True)
class Planner:
    """Everything a plan is made from. `partner` None: nobody said who delivers."""

    connection: duckdb.DuckDBPyConnection
    snapshot: Snapshot
    rows: Blobs
    register: Register
    places: Places
    request: Request
    partner: Partner | None
    limit: int

    def plan(self, readings: Sequence[Reading]) -> tuple[Plan, Span | None]:
        """What this file would do; raises OutOfScope for a Werkplein the user may not touch."""
        found = dated(self.connection, readings)
        questions = tuple(self._questions(readings, found))
        if questions:
            return self._nothing(readings, questions=questions), None
        span = self.request.span(found)
        wrong = self._contradicted(readings, span)
        if wrong.totals:
            return self._nothing(readings, stopped=wrong), span
        return self._plan(readings, span), span

    def _nothing(
        self,
        readings: Sequence[Reading],
        *,
        questions: tuple[Question, ...] = (),
        stopped: Findings = Findings(),  # noqa: B008 - frozen
    ) -> Plan:
        return Plan(
            (), (), self.snapshot.deliveries, self.snapshot.stated,
            refused=tuple(readings), questions=questions, stopped=stopped,
        )  # fmt: skip

    def _questions(self, readings: Sequence[Reading], found: Dated) -> Iterable[Question]:
        """What must be known before anything else: which places, who, and for when."""
        places = {
            place
            for reading in readings
            if reading.contract != LIST
            for place in self._places_of(reading)
        }
        if not places and (where := which_place(readings, self.snapshot, self.request)):
            yield where
        for name in self.places.unknown(places):
            yield Question("werkplein", name, (*self.places.nearest(name), "nieuw"), open=True)
        contracts = [r.contract for r in readings if SERIES[r.contract].by_partner]
        delivering = apart(self.snapshot.deliveries, contracts, places)
        who = which_partner(self.partner, delivering) if contracts else None
        if who is not None and not (who.key == "rol" and self._role_known(who)):
            yield who
        if self.request.period is None and (when := which_period(found)):
            yield when
        yield from self._quiet(readings)

    def _places_of(self, reading: Reading) -> tuple[str, ...]:
        """The Werkpleinen a file is of; one without rows is of the place that is given for it."""
        if not reports_nothing(reading):
            return places_in(self.connection, reading)
        given = self.request.constants.get("werkplein", "").strip()
        return (self.places.resolve(given),) if given else ()

    def _quiet(self, readings: Sequence[Reading]) -> Iterable[Question]:
        """Whether nothing happened in the period somebody named, and did not say again."""
        period = self.request.period
        if period is None or self.request.answers.to("periode") is not None:
            return
        own = [reading for reading in readings if SERIES[reading.contract].by_partner]
        found = dated(self.connection, own)
        asked = quiet(found, period)
        if asked is not None and not contradicted(found, period).totals:
            yield asked

    def _role_known(self, question: Question) -> bool:
        return self.request.answers.to("rol", question.subject) is not None

    def _contradicted(self, readings: Sequence[Reading], span: Span) -> Findings:
        """Rows of another period than the file is said to be for, per contract."""
        total = Findings()
        if self.request.period is None:
            return total
        for reading in readings:
            if SERIES[reading.contract].by_partner:
                mine = dated(self.connection, [reading])
                total = total + contradicted(mine, span.period)
        return total

    def _plan(self, readings: Sequence[Reading], span: Span) -> Plan:
        pieces: list[Brought] = []
        refused: list[Reading] = []
        asks: list[Question] = []
        about_zeros: list[Statement] = []
        # Spells first: a step finds its Werkplein in the spells that come along.
        for reading in sorted(readings, key=lambda one: one.contract == "stappen"):
            with_zeros = self._with_zeros(reading)
            asks += with_zeros.questions
            about_zeros += with_zeros.statements
            placed = self._placed(with_zeros.reading, pieces)
            if placed.parquet is None:
                refused.append(placed)
            else:
                pieces.append(self._piece(placed, span))
        statements = told(self.request, self.places, self._code, pieces)
        stated = self.snapshot.stated.plus(statements)
        moving = Moving(self.connection, self.register, self.request, self._code, self.limit)
        kept, _ = self._divided(pieces, stated)
        moved = moving.look(pieces, parts_of(kept, self.rows, stated), stated)
        over, questions = taken_over(self.snapshot, self.request, self._code, pieces)
        points = tuple(point for piece in pieces for point in self._points(piece))
        # By number of what is still asked, as it was listed the time before.
        waiting = explained.unexplained(points, stated)
        reasons = explained.told(points, waiting, self.request.explanations, self.request.by)
        every = (*statements, *moved.statements, *over, *about_zeros, *reasons)
        stated = self.snapshot.stated.plus(every)
        for place in sorted(moved.elsewhere):
            self.request.scope.require(place)
        kept, replaced = self._divided(pieces, stated)
        self._require_sound_list(pieces, kept, stated)
        silence = [which_silence(self.connection, piece, stated) for piece in pieces]
        return Plan(
            tuple(pieces),
            replaced,
            kept,
            stated,
            every,
            tuple(refused),
            (*asks, *moved.questions, *questions, *(asked for asked in silence if asked)),
            moved.noticed,
            moved.elsewhere,
            restated(self.snapshot, statements),
            points,
        )

    def _points(self, piece: Brought) -> tuple[explained.OddValue, ...]:
        found = piece.reading.findings + piece.noticed
        part = piece.part
        return explained.points(self.connection, part.contract, part.path, self._code, found)

    def _require_sound_list(
        self, pieces: Sequence[Brought], kept: Sequence[DeliveryRecord], stated: Stated
    ) -> None:
        """Raise RegisterError for a list of Werkpleinen that would contradict itself.

        Every later command reads the list, so a faulty one may never be stored.
        """
        new = [piece.part for piece in pieces if piece.part.contract == LIST]
        if not new:
            return
        old = parts_of([each for each in kept if each.contract == LIST], self.rows, stated)
        query = f"SELECT * FROM ({current_rows(LIST, [*old, *new])})"
        load_register().with_locations(self.connection.sql(query).to_arrow_table().to_pylist())

    @property
    def _code(self) -> str:
        return code_said(self.partner)

    def _with_zeros(self, reading: Reading) -> zeros.Restored:
        """The reading with the zeros its numbers lost, as was answered; else what to ask."""
        deliveries = self.snapshot.deliveries
        places = self._places_of(reading)
        former = zeros.former_of(deliveries, reading.contract, self._code, places)
        if not former or reports_nothing(reading):
            return zeros.Restored(reading)
        require_rows(former, self.rows)
        request, stated = self.request, self.snapshot.stated
        known = parts_of(former, self.rows, stated)
        asked_by = zeros.Asker(request.answers, stated, self._code, request.by)
        return zeros.restored(self.connection, reading, known, asked_by)

    def _placed(self, reading: Reading, pieces: Sequence[Brought]) -> Reading:
        kept, _ = self._divided(pieces, self.snapshot.stated)
        mine = [d for d in kept if d.partner == self._code]
        stated = self.snapshot.stated
        parts = [*parts_of(mine, self.rows, stated), *(piece.part for piece in pieces)]
        spells = [part for part in parts if part.contract == "trajecten"]
        return with_werkplein(
            self.connection, reading, spells, self.request.skip_faulty_rows, self.limit
        )

    def _divided(
        self, pieces: Sequence[Brought], stated: Stated
    ) -> tuple[tuple[DeliveryRecord, ...], tuple[DeliveryRecord, ...]]:
        current = self.snapshot.deliveries
        gone = {d.id for d in current for piece in pieces if _takes(piece, d, stated)}
        kept = tuple(delivery for delivery in current if delivery.id not in gone)
        return kept, tuple(delivery for delivery in current if delivery.id in gone)

    def _piece(self, reading: Reading, span: Span) -> Brought:
        partner = self._code if SERIES[reading.contract].by_partner else NOBODY
        stocks = noticed.running_stocks(self.connection, reading, span)
        span = noticed.followed_from(stocks, span)
        deliveries = deliveries_of(self.connection, reading, span, partner)
        if reports_nothing(reading):
            deliveries = nothing_of(self._places_of(reading), span, partner)
        elif silence_of(reading.contract, partner, self.request, self.snapshot.stated) == ZERO:
            deliveries = from_the_first(deliveries)
        own = {new.werkplein for new in deliveries if not new.shared}
        for werkplein in sorted(own):
            self.request.scope.require(werkplein)
        here = span.period.quarter.index
        part = replace(
            self._part(reading, span),
            covers=frozenset((each.werkplein, each.first_quarter, here) for each in deliveries),
            nothing=reports_nothing(reading),
        )
        before = self._before(part, own)
        require_rows([delivery for delivery, _ in before], self.rows)
        found = Findings()
        if not part.nothing:
            since = {old.werkplein: self._since(old, part) for old, _ in before}
            found = noticed.vanished(self.connection, part, before, since, self.limit)
        found = found + noticed.begin_unknown(stocks, span.observed_from, self.limit)
        found = found + self._implausible(part, own)
        later = later_rows(self.connection, reading, span)
        found = found + noticed.after_quarter(later, span.period)
        return Brought(reading, part, deliveries, found)

    def _implausible(self, part: RowsPart, places: set[str]) -> Findings:
        """What does not follow on the amounts this source delivered of the two years before."""
        former = plausible.former_of(self.snapshot.deliveries, part, places)
        require_rows(former, self.rows)
        known = parts_of(former, self.rows, self.snapshot.stated)
        return plausible.look(self.connection, part, known, self.limit)

    def _part(self, reading: Reading, span: Span) -> RowsPart:
        if reading.parquet is None:
            raise ValueError("a file that may not be stored has no rows")
        return RowsPart(
            contract=reading.contract,
            path=reading.parquet,
            places=None,
            quarter=span.period.quarter.index,
            upload_id=NEWEST,
            observed_from=span.observed_from,
            observed_until=span.observed_until,
            month=span.period.month or 0,
            partner=self._code if SERIES[reading.contract].by_partner else TOGETHER,
        )

    def _before(self, new: RowsPart, places: set[str]) -> list[tuple[DeliveryRecord, RowsPart]]:
        """The previous delivery of spells of each of these Werkpleinen, with its rows."""
        if new.contract != "trajecten":
            return []
        when = Period.of_slot(new.quarter, new.month)
        last: dict[str, DeliveryRecord] = {}
        for delivery in sorted(self.snapshot.deliveries, key=lambda one: one.slot.period.last_day):
            same = delivery.contract == new.contract and delivery.partner == new.partner
            earlier = delivery.slot.period.last_day < when.first_day
            if same and earlier and delivery.werkplein in places:
                last[delivery.werkplein] = delivery
        stated = self.snapshot.stated
        return [(old, parts_of([old], self.rows, stated)[0]) for old in last.values()]

    def _since(self, old: DeliveryRecord, new: RowsPart) -> tuple[Path, ...]:
        """The rows this source delivered about the time after a delivery, and that stay."""
        own = Period.of_slot(new.quarter, new.month)
        later = [
            each
            for each in self.snapshot.deliveries
            if (each.contract, each.werkplein, each.partner)
            == (old.contract, old.werkplein, old.partner)
            and each.slot.period.last_day > old.slot.period.last_day
            and each.slot.period != own
        ]
        require_rows(later, self.rows)
        return tuple(self.rows.path(each.upload.rows_blob) for each in later)


def _takes(piece: Brought, old: DeliveryRecord, stated: Stated) -> bool:
    """Whether a current delivery ends because this piece takes its place.

    The same place, partner and period; what comes as a whole also takes a month
    of its quarter, and the quarter of its month. All partners together take
    what one of them delivered, and the other way round where that was stated.
    """
    part = piece.part
    if old.contract != part.contract or old.werkplein not in piece.places:
        return False
    if old.slot in piece.slots:
        return True
    series = SERIES[part.contract]
    when = Period.of_slot(part.quarter, part.month)
    if not series.by_partner or not old.slot.period.overlaps(when):
        return False
    if old.partner == part.partner:
        return series.whole
    if part.partner == TOGETHER:
        return True
    how = stated.value(
        "neemt_over", contract=part.contract, werkplein=old.werkplein, partner=part.partner
    )
    return old.partner in may_hold(part.partner) and how == ALL


def without_file(reading: Reading) -> Reading:
    """A reading as it may leave the store: its staging file is gone."""
    return replace(reading, parquet=None)
