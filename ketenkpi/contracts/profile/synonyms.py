"""How columns are called in the files of others: `config/synonyms.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from ketenkpi.config_file import PROVENANCE, Node, read_definition
from ketenkpi.contracts.contract import Contract, find_contract, load_contracts
from ketenkpi.contracts.dialect import name_key
from ketenkpi.settings import CONFIG

# Names that go for a column in whichever contract has it.
ANY = "any"


def synonyms_of(contract: Contract, file: Path = CONFIG / "synonyms.yaml") -> Mapping[str, str]:
    """Column of the contract by the key of a name that means it.

    The names of the columns themselves come first; raises DefinitionError with
    file and line when the file is faulty.
    """
    own = {name_key(name): name for name in contract.names}
    found: dict[str, str] = {}
    for group in (contract.key, ANY):
        for name, keys in _load(file).get(group, {}).items():
            if name in contract.names:
                found |= {key: name for key in keys if key not in found}
    return found | own


@cache
def _load(file: Path) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    root = read_definition(file).only(("synonyms", *PROVENANCE))
    groups = root["synonyms"]
    return MappingProxyType({key: _group(key, groups[key], groups) for key in groups})


def _group(key: str, node: Node, groups: Node) -> Mapping[str, tuple[str, ...]]:
    if key != ANY and key not in load_contracts():
        raise groups.fail(f"there is no contract '{key}'", key)
    contracts = load_contracts().values() if key == ANY else [find_contract(key)]
    names = {name for contract in contracts for name in contract.names}
    taken: dict[str, str] = {}
    for column, texts in node.items():
        if column not in names:
            raise node.fail(f"there is no column '{column}'", column)
        for text in texts:
            other = taken.setdefault(name_key(str(text)), column)
            if other != column:
                raise node.fail(f"'{text}' is a name of '{other}' already", column)
    return {column: tuple(name_key(str(text)) for text in texts) for column, texts in node.items()}
