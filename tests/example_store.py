"""A store as a user fills it, with files of the invented example."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ketenkpi.cli.demo import former_answers
from ketenkpi.example import ExampleFile
from ketenkpi.partner import TOGETHER
from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.store import Store, open_store


def empty(home: Path) -> Store:
    """A new store in `home`, on SQLite."""
    return open_store(Settings.load(home=home, database_url=f"sqlite:///{home}/catalogue.db"))


def newest(files: Iterable[ExampleFile]) -> list[ExampleFile]:
    """The files over the last quarter, which hold all that is known now.

    Five Werkpleinen delivered after every quarter before: eleven uploads more, of use to
    who looks at what was known then.
    """
    every = list(files)
    last = max(file.quarter for file in every)
    return [file for file in every if file.quarter == last]


def deliver(store: Store, file: ExampleFile, path: Path | None = None) -> None:
    """Upload a file of the example, or another version of it at `path`; it must be stored.

    It agrees with what a file changes of earlier quarters, for late registration
    is planted, and says that the places are new where their list is left out.
    """
    result = store.upload(
        path or file.path,
        file.contract,
        by="proef",
        organisation=TOGETHER,
        quarter=file.quarter,
        observed_from=file.observed_from,
        observed_until=file.observed_until,
        replace=True,
        answers={"werkplein": "nieuw", **former_answers(file.contract)},
        scope=Scope.everything(),
    )
    assert result.status == "stored", result.findings.listed[:3]
