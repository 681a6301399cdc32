"""Imports run one way, and the heavy or foreign packages stay where they belong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT, files, imported

# What everybody may import, and imports nothing but each other.
COMMONS = ("wording", "errors", "vocabulary", "scope", "settings", "config_file")
# The stages in the order the data goes: each may import what stands before it.
STAGES = (
    "register",
    "contracts",
    "catalogue",
    "counts",
    "stats",
    "indicators",
    "store",
    "example",
    "cli",
    "__main__",
)
LIBRARY = files(".py", below="ketenkpi")
DASHBOARD = files(".py", below="dashboard")
HEAVY = ("pandas", "polars", "pyarrow", "duckdb", "numpy", "scipy", "sqlalchemy", "alembic")


def _rank(part: str) -> int:
    return -1 if part in COMMONS else STAGES.index(part)


def _part(file: Path) -> str:
    return Path(file.parts[1]).stem


def _parts_imported(file: Path) -> set[str]:
    names = (name.split(".") for name in imported(file) if name.startswith("ketenkpi."))
    return {name[1] for name in names if name[1] in (*COMMONS, *STAGES)}


@pytest.mark.parametrize("file", LIBRARY, ids=str)
def test_imports_run_one_way(file: Path) -> None:
    part = _part(file)
    if part == "__init__":
        return
    assert part in (*COMMONS, *STAGES), f"say in {__file__} between which stages {part} stands"
    later = {other for other in _parts_imported(file) - {part} if _rank(other) > _rank(part)}
    assert not later, f"{part} may not import {sorted(later)}, which comes after it"


def test_the_check_above_can_fail(tmp_path: Path) -> None:
    backward = tmp_path / "backward.py"
    backward.write_text("def f():\n    from ketenkpi.store import open_store\n")
    assert _parts_imported(backward) == {"store"}
    assert _rank("store") > _rank("counts") > _rank("errors")


@pytest.mark.parametrize("file", LIBRARY, ids=str)
def test_only_the_catalogue_knows_the_database(file: Path) -> None:
    database = {name for name in imported(file) if name.split(".")[0] in ("sqlalchemy", "alembic")}
    assert not database or _part(file) == "catalogue"


@pytest.mark.parametrize("file", LIBRARY, ids=str)
def test_the_library_does_not_know_the_dashboard(file: Path) -> None:
    known = {name.split(".")[0] for name in imported(file)}
    assert not known & {"streamlit", "altair", "dashboard"}


@pytest.mark.parametrize("file", DASHBOARD, ids=str)
def test_the_dashboard_imports_public_packages_only(file: Path) -> None:
    private = {
        name
        for name in imported(file)
        if name.startswith("ketenkpi.") and any(part.startswith("_") for part in name.split("."))
    }
    assert not private
    modules = {".".join(module.with_suffix("").parts) for module in LIBRARY}
    deep = {name for name in imported(file) if name in modules and name.count(".") > 1}
    assert not deep, f"import these from their package: {sorted(deep)}"


@pytest.mark.parametrize("file", DASHBOARD, ids=str)
def test_the_dashboard_names_its_own_modules_in_full(file: Path) -> None:
    # `import charts` works under streamlit and makes a second copy of the
    # module beside `dashboard.charts`, with its own caches.
    own = {path.stem for path in DASHBOARD} | {path.parent.name for path in DASHBOARD}
    doubled = {name for name in imported(file) if name.split(".")[0] in own - {"dashboard"}}
    assert not doubled


def test_no_dashboard_module_hides_a_standard_one() -> None:
    assert not {path.stem for path in DASHBOARD} & (sys.stdlib_module_names - {"__init__"})


@pytest.mark.parametrize("module", ["ketenkpi", "ketenkpi.cli"])
def test_importing_is_light(module: str) -> None:
    # Not timed here: which packages come along is the cause, and is exact.
    code = f"import sys, {module}; print(*{{name.split('.')[0] for name in sys.modules}})"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.split()
    assert not set(loaded) & {*HEAVY, "streamlit", "statsmodels", "openpyxl", "xlsxwriter"}
