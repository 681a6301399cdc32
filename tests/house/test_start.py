"""`start.py` where something is lacking: a clear sentence in both languages, never a skip."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import venv
from pathlib import Path
from types import ModuleType

import pytest

from tests.house.tree import ROOT

LISTS = ("requirements.txt", "requirements-docs.txt", "requirements-test.txt")


@pytest.fixture
def start(tmp_path: Path) -> ModuleType:
    """`start.py` of a project that holds nothing but its lists of packages."""
    for name in ("start.py", *LISTS):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    spec = importlib.util.spec_from_file_location("start_elsewhere", tmp_path / "start.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_an_unknown_command_is_said_in_both_languages() -> None:
    done = subprocess.run(
        [sys.executable, "start.py", "onzin"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "'onzin' ken ik niet" in done.stderr
    assert "Unknown command 'onzin'" in done.stderr


def test_an_old_python_is_told(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "OLDEST", (99, 0))
    with pytest.raises(start.Stop, match="needs Python"):
        start.require_python()


def test_what_may_not_be_installed_is_named(
    start: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # No program at all can be found: no browser, no apt-get, no sudo.
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(start.Stop, match="sudo apt-get install chromium"):
        start.require_programs(browser=True)


def test_installed_is_believed_only_for_these_very_lists(start: ModuleType, tmp_path: Path) -> None:
    assert not start._is_installed("requirements.txt")
    start.PYTHON.parent.mkdir(parents=True)
    start.PYTHON.symlink_to(sys.executable)
    for name in LISTS:
        start._stamp(name).write_text(start._fingerprint(name))
        assert start._is_installed(name)
    with (tmp_path / "requirements.txt").open("a") as file:
        file.write("zlib-ng==1.0.0\n")
    assert not any(start._is_installed(name) for name in LISTS)


def test_a_python_that_no_longer_starts_is_no_environment(start: ModuleType) -> None:
    start.PYTHON.parent.mkdir(parents=True)
    start.PYTHON.write_text("#!/bin/false\n")
    start.PYTHON.chmod(0o755)
    start._stamp("requirements.txt").write_text(start._fingerprint("requirements.txt"))
    assert not start._is_installed("requirements.txt")


def test_the_command_works_from_anywhere(start: ModuleType, tmp_path: Path) -> None:
    venv.EnvBuilder(with_pip=False).create(start.ENVIRONMENT)
    (tmp_path / "ketenkpi").mkdir()
    (tmp_path / "ketenkpi" / "__main__.py").write_text("import sys; print(sys.argv[1:])")
    start._add_command()
    [command] = start.PYTHON.parent.glob("ketenkpi*")
    (tmp_path / "elders").mkdir()
    done = subprocess.run(
        [command, "kpi", "een woord"],
        cwd=tmp_path / "elders",
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "['kpi', 'een woord']"
