"""A process killed during an upload leaves the old state or the new one, never a mixture."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ketenkpi.counts.pieces import files_of
from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.store import Store, open_store
from ketenkpi.vocabulary import Quarter

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
ALL = Scope.everything()
OLD = "werkplein;datum;thema\nA;05-01-2009;wachttijd\nB;06-01-2009;bejegening\n"
NEW = "werkplein;datum;thema\nA;05-01-2009;wachttijd\nA;07-01-2009;wachttijd\n"
OLD_STATE, NEW_STATE = {"A": 1, "B": 1}, {"A": 2, "B": 1}
# Inside the transaction, so on both databases.
IN_TRANSACTION = [("Catalogue", step, 1) for step in ("_advance", "_insert", "_start_run")]
# Every step of an upload, and every step of putting a file in place, first the
# rows and then the counts. These touch files only: one database will do.
AMONG_FILES = [
    *(("UploadTask", step, 1) for step in ("read", "plan", "count", "compare")),
    *(("Blobs", step, times) for times in (1, 2) for step in ("_write", "_rename")),
    *(("UploadTask", step, 1) for step in ("place_rows", "place_counts")),
]


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Settings:
    url = f"sqlite:///{(tmp_path / 'catalogue.db').as_posix()}"
    return Settings.load(home=tmp_path / "home", database_url=url)


def _state(store: Store) -> dict[str, int]:
    rows = store.counts(ALL).roll_up("klachten", by=["werkplein"])
    return dict(zip(rows["werkplein"], rows["n"], strict=True))


def _deliver(store: Store, text: str, replace: bool = False) -> str:
    result = store.upload(
        text.encode(),
        "klachten",
        by="anna",
        organisation="uwv",
        answers={"werkplein": "nieuw"},
        quarter=Quarter(2009, 1),
        replace=replace,
        scope=ALL,
    )
    return result.status


def _killed(settings: Settings, point: tuple[str, str, int]) -> None:
    file = settings.home.parent / "klachten.csv"
    file.write_text(NEW)
    owner, method, times = point
    ended = subprocess.run(
        [sys.executable, "-m", "tests.faults.upload_child", settings.home, settings.database_url,
         file, f"killed:{owner}.{method}:{times}"],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert ended.returncode == -signal.SIGKILL, ended.stderr


def _nothing_happened(settings: Settings, point: tuple[str, str, int]) -> None:
    store = open_store(settings)
    _deliver(store, OLD)
    _killed(settings, point)
    assert _state(store) == OLD_STATE
    assert store.version == 1
    assert len(store.uploads(ALL)) == 1
    assert len(store.audit(ALL)) == 2
    assert _deliver(store, NEW, replace=True) == "stored"
    assert _state(store) == NEW_STATE
    store.close()


@pytest.mark.parametrize("point", IN_TRANSACTION, ids=lambda point: point[1])
def test_killed_before_the_commit(settings: Settings, point: tuple[str, str, int]) -> None:
    _nothing_happened(settings, point)


@pytest.mark.parametrize("point", AMONG_FILES, ids=lambda point: f"{point[1]}-{point[2]}")
def test_killed_before_the_transaction(on_sqlite: Settings, point: tuple[str, str, int]) -> None:
    _nothing_happened(on_sqlite, point)


def test_killed_after_the_end_everything_happened(settings: Settings) -> None:
    store = open_store(settings)
    _deliver(store, OLD)
    _killed(settings, ("UploadTask", "commit", 1))
    assert _state(store) == NEW_STATE
    assert store.version == 2
    assert _deliver(store, NEW) == "unchanged"
    store.close()


@pytest.mark.parametrize("point", [("UploadTask", "place_counts", 1), ("Blobs", "_write", 1)])
def test_what_a_killed_process_leaves_is_cleared_a_day_later(
    on_sqlite: Settings, point: tuple[str, str, int]
) -> None:
    store = open_store(on_sqlite)
    _deliver(store, OLD)
    _killed(on_sqlite, point)
    home = on_sqlite.home
    left = [path for folder in ("rows", "counts", "staging") for path in (home / folder).iterdir()]
    assert len(left) > 2
    # The folder of a process that is gone is nobody's; a file may be somebody's for a day.
    staged = [path for path in left if path.parent.name == "staging"]
    assert store.tidy() == len(staged) == 1
    for path in left:
        if path not in staged:
            os.utime(path, (0, 0))
    name = store.catalogue.snapshot().counts_blob or ""
    # The rows that count, the list of their counts, and what that names.
    named = 2 + len(files_of(store.catalogue.counts.path(name)))
    assert store.tidy() == len(left) - len(staged) - named > 0
    assert _state(store) == OLD_STATE
    store.close()
