"""Folders for work in progress: what a killed process left goes, what a living one has stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from ketenkpi.scratch import is_alive, scratch, sweep
from ketenkpi.settings import Settings
from ketenkpi.store import open_store

WORKS = """
import sys, time
from pathlib import Path
from ketenkpi.scratch import scratch
with scratch(Path(sys.argv[1]), "work") as folder:
    Path(folder, "rows.csv").write_text("123456782")
    print("works", flush=True)
    time.sleep(60)
"""


def _working(parent: Path) -> subprocess.Popen[str]:
    """Another process that works in a folder below `parent`."""
    asked = [sys.executable, "-c", WORKS, str(parent)]
    child = subprocess.Popen(asked, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "works\n"
    child.stdout.close()
    return child


def test_a_folder_of_a_killed_process_goes_when_a_store_opens(tmp_path: Path) -> None:
    settings = Settings.load(home=tmp_path, database_url=f"sqlite:///{tmp_path / 'catalogue.db'}")
    staging = tmp_path / "staging"
    staging.mkdir()
    child = _working(staging)
    (folder,) = staging.iterdir()
    open_store(settings)
    assert (folder / "rows.csv").is_file(), "its process is alive"
    child.send_signal(signal.SIGKILL)
    child.wait()
    open_store(settings)
    assert list(staging.iterdir()) == []


def test_a_folder_of_this_process_stays_however_old(tmp_path: Path) -> None:
    with scratch(tmp_path, "intake") as folder:
        long_ago = time.time() - 7 * 24 * 3600
        os.utime(folder, (long_ago, long_ago))
        assert sweep(tmp_path) == 0
        assert Path(folder).is_dir()


def test_of_another_computer_only_what_is_old_goes(tmp_path: Path) -> None:
    fresh, old = tmp_path / "work-0123abcd-1-x", tmp_path / "work-0123abcd-2-y"
    for folder in (fresh, old):
        folder.mkdir()
    long_ago = time.time() - 7 * 24 * 3600
    os.utime(old, (long_ago, long_ago))
    assert sweep(tmp_path) == 1
    assert fresh.is_dir()


def test_in_a_folder_of_others_only_what_is_named_goes(tmp_path: Path) -> None:
    with scratch(tmp_path, "intake") as mine:
        name = Path(mine).name
    gone = name.replace(f"-{os.getpid()}-", f"-{_no_process()}-")
    for folder in ("intake-mine", "photos", gone, gone.replace("intake", "work")):
        (tmp_path / folder).mkdir()
    assert sweep(tmp_path, "intake") == 1
    assert {path.name for path in tmp_path.iterdir()} == {
        "intake-mine",
        "photos",
        gone.replace("intake", "work"),
    }


def _no_process() -> int:
    """The number of a process that has ended."""
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return child.pid


def test_which_processes_live() -> None:
    assert is_alive(os.getpid())
    assert not is_alive(_no_process())
