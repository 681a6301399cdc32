"""Imports run one way, and the heavy or foreign packages stay where they belong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT, files, imported

# What everybody may import, and imports nothing but each other.
COMMONS = (
    *("wording", "errors", "vocabulary", "scope", "settings", "config_file", "digest", "figure"),
    *("units", "answer", "terms", "partner", "person", "child", "spreadsheet", "scratch"),
    *("harmless", "csv_cells", "plain_data", "asked", "shown"),
)
# The stages in the order the data goes: each may import what stands before it.
STAGES = (
    "vocabularies",
    "register",
    "research_model",
    "contracts",
    "catalogue",
    "counts",
    "stats",
    "indicators",
    "source",
    "comparison",
    "context",
    "disclosure",
    "cooperation",
    "chain",
    "resources",
    "concepts",
    "programme",
    "overview",
    "store",
    "jobs",
    "example",
    "surfaces",
    "charts",
    "methods",
    "cli",
    "__main__",
)
LIBRARY = files(".py", below="ketenkpi")
DASHBOARD = files(".py", below="dashboard")
HEAVY = {
    *("pandas", "polars", "pyarrow", "duckdb", "narwhals", "numpy", "scipy", "statsmodels"),
    *("sqlalchemy", "alembic", "openpyxl", "xlsxwriter", "streamlit", "altair"),
}


def _rank(part: str) -> int:
    return -1 if part in COMMONS else STAGES.index(part)


def _part(file: Path) -> str:
    return Path(file.parts[1]).stem


def _parts_imported(file: Path) -> set[str]:
    names = (name.split(".") for name in imported(file) if name.startswith("ketenkpi."))
    return {name[1] for name in names if name[1] in (*COMMONS, *STAGES)}


def test_every_part_of_the_library_has_its_place() -> None:
    parts = {_part(file) for file in LIBRARY} - {"__init__"}
    assert parts - {*COMMONS, *STAGES} == set(), "put it in STAGES above"


def test_imports_run_one_way() -> None:
    backward = {
        (str(file), other)
        for file in LIBRARY
        if _part(file) != "__init__"
        for other in _parts_imported(file)
        if _rank(other) > _rank(_part(file))
    }
    assert backward == set()


def test_the_check_above_can_fail(tmp_path: Path) -> None:
    backward = tmp_path / "backward.py"
    backward.write_text("def f():\n    from ketenkpi.store import open_store\n")
    assert _parts_imported(backward) == {"store"}
    assert _rank("store") > _rank("counts") > _rank("errors")


def test_only_the_catalogue_knows_the_database() -> None:
    knowing = _importing(LIBRARY, {"sqlalchemy", "alembic"})
    assert {file for file in knowing if _part(file) != "catalogue"} == set()


def test_the_library_does_not_know_the_dashboard() -> None:
    assert _importing(LIBRARY, {"streamlit", "dashboard"}) == set()


def test_only_charts_know_how_charts_are_drawn() -> None:
    knowing = {file.parent for file in _importing(LIBRARY, {"altair"})}
    assert knowing == {Path("ketenkpi/charts")}
    # Loaded once before the first page, and nowhere used.
    assert _importing(DASHBOARD, {"altair"}) == {Path("dashboard/warm_up.py")}


def _importing(among: list[Path], packages: set[str]) -> set[Path]:
    return {f for f in among if packages & {name.split(".")[0] for name in imported(f)}}


def test_the_dashboard_imports_public_packages_only() -> None:
    # `from ketenkpi.counts.cube import Counts` names a file that may move;
    # `from ketenkpi.counts import Counts` names what is promised.
    inner = {".".join(module.with_suffix("").parts) for module in LIBRARY if len(module.parts) > 2}
    below = {(str(file), name) for file in DASHBOARD for name in imported(file) & inner}
    private = {
        (str(file), name)
        for file in DASHBOARD
        for name in imported(file)
        if name.startswith("ketenkpi.") and "._" in name
    }
    assert below | private == set()


def test_the_dashboard_names_its_own_modules_in_full() -> None:
    # `import cached` works under streamlit and makes a second copy of the
    # module beside `dashboard.cached`, with its own caches.
    own = {path.stem for path in DASHBOARD} | {path.parent.name for path in DASHBOARD}
    assert _importing(DASHBOARD, own - {"dashboard"}) == set()


def test_no_dashboard_module_hides_a_standard_one() -> None:
    assert {path.stem for path in DASHBOARD if path.parent.name == "dashboard"} & set(
        sys.stdlib_module_names
    ) == set()


@pytest.mark.parametrize("module", ["ketenkpi", "ketenkpi.cli"])
def test_importing_is_light(module: str) -> None:
    # Not timed: which packages come along is the cause of the time, and is exact.
    code = f"import sys, {module}; print(*{{name.split('.')[0] for name in sys.modules}})"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.split()
    assert set(loaded) & HEAVY == set()


def test_making_figures_loads_no_statistics_package() -> None:
    # scipy.stats alone takes a second to import; scipy.special is enough.
    code = """
import sys, ketenkpi
counts = ketenkpi.count({})
ketenkpi.indicators(counts, by=["werkplein", "kwartaal"])
ketenkpi.open_store
print(*sys.modules)
"""
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.split()
    assert {"scipy.stats", "statsmodels", "diff_diff"} & set(loaded) == set()
