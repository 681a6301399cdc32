"""Faults that are put into code: each is written where it stands, and tests near it are found."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.house.tree import text
from tests.tables.code_faults import (
    EQUIVALENT,
    KINDS,
    chosen,
    every,
    is_equivalent,
    numeric,
    planted,
)
from tests.tables.reached import reaching

FILES = ("stats/kaplan_meier.py", "comparison/scaled.py", "disclosure/secondary.py")


@pytest.mark.parametrize("name", FILES)
def test_a_fault_stands_in_place_of_what_it_replaces(name: str) -> None:
    file = Path("ketenkpi", name)
    whole = text(file).encode()
    faults = list(every(file))
    assert {fault.kind for fault in faults} >= set(KINDS) - {"rounding"}
    for fault in faults:
        assert ast.unparse(ast.parse(_alone(whole[fault.start : fault.end]))) == fault.before
        assert fault.after != fault.before
        ast.parse(fault.written())


def _alone(code: bytes) -> str:
    # What goes on over several lines does so within brackets.
    return f"({code.decode()})"


def test_the_same_faults_every_time_of_every_kind_and_the_planted_ones_first() -> None:
    some = chosen(22)
    assert some == chosen(22)
    assert some[:2] == planted()
    assert chosen(40)[:22] == some
    per_kind = [sum(fault.kind == kind for fault in some[2:]) for kind in KINDS]
    assert per_kind == [4] * len(KINDS)
    assert {fault.file for fault in some[2:]} <= set(numeric())


def test_reaching_a_module_its_own_first_then_those_nearest_to_it() -> None:
    found = reaching(Path("ketenkpi/stats/wilson.py"))
    names = [file.as_posix() for file in found]
    # It has no file of its own; these import it, `test_funnel` imports what imports it.
    direct = names.index("tests/unit/stats/test_intervals.py")
    assert direct < names.index("tests/unit/comparison/test_funnel.py")
    own = reaching(Path("ketenkpi/stats/kaplan_meier.py"))[0]
    assert own.as_posix() == "tests/unit/stats/test_kaplan_meier.py"
    assert not any(name == "tests/laws/test_tables.py" or "/house/" in name for name in names)


def test_what_is_called_no_fault_still_stands_in_the_code() -> None:
    found = {(each.code, each.after) for file in numeric() for each in every(file)}
    assert set(EQUIVALENT) <= found
    assert not any(is_equivalent(fault) for fault in chosen(40))
