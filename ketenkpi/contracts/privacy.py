"""No person may be recognised: columns with a BSN, e-mail address or name are refused.

Checked twice. The names and the first ten thousand rows of all columns,
before anything is written; then every value of the columns that would be
stored, in the staging file, which is deleted when the check fails.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polars as pl

from ketenkpi.contracts.contract import Contract
from ketenkpi.contracts.dialect import name_key
from ketenkpi.contracts.findings import Finding
from ketenkpi.contracts.kinds import TextKind

SAMPLE_ROWS = 10_000
FORBIDDEN_NAMES = frozenset(
    {
        "bsn",
        "burgerservicenummer",
        "burgerservicenr",
        "sofinummer",
        "sofi_nummer",
        "sofinr",
        "achternaam",
        "voornaam",
        "voornamen",
        "voorletters",
        "voorvoegsel",
        "tussenvoegsel",
        "geslachtsnaam",
        "naam_client",
        "naam_klant",
        "clientnaam",
        "klantnaam",
        "naam",
        "e_mail",
        "email",
        "emailadres",
        "e_mailadres",
        "mailadres",
        "telefoon",
        "telefoonnummer",
        "mobiel",
        "adres",
        "straat",
        "straatnaam",
        "huisnummer",
        "geboortedatum",
    }
)
BSN_SHAPE = r"^\d{8,9}$"
EMAIL_SHAPE = r"[^@\s;]+@[^@\s;]+\.[A-Za-z]{2,}"
# 'J. de Vries', 'J.P. Jansen', 'Jan van den Berg', 'Vries, J. de'. Asked of
# pseudonym columns only: place names look the same.
PERSON_SHAPE = (
    r"^(?:(?:[A-Z]\.\s?)+(?:[a-z]{2,4}\s){0,3}[A-Z][a-z]{2,}"
    r"|[A-Z][a-z]{2,}\s(?:[a-z]{2,4}\s){0,3}[A-Z][a-z]{2,}"
    r"|[A-Z][a-z]{2,},\s?(?:[A-Z]\.?\s?)+(?:[a-z]{2,4}\s?){0,3})$"
)
# A random number of nine digits passes the eleven-test once in eleven times,
# so half of the values passing means that the column holds BSNs.
SHARE = 0.5
FEW = 3


def check_header(names: Iterable[str], contract: Contract, line: int) -> list[Finding]:
    """Findings for column names that only persons have; the contract's own names are free."""
    own = {name_key(name) for name in contract.names}
    return [
        Finding("kop", "blokkade", "persoonsgegeven_kolom", line=line, column=name)
        for name in names
        if name_key(name) in FORBIDDEN_NAMES - own
    ]


def check_sample(rows: pl.DataFrame, contract: Contract) -> list[Finding]:
    """Findings about text columns (all columns of the file, also ignored ones)."""
    pseudonyms = {c.name for c in contract.columns if _is_pseudonym(c.kind)}
    numbers = {c.name for c in contract.columns if not isinstance(c.kind, TextKind)}
    findings: list[Finding] = []
    for name in rows.columns:
        values = rows[name].drop_nulls()
        if name_key(name) not in numbers and has_bsn(values):
            findings.append(_refused("bsn", name))
        elif values.str.contains(EMAIL_SHAPE).any():
            findings.append(_refused("emailadres", name))
        elif name_key(name) in pseudonyms and _has_names(values):
            findings.append(_refused("persoonsnaam", name))
    return findings


def text_columns(contract: Contract) -> list[str]:
    """The names of the columns that may hold any text."""
    return [c.name for c in contract.columns if isinstance(c.kind, TextKind)]


def suspects(name: str) -> pl.Expr:
    """How many values of a column are worth a look: short and beginning with a digit, or '@'.

    Comparing texts is ten times faster than the pattern of a BSN; every value
    that has that pattern is among these.
    """
    text = pl.col(name).cast(pl.String)
    digit = text.str.len_bytes().is_between(8, 9) & (text >= "0") & (text < ":")
    return (digit | text.str.contains("@", literal=True)).sum().alias(name)


def check_suspects(parquet: Path, names: Iterable[str], contract: Contract) -> list[Finding]:
    """Findings about these columns of the staging file, over every value."""
    rows = pl.scan_parquet(parquet)
    return [
        finding
        for name in names
        for finding in check_sample(rows.select(pl.col(name).drop_nulls()).collect(), contract)
    ]


def _is_pseudonym(kind: object) -> bool:
    return isinstance(kind, TextKind) and kind.described == "pseudonym"


def _refused(rule: str, column: str) -> Finding:
    return Finding("cel", "blokkade", rule, column=column)


def has_bsn(values: pl.Series) -> bool:
    """Whether a column of texts holds BSNs: most of its 8-9 digit values pass the eleven-test."""
    shaped = values.filter(values.str.contains(BSN_SHAPE))
    # Eight digits that are a day, jjjjmmdd, are a day: one in eleven passes too.
    shaped = shaped.filter(shaped.str.to_date("%Y%m%d", strict=False).is_null())
    if shaped.is_empty() or (len(shaped) < FEW and len(shaped) < len(values)):
        return False
    passing = shaped.map_elements(passes_eleven_test, return_dtype=pl.Boolean).sum()
    return bool(passing >= SHARE * len(shaped))


def passes_eleven_test(text: str) -> bool:
    """The BSN check: 9a + 8b + ... + 2h - i is a multiple of eleven (eight digits get a 0)."""
    digits = [int(digit) for digit in text.zfill(9)]
    weighted = sum(w * d for w, d in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), digits, strict=True))
    return any(digits) and weighted % 11 == 0


def _has_names(values: pl.Series) -> bool:
    named = values.str.contains(PERSON_SHAPE).sum()
    return bool(len(values) and named >= SHARE * len(values))
