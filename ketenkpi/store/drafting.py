"""A scan on its way: what counts of it already, what was changed since, and submitting that.

A partner sees and changes only their own scan. Both partners answer for
themselves first, because what the scan is after is where they see it differently.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ketenkpi.catalogue import AnswerRecord, Draft, Drafts, Scan, Slot, staging
from ketenkpi.catalogue.statements import NEW, NOTHING_STATED
from ketenkpi.contracts import NVT, Finding, Findings, find_contract
from ketenkpi.contracts.not_applicable import as_written
from ketenkpi.contracts.questions import Answers
from ketenkpi.cooperation import questions
from ketenkpi.errors import UsageError
from ketenkpi.scope import Scope
from ketenkpi.shown import shown
from ketenkpi.store.damage import require_rows
from ketenkpi.store.delivering import Delivering
from ketenkpi.store.installation import Installation
from ketenkpi.store.reading import current_table
from ketenkpi.store.result import Request, UploadResult
from ketenkpi.store.rows import parts_of
from ketenkpi.vocabulary import AnyQuarter, Period, Quarter, as_quarter

CONTRACT = "samenwerking"
FILLERS = tuple(find_contract(CONTRACT).column("invuller").values)
COLUMNS = find_contract(CONTRACT).names
PLACE = ("werkplein", "kwartaal", "invuller", "onderdeel", "situatie")
# An explanation may be kept before its answer; submitted it may not be alone.
NOT_YET = "minstens_een"

Key = tuple[str, str]
Row = Mapping[str, Any]


@shown
@dataclass(frozen=True)
class FilledScan:
    """One partner's scan as that partner sees it; keys are (item, situation), '' for all clients.

    submitted: the answers that count now, each as the filled columns of the
    contract, and `_nvt` where that names any. draft: what was changed since.
    """

    draft: Draft
    submitted: Mapping[Key, Row]

    @property
    def scan(self) -> Scan:
        return self.draft.scan

    @property
    def pending(self) -> Mapping[Key, AnswerRecord]:
        """The answers that would change when this is submitted."""
        return {key: each for key, each in self.draft.answers.items() if each.answer}

    @property
    def answers(self) -> Mapping[Key, Row]:
        """What would count after submitting, in the order of the scan."""
        every = {**self.submitted, **{key: each.answer for key, each in self.pending.items()}}
        return {key: every[key] for key in _keys() if key in every}


@shown
@dataclass(frozen=True, slots=True)
class SavedAnswer:
    """What came of one answer.

    answer: as it is kept, None when `findings` refuse it. overwritten: what
    somebody else had put there and the writer had not seen.
    """

    findings: Findings
    answer: AnswerRecord | None = None
    overwritten: AnswerRecord | None = None


@shown
@dataclass(frozen=True, slots=True)
class SubmittedScan:
    """What came of submitting; `lines` tells which item each line of the findings is about."""

    result: UploadResult
    lines: Mapping[int, Key]


class Drafting:
    """A scan that is being filled in."""

    def __init__(self, installation: Installation, delivering: Delivering) -> None:
        self._installation = installation
        self._delivering = delivering

    @property
    def _drafts(self) -> Drafts:
        return Drafts(self._installation.catalogue.engine)

    def draft(self, werkplein: str, quarter: AnyQuarter, filler: str, scope: Scope) -> FilledScan:
        """One partner's scan: what counts already and what was changed since.

        Raises OutOfScope for another Werkplein or who may not see rows, and
        UsageError for a filler the contract does not know.
        """
        scan = _scan(werkplein, quarter, filler, scope)
        return FilledScan(self._drafts.get(scan), self._submitted(scan, scope))

    def save_answer(
        self,
        werkplein: str,
        quarter: AnyQuarter,
        filler: str,
        item: str,
        answer: Row,
        *,
        situation: str = "",
        seen: datetime | None = None,
        by: str,
        scope: Scope,
    ) -> SavedAnswer:
        """Keep the answer to one item at once; the last one wins.

        answer: filled columns of contract `samenwerking`; empty takes back what
        was changed here, so that the submitted answer holds again. It passes
        the checks of an upload, or is not kept. seen: when the answer that the
        writer had before them was changed, None when there was none.
        """
        scan = _scan(werkplein, quarter, filler, scope)
        given = {name: value for name, value in answer.items() if value not in (None, "")}
        file = _file([_row(scan, (item, situation), given)])
        findings = self._delivering.check(file, CONTRACT).findings if given else Findings()
        if any(_refuses(finding) for finding in findings.listed):
            return SavedAnswer(findings)
        kept, overwritten = self._drafts.save(scan, item, situation, given, by, seen)
        return SavedAnswer(findings, kept, overwritten)

    def discard_draft(
        self, werkplein: str, quarter: AnyQuarter, filler: str, *, by: str, scope: Scope
    ) -> int:
        """Throw away what was changed since the last submission; gives the number of answers.

        Raises UsageError when nothing was changed.
        """
        return self._drafts.discard(_scan(werkplein, quarter, filler, scope), by)

    def submit_draft(
        self,
        werkplein: str,
        quarter: AnyQuarter,
        filler: str,
        *,
        by: str,
        replace: bool = False,
        revision_reason: str | None = None,
        scope: Scope,
    ) -> SubmittedScan:
        """Make a draft count as any upload, with the same checks; it is a draft no longer then.

        Answers submitted before stay as far as they were not changed. All of it
        happens in one transaction or not at all; what somebody changes in the
        meantime stays a draft. Raises UsageError when nothing was changed.
        """
        filled = self.draft(werkplein, quarter, filler, scope)
        if not filled.pending:
            raise UsageError("catalogue.no_draft", werkplein=werkplein, who=filler)
        target, beside = self._place_of(filled.scan, scope)
        own = [_row(filled.scan, key, answer) for key, answer in filled.answers.items()]
        request = Request(
            source=_file([*own, *beside]),
            filename=f"samenwerking_{werkplein}_{as_quarter(quarter)}_{filler}.csv",
            contracts=(CONTRACT,),
            profile=None,
            constants={},
            period=Period(target),
            observed_from=None,
            observed_until=None,
            by=by,
            organisation=filler,
            replace=replace,
            revision_reason=revision_reason,
            skip_faulty_rows=False,
            scope=scope,
            progress=lambda stage, share: None,
            submits=filled.draft,
            # Who fills in a scan chose the place; nothing in the file was written by hand.
            answers=Answers({"werkplein": NEW}),
        )
        result = self._delivering.uploaded(request)
        if result.status == "unchanged":
            self._drafts.remove(filled.draft)
        # The first line of the file is its header.
        return SubmittedScan(result, dict(enumerate(filled.answers, start=2)))

    def _submitted(self, scan: Scan, scope: Scope) -> dict[Key, Row]:
        rows = self._installation.rows_now(CONTRACT, scope.narrowed([scan.werkplein])).to_pylist()
        return {
            (row["onderdeel"], row["situatie"] or ""): _filled(row)
            for row in rows
            if (row["kwartaal"], row["invuller"]) == (scan.quarter, scan.filler)
        }

    def _place_of(self, scan: Scan, scope: Scope) -> tuple[Quarter, list[Row]]:
        """For which quarter to deliver so that it counts, and what stands there beside it.

        A delivery of a later quarter may hold this scan already, and would win
        from a delivery of the quarter itself. So that one is delivered anew,
        with all its other rows as they are.
        """
        mine = [
            each
            for each in self._installation.catalogue.snapshot().deliveries
            if _is_of(each.slot, scan)
        ]
        for delivery in sorted(mine, key=lambda one: one.quarter, reverse=True):
            require_rows([delivery], self._installation.catalogue.rows)
            with staging(self._installation.settings.home) as folder:
                parts = parts_of([delivery], self._installation.catalogue.rows, NOTHING_STATED)
                rows = current_table(CONTRACT, parts, folder, scope).to_pylist()
            if delivery.quarter == scan.quarter or scan.quarter in {r["kwartaal"] for r in rows}:
                beside = [row for row in rows if row["kwartaal"] != scan.quarter]
                return Quarter.from_index(delivery.quarter), beside
        return Quarter.from_index(scan.quarter), []


def _scan(werkplein: str, quarter: AnyQuarter, filler: str, scope: Scope) -> Scan:
    scope.require(werkplein)
    scope.require_rows()
    if filler not in FILLERS:
        raise UsageError("store.no_filler", who=filler, known=", ".join(FILLERS))
    return Scan(werkplein, as_quarter(quarter).index, filler)


def _is_of(slot: Slot, scan: Scan) -> bool:
    return slot == Slot(CONTRACT, scan.werkplein, max(slot.quarter, scan.quarter), scan.filler)


def _keys() -> tuple[Key, ...]:
    """Every item with its situation, once, in the order of the scan."""
    return tuple(dict.fromkeys((each.part, each.situation or "") for each in questions()))


def _refuses(finding: Finding) -> bool:
    return finding.level in ("blokkade", "fout") and finding.rule != NOT_YET


def _row(scan: Scan, key: Key, answer: Row) -> Row:
    place = (scan.werkplein, scan.quarter, scan.filler, *key)
    return {**dict(zip(PLACE, place, strict=True)), **answer}


def _filled(row: Row) -> Row:
    kept = (*COLUMNS, NVT)
    return {name: row[name] for name in kept if name not in PLACE and row[name] is not None}


def _file(rows: Iterable[Row]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, delimiter=";", lineterminator="\n", restval="")
    writer.writeheader()
    for row in rows:
        quarter = str(Quarter.from_index(row["kwartaal"]))
        writer.writerow(as_written({**row, "kwartaal": quarter}))
    return text.getvalue().encode()
