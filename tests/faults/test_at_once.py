"""Two uploads at the same moment, in one process and in two."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from ketenkpi.catalogue import Catalogue
from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.store import Store, open_store
from ketenkpi.vocabulary import Quarter

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
HEAD = "werkplein;datum;thema\n"


def _start(settings: Settings, name: str, text: str, sign: Path) -> subprocess.Popen[str]:
    file = settings.home.parent / f"{name}.csv"
    file.write_text(HEAD + text)
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.upload_child", settings.home, settings.database_url,
         file, f"waits:{sign}"],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def _together(settings: Settings, *texts: str) -> list[str]:
    """What came of uploads that all start at one sign."""
    sign = settings.home.parent / "sign"
    started = [_start(settings, f"file{n}", text, sign) for n, text in enumerate(texts)]
    while len(list(sign.parent.glob("sign.*"))) < len(texts):
        assert all(process.poll() is None for process in started)
        time.sleep(0.01)
    sign.touch()
    return [process.communicate(timeout=120)[0].strip() for process in started]


def _state(store: Store) -> dict[str, int]:
    rows = store.counts(Scope.everything()).roll_up("klachten", by=["werkplein"])
    return dict(zip(rows["werkplein"], rows["n"], strict=True))


def test_uploads_of_several_werkpleinen_all_get_in(settings: Settings) -> None:
    texts = [f"{place};05-01-2009;wachttijd\n" for place in "ABC"]
    assert _together(settings, *texts) == ["stored"] * 3
    store = open_store(settings)
    assert _state(store) == {"A": 1, "B": 1, "C": 1}
    assert store.version == 3
    store.close()


def test_of_two_files_for_one_place_the_second_is_asked(settings: Settings) -> None:
    texts = ["A;05-01-2009;wachttijd\n", "A;05-01-2009;wachttijd\nA;06-01-2009;bejegening\n"]
    assert sorted(_together(settings, *texts)) == ["needs_replace", "stored"]
    store = open_store(settings)
    assert store.version == 1
    store.close()


def test_who_was_overtaken_computes_again(settings: Settings) -> None:
    first, second = open_store(settings), open_store(settings)

    def deliver(store: Store, place: str) -> str:
        text = f"{HEAD}{place};05-01-2009;wachttijd\n"
        options = {"by": "anna", "organisation": "uwv", "quarter": Quarter(2009, 1)}
        new = {"werkplein": "nieuw"}
        return store.upload(
            text.encode(), "klachten", **options, answers=new, scope=Scope.everything()
        ).status

    class Overtaken(Catalogue):
        """Lets somebody else go first, once, at the last moment."""

        waited = False

        def commit(self, change: object, seen: int) -> object:
            if not self.waited:
                self.waited = True
                assert deliver(second, "B") == "stored"
            return super().commit(change, seen)

    old = first.catalogue
    first.installation.catalogue = Overtaken(old.engine, old.rows, old.counts)
    assert deliver(first, "A") == "stored"
    assert _state(second) == {"A": 1, "B": 1}
    assert first.version == second.version == 2
    first.close()
    second.close()
