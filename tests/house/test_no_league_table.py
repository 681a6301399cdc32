"""No bare league table anywhere: no place without its interval, no order by a figure.

With a quarter of a few hundred cases most differences between Werkpleinen are
chance. A list from best to worst says the opposite, whatever stands below it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import docstrings, files, syntax

CODE = [*files(".py", below="ketenkpi"), *files(".py", below="dashboard")]
# Estimators know no Werkpleinen; what leaves them is looked at below.
LOOKED_AT = [file for file in CODE if file.parts[:2] != ("ketenkpi", "stats")]
PLACES = {"rank", "rang", "ranking", "rangorde", "rangnummer", "positie"}
FIGURES = {
    *("value", "waarde", "low", "high", "ratio", "expected", "point", "z", "numerator"),
    *("rank_low", "rank_high", "difference", "verschil", "score", "position"),
}
ORDERING = {"sort_values", "sort", "sort_by", "nlargest", "nsmallest", "order_by", "top_k"}
# The chart of intervals of places names its axis so. The profile numbers rows
# of a file that say the same twice, which are no Werkpleinen.
MAY_SAY_RANK = {Path("ketenkpi/charts/by_place.py")}
MAY_CALL_RANK = {Path("ketenkpi/contracts/profile/mapping.py")}


def _calls(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr, node


def _texts(node: ast.AST) -> set[str]:
    found = {each.value for each in ast.walk(node) if isinstance(each, ast.Constant)}
    return {text for text in found if isinstance(text, str)}


def _said(tree: ast.Module, prose: set[int]) -> set[str]:
    """Every text and every name of an argument: both can become a column."""
    keywords = {node.arg for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg}
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return keywords | {
        node.value for node in constants if isinstance(node.value, str) and id(node) not in prose
    }


def _ordered_by_a_figure(tree: ast.Module) -> list[str]:
    by_call = [
        name
        for name, call in _calls(tree)
        if name in ORDERING
        and _texts(ast.Module([ast.Expr(a) for a in _given(call)], [])) & FIGURES
    ]
    # Vega-Lite orders an axis by the other one with "sort": "-x".
    by_chart = [
        "sort"
        for node in ast.walk(tree)
        if isinstance(node, ast.Dict)
        for key, value in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Constant)
        and key.value == "sort"
        and _texts(value) & {"x", "y", "-x", "-y", *FIGURES}
    ]
    return by_call + by_chart


def _given(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(keyword.value for keyword in call.keywords)]


@pytest.mark.parametrize("file", LOOKED_AT, ids=str)
def test_no_bare_place_and_no_order_by_a_figure(file: Path) -> None:
    tree = syntax(file)
    said = _said(tree, docstrings(file)) & PLACES
    assert said == set() or file in MAY_SAY_RANK, "use rank_low and rank_high"
    ranked = [call for name, call in _calls(tree) if name == "rank"]
    assert ranked == [] or file in MAY_CALL_RANK
    bare = [n for n in ast.walk(tree) if isinstance(n, ast.Attribute) and n.attr == "rank"]
    assert bare == [] or file in MAY_CALL_RANK, "the place of an estimate alone may not leave stats"
    assert _ordered_by_a_figure(tree) == []


@pytest.mark.parametrize(
    "bare",
    [
        'frame.sort_values("value", ascending=False)',
        'frame.sort_values(by=["kwartaal", "ratio"])',
        'frame.nlargest(10, "value")',
        'axis = {"field": "place", "sort": "-x"}',
    ],
)
def test_the_check_of_order_can_fail(bare: str) -> None:
    assert _ordered_by_a_figure(ast.parse(bare))
    assert _ordered_by_a_figure(ast.parse('frame.sort_values(["werkplein", "kwartaal"])')) == []


def test_the_check_of_places_can_fail() -> None:
    for bare in ('frame["rang"] = 1', "frame.assign(rank=places)"):
        assert _said(ast.parse(bare), set()) & PLACES
    for fine in ('frame["rank_low"]', 'say("page.order")'):
        assert _said(ast.parse(fine), set()) & PLACES == set()
