"""No person may be recognised: what may be of one is refused before anything is written.

Checked twice. The names and the first ten thousand rows of all columns, also
of those that would be ignored, before anything is written; then every value of
the text columns that would be stored, in the staging file, which is deleted
when the check fails. A BSN deeper down in a column that is ignored is not
looked for: nothing of that column is written. All faults of a file come at
once, several of one column too.

Numbers of nine digits that are no BSN pass its test once in eleven times. Where
that may be what is seen the uploader is asked to declare it
(`geen_bsn:<column>`); then the column passes and the declaration stays, as an
advice with the file and as a statement in the store. It is of one column: an
answer to all such questions at once declares nothing. A declaration of an
earlier file (`ja:<numbers that passed>`) covers no more than twice as many.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Literal

import polars as pl

from ketenkpi.contracts.contract import Contract
from ketenkpi.contracts.dialect import Dialect, name_key
from ketenkpi.contracts.findings import STOPS, Finding, Findings
from ketenkpi.contracts.kinds import PlaceKind, TextKind
from ketenkpi.contracts.personal import bsn, hashes, marks, person_names
from ketenkpi.contracts.personal.headings import is_personal
from ketenkpi.contracts.personal.masking import mask
from ketenkpi.contracts.personal.plain_codes import is_plain_code, others
from ketenkpi.contracts.questions import NOT_ANSWERED, Answers, Question

SAMPLE_ROWS = 10_000
DECLARED = "ja"
# A caseload grows some percents a quarter; twice as many are other numbers.
GROWTH = 2
DECLARATION = "geen_bsn_verklaard"
_ABOUT = "geen_bsn:"

# What a column is for: whether names of persons are looked for in it, and how.
Purpose = Literal["pseudonym", "place", "text", "coded"]


def check_filename(name: str) -> list[Finding]:
    """A finding when the name of a file tells who it is about; the name itself is not repeated."""
    personal = _names_somebody(PurePath(name).stem)
    return [Finding("bestand", "blokkade", "persoonsgegeven_bestandsnaam")] if personal else []


def check_sheets(names: Iterable[str]) -> list[Finding]:
    """A finding when sheets are called after persons; their names are not repeated."""
    count = sum(_names_somebody(name) for name in names if name)
    params = {"count": count}
    return [Finding("bestand", "blokkade", "persoonsgegeven_blad", params=params)] if count else []


def _names_somebody(title: str) -> bool:
    text = pl.Series([title])
    words = text.str.replace_all("_", " ", literal=True)
    return (
        bsn.has_bsn(text)
        or marks.has_email(text)
        or marks.has_telephone(words)
        or marks.has_iban(words)
        or person_names.has_names(words, pseudonyms=False)
    )


def covered(dialect: Dialect) -> Dialect:
    """How a file is written, what may be of a person covered: without a header, a row is it."""
    return replace(
        dialect,
        header=tuple(map(mask, dialect.header)),
        foot=tuple(map(mask, dialect.foot)),
        sheet=mask(dialect.sheet),
    )


def check_header(names: Iterable[str], contract: Contract, line: int) -> list[Finding]:
    """Findings for column names that only persons have; the contract's own names are free."""
    own = {name_key(name) for name in contract.names}
    return [
        Finding("kop", "blokkade", "persoonsgegeven_kolom", line=line, column=name)
        for name in names
        if name_key(name) not in own and is_personal(name)
    ]


def check_sample(
    rows: pl.DataFrame, contract: Contract, answers: Answers = NOT_ANSWERED
) -> list[Finding]:
    """Findings about text columns (all columns of the file, also ignored ones)."""
    purposes = {column.name: _purpose(column.kind) for column in contract.columns}
    return [
        finding
        for name in rows.columns
        for finding in _check(
            name, rows[name].drop_nulls(), purposes.get(name_key(name), "text"), answers
        )
    ]


def _purpose(kind: object) -> Purpose:
    if not isinstance(kind, TextKind):
        return "coded"
    if isinstance(kind, PlaceKind):
        return "place"
    return "pseudonym" if kind.described == "pseudonym" else "text"


def _check(name: str, values: pl.Series, purpose: Purpose, answers: Answers) -> list[Finding]:
    if purpose == "coded":
        return [_refused("emailadres", name)] if _has_email(values) else []
    if others(values).is_empty():
        # Building the patterns below takes 0.2 s, and most files need none of them.
        return []
    found = _numbers(name, values, answers)
    if _has_email(values):
        found.append(_refused("emailadres", name))
    if marks.has_telephone(values):
        found.append(_refused("telefoonnummer", name))
    if marks.has_iban(values):
        found.append(_refused("rekeningnummer", name))
    named = purpose != "place" and person_names.has_names(values, pseudonyms=purpose == "pseudonym")
    return [*found, _refused("persoonsnaam", name)] if named else found


def _has_email(values: pl.Series) -> bool:
    signed = values.filter(values.str.contains(marks.AT))
    return not signed.is_empty() and marks.has_email(signed)


def _numbers(name: str, values: pl.Series, answers: Answers) -> list[Finding]:
    seen = bsn.evidence(values)
    counted = {"passing": seen.passing, "numbers": seen.numbers, "certain": seen.certain}
    if seen.numbers and not seen.certain and _declared(name, seen.passing, answers):
        return [Finding("cel", "advies", DECLARATION, column=name, params=counted)]
    return [Finding("cel", "blokkade", "bsn", column=name, params=counted)] if seen.found else []


