"""A kind and a row rule describe, check and generate; the jobs may not contradict each other.

The plain reading (`read`, `breaks`) is the truth here. What polars reads of a
column is compared with it on texts drawn at random in `test_cells_grammar`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketenkpi.contracts import Contract, ContractColumn, load_contracts
from ketenkpi.contracts.cell import Absent, Doubt, Fault
from ketenkpi.contracts.generate import generate
from ketenkpi.contracts.kind import Kind, Spelling
from ketenkpi.contracts.kinds import NumberKind
from ketenkpi.contracts.normal import normal
from ketenkpi.wording import LANGUAGES

CONTRACTS = load_contracts()
COLUMNS = {f"{key}.{column.name}": column for key, c in CONTRACTS.items() for column in c.columns}


@pytest.mark.parametrize("name", COLUMNS)
def test_examples_are_accepted_and_written_back(name: str) -> None:
    kind = COLUMNS[name].kind
    for text in kind.examples():
        value = kind.read(normal(text))
        assert not isinstance(value, Fault | Absent | Doubt), text
        assert kind.read(kind.write(value)) == value


@pytest.mark.parametrize("name", COLUMNS)
def test_faults_are_refused_by_the_rule_they_name_and_doubts_are_asked(name: str) -> None:
    kind = COLUMNS[name].kind
    assert kind.faults()
    for text, rule in kind.faults().items():
        fault = kind.read(text)
        assert isinstance(fault, Fault), text
        assert fault.rule == rule
        assert all(_quickly(kind, text, form) is None for form in kind.forms())
    for text, about in kind.doubts().items():
        assert kind.read(text) == Doubt(about)
        assert all(_quickly(kind, text, form) is None for form in kind.forms())


def _quickly(kind: Kind, text: str, form: Spelling) -> Any:
    frame = pl.DataFrame({"text": [text]}, schema={"text": pl.String})
    return frame.select(kind.quick(pl.col("text"), form)).item()


@pytest.mark.parametrize("name", COLUMNS)
def test_the_spelling_of_the_template_is_read_quickly(name: str) -> None:
    kind = COLUMNS[name].kind
    text = kind.write(kind.read(kind.examples()[0]))
    if kind.forms() and len(text) < 20 and any(letter.isdigit() for letter in text):
        # Ids are tried as short codes before.
        read = next(filter(None, (_quickly(kind, text, form) for form in kind.forms())))
        assert read == kind.read(text)


@given(value=st.floats(-1e15, 1e15))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_an_amount_is_written_as_it_is_read(value: float) -> None:
    kind = NumberKind(False, None, None, "5,5")
    assert kind.read(kind.write(value)) == value
    assert kind.read(kind.write(round(value, 3))) == round(value, 3)


def _kept_and_broken(contract: Contract) -> list[dict[str, Any]]:
    """Rows that keep to the contract and rows that are all spoilt; unreadable cells are empty."""
    rows = (*generate(contract, 50, seed=5).rows, *generate(contract, 300, 6, faults=300).rows)
    return [{c.name: _value(c, row[c.name]) for c in contract.columns} for row in rows]


def _value(column: ContractColumn, text: str) -> Any:
    value = column.read(text)
    return None if isinstance(value, Fault | Absent) else value


RULES = [(key, rule) for key, contract in CONTRACTS.items() for rule in contract.rules]


@pytest.mark.parametrize(("key", "rule"), RULES, ids=lambda x: getattr(x, "rule", x))
def test_a_rule_over_a_file_is_the_rule_over_each_row(key: str, rule: Any) -> None:
    contract = CONTRACTS[key]
    rows = _kept_and_broken(contract)
    schema: Mapping[str, Any] = {c.name: c.kind.dtype for c in contract.columns}
    broken = pl.DataFrame(rows, schema=schema).select(rule.broken()).to_series()
    assert broken.null_count() == 0
    assert broken.to_list() == [rule.breaks(row) for row in rows]
    assert 0 < broken.sum() < len(rows), "the rows must try both outcomes"
    assert rule.column in rule.columns_asked
    assert set(rule.columns_asked) <= set(contract.names)


@pytest.mark.parametrize(("key", "rule"), RULES, ids=lambda x: getattr(x, "rule", x))
def test_a_rule_is_described_in_both_languages(key: str, rule: Any) -> None:
    for language in LANGUAGES:
        sentence = rule.describe(language)
        assert all(name in sentence for name in rule.columns_asked)
