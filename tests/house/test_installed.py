"""The package as others install it: outside the checkout, with its definitions inside."""

from __future__ import annotations

import os
import site
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.house.tree import ROOT


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with only ketenkpi installed; it borrows the packages of this one."""
    place = tmp_path_factory.mktemp("elsewhere")
    wheel = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*wheel, "--wheel-dir", place, ROOT], check=True, cwd=place)
    venv.EnvBuilder(with_pip=False).create(place / "env")
    packages = next((place / "env").glob("**/site-packages"))
    (packages / "borrowed.pth").write_text("\n".join(site.getsitepackages()))
    install = [sys.executable, "-m", "pip", "--python", place / "env", "install", "--quiet"]
    subprocess.run([*install, "--no-deps", *place.glob("*.whl")], check=True, cwd=place)
    return place


def _run(place: Path, *command: str, **variables: str) -> str:
    folder = place / "env" / ("Scripts" if os.name == "nt" else "bin")
    env = {**os.environ, "KETENKPI_HOME": str(place / "home"), "PYTHONPATH": "", **variables}
    done = subprocess.run(
        [folder / command[0], *command[1:]],
        cwd=place,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.mark.slow
def test_the_installed_command_has_its_definitions(elsewhere: Path) -> None:
    assert "sjabloon_trajecten.csv" in _run(elsewhere, "ketenkpi", "template", "trajecten")
    assert (elsewhere / "sjabloon_trajecten.csv").is_file()
    where = _run(
        elsewhere, "python", "-c", "import ketenkpi.settings as s; print(s.CONFIG, s.REFERENCE)"
    )
    assert all((elsewhere / "env") in Path(path).parents for path in where.split())


@pytest.mark.slow
def test_an_installed_library_stores_with_its_user(elsewhere: Path) -> None:
    user = elsewhere / "user"
    variables = dict.fromkeys(("HOME", "USERPROFILE", "XDG_DATA_HOME", "LOCALAPPDATA"), str(user))
    code = "from ketenkpi.settings import find_home as f; print(f().reason, f().path, sep='\\n')"
    told = _run(elsewhere, "python", "-c", code, KETENKPI_HOME="", **variables)
    reason, path = told.splitlines()
    assert reason == "user"
    assert user in Path(path).parents
    # A store that the package made before in the folder it was started from is still used.
    old = elsewhere / "ketenkpi-data"
    (old / "rows" / "een").mkdir(parents=True)
    told = _run(elsewhere, "ketenkpi", "doctor", KETENKPI_HOME="", **variables)
    assert f"{old} (hier stond de opslag al)" in told
    told = _run(elsewhere, "ketenkpi", "doctor", "--verhuis", KETENKPI_HOME="", **variables)
    assert f"de opslag van {old} staat nu in {path}" in told
    assert not old.exists()


@pytest.mark.slow
def test_the_version_is_that_of_the_package(elsewhere: Path) -> None:
    code = "import importlib.metadata as m; print('ketenkpi', m.version('ketenkpi'))"
    packed = _run(elsewhere, "python", "-c", code)
    assert _run(elsewhere, "ketenkpi", "--version") == packed


@pytest.mark.slow
def test_the_installed_package_holds_everything_it_reads(elsewhere: Path) -> None:
    package = next((elsewhere / "env").glob("**/site-packages/ketenkpi"))
    for packed, source in (
        ("_config", ROOT / "config"),
        ("_reference", ROOT / "data" / "reference"),
        ("_dashboard/dashboard", ROOT / "dashboard"),
    ):
        assert _files(package / packed) == _files(source)


def _files(folder: Path) -> set[str]:
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return {name for name in found if "__pycache__" not in name}
