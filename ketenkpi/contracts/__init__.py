"""Stage 1: bytes -> typed rows, or findings that say what to mend.

`load_contracts` and `find_contract` give what is expected, `read` checks a
file and writes its typed rows, `Findings` tells what is wrong with it.
"""

from ketenkpi.contracts.contract import LINE, Column, Contract, find_contract, load_contracts
from ketenkpi.contracts.dialect import Dialect
from ketenkpi.contracts.findings import Finding, Findings, Total
from ketenkpi.contracts.read import Reading, read

__all__ = [
    "LINE",
    "Column",
    "Contract",
    "Dialect",
    "Finding",
    "Findings",
    "Reading",
    "Total",
    "find_contract",
    "load_contracts",
    "read",
]
