"""Why a value is right that a rule asked about: told once, and kept while the value is the same.

A finding of level uitleg does not stop a file. It asks for a sentence: why
begin and end do not balance, why the inflow is ten times what it was. The
explanation belongs to a row and to the values it explained. When the row is
delivered again with the same values nothing is asked; with others it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ketenkpi.catalogue import Stated, Statement
from ketenkpi.contracts import LINE, Finding, Findings, find_contract
from ketenkpi.contracts.contract import Contract
from ketenkpi.errors import UsageError, UserError
from ketenkpi.partner import NOBODY
from ketenkpi.store.plausible import Cells
from ketenkpi.store.rows import name, names, partner_of, place_of, text
from ketenkpi.store.series import SERIES
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    import duckdb

KIND = "uitleg"
# 'klopt wel' explains nothing; ten characters hold at least two words.
SHORTEST = 10
# A statement holds 256 characters of what it is about; what is longer ends in
# twelve characters of its digest, so that two long ones stay two.
ROOM = {"rule": 40, "column": 40, "row": 95, "value": 75}
DIGEST = 12
PART, LIST = " / ", "; "
BESIDE = ("ended", "begins")


@dataclass(frozen=True, slots=True)
class OddValue:
    """One value that an explanation is asked of.

    row: what the row is about, its key as a text with ' / '. value: the values
    of the rule in that row. finding: what was noticed.
    """

    contract: str
    werkplein: str
    partner: str
    rule: str
    column: str
    row: str
    value: str
    finding: Finding

    @property
    def name(self) -> str:
        """What an explanation of it is given under: 'balans:eindstand:Breda / 2009K1 / WW'."""
        return f"{self.rule}:{self.column}:{self.row}"

    @property
    def subject(self) -> str:
        """What a statement about it is about, with the values."""
        parts = ("rule", "column", "row", "value")
        return "|".join(_fitting(getattr(self, part), ROOM[part]) for part in parts)

    def meant_by(self, given: str) -> bool:
        """Whether a name that somebody typed means it: the rule, its column, parts of its row."""
        rule, _, rest = given.partition(":")
        column, _, row = rest.partition(":")
        asked = {part.strip().casefold() for part in row.split("/")} - {""}
        return (
            rule.strip() == self.rule
            and column.strip() in ("", self.column)
            and asked <= {part.casefold() for part in self.row.split(PART)}
        )


@dataclass(frozen=True, slots=True)
class Explanation:
    """What somebody said about a value; `row` and `value` may end in a digest where long."""

    contract: str
    werkplein: str
    partner: str
    rule: str
    column: str
    row: str
    value: str
    text: str
    by: str
    on: datetime | None

    @property
    def day(self) -> date | None:
        """The day on which it was explained."""
        return None if self.on is None else self.on.date()


def _fitting(value: str, room: int) -> str:
    value = value.replace("|", "/")
    if len(value) <= room:
        return value
    digest = hashlib.sha256(value.encode()).hexdigest()[:DIGEST]
    return f"{value[: room - DIGEST - 1]}#{digest}"


def points(
    connection: duckdb.DuckDBPyConnection,
    contract: str,
    rows: Path,
    partner: str,
    findings: Findings,
) -> tuple[OddValue, ...]:
    """All values of stored rows that an explanation is asked of, as far as they are listed.

    rows: the Parquet file of the upload. partner: who delivered it, where the
    rows do not name theirs.
    """
    asked = [finding for finding in findings.listed if finding.level == "uitleg"]
    held = _rows(connection, contract, rows, {each.line for each in asked if each.line})
    return tuple(_points(find_contract(contract), partner, asked, held))


def _points(
    contract: Contract,
    partner: str,
    asked: Iterable[Finding],
    held: Mapping[int, Mapping[str, Any]],
) -> Iterator[OddValue]:
    for finding in asked:
        if finding.line is None:
            yield _of_place(contract.key, partner, finding)
        elif finding.line in held:
            yield _of_row(contract, partner, finding, held[finding.line])


def _of_row(contract: Contract, partner: str, finding: Finding, row: Mapping[str, Any]) -> OddValue:
    """A finding about a row: known again by the key of the row."""
    key = contract.unique or SERIES[contract.key].row or contract.names
    rule = next((each for each in contract.rules if each.rule == finding.rule), None)
    asked = rule.columns_asked if rule else tuple(filter(None, (finding.column,)))
    values = [f"{each}={_shown(contract, each, row[each])}" for each in asked]
    # The figure of the quarter beside it: when that differs, it is another question.
    values += [str(finding.params[each]) for each in BESIDE if each in finding.params]
    about = [_shown(contract, each, row[each]) for each in key if row[each] is not None]
    return OddValue(
        contract.key,
        str(row["_place"]),
        partner if SERIES[contract.key].by_partner else str(row["_partner"] or NOBODY),
        finding.rule,
        finding.column or "",
        PART.join(about),
        LIST.join(values),
        finding,
    )


def _of_place(contract: str, partner: str, finding: Finding) -> OddValue:
    """A finding about a place or a case: known again by what its sentence says."""
    params = dict(finding.params)
    place = str(params.pop("werkplein", finding.value or ""))
    quarter = str(params.pop("quarter", ""))
    about = dict.fromkeys(part for part in (place, quarter, finding.value or "") if part)
    values = LIST.join(f"{each}={params[each]}" for each in sorted(params))
    return OddValue(
        contract,
        place,
        partner if SERIES[contract].by_partner else NOBODY,
        finding.rule,
        finding.column or "",
        PART.join(about),
        values,
        finding,
    )


def _shown(contract: Contract, column: str, value: Any) -> str:
    if value is None:
        return ""
    if column == "kwartaal":
        return str(Quarter.from_index(value))
    return contract.column(column).kind.write(value)


def _rows(
    connection: duckdb.DuckDBPyConnection, contract: str, path: Path, lines: set[int]
) -> dict[int, dict[str, Any]]:
    """The rows on these lines by line: the columns of the contract, place and partner."""
    if not lines:
        return {}
    import pyarrow.parquet as pq

    held = set(pq.read_schema(path).names)
    known = find_contract(contract).names
    series = SERIES[contract]
    columns = ", ".join(name(each) if each in held else f"NULL AS {name(each)}" for each in known)
    source = f"SELECT {columns}, abs({LINE}) AS _at FROM read_parquet({text(str(path))})"
    chosen = ", ".join(str(line) for line in sorted(lines))
    rows = connection.execute(
        f"SELECT _at, {names(known)}, {place_of(series)}, {partner_of(series)}"
        f" FROM ({source}) WHERE _at IN ({chosen})"
    ).fetchall()
    return {row[0]: dict(zip((*known, "_place", "_partner"), row[1:], strict=True)) for row in rows}


def told(
    asked: Sequence[OddValue],
    waiting: Sequence[OddValue],
    explanations: Mapping[str, str],
    by: str,
) -> tuple[Statement, ...]:
    """What was explained, for good; an explanation there is gets the new words.

    explanations: by a name as in `Point.name`, of which the later parts may be
    left out ('balans', 'balans:eindstand:2009K1'), or by the number of a point in
    `waiting`, which have none yet, from 1. Raises UserError for one that is too short or names a
    person, UsageError for one that explains nothing that is asked.
    """
    found: dict[str, Statement] = {}
    for given, words in explanations.items():
        meant = _meant(asked, waiting, given)
        if not meant:
            raise UsageError("store.explains_nothing", name=given)
        for point in meant:
            found[f"{point.contract}|{point.werkplein}|{point.partner}|{point.subject}"] = (
                _statement(point, checked(words), by)
            )
    return tuple(found.values())


def _meant(asked: Sequence[OddValue], waiting: Sequence[OddValue], given: str) -> list[OddValue]:
    if given.strip().isdecimal():
        place = int(given) - 1
        return [waiting[place]] if 0 <= place < len(waiting) else []
    return [point for point in asked if point.meant_by(given)]


def _statement(point: OddValue, words: str, by: str) -> Statement:
    return Statement(
        KIND, words, point.contract, point.werkplein, point.partner, point.subject, stated_by=by
    )


def checked(words: str) -> str:
    """An explanation as it is kept; raises UserError when it is too short or names a person."""
    tidied = " ".join(words.split())
    if len(tidied) < SHORTEST:
        raise UserError("store.explanation_short", value=tidied, least=SHORTEST)
    if tells_of_somebody(tidied):
        raise UserError("store.explanation_person")
    return tidied


def tells_of_somebody(remark: str) -> bool:
    """Whether a remark holds what files are refused for: a BSN, an address, a name, a number."""
    import polars as pl

    from ketenkpi.contracts import privacy

    # Whole and word by word: a number may stand between words.
    remarks = pl.DataFrame({"toelichting": [remark, *remark.replace(",", " ").split()]})
    return bool(privacy.check_sample(remarks, find_contract("samenwerking")))


def explained(point: OddValue, stated: Stated) -> Statement | None:
    """What was said about exactly these values; None when nothing was."""
    about = (KIND, point.contract, point.werkplein, point.partner, point.subject)
    return stated.by_subject.get(about)


def unexplained(asked: Iterable[OddValue], stated: Stated) -> tuple[OddValue, ...]:
    """The points that still need an explanation."""
    return tuple(point for point in asked if explained(point, stated) is None)


def without_rows(of: Explanation) -> Explanation:
    """An explanation for who sees figures only: without values, and without numbers of cases."""
    return replace(of, value="", row=of.row if Cells.of(of.contract) else "")


def explanation(of: Statement) -> Explanation:
    """A statement of this kind, taken apart."""
    rule, column, row, value = of.subject.split("|", 3)
    return Explanation(
        of.contract, of.werkplein, of.partner, rule, column, row, value, of.value,
        of.stated_by, of.stated_at,
    )  # fmt: skip
