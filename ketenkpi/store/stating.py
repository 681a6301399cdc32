"""What an uploader states about a source along with a file, and what must be asked about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ketenkpi.catalogue import Snapshot, Stated, Statement
from ketenkpi.catalogue.statements import CIRCLES, NEW, NO, YES
from ketenkpi.contracts import privacy
from ketenkpi.contracts.questions import READING_KEYS, Question
from ketenkpi.errors import UsageError
from ketenkpi.partner import TOGETHER, may_hold
from ketenkpi.register import key
from ketenkpi.store.brought import Brought
from ketenkpi.store.places import ASKED, Places
from ketenkpi.store.result import Request
from ketenkpi.store.rows import ALL, CASES, NONE, OWN, SAME, UNKNOWN, ZERO, owned_values
from ketenkpi.store.series import SERIES
from ketenkpi.vocabulary import Period

CIRCLE_KINDS = ("kring", "zaaknummers")
SHEET = "blad"
# The subject of what is stated about reading: the profile, then the name of the question.
_READ_BY = "{profile}/"
TAKING_OVER = (SAME, OWN, ALL, NONE)


def told(
    request: Request, places: Places, partner: str, pieces: Sequence[Brought]
) -> tuple[Statement, ...]:
    """What the answers that came with a file state, for good.

    Raises UsageError for an answer that is none of those there are.
    """
    return (
        *_names(request, places, partner, pieces),
        *_circles(request, partner, pieces),
        *_roles(request, partner),
        *_silence(request, partner, pieces),
        *_readings(request, partner, pieces),
    )


def answers_kept(
    stated: Stated, contracts: Iterable[str], partner: str, profile: str | None
) -> dict[str, str]:
    """How a source said that its files of these contracts are to be read, by question."""
    begin = _READ_BY.format(profile=profile or "")
    return {
        one.subject.removeprefix(begin): one.value
        for one in stated.of_kind("lezing")
        if one.contract in contracts and one.partner == partner and one.subject.startswith(begin)
    }


def _readings(request: Request, partner: str, pieces: Sequence[Brought]) -> Iterable[Statement]:
    """How a file is read is kept for the next one of this source, contract and profile."""
    begin = _READ_BY.format(profile=request.profile or "")
    for piece in pieces:
        for name, value in sorted(request.answers.given.items()):
            kept = _kept(name, value, piece)
            if kept is not None:
                contract = piece.part.contract
                yield Statement(
                    "lezing", kept, contract, partner=partner, subject=f"{begin}{name}",
                    stated_by=request.by,
                )  # fmt: skip


def _kept(name: str, value: str, piece: Brought) -> str | None:
    """An answer about reading as it is kept; None for another answer, and what was not needed."""
    key = name.partition(":")[0]
    if key == SHEET:
        # Of one workbook and not of its source: the next has the sheet of this quarter
        # too, and reading that again would be in silence.
        return None
    if key != "geen_bsn":
        return value if key in READING_KEYS else None
    passed = [
        int(str(finding.params["passing"]))
        for finding in piece.reading.findings.listed
        if finding.rule == privacy.DECLARATION
    ]
    return privacy.kept(value, max(passed)) if passed else None


def same_answer(name: str, kept: str, given: str) -> bool:
    """Whether an answer says what was said before; of a declaration the numbers are ours."""
    if name.partition(":")[0] == "geen_bsn":
        return kept.partition(":")[0] == given.partition(":")[0]
    return kept == given


def _names(
    request: Request, places: Places, partner: str, pieces: Sequence[Brought]
) -> Iterable[Statement]:
    """Names that were explained: a new place to everybody, another spelling to its source."""
    given = request.answers.given
    for name, value in sorted(given.items()):
        if name.startswith(ASKED):
            written = name.removeprefix(ASKED)
            own = "" if value == NEW else partner
            yield Statement("werkplein", value, partner=own, subject=written, stated_by=request.by)
    if places.otherwise == NEW:
        here = {place for piece in pieces for place in piece.places}
        for place in sorted(here):
            if key(place) not in places.held and places.register.key_of(place) is None:
                yield Statement("werkplein", NEW, subject=place, stated_by=request.by)


def _circles(request: Request, partner: str, pieces: Sequence[Brought]) -> Iterable[Statement]:
    mine = [piece for piece in pieces if piece.part.contract in CASES]
    here = sorted({place for piece in mine for place in piece.places})
    for kind in CIRCLE_KINDS:
        value = request.answers.given.get(kind)
        if value is None:
            continue
        if value not in CIRCLES:
            raise UsageError("store.no_circle", value=value, known=", ".join(CIRCLES))
        for place in here:
            yield Statement(kind, value, werkplein=place, partner=partner, stated_by=request.by)


def restated(snapshot: Snapshot, statements: Iterable[Statement]) -> bool:
    """Whether a source with deliveries is given another circle: then its past figures move."""
    return any(
        snapshot.stated.circle(one.kind, one.werkplein, one.partner) != one.value
        and any(
            (old.werkplein, old.partner) == (one.werkplein, one.partner) and old.contract in CASES
            for old in snapshot.deliveries
        )
        for one in statements
        if one.kind in CIRCLE_KINDS
    )


def _roles(request: Request, partner: str) -> Iterable[Statement]:
    role = request.answers.to("rol", partner)
    if role is not None:
        yield Statement("rol", role, subject=partner, stated_by=request.by)


def _silence(request: Request, partner: str, pieces: Sequence[Brought]) -> Iterable[Statement]:
    for piece in pieces:
        contract = piece.part.contract
        answer = request.answers.to("leeg", contract)
        if answer is None or SERIES[contract].told_by is None:
            continue
        if answer not in (ZERO, UNKNOWN):
            raise UsageError("store.no_answer", answer=answer, known=f"{ZERO}, {UNKNOWN}")
        yield Statement("leeg", answer, contract, partner=partner, stated_by=request.by)


def taken_over(
    snapshot: Snapshot,
    request: Request,
    partner: str,
    pieces: Sequence[Brought],
) -> tuple[tuple[Statement, ...], tuple[Question, ...]]:
    """What a partner's first own delivery takes over of all partners together: stated, or asked."""
    statements: list[Statement] = []
    questions: list[Question] = []
    for piece in pieces:
        contract = piece.part.contract
        open_places = _shared_places(snapshot, partner, piece)
        if not open_places:
            continue
        answer = request.answers.to("neemt_over", contract)
        owns = bool(owned_values(contract, partner, snapshot.stated))
        possible = tuple(how for how in TAKING_OVER if how != OWN or owns)
        if answer is None:
            params = {"contract": contract, "partner": partner, "places": ", ".join(open_places)}
            questions.append(Question("neemt_over", contract, possible, params=params))
            continue
        if answer not in possible:
            raise UsageError("store.no_answer", answer=answer, known=", ".join(possible))
        statements += [
            Statement("neemt_over", answer, contract, place, partner, stated_by=request.by)
            for place in open_places
        ]
    return tuple(statements), tuple(questions)


def _shared_places(snapshot: Snapshot, partner: str, piece: Brought) -> tuple[str, ...]:
    """The places of which all partners together delivered what this may be again."""
    part = piece.part
    series = SERIES[part.contract]
    if not series.by_partner or partner == TOGETHER:
        return ()
    when = Period.of_slot(part.quarter, part.month)
    found = {
        old.werkplein
        for old in snapshot.deliveries
        if old.contract == part.contract
        and old.partner in may_hold(partner)
        and old.werkplein in piece.places
        and (not series.by_quarter or old.slot.period.overlaps(when))
        and snapshot.stated.value(
            "neemt_over", contract=part.contract, werkplein=old.werkplein, partner=partner
        )
        is None
    }
    return tuple(sorted(found))


def yes_or_no(answer: str) -> str:
    """An answer that must be ja or nee; raises UsageError for another."""
    if answer not in (YES, NO):
        raise UsageError("store.no_answer", answer=answer, known=f"{YES}, {NO}")
    return answer
