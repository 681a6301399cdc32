"""Database rows <-> the plain records of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, cast

from ketenkpi.catalogue import tables
from ketenkpi.catalogue.lifecycle import Party, Status
from ketenkpi.catalogue.records import (
    AuditRecord,
    DeliveryRecord,
    UploadRecord,
)
from ketenkpi.catalogue.statements import Statement
from ketenkpi.contracts import Finding, Findings, Total

UPLOAD_FIELDS = (
    *("contract", "profile", "constants", "filename", "source_sha256", "rows_blob", "quarter"),
    "month",
    *("observed_from", "observed_until", "rows_read", "rows_stored", "rows_rejected"),
    *("delivered_by", "organisation", "read_as"),
)


STATEMENT_FIELDS = ("kind", "contract", "werkplein", "partner", "subject", "value", "stated_by")


def _taken(row: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def upload(row: tables.Upload) -> UploadRecord:
    return UploadRecord(**_taken(row, (*UPLOAD_FIELDS, "id", "created_at")))


def delivery(row: tables.DeliveryRow, of: UploadRecord, parties: Iterable[str]) -> DeliveryRecord:
    return DeliveryRecord(
        id=row.id,
        upload=of,
        contract=row.contract,
        werkplein=row.werkplein,
        shared=row.shared,
        first_quarter=row.first_quarter,
        quarter=row.quarter,
        rows=row.rows,
        status=cast(Status, row.status),
        current=row.current,
        replaces_id=row.replaces_id,
        reason=row.reason,
        approved=frozenset(cast(Party, party) for party in parties),
        partner=row.partner,
        month=row.month,
    )


def audit(row: tables.Audit) -> AuditRecord:
    names = ("created_at", "actor", "action", "contract", "werkplein", "quarter", "detail")
    return AuditRecord(**_taken(row, names))


def statement(row: tables.StatementRow) -> Statement:
    return Statement(**_taken(row, STATEMENT_FIELDS), stated_at=row.created_at)


def finding_rows(findings: Findings, upload_id: int) -> Iterator[tables.FindingRow]:
    """One database row per total, each with what is listed under it."""
    for total in findings.totals:
        yield tables.FindingRow(
            upload_id=upload_id,
            stage=total.stage,
            level=total.level,
            rule=total.rule,
            column_name=total.column,
            total=total.count,
            listed=[_listed(f) for f in findings.listed if _place(f) == _place(total)],
        )


def _place(of: Finding | Total) -> tuple[object, ...]:
    return (of.stage, of.level, of.rule, of.column)


def _listed(finding: Finding) -> dict[str, Any]:
    # Parameters fill placeholders of a sentence, so as text they say the same.
    params = {
        key: value if isinstance(value, str | int | float) else str(value)
        for key, value in finding.params.items()
    }
    return {
        "line": finding.line,
        "text_line": finding.text_line,
        "value": finding.value,
        "params": params,
    }


def findings(rows: Iterable[tables.FindingRow]) -> Findings:
    """The findings as they were, in the order of their totals."""
    totals, listed = [], []
    for row in rows:
        place: dict[str, Any] = _taken(row, ("stage", "level", "rule"))
        place["column"] = row.column_name
        totals.append(Total(**place, count=row.total))
        listed += [Finding(**place, **one) for one in row.listed]
    return Findings(tuple(totals), tuple(listed))
