"""Kinds of words that no reader should read, looked for in what is written for one."""

from __future__ import annotations

import re

from ketenkpi.contracts import load_contracts

# Names of columns, and what stands in them: people type these into files.
TYPED = {
    word
    for contract in load_contracts().values()
    for column in contract.columns
    for word in (column.name, *(column.values or ()))
} | {*load_contracts()}
FAULTS = {
    "two full stops": re.compile(r"(?<!\.)\.\.(?!\.)"),
    "one of several": re.compile(
        r"(?<![\d.,/−-])(?<!tot )1 (?:Werkpleinen|klanten|dagen|kwartalen)\b"
    ),
    "a name of the code": re.compile(r"(?<![\w/.?=&:'-])[a-z]+(?:_[a-z0-9]+)+(?![\w(=]|\.\w)"),
    "jargon": re.compile(
        r"(?i)\bmutual adjustment\b|^(?!.*\(in boeken: ).*\bkappa\b", re.MULTILINE
    ),
}


def faults(text: str) -> list[str]:
    """Each fault with its kind and what stands around it."""
    return [
        f"{kind}: {text[max(0, hit.start() - 30) : hit.end() + 20]!r}"
        for kind, pattern in FAULTS.items()
        for hit in pattern.finditer(text)
        if hit[0] not in TYPED
    ]
