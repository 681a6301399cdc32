"""The answers of a samenwerkingsscan that is not submitted yet.

They are no figures and no delivered rows, so they give no new version. Each
partner's scan is apart: whoever asks for one gets that one only, since both
partners fill in for themselves before they compare.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Select, select, update
from sqlalchemy.orm import Session

from ketenkpi.catalogue.audit import log
from ketenkpi.catalogue.database import now, reading, writing
from ketenkpi.catalogue.records import AnswerRecord, Draft, Scan
from ketenkpi.catalogue.tables import ScanAnswer, StateRow
from ketenkpi.errors import UsageError

CONTRACT = "samenwerking"


class Drafts:
    """The drafts of an installation."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def get(self, scan: Scan) -> Draft:
        """The draft of one scan; without answers when nothing was filled in."""
        with reading(self._engine) as session:
            found = map(_record, session.scalars(_of(scan)))
            return Draft(scan, {(each.item, each.situation): each for each in found})

    def save(
        self,
        scan: Scan,
        item: str,
        situation: str,
        answer: Mapping[str, Any],
        actor: str,
        seen: datetime | None,
    ) -> tuple[AnswerRecord, AnswerRecord | None]:
        """Keep an answer in place of what stood there; the last one wins.

        seen: when the answer changed that the writer had before them, None for
        an empty one. Gives the answer as kept, and the one that was overwritten
        unseen, if any.
        """
        with writing(self._engine) as session:
            _lock(session)
            row = session.get(ScanAnswer, (*_key(scan), item, situation))
            unseen = None if row is None or row.changed_at == seen else _record(row)
            if row is None:
                names = ("werkplein", "quarter", "filler")
                place = dict(zip(names, _key(scan), strict=True))
                row = ScanAnswer(**place, item=item, situation=situation)
                session.add(row)
            row.answer, row.changed_at, row.changed_by = dict(answer), now(), actor
            detail = {"item": item, "situation": situation or None}
            _log(session, scan, actor, "scan_antwoord", detail)
            return _record(row), unseen

    def discard(self, scan: Scan, actor: str) -> int:
        """Throw a whole draft away; gives the number of answers that were filled in.

        Raises UsageError when there is none.
        """
        with writing(self._engine) as session:
            _lock(session)
            rows = session.scalars(_of(scan)).all()
            if not rows:
                raise UsageError("catalogue.no_draft", werkplein=scan.werkplein, who=scan.filler)
            for row in rows:
                session.delete(row)
            filled = sum(bool(row.answer) for row in rows)
            _log(session, scan, actor, "scan_weg", {"answers": filled})
            return filled

    def remove(self, draft: Draft) -> None:
        """Take away what counts already: the answers that still stand as they were read."""
        with writing(self._engine) as session:
            _lock(session)
            remove_submitted(session, draft)


def remove_submitted(session: Session, draft: Draft) -> None:
    """Delete the answers that still stand as they were read; one changed since stays a draft.

    For a session that holds the lock on `state`.
    """
    for row in session.scalars(_of(draft.scan)):
        if draft.answers.get((row.item, row.situation)) == _record(row):
            session.delete(row)


def _lock(session: Session) -> None:
    # The lock every change of the figures takes too, without a new version: no
    # two people write one answer at the same moment, nor while it is submitted.
    session.execute(update(StateRow).values(version=StateRow.version))


def _key(scan: Scan) -> tuple[str, int, str]:
    return (scan.werkplein, scan.quarter, scan.filler)


def _of(scan: Scan) -> Select[ScanAnswer]:
    here = (
        ScanAnswer.werkplein == scan.werkplein,
        ScanAnswer.quarter == scan.quarter,
        ScanAnswer.filler == scan.filler,
    )
    return select(ScanAnswer).where(*here).order_by(ScanAnswer.item, ScanAnswer.situation)


def _record(row: ScanAnswer) -> AnswerRecord:
    return AnswerRecord(row.item, row.situation, dict(row.answer), row.changed_at, row.changed_by)


def _log(session: Session, scan: Scan, actor: str, action: str, detail: Mapping[str, Any]) -> None:
    told = {key: value for key, value in detail.items() if value is not None}
    log(
        session,
        actor,
        action,
        {"partner": scan.filler, **told},
        contract=CONTRACT,
        werkplein=scan.werkplein,
        quarter=scan.quarter,
    )
