"""A kind and a row rule describe, check and generate; the jobs may not contradict each other.

The plain reading (`read`, `breaks`) is the truth here, and the polars
expressions are compared with it on texts and rows drawn at random.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketenkpi.contracts import Column, Contract, load_contracts
from ketenkpi.contracts.cell import Fault
from ketenkpi.contracts.days import DATE_FORMS, DateKind
from ketenkpi.contracts.generate import generate
from ketenkpi.contracts.kind import Kind, Spelling
from ketenkpi.wording import LANGUAGES

CONTRACTS = load_contracts()
COLUMNS = {f"{key}.{column.name}": column for key, c in CONTRACTS.items() for column in c.columns}
THOROUGH = Spelling(thorough=True)


def _typed(kind: Kind, texts: list[str], spelling: Spelling) -> list[Any]:
    frame = pl.DataFrame({"text": texts}, schema={"text": pl.String})
    return frame.select(kind.typed(pl.col("text"), spelling)).to_series().to_list()


def _spellings(kind: Kind) -> list[Spelling]:
    forms = list(DATE_FORMS) if isinstance(kind, DateKind) else ["%d-%m-%Y"]
    return [THOROUGH, *(Spelling(date_format=form) for form in forms)]


@pytest.mark.parametrize("name", COLUMNS)
def test_examples_are_accepted_and_written_back(name: str) -> None:
    kind = COLUMNS[name].kind
    for text in kind.examples():
        value = kind.read(text)
        assert not isinstance(value, Fault), text
        assert kind.read(kind.write(value)) == value
        assert _typed(kind, [text], THOROUGH) == [value]


@pytest.mark.parametrize("name", COLUMNS)
def test_faults_are_refused_by_the_rule_they_name(name: str) -> None:
    kind = COLUMNS[name].kind
    assert kind.faults()
    for text, rule in kind.faults().items():
        fault = kind.read(text)
        assert isinstance(fault, Fault)
        assert fault.rule == rule
        for spelling in _spellings(kind):
            assert _typed(kind, [text], spelling) == [None]


ALPHABET = "0123456789-,. ;KkQqWaEeJj/"
TEXTS = st.lists(st.text(ALPHABET, min_size=1, max_size=12), min_size=1, max_size=20)
KINDS = {type(column.kind).__name__ + column.name: column.kind for column in COLUMNS.values()}


@pytest.mark.parametrize("name", KINDS)
@settings(max_examples=15, deadline=None, derandomize=True)
@given(texts=TEXTS)
def test_a_whole_column_is_read_as_one_cell_is(name: str, texts: list[str]) -> None:
    column = Column("x", KINDS[name], required=False, meaning=COLUMNS["klachten.datum"].meaning)
    plainly = [column.read(text) for text in texts]
    wanted = [None if isinstance(value, Fault) else value for value in plainly]
    assert _typed(column.kind, texts, THOROUGH) == wanted
    # The plain spelling may read less, never something else.
    for spelling in _spellings(column.kind)[1:]:
        for value, text in zip(_typed(column.kind, texts, spelling), texts, strict=True):
            assert value is None or value == column.read(text)


def _kept_and_broken(contract: Contract) -> list[dict[str, Any]]:
    """Rows that keep to the contract and rows that are all spoilt; unreadable cells are empty."""
    rows = (*generate(contract, 50, seed=5).rows, *generate(contract, 300, 6, faults=300).rows)
    return [{c.name: _value(c, row[c.name]) for c in contract.columns} for row in rows]


def _value(column: Column, text: str) -> Any:
    value = column.read(text)
    return None if isinstance(value, Fault) else value


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
