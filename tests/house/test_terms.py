"""Terms in days come from `config/norms.yaml`, never from a number in the code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from ketenkpi.indicators import load_horizons, load_norms
from ketenkpi.settings import Settings
from tests.house.tree import files, syntax

# A number in this range that is no term: a list of what it is for would be longer
# than the list of terms, so only the terms of the register are looked for.
SMALL = 14


def _terms() -> set[int]:
    days = {norm.days for norm in load_norms().values() if norm.days is not None}
    return {each for each in days | set(load_horizons()) if each > SMALL}


def _numbers(file: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(syntax(file)):
        if isinstance(node, ast.Constant) and type(node.value) is int:
            yield f"{file}:{node.lineno}", node.value


# Where such a number is something else, by file and number.
NO_TERM = {
    ("ketenkpi/cli/serve.py", 90): "seconds",
    ("ketenkpi/example/clients.py", 90): "days between two benefits at once, in the example",
    ("ketenkpi/contracts/personal/marks.py", 28): "length of an account number",
    ("ketenkpi/contracts/generate.py", 90): "days between dates in a template",
    ("ketenkpi/charts/in_order.py", 90): "size of a mark",
    ("ketenkpi/charts/over_time.py", 90): "size of a mark",
    ("ketenkpi/charts/resources.py", 90): "size of a mark",
    ("ketenkpi/charts/swimlanes.py", 28): "pixels",
}


def test_the_code_holds_no_term_of_the_register() -> None:
    terms = _terms()
    assert {28, 56, 91, 182, 365} <= terms
    found = {
        where
        for file in files(".py", below="ketenkpi")
        for where, number in _numbers(file)
        if number in terms and (file.as_posix(), number) not in NO_TERM
    }
    assert found == set(), "take it from ketenkpi.terms or from the norm"


def test_every_exception_is_still_there() -> None:
    there = {
        (file.as_posix(), number)
        for file in files(".py", below="ketenkpi")
        for _, number in _numbers(file)
    }
    assert set(NO_TERM) - there == set()


def test_windows_of_this_installation_are_horizons() -> None:
    assert set(Settings.load().return_windows_days) <= set(load_horizons())