def _declared(name: str, passing: int, answers: Answers) -> bool:
    """Whether it was said of this column that so many numbers that pass are no BSNs."""
    for asked, answer in answers.given.items():
        if asked.startswith(_ABOUT) and name_key(asked.removeprefix(_ABOUT)) == name_key(name):
            said, _, before = answer.partition(":")
            known = int(before) if before.isdecimal() else 0
            return answer == DECLARED or (said == DECLARED and passing <= GROWTH * known)
    return False


def declarations(answers: Answers, called: Mapping[str, Collection[str]]) -> Answers:
    """The answers, with what was declared of a column under each of its names.

    `called` gives by the name in the contract the columns of the file that fill it.
    What is made of several is declared when all of them are.
    """
    said = {
        name_key(name.removeprefix(_ABOUT)): answer
        for name, answer in answers.given.items()
        if name.startswith(_ABOUT)
    }
    more: dict[str, str] = {}
    for own, filled_by in called.items():
        known = [said[name_key(name)] for name in filled_by if name_key(name) in said]
        if name_key(own) in said:
            more |= {f"{_ABOUT}{name}": said[name_key(own)] for name in filled_by}
        elif known and len(known) == len(filled_by):
            more[f"{_ABOUT}{own}"] = known[0]
    return Answers({**more, **answers.given})


def kept(answer: str, passing: int) -> str:
    """A declaration as it is kept for the next file: with how many numbers passed."""
    return f"{DECLARED}:{passing}" if answer.partition(":")[0] == DECLARED else answer


def only_undeclared(findings: Findings) -> bool:
    """Whether all that stops a file are columns of which may be declared that they hold no BSN."""
    stops = [total for total in findings.totals if total.level in STOPS]
    certain = any(f.params.get("certain") for f in findings.listed if f.rule == "bsn")
    return bool(stops) and all(total.rule == "bsn" for total in stops) and not certain


def questions(findings: Iterable[Finding]) -> tuple[Question, ...]:
    """What may be declared about columns that were refused for a BSN; once a column."""
    asked = {
        finding.column: Question(
            "geen_bsn", subject=finding.column, answers=(DECLARED,), params=finding.params
        )
        for finding in findings
        if finding.rule == "bsn" and finding.column and not finding.params["certain"]
    }
    return tuple(asked.values())


def _refused(rule: str, column: str) -> Finding:
    return Finding("cel", "blokkade", rule, column=column)


def text_columns(contract: Contract) -> list[str]:
    """The names of the columns that may hold any text."""
    return [c.name for c in contract.columns if isinstance(c.kind, TextKind)]


_LOOKS = f"{marks.AT}|{bsn.NEARBY}"


def suspects(name: str, contract: Contract) -> pl.Expr:
    """How many values of a column are worth a look: all that are no short code."""
    values = pl.col(name).cast(pl.String)
    # A million rows have some dozens of places, which to find takes half the time.
    few = isinstance(contract.column(name).kind, PlaceKind)
    return (~is_plain_code(values.unique() if few else values)).sum().alias(name)


def _worth(name: str, contract: Contract) -> pl.Expr:
    """Whether a value is worth a second look: digits together, an '@', what names have."""
    looks = {
        "place": _LOOKS,
        "text": f"{_LOOKS}|{person_names.WORTH}",
        "pseudonym": f"{_LOOKS}|{person_names.WORTH}|{person_names.FULL}",
    }
    text = pl.col(name).cast(pl.String)
    shape = text.str.contains(looks[_purpose(contract.column(name).kind)])
    return shape & ~bsn.is_small(text)


def check_suspects(
    parquet: Path, names: Iterable[str], contract: Contract, answers: Answers = NOT_ANSWERED
) -> list[Finding]:
    """Findings about these columns of the staging file, over every value.

    A column is only read whole when the values worth a look hold anything: a
    million ids in hexadecimal digits, of which 6 % are worth one, hold nothing.
    """
    rows = pl.scan_parquet(parquet)
    found: list[Finding] = []
    for name in names:
        distinct = pl.col(name).drop_nulls().unique()
        seen = rows.filter(~is_plain_code(pl.col(name))).filter(_worth(name, contract))
        looked_at = seen.select(distinct).collect()[name]
        if _holds_any(looked_at, _purpose(contract.column(name).kind)):
            found += check_sample(rows.select(distinct).collect(), contract, answers)
    return found


def _holds_any(values: pl.Series, purpose: Purpose) -> bool:
    """Whether anything in these texts could be of a person, however few of a column they are."""
    pseudonyms = purpose == "pseudonym"
    return (
        bsn.has_candidates(values)
        or marks.has_email(values)
        or marks.has_telephone(values)
        or marks.has_iban(values)
        or (purpose != "place" and person_names.has_names(values, pseudonyms=pseudonyms))
    )


def check_digests(parquet: Path, contract: Contract, home: Path) -> list[Finding]:
    """Findings about columns that hold digests of a BSN, which can be undone.

    Takes up to a minute for each column of digests that was not tried before;
    the answer is kept in `home`. Call it outside what is timed, before storing.
    """
    rows = pl.scan_parquet(parquet)
    texts = text_columns(contract)
    if not texts:
        return []
    as_long = rows.select(hashes.as_long(name).sum().alias(name) for name in texts)
    counts = as_long.collect(engine="streaming").row(0, named=True)
    return [
        _refused("bsn_gehasht", name)
        for name in texts
        if counts[name] and hashes.undone(hashes.digests(rows.select(name)), home)
    ]
