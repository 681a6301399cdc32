"""The lines below a picture draw the same in a notebook of Jupyter, in an app of marimo, and here.

`tests/dashboard/test_recipes.py` holds that what they draw here is what the page draws.
"""

from __future__ import annotations

import ast
import inspect
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ketenkpi.charts import recipes
from tests.house.tree import ROOT
from tests.tutorials.reader import HOME
from tests.tutorials.recipes_to_run import RECIPES

Specification = Mapping[str, Any]
JSON = "application/json"
# Outside the process of the tests: kernels and marimo warn, and here a warning is an error.
JUPYTER = """
import json, sys
import nbformat
from nbclient import NotebookClient

cells = json.loads(sys.stdin.read())
book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(each) for each in cells])
NotebookClient(book, kernel_name="python3").execute()
shown = [each for cell in book.cells for each in cell.outputs]
print(json.dumps([each.data for each in shown if each.output_type == "execute_result"]))
"""
MARIMO = """
import json, sys
from importlib.util import module_from_spec, spec_from_file_location

drawn = []
for path in json.loads(sys.stdin.read()):
    spec = spec_from_file_location("app_of_a_recipe", path)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    outputs, _ = module.app.run()
    drawn.append(outputs[0].to_dict())
print(json.dumps(drawn))
"""
APP = """\
import marimo

app = marimo.App()


@app.cell
def _():
{lines}
    return
"""


def test_every_kind_of_recipe_is_run() -> None:
    kinds = {name for name, _ in inspect.getmembers(recipes, inspect.isfunction) if name[0] != "_"}
    assert {name.split(" ")[0] for name in RECIPES} == kinds


@pytest.fixture(scope="module")
def drawn(filled: Path) -> list[Specification]:
    """What each draws in plain Python."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KETENKPI_HOME", str(filled / HOME))
        return [_drawn(lines) for lines in RECIPES.values()]


def _drawn(lines: str) -> Specification:
    *before, last = ast.parse(lines).body
    assert isinstance(last, ast.Expr)
    names: dict[str, Any] = {}
    exec(compile(ast.Module(before, []), "recipe", "exec"), names)
    made = eval(compile(ast.Expression(last.value), "recipe", "eval"), names)
    names["store"].close()
    return json.loads(json.dumps(made.to_dict()))


def _same(one: Specification, other: Specification) -> None:
    # A chart numbers its own parts (`view_3`), and counts on in one process.
    assert _figures(one) == _figures(other)


def _figures(made: Specification) -> tuple[object, ...]:
    told = [each["value"] for each in made.get("params", ()) if "value" in each]
    rows = {name: [_plain(row) for row in held] for name, held in made["datasets"].items()}
    return rows, told, made.get("title"), made.get("description")


def _plain(row: Mapping[str, object]) -> Mapping[str, object]:
    # JSON has no number for a missing value: a kernel writes 'nan' where Python writes NaN.
    return {key: None if str(value) == "nan" else value for key, value in row.items()}


def _run(script: str, given: object, home: Path) -> Any:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script],
        input=json.dumps(given),
        env={**os.environ, "KETENKPI_HOME": str(home), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.slow
def test_a_notebook_of_jupyter_draws_the_same(filled: Path, drawn: list[Specification]) -> None:
    # As the notebook shows it: Altair is asked for the specification and not for a page.
    begin = "import altair\naltair.renderers.enable('json')\nNone"
    shown = _run(JUPYTER, [begin, *RECIPES.values()], filled / HOME)
    for one, other in zip(drawn, shown, strict=True):
        _same(one, other[JSON])


@pytest.mark.slow
def test_an_app_of_marimo_draws_the_same(
    filled: Path, drawn: list[Specification], tmp_path: Path
) -> None:
    paths = []
    for number, lines in enumerate(RECIPES.values()):
        path = tmp_path / f"app_{number}.py"
        indented = "\n".join(f"    {line}" for line in lines.splitlines())
        path.write_text(APP.format(lines=indented), encoding="utf-8")
        paths.append(str(path))
    shown = _run(MARIMO, paths, filled / HOME)
    for one, other in zip(drawn, shown, strict=True):
        _same(one, other)
