"""What came of reading and delivering a file, in words and tables."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard.words import say
from ketenkpi import contracts
from ketenkpi.answer import count_of
from ketenkpi.catalogue import Statement
from ketenkpi.contracts import Findings, Reading, load_contracts, only_undeclared
from ketenkpi.partner import TOGETHER
from ketenkpi.store import Look, Withdrawal, answers, partner_name
from ketenkpi.surfaces import in_words
from ketenkpi.wording import Language

# Findings and changes on a page: enough to see a pattern, few enough to read.
# The error report and the command line give them all.
SHOWN = 200
NAMED = 3


def how_read(reading: Reading, language: Language) -> str:
    """Where the table was found and how it is written, so that a wrong guess is seen."""
    contract = load_contracts()[reading.contract].name.in_(language)
    how = contracts.how_read(reading, language)
    if reading.dialect is None or not how:
        return say("gegevens.read_as_kind", contract=contract)
    return say("gegevens.read_as", contract=contract, how=how)


def rows_line(reading: Reading) -> str | None:
    """Rows read = to be stored + rejected: the proof that nothing was lost on the way.

    None where the file stopped before its rows were counted.
    """
    if not reading.counted:
        return None
    counts = {"read": reading.rows_read, "good": reading.rows_stored}
    counts["rejected"] = reading.rows_rejected
    return say("gegevens.rows", **{k: counted(count) for k, count in counts.items()})


def counted(count: int) -> str:
    """A count as the reader writes it."""
    return in_words(count_of(count))


def storable(reading: Reading) -> bool:
    """Whether any of it may be stored: nothing stops it, or the good rows were asked for."""
    return not reading.findings.blocked or reading.rows_stored > 0


def deliverable(reading: Reading) -> bool:
    """Whether it may be delivered: it can be stored, or after a declaration about its numbers."""
    return storable(reading) or only_undeclared(reading.findings)


def only_faulty_rows(findings: Findings) -> bool:
    """Whether leaving rows out would help: faults in rows, and nothing that stops the file."""
    levels = {total.level for total in findings.totals}
    return "fout" in levels and not levels & {"blokkade", "vraag"}


def verdict(reading: Reading) -> tuple[str, str]:
    """How bad it is ('error', 'warning', 'success') and the sentence that says so."""
    if not storable(reading):
        return "error", say("gegevens.verdict_blocked")
    if reading.questions:
        return "warning", say("gegevens.verdict_questions")
    if reading.findings.totals:
        return "warning", say("gegevens.verdict_remarks")
    return "success", say("gegevens.verdict_clean")


def partner_choice(code: str, language: Language) -> str:
    """A partner as the first word of a line: 'UWV', 'Gemeente Breda', 'Alle partners samen'."""
    name = partner_name(code, language)
    return name[:1].upper() + name[1:]


def period_line(look: Look) -> str:
    """Where the proposed period comes from, so that it is read before it is agreed to."""
    if look.period is None:
        return say("gegevens.period_unknown")
    if look.stray:
        count = counted(look.stray)
        return say("gegevens.period_stray", period=look.period, stray=count, last=look.last)
    return say("gegevens.period_proposed", period=look.period)


def no_questions(found: Findings) -> Findings:
    """The findings without what is asked, which stands by itself."""
    return beside(found, Findings((), ()))


def beside(found: Findings, shown: Findings) -> Findings:
    """The findings that were not shown before; questions stand by themselves."""
    before = {(t.stage, t.level, t.rule, t.column): t.count for t in shown.totals}
    totals = []
    for total in found.totals:
        left = total.count - before.get((total.stage, total.level, total.rule, total.column), 0)
        if total.level != "vraag" and left > 0:
            totals.append(replace(total, count=left))
    rules = {(total.rule, total.column) for total in totals}
    listed = [
        finding
        for finding in found.listed
        if (finding.rule, finding.column) in rules and finding not in shown.listed
    ]
    return Findings(tuple(totals), tuple(listed))


def circle_line(one: Statement, language: Language) -> str:
    """What was stated about the numbers of one partner at one place."""
    partner = partner_name(one.partner, language)
    circle = say(f"gegevens.circle_{one.value}")
    what = say(f"gegevens.{one.kind}_short")
    return say(
        "gegevens.circle_stated",
        what=what,
        place=one.werkplein,
        partner=partner,
        circle=circle,
    )


def grid(deliveries: pd.DataFrame, quarter: int, language: Language) -> pd.DataFrame:
    """One row per Werkplein, one column per kind of file: the status for one quarter."""
    names = load_contracts()
    here = deliveries[deliveries["kwartaal"] == quarter]
    here = here[here["contract"].isin(with_werkplein(deliveries))]
    here = here.assign(text=[_cell(row, language) for row in here.to_dict("records")])
    wide = here.pivot(index="werkplein", columns="contract", values="text")
    wide = wide.fillna(say("gegevens.status_ontbreekt"))
    wide = wide.sort_index(key=lambda index: index.str.casefold())
    wide.columns = [names[key].name.in_(language) for key in wide.columns]
    return wide.rename_axis(say("page.column_place"))


def _cell(row: Mapping[Hashable, Any], language: Language) -> str:
    """How far a delivery is, that it holds nothing, and where partners deliver apart who did."""
    text = say(f"gegevens.status_{row['status']}")
    if row["rows"] == 0:
        text = say("niets.cell_nothing", status=text)
    apart = [code for code in row["partners"] if code != TOGETHER]
    if apart:
        text = say("niets.cell_partners", status=text, partners=_names(apart, language))
    if row["missing"] and row["partners"]:
        missing = _names(row["missing"], language)
        text = say("niets.cell_missing", cell=text, missing=missing)
    return text


def _names(codes: Iterable[str], language: Language) -> str:
    return ", ".join(partner_name(code, language) for code in codes)


def with_werkplein(deliveries: pd.DataFrame) -> list[str]:
    """The kinds of file a Werkplein delivers; an outside series belongs to none."""
    names = load_contracts()
    return [
        key
        for key in sorted(set(deliveries["contract"]))
        if any(c.name == "werkplein" and c.required for c in names[key].columns) or key == "stappen"
    ]


def uploads_table(uploads: pd.DataFrame, language: Language) -> pd.DataFrame:
    """Every upload, replaced ones too, newest first."""
    names = load_contracts()
    rows = [
        {
            say("gegevens.column_file"): row["filename"],
            say("gegevens.column_kind"): names[row["contract"]].name.in_(language),
            say("gegevens.column_period"): row["periode"],
            say("page.column_place"): _places(row["werkpleinen"]),
            say("gegevens.column_rows"): counted(row["rows"]),
            say("gegevens.column_by"): row["delivered_by"],
            say("gegevens.column_when"): f"{row['created_at']:%d-%m-%Y %H:%M}",
            say("gegevens.column_counts"): _counts(row),
            say("gegevens.column_sha256"): row["sha256"],
        }
        for row in uploads.to_dict("records")
    ]
    return pd.DataFrame(rows)


def _counts(row: Mapping[Hashable, Any]) -> str:
    """Whether an upload still counts, else what became of it."""
    if row["current"]:
        return say("gegevens.counts_yes")
    if row["withdrawn"]:
        return say("gegevens.counts_withdrawn", reason=row["withdrawn"])
    return say("gegevens.counts_replaced")


def withdrawable(uploads: pd.DataFrame, language: Language) -> dict[int, str]:
    """What each upload that still counts is called in a list, by its number, newest first."""
    names = load_contracts()
    return {
        int(row["upload_id"]): say(
            "gegevens.upload_named",
            id=row["upload_id"],
            file=row["filename"],
            contract=names[row["contract"]].name.in_(language),
            places=_places(row["werkpleinen"]),
            period=row["periode"],
            by=row["delivered_by"],
        )
        for row in uploads.to_dict("records")
        if row["current"]
    }


def withdrawal_lines(found: Withdrawal) -> list[str]:
    """What else taking an upload back does: what cannot be compared, and does not come back."""
    lines: list[str] = []
    if not found.compared:
        lines += map(in_words, answers.rows_changed(found.changes))
        lines.append(say("gegevens.withdraw_not_compared"))
    if found.buried:
        numbers = ", ".join(map(str, found.buried))
        lines.append(say("gegevens.withdraw_buried", ids=numbers))
    return lines


def _places(names: Sequence[str]) -> str:
    if len(names) > NAMED:
        return say("gegevens.many_places", count=len(names))
    return ", ".join(names)
