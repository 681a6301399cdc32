"""Tables 1-3 of the paper, copied from it a second time, and Arentsen's rule on every pair."""

from __future__ import annotations

from itertools import combinations

import pytest

from ketenkpi.cooperation import answers_of, coordination
from ketenkpi.figure import counted
from ketenkpi.research_model import TaskPair, load_dependence
from tests.unit.cooperation.scan_rows import QUARTER, STAD, pair

TASKS = ("intake", "diagnose", "aanbodversterking", "arbeidsbemiddeling", "vacatures")
# As printed in section 2.4, row by row; `-` is a cell left white. The paper
# writes "reciproiteit" once, in table 2.
TABLE_1 = """
-       voorgaand     voorgaand     voorgaand     voorgaand
volgend -             voorgaand     voorgaand     voorgaand
volgend reciprociteit -             voorgaand     reciprociteit
volgend reciprociteit volgend       -             reciprociteit
volgend reciprociteit reciprociteit reciprociteit -
"""
TABLE_2 = """
parallel parallel      parallel      parallel      parallel
volgend  volgend       voorgaand     voorgaand     parallel
volgend  reciprociteit reciprociteit reciprociteit reciprociteit
volgend  volgend       reciprociteit reciprociteit reciprociteit
volgend  volgend       reciprociteit reciprociteit reciprociteit
"""
TABLE_3 = """
volgend volgend volgend  volgend  volgend
volgend volgend parallel parallel parallel
volgend volgend volgend  volgend  volgend
volgend volgend volgend  volgend  volgend
volgend volgend volgend  volgend  volgend
"""
TABLES = {"binnen_uitkering": TABLE_1, "samenloop": TABLE_2, "overgang_ww_wwb": TABLE_3}
MODEL = load_dependence()
REQUIRED = {
    "parallel": {"product"},
    "voorgaand": {"proces"},
    "volgend": {"proces"},
    "reciprociteit": {"product", "proces"},
}


def _cells(situation: str) -> dict[tuple[str, str], str]:
    """(row, column) -> what is printed, without the white cells."""
    lines = TABLES[situation].split("\n")[1:-1]
    cells = {}
    for row, line in zip(TASKS, lines, strict=True):
        for column, printed in zip(TASKS, line.split(), strict=True):
            if printed != "-":
                cells[row, column] = printed
    return cells


@pytest.mark.parametrize("situation", TABLES)
def test_every_cell_is_what_the_paper_prints(situation: str) -> None:
    known = {at: cell.key for at, cell in MODEL.situations[situation].cells.items()}
    assert known == _cells(situation)


def _wanted() -> dict[tuple[str, str], set[str]]:
    """What each pair requires, worked out plainly from the printed cells."""
    wanted = {}
    one = _cells("binnen_uitkering")
    for first, second in combinations(TASKS, 2):
        both = {one[first, second], one[second, first]}
        # A pair that depends both ways by either of its cells needs both kinds.
        need = {"product", "proces"} if "reciprociteit" in both else {"proces"}
        wanted["binnen_uitkering", f"{first}_{second}"] = need
    for situation in ("samenloop", "overgang_ww_wwb"):
        for (row, column), printed in _cells(situation).items():
            wanted[situation, f"wwb_{row}_ww_{column}"] = REQUIRED[printed]
    return wanted


def test_there_are_sixty_pairs_and_each_requires_what_the_rule_says() -> None:
    found = {(each.situation, each.key): set(each.required) for each in MODEL.pairs}
    assert len(MODEL.pairs) == len(found) == 10 + 25 + 25
    assert found == _wanted()


def test_the_three_asymmetric_pairs_of_table_1() -> None:
    assert {each.key for each in MODEL.pairs if each.asymmetric} == {
        "diagnose_aanbodversterking",
        "diagnose_arbeidsbemiddeling",
        "diagnose_vacatures",
    }


def _plain_status(required: set[str], marks: dict[str, int | None]) -> str:
    needed = [marks[kind] for kind in sorted(required)]
    for mark in needed:
        if mark is None:
            return "unknown"
    for mark in needed:
        if mark == 0:
            return "under"
    for mark in needed:
        if mark == 1:
            return "partly"
    for kind in ("product", "proces"):
        if kind not in required and marks[kind] == 2:
            return "over"
    return "met"


@pytest.mark.parametrize("tasks", MODEL.pairs, ids=lambda each: f"{each.situation}:{each.key}")
def test_the_rule_on_every_pair_and_every_answer(tasks: TaskPair) -> None:
    required = _wanted()[tasks.situation, tasks.key]
    clients = {group: counted(1, 1) for group in ("samenloop", "overgang_ww_wwb")}
    for product in (0, 1, 2, None):
        for proces in (0, 1, 2, None):
            rows = [pair("uwv", tasks.key, tasks.situation, product, proces)]
            found = coordination(answers_of(rows, STAD, QUARTER), clients, {})
            (verdict,) = [
                each
                for each in found.pairs
                if (each.situation, each.key) == (tasks.situation, tasks.key)
            ]
            marks = {"product": product, "proces": proces}
            assert verdict.status == _plain_status(required, marks)
            assert set(verdict.required) == required
            absent = {kind for kind in required if marks[kind] in (0, 1)}
            assert set(verdict.lacking) == absent
            beyond = {kind for kind in {"product", "proces"} - required if marks[kind] == 2}
            assert set(verdict.beyond) == beyond
