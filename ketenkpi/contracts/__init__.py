"""Bytes -> typed rows, or findings that say what to mend.

`load_contracts` and `find_contract` give what is expected, `read` checks a
file and writes its typed rows, `Findings` tells what is wrong with it.
"""

from ketenkpi.contracts.check import check
from ketenkpi.contracts.contract import (
    LINE,
    NVT,
    Contract,
    ContractColumn,
    find_contract,
    load_contracts,
)
from ketenkpi.contracts.course import Places
from ketenkpi.contracts.dialect import Dialect
from ketenkpi.contracts.dictionary import DictionaryEntry, RuleEntry, entries, rule_entries
from ketenkpi.contracts.findings import Finding, Findings, Total
from ketenkpi.contracts.intake import ANYHOW, Wanted
from ketenkpi.contracts.months import MonthRows
from ketenkpi.contracts.not_applicable import CellStates
from ketenkpi.contracts.privacy import only_undeclared
from ketenkpi.contracts.read import Reading, asked_once, read
from ketenkpi.contracts.recognition import Recognised, recognise, unreadable
from ketenkpi.contracts.so_read import how_read
from ketenkpi.contracts.template import template

__all__ = [
    "ANYHOW",
    "LINE",
    "NVT",
    "CellStates",
    "Contract",
    "ContractColumn",
    "Dialect",
    "DictionaryEntry",
    "Finding",
    "Findings",
    "MonthRows",
    "Places",
    "Reading",
    "Recognised",
    "RuleEntry",
    "Total",
    "Wanted",
    "asked_once",
    "check",
    "entries",
    "find_contract",
    "how_read",
    "load_contracts",
    "only_undeclared",
    "read",
    "recognise",
    "rule_entries",
    "template",
    "unreadable",
]
