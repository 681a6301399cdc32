"""Wherever texts of users go into a file that a spreadsheet opens, none of them can run."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.house.tree import files, syntax

WRITES_CSV = {"to_csv", "write_csv", "writer", "DictWriter"}
# Streamlit puts a button beside each of these that saves it as CSV.
DRAWS_TABLE = {"dataframe", "data_editor"}
# Files that only the program reads, or that hold nothing of a user.
NOT_FOR_A_SPREADSHEET = {
    "ketenkpi/spreadsheet/records.py": "a sheet on its way to be read",
    "ketenkpi/contracts/frame.py": "a frame on its way to be read",
    "ketenkpi/contracts/profile/seen.py": "rows to look at, in memory",
    "ketenkpi/contracts/read.py": "a file on its way to be read by a profile",
    "ketenkpi/contracts/profile/definition.py": "a file on its way to be read by a profile",
    "ketenkpi/contracts/profile/formats.py": "records on their way to be read",
    "ketenkpi/contracts/generate.py": "rows of the contract's own examples",
    "ketenkpi/contracts/template.py": "the example row of a contract",
    "ketenkpi/store/drafting.py": "answers on their way to be uploaded",
}
OURS = [
    file
    for file in (*files(".py", below="ketenkpi"), *files(".py", below="dashboard"))
    # The example is made up, and written to be uploaded.
    if not file.as_posix().startswith("ketenkpi/example/")
]


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _unmarked(tree: ast.Module) -> list[int]:
    """Lines that write CSV or draw a table in a function that never says `harmless`."""
    found = []
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        names = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
        if names & {"harmless", "harmless_frame"}:
            continue
        found += [
            node.lineno
            for node in ast.walk(function)
            if isinstance(node, ast.Call) and _called(node) in WRITES_CSV | DRAWS_TABLE
        ]
    return found


def test_texts_that_a_spreadsheet_opens_are_harmless() -> None:
    unmarked = {
        file.as_posix(): lines
        for file in OURS
        if file.as_posix() not in NOT_FOR_A_SPREADSHEET and (lines := _unmarked(syntax(file)))
    }
    assert unmarked == {}, "write `harmless(text)` or `harmless_frame(frame)`"


def test_every_exception_still_writes_a_file() -> None:
    kept = {file for file in NOT_FOR_A_SPREADSHEET if _unmarked(syntax(Path(file)))}
    assert kept == set(NOT_FOR_A_SPREADSHEET)


def test_workbooks_are_made_with_texts_as_texts() -> None:
    for file in OURS:
        for node in ast.walk(syntax(file)):
            if isinstance(node, ast.Call) and _called(node) == "Workbook" and node.args:
                text = ast.dump(syntax(file))
                assert "strings_to_formulas" in text, f"{file}:{node.lineno}"


def test_the_check_above_can_fail() -> None:
    assert _unmarked(ast.parse("def f(frame):\n    return frame.to_csv()\n")) == [2]
    assert _unmarked(ast.parse("def f(x):\n    return harmless_frame(x).to_csv()\n")) == []
