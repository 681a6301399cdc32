"""The page about the library runs, and each public name of a store is used somewhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from ketenkpi.contracts import load_contracts, template
from ketenkpi.settings import Settings
from ketenkpi.store import Store, open_store
from tests.house.tree import ROOT, files, text

PAGE = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
CODE = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)
# What a store is made of, for who reaches past its questions: tests, and what is to come.
MADE_OF = {"catalogue", "installation", "register", "source", "users"}
# Asked by `open_store` and tests only.
UPKEEP = {"close", "tidy"}


def test_the_code_of_the_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KETENKPI_HOME", str(tmp_path / "home"))
    for key in ("trajecten", "stand_stroom"):
        Path(f"{key}.csv").write_bytes(template(load_contracts()[key]))
    names: dict[str, Any] = {}
    for block in CODE:
        exec(block, names)
    assert names["result"].status == "stored"
    store: Store = names["store"]
    told = [kept.note for kept in store.annotations(names["all_"])]
    assert told == ["Verhuisd in maart."]
    assert "ingetrokken" in set(store.audit(names["all_"])["action"])
    store.close()


def test_each_public_name_of_a_store_is_used(tmp_path: Path) -> None:
    store = open_store(Settings.load(tmp_path / "home"))
    names = {name for name in dir(store) if not name.startswith("_")}
    store.close()
    used = "\n".join([*CODE, *_surfaces()])
    unused = {name for name in names if not re.search(rf"store(?:\(\))?\.{name}\b", used)}
    assert unused - MADE_OF - UPKEEP == set(), "delete it, or show it in docs/library.md"


def _surfaces() -> list[str]:
    asking = ("ketenkpi/cli", "ketenkpi/jobs", "dashboard")
    return [text(file) for folder in asking for file in files(".py", below=folder)]
