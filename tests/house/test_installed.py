"""The package as others install it: outside the checkout, with its definitions inside."""

from __future__ import annotations

import json
import os
import re
import site
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.house import misuses
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


def _program(place: Path, name: str) -> Path:
    return place / "env" / ("Scripts" if os.name == "nt" else "bin") / name


def _run(place: Path, *command: str, **variables: str) -> str:
    env = {**os.environ, "KETENKPI_HOME": str(place / "home"), "PYTHONPATH": "", **variables}
    done = subprocess.run(
        [_program(place, command[0]), *command[1:]],
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


@pytest.fixture(scope="module")
def programs(elsewhere: Path) -> Path:
    """A folder with the right program and every wrong one, each in a file."""
    folder = elsewhere / "programs"
    folder.mkdir()
    (folder / "right.py").write_text(misuses.RIGHT, encoding="utf-8")
    for name, line in misuses.WRONG.items():
        (folder / f"{name}.py").write_text(f"{misuses.BEFORE}{line}\n", encoding="utf-8")
    return folder


LAST_LINE = misuses.BEFORE.count("\n") + 1
EVERY_MISUSE = {(f"{name}.py", LAST_LINE) for name in misuses.WRONG}


@pytest.mark.slow
def test_mypy_reports_each_misuse_of_the_installed_package(programs: Path) -> None:
    python = _program(programs.parent, "python")
    mypy = [sys.executable, "-m", "mypy", "--strict", "--python-executable", python]
    said = _said(programs, *mypy, "--cache-dir", programs.parent / "mypy", ".")
    reported = re.findall(r"^(\w+\.py):(\d+): error: ", said, flags=re.MULTILINE)
    assert {(file, int(line)) for file, line in reported} == EVERY_MISUSE, said


@pytest.mark.slow
def test_basedpyright_reports_each_misuse_of_the_installed_package(programs: Path) -> None:
    python = _program(programs.parent, "python")
    checker = [sys.executable, "-m", "basedpyright", "--outputjson", "--level", "error"]
    said = _said(programs, *checker, "--pythonpath", python, ".")
    reported = json.loads(said)["generalDiagnostics"]
    found = {(Path(one["file"]).name, one["range"]["start"]["line"] + 1) for one in reported}
    assert found == EVERY_MISUSE, said


def _said(folder: Path, *command: str | Path) -> str:
    """What a checker of types prints; it ends with 1 where it reports anything."""
    done = subprocess.run([*command], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stdout


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
